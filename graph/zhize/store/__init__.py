"""The graph on disk: published whole or not at all, opened read-only."""

from zhize.store.graph import Graph, open_store
from zhize.store.layout import SCHEMA, Manifest, StoredSource
from zhize.store.publishing import publish
from zhize.store.sparql import Iri, Rows, Value

__all__ = [
    "SCHEMA",
    "Graph",
    "Iri",
    "Manifest",
    "Rows",
    "StoredSource",
    "Value",
    "open_store",
    "publish",
]
