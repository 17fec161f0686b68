"""Two campaigns to their changes: tasks, bodies, laws, products and violations."""

from zhize.comparison.change import Change, ChangeKind, Comparison, Scope, Wording
from zhize.comparison.compare import Comparer, compare
from zhize.comparison.report import as_json, as_text, levels
from zhize.comparison.stored import diff

__all__ = ["Change", "ChangeKind", "Comparer", "Comparison", "Scope", "Wording", "as_json", "as_text", "compare", "diff", "levels"]
