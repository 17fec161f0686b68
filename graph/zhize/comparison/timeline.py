"""One thing through the years: a body with its forerunners and heirs, a violation, a product, a law, a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhize.align import Aligner
from zhize.align.links import KINDS
from zhize.align.overrides import apply, shipped
from zhize.authority import Tables, labels
from zhize.catalogue import Aim, CampaignEntry, Evidence, Holder, TaskEntry
from zhize.comparison.quotes import opening
from zhize.comparison.wording import core
from zhize.errors import QueryError
from zhize.lineage import Lineage


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
    surface: str = ""
    """The very words of the plan, as they stand in the quotation."""


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

    A body may be named in full or in the words of a plan; a task is named by its campaign and path with a space or
    slash between them (``2018-national 2.4``). Raises `QueryError` where no plan has it, or a name means several bodies.
    """
    name = name.strip()
    ordered = sorted(plans, key=lambda plan: (plan.date, plan.id))
    if sort is Sort.TASK:
        found = tuple(_task(name, ordered, Aligner(tables)))
    else:
        find = _finder(sort, name, ordered, tables)
        found = tuple(
            Entry(plan.id, plan.date, task.path, task.title, *said)
            for plan in ordered
            for task in plan.tasks
            for said in find(task)
        )
    if not found:
        raise QueryError(f"no plan has the {sort.value} '{name}'{_nearest(sort, name, ordered)}")
    present = {entry.campaign for entry in found}
    return Timeline(sort, name, found, tuple(plan.id for plan in ordered if plan.id not in present))


_Finder = Callable[[TaskEntry], Iterator[tuple[str, str, Evidence, str]]]


def _finder(sort: Sort, name: str, plans: Sequence[CampaignEntry], tables: Tables) -> _Finder:
    if sort is Sort.DEPARTMENT:
        return _department(name, plans, Lineage(tables))
    if sort is Sort.LAW:
        return _law(name.strip("《》"), tables)
    if sort is Sort.VIOLATION:
        return _aim(name, labels(tables.violations), lambda task: task.violations)
    return _aim(name, labels(tables.products), lambda task: task.products)


def _nearest(sort: Sort, name: str, plans: Sequence[CampaignEntry]) -> str:
    """Return what plans have that is most like a name that none has, as the end of an error."""
    tasks = [task for plan in plans for task in plan.tasks]
    known = {
        Sort.DEPARTMENT: [holder.name for task in tasks for holder in task.holders],
        Sort.LAW: [law.name for task in tasks for law in task.laws],
        Sort.VIOLATION: [aim.concept for task in tasks for aim in task.violations],
        Sort.PRODUCT: [aim.concept for task in tasks for aim in task.products],
        Sort.TASK: [f"{task.campaign} {task.path}" for task in tasks if task.kind in KINDS],
    }[sort]
    wanted = set(name)
    ranked = sorted(set(known), key=lambda each: (-len(wanted & set(each)) / len(wanted | set(each)), each))
    near = [each for each in ranked[:5] if wanted & set(each)]
    return f"; nearest: {', '.join(near)}" if near else "; see 'zhize list' for what the store holds"


def _department(name: str, plans: Sequence[CampaignEntry], lineage: Lineage) -> _Finder:
    """Return what finds a body in a task, under its own name or that of a forerunner or heir."""
    holders = [holder for plan in plans for task in plan.tasks for holder in task.holders]
    bodies = {holder.name for holder in holders}
    full = _full(name, holders)
    last = max((plan.date for plan in plans), default="")
    line = {full, *(heir.name for heir in lineage.heirs(full, last))}
    line |= {body for body in bodies if any(heir.name == full for heir in lineage.heirs(body, last))}

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence, str]]:
        for holder in task.holders:
            if holder.name in line and holder.evidence:
                yield holder.name, holder.role.value, holder.evidence[0], holder.surface

    return find


def _full(name: str, holders: Iterable[Holder]) -> str:
    """Return the body that a name means: the name itself, or the one body that plans call so or whose name ends so."""
    many = list(holders)
    if any(name == holder.name for holder in many):
        return name
    called = {holder.name for holder in many if holder.surface == name}
    meant = sorted(
        called
        or {h.name for h in many if not h.collective and (h.name.endswith(name) or h.surface.endswith(name))}
    )
    if len(meant) > 1:
        raise QueryError(f"'{name}' may be {', '.join(meant)}: say which by its full name")
    return meant[0] if meant else name


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

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence, str]]:
        for law in task.laws:
            if law.name in line and law.evidence:
                yield law.name, law.article or "", law.evidence[0], law.surface

    return find


def _aim(name: str, known: dict[str, str], of: Callable[[TaskEntry], tuple[Aim, ...]]) -> _Finder:
    """Return what finds a product or violation in a task, by concept or by its words."""
    concept, wanted = known.get(name, name), core(name)

    def find(task: TaskEntry) -> Iterator[tuple[str, str, Evidence, str]]:
        for aim in of(task):
            if aim.evidence and (aim.concept == concept or any(core(each) == wanted for each in aim.surfaces)):
                yield "、".join(aim.surfaces), aim.concept, aim.evidence[0], aim.surfaces[0]

    return find


def _task(name: str, plans: Sequence[CampaignEntry], aligner: Aligner) -> Iterator[Entry]:
    """Yield a task and those it is linked with, from plan to plan before and after its own."""
    campaign, _, path = name.replace("/", " ", 1).partition(" ") if " " not in name else name.partition(" ")
    at = next((at for at, plan in enumerate(plans) if plan.id == campaign), None)
    if at is None:
        return
    start = [task for task in plans[at].tasks if task.path == path.strip() and task.kind in KINDS]
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
        found = apply(aligner.align(here, plan), here, plan, shipped())
        links = [link for link in found if link.one.path in paths]
        if not links:
            continue
        best = {id(link.other): link for link in sorted(links, key=lambda link: link.score)}
        place = {id(task): at for at, task in enumerate(plan.tasks)}
        yield from (_entry(plan, best[far].other, best[far].relation.value) for far in sorted(best, key=place.__getitem__))
        current, here = [link.other for link in links], plan


def _entry(plan: CampaignEntry, task: TaskEntry, relation: str) -> Entry:
    return Entry(plan.id, plan.date, task.path, task.title, task.title, relation, opening(task))
