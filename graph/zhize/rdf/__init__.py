"""Records and tables to N-Quads lines; IRIs and literals.

The lines of a graph are sorted and hold no blank node: the same input gives the same bytes.
"""

from zhize.rdf.alignment import Correspondence, alignment_quads
from zhize.rdf.authority import authority_quads
from zhize.rdf.bodies import official_names
from zhize.rdf.document import bodies_in_use, quads
from zhize.rdf.terms import (
    GRAPH_ALIGNMENT,
    GRAPH_AUTHORITY,
    GRAPH_ONTOLOGY,
    document_iri,
    iri,
    literal,
    task_iri,
)
from zhize.rdf.vocabulary import vocabulary_quads

__all__ = [
    "GRAPH_ALIGNMENT",
    "GRAPH_AUTHORITY",
    "GRAPH_ONTOLOGY",
    "Correspondence",
    "alignment_quads",
    "authority_quads",
    "bodies_in_use",
    "document_iri",
    "iri",
    "literal",
    "official_names",
    "quads",
    "task_iri",
    "vocabulary_quads",
]
