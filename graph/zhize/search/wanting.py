"""What a question wants, weighed against what the plans say: how telling each unit is, and all it may be said by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from zhize.search import schema
from zhize.search.index import Index
from zhize.understanding import Unit

_MEANT: Final = 0.8
"""A way of saying a unit less sure than this does not tell how common the unit is."""
_COMMON: Final = 0.1
"""Weight of a unit that every task says."""
_SLIGHT: Final = 0.04
"""Units that count less than this part of all are left out."""
_LONG: Final = 3
"""A word of so many characters may be found by its parts."""


class Near(NamedTuple):
    """A concept by which a task may say a unit."""

    sure: float
    broader: bool
    """True where it is broader than what is asked for."""
    conduct: bool
    """True for a violation type that is not broader."""


class Parts(NamedTuple):
    """A word of a plan that may be found by its parts."""

    word: str
    sure: float
    tokens: tuple[str, ...]


class Want(NamedTuple):
    """A unit of a question, weighed."""

    unit: Unit
    weight: float
    heard: bool
    """True where any plan says it."""
    named: bool
    """True where it names a concept, so that a plan that lacks it lacks something certain."""
    concepts: dict[str, Near]
    parts: tuple[Parts, ...]


class Wanted(NamedTuple):
    """All that a question wants."""

    wants: tuple[Want, ...]
    total: float
    """All that its units count."""
    phrases: tuple[str, ...] = ()
    """Its very words."""
    pairs: tuple[str, ...] = ()
    """Their tokens."""
    when: bool = False
    """True where a date is asked for."""


def wanted(units: Sequence[Unit], index: Index, phrases: Sequence[str] = (), *, when: bool = False) -> Wanted:
    """Return what units want: the rarer in the plans, the more one counts; what no plan says counts in full."""
    many = [_want(unit, index) for unit in units]
    total = sum(want.weight for want in many)
    wants = tuple(want for want in many if want.weight >= _SLIGHT * total)
    pairs = tuple(token for phrase in phrases for token in schema.word_tokens(phrase))
    return Wanted(wants, sum(want.weight for want in wants), tuple(phrases), pairs, when)


def upward(asked: Wanted, index: Index) -> Wanted:
    """Return the same without what is narrower than the concepts asked for."""
    wants = tuple(want._replace(concepts=_concepts(want.unit, index, narrower=False)) for want in asked.wants)
    return asked._replace(wants=wants)


def _want(unit: Unit, index: Index) -> Want:
    known = _known(unit, index)
    rarity = max(min(known), _COMMON) if known else 1.0
    parts = tuple(
        Parts(word, sure, schema.word_tokens(word))
        for word, sure in unit.words
        if len(word) >= _LONG and not word.isascii()
    )
    named = any(sure >= _MEANT for _, sure in unit.concepts)
    return Want(unit, unit.weight * rarity, bool(known), named, _concepts(unit, index, narrower=True), parts)


def _concepts(unit: Unit, index: Index, *, narrower: bool) -> dict[str, Near]:
    found: dict[str, Near] = {}
    vocabulary = index.vocabulary
    for label, sure in unit.concepts:
        conduct = vocabulary.conduct(label)
        near = vocabulary.near(label) if narrower and sure >= _MEANT else {label: 1.0}
        for each, close in near.items():
            if each not in found or sure * close > found[each].sure:
                found[each] = Near(sure * close, broader=False, conduct=conduct)
    for label, sure in unit.concepts:
        if sure >= _MEANT:
            for each, close in vocabulary.above(label).items():
                if each not in found or sure * close > found[each].sure:
                    found[each] = Near(sure * close, broader=True, conduct=False)
    return found


def _known(unit: Unit, index: Index) -> list[float]:
    """Return how telling those ways of saying a unit are that plans use."""
    found = [index.rarity(schema.NAMED, label) for label, sure in unit.concepts if sure >= _MEANT]
    for word, sure in unit.words:
        if sure >= _MEANT:
            own = [index.rarity(schema.WORDS, token) for token in schema.word_tokens(word)]
            found.append(max(own) if own and min(own) >= 0 else -1.0)
    return [value for value in found if value >= 0]
