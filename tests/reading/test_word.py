"""docx files to sources."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from zhize.errors import InputError
from zhize.reading import archive, read_bytes
from zhize.reading.source import weight
from zhize.reading.xmltree import MAX_DEPTH, parse_xml

Docx = Callable[..., bytes]


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _listed(text: str, number: int, level: int = 0) -> str:
    return _p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def _level(depth: int, number_format: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def _num(key: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


OUTLINE = _abstract(
    0,
    _level(0, "chineseCountingThousand", "%1、"),
    _level(1, "chineseCounting", "（%2）"),
    _level(2, "decimal", "%3."),
    _level(3, "decimal", "（%4）"),
    _level(4, "decimalEnclosedCircle", "%5"),
)
CHAPTERS = _abstract(
    1,
    _level(0, "upperRoman", "第%1章"),
    _level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
    _level(2, "lowerLetter", "%3)"),
)
BULLETS = _abstract(2, _level(0, "bullet", "\uf06c"))
NUMBERING = OUTLINE + CHAPTERS + BULLETS + _num(1, 0) + _num(2, 1) + _num(3, 2)


def _lines(data: bytes) -> list[str]:
    source = read_bytes(data, "plan.docx")
    assert source.encoding is None
    return source.text.split("\n")


@pytest.mark.parametrize(
    ("paragraphs", "numbering", "lines"),
    [
        # the customary order, each level restarting under the one above
        ([(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 4), (1, 4), (1, 1), (1, 2), (1, 0), (1, 1)], "",
         ["一、", "（一）", "（二）", "1. ", "（1）", "①", "②", "（三）", "1. ", "二、", "（一）"]),
        # lists that share an abstract list count on
        ([(1, 0), (4, 0), (1, 0)], _num(4, 0), ["一、", "二、", "三、"]),
        # a list that restarts, once
        ([(1, 0), (1, 0), (4, 0), (4, 0)], _num(4, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
         ["一、", "二、", "一、", "二、"]),
        # a list that starts at five, and one with a level of its own
        ([(4, 0), (4, 0)], _num(4, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'), ["五、", "六、"]),
        ([(4, 0), (4, 1)], _num(4, 0, f'<w:lvlOverride w:ilvl="0">{_level(0, "decimal", "%1)", 3)}</w:lvlOverride>'), ["3) ", "（一）"]),
        # legal numbers of all levels, a level above that was never used, letters
        ([(2, 0), (2, 1), (2, 1), (2, 2), (2, 0), (2, 1)], "", ["第I章", "1.1 ", "1.2 ", "a) ", "第II章", "2.1 "]),
        ([(2, 1)], "", ["1.1 "]),
        # a level that never restarts, and one that restarts only after the first
        ([(4, 0), (4, 1), (4, 0), (4, 1)],
         _abstract(5, _level(0, "decimal", "%1."), _level(1, "decimal", "（%2）", more='<w:lvlRestart w:val="0"/>')) + _num(4, 5),
         ["1. ", "（1）", "2. ", "（2）"]),
        ([(4, 0), (4, 1), (4, 2), (4, 1), (4, 2), (4, 0), (4, 1), (4, 2)],
         _abstract(5, _level(0, "decimal", "%1."), _level(1, "decimal", "（%2）"),
                   _level(2, "decimal", "%3)", more='<w:lvlRestart w:val="1"/>')) + _num(4, 5),
         ["1. ", "（1）", "1) ", "（2）", "2) ", "2. ", "（1）", "1) "]),
        # bullets, lists that are not there, the list 0 that ends numbering
        ([(3, 0), (9, 0), (0, 0)], "", ["", "", ""]),
    ],
)  # fmt: skip
def test_numbers_of_lists_are_rebuilt(
    make_docx: Docx, paragraphs: list[tuple[int, int]], numbering: str, lines: list[str]
) -> None:
    body = "".join(_listed("项", number, level) for number, level in paragraphs)
    source = read_bytes(make_docx(body, numbering=NUMBERING + numbering), "plan.docx")
    assert source.text.split("\n") == [f"{line}项" for line in lines]
    assert source.added == sum(map(weight, lines))


@pytest.mark.parametrize(
    ("number_format", "values"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 101: "一百〇一"}),
        ("chineseCountingThousand", {10: "十", 110: "一百一十", 1005: "一千零五"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 23: "贰拾叁"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographDigital", {10: "一〇"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {3: "03"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("lowerRoman", {1: "i", 4: "iv", 9: "ix"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
        ("unheardOf", {7: "7"}),
    ],
)
def test_formats_of_numbers(make_docx: Docx, number_format: str, values: dict[int, str]) -> None:
    for value, shown in values.items():
        numbering = _abstract(0, _level(0, number_format, "%1、", value)) + _num(1, 0)
        assert _lines(make_docx(_listed("项", 1), numbering=numbering)) == [f"{shown}、项"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="Own"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="4"><w:name w:val="Circle"/><w:basedOn w:val="4"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="numbering" w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def test_numbers_come_through_styles(make_docx: Docx) -> None:
    linked = _abstract(7, _level(0, "decimal", "%1."), _level(1, "decimal", "%2)", more='<w:pStyle w:val="3"/>'))
    by_style = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    numbering = OUTLINE + linked + by_style + _num(1, 0) + _num(2, 7) + _num(3, 8)
    body = "".join(
        [
            _p("甲", '<w:pStyle w:val="1"/>'),
            _p("乙", '<w:pStyle w:val="2"/>'),
            _p("丙", '<w:pStyle w:val="3"/>'),
            _p("丁", '<w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'),
            _p("戊", '<w:pStyle w:val="4"/>'),
            _listed("己", 3),
            _p("庚", '<w:pStyle w:val="1"/>'),
        ]
    )
    assert _lines(make_docx(body, styles=STYLES, numbering=numbering)) == [
        "一、甲", "（一）乙", "1) 丙", "丁", "戊", "一、己", "二、庚",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "lines", "dropped"),
    [
        (_p("甲") + "<w:p/>" + _p(" ") + _p("乙"), ["甲", "乙"], {}),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/></w:r></w:p>", ["甲", "乙    丙-"], {}),
        ("<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>规范</w:t></w:r></w:p>", ["1. 规范"], {}),
        ("<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙丙</w:delText></w:r></w:del><w:ins><w:r><w:t>丁</w:t></w:r></w:ins></w:p>",
         ["甲丁"], {"tracked deletion": 2}),
        ("<w:p><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo></w:p>",
         ["乙"], {"tracked deletion": 1}),
        (_p("甲", "<w:rPr><w:del/></w:rPr>") + _p("乙") + _p("丙", "<w:rPr><w:ins/></w:rPr>"), ["甲乙", "丙"], {}),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r></w:p>",
         ["显"], {"hidden text": 1}),
        ("<w:p><w:r><w:fldChar/><w:instrText>PAGE \\* MERGE</w:instrText><w:t>甲</w:t></w:r><w:hyperlink><w:r><w:t>乙</w:t></w:r></w:hyperlink>"
         "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>丙</w:t></w:r></w:sdtContent></w:sdt>"
         "<w:fldSimple><w:r><w:t>丁</w:t></w:r></w:fldSimple><w:smartTag><w:r><w:t>戊</w:t></w:r></w:smartTag></w:p>",
         ["甲乙丙丁戊"], {"field code": 11}),
        ("<w:sdt><w:sdtContent>" + _p("甲") + "</w:sdtContent></w:sdt><w:ins>" + _p("乙") + "</w:ins><w:customXml>" + _p("丙") + "</w:customXml>",
         ["甲", "乙", "丙"], {}),
        (_p("一、总体目标......1", '<w:pStyle w:val="T"/>') + _p("二、任务…………12") + _p("一、总体目标"),
         ["一、总体目标"], {"table of contents": 23}),
        ("<w:p><w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" + _p("框") + "</w:txbxContent></w:drawing></mc:Choice>"
         "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" + _p("框") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + _p("乙"),
         ["甲", "乙", "框"], {"copy for older programs": 1}),
        ("<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + _p("框") + "</w:txbxContent></v:textbox></w:pict><w:t>甲</w:t></w:r></w:p>", ["甲", "框"], {}),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
         ["拼"], {"ruby": 3}),
    ],
)  # fmt: skip
def test_paragraphs(make_docx: Docx, body: str, lines: list[str], dropped: dict[str, int]) -> None:
    source = read_bytes(make_docx(body, styles=STYLES), "plan.docx")
    assert source.text.split("\n") == lines
    assert {entry.reason: entry.count for entry in source.dropped} == dropped


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _c(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(_p, text.split('|')))}</w:tc>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([_row(_c("序号"), _c("任务")), _row(_c("1"), _c(""))], ["序号\t任务", "1\t"]),
        ([_row(_c("表一", '<w:gridSpan w:val="3"/>')), _row(_c("a"), _c("b"), _c("c"))], ["表一", "a\tb\tc"]),
        ([_row(_c("a", '<w:vMerge w:val="restart"/>'), _c("b")), _row(_c("", "<w:vMerge/>"), _c("c"))], ["a\tb", "\tc"]),
        ([_row(_c("a"), _c("b", '<w:gridSpan w:val="2"/>')), _row(_c("c"), _c("d"), _c("e"))], ["a\tb\t", "c\td\te"]),
        ([_row(_c("市公安局|市商务委"), _c("b"))], ["市公安局 市商务委\tb"]),
        ([_row(_c("一、甲|二、乙")), _row(_c("丙"))], ["一、甲", "二、乙", "丙"]),
        ([_row(_c("a"), _c("b"), properties="<w:del/>"), _row(_c("c"), _c("d"))], ["c\td"]),
        ([_row(_c("c"), _c("d"), properties='<w:gridBefore w:val="1"/>')], ["\tc\td"]),
        ([_row("<w:tc><w:tbl>" + _row(_c("x"), _c("y")) + "</w:tbl><w:p/></w:tc>", _c("z"))], ["x y\tz"]),
        (["<w:sdt><w:sdtContent>" + _row(_c("a"), _c("b")) + "</w:sdtContent></w:sdt>"], ["a\tb"]),
    ],
)  # fmt: skip
def test_tables(make_docx: Docx, rows: list[str], lines: list[str]) -> None:
    body = _p("前") + f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>" + _p("后")
    assert _lines(make_docx(body)) == ["前", *lines, "后"]


def test_numbers_in_a_table(make_docx: Docx) -> None:
    rows = "".join(_row(f"<w:tc>{_listed(text, 1, 2)}</w:tc>", _c("b")) for text in ("甲", "乙"))
    assert _lines(make_docx(f"<w:tbl>{rows}</w:tbl>", numbering=NUMBERING)) == ["1. 甲\tb", "2. 乙\tb"]


def test_what_stands_beside_the_text(make_docx: Docx) -> None:
    note = "<w:footnote w:type='separator'><w:p/></w:footnote><w:footnote w:id='2'>" + _p("注一") + "</w:footnote>"
    data = make_docx(
        _p("正文"),
        header=_p("内部资料"),
        footer=_p("第1页"),
        footnotes=note,
        comments="<w:comment>" + _p("批注") + "</w:comment>",
    )
    source = read_bytes(data, "plan.docx")
    assert source.text == "正文\n注一"
    assert {entry.reason: entry.count for entry in source.dropped} == {"comment": 2, "footer": 3, "header": 4}


def test_a_file_made_by_python_docx() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_heading("2021年专项整治行动方案", 0)
    document.add_paragraph("严厉查处违法行为。", style="List Number")
    document.add_paragraph("抓好落实。", style="List Number")
    table = document.add_table(2, 3)
    for at, cell in enumerate(table.row_cells(1)):
        cell.text = f"格{at}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "表一"
    table.cell(1, 1).text = ""
    file = BytesIO()
    document.save(file)
    source = read_bytes(file.getvalue(), "plan.docx")
    assert source.text == "2021年专项整治行动方案\n1. 严厉查处违法行为。\n2. 抓好落实。\n表一\n格0\t\t格2"
    assert [(entry.reason, entry.count) for entry in source.dropped] == [("header", 2)]


# Hostile files


def _error(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "plan.docx")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_bomb_is_refused_by_its_directory(make_docx: Docx, monkeypatch: pytest.MonkeyPatch) -> None:
    file = BytesIO(make_docx(_p("甲")))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/media/x.bin", bytes(5_000_000))
    assert "times its size, more than 100" in _error(file.getvalue())
    many = BytesIO(make_docx(_p("甲")))
    with zipfile.ZipFile(many, "a") as bomb:
        for number in range(2000):
            bomb.writestr(f"x{number}", "")
    assert "members, more than 2000" in _error(many.getvalue())
    plain = make_docx(_p("甲"))
    size = sum(member.file_size for member in zipfile.ZipFile(BytesIO(plain)).infolist())
    monkeypatch.setattr(archive, "MAX_UNPACKED", size)
    assert read_bytes(plain, "plan.docx").text == "甲"
    monkeypatch.setattr(archive, "MAX_UNPACKED", size - 1)
    assert "MB unpacked" in _error(plain)


def test_members_over_one_another_are_refused(make_docx: Docx) -> None:
    data = bytearray(make_docx(_p("甲")))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    data[second + 42 : second + 46] = data[directory + 42 : directory + 46]
    assert "over one another" in _error(bytes(data))


def test_a_locked_member_is_named(make_docx: Docx) -> None:
    data = bytearray(make_docx(_p("甲")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in _error(bytes(data))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "document type"),
        ("<w:document><w:body>", "damaged"),
        ("<x/>", "without the text"),
        ("<b>" * (MAX_DEPTH + 1) + "</b>" * (MAX_DEPTH + 1), "nested more than"),
    ],
)
def test_malformed_xml_is_refused(make_docx: Docx, document: str, says: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(make_docx(""))) as given, zipfile.ZipFile(file, "w") as made:
        for name in given.namelist():
            made.writestr(name, document if name == "word/document.xml" else given.read(name))
    assert says in _error(file.getvalue())


def test_entities_are_refused_before_they_grow() -> None:
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    with pytest.raises(InputError, match="document type"):
        parse_xml(f'<!DOCTYPE x [<!ENTITY a0 "甲">{lines}]><x>&a9;</x>'.encode(), "plan.docx", "word/document.xml")


def test_damaged_files_are_read_or_refused(make_docx: Docx) -> None:
    good = make_docx(
        _listed("甲。", 1) + f"<w:tbl>{_row(_c('a'), _c('b'))}</w:tbl>" + _p("乙"), numbering=NUMBERING, styles=STYLES
    )
    chance = random.Random(7)
    for _ in range(1500):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case _:
                    data[at:at] = chance.randbytes(chance.randint(1, 8))
        try:
            read_bytes(bytes(data), "plan.docx")
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
