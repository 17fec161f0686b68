"""The matrix of bodies by tasks as SVG."""

from __future__ import annotations

from typing import Final

from zhize.views.labels import columns, wrap
from zhize.views.matrix import SIGNS, Line, Matrix
from zhize.views.svg import document, escaped, fitted, words
from zhize.views.wording import Wording

_MARGIN: Final = 24
_CELL: Final = 46
_ROW: Final = 28
_HEAD: Final = 176
"""Height of the titles of tasks, which stand upright."""
_SOFT: Final = "#55616d"


def matrix_svg(shown: Matrix, title: str, said: Wording) -> str:
    """Return a matrix as SVG: a row a body, a column a task, in each cell the sign of the role."""
    names = min(300.0, max([columns(line.short) * 6.5 for line in shown.lines] or [80.0]) + 20)
    left, top = _MARGIN + names, _MARGIN + 44 + _HEAD
    parts = []
    for at, column in enumerate(shown.columns):
        x = left + at * _CELL + _CELL / 2
        parts += [_upright(column.title, x, top - 26), words(column.path, x, top - 8, size=11, ink=_SOFT, anchor="middle")]
    for row, line in enumerate(shown.lines):
        parts += _row(line, left, top + row * _ROW, names, len(shown.columns))
    foot = top + len(shown.lines) * _ROW
    parts.append(words(said["total"], _MARGIN, foot + 19, size=12, ink=_SOFT))
    totals = [str(column.total or ("–" if column.generic else "0")) for column in shown.columns]
    parts += [
        words(total, left + at * _CELL + _CELL / 2, foot + 19, size=12, ink=_SOFT, anchor="middle")
        for at, total in enumerate([*totals, str(shown.total)])
    ]
    used = {role for line in shown.lines for cell in line.cells for role in cell.roles}
    legend = "   ".join(f"{sign} {said.roles[role]}" for role, sign in SIGNS.items() if role in used)
    parts.append(words(legend, _MARGIN, foot + 52))
    wide = left + (len(shown.columns) + 1) * _CELL + _MARGIN
    return document(title, max(wide, 480), foot + 72, parts)


def _upright(title: str, x: float, bottom: float) -> str:
    """Return the title of a task turned upwards, in at most two lines."""
    lines = wrap(title, 24, 2)
    turned = [
        f'<g transform="translate({x + (row - (len(lines) - 1) / 2) * 16 + 4:g} {bottom:g}) rotate(-90)">{words(line, 0, 0, size=12)}</g>'
        for row, line in enumerate(lines)
    ]
    return f"<g><title>{escaped(title)}</title>{''.join(turned)}</g>"


def _row(line: Line, left: float, y: float, names: float, count: int) -> list[str]:
    parts = [
        f'<path d="M{_MARGIN} {y:g}H{left + (count + 1) * _CELL:g}" stroke="#dfe4e8"/>',
        words(fitted(line.short, (names - 8) / 6.5), _MARGIN, y + 19),
    ]
    for at, cell in enumerate(line.cells):
        if cell.roles:
            signs = "".join(SIGNS[role] for role in cell.roles)
            parts.append(words(signs, left + at * _CELL + _CELL / 2, y + 20, size=16, ink="#0072b2", anchor="middle"))
    parts.append(words(str(line.total), left + count * _CELL + _CELL / 2, y + 19, weight=600, anchor="middle"))
    return parts
