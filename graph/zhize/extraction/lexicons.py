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
    traded: frozenset[str]
    """Labels that are goods only where they are traded: papers, vehicles."""

    @classmethod
    def of(cls, tables: Tables) -> Lexicons:
        """Return the matchers of the tables."""
        products, violations = labels(tables.products), labels(tables.violations)
        stops = tables.cues.of("not-a-product")
        return cls(
            Terms((*products, *stops)),
            Terms((*violations, *tables.cues.of("not-a-violation"))),
            products,
            violations,
            _below(tables, frozenset(tables.cues.of("product-if-traded"))),
        )


def _below(tables: Tables, tops: frozenset[str]) -> frozenset[str]:
    """Return the labels of the products named and of all below them."""
    concepts = {concept.label: concept for concept in tables.products}
    found = set(tops)
    for concept in tables.products:
        at: str | None = concept.label
        while at:
            if at in tops:
                found.update((concept.label, *concept.alt))
                break
            at = concepts[at].broader if at in concepts else None
    return frozenset(found)
