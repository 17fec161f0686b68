"""What an outline is made of: blocks, tables and the parts of a document, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from zhize.model import TaskKind
from zhize.text import View


@dataclass(frozen=True, slots=True)
class Block:
    """A node of the outline."""

    path: str
    """Its numbering as integers from the section down."""
    start: int
    """Where its mark begins."""
    title_start: int
    title_end: int
    """The heading or lead phrase, without its number."""
    end: int
    """End of its own text, before its first child."""
    whole_end: int
    """End with all its children."""
    depth: int
    kind: TaskKind | None
    """Kind of its section; None where the section only states aims."""
    leaf: bool
    parent: str | None
    tail: tuple[int, int] | None = None
    """A closing paragraph after the last child, which belongs to the section."""
    holder: bool = False
    """True for an unnumbered line that a body's name opens."""
    head: tuple[int, int] | None = None
    """A bare line that names a body, which heads this block and those after it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that stand one after another; the first row is the head where it looks like one."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document."""

    view: View
    title: tuple[tuple[int, int], ...]
    """Spans of the plan's title, which may stand on several lines."""
    head: tuple[int, int]
    """What stands before the plan: page head, notice, addressees, signatures."""
    plan: tuple[int, int]
    """The plan from its title to the annexes."""
    annex: tuple[int, int]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    first_block: int
    """Where the first numbered block begins; what stands before it in the plan is the preamble."""
