"""Two campaigns to their changes; gaps of one; one thing through the years."""

from zhize.comparison.change import Change, ChangeKind, Comparison, Scope, Wording
from zhize.comparison.compare import Comparer, compare
from zhize.comparison.gaps import Gap, GapKind, gaps
from zhize.comparison.listings import gaps_as_json, gaps_as_text, timeline_as_json, timeline_as_text
from zhize.comparison.markdown import as_markdown
from zhize.comparison.page import as_html
from zhize.comparison.report import as_json, levels
from zhize.comparison.sheet import as_csv
from zhize.comparison.stored import diff
from zhize.comparison.terminal import as_text
from zhize.comparison.timeline import Sort, Timeline, timeline

__all__ = [
    "Change",
    "ChangeKind",
    "Comparer",
    "Comparison",
    "Gap",
    "GapKind",
    "Scope",
    "Sort",
    "Timeline",
    "Wording",
    "as_csv",
    "as_html",
    "as_json",
    "as_markdown",
    "as_text",
    "compare",
    "diff",
    "gaps",
    "gaps_as_json",
    "gaps_as_text",
    "levels",
    "timeline",
    "timeline_as_json",
    "timeline_as_text",
]
