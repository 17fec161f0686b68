"""Term matchers built once from the tables."""

from __future__ import annotations

from dataclasses import dataclass

from zhize.authority import Tables, labels
from zhize.lexicon import Terms


@dataclass(frozen=True)
class Lexicons:
    """Matchers for the closed knowledge of the tables."""

    products: Terms
    violations: Terms
    product_concepts: dict[str, str]
    """Label to preferred label."""
    violation_concepts: dict[str, str]

    @classmethod
    def of(cls, tables: Tables) -> Lexicons:
        """Return the matchers of the tables."""
        products, violations = labels(tables.products), labels(tables.violations)
        stops = tables.cues.of("not-a-product")
        return cls(
            Terms((*products, *stops)), Terms((*violations, *tables.cues.of("not-a-violation"))), products, violations
        )
