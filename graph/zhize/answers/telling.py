"""Answers as plain values for JSON and as text for people."""

from __future__ import annotations

from typing import Final

from zhize.answers.answering import Answer, Answers, Proof, Responsible
from zhize.columns import table
from zhize.errors import QueryError
from zhize.understanding import Asks


def as_json(found: Answers) -> dict[str, object]:
    """Return answers as plain values for JSON, as `ask --json` prints them."""
    understood, scope = found.understood, found.scope
    return {
        "question": understood.question,
        "understood": {
            "campaigns": list(found.campaigns),
            "year": scope.years[0] if len(scope.years) == 1 else None,
            "region": scope.places[0][0] if scope.places and scope.places[0] else None,
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
        "departments": [{"name": body.name, "role": body.role, "via": body.via} for body in found.departments],
        "generic": list(found.generic),
        "laws": list(found.laws),
        "products": list(found.products),
        "violations": list(found.violations),
        "evidence": [
            {"document": p.document, "path": p.path, "span": [p.start, p.end], "quote": p.quote} for p in found.evidence
        ],
    }


_WORDS: Final = {
    "zh": {
        "lead": "牵头", "support": "配合", "joint": "按职责分工", "sole": "单独负责",
        "body": "部门", "role": "角色", "plan": "方案", "task": "任务", "title": "标题", "words": "原文", "law": "法律文件",
        "via": "任务本身未写明部门，以上见于职责分工。", "laws": "引用", "targets": "针对", "generic": "只写明", "kin": "本身没有任务：以上属于改革前后的机构。",
        "nobody": "未写明责任部门", "planless": "没有这个年份、地方或行动的方案。", "nothing": "方案没有说到这一点。",
        "nearest": "最接近的方案：",
    },
    "en": {
        "lead": "lead", "support": "support", "joint": "joint", "sole": "sole",
        "body": "body", "role": "role", "plan": "plan", "task": "task", "title": "title", "words": "words", "law": "law",
        "via": "The task itself names nobody; these stand in the paragraphs on duties.", "laws": "cites",
        "targets": "targets", "generic": "names only", "nobody": "names nobody",
        "planless": "There is no plan of that year, place or campaign.",
        "nothing": "The plans do not speak of this.", "nearest": "Nearest plans:",
    },
}  # fmt: skip
_SHOWN: Final = 3
"""So many proofs of an answer are shown as text."""
_LONG: Final = 40
"""So many characters of a quotation stand in a table."""


def as_text(found: Answers, lang: str = "zh") -> str:
    """Return answers as text: a table of bodies for each task, what it cites or targets where that is asked, quotations.

    A list, of a body's tasks or of those that cite a law, is one table. QueryError for a language that there are no
    words for.
    """
    if lang not in _WORDS:
        raise QueryError(f"no answers in language {lang!r}: choose one of {', '.join(_WORDS)}")
    words = _WORDS[lang]
    if found.nothing:
        lines = [words["planless" if found.planless else "nothing"], words["nearest"]]
        return "\n".join([*lines, *(f"  {plan.campaign}  {plan.title}" for plan in found.nearest)])
    if found.understood.asks is Asks.DUTIES:
        return _duties(found, lang)
    if found.understood.asks is Asks.CITES and found.understood.lists:
        return _citing(found, lang)
    return "\n\n".join(_told(each, found.understood.asks, lang) for each in found.answers)


def _duties(found: Answers, lang: str) -> str:
    """Return the tasks of bodies asked about as one table: body, role, plan, task, its title, the words that prove it."""
    words = _WORDS[lang]
    rows = [
        (_named(body, lang), words[body.role], each.campaign, each.task, each.title, _first(each.evidence))
        for each in found.answers
        for body in dict.fromkeys(each.asked)
    ]
    shown = table([words[key] for key in ("body", "role", "plan", "task", "title", "words")], rows)
    kin = [asked.text for asked in found.understood.bodies if any(each.reformed == asked.text for each in found.answers)]
    return "\n".join([shown, *(f"{name}{words['kin']}" for name in kin)])


def _citing(found: Answers, lang: str) -> str:
    """Return the tasks that cite instruments asked about as one table: instrument, plan, task, its title, the words."""
    words = _WORDS[lang]
    rows = [
        (law, each.campaign, each.task, each.title, _first(each.evidence))
        for each in found.answers
        for law in each.laws
        if law in found.understood.laws
    ]
    return table([words[key] for key in ("law", "plan", "task", "title", "words")], rows)


def _first(evidence: tuple[Proof, ...]) -> str:
    """Return the first quotation of an answer, cut to the length of a cell, with its place."""
    if not evidence:
        return ""
    proof = evidence[0]
    quote = proof.quote if len(proof.quote) <= _LONG else f"{proof.quote[: _LONG - 1]}…"
    return f"“{quote}” [{proof.start}-{proof.end}]"


def _named(body: Responsible, lang: str) -> str:
    return f"{body.name} ({body.en})" if lang == "en" and body.en else body.name


def _told(found: Answer, asks: Asks, lang: str) -> str:
    """Return one answer: its task, its bodies as a table, quotations."""
    words = _WORDS[lang]
    lines = [f"{found.campaign} {found.task}  {found.title}  ({found.score:.2f})"]
    if found.departments:
        rows = [
            (_named(body, lang), words[body.role], found.campaign, body.via or found.task, body.words)
            for body in found.departments
        ]
        shown = table([words[key] for key in ("body", "role", "plan", "task", "words")], rows)
        lines += [f"  {line}" for line in shown.split("\n")]
        if any(body.via for body in found.departments):
            lines.append(f"  {words['via']}")
    else:
        lines.append(f"  {words['generic']} {'、'.join(found.generic)}" if found.generic else f"  {words['nobody']}")
    if asks is Asks.CITES and found.laws:
        lines.append(f"  {words['laws']} {'、'.join(found.laws)}")
    if asks is Asks.TARGETS:
        lines.append(f"  {words['targets']} {'、'.join((*found.products, *found.violations))}")
    lines += [f"    “{p.quote}” [{p.document} {p.path} {p.start}-{p.end}]" for p in found.evidence[:_SHOWN]]
    return "\n".join(lines)
