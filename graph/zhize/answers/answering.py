"""Answers to questions about duties: the tasks that say it, who holds them, and the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from zhize.errors import QueryError
from zhize.search import schema
from zhize.search.entries import Entry, Keeper, Plan
from zhize.search.index import Index
from zhize.search.joining import Joiner
from zhize.search.ranking import Hit, ranked
from zhize.search.wanting import wanted
from zhize.understanding import Asked, Asks, Scope, Understood, understand

ENOUGH: Final = 0.43
"""A task answers where it says so great a share of the question."""
_TELLING: Final = 0.3
"""Words that tell less are no question by themselves: 要什么材料."""
NEAREST: Final = 5
"""So many plans are named where none answers."""


class Proof(NamedTuple):
    """Words of a plan that prove an answer."""

    document: str
    path: str
    start: int
    """First code point, in the source, of the words that prove."""
    end: int
    quote: str
    """The sentence they stand in, on one line."""


class Responsible(NamedTuple):
    """A body of an answer."""

    name: str
    role: str
    via: str | None
    """Path of the duty paragraph that says so, where the task itself names nobody."""
    en: str
    """Its name in English where one is known, else empty."""
    words: str
    """The words of the plan that name it."""


class Answer(NamedTuple):
    """A task that answers."""

    campaign: str
    task: str
    title: str
    score: float
    """Share of the question that it says, 0 to 1; 1 in a list."""
    why: str
    """What it says for each part of the question, and what it does not say."""
    departments: tuple[Responsible, ...]
    generic: tuple[str, ...]
    laws: tuple[str, ...]
    products: tuple[str, ...]
    violations: tuple[str, ...]
    evidence: tuple[Proof, ...]
    asked: tuple[Responsible, ...] = ()
    """Those of its bodies that were asked about, where a body's duties are asked for."""
    reformed: str = ""
    """The body asked about, where these are its kin before or after a reform."""


class Answers(NamedTuple):
    """The answers to a question, best first, and how it was understood."""

    understood: Understood
    scope: Scope
    """The campaigns meant, of several places the first for which there is a plan."""
    campaigns: tuple[str, ...]
    """Ids of the campaigns meant; empty where all are."""
    planless: bool
    """True where there is no plan of the year, place or campaign meant."""
    answers: tuple[Answer, ...]
    nearest: tuple[Plan, ...]
    """Where nothing answers: the plans that come closest, nearest first."""

    @property
    def nothing(self) -> bool:
        """True where no plan answers."""
        return not self.answers


def answer(
    question: str,
    index: Path,
    *,
    campaign: str | None = None,
    year: int | None = None,
    region: str | None = None,
    top: int = 5,
) -> Answers:
    """Return the answers to a question from the index in a folder, at most ``top`` of them.

    A question that asks for a list gets the whole list, whatever ``top`` says. ``campaign``, ``year`` and ``region``
    narrow the plans that are searched. QueryError where the question is empty or too long to be one, and where a
    campaign or region holds what is no Unicode character.
    """
    for given in (campaign, region):
        if given is not None and not given.isprintable():
            raise QueryError(f"{given!r} is no name of a campaign or region: it holds characters that cannot be read")
    opened = _opened(index)
    understood = understand(
        question, opened.vocabulary, campaign=campaign, year=year, region=region,
        known=opened.known, heard=opened.heard,
    )  # fmt: skip
    scope = opened.narrowed(understood.scope)
    plans = () if scope.open else tuple(opened.plans(scope))
    named = tuple(plan.campaign for plan in plans)
    if not scope.open and not plans:
        return Answers(understood, scope, named, True, (), _nearest(scope, opened))
    found, close = _found(understood, opened, scope, top)
    nearest = () if found else (_of_hits(close, opened) or plans or _nearest(scope, opened))[:NEAREST]
    return Answers(understood, scope, named, False, tuple(found), nearest)


def _opened(folder: Path) -> Index:
    """Return the index of a folder, opened once for as long as it stays the same."""
    stamp = 0
    try:
        stamp = (folder / schema.FOLDER).stat().st_mtime_ns
    except OSError:
        _index.cache_clear()
    return _index(folder, stamp)


@lru_cache(maxsize=4)
def _index(folder: Path, _stamp: int) -> Index:
    return Index(folder)


def _found(understood: Understood, index: Index, scope: Scope, top: int) -> tuple[list[Answer], list[Hit]]:
    """Return the answers, best first, and all tasks that say something of the question."""
    if understood.asks is Asks.DUTIES:
        return list(_duties(understood, index, scope)), []
    if understood.asks is Asks.CITES and understood.lists:
        cited = index.listed(schema.LAW, understood.laws, scope)
        return [_citing(entry, understood.laws) for entry in cited], []
    if scope.open and not understood.when and all(unit.weight < _TELLING and not unit.concepts for unit in understood.units):
        return [], []
    asked = wanted(understood.units, index, understood.phrases, when=understood.when)
    hits = ranked(asked, index, scope)
    right = [hit for hit in hits if hit.share >= ENOUGH and _fits(hit.entry, understood.asks)]
    joiner = Joiner(asked, index)
    return [_of_hit(hit, joiner) for hit in right[: max(top, 1)]], hits


def _fits(entry: Entry, asks: Asks) -> bool:
    """Tell whether a task has what is asked for: instruments, targets."""
    if asks is Asks.CITES:
        return bool(entry.cites)
    return asks is not Asks.TARGETS or bool(entry.targets)


def _duties(understood: Understood, index: Index, scope: Scope) -> Iterable[Answer]:
    """Yield every task that a body asked about holds; where it holds none, those of its kin by reform."""
    for asked in understood.bodies:
        found = list(_held(asked, index, scope))
        kin = None if found else asked.reformed()
        held = found or (list(_held(kin, index, scope)) if kin is not None else [])
        for entry, keepers in _of_role(held, understood.role):
            why = "、".join(f"{keeper.name} ({keeper.role})" for keeper in keepers)
            reform = f"{asked.text} before or after a reform: " if kin is not None else ""
            found_here = _answer(entry, 1.0, reform + why, _naming(entry, keepers))
            yield found_here._replace(asked=tuple(map(_responsible, keepers)), reformed=asked.text if kin else "")


def _of_role(held: list[tuple[Entry, list[Keeper]]], role: str) -> list[tuple[Entry, list[Keeper]]]:
    """Return those duties that are of a role asked for; all, whose roles are told, where none is."""
    if not role:
        return held
    meant = [(entry, [keeper for keeper in keepers if keeper.role == role]) for entry, keepers in held]
    return [(entry, keepers) for entry, keepers in meant if keepers] or held


def _held(asked: Asked, index: Index, scope: Scope) -> Iterable[tuple[Entry, list[Keeper]]]:
    """Yield the tasks that a body holds, with its entries in them."""
    functions = {pattern.function for pattern in asked.patterns} | ({asked.function} if asked.function else set())
    for entry in index.listed(schema.FUNCTION, sorted(functions), scope):
        keepers = [k for k in entry.keepers if asked.holds(k.name, k.function, k.region, k.surface, k.collective)]
        if keepers:
            yield entry, keepers


def _citing(entry: Entry, laws: Sequence[str]) -> Answer:
    """Return the answer of a task that cites an instrument asked about."""
    cites = [cite for cite in entry.cites if cite.name in laws]
    proofs = [_proof(entry, cite.start, cite.end, cite.sentence, cite.name) for cite in cites]
    return _answer(entry, 1.0, "cites " + "、".join(dict.fromkeys(cite.name for cite in cites)), proofs)


def _of_hit(hit: Hit, joiner: Joiner) -> Answer:
    """Return the answer of a task found by what it says; where it names nobody, the duty paragraphs say who."""
    entry = hit.entry
    others = sorted({match.sentence for match in hit.matches} - {hit.sentence})
    proofs = [_sentence(entry, at) for at in (hit.sentence, *others)]
    if entry.keepers or entry.generic:
        return _answer(entry, hit.score, _why(hit), [*proofs, *_naming(entry, entry.keepers)])
    via: list[Responsible] = []
    for duty, sentence in joiner.joined(hit):
        via.extend(_responsible(keeper, duty.path) for keeper in duty.keepers)
        proofs += _naming(duty, duty.keepers)
        if sentence is not None:
            proofs.append(_sentence(duty, sentence))
    return _answer(entry, hit.score, _why(hit), proofs, via)


_HOW: Final = {"target": "targets", "concept": "names", "word": "says", "part": "says in part", "law": "cites"}


def _why(hit: Hit) -> str:
    """Return why a task stands where it does: what it says for each part of the question."""
    said = [f"{match.unit.text}: {_HOW[match.how]} {match.word}" for match in hit.matches]
    if hit.headed > 0:
        said.append("in its title")
    if hit.entry.sentences[hit.sentence].acts:
        said.append("orders enforcement")
    if hit.missing:
        said.append("does not say " + "、".join(hit.missing))
    return "; ".join(dict.fromkeys(said))


def _responsible(keeper: Keeper, via: str | None = None) -> Responsible:
    """Return a department of a task as a body of an answer."""
    return Responsible(keeper.name, keeper.role, via, keeper.en, " ".join(keeper.surface.split()))


def _answer(entry: Entry, score: float, why: str, proofs: Iterable[Proof], via: Sequence[Responsible] = ()) -> Answer:
    return Answer(
        entry.campaign, entry.path, entry.title, round(score, 3), why,
        tuple(via) or tuple(map(_responsible, entry.keepers)),
        entry.generic, entry.laws, entry.products, entry.violations, tuple(dict.fromkeys(proofs)),
    )  # fmt: skip


def _sentence(entry: Entry, number: int) -> Proof:
    """Return a sentence of a task as a proof."""
    sentence = entry.sentences[number]
    return Proof(entry.campaign, entry.path, sentence.source_start, sentence.source_end, entry.quote(number))


def _proof(entry: Entry, start: int, end: int, sentence: int, quote: str) -> Proof:
    """Return words as a proof, with the sentence they stand in; ``quote`` where they stand outside the task."""
    return Proof(entry.campaign, entry.path, start, end, quote if sentence < 0 else entry.quote(sentence))


def _naming(entry: Entry, keepers: Iterable[Keeper]) -> list[Proof]:
    """Return the words that name departments: of each sentence those from the first name to the last."""
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for keeper in keepers:
        key = (keeper.sentence, keeper.quote)
        start, end = spans.get(key, (keeper.start, keeper.end))
        spans[key] = (min(start, keeper.start), max(end, keeper.end))
    return [_proof(entry, start, end, sentence, quote) for (sentence, quote), (start, end) in spans.items()]


def _of_hits(hits: Iterable[Hit], index: Index) -> tuple[Plan, ...]:
    """Return the plans of tasks that say part of the question, best first."""
    plans = (index.plan(campaign) for campaign in dict.fromkeys(hit.entry.campaign for hit in hits if hit.coverage > 0))
    return tuple(plan for plan in plans if plan is not None)


def _nearest(scope: Scope, index: Index) -> tuple[Plan, ...]:
    """Return the plans nearest to a scope that has none: of its place, of its year, then any; nearest years first."""
    near = [Scope((), (), (places,)) for places in scope.places] + [Scope((), scope.years, ()), Scope((), (), ())]
    plans = {plan.campaign: plan for each in near for plan in index.plans(each, NEAREST * 4)}
    places = {place for many in scope.places for place in many}
    year = scope.years[0] if scope.years else None

    def distance(plan: Plan) -> tuple[int, int, str]:
        away = 0 if not places or places & set(plan.places) else 1
        apart = abs((plan.year or 0) - year) if year is not None else 3000 - (plan.year or 0)
        return away, apart, plan.campaign

    return tuple(sorted(plans.values(), key=distance)[:NEAREST])
