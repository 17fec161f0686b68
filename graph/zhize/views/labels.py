"""Names as short lines of text: how wide they are, where they may break, which of several is shown."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

_NOT_FIRST: Final = frozenset("，。、；：！？）》〉」』”’】,.;:!?)]%")
"""Marks that do not begin a line."""
_NOT_LAST: Final = frozenset("（《〈「『“‘【([")
"""Marks that do not end a line."""
_ELLIPSIS: Final = "…"


def clean(text: str) -> str:
    r"""Return text as it may stand on one line: no controls, no marks that turn its direction, no ``**``.

    >>> clean("市网\n信办\u202e **处**")
    '市网信办 处'
    """
    parts = text.replace("**", "").split()
    joined = ""
    for part in parts:
        gap = " " if joined and not (_wide(joined[-1]) and _wide(part[0])) else ""
        joined += gap + part
    return "".join(char for char in joined if unicodedata.category(char) not in ("Cc", "Cf", "Cs")).strip()


def columns(text: str) -> int:
    """Return the width of text in columns: two for a Chinese character, one for a Latin letter.

    >>> columns("2.1 网信办")
    10
    """
    return sum(2 if _wide(char) else 1 for char in text)


def wrap(text: str, width: int, lines: int) -> tuple[str, ...]:
    """Return text as at most ``lines`` lines of at most ``width`` columns; what is cut off leaves an ellipsis.

    >>> wrap("国家市场监督管理总局", 16, 2)
    ('国家市场监督', '管理总局')
    >>> wrap("规范网络经营主体资格，保障网络经营活动的可追溯性", 20, 2)
    ('规范网络经营主体资', '格，保障网络经营活…')
    """
    whole = _broken(text, width)
    if 1 < len(whole) <= lines and columns(whole[-1]) <= 4:  # a lone character on a line reads badly
        evener = [_broken(text, narrower) for narrower in range(columns(text) // len(whole) + 2, width)]
        fitting = [each for each in evener if len(each) == len(whole)]
        whole = min(fitting, key=lambda each: each[0][-1] not in _NOT_FIRST, default=whole)
    if len(whole) <= lines:
        return whole
    kept = list(whole[:lines])
    while columns(kept[-1]) > width - 2:
        kept[-1] = kept[-1][:-1]
    kept[-1] = kept[-1].rstrip("，、；： ") + _ELLIPSIS
    return tuple(kept)


def short_name(name: str, surfaces: Iterable[str], longest: int) -> str:
    """Return the form of a name that a plan uses most, if it is no longer than ``longest`` columns.

    >>> short_name("上海市市场监督管理局", ["市市场监管局", "市市场监管局", "市场监管局"], 16)
    '市市场监管局'
    """
    counted = Counter(each for each in surfaces if each and columns(each) <= longest)
    if not counted:
        return name
    best = min(counted, key=lambda each: (-counted[each], columns(each), each))
    return best if columns(best) < columns(name) else name


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def _broken(text: str, width: int) -> tuple[str, ...]:
    """Return text in lines of at most ``width`` columns, broken between Chinese characters or Latin words."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while columns(line.rstrip()) > width and len(line) > 1:
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip():
        lines.append(line.rstrip())
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """Return what must not be broken: a Chinese character or a Latin word, with the marks that cling to it."""
    pieces: list[str] = []
    for char in text:
        before = pieces[-1] if pieces else ""
        clings = before and (
            char in _NOT_FIRST
            or char == " "
            or before[-1] in _NOT_LAST
            or not (_wide(char) or _wide(before[-1]) or before[-1] == " ")
        )
        if clings:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _fitting(line: str, width: int) -> int:
    """Return how many characters of a line fit, at least one."""
    used = 0
    for at, char in enumerate(line):
        used += columns(char)
        if used > width:
            return max(at, 1)
    return len(line)
