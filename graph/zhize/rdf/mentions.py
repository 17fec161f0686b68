"""The mentions of one document: gathered while its graph is written, named when all are known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from zhize import vocab
from zhize.model import Mention
from zhize.rdf.terms import Triples, literal, number, ref, types

_IN_DOCUMENT = ref(vocab.IN_DOCUMENT)
_START = ref(vocab.OA_START)
_END = ref(vocab.OA_END)
_EXACT = ref(vocab.OA_EXACT)
_REFERS_TO = ref(vocab.REFERS_TO)
_RULE = ref(vocab.RULE)
_IN_TASK = ref(vocab.IN_TASK)
_ARTICLE = ref(vocab.ARTICLE)


@dataclass(slots=True)
class _Sighting:
    """A span of the source that names one thing."""

    surface: str
    rules: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    proves: set[str] = field(default_factory=set)
    """Nodes for which it is evidence."""


class Sightings:
    """The mentions of one document. Nodes are terms of N-Quads."""

    def __init__(self, triples: Triples, document: str) -> None:
        self._triples = triples
        self._document = document
        self._spans: dict[tuple[int, int], dict[tuple[str, str], _Sighting]] = defaultdict(dict)

    def see(
        self,
        kind: str,
        referent: str,
        mention: Mention,
        task: str | None,
        *,
        proves: str | None = None,
        article: str | None = None,
    ) -> None:
        """Note that a mention names the referent, in a task or outside all, and what it proves.

        ``kind`` is the sort of thing it names: department, generic, law, product, violation, deadline or
        indicator.
        """
        at = self._spans[mention.start, mention.end]
        sighting = at.get((kind, referent))
        if sighting is None:
            sighting = at[kind, referent] = _Sighting(mention.surface)
        sighting.rules.add(mention.rule)
        for many, one in ((sighting.tasks, task), (sighting.proves, proves), (sighting.articles, article)):
            if one:
                many.add(one)

    def write(self) -> int:
        """Write all mentions and return how many there are.

        Where one span names several things the first by kind has the plain IRI, the first of each other kind
        its kind as suffix, and further ones of a kind a number: ``7-9``, ``7-9-law``, ``7-9-law-2``.
        """
        count = 0
        for (start, end), at in self._spans.items():
            for place, (kind, several) in enumerate(groupby(sorted(at), key=lambda key: key[0])):
                for order, key in enumerate(several, 1):
                    suffix = f"-{kind}" if place or order > 1 else ""
                    suffix += f"-{order}" if order > 1 else ""
                    node = f"<{self._document}/mention/{start}-{end}{suffix}>"
                    self._write(node, start, end, key[1], at[key])
                    count += 1
        return count

    def _write(self, node: str, start: int, end: int, referent: str, sighting: _Sighting) -> None:
        self._triples.extend(
            node,
            (
                *types(vocab.Mention),
                f"{_IN_DOCUMENT} <{self._document}>",
                f"{_START} {number(start)}",
                f"{_END} {number(end)}",
                f"{_EXACT} {literal(sighting.surface)}",
                f"{_REFERS_TO} {referent}",
                *(f"{_RULE} {literal(rule)}" for rule in sighting.rules),
                *(f"{_IN_TASK} {task}" for task in sighting.tasks),
                *(f"{_ARTICLE} {literal(article)}" for article in sighting.articles),
            ),
        )
        for proved in sighting.proves:
            self._triples.add(proved, vocab.EVIDENCE, node)
