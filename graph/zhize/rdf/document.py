"""One record as the quads of its document's graph.

A graph stands alone: the bodies and laws it names are described in it. Only known concepts have their labels
in the graph of the authority tables.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from zhize import vocab
from zhize.model import Department, Issuer, Law, Mention, Record, Remark, Role, Target, Task, TaskKind
from zhize.rdf.levels import LEVELS
from zhize.rdf.mentions import Sightings
from zhize.rdf.terms import Triples, document_iri, iri, literal, number, ref, task_iri, truth

_KINDS = {
    TaskKind.TASK: vocab.KeyTask,
    TaskKind.DUTY: vocab.AssignedDuty,
    TaskKind.REQUIREMENT: vocab.Requirement,
    TaskKind.SCHEDULE: vocab.ScheduleItem,
}
_ROLES = {
    Role.LEAD: (ref(vocab.Lead), vocab.LEADS),
    Role.SUPPORT: (ref(vocab.Support), vocab.SUPPORTS),
    Role.JOINT: (ref(vocab.Joint), vocab.SHARES_DUTY),
    Role.SOLE: (ref(vocab.Sole), vocab.HOLDS_ALONE),
}


def quads(record: Record, source: str, base: str = vocab.BASE, vouched: Collection[str] = frozenset()) -> list[str]:
    """Return the sorted N-Quads lines of the graph of a document, without line ends.

    ``source`` is the decoded text into which the record's spans fall. ``vouched`` are those names of issuers
    and addressees that the authority tables know (`official_names`); other names belong to this document
    alone, unless the record resolves a department to them.
    """
    return _DocumentGraph(record, source, base, vouched).lines()


def bodies_in_use(record: Record, vouched: Collection[str] = frozenset()) -> set[str]:
    """Return the full official names under which a record names bodies; see `quads` for ``vouched``."""
    resolved = {each.name for task in record.tasks for each in task.departments if _official(each)}
    return resolved | {each.name for each in (*record.issuers, *record.addressees) if each.name in vouched}


def _official(department: Department) -> bool:
    return department.resolved and not department.collective


class _DocumentGraph:
    """The graph of one document while it is written."""

    def __init__(self, record: Record, source: str, base: str, vouched: Collection[str]) -> None:
        self._record = record
        self._source = source
        self._base = base
        self._bodies = bodies_in_use(record, vouched)
        self._graph = document_iri(base, record.id)
        self._document = ref(self._graph)
        self._campaign = ref(iri(base, "campaign", record.id))
        self._triples = Triples()
        self._sightings = Sightings(self._triples, self._graph)
        self._duties: set[str] = set()

    def lines(self) -> list[str]:
        """Return the quads of the graph."""
        record = self._record
        tasks = list(_numbered(record.tasks))
        for path, task in tasks:
            self._task(path, task)
        self._parts({path for path, _ in tasks})
        for law in record.laws_cited:
            self._cite(self._document, vocab.CITES, law, None)
        for law in record.implements:
            self._cite(self._document, vocab.IMPLEMENTS, law, None)
        self._correspondents(vocab.ISSUED_BY, record.issuers)
        self._correspondents(vocab.ADDRESSED_TO, record.addressees)
        self._remarks(record.remarks)
        mentions = self._sightings.write()
        self._describe(mentions)
        return self._triples.quads(self._graph)

    def _describe(self, mentions: int) -> None:
        """Write what is said of the document and its campaign as wholes."""
        record, triples, document = self._record, self._triples, self._document
        title = record.title or record.id
        triples.kind(document, vocab.Document)
        triples.kind(self._campaign, vocab.Campaign)
        triples.add(document, vocab.DCTERMS_IS_PART_OF, self._campaign)
        triples.add(document, vocab.DCTERMS_TITLE, literal(title, "zh"))
        triples.text(document, vocab.NUMBER, record.number)
        triples.date(document, vocab.PUBLISHED, record.published)
        triples.add(document, vocab.TRUNCATED, truth(value=record.truncated))
        triples.text(document, vocab.FILE, record.document)
        digest = hashlib.sha256(self._source.encode("utf-8", "surrogatepass")).hexdigest()
        triples.text(document, vocab.SHA256, digest)
        for prop, count in (
            (vocab.CHARACTERS, len(self._source)),
            (vocab.TASK_COUNT, len(record.tasks)),
            (vocab.DUTY_COUNT, len(self._duties)),
            (vocab.MENTION_COUNT, mentions),
        ):
            triples.add(document, prop, number(count))
        for node in (document, self._campaign):
            triples.label(node, title)
            if record.year is not None:
                triples.add(node, vocab.YEAR, number(record.year))
            if record.level is not None:
                triples.add(node, vocab.LEVEL, LEVELS[record.level])
            if record.region:
                triples.add(node, vocab.REGION, self._region(record.region))
            triples.date(node, vocab.STARTS, record.starts)
            triples.date(node, vocab.ENDS, record.ends)

    def _task(self, path: str, task: Task) -> None:
        node = ref(task_iri(self._base, self._record.id, path))
        triples = self._triples
        triples.kind(node, _KINDS[task.kind])
        triples.add(node, vocab.DCTERMS_IS_PART_OF, self._document)
        triples.add(node, vocab.PATH, literal(task.path))
        triples.add(node, vocab.DCTERMS_TITLE, literal(task.title, "zh"))
        triples.label(node, task.title or task.path)
        self._span(node, task.start, task.end)
        for department in task.departments:
            self._duty(node, department)
        for mention in task.generic:
            self._actor(node, mention)
        for law in task.laws:
            self._cite(node, vocab.CITES, law, node)
        for target in task.products:
            self._target(node, "product", vocab.ProductCategory, target)
        for target in task.violations:
            self._target(node, "violation", vocab.ViolationType, target)
        self._deadlines(node, task)

    def _duty(self, task: str, department: Department) -> None:
        triples = self._triples
        holder = self._department(department.name, official=_official(department))
        if department.collective:
            triples.kind(holder, vocab.DepartmentClass)
        if not _official(department):
            triples.add(holder, vocab.RESOLVED, truth(value=department.resolved))
        if department.function:
            function = ref(iri(self._base, "function", department.function))
            triples.kind(function, vocab.Function)
            triples.label(function, department.function)
            triples.add(holder, vocab.FUNCTION, function)
        if department.region:
            triples.add(holder, vocab.JURISDICTION, self._region(department.region))
        role, edge = _ROLES[department.role]
        duty = ref(iri(f"{task[1:-1]}/", "duty", department.name))
        self._duties.add(duty)
        triples.kind(duty, vocab.Duty)
        triples.add(duty, vocab.HOLDER, holder)
        triples.add(duty, vocab.TASK, task)
        triples.add(duty, vocab.ROLE, role)
        triples.text(duty, vocab.REASON, department.reason)
        triples.add(holder, edge, task)
        for mention in department.mentions:
            self._sightings.see("department", holder, mention, task, proves=duty)

    def _department(self, name: str, *, official: bool) -> str:
        """Return the node of a body, described: one for all documents where its name is official."""
        node = ref(iri(self._base, "department", name) if official else self._own("department", name))
        self._triples.kind(node, vocab.Department)
        self._triples.label(node, name)
        if official:
            self._triples.add(node, vocab.RESOLVED, truth(value=True))
        return node

    def _region(self, name: str) -> str:
        node = ref(iri(self._base, "region", name))
        self._triples.kind(node, vocab.Region)
        self._triples.label(node, name)
        return node

    def _actor(self, task: str, mention: Mention) -> None:
        name = "".join(mention.surface.split()).replace("**", "")
        node = ref(self._own("actor", name))
        self._triples.kind(node, vocab.GenericActor)
        self._triples.label(node, name)
        self._triples.add(task, vocab.GENERIC, node)
        self._sightings.see("generic", node, mention, task)

    def _cite(self, subject: str, prop: str, law: Law, task: str | None) -> None:
        node = ref(iri(self._base, "law", law.name))
        self._triples.kind(node, vocab.Law)
        self._triples.label(node, law.name)
        if not law.known:
            self._triples.add(node, vocab.PROPOSED, truth(value=True))
        self._triples.add(subject, prop, node)
        for mention in law.mentions:
            self._sightings.see("law", node, mention, task, article=law.article)

    def _target(self, task: str, kind: str, cls: str, target: Target) -> None:
        node = ref(iri(self._base, kind, target.concept))
        triples = self._triples
        if not target.known:
            triples.kind(node, cls)
            triples.label(node, target.concept)
            triples.add(node, vocab.SKOS_PREF_LABEL, literal(target.concept, "zh"))
            triples.add(node, vocab.SKOS_IN_SCHEME, ref(iri(self._base, "scheme", kind)))
            triples.add(node, vocab.PROPOSED, truth(value=True))
            if target.broader:
                triples.add(node, vocab.SKOS_BROADER, ref(iri(self._base, kind, target.broader)))
        triples.add(task, vocab.TARGETS, node)
        for mention in target.mentions:
            self._sightings.see(kind, node, mention, task)

    def _deadlines(self, task: str, owner: Task) -> None:
        for order, deadline in enumerate(owner.deadlines, 1):
            node = ref(iri(f"{task[1:-1]}/", "deadline", str(order)))
            self._triples.kind(node, vocab.Deadline)
            self._triples.label(node, deadline.what or deadline.mention.surface)
            self._triples.date(node, vocab.DATE, deadline.date)
            self._triples.text(node, vocab.WHAT, deadline.what)
            self._triples.add(task, vocab.DEADLINE, node)
            self._sightings.see("deadline", node, deadline.mention, task, proves=node)

    def _parts(self, paths: set[str]) -> None:
        """Write the measures of tasks and the indicators of the annexed forms."""
        triples = self._triples
        for measure in self._record.measures:
            path, _, order = measure.path.rpartition("/")
            task = task_iri(self._base, self._record.id, path)
            node = ref(iri(f"{task}/", "measure", order))
            triples.kind(node, vocab.Measure)
            triples.add(node, vocab.DCTERMS_IS_PART_OF, ref(task) if path in paths else self._document)
            triples.add(node, vocab.PATH, literal(measure.path))
            triples.label(node, measure.begins)
            self._span(node, measure.start, measure.end)
        rows: Counter[int] = Counter()
        for indicator in self._record.indicators:
            rows[indicator.form] += 1
            node = ref(self._own("indicator", f"{indicator.form}.{rows[indicator.form]}"))
            triples.kind(node, vocab.Indicator)
            triples.add(node, vocab.DCTERMS_IS_PART_OF, self._document)
            triples.add(node, vocab.FORM, number(indicator.form))
            triples.add(node, vocab.ROW, number(rows[indicator.form]))
            triples.label(node, indicator.name)
            triples.text(node, vocab.REPORTER, indicator.department)
            triples.text(node, vocab.UNIT, indicator.unit)
            self._sightings.see("indicator", node, indicator.mention, None, proves=node)

    def _correspondents(self, prop: str, bodies: Iterable[Issuer]) -> None:
        """Write the bodies that issue the document, or to which it is addressed."""
        for body in bodies:
            node = self._department(body.name, official=body.name in self._bodies)
            self._triples.add(self._document, prop, node)
            self._sightings.see("department", node, body.mention, None)

    def _remarks(self, remarks: Iterable[Remark]) -> None:
        seen: Counter[str] = Counter()
        for remark in sorted(remarks, key=lambda r: (r.start, r.end, r.kind, r.text, r.detail)):
            name = f"{remark.kind}-{remark.start}-{remark.end}"
            seen[name] += 1
            node = ref(self._own("remark", name if seen[name] == 1 else f"{name}-{seen[name]}"))
            self._triples.kind(node, vocab.Remark)
            self._triples.add(node, vocab.DCTERMS_IS_PART_OF, self._document)
            self._triples.add(node, vocab.REMARK_KIND, literal(remark.kind))
            self._triples.label(node, remark.text)
            self._triples.text(node, vocab.DETAIL, remark.detail)
            self._span(node, remark.start, remark.end)

    def _own(self, *names: str) -> str:
        """Return the IRI of a thing that only this document has."""
        return iri(f"{self._graph}/", *names)

    def _span(self, node: str, start: int, end: int) -> None:
        self._triples.add(node, vocab.OA_START, number(start))
        self._triples.add(node, vocab.OA_END, number(end))


def _numbered(tasks: Iterable[Task]) -> Iterator[tuple[str, Task]]:
    """Yield the tasks with the path of their IRI: a path that comes a second time gets ``~2``."""
    seen: Counter[str] = Counter()
    for task in sorted(tasks, key=lambda task: (task.start, task.end)):
        seen[task.path] += 1
        yield (task.path if seen[task.path] == 1 else f"{task.path}~{seen[task.path]}"), task
