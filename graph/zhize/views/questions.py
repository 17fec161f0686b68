"""What the pictures ask of the graph, as SPARQL; answers as plain rows of text."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from zhize import vocab
from zhize.errors import QueryError
from zhize.model import Role


class Graph(Protocol):
    """What the views need of a store: SELECT queries, and the sources beside the graph."""

    def select(self, query: str) -> Iterable[Mapping[str, str | None]]:
        """Return the rows of a SELECT query, each a mapping of variables to text."""

    def source(self, document: str) -> str:
        """Return the decoded text of a document by its id."""


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
    exact: str


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


_TASK_KINDS = (vocab.KeyTask, vocab.AssignedDuty, vocab.Requirement, vocab.ScheduleItem)
_ROLES = {vocab.Lead: Role.LEAD, vocab.Support: Role.SUPPORT, vocab.Joint: Role.JOINT, vocab.Sole: Role.SOLE}


def plans(graph: Graph) -> list[Plan]:
    """Return the plans in the store, the newest first."""
    found = {}
    for row in graph.select(_PLANS):
        campaign = row["campaign"] or ""
        found[row["document"] or ""] = Plan(
            iri=row["document"] or "",
            document=identifier(row["document"] or ""),
            campaign=identifier(campaign),
            title=row["title"] or identifier(campaign),
            file=row["file"] or "",
            year=int(row["year"] or 0),
            published=row["published"] or "",
            number=row["number"] or "",
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
    rows: dict[str, TaskRow] = {}
    for row in graph.select(_about(_TASKS, plan)):
        if row["kind"] in _TASK_KINDS or row["task"] not in rows:
            rows[row["task"] or ""] = TaskRow(
                row["task"] or "",
                row["path"] or "",
                row["title"] or "",
                row["kind"] or "",
                int(row["start"] or 0),
                int(row["end"] or 0),
            )
    return sorted(rows.values(), key=lambda task: (task.start, task.end, task.iri))


def duties(graph: Graph, plan: Plan) -> list[DutyRow]:
    """Return the duties of a plan, sorted."""
    found = {
        DutyRow(row["holder"] or "", row["task"] or "", _ROLES[row["role"] or ""])
        for row in graph.select(_about(_DUTIES, plan))
    }
    return sorted(found)


def links(graph: Graph, plan: Plan, prop: str) -> list[tuple[str, str]]:
    """Return the pairs that a property links, sorted; its subjects are tasks of a plan or the plan itself."""
    query = _about(_LINKS, plan).replace("PROPERTY", f"<{prop}>")
    return sorted({(row["from"] or "", row["to"] or "") for row in graph.select(query)})


def sightings(graph: Graph, plan: Plan) -> list[Sighting]:
    """Return the mentions of a plan in the order of its text; one in two tasks comes twice."""
    found = {
        Sighting(
            row["referent"] or "",
            row["task"] or "",
            int(row["start"] or 0),
            int(row["end"] or 0),
            row["exact"] or "",
        )
        for row in graph.select(_about(_SIGHTINGS, plan))
    }
    return sorted(found, key=lambda each: (each.start, each.end, each.referent, each.task))


def names(graph: Graph, things: Iterable[str], lang: str) -> dict[str, str]:
    """Return the label of each thing in a language; where it has none in that, in Chinese, else any."""
    found: defaultdict[str, set[tuple[bool, bool, str]]] = defaultdict(set)
    for row in graph.select(_values(_LABELS, things)):
        tag = row["lang"] or ""
        found[row["thing"] or ""].add((tag != lang, tag != "zh", row["label"] or ""))
    return {thing: min(labels)[2] for thing, labels in found.items()}


def other_names(graph: Graph, things: Iterable[str]) -> dict[str, list[str]]:
    """Return all labels, preferred and alternative, of each thing, sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in graph.select(_values(_OTHER_LABELS, things)):
        found[row["thing"] or ""].add(row["label"] or "")
    return {thing: sorted(labels) for thing, labels in found.items()}


def members(graph: Graph, things: Iterable[str], cls: str) -> set[str]:
    """Return those of the things that are of a class."""
    query = _values(_MEMBERS, things).replace("CLASS", f"<{cls}>")
    return {row["thing"] or "" for row in graph.select(query)}


def identifier(iri: str) -> str:
    """Return the id that an IRI ends in.

    >>> identifier("https://w3id.org/zhize/campaign/2020%20%E6%B2%AA")
    '2020 沪'
    """
    return unquote(iri.rsplit("/", 1)[-1])


def _about(query: str, plan: Plan) -> str:
    return query.replace("DOCUMENT", f"<{plan.iri}>")


def _values(query: str, things: Iterable[str]) -> str:
    return query.replace("THINGS", " ".join(f"<{thing}>" for thing in sorted(set(things))))


_PLANS = f"""
SELECT ?document ?campaign ?title ?file ?year ?published ?number WHERE {{
  ?document a <{vocab.Document}> ; <{vocab.DCTERMS_IS_PART_OF}> ?campaign .
  ?campaign a <{vocab.Campaign}> .
  OPTIONAL {{ ?document <{vocab.DCTERMS_TITLE}> ?title }}
  OPTIONAL {{ ?document <{vocab.FILE}> ?file }}
  OPTIONAL {{ ?document <{vocab.YEAR}> ?year }}
  OPTIONAL {{ ?document <{vocab.PUBLISHED}> ?published }}
  OPTIONAL {{ ?document <{vocab.NUMBER}> ?number }}
}}"""

_TASKS = f"""
SELECT ?task ?path ?title ?kind ?start ?end WHERE {{
  ?task <{vocab.DCTERMS_IS_PART_OF}> DOCUMENT ; a <{vocab.Task}> ; a ?kind ; <{vocab.PATH}> ?path ;
    <{vocab.OA_START}> ?start ; <{vocab.OA_END}> ?end .
  OPTIONAL {{ ?task <{vocab.DCTERMS_TITLE}> ?title }}
}}"""

_DUTIES = f"""
SELECT ?holder ?task ?role WHERE {{
  ?task <{vocab.DCTERMS_IS_PART_OF}> DOCUMENT .
  ?duty <{vocab.TASK}> ?task ; <{vocab.HOLDER}> ?holder ; <{vocab.ROLE}> ?role .
}}"""

_LINKS = f"""
SELECT DISTINCT ?from ?to WHERE {{
  {{ ?from <{vocab.DCTERMS_IS_PART_OF}> DOCUMENT ; PROPERTY ?to }}
  UNION {{ BIND (DOCUMENT AS ?from) DOCUMENT PROPERTY ?to }}
}}"""

_SIGHTINGS = f"""
SELECT ?referent ?task ?start ?end ?exact WHERE {{
  ?mention <{vocab.IN_DOCUMENT}> DOCUMENT ; <{vocab.REFERS_TO}> ?referent ;
    <{vocab.OA_START}> ?start ; <{vocab.OA_END}> ?end ; <{vocab.OA_EXACT}> ?exact .
  OPTIONAL {{ ?mention <{vocab.IN_TASK}> ?task }}
}}"""

_LABELS = f"""
SELECT ?thing ?label (LANG(?label) AS ?lang) WHERE {{
  VALUES ?thing {{ THINGS }} ?thing <{vocab.RDFS_LABEL}> ?label
}}"""

_OTHER_LABELS = f"""
SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?thing {{ THINGS }} ?thing <{vocab.RDFS_LABEL}>|<{vocab.SKOS_ALT_LABEL}> ?label
}}"""

_MEMBERS = "SELECT DISTINCT ?thing WHERE { VALUES ?thing { THINGS } ?thing a CLASS }"
