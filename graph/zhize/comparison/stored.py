"""Comparing two campaigns of a store."""

from __future__ import annotations

from pathlib import Path

from zhize.authority import shipped
from zhize.comparison.change import Comparison
from zhize.comparison.compare import compare
from zhize.store import open_store
from zhize.stored import campaign


def diff(from_: str, to: str, store: Path) -> Comparison:
    """Return how duties shift from one campaign of a store to another.

    QueryError where the store has not both, StoreError where there is no store.
    """
    graph = open_store(store)
    return compare(campaign(graph, from_), campaign(graph, to), shipped())
