"""Which tasks answer: how much of the question each says, in which sentence, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhize.search import schema
from zhize.search.entries import Entry
from zhize.search.index import Index
from zhize.understanding import Scope, Unit

_CANDIDATES: Final = 40
_ELSEWHERE: Final = 0.7
"""What is said in another sentence counts so much."""
_HEADED: Final = 0.95
"""What the title says counts so much in every sentence."""
_SPOKEN: Final = 0.9
"""A sentence that orders no enforcement counts so much."""
_MENTIONED: Final = 0.9
"""A concept named but not targeted counts so much."""
_PARTLY: Final = 0.7
"""A word of which only parts are there counts at most so much."""
_UNHEARD: Final = 1.0
"""Weight of a word no plan has."""
_KINDS: Final = {"task": 1.0, "duty": 0.96, "requirement": 0.8, "schedule": 0.8}


@dataclass(frozen=True, slots=True)
class Match:
    """One unit of the question found in a task."""

    unit: Unit
    word: str
    """What the task says for it."""
    how: str
    """``target``, ``concept``, ``word``, ``part`` or ``law``."""
    sure: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A task found for a question."""

    entry: Entry
    score: float
    """Share of the question that it says, with the weight of the kind of task; at most 1."""
    coverage: float
    """Share of the question that it says."""
    sentence: int
    """Number of the sentence that says most."""
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    """Words of the question that it does not say."""


def weights(units: Sequence[Unit], index: Index) -> list[float]:
    """Return how much each unit counts: the rarer in the plans, the more; what no plan has counts in full."""
    return [unit.weight * _rarity(unit, index) for unit in units]


def _rarity(unit: Unit, index: Index) -> float:
    found = [index.rarity(schema.NAMED, label) for label, sure in unit.concepts if sure >= 1.0]
    if not any(value >= 0 for value in found) and unit.words:
        tokens = schema.tokens(unit.words[0][0])
        own = [index.rarity(schema.WORDS, token) for token in tokens]
        found.append(-1.0 if not own or min(own) < 0 else max(own))
    if not any(value >= 0 for value in found):
        found.extend(index.rarity(schema.NAMED, label) for label, _ in unit.concepts)
    known = [value for value in found if value >= 0]
    return max(min(known), 0.1) if known else _UNHEARD


def ranked(units: Sequence[Unit], index: Index, scope: Scope) -> list[Hit]:
    """Return the tasks in a scope that say something of the units, best first."""
    weighed = weights(units, index)
    total = sum(weighed)
    if total <= 0:
        return []
    found = index.tasks(units, scope, _CANDIDATES)
    top = found[0][0] if found else 1.0
    hits = [(judged(entry, units, weighed, index), score / top) for score, entry in found]
    ordered = sorted(hits, key=lambda each: (-_rank(each[0], each[1]), each[0].entry.campaign, each[0].entry.path))
    return [hit for hit, _ in ordered]


def _rank(hit: Hit, engine: float) -> float:
    """Return the order of a hit: what it says first, then whether it names bodies, then words, then the newest."""
    entry = hit.entry
    named = 0.03 if entry.keepers else 0.01 if entry.generic or entry.links else 0.0
    return hit.score + named + 0.04 * engine + 0.0005 * ((entry.year or 2000) - 2000)


def judged(entry: Entry, units: Sequence[Unit], weighed: Sequence[float], index: Index) -> Hit:
    """Return what a task says of the units."""
    spots: list[list[Match]] = [_spots(entry, unit, index) for unit in units]
    sentences = sorted({match.sentence for matches in spots for match in matches})
    best, at, chosen = 0.0, 0, [None] * len(units)  # type: tuple[float, int, list[Match | None]]
    for sentence in sentences:
        picked = [_pick(matches, sentence, entry) for matches in spots]
        gained = sum(weight * worth for weight, (worth, _) in zip(weighed, picked, strict=True))
        gained *= 1.0 if entry.sentences[sentence].acts else _SPOKEN
        if gained > best:
            best, at, chosen = gained, sentence, [match for _, match in picked]
    coverage = best / sum(weighed)
    return Hit(
        entry=entry,
        score=coverage * _KINDS[entry.kind],
        coverage=coverage,
        sentence=at,
        matches=tuple(match for match in chosen if match is not None),
        missing=tuple(unit.text for unit, match in zip(units, chosen, strict=True) if match is None),
    )


def _pick(matches: Sequence[Match], sentence: int, entry: Entry) -> tuple[float, Match | None]:
    """Return the match of a unit that counts most for a sentence, and how much."""
    best: tuple[float, Match | None] = (0.0, None)
    for match in matches:
        if match.sentence == sentence:
            worth = match.sure
        elif entry.sentences[match.sentence].end <= entry.heading:
            worth = match.sure * _HEADED
        else:
            worth = match.sure * _ELSEWHERE
        if worth > best[0]:
            best = worth, match
    return best


def _spots(entry: Entry, unit: Unit, index: Index) -> list[Match]:
    """Return where and how surely a task says a unit."""
    found: list[Match] = []
    targeted = {target.concept for target in entry.targets}
    for label, sure in unit.concepts:
        for near, close in index.vocabulary.near(label).items():
            for sentence, named in entry.found.get(near, ()):
                how = "target" if near in targeted else "concept"
                worth = sure * close * named * (1.0 if near in targeted else _MENTIONED)
                found.append(Match(unit, near, how, worth, sentence))
    for word, sure in unit.words:
        at = entry.match.find(word)
        while at >= 0:
            found.append(Match(unit, word, "word", sure, entry.sentence_at(at)))
            at = entry.match.find(word, at + 1)
    for law in unit.laws:
        found.extend(Match(unit, law, "law", 1.0, 0) for cite in entry.cites if cite.name == law)
    if not found:
        found.extend(_parts(entry, unit))
    return found


def _parts(entry: Entry, unit: Unit) -> list[Match]:
    """Return the sentence that has most parts of a unit's words, where it has more than half of them."""
    best: list[Match] = []
    for word, sure in unit.words:
        tokens = schema.tokens(word)
        if len(word) < 3 or not tokens:
            continue
        for number, sentence in enumerate(entry.sentences):
            held = sum(entry.match.find(token, sentence.start, sentence.end) >= 0 for token in tokens)
            share = held / len(tokens)
            if share > 0.5 and (not best or share * sure * _PARTLY > best[0].sure):
                best = [Match(unit, word, "part", share * sure * _PARTLY, number)]
    return best
