"""Scores of a record against gold, by the rules of the annotation guide beside the gold files.

Both sides are turned into claims, each a single thing that can be right or wrong. Claims of one kind, of the
same task or of the document, pair one to one, as many as can. Counts add up over documents (micro-average).
"""

from __future__ import annotations

from zhize.scoring.judging import read_gold, score
from zhize.scoring.likeness import alike, plain
from zhize.scoring.tallies import Kind, Scores, Slip, Tally, as_json, merge, report

__all__ = ["Kind", "Scores", "Slip", "Tally", "alike", "as_json", "merge", "plain", "read_gold", "report", "score"]
