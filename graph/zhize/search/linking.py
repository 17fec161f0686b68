"""Joining tasks that name nobody to the duty paragraphs that take them up, when the index is written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhize.search.entries import Entry, Link
from zhize.search.schema import tokens

_LEAST: Final = 0.04
"""Sentences less alike than this are not linked."""


@dataclass(frozen=True, slots=True)
class _Vector:
    """The words of a sentence, each with how telling it is in the campaign."""

    weights: dict[str, float]
    size: float

    def likeness(self, other: _Vector) -> float:
        """Return the cosine with another sentence, 0 to 1."""
        if not self.size or not other.size:
            return 0.0
        shared = self.weights.keys() & other.weights.keys()
        return sum(self.weights[word] ** 2 for word in shared) / (self.size * other.size)


def linked(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a campaign; tasks that name nobody have links to the duty paragraphs alike to them."""
    speaking = [entry for entry in entries if entry.kind == "duty" and entry.keepers]
    if not speaking:
        return list(entries)
    sentences = [set(tokens(_words(entry, at))) for entry in entries for at in range(len(entry.sentences))]
    counts = Counter(word for words in sentences for word in words)
    rare = {word: math.log(len(sentences) / count) for word, count in counts.items()}
    vectors = [(duty.path, [_vector(duty, at, rare) for at in range(len(duty.sentences))]) for duty in speaking]
    return [entry if entry.keepers or entry.generic else _link(entry, vectors, rare) for entry in entries]


def _link(entry: Entry, duties: Sequence[tuple[str, Sequence[_Vector]]], rare: dict[str, float]) -> Entry:
    links: list[Link] = []
    for at in range(len(entry.sentences)):
        own = _vector(entry, at, rare)
        for path, vectors in duties:
            likeness = max((own.likeness(other) for other in vectors), default=0.0)
            if likeness >= _LEAST:
                links.append(Link(at, path, round(likeness, 3)))
    return replace(entry, links=tuple(links))


def _words(entry: Entry, sentence: int) -> str:
    return entry.match[entry.sentences[sentence].start : entry.sentences[sentence].end]


def _vector(entry: Entry, sentence: int, rare: dict[str, float]) -> _Vector:
    weights = {word: rare[word] for word in set(tokens(_words(entry, sentence)))}
    return _Vector(weights, math.sqrt(sum(weight * weight for weight in weights.values())))
