"""Tables: lines that gaps or bars divide into cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.outline.blocks import Cell, Table
from zhize.text import Paragraph, View


def find_tables(view: View, paragraphs: tuple[Paragraph, ...]) -> Iterator[Table]:
    """Yield the tables: runs of two or more lines that gaps or bars divide into cells."""
    text = view.text
    rows: list[tuple[Cell, ...]] = []
    start = end = 0
    for index, paragraph in enumerate(paragraphs):
        cells = cells_of(text, paragraph)
        if rows and len(cells) == 1 and _names_rows(text, paragraph, paragraphs[index + 1 : index + 2], rows[-1]):
            continue
        if len(cells) >= 2:
            if not rows:
                start = paragraph.start
            if not re.fullmatch(r"[|\-:：\s+]+", text[paragraph.start : paragraph.end]):
                rows.append(cells)
            end = paragraph.end
        elif rows:
            if len(rows) >= 2:
                yield Table(tuple(rows), start, end)
            rows = []
    if len(rows) >= 2:
        yield Table(tuple(rows), start, end)


def _names_rows(text: str, paragraph: Paragraph, following: tuple[Paragraph, ...], row: tuple[Cell, ...]) -> bool:
    """Tell whether a line between rows only says of what sort the next ones are: 一、禁止、限制生产销售."""
    if len(row) < _COLUMNS or paragraph.end - paragraph.start > _LONGEST or text[paragraph.end - 1] in "。；":
        return False
    return bool(following) and len(cells_of(text, following[0])) == len(row)


_COLUMNS = 3
_LONGEST = 40


def cells_of(text: str, paragraph: Paragraph) -> tuple[Cell, ...]:
    """Return the cells of a paragraph, one where nothing divides it."""
    line = text[paragraph.start : paragraph.end]
    divider = "|" if line.count("|") >= 2 or (line.count("|") == 1 and "\t" not in line) else "\t"
    if divider not in line:
        return (Cell(paragraph.start, paragraph.end),)
    cells: list[Cell] = []
    position = paragraph.start
    for piece in line.split(divider):
        left = len(piece) - len(piece.lstrip("\t "))
        cells.append(Cell(position + left, max(position + left, position + len(piece.rstrip("\t ")))))
        position += len(piece) + 1
    if divider == "|":
        if cells and cells[0].start == cells[0].end and line[0] == "|":
            cells = cells[1:]
        if cells and cells[-1].start == cells[-1].end and line[-1] == "|" and (line[0] == "|" or len(cells) > 2):
            cells = cells[:-1]
    return tuple(cells)
