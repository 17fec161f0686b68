"""A task as it is compared: its words without the clause of bodies, in pieces that survive rewording.

The pieces are pairs of neighbouring characters, which need no dictionary and let 禁售 meet 禁限售商品; those of words
that any plan uses of any subject count for less. Beside them stand the concepts of the taxonomies that the words name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhize.authority import Concept, Tables, labels
from zhize.catalogue import TaskEntry
from zhize.lexicon import Terms
from zhize.lineage import words
from zhize.model import TaskKind
from zhize.numbering import mark_at
from zhize.text import fold

_BRACKETS = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9]*|[0-9]{3,}")
_BLANK = re.compile(r"\*\*|\s+|\0")
#: Share of a concept's weight that its broader concept gets, and so on upwards.
_UPWARDS = 0.5
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """A task and its pieces."""

    task: TaskEntry
    text: str
    """Its words on one line, plain characters, without the clause that names its bodies."""
    pieces: Mapping[str, int]
    """How often each piece occurs, those of the title counted twice."""
    concepts: Mapping[str, float]
    """Concepts named and laws cited, 1 each, and the concepts above them with less."""
    lower: str
    """The text in small letters, as pieces are."""


class Reading:
    """Turns tasks into passages with one set of tables."""

    def __init__(self, tables: Tables) -> None:
        cues = tables.cues
        empty = (*words("generic"), *words("plain"), *cues.of("enforce"))
        self.empty = frozenset(piece for word in empty for piece in pieces(word))
        """Pieces of words that say nothing of a subject (加强, 严厉打击)."""
        roles = [word for kind in ("role-joint", "role-lead", "role-support") for word in cues.of(kind)]
        self._roles = re.compile(_either(roles))
        self._products = _Taxonomy("product", tables.products)
        self._violations = _Taxonomy("violation", tables.violations)

    def passage(self, task: TaskEntry) -> Passage:
        """Return a task as it is compared."""
        text = self.words_of(task)
        counts = Counter(pieces(text))
        if task.kind is not TaskKind.DUTY:
            counts.update(pieces(_BLANK.sub("", fold(task.title))))
        concepts = self.concepts(text)
        concepts.update({f"law:{law.name}": 1.0 for law in task.laws})
        return Passage(task, text, counts, concepts, text.lower())

    def concepts(self, text: str) -> dict[str, float]:
        """Return the products and violations of the taxonomies that a text names, and those above them with less weight."""
        return {**self._products.named(text), **self._violations.named(text)}

    def words_of(self, task: TaskEntry) -> str:
        """Return the words of a task on one line, without the names of its bodies and the clause they stand in."""
        text = fold(task.text)
        # A body may be named outside its task, by a clause or heading that holds for several.
        spans = [
            (each.start - task.start, each.end - task.start)
            for holder in task.holders
            for each in holder.evidence
            if task.start <= each.start and each.end <= task.end
        ]
        hidden = list(spans)
        for found in _BRACKETS.finditer(text):
            inside = found.group()
            if (
                any(found.start() <= start < found.end() for start, _ in spans)
                or self._roles.search(inside)
                or any(actor in _BLANK.sub("", inside) for actor in task.generic)
            ):
                hidden.append(found.span())
        return _unnumbered(re.sub("。{2,}", "。", _BLANK.sub("", _without(text, hidden))), task.path)


def _unnumbered(text: str, path: str) -> str:
    """Return a text without the number that opens it, where it is that of the task: a task renumbered is the same.

    >>> _unnumbered("（三）查处刷单。", "2.3"), _unnumbered("12315热线受理举报。", "2.3")
    ('查处刷单。', '12315热线受理举报。')
    """
    mark = mark_at(text)
    own = re.search(r"\d+$", path)
    return text[mark.end :] if mark is not None and own is not None and mark.numbers[-1] == int(own[0]) else text


def _without(text: str, hidden: Iterable[tuple[int, int]]) -> str:
    """Return a text with a full stop for each span: no piece may join what stood on its two sides."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(hidden):
        if end > at:
            kept.append(text[at : max(at, start)])
            at = end
    return "。".join((*kept, text[at:]))


class _Taxonomy:
    """The concepts of a taxonomy, found in text."""

    def __init__(self, kind: str, concepts: tuple[Concept, ...]) -> None:
        self._kind = kind
        self._labels = labels(concepts)
        self._broader = {concept.label: concept.broader for concept in concepts}
        self._terms = Terms(self._labels)

    def named(self, text: str) -> dict[str, float]:
        """Return the concepts that a text names, with those above them at less weight."""
        found: dict[str, float] = {}
        for _, _, term in self._terms.find(text):
            concept, weight = self._labels[term], 1.0
            while concept and weight > _LEAST:
                key = f"{self._kind}:{concept}"
                found[key] = max(found.get(key, 0.0), weight)
                concept, weight = self._broader.get(concept, ""), weight * _UPWARDS
        return found


def pieces(text: str) -> Iterator[str]:
    """Yield the pieces of a text: pairs of neighbouring characters, Latin words and long numbers whole.

    >>> list(pieces("禁限售，APP"))
    ['禁限', '限售', 'app']
    """
    for run in _RUN.findall(text):
        if run[0].isascii():
            yield run.lower()
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def _either(many: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(set(many), key=lambda word: (-len(word), word)))) or "(?!)"
