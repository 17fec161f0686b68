"""The sentence of a plan that a mention stands in, for people who ask why an edge is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

_REACH: Final = 220
"""A quotation goes at most so many code points to either side of the words it is given for."""

_END = re.compile(
    r"""
    [。！？；;] [”’」』）)]*     # the sentence or clause ends, with what closes after it: …“放心消费”。”
    | (?<=[：:）)]) \s* \n      # a line ends as a heading or a clause of responsibility does; plans that were
                               # copied break lines, even with empty ones, inside sentences and words: 血液制 / 品
    | \n \s* (?: \*\* )?
      (?= [（(]? [一二三四五六七八九十\d]{1,3} [、.．）)是] )  # the next line is numbered: （二） 3． 一是
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a plan that prove a statement, inside the sentence they come from."""

    document: str
    """Id of the document."""
    path: str
    """Path of the task the words stand in; empty outside all tasks."""
    quote: str
    """The sentence, exactly as in the source."""
    start: int
    """First code point, in the source, of the words that prove."""
    end: int
    """One past their last code point."""
    quoted_from: int
    """First code point of the quotation in the source: ``quote[start - quoted_from:end - quoted_from]``."""

    @property
    def exact(self) -> str:
        """The words that prove, without their sentence."""
        return self.quote[self.start - self.quoted_from : self.end - self.quoted_from]


def sentence(source: str, start: int, end: int, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """Return the span of the sentence around ``source[start:end]``, inside the span ``within`` if one is given.

    >>> text = "一、严查。规范准入（市公安局、市税务局按职责分工协作）"
    >>> lower, upper = sentence(text, 14, 18)
    >>> text[lower:upper]
    '规范准入（市公安局、市税务局按职责分工协作）'
    """
    first, last = within or (0, len(source))
    first, last = min(first, start), max(last, end)
    lower = max(first, start - _REACH)
    for match in _END.finditer(source, lower, start):
        lower = match.end()
    upper = min(last, end + _REACH)
    closing = _END.search(source, end, upper)
    if closing is not None:
        upper = closing.end()
    while lower < start and source[lower].isspace():
        lower += 1
    while upper > end and source[upper - 1].isspace():
        upper -= 1
    return lower, upper


class Quotation(NamedTuple):
    """A sentence of a plan with all the words in it that prove one statement."""

    document: str
    path: str
    text: str
    """The sentence as in the source; a lone surrogate, which no file can carry, is replaced one for one."""
    start: int
    """Its first code point in the source."""
    marks: tuple[tuple[int, int], ...]
    """The words that prove: spans of the sentence, in order, apart from one another."""


def quotations(evidence: Sequence[Evidence]) -> tuple[Quotation, ...]:
    """Return each sentence that evidence quotes once, in order, with all that is marked in it."""
    if len(evidence) == 1:
        (one,) = evidence
        marks = ((one.start - one.quoted_from, one.end - one.quoted_from),)
        return (Quotation(one.document, one.path, _sound(one.quote), one.quoted_from, marks),)
    gathered: dict[tuple[str, str, int, str], list[tuple[int, int]]] = {}
    for each in evidence:
        key = (each.document, each.path, each.quoted_from, each.quote)
        gathered.setdefault(key, []).append((each.start - each.quoted_from, each.end - each.quoted_from))
    return tuple(
        Quotation(document, path, _sound(quote), start, _apart(spans))
        for (document, path, start, quote), spans in gathered.items()
    )


def tidy(text: str) -> str:
    r"""Return words of a plan for reading: lines joined, without ``**`` and without control characters.

    >>> tidy("查处**刷单\n炒信** by\nApp")
    '查处刷单炒信 by App'
    """
    if text.isprintable() and "**" not in text:
        return text
    text = text.replace("**", "")
    text = re.sub(r"(?<=[\x21-\x7e])\s*\n\s*(?=[\x21-\x7e])", " ", text)
    return re.sub(r"\s*\n\s*|[\x00-\x08\x0b-\x1f\x7f]", "", text)


def _apart(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _sound(text: str) -> str:
    return text if text.isprintable() else re.sub(r"[\ud800-\udfff]", "\ufffd", text)
