"""A check of a store: its files, its graph, its quotes, the tables behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zhize import resources
from zhize.check.quotes import checked_originals, checked_quotes
from zhize.check.report import Finding, Part, Report, ordered
from zhize.check.rules import read_rules
from zhize.check.shapes import checked_by_pyshacl, checked_shapes, shapes_file
from zhize.check.tables import checked_tables
from zhize.errors import StoreError
from zhize.store import Graph, open_store


def check_store(store: Path, *, originals: Path | None = None, pyshacl: bool = False) -> Report:
    """Check what a store holds, and the shipped tables.

    With ``originals`` each quote is looked up in the file it was read from too, where it is found below that
    folder; with ``pyshacl`` that library runs the shapes as well. A store that cannot be opened is a finding.
    """
    try:
        graph = open_store(store)
    except StoreError as error:
        return Report(str(store), (_unread("files", store, error), checked_tables(resources.ontology())))
    rules = read_rules(shapes_file())
    parts = [
        _checked_files(graph),
        _unless_damaged(graph, "shapes", lambda: checked_shapes(graph, rules)),
        _unless_damaged(graph, "quotes", lambda: checked_quotes(graph)),
    ]
    if originals is not None:
        parts.append(_unless_damaged(graph, "originals", lambda: checked_originals(graph, originals)))
    parts.append(checked_tables(resources.ontology()))
    if pyshacl:
        parts.append(_unless_damaged(graph, "pyshacl", lambda: checked_by_pyshacl(graph, rules)))
    return Report(str(store), tuple(parts))


def _checked_files(graph: Graph) -> Part:
    """Compare each file of the generation with what was published."""
    files = sum(1 for path in graph.folder.rglob("*") if path.is_file())
    found = []
    for problem in graph.verify():
        place, _, text = problem.rpartition(": ")
        found.append(Finding("file", place, text, "build again"))
    return Part("files", files, f"files of {graph.folder}", ordered(found))


def _unless_damaged(graph: Graph, name: str, check: Callable[[], Part]) -> Part:
    """Return the part that a check makes, or where the store cannot be read a part that says so."""
    try:
        return check()
    except StoreError as error:
        return _unread(name, graph.folder, error)


def _unread(name: str, folder: Path, error: StoreError) -> Part:
    """Return a part that could not be checked; the error says what to do."""
    return Part(name, 0, "could be read", (Finding("store", str(folder), str(error).removeprefix(f"{folder}: "), ""),))
