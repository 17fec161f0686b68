"""Tables of responsibilities: columns 牵头单位, 配合单位, 完成时限; each row is a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhize.extraction.clauses import RoleWords, read_clause
from zhize.extraction.context import Actor, Context, Hint
from zhize.extraction.names import names_in
from zhize.extraction.unit import Unit
from zhize.model import TaskKind
from zhize.numbering import mark_at
from zhize.outline import Cell, Table

_HINTS = {
    "label-lead": Hint.LEAD,
    "label-support": Hint.SUPPORT,
    "label-hold": Hint.HOLD,
    "label-joint": Hint.JOINT,
}
_TASK_COLUMN = re.compile(r"(?:工作|重点|主要|整治|治理|行动|专项|检查|具体)?(?:任务|内容|事项|措施|举措|工作内容|任务内容|任务类别|任务名称)|(?:主要|工作|部门)?职责|工作要求")
_BODY_COLUMN = re.compile(r"(?:部门|单位|成员单位|部门名称|单位名称|责任部门|机构)")
_NUMBER_COLUMN = re.compile(r"序号|编号|序|号")


@dataclass(frozen=True, slots=True)
class _Columns:
    tasks: tuple[int, ...]
    bodies: dict[int, Hint]
    numbers: int | None
    due: tuple[int, ...]


def table_units(context: Context) -> Iterator[Unit]:
    """Yield the rows of the tables that assign tasks to bodies."""
    count = 0
    before: _Columns | None = None
    above: dict[int, Cell] = {}
    for table in context.outline.tables:
        head = _head(context, table)
        if head is None:
            continue
        at, columns = head
        if columns != before:
            above = {}
        before = columns
        alone = not any(block.start < table.start for block in context.outline.blocks)
        for row in table.rows[at + 1 :]:
            if len(row) < 2 or _same_head(context, row, table.rows[at]):
                continue
            fitted = _fitted(context, row, columns, len(table.rows[at]))
            unit = _row(context, fitted, columns, above, count + 1, _kind(context, table, columns), alone=alone)
            if unit is not None:
                count += 1
                yield unit


def _fitted(context: Context, row: tuple[Cell, ...], columns: _Columns, size: int) -> tuple[Cell, ...]:
    """Return the cells of a row that lacks some, each under the next column that can hold it; the others are blank."""
    if len(row) >= size or len(columns.tasks) > 1:
        return row
    text = context.text
    made: list[Cell] = []
    left = list(row)
    for column in range(size):
        spare = size - column - len(left)
        cell = left[0] if left else None
        held = text[cell.start : cell.end] if cell is not None else ""
        timed = _TIME.search(held) is not None
        named = cell is not None and column in columns.bodies and _names(context, cell)
        fits = cell is not None and (
            not spare or (timed if column in columns.due else named if column in columns.bodies else not timed)
        )
        if fits and cell is not None:
            made.append(left.pop(0))
        else:
            at = made[-1].end if made else row[0].start
            made.append(Cell(at, at))
    return tuple(made) if not left else row


def _names(context: Context, cell: Cell) -> bool:
    """Tell whether a cell holds nothing but names of bodies, or says which part they have."""
    return names_in(context.text, cell.start, cell.end, context, told=True)[2] or _tells_parts(context, cell)


def _tells_parts(context: Context, cell: Cell) -> bool:
    """Tell whether a cell says itself which part its bodies have: 市公安局牵头，市商务局配合."""
    tokens = RoleWords.of(context.tables.cues).find(context.text, cell.start, cell.end)
    return any(token.kind.startswith("role-") or context.text[token.end - 1] == "：" for token in tokens)


_TIME = re.compile(r"\d{1,4}年|\d{1,2}月|\d{1,2}日|长期|持续|全年|年底|即日")


def _same_head(context: Context, row: tuple[Cell, ...], head: tuple[Cell, ...]) -> bool:
    """Tell whether a row repeats the head, as at the top of a page."""
    return [context.text[c.start : c.end] for c in row] == [context.text[c.start : c.end] for c in head]


def _head(context: Context, table: Table) -> tuple[int, _Columns] | None:
    """Return the index and the columns of the row that heads a table of responsibilities."""
    words = RoleWords.of(context.tables.cues)
    for index, row in enumerate(table.rows[:3]):
        bodies: dict[int, Hint] = {}
        tasks: list[int] = []
        names = {re.sub(r"\s|（.*?）", "", context.text[cell.start : cell.end]) for cell in row}
        if names & {"数量", "数据", "上报数", "合计", "件数"}:
            return None
        numbers = None
        due: list[int] = []
        for column, cell in enumerate(row):
            name = re.sub(r"\s|（.*?）", "", context.text[cell.start : cell.end])
            kind = words.kind_of_label(name)
            if kind in _HINTS:
                bodies[column] = _HINTS[kind]
            elif kind == "label-time":
                due.append(column)
            elif _NUMBER_COLUMN.fullmatch(name):
                numbers = column
            elif _TASK_COLUMN.fullmatch(name):
                tasks.append(column)
            elif _BODY_COLUMN.fullmatch(name):
                bodies[column] = Hint.HOLDER
        if bodies and not tasks:
            tasks = _told_columns(context, row, {*bodies, *due, numbers}, bodies)
        if bodies and tasks:
            columns = _Columns(tuple(tasks), bodies, numbers, tuple(due))
            below = _parts_below(context, table.rows[index + 1], columns) if index + 1 < len(table.rows) else None
            return (index, columns) if below is None else (index + 1, below)
    return None


def _parts_below(context: Context, row: tuple[Cell, ...], columns: _Columns) -> _Columns | None:
    """Return the columns of a head of two rows: below 责任分工 stand 牵头单位 and 配合单位."""
    words = RoleWords.of(context.tables.cues)
    found: dict[int, Hint] = {}
    for column, cell in enumerate(row):
        if cell.end == cell.start:
            continue
        kind = words.kind_of_label(context.text[cell.start : cell.end])
        if kind not in _HINTS:
            return None
        found[column] = _HINTS[kind]
    return replace(columns, bodies=found) if found else None


def _told_columns(context: Context, row: tuple[Cell, ...], others: set[int | None], bodies: dict[int, Hint]) -> list[int]:
    """Return the columns that say what is to be done, by whatever name: those beside columns of bodies with their parts."""
    rest = [column for column in range(len(row)) if column not in others]
    if any(hint is not Hint.HOLDER for hint in bodies.values()):
        return [column for column in rest if column < max(bodies)] or rest[:1]
    return [column for column in rest if _TOLD.search(context.text[row[column].start : row[column].end])]


_TOLD = re.compile(r"(?:任务|分工|职责|事项|内容|举措|措施|要求)$")


def _row(
    context: Context, row: tuple[Cell, ...], columns: _Columns, above: dict[int, Cell], count: int, kind: TaskKind,
    *, alone: bool,
) -> Unit | None:
    """Return the task of a row; a cell merged with the one above it is blank and repeats it."""
    text = context.text
    filled = {i: cell for i, cell in enumerate(row) if cell.end > cell.start}
    if not any(column in filled for column in columns.tasks):
        return None
    title = filled[next(c for c in reversed(columns.tasks) if c in filled)]
    first = filled[next(c for c in columns.tasks if c in filled)]
    number = None
    if columns.numbers is not None and columns.numbers in filled:
        cell = filled[columns.numbers]
        digits = re.sub(r"\D", "", text[cell.start : cell.end])
        number = digits or None
    merged = _merged(filled, columns)
    actors: list[Actor] = []
    spans = [(first.start, first.end)] + ([(title.start, title.end)] if title is not first else [])
    for column, hint in columns.bodies.items():
        held = filled.get(column) or (above.get(column) if merged and hint is not Hint.SUPPORT else None)
        if column in filled:
            above[column] = filled[column]
        if held is None:
            continue
        if _tells_parts(context, held):
            told, _ = read_clause(context, held.start, held.end, "table", told=True)
            actors.extend(replace(actor, hint=hint) if actor.hint is Hint.NAMED else actor for actor in told)
            continue
        bodies, generic, _ = names_in(text, held.start, held.end, context, told=True)
        actors.extend(Actor(n.start, n.end, n.surface, hint, title.start, "table") for n in bodies)
        actors.extend(Actor(n.start, n.end, n.surface, hint, title.start, "table", generic=True) for n in generic)
    if not actors and not number:
        return None
    last = max(cell.end for cell in row)
    covered = [*spans, (max(b for _, b in spans), last)] if last > max(b for _, b in spans) else spans
    mark = mark_at(text[title.start : title.end])
    opens = title.start + mark.end if mark is not None and title.start + mark.end < title.end else title.start
    path = number if number is not None and alone else f"T{number or count}" if not alone else str(count)
    # A row whose kind of task stands above it belongs to that block, and so does its blank time.
    within = columns.tasks[0] not in filled
    times = [filled.get(c) or (above.get(c) if within else None) for c in columns.due]
    above.update({c: filled[c] for c in columns.due if c in filled})
    due = tuple((cell.start, cell.end) for cell in times if cell is not None)
    return Unit(path, kind, opens, title.end, covered, tuple(sorted(actors, key=lambda a: a.start)), due)


def _kind(context: Context, table: Table, columns: _Columns) -> TaskKind:
    """Return the kind of a table's rows: duties where bodies head them, phases in a section of phases, else tasks."""
    sections = [b for b in context.outline.blocks if b.start < table.start and b.kind is not None]
    within = table.start < context.outline.annex[0] and bool(sections)
    kind = sections[-1].kind if within else None
    if Hint.HOLDER in columns.bodies.values() and kind is not TaskKind.SCHEDULE:
        return TaskKind.DUTY
    return TaskKind.SCHEDULE if kind is TaskKind.SCHEDULE else TaskKind.TASK


def _merged(filled: dict[int, Cell], columns: _Columns) -> bool:
    """Tell whether a blank cell for the leading body was merged with the one above: nothing else fills its part."""
    leading = [column for column, hint in columns.bodies.items() if hint is not Hint.SUPPORT]
    return bool(leading) and not any(column in filled for column in leading)
