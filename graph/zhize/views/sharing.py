"""Who works with whom: bodies that hold tasks together, and the backbone of that network."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from zhize import vocab
from zhize.views.kinds import Kind, of_kind

if TYPE_CHECKING:
    import networkx as nx

SIGNIFICANCE: Final = 0.3
"""A tie of the backbone is stronger than this share of ties would be by chance, seen from one of its ends."""


def cooperation(found: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return the bodies of a network, an edge between any two that hold tasks together.

    Nodes are those of the network. Edges run from the body whose IRI is first; their attributes are ``weight`` (how
    many tasks), ``share`` (the same with each task counting 1 / (its bodies - 1), so that a task of twelve bodies ties
    each pair little and one of two bodies ties it fully; Newman 2001), ``tasks`` (paths and titles in the order of the
    plan), ``evidence`` (where both are named), ``role`` and ``mark`` (None), ``predicate`` (zz:responsibleFor).
    Graph attributes beside those of the network: ``hidden`` (ties left out), ``hidden_share`` (their part of all
    ``share``); both are 0 here.
    """
    import networkx as nx

    together = nx.MultiDiGraph(**found.graph)
    bodies = of_kind(found, Kind.DEPARTMENT)
    together.add_nodes_from((body, dict(found.nodes[body])) for body in sorted(bodies))
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sizes = {}
    for task in of_kind(found, Kind.TASK):
        holders = sorted(set(found.pred[task]))
        sizes[task] = len(holders)
        for pair in combinations(holders, 2):
            shared[pair].append(task)
    for (one, other), tasks in sorted(shared.items()):
        edges = [edge for task in tasks for body in (one, other) for edge in found[body][task].values()]
        together.add_edge(
            one, other, key=vocab.RESPONSIBLE_FOR, predicate=vocab.RESPONSIBLE_FOR, role=None, mark=None,
            weight=len(tasks), share=sum(1 / (sizes[task] - 1) for task in tasks),
            tasks=tuple(f"{found.nodes[task]['path']} {found.nodes[task]['name']}" for task in tasks),
            evidence=tuple(each for edge in edges for each in edge["evidence"]),
        )  # fmt: skip
    together.graph.update(totals=Counter({Kind.DEPARTMENT: len(bodies)}), hidden=0, hidden_share=0.0)
    return together


def backbone(together: nx.MultiDiGraph, significance: float = SIGNIFICANCE) -> nx.MultiDiGraph:
    """Return the ties of a cooperation network that stand out, as a copy; what is left out is counted.

    A tie stays where its ``share`` is larger than chance would give it at one of its ends with the given significance
    (the disparity filter of Serrano, Boguñá and Vespignani 2009), and where it is the strongest of a body, so that
    nobody who works with others seems to work alone. ``graph["hidden"]`` and ``graph["hidden_share"]`` tell the rest.
    """
    strength: Counter[str] = Counter()
    degree: Counter[str] = Counter()
    best: dict[str, tuple[float, str, str]] = {}
    for one, other, share in together.edges(data="share"):
        for body in (one, other):
            strength[body] += share
            degree[body] += 1
            best[body] = max(best.get(body, (0.0, "", "")), (share, one, other))
    strongest = {(one, other) for _, one, other in best.values()}

    def by_chance(body: str, share: float) -> float:
        return float((1 - share / strength[body]) ** (degree[body] - 1))

    left_out = [
        (one, other, key)
        for one, other, key, share in together.edges(keys=True, data="share")
        if (one, other) not in strongest and min(by_chance(one, share), by_chance(other, share)) >= significance
    ]
    kept = together.copy()
    kept.remove_edges_from(left_out)
    whole = sum(share for _, _, share in together.edges(data="share"))
    gone = sum(together.edges[edge]["share"] for edge in left_out)
    kept.graph.update(hidden=len(left_out), hidden_share=gone / whole if whole else 0.0)
    return kept
