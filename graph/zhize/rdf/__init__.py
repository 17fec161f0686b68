"""Records and tables to N-Quads lines; IRIs and literals.

The lines of a graph are sorted and hold no blank node: the same input gives the same bytes. The writers of
graphs are loaded when first used, so that who only wants an IRI pays for no more.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zhize.rdf.terms import (
    GRAPH_ALIGNMENT,
    GRAPH_AUTHORITY,
    GRAPH_ONTOLOGY,
    document_iri,
    iri,
    literal,
    task_iri,
)

if TYPE_CHECKING:
    from zhize.rdf.alignment import Correspondence, alignment_quads
    from zhize.rdf.authority import authority_quads
    from zhize.rdf.bodies import official_names
    from zhize.rdf.document import bodies_in_use, quads
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

_HOME = {
    "Correspondence": "alignment",
    "alignment_quads": "alignment",
    "authority_quads": "authority",
    "bodies_in_use": "document",
    "official_names": "bodies",
    "quads": "document",
    "vocabulary_quads": "vocabulary",
}


def __getattr__(name: str) -> object:
    """Load a writer of graphs when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
