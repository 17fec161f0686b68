"""Answers to questions about duties: the tasks that say it, who holds them, and the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from zhize.errors import QueryError
from zhize.search.entries import Entry, Keeper, Plan
from zhize.search.index import Index
from zhize.search.ranking import Hit, ranked, wanted
from zhize.search import schema
from zhize.understanding import Asked, Asks, Scope, Understood, understand
from zhize.search.joining import joined

ENOUGH: Final = 0.45
"""A task answers where it says so great a share of the question."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a plan that prove an answer."""

    document: str
    path: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body of an answer."""

    name: str
    role: str
    via: str | None
    """Path of the duty paragraph that says so, where the task itself names nobody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A task that answers."""

    campaign: str
    task: str
    title: str
    score: float
    why: str
    departments: tuple[Responsible, ...]
    generic: tuple[str, ...]
    laws: tuple[str, ...]
    products: tuple[str, ...]
    violations: tuple[str, ...]
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a question, best first, and how it was understood."""

    understood: Understood
    campaigns: tuple[str, ...]
    departments: tuple[str, ...]
    answers: tuple[Answer, ...]
    nearest: tuple[Plan, ...]

    @property
    def nothing(self) -> bool:
        """True where no plan answers."""
        return not self.answers


@lru_cache(maxsize=4)
def _open(folder: Path, _stamp: int) -> Index:
    return Index(folder)


def answer(
    question: str,
    index: Path,
    *,
    campaign: str | None = None,
    year: int | None = None,
    region: str | None = None,
    top: int = 5,
) -> Answers:
    """Return the answers to a question."""
    opened = _open(index, 0)
    understood = understand(
        question, opened.vocabulary, campaign=campaign, year=year, region=region,
        known=lambda token: opened.plan(token) is not None, heard=opened.heard,
    )
    scope = opened.narrowed(understood.scope)
    found = _found(understood, opened, scope, top)
    plans = () if found else tuple(opened.plans(Scope((), (), ()))[:5])
    return Answers(understood, (), (), tuple(found), plans)


def _found(understood, index, scope, top) -> list[Answer]:
    if understood.asks is Asks.DUTIES:
        return _duties(understood, index, scope)
    if understood.asks is Asks.CITES and understood.lists:
        return [_answer(e, 1.0, "cites", index, None, understood) for e in index.listed(schema.LAW, understood.laws, scope)]
    hits = ranked(wanted(understood.units, index), understood.phrases, index, scope)
    if understood.asks is Asks.CITES:
        hits = [h for h in hits if h.entry.cites]
    if understood.asks is Asks.TARGETS:
        hits = [h for h in hits if h.entry.targets]
    return [_answer(h.entry, h.score, "", index, h, understood) for h in hits if h.share >= ENOUGH][:top]


def _duties(understood, index, scope):
    out = []
    for asked in understood.bodies:
        functions = sorted({p.function for p in asked.patterns} | ({asked.function} if asked.function else set()))
        for e in index.listed(schema.FUNCTION, functions, scope):
            ks = [k for k in e.keepers if asked.holds(k.name, k.function, k.region, k.surface, k.collective)]
            if ks:
                out.append(_answer(e, 1.0, "holds", index, None, understood))
    return out


def _answer(e, score, why, index, hit, understood):
    departments = [Responsible(k.name, k.role, None) for k in e.keepers]
    if hit is not None and not e.keepers and not e.generic:
        departments = [Responsible(k.name, k.role, d.path) for d in joined(hit, understood.units, index) for k in d.keepers]
    return Answer(e.campaign, e.path, e.title, round(score, 3), why, tuple(departments), e.generic,
        tuple(c.name for c in e.cites), tuple(t.surface for t in e.targets if t.product), tuple(t.surface for t in e.targets if not t.product), ())
