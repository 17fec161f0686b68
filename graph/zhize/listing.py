"""Lists and tables: the documents of a store, the named queries, the rows of a query."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from zhize import resources
from zhize.errors import QueryError
from zhize.store import Rows, open_store

_COUNTS = """
SELECT ?doc ?tasks ?duties ?mentions ?file {
  ?doc a zz:Document ; zz:taskCount ?tasks ; zz:dutyCount ?duties ; zz:mentionCount ?mentions ; zz:file ?file
} ORDER BY ?doc
"""


def documents(store: Path) -> list[dict[str, object]]:
    """Return the documents of a store, a mapping each: id, title, facts and counts."""
    from zhize.stored import campaigns

    graph = open_store(store)
    counts = {unquote(str(row[0]).rsplit("/", 1)[-1]): row[1:] for row in graph.query(_COUNTS)}
    listed: list[dict[str, object]] = []
    for entry in campaigns(graph):
        tasks, duties, mentions, file = counts.get(entry.id, (0, 0, 0, ""))
        listed.append(
            {
                "id": entry.id, "title": entry.title, "number": entry.number, "level": entry.level,
                "region": entry.region, "year": entry.year, "starts": entry.starts, "ends": entry.ends,
                "published": entry.published, "truncated": entry.truncated, "tasks": tasks, "duties": duties,
                "mentions": mentions, "file": file,
            }
        )  # fmt: skip
    return listed


def documents_text(listed: Sequence[dict[str, object]]) -> str:
    """Return the documents as a table."""
    columns = ("id", "year", "region", "level", "starts", "ends", "tasks", "duties", "title")
    rows = [[str(row[column] if row[column] is not None else "—") for column in columns] for row in listed]
    return table(columns, rows)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in columns; a Chinese character is two wide."""
    widths = [max([_width(column), *(_width(row[i]) for row in rows)]) for i, column in enumerate(columns)]
    lines = [_line(columns, widths), _line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _queries() -> dict[str, Path]:
    return {path.stem: path for path in sorted((resources.ontology() / "queries").glob("*.rq"))}


def named_queries() -> str:
    """Return the names of the named queries with the question that each answers."""
    listed = []
    for name, path in _queries().items():
        first = path.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ")
        listed.append([name, first])
    return table(("name", "question"), listed)


def named_query(name: str) -> str:
    """Return the text of a named query. QueryError where there is none of that name."""
    path = _queries().get(name)
    if path is None:
        raise QueryError(f"no named query {name!r}; there are: {', '.join(_queries())}")
    return path.read_text(encoding="utf-8")


def run(sparql: str, store: Path, result_format: str, limit: int) -> bytes:
    """Return the answer to a query: a table, CSV, W3C JSON, or Turtle for a graph; at most ``limit`` rows of a table."""
    graph = open_store(store)
    if result_format == "json":
        return graph.results(sparql, "json")
    answer = graph.query(sparql)
    if result_format == "turtle":
        if answer.columns != ("subject", "predicate", "object"):
            raise QueryError("rows are no Turtle: ask with CONSTRUCT or DESCRIBE, or choose csv or json")
        return graph.results(sparql, "json")
    if result_format == "csv":
        return graph.results(sparql, "csv")
    return _as_table(answer, limit).encode("utf-8", "backslashreplace")


def _as_table(answer: Rows, limit: int) -> str:
    rows = [["" if cell is None else " ".join(str(cell).split()) for cell in row] for row in list(answer)[:limit]]
    text = table(answer.columns, rows) + "\n"
    if len(list(answer)) > limit:
        text += f"… {len(list(answer)) - limit} more rows: raise --limit\n"
    return text


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV that a spreadsheet opens; a cell that a spreadsheet would run is quoted with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    return "\ufeff" + buffer.getvalue()
