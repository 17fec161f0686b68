"""The plan, of many, that has most in common with a plan: the one to align it with where nothing else tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from zhize.align.links import KINDS
from zhize.align.passages import pieces
from zhize.catalogue import CampaignEntry, plain
from zhize.text import fold


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
