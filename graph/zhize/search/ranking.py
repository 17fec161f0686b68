"""Which tasks answer: how much of the question each says, in which sentence, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from zhize.search.entries import Entry
from zhize.search.index import Index
from zhize.search.wanting import Want, Wanted
from zhize.understanding import Scope, Unit

_CANDIDATES: Final = 24
_FEWEST: Final = 10
_WORK: Final = 72
"""So many tasks are looked at, fewer where a question has many units, so that tasks times units stay in bounds."""
_AFAR: Final = 0.2
"""Tasks to which the engine gives less than this part of its best score are not looked at."""
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
_SURELY: Final = 0.86
"""Where a concept is named so surely, the words for it are not looked for."""
_HALF: Final = 0.5
_CERTAIN: Final = 0.78
_MISSED: Final = {(True, True): 0.5, (True, False): 0.5, (False, True): 0.65, (False, False): 0.5}
"""What a unit counts that a task does not say, though it says the conduct: by whether plans say the unit at all,
and whether it names a concept. Where it says no conduct, only what plans say elsewhere counts less, half."""
_KIN: Final = 0.55
"""How near a broader concept is where the plan's word for it shares a character with the question's."""
_PLAIN: Final = frozenset("品物产商网络上的违法非行为用类及其和等者经营服务车乱机电货业售买卖管理")
"""Characters that many words share without having to do with each other."""
_KINDS: Final = {"task": 1.0, "duty": 0.96, "requirement": 0.8, "schedule": 0.8}
_TITLE: Final = 0.15
"""What it counts that the title says the question; half of it where no enforcement is ordered."""
_NAMES: Final = 0.05
"""What it counts that a task names bodies."""
_ENGINE: Final = 0.04
"""What the engine's own order counts."""
_DATED: Final = 0.25
"""What it counts that it sets a deadline, where a date is asked for."""
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
    conduct: bool = False
    """True for a violation type."""


class Hit(NamedTuple):
    """A task found for a question."""

    entry: Entry
    score: float
    """Share of the question that it says, with the weight of the kind of task; at most 1."""
    coverage: float
    """Share of the question that it says."""
    share: float
    """The score where what it does not say counts less: a question may be about two things, or tell a story."""
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
    found = index.tasks(
        [want.unit for want in asked.wants], scope, max(_FEWEST, min(_CANDIDATES, _WORK // len(asked.wants)))
    )
    found = [each for each in found if each[0] >= _AFAR * found[0][0]]
    hits = [judged(entry, asked) for _, entry in found]
    ranks = [_rank(hit, score / found[0][0], when=asked.when) for hit, (score, _) in zip(hits, found, strict=True)]
    best = max(ranks, default=0.0)
    for at, hit in enumerate(hits):
        if ranks[at] >= best - _CLOSE:
            ranks[at] += _literal(hit, asked)
    order = sorted(range(len(hits)), key=lambda at: (-ranks[at], hits[at].entry.campaign, hits[at].entry.path))
    return [hits[at] for at in order]


def _rank(hit: Hit, engine: float, *, when: bool) -> float:
    entry = hit.entry
    title = _TITLE if entry.sentences[hit.sentence].acts else _TITLE / 2
    rank = hit.score + title * hit.headed + _ENGINE * engine + _YEAR * ((entry.year or 2000) - 2000)
    rank += _DATED if when and entry.dated else 0.0
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
    best, at = 0.0, 0
    for sentence in sorted({sentence for spot in spots for sentence in spot.own}):
        gained = 0.0
        for spot in spots:
            own = spot.own.get(sentence)
            gained += max(spot.floor, own.sure * spot.weight) if own is not None else spot.floor
        if not entry.sentences[sentence].acts:
            gained *= _SPOKEN
        if gained > best:
            best, at = gained, sentence
    chosen = [spot.chosen(at) for spot in spots]
    missing = [want for want, match in zip(asked.wants, chosen, strict=True) if match is None]
    spared = sum(want.weight * (1 - _MISSED[want.heard, want.named]) for want in missing) if missing else 0.0
    if not any(match is not None and _conduct(match) for match in chosen):
        spared = sum(want.weight * _HALF for want in missing if want.heard)
    weight = 1.0 if asked.when and entry.dated else _KINDS[entry.kind]
    return Hit(
        entry=entry,
        score=best / asked.total * weight,
        coverage=best / asked.total,
        share=best / (asked.total - spared) * weight,
        sentence=at,
        headed=sum(spot.headed for spot in spots) / asked.total,
        matches=tuple(match for match in chosen if match is not None),
        missing=tuple(want.unit.text for want in missing),
    )


def _conduct(match: Match) -> bool:
    """Tell whether a task surely speaks of the very conduct that the question is about."""
    return match.how in ("target", "concept") and match.sure >= _CERTAIN and match.conduct


class _Spot(NamedTuple):
    """Where a task says a unit."""

    weight: float
    own: dict[int, Match]
    """The surest way in each sentence that says it."""
    floor: float
    """What it counts in any other sentence."""
    headed: float
    """What it counts in the title."""

    def chosen(self, sentence: int) -> Match | None:
        """Return the match that counts for a sentence: its own, else the surest of the task."""
        return self.own.get(sentence) or max(self.own.values(), key=lambda match: match.sure, default=None)


_NOWHERE: Final[dict[int, Match]] = {}


def _spots(entry: Entry, want: Want) -> _Spot:
    """Return where and how surely a task says a unit."""
    own: dict[int, Match] = {}
    best = 0.0
    unit = want.unit
    for label in entry.found.keys() & want.concepts.keys():
        near = want.concepts[label]
        sure = near.sure
        if near.broader and sure < _KIN and _akin(entry, label, unit.text):
            sure = _KIN
        aimed = label in entry.aims
        if not aimed:
            sure *= _MENTIONED
        for sentence, named in entry.found[label]:
            worth = sure * named
            if sentence not in own or worth > own[sentence].sure:
                own[sentence] = Match(unit, label, "target" if aimed else "concept", worth, sentence, near.conduct)
                best = max(best, worth)
    if best < _SURELY or any(sure > best for _, sure in unit.words):
        text = entry.match
        for word, sure in unit.words:
            if best >= _SURELY and sure <= best:
                continue
            at = text.find(word)
            while at >= 0:
                sentence = entry.sentence_at(at)
                if sentence not in own or sure > own[sentence].sure:
                    own[sentence] = Match(unit, word, "word", sure, sentence)
                    best = max(best, sure)
                at = text.find(word, at + 1)
        if not own:
            for match in (*_parts(entry, want), *_cited(entry, unit)):
                if match.sure > best:
                    own, best = {match.sentence: match}, match.sure
    if not own:
        return _Spot(want.weight, _NOWHERE, 0.0, 0.0)
    title = max(
        (match.sure for match in own.values() if entry.sentences[match.sentence].end <= entry.heading), default=0.0
    )
    return _Spot(want.weight, own, want.weight * max(title * _HEADED, best * _ELSEWHERE), want.weight * title)


def _akin(entry: Entry, label: str, text: str) -> bool:
    """Tell whether the plan's word for a target shares a telling character with a word of the question."""
    return any(target.concept == label and set(target.surface) & set(text) - _PLAIN for target in entry.targets)


def _cited(entry: Entry, unit: Unit) -> Iterable[Match]:
    """Yield the instruments cited that a unit names, or whose titles say it."""
    for cite in entry.cites:
        if cite.name in unit.laws:
            yield Match(unit, cite.name, "law", 1.0, 0)
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
