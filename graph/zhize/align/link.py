"""A link between two tasks, and what the later is to the earlier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from zhize.align.reasons import BY_HAND, Reason
from zhize.catalogue import TaskEntry


class Relation(StrEnum):
    """What the later task is to the earlier."""

    SAME = "same"
    BROADER = "broader"
    """It covers the earlier and more."""
    NARROWER = "narrower"
    OVERLAPS = "overlaps"

    @property
    def mirrored(self) -> Relation:
        """What the earlier task is to the later."""
        swap = {Relation.BROADER: Relation.NARROWER, Relation.NARROWER: Relation.BROADER}
        return swap.get(self, self)


@dataclass(frozen=True, slots=True)
class Link:
    """A task of one plan that corresponds to one of another."""

    one: TaskEntry
    other: TaskEntry
    relation: Relation
    """What OTHER is to ONE."""
    score: float
    """Strength: 0 to 1, with four decimals."""
    reason: Reason
    by_hand: str = ""
    """Reason of the override that set the link, where one did."""

    def why(self, lang: str = "zh") -> str:
        """Return why the two correspond, on one line: the judgement by hand first."""
        shared = self.reason.text(lang)
        if not self.by_hand:
            return shared
        by_hand = BY_HAND["en" if lang == "en" else "zh"].format(self.by_hand)
        return f"{by_hand}; {shared}" if shared else by_hand

    @property
    def mirrored(self) -> Link:
        """The link seen from the other plan."""
        return replace(
            self, one=self.other, other=self.one, relation=self.relation.mirrored, reason=self.reason.mirrored
        )
