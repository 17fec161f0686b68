"""The graph on disk: published whole or not at all, opened read-only.

Names are loaded when first used: who only looks where the store lies needs no database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOME = {
    "Graph": "graph",
    "open_store": "graph",
    "SCHEMA": "layout",
    "Manifest": "layout",
    "StoredSource": "layout",
    "publish": "publishing",
    "Iri": "sparql",
    "Rows": "sparql",
    "Value": "sparql",
}


def __getattr__(name: str) -> object:
    """Load a name from its module when it is first asked for."""
    if name in _HOME:
        return getattr(import_module(f"zhize.store.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zhize.store' has no attribute {name!r}")
