"""Two quotations for a change: the words where it shows, and on the other side the passage where it is missing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from zhize.align import Link
from zhize.align.passages import pieces
from zhize.catalogue import Aim, CampaignEntry, Cited, Evidence, Holder, TaskEntry, plain, sentence


class Quotes:
    """Finds for each task of one plan the passage of the other that stands for it."""

    def __init__(self, one: CampaignEntry, other: CampaignEntry, links: Iterable[Link]) -> None:
        self._far: dict[int, list[tuple[float, TaskEntry]]] = defaultdict(list)
        for link in links:
            self._far[id(link.one)].append((link.score, link.other))
            self._far[id(link.other)].append((link.score, link.one))
        self._others = {id(task): far.tasks for plan, far in ((one, other), (other, one)) for task in plan.tasks}
        self._pieces: dict[int, frozenset[str]] = {}

    def beside(self, task: TaskEntry, sort: str) -> Evidence | None:
        """Return the passage of the other plan where a body, law, product or violation of the task is missing.

        It stands in the task's best partner, or where the task has none in the one with most words in common.
        """
        partners = self._far.get(id(task))
        if partners:
            return instead(max(partners, key=lambda each: each[0])[1], sort)
        others = self._others[id(task)]
        mine = self._read(task)
        nearest = max(others, key=lambda other: _likeness(mine, self._read(other)), default=None)
        return instead(nearest, sort) if nearest is not None else None

    def _read(self, task: TaskEntry) -> frozenset[str]:
        if id(task) not in self._pieces:
            self._pieces[id(task)] = frozenset(pieces(plain(task.text)))
        return self._pieces[id(task)]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def instead(task: TaskEntry, sort: str) -> Evidence:
    """Return the words of a task that answer to something it does not name: what it names of the sort, else its start."""
    named: dict[str, tuple[Holder | Cited | Aim, ...]] = {
        "department": task.holders,
        "law": task.laws,
        "product": task.products,
        "violation": task.violations,
    }
    for each in named.get(sort, ()):
        if each.evidence:
            return each.evidence[0]
    return opening(task)


def opening(task: TaskEntry) -> Evidence:
    """Return the first sentence of a task."""
    text = task.text
    start = len(text) - len(text.lstrip())
    end = start
    while end < len(text) and text[end] not in "。；！？\n":
        end += 1
    quote = sentence(text, start, max(end - 1, start))
    return Evidence(task.campaign, task.path, task.start + start, task.start + end, quote)
