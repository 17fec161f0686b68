"""Which task of one campaign corresponds to which of another, as quads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zhize import vocab
from zhize.rdf.terms import GRAPH_ALIGNMENT, Triples, iri, literal, ref, task_iri

_RELATIONS = {
    "same": vocab.Same,
    "broader": vocab.Broader,
    "narrower": vocab.Narrower,
    "overlaps": vocab.Overlaps,
}


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A task of one plan that takes up a task of another."""

    from_document: str
    """Id of the earlier or higher plan."""
    from_path: str
    to_document: str
    """Id of the later or lower plan."""
    to_path: str
    relation: str
    """What TO is to FROM: ``same``, ``broader``, ``narrower`` or ``overlaps``."""
    score: float
    """Likeness between 0 and 1."""
    why: str
    continues: bool
    """True where both plans are of one authority: zz:continues; else zz:correspondsTo."""


def alignment_quads(found: Iterable[Correspondence], base: str = vocab.BASE) -> list[str]:
    """Return the sorted N-Quads lines of the graph ``graph/alignment`` below the base."""
    triples = Triples()
    for each in found:
        earlier = ref(task_iri(base, each.from_document, each.from_path))
        later = ref(task_iri(base, each.to_document, each.to_path))
        triples.add(later, vocab.CONTINUES if each.continues else vocab.CORRESPONDS_TO, earlier)
        ends = (each.from_document, each.from_path, each.to_document, each.to_path)
        node = ref(iri(base, "alignment", *ends))
        triples.kind(node, vocab.Alignment)
        triples.add(node, vocab.FROM_TASK, earlier)
        triples.add(node, vocab.TO_TASK, later)
        triples.add(node, vocab.RELATION, ref(_RELATIONS[each.relation]))
        triples.add(node, vocab.SCORE, literal(_decimal(each.score), datatype=vocab.XSD_DECIMAL))
        triples.text(node, vocab.WHY, each.why)
    return triples.quads(iri(base, *GRAPH_ALIGNMENT.split("/")))


def _decimal(score: float) -> str:
    """Return a score with at most four decimals, in the canonical form of xsd:decimal.

    >>> _decimal(0.5), _decimal(1.0)
    ('0.5', '1')
    """
    return f"{Decimal(str(round(score, 4))).normalize():f}"
