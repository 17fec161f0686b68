"""When two names of goods or conduct are one thing in other words.

A name is stripped of what only qualifies (网络, 普通) or closes it (商品, 行为); what is left is its core. Names are one
where the cores are equal or one holds the other almost whole, and where the taxonomy has both under one concept and
they share a word. A synonym without a word in common, or a broader term, stands for another name only where it takes
its place: then neither is added nor dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from zhize.authority import Tables
from zhize.catalogue import Aim, Evidence, TaskEntry, plain
from zhize.lineage import words
from zhize.numbering import numeral
from zhize.text import fold

_MARKS = re.compile(r"[^\w]|_")
#: A number of days in Chinese numerals: 七日无理由退货 is 7日无理由退货.
_DAYS = re.compile("[一二三四五六七八九十]+(?=[日天])")
#: Least length of a core that may be sought inside another name or in running text.
_LONG = 3
#: Least share of the longer core that the shorter must make up.
_SHARE = 0.5
#: Least share of a name that must stand in one sentence, in runs of two characters or more.
_IN_SENTENCE = 0.7
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
            found += [
                Item(sort, surface, aim.concept, task.path, _proof(task, aim, surface))
                for surface in aim.surfaces
                if core(surface)
            ]
    return tuple(found)


def _proof(task: TaskEntry, aim: Aim, surface: str) -> Evidence:
    """Return the mention that has just these words, else the first."""
    for each in aim.evidence:
        if plain(task.text[each.start - task.start : each.end - task.start]) == surface:
            return each
    return aim.evidence[0]


@lru_cache(maxsize=20000)
def core(surface: str) -> str:
    """Return a name without what only qualifies or closes it; empty where nothing is left.

    >>> core("普通食品"), core("禁限售商品"), core("违法违规行为")
    ('食品', '禁限售', '')
    """
    text = _DAYS.sub(lambda found: str(numeral(found[0])), _MARKS.sub("", fold(surface)))
    text = _affixes()[3].sub("", text)
    if _affixes()[4].fullmatch(text):
        return ""
    qualifier, medium, head = _affixes()[:3]
    text = _stripped(text, qualifier, medium)
    shorter = head.sub("", text)
    return _stripped(shorter, medium) if len(shorter) >= 2 else text


def _stripped(text: str, *affixes: re.Pattern[str]) -> str:
    """Return a text without affixes, so far as two characters are left."""
    before = None
    while before != text:
        before = text
        for affix in affixes:
            shorter = affix.sub("", text)
            if len(shorter) >= 2:
                text = shorter
    return text


@lru_cache(maxsize=1)
def _affixes() -> tuple[re.Pattern[str], ...]:
    """Return patterns of qualifiers before, media and heads behind, joints inside, and names that say nothing."""
    qualifiers = _either((*words("modifier"), *words("plain")))
    media = _either((*words("medium"), *words("plain")))
    heads = _either(words("head"))
    joints = _either(words("joint"))
    empty = _either((*words("modifier"), *words("plain"), *words("head"), *words("generic")))
    return (
        re.compile(f"^(?:{qualifiers})"),
        re.compile(f"(?:{media})$", re.IGNORECASE),
        re.compile(f"(?:{heads})$"),
        re.compile(joints),
        re.compile(f"(?:{empty})*"),
    )


def _either(many: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(many), key=lambda word: (-len(word), word)))) or "(?!)"


class Told:
    """What one side of a comparison names: its items and its text."""

    def __init__(self, items_: Sequence[Item], text: str) -> None:
        self.items = items_
        self._text = _MARKS.sub("", text)
        self._listed = text
        self._sentences = [_MARKS.sub("", each) for each in re.split("[。；！]", text)]
        self._cores = {item.core: item for item in reversed(items_)}
        self._pieces: dict[str, list[Item]] = defaultdict(list)
        for item in items_:
            for piece in _pieces(item.core):
                self._pieces[piece].append(item)

    def same(self, item: Item) -> Item | None:
        """Return an item that is the same thing in the same or other words, if there is one."""
        equal = self._cores.get(item.core)
        if equal is not None:
            return equal
        near = {id(other): other for piece in _pieces(item.core) for other in self._pieces.get(piece, ())}
        return next((other for other in near.values() if _alike(item, other)), None)

    def mentions(self, item: Item) -> bool:
        """Tell whether the text has the item's words, though no item was made of them."""
        surface, core_ = _MARKS.sub("", fold(item.surface)), item.core
        if surface in self._text or (len(core_) >= _LONG and core_ in self._text):
            return True
        if any(len(name) > _LONG and _gapped(name, self._listed) for name in (core_, surface)):
            return True
        if any(name in self._text for name in _shorter(core_)):
            return True
        stem = _stripped(surface, _affixes()[0])
        if len(stem) > 2 * _LONG and any(_share(stem, each) >= _IN_SENTENCE for each in self._sentences):
            return True
        return re.search(rf"{re.escape(core_)}(?=[、等]|$)", self._listed) is not None

    def kind_of(self, item: Item, above: Mapping[str, tuple[str, ...]]) -> Item | None:
        """Return an item that is a kind of the item: who names 虚假交易 has not left out 刷单炒信.

        The item must bear its concept's own name; the other labels of a concept are looser.
        """
        if item.core != core(item.concept):
            return None
        return next(
            (
                other
                for other in self.items
                if other.sort == item.sort and item.concept in above.get(other.concept, ())
            ),
            None,
        )


def _pieces(name: str) -> list[str]:
    """Return the pairs of neighbouring characters of a name; of three characters also the outer pair."""
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return [*pairs, name[0] + name[2]] if len(name) == _LONG else pairs


def _alike(one: Item, other: Item) -> bool:
    """Tell whether two names with characters in common are one thing in other words."""
    short, long = sorted((one.core, other.core), key=len)
    if len(short) == 2 and len(long) == _LONG and (short[0], short[1]) == (long[0], long[2]):
        return True
    if len(short) >= _LONG and len(short) >= _SHARE * len(long) and (short in long or _gapped(short, long)):
        return True
    return (one.sort == other.sort and one.concept == other.concept) or _same_failure(short, long)


def _same_failure(short: str, long: str) -> bool:
    """Tell whether two names say of one thing that it is not done (不履行七日无理由退货义务, 不适用7日无理由退货).

    >>> _same_failure("不履行7日无理由退货", "预售商品不适用7日无理由退货"), _same_failure("未公示价格", "未公示执照")
    (True, False)
    """
    size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short[::-1], long[::-1], strict=False)))
    if size < _LONG + 2 or size < _SHARE * len(short):
        return False
    return all(_failing().search(each[: len(each) - size]) is not None for each in (short, long))


@lru_cache(maxsize=1)
def _failing() -> re.Pattern[str]:
    """Return what matches the end of the words that say of something that it is not done."""
    return re.compile(f"(?:{_either(words('failing'))})\\w{{0,3}}$")


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


def _shorter(name: str) -> Iterator[str]:
    """Yield a long name without one or two of its inner characters: how a plan may shorten it (金融投资理财, 金融理财).

    >>> list(_shorter("金融理财")), list(_shorter("汽车及配件"))
    ([], ['汽车配件'])
    """
    for size in (1, 2):
        if len(name) - size > _LONG:
            yield from (name[:at] + name[at + size :] for at in range(2, len(name) - size - 1))


def apart(items_: Iterable[Item]) -> list[Item]:
    """Return the items without those that only name one before them at more or less length, under one concept."""
    kept: list[Item] = []
    for item in items_:
        if not any(
            (item.sort, item.concept) == (other.sort, other.concept)
            and min(len(item.core), len(other.core)) >= _LONG
            and (item.core in other.core or other.core in item.core)
            for other in kept
        ):
            kept.append(item)
    return kept


def _share(name: str, text: str) -> float:
    """Return the share of a name that stands in a text in order, in runs of at least two characters.

    >>> _share("泄露倒卖个人信息", "泄露、出售或者非法向他人提供消费者个人信息行为")
    0.75
    """
    at, place, held = 0, 0, 0
    while place < len(name) - 1:
        size = 0
        while place + size < len(name) and text.find(name[place : place + size + 1], at) >= 0:
            size += 1
        if size > 1:
            at = text.find(name[place : place + size], at) + size
            held += size
            place += size
        else:
            place += 1
    return held / len(name)


def replaced(
    gone: Sequence[Item],
    come: Sequence[Item],
    above: Mapping[str, tuple[str, ...]],
    linked: Callable[[Item, Item], bool],
) -> list[tuple[Item, Item]]:
    """Return pairs of one thing gone and one come in its place that are synonyms, or one the broader: no change.

    ``linked`` tells whether the tasks of two things correspond.
    """
    ranked = sorted(
        (rank, i, j)
        for i, one in enumerate(gone)
        for j, other in enumerate(come)
        if one.sort == other.sort and (rank := _rank(one, other, above)) is not None and linked(one, other)
    )
    pairs: list[tuple[Item, Item]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in ranked:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((gone[i], come[j]))
    return pairs


def _rank(one: Item, other: Item, above: Mapping[str, tuple[str, ...]]) -> int | None:
    """Return how near two concepts are: 0 the same, else the number of steps from one up to the other.

    The broader must bear its concept's own name: 民生商品 is only loosely 消费品, and stands for no goods.
    """
    if one.concept == other.concept:
        return 0
    for low, high in ((one, other), (other, one)):
        chain = above.get(low.concept, ())
        if high.concept in chain and high.core == core(high.concept):
            return 1 + chain.index(high.concept)
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
