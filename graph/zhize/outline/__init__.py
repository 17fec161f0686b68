"""The outline: numbering to blocks, headings from bodies, sections to kinds, tables to rows."""

from __future__ import annotations

from zhize.outline.blocks import Block, Cell, Outline, Table
from zhize.outline.building import announces, outline
from zhize.outline.closing import is_date
from zhize.outline.kinds import heading_kind

__all__ = ["Block", "Cell", "Outline", "Table", "announces", "heading_kind", "is_date", "outline"]
