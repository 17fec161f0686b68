"""Who takes up a task that names nobody: the duty paragraphs of its campaign that speak of the subject."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from zhize.search.entries import Entry
from zhize.search.index import Index
from zhize.search.ranking import Hit, judged
from zhize.search.wanting import Wanted, upward, wanted
from zhize.understanding import Unit

_PART: Final = 0.35
"""A paragraph that says so great a part of what the best one says takes the subject up too."""
_LEAST: Final = 0.34
"""A paragraph speaks of the subject where it says so great a share of it."""
_TELLING: Final = 0.3
"""Units that count less than this together are too common to be looked for in paragraphs."""
_WHOLE: Final = 0.6
"""A question is about the whole task where the title says so great a share of it."""
_ALIKE: Final = 0.18
"""A paragraph takes a sentence up where they are so much alike."""
_NEARLY: Final = 0.95
_SURE: Final = 0.9
_CRIMINAL: Final = "中华人民共和国刑法"
_CRIME: Final = Unit("犯罪", -1, 1.0, (), (("犯罪", 1.0),))


class Joiner:
    """Finds the duty paragraphs that take up what a question asks, in each campaign once."""

    def __init__(self, asked: Wanted, index: Index) -> None:
        self._asked = asked
        self._index = index
        self._spoken: dict[str, dict[str, Hit]] = {}

    def joined(self, hit: Hit) -> list[tuple[Entry, int | None]]:
        """Return the duty paragraphs that take up what the question asks of a task, in the order of the plan.

        They speak of the subject themselves, or of what is broader; where the question is about the whole task,
        those alike to any sentence of it join them. Where none speaks of it, the conduct's being a crime decides,
        then likeness to the sentence that answers, then to the task. With each comes the number of the sentence
        that speaks of the subject, if one does.
        """
        duties = self._index.duties(hit.entry.campaign)
        whole = range(len(hit.entry.sentences))
        spoken = self._speaking(hit.entry.campaign, duties)
        chosen = set(spoken)
        if hit.headed >= _WHOLE:
            chosen |= _alike(hit, whole)
        chosen = chosen or _alike(hit, [hit.sentence]) or _alike(hit, whole) or _likest(hit)
        return [
            (duty, spoken[duty.path].sentence if duty.path in spoken else None)
            for duty in duties
            if duty.path in chosen
        ]

    def _speaking(self, campaign: str, duties: Sequence[Entry]) -> dict[str, Hit]:
        """Return the paragraphs of a campaign that speak of the subject, else of crimes where it is one."""
        if campaign not in self._spoken:
            found = _speaking(duties, upward(self._asked, self._index))
            if not found and _criminal(self._asked, self._index):
                found = _speaking(duties, wanted([_CRIME], self._index), _NEARLY)
            self._spoken[campaign] = found
        return self._spoken[campaign]


def _speaking(duties: Sequence[Entry], asked: Wanted, part: float = _PART) -> dict[str, Hit]:
    if asked.total < _TELLING:
        return {}
    said = {duty.path: judged(duty, asked) for duty in duties}
    best = max((hit.coverage for hit in said.values()), default=0.0)
    return {path: hit for path, hit in said.items() if hit.coverage >= max(_LEAST, part * best)}


def _criminal(asked: Wanted, index: Index) -> bool:
    """Tell whether the conduct asked about is a crime."""
    labels = [label for want in asked.wants for label, sure in want.unit.concepts if sure > _SURE]
    notions = [index.vocabulary.notion(label) for label in labels]
    return any(notion is not None and _CRIMINAL in notion.laws for notion in notions)


def _alike(hit: Hit, sentences: Container[int]) -> set[str]:
    """Return the paragraphs alike to one of the sentences."""
    links = hit.entry.links
    return {link.path for link in links if link.sentence in sentences and link.weight >= _ALIKE}


def _likest(hit: Hit) -> set[str]:
    """Return the paragraphs most alike to the sentence that answers."""
    links = [link for link in hit.entry.links if link.sentence == hit.sentence]
    best = max((link.weight for link in links), default=0.0)
    return {link.path for link in links if link.weight >= _NEARLY * best}
