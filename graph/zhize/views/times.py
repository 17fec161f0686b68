"""One body, violation, product or law through the campaigns, as a network with a place for each campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from zhize import vocab
from zhize.authority import shipped
from zhize.comparison import Sort, Timeline, timeline
from zhize.errors import QueryError
from zhize.lineage import Lineage
from zhize.model import Role
from zhize.stored import campaign
from zhize.views import projection, questions
from zhize.views.filtering import Filters
from zhize.views.kinds import PREDICATES, Kind
from zhize.views.labels import clean
from zhize.views.marks import Mark
from zhize.views.quotes import Evidence, sentence

if TYPE_CHECKING:
    import networkx as nx

    from zhize.comparison.timeline import Entry
    from zhize.store import Graph
    from zhize.views.questions import Plan

SORTS: Final = {
    Sort.DEPARTMENT: Kind.DEPARTMENT,
    Sort.VIOLATION: Kind.VIOLATION,
    Sort.PRODUCT: Kind.PRODUCT,
    Sort.LAW: Kind.LAW,
}
"""What can be followed, and the kind of node that stands for it."""


def through_time(
    graph: Graph,
    sort: Sort,
    name: str,
    campaigns: Sequence[str] = (),
    *,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> nx.MultiDiGraph:
    """Return one thing through campaigns, by default all: its names at each time, the tasks that name it, and ties.

    Nodes bear the attributes of `network` and ``campaign``. A name (a body, the words of a plan, a law) is a node
    ``CAMPAIGN NAME``; it runs to the tasks of that campaign that name it, with their role where it is a body, and to
    the name that carries it on in the next campaign that has one (KEPT, or RENAMED through a reform). A task runs to
    the tasks of other campaigns that the graph aligns it with (zz:continues, zz:correspondsTo). Graph attributes:
    ``plans``, ``totals``, ``lang``, ``campaigns`` (id, date and whether it stands there, by date), ``name``. Raises
    QueryError where no campaign has the thing, or the roles of the filter leave nothing.
    """
    import networkx as nx

    known = {plan.document: plan for plan in questions.plans(graph)}
    wanted = [plan for name_ in campaigns for plan in questions.chosen(graph, name_)] or list(known.values())
    found = timeline(sort, name, [campaign(graph, plan.document) for plan in wanted], shipped())
    entries = [each for each in found.entries if _of_role(each, sort, filters.roles)]
    if not entries:
        raise QueryError(f"{name!r} holds no task in these roles: leave out --role")
    order = sorted({plan.document for plan in wanted}, key=lambda each: (_date(known[each]), each))
    drawn = nx.MultiDiGraph(
        plans=tuple(known[each] for each in order), lang=lang, name=found.name, clustered=False,
        filtered=bool(filters.roles),
        campaigns=tuple((each, _date(known[each]), any(e.campaign == each for e in entries)) for each in order),
    )  # fmt: skip
    _add_entries(drawn, graph, found, entries)
    _add_lineage(drawn, sort, order)
    _add_alignment(drawn, graph)
    drawn.graph["totals"] = Counter(data["kind"] for _, data in drawn.nodes(data=True))
    return drawn


def _date(plan: Plan) -> str:
    return plan.published or str(plan.year or "")


def _of_role(entry: Entry, sort: Sort, roles: Sequence[Role]) -> bool:
    return not roles or sort is not Sort.DEPARTMENT or entry.detail in roles


def _add_entries(drawn: nx.MultiDiGraph, graph: Graph, found: Timeline, entries: Iterable[Entry]) -> None:
    sources: dict[str, str] = {}
    spans: dict[str, dict[str, questions.TaskRow]] = {}
    plans = {plan.document: plan for plan in drawn.graph["plans"]}
    kind = SORTS[found.sort]
    for entry in entries:
        if entry.campaign not in sources:
            sources[entry.campaign] = graph.source(entry.campaign)
            spans[entry.campaign] = {row.path: row for row in questions.tasks(graph, plans[entry.campaign])}
        row = spans[entry.campaign][entry.path]
        proof = _proof(entry, row, sources[entry.campaign])
        role = Role(entry.detail) if found.sort is Sort.DEPARTMENT else None
        name, task = f"{entry.campaign} {entry.name}", row.iri
        if name not in drawn:
            drawn.add_node(name, **_node(kind, entry.name, entry.campaign))
        if task not in drawn:
            drawn.add_node(task, **{**_node(Kind.TASK, entry.title, entry.campaign), "path": entry.path, "section": row.kind})
        drawn.nodes[name]["weight"] += 1
        drawn.nodes[name]["aliases"] = tuple(sorted({*drawn.nodes[name]["aliases"], clean(proof.exact)} - {entry.name, ""}))
        predicate = PREDICATES[role] if role is not None else vocab.CITES if kind is Kind.LAW else vocab.TARGETS
        if drawn.has_edge(name, task, predicate):
            drawn.edges[name, task, predicate]["evidence"] += (proof,)
        else:
            drawn.add_edge(name, task, key=predicate, predicate=predicate, role=role, mark=None, evidence=(proof,))


def _node(kind: Kind, name: str, where: str) -> dict[str, Any]:
    return {
        "kind": kind, "label": name or "–", "name": name or "–", "aliases": (), "weight": 0, "evidence": (), "path": "",
        "order": 0, "section": "", "generic": (), "members": (), "mark": None, "campaign": where,
    }  # fmt: skip


def _proof(entry: Entry, row: questions.TaskRow, source: str) -> Evidence:
    start, end = entry.evidence.start, entry.evidence.end
    lower, upper = sentence(source, start, end, (row.start, row.end))
    return Evidence(entry.campaign, entry.path, source[lower:upper], start, end, lower)


def _add_lineage(drawn: nx.MultiDiGraph, sort: Sort, order: Sequence[str]) -> None:
    """Tie each name to what carries it on in the next campaign that has any, at the same place for a body."""
    lineage = Lineage(shipped())
    columns = [
        [node for node, data in drawn.nodes(data=True) if data["campaign"] == each and data["kind"] is not Kind.TASK]
        for each in order
    ]
    columns = [column for column in columns if column]
    for at, column in enumerate(columns[:-1]):
        later = {drawn.nodes[node]["name"]: node for node in columns[at + 1]}
        for node in column:
            name = drawn.nodes[node]["name"]
            heirs = {heir.name: heir.reforms[-1] for heir in lineage.heirs(name, "")} if sort is Sort.DEPARTMENT else {}
            following = [name] if name in later else [heir for heir in heirs if heir in later]
            if sort is not Sort.DEPARTMENT and not following:
                following = list(later)[:1]
            for each in following:
                reform = heirs.get(each)
                drawn.add_edge(
                    node, later[each], key=vocab.CONTINUES, predicate=vocab.CONTINUES, role=None,
                    mark=Mark.RENAMED if reform is not None and each != name else Mark.KEPT, reform=reform,
                    evidence=_first(drawn, node) + _first(drawn, later[each]),
                )  # fmt: skip


def _first(drawn: nx.MultiDiGraph, node: str) -> tuple[Evidence, ...]:
    """Return the first words that prove a name."""
    return next((edge["evidence"][:1] for _, _, edge in drawn.out_edges(node, data=True) if edge["evidence"]), ())


def _add_alignment(drawn: nx.MultiDiGraph, graph: Graph) -> None:
    """Tie the tasks of different campaigns that the graph aligns, the earlier one first."""
    place = {name: at for at, (name, _, _) in enumerate(drawn.graph["campaigns"])}
    tasks = [node for node, data in drawn.nodes(data=True) if data["kind"] is Kind.TASK]
    for predicate in (vocab.CONTINUES, vocab.CORRESPONDS_TO):
        for pair in questions.among(graph, tasks, predicate):
            start, end = sorted(pair, key=lambda task: place[drawn.nodes[task]["campaign"]])
            if not drawn.has_edge(start, end):
                evidence = tuple(
                    each for task in (start, end) for _, _, edge in drawn.in_edges(task, data=True)
                    if edge["predicate"] not in (vocab.CONTINUES, vocab.CORRESPONDS_TO) for each in edge["evidence"][:1]
                )  # fmt: skip
                drawn.add_edge(start, end, key=predicate, predicate=predicate, role=None, mark=None, evidence=evidence)
