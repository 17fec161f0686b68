"""Laws, products and violations added and dropped, in the whole plan and between linked tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from zhize.align import Link
from zhize.align.passages import Reading
from zhize.authority import Instrument
from zhize.catalogue import CampaignEntry, Cited, Evidence, TaskEntry
from zhize.comparison.change import Change, ChangeKind, Scope, Wording
from zhize.comparison.quotes import Quotes, instead, opening
from zhize.comparison.wording import Item, Told, apart, items, replaced
from zhize.model import TaskKind

_QUOTES = re.compile(r"[\s“”\"'‘’《》〈〉]")


@dataclass(frozen=True, slots=True)
class Difference:
    """What two sides name differently."""

    changes: tuple[Change, ...]
    wordings: tuple[Wording, ...]


class Contents:
    """Compares what the tasks of two plans are about; made for one comparison."""

    def __init__(self, laws: Mapping[str, Instrument], above: Mapping[str, tuple[str, ...]], reading: Reading) -> None:
        self._reading = reading
        self._above = above
        self._laws = laws
        self._made: dict[tuple[int, ...], Told] = {}
        self._named: dict[int, tuple[Item, ...]] = {}
        self._texts: dict[int, str] = {}

    def in_plan(
        self, one: CampaignEntry, other: CampaignEntry, quotes: Quotes, links: Iterable[Link]
    ) -> Difference:
        """Return what is in or gone from the whole plan."""
        sides = _counted(one), _counted(other)
        found = [*self._laws_between(sides, (_name(one.title), _name(other.title)), quotes)]
        linked = {(link.one.path, link.other.path) for link in links}
        targets = self._targets(sides, quotes, linked=linked)
        return Difference((*found, *targets.changes), targets.wordings)

    def between(
        self, one: TaskEntry, other: TaskEntry, beside: tuple[Sequence[TaskEntry], Sequence[TaskEntry]]
    ) -> Difference:
        """Return what is in or gone from a task, seen from the task it corresponds to.

        ``beside`` are tasks that share in the same division or union, of ONE and of OTHER: what stands in one of
        them is neither gone nor new.
        """
        laws = self._laws_between(((one,), (other,)), ("", ""), None, beside)
        targets = self._targets(((one,), (other,)), None, beside)
        return Difference((*laws, *targets.changes), targets.wordings)

    def _laws_between(
        self,
        sides: tuple[Sequence[TaskEntry], Sequence[TaskEntry]],
        titles: tuple[str, str],
        quotes: Quotes | None,
        beside: tuple[Sequence[TaskEntry], Sequence[TaskEntry]] = ((), ()),
    ) -> Iterator[Change]:
        one, other = (_cited(tasks, title) for tasks, title in zip(sides, titles, strict=True))
        near = [{_name(law.name) for task in tasks for law in task.laws} for tasks in beside]
        for here, there, hidden, gone in ((one, other, near[1], True), (other, one, near[0], False)):
            for key, (law, where) in here.items():
                if key in there or key in hidden:
                    continue
                far = _far("law", where[0], sides[1] if gone else sides[0], quotes)
                yield Change(
                    ChangeKind.LAW_DROPPED if gone else ChangeKind.LAW_ADDED,
                    Scope.TASK if quotes is None else Scope.CAMPAIGN,
                    law.name,
                    *_paths(sides, where, gone=gone, task=quotes is None),
                    successors=self._replacing(law.name, there) if gone else self._replaced(law.name, there),
                    evidence=_both(_first(law.evidence, where[0]), far, gone=gone),
                )

    def _replacing(self, name: str, cited: Iterable[str]) -> tuple[str, ...]:
        """Return the law that replaced a law gone, where the other side cites it."""
        row = self._laws.get(name)
        return (row.replaced_by,) if row is not None and _name(row.replaced_by) in set(cited) else ()

    def _replaced(self, name: str, cited: dict[str, tuple[Cited, list[TaskEntry]]]) -> tuple[str, ...]:
        """Return the law itself where it replaced one that the other side cites: the statement of `_replacing`."""
        rows = (self._laws.get(law.name) for law, _ in cited.values())
        return (name,) if any(row is not None and row.replaced_by == name for row in rows) else ()

    def _targets(
        self,
        sides: tuple[Sequence[TaskEntry], Sequence[TaskEntry]],
        quotes: Quotes | None,
        beside: tuple[Sequence[TaskEntry], Sequence[TaskEntry]] = ((), ()),
        linked: Set[tuple[str, str]] | None = None,
    ) -> Difference:
        told = tuple(self._told(tasks) for tasks in sides)
        wider = tuple(
            self._told((*tasks, *more)) if more else mine
            for tasks, more, mine in zip(sides, beside, told, strict=True)
        )
        gone, gone_wording = self._left(told[0], wider[1])
        come, come_wording = self._left(told[1], wider[0])
        swapped = replaced(
            gone, come, self._above, lambda a, b: linked is None or (a.path, b.path) in linked
        )
        moved = {id(item) for pair in swapped for item in pair}
        wordings = [_wording(one, other) for one, other in (*gone_wording, *swapped)]
        wordings += [_wording(one, other) for other, one in come_wording]
        changes = [
            self._target_change(item, sides, quotes, gone=is_gone)
            for many, is_gone in ((gone, True), (come, False))
            for item in many
            if id(item) not in moved
        ]
        return Difference(tuple(changes), tuple(dict.fromkeys(wordings)))

    def _left(self, mine: Told, theirs: Told) -> tuple[list[Item], list[tuple[Item, Item]]]:
        """Return the items of one side that the other does not name, and those that it names in other words."""
        left: dict[tuple[str, str], Item] = {}
        wordings: list[tuple[Item, Item]] = []
        for item in mine.items:
            same = theirs.same(item)
            if same is None and not theirs.mentions(item):
                same = theirs.kind_of(item, self._above)
                if same is None:
                    left.setdefault((item.sort, item.core), item)
            if same is not None and same.core != item.core:
                wordings.append((item, same))
        return apart(left.values()), wordings

    def _told(self, tasks: Sequence[TaskEntry]) -> Told:
        """Return what tasks name, made once for the same tasks."""
        key = tuple(map(id, tasks))
        if key not in self._made:
            text = "。".join(map(self._text, tasks))
            self._made[key] = Told([item for task in tasks for item in self._items(task)], text)
        return self._made[key]

    def _items(self, task: TaskEntry) -> tuple[Item, ...]:
        if id(task) not in self._named:
            self._named[id(task)] = items(task)
        return self._named[id(task)]

    def _text(self, task: TaskEntry) -> str:
        if id(task) not in self._texts:
            self._texts[id(task)] = self._reading.words_of(task)
        return self._texts[id(task)]

    def _target_change(
        self,
        item: Item,
        sides: tuple[Sequence[TaskEntry], Sequence[TaskEntry]],
        quotes: Quotes | None,
        *,
        gone: bool,
    ) -> Change:
        mine, theirs = sides if gone else sides[::-1]
        where = [task for task in mine if any(each.core == item.core for each in self._items(task))]
        far = _far(item.sort, where[0], theirs, quotes)
        return Change(
            ChangeKind(f"{item.sort}_{'dropped' if gone else 'added'}"),
            Scope.TASK if quotes is None else Scope.CAMPAIGN,
            item.surface,
            *_paths(sides, where, gone=gone, task=quotes is None),
            evidence=_both(item.evidence, far, gone=gone),
        )


def _counted(plan: CampaignEntry) -> tuple[TaskEntry, ...]:
    return tuple(task for task in plan.tasks if task.kind in (TaskKind.TASK, TaskKind.DUTY))


def _cited(tasks: Iterable[TaskEntry], title: str) -> dict[str, tuple[Cited, list[TaskEntry]]]:
    """Return the laws that tasks cite, each with the tasks; a plan that names itself cites no law."""
    found: dict[str, tuple[Cited, list[TaskEntry]]] = {}
    for task in tasks:
        for law in task.laws:
            key = _name(law.name)
            if key != title or not title:
                where = found.setdefault(key, (law, []))[1]
                if task not in where:
                    where.append(task)
    return found


def _name(name: str) -> str:
    """Return the name of an instrument without what varies in writing."""
    return _QUOTES.sub("", name).removeprefix("中华人民共和国")


def _wording(one: Item, other: Item) -> Wording:
    return Wording(one.sort, one.surface, other.surface, one.path, other.path)


def _paths(
    sides: tuple[Sequence[TaskEntry], Sequence[TaskEntry]], where: Sequence[TaskEntry], *, gone: bool, task: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths of FROM and TO: both tasks where two are compared, else those that have the subject."""
    if task:
        return tuple(each.path for each in sides[0]), tuple(each.path for each in sides[1])
    paths = tuple(each.path for each in where)
    return (paths, ()) if gone else ((), paths)


def _far(sort: str, task: TaskEntry, others: Sequence[TaskEntry], quotes: Quotes | None) -> Evidence | None:
    if quotes is not None:
        return quotes.beside(task, sort)
    return instead(others[0], sort) if others else None


def _first(evidence: Sequence[Evidence], task: TaskEntry) -> Evidence:
    return evidence[0] if evidence else opening(task)


def _both(mine: Evidence, far: Evidence | None, *, gone: bool) -> tuple[Evidence, ...]:
    pair = (mine, far) if gone else (far, mine)
    return tuple(each for each in pair if each is not None)
