"""The flow of duties from the bodies of one campaign to those of the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from zhize import vocab
from zhize.views import projection
from zhize.views.filtering import Filters
from zhize.views.kinds import Kind, of_kind
from zhize.views.marks import Mark
from zhize.views.seats import Pair, Seat, pair

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph

ENDED: Final = "ended"
"""The node that duties run to which nobody carries on."""
NEW: Final = "new"
"""The node that duties come from which nobody had before."""


def shift(
    graph: Graph, one: str, other: str, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> nx.MultiDiGraph:
    """Return the bodies of two campaigns as nodes of their own, with edges that carry duties from the one to the other.

    A node is ``from IRI`` or ``to IRI`` and bears the attributes of `network`, ``side`` (0 or 1) and a ``mark``: LEFT
    for a body of the earlier campaign whose seat nobody holds, JOINED for a new one. Two nodes with ``outside`` True
    stand for no body: `ENDED` and `NEW`. Edge attributes: ``mark``; ``weight``, how many pairs of an earlier and a
    later duty correspond (of `ENDED` and `NEW`, how many duties); 0 where a seat passed on but no duty
    corresponds; ``tasks``, those pairs in words; ``outside``, whether it runs from or to no body; ``evidence``; ``reform``, a `Reform` or None; ``role`` (None);
    ``predicate`` (zz:responsibleFor). Raises QueryError where the store has not both campaigns, or a filter names no
    body.
    """
    import networkx as nx

    both = pair(graph, one, other, lang, filters)
    found = nx.MultiDiGraph(**both.other.graph)
    found.graph["plans"] = both.one.graph["plans"] + both.other.graph["plans"]
    found.graph["filtered"] = filters.any
    _add_bodies(found, both)
    reached = _add_flows(found, both)
    _add_new(found, both, reached)
    for node, data in found.nodes(data=True):
        edges = found.out_edges(node, data="weight") if data["side"] == 0 else found.in_edges(node, data="weight")
        data["weight"] = sum(weight for _, _, weight in edges)
    real = [data for _, data in found.nodes(data=True) if not data["outside"]]
    found.graph["totals"] = Counter({Kind.DEPARTMENT: len(real)})
    return found


def _add_bodies(found: nx.MultiDiGraph, both: Pair) -> None:
    held = {seat.body for seats in both.seats.values() for seat in seats}
    for body in of_kind(both.one, Kind.DEPARTMENT):
        mark = None if both.seats[body] else Mark.LEFT
        found.add_node(f"from {body}", **{**both.one.nodes[body], "mark": mark, "side": 0, "outside": False})
    for body in of_kind(both.other, Kind.DEPARTMENT):
        mark = None if body in held else Mark.JOINED
        found.add_node(f"to {body}", **{**both.other.nodes[body], "mark": mark, "side": 1, "outside": False})
    for side, net in enumerate((both.one, both.other)):
        for body in of_kind(net, Kind.DEPARTMENT):
            reform = both.reforms.get(body)
            found.nodes[f"{('from', 'to')[side]} {body}"]["reforms"] = (reform,) if reform is not None else ()


def _add_flows(found: nx.MultiDiGraph, both: Pair) -> set[tuple[str, str]]:
    """Add the flows out of the bodies of the earlier campaign; return the later duties that they reach."""
    reached = set()
    for body in of_kind(both.one, Kind.DEPARTMENT):
        flows: defaultdict[Seat, list[tuple[str, str]]] = defaultdict(list)
        ended = []
        for task in dict.fromkeys(both.one.succ[body]):
            goes = both.duty_goes_to(body, task)
            for seat, later in goes:
                flows[seat].append((task, later))
                reached.add((seat.body, later))
            if not goes:
                ended.append(task)
        for seat in both.seats[body]:
            _flow(found, both, body, seat, flows.get(seat, []))
        if ended:
            _outside(found, ENDED)
            proofs = tuple(each for task in ended for each in _proofs(both.one, body, task))
            _edge(found, f"from {body}", ENDED, Mark.LEFT, len(ended), [_named(both.one, task) for task in ended], proofs)
    return reached


def _flow(found: nx.MultiDiGraph, both: Pair, body: str, seat: Seat, pairs: list[tuple[str, str]]) -> None:
    words = [f"{_named(both.one, task)} → {_named(both.other, later)}" for task, later in pairs]
    early = tuple(each for task in dict.fromkeys(task for task, _ in pairs) for each in _proofs(both.one, body, task))
    late = tuple(each for later in dict.fromkeys(later for _, later in pairs) for each in _proofs(both.other, seat.body, later))
    if not pairs:
        early, late = (
            _proofs(net, node, next(iter(net.succ[node]))) for net, node in ((both.one, body), (both.other, seat.body))
        )
    _edge(found, f"from {body}", f"to {seat.body}", seat.mark, len(pairs), words, early + late, seat.reform)


def _add_new(found: nx.MultiDiGraph, both: Pair, reached: set[tuple[str, str]]) -> None:
    """Add the duties of the later campaign that carry on none of the earlier."""
    for body in of_kind(both.other, Kind.DEPARTMENT):
        new = [task for task in dict.fromkeys(both.other.succ[body]) if (body, task) not in reached]
        if new:
            _outside(found, NEW)
            proofs = tuple(each for task in new for each in _proofs(both.other, body, task))
            _edge(found, NEW, f"to {body}", Mark.JOINED, len(new), [_named(both.other, task) for task in new], proofs)


def _edge(
    found: nx.MultiDiGraph, start: str, end: str, mark: Mark, weight: int, tasks: list[str], proofs: tuple[Any, ...],
    reform: object = None,
) -> None:  # fmt: skip
    found.add_edge(
        start, end, key=vocab.RESPONSIBLE_FOR, predicate=vocab.RESPONSIBLE_FOR, role=None, mark=mark, weight=weight,
        tasks=tuple(tasks), evidence=proofs, reform=reform, outside=found.nodes[start]["outside"] or found.nodes[end]["outside"],
    )  # fmt: skip


def _outside(found: nx.MultiDiGraph, node: str) -> None:
    found.add_node(
        node, kind=Kind.DEPARTMENT, label=node, name=node, aliases=(), weight=0, evidence=(), path="", order=0,
        section="", generic=(), members=(), mark=Mark.LEFT if node == ENDED else Mark.JOINED,
        side=1 if node == ENDED else 0, outside=True, reforms=(),
    )  # fmt: skip


def _proofs(net: nx.MultiDiGraph, body: str, task: str) -> tuple[Any, ...]:
    return tuple(each for edge in net[body][task].values() for each in edge["evidence"])


def _named(net: nx.MultiDiGraph, task: str) -> str:
    return f"{net.nodes[task]['path']} {net.nodes[task]['name']}"
