"""The normalised view of a source, with an offset map: patterns see clean text, spans fall in the source.

Characters are folded one to one (width, punctuation, traditional forms), white space and Markdown marks inside
lines are left out, hard-wrapped lines are joined, page furniture is dropped and listed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from zhize.lines import Line, joins, kept_lines, lines_of_source, setting_of
from zhize.rows import whole_rows
from zhize.stacks import stacked_rows

#: Characters that say nothing: zero-width and directional marks, soft hyphen, BOM, controls.
_SILENT = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u00ad\ufeff"


def _folding() -> dict[int, str]:
    """Return the one-to-one folding table of `fold`."""
    table = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
    for plain, wide in zip("(),:;?!", "（），：；？！", strict=True):
        table[ord(plain)] = table[ord(wide)] = wide
    for code in (0x09, 0x2028, 0x2029, 0x85, 0x0B, 0x0C, 0x0D):
        table[code] = "\n"
    table[0x09] = "\t"
    for code in (0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x205F, *range(0x2000, 0x200B)):
        table[code] = " "
    for char in "﹝［[":
        table[ord(char)] = "〔"
    for char in "﹞］]":
        table[ord(char)] = "〕"
    for char in "–—―－〜～~":
        table[ord(char)] = "-"
    for char in "＂〝〞":
        table[ord(char)] = '"'
    table |= {ord("﹒"): ".", ord("•"): "·", ord("｡"): "。", ord("､"): "、", ord("︰"): "：", ord("﹐"): "，"}
    for code in (*range(0x09), *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF):
        table[code] = "\0"
    for code in range(0x2F00, 0x2FD6):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    for char in _SILENT:
        table[ord(char)] = "\0"
    return table


_FOLD = _folding()

#: Characters that only traditional texts use, common enough to tell one from a few quoted names.
_TRADITIONAL = re.compile("[們個國發業務產權與對過處這會關開東車長門書見風馬類廣無體應場點經網絡違禁廳縣協]")


@cache
def _simplified() -> dict[int, str]:
    """Return the one-to-one map of traditional to simplified characters (OpenCC's TSCharacters)."""
    from importlib.resources import files

    table: dict[int, str] = {}
    data = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    for line in data.splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified[:1] and traditional not in "乾著":
            table[ord(traditional)] = simplified[0]
    return table


#: A full stop typed as a point between Chinese characters.
_POINT = re.compile(r"(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff]|\s*\n)(?<![一二三四五六七八九十]\.)|(?<=[^一二三四五六七八九十\d]）)\.(?=[\u4e00-\u9fff])")


#: Square brackets that hold no year do the work of round ones: 〔商务部牵头〕.
_SQUARE = re.compile(r"[〔〖](?!(?:19|20)\d{2}〕)([^〔〕〖〗]{0,300})[〕〗]")


def fold(source: str) -> str:
    """Return ``source`` with each character replaced by its plain form, length unchanged.

    >>> fold("ＡＰＰ（网站）,２０２１")
    'APP（网站），2021'
    """
    folded = _POINT.sub("。", source.translate(_FOLD))
    folded = _SQUARE.sub(r"（\1）", folded)
    sample = folded[:20000]
    if len(_TRADITIONAL.findall(sample)) * 100 > len(sample):
        folded = folded.translate(_simplified())
    return folded


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the view."""

    start: int
    end: int
    bold: bool
    """True where the whole paragraph was set in ``**``."""
    spread: bool
    """True where wide gaps divide it: a row of a table, a line of signatures."""
    indent: int
    """Width of the white space before its first line, an em counted as two."""


@dataclass(frozen=True, slots=True)
class View:
    """Clean text, its paragraphs, and where each character stands in the source."""

    source: str
    text: str
    """Paragraphs divided by ``\\n``; gaps inside a paragraph are ``\\t``."""
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[tuple[int, int], ...]
    """Spans of the source left out as page furniture."""
    _starts: tuple[int, ...]
    _sources: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that the view's ``text[start:end]`` stands for."""
        if end <= start:
            at = self._at(start) if start < len(self.text) else len(self.source)
            return at, at
        return self._at(start), min(self._at(end - 1) + 1, len(self.source))

    def _at(self, position: int) -> int:
        run = bisect_right(self._starts, position) - 1
        return self._sources[run] + position - self._starts[run]


def view(source: str) -> View:
    """Return the normalised view of a source.

    >>> v = view("整治**刷单**（含\\n\\n炒信）行为。")
    >>> v.text
    '整治刷单（含炒信）行为。\\n'
    >>> v.source[slice(*v.span(4, 9))]
    '（含\\n\\n炒信）'
    """
    folded = fold(source)
    lines, dropped = kept_lines(stacked_rows(lines_of_source(source, folded)), folded)
    setting = setting_of(lines)
    lines = whole_rows(lines, setting)
    groups: list[list[Line]] = []
    current = ""
    for line in lines:
        if groups and joins(current, len(groups[-1]) > 1, groups[-1][-1], line, setting):
            groups[-1].append(line)
            current += line.text
        else:
            groups.append([line])
            current = line.text
    return _assemble(source, groups, dropped)


def _assemble(source: str, groups: list[list[Line]], dropped: list[tuple[int, int]]) -> View:
    """Return the view of lines grouped into paragraphs."""
    texts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    paragraphs: list[Paragraph] = []
    position = 0
    for group in groups:
        begin = position
        for line in group:
            for piece, at in line.pieces:
                texts.append(piece)
                starts.append(position)
                sources.append(at)
                position += len(piece)
        first = group[0]
        bold = all(line.bold for line in group)
        spread = any(line.spread for line in group)
        paragraphs.append(Paragraph(begin, position, bold, spread, first.indent))
        texts.append("\n")
        starts.append(position)
        sources.append(group[-1].end)
        position += 1
    return View(source, "".join(texts), tuple(paragraphs), tuple(dropped), tuple(starts), tuple(sources))


def lines_of(view_: View) -> list[tuple[int, int]]:
    """Return the spans of the view's paragraphs, in order."""
    return [(paragraph.start, paragraph.end) for paragraph in view_.paragraphs]


def balanced(text: str) -> bool:
    """Tell whether brackets and book titles of a text are balanced.

    >>> balanced("（一）《法》"), balanced("〔2017")
    (True, False)
    """
    return all(text.count(opening) == text.count(closing) for opening, closing in ("（）", "〔〕", "《》"))
