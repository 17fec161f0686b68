"""A comparison as a table of tasks (任务分解表) that a spreadsheet opens: a row a task, both campaigns side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from zhize.align.links import KINDS
from zhize.catalogue import CampaignEntry, TaskEntry
from zhize.comparison.change import Change, Comparison
from zhize.comparison.digest import Beside, beside, sort_of
from zhize.comparison.labels import KINDS as KIND_LABELS
from zhize.comparison.labels import LINES, RELATIONS
from zhize.comparison.report import detail
from zhize.model import Role

#: What is told of each task, by language.
_COLUMNS = MappingProxyType(
    {
        "zh": ("任务", "牵头单位", "责任单位", "配合单位", "其他主体", "完成时限", "法律依据"),
        "en": ("task", "lead", "responsible", "support", "others", "deadline", "laws"),
    }
)
#: Characters with which a cell begins that a spreadsheet would run as a formula.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(comparison: Comparison, lang: str = "zh") -> str:
    """Return the tasks of two plans side by side as CSV for a spreadsheet: with a mark of byte order, lines ended by CR LF.

    Tasks that correspond share a row; requirements and schedules, which are not compared, follow where they name a
    body or a deadline. No cell runs as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in _rows(comparison, lang):
        writer.writerow([_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    """Return a cell that a spreadsheet takes as text.

    >>> _cell("=1+1"), _cell("2.1")
    ("'=1+1", '2.1')
    """
    return f"'{text}" if text.startswith(_RUN) else text


def _rows(comparison: Comparison, lang: str) -> Iterator[Sequence[str]]:
    words = LINES[lang]
    named = [f"{plan.id} {column}" for plan in (comparison.one, comparison.other) for column in _COLUMNS[lang]]
    yield [*named, words["linked"], words["change"]]
    for row in beside(comparison):
        yield [*_task(row.one, lang), *_task(row.other, lang), _relation(row, lang), _changes(row.changes, lang)]
    for task in _aside(comparison.one):
        yield [*_task(task, lang), *_task(None, lang), "", ""]
    for task in _aside(comparison.other):
        yield [*_task(None, lang), *_task(task, lang), "", ""]


def _aside(plan: CampaignEntry) -> Iterator[TaskEntry]:
    """Yield requirements and schedules that bind somebody or set a date."""
    return (task for task in plan.tasks if task.kind not in KINDS and (task.holders or task.deadlines))


def _task(task: TaskEntry | None, lang: str) -> list[str]:
    """Return the cells of one task; empty ones of none."""
    if task is None:
        return [""] * len(_COLUMNS[lang])
    roles = ((Role.LEAD,), (Role.JOINT, Role.SOLE), (Role.SUPPORT,))
    bodies = [_many(holder.name for holder in task.holders if holder.role in many) for many in roles]
    due = _many(f"{each.date} {each.what}".strip() if each.date else each.what for each in task.deadlines)
    # The number stands before the title: alone a spreadsheet would take 2.10 for 2.1 and 3/1 for a date.
    return [f"{task.path} {task.title}", *bodies, _many(task.generic), due, _many(law.name for law in task.laws)]


def _many(names: Iterable[str]) -> str:
    """Return names in one cell; a spreadsheet shows them on one line."""
    return "；".join(dict.fromkeys(names))


def _relation(row: Beside, lang: str) -> str:
    return f"{RELATIONS[lang][row.link.relation.value]} {row.link.score:.2f}" if row.link is not None else ""


def _changes(changes: Iterable[Change], lang: str) -> str:
    """Return the changes between two tasks in one cell."""
    said = []
    for change in changes:
        label = KIND_LABELS[lang][change.kind.value]
        if sort_of(change.kind) == "task":
            said.append(label)
            continue
        more = detail(change, lang)
        said.append(f"{label}{LINES[lang]['colon']}{change.subject}{f' ({more})' if more else ''}")
    return LINES[lang]["semicolon"].join(said)
