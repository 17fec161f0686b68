"""Web pages to sources."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.errors import InputError
from zhize.reading import Source, read_bytes
from zhize.reading.source import weight

BODY = "<p>严厉查处违法行为。</p>"


def _page(text: str, encoding: str = "utf-8") -> Source:
    return read_bytes(text.encode(encoding), "plan.html")


def _lines(text: str) -> list[str]:
    return _page(text).text.split("\n")


class _Texts(HTMLParser):
    """Counts the text of a page by another parser."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = 0

    def handle_data(self, data: str) -> None:
        self.weight += weight(data)


def _accounted(page: str) -> None:
    source = _page(page)
    texts = _Texts()
    texts.feed(page)
    texts.close()
    assert weight(source.text) - source.added + sum(entry.count for entry in source.dropped) == texts.weight


@pytest.mark.parametrize("name", ["portal", "tables"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_pages_of_government_sites(samples: Path, name: str, encoding: str) -> None:
    page = (samples / f"{name}.html").read_text(encoding="utf-8")
    source = _page(page, encoding)
    assert source.text == (samples / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    assert source.encoding == encoding
    _accounted(page)


def test_what_stands_around_is_listed(samples: Path) -> None:
    dropped = {
        entry.reason: entry.count for entry in _page((samples / "portal.html").read_text(encoding="utf-8")).dropped
    }
    assert set(dropped) == {
        "aside", "footer", "header", "hidden text", "links around the content", "navigation", "page title", "script", "style",
    }  # fmt: skip
    assert dropped["header"] == len("临江市人民政府")


@pytest.mark.parametrize(
    ("label", "encoding", "noticed"),
    [("gb2312", "gb18030", False), ("gbk", "gb18030", False), ("utf-8", "gb18030", True), ("gb2312", "utf-8", True),
     ("iso-8859-1", "gb18030", True), ("gb2312", "big5", True), ("big5", "big5", False)],
)  # fmt: skip
def test_a_wrong_label_is_noticed(label: str, encoding: str, noticed: bool) -> None:
    text = (
        "各單位要嚴厲查處違法行為，抓好落實。"
        if encoding == "big5"
        else "县委镕、喆同志要求：各单位要严厉查处违法行为，抓好落实。"
    )
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{text}</p>'
    source = _page(page, encoding)
    assert source.text == text
    assert bool(source.notes) is noticed
    if noticed:
        assert label in source.notes[0]
        assert encoding in source.notes[0]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div>甲<div>乙<span>丙</span></div>丁</div>", ["甲", "乙丙", "丁"]),
        ("<p>甲<p>乙<br>丙<br/>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>市公安\n   局、<b>市</b>\n商务委 APP\nIP", ["市公安局、市商务委 APP IP"]),
        ("<pre>一、甲\n  二、乙</pre>", ["一、甲", "二、乙"]),
        ("<ol><li>甲<li>乙</ol><ol start=5><li>丙<li value=9>丁<li>戊</ol>", ["1. 甲", "2. 乙", "5. 丙", "9. 丁", "10. 戊"]),
        ("<ol><li>1.甲<li>二、乙</ol><ol type=A><li>丙</ol>", ["1.甲", "二、乙", "丙"]),
        ("<p>甲&nbsp;乙&lt;丙&#x4E01;&#99999999999999;", ["甲\xa0乙<丙丁\ufffd"]),
        ("<p>A<B 甲", ["A<B 甲"]),
        ("<p>3 < 5 甲", ["3 < 5 甲"]),
        ("<p>甲<!-- 乙 -- > 丙 -->丁<!-->戊<![if !x]>己<![endif]>", ["甲丁戊己"]),
        ("<p>甲<!-- 乙 > 丙", ["甲 丙"]),
        ("<p>甲<ruby>重<rp>（</rp><rt>chóng</rt></ruby>庆", ["甲重庆"]),
        ("<p title='a>b' class=\"x\">甲</P ><p id=x>乙", ["甲", "乙"]),
        ("<p>甲</p></div></td></p>乙<table><tr><td>丙</table>", ["甲", "乙", "丙"]),
        ("<p hidden>甲</p><p style='Display : NONE'>乙</p><select><option>丙</select><p>丁<input value=戊>", ["丁"]),
        ("<title>题</title><textarea>甲</textarea><p>乙", ["题", "乙"]),
        ("<b>甲<p>乙</b>丙</p>丁</p>戊", ["甲", "乙丙", "丁", "戊"]),
        ("<script>'</p>'</script >甲<STYLE>乙</sTyle>丙<script>丁", ["甲丙"]),
        ("<frameset><frame src=x><noframes>甲</noframes></frameset>" + BODY, ["严厉查处违法行为。"]),
    ],
)  # fmt: skip
def test_lines_are_those_a_browser_shows(markup: str, lines: list[str]) -> None:
    assert _lines(f"<html><body>{markup}") == lines


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>", ["a\tb", "c\t"]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", ["a\tb", "\tc"]),
        ("<tr><td colspan=2>表一<tr><td>a<td>b", ["表一", "a\tb"]),
        ("<caption>表一</caption><thead><tr><th>a<th>b</thead><tr><td>c<td><p>d</p><p>e</p>", ["表一", "a\tb", "c\td e"]),
        ("<tr><td>a<br>b<td>c\td<tr style='display:none'><td>x<td>y", ["a b\tc d", ]),
        ("<tr><td>a<tr><td>b", ["a", "b"]),
        ("<tr><td>a<td><table><tr><td>b<td>c</table>", ["a", "b\tc"]),
        ("<tr><td colspan=99999>a<td>b", ["a\t\tb"]),
        ("<tr><td rowspan=3>a<td colspan=2 rowspan=2>b<td>c<tr><td>d<tr><td>e<td>f<td>g", ["a\tb\t\tc", "\t\t\td", "\te\tf\tg"]),
        ("外<tr><td>a<td>b", ["外", "a\tb"]),
    ],
)  # fmt: skip
def test_tables(table: str, lines: list[str]) -> None:
    assert _lines(f"<body>{BODY}<table>{table}</table>")[1:] == lines


def test_a_page_in_which_all_is_marked_as_header_keeps_its_text() -> None:
    assert _lines(f"<body><header class=top><nav>{BODY}</nav></header>") == ["严厉查处违法行为。"]


def test_title_number_and_dates_outside_the_content_are_kept() -> None:
    page = (
        "<html><head><title>关于开展专项整治行动的通知-江城市财政局</title></head><body>"
        "<div class=header><a href=/>江城市财政局</a><h2>关于开展专项整治行动的通知</h2><span>江财〔2020〕3号</span>"
        "<p>发布日期：2020-03-02</p><p>办公时间：9:00</p></div>"
        f"<div>{BODY * 3}</div><div class=footer>电话：0000</div>"
    )
    assert _lines(page)[:-3] == ["关于开展专项整治行动的通知", "江财〔2020〕3号", "发布日期：2020-03-02"]


def test_a_title_only_in_the_head_is_put_first() -> None:
    assert _lines(f"<title>2020年专项行动方案_江城市财政局</title><body>{BODY}") == [
        "2020年专项行动方案",
        "严厉查处违法行为。",
    ]


def test_links_before_and_after_the_content_are_left_out_and_those_in_it_kept() -> None:
    links = "<p><a href=1>通知公告</a></p><p><a href=2>政策法规</a></p>"
    page = f"<body>{links}{BODY}<p><a href=3>《电子商务法》</a></p>{BODY}<p>附件：<a href=4>1.统计表</a></p><p><a href=5>2.汇总表.xlsx</a></p>{links}"
    assert _lines(page) == [
        "严厉查处违法行为。",
        "《电子商务法》",
        "严厉查处违法行为。",
        "附件：1.统计表",
        "2.汇总表.xlsx",
    ]


def test_a_plain_text_named_html_keeps_its_lines() -> None:
    assert _lines("一、总体目标\n严厉查处违法行为，抓好各项工作落实。") == [
        "一、总体目标",
        "严厉查处违法行为，抓好各项工作落实。",
    ]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(InputError, match="holds no text"):
        _page("<html><head><script>var a = '通知';</script></head><body><img src=a></body></html>")


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "a href=x", "p", "blockquote", "header"])
def test_deep_nesting_loses_nothing(tag: str) -> None:
    depth = 10_000
    page = "<body>" + f"<{tag}>甲" * depth + "乙。"
    source = _page(page)
    assert source.text.replace("\n", "").count("甲") + sum(e.count for e in source.dropped) >= depth
    assert "乙。" in source.text


@pytest.mark.parametrize(
    "unit",
    ["<!", "</ ", "<a b=\"", "<a ", "<script>", "</p", "<!--", "&", "&#", "<td colspan=60>", "<p title='x\">", "<li><ol>",
     "<textarea>", "\n ", "甲 \n", "<a href=x>甲", "<table><tr><td>甲<td>乙"],
)  # fmt: skip
def test_hostile_pages_take_linear_time(unit: str) -> None:
    def seconds(times: int) -> float:
        page = "<html><body>" + BODY + unit * times
        begin = time.process_time()
        assert "违法行为" in _page(page).text
        return time.process_time() - begin

    seconds(1000)
    short, long = seconds(4_000), seconds(16_000)
    assert long < 0.5 or long < 10 * short


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(InputError, match=r"plan\.html: has more than 500000 elements"):
        _page(BODY + "<td>" * 500_001)


def test_a_text_of_twelve_million_characters_is_kept_whole() -> None:
    sentence = "严厉查处违法行为，"
    source = _page("<html><body><p>" + sentence * 1_400_000)
    assert len(source.text) == len(sentence) * 1_400_000


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class=nav>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<a href=x>", "</a>", "<b>",
     "</b>", "<br>", "<li>", "<ul>", "</ul>", "<header>", "</header>", "甲。", "市公安局", "一、", " ", "\n", "&amp;", "<h1>", "</h1>",
     "<th rowspan=2>", "<td colspan=3>", "<tbody>", "<caption>", "<pre>", "</pre>"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_every_character_is_accounted_for(pieces: list[str]) -> None:
    _accounted("<html><body><p>严厉查处。" + "".join(pieces))
