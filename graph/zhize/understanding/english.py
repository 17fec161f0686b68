"""English words cut to stems, so that *fake reviews* and *faking a review* meet."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_SHORTEST: Final = 3
"""A word is never cut to fewer letters."""


class Stem(NamedTuple):
    """A word of an English text."""

    start: int
    end: int
    text: str
    """The word without its endings."""


def stems(text: str) -> list[Stem]:
    """Return the words of a lower-case text, cut to stems.

    >>> [stem.text for stem in stems("shops faking live-streaming reviews")]
    ['shop', 'fak', 'liv', 'stream', 'review']
    """
    return [Stem(found.start(), found.end(), _stem(found.group())) for found in _WORD.finditer(text)]


def phrase(text: str) -> str:
    """Return a phrase as its stems divided by spaces.

    >>> phrase("Live-stream selling")
    'liv stream sell'
    """
    return " ".join(stem.text for stem in stems(text.lower()))


def _stem(word: str) -> str:
    word = word.split("'")[0].split("’")[0]
    if len(word) > _SHORTEST + 1 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            return word
    if word.endswith("e") and len(word) > _SHORTEST and not word.endswith("ee"):
        word = word[:-1]
    return word
