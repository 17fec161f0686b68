"""Makers of small docx and pdf files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

Line = tuple[float, float, float, str]
"""Where a line of a PDF stands and how large it is, in points, and its text."""

Rule = tuple[float, float, float, float]
"""A line drawn on a page, from one end to the other."""

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def _part(name: str, content: str) -> str:
    return f"{_HEAD}<w:{name} {_W}>{content}</w:{name}>"


def docx_of(body: str, **parts: str) -> bytes:
    """Return a docx whose body, styles, numbering, footnotes … are given as WordprocessingML."""
    roots = {"header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts)
    )
    relations += (
        f'<Relationship Id="x" Type="{_RELATIONS}/hyperlink" Target="file:///etc/passwd" TargetMode="External"/>'
    )
    members = {
        "[Content_Types].xml": f"{_HEAD}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    members |= {f"word/{kind}.xml": _part(roots.get(kind, kind), content) for kind, content in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _stream(content: bytes, entries: str = "") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(content), content)


def pdf_of(
    pages: list[list[Line]],
    *,
    to_unicode: bool = True,
    picture: bool = False,
    extra: str = "",
    packed: bytes = b"",
    rules: list[list[Rule]] | None = None,
    own_encoding: bool = False,
) -> bytes:
    """Return a PDF of pages of A4; its font numbers its glyphs as it likes, and ToUnicode says what they are.

    ``extra`` stands before the lines in the content of each page; ``packed``, deflated twice, in place of it. ``rules``
    are the lines drawn on each page. With ``own_encoding`` the codes of the font are told by a table in the file.
    """
    glyphs = {char: at for at, char in enumerate(sorted({c for page in pages for line in page for c in line[3]}), 3)}
    mapped = "".join(f"<{at:04x}> <{char.encode('utf-16-be').hex()}>\n" for char, at in glyphs.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    narrow = " ".join(f"{at} [500]" for char, at in glyphs.items() if ord(char) < 0x2000)
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (8 + 2 * n) for n in range(len(pages)))),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding%s/DescendantFonts[4 0 R]%s>>"
        % (b" %d 0 R" % (8 + 2 * len(pages)) if own_encoding else b"/Identity-H", b"/ToUnicode 6 0 R" if to_unicode else b""),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/FontDescriptor 5 0 R/DW 1000/W[%s]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % narrow.encode(),
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/Ascent 900/Descent -200"
        b"/ItalicAngle 0/CapHeight 800/StemV 80>>",
        _stream(cmap.encode("ascii")),
        _stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"),
    ]
    image = b"/XObject<</Im 7 0 R>>" if picture else b""
    for number, page in enumerate(pages):
        drawn = "".join(f"{x} {y} m {to_x} {to_y} l S\n" for x, y, to_x, to_y in rules[number]) if rules else ""
        shown = "".join(
            f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{''.join(f'{glyphs[c]:04x}' for c in text)}> Tj ET\n"
            for x, y, size, text in page
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>%s>>>>"
            % (9 + 2 * number, image)
        )
        twice = _stream(packed, "/Filter[/FlateDecode/FlateDecode]")
        objects.append(twice if packed else _stream((extra + ("/Im Do\n" if picture else "") + drawn + shown).encode("ascii")))
    if own_encoding:
        table = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidrange <0000> <ffff> 0 endcidrange endcmap"
        objects.append(_stream(table.encode("ascii"), "/Type/CMap/CMapName/Own"))
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    """Return the file that numbered objects make."""
    file = BytesIO()
    file.write(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


def _broken(text: str, room: float) -> tuple[str, str]:
    """Return what of a text fits into a room of so many characters, and the rest; no line begins with a closing mark."""
    end, used = 0, 0.0
    while end < len(text) and used + (0.5 if ord(text[end]) < 0x2000 else 1.0) <= room:
        used += 0.5 if ord(text[end]) < 0x2000 else 1.0
        end += 1
    if text[end : end + 1] in tuple("，。、；：）》”"):
        end += 1
    return text[:end], text[end:]


def pages_of(paragraphs: list[str], head: str = "") -> list[list[Line]]:
    """Return paragraphs as the lines of pages: 28 characters of 16 pt a line, an indent of two, a page number."""
    return sheets_of(list(paragraphs), head)[0]


def sheets_of(paragraphs: list[str | list[str]], head: str = "") -> tuple[list[list[Line]], list[list[Rule]]]:
    """Return paragraphs and rows of ruled tables as the lines of pages and the rules drawn on each."""
    pages: list[list[Line]] = [[]]
    rules: list[list[Rule]] = [[]]
    top = 730.0

    def turned(height: float) -> None:
        nonlocal top
        if top - height < 100:
            pages.append([])
            rules.append([])
            top = 730.0

    widths = _column_widths([each for each in paragraphs if isinstance(each, list)])
    for number, paragraph in enumerate(paragraphs):
        if isinstance(paragraph, list):
            cells = [_column(cell, width / 10 - 0.8) for cell, width in zip(paragraph, widths, strict=False)]
            height = 14.0 * max(map(len, cells)) + 8
            turned(height)
            x = 73.0
            for cell, width in zip(cells, widths, strict=False):
                pages[-1] += [(x + 4, top - 12 - 14 * at, 10, line) for at, line in enumerate(cell)]
                rules[-1] += [(x, top, x, top - height), (x, top, x + width, top), (x, top - height, x + width, top - height)]
                x += width
            rules[-1].append((x, top, x, top - height))
            top -= height
            continue
        if number and isinstance(paragraphs[number - 1], list):
            top -= 20
        if number == 0:
            pages[-1].append((297 - 8 * len(paragraph), top, 16, paragraph))
            top -= 28
            continue
        left, room, text = 105.0, 26.0, paragraph
        while text:
            turned(0)
            line, text = _broken(text, room)
            pages[-1].append((left, top, 16, line))
            left, room, top = 73.0, 28.0, top - 28
    for at, page in enumerate(pages):
        if head:
            page.insert(0, (73.0, 800.0, 9.0, head))
        page.append((280.0, 60.0, 14.0, f"— {at + 1} —"))
    return pages, rules


def _column_widths(rows: list[list[str]]) -> list[float]:
    """Return the widths of the columns of tables, wider where cells hold more."""
    most = [max(len(row[at]) for row in rows if len(row) > at) for at in range(max(map(len, rows), default=0))]
    shares = [min(max(each, 4), 40) for each in most]
    return [448.0 * share / sum(shares) for share in shares]


def _column(cell: str, room: float) -> list[str]:
    """Return the lines of a cell."""
    lines: list[str] = []
    while cell:
        line, cell = _broken(cell, max(room, 1.0))
        lines.append(line)
    return lines or [""]


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    return docx_of


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    return pdf_of


@pytest.fixture
def set_pages() -> Callable[..., list[list[Line]]]:
    return pages_of


@pytest.fixture
def set_sheets() -> Callable[..., tuple[list[list[Line]], list[list[Rule]]]]:
    return sheets_of


@pytest.fixture
def plan() -> str:
    """The national plan of 2018, as it ships."""
    from zhize.resources import campaigns

    return (campaigns() / "2018-national.txt").read_bytes().decode("utf-8")


@pytest.fixture
def samples() -> Path:
    """Pages and what is to be read from them."""
    return Path(__file__).with_name("pages")
