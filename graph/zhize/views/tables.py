"""The table twin of a picture: the same statements in rows, each with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    rows = []
    for body in of_kind(found, Kind.DEPARTMENT):
        for task in _in_order(found, found.succ[body]):
            for predicate in PREDICATES.values():
                if not found.has_edge(body, task, predicate):
                    continue
                edge = found.edges[body, task, predicate]
                cells = (found.nodes[body]["name"], words.roles[edge["role"]], *_task(found, task))
                rows.append(Row(cells, quotations(edge["evidence"])))
    return Table(words.terms[vocab.RESPONSIBLE_FOR], duties_head(words), tuple(rows))


def duties_head(words: Wording) -> tuple[str, ...]:
    """Return the heads of the columns of the table of duties."""
    names = (words.kinds[Kind.DEPARTMENT], words.terms[vocab.Role], words["path"], words.kinds[Kind.TASK])
    return (*names, words["quote"])


def _named(found: nx.MultiDiGraph, kind: Kind, words: Wording) -> Table:
    predicate = vocab.CITES if kind is Kind.LAW else vocab.TARGETS
    rows = []
    for node in of_kind(found, kind):
        name = found.nodes[node]["name"]
        outside = found.nodes[node]["evidence"]
        if outside and not found.pred[node]:
            rows.append(Row((name, "", words["outside"]), quotations(outside)))
        for task in _in_order(found, found.pred[node]):
            if found.has_edge(task, node, predicate):
                proofs = quotations(found.edges[task, node, predicate]["evidence"])
                rows.append(Row((name, *_task(found, task)), proofs))
    head = (words.kinds[kind], words["path"], words.kinds[Kind.TASK], words["quote"])
    return Table(f"{words.kinds[kind]} · {words.terms[predicate]}", head, tuple(rows))


def _unheld(found: nx.MultiDiGraph, words: Wording) -> Table:
    rows = tuple(
        Row((*_task(found, task), "、".join(found.nodes[task]["generic"])))
        for task in of_kind(found, Kind.TASK)
        if not any(found.nodes[other]["kind"] is Kind.DEPARTMENT for other in found.pred[task])
    )
    return Table(words["no_body"], (words["path"], words.kinds[Kind.TASK], words["generic"]), rows)


def _task(found: nx.MultiDiGraph, task: str) -> tuple[str, str]:
    return found.nodes[task]["path"], found.nodes[task]["name"]


def _in_order(found: nx.MultiDiGraph, tasks: Iterable[str]) -> list[str]:
    """Return tasks in the order of the plan."""
    tasks = list(tasks)
    return tasks if len(tasks) == 1 else sorted(set(tasks), key=lambda task: (found.nodes[task]["order"], task))
