"""Numbers of official documents: Chinese numerals and the marks that open a numbered block.

The styles and their customary order, 一、 （一） 1. （1）, are those of GB/T 9704-2012, section 7.3.3; plans also use
others, listed in `STYLES`. Patterns expect the folded characters of `zhize.text`: brackets and commas
full-width, digits ASCII.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_CN = "[〇零一二三四五六七八九十百廿两]"

#: Style -> pattern of its mark at the start of a line; group 1 is the number.
STYLES: dict[str, re.Pattern[str]] = {
    "part": re.compile(rf"第({_CN}{{1,5}}|\d{{1,2}})(?:部分|章|编|节)[、:：.．\s]?"),
    "named": re.compile(rf"(?:任务|专项行动|行动|专项|工程)({_CN}{{1,3}}|\d{{1,2}})(?:[、：．]|\.(?!\d))"),
    "article": re.compile(rf"第({_CN}{{1,5}}|\d{{1,3}})条[、:：.．\s]?"),
    "cn": re.compile(rf"({_CN}{{1,4}})(?:、(?![一二三四五六七八九十]{{1,2}}(?:季度|月|届|期|级|类))|[.．，](?!\d)|(?<=[一二三四五六七八九十])[:：])"),
    "cn-bracket": re.compile(rf"（({_CN}{{1,4}})[）、.]、?|([㈠-㈩])、?|({_CN}{{1,3}})）、?|（({_CN}{{1,3}})(?=[^）]{{2,12}}[。，]|[^）。，；\n]{{2,16}}\n)"),
    "decimal": re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:[、.．\s]|(?=[^\d.%％万亿元年月日个件吨倍米公里升折克毫亩平千百岁小时]))"),
    "digit": re.compile(r"(\d{1,3})(?:[、．]|\.(?!\d)|[:：](?!\d))|([⒈-⒛])"),
    "digit-bracket": re.compile(r"（(\d{1,2})）、?|([⑴-⒇])"),
    "digit-half": re.compile(r"(\d{1,2})）"),
    "circled": re.compile(rf"([{CIRCLED}])"),
    "digit-bare": re.compile(r"(\d{1,2})(?=[\u4e00-\u9fff《“])(?![年月日号个家件项条款名万亿天时点分部类种级省市区县米元至])"),
}

#: 一是 … 二是 …: the items of an inline list of measures.
MEASURE = re.compile(rf"({_CN}{{1,3}})(?:是要|是(?!否)|要(?=[^求点害紧]))")

#: 首先 … 其次 …: an inline list in words.
WORDED = re.compile(r"(首先|其次|再次|第三|第四|最后)[，、]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that opens a numbered block."""

    style: str
    numbers: tuple[int, ...]
    """Its number; several for a decimal mark (2.3.1)."""
    end: int
    """Length of the mark."""


def numeral(text: str) -> int | None:
    """Return the value of a Chinese or ASCII numeral, or None where it is none.

    >>> [numeral(s) for s in ("七", "十二", "二十", "一百零三", "廿三", "二〇二一", "15", "③", "各")]
    [7, 12, 20, 103, 23, 2021, 15, 3, None]
    """
    if text.isascii():
        return int(text) if text.isdecimal() else None
    if len(text) == 1:
        for first, last in (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩")):
            if first <= text <= last:
                return ord(text) - ord(first) + 1
    text = text.replace("廿", "二十")
    if not all(c in _DIGITS or c in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        value = 0
        for char in text:
            value = value * 10 + _DIGITS[char]
        return value
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def mark_at(text: str, position: int = 0) -> Mark | None:
    """Return the mark that opens ``text`` at ``position``, or None.

    >>> mark_at("（十二）市检验检疫局。")
    Mark(style='cn-bracket', numbers=(12,), end=4)
    >>> mark_at("2.3.1 规范")
    Mark(style='decimal', numbers=(2, 3, 1), end=6)
    >>> mark_at("2017年以来") is None
    True
    """
    for style, pattern in STYLES.items():
        found = pattern.match(text, position)
        if found is None:
            continue
        written = next(group for group in found.groups() if group)
        if style == "decimal":
            return Mark(style, tuple(int(part) for part in written.split(".")), found.end() - position)
        value = numeral(written)
        if value is not None and (value or style == "cn"):
            return Mark(style, (value,), found.end() - position)
    return None
