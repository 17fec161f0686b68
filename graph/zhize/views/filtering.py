"""Which part of a campaign a picture shows: some bodies, some roles, some kinds of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhize.errors import QueryError
from zhize.model import Role
from zhize.views.kinds import Kind
from zhize.views.labels import clean

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader wants to see; an empty tuple leaves everything."""

    bodies: tuple[str, ...] = ()
    """Any name or part of a name of each body."""
    kinds: tuple[Kind, ...] = ()
    """Kinds of nodes drawn beside the tasks."""
    roles: tuple[Role, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.bodies or self.kinds or self.roles)


def filtered(found: nx.MultiDiGraph, filters: Filters) -> nx.MultiDiGraph:
    """Return the part of a network that the filters leave, as a copy; ``graph["filtered"]`` says if there are any.

    Duties of other roles go, then bodies that are not wanted or hold nothing, then tasks without a duty and what only
    those name, then kinds that are not wanted. Raises QueryError where a body is not in the network.
    """
    kept = found.copy()
    kept.graph["filtered"] = filters.any
    if filters.roles:
        kept.remove_edges_from([
            (start, end, key)
            for start, end, key, role in found.edges(keys=True, data="role")
            if role is not None and role not in filters.roles
        ])  # fmt: skip
    if filters.bodies:
        wanted = {named(found, name, (Kind.DEPARTMENT,)) for name in filters.bodies}
        kept.remove_nodes_from([node for node in _of(kept, Kind.DEPARTMENT) if node not in wanted])
    if filters.roles or filters.bodies:
        kept.remove_nodes_from([node for node in _of(kept, Kind.DEPARTMENT) if not kept.succ[node]])
        held = {task for body in _of(kept, Kind.DEPARTMENT) for task in kept.succ[body]}
        kept.remove_nodes_from([task for task in _of(kept, Kind.TASK) if task not in held])
        leaves = [node for kind in (Kind.LAW, Kind.PRODUCT, Kind.VIOLATION) for node in _of(kept, kind)]
        kept.remove_nodes_from([node for node in leaves if not kept.pred[node]])
    if filters.kinds:
        shown = {Kind.TASK, *filters.kinds}
        kept.remove_nodes_from([node for node, data in kept.nodes(data=True) if data["kind"] not in shown])
    return kept


def named(found: nx.MultiDiGraph, name: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> str:
    """Return the node of the kinds that bears a name or alias, else the one that has it as a part.

    Raises QueryError where no node, or more than one, bears it.
    """
    wanted = clean(name)
    nodes = [node for node, data in found.nodes(data=True) if data["kind"] in kinds]

    def forms(node: str) -> set[str]:
        data = found.nodes[node]
        return {data["name"], data["label"], data["path"], *data["aliases"]} - {""}

    exact = [node for node in nodes if node == name or wanted in forms(node)]
    near: list[str] = exact or [node for node in nodes if wanted and any(wanted in form for form in forms(node))]
    if len(near) == 1:
        return near[0]
    if not near:
        raise QueryError(f"nothing in this campaign is called {name!r}: try part of the name, or zhize show")
    names = ", ".join(sorted(found.nodes[node]["name"] for node in near)[:8])
    raise QueryError(f"{name!r} may be several: {names}; give the whole name")


def _of(found: nx.MultiDiGraph, kind: Kind) -> list[str]:
    return [node for node, data in found.nodes(data=True) if data["kind"] == kind]
