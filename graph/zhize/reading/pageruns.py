"""Pieces of text with their places on a page to runs, and runs that stand beside one another to rows of tables."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from zhize.reading.source import weight
from zhize.reading.tables import one_line


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as the page draws it; lengths in points, y upwards."""

    x: float
    y: float
    size: float
    """Height of an em."""
    em: float
    """Width of an em."""
    dx: float
    """Direction in which it runs, with `dy` a vector of length one."""
    dy: float
    length: float
    """How far it runs."""
    text: str
    """A space that it begins with stood between it and the piece before, however wide it was set."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line without a wide gap."""

    x: float
    end: float
    y: float
    size: float
    text: str


@dataclass(slots=True)
class _Block:
    """Runs below one another, drawn one after another: lines of a paragraph, or of a cell."""

    runs: list[Run]
    x: float
    end: float

    @property
    def top(self) -> float:
        """The y of its upper edge."""
        return self.runs[0].y + 0.8 * self.runs[0].size

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.runs[-1].y - 0.2 * self.runs[-1].size

    @property
    def text(self) -> str:
        """Its lines as one; a line that ends early ends a paragraph of the cell."""
        text = self.runs[0].text
        for before, run in pairwise(self.runs):
            text += ("" if before.end > self.end - 1.5 * run.size else " ") + run.text
        return one_line(text)


#: Radicals, and a rare character, that fonts give for those they look like, where compatibility normalisation does not.
_RADICALS = dict(
    zip(
        map(ord, "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾⾭⺩⺮⻑⺝⺬⺶⻗㬵"),
        "母民虎西见角贝车长门青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟户青王竹長月示羊雨胶",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2329\u232a\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")
_UNSAID = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: The least that a line takes of a text: no line begins with a closing mark, none ends with an opening one.
_LEAST = re.compile(r"[（《“‘〔【〈]*(?:[!-~]+|.)(?:[、，。；：！？）》”’〕】〉%]|[“‘].)*")
#: Gaps between runs, in ems: above the first, pieces are parted; cells of a row stand farther apart than the second.
_PARTED, _CELLS = 1.2, 0.35
#: Ems to which a space is stretched where a line is set to the width of the page.
_STRETCHED = 3.0
#: Points within which a text drawn twice is drawn to look bold, of small type fewer.
_OVERPRINT = 1.5
#: Share of the width of the text beyond which a block is no cell.
_NARROW = 0.75


def repaired(text: str) -> str:
    """Return the text of a font with radicals and ligatures as the characters that were meant.

    >>> repaired("⽹络⻝品部⻔，ﬁle")
    '网络食品部门，file'
    """
    return _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text.translate(_RADICALS))


def cleaned(pieces: tuple[Piece, ...], dropped: Counter[str]) -> list[Piece]:
    """Return the pieces of a page as they were meant: repaired, none drawn twice over to look bold."""
    seen: set[tuple[str, int, int]] = set()
    found: list[Piece] = []
    for piece in pieces:
        text = _UNSAID.sub("", piece.text)
        dropped["control character"] += weight(piece.text) - weight(text)
        text = repaired(text).rstrip()
        if not text.strip():
            continue
        near = max(0.1, min(_OVERPRINT, 0.15 * piece.size))
        x, y = round(piece.x / near), round(piece.y / near)
        if any((text, x + i, y + j) in seen for i in (-1, 0, 1) for j in (-1, 0, 1)):
            dropped["overprint"] += weight(text)
            continue
        seen.add((text, x, y))
        found.append(replace(piece, text=text))
    return found


def runs_of(pieces: list[Piece]) -> list[Run]:
    """Return the runs that pieces make, in the order in which they are drawn; the pieces run rightwards."""
    starts: dict[int, list[float]] = {}
    for piece in pieces:
        starts.setdefault(round(piece.y), []).append(piece.x)
    for places in starts.values():
        places.sort()
    runs: list[Run] = []
    for piece in pieces:
        end = piece.x + piece.length
        last = runs[-1] if runs else None
        gap = (piece.x - last.end) / piece.em if last is not None and piece.em else 0.0
        if (
            last is not None and abs(last.y - piece.y) < 0.3 * piece.size
            and -0.7 < gap <= (_STRETCHED if piece.text[0] == " " else _PARTED)
            and (gap < 0.3 or not _filled(starts, piece, last.end))
        ):  # fmt: skip
            text = last.text + ("" if piece.text[0] == " " else space(last.text, piece.text, gap)) + piece.text
            runs[-1] = Run(last.x, max(last.end, end), last.y, max(last.size, piece.size), text)
        else:
            runs.append(Run(piece.x, end, piece.y, piece.size, piece.text.lstrip()))
    return _abutting(runs)


def _filled(starts: dict[int, list[float]], piece: Piece, end: float) -> bool:
    """Tell whether other text begins in the gap between an end and a piece on its line."""
    for y in (round(piece.y) - 1, round(piece.y), round(piece.y) + 1):
        places = starts.get(y, [])
        at = bisect_left(places, end - 0.3 * piece.em)
        if at < len(places) and places[at] < piece.x - 0.2 * piece.em:
            return True
    return False


def _abutting(runs: list[Run]) -> list[Run]:
    """Return runs with those of one line as one that follow each other without a gap, whenever they were drawn.

    Quotation marks and digits of another font are often drawn apart from the text around them.
    """
    order = sorted(range(len(runs)), key=lambda at: (-round(runs[at].y), runs[at].x))
    first: dict[int, Run] = {}
    gone: set[int] = set()
    last = -1
    for at in order:
        run = runs[at]
        before = first.get(last)
        if before is not None and abs(before.y - run.y) < 0.3 * run.size and -0.3 < (run.x - before.end) / (run.size or 1.0) < 0.3:
            first[last] = together(before, run)
            gone.add(at)
        else:
            first[at] = run
            last = at
    return [first[at] for at in range(len(runs)) if at not in gone]


def together(before: Run, run: Run) -> Run:
    """Return two runs of a line as one."""
    text = before.text + space(before.text, run.text, (run.x - before.end) / (run.size or 1.0)) + run.text
    return Run(before.x, max(before.end, run.end), before.y, max(before.size, run.size), text)


def space(before: str, after: str, ems: float) -> str:
    """Return what stands for a gap that parts no cells: a space between words, nothing between Chinese characters."""
    wide = ord(before[-1]) >= 0x2000 and ord(after[0]) >= 0x2000
    return " " if ems > (0.35 if wide else 0.25) else ""


def least(text: str) -> float:
    """Return how wide the least is, in characters, that a line could have taken of the text of the next one."""
    found = _LEAST.match(text)
    return 0.7 + sum(0.5 if char.isascii() else 1.0 for char in found[0]) if found is not None else 1.7


def table_rows(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """Return the rows of tables among the runs of a page, each a run with tabs between cells, and the other runs.

    A row is two or more narrow blocks beside one another; cells of rows that follow one another fall into columns.
    """
    if not runs:
        return [], []
    page = max(run.end for run in runs) - min(run.x for run in runs)
    blocks = [block for block in _blocks(runs) if block.end - block.x <= _NARROW * page]
    rows = [row for row in _beside(blocks) if len(row) > 1 and _apart(row)]
    rows.sort(key=lambda row: -max(block.top for block in row))
    taken = {id(run) for row in rows for block in row for run in block.runs}
    others = [run for run in runs if id(run) not in taken]
    found: list[Run] = []
    table: list[list[_Block]] = []
    for row in rows:
        above = min(block.bottom for block in table[-1]) if table else 0.0
        top = max(block.top for block in row)
        if table and any(top - 0.5 * run.size < run.y < above for run in others):
            found += _columns(table)
            table = []
        table.append(row)
    return found + _columns(table), others


def _blocks(runs: list[Run]) -> list[_Block]:
    """Return runs drawn one after another, each below the one before, as blocks."""
    blocks: list[_Block] = []
    for run in runs:
        block = blocks[-1] if blocks else None
        if block is not None and _below(block, run):
            block.runs.append(run)
            block.x, block.end = min(block.x, run.x), max(block.end, run.end)
        else:
            blocks.append(_Block([run], run.x, run.end))
    return blocks


def _below(block: _Block, run: Run) -> bool:
    """Tell whether a run is the next line of a block: as large, under it, no farther than its lines are."""
    last = block.runs[-1]
    fall = last.y - run.y
    usual = block.runs[-2].y - last.y if len(block.runs) > 1 else 1.8 * run.size
    overlaps = run.x < block.end and block.x < run.end
    return overlaps and abs(last.size - run.size) < 0.12 * last.size and 0.5 * run.size < fall < 1.25 * usual


def _beside(blocks: list[_Block]) -> list[list[_Block]]:
    """Return the blocks in groups that stand at the same height, each from left to right."""
    groups: list[list[_Block]] = []
    low = 0.0
    for block in sorted(blocks, key=lambda b: -b.top):
        height = min(block.top - block.bottom, 2 * block.runs[0].size)
        if groups and block.top - low > 0.4 * height:
            groups[-1].append(block)
            low = min(low, block.bottom)
        else:
            groups.append([block])
            low = block.bottom
    return [sorted(group, key=lambda b: b.x) for group in groups]


def _apart(row: list[_Block]) -> bool:
    """Tell whether gaps part all the blocks of a row, as they do cells but not the words of a line.

    The letters of a heading may be set as wide apart.
    """
    if all(len(block.text) == 1 and not block.text.isascii() for block in row):
        return False
    return all(right.x - left.end > _CELLS * right.runs[0].size for left, right in pairwise(row))


def _columns(table: list[list[_Block]]) -> list[Run]:
    """Return the rows of a table as runs, a blank where a row has no cell in a column."""
    if not table:
        return []
    model = max(table, key=len)
    edges = [(left.end + right.x) / 2 for left, right in pairwise(model)]
    found: list[Run] = []
    for row in table:
        cells = [""] * len(model)
        for block in row:
            centre = (block.x + block.end) / 2
            column = sum(edge < centre for edge in edges)
            cells[column] = f"{cells[column]} {block.text}".strip()
        size = median(block.runs[0].size for block in row)
        y = max(block.runs[0].y for block in row)
        found.append(Run(row[0].x, row[-1].end, y, size, "\t".join(cells)))
    return found
