"""Two quotations for a change: the words where it shows, and on the other side the passage where it is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zhize.align import Link
from zhize.catalogue import CampaignEntry, Evidence, TaskEntry, sentence


class Quotes:
    """Finds for each task of one plan the passage of the other that stands for it."""

    def __init__(self, one: CampaignEntry, other: CampaignEntry, links: Iterable[Link]) -> None:
        self._far: dict[int, list[tuple[float, TaskEntry]]] = defaultdict(list)
        for link in links:
            self._far[id(link.one)].append((link.score, link.other))
            self._far[id(link.other)].append((link.score, link.one))
        self._first = {id(task): _first(plan) for plan, far in ((one, other), (other, one)) for task in far.tasks}

    def beside(self, task: TaskEntry) -> Evidence | None:
        """Return the passage of the other plan that answers to a task: who holds its best partner, or how it begins.

        A task without a partner is answered by the other plan's first task.
        """
        partners = self._far.get(id(task))
        partner = max(partners, key=lambda each: each[0])[1] if partners else self._first[id(task)]
        return clause(partner) if partner is not None else None


def _first(plan: CampaignEntry) -> TaskEntry | None:
    return plan.tasks[0] if plan.tasks else None


def clause(task: TaskEntry) -> Evidence:
    """Return the words by which a task names its bodies, else its first sentence."""
    for holder in task.holders:
        if holder.evidence:
            return holder.evidence[0]
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
