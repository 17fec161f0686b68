"""Smaller graphs made of a network: large ones gathered by body, the surroundings of one node."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from zhize.views.filtering import named
from zhize.views.kinds import LEAVES, Kind, of_kind
from zhize.views.projection import MOST_CITED, ranked

if TYPE_CHECKING:
    import networkx as nx

LARGEST: Final = 1000
"""A picture with more nodes than this gathers them by body."""


def gathered(found: nx.MultiDiGraph, largest: int = LARGEST) -> nx.MultiDiGraph:
    """Return a network of at most ``largest`` nodes, gathered by body if it has more; a small one unchanged.

    Laws, products and violations of one body become one node a kind; if that is not enough, tasks too; then the bodies
    with fewest tasks, and what is theirs, become one node a kind. A thing belongs to the body that holds most of the
    tasks that name it. ``members`` says what a node stands for.
    """
    for kinds in (LEAVES, (*LEAVES, Kind.TASK)):
        if len(found) <= largest:
            return found
        found = _joined(found, _by_body(found, kinds))
    if len(found) > largest:
        found = _joined(found, _by_rank(found, largest // (len(LEAVES) + 2) - 1))
    return found


def surroundings(found: nx.MultiDiGraph, name: str) -> nx.MultiDiGraph:
    """Return a node of a network, its tasks, and what else those tasks are tied to; few of each kind of object.

    ``name`` is any name or alias of the node, or part of one. Raises QueryError where no node, or more than one,
    bears it.
    """
    centre = named(found, name)
    near = set(found.to_undirected(as_view=True).neighbors(centre))
    tasks = {centre} if found.nodes[centre]["kind"] is Kind.TASK else near
    far = {other for task in tasks for other in (*found.pred[task], *found.succ[task])}
    kept = found.subgraph({centre} | near | far).copy()
    for kind in LEAVES:
        kept.remove_nodes_from([node for node in ranked(kept, kind)[MOST_CITED:] if node != centre])
    kept.graph["centre"] = centre
    return kept


def _by_body(found: nx.MultiDiGraph, kinds: Iterable[Kind]) -> dict[str, str]:
    """Return for each node the node that it becomes part of; itself where it stays alone."""
    into = {}
    sizes: Counter[str] = Counter()
    for node, data in found.nodes(data=True):
        into[node] = f"{data['kind']} {_home(found, node)}" if data["kind"] in kinds else node
        sizes[into[node]] += 1
    return {node: target if sizes[target] > 1 else node for node, target in into.items()}


def _by_rank(found: nx.MultiDiGraph, most: int) -> dict[str, str]:
    """Return for each node what it becomes where only so many bodies, those with most tasks, stay by themselves."""
    bodies = of_kind(found, Kind.DEPARTMENT)
    ordered = sorted(bodies, key=lambda body: (-found.nodes[body]["weight"], found.nodes[body]["name"], body))
    kept = set(ordered[:most])
    homes = {node: node if found.nodes[node]["kind"] is Kind.DEPARTMENT else _home(found, node) for node in found}
    return {node: node if homes[node] in kept else f"{found.nodes[node]['kind']} …" for node in found}


def _home(found: nx.MultiDiGraph, node: str) -> str:
    """Return the body that holds most of the tasks a node is tied to, or the task it is; "" where none does."""
    tasks = [node] if found.nodes[node]["kind"] is Kind.TASK else list(found.pred[node])
    holders = Counter(
        body for task in tasks for body in set(found.pred[task]) if found.nodes[body]["kind"] is Kind.DEPARTMENT
    )
    ordered: list[str] = sorted(holders, key=lambda body: (-holders[body], -found.nodes[body]["weight"], body))
    return ordered[0] if ordered else ""


def _joined(found: nx.MultiDiGraph, into: dict[str, str]) -> nx.MultiDiGraph:
    """Return a network whose nodes are those that the given ones become part of."""
    import networkx as nx

    joined = nx.MultiDiGraph(**{**found.graph, "clustered": True})
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for node, target in into.items():
        parts[target].append(node)
    for target, nodes in parts.items():
        joined.add_node(target, **_cluster(found, target, nodes))
    for start, end, key, data in found.edges(keys=True, data=True):
        edge = (into[start], into[end], key)
        if joined.has_edge(*edge):
            joined.edges[edge]["evidence"] += data["evidence"]
        else:
            joined.add_edge(*edge[:2], key=key, **data)
    return joined


def _cluster(found: nx.MultiDiGraph, target: str, nodes: list[str]) -> dict[str, Any]:
    """Return the attributes of a node that stands for several; those of a single one as they are."""
    first = dict(found.nodes[nodes[0]])
    if len(nodes) == 1:
        return first
    body = _home(found, nodes[0]) if target != f"{first['kind']} …" else ""
    count = sum(len(found.nodes[node]["members"]) or 1 for node in nodes)
    label = f"{found.nodes[body]['label'] if body else '…'} · {count}"
    names = sorted(
        each
        for node in nodes
        for each in (found.nodes[node]["members"] or (f"{found.nodes[node]['path']} {found.nodes[node]['name']}".strip(),))
    )
    ties = found.succ if first["kind"] is Kind.DEPARTMENT else found.pred
    return {
        **first,
        "label": label,
        "name": label,
        "aliases": tuple(names),
        "weight": len({task for node in nodes for task in ties[node]}),
        "evidence": (),
        "path": "",
        "section": "",
        "generic": (),
        "members": tuple(names),
    }
