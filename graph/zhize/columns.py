"""Rows as text in columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in columns; a Chinese character is two wide."""
    widths = [max([_width(column), *(_width(row[i]) for row in rows)]) for i, column in enumerate(columns)]
    lines = [_line(columns, widths), _line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
