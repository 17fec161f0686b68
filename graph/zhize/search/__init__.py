"""Retrieval: an index over tasks and duty paragraphs, written with the store, and what it finds for a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zhize.authority import Tables
    from zhize.catalogue import CampaignEntry

__all__ = ["write_index"]


def write_index(folder: Path, campaigns: Sequence[CampaignEntry], tables: Tables) -> None:
    """Write the index of campaigns into the folder ``index`` of a folder; see `zhize.search.writing`."""
    # What writing needs takes longer to load than a question to answer.
    from zhize.search.writing import write_index as write

    write(folder, campaigns, tables)
