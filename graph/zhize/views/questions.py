"""What the pictures ask of the graph, as SPARQL; answers as plain rows of text."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from zhize import vocab
from zhize.errors import QueryError
from zhize.model import Role
from zhize.store import Iri

if TYPE_CHECKING:
    from zhize.store import Graph, Value


@dataclass(frozen=True, slots=True)
class Plan:
    """A document of a campaign, with what a page says of it."""

    iri: str
    document: str
    """Id of the document."""
    campaign: str
    """Id of the campaign."""
    title: str
    file: str
    year: int
    """0 where the plan states none."""
    published: str
    number: str


class Sighting(NamedTuple):
    """A mention as the graph has it."""

    referent: str
    task: str
    """IRI of the task it stands in; empty outside all tasks."""
    start: int
    end: int


class TaskRow(NamedTuple):
    """A task as the graph has it."""

    iri: str
    path: str
    title: str
    kind: str
    """IRI of its class, the most special one."""
    start: int
    end: int


class DutyRow(NamedTuple):
    """A duty as the graph has it."""

    holder: str
    task: str
    role: Role


_ROLES = {vocab.Lead: Role.LEAD, vocab.Support: Role.SUPPORT, vocab.Joint: Role.JOINT, vocab.Sole: Role.SOLE}


def plans(graph: Graph) -> list[Plan]:
    """Return the plans in the store, the newest first."""
    found = {}
    for document, campaign, title, file, year, published, number in graph.query(_PLANS):
        found[str(document)] = Plan(
            iri=str(document),
            document=identifier(str(document)),
            campaign=identifier(str(campaign)),
            title=str(title or identifier(str(campaign))),
            file=str(file or ""),
            year=_whole(year),
            published=str(published or ""),
            number=str(number or ""),
        )
    ordered = sorted(found.values(), key=lambda plan: plan.document)
    return sorted(ordered, key=lambda plan: (plan.year, plan.published), reverse=True)


def chosen(graph: Graph, campaign: str | None) -> list[Plan]:
    """Return the plans of a campaign, by default of the newest. Raises QueryError where there is none."""
    known = plans(graph)
    if not known:
        raise QueryError("the store holds no campaign: run zhize build first")
    wanted = known[0].campaign if campaign is None else unicodedata.normalize("NFC", campaign)
    found = [plan for plan in known if plan.campaign == wanted]
    if not found:
        names = ", ".join(plan.campaign for plan in known[:20])
        raise QueryError(f"no campaign {wanted!r} in the store; it holds {names}")
    return found


def tasks(graph: Graph, plan: Plan) -> list[TaskRow]:
    """Return the tasks of a plan in the order of its text."""
    rows = {
        str(task): TaskRow(str(task), str(path), str(title or ""), str(kind), _whole(start), _whole(end))
        for task, path, title, kind, start, end in graph.query(_TASKS, doc=Iri(plan.iri))
    }
    return sorted(rows.values(), key=lambda task: (task.start, task.end, task.iri))


def duties(graph: Graph, plan: Plan) -> list[DutyRow]:
    """Return the duties of a plan, sorted."""
    found = graph.query(_DUTIES, doc=Iri(plan.iri))
    return sorted({DutyRow(str(holder), str(task), _ROLES[str(role)]) for holder, task, role in found})


def links(graph: Graph, plan: Plan, prop: str) -> list[tuple[str, str]]:
    """Return the pairs of a task of a plan and what a property links it to, sorted."""
    found = graph.query(_LINKS, doc=Iri(plan.iri), prop=Iri(prop))
    return sorted({(str(start), str(end)) for start, end in found})


def cited_by_document(graph: Graph, plan: Plan) -> list[str]:
    """Return the laws that a plan cites outside its tasks, sorted."""
    return sorted({str(law) for (law,) in graph.query(_CITED, doc=Iri(plan.iri))})


def sightings(graph: Graph, plan: Plan) -> list[Sighting]:
    """Return the mentions of a plan in the order of its text; one in two tasks comes twice."""
    found = {
        Sighting(str(referent), str(task or ""), _whole(start), _whole(end))
        for referent, task, start, end in graph.query(_SIGHTINGS, doc=Iri(plan.iri))
    }
    return sorted(found, key=lambda each: (each.start, each.end, each.referent, each.task))


def names(graph: Graph, things: Iterable[str], lang: str) -> dict[str, str]:
    """Return the label of each thing in a language; where it has none in that, in Chinese, else any."""
    found: defaultdict[str, set[tuple[bool, bool, str]]] = defaultdict(set)
    for thing, label, tag in graph.query(_values(_LABELS, things)):
        found[str(thing)].add((tag != lang, tag != "zh", str(label)))
    return {thing: min(labels)[2] for thing, labels in found.items()}


def other_names(graph: Graph, things: Iterable[str]) -> dict[str, list[str]]:
    """Return all labels, preferred and alternative, of each thing, sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for thing, label in graph.query(_values(_OTHER_LABELS, things)):
        found[str(thing)].add(str(label))
    return {thing: sorted(labels) for thing, labels in found.items()}


def members(graph: Graph, things: Iterable[str], cls: str) -> set[str]:
    """Return those of the things that are of a class."""
    return {str(thing) for (thing,) in graph.query(_values(_MEMBERS, things), cls=Iri(cls))}


def among(graph: Graph, things: Iterable[str], prop: str) -> list[tuple[str, str]]:
    """Return the pairs of the things that a property links, sorted."""
    wanted = set(things)
    found = graph.query(_values(_AMONG, wanted), prop=Iri(prop))
    return sorted({(str(one), str(other)) for one, other in found if str(other) in wanted})


def identifier(iri: str) -> str:
    """Return the id that an IRI ends in.

    >>> identifier("https://w3id.org/zhize/campaign/2020%20%E6%B2%AA")
    '2020 沪'
    """
    return unquote(iri.rsplit("/", 1)[-1])


def _whole(value: Value) -> int:
    """Return a whole number of the graph, 0 where there is none."""
    return value if isinstance(value, int) else 0


def _values(query: str, things: Iterable[str]) -> str:
    return query.replace("THINGS", " ".join(f"<{thing}>" for thing in sorted(set(things))))


_PLANS = """
SELECT ?document ?campaign ?title ?file ?year ?published ?number {
  ?document a zz:Document ; dcterms:isPartOf ?campaign . ?campaign a zz:Campaign .
  OPTIONAL { ?document dcterms:title ?title } OPTIONAL { ?document zz:file ?file }
  OPTIONAL { ?document zz:year ?year } OPTIONAL { ?document zz:published ?published }
  OPTIONAL { ?document zz:number ?number }
}"""

_TASKS = """
SELECT ?task ?path ?title ?kind ?start ?end {
  ?task dcterms:isPartOf ?doc ; a ?kind ; zz:path ?path ; oa:start ?start ; oa:end ?end .
  VALUES ?kind { zz:KeyTask zz:AssignedDuty zz:Requirement zz:ScheduleItem }
  OPTIONAL { ?task dcterms:title ?title }
}"""

_DUTIES = """
SELECT ?holder ?task ?role {
  ?task dcterms:isPartOf ?doc . ?duty zz:task ?task ; zz:holder ?holder ; zz:role ?role
}"""

_LINKS = "SELECT ?task ?thing { ?task dcterms:isPartOf ?doc ; a zz:Task ; ?prop ?thing }"

_CITED = "SELECT ?law { ?doc zz:cites ?law }"

_SIGHTINGS = """
SELECT ?referent ?task ?start ?end {
  ?mention zz:inDocument ?doc ; zz:refersTo ?referent ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?mention zz:inTask ?task }
}"""

_LABELS = """
SELECT ?thing ?label (LANG(?label) AS ?lang) { VALUES ?thing { THINGS } ?thing rdfs:label ?label }"""

_OTHER_LABELS = """
SELECT DISTINCT ?thing ?label {
  VALUES ?thing { THINGS } { ?thing rdfs:label ?label } UNION { ?thing skos:altLabel ?label }
}"""

_MEMBERS = "SELECT DISTINCT ?thing { VALUES ?thing { THINGS } ?thing a ?cls }"

_AMONG = "SELECT DISTINCT ?one ?other { VALUES ?one { THINGS } ?one ?prop ?other }"
