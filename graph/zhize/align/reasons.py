"""Why two tasks correspond: what they share, in words a reader can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from zhize.align.passages import Passage
from zhize.catalogue import Aim, TaskEntry
from zhize.lineage import Lineage, words

_MOST_WORDS = 4
_LABELS = {
    "zh": ("违法行为", "商品服务", "法律", "词语", "主体", "同一位置"),
    "en": ("violations", "products", "laws", "words", "bodies", "same place"),
}
#: How a link set by hand is marked, by language.
BY_HAND = {"zh": "人工指定：{}", "en": "set by hand: {}"}


@dataclass(frozen=True, slots=True)
class Reason:
    """What two tasks share."""

    violations: tuple[str, ...]
    products: tuple[str, ...]
    laws: tuple[str, ...]
    words: tuple[str, ...]
    """Runs of characters that stand in both, weightiest first."""
    bodies: tuple[tuple[str, str], ...]
    """Bodies of the first and of the second that hold the same seat."""
    same_place: bool
    """True where both bear the same number."""

    @property
    def mirrored(self) -> Reason:
        """The reason seen from the other task."""
        return replace(self, bodies=tuple((other, one) for one, other in self.bodies))

    def text(self, lang: str = "zh") -> str:
        """Return the reason on one line."""
        labels = _LABELS["en" if lang == "en" else "zh"]
        comma, colon = (", ", ": ") if lang == "en" else ("、", "：")
        bodies = [one if one == other else f"{one}~{other}" for one, other in self.bodies]
        many = (self.violations, self.products, self.laws, self.words, bodies)
        parts = [
            label + colon + comma.join(shared) for label, shared in zip(labels, many, strict=False) if shared
        ]
        if self.same_place:
            parts.append(labels[-1])
        return ("; " if lang == "en" else "；").join(parts)


def reason(
    one: Passage, other: Passage, heavy: Sequence[str], weights: Mapping[str, float], lineage: Lineage, date: str
) -> Reason:
    """Return what two tasks share: ``heavy`` are the pieces of the first, weightiest first, ``date`` that of the later plan."""
    laws = {law.name for law in other.task.laws}
    return Reason(
        violations=_concepts(one.task.violations, other.task.violations),
        products=_concepts(one.task.products, other.task.products),
        laws=tuple(dict.fromkeys(law.name for law in one.task.laws if law.name in laws)),
        words=_words(one, other, heavy, weights),
        bodies=_bodies(one.task, other.task, lineage, date),
        same_place=one.task.path == other.task.path,
    )


def _concepts(one: tuple[Aim, ...], other: tuple[Aim, ...]) -> tuple[str, ...]:
    theirs = {aim.concept for aim in other}
    return tuple(sorted({aim.concept for aim in one if aim.concept in theirs}))


def _words(one: Passage, other: Passage, heavy: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Return the weightiest runs of characters that stand in both texts."""
    shared = islice((piece for piece in heavy if piece in other.pieces), 4 * _MOST_WORDS)
    texts = one.lower, other.lower
    runs: dict[str, float] = {}
    for piece in shared:
        run = next((known for known in runs if piece in known), "") or _longest(piece, *texts)
        if run:
            runs[run] = runs.get(run, 0.0) + weights[piece]
    edges = _edges()
    runs = {run.lstrip(edges): weight for run, weight in runs.items() if len(run.lstrip(edges)) > 1}
    kept: list[str] = []
    for run in sorted(runs, key=lambda each: (-runs[each], each)):
        if not any(run in longer or longer in run for longer in kept):
            kept.append(run)
    return tuple(kept[:_MOST_WORDS])


@cache
def _edges() -> str:
    """Return the characters that no run begins with: words of one character that say nothing."""
    return "".join(word for word in words("generic") if len(word) == 1)


def _longest(piece: str, one: str, other: str) -> str:
    """Return the longest run of word characters around a piece's first place that stands in both texts."""
    start = one.find(piece)
    if start < 0 or piece not in other:
        return ""
    end = start + len(piece)
    while start > 0 and one[start - 1].isalnum() and one[start - 1 : end] in other:
        start -= 1
    while end < len(one) and one[end].isalnum() and one[start : end + 1] in other:
        end += 1
    return one[start:end]


def _bodies(one: TaskEntry, other: TaskEntry, lineage: Lineage, date: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of bodies that hold the same seat."""
    theirs = {holder.name: holder.function for holder in other.holders}
    found = []
    for holder in one.holders:
        if holder.name in theirs:
            found.append((holder.name, holder.name))
            continue
        heirs = {heir.name for heir in lineage.heirs(holder.name, date)}
        found += [
            (holder.name, name)
            for name, function in theirs.items()
            if name in heirs or lineage.akin(holder.function, function)
        ]
    return tuple(sorted(set(found)))
