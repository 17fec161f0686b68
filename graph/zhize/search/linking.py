"""Joining tasks that name nobody to the duty paragraphs that take them up, when the index is written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from zhize.search.entries import Entry, Link
from zhize.search.schema import tokens
from zhize.understanding import Vocabulary
from zhize.understanding.cutting import cut
from zhize.understanding.vocabulary import CUE

_LEAST: Final = 0.04
"""Sentences less alike than this are not linked."""


class _Vector(NamedTuple):
    """The words of a sentence, each with how telling it is in the campaign."""

    weights: dict[str, float]
    size: float

    def likeness(self, other: _Vector) -> float:
        """Return the cosine with another sentence, 0 to 1."""
        if not self.size or not other.size:
            return 0.0
        shared = self.weights.keys() & other.weights.keys()
        return sum(self.weights[word] ** 2 for word in shared) / (self.size * other.size)


def linked(entries: Sequence[Entry], vocabulary: Vocabulary) -> list[Entry]:
    """Return the entries of a campaign; tasks that name nobody have links to the duty paragraphs alike to them."""
    speaking = [entry for entry in entries if entry.kind == "duty" and entry.keepers]
    if not speaking:
        return list(entries)
    said = {entry.path: [_said(entry, at, vocabulary) for at in range(len(entry.sentences))] for entry in entries}
    sentences = [words for many in said.values() for words in many]
    counts = Counter(word for words in sentences for word in words)
    rare = {word: math.log(len(sentences) / count) for word, count in counts.items()}
    vectors = {path: [_vector(words, rare) for words in many] for path, many in said.items()}
    return [entry if entry.keepers or entry.generic else _link(entry, speaking, vectors) for entry in entries]


def _link(entry: Entry, duties: Sequence[Entry], vectors: Mapping[str, Sequence[_Vector]]) -> Entry:
    links: list[Link] = []
    for at, own in enumerate(vectors[entry.path]):
        for duty in duties:
            likeness = max((own.likeness(other) for other in vectors[duty.path]), default=0.0)
            if likeness >= _LEAST:
                links.append(Link(at, duty.path, round(likeness, 3)))
    return entry._replace(links=tuple(links))


def _said(entry: Entry, sentence: int, vocabulary: Vocabulary) -> set[str]:
    """Return the tokens of a sentence, without the words that say nothing by themselves."""
    text = entry.match[entry.sentences[sentence].start : entry.sentences[sentence].end]
    kept = list(text)
    for piece in cut(text, vocabulary):
        if piece.sort == "x" or any(code[0] == CUE for code in piece.codes):
            kept[piece.start : piece.end] = " " * len(piece.text)
    return set(tokens("".join(kept)))


def _vector(words: Iterable[str], rare: Mapping[str, float]) -> _Vector:
    weights = {word: rare[word] for word in words}
    return _Vector(weights, math.sqrt(sum(weight * weight for weight in weights.values())))
