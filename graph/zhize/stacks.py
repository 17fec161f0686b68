"""Tables set cell by cell, one cell a line, as they come out of web pages and word processors: their rows joined again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from zhize.lines import Line
from zhize.numbering import mark_at, numeral

_NUMBER = frozenset(("序号", "编号", "序"))
_BODIES = re.compile(r"(?:牵头|责任|配合|主办|协办|承办|参与|参加|实施|主管)?(?:单位|部门|处室|科室|机构)(?:（.{1,12}）)?")
_WORK = re.compile(r"[\u4e00-\u9fff]{0,6}(?:任务|内容|事项|措施|举措|职责|要求|项目|类别|领域|环节|目标|名称)")
_OTHER = re.compile(r"[\u4e00-\u9fff]{0,4}(?:时限|时间|期限|进度|备注|责任人|联系人|领导)")
_PROSE = re.compile(r"[。；：！？，]")
_CLOSES = re.compile(r"附件|附表|附：|备注|注：|说明：|抄送|联系人|（此件")
_BODY = re.compile(r"[局委办部厅署院关会室行队府处社门构位区县市乡镇道所司等]$|）$")
_FEWEST, _MOST = 3, 8
"""A head has so many cells."""
_LONGEST = 12
"""No cell of a head is longer."""
_DIGITS = 3
"""No row's number is longer."""
_ROW = 40
"""A row has at most so many lines."""


def stacked_rows(lines: list[Line]) -> list[Line]:
    """Return the lines; where one line holds one cell of a table, the lines of each row are made one."""
    made: list[Line] = []
    told = [line for line in lines if line.text.strip()]
    place = {line.start: index for index, line in enumerate(lines)}
    at = 0
    reached = 0
    while at < len(told):
        found = _numbered(told, at) or _unnumbered(told, at)
        if found is None:
            at += 1
            continue
        rows, at = found
        made.extend(lines[reached : place[rows[0].start]])
        made.extend(rows)
        reached = place[told[at].start] if at < len(told) else len(lines)
    return [*made, *lines[reached:]]


def _head(lines: list[Line], at: int) -> int:
    """Return where a run of short lines ends that may head a table."""
    end = at
    while end < len(lines) and end - at <= _MOST and len(lines[end].text) <= _LONGEST and not (
        _PROSE.search(lines[end].text) or lines[end].spread or _counts(lines[end], 1)
    ):
        end += 1
    return end


def _numbered(lines: list[Line], at: int) -> tuple[list[Line], int] | None:
    """Return the rows of a table with a column of numbers (序号, 1, 2 …), and where it ends."""
    if lines[at].text not in _NUMBER:
        return None
    first = _head(lines, at)
    size = first - at
    if not _FEWEST <= size <= _MOST or first >= len(lines) or not _counts(lines[first], 1):
        return None
    if not any(_counts(line, 2) for line in lines[first + 1 : first + 1 + _ROW]):
        return None
    heads = [line.text for line in lines[at:first]]
    rows = [_joined(lines[at:first])]
    at, number = first, 1
    while at < len(lines) and _counts(lines[at], number):
        number += 1
        following = next((n for n in range(at + 1, min(len(lines), at + _ROW)) if _counts(lines[n], number)), None)
        end = following if following is not None else _end(lines, at + 1, at + size)
        apart = end - 1 if following is not None and end - at > size and _apart(lines[end - 1]) else end
        rows.append(_joined(_cells(lines[at:apart], heads)))
        rows.extend(lines[apart:end])
        at = end
    return rows, at


def _unnumbered(lines: list[Line], at: int) -> tuple[list[Line], int] | None:
    """Return the rows of a table without numbers whose head names work and bodies, and where it ends."""
    if not _WORK.fullmatch(lines[at].text):
        return None
    end = at
    while end < len(lines) and end - at < _MOST and any(p.fullmatch(lines[end].text) for p in (_WORK, _BODIES, _OTHER)):
        end += 1
    size = end - at
    heads = [line.text for line in lines[at:end]]
    bodies = [index for index, head in enumerate(heads) if _BODIES.fullmatch(head)]
    if size < _FEWEST or not bodies:
        return None
    rows = [_joined(lines[at:end])]
    while end + size <= len(lines) and all(_BODY.search(lines[end + index].text) and len(lines[end + index].text) < 60 for index in bodies):
        if any(_closes(line) for line in lines[end : end + size]):
            break
        rows.append(_joined(lines[end : end + size]))
        end += size
    return (rows, end) if len(rows) > 2 else None


def _counts(line: Line, number: int) -> bool:
    """Tell whether a line holds nothing but a row's number, in digits or in Chinese."""
    return len(line.text) <= _DIGITS and numeral(line.text) == number


def _end(lines: list[Line], start: int, most: int) -> int:
    """Return where the last row of a table ends: it has all its cells, or a section or an annex begins."""
    return next((at for at in range(start, min(most, len(lines))) if _closes(lines[at])), min(most, len(lines)))


def _closes(line: Line) -> bool:
    """Tell whether a section or an annex begins with a line."""
    mark = mark_at(line.text)
    return _CLOSES.match(line.text) is not None or (mark is not None and mark.style in ("cn", "part", "article", "cn-bracket"))


def _apart(line: Line) -> bool:
    """Tell whether a line between rows says of what sort the next ones are: 二、整治重点领域."""
    mark = mark_at(line.text)
    return mark is not None and mark.style in ("cn", "cn-bracket") and len(line.text) <= _ROW and not _PROSE.search(line.text)


def _cells(row: list[Line], heads: list[str]) -> list[Line]:
    """Return the cells of a row; paragraphs too many for its columns belong to the column that tells the work."""
    bodies = 0
    while bodies < len(heads) and _BODIES.fullmatch(heads[len(heads) - 1 - bodies]):
        bodies += 1
    named = 0
    while named < len(row) and _BODY.search(row[-1 - named].text) and not _PROSE.search(row[-1 - named].text):
        named += 1
    extra = min(named - bodies, len(row) - len(heads)) if bodies else 0
    if extra > 0:
        row = [*row[: len(row) - extra - 1], _joined(row[len(row) - extra - 1 :], "")]
    surplus = len(row) - len(heads)
    if surplus <= 0:
        return row
    work = [index for index, head in enumerate(heads) if index and not _BODIES.fullmatch(head) and not _OTHER.fullmatch(head)]
    column = work[-1] if work else 1
    last = column + surplus
    return [*row[:column], _joined(row[column : last + 1], ""), *row[last + 1 :]]


def _joined(lines: list[Line], divider: str = "\t") -> Line:
    """Return several lines as one, with a divider where one ends."""
    pieces = list(lines[0].pieces)
    for before, line in pairwise(lines):
        pieces += [(divider, before.end)] if divider else []
        pieces += line.pieces
    text = "".join(piece for piece, _ in pieces)
    return replace(lines[0], end=lines[-1].end, pieces=pieces, text=text, bold=False, spread=lines[0].spread or bool(divider))
