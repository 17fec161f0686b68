"""The first rows of an answer as a file, in the forms of the W3C: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_Item = TypeVar("_Item")


def first(items: Iterator[_Item], limit: int | None) -> tuple[list[_Item], int]:
    """Return the first items, and how many there are beyond; those are counted, not kept.

    >>> first(iter("abcde"), 3)
    (['a', 'b', 'c'], 2)
    """
    kept = list(islice(items, limit))
    return kept, sum(1 for _ in items)


def as_json(names: Sequence[str], rows: Iterable[ox.QuerySolution]) -> bytes:
    """Return rows as SPARQL 1.1 Query Results JSON; a cell without value is left out."""
    bindings = [
        {name: _cell(found) for name, found in zip(names, row, strict=True) if found is not None} for row in rows
    ]
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": bindings}}, ensure_ascii=False).encode()


def _cell(found: object) -> dict[str, str]:
    if not isinstance(found, ox.Literal):
        return {"type": "uri", "value": _plain(found)}
    cell = {"type": "literal", "value": found.value}
    if found.language:
        cell["xml:lang"] = found.language
    elif found.datatype.value != _XSD_STRING:
        cell["datatype"] = found.datatype.value
    return cell


def as_csv(names: Sequence[str], rows: Iterable[ox.QuerySolution]) -> bytes:
    """Return rows as SPARQL 1.1 Query Results CSV: values alone, lines that end in CR LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_plain(found) for found in row] for row in rows)
    return buffer.getvalue().encode()


def _plain(found: object) -> str:
    if isinstance(found, ox.NamedNode | ox.Literal):
        return found.value
    return "" if found is None else str(found)
