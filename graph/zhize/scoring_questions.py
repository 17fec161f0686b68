"""Scoring of answers against a question set; the rules stand in data/questions/README.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhize.answers import Answer, Answers
from zhize.errors import InputError
from zhize.scoring import plain

Ask = Callable[[str, Mapping[str, Any]], Answers]
"""A question and its options (campaign, year, region) to the answers."""

Names = frozenset[str]
"""Spellings of one body, as `scoring.plain` writes them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A task that may or must be among the answers."""

    campaign: str
    task: str
    departments: tuple[Names, ...]
    """The bodies it must name, each by its accepted spellings."""
    optional: Names
    """Spellings of bodies that count neither way."""
    generic: frozenset[str]
    laws: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it."""

    id: str
    text: str
    options: Mapping[str, Any]
    """Campaign, year and region that go with it."""
    asks: str
    groups: tuple[str, ...]
    """What it counts under: what is asked, language, style, answerable or nothing."""
    answers: tuple[Expected, ...]
    bodies: tuple[Names, ...]
    """With a list: the bodies every answer must name."""
    lists: bool
    nothing: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question was answered."""

    question: Question
    task: bool
    """True where the task alone is right; with a list, where all and only its tasks are there."""
    right: bool
    """True where all of it is right."""
    asks: bool
    """True where what is asked was understood."""
    found: int
    """With a list: how many tasks were answered."""
    common: int
    """With a list: how many of these are expected."""
    why: str
    """What is wrong, empty where nothing is."""


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file. InputError naming the file where it cannot be read."""
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: cannot be read as questions ({' '.join(str(error).split())})") from error
    if not isinstance(loaded, list) or not all(isinstance(row, dict) for row in loaded):
        raise InputError(f"{path}: must hold a list of questions")
    questions: list[Question] = []
    for number, row in enumerate(loaded, 1):
        try:
            questions.append(_question(row))
        except (KeyError, TypeError) as error:
            raise InputError(f"{path}: question {row.get('id', number)}: lacks or misuses {error}") from error
    return questions


def _question(row: Mapping[str, Any]) -> Question:
    accepted = row.get("accept", {})
    return Question(
        id=row["id"],
        text=row["question"],
        options=row["options"],
        asks=row["asks"],
        groups=(row["asks"], row["lang"], row["style"], "nothing" if row["nothing"] else "answerable"),
        answers=tuple(_expected({**row, **each}, accepted) for each in row["answers"]),
        bodies=tuple(_spellings(body, accepted) for body in row["departments"]),
        lists=row["list"],
        nothing=row["nothing"],
    )


def _expected(told: Mapping[str, Any], accepted: Mapping[str, Sequence[str]]) -> Expected:
    optional = frozenset(name for body in told.get("optional", ()) for name in _spellings(body, accepted))
    return Expected(
        campaign=told["campaign"],
        task=str(told["task"]),
        departments=tuple(
            names for body in told.get("departments", ()) if not (names := _spellings(body, accepted)) <= optional
        ),
        optional=optional,
        generic=frozenset(told.get("generic", ())),
        laws=frozenset(told.get("laws", ())),
    )


def _spellings(body: str, accepted: Mapping[str, Sequence[str]]) -> Names:
    return frozenset(map(plain, (body, *accepted.get(body, ()))))


def judge(question: Question, answers: Answers) -> Verdict:
    """Return whether a question was answered rightly."""
    if question.nothing:
        right = answers.nothing
        task, why = right, "" if right else "answered where no plan does"
    elif question.lists:
        task, right, why = _list(question, answers)
    else:
        task, right, why = _first(question, answers)
    found = {(each.campaign, each.task) for each in answers.answers}
    wanted = {(each.campaign, each.task) for each in question.answers}
    asks = answers.understood.asks.value == question.asks
    return Verdict(question, task, right, asks, len(found), len(found & wanted), why)


def _list(question: Question, answers: Answers) -> tuple[bool, bool, str]:
    found = {(each.campaign, each.task) for each in answers.answers}
    wanted = {(each.campaign, each.task) for each in question.answers}
    if found != wanted:
        return False, False, f"missing {_listed(wanted - found)}; extra {_listed(found - wanted)}"
    for names in question.bodies:
        lacking = [(each.campaign, each.task) for each in answers.answers if not names & _names(each)]
        if lacking:
            return True, False, f"{min(names)} not named in {_listed(lacking)}"
    return True, True, ""


def _listed(tasks: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{campaign} {task}" for campaign, task in sorted(tasks)) or "none"


def _first(question: Question, answers: Answers) -> tuple[bool, bool, str]:
    if answers.nothing:
        return False, False, "nothing answered"
    first = answers.answers[0]
    why = f"first is {first.campaign} {first.task}"
    meant = [each for each in question.answers if (each.campaign, each.task) == (first.campaign, first.task)]
    for expected in meant:
        why = _lacks(expected, first)
        if not why:
            return True, True, ""
    return bool(meant), False, why


def _lacks(expected: Expected, first: Answer) -> str:
    """Return what the first answer lacks or names too much, empty where it is right."""
    found = _names(first) - expected.optional
    parts = (
        ("missing", {min(names) for names in expected.departments if not names & found}),
        ("extra", found - {name for names in expected.departments for name in names}),
        ("generic", expected.generic - set(first.generic)),
        ("laws", expected.laws - set(first.laws)),
    )
    return "; ".join(f"{name} {'、'.join(sorted(many))}" for name, many in parts if many)


def _names(answer: Answer) -> set[str]:
    return {plain(body.name) for body in answer.departments}


def evaluate(questions: Iterable[Question], ask: Ask) -> list[Verdict]:
    """Return the verdicts on questions, each asked with its options."""
    return [judge(question, ask(question.text, question.options)) for question in questions]


def report(verdicts: Sequence[Verdict]) -> str:
    """Return the shares of right answers by group, then lists, what was understood to be asked, and what was wrong."""
    groups: Counter[str] = Counter()
    right: Counter[str] = Counter()
    task: Counter[str] = Counter()
    for verdict in verdicts:
        for group in ("all", *verdict.question.groups):
            groups[group] += 1
            right[group] += verdict.right
            task[group] += verdict.task
    lines = [f"{'':12} {'asked':>6} {'task right':>11} {'all right':>10}"]
    for group, count in groups.items():
        lines.append(f"{group:12} {count:6} {task[group] / count:11.3f} {right[group] / count:10.3f}")
    lists = [verdict for verdict in verdicts if verdict.question.lists and not verdict.question.nothing]
    common = sum(verdict.common for verdict in lists)
    precision = _share(common, sum(verdict.found for verdict in lists))
    recall = _share(common, sum(len(verdict.question.answers) for verdict in lists))
    lines.append(f"lists: precision {precision:.3f}, recall {recall:.3f}")
    lines.append(f"what is asked: {_share(sum(verdict.asks for verdict in verdicts), len(verdicts)):.3f} understood")
    wrong = [verdict for verdict in verdicts if not verdict.right]
    return "\n".join([*lines, *(f"{each.question.id}  {each.question.text}: {each.why}" for each in wrong)])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
