"""Figures of a score: what was found of each kind, and what was missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is counted, in the order of the report.

    ``kinds`` are those of tasks that both sides have; of a department ``departments`` is its surface,
    ``named`` surface and name, ``roles`` surface and role.
    """

    TASKS = "tasks"
    KINDS = "kinds"
    DEPARTMENTS = "departments"
    NAMED = "named"
    ROLES = "roles"
    LAWS = "laws"
    PRODUCTS = "products"
    VIOLATIONS = "violations"
    MEASURES = "measures"
    DEADLINES = "deadlines"
    INDICATORS = "indicators"
    FACTS = "facts"
    ISSUERS = "issuers"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind; all shares are 1 where nothing was to be found and nothing was."""

    kind: Kind
    gold: int
    """Claims of gold that count."""
    found: int
    """Claims of the record that count."""
    matched: int
    """Pairs of the two."""

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.matched / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.matched / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.matched / (self.gold + self.found) if self.gold or self.found else 1.0


@dataclass(frozen=True, slots=True)
class Slip:
    """One claim that the other side lacks."""

    kind: Kind
    document: str
    task: str
    """Path of the task on the side that has the claim; empty for a claim of the document."""
    name: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies of all kinds in their order, what was missed and what was said too much."""

    documents: tuple[str, ...]
    tallies: tuple[Tally, ...]
    misses: tuple[Slip, ...]
    extras: tuple[Slip, ...]


def merge(scores: Iterable[Scores]) -> Scores:
    """Return the scores of several documents as one: counts added up, slips in the order given."""
    parts = list(scores)
    counts = dict.fromkeys(Kind, (0, 0, 0))
    for tally in (tally for part in parts for tally in part.tallies):
        gold, found, matched = counts[tally.kind]
        counts[tally.kind] = gold + tally.gold, found + tally.found, matched + tally.matched
    return Scores(
        tuple(document for part in parts for document in part.documents),
        tuple(Tally(kind, *count) for kind, count in counts.items()),
        tuple(slip for part in parts for slip in part.misses),
        tuple(slip for part in parts for slip in part.extras),
    )


def report(scores: Scores) -> str:
    """Return a table by kind, and below it what was missed and what was said too much, by name."""
    lines = [f"{'':<12}{'gold':>7}{'found':>7}{'matched':>9}{'precision':>11}{'recall':>8}{'F1':>7}"]
    for tally in scores.tallies:
        counts = f"{tally.kind.value:<12}{tally.gold:>7}{tally.found:>7}{tally.matched:>9}"
        lines.append(f"{counts}{tally.precision:>11.3f}{tally.recall:>8.3f}{tally.f1:>7.3f}")
    for heading, slips in (("missed", scores.misses), ("extra", scores.extras)):
        lines += ["", f"{heading}: {len(slips)}"]
        for kind in Kind:
            lines += [
                f"  {kind.value:<12}{slip.document}  {slip.task or '-':<8}{slip.name}"
                for slip in slips
                if slip.kind is kind
            ]
    return "\n".join(lines)


def as_json(scores: Scores) -> str:
    """Return the scores as one JSON document, without a line break at its end; shares with four decimals."""
    import json

    columns = ("gold", "found", "matched", "precision", "recall", "f1")
    kinds = {
        tally.kind.value: {column: round(getattr(tally, column), 4) for column in columns}
        for tally in scores.tallies
    }
    misses, extras = ([asdict(slip) for slip in slips] for slips in (scores.misses, scores.extras))
    result = {"documents": list(scores.documents), "kinds": kinds, "misses": misses, "extras": extras}
    return json.dumps(result, ensure_ascii=False, indent=2)
