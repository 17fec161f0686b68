"""Comparing two campaigns of a store."""

from __future__ import annotations

from pathlib import Path

from zhize.align.links import KINDS
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry
from zhize.comparison.change import Comparison
from zhize.comparison.compare import compare
from zhize.errors import QueryError
from zhize.store import open_store
from zhize.stored import campaign


def diff(from_: str, to: str, store: Path) -> Comparison:
    """Return how duties shift from one campaign of a store to another.

    QueryError where the store has not both or one has no task to compare, StoreError where there is no store.
    """
    graph = open_store(store)
    return compare(_assigning(campaign(graph, from_)), _assigning(campaign(graph, to)), shipped())


def _assigning(plan: CampaignEntry) -> CampaignEntry:
    """Return a plan that has a task or duty."""
    if any(task.kind in KINDS for task in plan.tasks):
        return plan
    raise QueryError(f"campaign {plan.id!r} has no task to compare: only requirements and schedules; "
                     f"see 'zhize show campaign {plan.id}'")  # fmt: skip
