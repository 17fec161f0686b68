"""Where everything of a network stands: bodies and tasks in the middle, laws before, targets behind.

Nothing is left to chance or to a simulation. Each kind has a column, tasks keep the order of the plan, the other
columns follow their tasks so that edges cross little, and a box is as large as its words, so boxes never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TYPE_CHECKING, Final

from zhize.views.kinds import Kind, of_kind
from zhize.views.labels import wrap

if TYPE_CHECKING:
    import networkx as nx

FONT: Final = 13
"""Size of the text of a box, in pixels of the picture at full size."""
LINE: Final = 17
"""Height of a line of text."""
COLUMN: Final = FONT / 2
"""Width of a column of text: half a Chinese character."""
_EDGE: Final = 3
"""Space above and below the text of a box."""
_GAP: Final = 4
"""Least space between two boxes of a column."""
_WIDEST_GAP: Final = 26
"""Most space between two boxes of a column that is not full."""
_BETWEEN: Final = 14
"""Space between the columns of one kind where it needs several."""
_HEADING: Final = 34
"""Space that the heading of a column takes above it."""
_HEIGHTS: Final = (810, 860, 910, 970, 1060, 1200, 1600, 2200, 3200, 5000, 8000, 12000)
"""Heights tried for the picture, until it is not much wider than a screen."""
_SHAPE: Final = 1.55
"""Width of a screen by its height, at most."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands and what is written in it; pixels of the picture, from its centre."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column of boxes and its place."""

    kind: Kind | None
    """The kind of all boxes below it; None where they are of several."""
    x: int
    """Left edge of the column."""
    y: int
    """Base line of the words."""
    width: int
    label: str = ""
    """The words, where they are not those of the kind."""
    note: str = ""


Edge = tuple[str, str, str]
"""From, to, key."""
Curve = tuple[int, int, int, int, int, int, int, int]
"""A line as its start, the two points that it bends to, and its end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all nodes and edges, and of the headings above them."""

    boxes: dict[str, Box]
    headings: tuple[Heading, ...]
    curves: dict[Edge, Curve]
    bands: dict[Edge, float] = field(default_factory=dict)
    """How broad an edge is that carries an amount, in pixels."""


@dataclass(frozen=True, slots=True)
class _Text:
    """How the labels of a kind are set."""

    broad: int
    """Columns of a line where a label may take two lines."""
    long: int
    """Columns of a line where there is room for one line only."""
    room: int
    """Pixels beside the text: border, glyph, count."""
    after: int
    """Space to the next kind."""


_TEXTS: Final = {
    Kind.LAW: _Text(18, 20, 34, 44),
    Kind.DEPARTMENT: _Text(16, 20, 48, 112),
    Kind.TASK: _Text(26, 26, 62, 96),
    Kind.PRODUCT: _Text(16, 18, 42, 50),
    Kind.VIOLATION: _Text(22, 24, 34, 0),
}
"""The kinds in the order of their columns, from the left."""

_LATIN: Final = {
    Kind.LAW: _Text(30, 34, 34, 44),
    Kind.DEPARTMENT: _Text(28, 34, 48, 112),
    Kind.TASK: _TEXTS[Kind.TASK],
    Kind.PRODUCT: _Text(24, 28, 42, 50),
    Kind.VIOLATION: _Text(28, 34, 34, 0),
}
"""The same for names in English, which have no short forms."""


def layered(found: nx.MultiDiGraph) -> Layout:
    """Return the layout of a network: a column a kind, or several where a kind has many nodes."""
    rows = {kind: _ordered(found, kind) for kind in _TEXTS}
    rows = {kind: nodes for kind, nodes in rows.items() if nodes}
    for height in _HEIGHTS:
        placed = _placed(found, rows, height)
        if _width(placed) <= _SHAPE * height:
            break
    boxes = placed.boxes
    return replace(placed, curves={edge: between(boxes[edge[0]], boxes[edge[1]]) for edge in found.edges(keys=True)})


def between(start: Box, end: Box) -> Curve:
    """Return the line from the side of one box to the facing side of another, level at both ends."""
    sign = 1 if end.x >= start.x else -1
    left, right = start.x + sign * start.width // 2, end.x - sign * end.width // 2
    middle = (left + right) // 2
    return left, start.y, middle, start.y, middle, end.y, right, end.y


def ring(found: nx.MultiDiGraph) -> Layout:
    """Return the layout of a network of one kind: two bows that face one another, read from the top round."""
    nodes = _round(found)
    columns = 28 if found.graph["lang"] == "en" else 16
    lines = {node: wrap(found.nodes[node]["label"], columns, 2) for node in nodes}
    width = round(columns * COLUMN) + 48
    right = nodes[: (len(nodes) + 1) // 2]
    boxes: dict[str, Box] = {}
    for side, column in ((1, right), (-1, nodes[len(right) :][::-1])):
        pitch = 2 * LINE + 2 * _EDGE + (18 if len(right) < 14 else 6)
        reach = max(pitch * len(right) / 2, 1)
        for row, node in enumerate(column):
            y = pitch * (row - (len(column) - 1) / 2)
            x = width / 2 + 24 + 0.82 * max(reach, 200) * sqrt(max(0.0, 1 - (y / reach) ** 2))
            boxes[node] = Box(round(side * x), round(y), width, height_of(lines[node]), lines[node])
    boxes = {node: boxes[node] for node in nodes}
    return Layout(boxes, (), {edge: _inside(boxes[edge[0]], boxes[edge[1]]) for edge in found.edges(keys=True)})


def _inside(start: Box, end: Box) -> Curve:
    """Return a line through the middle of a ring: from the inner sides of two boxes, bent towards the middle."""
    bend = 2 * max(abs(start.x), abs(end.x)) // 5
    one, other = (1 if box.x >= 0 else -1 for box in (start, end))
    left, right = start.x - one * start.width // 2, end.x - other * end.width // 2
    return left, start.y, left - one * bend, start.y, right - other * bend, end.y, right, end.y


def _ordered(found: nx.MultiDiGraph, kind: Kind) -> list[str]:
    """Return the nodes of a kind from top to bottom: tasks as the plan has them, others near their tasks."""
    if kind is Kind.TASK:
        return of_kind(found, kind)
    places = {task: at for at, task in enumerate(of_kind(found, Kind.TASK))}

    def key(node: str) -> tuple[float, int, str, str]:
        near = sorted({places[other] for other in (*found.pred[node], *found.succ[node]) if other in places})
        middle = sum(near) / len(near) if near else float(len(places))
        return middle, -len(near), found.nodes[node]["name"], node

    return sorted(of_kind(found, kind), key=key)


def _placed(found: nx.MultiDiGraph, rows: dict[Kind, list[str]], height: int) -> Layout:
    """Return the layout in which no column is much higher than ``height``."""
    texts = _LATIN if found.graph["lang"] == "en" else _TEXTS
    boxes: dict[str, Box] = {}
    headings = []
    left = 0
    for kind, nodes in rows.items():
        text = texts[kind]
        lines, columns = _set(found, nodes, text, height)
        width = round(columns * COLUMN) + text.room + note_room(found)
        count = max(1, -(-_full(lines.values()) // height))
        headings.append(Heading(kind, left, -height // 2 - _HEADING // 2, count * width + (count - 1) * _BETWEEN))
        for number in range(count):
            column = nodes[number::count]
            tops = _spread([height_of(lines[node]) for node in column], height)
            for node, top in zip(column, tops, strict=True):
                tall = height_of(lines[node])
                boxes[node] = Box(left + width // 2, top + tall // 2, width, tall, lines[node])
            left += width + (_BETWEEN if number < count - 1 else text.after)
    shift = -(headings[0].x + headings[-1].x + headings[-1].width) // 2 if headings else 0
    return Layout(
        {node: replace(box, x=box.x + shift) for node, box in boxes.items()},
        tuple(replace(each, x=each.x + shift) for each in headings),
        {},
    )


def _set(
    found: nx.MultiDiGraph, nodes: Sequence[str], text: _Text, height: int
) -> tuple[dict[str, tuple[str, ...]], int]:
    """Return the lines of each label, two where all fit in the height so, else one; and their columns."""
    labels = {node: found.nodes[node]["label"] for node in nodes}
    two = {node: wrap(label, text.broad, 2) for node, label in labels.items()}
    if _full(two.values()) <= height:
        return two, text.broad
    return {node: wrap(label, text.long, 1) for node, label in labels.items()}, text.long


def note_room(found: nx.MultiDiGraph) -> int:
    """Return how much room the words of marks take beside a label; 0 where nothing bears a mark."""
    if all(mark is None for _, mark in found.nodes(data="mark")):
        return 0
    return 76 if found.graph["lang"] == "en" else 42


def height_of(lines: Sequence[str]) -> int:
    """Return how high the box of a label is, in pixels."""
    return len(lines) * LINE + 2 * _EDGE


def _full(labels: Iterable[Sequence[str]]) -> int:
    """Return the height of a column of labels set as closely as may be."""
    heights = [height_of(lines) for lines in labels]
    return sum(heights) + _GAP * max(0, len(heights) - 1)


def _spread(heights: Sequence[int], height: int) -> list[int]:
    """Return the upper edges of boxes spread over the height, around its middle."""
    free = height - sum(heights)
    gap = max(_GAP, min(_WIDEST_GAP, free // max(1, len(heights) - 1)))
    top = -(sum(heights) + gap * (len(heights) - 1)) // 2
    tops = []
    for each in heights:
        tops.append(top)
        top += each + gap
    return tops


def _width(layout: Layout) -> int:
    last = layout.headings[-1] if layout.headings else None
    return last.x + last.width - layout.headings[0].x if last is not None else 0


def _round(found: nx.MultiDiGraph) -> list[str]:
    """Return nodes in an order round a ring that puts those tied closest beside each other."""
    left = sorted(found.nodes, key=lambda node: (-found.nodes[node]["weight"], found.nodes[node]["name"], node))
    order = left[:1]
    left = left[1:]
    while left:
        last = order[-1]

        def near(node: str, last: str = last) -> tuple[int, int, str, str]:
            data = found.get_edge_data(last, node) or found.get_edge_data(node, last) or {}
            tie = sum(edge.get("weight", 1) for edge in data.values())
            return -tie, -found.nodes[node]["weight"], found.nodes[node]["name"], node

        best = min(left, key=near)
        order.append(best)
        left.remove(best)
    return order
