"""A comparison in the order in which people read it: how many changes of each kind, then task beside task.

Every form of the report (terminal, Markdown, page, table) is made from these values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhize.align import Link
from zhize.align.links import KINDS
from zhize.catalogue import CampaignEntry, Evidence, TaskEntry, plain
from zhize.comparison.change import Change, ChangeKind, Comparison, Scope

#: What changes are about, in the order of the report.
SORTS = ("task", "department", "law", "product", "violation")
_SIGNS = {"added": "+", "dropped": "−", "succeeded": "→", "moved": "→"}
#: Characters of a quotation on either side of the words that count.
_AROUND = 18


def sort_of(kind: ChangeKind) -> str:
    """Return what a kind of change is about: one of `SORTS`; roles are of departments.

    >>> sort_of(ChangeKind.LAW_ADDED), sort_of(ChangeKind.ROLE_CHANGED)
    ('law', 'department')
    """
    return "department" if kind is ChangeKind.ROLE_CHANGED else kind.value.partition("_")[0]


def sign(kind: ChangeKind) -> str:
    """Return the sign of a kind of change, which tells it without colour: + come, − gone, → passed on, ~ changed."""
    return _SIGNS.get(kind.value.rpartition("_")[2], "~")


def tally(comparison: Comparison) -> dict[str, dict[Scope, list[tuple[ChangeKind, int]]]]:
    """Return how many changes of each kind there are: by what they are about, then by scope."""
    counted = Counter((change.scope, change.kind) for change in comparison.changes)
    return {
        sort: {
            scope: [(kind, counted[scope, kind]) for kind in ChangeKind if sort_of(kind) == sort and counted[scope, kind]]
            for scope in Scope
        }
        for sort in SORTS
    }


def whole(comparison: Comparison, sort: str) -> list[Change]:
    """Return the changes of the whole plan that are about one sort."""
    return [
        change
        for change in comparison.changes
        if sort_of(change.kind) == sort and of_plan(change)
    ]


def of_plan(change: Change) -> bool:
    """Tell whether a change is told of the whole plan: also that a task was divided, united or moved."""
    return change.scope is Scope.CAMPAIGN or change.kind in (
        ChangeKind.TASK_SPLIT, ChangeKind.TASK_MERGED, ChangeKind.TASK_MOVED
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """A task of one plan beside the task of the other that takes it up."""

    one: TaskEntry | None
    """None where TO's task is new."""
    other: TaskEntry | None
    """None where FROM's task is not taken up."""
    link: Link | None
    changes: tuple[Change, ...]
    """What changed between the two; of a task alone, that it came or went."""

    @property
    def between(self) -> tuple[Change, ...]:
        """What changed between the two and is not told of the whole plan."""
        return tuple(change for change in self.changes if not of_plan(change))


def beside(comparison: Comparison) -> tuple[Beside, ...]:
    """Return the tasks of both plans side by side: FROM's in their order with their partners, then TO's without one.

    A task divided has a row for each part. A paragraph of duties beside a task has no row where it has no change of
    its own; requirements and schedules, which are not compared, have none.
    """
    between: dict[tuple[str, str], list[Change]] = {}
    alone: dict[tuple[str, str], list[Change]] = {}
    for change in comparison.changes:
        ends = change.from_paths, change.to_paths
        if change.scope is Scope.TASK and len(ends[0]) == len(ends[1]) == 1:
            between.setdefault((ends[0][0], ends[1][0]), []).append(change)
        elif change.kind in (ChangeKind.TASK_ADDED, ChangeKind.TASK_DROPPED):
            alone.setdefault(("".join(ends[0]), "".join(ends[1])), []).append(change)
    return tuple(_rows(comparison, between, alone))


def _rows(
    comparison: Comparison,
    between: dict[tuple[str, str], list[Change]],
    alone: dict[tuple[str, str], list[Change]],
) -> Iterator[Beside]:
    links = [link for link in comparison.links if link.one.kind is link.other.kind]
    met = {id(link.other) for link in links}
    for task in _counted(comparison.one):
        own = [link for link in links if link.one is task]
        for link in own:
            yield Beside(task, link.other, link, tuple(between.get((task.path, link.other.path), ())))
        if not own:
            yield Beside(task, None, None, tuple(alone.get((task.path, ""), ())))
    for task in _counted(comparison.other):
        if id(task) not in met:
            yield Beside(None, task, None, tuple(alone.get(("", task.path), ())))


def _counted(plan: CampaignEntry) -> Iterator[TaskEntry]:
    return (task for task in plan.tasks if task.kind in KINDS)


class Surfaces:
    """Finds the very words of a plan that a quotation is about."""

    def __init__(self, comparison: Comparison) -> None:
        self._tasks = {
            (plan.id, task.path): task for plan in (comparison.one, comparison.other) for task in plan.tasks
        }

    def of(self, evidence: Evidence) -> str:
        """Return the words that prove, as they stand in the quotation; empty where they stand outside the task."""
        task = self._tasks.get((evidence.document, evidence.path))
        if task is None or not task.start <= evidence.start <= evidence.end <= task.end:
            return ""
        words = plain(task.text[evidence.start - task.start : evidence.end - task.start])
        return words if words in evidence.quote else ""

    def split(self, evidence: Evidence) -> tuple[str, str, str]:
        """Return a quotation as what stands before the words that prove, the words, and what stands after."""
        words = self.of(evidence)
        if not words or words == evidence.quote:
            return evidence.quote, "", ""
        before, _, after = evidence.quote.partition(words)
        return before, words, after

    def short(self, evidence: Evidence) -> str:
        """Return the words that prove with a little of what stands around them."""
        return shortened(evidence.quote, self.of(evidence))


def shortened(quote: str, words: str) -> str:
    """Return the words that count in a quotation, marked, with a little of what stands around them.

    >>> shortened("查处刷单炒信。", "刷单炒信"), shortened("查处刷单炒信。", "")
    ('查处【刷单炒信】。', '查处刷单炒信。')
    """
    if not words or words == quote or words not in quote:
        limit = 2 * _AROUND
        return quote if len(quote) <= limit + 1 else f"{quote[:limit]}…"
    before, _, after = quote.partition(words)
    start = before if len(before) <= _AROUND + 1 else f"…{before[-_AROUND:]}"
    end = after if len(after) <= _AROUND + 1 else f"{after[:_AROUND]}…"
    return f"{start}【{words}】{end}"


def side(change: Change, plans: tuple[str, str], at: int) -> Evidence | None:
    """Return the quotation of a change from FROM (0) or TO (1); ``plans`` are their ids.

    Where both have one id, the first is FROM's.
    """
    if plans[0] == plans[1]:
        return change.evidence[at] if at < len(change.evidence) else None
    return next((each for each in change.evidence if each.document == plans[at]), None)


def telling(change: Change) -> tuple[int, ...]:
    """Return the sides, FROM (0) and TO (1), whose words prove a change: what came has none in FROM, what went none in TO."""
    return {"−": (0,), "+": (1,)}.get(sign(change.kind), (0, 1))


def ends(paths: Sequence[str], comma: str, most: int = 4) -> str:
    """Return paths on one line, many of them shortened to the first and their number.

    >>> ends(("2.1", "2.2", "2.3"), ", ", most=2), ends((), ", ")
    ('2.1, 2.2 … (3)', '-')
    """
    if len(paths) <= most:
        return comma.join(paths) or "-"
    return f"{comma.join(paths[:most])} … ({len(paths)})"
