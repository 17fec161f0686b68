"""Matching many terms at once, and the words of jieba's dictionary with their parts of speech."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import ahocorasick_rs

from zhize import resources


class Terms:
    """A set of terms matched leftmost-longest in linear time (Aho and Corasick 1975)."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = sorted({term for term in terms if term})
        # Of the implementations this one is made quickest for thousands of terms, and no slower in searching.
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._terms,
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        ) if self._terms else None

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and term of each match, left to right, none overlapping another.

        >>> Terms(["食品", "保健食品"]).find("查处保健食品")
        [(2, 6, '保健食品')]
        """
        if self._automaton is None:
            return []
        return [(start, end, self._terms[index]) for index, start, end in self._automaton.find_matches_as_indexes(text)]


@cache
def tags() -> dict[str, str]:
    """Return the words of jieba's dictionary with their part of speech (``v`` verb, ``n`` noun …), corrected by words.csv."""
    found: dict[str, str] = {}
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        found[word] = tag
    found.update(_corrections())
    return found


@cache
def object_verbs() -> frozenset[str]:
    """Return the verbs of words.csv: those that take an object where plans list offences (收购、运输野生动物)."""
    return frozenset(word for word, tag in _corrections() if tag == "v")


@cache
def _corrections() -> tuple[tuple[str, str], ...]:
    with (resources.ontology() / "words.csv").open(encoding="utf-8", newline="") as handle:
        return tuple((row["word"], row["tag"]) for row in csv.DictReader(handle))


@cache
def _tokenizer() -> object:
    """Return a tokenizer of our own, so that nothing is shared with other users of jieba in the process."""
    import logging
    import shutil
    import tempfile

    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # The cache is read with marshal: a folder that only this process knows keeps others' files out.
    tokenizer.tmp_dir = tempfile.mkdtemp(prefix="zhize-")
    tokenizer.initialize()
    shutil.rmtree(tokenizer.tmp_dir, ignore_errors=True)
    return tokenizer


def words(text: str) -> list[str]:
    """Return the words of a text as jieba cuts them by its dictionary alone.

    >>> words("严厉打击虚假宣传")
    ['严厉打击', '虚假', '宣传']
    """
    tokenizer = _tokenizer()
    return list(tokenizer.cut(text, HMM=False))  # type: ignore[attr-defined]
