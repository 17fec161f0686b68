"""From a source to its record: outline, rules, duties, facts."""

from zhize.extraction.document import Reader

__all__ = ["Reader"]
