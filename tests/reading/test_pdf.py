"""pdf files to sources."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, NumberObject

from zhize.errors import InputError
from zhize.reading import pdf, pdfworker, read_bytes
from zhize.reading.pagelines import Page, paragraphs_of
from zhize.reading.pageruns import Piece
from zhize.reading.source import weight

Line = tuple[float, float, float, str]
Rule = tuple[float, float, float, float]
Pdf = Callable[..., bytes]
SetPages = Callable[..., list[list[Line]]]

PARAGRAPHS = [
    "2021年农资打假专项行动方案",
    "一、重点任务",
    "（一）打击假劣种子。以网络销售的种子为重点，开展监督抽查，全面排查2020年以来投诉举报的ABC等12家网店，严厉查处制售假劣种子违法行为。（市农业农村局牵头，市公安局配合）",
    "（二）整治农药经营。对照《农药管理条例》，依法查处无证经营、掺杂使假、虚假宣传等违法违规行为，情节严重的，吊销其许可证，并向社会公布。（市农业农村局、市供销社按职责分工负责）",
    "二、工作要求",
    "各单位要抓好落实。",
]


def _error(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "plan.pdf")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_lines_become_paragraphs(make_pdf: Pdf, set_pages: SetPages) -> None:
    source = read_bytes(make_pdf(set_pages(PARAGRAPHS)), "plan.pdf")
    assert source.text.split("\n") == PARAGRAPHS
    assert (source.encoding, source.added) == (None, 0)


def test_page_numbers_and_running_heads_are_dropped_and_listed(make_pdf: Pdf, set_pages: SetPages) -> None:
    pages = set_pages(PARAGRAPHS * 6, head="临江市农业农村局文件")
    assert len(pages) == 3
    source = read_bytes(make_pdf(pages), "plan.pdf")
    assert "文件" not in source.text
    assert "—" not in source.text
    counts = {entry.reason: entry.count for entry in source.dropped}
    assert counts == {"page number": 9, "running head or foot": 30}
    assert weight(source.text) + sum(counts.values()) == sum(weight(line[3]) for page in pages for line in page)


def test_a_paragraph_goes_on_over_the_page(make_pdf: Pdf, set_pages: SetPages) -> None:
    source = read_bytes(make_pdf(set_pages(PARAGRAPHS * 4)), "plan.pdf")
    assert source.text.split("\n")[7:] == (PARAGRAPHS * 4)[7:]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        # cells with gaps, a blank cell, a cell on two lines
        (
            [(80, 700, 10, "序号"), (130, 700, 10, "任务"), (300, 700, 10, "单位"),
             (80, 680, 10, "1"), (130, 680, 10, "种子抽检"), (300, 680, 10, "市公安局、市农业"), (300, 668, 10, "农村局"),
             (80, 650, 10, "2"), (300, 650, 10, "市供销社")],
            "序号\t任务\t单位\n1\t种子抽检\t市公安局、市农业农村局\n2\t\t市供销社",
        ),
        # pieces of one line in any order, superscripts, words
        ([(116, 700, 12, "打假"), (80, 700.5, 12, "农资的"), (80, 660, 12, "see"), (103, 660, 12, "ABC 公司")], "农资的打假\nsee ABC 公司"),
        # the letters of a heading set wide
        ([(80, 700, 16, "通"), (140, 700, 16, "知"), (80, 660, 12, "市公安局"), (180, 660, 12, "市商务委")], "通 知\n市公安局\t市商务委"),
        # printed twice to look bold
        ([(80, 700, 16, "农资打假"), (80.4, 700, 16, "农资打假"), (80, 660, 12, "各各单位")], "农资打假\n各各单位"),
        # radicals and ligatures
        ([(80, 700, 16, "⽹络⻝品"), (80, 660, 12, "部⻔ﬁn\ufa0c")], "网络食品\n部门fin兀"),
        # an item of a table of contents
        ([(80, 700, 16, "一、总体目标……………3"), (80, 660, 12, "一、总体目标要明确")], "一、总体目标要明确"),
    ],
)  # fmt: skip
def test_lines_and_rows(make_pdf: Pdf, lines: list[Line], text: str) -> None:
    filler: list[Line] = [(80, 400 - 20 * n, 12, "各单位要严厉查处违法行为，抓好落实，确保成效") for n in range(3)]
    source = read_bytes(make_pdf([lines + filler]), "plan.pdf")
    assert source.text.split("\n各单位")[0] == text


# Tables with rules

_EDGES = (80.0, 130.0, 250.0, 330.0)


def _ruled(tops: list[float], edges: tuple[float, ...] = _EDGES) -> list[Rule]:
    """Return the rules of a table whose rows begin at some heights, the last of which is its foot."""
    across = [(edges[0], y, edges[-1], y) for y in tops]
    return across + [(x, tops[-1], x, tops[0]) for x in edges]


def test_cells_are_those_that_rules_part_however_near_they_stand(make_pdf: Pdf) -> None:
    lines: list[Line] = [
        (82, 685, 10, "序号"), (132, 685, 10, "任务内容说明与要求"), (252, 685, 10, "单位"),
        (82, 655, 10, "1"), (132, 662, 10, "种子抽检，查处制售假种子行"), (132, 650, 10, "为"), (252, 655, 10, "市公安局"),
    ]  # fmt: skip
    source = read_bytes(make_pdf([lines], rules=[_ruled([700, 680, 640])]), "plan.pdf")
    assert source.text == "序号\t任务内容说明与要求\t单位\n1\t种子抽检，查处制售假种子行为\t市公安局"


def test_merged_cells_stand_in_their_first_row_and_column(make_pdf: Pdf) -> None:
    rules = [
        (80, 700, 330, 700), (80, 680, 330, 680), (130, 660, 330, 660), (80, 640, 330, 640),
        (80, 640, 80, 700), (330, 640, 330, 700), (130, 640, 130, 680), (250, 640, 250, 680),
    ]  # fmt: skip
    lines: list[Line] = [
        (82, 686, 10, "一、重点任务与分工安排"), (82, 666, 10, "甲"), (132, 666, 10, "种子抽检"), (252, 666, 10, "市公安局"),
        (132, 646, 10, "农药抽检"), (252, 646, 10, "市农业局"),
    ]  # fmt: skip
    source = read_bytes(make_pdf([lines], rules=[rules]), "plan.pdf")
    assert source.text == "一、重点任务与分工安排\n甲\t种子抽检\t市公安局\n\t农药抽检\t市农业局"


def test_a_table_goes_on_over_the_page(make_pdf: Pdf) -> None:
    """Its head is printed again, and a row that the end of the page broke is one row."""
    head: list[Line] = [(82, 685, 10, "序号"), (132, 685, 10, "任务"), (252, 685, 10, "单位")]
    first = [*head, (82, 660, 10, "1"), (132, 660, 10, "种子抽检，查处制售"), (252, 660, 10, "市公安局")]
    second = [*head, (132, 660, 10, "假种子行为"), (82, 630, 10, "2"), (132, 630, 10, "农药抽检"), (252, 630, 10, "市农业局")]
    below = [(x, 600.0, x, 680.0) for x in _EDGES]
    open_foot = _ruled([700, 680]) + below
    source = read_bytes(make_pdf([first, second], rules=[open_foot, _ruled([700, 680, 645, 615])]), "plan.pdf")
    assert source.text == "序号\t任务\t单位\n1\t种子抽检，查处制售假种子行为\t市公安局\n2\t农药抽检\t市农业局"
    assert {entry.reason: entry.count for entry in source.dropped} == {"running head or foot": 6}


def test_a_row_below_a_merged_cell_is_none_that_the_page_broke(make_pdf: Pdf) -> None:
    first: list[Line] = [(82, 660, 10, "甲"), (132, 660, 10, "种子抽检"), (252, 660, 10, "市公安局")]
    second: list[Line] = [(132, 660, 10, "农药抽检"), (252, 660, 10, "市农业局")]
    source = read_bytes(make_pdf([first, second], rules=[_ruled([680, 640])] * 2), "plan.pdf")
    assert source.text == "甲\t种子抽检\t市公安局\n\t农药抽检\t市农业局"


def test_a_frame_around_text_is_no_table(make_pdf: Pdf, set_pages: SetPages) -> None:
    pages = set_pages(PARAGRAPHS)
    frame = [(60.0, 90.0, 560.0, 90.0), (60.0, 780.0, 560.0, 780.0), (60.0, 90.0, 60.0, 780.0), (560.0, 90.0, 560.0, 780.0)]
    source = read_bytes(make_pdf(pages, rules=[frame] * len(pages)), "plan.pdf")
    assert source.text.split("\n") == PARAGRAPHS


# How paragraphs are told

_LONG = "各地区各部门要按照职责分工，严厉查处制售假劣种子、农药、肥料等违法行为，及时公布典型案例，"
_BODY = [_LONG + "确保农民用上放心农资。", "二、工作要求", _LONG + "加强宣传。", _LONG + "严格问责，对失职的依规处理。", "市农业农村局", "2021年3月1日"]


def _set(paragraphs: list[str], columns: int, *, indent: float = 0, gap: float = 0, shown_indent: str = "") -> list[Line]:
    """Return paragraphs as lines of so many characters of 12 pt."""
    lines: list[Line] = []
    y = 700.0
    for paragraph in paragraphs:
        text = shown_indent + paragraph
        x, room = 80 + indent, columns - int(indent // 12)
        while text:
            lines.append((x, y, 12, text[:room]))
            text, x, room, y = text[room:], 80.0, columns, y - 20
        y -= gap
    return lines


@pytest.mark.parametrize(
    ("columns", "how"),
    [
        *((columns, how) for columns in (25, 31) for how in ({"indent": 24}, {"gap": 8}, {"shown_indent": "\u3000\u3000"}, {"shown_indent": "    "})),
        (31, {}),
    ],
)  # fmt: skip
def test_indents_gaps_and_full_lines_tell_paragraphs(make_pdf: Pdf, columns: int, how: dict[str, Any]) -> None:
    source = read_bytes(make_pdf([_set(_BODY, columns, **how)]), "plan.pdf")
    assert source.text.split("\n") == _BODY


def test_lines_broken_at_a_number_of_characters_go_on_though_they_end_early(make_pdf: Pdf) -> None:
    paragraphs = [f"（{at}）" + _LONG + "于2021年10月12日前完成，2022年1月31日前报送。" for at in "一二三四"]
    source = read_bytes(make_pdf([_set(paragraphs, 30)]), "plan.pdf")
    assert source.text.split("\n") == paragraphs


def test_short_items_outnumber_lines_that_go_on(make_pdf: Pdf) -> None:
    paragraphs = [_BODY[0], *(f"{at}.查处制售假劣种子、农药行为。" for at in range(1, 9)), _BODY[0]]
    source = read_bytes(make_pdf([_set(paragraphs, 31, indent=24)]), "plan.pdf")
    assert source.text.split("\n") == paragraphs


def test_what_a_browser_prints_around_a_page_is_dropped(make_pdf: Pdf) -> None:
    page = [(24.0, 820.0, 8.0, "2024/5/6 15:30  工作方案"), *_set(_BODY, 31, indent=24), (24.0, 20.0, 8.0, "https://www.gov.cn/a.htm 1/1")]
    source = read_bytes(make_pdf([page]), "plan.pdf")
    assert source.text.split("\n") == _BODY
    assert [entry.reason for entry in source.dropped] == ["running head or foot"]


# Where text stands


def test_codes_told_by_a_table_in_the_file_are_of_two_bytes(make_pdf: Pdf, set_pages: SetPages) -> None:
    assert read_bytes(make_pdf(set_pages(PARAGRAPHS), own_encoding=True), "plan.pdf").text.split("\n") == PARAGRAPHS


def test_widths_are_taken_from_the_font_or_else_estimated(make_pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_pdf([[(80, 700, 12, "共12家网店")]])
    told: Any = pdfworker.pages_of(data, 1)
    monkeypatch.setattr(pdfworker, "Font", None)
    estimated: Any = pdfworker.pages_of(data, 1)
    assert [pages["pages"][0]["pieces"][0][6:] for pages in (told, estimated)] == [(60.0, "共12家网店")] * 2


def test_text_shown_without_a_move_goes_on_where_the_last_ended(make_pdf: Pdf) -> None:
    """Shifts between strings leave room for text that is drawn before or after."""
    filler = _set(_BODY, 31, indent=24)
    glyphs = {char: at for at, char in enumerate(sorted({c for line in filler for c in line[3]}), 3)}

    def codes(text: str) -> str:
        return "<" + "".join(f"{glyphs[char]:04x}" for char in text) + ">"

    shown = (
        f"BT /F 12 Tf 1 0 0 1 128 760 Tm {codes('农药')} Tj ET\n"
        f"BT /F 12 Tf 1 0 0 1 80 760 Tm [{codes('查处')} -2000 {codes('肥料')}] TJ /F 12 Tf {codes('行为')} Tj ET\n"
    )
    # The marks stand where the shift leaves room for them: 80 + 2 em, two ems wide.
    shown = shown.replace("128 760", "104 760")
    text = read_bytes(make_pdf([filler], extra=shown), "plan.pdf").text.split("\n")
    assert text[0] == "查处农药肥料行为"


def test_places_are_those_on_the_page(make_pdf: Pdf) -> None:
    lines: list[Line] = [
        (80, 300 - 20 * n, 12, text) for n, text in enumerate(["严厉查处违法行为。", "抓好各项工作落实。"])
    ]
    for extra in ("0.5 0 0 0.5 10 10 cm\n", "1 0 0 -1 0 842 cm 1 0 0 -1 0 0 cm\n", "0 1 -1 0 500 0 cm\n"):
        assert read_bytes(make_pdf([lines], extra=extra), "plan.pdf").text.split("\n") == [line[3] for line in lines]


def test_text_in_a_form_stands_where_the_form_does(make_pdf: Pdf) -> None:
    page = PdfReader(
        BytesIO(make_pdf([[(80, 700, 12, "严厉查处违法行为。"), (80, 680, 12, "抓好各项工作落实。")]]))
    ).pages[0]
    writer = PdfWriter()
    blank = writer.add_blank_page(595, 842)
    content = page.get_contents()
    assert content is not None
    form = DecodedStreamObject()
    form.set_data(content.get_data())
    form.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(NumberObject, (0, 0, 595, 842))),
        NameObject("/Matrix"): ArrayObject(map(FloatObject, (1, 0, 0, 1, 0, -400))),
        NameObject("/Resources"): page["/Resources"].clone(writer),
    })  # fmt: skip
    drawn = DecodedStreamObject()
    drawn.set_data(b"q 1 0 0 1 10 0 cm /Fm Do Q")
    blank[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Fm"): writer._add_object(form)})}
    )
    blank[NameObject("/Contents")] = writer._add_object(drawn)
    file = BytesIO()
    writer.write(file)
    pages = pdf._pages(pdf._worked(file.getvalue(), "plan.pdf"), "plan.pdf")
    assert [(round(piece.x), round(piece.y)) for piece in pages[0].pieces] == [(90, 300), (90, 280)]
    assert read_bytes(file.getvalue(), "plan.pdf").text == "严厉查处违法行为。\n抓好各项工作落实。"


def test_slanting_text_and_control_characters_are_listed() -> None:
    pieces = [
        Piece(80, 700 - 20 * n, 12, 12, 1.0, 0.0, 12.0 * len(text), text)
        for n, text in enumerate(["严厉查处\x01违法行为。", "抓好落实。"])
    ]
    watermark = Piece(200, 400, 40, 40, 0.7, 0.7, 160, "内部资料")
    lines, dropped = paragraphs_of([Page(842, 0, False, (*pieces, watermark))])
    assert lines == ["严厉查处违法行为。", "抓好落实。"]
    assert +dropped == {"slanting text": 4, "control character": 1}


# What cannot be read


def test_a_scan_is_refused(make_pdf: Pdf) -> None:
    assert "a scan without a text layer: recognise its text first" in _error(make_pdf([[], []], picture=True))
    assert "holds no text" in _error(make_pdf([[(80, 60, 12, "- 1 -")]]))


def test_scanned_pages_among_others_are_noted(make_pdf: Pdf) -> None:
    text: list[Line] = [(80, 700, 12, "各单位要严厉查处违法行为，抓好落实。")]
    source = read_bytes(make_pdf([text, [], text], picture=True), "plan.pdf")
    assert source.notes == ("pages without text, perhaps scans: 2",)


def test_fonts_without_a_meaning_are_refused(make_pdf: Pdf, set_pages: SetPages) -> None:
    assert "fonts do not say which characters" in _error(make_pdf(set_pages(PARAGRAPHS), to_unicode=False))


def _encrypted(data: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(user, owner, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_password_is_named_and_one_that_only_forbids_printing_is_none(make_pdf: Pdf, set_pages: SetPages) -> None:
    data = make_pdf(set_pages(PARAGRAPHS))
    assert "encrypted with a password: save it without one" in _error(_encrypted(data, "user", "owner"))
    assert read_bytes(_encrypted(data, "", "owner"), "plan.pdf").text.split("\n") == PARAGRAPHS


def test_too_many_pages_are_refused(make_pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    assert "2 pages, more than 1" in _error(make_pdf([[], []]))


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    assert _error(b"%PDF-1.7") == "plan.pdf: reading pdf needs an extra: pip install 'zhize[pdf]'"
    assert importlib.util.find_spec("pypdf") is not None


def test_time_and_memory_are_bounded(make_pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = make_pdf([[(80, 700, 12, "各单位要抓好落实。")]], extra="BT (x) Tj ET\n" * 150_000)
    monkeypatch.setattr(pdf, "MAX_SECONDS", 1)
    assert "takes more than 1 s" in _error(endless)
    monkeypatch.setattr(pdf, "MAX_WAIT", 0.2)
    assert "takes more than 0.2 s" in _error(endless)


def test_a_bomb_takes_no_more_than_it_may(make_pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(zlib.compress(b"BT " * 100_000_000, 9), 9)
    assert len(bomb) < 20_000
    assert "unpacks to more than a plan holds" in _error(make_pdf([[]], packed=bomb))
    heap = zlib.compress(zlib.compress(b"BT (x) Tj ET\n" * 300_000, 9), 9)
    monkeypatch.setattr(pdf, "MAX_MEMORY", 120_000_000)
    assert "unpacks to more than a plan holds" in _error(make_pdf([[]], packed=heap))


def test_the_process_gets_the_file_as_data_only(make_pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    run = subprocess.run

    def noted(command: list[str], **options: object) -> object:
        commands.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", noted)
    with pytest.raises(InputError):
        read_bytes(make_pdf([[]]), "-rf;`x`.pdf")
    assert not any("-rf" in part for part in commands[0])


def test_damaged_files_are_read_or_refused(make_pdf: Pdf, set_pages: SetPages) -> None:
    good = make_pdf(set_pages(PARAGRAPHS))
    chance = random.Random(7)
    for _ in range(12):
        data = bytearray(good)
        for _ in range(4):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 30)] = chance.randbytes(chance.randint(0, 4))
        try:
            read_bytes(bytes(data), "plan.pdf")
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
