"""The whole graph as a file, from its sorted quads."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from zhize import vocab
from zhize.errors import QueryError

#: Kinds of resources whose names stand directly below the base, so that a prefix shortens them.
_KINDS = ("campaign", "department", "function", "law", "product", "region", "violation")

_FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def written(text: bytes, file_format: str, base: str) -> bytes:
    """Return a graph in another format from the content of its sorted N-Quads.

    Graphs come in order of their IRIs, triples in order of their N-Quads lines; Turtle has every triple once.
    """
    chosen = _FORMATS.get(file_format)
    if chosen is None:
        raise QueryError(f"{file_format!r} is no format of the graph: choose {', '.join(_FORMATS)}")
    if chosen is ox.RdfFormat.N_QUADS:
        return text
    prefixes = dict(vocab.PREFIXES) | {kind: f"{base}{kind}/" for kind in _KINDS}
    graphs: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for line in text.split(b"\n")[:-1]:
        triple, graph, _ = line.rsplit(b" ", 2)
        graphs[graph].append(triple)
    if chosen is ox.RdfFormat.TURTLE:
        triples = sorted({triple for graph in graphs.values() for triple in graph})
        content = b"".join(triple + b" .\n" for triple in triples)
        found = (quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES))
        return _sorted_prefixes(ox.serialize(found, format=chosen, prefixes=prefixes) or b"")
    content = b"".join(
        b"%b %b .\n" % (triple, graph) for graph, triples in sorted(graphs.items()) for triple in triples
    )
    quads = ox.parse(content, ox.RdfFormat.N_QUADS)
    return _sorted_prefixes(ox.serialize(quads, format=chosen, prefixes=prefixes) or b"")


def _sorted_prefixes(text: bytes) -> bytes:
    """Return a file with the declarations at its top in order; the engine writes them in any."""
    head: list[bytes] = []
    lines = text.split(b"\n")
    while lines[len(head)].startswith(b"@prefix "):
        head.append(lines[len(head)])
    return b"\n".join([*sorted(head), *lines[len(head) :]])
