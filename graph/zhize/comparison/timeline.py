"""One thing through the years: a body with its forerunners and heirs, a violation, a product, a law, a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhize.align import Aligner
from zhize.authority import Tables, labels
from zhize.catalogue import Aim, CampaignEntry, Evidence, TaskEntry
from zhize.comparison.quotes import opening
from zhize.comparison.wording import core
from zhize.errors import QueryError
from zhize.model import TaskKind


class Sort(StrEnum):
    """What a timeline follows."""

    DEPARTMENT = "department"
    VIOLATION = "violation"
    PRODUCT = "product"
    LAW = "law"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Entry:
    """One task of one campaign in which the thing stands."""

    campaign: str
    date: str
    path: str
    title: str
    name: str
    """The body at that time, the words of the plan, the law, the title."""
    detail: str
    """Role of a body, relation of a task to the one before."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Timeline:
    """One thing through several campaigns, by date."""

    sort: Sort
    name: str
    entries: tuple[Entry, ...]
    absent: tuple[str, ...]
    """Campaigns in which it does not stand, by date."""


def timeline(sort: Sort, name: str, plans: Iterable[CampaignEntry], tables: Tables) -> Timeline:
    """Return one thing through the plans, by date.

    A task is named by its campaign and path with a space between them (``2018-national 2.4``). Raises `QueryError`
    where no plan has it.
    """
    ordered = sorted(plans, key=lambda plan: (plan.date, plan.id))
    aligner = Aligner(tables)
    if sort is Sort.TASK:
        found = tuple(_task(name, ordered, aligner))
    else:
        find = {
            Sort.DEPARTMENT: _department(name, ordered, aligner),
            Sort.LAW: _law(name, tables),
            Sort.VIOLATION: _aim(name, labels(tables.violations), lambda task: task.violations),
            Sort.PRODUCT: _aim(name, labels(tables.products), lambda task: task.products),
        }[sort]
        found = tuple(
            Entry(plan.id, plan.date, task.path, task.title, *said)
            for plan in ordered
            for task in plan.tasks
            for said in find(task)
        )
    if not found:
        raise QueryError(f"no plan has the {sort.value} '{name}'; see 'zhize list' for what the store holds")
    present = {entry.campaign for entry in found}
    return Timeline(sort, name, found, tuple(plan.id for plan in ordered if plan.id not in present))


_Finder = Callable[[TaskEntry], Iterator[tuple[str, str, Evidence]]]


def _department(name: str, plans: Sequence[CampaignEntry], aligner: Aligner) -> _Finder:
    """Return what finds a body in a task, under its own name or that of a forerunner or heir."""
    bodies = {holder.name for plan in plans for task in plan.tasks for holder in task.holders}
    full = _full(name, bodies)
    last = max((plan.date for plan in plans), default="")
    heirs = {heir.name for heir in aligner.lineage.heirs(full, last)}
    line = {full, *heirs}
    line |= {body for body in bodies if any(heir.name == full for heir in aligner.lineage.heirs(body, last))}

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence]]:
        for holder in task.holders:
            if holder.name in line and holder.evidence:
                yield holder.name, holder.role.value, holder.evidence[0]

    return find


def _full(name: str, bodies: Iterable[str]) -> str:
    """Return the body that a name means: the name itself, or the one body that ends so."""
    many = sorted(bodies)
    if name in many:
        return name
    ends = [body for body in many if body.endswith(name)]
    return ends[0] if len(ends) == 1 else name


def _law(name: str, tables: Tables) -> _Finder:
    """Return what finds a law in a task, or one that it replaced or that replaced it."""
    row = tables.law_names.get(name)
    line = {row.name if row is not None else name}
    grown = True
    while grown:
        more = {
            each
            for law in tables.laws
            if law.replaced_by and (law.name in line or law.replaced_by in line)
            for each in (law.name, law.replaced_by)
        }
        grown = not more <= line
        line |= more

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence]]:
        for law in task.laws:
            if law.name in line and law.evidence:
                yield law.name, law.article or "", law.evidence[0]

    return find


def _aim(name: str, known: dict[str, str], of: Callable[[TaskEntry], tuple[Aim, ...]]) -> _Finder:
    """Return what finds a product or violation in a task, by concept or by its words."""
    concept, wanted = known.get(name, name), core(name)

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence]]:
        for aim in of(task):
            if aim.evidence and (aim.concept == concept or any(core(each) == wanted for each in aim.surfaces)):
                yield "、".join(aim.surfaces), aim.concept, aim.evidence[0]

    return find


def _task(name: str, plans: Sequence[CampaignEntry], aligner: Aligner) -> Iterator[Entry]:
    """Yield a task and those it is linked with, from plan to plan before and after its own."""
    campaign, _, path = name.partition(" ")
    at = next((at for at, plan in enumerate(plans) if plan.id == campaign), None)
    if at is None:
        return
    start = [task for task in plans[at].tasks if task.path == path and task.kind in (TaskKind.TASK, TaskKind.DUTY)]
    if not start:
        return
    before = sorted(_follow(start, plans[: at + 1][::-1], aligner), key=lambda entry: entry.date)
    yield from before
    yield from (_entry(plans[at], task, "") for task in start)
    yield from _follow(start, plans[at:], aligner)


def _follow(start: Sequence[TaskEntry], plans: Sequence[CampaignEntry], aligner: Aligner) -> Iterator[Entry]:
    """Yield what the tasks of the first plan are linked with in the next ones; a plan without any is passed over."""
    current, here = list(start), plans[0]
    for plan in plans[1:]:
        paths = {task.path for task in current}
        links = [link for link in aligner.align(here, plan) if link.one.path in paths]
        if not links:
            continue
        best = {id(link.other): link for link in sorted(links, key=lambda link: link.score)}
        place = {id(task): at for at, task in enumerate(plan.tasks)}
        yield from (_entry(plan, best[far].other, best[far].relation.value) for far in sorted(best, key=place.__getitem__))
        current, here = [link.other for link in links], plan


def _entry(plan: CampaignEntry, task: TaskEntry, relation: str) -> Entry:
    return Entry(plan.id, plan.date, task.path, task.title, task.title, relation, opening(task))
