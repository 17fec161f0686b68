"""The table twins of pictures of change: what became of bodies, tasks and duties, and what went where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zhize import vocab
from zhize.views.kinds import Kind, of_kind
from zhize.views.marks import MARKS
from zhize.views.quotes import quotations
from zhize.views.scene import node_facts, reform_said
from zhize.views.tables import Row, Table
from zhize.views.wording import Wording

if TYPE_CHECKING:
    import networkx as nx

_FOLLOWS = (vocab.CONTINUES, vocab.CORRESPONDS_TO)


def difference_tables(found: nx.MultiDiGraph, words: Wording) -> tuple[Table, ...]:
    """Return what became of the bodies, of the tasks and of the duties of two campaigns."""
    order = {mark: at for at, mark in enumerate(MARKS)}

    def sorted_nodes(kind: Kind) -> list[str]:
        return sorted(of_kind(found, kind), key=lambda node: order[found.nodes[node]["mark"]])

    bodies = [
        Row(
            (found.nodes[node]["name"], words[found.nodes[node]["mark"]], "；".join(node_facts(found.nodes[node], words))),
            quotations(_first(found, node)),
        )
        for node in sorted_nodes(Kind.DEPARTMENT)
    ]
    tasks = [
        Row((f"{_where(found, node)} {found.nodes[node]['path']} {found.nodes[node]['name']}", words[found.nodes[node]["mark"]]))
        for node in sorted_nodes(Kind.TASK)
    ]
    duties = [
        Row(
            (found.nodes[body]["name"], words[data["mark"]], words.roles[data["role"]], found.nodes[task]["path"],
             found.nodes[task]["name"]),
            quotations(data["evidence"]),
        )
        for body, task, data in sorted(found.edges(data=True), key=lambda edge: (order[edge[2]["mark"]], edge[:2]))
    ]  # fmt: skip
    body, change = words.kinds[Kind.DEPARTMENT], words["change"]
    return (
        Table(words["became_bodies"], (body, change, words["reform_head"], words["quote"]), tuple(bodies)),
        Table(words["became_tasks"], (words.kinds[Kind.TASK], change), tuple(tasks)),
        Table(
            words["became_duties"],
            (body, change, words["role"], words["path"], words.kinds[Kind.TASK], words["quote"]),
            tuple(duties),
        ),
    )


def _where(found: nx.MultiDiGraph, task: str) -> str:
    """Return the campaign that a task is of."""
    return next((plan.campaign for plan in found.graph["plans"] if task.startswith(f"{plan.iri}/")), "")


def _first(found: nx.MultiDiGraph, body: str) -> tuple[Any, ...]:
    """Return the first words of either campaign that name a body."""
    seen: dict[str, Any] = {}
    for _, _, data in found.out_edges(body, data=True):
        for each in data["evidence"]:
            seen.setdefault(each.document, each)
    return tuple(seen[document] for document in sorted(seen))


def shift_tables(found: nx.MultiDiGraph, words: Wording) -> tuple[Table, ...]:
    """Return the flows, each with what became, how many duties, which, and the reform behind it."""
    order = {mark: at for at, mark in enumerate(MARKS)}
    rows = []
    edges = sorted(found.edges(data=True), key=lambda edge: (order[edge[2]["mark"]], -edge[2]["weight"], edge[0], edge[1]))
    for start, end, data in edges:
        one, other = found.nodes[start], found.nodes[end]
        reforms = [data["reform"], *(one["reforms"] if other["outside"] else ()), *(other["reforms"] if one["outside"] else ())]
        said = "；".join(dict.fromkeys(reform_said(each, words) for each in reforms if each is not None))
        became = one["mark"] or other["mark"] if one["outside"] or other["outside"] else data["mark"]
        cells = (one["name"], other["name"], words[became or data["mark"]], str(data["weight"]), "；".join(data["tasks"]), said)
        rows.append(Row(cells, quotations(data["evidence"])))
    head = ("earlier", "later", "change", "number", "duties_head", "reform_head", "quote")
    return (Table(words["flows"], tuple(words[key] for key in head), tuple(rows)),)


def timeline_tables(found: nx.MultiDiGraph, words: Wording) -> tuple[Table, ...]:
    """Return the tasks of each campaign under the name of that time, and what follows what."""
    dates = {name: date for name, date, _ in found.graph["campaigns"]}
    place = {name: at for at, name in enumerate(dates)}
    entries, links = [], []
    for start, end, data in found.edges(data=True):
        one, other = found.nodes[start], found.nodes[end]
        if data["predicate"] in _FOLLOWS:
            became = words[data["mark"]] if data["mark"] else words.terms[data["predicate"]]
            reform = reform_said(data["reform"], words) if data.get("reform") is not None else ""
            link = (_named(one), _named(other), became, reform)
            links.append((place[one["campaign"]], Row(link, quotations(data["evidence"]))))
        else:
            role = words.roles[data["role"]] if data["role"] is not None else ""
            entry = (one["campaign"], dates[one["campaign"]], one["name"], role, other["path"], other["name"])
            entries.append((place[one["campaign"]], Row(entry, quotations(data["evidence"]))))
    missing = [(place[name], Row((name, date, words["absent"], "", "", ""))) for name, date, here in found.graph["campaigns"] if not here]
    head = (words["campaign"], words["date"], words["name_then"], words["role"], words["path"], words.kinds[Kind.TASK], words["quote"])
    tables = [Table(words["time_entries"], head, _ordered([*entries, *missing]))]
    if links:
        columns = (words["earlier"], words["later"], words["change"], words["reform_head"], words["quote"])
        tables.append(Table(words["time_links"], columns, _ordered(links)))
    return tuple(tables)


def _named(data: dict[str, Any]) -> str:
    return " ".join(filter(None, (data["campaign"], data["path"], data["name"])))


def _ordered(rows: Iterable[tuple[int, Row]]) -> tuple[Row, ...]:
    return tuple(row for _, row in sorted(rows, key=lambda each: each[0]))
