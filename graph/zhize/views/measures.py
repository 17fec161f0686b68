"""Figures of a network of bodies, as tables: who is central, which groups there are, who stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhize.views.picture import Figures

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class _Ties:
    """A cooperation network as a plain weighted graph of numbers, so that no order of names decides anything."""

    plain: nx.Graph
    names: tuple[str, ...]


def centralities(together: nx.MultiDiGraph) -> Figures:
    """Return a row a body of a cooperation network: tasks, partners, strength, betweenness, closeness; central first.

    Strength is the sum of the ``share`` of its ties, which is the number of its tasks with others. Betweenness and
    closeness take 1 / ``share`` as the length of a tie; both lie between 0 and 1.
    """
    import networkx as nx

    ties = _ties(together)
    between = nx.betweenness_centrality(ties.plain, weight="length")
    close = nx.closeness_centrality(ties.plain, distance="length")
    strength = dict(ties.plain.degree(weight="share"))
    weights = [data["weight"] for _, data in sorted(together.nodes(data=True))]
    order = sorted(ties.plain, key=lambda node: (-strength[node], -between[node], ties.names[node]))
    rows = tuple(
        (ties.names[node], weights[node], ties.plain.degree(node), round(strength[node], 3), round(between[node], 3),
         round(close[node], 3))
        for node in order
    )  # fmt: skip
    return Figures("centralities", ("body", "tasks", "partners", "strength", "betweenness", "closeness"), rows)


def communities(together: nx.MultiDiGraph) -> Figures:
    """Return a row a group of bodies that work more with one another than with others (greedy modularity)."""
    ties = _ties(together)
    groups = [sorted(group) for group in _groups(ties.plain)]
    groups.sort(key=lambda group: (-len(group), ties.names[group[0]]))
    rows = []
    for number, group in enumerate(groups, 1):
        inside = ties.plain.subgraph(group).size(weight="share")
        whole = sum(share for _, share in ties.plain.degree(group, weight="share")) - inside
        names = "、".join(sorted(ties.names[node] for node in group))
        rows.append((number, len(group), names, round(inside / whole, 3) if whole else 0.0))
    return Figures("communities", ("group", "bodies", "names", "share of ties inside"), tuple(rows))


def brokers(together: nx.MultiDiGraph) -> Figures:
    """Return a row a body, those first that stand between others: groups tied, betweenness, constraint.

    Constraint after Burt (1992): small for a body whose partners do not work with one another; empty for one that
    works alone. ``cut`` says that without it the network falls apart.
    """
    import networkx as nx
    ties = _ties(together)
    home = {
        node: at
        for at, group in enumerate(_groups(ties.plain))
        for node in group
    }  # fmt: skip
    between = nx.betweenness_centrality(ties.plain, weight="length")
    bound = nx.constraint(ties.plain, nodes=list(ties.plain), weight="share")
    cuts = set(nx.articulation_points(ties.plain))
    rows = [
        (ties.names[node], len({home[other] for other in ties.plain[node]}), round(between[node], 3),
         "" if not ties.plain.degree(node) else round(bound[node], 3), node in cuts)
        for node in ties.plain
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[2], row[3] or 9, row[0]))
    return Figures("brokers", ("body", "groups tied", "betweenness", "constraint", "cut"), tuple(rows))


def _ties(together: nx.MultiDiGraph) -> _Ties:
    import networkx as nx

    nodes = sorted(together)
    number = {node: at for at, node in enumerate(nodes)}
    plain = nx.Graph()
    plain.add_nodes_from(range(len(nodes)))
    for one, other, data in sorted(together.edges(data=True), key=lambda edge: edge[:2]):
        plain.add_edge(number[one], number[other], share=data["share"], length=1 / data["share"])
    return _Ties(plain, tuple(together.nodes[node]["name"] for node in nodes))


def _groups(plain: nx.Graph) -> list[frozenset[int]]:
    """Return the groups of a network by greedy modularity; one without ties is all groups of one."""
    from networkx.algorithms.community import greedy_modularity_communities

    if not plain.number_of_edges():
        return [frozenset({node}) for node in plain]
    return list(greedy_modularity_communities(plain, weight="share"))
