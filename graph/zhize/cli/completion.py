"""Names that a shell offers for completion: campaigns, departments, tasks, laws, targets, named queries.

What is offered is what the store holds. Whatever is wrong with the store, nothing is offered and nothing is said: the
command itself will say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from zhize.cli.question import default_store
from zhize.errors import ZhizeError

_QUERIES = {
    "campaign": "SELECT ?doc { ?doc a zz:Document }",
    "task": "SELECT ?task { ?task a zz:Task }",
    "department": "SELECT DISTINCT ?name { ?d zz:responsibleFor ?t ; rdfs:label ?l FILTER (LANG(?l) = 'zh') BIND (STR(?l) AS ?name) }",
    "law": "SELECT DISTINCT ?name { ?s zz:cites ?law . ?law rdfs:label ?l FILTER (LANG(?l) = 'zh') BIND (STR(?l) AS ?name) }",
    "product": "SELECT DISTINCT ?name { ?c a zz:ProductCategory . ?t zz:targets ?c . ?c rdfs:label ?l FILTER (LANG(?l) = 'zh') BIND (STR(?l) AS ?name) }",
    "violation": "SELECT DISTINCT ?name { ?c a zz:ViolationType . ?t zz:targets ?c . ?c rdfs:label ?l FILTER (LANG(?l) = 'zh') BIND (STR(?l) AS ?name) }",
}
"""The names of each sort of thing that `zhize show` shows; documents and tasks by their IRI."""


def campaigns(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids of campaigns."""
    return _offered(lambda: _names("campaign", ctx), incomplete)


def departments(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the departments that have tasks."""
    return _offered(lambda: _names("department", ctx), incomplete)


def names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the names of the things that are of the kind already typed."""
    kind = str(ctx.params.get("kind"))
    return _offered(lambda: _names(kind, ctx) if kind in _QUERIES else [], incomplete)


def named_queries(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the named queries, and the word that lists them."""
    from zhize import listing

    return _offered(lambda: ["list", *listing.query_names()], incomplete)


def _offered(found: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    try:
        return sorted({name for name in found() if name.startswith(incomplete)})
    except (ZhizeError, OSError):
        return []


def _names(kind: str, ctx: click.Context) -> list[str]:
    """Return the names of all things of a kind in the store."""
    from urllib.parse import unquote

    from zhize.store import open_store

    found = [str(row[0]) for row in open_store(_store(ctx.params)).query(_QUERIES[kind])]
    if kind in ("campaign", "task"):
        return [unquote(iri.split("/doc/", 1)[-1]).replace("/task/", "/") for iri in found]
    return found


def _store(given: dict[str, Any]) -> Path:
    # While a line is completed click leaves defaults unset.
    return Path(given.get("store") or default_store())
