"""Tasks added, dropped, split, merged, moved and reworded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhize.align import Link
from zhize.align.passages import Reading
from zhize.catalogue import CampaignEntry, TaskEntry
from zhize.comparison.change import Change, ChangeKind, Scope
from zhize.comparison.quotes import Quotes, opening
from zhize.model import TaskKind
from zhize.text import fold

#: Share of the strongest link that another must reach to have a full part in a division or union.
_PART = 0.5


class Threads:
    """The links of each task to tasks of its own kind."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._one: dict[int, list[Link]] = defaultdict(list)
        self._other: dict[int, list[Link]] = defaultdict(list)
        self._linked: set[int] = set()
        for link in links:
            self._linked |= {id(link.one), id(link.other)}
            if link.one.kind is link.other.kind:
                self._one[id(link.one)].append(link)
                self._other[id(link.other)].append(link)

    def onward(self, task: TaskEntry) -> Sequence[Link]:
        """Return the links of a task of FROM."""
        return self._one.get(id(task), ())

    def backward(self, task: TaskEntry) -> Sequence[Link]:
        """Return the links of a task of TO."""
        return self._other.get(id(task), ())

    def met(self, task: TaskEntry, far: CampaignEntry) -> bool:
        """Tell whether the other plan takes a task up: in one of its kind, or in any where it has none of its kind.

        That a duty paragraph touches a task's subject does not make the task an old one.
        """
        if any(each.kind is task.kind for each in far.tasks):
            return bool(self.onward(task) or self.backward(task))
        return id(task) in self._linked

    def single(self, link: Link) -> bool:
        """Tell whether both tasks of a link have no other."""
        return len(self.onward(link.one)) == 1 and len(self.backward(link.other)) == 1

    def beside(self, link: Link) -> tuple[tuple[TaskEntry, ...], tuple[TaskEntry, ...]]:
        """Return the tasks that have a full part beside a link: in the union that TO is, in the division of FROM."""
        unions, parts = self.backward(link.other), self.onward(link.one)
        return (
            tuple(each.one for each in _full(unions) if each is not link and link in _full(unions)),
            tuple(each.other for each in _full(parts) if each is not link and link in _full(parts)),
        )


def _full(links: Sequence[Link]) -> list[Link]:
    most = max((link.score for link in links), default=0.0)
    return [link for link in links if link.score >= _PART * most]


def come_and_gone(
    one: CampaignEntry, other: CampaignEntry, threads: Threads, quotes: Quotes, silent: frozenset[str]
) -> Iterator[Change]:
    """Yield tasks added and dropped.

    Duties count where both plans have a chapter of them; ``silent`` are the bodies whose coming or going is told
    already, and with them their paragraphs.
    """
    duties = all(any(task.kind is TaskKind.DUTY for task in plan.tasks) for plan in (one, other))
    kinds = (TaskKind.TASK, TaskKind.DUTY) if duties else (TaskKind.TASK,)
    for plan, far, gone in ((one, other, True), (other, one, False)):
        for task in plan.tasks:
            if task.kind not in kinds or threads.met(task, far) or _told(task, silent):
                continue
            beside, mine = quotes.beside(task, "task"), opening(task)
            pair = (mine, beside) if gone else (beside, mine)
            yield Change(
                ChangeKind.TASK_DROPPED if gone else ChangeKind.TASK_ADDED,
                Scope.CAMPAIGN,
                task.title,
                (task.path,) if gone else (),
                () if gone else (task.path,),
                evidence=tuple(each for each in pair if each is not None),
            )


def _told(task: TaskEntry, silent: frozenset[str]) -> bool:
    return task.kind is TaskKind.DUTY and bool(task.holders) and all(h.name in silent for h in task.holders)


def divided(one: CampaignEntry, other: CampaignEntry, threads: Threads) -> Iterator[Change]:
    """Yield divisions of one task into several and unions of several into one."""
    for task in one.tasks:
        links = threads.onward(task)
        if task.kind is TaskKind.TASK and len(links) > 1:
            yield Change(
                ChangeKind.TASK_SPLIT, Scope.TASK, task.title, (task.path,),
                tuple(link.other.path for link in links),
                evidence=(opening(task), opening(_best(links).other)),
            )  # fmt: skip
    for task in other.tasks:
        links = threads.backward(task)
        if task.kind is TaskKind.TASK and len(links) > 1:
            yield Change(
                ChangeKind.TASK_MERGED, Scope.TASK, task.title,
                tuple(link.one.path for link in links), (task.path,),
                evidence=(opening(_best(links).one), opening(task)),
            )  # fmt: skip


def _best(links: Sequence[Link]) -> Link:
    return max(links, key=lambda link: link.score)


def moved(
    one: CampaignEntry, other: CampaignEntry, links: Sequence[Link], threads: Threads
) -> Iterator[Change]:
    """Yield tasks that went to another section, or to another depth of the outline.

    A section is known by where most of its tasks went; that all tasks of a plan lie deeper is layout, no move.
    """
    alike = [link for link in links if link.one.kind is link.other.kind]
    homes = _homes(alike)
    depths = [{_depth(task) for task in plan.tasks if task.kind in _KINDS} for plan in (one, other)]
    for link in alike:
        if threads.single(link) and _has_moved(link, homes, depths):
            yield Change(
                ChangeKind.TASK_MOVED, Scope.TASK, link.one.title, (link.one.path,), (link.other.path,),
                before=_parent(link.one), after=_parent(link.other),
                evidence=(opening(link.one), opening(link.other)),
            )  # fmt: skip


_KINDS = (TaskKind.TASK, TaskKind.DUTY)


def _has_moved(link: Link, homes: Mapping[str, str], depths: Sequence[set[int]]) -> bool:
    here, there = _parent(link.one), _parent(link.other)
    if _depth(link.one) != _depth(link.other):
        return _depth(link.one) in depths[1] and _depth(link.other) > 1
    home = homes.get(here)
    if home is not None:
        return home != there
    return there in homes.values()


def _homes(links: Sequence[Link]) -> dict[str, str]:
    """Return the section of TO that each section of FROM became: those that have most to do with each other."""
    votes: dict[tuple[str, str], float] = defaultdict(float)
    for link in links:
        votes[_parent(link.one), _parent(link.other)] += link.score
    homes: dict[str, str] = {}
    taken: set[str] = set()
    for here, there in sorted(votes, key=lambda pair: (-votes[pair], pair[0] != pair[1], pair)):
        if here not in homes and there not in taken:
            homes[here] = there
            taken.add(there)
    return homes


def _depth(task: TaskEntry) -> int:
    return task.path.count(".") + 1


def _parent(task: TaskEntry) -> str:
    return task.path.rpartition(".")[0]


def reworded(link: Link, reading: Reading, *, changed: bool) -> Change | None:
    """Return that a task says the same in other words: under another title, or with no other change."""
    texts = _bare(reading.words_of(link.one)), _bare(reading.words_of(link.other))
    if texts[0] == texts[1]:
        return None
    titled = link.one.kind is TaskKind.TASK and _bare(link.one.title) != _bare(link.other.title)
    if changed and not titled:
        return None
    before, after = (link.one.title, link.other.title) if titled else ("", "")
    return Change(
        ChangeKind.TASK_REWORDED, Scope.TASK, link.one.title, (link.one.path,), (link.other.path,),
        before=before, after=after, evidence=(opening(link.one), opening(link.other)),
    )  # fmt: skip


def _bare(text: str) -> str:
    """Return the words of a text alone: no marks, no number before them."""
    return re.sub(r"^\d+(?=\D)", "", re.sub(r"[^\w]|_", "", fold(text)))
