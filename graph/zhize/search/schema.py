"""The fields of the search engine's documents, and the tokens that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from zhize.search.entries import Entry, Plan

if TYPE_CHECKING:
    import tantivy

FOLDER: Final = "index"
"""Folder of the index, within the one it is written for."""
VOCABULARY: Final = "vocabulary"
"""Folder of the words for understanding questions, within the index."""
ENGINE: Final = "engine"
"""Folder of the search engine's files, within the index."""

WORDS: Final = "words"
"""Tokens of a task: pairs of Chinese characters, words of other scripts."""
HEADING: Final = "heading"
"""The same of its title."""
CONCEPT: Final = "concept"
"""Labels of the concepts a task targets."""
NAMED: Final = "named"
"""Labels of the concepts its words name."""
ABOVE: Final = "above"
"""Labels of the concepts above these."""
LAW: Final = "law"
FUNCTION: Final = "function"
"""Functions of the departments that hold a task."""
CAMPAIGN: Final = "campaign"
YEAR: Final = "year"
PLACE: Final = "place"
"""Region of the plan and those above it; 全国 only for the nation's own."""
SORT: Final = "sort"
"""``plan``, ``task``, or ``duty`` for a duty paragraph."""
KEPT: Final = "kept"
"""What an answer says of the task or plan, as JSON."""

_RUN: Final = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def tokens(text: str) -> list[str]:
    """Return the tokens of a folded text.

    >>> tokens("网售app刷单")
    ['网售', 'app', '刷单']
    """
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
    return found


@lru_cache(maxsize=20_000)
def word_tokens(word: str) -> tuple[str, ...]:
    """Return the tokens of a word that questions use."""
    return tuple(tokens(word))


def engine_schema() -> tantivy.Schema:
    """Return the schema of the search engine."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in (WORDS, HEADING):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in (CONCEPT, NAMED, ABOVE, LAW, FUNCTION, CAMPAIGN, YEAR, PLACE, SORT):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(KEPT, stored=True, indexed=False)
    return builder.build()


def plan_document(plan: Plan, kept: str) -> tantivy.Document:
    """Return the document of a plan."""
    return _document({SORT: ["plan"], CAMPAIGN: [plan.campaign], **_where(plan)}, kept)


def task_document(entry: Entry, plan: Plan, above: Iterable[str], kept: str) -> tantivy.Document:
    """Return the document of a task."""
    fields = {
        SORT: ["task", *(["duty"] if entry.kind == "duty" and entry.keepers else [])],
        CAMPAIGN: [plan.campaign],
        WORDS: [" ".join(tokens(entry.match + "".join("\0" + cite.name for cite in entry.cites)))],
        HEADING: [" ".join(tokens(entry.match[: entry.heading]))],
        CONCEPT: sorted(entry.aims),
        NAMED: sorted(entry.found),
        ABOVE: sorted(above),
        LAW: sorted({cite.name for cite in entry.cites}),
        FUNCTION: sorted({keeper.function for keeper in entry.keepers if keeper.function}),
        **_where(plan),
    }
    return _document(fields, kept)


def _where(plan: Plan) -> dict[str, list[str]]:
    return {YEAR: [str(plan.year)] if plan.year else [], PLACE: list(plan.places)}


def _document(fields: dict[str, list[str]], kept: str) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    for field, values in fields.items():
        for value in values:
            document.add_text(field, value)
    document.add_bytes(KEPT, kept.encode())
    return document
