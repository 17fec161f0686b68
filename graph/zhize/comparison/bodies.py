"""Bodies that joined or left, whose role changed, whose seat passed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhize.align import Link
from zhize.catalogue import CampaignEntry, Evidence, Holder, TaskEntry
from zhize.comparison.change import Change, ChangeKind, Scope
from zhize.comparison.quotes import Quotes, instead
from zhize.lineage import Lineage, Reform
from zhize.model import Role, TaskKind

#: Roles that say the same of a body: which of them stands depends on how many bodies the layout names at once.
_ALONE = ({Role.SOLE, Role.JOINT}, {Role.SOLE, Role.LEAD})


@dataclass(frozen=True, slots=True)
class _Succession:
    """A body whose seat others hold in the later plan."""

    heirs: tuple[str, ...]
    reform: Reform | None


class Seats:
    """Which body of one plan holds the seat of which body of the other."""

    def __init__(self, one: CampaignEntry, other: CampaignEntry, lineage: Lineage) -> None:
        self._lineage = lineage
        self._date = max(one.date, other.date)
        self._here = one.region == other.region and one.level == other.level
        self.one, self.other = _bodies(one), _bodies(other)
        self._successions: dict[str, _Succession] = {}
        self._pairs: set[tuple[str, str]] = {(name, name) for name in self.one if name in self.other}
        for name in self.one:
            if name not in self.other:
                self._succeed(name)
        self._explained: dict[tuple[str, bool], Reform | None] = {}
        self._by_function()

    def _succeed(self, name: str) -> None:
        met = [heir for heir in self._lineage.heirs(name, self._date) if heir.name in self.other]
        if met:
            self._pairs |= {(name, heir.name) for heir in met}
            self._successions[name] = _Succession(tuple(heir.name for heir in met), met[0].reforms[-1])

    def _by_function(self) -> None:
        """Pair bodies by function: at another level or place all of them, in the same place those left over."""
        taken = (frozenset(one for one, _ in self._pairs), frozenset(other for _, other in self._pairs))
        for name, holder in self.one.items():
            for other, theirs in self.other.items():
                if holder.collective != theirs.collective or holder.function is None:
                    continue
                if self._here:
                    free = name not in taken[0] and other not in taken[1]
                    if free and holder.function == theirs.function and holder.resolved == theirs.resolved:
                        self._pairs.add((name, other))
                elif self._lineage.akin(holder.function, theirs.function):
                    self._pairs.add((name, other))

    def meet(self, one: str, other: str) -> bool:
        """Tell whether the body of the later plan holds the seat of the body of the earlier."""
        return (one, other) in self._pairs

    def succession(self, name: str) -> _Succession | None:
        """Return who took the seat of a body of the earlier plan by a reform."""
        return self._successions.get(name)

    def explains(self, name: str, *, gone: bool) -> Reform | None:
        """Return the reform that moved work from a body gone, or to a body come, to or from one of the other plan."""
        if (name, gone) not in self._explained:
            self._explained[name, gone] = self._moved_work(name, gone=gone)
        return self._explained[name, gone]

    def _moved_work(self, name: str, *, gone: bool) -> Reform | None:
        if gone:
            return self._lineage.passed(name, self.other, self._date)
        found = (self._lineage.passed(each, (name,), self._date) for each in self.one)
        return next((reform for reform in found if reform is not None), None)


def _bodies(plan: CampaignEntry) -> dict[str, Holder]:
    """Return the bodies of tasks and duties, each with its first entry."""
    found: dict[str, Holder] = {}
    for task in _counted(plan):
        for holder in task.holders:
            found.setdefault(holder.name, holder)
    return found


def _counted(plan: CampaignEntry) -> Iterator[TaskEntry]:
    return (task for task in plan.tasks if task.kind in (TaskKind.TASK, TaskKind.DUTY))


def in_plan(one: CampaignEntry, other: CampaignEntry, seats: Seats, quotes: Quotes) -> Iterator[Change]:
    """Yield the bodies that joined or left the whole plan, and those whose seat passed on."""
    for name in seats.one:
        if any(seats.meet(name, each) for each in seats.other):
            succession = seats.succession(name)
            if succession is not None:
                yield _succeeded(one, other, name, succession, quotes)
            continue
        tasks, proof = _where(one, name)
        evidence = _pair(proof, quotes.beside(tasks[0], "department"))
        yield Change(
            ChangeKind.DEPARTMENT_DROPPED, Scope.CAMPAIGN, name, tuple(task.path for task in tasks), (),
            reform=seats.explains(name, gone=True), evidence=evidence,
        )  # fmt: skip
    for name in seats.other:
        if any(seats.meet(each, name) for each in seats.one):
            continue
        tasks, proof = _where(other, name)
        evidence = _pair(quotes.beside(tasks[0], "department"), proof)
        yield Change(
            ChangeKind.DEPARTMENT_ADDED, Scope.CAMPAIGN, name, (), tuple(task.path for task in tasks),
            reform=seats.explains(name, gone=False), evidence=evidence,
        )  # fmt: skip


def _succeeded(
    one: CampaignEntry, other: CampaignEntry, name: str, succession: _Succession, quotes: Quotes
) -> Change:
    tasks, proof = _where(one, name)
    later = [_where(other, heir) for heir in succession.heirs]
    paths = dict.fromkeys(task.path for held, _ in later for task in held)
    return Change(
        ChangeKind.DEPARTMENT_SUCCEEDED, Scope.CAMPAIGN, name,
        tuple(task.path for task in tasks), tuple(paths),
        successors=succession.heirs, reform=succession.reform,
        evidence=_pair(proof, later[0][1] or quotes.beside(tasks[0], "department")),
    )  # fmt: skip


def _where(plan: CampaignEntry, name: str) -> tuple[list[TaskEntry], Evidence | None]:
    """Return the tasks and duties that name a body, and the first words that do."""
    held = [(task, holder) for task in _counted(plan) for holder in task.holders if holder.name == name]
    proof = next((holder.evidence[0] for _, holder in held if holder.evidence), None)
    return [task for task, _ in held], proof


def _pair(one: Evidence | None, other: Evidence | None) -> tuple[Evidence, ...]:
    return tuple(each for each in (one, other) if each is not None)


def names_bodies(plan: CampaignEntry) -> bool:
    """Tell whether a plan names bodies in its tasks, not only in paragraphs of duties."""
    return any(task.holders for task in plan.tasks if task.kind is TaskKind.TASK)


def between(
    link: Link, seats: Seats, beside: tuple[Sequence[TaskEntry], Sequence[TaskEntry]] = ((), ())
) -> Iterator[Change]:
    """Yield the bodies that joined or left one task, whose seat in it passed on, and whose role changed.

    ``beside`` are tasks that share in the same union or division, of ONE and of OTHER: their bodies are neither
    new nor gone.
    """
    one, other = link.one, link.other
    near = [[holder.name for task in tasks for holder in task.holders] for tasks in beside]
    paths = ((one.path,), (other.path,))
    for holder in one.holders:
        met = [each for each in other.holders if seats.meet(holder.name, each.name)]
        if not met:
            if any(seats.meet(holder.name, name) for name in near[1]):
                continue
            yield Change(
                ChangeKind.DEPARTMENT_DROPPED, Scope.TASK, holder.name, *paths,
                reform=seats.explains(holder.name, gone=True), evidence=_pair(_proof(holder), instead(other, "department")),
            )  # fmt: skip
            continue
        succession = seats.succession(holder.name)
        if succession is not None:
            heirs = tuple(each.name for each in met if each.name in succession.heirs)
            yield Change(
                ChangeKind.DEPARTMENT_SUCCEEDED, Scope.TASK, holder.name, *paths,
                successors=heirs, reform=succession.reform, evidence=_pair(_proof(holder), _proof(met[0])),
            )  # fmt: skip
        elif _changed(holder.role, met, one.holders, other.holders):
            yield Change(
                ChangeKind.ROLE_CHANGED, Scope.TASK, holder.name, *paths,
                before=holder.role.value, after=met[0].role.value,
                evidence=_pair(_proof(holder), _proof(met[0])),
            )  # fmt: skip
    for holder in other.holders:
        known = (*(each.name for each in one.holders), *near[0])
        if not any(seats.meet(name, holder.name) for name in known):
            yield Change(
                ChangeKind.DEPARTMENT_ADDED, Scope.TASK, holder.name, *paths,
                reform=seats.explains(holder.name, gone=False), evidence=_pair(instead(one, "department"), _proof(holder)),
            )  # fmt: skip


def _proof(holder: Holder) -> Evidence | None:
    return holder.evidence[0] if holder.evidence else None


def _changed(role: Role, met: Sequence[Holder], one: Sequence[Holder], other: Sequence[Holder]) -> bool:
    """Tell whether a body's role changed, layout aside: one body alone is sole, beside others joint or lead."""
    roles = {each.role for each in met}
    if role in roles:
        return False
    alone = len(one) == 1 or len(other) == 1
    return not (alone and any({role, *roles} <= layout for layout in _ALONE))
