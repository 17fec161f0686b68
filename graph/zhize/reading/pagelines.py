"""Runs of text with their places on pages to paragraphs: lines, page furniture, hard wraps."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from statistics import median

from zhize.lines import opens, within
from zhize.numbering import mark_at
from zhize.reading.pagegrid import Box, Rule, grids_of, rows_of
from zhize.reading.pageruns import Piece, Run, cleaned, least, runs_of, space, table_rows, together
from zhize.reading.source import weight
from zhize.text import fold


@dataclass(frozen=True, slots=True)
class Page:
    """A page."""

    height: float
    bottom: float
    """The y of its lower edge."""
    picture: bool
    """True where it draws a picture."""
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...] = ()
    """The lines that it draws across or up."""


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
    ruled: bool = False
    """Whether it is a row of a table with ruled cells."""

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return self.ruled or "\t" in self.text


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the lines of a document are set."""

    left: float
    right: float
    size: float
    pitch: float
    indented: bool
    """True where most paragraphs begin with an indent."""
    spaced: bool
    """True where most paragraphs stand apart."""
    counts: tuple[float, float]
    """Characters of a full line, and of one with an indent, where lines were broken at a number of them, else infinity."""

    def full(self, line: _Line, room: float) -> bool:
        """Tell whether a line ends so near to the edge that a given width does not fit any more."""
        return line.end >= self.right - room or len(line.text) >= self.counts[line.x > self.left + 0.8 * self.size] - 1


_PAGE_NUMBER = re.compile(
    r"[-—–―－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[/，,]|(?<=页))\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–―－·\s]*"
)
#: What a browser prints above and below a page: date, time and title; address and page of pages.
_PRINTED = re.compile(
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[,，\s]\s*(?:[上下]午)?\d{1,2}[:：]\d{2}.*|(?:https?|file)[:：]//.*\d{1,4}/\d{1,4}"
)
_LEADER = re.compile(r"[.…·]{4,}\s*\d{1,4}$")
_ENDS = "。；：！？"
_CLOSES = _ENDS + "）”"
#: The bodies in charge, in brackets after a sentence.
_BODIES = re.compile(r"[。；]（[^（）]*）$")
#: What the text of a paragraph has, and a title, a heading of one clause or a signature has not.
_RUNNING = re.compile("[，。；]")
#: Share of a line from which on it may be a full one.
_MOST = 0.8
#: The rest of a label set wide: 文　号：, 标　题：.
_SPREAD_LABEL = re.compile(r"[\u4e00-\u9fff]{1,2}[：:]")


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
    return _joined(_resumed(kept, dropped)), dropped


def _resumed(lines: list[_Line], dropped: Counter[str]) -> list[_Line]:
    """Return the lines with tables that go on on the next page as one: no second head, no row in two pieces."""
    found: list[_Line] = []
    head = ""
    for line in lines:
        before = found[-1] if found else None
        if line.ruled and (before is None or not before.ruled):
            head = line.text
        if before is not None and before.ruled and line.ruled and before.page != line.page:
            if line.text == head:
                dropped["running head or foot"] += weight(line.text)
                continue
            whole = _whole_row(before.text.split("\t"), line.text.split("\t"))
            if whole is not None:
                found[-1] = replace(before, page=line.page, text=whole)
                continue
        found.append(line)
    return found


def _whole_row(above: list[str], below: list[str]) -> str | None:
    """Return a row that the end of a page broke, from its two pieces; None where they are two rows.

    The second piece has nothing in its first column, and a cell that goes on or one that the first piece has not begun.
    With all other cells filled it is a row of its own, below a first cell that covers several.
    """
    pairs = list(zip(above, below, strict=False))
    if len(above) != len(below) or len(above) < 2 or below[0] or (len(below) > 2 and all(below[1:])):
        return None
    goes_on = any(first and second and first[-1] not in _CLOSES for first, second in pairs)
    begins = any(second and not first for first, second in pairs)
    if not (goes_on or begins):
        return None
    return "\t".join(first + second for first, second in pairs)


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
    upright = pieces[0].dx > 0.9 and page.height > 0
    grids = grids_of(page.rules) if upright else []
    in_cells: dict[tuple[int, Box], list[Piece]] = {}
    free: list[Piece] = []
    for piece in pieces:
        middle = piece.x + min(piece.length, piece.em) / 2, piece.y + 0.3 * piece.size
        at = next(((n, box) for n, grid in enumerate(grids) if (box := grid.box_at(*middle)) is not None), None)
        if at is None:
            free.append(replace(piece, x=piece.x * piece.dx + piece.y * piece.dy, y=piece.y * piece.dx - piece.x * piece.dy))
        else:
            in_cells.setdefault(at, []).append(piece)
    rows, others = table_rows(runs_of(free))
    lines: list[_Line] = []
    for runs in [*([row] for row in rows), *_beside(others)]:
        y, size = runs[0].y, median(run.size for run in runs)
        place = (y - page.bottom) / page.height if upright else 0.5
        lines.append(_Line(number, runs[0].x, max(run.end for run in runs), y, size, place, _line_text(runs)))
    for n, grid in enumerate(grids):
        cells = {box: _beside(runs_of(found)) for (at, box), found in in_cells.items() if at == n}
        for y, size, text in rows_of(grid, {box: [reduce(together, runs) for runs in beside] for box, beside in cells.items()}):
            place = (y - page.bottom) / page.height
            lines.append(_Line(number, grid.xs[0], grid.xs[-1], y, size, place, text, ruled=True))
    return sorted(lines, key=lambda line: -line.y)


def _beside(runs: list[Run]) -> list[list[Run]]:
    """Return runs in lines, from top to bottom, each from left to right."""
    beside: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (-r.y, r.x)):
        if beside and beside[-1][0].y - run.y <= 0.45 * max(beside[-1][0].size, run.size):
            beside[-1].append(run)
        else:
            beside.append([run])
    for line in beside:
        line.sort(key=lambda r: r.x)
    return beside


def _line_text(line: list[Run]) -> str:
    """Return the text of runs on one line; the wide gaps between single characters of a heading part no cells."""
    text = line[0].text
    spread = all(len(run.text) == 1 and not run.text.isascii() for run in line)
    for before, run in pairwise(line):
        gap = (run.x - before.end) / (run.size or 1.0)
        label = before is line[0] and len(before.text) == 1 and _SPREAD_LABEL.match(run.text) is not None
        text += ("" if label else space(text, run.text, gap) if gap <= 1.2 or spread else "\t") + run.text
    return text


def _furniture(pages: list[list[_Line]]) -> dict[int, str]:
    """Return the lines that are page numbers or repeated heads and feet, by identity, with the reason."""
    found: dict[int, str] = {}
    edges: dict[tuple[str, int], list[_Line]] = {}
    pitch = _pitch(line for lines in pages for line in lines)
    for lines in pages:
        edge = [line for line in lines[:1] + lines[-1:] if not 0.15 < line.place < 0.85]
        found |= {id(line): "page number" for line in edge if _PAGE_NUMBER.fullmatch(line.text)}
        found |= {id(line): "running head or foot" for line in edge if _PRINTED.fullmatch(line.text)}
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
        if before is not None and measure is not None and _goes_on(paragraphs[-1], before, line, measure):
            last = paragraphs[-1]
            letters = last[-1].isascii() and last[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
            paragraphs[-1] = last + (" " if letters else "") + line.text
        else:
            paragraphs.append(line.text)
    return paragraphs


def _measure(lines: list[_Line]) -> _Measure | None:
    """Return how the body of a document is set, None where it has too few lines to tell."""
    running = [line for line in lines if not line.row]
    lengths = sorted(line.end - line.x for line in running)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0.0
    body = [line for line in running if 0.6 * widest < line.end - line.x < 1.5 * widest]
    if len(body) < 4:
        return None
    size = median(line.size for line in body)
    left = _left(running, size)
    ends = sorted(line.end for line in body)
    right = ends[int(len(ends) * 0.9)]
    begins = [line for before, line in pairwise(running) if before.end < right - 4 * size and line.size < 1.15 * size]
    indents = sum(1.2 * size < line.x - left < 3 * size for line in begins)
    beside = [(a, a.y - b.y) for a, b in pairwise(running) if a.page == b.page and a.y > b.y]
    close = [fall for line, fall in beside if line.end >= right - 1.7 * size]
    pitch = (median(close) if len(close) > 3 else _pitch(lines)) or size * 2
    between = [fall for line, fall in beside if line.end < right - 4 * size]
    wide = sum(1.15 * pitch < fall < 3 * pitch for fall in between)
    margin, edge = left + 0.8 * size, right - 1.7 * size
    counts = _count([line for line in body if line.x <= margin], edge), _count([line for line in body if line.x > margin], edge)
    return _Measure(left, right, size, pitch, indents * 2 > len(begins), wide * 4 > len(between) * 3, counts)


def _count(body: list[_Line], edge: float) -> float:
    """Return how many characters a line holds, where lines were broken at a number of them, whatever their width."""
    if len(body) < 4:
        return math.inf
    count, lines = Counter(len(line.text) for line in body).most_common(1)[0]
    short = sum(len(line.text) == count and line.end < edge for line in body)
    longer = sum(len(line.text) > count for line in body)
    return count if lines * 3 > len(body) and short * 20 > len(body) and longer * 50 < len(body) else math.inf


def _left(lines: list[_Line], size: float) -> float:
    """Return where lines begin that go on with a paragraph: the leftmost place at which some do, be there few of them.

    Where paragraphs are short, more lines begin with an indent than without.
    """
    starts = sorted(line.x for line in lines)
    for at, start in enumerate(starts):
        near = bisect_right(starts, start + 0.6 * size) - at
        if near * 25 >= len(starts):
            return starts[at + near // 2]
    return starts[0]


def _goes_on(paragraph: str, before: _Line, line: _Line, measure: _Measure) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if before.row or line.row or abs(before.size - line.size) > 0.12 * measure.size:
        return False
    size = line.size
    full = measure.full(before, least(line.text) * size)
    if before.size > 1.15 * measure.size:
        centred = abs((line.x + line.end) - (before.x + before.end)) < 2 * size
        return full and centred and before.x < measure.left + 1.7 * size
    fall = before.y - line.y if before.page == line.page else measure.pitch
    apart = measure.spaced and fall > 1.15 * measure.pitch
    if apart or abs(line.x - measure.left) > 0.8 * size or not 0 < fall < 1.6 * measure.pitch:
        return False
    current, text = fold(paragraph[-200:]), fold(line.text)
    ended = current[-1] in _ENDS or _BODIES.search(current) is not None
    # Lines broken at a number of characters end unevenly: what runs on in words, runs on.
    reach = before.end - measure.left > _MOST * (measure.right - measure.left)
    runs_on = full or (reach and not ended and _RUNNING.search(current) is not None)
    if measure.indented:
        return runs_on and not (mark_at(text) is not None and current[-1] in _CLOSES)
    if measure.spaced and before.page == line.page:
        return runs_on
    if opens(text):
        return full and not ended and within(current, text)
    if not ended:
        return runs_on
    # Nothing tells whether a sentence that fills its line ends a paragraph; more often another follows it.
    whole = line.text[-1] in "。；" or line.end >= measure.right - 1.7 * size
    return not measure.spaced and whole and current[-1] in "。；" and before.end >= measure.right - 0.6 * size
