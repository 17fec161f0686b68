"""Runs of text with their places on pages to paragraphs: lines, page furniture, hard wraps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from zhize.numbering import mark_at
from zhize.reading.pageruns import Piece, Run, cleaned, runs_of, space, table_rows
from zhize.reading.source import weight


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
    spaced: bool
    """True where paragraphs stand apart."""


_PAGE_NUMBER = re.compile(
    r"[-—–―－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–―－·\s]*"
)
_LEADER = re.compile(r"[.…·]{4,}\s*\d{1,4}$")
_ENDS = "。；：！？"
_CLOSES = _ENDS + "）”"
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}[：:]")


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
    for piece in cleaned(page.pieces, dropped):
        directions.setdefault((round(piece.dx * 8), round(piece.dy * 8)), []).append(piece)
    ordered = sorted(directions.items(), key=lambda item: (-sum(len(p.text) for p in item[1]), item[0]))
    lines: list[_Line] = []
    for place, ((dx, dy), pieces) in enumerate(ordered):
        if place and dx and dy:
            dropped["slanting text"] += sum(weight(piece.text) for piece in pieces)
        else:
            lines += _lines_of(number, page, pieces)
    return lines


def _lines_of(number: int, page: Page, pieces: list[Piece]) -> list[_Line]:
    """Return the lines that pieces of one direction make, from top to bottom."""
    rows, others = table_rows(
        runs_of([replace(p, x=p.x * p.dx + p.y * p.dy, y=p.y * p.dx - p.x * p.dy) for p in pieces])
    )
    beside: list[list[Run]] = [[row] for row in rows]
    last: list[Run] = []
    for run in sorted(others, key=lambda r: (-r.y, r.x)):
        if last and last[0].y - run.y <= 0.45 * max(last[0].size, run.size):
            last.append(run)
        else:
            last = [run]
            beside.append(last)
    upright = pieces[0].dx > 0.9 and page.height > 0
    lines: list[_Line] = []
    for line in sorted(beside, key=lambda runs: -runs[0].y):
        line.sort(key=lambda r: r.x)
        y, size = line[0].y, median(run.size for run in line)
        place = (y - page.bottom) / page.height if upright else 0.5
        lines.append(_Line(number, line[0].x, max(run.end for run in line), y, size, place, _line_text(line)))
    return lines


def _line_text(line: list[Run]) -> str:
    """Return the text of runs on one line; the wide gaps between single characters of a heading part no cells."""
    text = line[0].text
    spread = all(len(run.text) == 1 and not run.text.isascii() for run in line)
    for before, run in pairwise(line):
        gap = (run.x - before.end) / (run.size or 1.0)
        text += (space(text, run.text, gap) if gap <= 1.2 or spread else "\t") + run.text
    return text


def _furniture(pages: list[list[_Line]]) -> dict[int, str]:
    """Return the lines that are page numbers or repeated heads and feet, by identity, with the reason."""
    found: dict[int, str] = {}
    edges: dict[tuple[str, int], list[_Line]] = {}
    pitch = _pitch(line for lines in pages for line in lines)
    for lines in pages:
        edge = [line for line in lines[:1] + lines[-1:] if not 0.15 < line.place < 0.85]
        found |= {id(line): "page number" for line in edge if _PAGE_NUMBER.fullmatch(line.text)}
        for line in {id(line): line for line in _at_edges(lines, pitch)}.values():
            if id(line) not in found:
                key = re.sub(r"\d+", "#", "".join(line.text.split()))
                edges.setdefault((key, round(line.y / 4)), []).append(line)
    for same in edges.values():
        if len(same) >= 2 and len(same) * 5 >= len(pages) * 2:
            found |= {id(line): "running head or foot" for line in same}
    return found


def _at_edges(lines: list[_Line], pitch: float) -> Iterator[_Line]:
    """Yield the one or two lines at the top and at the bottom of a page that stand off from its text."""
    for outward in (lines, lines[::-1]):
        for count in (2, 1):
            outer, inner = outward[:count], outward[count : count + 1]
            apart = not inner or abs(outer[-1].y - inner[0].y) > 1.2 * pitch
            if apart and len(outer) == count and not any(0.15 < line.place < 0.85 for line in outer):
                yield from outer
                break


def _pitch(lines: Iterable[_Line]) -> float:
    """Return the usual distance between lines."""
    ordered = list(lines)
    falls = [a.y - b.y for a, b in pairwise(ordered) if a.page == b.page and a.y > b.y]
    return median(falls) if falls else 0.0


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
    pitch = _pitch(lines) or size * 2
    indents = sum(1.2 * size < line.x - left < 3 * size for line in running)
    falls = [a.y - b.y for a, b in pairwise(running) if a.page == b.page]
    wide = sum(1.2 * pitch < fall < 3 * pitch for fall in falls)
    return _Measure(
        left, ends[int(len(ends) * 0.9)], size, pitch, indents * 20 >= len(running), wide * 20 >= len(running)
    )


def _goes_on(before: _Line, line: _Line, measure: _Measure) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if before.row or line.row or abs(before.size - line.size) > 0.12 * measure.size:
        return False
    size = line.size
    full = before.end >= measure.right - 1.7 * size
    if before.size > 1.15 * measure.size:
        centred = abs((line.x + line.end) - (before.x + before.end)) < 2 * size
        return full and centred and before.x < measure.left + 1.7 * size
    fall = before.y - line.y if before.page == line.page else measure.pitch
    if abs(line.x - measure.left) > 0.8 * size or not 0 < fall < 1.6 * measure.pitch:
        return False
    if mark_at(line.text) is not None and before.text[-1] in _CLOSES:
        return False
    if before.text[-1] not in _ENDS:
        if not full and _LABEL.match(line.text):
            return False
        most = before.end > measure.left + (0.5 if measure.indented else 0.75) * (measure.right - measure.left)
        return full or (most and not (measure.spaced and fall > 1.15 * measure.pitch))
    if measure.indented:
        return full
    return full and measure.spaced and before.page == line.page and fall < 1.15 * measure.pitch
