"""Departments by tasks: a sign in each cell says what role a body has, totals at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zhize.model import Role
from zhize.views.kinds import PREDICATES, Kind, of_kind
from zhize.views.layout import Box, Layout
from zhize.views.quotes import Quotation, quotations

if TYPE_CHECKING:
    import networkx as nx

SIGNS: Final = {Role.LEAD: "●", Role.SOLE: "■", Role.JOINT: "◐", Role.SUPPORT: "○"}
"""The sign of each role; they differ in form, so that no colour is needed to tell them apart."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a body has to do with a task."""

    roles: tuple[Role, ...]
    proofs: tuple[Quotation, ...]
    anchor: str
    """Name of the place in the page where the words that prove it stand; empty for an empty cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A task."""

    path: str
    title: str
    total: int
    """How many bodies hold it."""
    generic: tuple[str, ...]
    """Non-specific actors that it names."""


@dataclass(frozen=True, slots=True)
class Line:
    """A body and its cells, one a task."""

    name: str
    short: str
    cells: tuple[Cell, ...]
    total: int
    """How many tasks it holds."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All bodies by all tasks that name a body or an actor."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: int
    """How many duties there are."""


def matrix(found: nx.MultiDiGraph) -> Matrix:
    """Return the matrix of a network: tasks in the order of the plan, bodies with most tasks first."""
    bodies, tasks = _ordered(found)
    lines = []
    for row, body in enumerate(bodies):
        cells = tuple(_cell(found, body, task, f"d{row}-{at}") for at, task in enumerate(tasks))
        data = found.nodes[body]
        lines.append(Line(data["name"], data["label"], cells, sum(1 for cell in cells if cell.roles)))
    columns = []
    for at, task in enumerate(tasks):
        data = found.nodes[task]
        held = sum(1 for line in lines if line.cells[at].roles)
        columns.append(Column(data["path"], data["name"], held, data["generic"]))
    return Matrix(tuple(columns), tuple(lines), sum(line.total for line in lines))


def _cell(found: nx.MultiDiGraph, body: str, task: str, anchor: str) -> Cell:
    edges = found.get_edge_data(body, task) or {}
    roles = tuple(role for role, predicate in PREDICATES.items() if predicate in edges)
    evidence = [each for role in roles for each in edges[PREDICATES[role]]["evidence"]]
    return Cell(roles, quotations(evidence), anchor if roles else "")


def as_grid(found: nx.MultiDiGraph) -> tuple[nx.MultiDiGraph, Layout]:
    """Return the part of a network that its matrix shows, and in place of a layout the number of each row and column."""
    bodies, tasks = _ordered(found)
    boxes = {body: Box(-1, row, 0, 0, ()) for row, body in enumerate(bodies)}
    boxes.update({task: Box(at, -1, 0, 0, ()) for at, task in enumerate(tasks)})
    shown = found.subgraph(boxes)
    return shown, Layout(boxes, (), dict.fromkeys(shown.edges(keys=True), (0, 0, 0, 0, 0, 0, 0, 0)))


def _ordered(found: nx.MultiDiGraph) -> tuple[list[str], list[str]]:
    """Return the bodies and the tasks in the order of rows and columns; tasks that name nobody are left out."""
    tasks = [task for task in of_kind(found, Kind.TASK) if found.pred[task] or found.nodes[task]["generic"]]
    bodies = sorted(
        of_kind(found, Kind.DEPARTMENT),
        key=lambda body: (-found.nodes[body]["weight"], found.nodes[body]["name"], body),
    )
    return bodies, tasks
