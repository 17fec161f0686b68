"""Scoring of answers against a question set; the rules stand in data/questions/README.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhize.answers import Answer, Answers
from zhize.errors import InputError
from zhize.scoring import plain

Ask = Callable[[str, Mapping[str, Any]], Answers]
"""A question and its options (campaign, year, region) to the answers."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question was answered."""

    id: str
    question: str
    groups: tuple[str, ...]
    """What it counts under: what is asked, language, style, answerable or nothing."""
    task: bool
    """True where the task alone is right."""
    right: bool
    """True where all of it is right."""
    why: str


def read_questions(path: Path) -> list[Mapping[str, Any]]:
    """Return the questions of a file. InputError naming the file where it cannot be read."""
    import yaml

    try:
        questions = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: cannot be read as questions ({' '.join(str(error).split())})") from error
    if not isinstance(questions, list) or not all(isinstance(q, dict) and "id" in q for q in questions):
        raise InputError(f"{path}: must hold a list of questions, each with an id")
    return questions


def judge(question: Mapping[str, Any], answers: Answers) -> Verdict:
    """Return whether a question was answered rightly."""
    if question["nothing"]:
        task = right = answers.nothing
        why = "" if right else "answered where no plan does"
    elif question["list"]:
        task, right, why = _list(question, answers)
    else:
        task, right, why = _first(question, answers)
    groups = (question["asks"], question["lang"], question["style"], "nothing" if question["nothing"] else "answerable")
    return Verdict(question["id"], question["question"], groups, task, right, why)


def _list(question: Mapping[str, Any], answers: Answers) -> tuple[bool, bool, str]:
    found = {(each.campaign, each.task) for each in answers.answers}
    wanted = {(each["campaign"], str(each["task"])) for each in question["answers"]}
    if found != wanted:
        return False, False, f"missing {sorted(wanted - found)}, extra {sorted(found - wanted)}"
    for body in question["departments"]:
        spellings = _spellings(body, question)
        lacking = [f"{a.campaign} {a.task}" for a in answers.answers if not spellings & _names(a)]
        if lacking:
            return True, False, f"{body} not named in {', '.join(lacking)}"
    return True, True, ""


def _first(question: Mapping[str, Any], answers: Answers) -> tuple[bool, bool, str]:
    if answers.nothing:
        return False, False, "nothing answered"
    first = answers.answers[0]
    why = f"first is {first.campaign} {first.task}"
    task = False
    for wanted in question["answers"]:
        if (wanted["campaign"], str(wanted["task"])) != (first.campaign, first.task):
            continue
        task = True
        why = _lacks(question, wanted, first)
        if not why:
            return True, True, ""
    return task, False, why


def _lacks(question: Mapping[str, Any], wanted: Mapping[str, Any], first: Answer) -> str:
    """Return what the first answer lacks or names too much, empty where it is right."""
    told = {**question, **wanted}
    optional = {name for body in told.get("optional", []) for name in _spellings(body, question)}
    found = _names(first) - optional
    bodies = [_spellings(body, question) for body in told.get("departments", []) if plain(body) not in optional]
    missing = [min(spellings) for spellings in bodies if not spellings & found]
    extra = found - {name for spellings in bodies for name in spellings}
    generic = set(told.get("generic", [])) - set(first.generic)
    laws = set(told.get("laws", [])) - set(first.laws)
    parts = (("missing", missing), ("extra", extra), ("generic", generic), ("laws", laws))
    return "; ".join(f"{name} {'、'.join(sorted(many))}" for name, many in parts if many)


def _names(answer: Answer) -> set[str]:
    return {plain(body.name) for body in answer.departments}


def _spellings(body: str, question: Mapping[str, Any]) -> set[str]:
    return {plain(body), *map(plain, question.get("accept", {}).get(body, []))}


def evaluate(questions: Sequence[Mapping[str, Any]], ask: Ask) -> list[Verdict]:
    """Return the verdicts on all questions."""
    return [judge(question, ask(question["question"], question["options"])) for question in questions]


def report(verdicts: Sequence[Verdict]) -> str:
    """Return the shares of right answers by group, and below them what was wrong."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    task: Counter[str] = Counter()
    for verdict in verdicts:
        for group in ("all", *verdict.groups):
            asked[group] += 1
            right[group] += verdict.right
            task[group] += verdict.task
    lines = [f"{'':12} {'asked':>6} {'task right':>11} {'all right':>10}"]
    lines += [f"{g:12} {asked[g]:6} {task[g] / asked[g]:11.3f} {right[g] / asked[g]:10.3f}" for g in asked]
    lines += ["", *(f"{v.id}  {v.question}: {v.why}" for v in verdicts if not v.right)]
    return "\n".join(lines)
