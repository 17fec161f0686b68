"""What reading yields: the text of a file, where it came from and what was left out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The formats of files that are read."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of a file that its source leaves out."""

    reason: str
    """What it was: ``page number``, ``navigation``, ``tracked deletion`` …"""
    count: int
    """How many characters, white space not counted."""

    def __str__(self) -> str:
        """Return it as words: ``page number: 12 characters``."""
        return f"{self.reason}: {self.count} character{'s' if self.count != 1 else ''}"


@dataclass(frozen=True, slots=True)
class Source:
    """The decoded text of a file.

    Every character is accounted for: where ``weight`` counts characters other than white space, the text of the
    file weighs ``weight(text) - added`` and the sum of what was dropped.
    """

    name: str
    """File name."""
    text: str
    """For txt and md the file's own characters, line ends untouched, a leading byte order mark not counted; for
    html, docx and pdf the extracted text: a paragraph a line, a row of a table a line with tabs between cells."""
    format: Format
    encoding: str | None
    """Name of the encoding; None for docx and pdf."""
    sha256: str
    """Of the bytes of the file, in hexadecimal."""
    dropped: tuple[Dropped, ...] = ()
    """What was left out, by reason."""
    added: int = 0
    """Characters of list numbers and other signs which the file holds as markup, not as text, white space not
    counted."""
    notes: tuple[str, ...] = ()
    """What a user may want to know of how the file was read, a sentence each."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The text taken from a file of a format, before it becomes a source."""

    text: str
    dropped: tuple[Dropped, ...] = ()
    added: int = 0
    notes: tuple[str, ...] = ()


def weight(text: str) -> int:
    """Return the number of characters other than white space.

    >>> weight("一、 总体\\n目标")
    6
    """
    return sum(map(len, text.split()))


def listed(counts: Counter[str]) -> tuple[Dropped, ...]:
    """Return what was dropped as a list sorted by reason, reasons with nothing aside."""
    return tuple(Dropped(reason, count) for reason, count in sorted(counts.items()) if count)


def shown(name: str) -> str:
    """Return a file name fit for a message: one line, characters that cannot be seen escaped.

    >>> shown("2020\\n方案\\u202e.txt")
    '2020\\\\n方案\\\\u202e.txt'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
