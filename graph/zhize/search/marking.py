"""Marking the concepts and orders of enforcement in the words of a task, when the index is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import ahocorasick_rs

from zhize.authority import Tables, labels
from zhize.understanding.making import plain

_INSIDE: Final = 0.8
"""How surely a concept is meant whose name is only part of a longer one."""


class Marker:
    """Finds concepts by all their names, and words of enforcement."""

    def __init__(self, tables: Tables) -> None:
        named: dict[str, str] = {}
        self._broader: dict[str, str] = {}
        for concepts in (tables.products, tables.violations):
            for label, concept in labels(concepts).items():
                form = plain(label)
                if len(form) > 1:
                    named.setdefault(form, concept)
            self._broader.update((concept.label, concept.broader) for concept in concepts)
        self._forms = sorted(named)
        self._concepts = [named[form] for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms)
        self._acts = ahocorasick_rs.AhoCorasick(sorted(map(plain, tables.cues.of("enforce"))))

    def acts(self, text: str) -> bool:
        """Tell whether a text orders enforcement."""
        return bool(self._acts.find_matches_as_indexes(text))

    def found(self, text: str, spans: Sequence[tuple[int, int]]) -> dict[str, tuple[tuple[int, float], ...]]:
        """Return the concepts that a text names: the numbers of the spans that do, each with how surely."""
        starts = [start for start, _ in spans]
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True) + self._listed(text)
        inside = _inside([(start, end) for _, start, end in hits])
        best: dict[str, dict[int, float]] = {}
        for index, start, end in hits:
            sentence = bisect_right(starts, start) - 1
            if end > spans[sentence][1]:
                continue
            sure = _INSIDE if (start, end) in inside else 1.0
            marks = best.setdefault(self._concepts[index], {})
            marks[sentence] = max(marks.get(sentence, 0.0), sure)
        return {label: tuple(sorted(best[label].items())) for label in sorted(best)}

    def names(self, texts: Iterable[str]) -> set[str]:
        """Return the concepts that some texts name."""
        return {label for text in texts for label in self.found(text, [(0, len(text))])}

    def _listed(self, text: str) -> list[tuple[int, int, int]]:
        """Return the names found where a list of single characters is read as one word: 黄、赌、毒."""
        found: list[tuple[int, int, int]] = []
        for part in re.finditer(r"(?:[\u4e00-\u9fff]、)+[\u4e00-\u9fff]", text):
            if len(part[0]) > 3:
                whole = self._automaton.find_matches_as_indexes(part[0].replace("、", ""), overlapping=True)
                found.extend(
                    (index, part.start() + 2 * start, part.start() + 2 * end - 1) for index, start, end in whole
                )
        return found

    def above(self, concepts: Iterable[str]) -> set[str]:
        """Return the concepts above some concepts."""
        found: set[str] = set()
        for concept in concepts:
            above = self._broader.get(concept, "")
            while above and above not in found:
                found.add(above)
                above = self._broader.get(above, "")
        return found


def _inside(spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the spans that lie inside a longer one.

    >>> sorted(_inside([(0, 4), (2, 4), (3, 6), (0, 2)]))
    [(0, 2), (2, 4)]
    """
    found: set[tuple[int, int]] = set()
    reach = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end <= reach:
            found.add((start, end))
        reach = max(reach, end)
    return found
