"""Joining tasks that name nobody to the duty paragraphs that take them up, when the index is written."""

from __future__ import annotations

from collections.abc import Sequence

from zhize.search.entries import Entry
from zhize.search.marking import Marker


def links_of(entry: Entry, speaking: Sequence[Entry], marker: Marker) -> Entry:
    """Return an entry with links from its sentences to the duty paragraphs that take them up."""
    return entry
