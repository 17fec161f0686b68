"""With which plans a plan is aligned: the previous of its authority, the one it implements, the likest of many."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zhize.align.links import KINDS
from zhize.align.passages import pieces
from zhize.catalogue import CampaignEntry, plain
from zhize.text import fold

#: Least likeness of two titles, year and place aside, and of two texts, for plans of one series.
_TITLES = 0.5
_TEXTS = 0.2


def previous(plan: CampaignEntry, others: Iterable[CampaignEntry]) -> CampaignEntry | None:
    """Return the latest earlier plan of the same authority on the same matter, or None.

    The authority is known by level and region, the matter by the title without year and place, else by the words.
    """
    earlier = [
        other
        for other in others
        if other.id != plan.id
        and (other.level, other.region) == (plan.level, plan.region)
        and other.date < plan.date
    ]
    title = _title(plan)
    series = [other for other in earlier if _likeness(title, _title(other)) >= _TITLES]
    if not series:
        mine = _words(plan)
        series = [other for other in earlier if _likeness(mine, _words(other)) >= _TEXTS]
    return max(series, key=lambda other: (other.date, other.id), default=None)


def implemented(plan: CampaignEntry, others: Iterable[CampaignEntry]) -> CampaignEntry | None:
    """Return the plan that a plan says it implements, by its title or number, or None.

    Where several answer to the name, the nearest before the plan is meant.
    """
    named = [_bare(name) for name in plan.implements]
    found = [
        other
        for other in others
        if other.id != plan.id
        and any(_bare(other.title) in name or (other.number and _bare(other.number) in name) for name in named)
    ]
    before = [other for other in found if other.date <= plan.date] or found
    return max(before, key=lambda other: (other.date, other.id), default=None)


def likest(plan: CampaignEntry, others: Sequence[CampaignEntry]) -> CampaignEntry | None:
    """Return the plan whose tasks have most in common with a plan's, or None of none; linear in their number."""
    bags = [_words(other) for other in others]
    spread: Counter[str] = Counter()
    for bag in bags:
        spread.update(bag.keys())
    mine = _words(plan)
    weights = {piece: math.log(1 + len(bags) / spread[piece]) for piece in mine if piece in spread}
    scored = [(_weighed(mine, bag, weights), other) for bag, other in zip(bags, others, strict=True)]
    return max(scored, key=lambda each: (each[0], each[1].date, each[1].id))[1] if scored else None


def _weighed(mine: Mapping[str, int], other: Mapping[str, int], weights: Mapping[str, float]) -> float:
    length = math.sqrt(sum(count * count for count in other.values())) or 1.0
    return sum(
        count * other[piece] * weights[piece] for piece, count in mine.items() if piece in other
    ) / length  # fmt: skip


def _words(plan: CampaignEntry) -> Counter[str]:
    """Return the pieces of a plan's tasks and duties."""
    return Counter(piece for task in plan.tasks if task.kind in KINDS for piece in pieces(fold(plain(task.text))))


def _title(plan: CampaignEntry) -> Counter[str]:
    text = _bare(plan.title)
    if plan.region:
        text = text.replace(plan.region, "")
    return Counter(pieces(re.sub(r"\d+年?", "", text)))


def _bare(name: str) -> str:
    return re.sub(r"[^\w]|_", "", fold(name))


def _likeness(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the cosine of two bags of pieces."""
    product = sum(count * other[piece] for piece, count in one.items() if piece in other)
    lengths = [math.sqrt(sum(count * count for count in bag.values())) for bag in (one, other)]
    return product / (lengths[0] * lengths[1]) if product else 0.0
