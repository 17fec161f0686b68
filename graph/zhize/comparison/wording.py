"""When two names of goods or conduct are one thing in other words.

A name is stripped of what only qualifies (网络, 普通) or closes it (商品, 行为); what is left is its core. Names are one
where the cores are equal or one holds the other almost whole, and where the taxonomy has both under one concept and
they share a word. A synonym without a word in common, or a broader term, stands for another name only where it takes
its place: then neither is added nor dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhize.authority import Tables
from zhize.catalogue import Aim, Evidence, TaskEntry, plain
from zhize.lineage import words
from zhize.text import fold

_MARKS = re.compile(r"[^\w]|_")
#: Least length of a core that may be sought inside another name or in running text.
_LONG = 3
#: Least share of the longer core that the shorter must make up.
_SHARE = 0.5
#: Longest gap, and longest sum of gaps, when a name is sought with other words between its own.
_GAP, _GAPS = 2, 4


@dataclass(frozen=True, slots=True)
class Item:
    """A product or violation as a task names it."""

    sort: str
    """``product`` or ``violation``."""
    surface: str
    concept: str
    path: str
    evidence: Evidence

    @property
    def core(self) -> str:
        """The name without what only qualifies or closes it."""
        return core(self.surface)


def items(task: TaskEntry) -> tuple[Item, ...]:
    """Return the products and violations of a task, one for each of the plan's words."""
    found: list[Item] = []
    for sort, aims in (("product", task.products), ("violation", task.violations)):
        for aim in aims:
            for surface in aim.surfaces:
                if core(surface):
                    found.append(Item(sort, surface, aim.concept, task.path, _proof(task, aim, surface)))
    return tuple(found)


def _proof(task: TaskEntry, aim: Aim, surface: str) -> Evidence:
    """Return the mention that has just these words, else the first."""
    for each in aim.evidence:
        if plain(task.text[each.start - task.start : each.end - task.start]) == surface:
            return each
    return aim.evidence[0]


@lru_cache(maxsize=50000)
def core(surface: str) -> str:
    """Return a name without what only qualifies or closes it; empty where nothing is left.

    >>> core("普通食品"), core("禁限售商品"), core("违法违规行为")
    ('食品', '禁限售', '')
    """
    text = _MARKS.sub("", fold(surface))
    text = _affixes()[2].sub("", text)
    if _affixes()[3].fullmatch(text):
        return ""
    first, last = _affixes()[0], _affixes()[1]
    before = None
    while before != text:
        before = text
        for pattern in (first, last):
            shorter = pattern.sub("", text)
            if len(shorter) >= 2:
                text = shorter
    return text


@lru_cache(maxsize=1)
def _affixes() -> tuple[re.Pattern[str], ...]:
    """Return patterns of qualifiers before, heads behind, joints inside, and of names that say nothing."""
    qualifiers = _either((*words("modifier"), *words("plain")))
    heads = _either((*words("head"), *words("plain")))
    joints = _either(words("joint"))
    empty = _either((*words("modifier"), *words("plain"), *words("head"), *words("generic")))
    return (
        re.compile(f"^(?:{qualifiers})"),
        re.compile(f"(?:{heads})$"),
        re.compile(joints),
        re.compile(f"(?:{empty})*"),
    )


def _either(many: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(many), key=lambda word: (-len(word), word)))) or "(?!)"


class Told:
    """What one side of a comparison names: its items and its text."""

    def __init__(self, items_: Sequence[Item], text: str, above: dict[str, tuple[str, ...]]) -> None:
        self.items = items_
        self._above = above
        self._text = _MARKS.sub("", text)
        self._listed = text
        self._cores = {item.core: item for item in reversed(items_)}
        self._pieces: dict[str, list[Item]] = defaultdict(list)
        for item in items_:
            for piece in {item.core[i : i + 2] for i in range(len(item.core) - 1)}:
                self._pieces[piece].append(item)

    def same(self, item: Item) -> Item | None:
        """Return an item that is the same thing in the same or other words, if there is one."""
        equal = self._cores.get(item.core)
        if equal is not None:
            return equal
        near = {id(other): other for i in range(len(item.core) - 1) for other in self._pieces[item.core[i : i + 2]]}
        return next((other for other in near.values() if _alike(item, other)), None)

    def mentions(self, item: Item) -> bool:
        """Tell whether the text has the item's words, though no item was made of them."""
        surface, core_ = _MARKS.sub("", fold(item.surface)), item.core
        if surface in self._text or (len(core_) >= _LONG and core_ in self._text):
            return True
        if len(core_) >= _LONG + 1 and _gapped(core_, self._listed):
            return True
        if len(surface) >= _LONG + 1 and _gapped(surface, self._listed):
            return True
        return re.search(rf"(?:^|[、，。：；（对为以括]){re.escape(core_)}(?=[、，。；）等和及]|$)", self._listed) is not None


def _alike(one: Item, other: Item) -> bool:
    """Tell whether two names with characters in common are one thing in other words."""
    short, long = sorted((one.core, other.core), key=len)
    if len(short) >= _LONG and len(short) >= _SHARE * len(long) and (short in long or _gapped(short, long)):
        return True
    return one.sort == other.sort and one.concept == other.concept


def _gapped(words_: str, text: str) -> bool:
    """Tell whether the characters stand in the text in order, with short gaps between them and no stop.

    >>> _gapped("汽车配件", "以汽车及配件为重点"), _gapped("儿童用品", "儿童老年用品"), _gapped("食品", "食用产品")
    (True, True, False)
    """
    if len(words_) < _LONG:
        return words_ in text
    start = text.find(words_[0])
    while start >= 0:
        at, spent = start, 0
        for char in words_[1:]:
            found = text.find(char, at + 1, at + 2 + _GAP)
            if found < 0 or any(mark in text[at + 1 : found] for mark in "。；，"):
                break
            spent += found - at - 1
            at = found
        else:
            if spent <= _GAPS:
                return True
        start = text.find(words_[0], start + 1)
    return False


def replaced(
    gone: Sequence[Item], come: Sequence[Item], above: dict[str, tuple[str, ...]]
) -> list[tuple[Item, Item]]:
    """Return pairs of one thing gone and one come that are synonyms, or of which one is the broader: no change."""
    ranked = sorted(
        (rank, i, j)
        for i, one in enumerate(gone)
        for j, other in enumerate(come)
        if one.sort == other.sort and (rank := _rank(one, other, above)) is not None
    )
    pairs: list[tuple[Item, Item]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in ranked:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((gone[i], come[j]))
    return pairs


def _rank(one: Item, other: Item, above: dict[str, tuple[str, ...]]) -> int | None:
    """Return how near two concepts are: 0 the same, else the number of steps from one up to the other."""
    if one.concept == other.concept:
        return 0
    for low, high in ((one.concept, other.concept), (other.concept, one.concept)):
        if high in above.get(low, ()):
            return 1 + above[low].index(high)
    return None


def broader(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Return for each concept of the taxonomies those above it, nearest first."""
    parents = {concept.label: concept.broader for concept in (*tables.products, *tables.violations)}
    found: dict[str, tuple[str, ...]] = {}
    for label in parents:
        chain: list[str] = []
        above = parents[label]
        while above and above not in chain:
            chain.append(above)
            above = parents.get(above, "")
        found[label] = tuple(chain)
    return found
