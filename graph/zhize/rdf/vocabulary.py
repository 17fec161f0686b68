"""The vocabulary as quads of a graph of its own."""

from __future__ import annotations

import pyoxigraph as ox

from zhize import resources, vocab
from zhize.errors import TableError
from zhize.rdf.terms import GRAPH_ONTOLOGY, iri, literal, ref


def vocabulary_quads(base: str = vocab.BASE) -> list[str]:
    """Return `zhize.ttl` as sorted N-Quads lines of the graph ``graph/ontology`` below the base."""
    path = resources.ontology() / "zhize.ttl"
    ending = f" <{iri(base, *GRAPH_ONTOLOGY.split('/'))}> ."
    try:
        found = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise TableError(f"{path}: {error}: install zhize again") from error
    return sorted(f"{_term(quad.subject)} {_term(quad.predicate)} {_term(quad.object)}{ending}" for quad in found)


def _term(term: object) -> str:
    """Return a term of the vocabulary, which has names and labels only."""
    if isinstance(term, ox.NamedNode):
        return ref(term.value)
    if isinstance(term, ox.Literal):
        return literal(term.value, term.language)
    raise TableError(f"zhize.ttl: a term that is neither name nor label: {term}")
