"""A unit: a task before its mentions are read."""

from __future__ import annotations

from dataclasses import dataclass

from zhize.extraction.context import Actor, Context
from zhize.model import TaskKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, line, paragraph or row that is a task. Positions are offsets into the view."""

    path: str
    kind: TaskKind
    title_start: int
    title_end: int
    spans: list[tuple[int, int]]
    """Its own text."""
    actors: tuple[Actor, ...]
    due: tuple[tuple[int, int], ...] = ()
    """Cells of a column of deadlines."""

    @property
    def start(self) -> int:
        """Where its text begins."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """Where its text ends."""
        return max(end for _, end in self.spans)

    def text(self, context: Context) -> str:
        """Return its text."""
        return "\n".join(context.text[a:b] for a, b in self.spans)
