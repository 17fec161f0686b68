"""Which tasks answer: how much of the question each says, in which sentence, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from zhize.search.entries import Entry
from zhize.search.index import Index
from zhize.search.wanting import Want, Wanted
from zhize.understanding import Scope, Unit

_CANDIDATES: Final = 24
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
_PLAIN: Final = frozenset("品物产商网络上的违法非行为用类及其和等者经营服务")
"""Characters that many words share without having to do with each other."""
_KINDS: Final = {"task": 1.0, "duty": 0.96, "requirement": 0.8, "schedule": 0.8}
_TITLE: Final = 0.15
"""What it counts that the title says the question."""
_NAMES: Final = 0.05
"""What it counts that a task names bodies."""
_ENGINE: Final = 0.04
"""What the engine's own order counts."""
_YEAR: Final = 0.0005
"""What a year later counts."""
_WORDS: Final = 0.2
_WHOLE: Final = 0.15
"""What it counts that a task has all pairs of the question's characters, and that it has them in a row."""
_CLOSE: Final = _WORDS + _WHOLE
"""The question's very words cannot lift a task by more than this."""


class Match(NamedTuple):
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


def ranked(asked: Wanted, index: Index, scope: Scope) -> list[Hit]:
    """Return the tasks in a scope that say something of the units, best first.

    What a task says counts first, then where it says it, whether it names bodies, the question's very words,
    and the newest first.
    """
    if asked.total <= 0:
        return []
    found = index.tasks([want.unit for want in asked.wants], scope, _CANDIDATES)
    hits = [judged(entry, asked) for _, entry in found]
    ranks = [_rank(hit, score / found[0][0]) for hit, (score, _) in zip(hits, found, strict=True)]
    best = max(ranks, default=0.0)
    for at, hit in enumerate(hits):
        if ranks[at] >= best - _CLOSE:
            ranks[at] += _literal(hit, asked)
    order = sorted(range(len(hits)), key=lambda at: (-ranks[at], hits[at].entry.campaign, hits[at].entry.path))
    return [hits[at] for at in order]


def _rank(hit: Hit, engine: float) -> float:
    entry = hit.entry
    rank = hit.score + _TITLE * hit.headed + _ENGINE * engine + _YEAR * ((entry.year or 2000) - 2000)
    if entry.keepers:
        return rank + _NAMES
    return rank + (_NAMES / 3 if entry.generic or entry.links else 0.0)


def _literal(hit: Hit, asked: Wanted) -> float:
    """Return what it counts that the sentence, the title or the laws say the question's very words."""
    if not asked.pairs:
        return 0.0
    entry, sentence = hit.entry, hit.entry.sentences[hit.sentence]
    text = entry.match[: entry.heading] + "\0" + entry.match[sentence.start : sentence.end]
    text += "".join(f"\0{cite.name}" for cite in entry.cites)
    said = sum(pair in text for pair in asked.pairs)
    whole = any(phrase in entry.match for phrase in asked.phrases)
    return _WORDS * said / len(asked.pairs) + (_WHOLE if whole else 0.0)


def judged(entry: Entry, asked: Wanted) -> Hit:
    """Return what a task says of the units."""
    spots = [_spots(entry, want) for want in asked.wants]
    sentences = sorted({match.sentence for matches in spots for match in matches})
    heading = entry.heading
    best, at = 0.0, 0
    chosen: list[Match | None] = [None] * len(spots)
    for sentence in sentences:
        picked = [_pick(matches, sentence, entry) for matches in spots]
        gained = sum(want.weight * worth for want, (worth, _) in zip(asked.wants, picked, strict=True))
        if not entry.sentences[sentence].acts:
            gained *= _SPOKEN
        if gained > best:
            best, at, chosen = gained, sentence, [match for _, match in picked]
    missing = [want for want, match in zip(asked.wants, chosen, strict=True) if match is None]
    elsewhere = sum(want.weight for want in missing if want.heard)
    headed = 0.0
    if heading:
        for want, matches in zip(asked.wants, spots, strict=True):
            sure = [match.sure for match in matches if entry.sentences[match.sentence].end <= heading]
            headed += want.weight * max(sure, default=0.0)
    weight = _KINDS[entry.kind]
    return Hit(
        entry=entry,
        score=best / asked.total * weight,
        coverage=best / asked.total,
        share=best / (asked.total - elsewhere / 2) * weight,
        sentence=at,
        headed=headed / asked.total,
        matches=tuple(match for match in chosen if match is not None),
        missing=tuple(want.unit.text for want in missing),
    )


def _pick(matches: Sequence[Match], sentence: int, entry: Entry) -> tuple[float, Match | None]:
    """Return the match of a unit that counts most for a sentence, and how much."""
    best: float = 0.0
    chosen: Match | None = None
    for match in matches:
        worth = match.sure
        if match.sentence != sentence:
            worth *= _HEADED if entry.sentences[match.sentence].end <= entry.heading else _ELSEWHERE
        if worth > best:
            best, chosen = worth, match
    return best, chosen


def _spots(entry: Entry, want: Want) -> list[Match]:
    """Return where and how surely a task says a unit."""
    unit = want.unit
    found: list[Match] = []
    for label in entry.found.keys() & want.concepts.keys():
        sure, broader = want.concepts[label]
        if broader and sure < _KIN and _akin(entry, label, unit.text):
            sure = _KIN
        aimed = label in entry.aims
        for sentence, named in entry.found[label]:
            worth = sure * named if aimed else sure * named * _MENTIONED
            found.append(Match(unit, label, "target" if aimed else "concept", worth, sentence))
    for word, sure in unit.words:
        at = entry.match.find(word)
        while at >= 0:
            found.append(Match(unit, word, "word", sure, entry.sentence_at(at)))
            at = entry.match.find(word, at + 1)
    if unit.laws:
        found.extend(Match(unit, cite.name, "law", 1.0, 0) for cite in entry.cites if cite.name in unit.laws)
    if not found and want.parts:
        found.extend(_parts(entry, want))
    if not found and entry.cites:
        found.extend(_titles(entry, unit))
    return found


def _akin(entry: Entry, label: str, text: str) -> bool:
    """Tell whether the plan's word for a target shares a telling character with a word of the question."""
    return any(target.concept == label and set(target.surface) & set(text) - _PLAIN for target in entry.targets)


def _titles(entry: Entry, unit: Unit) -> Iterable[Match]:
    """Yield the instruments cited whose titles say a unit."""
    for cite in entry.cites:
        for word, sure in unit.words:
            if len(word) > 1 and word in cite.name:
                yield Match(unit, cite.name, "law", sure * _PARTLY, 0)


def _parts(entry: Entry, want: Want) -> list[Match]:
    """Return the sentence that has most parts of a unit's words, where it has more than half of them."""
    best: list[Match] = []
    for word, sure, tokens in want.parts:
        there = [token for token in tokens if token in entry.match]
        if 2 * len(there) <= len(tokens):
            continue
        for number, sentence in enumerate(entry.sentences):
            held = sum(entry.match.find(token, sentence.start, sentence.end) >= 0 for token in there)
            worth = held / len(tokens) * sure * _PARTLY
            if 2 * held > len(tokens) and (not best or worth > best[0].sure):
                best = [Match(want.unit, word, "part", worth, number)]
    return best
