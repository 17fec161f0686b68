"""Rows of a table whose lines were broken by force: joined again, by the number of cells that the table's head has."""

from __future__ import annotations

import re
from dataclasses import replace

from zhize.lines import Line, Setting
from zhize.numbering import mark_at

_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_HEAD = re.compile(r"[\u4e00-\u9fff]{2,8}\t[\u4e00-\u9fff]{2,10}")
"""The head of a table of two columns."""
_MOST = 60
"""A row goes over at most so many lines."""
_FEW = 2
"""Lines with fewer gaps than this are no table by themselves."""


def whole_rows(lines: list[Line], setting: Setting) -> list[Line]:
    """Return the lines, those of one row of a table made one line; as they are where lines were not broken by force."""
    if not setting.broken:
        return lines
    made: list[Line] = []
    at = 0
    while at < len(lines):
        divider = _divider(lines[at])
        if divider is None:
            made.append(lines[at])
            at += 1
            continue
        rows, at = _table(lines, at, divider, setting)
        made.extend(rows)
    return made


def _divider(line: Line) -> str | None:
    """Return what divides the cells of a line that may begin a table; None where it does not."""
    if line.text.startswith("|") or line.text.count("|") >= _FEW:
        return "|"
    return "\t" if line.text.count("\t") >= _FEW or _HEAD.fullmatch(line.text) else None


def _table(lines: list[Line], first: int, divider: str, setting: Setting) -> tuple[list[Line], int]:
    """Return the rows of the table that begins with a line, and where it ends."""
    rows: list[Line] = []
    at = first
    dividers = _dividers(lines, first, divider, setting)
    while at < len(lines):
        if rows and not _goes_on(lines, at, divider, setting):
            if setting.full(lines[at]) or not _goes_on(lines, at + 1, divider, setting):
                break
            rows.append(lines[at])  # a line between rows that says of what sort the next ones are
            at += 1
            continue
        row, at = _row(lines, at, divider, dividers, setting)
        rows.append(row)
    return rows, at


def _goes_on(lines: list[Line], at: int, divider: str, setting: Setting) -> bool:
    """Tell whether a row begins with a line: it has a divider, or full lines of its first cell lead to one."""
    for line in lines[at : at + _MOST]:
        if divider in line.text:
            return True
        if not setting.full(line) or line.blanks or _opens(line):
            return False
    return False


def _dividers(lines: list[Line], first: int, divider: str, setting: Setting) -> int:
    """Return how many dividers a row has: as many as the rule below the head, else as the head itself."""
    for line in lines[first : first + _MOST]:
        if divider == "|" and _RULE.fullmatch(line.text):
            return line.text.count("|")
    count, at = lines[first].text.count(divider), first
    closed = divider == "|" and lines[first].text[0] == lines[first].text[-1] == "|"
    while not closed and setting.full(lines[at]) and at + 1 < len(lines) and divider in lines[at + 1].text and not _opens(lines[at + 1]):
        at += 1
        count += lines[at].text.count(divider)
    return count


def _row(lines: list[Line], at: int, divider: str, dividers: int, setting: Setting) -> tuple[Line, int]:
    """Return the row that begins with a line, and where the next begins."""
    row, last = lines[at], lines[at]
    at += 1
    for line in lines[at : at + _MOST]:
        held = row.text.count(divider)
        unclosed = row.text[0] == "|" and row.text[-1] != "|" and line.text[0] != "|"
        if line.blanks or not (setting.full(last) or unclosed):
            break
        goes_on = held < dividers if divider in line.text else not _opens(line) or held < dividers
        if divider == "|" and held >= dividers and row.text[0] == row.text[-1] == "|":
            break
        if not goes_on or held + line.text.count(divider) > dividers:
            break
        row = replace(row, end=line.end, pieces=[*row.pieces, *line.pieces], text=row.text + line.text, spread=True)
        last = line
        at += 1
    return row, at


def _opens(line: Line) -> bool:
    """Tell whether a line begins something of its own: a row's number, a block."""
    return mark_at(line.text) is not None or re.match(r"\d{1,3}(?:\t|\|)|附件|备注|注：", line.text) is not None
