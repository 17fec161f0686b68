"""Where everything of a flow or a timeline stands: a column a campaign, read from the left.

As in `zhize.views.layout` nothing is left to chance, and boxes never overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from zhize.views.kinds import Kind
from zhize.views.labels import wrap
from zhize.views.layout import COLUMN, Box, Curve, Edge, Heading, Layout, between, height_of, note_room

if TYPE_CHECKING:
    import networkx as nx

_TALL: Final = 640
"""Height that the bands of the larger side of a flow are given, where they are few enough."""
_UNITS: Final = (3.0, 16.0)
"""Least and most pixels of a band for each duty."""
_THIN: Final = 1.6
"""Breadth of a band that carries no duty."""
_APART: Final = 420
"""Space between the two sides of a flow."""
_GAP: Final = 8
_HEADING: Final = 30
_BETWEEN: Final = 60
"""Space between two campaigns of a timeline."""
_INDENT: Final = 16
"""How far tasks stand below the name that they belong to, towards the right."""
_ABSENT: Final = 132
"""Width of a campaign in which the thing does not stand."""


def flow(found: nx.MultiDiGraph, titles: Sequence[str]) -> Layout:
    """Return the layout of a flow of duties: the earlier bodies left, the later right, boxes as high as they carry.

    ``titles`` head the two sides.
    """
    sides = _sides(found)
    loads = [sum(found.nodes[node]["weight"] for node in side) for side in sides]
    unit = min(_UNITS[1], max(_UNITS[0], _TALL / max(1, *loads)))
    columns = 34 if found.graph["lang"] == "en" else 20
    width = round(columns * COLUMN) + 52 + note_room(found)
    boxes: dict[str, Box] = {}
    for at, side in enumerate(sides):
        lines = {node: wrap(found.nodes[node]["label"], columns, 2) for node in side}
        heights = [max(height_of(lines[node]), round(unit * found.nodes[node]["weight"])) for node in side]
        top = -(sum(heights) + _GAP * max(0, len(heights) - 1)) // 2
        for node, tall in zip(side, heights, strict=True):
            x = (1 if at else -1) * (_APART + width) // 2
            boxes[node] = Box(x, top + tall // 2, width, tall, lines[node])
            top += tall + _GAP
    upper = min((box.y - box.height // 2 for box in boxes.values()), default=0) - _HEADING // 2
    headings = tuple(
        Heading(None, (_APART // 2 if at else -_APART // 2 - width), upper, width, title)
        for at, title in enumerate(titles)
    )
    bands = {
        edge: max(_THIN, unit * found.edges[edge]["weight"] * 0.92) for edge in sorted(found.edges(keys=True))
    }  # fmt: skip
    return Layout({node: boxes[node] for side in sides for node in side}, headings, _anchored(boxes, bands), bands)


def _sides(found: nx.MultiDiGraph) -> tuple[list[str], list[str]]:
    """Return the nodes of either side from top to bottom: the later bodies stand near those they come from."""

    def last(node: str) -> tuple[bool, bool]:
        return found.nodes[node]["outside"], found.nodes[node]["mark"] is not None

    left = [node for node, side in found.nodes(data="side") if side == 0]
    left.sort(key=lambda node: (*last(node), -found.nodes[node]["weight"], found.nodes[node]["name"], node))
    place = {node: at for at, node in enumerate(left)}

    def middle(node: str) -> float:
        ties = [(place[start], data["weight"] + 0.1) for start, _, data in found.in_edges(node, data=True)
                if not found.nodes[start]["outside"]]  # fmt: skip
        return sum(at * weight for at, weight in ties) / sum(weight for _, weight in ties) if ties else len(left)

    right = [node for node, side in found.nodes(data="side") if side == 1]
    right.sort(key=lambda node: (*last(node), middle(node), found.nodes[node]["name"], node))
    return left, right


def _anchored(boxes: Mapping[str, Box], bands: Mapping[Edge, float]) -> dict[Edge, Curve]:
    """Return the lines of bands, those of a box one below the other in the order of their other ends."""
    at: dict[tuple[Edge, int], float] = {}
    for end in (0, 1):
        gathered: defaultdict[str, list[Edge]] = defaultdict(list)
        for edge in bands:
            gathered[edge[end]].append(edge)
        for node, several in gathered.items():
            several.sort(key=lambda edge: (boxes[edge[1 - end]].y, edge))
            y = boxes[node].y - sum(bands[edge] for edge in several) / 2
            for edge in several:
                at[edge, end] = y + bands[edge] / 2
                y += bands[edge]
    curves: dict[Edge, Curve] = {}
    for edge in bands:
        start, end_ = (
            Box(boxes[node].x, round(at[edge, side]), boxes[node].width, 0, ()) for side, node in enumerate(edge[:2])
        )
        curves[edge] = between(start, end_)
    return curves


def columns_of_time(found: nx.MultiDiGraph, absent: str) -> Layout:
    """Return the layout of a timeline: a column a campaign, in it each name with its tasks below it.

    ``absent`` is said of a campaign in which the thing does not stand.
    """
    latin = found.graph["lang"] == "en"
    wide = round((24 if latin else 20) * COLUMN) + 66
    boxes: dict[str, Box] = {}
    headings = []
    left = 0
    for name, date, present in found.graph["campaigns"]:
        headings.append(Heading(None, left, -_HEADING // 2, wide if present else _ABSENT, name, date if present else absent))
        if present:
            _column(found, name, left, wide, boxes)
        left += (wide if present else _ABSENT) + _BETWEEN
    curves = {edge: _line(found, boxes, edge) for edge in found.edges(keys=True)}
    return Layout(boxes, tuple(headings), curves)


def _column(found: nx.MultiDiGraph, campaign: str, left: int, wide: int, boxes: dict[str, Box]) -> None:
    """Place the names of a campaign and below each its tasks."""
    top = 0
    put = _placer(found, boxes, wide)
    own = [node for node, where in found.nodes(data="campaign") if where == campaign]
    for name in [node for node in own if found.nodes[node]["kind"] is not Kind.TASK]:
        top = put(name, left, top, 0) + _GAP
        for task in found.succ[name]:
            if found.nodes[task]["campaign"] == campaign and task not in boxes:
                top = put(task, left, top, _INDENT) + _GAP
        top += 2 * _GAP


def _placer(found: nx.MultiDiGraph, boxes: dict[str, Box], wide: int) -> Callable[[str, int, int, int], int]:
    """Return what places a node and tells where it ends."""

    def put(node: str, left: int, top: int, indent: int) -> int:
        width = wide - indent
        room = 62 if found.nodes[node]["kind"] is Kind.TASK else 44
        lines = wrap(found.nodes[node]["label"], int((width - room) / COLUMN), 3)
        tall = height_of(lines)
        boxes[node] = Box(left + indent + width // 2, top + tall // 2, width, tall, lines)
        return top + tall

    return put


def _line(found: nx.MultiDiGraph, boxes: Mapping[str, Box], edge: Edge) -> Curve:
    """Return the line of an edge: from campaign to campaign from side to side, from a name down to its tasks."""
    start, end = boxes[edge[0]], boxes[edge[1]]
    if found.nodes[edge[0]]["campaign"] != found.nodes[edge[1]]["campaign"]:
        return between(start, end)
    x, y = start.x - start.width // 2 + _INDENT // 2, start.y + start.height // 2
    return x, y, x, end.y, x, end.y, end.x - end.width // 2, end.y
