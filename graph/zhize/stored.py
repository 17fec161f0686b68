"""Campaigns read back from the store, as the views of `zhize.catalogue`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from zhize import vocab
from zhize.catalogue import Aim, CampaignEntry, Cited, Due, Evidence, Holder, TaskEntry, plain, sentence
from zhize.errors import QueryError
from zhize.model import Indicator, Mention, Role, TaskKind
from zhize.rdf import iri
from zhize.store import Graph, Iri, Value

_KINDS = {
    vocab.KeyTask: TaskKind.TASK,
    vocab.AssignedDuty: TaskKind.DUTY,
    vocab.Requirement: TaskKind.REQUIREMENT,
    vocab.ScheduleItem: TaskKind.SCHEDULE,
}
_ROLES = {vocab.Lead: Role.LEAD, vocab.Support: Role.SUPPORT, vocab.Joint: Role.JOINT, vocab.Sole: Role.SOLE}

_DOCUMENTS = """
SELECT ?doc ?title ?number ?level ?region ?year ?starts ?ends ?published ?truncated {
  ?doc a zz:Document ; dcterms:title ?title ; zz:truncated ?truncated .
  OPTIONAL { ?doc zz:number ?number } OPTIONAL { ?doc zz:level ?level }
  OPTIONAL { ?doc zz:region/rdfs:label ?region FILTER (LANG(?region) = "zh") } OPTIONAL { ?doc zz:year ?year }
  OPTIONAL { ?doc zz:starts ?starts } OPTIONAL { ?doc zz:ends ?ends } OPTIONAL { ?doc zz:published ?published }
} ORDER BY ?doc
"""
_LINKS = """
SELECT ?doc ?kind ?label (MIN(?start) AS ?first) {
  VALUES (?link ?kind) { (zz:issuedBy "issuer") (zz:implements "implements") (zz:cites "cites") }
  ?doc a zz:Document ; ?link ?thing . ?thing rdfs:label ?label FILTER (LANG(?label) = "zh")
  ?mention zz:refersTo ?thing ; zz:inDocument ?doc ; oa:start ?start
} GROUP BY ?doc ?kind ?label ORDER BY ?doc ?kind ?first ?label
"""
_TASKS = """
SELECT ?task ?path ?kind ?title ?start ?end {
  ?task dcterms:isPartOf ?doc ; a zz:Task, ?kind ; zz:path ?path ; dcterms:title ?title ; oa:start ?start ; oa:end ?end .
  VALUES ?kind { zz:KeyTask zz:AssignedDuty zz:Requirement zz:ScheduleItem }
} ORDER BY ?start ?end
"""
_DUTIES = """
SELECT ?task ?holder ?name ?role ?function ?region ?resolved ?collective {
  ?task dcterms:isPartOf ?doc . ?duty zz:task ?task ; zz:holder ?holder ; zz:role ?role .
  GRAPH ?doc {
    ?holder rdfs:label ?name FILTER (LANG(?name) = "zh")
    OPTIONAL { ?holder zz:function/rdfs:label ?function } OPTIONAL { ?holder zz:jurisdiction/rdfs:label ?region }
    OPTIONAL { ?holder zz:resolved ?resolved }
    BIND (EXISTS { ?holder a zz:DepartmentClass } AS ?collective)
  }
}
"""
_MENTIONS = """
SELECT ?task ?thing ?start ?end ?exact ?article {
  ?mention zz:inDocument ?doc ; zz:refersTo ?thing ; oa:start ?start ; oa:end ?end ; oa:exact ?exact ; zz:inTask ?task .
  OPTIONAL { ?mention zz:article ?article }
} ORDER BY ?start ?end
"""
_DEADLINES = """
SELECT ?task ?deadline ?date ?what {
  ?task dcterms:isPartOf ?doc ; zz:deadline ?deadline .
  OPTIONAL { ?deadline zz:date ?date } OPTIONAL { ?deadline zz:what ?what }
}
"""
_INDICATORS = """
SELECT ?form ?row ?label ?reporter ?unit ?start ?end ?exact {
  ?indicator dcterms:isPartOf ?doc ; a zz:Indicator ; zz:form ?form ; zz:row ?row ; rdfs:label ?label .
  ?mention zz:refersTo ?indicator ; zz:inDocument ?doc ; oa:start ?start ; oa:end ?end ; oa:exact ?exact .
  OPTIONAL { ?indicator zz:reporter ?reporter } OPTIONAL { ?indicator zz:unit ?unit }
} ORDER BY ?form ?row
"""


def node(graph: Graph, *names: str) -> Iri:
    """Return the IRI of a resource of the store: its kind, then its names."""
    return Iri(iri(graph.manifest.base, *names))


def campaigns(graph: Graph) -> tuple[CampaignEntry, ...]:
    """Return the campaigns of the store by id, without their tasks."""
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    for doc, kind, label, _ in graph.query(_LINKS):
        links[str(doc), str(kind)].append(str(label))
    found = []
    for doc, title, number, level, region, year, starts, ends, published, truncated in graph.query(_DOCUMENTS):
        found.append(
            CampaignEntry(
                id=_tail(doc),
                title=str(title),
                number=_text(number),
                level=_level(level),
                region=_text(region),
                year=int(year) if isinstance(year, int) else None,
                starts=_text(starts),
                ends=_text(ends),
                published=_text(published),
                issuers=tuple(links[str(doc), "issuer"]),
                truncated=truncated is True,
                implements=tuple(links[str(doc), "implements"]),
                laws_cited=tuple(links[str(doc), "cites"]),
                tasks=(),
            )
        )
    return tuple(found)


def campaign(graph: Graph, name: str) -> CampaignEntry:
    """Return a campaign with its tasks. QueryError where the store has none of that id."""
    known = campaigns(graph)
    entry = next((each for each in known if each.id == name), None)
    if entry is None:
        ids = ", ".join(each.id for each in known) or "none"
        raise QueryError(f"no campaign {name!r} in the store; it holds: {ids}")
    tasks = _tasks(graph, entry.id)
    return CampaignEntry(
        entry.id, entry.title, entry.number, entry.level, entry.region, entry.year, entry.starts, entry.ends,
        entry.published, entry.issuers, entry.truncated, entry.implements, entry.laws_cited, tasks,
    )  # fmt: skip


def indicators(graph: Graph, name: str) -> tuple[Indicator, ...]:
    """Return the rows of the forms annexed to a document, in their order."""
    found = []
    for form, _, label, reporter, unit, start, end, exact in graph.query(_INDICATORS, doc=node(graph, "doc", name)):
        assert isinstance(form, int)
        assert isinstance(start, int)
        assert isinstance(end, int)
        found.append(Indicator(form, _text(reporter), str(label), _text(unit), Mention(str(exact), start, end, "form")))
    return tuple(found)


def _tasks(graph: Graph, name: str) -> tuple[TaskEntry, ...]:
    """Return the tasks of a document in order of the text."""
    doc = node(graph, "doc", name)
    source = graph.source(name)
    proofs: dict[tuple[str, str], list[tuple[Evidence, str, str | None]]] = defaultdict(list)
    paths = {str(row[0]): str(row[1]) for row in graph.query(_TASKS, doc=doc)}
    for task, thing, start, end, exact, article in graph.query(_MENTIONS, doc=doc):
        assert isinstance(start, int)
        assert isinstance(end, int)
        evidence = Evidence(name, paths.get(str(task), ""), start, end, sentence(source, start, end))
        proofs[str(task), str(thing)].append((evidence, plain(str(exact)), _text(article)))
    duties: dict[str, list[Holder]] = defaultdict(list)
    for task, holder, label, role, function, region, resolved, collective in graph.query(_DUTIES, doc=doc):
        shown = proofs[str(task), str(holder)]
        duties[str(task)].append(
            Holder(
                str(label), _ROLES[str(role)], _text(function), _text(region), resolved is True and not collective,
                collective is True, shown[0][1], tuple(e for e, _, _ in shown),
            )
        )  # fmt: skip
    due: dict[str, list[Due]] = defaultdict(list)
    for task, deadline, date, what in graph.query(_DEADLINES, doc=doc):
        due[str(task)].append(Due(_text(date), str(what or ""), proofs[str(task), str(deadline)][0][0]))
    made = []
    for task, path, kind, title, start, end in graph.query(_TASKS, doc=doc):
        assert isinstance(start, int)
        assert isinstance(end, int)
        things = {thing: shown for (at, thing), shown in proofs.items() if at == str(task)}
        made.append(
            TaskEntry(
                campaign=name,
                path=str(path),
                kind=_KINDS[str(kind)],
                title=str(title),
                start=start,
                end=end,
                text=source[start:end],
                holders=tuple(sorted(duties[str(task)], key=lambda h: h.evidence[0].start)),
                generic=tuple(shown[0][1] for thing, shown in things.items() if "/actor/" in thing),
                laws=tuple(_cited(thing, shown) for thing, shown in things.items() if _sort(graph, thing) == "law"),
                products=_aims(graph, things, "product"),
                violations=_aims(graph, things, "violation"),
                deadlines=tuple(sorted(due[str(task)], key=lambda d: d.evidence.start)),
            )
        )
    return tuple(made)


def _sort(graph: Graph, thing: str) -> str:
    """Return the first segment of a resource's IRI below the base: law, product, violation …"""
    return thing.removeprefix(graph.manifest.base).split("/", 1)[0]


def _cited(thing: str, shown: list[tuple[Evidence, str, str | None]]) -> Cited:
    article = next((a for _, _, a in shown if a), None)
    return Cited(_tail(thing), article, shown[0][1], tuple(e for e, _, _ in shown))


def _aims(graph: Graph, things: dict[str, list[tuple[Evidence, str, str | None]]], sort: str) -> tuple[Aim, ...]:
    """Return what is targeted, products or violations, in order of the text."""
    aims = [
        Aim(_tail(thing), _once(surface for _, surface, _ in shown), tuple(e for e, _, _ in shown))
        for thing, shown in things.items()
        if _sort(graph, thing) == sort
    ]
    return tuple(sorted(aims, key=lambda aim: (aim.evidence[0].start, aim.evidence[0].end, aim.concept)))


def _once(many: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(many))


def _tail(found: Value) -> str:
    """Return the last segment of an IRI, decoded."""
    return unquote(str(found).rsplit("/", 1)[-1])


def _text(found: Value) -> str | None:
    return None if found is None else str(found)


def _level(found: Value) -> str | None:
    return None if found is None else str(found).rsplit("#", 1)[-1].lower()
