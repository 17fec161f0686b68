"""Joining tasks that name nobody to the duty paragraphs that take them up, when the index is written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import ahocorasick_rs

from zhize.search.entries import Entry, Link
from zhize.search.schema import tokens
from zhize.understanding import Vocabulary
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


class Linker:
    """Links the sentences of tasks that name nobody to duty paragraphs alike to them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def linked(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries of a campaign; those of tasks that name nobody with their links."""
        speaking = [entry for entry in entries if entry.kind == "duty" and entry.keepers]
        silent = [entry for entry in entries if not entry.keepers and not entry.generic]
        if not speaking or not silent:
            return list(entries)
        said = {entry.path: self._said(entry) for entry in (*speaking, *silent)}
        counts = Counter(word for many in said.values() for words in many for word in words)
        size = sum(map(len, said.values()))
        rare = {word: math.log(size / count) for word, count in counts.items()}
        vectors = {path: [_vector(words, rare) for words in many] for path, many in said.items()}
        made = {entry.path: _link(entry, speaking, vectors) for entry in silent}
        return [made.get(entry.path, entry) for entry in entries]

    @cached_property
    def _words(self) -> tuple[ahocorasick_rs.AhoCorasick, list[bool]]:
        """Return the matcher of all known words, and of each whether it says nothing by itself."""
        codes = self._vocabulary.words.everything() | self._vocabulary.chinese.everything()
        forms = sorted(form for form in codes if len(form) > 1)
        empty = [codes[form][0] in (CUE, "x") for form in forms]
        return ahocorasick_rs.AhoCorasick(forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), empty

    def _said(self, entry: Entry) -> list[set[str]]:
        """Return the tokens of each sentence, without the words that say nothing by themselves."""
        matcher, empty = self._words
        found: list[set[str]] = []
        for sentence in entry.sentences:
            text = entry.match[sentence.start : sentence.end]
            kept = list(text)
            for number, start, end in matcher.find_matches_as_indexes(text):
                if empty[number]:
                    kept[start:end] = " " * (end - start)
            found.append(set(tokens("".join(kept))))
        return found


def _link(entry: Entry, duties: Sequence[Entry], vectors: Mapping[str, Sequence[_Vector]]) -> Entry:
    links: list[Link] = []
    for at, own in enumerate(vectors[entry.path]):
        for duty in duties:
            likeness = max((own.likeness(other) for other in vectors[duty.path]), default=0.0)
            if likeness >= _LEAST:
                links.append(Link(at, duty.path, round(likeness, 3)))
    return entry._replace(links=tuple(links))


def _vector(words: Iterable[str], rare: Mapping[str, float]) -> _Vector:
    weights = {word: rare[word] for word in words}
    return _Vector(weights, math.sqrt(sum(weight * weight for weight in weights.values())))
