"""The graph of duties as a networkx graph of what one picture shows.

Nodes are IRIs. Node attributes:

``kind``      a `Kind`
``label``     short name on one line, as the plan itself says it
``name``      full official name, or title
``aliases``   other names, sorted: forms used in the plan, short names of the tables
``weight``    how many tasks it is tied to; for a task, how many bodies hold it
``evidence``  tuple of `Evidence` that stands outside all tasks (a law cited in the preamble)
``path``      of a task, its path; otherwise empty
``order``     of a task, its place among the tasks of the campaign; otherwise 0
``section``   of a task, IRI of its class; otherwise empty
``generic``   of a task, tuple of the non-specific actors it names (相关部门)
``members``   of a cluster, tuple of the nodes it stands for; otherwise empty
``mark``      between two campaigns, what became of it: a `Mark`; otherwise None

Edge attributes (the key of an edge is its predicate):

``predicate``  IRI: zz:leads, zz:supports, zz:sharesDuty, zz:holdsAlone, zz:cites, zz:targets
``role``       a `Role`, or None where the edge is no duty
``evidence``   tuple of `Evidence`, in the order of the text
``mark``       as of nodes

Graph attributes: ``plans`` (tuple of `Plan`), ``totals`` (how many nodes of each kind the campaign has, drawn
or not), ``clustered`` (True where nodes stand for several things), ``filtered`` (True where a reader left some out),
``lang`` (language of the names).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zhize import vocab
from zhize.model import Role
from zhize.views import questions
from zhize.views.filtering import Filters, filtered
from zhize.views.kinds import LEAVES, PREDICATES, Kind
from zhize.views.labels import clean, short_name
from zhize.views.questions import Plan, TaskRow
from zhize.views.quotes import Evidence, sentence

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph

MOST_CITED: Final = 30
"""How many laws, products and violations of a campaign a network shows of each, unless it shows all."""


NO_FILTERS: Final = Filters()
"""Everything is shown."""
_SHORT: Final = {Kind.DEPARTMENT: 24, Kind.LAW: 32}
"""The short name of a body or a law has at most so many columns."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the graph says of one plan."""

    plan: Plan
    tasks: list[TaskRow]
    edges: list[tuple[str, str, str, Role | None]]
    """From, to, predicate, role."""
    generic: dict[str, list[str]]
    cited: list[str]
    """Laws that the document cites outside its tasks."""
    evidence: dict[tuple[str, str], tuple[Evidence, ...]]
    """By what is named and the task in which; "" stands for no task."""
    surfaces: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """All forms of a name in the plan, as often as they stand there."""


def network(
    graph: Graph,
    campaign: str | None = None,
    *,
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = NO_FILTERS,
) -> nx.MultiDiGraph:
    """Return the responsibility network of a campaign, by default of the newest: five kinds of nodes and their ties.

    They are departments, tasks, laws, products and violations; edges run from departments to tasks and from tasks to
    what they cite and target. Of laws, products and violations those that most tasks name are there, `MOST_CITED` of
    each, or ``everything``. Raises QueryError where the store has no such campaign, or no body that a filter names.
    """
    import networkx as nx

    found = nx.MultiDiGraph()
    readings = [_read(graph, plan) for plan in questions.chosen(graph, campaign)]
    for reading in readings:
        _draw(found, graph, reading)
    _describe(found, graph, readings, lang)
    found.graph["plans"] = tuple(reading.plan for reading in readings)
    found.graph["totals"] = Counter(data["kind"] for _, data in found.nodes(data=True))
    found.graph["clustered"] = False
    found.graph["lang"] = lang
    return limited(found, everything=everything, filters=filters)


def limited(found: nx.MultiDiGraph, *, everything: bool, filters: Filters) -> nx.MultiDiGraph:
    """Return a network as the filters leave it, with at most `MOST_CITED` laws, products and violations of each."""
    found.graph["filtered"] = False
    if filters.any:
        found = filtered(found, filters)
    if not everything:
        for kind in LEAVES:
            found.remove_nodes_from(ranked(found, kind)[MOST_CITED:])
    return found


def department_tasks(
    graph: Graph, campaign: str | None = None, *, lang: str = "zh", filters: Filters = NO_FILTERS
) -> nx.MultiDiGraph:
    """Return the departments and tasks of a campaign alone, an edge for each duty with its role.

    Nodes and edges bear the attributes of `network`; tasks that name nobody are there too.
    """
    found = network(graph, campaign, everything=True, lang=lang, filters=filters)
    found.remove_nodes_from([node for node, kind in found.nodes(data="kind") if kind in LEAVES])
    found.graph["totals"] = Counter({kind: found.graph["totals"][kind] for kind in (Kind.DEPARTMENT, Kind.TASK)})
    return found


def ranked(found: nx.MultiDiGraph, kind: Kind) -> list[str]:
    """Return the nodes of a kind, those that most tasks name first; ties by number of mentions, then by name."""

    def rank(node: str) -> tuple[int, int, str, str]:
        data = found.nodes[node]
        mentions = sum(len(edge["evidence"]) for _, _, edge in found.in_edges(node, data=True))
        return -data["weight"], -mentions - len(data["evidence"]), data["name"], node

    return sorted((node for node, data in found.nodes(data=True) if data["kind"] == kind), key=rank)


def _read(graph: Graph, plan: Plan) -> _Reading:
    tasks = questions.tasks(graph, plan)
    edges: list[tuple[str, str, str, Role | None]] = [
        (duty.holder, duty.task, PREDICATES[duty.role], duty.role) for duty in questions.duties(graph, plan)
    ]
    for predicate in (vocab.CITES, vocab.TARGETS):
        edges += [(*pair, predicate, None) for pair in questions.links(graph, plan, predicate)]
    generic = defaultdict(list)
    for task, actor in questions.links(graph, plan, vocab.GENERIC):
        generic[task].append(actor)
    cited = questions.cited_by_document(graph, plan)
    reading = _Reading(plan, tasks, edges, dict(generic), cited, _evidence(graph, plan, tasks))
    for (referent, _), several in reading.evidence.items():
        reading.surfaces[referent] += [clean(each.exact) for each in several]
    return reading


def _evidence(graph: Graph, plan: Plan, tasks: Iterable[TaskRow]) -> dict[tuple[str, str], tuple[Evidence, ...]]:
    rows = {task.iri: task for task in tasks}
    source = graph.source(plan.document)
    gathered: defaultdict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for seen in questions.sightings(graph, plan):
        task = rows.get(seen.task)
        within = (task.start, task.end) if task is not None else None
        lower, upper = sentence(source, seen.start, seen.end, within)
        path = task.path if task is not None else ""
        gathered[seen.referent, seen.task].append(
            Evidence(plan.document, path, source[lower:upper], seen.start, seen.end, lower)
        )
    return {pair: tuple(several) for pair, several in gathered.items()}


def _draw(found: nx.MultiDiGraph, graph: Graph, reading: _Reading) -> None:
    """Add the nodes and edges of one plan, still without names."""
    for task in reading.tasks:
        place = len(found)
        found.add_node(task.iri, kind=Kind.TASK, path=task.path, order=place, section=task.kind, name=task.title)
    targets = {to for _, to, predicate, _ in reading.edges if predicate == vocab.TARGETS}
    products = questions.members(graph, targets, vocab.ProductCategory)
    for start, to, predicate, role in reading.edges:
        if role is not None:
            found.add_node(start, kind=Kind.DEPARTMENT)
        elif predicate == vocab.CITES:
            found.add_node(to, kind=Kind.LAW)
        else:
            found.add_node(to, kind=Kind.PRODUCT if to in products else Kind.VIOLATION)
        named, task_iri = (start, to) if role is not None else (to, start)
        proof = reading.evidence.get((named, task_iri), ())
        found.add_edge(start, to, key=predicate, predicate=predicate, role=role, evidence=proof, mark=None)
    for law in reading.cited:
        found.add_node(law, kind=Kind.LAW)


def _describe(found: nx.MultiDiGraph, graph: Graph, readings: list[_Reading], lang: str) -> None:
    """Give every node its names, its weight and the evidence that stands outside the tasks."""
    generic = {task: actors for reading in readings for task, actors in reading.generic.items()}
    actors = {actor for several in generic.values() for actor in several}
    names = questions.names(graph, {*found.nodes, *actors}, lang)
    others = questions.other_names(graph, found.nodes)
    for node, data in found.nodes(data=True):
        name = clean(data.get("name") or names.get(node) or questions.identifier(node)) or "–"
        surfaces = [surface for reading in readings for surface in reading.surfaces[node]]
        data["name"] = name
        data["label"] = _label(data["kind"], name, surfaces, lang)
        data["aliases"] = tuple(sorted({clean(each) for each in (*surfaces, *others.get(node, ()))} - {name, ""}))
        data["evidence"] = tuple(each for reading in readings for each in reading.evidence.get((node, ""), ()))
        data["generic"] = tuple(clean(names.get(actor, "")) for actor in generic.get(node, ()))
        data["members"] = ()
        data["mark"] = None
        data.setdefault("path", "")
        data.setdefault("order", 0)
        data.setdefault("section", "")
        ties = found.predecessors(node) if data["kind"] != Kind.DEPARTMENT else found.successors(node)
        data["weight"] = len(set(ties))
    _tell_apart(found)


def _label(kind: Kind, name: str, surfaces: Iterable[str], lang: str) -> str:
    """Return the short label of a node; English names have no short form in a plan."""
    if lang != "zh" or kind is Kind.TASK:
        return name
    if kind is Kind.LAW:
        bare = (surface.strip("《》") for surface in surfaces)
        return short_name(name, bare, _SHORT[kind])
    return short_name(name, surfaces, _SHORT[kind]) if kind is Kind.DEPARTMENT else name


def _tell_apart(found: nx.MultiDiGraph) -> None:
    """Give nodes of one kind whose short labels are the same their full names."""
    seen = Counter((data["kind"], data["label"]) for _, data in found.nodes(data=True))
    for _, data in found.nodes(data=True):
        if seen[data["kind"], data["label"]] > 1:
            data["label"] = data["name"]
