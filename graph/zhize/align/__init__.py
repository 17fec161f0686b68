"""Tasks across campaigns: which task of one plan corresponds to which of another, and why."""

from zhize.align.link import Link, Relation
from zhize.align.links import Aligner, order
from zhize.align.partners import likest
from zhize.align.reasons import Reason

__all__ = ["Aligner", "Link", "Reason", "Relation", "likest", "order"]
