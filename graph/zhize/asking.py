"""Asking a store: from its folder to the index of what it holds now."""

from __future__ import annotations

from pathlib import Path

from zhize.answers import Answers, answer
from zhize.errors import StoreError
from zhize.store.layout import current


def ask(
    question: str,
    store: Path,
    *,
    campaign: str | None = None,
    year: int | None = None,
    region: str | None = None,
    top: int = 5,
) -> Answers:
    """Return the answers to a question from what a store holds, best first.

    ``campaign``, ``year`` and ``region`` narrow it. StoreError where there is no store.
    """
    generation = current(store)
    if generation is None:
        raise StoreError(f"{store}: holds no graph: run `zhize build` first")
    return answer(question, generation, campaign=campaign, year=year, region=region, top=top)
