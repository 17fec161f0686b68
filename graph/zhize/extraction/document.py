"""The reading of one document: facts first, then its tasks, then the record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhize.authority import Tables
from zhize.extraction import dating, facts, placing
from zhize.extraction.clauses import FIRST_LEADS
from zhize.extraction.context import Actor, Context
from zhize.extraction.deadlines import deadlines
from zhize.extraction.duties import departments
from zhize.extraction.indicators import indicators
from zhize.extraction.laws import citations, laws
from zhize.extraction.lexicons import Lexicons
from zhize.extraction.measures import measures
from zhize.extraction.names import looks_like_body, names_in
from zhize.extraction.own_names import declared, own_names
from zhize.extraction.products import products
from zhize.extraction.spans import Spans
from zhize.extraction.units import Unit, units
from zhize.extraction.violations import violations
from zhize.model import Issuer, Law, Measure, Mention, Record, Remark, Task, TaskKind
from zhize.outline import Outline, outline
from zhize.resolve import Resolver
from zhize.text import balanced, view

_ABBREVIATION = re.compile(r"《([^《》\n]{3,80})》(?:（[^（）]{0,30}[，；])?（?[^（）《》]{0,12}(?:以下|下文|下称)?(?:均)?(?:简称|称)[：为]?[《“]{1,2}([^《》“”]{2,20})[》”]")


class Reader:
    """Reads documents with one set of tables; keeps nothing of a document."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._resolver = Resolver(tables)
        self._lexicons = Lexicons.of(tables)

    def read(self, source: str, file_name: str) -> Record:
        """Return the record of a source."""
        seen = view(source)
        plan = outline(seen, self._tables.cues)
        context = self._context(plan)
        return _Reading(context, file_name).record()

    def _context(self, plan: Outline) -> Context:
        """Return the context: whose plan it is and of which date, so that names can be read."""
        dates = dating.dates(plan)
        text = plan.view.text
        signed = [text[a:b] for a, b in facts.signatories(plan)]
        where = placing.where(plan, self._tables, signed, facts.number(plan))
        place = self._resolver.place(where.region)
        date = dates.published or dates.starts or (str(dates.year) if dates.year else "2020")
        first = FIRST_LEADS.search(text) is not None
        short = {found[2]: found[1] for found in _ABBREVIATION.finditer(text)}
        own = own_names(text, place, date, self._resolver)
        used = declared(text, self._tables.cues)
        return Context(plan, self._tables, self._resolver, self._lexicons, where, place, date, short, own, used, first)


class _Reading:
    """One document's reading: the parts of its record, made in turn."""

    def __init__(self, context: Context, file_name: str) -> None:
        self._context = context
        self._file_name = file_name
        self._plan = context.outline
        self._dates = dating.dates(self._plan)
        self._remarks: list[Remark] = []

    def record(self) -> Record:
        """Return the record."""
        plan, context = self._plan, self._context
        number = facts.number(plan)
        tasks, measured = self._tasks()
        cited = self._cited()
        self._note_sections(tasks)
        return Record(
            document=self._file_name,
            title=facts.title(plan),
            number=number,
            level=context.where.level,
            region=context.where.region,
            year=self._dates.year,
            starts=self._dates.starts,
            ends=self._dates.ends,
            published=self._dates.published,
            issuers=self._issuers(),
            addressees=self._addressees(),
            implements=self._implements(cited),
            truncated=facts.truncated(plan),
            laws_cited=cited,
            tasks=tasks,
            measures=measured,
            indicators=indicators(context),
            remarks=tuple(self._remarks),
        )

    def _tasks(self) -> tuple[tuple[Task, ...], tuple[Measure, ...]]:
        """Return the tasks with their measures."""
        month = int(self._dates.starts[5:7]) if self._dates.starts and len(self._dates.starts) >= 7 else 1
        made: list[Task] = []
        measured: list[Measure] = []
        for unit in units(self._context):
            actors = list(unit.actors)
            headed = any(a.rule == "heading" and unit.title_start <= a.start < unit.title_end for a in actors)
            told = unit.title_end if headed else unit.title_start  # where a heading names the body, its part is told after
            body = "\n".join(self._context.text[max(a, min(b, told)) : b] for a, b in unit.spans)
            named, generic = departments(self._context, actors, body)
            barred = self._barred(unit, actors)
            left, right = self._plan.view.span(unit.start, unit.end)
            title_left, title_right = self._plan.view.span(unit.title_start, unit.title_end)
            cited = laws(self._context, unit.spans)
            offences = violations(self._context, unit.spans, barred)
            assigns = unit.kind in (TaskKind.TASK, TaskKind.DUTY)
            task = Task(
                path=unit.path,
                kind=unit.kind,
                title=re.sub(r"[\s*]", "", self._plan.view.source[title_left:title_right]),
                start=left,
                end=right,
                departments=named,
                generic=generic,
                laws=cited,
                products=products(self._context, unit.spans, barred, offences, assigns=assigns),
                violations=offences,
                deadlines=deadlines(self._context, unit.spans, self._dates.year, month, unit.due),
            )
            made.append(task)
            measured.extend(measures(self._context, unit.path, unit.spans))
            self._note(task, unit)
        return tuple(made), tuple(measured)

    def _barred(self, unit: Unit, actors: Iterable[Actor]) -> Spans:
        """Return the spans in which no target is looked for: names of bodies, titles of laws."""
        barred = [(actor.start, actor.end) for actor in actors]
        for start, end in unit.spans:
            barred.extend((c.start, c.end) for c in citations(self._context, start, end))
            barred.extend((m.start(), m.end()) for m in re.compile(r"《[^《》\n]{2,80}》").finditer(self._context.text, start, end))
        return Spans(barred)

    def _note(self, task: Task, unit: Unit) -> None:
        """Remark on what the task leaves open: names no table vouches for, nobody named, brackets, new terms."""
        for department in task.departments:
            if not department.resolved and not department.collective:
                self._remark("unresolved", department.mentions[0], f"{unit.path}: {department.reason}")
        if unit.kind in (TaskKind.TASK, TaskKind.DUTY) and not task.departments and not task.generic:
            self._remarks.append(Remark("no-body", task.title, task.start, task.end, f"{unit.path}: names nobody"))
        if not balanced(unit.text(self._context)):
            self._remarks.append(
                Remark("unbalanced", task.title, task.start, task.end, f"{unit.path}: brackets or book titles do not close")
            )
        for sort, targets in (("product", task.products), ("violation", task.violations)):
            for target in targets:
                if not target.known:
                    detail = f"{unit.path}: new {sort}" + (f", perhaps below {target.broader}" if target.broader else "")
                    self._remark("new-term", target.mentions[0], detail)
        for law in task.laws:
            if not law.known:
                self._remark("new-law", law.mentions[0], f"{unit.path}: not in the table of laws")

    def _remark(self, kind: str, mention: Mention, detail: str) -> None:
        self._remarks.append(Remark(kind, re.sub(r"\s", "", mention.surface), mention.start, mention.end, detail))

    def _cited(self) -> tuple[Law, ...]:
        """Return the instruments cited before the tasks, the plan itself aside."""
        plan = self._plan
        aims = [(b.start, b.end) for b in plan.blocks if b.kind is None and b.start < self._first_task()]
        spans = [(plan.head[0], plan.head[1]), (plan.head[1], plan.first_block), *aims]
        own = re.sub(r"\s", "", facts.title(plan) or "")
        kept = []
        for law in laws(self._context, spans):
            bare = re.sub(r"[\s《》]", "", law.name)
            if own and (bare in own or own in bare) and not re.search(r"关于.{0,3}(?:印发|转发).+通知$", bare):
                continue
            kept.append(law)
        return tuple(kept)

    def _note_sections(self, tasks: tuple[Task, ...]) -> None:
        """Remark on sections that assign work but hold no task, and on what was dropped as page furniture."""
        view_ = self._plan.view
        for block in self._plan.blocks:
            if block.parent is None and block.kind is not None and not any(
                task.path.split("/")[0].split(".")[0] == block.path for task in tasks
            ):
                start, end = view_.span(block.start, block.whole_end)
                title = view_.text[block.title_start : block.title_end]
                self._remarks.append(Remark("no-task", title, start, end, f"{block.path}: a section without a task"))
        for start, end in view_.dropped:
            text = view_.source[start:end].strip()
            self._remarks.append(Remark("dropped", text, start, end, "page furniture, read as no part of the plan"))

    def _first_task(self) -> int:
        return next((b.start for b in self._plan.blocks if b.kind is not None), self._plan.plan[1])

    def _implements(self, cited: tuple[Law, ...]) -> tuple[Law, ...]:
        """Return the plans and notices under which this one is made."""
        source = self._plan.view.source
        made = []
        for law in cited:
            if re.search(r"(?:法|条例|办法|规定|解释|细则)(?:（.*）)?$", law.name):
                continue
            for mention in law.mentions:
                before = source[max(0, mention.start - 60) : mention.start]
                lead = re.split(r"[。；\n]", before)[-1]
                if re.search(r"根据|按照|依据|依照|落实|贯彻|遵照|转发", lead):
                    made.append(replace(law, mentions=(mention,)))
                    break
        return tuple(made)

    def _issuers(self) -> tuple[Issuer, ...]:
        """Return the bodies that sign and those that decide; else those the notice's title names."""
        context, text = self._context, self._plan.view.text
        found: list[Issuer] = []
        for start, end in facts.signatories(self._plan):
            found.append(Issuer(self._full(text[start:end]), context.mention(start, end, "signature")))
        if found:
            deciders = self._deciders()  # several run it jointly; one alone that decides is whom the office signs for
            return _unique([*found, *(deciders if len(deciders) > 1 else ())])
        found = self._framed_issuers() or self._headed_issuers() or self._titled_issuers() or self._deciders()
        return _unique(found)

    def _framed_issuers(self) -> list[Issuer]:
        """Return the bodies of a bracket under the title: （甲局、乙局 2012年2月27日联合发布）."""
        context, text = self._context, self._plan.view.text
        framed = re.compile(r"\n（([^（）\n]{4,300}?)\s*(?:19|20|二〇)[^（）\n]{6,16}(?:联合)?(?:发布|印发|公布)").search(
            text, self._plan.plan[0], self._plan.first_block
        )
        if framed is None:
            return []
        bodies, _, _ = names_in(text, framed.start(1), framed.end(1), context)
        return [Issuer(self._full(n.surface), context.mention(n.start, n.end, "title")) for n in bodies]

    def _headed_issuers(self) -> list[Issuer]:
        """Return the bodies on the lines above what a notice is about: 甲市公安局 / 乙市商务局 / 关于印发…."""
        text = self._plan.view.text
        spans = list(facts.letterhead(self._plan))
        return [Issuer(self._full(text[a:b]), self._context.mention(a, b, "title")) for a, b in spans]

    def _titled_issuers(self) -> list[Issuer]:
        """Return the bodies with which the notice's title begins."""
        context, text = self._context, self._plan.view.text
        for paragraph in self._plan.view.paragraphs:
            if paragraph.start > self._plan.first_block:
                break
            line = text[paragraph.start : paragraph.end]
            title = re.match(r"(?:标\s?题：|#+)?(.{3,60}?)(?:等[\d一二三四五六七八九十]*(?:个)?(?:部门|单位)|办公厅|办公室)?(?:关于|印发)", line)
            if title is not None and ("通知" in line or "关于" in line) and not line.startswith("关于") and "，" not in title[1]:
                names_start = paragraph.start + title.start(1)
                stop = paragraph.start + line.index("等") if "等" in title[0] else paragraph.start + re.search(r"关于|印发", line).start()  # type: ignore[union-attr]
                bodies, _, _ = names_in(text, names_start, stop, context)
                if bodies:
                    return [Issuer(self._full(n.surface), context.mention(n.start, n.end, "title")) for n in bodies]
        return []

    def _deciders(self) -> list[Issuer]:
        """Return the bodies that the preamble says decide on the campaign."""
        context, text = self._context, self._plan.view.text
        decides = re.compile(r"[，。\n]([^，。\n]{3,120}?)(?:各成员单位|成员单位)?，?(?:研究)?决定(?:于|从|自|在|联合|，|开展)")
        match = decides.search(text, 0, self._plan.first_block)
        if match is not None and not re.search(r"按照|根据|贯彻|落实|遵照", match[1]):
            joined = re.sub(r"联合|会同", "、", match[1])
            span = (match.start(1), match.end(1))
            bodies = []
            position = span[0]
            for piece in re.split(r"联合|会同", match[1]):
                named, _, _ = names_in(text, position, position + len(piece), context)
                bodies.extend(named)
                position += len(piece) + 2
            if bodies and joined:
                return [Issuer(self._full(n.surface), context.mention(n.start, n.end, "decides")) for n in bodies]
            name = match[1]
            if not looks_like_body(name, context):
                return []
            return [Issuer(self._full(name), context.mention(match.start(1), match.start(1) + len(name), "decides"))]
        return []

    def _full(self, surface: str) -> str:
        """Return the full name of a signatory; a name that lost its last character is completed where only one fits."""
        resolution = self._context.resolve(surface)
        if resolution.resolved and not resolution.collective:
            return resolution.name
        office = re.search(r"(?:办公厅|办公室|秘书局|综合司)$", surface)
        if office is not None:
            whole = self._context.resolve(surface[: office.start()])
            if whole.resolved and not whole.collective:
                return whole.name + office[0]
        here = self._context.place.at(self._context.place.level) if self._context.place.names else None
        if here is not None and surface[0] in "省市州县区" and here.endswith(surface[0]):
            return here + surface[1:]  # 市防范非法金融活动领导小组: a body of the plan's own place
        for last in ("会", "局", "厅", "室", "委员会", "部"):
            repaired = self._context.resolve(surface + last)
            if repaired.resolved and not repaired.collective:
                return repaired.name
        return surface

    def _addressees(self) -> tuple[Issuer, ...]:
        """Return the bodies to which the document is addressed, as written."""
        found = []
        for start, end in facts.addressees(self._plan):
            surface = self._context.text[start:end]
            resolution = self._context.resolve(surface)
            bare = not surface.startswith(("各", "全")) and resolution.resolved and not resolution.reason.startswith("bare")
            name = resolution.name if bare and not resolution.collective else surface
            found.append(Issuer(name, self._context.mention(start, end, "addressee")))
        return tuple(found)


def _unique(issuers: list[Issuer]) -> tuple[Issuer, ...]:
    """Return the issuers without repetition."""
    return tuple({issuer.name: issuer for issuer in reversed(issuers)}.values())[::-1]

