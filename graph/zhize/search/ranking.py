"""Which tasks answer: how much of the question each says, in which sentence, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
_MENTIONED: Final = 0.92
"""A concept named but not targeted counts so much."""
_PARTLY: Final = 0.7
"""A word of which only parts are there counts at most so much."""
_KIN: Final = 0.55
"""How near a broader concept is where the plan's word for it shares a character with the question's."""
_KINDS: Final = {"task": 1.0, "duty": 0.96, "requirement": 0.8, "schedule": 0.8}
_MEANT: Final = 0.8
_COMMON: Final = 0.1
"""Weight of a unit that every task says."""


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
    share: float
    """The score where what other plans say counts half: a question may be about two things at once."""
    sentence: int
    """Number of the sentence that says most."""
    headed: float
    """Share of the question that its title says."""
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    """Words of the question that it does not say."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The units of a question with what each counts and the concepts each may mean."""

    units: tuple[Unit, ...]
    weights: tuple[float, ...]
    concepts: tuple[Mapping[str, float], ...]
    """Of each unit: labels, with how near they are to what is meant."""
    broader: tuple[Mapping[str, float], ...]
    """Of each unit: labels of what is broader."""

    heard: tuple[bool, ...]
    """Of each unit: whether any plan says it."""

    @property
    def total(self) -> float:
        """All that the units count."""
        return sum(self.weights)


def wanted(units: Sequence[Unit], index: Index, *, narrower: bool = True) -> Wanted:
    """Return the units with their weights: the rarer in the plans, the more; what no plan has counts in full.

    ``narrower`` tells whether what is narrower than the concept asked for counts as well.
    """
    return Wanted(
        units=tuple(units),
        weights=tuple(unit.weight * _rarity(unit, index) for unit in units),
        concepts=tuple(_near(unit, index, narrower) for unit in units),
        broader=tuple(_above(unit, index) for unit in units),
        heard=tuple(_known(unit, index) != [] for unit in units),
    )


def _near(unit: Unit, index: Index, narrower: bool) -> Mapping[str, float]:
    if not narrower:
        return dict(unit.concepts)
    if len(unit.concepts) == 1 and unit.concepts[0][1] == 1.0:
        return index.vocabulary.near(unit.concepts[0][0])
    found: dict[str, float] = {}
    for label, sure in unit.concepts:
        for near, close in index.vocabulary.near(label).items():
            found[near] = max(found.get(near, 0.0), sure * close)
    return found


def _above(unit: Unit, index: Index) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for label, sure in unit.concepts:
        if sure >= _MEANT:
            for above, close in index.vocabulary.above(label).items():
                found[above] = max(found.get(above, 0.0), sure * close)
    return found


def _rarity(unit: Unit, index: Index) -> float:
    known = _known(unit, index)
    return max(min(known), _COMMON) if known else 1.0


def _known(unit: Unit, index: Index) -> list[float]:
    """Return how telling those ways of saying a unit are that plans use."""
    found = [index.rarity(schema.NAMED, label) for label, sure in unit.concepts if sure >= _MEANT]
    for word, sure in unit.words:
        if sure >= _MEANT:
            own = [index.rarity(schema.WORDS, token) for token in schema.tokens(word)]
            found.append(max(own) if own and min(own) >= 0 else -1.0)
    return [value for value in found if value >= 0]


def ranked(asked: Wanted, phrases: Sequence[str], index: Index, scope: Scope) -> list[Hit]:
    """Return the tasks in a scope that say something of the units, best first; the question's very words tip the scale."""
    if asked.total <= 0:
        return []
    found = index.tasks(asked.units, scope, _CANDIDATES)
    top = found[0][0] if found else 1.0
    pairs = [token for phrase in phrases for token in schema.tokens(phrase)]
    hits = [(judged(entry, asked), score / top) for score, entry in found]
    ordered = sorted(
        (-_rank(hit, engine, pairs), hit.entry.campaign, hit.entry.path, at) for at, (hit, engine) in enumerate(hits)
    )
    return [hits[at][0] for *_, at in ordered]


def _rank(hit: Hit, engine: float, pairs: Sequence[str]) -> float:
    """Return the order of a hit: what it says, where, in which words, whether it names bodies, and the newest first."""
    entry = hit.entry
    rank = hit.score + 0.1 * hit.headed + 0.04 * engine + 0.0005 * ((entry.year or 2000) - 2000)
    if entry.keepers:
        rank += 0.03
    elif entry.generic or entry.links:
        rank += 0.01
    if pairs:
        sentence = entry.sentences[hit.sentence]
        said = sum(
            entry.match.find(pair, sentence.start, sentence.end) >= 0 or entry.match.find(pair, 0, entry.heading) >= 0
            for pair in pairs
        )
        rank += 0.2 * said / len(pairs) + (0.15 if said == len(pairs) >= 4 else 0.0)
    return rank


def judged(entry: Entry, asked: Wanted) -> Hit:
    """Return what a task says of the units."""
    spots = [_spots(entry, *each) for each in zip(asked.units, asked.concepts, asked.broader, strict=True)]
    sentences = sorted({match.sentence for matches in spots for match in matches})
    best, at = 0.0, 0
    chosen: list[Match | None] = [None] * len(spots)
    for sentence in sentences:
        picked = [_pick(matches, sentence, entry) for matches in spots]
        gained = sum(weight * worth for weight, (worth, _) in zip(asked.weights, picked, strict=True))
        gained *= 1.0 if entry.sentences[sentence].acts else _SPOKEN
        if gained > best:
            best, at, chosen = gained, sentence, [match for _, match in picked]
    coverage = best / asked.total
    elsewhere = sum(
        weight
        for weight, match, heard in zip(asked.weights, chosen, asked.heard, strict=True)
        if match is None and heard
    )
    return Hit(
        entry=entry,
        score=coverage * _KINDS[entry.kind],
        coverage=coverage,
        share=best / (asked.total - elsewhere / 2) * _KINDS[entry.kind],
        sentence=at,
        headed=_headed(entry, spots, asked) / asked.total,
        matches=tuple(match for match in chosen if match is not None),
        missing=tuple(unit.text for unit, match in zip(asked.units, chosen, strict=True) if match is None),
    )


def _headed(entry: Entry, spots: Sequence[Sequence[Match]], asked: Wanted) -> float:
    """Return how much of the units the title of a task says."""
    worth = 0.0
    for weight, matches in zip(asked.weights, spots, strict=True):
        sure = [match.sure for match in matches if entry.sentences[match.sentence].end <= entry.heading]
        worth += weight * max(sure, default=0.0)
    return worth


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


def _spots(entry: Entry, unit: Unit, near: Mapping[str, float], broader: Mapping[str, float]) -> list[Match]:
    """Return where and how surely a task says a unit."""
    found: list[Match] = []
    surfaces = {target.concept: target.surface for target in entry.targets}
    for label in (near.keys() | broader.keys()) & entry.found.keys():
        close = near.get(label, 0.0)
        if close < broader.get(label, 0.0):
            akin = set(surfaces.get(label, "")) & set(unit.text) - _PLAIN
            close = max(_KIN, broader[label]) if akin else broader[label]
        how = "target" if label in entry.aims else "concept"
        worth = close if label in entry.aims else close * _MENTIONED
        found.extend(Match(unit, label, how, worth * named, sentence) for sentence, named in entry.found[label])
    for word, sure in unit.words:
        at = entry.match.find(word)
        while at >= 0:
            found.append(Match(unit, word, "word", sure, entry.sentence_at(at)))
            at = entry.match.find(word, at + 1)
    for law in unit.laws:
        found.extend(Match(unit, law, "law", 1.0, 0) for cite in entry.cites if cite.name == law)
    return found or _parts(entry, unit) or _titles(entry, unit)


_PLAIN: Final = frozenset("品物产商网络上的违法非行为用类及其和等者经营服务")
"""Characters that many words share without having to do with each other."""


def _titles(entry: Entry, unit: Unit) -> list[Match]:
    """Return the instruments cited whose titles say a unit."""
    return [
        Match(unit, cite.name, "law", sure * _PARTLY, 0)
        for word, sure in unit.words
        for cite in entry.cites
        if len(word) > 1 and word in cite.name
    ]


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
