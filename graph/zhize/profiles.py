"""Profiles: all links of one campaign, department, task, law, product or violation, with the words that prove them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhize.authority import Tables
from zhize.catalogue import CampaignEntry, Evidence, Holder, TaskEntry
from zhize.errors import QueryError
from zhize.resolve import Resolver
from zhize.store import Graph
from zhize.stored import campaign, campaigns, node


class Sort(StrEnum):
    """What can be shown."""

    CAMPAIGN = "campaign"
    DEPARTMENT = "department"
    TASK = "task"
    LAW = "law"
    PRODUCT = "product"
    VIOLATION = "violation"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a profile."""

    heading: str
    """Key of the section it stands in: ``duties``, ``predecessors`` …"""
    text: str
    campaign: str | None = None
    path: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the graph says of one thing."""

    sort: Sort
    name: str
    lines: tuple[Line, ...]


def profile(graph: Graph, sort: Sort, name: str, tables: Tables) -> Profile:
    """Return the profile of a thing. QueryError where the graph does not know it.

    A task's name is its campaign and path (``2020-shanghai/2.3.1``); a department goes by any name it had or has.
    """
    makers = {
        Sort.CAMPAIGN: _of_campaign,
        Sort.DEPARTMENT: _of_department,
        Sort.TASK: _of_task,
        Sort.LAW: _of_law,
        Sort.PRODUCT: _of_concept,
        Sort.VIOLATION: _of_concept,
    }
    if not name.strip():
        raise QueryError(f"no {sort} {name.strip()!r}: say which")
    return makers[sort](graph, sort, name.strip(), tables)


def _entries(graph: Graph) -> list[CampaignEntry]:
    return [campaign(graph, each.id) for each in campaigns(graph)]


def _proof(heading: str, text: str, task: TaskEntry, evidence: Iterable[Evidence]) -> Line:
    first = next(iter(evidence))
    return Line(heading, text, task.campaign, task.path, first.quote, first.start, first.end)


def _of_campaign(graph: Graph, sort: Sort, name: str, _tables: Tables) -> Profile:
    entry = campaign(graph, name)
    facts = [
        ("title", entry.title), ("number", entry.number), ("level", entry.level), ("region", entry.region),
        ("year", entry.year), ("starts", entry.starts), ("ends", entry.ends), ("published", entry.published),
    ]  # fmt: skip
    lines = [Line("facts", f"{key}: {value}") for key, value in facts if value is not None]
    if entry.truncated:
        lines.append(Line("facts", "truncated: the text breaks off"))
    lines += [Line("issuers", issuer) for issuer in entry.issuers]
    lines += [Line("implements", each) for each in entry.implements]
    for task in entry.tasks:
        held = "、".join(f"{h.name}（{h.role}）" for h in task.holders) or "、".join(task.generic) or "—"
        lines.append(Line("tasks", f"{task.title}: {held}", task.campaign, task.path))
    return Profile(sort, entry.id, tuple(lines))


def _of_task(graph: Graph, sort: Sort, name: str, _tables: Tables) -> Profile:
    where, _, path = name.partition("/")
    entry = campaign(graph, where)
    task = next((task for task in entry.tasks if task.path == path), None)
    if task is None:
        paths = ", ".join(each.path for each in entry.tasks)
        raise QueryError(f"no task {path!r} in {where}; it has: {paths}")
    lines = [Line("title", task.title, task.campaign, task.path)]
    lines += [_proof("departments", f"{h.name}（{h.role}）", task, h.evidence) for h in task.holders]
    lines += [Line("generic", each, task.campaign, task.path) for each in task.generic]
    lines += [_proof("laws", law.name + (law.article or ""), task, law.evidence) for law in task.laws]
    lines += [_proof("products", "、".join(aim.surfaces), task, aim.evidence) for aim in task.products]
    lines += [_proof("violations", "、".join(aim.surfaces), task, aim.evidence) for aim in task.violations]
    lines += [_proof("deadlines", f"{due.date or ''} {due.what}".strip(), task, (due.evidence,)) for due in task.deadlines]
    lines += [Line("alignment", text) for text in _aligned(graph, where, path)]
    return Profile(sort, f"{where}/{path}", tuple(lines))


_ALIGNED = """
SELECT ?other ?relation ?why ?later {
  { ?a zz:fromTask ?task ; zz:toTask ?other . BIND (true AS ?later) }
  UNION { ?a zz:toTask ?task ; zz:fromTask ?other . BIND (false AS ?later) }
  ?a zz:relation ?relation . OPTIONAL { ?a zz:why ?why }
} ORDER BY ?other
"""


def _aligned(graph: Graph, where: str, path: str) -> Iterator[str]:
    task = node(graph, "doc", where, "task", path)
    for other, relation, why, later in graph.query(_ALIGNED, task=task):
        tail = str(other).split("/doc/")[-1].replace("/task/", "/")
        sign = "→" if later else "←"
        yield f"{sign} {tail} ({str(relation).rsplit('#', 1)[-1].lower()}): {why or ''}".rstrip(": ")


_EVENTS = """
SELECT DISTINCT ?event ?kind ?date ?moved ?basis ?verified ?before ?after {
  ?event a zz:Reorganisation ; zz:reorganisationKind ?kind .
  { ?event org:originalOrganization ?body } UNION { ?event org:resultingOrganization ?body }
  OPTIONAL { ?event zz:date ?date } OPTIONAL { ?event zz:movedFunction ?moved } OPTIONAL { ?event zz:basis ?basis }
  OPTIONAL { ?event zz:verified ?verified }
  OPTIONAL { ?event org:originalOrganization ?b . ?b rdfs:label ?before . FILTER (LANG(?before) = "zh") }
  OPTIONAL { ?event org:resultingOrganization ?a . ?a rdfs:label ?after . FILTER (LANG(?after) = "zh") }
} ORDER BY ?date ?event ?before ?after
"""


def _of_department(graph: Graph, sort: Sort, name: str, tables: Tables) -> Profile:
    entries = _entries(graph)
    full = _department_name(graph, entries, name, tables)
    lines: list[Line] = []
    events: dict[str, dict[str, set[str]]] = {}
    for event, kind, date, moved, basis, verified, before, after in graph.query(
        _EVENTS, body=node(graph, "department", full)
    ):
        known = events.setdefault(
            str(event),
            {"said": {f"{date or '?'} {kind}" + (f"（{moved}）" if moved else "") + f" — {basis or ''}"
                      + ("" if verified is True else " (unverified)")}, "before": set(), "after": set()},
        )  # fmt: skip
        known["before"] |= {str(before)} - {"None"}
        known["after"] |= {str(after)} - {"None"}
    for known in events.values():
        heading = "predecessors" if full in known["after"] else "successors"
        others = known["before"] if heading == "predecessors" else known["after"]
        lines.append(Line(heading, f"{'、'.join(sorted(others))}: {'; '.join(sorted(known['said']))}"))
    for entry in entries:
        for task in entry.tasks:
            lines += [
                _proof("duties", f"{task.title}（{h.role}）", task, h.evidence) for h in task.holders if h.name == full
            ]
    partners = _partners(entries, full)
    lines += [Line("partners", f"{partner}: {count}") for partner, count in partners]
    return Profile(sort, full, tuple(lines))


def _partners(entries: Iterable[CampaignEntry], full: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for entry in entries:
        for task in entry.tasks:
            names = [h.name for h in task.holders]
            if full in names:
                for other in names:
                    if other != full:
                        counts[other] = counts.get(other, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:12]


_DATES = ("2024", "2020", "2017", "2012", "2007")
"""Days between the reforms: a name that no plan of the store would mean today may be one that a body had."""


def _department_name(graph: Graph, entries: list[CampaignEntry], name: str, tables: Tables) -> str:
    """Return the full name of the body that is meant: as labelled, as any plan of the store would mean it, or as it once was.

    QueryError where several are meant or none, with the nearest names.
    """
    labelled = {str(row[0]) for row in graph.query(_LABELLED)}
    if name in labelled:
        return name
    holders: dict[str, Holder] = {h.name: h for entry in entries for task in entry.tasks for h in task.holders}
    resolver = Resolver(tables)
    places = {entry.region: resolver.place(entry.region) for entry in entries}
    meant: set[str] = set()
    known: set[str] = set()
    for entry in entries:
        found = resolver.resolve(name, places[entry.region], entry.date or "2020", None)
        if found.resolved:
            (meant if found.name in holders else known).add(found.name)
    meant = meant or {full for full, h in holders.items() if name in (h.surface, full) or name in full}
    if not meant:
        earlier = (resolver.resolve(name, place, day, None) for place in places.values() for day in _DATES)
        known |= {found.name for found in earlier if found.resolved}
        meant = known & labelled
    if len(meant) == 1:
        return meant.pop()
    if meant:
        raise QueryError(f"{name!r} may mean {'、'.join(sorted(meant))}: say which")
    if known:
        raise QueryError(f"no plan in the store names {'、'.join(sorted(known))}{_nearest(min(known), holders)}")
    raise QueryError(f"no department {name!r} in the store{_nearest(name, holders)}")


_LABELLED = """
SELECT DISTINCT ?name { ?d a zz:Department ; zz:resolved true ; rdfs:label ?label
  FILTER (LANG(?label) = "zh") BIND (STR(?label) AS ?name) }
"""


def _nearest(name: str, names: Iterable[str]) -> str:
    """Return the names that are spelt most like a name, as the end of an error; empty where none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(set(names)), 3, 0.5)
    return f"; the nearest: {'、'.join(near)}" if near else ""


_LAW = """
SELECT ?type ?adopted ?from ?until ?by ?issuer ?source {
  ?law a zz:Law .
  OPTIONAL { ?law zz:issuerName ?issuer } OPTIONAL { ?law dcterms:source ?source }
  OPTIONAL { ?law zz:lawType ?type } OPTIONAL { ?law zz:adopted ?adopted } OPTIONAL { ?law zz:inForceFrom ?from }
  OPTIONAL { ?law zz:inForceUntil ?until } OPTIONAL { ?law zz:replacedBy ?next . ?next rdfs:label ?by FILTER (LANG(?by) = "zh") }
}
"""


def _of_law(graph: Graph, sort: Sort, name: str, tables: Tables) -> Profile:
    bare = name.strip("《》")
    known = tables.law_names.get(bare)
    full = known.name if known is not None else bare
    entries = _entries(graph)
    lines: list[Line] = []
    until = ""
    days = graph.query("SELECT ?day { ?law zz:amended ?day } ORDER BY STR(?day)", law=node(graph, "law", full))
    amended = "、".join(str(row[0]) for row in days)
    for kind, adopted, since, until_, by, issuer, source in graph.query(_LAW, law=node(graph, "law", full)):
        until = str(until_ or "")
        facts = (
            ("type", kind), ("issuer", issuer), ("adopted", adopted), ("in force from", since), ("amended", amended),
            ("in force until", until_), ("replaced by", by), ("source", source),
        )  # fmt: skip
        lines += [Line("facts", f"{key}: {value}") for key, value in facts if value]
        if until:
            lines.append(Line("facts", f"repealed {until}"))
    cited = [(entry, task, law) for entry in entries for task in entry.tasks for law in task.laws if law.name == full]
    for entry, task, law in cited:
        late = bool(until and entry.date and entry.date[: len(until)] >= until[: len(entry.date)])
        heading = "cited after repeal" if late else "cited"
        lines.append(_proof(heading, f"{task.title}{'' if not law.article else ' ' + law.article}", task, law.evidence))
    lines += [Line("cited", "laws cited before the tasks", entry.id) for entry in entries if full in entry.laws_cited]
    if until and not any(line.heading == "cited after repeal" for line in lines):
        lines.append(Line("cited after repeal", "no plan in the store"))
    if not lines:
        raise QueryError(f"no law {name!r} in the store or in the table of laws{_nearest(bare, tables.law_names)}")
    return Profile(sort, full, tuple(lines))


def _of_concept(graph: Graph, sort: Sort, name: str, tables: Tables) -> Profile:
    table = tables.products if sort is Sort.PRODUCT else tables.violations
    concept = next((c for c in table if name == c.label or name in c.alt or name.lower() in map(str.lower, c.en)), None)
    label = concept.label if concept is not None else name
    narrower = {label}
    while below := {c.label for c in table if c.broader in narrower} - narrower:
        narrower |= below
    lines: list[Line] = []
    if concept is not None:
        if concept.broader:
            lines.append(Line("broader", concept.broader))
        lines += [Line("narrower", each) for each in sorted(narrower - {label})]
        lines += [Line("forbidden by", law) for law in concept.laws]
    for entry in _entries(graph):
        for task in entry.tasks:
            aims = task.products if sort is Sort.PRODUCT else task.violations
            for aim in aims:
                if aim.concept in narrower or name in aim.surfaces:
                    held = "、".join(h.name for h in task.holders) or "、".join(task.generic) or "—"
                    lines.append(_proof("targeted", f"{task.title}: {held}", task, aim.evidence))
    if not lines:
        names = [label for each in table for label in (each.label, *each.alt)]
        raise QueryError(f"no {sort} {name!r} in the store or in the taxonomy{_nearest(name, names)}")
    return Profile(sort, label, tuple(lines))


_HEADINGS = {
    "facts": "基本信息", "title": "标题", "issuers": "发文机关", "implements": "上位文件", "tasks": "任务",
    "departments": "责任部门", "generic": "未指明的责任方", "laws": "引用法规", "products": "商品服务", "violations": "违法行为",
    "deadlines": "时限", "alignment": "对应任务", "predecessors": "前身", "successors": "后继", "duties": "职责",
    "partners": "合作部门", "cited": "被引用", "cited after repeal": "废止后仍被引用", "broader": "上位概念",
    "narrower": "下位概念", "forbidden by": "禁止依据", "targeted": "作为整治对象",
}  # fmt: skip


def as_json(shown: Profile) -> dict[str, object]:
    """Return a profile as plain values for JSON."""
    return {
        "kind": shown.sort.value,
        "name": shown.name,
        "lines": [
            {
                "heading": line.heading,
                "text": line.text,
                "evidence": None
                if line.quote is None
                else {
                    "document": line.campaign,
                    "path": line.path,
                    "span": [line.start, line.end],
                    "quote": line.quote,
                },
                "campaign": line.campaign,
                "task": line.path,
            }
            for line in shown.lines
        ],
    }


_CHINESE = {
    "lead": "牵头", "support": "配合", "joint": "按职责分工", "sole": "负责", "same": "相同", "broader": "更宽", "narrower": "更窄",
    "overlaps": "交叉", "merge": "合并", "split": "分立", "transfer": "职能划转", "rename": "更名", "reestablishment": "重新组建",
    "establishment": "组建", "dissolution": "撤销", "unverified": "未核实", "title": "标题", "number": "文号", "level": "层级",
    "region": "地区", "year": "年份", "starts": "开始", "ends": "结束", "published": "印发", "truncated": "文本不全",
    "type": "类型", "adopted": "通过", "in force from": "施行", "in force until": "失效", "replaced by": "被取代为", "issuer": "制定机关", "amended": "修订", "source": "出处", "no plan in the store": "库中没有方案",
    "repealed": "已废止", "the text breaks off": "正文中断", "national": "国家级", "provincial": "省级", "municipal": "市级",
    "county": "县级", "law": "法律", "administrative regulation": "行政法规", "departmental rule": "部门规章",
    "normative document": "规范性文件", "local regulation": "地方性法规", "local government rule": "地方政府规章", "plan": "方案",
    "judicial interpretation": "司法解释", "treaty": "条约", "laws cited before the tasks": "任务之前引用",
}  # fmt: skip
_OURS = "|".join(sorted(_CHINESE, key=len, reverse=True))
_ROLE = re.compile(rf"(?<=（)(?:{_OURS})(?=）)")
_WHOLE = re.compile(rf"^(?:{_OURS})$")
_PLACES = {
    "facts": re.compile(rf"^(?:{_OURS})(?=[: ])|(?<=^level: )(?:{_OURS})$|(?<=^type: )(?:{_OURS})$|(?<=^truncated: )(?:{_OURS})$"),
    "tasks": _ROLE,
    "departments": _ROLE,
    "duties": _ROLE,
    "alignment": re.compile(rf"(?<= \()(?:{_OURS})(?=\))"),
    "predecessors": re.compile(rf"(?<=[\d?] )(?:{_OURS})(?=（| — )|(?<=\()unverified(?=\)(?:; |$))"),
    "successors": re.compile(rf"(?<=[\d?] )(?:{_OURS})(?=（| — )|(?<=\()unverified(?=\)(?:; |$))"),
    "cited": _WHOLE,
}
"""Where lines under a heading hold words of ours; names, titles and ids beside them stay as they are."""


def _in_chinese(heading: str, text: str) -> str:
    """Return a line with our own words for roles, kinds and facts in Chinese."""
    place = _PLACES.get(heading)
    return text if place is None else place.sub(lambda found: _CHINESE[found[0]], text)


def _plainly(_heading: str, text: str) -> str:
    return text


def as_text(shown: Profile, lang: str = "zh") -> str:
    """Return a profile as text: its sections with their statements, each with its place and quotation."""
    parts = [f"{shown.name}"]
    said = _plainly if lang == "en" else _in_chinese
    last = None
    for line in shown.lines:
        if line.heading != last:
            parts.append(f"\n{line.heading if lang == 'en' else _HEADINGS.get(line.heading, line.heading)}")
            last = line.heading
        place = f"  [{line.campaign} {line.path}]" if line.path else (f"  [{line.campaign}]" if line.campaign else "")
        parts.append(f"  {said(line.heading, line.text)}{place}")
        if line.quote:
            parts.append(f"      “{line.quote[:160]}{'…' if len(line.quote) > 160 else ''}”")
    return "\n".join(parts)
