"""Pieces of text with their places on pages to paragraphs: lines, cells of tables, page furniture, hard wraps."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

from zhize.numbering import mark_at
from zhize.reading.source import weight


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; lengths in points, y upwards."""

    x: float
    y: float
    size: float
    """Height of an em."""
    em: float
    """Width of an em."""
    dx: float
    """Direction in which it runs, with `dy` a vector of length one."""
    dy: float
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page."""

    height: float
    bottom: float
    """The y of its lower edge."""
    picture: bool
    """True where it draws a picture."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page."""

    page: int
    x: float
    end: float
    y: float
    size: float
    place: float
    """Height on the page, 0 the lower edge, 1 the upper."""
    text: str

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return "\t" in self.text


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the lines of a document are set."""

    left: float
    right: float
    size: float
    pitch: float
    indented: bool
    """True where paragraphs begin with an indent."""


#: Radicals that fonts give for the characters they look like, where compatibility normalisation does not.
_RADICALS = dict(
    zip(
        map(ord, "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾⾭⺩⺮⻑⺝⺬⺶⻗"),
        "母民虎西见角贝车长门青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟户青王竹長月示羊雨",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
_UNSAID = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PAGE_NUMBER = re.compile(r"[-—–―－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–―－·\s]*")
_LEADER = re.compile(r"[.…·]{4,}\s*\d{1,4}$")
_ENDS = "。；：！？"


def repaired(text: str) -> str:
    """Return the text of a font with radicals and ligatures as the characters that were meant.

    >>> repaired("⽹络⻝品部⻔，ﬁle")
    '网络食品部门，file'
    """
    return _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text.translate(_RADICALS))


def paragraphs_of(pages: list[Page]) -> tuple[list[str], Counter[str]]:
    """Return the paragraphs of a document and what was left out of it, by reason."""
    dropped: Counter[str] = Counter()
    lines: list[list[_Line]] = [_page_lines(at, page, dropped) for at, page in enumerate(pages)]
    furniture = _furniture(lines)
    kept: list[_Line] = []
    for line in (line for page in lines for line in page):
        reason = furniture.get(id(line)) or ("table of contents" if _LEADER.search(line.text) else None)
        if reason is None:
            kept.append(line)
        else:
            dropped[reason] += weight(line.text)
    return _joined(kept), dropped


def _page_lines(number: int, page: Page, dropped: Counter[str]) -> list[_Line]:
    """Return the lines of a page from top to bottom, text that runs in another direction after the others."""
    directions: dict[tuple[int, int], list[Piece]] = {}
    for piece in page.pieces:
        text = _UNSAID.sub("", piece.text)
        dropped["control character"] += weight(piece.text) - weight(text)
        clean = replace(piece, text=repaired(text).strip())
        if clean.text:
            directions.setdefault((round(piece.dx * 8), round(piece.dy * 8)), []).append(clean)
    ordered = sorted(directions.items(), key=lambda item: (-sum(len(p.text) for p in item[1]), item[0]))
    lines: list[_Line] = []
    for place, ((dx, dy), pieces) in enumerate(ordered):
        if place and dx and dy:
            dropped["slanting text"] += sum(weight(piece.text) for piece in pieces)
            continue
        lines += _lines_of(number, page, pieces, dropped)
    return lines


def _lines_of(number: int, page: Page, pieces: list[Piece], dropped: Counter[str]) -> list[_Line]:
    """Return the lines that pieces of one direction make, from top to bottom."""
    turned = [replace(p, x=p.x * p.dx + p.y * p.dy, y=p.y * p.dx - p.x * p.dy) for p in pieces]
    rows: list[list[Piece]] = []
    for piece in sorted(turned, key=lambda p: (-p.y, p.x)):
        if rows and rows[-1][0].y - piece.y <= 0.45 * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    upright = pieces[0].dx > 0.9
    lines: list[_Line] = []
    for row in rows:
        row.sort(key=lambda p: p.x)
        y, size = row[0].y, median(p.size for p in row)
        place = (y - page.bottom) / page.height if upright and page.height > 0 else 0.5
        text, end = _row_text(row, dropped)
        lines.append(_Line(number, row[0].x, end, y, size, place, text))
    return lines


def _width(text: str) -> float:
    """Return the width of a text in ems: a character of Chinese type is one, others a half."""
    return sum(1.0 if ord(char) >= 0x2000 else 0.5 for char in text)


def _row_text(row: list[Piece], dropped: Counter[str]) -> tuple[str, float]:
    """Return the text of a line and where it ends; a text printed twice over for weight counts once."""
    text, last = row[0].text, row[0]
    end = last.x + _width(last.text) * last.em
    for piece in row[1:]:
        if piece.text == last.text and abs(piece.x - last.x) < 0.3 * piece.em:
            dropped["overprint"] += weight(piece.text)
            continue
        text += _gap(text, piece.text, (piece.x - end) / (piece.em or 1.0), last.text) + piece.text
        end = max(end, piece.x + _width(piece.text) * piece.em)
        last = piece
    return text, end


def _gap(before: str, after: str, ems: float, piece: str) -> str:
    """Return what stands for the space between two pieces of a line: nothing, a space or the gap between cells."""
    wide = ord(before[-1]) >= 0x2000 and ord(after[0]) >= 0x2000
    if ems > 1.2:
        spread = wide and len(piece) == 1 and (len(before) == 1 or before[-2:-1] == " ") and len(after) == 1
        return " " if spread else "\t"
    return " " if ems > (0.6 if wide else 0.25) else ""


def _furniture(pages: list[list[_Line]]) -> dict[int, str]:
    """Return the lines that are page numbers or repeated heads and feet, by identity, with the reason."""
    found: dict[int, str] = {}
    edges: dict[tuple[str, int], list[_Line]] = {}
    for lines in pages:
        for line in dict.fromkeys((*lines[:2], *lines[-2:])):
            if 0.15 < line.place < 0.85:
                continue
            if _PAGE_NUMBER.fullmatch(line.text) and line in (lines[0], lines[-1]):
                found[id(line)] = "page number"
            elif _stands_off(line, lines):
                key = re.sub(r"\d+", "#", "".join(line.text.split()))
                edges.setdefault((key, round(line.y / 4)), []).append(line)
    for same in edges.values():
        if len(same) >= 2 and len(same) * 5 >= len(pages) * 2:
            found |= {id(line): "running head or foot" for line in same}
    return found


def _stands_off(line: _Line, lines: list[_Line]) -> bool:
    """Tell whether a line at the edge of a page stands farther from the next one than lines of text do."""
    gaps = [above.y - below.y for above, below in zip(lines, lines[1:], strict=False)]
    if len(gaps) < 2:
        return True
    at = lines.index(line)
    inner = gaps[at] if at < len(lines) / 2 else gaps[at - 1]
    return inner > 1.2 * median(gaps) or at in (1, len(lines) - 2)


def _joined(lines: list[_Line]) -> list[str]:
    """Return paragraphs: lines that were broken by the width of the page are put together again."""
    measure = _measure(lines)
    paragraphs: list[str] = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        if before is not None and measure is not None and _goes_on(before, line, measure):
            last = paragraphs[-1]
            letters = last[-1].isascii() and last[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
            paragraphs[-1] = last + (" " if letters else "") + line.text
        else:
            paragraphs.append(line.text)
    return paragraphs


def _measure(lines: list[_Line]) -> _Measure | None:
    """Return how the body of a document is set, None where it has too few lines to tell."""
    running = [line for line in lines if not line.row]
    widest = max((line.end - line.x for line in running), default=0.0)
    body = [line for line in running if line.end - line.x > 0.6 * widest]
    if len(body) < 4:
        return None
    size = median(line.size for line in body)
    left = Counter(round(line.x / size * 2) for line in body).most_common(1)[0][0] * size / 2
    ends = sorted(line.end for line in body)
    pitches = [a.y - b.y for a, b in zip(lines, lines[1:], strict=False) if a.page == b.page and a.y > b.y]
    indents = sum(1.2 * size < line.x - left < 3 * size for line in running)
    return _Measure(
        left, ends[int(len(ends) * 0.9)], size, median(pitches) if pitches else size * 2, indents * 20 >= len(running)
    )


def _goes_on(before: _Line, line: _Line, measure: _Measure) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if before.row or line.row or abs(before.size - line.size) > 0.12 * measure.size:
        return False
    full = before.end >= measure.right - 1.7 * before.size
    if not full or (before.page == line.page and before.y - line.y > 1.5 * max(measure.pitch, 1.5 * line.size)):
        return False
    if before.size > 1.15 * measure.size:
        centre = abs((line.x + line.end) - (before.x + before.end)) < 2 * line.size
        return centre and before.x < measure.left + 1.7 * before.size
    if abs(line.x - measure.left) > 0.8 * line.size:
        return False
    ended = before.text[-1] in _ENDS
    return not (ended and (not measure.indented or mark_at(line.text) is not None))
