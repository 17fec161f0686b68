"""Two campaigns in one network through the lineage of bodies: their union, and what became of each part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from zhize.views import projection
from zhize.views.filtering import Filters
from zhize.views.kinds import Kind, of_kind
from zhize.views.marks import Mark
from zhize.views.seats import Pair, pair

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph


def union(
    graph: Graph,
    one: str,
    other: str,
    *,
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> nx.MultiDiGraph:
    """Return the five-kind networks of two campaigns as one; a body stands as the one that holds its seat later.

    Attributes are those of `network`, and ``campaign`` of tasks. A body of several heirs becomes the one nearest in
    lineage; its old names are among the ``aliases`` of its heir. Tasks stay apart, for they are of one campaign each.
    Raises QueryError as `network` does, and where the two are one.
    """
    import networkx as nx

    both = pair(graph, one, other, lang, Filters())
    nets = [projection.network(graph, name, everything=True, lang=lang) for name in (one, other)]
    into = {body: seats[0].body for body, seats in both.seats.items() if seats and seats[0].body != body}
    joined = nx.MultiDiGraph(**nets[1].graph)
    for net in nets:
        for node, data in net.nodes(data=True):
            _merge(joined, into.get(node, node) if net is nets[0] else node, {**data, "campaign": _campaign(net, node)})
        for start, end, key, data in net.edges(keys=True, data=True):
            joined.add_edge(into.get(start, start) if net is nets[0] else start, end, key=key, **data)
    for place, task in enumerate(of_kind(joined, Kind.TASK)):
        joined.nodes[task]["order"] = place
    for node, data in joined.nodes(data=True):
        ties = joined.predecessors(node) if data["kind"] != Kind.DEPARTMENT else joined.successors(node)
        data["weight"] = len(set(ties))
    joined.graph["plans"] = nets[0].graph["plans"] + nets[1].graph["plans"]
    joined.graph["totals"] = Counter(data["kind"] for _, data in joined.nodes(data=True))
    return projection.limited(joined, everything=everything, filters=filters)


def difference(
    graph: Graph, one: str, other: str, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> nx.MultiDiGraph:
    """Return the departments and tasks of two campaigns as one network that says what became of each.

    Nodes and edges bear the attributes of `network` and a ``mark``, tasks their ``campaign``. A body whose seat
    another took stands as that one, marked RENAMED, with its forerunners under ``before`` and the reforms under
    ``reforms``; a task that a later one takes up stands as the later. Edges are duties: kept, carried on by an heir
    (RENAMED) or a counterpart, only later (JOINED), only earlier (LEFT). Graph attributes: those of `network`;
    ``plans`` are those of both, the earlier first. Raises QueryError where the store has not both campaigns, or a
    filter names no body.
    """
    import networkx as nx

    both = pair(graph, one, other, lang, filters)
    found = nx.MultiDiGraph(**both.other.graph)
    found.graph["plans"] = both.one.graph["plans"] + both.other.graph["plans"]
    found.graph["filtered"] = filters.any
    _add_bodies(found, both)
    _add_tasks(found, both)
    _add_duties(found, both)
    for node, data in found.nodes(data=True):
        ties = found.predecessors(node) if data["kind"] != Kind.DEPARTMENT else found.successors(node)
        data["weight"] = len(set(ties))
    found.graph["totals"] = Counter(data["kind"] for _, data in found.nodes(data=True))
    return found


def _merge(joined: nx.MultiDiGraph, node: str, data: dict[str, Any]) -> None:
    """Add a node, or its names and evidence to the one that stands for it already; the later plan's name stays."""
    if node not in joined:
        joined.add_node(node, **data)
        return
    known = joined.nodes[node]
    names = {*known["aliases"], *data["aliases"], known["name"], known["label"]} - {data["name"], data["label"], ""}
    joined.nodes[node].update(data, aliases=tuple(sorted(names)), evidence=known["evidence"] + data["evidence"])


def _add_bodies(found: nx.MultiDiGraph, both: Pair) -> None:
    marks: dict[str, Mark] = {}
    before: dict[str, list[str]] = {}
    reforms: dict[str, dict[str, Any]] = {}
    for body, seats in both.seats.items():
        for seat in seats:
            if seat.mark is not Mark.KEPT:
                before.setdefault(seat.body, []).append(both.one.nodes[body]["name"])
            if seat.reform is not None:
                reforms.setdefault(seat.body, {})[seat.reform.id] = seat.reform
            if marks.get(seat.body) is not Mark.KEPT:
                marks[seat.body] = seat.mark
    for body in of_kind(both.other, Kind.DEPARTMENT):
        _copy(found, both.other, body, marks.get(body, Mark.JOINED))
        found.nodes[body]["before"] = tuple(sorted(before.get(body, ())))
        moved = [both.reforms[body]] if body in both.reforms else []
        found.nodes[body]["reforms"] = (*reforms.get(body, {}).values(), *moved)
        names = {*found.nodes[body]["aliases"], *before.get(body, ())}
        found.nodes[body]["aliases"] = tuple(sorted(names))
    for body, seats in both.seats.items():
        if not seats:
            _copy(found, both.one, body, Mark.LEFT)
            found.nodes[body]["reforms"] = (both.reforms[body],) if body in both.reforms else ()


def _add_tasks(found: nx.MultiDiGraph, both: Pair) -> None:
    """Add the tasks of the later campaign, and those of the earlier that it dropped or nobody takes up."""
    dropped, added = both.moved
    tasks = [(both.other, task, Mark.JOINED if task in added else Mark.KEPT) for task in of_kind(both.other, Kind.TASK)]
    gone = [task for task in of_kind(both.one, Kind.TASK) if task in dropped or not both.links.get(task)]
    tasks += [(both.one, task, Mark.LEFT) for task in gone]
    for place, (net, task, mark) in enumerate(tasks):
        _copy(found, net, task, mark)
        found.nodes[task]["order"] = place


def _add_duties(found: nx.MultiDiGraph, both: Pair) -> None:
    """Add the duties of both: the later ones with what they carry on, then the earlier that nobody carries on."""
    carried: dict[tuple[str, str], tuple[Mark, tuple[Any, ...]]] = {}
    lost = []
    for body, task, key, data in both.one.edges(keys=True, data=True):
        goes = both.duty_goes_to(body, task)
        for seat, later in goes:
            mark, proofs = carried.get((seat.body, later), (seat.mark, ()))
            carried[seat.body, later] = (Mark.KEPT if Mark.KEPT in (mark, seat.mark) else mark, proofs + data["evidence"])
        if not goes:
            lost.append((body, task, key, data))
    for body, task, key, data in both.other.edges(keys=True, data=True):
        mark, proofs = carried.get((body, task), (Mark.JOINED, ()))
        found.add_edge(body, task, key=key, **{**data, "mark": mark, "evidence": proofs + data["evidence"]})
    for body, task, key, data in lost:
        holders = [seat.body for seat in both.seats[body]] or [body]
        for holder in holders:
            for end in both.links.get(task) or (task,):
                if not found.has_edge(holder, end):
                    found.add_edge(holder, end, key=key, **{**data, "mark": Mark.LEFT})


def _copy(found: nx.MultiDiGraph, net: nx.MultiDiGraph, node: str, mark: Mark) -> None:
    found.add_node(
        node, **{**net.nodes[node], "mark": mark, "before": (), "reforms": (), "campaign": _campaign(net, node)}
    )


def _campaign(net: nx.MultiDiGraph, node: str) -> str:
    """Return the campaign that a task is of, for tasks of both bear the same numbers; of other nodes none."""
    return net.graph["plans"][0].campaign if net.nodes[node]["kind"] is Kind.TASK else ""
