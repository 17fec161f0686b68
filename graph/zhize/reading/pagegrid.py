"""Tables that are ruled: the lines of a page to grids, the text of a page into their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from zhize.reading.pageruns import Run, least
from zhize.reading.tables import Cell, row_lines

Rule = tuple[float, float, float, float]
"""A line of a page: its lower left and its upper right end, in points."""

#: Points: rules as near are one, ends as near touch.
_NEAR, _TOUCH = 2.5, 4.0
#: Rules, and cells, beyond which a page is a drawing.
_MOST, _MOST_CELLS = 3000, 5000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: the bands and columns it covers, counted from the top and from the left."""

    top: int
    left: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    xs: tuple[float, ...]
    """Where its columns end and begin, from left to right."""
    ys: tuple[float, ...]
    """Where its rows begin and end, from top to bottom."""
    boxes: tuple[Box, ...]
    """Its cells, row by row."""

    def box_at(self, x: float, y: float) -> Box | None:
        """Return the cell in which a point lies, None outside the grid."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return next(
            box for box in self.boxes
            if box.top <= row < box.top + box.rows and box.left <= column < box.left + box.columns
        )  # fmt: skip


def grids_of(rules: Iterable[Rule]) -> list[Grid]:
    """Return the ruled tables of a page, from top to bottom; frames of one column are none."""
    drawn = list(rules)
    if len(drawn) > _MOST:
        return []
    across = _merged([(y, x, end) for x, y, end, high in drawn if high - y <= end - x])
    upright = _merged([(x, y, high) for x, y, end, high in drawn if high - y > end - x])
    grids = [grid for group in _groups(across, upright) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (-grid.ys[0], grid.xs[0]))


def rows_of(grid: Grid, lines: dict[Box, list[Run]]) -> list[tuple[float, float, str]]:
    """Return the rows of a table that hold text: the y of each, the size of its text, and it, a tab between cells.

    ``lines`` are the lines of each cell from top to bottom. A line that could have held more ends a paragraph.
    """
    widest: dict[tuple[int, int], float] = {}
    for box, found in lines.items():
        key = box.left, box.columns
        widest[key] = max(widest.get(key, 0.0), *(line.end - line.x for line in found))
    rows: list[list[Cell]] = [[] for _ in grid.ys[1:]]
    for box in sorted(grid.boxes, key=lambda each: each.left):
        text = _cell_text(lines.get(box, []), widest.get((box.left, box.columns), 0.0))
        rows[box.top].append(Cell(text, box.columns, box.rows))
    sizes = [0.0] * len(rows)
    for box, found in lines.items():
        sizes[box.top] = max(sizes[box.top], *(line.size for line in found))
    return [
        (grid.ys[at] - sizes[at], sizes[at], text)
        for at, text in enumerate(row_lines(rows)) if text.strip("\t")
    ]  # fmt: skip


def _cell_text(lines: list[Run], widest: float) -> str:
    """Return the lines of a cell as one text."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        full = before.end - before.x + least(line.text) * line.size > widest
        text += ("" if full or text[-1] in "、，" else " ") + line.text
    return text


#: A rule as (its place across its direction, where it begins, where it ends).
_Bar = tuple[float, float, float]


def _merged(bars: list[_Bar]) -> list[_Bar]:
    """Return bars with those in one line that touch as one."""
    found: list[_Bar] = []
    line: list[_Bar] = []
    for bar in [*sorted(bars), (float("inf"), 0.0, 0.0)]:
        if line and bar[0] - line[0][0] > _NEAR:
            place = line[0][0]
            low, high = float("-inf"), float("-inf")
            for _, begin, end in sorted(line, key=lambda each: each[1]):
                if begin - high > _TOUCH:
                    if high > low:
                        found.append((place, low, high))
                    low, high = begin, end
                high = max(high, end)
            found.append((place, low, high))
            line = []
        line.append(bar)
    return found


def _groups(across: list[_Bar], upright: list[_Bar]) -> list[tuple[list[_Bar], list[_Bar]]]:
    """Return the bars in groups that cross or touch one another."""
    parent = list(range(len(across) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, (y, left, right) in enumerate(across):
        for j, (x, low, high) in enumerate(upright):
            if left - _TOUCH <= x <= right + _TOUCH and low - _TOUCH <= y <= high + _TOUCH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[_Bar], list[_Bar]]] = {}
    for at, bar in enumerate([*across, *upright]):
        groups.setdefault(root(at), ([], []))[at >= len(across)].append(bar)
    return [group for group in groups.values() if len(group[0]) > 1 or (group[0] and len(group[1]) > 2)]


def _grid(across: list[_Bar], upright: list[_Bar]) -> Grid | None:
    """Return the table that bars rule, None where it has no two columns; its outer sides may be open.

    A table that goes on on the next page has no rule at its foot.
    """
    left, right = min(bar[1] for bar in across), max(bar[2] for bar in across)
    xs = _places([*(bar[0] for bar in upright), left, right])
    ys = _places([*(bar[0] for bar in across), min(bar[1] for bar in upright), max(bar[2] for bar in upright)])[::-1]
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    upright_at, across_at = _at_places(upright, xs), _at_places(across, ys)
    taken: dict[tuple[int, int], Box] = {}
    boxes: list[Box] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            columns, rows = 1, 1
            middle = (ys[row] + ys[row + 1]) / 2
            while column + columns < len(xs) - 1 and not _reaches(upright_at[column + columns], middle):
                columns += 1
            while row + rows < len(ys) - 1 and not any(
                _reaches(across_at[row + rows], (xs[at] + xs[at + 1]) / 2) or (row + rows, at) in taken
                for at in range(column, column + columns)
            ):
                rows += 1
            box = Box(row, column, rows, columns)
            boxes.append(box)
            taken |= {(row + i, column + j): box for i in range(rows) for j in range(columns)}
    if len({box.left for box in boxes}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(boxes))


def _places(numbers: Iterable[float]) -> list[float]:
    """Return places in order, those as near as one rule once."""
    found: list[float] = []
    for number in sorted(numbers):
        if not found or number - found[-1] > _TOUCH:
            found.append(number)
    return found


def _at_places(bars: list[_Bar], places: list[float]) -> list[list[_Bar]]:
    """Return the bars that stand at each place."""
    return [[bar for bar in bars if abs(bar[0] - place) <= _TOUCH] for place in places]


def _reaches(bars: list[_Bar], across: float) -> bool:
    """Tell whether one of the bars reaches over a point."""
    return any(bar[1] - _NEAR <= across <= bar[2] + _NEAR for bar in bars)
