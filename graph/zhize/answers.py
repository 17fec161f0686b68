"""Answers to questions about duties: the tasks that say it, who holds them, and the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from zhize.errors import QueryError
from zhize.search import schema
from zhize.search.entries import Entry, Keeper, Plan
from zhize.search.index import Index
from zhize.search.joining import joined
from zhize.search.ranking import Hit, ranked
from zhize.search.wanting import wanted
from zhize.understanding import Asked, Asks, Scope, Understood, understand

ENOUGH: Final = 0.45
"""A task answers where it says so great a share of the question."""
LONGEST: Final = 2000
"""Most characters of a question."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a plan that prove an answer."""

    document: str
    path: str
    start: int
    """First code point in the source."""
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
    """What it says for each part of the question."""
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
    answers: tuple[Answer, ...]
    nearest: tuple[Plan, ...]
    """Where nothing answers: the plans that come closest, nearest first."""

    @property
    def nothing(self) -> bool:
        """True where no plan answers."""
        return not self.answers


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Index:
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
    """Return the answers to a question from the index in a folder.

    A question that asks for a list gets the whole list, whatever ``top`` says. QueryError where it is empty or too long.
    """
    if not question.strip():
        raise QueryError("the question is empty: ask, for example, 直播带货归谁管")
    if len(question) > LONGEST:
        raise QueryError(f"the question has {len(question)} characters: ask in at most {LONGEST}")
    opened = _opened(index)
    understood = understand(
        question, opened.vocabulary, campaign=campaign, year=year, region=region,
        known=lambda token: opened.plan(token) is not None, heard=opened.heard,
    )  # fmt: skip
    scope = opened.narrowed(understood.scope)
    found = _found(understood, opened, scope, top)
    return Answers(understood, tuple(found), () if found else _nearest(understood.scope, opened))


def _found(understood: Understood, index: Index, scope: Scope, top: int) -> list[Answer]:
    """Return the answers, best first."""
    if understood.asks is Asks.DUTIES:
        return list(_duties(understood, index, scope))
    if understood.asks is Asks.CITES and understood.lists:
        cited = index.listed(schema.LAW, understood.laws, scope)
        return [_answer(entry, 1.0, "、".join(understood.laws), _citing(entry, understood.laws)) for entry in cited]
    hits = ranked(wanted(understood.units, index, understood.phrases), index, scope)
    if understood.asks is Asks.CITES:
        hits = [hit for hit in hits if hit.entry.cites]
    elif understood.asks is Asks.TARGETS:
        hits = [hit for hit in hits if hit.entry.targets]
    return [_of_hit(hit, understood, index) for hit in hits if hit.share >= ENOUGH][:top]


def _duties(understood: Understood, index: Index, scope: Scope) -> Iterable[Answer]:
    """Yield every task that a body asked about holds."""
    for asked in understood.bodies:
        functions = {pattern.function for pattern in asked.patterns} | ({asked.function} if asked.function else set())
        for entry in index.listed(schema.FUNCTION, sorted(functions), scope):
            held = [keeper for keeper in entry.keepers if _holds(asked, keeper)]
            if held:
                yield _answer(entry, 1.0, "、".join(keeper.name for keeper in held), _naming(entry, held))


def _holds(asked: Asked, keeper: Keeper) -> bool:
    return asked.holds(keeper.name, keeper.function, keeper.region, keeper.surface, keeper.collective)


def _of_hit(hit: Hit, understood: Understood, index: Index) -> Answer:
    """Return the answer of a task found by what it says; where it names nobody, the duty paragraphs say who."""
    entry = hit.entry
    why = "；".join(dict.fromkeys(f"{match.unit.text} → {match.word}（{match.how}）" for match in hit.matches))
    proofs = [_sentence(entry, hit.sentence), *_naming(entry, entry.keepers)]
    if entry.keepers or entry.generic:
        return _answer(entry, hit.score, why, proofs)
    duties = joined(hit, understood.units, index)
    via = [Responsible(keeper.name, keeper.role, duty.path) for duty in duties for keeper in duty.keepers]
    for duty in duties:
        proofs.extend(_naming(duty, duty.keepers))
    return _answer(entry, hit.score, why, proofs, via)


def _answer(
    entry: Entry, score: float, why: str, proofs: Iterable[Proof], via: Sequence[Responsible] = ()
) -> Answer:
    return Answer(
        entry.campaign, entry.path, entry.title, round(score, 3), why,
        tuple(via) or tuple(Responsible(keeper.name, keeper.role, None) for keeper in entry.keepers),
        entry.generic,
        tuple(dict.fromkeys(cite.name for cite in entry.cites)),
        tuple(dict.fromkeys(target.surface for target in entry.targets if target.product)),
        tuple(dict.fromkeys(target.surface for target in entry.targets if not target.product)),
        tuple(dict.fromkeys(proofs)),
    )  # fmt: skip


def _sentence(entry: Entry, number: int) -> Proof:
    """Return a sentence of a task as a proof."""
    sentence = entry.sentences[number]
    return Proof(entry.campaign, entry.path, sentence.source_start, sentence.source_end, entry.quote(number))


def _at(entry: Entry, start: int, end: int, quote: str = "") -> Proof:
    """Return the sentence around a span of the source as a proof."""
    for number, sentence in enumerate(entry.sentences):
        if sentence.source_start <= start < sentence.source_end:
            return _sentence(entry, number)
    return Proof(entry.campaign, entry.path, start, end, quote)


def _naming(entry: Entry, keepers: Iterable[Keeper]) -> list[Proof]:
    """Return the words that name departments, each sentence once."""
    return list(dict.fromkeys(_at(entry, k.start, k.end, k.quote or k.surface) for k in keepers))


def _citing(entry: Entry, laws: Iterable[str]) -> list[Proof]:
    """Return the words that cite instruments."""
    return list(dict.fromkeys(_at(entry, c.start, c.end, c.name) for c in entry.cites if c.name in set(laws)))


def _nearest(scope: Scope, index: Index) -> tuple[Plan, ...]:
    """Return the plans that come closest to what a question asked for: by place, then by year."""
    wanted_places = {place for places in scope.places for place in places}
    year = scope.years[0] if scope.years else None

    def distance(plan: Plan) -> tuple[int, int, str]:
        away = 0 if not wanted_places or plan.region in wanted_places else 1
        return (away, abs((plan.year or 0) - year) if year else 0, plan.campaign)

    return tuple(sorted(index.plans(Scope((), (), ())), key=distance)[:5])


def as_json(found: Answers) -> dict[str, object]:
    """Return answers as plain values for JSON."""
    understood = found.understood
    scope = understood.scope
    places = [place for many in scope.places for place in many]
    return {
        "question": understood.question,
        "understood": {
            "campaigns": list(scope.campaigns),
            "year": scope.years[0] if len(scope.years) == 1 else (list(scope.years) or None),
            "region": places[0] if places else None,
            "asks": understood.asks.value,
            "departments": [asked.text for asked in understood.bodies],
            "laws": list(understood.laws),
            "concepts": list(understood.concepts),
        },
        "answers": [_answer_json(each) for each in found.answers],
        "nothing": found.nothing,
        "nearest": [
            {"campaign": plan.campaign, "title": plan.title, "year": plan.year, "region": plan.region}
            for plan in found.nearest
        ],
    }


def _answer_json(found: Answer) -> dict[str, object]:
    return {
        "campaign": found.campaign,
        "task": found.task,
        "title": found.title,
        "score": found.score,
        "why": found.why,
        "departments": [{"name": d.name, "role": d.role, "via": d.via} for d in found.departments],
        "generic": list(found.generic),
        "laws": list(found.laws),
        "products": list(found.products),
        "violations": list(found.violations),
        "evidence": [
            {"document": p.document, "path": p.path, "span": [p.start, p.end], "quote": p.quote} for p in found.evidence
        ],
    }


_WORDS = {
    "zh": {
        "lead": "牵头", "support": "配合", "joint": "按职责分工", "sole": "负责", "via": "见职责分工", "generic": "未指明具体部门",
        "nobody": "该任务未写明责任部门", "nothing": "库中的方案没有说到这一点。", "nearest": "最接近的方案：", "laws": "依据",
    },
    "en": {
        "lead": "leads", "support": "supports", "joint": "shares", "sole": "alone", "via": "by its duties in",
        "generic": "no body named, only", "nobody": "names nobody", "nothing": "The plans in the store say nothing of this.",
        "nearest": "Nearest plans:", "laws": "under",
    },
}  # fmt: skip


def as_text(found: Answers, lang: str = "zh") -> str:
    """Return answers as text: body, role, plan, task, quotation."""
    words = _WORDS[lang]
    if found.nothing:
        lines = [words["nothing"]]
        if found.nearest:
            lines.append(words["nearest"])
            lines += [f"  {plan.campaign}  {plan.title}" for plan in found.nearest]
        return "\n".join(lines)
    lines = []
    for each in found.answers:
        lines.append(f"{each.campaign} {each.task}  {each.title}  ({each.score:.2f})")
        for body in each.departments:
            via = f"（{words['via']} {body.via}）" if body.via else ""
            lines.append(f"  {words[body.role]}  {body.name}{via}")
        if not each.departments:
            lines.append(f"  {words['generic']} {'、'.join(each.generic)}" if each.generic else f"  {words['nobody']}")
        lines += [f"    “{proof.quote}” [{proof.document} {proof.path} {proof.start}-{proof.end}]" for proof in each.evidence[:3]]
        lines.append("")
    return "\n".join(lines).rstrip()
