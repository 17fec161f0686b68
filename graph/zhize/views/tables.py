"""The table twin of a picture: the same statements in rows, each with the words that prove it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zhize import vocab
from zhize.views.kinds import PREDICATES, Kind, of_kind
from zhize.views.quotes import Quotation, quotations
from zhize.views.wording import Wording

if TYPE_CHECKING:
    import networkx as nx


class Row(NamedTuple):
    """A statement."""

    cells: tuple[str, ...]
    proofs: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Statements of one sort."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def network_tables(found: nx.MultiDiGraph, words: Wording) -> tuple[Table, ...]:
    """Return the tables of a network: duties, what tasks cite and target, tasks that name no body."""
    tables = [duties_table(found, words)]
    tables += [_named(found, kind, words) for kind in (Kind.LAW, Kind.PRODUCT, Kind.VIOLATION)]
    tables.append(_unheld(found, words))
    return tuple(table for table in tables if table.rows)


def cooperation_tables(found: nx.MultiDiGraph, words: Wording) -> tuple[Table, ...]:
    """Return the pairs of bodies that hold tasks together, those with most tasks first."""
    rows = []
    for one, other, data in sorted(found.edges(data=True), key=lambda edge: (-edge[2]["weight"], edge[0], edge[1])):
        names = (found.nodes[one]["name"], found.nodes[other]["name"])
        rows.append(Row((*names, str(data["weight"]), "；".join(data["tasks"])), quotations(data["evidence"])))
    body = words.kinds[Kind.DEPARTMENT]
    head = (body, f"{words['and']} {body}", words["number"], words.kinds[Kind.TASK], words["quote"])
    return (Table(words["cooperation"], head, tuple(rows)),)


def duties_table(found: nx.MultiDiGraph, words: Wording) -> Table:
    """Return who holds which task in what role, body by body."""
    nodes, ties = _read(found)
    rows = []
    for body in of_kind(found, Kind.DEPARTMENT):
        name = nodes[body]["name"]
        for task in _in_order(nodes, ties[body]):
            edges = ties[body][task]
            for predicate in PREDICATES.values():
                if predicate in edges:
                    edge = edges[predicate]
                    cells = (name, words.roles[edge["role"]], nodes[task]["path"], nodes[task]["name"])
                    rows.append(Row(cells, quotations(edge["evidence"])))
    return Table(words.terms[vocab.RESPONSIBLE_FOR], duties_head(words), tuple(rows))


def duties_head(words: Wording) -> tuple[str, ...]:
    """Return the heads of the columns of the table of duties."""
    names = (words.kinds[Kind.DEPARTMENT], words.terms[vocab.Role], words["path"], words.kinds[Kind.TASK])
    return (*names, words["quote"])


def _named(found: nx.MultiDiGraph, kind: Kind, words: Wording) -> Table:
    predicate = vocab.CITES if kind is Kind.LAW else vocab.TARGETS
    nodes, ties = _read(found)
    tasks: dict[str, list[str]] = {node: [] for node in of_kind(found, kind)}
    for task, others in ties.items():
        for other in others:
            if other in tasks:
                tasks[other].append(task)
    rows = []
    for node, named in tasks.items():
        name = nodes[node]["name"]
        outside = nodes[node]["evidence"]
        if outside and not named:
            rows.append(Row((name, "", words["outside"]), quotations(outside)))
        for task in _in_order(nodes, named):
            edges = ties[task][node]
            if predicate in edges:
                rows.append(Row((name, nodes[task]["path"], nodes[task]["name"]), quotations(edges[predicate]["evidence"])))
    head = (words.kinds[kind], words["path"], words.kinds[Kind.TASK], words["quote"])
    return Table(f"{words.kinds[kind]} · {words.terms[predicate]}", head, tuple(rows))


def _unheld(found: nx.MultiDiGraph, words: Wording) -> Table:
    nodes, ties = _read(found)
    held = {task for body in of_kind(found, Kind.DEPARTMENT) for task in ties[body]}
    rows = tuple(
        Row((nodes[task]["path"], nodes[task]["name"], "、".join(nodes[task]["generic"])))
        for task in of_kind(found, Kind.TASK)
        if task not in held
    )
    return Table(words["no_body"], (words["path"], words.kinds[Kind.TASK], words["generic"]), rows)


def _read(found: nx.MultiDiGraph) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, dict[str, dict[str, Any]]]]]:
    """Return the attributes of each node, and of each edge by start, end and key, as plain dicts.

    A look into the views of networkx takes longer than all else that a row needs.
    """
    return dict(found.nodes(data=True)), dict(found.adjacency())


def _in_order(nodes: Mapping[str, dict[str, Any]], tasks: Collection[str]) -> Collection[str]:
    """Return tasks in the order of the plan."""
    return tasks if len(tasks) == 1 else sorted(tasks, key=lambda task: (nodes[task]["order"], task))
