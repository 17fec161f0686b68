"""Tables to lines: a row a line, tabs between cells, a blank where a merged cell goes on."""

from __future__ import annotations

from dataclasses import dataclass

#: Columns beyond which a cell is not stretched.
_WIDEST = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as its file has it."""

    text: str
    """On one line."""
    columns: int = 1
    """Columns it covers."""
    rows: int = 1
    """Rows it covers."""


def one_line(text: str) -> str:
    """Return a text without tabs and line breaks, white space at its ends aside.

    >>> one_line(" 市公安局\\n市商务委\\t ")
    '市公安局 市商务委'
    """
    return " ".join(part for line in text.splitlines() for part in line.replace("\t", " ").split(" ") if part)


def row_lines(rows: list[list[Cell]]) -> list[str]:
    """Return a table as lines; a row that is one cell across all columns is a line of its own, without tabs.

    >>> row_lines([[Cell("序号"), Cell("任务", columns=2)], [Cell("1", rows=2), Cell("甲"), Cell("乙")], [Cell("丙"), Cell("")]])
    ['序号\\t任务\\t', '1\\t甲\\t乙', '\\t丙\\t']
    """
    widest = min(_WIDEST, max((len(row) for row in rows), default=0))
    below: dict[int, int] = {}
    lines: list[str] = []
    for row in rows:
        line: list[str] = []
        following: dict[int, int] = {}
        for cell in row:
            _blanks(line, below, following)
            columns = max(1, min(cell.columns, widest))
            for column in range(len(line), len(line) + columns) if cell.rows > 1 else ():
                following[column] = cell.rows - 1
            line += [cell.text] + [""] * (columns - 1)
        _blanks(line, below, following)
        below = following
        across = len(row) == 1 and row[0].columns >= widest
        lines.append(line[0] if across else "\t".join(line))
    return lines


def _blanks(line: list[str], below: dict[int, int], following: dict[int, int]) -> None:
    """Add blanks where cells of rows above reach down into the row."""
    while (left := below.get(len(line), 0)) > 0:
        if left > 1:
            following[len(line)] = left - 1
        line.append("")
