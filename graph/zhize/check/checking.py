"""A check of a store: its files, its graph, its quotes, the tables behind it."""

from __future__ import annotations

from pathlib import Path

from zhize import resources
from zhize.check.quotes import checked_originals, checked_quotes
from zhize.check.report import Finding, Part, Report, ordered
from zhize.check.rules import read_rules
from zhize.check.shapes import checked_by_pyshacl, checked_shapes, shapes_file
from zhize.check.tables import checked_tables
from zhize.errors import StoreError
from zhize.store import Graph, layout, open_store


def check_store(store: Path, *, originals: Path | None = None, pyshacl: bool = False) -> Report:
    """Check what a store holds, and the shipped tables.

    With ``originals`` each quote is looked up in the file it was read from too, where it is found below that
    folder; with ``pyshacl`` that library runs the shapes as well. A store that cannot be opened is a finding.
    """
    tables = checked_tables(resources.ontology())
    try:
        graph = open_store(store)
    except StoreError as error:
        finding = Finding("store", str(store), str(error).removeprefix(f"{store}: "), "")
        return Report(str(store), (Part("files", 0, "could be opened", (finding,)), tables))
    files = _checked_files(graph)
    if any(Path(finding.subject).parent == graph.folder / layout.DATABASE for finding in files.findings):
        # The engine may never come back from a query of a database that is not as it was written.
        return Report(str(store), (files, tables))
    rules = read_rules(shapes_file())
    parts = [files, checked_shapes(graph, rules), checked_quotes(graph)]
    if originals is not None:
        parts.append(checked_originals(graph, originals))
    if pyshacl:
        parts.append(checked_by_pyshacl(graph, rules))
    return Report(str(store), (*parts, tables))


def _checked_files(graph: Graph) -> Part:
    """Compare each file of the generation with what was published."""
    files = sum(1 for path in graph.folder.rglob("*") if path.is_file())
    found = []
    for problem in graph.verify():
        place, _, text = problem.rpartition(": ")
        found.append(Finding("file", place, text, "build again"))
    return Part("files", files, f"files of {graph.folder}", ordered(found))
