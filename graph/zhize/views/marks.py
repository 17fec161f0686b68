"""What became of a thing between two campaigns, and how that is drawn: by sign, word and form, not by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """What became of a body, a task or a duty, in the order of the legend."""

    KEPT = "kept"
    """In both campaigns (保留)."""
    RENAMED = "renamed"
    """Carried on by the body that took the seat in a reform (机构改革承继)."""
    COUNTERPART = "counterpart"
    """Carried on by the body of the same work at another level or place (对口)."""
    JOINED = "joined"
    """Only in the later campaign (新增)."""
    LEFT = "left"
    """Only in the earlier campaign (退出)."""


@dataclass(frozen=True, slots=True)
class MarkLook:
    """How a mark is drawn, as the border of a box and as a line."""

    sign: str
    ink: str
    """From the palette of Okabe and Ito, which colour-blind readers tell apart."""
    width: float
    """Of a line, in pixels; the border of a box has the same character."""
    dashes: tuple[int, ...]
    radius: int
    """Of the corners of a box: form says the same as colour."""
    opacity: float


MARKS: Final = {
    Mark.KEPT: MarkLook("=", "#4A5560", 1.2, (), 5, 0.4),
    Mark.RENAMED: MarkLook("⇒", "#0072B2", 2.2, (), 12, 0.6),
    Mark.COUNTERPART: MarkLook("≈", "#A8558A", 1.6, (7, 3), 12, 0.55),
    Mark.JOINED: MarkLook("+", "#00805D", 2.2, (10, 3, 2, 3), 0, 0.6),
    Mark.LEFT: MarkLook("−", "#C25400", 1.8, (4, 4), 5, 0.6),
}
