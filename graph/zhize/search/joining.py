"""Who takes up a task that names nobody: the duty paragraphs of its campaign that speak of the subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zhize.search.entries import Entry
from zhize.search.index import Index
from zhize.search.ranking import Hit, judged, wanted
from zhize.understanding import Unit

_HALF: Final = 0.5
"""A paragraph that says so great a part of what the best one says takes the subject up too."""
_ENOUGH: Final = 0.45
"""A paragraph speaks of the subject where it says so great a share of it."""
_ALIKE: Final = 0.14
"""A paragraph takes a sentence up where they are so much alike."""
_NEARLY: Final = 0.9
_CRIMINAL: Final = "中华人民共和国刑法"
_CRIME: Final = Unit("犯罪", -1, 1.0, (), (("犯罪", 1.0),))


def joined(hit: Hit, units: Sequence[Unit], index: Index) -> list[Entry]:
    """Return the duty paragraphs that take up what the question asks of a task, in the order of the plan.

    They speak of the subject themselves, or of what is broader; where the question is about the whole task, those
    alike to any sentence of it join them. Where none speaks of it, the conduct's being a crime decides, then
    likeness to the sentence that answers.
    """
    duties = index.duties(hit.entry.campaign)
    chosen = _speaking(duties, units, index)
    whole = hit.entry.sentences[hit.sentence].end <= hit.entry.heading
    if not chosen and _criminal(units, index):
        chosen = _speaking(duties, [_CRIME], index, _NEARLY)
    if whole or not chosen:
        chosen |= _alike(hit, whole)
    return [duty for duty in duties if duty.path in chosen]


def _speaking(duties: Sequence[Entry], units: Sequence[Unit], index: Index, share: float = _HALF) -> set[str]:
    asked = wanted(units, index, narrower=False)
    if asked.total <= 0:
        return set()
    said = {duty.path: judged(duty, asked).coverage for duty in duties}
    best = max(said.values(), default=0.0)
    return {path for path, part in said.items() if part >= max(_ENOUGH, share * best)}


def _criminal(units: Sequence[Unit], index: Index) -> bool:
    """Tell whether the conduct asked about is a crime."""
    notions = [index.vocabulary.notion(label) for unit in units for label, sure in unit.concepts if sure == 1.0]
    return any(notion is not None and _CRIMINAL in notion.laws for notion in notions)


def _alike(hit: Hit, whole: bool) -> set[str]:
    """Return the paragraphs alike to the sentence that answers, or to any where the whole task is meant."""
    links = [link for link in hit.entry.links if whole or link.sentence == hit.sentence]
    best = max((link.weight for link in links), default=0.0)
    least = _ALIKE if best >= _ALIKE else _NEARLY * best
    return {link.path for link in links if link.weight >= least}
