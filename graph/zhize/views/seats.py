"""Two campaigns side by side: which body of the later one holds the seat of which of the earlier, which duty goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zhize.authority import shipped
from zhize.comparison import ChangeKind, Scope, compare
from zhize.errors import QueryError
from zhize.lineage import Lineage, Reform
from zhize.model import TaskKind
from zhize.stored import campaign
from zhize.views import projection, questions
from zhize.views.filtering import Filters
from zhize.views.kinds import Kind, of_kind
from zhize.views.marks import Mark

if TYPE_CHECKING:
    import networkx as nx

    from zhize.catalogue import CampaignEntry, Holder
    from zhize.comparison import Comparison
    from zhize.store import Graph

_COUNTED: Final = (TaskKind.TASK, TaskKind.DUTY)


@dataclass(frozen=True, slots=True)
class Seat:
    """A body of the later campaign that holds the seat of one of the earlier."""

    body: str
    """Node of the later network."""
    mark: Mark
    """KEPT, RENAMED or COUNTERPART."""
    reform: Reform | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two campaigns, each as departments and tasks, with what ties the one to the other."""

    one: nx.MultiDiGraph
    other: nx.MultiDiGraph
    seats: Mapping[str, tuple[Seat, ...]]
    """By node of the earlier network; empty where the body left."""
    links: Mapping[str, tuple[str, ...]]
    """The tasks of the later network that take up a task of the earlier, by node."""
    moved: tuple[frozenset[str], frozenset[str]]
    """The tasks that the later campaign dropped, by node of the earlier network, and those that it added."""
    reforms: Mapping[str, Reform]
    """The reform that moved work away from a body that left, or to one that joined, by node."""

    def duty_goes_to(self, body: str, task: str) -> list[tuple[Seat, str]]:
        """Return the later duties that carry on a duty: seats and tasks that correspond, in the order of the plan."""
        return [
            (seat, later)
            for later in self.links.get(task, ())
            for seat in self.seats[body]
            if self.other.has_edge(seat.body, later)
        ]


def pair(graph: Graph, one: str, other: str, lang: str, filters: Filters) -> Pair:
    """Return two campaigns of a store side by side: their tasks and duties, requirements and schedules aside.

    Filters hold for both; a body is looked for under its name in either, and its seat in the other stays. Raises
    QueryError where the store has not both or they are one.
    """
    if one == other:
        raise QueryError(f"two campaigns are compared: {one!r} is given twice")
    entries = campaign(graph, one), campaign(graph, other)
    nets = [_counted(graph, entry, lang, Filters(roles=filters.roles)) for entry in entries]
    found = compare(*entries, shipped())
    seats = _seats(found, nets[0], nets[1])
    reforms = {
        _names(net)[change.subject]: change.reform
        for change in found.changes
        for net, kind in ((nets[0], ChangeKind.DEPARTMENT_DROPPED), (nets[1], ChangeKind.DEPARTMENT_ADDED))
        if change.kind is kind and change.scope is Scope.CAMPAIGN and change.reform and change.subject in _names(net)
    }
    links = _links(found, nets[0], nets[1])
    moved = _moved(found, ChangeKind.TASK_DROPPED, nets[0]), _moved(found, ChangeKind.TASK_ADDED, nets[1])
    whole = Pair(nets[0], nets[1], seats, links, moved, reforms)
    return _narrowed(whole, filters) if filters.bodies else whole


def _counted(graph: Graph, entry: CampaignEntry, lang: str, filters: Filters) -> nx.MultiDiGraph:
    """Return the departments and tasks of a campaign; each body bears its Chinese name as ``zh`` too."""
    net = projection.department_tasks(graph, entry.id, lang=lang, filters=filters)
    paths = {task.path for task in entry.tasks if task.kind in _COUNTED}
    net.remove_nodes_from([task for task in of_kind(net, Kind.TASK) if net.nodes[task]["path"] not in paths])
    net.remove_nodes_from([body for body in of_kind(net, Kind.DEPARTMENT) if not net.succ[body]])
    known = questions.names(graph, of_kind(net, Kind.DEPARTMENT), "zh")
    for body in of_kind(net, Kind.DEPARTMENT):
        net.nodes[body]["zh"] = known.get(body, net.nodes[body]["name"])
    return net


def _names(net: nx.MultiDiGraph) -> dict[str, str]:
    return {net.nodes[body]["zh"]: body for body in of_kind(net, Kind.DEPARTMENT)}


def _seats(found: Comparison, one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> dict[str, tuple[Seat, ...]]:
    """Return who holds whose seat; a succession counts whichever of the two campaigns is the later."""
    earlier, later = _names(one), _names(other)
    seats: dict[str, list[Seat]] = {body: [] for body in earlier.values()}
    for name, body in earlier.items():
        if name in later:
            seats[body].append(Seat(later[name], Mark.KEPT))
    gone = set()
    for change in found.changes:
        if change.scope is not Scope.CAMPAIGN:
            continue
        if change.kind is ChangeKind.DEPARTMENT_DROPPED:
            gone.add(change.subject)
        elif change.kind is ChangeKind.DEPARTMENT_SUCCEEDED:
            for heir in change.successors:
                before, after = (change.subject, heir) if heir in later and change.subject in earlier else (heir, change.subject)
                if before in earlier and after in later:
                    seats[earlier[before]].append(Seat(later[after], Mark.RENAMED, change.reform))
    work = {
        holder.name: holder
        for entry in (found.one, found.other) for task in entry.tasks for holder in task.holders
    }  # fmt: skip
    lineage = Lineage(shipped())
    for name, body in earlier.items():
        if not seats[body] and name not in gone:
            alike = sorted(each for each in later if _alike(lineage, work.get(name), work.get(each)))
            seats[body] += [Seat(later[each], Mark.COUNTERPART) for each in alike]
    return {body: tuple(dict.fromkeys(several)) for body, several in seats.items()}


def _alike(lineage: Lineage, one: Holder | None, other: Holder | None) -> bool:
    """Tell whether two bodies, or two classes of bodies, do the same work at their levels."""
    if one is None or other is None:
        return False
    return one.collective == other.collective and lineage.akin(one.function, other.function)


def _links(found: Comparison, one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> dict[str, tuple[str, ...]]:
    here, there = ({net.nodes[task]["path"]: task for task in of_kind(net, Kind.TASK)} for net in (one, other))
    links: defaultdict[str, list[str]] = defaultdict(list)
    for link in found.links:
        if link.one.path in here and link.other.path in there:
            links[here[link.one.path]].append(there[link.other.path])
    order = {task: at for at, task in enumerate(of_kind(other, Kind.TASK))}
    return {task: tuple(sorted(set(later), key=order.__getitem__)) for task, later in links.items()}


def _moved(found: Comparison, kind: ChangeKind, net: nx.MultiDiGraph) -> frozenset[str]:
    """Return the tasks of a network that changes of a kind are about."""
    paths = {path for change in found.changes if change.kind is kind for path in (*change.from_paths, *change.to_paths)}
    return frozenset(task for task in of_kind(net, Kind.TASK) if net.nodes[task]["path"] in paths)


def _narrowed(whole: Pair, filters: Filters) -> Pair:
    """Return the pair with the bodies that are wanted, and those that hold their seats before or after."""
    one: set[str] = set()
    other: set[str] = set()
    for name in filters.bodies:
        here, there = _meant(whole.one, name), _meant(whole.other, name)
        if not here | there:
            raise QueryError(f"nothing in either campaign is called {name!r}: try part of the name, or zhize show")
        one |= here
        other |= there
    other |= {seat.body for body in one for seat in whole.seats[body]}
    one |= {body for body, seats in whole.seats.items() if any(seat.body in other for seat in seats)}
    other |= {seat.body for body in one for seat in whole.seats[body]}
    nets = []
    for net, wanted in ((whole.one, one), (whole.other, other)):
        held = {task for body in wanted for task in net.succ[body]}
        nets.append(net.subgraph(wanted | held).copy())
    seats = {body: whole.seats[body] for body in sorted(one)}
    return Pair(nets[0], nets[1], seats, _within(whole, *nets), whole.moved, whole.reforms)


def _within(whole: Pair, one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> dict[str, tuple[str, ...]]:
    return {
        task: tuple(each for each in later if each in other) for task, later in whole.links.items() if task in one
    }


def _meant(net: nx.MultiDiGraph, name: str) -> set[str]:
    """Return the bodies of a network that a name means, by its whole or else by a part of it."""
    bodies = of_kind(net, Kind.DEPARTMENT)
    forms = {body: {net.nodes[body]["name"], net.nodes[body]["label"], *net.nodes[body]["aliases"]} for body in bodies}
    exact = {body for body in bodies if name in forms[body]}
    return exact or {body for body in bodies if any(name in form for form in forms[body])}
