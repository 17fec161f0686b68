"""Comparing what a store holds: two campaigns, one with itself, one thing through all."""

from __future__ import annotations

from pathlib import Path

from zhize.align.links import KINDS
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry
from zhize.comparison.change import Comparison
from zhize.comparison.compare import compare
from zhize.comparison.gaps import Gap
from zhize.comparison.gaps import gaps as gaps_of
from zhize.comparison.timeline import Sort, Timeline
from zhize.comparison.timeline import timeline as through
from zhize.errors import QueryError
from zhize.store import open_store
from zhize.stored import campaign, campaigns, indicators


def diff(from_: str, to: str, store: Path) -> Comparison:
    """Return how duties shift from one campaign of a store to another.

    QueryError where the store has not both or one has no task to compare, StoreError where there is no store.
    """
    graph = open_store(store)
    return compare(_assigning(campaign(graph, from_)), _assigning(campaign(graph, to)), shipped())


def gaps(name: str, store: Path) -> tuple[Gap, ...]:
    """Return the gaps and overlaps of a campaign of a store.

    QueryError where the store has none of that id, StoreError where there is no store.
    """
    graph = open_store(store)
    return gaps_of(_assigning(campaign(graph, name)), shipped(), indicators(graph, name))


def timeline(kind: str, name: str, store: Path) -> Timeline:
    """Return a department, violation, product, law or task through all campaigns of a store.

    QueryError where no campaign has it or there is no such kind, StoreError where there is no store.
    """
    if kind not in list(Sort):
        raise QueryError(f"no kind {kind!r} of timeline; there are: {', '.join(Sort)}")
    graph = open_store(store)
    plans = [campaign(graph, each.id) for each in campaigns(graph)]
    return through(Sort(kind), name, plans, shipped())


def _assigning(plan: CampaignEntry) -> CampaignEntry:
    """Return a plan that has a task or duty."""
    if any(task.kind in KINDS for task in plan.tasks):
        return plan
    raise QueryError(f"campaign {plan.id!r} has no task to compare: only requirements and schedules; "
                     f"see 'zhize show campaign {plan.id}'")  # fmt: skip
