"""Lists and tables: the documents of a store, the named queries, the rows of a query."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote

from zhize import resources
from zhize.columns import table
from zhize.errors import QueryError
from zhize.store import Rows, open_store
from zhize.store.sparql import bare, term

_SETTING = re.compile(r"VALUES \?(?P<name>\w+) \{(?P<value>[^{}]*)\}")
"""A line of a named query in which one variable has one value, which can be replaced."""
_BUILDS = re.compile(r"\b(?:construct|describe)\b", re.IGNORECASE)

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


@dataclass(frozen=True, slots=True)
class Setting:
    """A place of a named query where a value can be put: its line ``VALUES ?name { value }``."""

    name: str
    what: str
    """What to put there, in Chinese and English."""
    value: str
    """What stands there, as SPARQL writes it; UNDEF where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question about the graph that ships with zhize, written in SPARQL."""

    name: str
    question: str
    """The question in Chinese."""
    english: str
    settings: tuple[Setting, ...]
    text: str


def _queries() -> dict[str, Path]:
    return {path.stem: path for path in sorted((resources.ontology() / "queries").glob("*.rq"), key=lambda path: path.stem)}


def query_names() -> list[str]:
    """Return the names of the named queries."""
    return list(_queries())


def _read_query(name: str, path: Path) -> NamedQuery:
    """Return a named query from its file: two lines of comment with the question, then one for each setting."""
    text = path.read_text(encoding="utf-8")
    comments = [line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), text.splitlines())]
    told = dict(line.split(": ", 1) for line in comments[2:] if ": " in line)
    values = {found["name"]: found["value"] for found in _SETTING.finditer(text)}
    settings = tuple(Setting(each, what, values[each]) for each, what in told.items() if each in values)
    question, english, *_ = [*comments, "", ""]
    return NamedQuery(name, question, english, settings, text)


def named_queries() -> str:
    """Return the names of the named queries with the question that each answers and what can be set in it."""
    listed = []
    for name, path in _queries().items():
        each = _read_query(name, path)
        settings = ", ".join(f"{one.name}={one.value.strip()}" for one in each.settings)
        listed.append([name, each.question, each.english, settings])
    return table(("name", "question", "in English", "--set"), listed)


def named_query(name: str, settings: Mapping[str, str] | None = None) -> str:
    """Return the text of a named query with these settings. QueryError where there is none of that name, or no such setting."""
    path = _queries().get(name)
    if path is None:
        raise QueryError(f"no named query {name!r}; there are: {', '.join(_queries())}")
    query = _read_query(name, path)
    text = query.text
    known = {each.name: each for each in query.settings}
    for each, value in (settings or {}).items():
        if each not in known:
            there = ", ".join(f"{one.name} ({one.what})" for one in query.settings) or "nothing"
            raise QueryError(f"query {name} has no setting {each!r}; there is: {there}")
        written = str(term(value))
        text = _SETTING.sub(
            lambda found, each=each, written=written: (  # type: ignore[misc]
                f"VALUES ?{each} {{ {written} }}" if found["name"] == each else found[0]
            ),
            text,
        )
    return text


def run(
    sparql: str, store: Path, result_format: str, limit: int | None, told: Callable[[str], None] = lambda _: None
) -> bytes:
    """Return the answer to a query: a table, CSV, W3C JSON, or Turtle for a graph; at most ``limit`` rows if given.

    A table says how many rows it leaves out; for the other formats ``told`` hears of it.
    """
    graph = open_store(store)
    if result_format == "table":
        return _as_table(*graph.first(sparql, limit)).encode("utf-8", "backslashreplace")
    if result_format == "turtle" and not _BUILDS.search(bare(sparql)):
        raise QueryError("rows are no Turtle: ask with CONSTRUCT or DESCRIBE, or choose csv or json")
    if limit is None:
        return graph.results(sparql, result_format)
    written, left = graph.first_results(sparql, result_format, limit)
    if left:
        told(f"… {left} more rows: raise --limit")
    return written


def _as_table(answer: Rows, left: int) -> str:
    rows = [["" if cell is None else " ".join(str(cell).split()) for cell in row] for row in answer]
    text = table(answer.columns, rows) + "\n"
    return text + f"… {left} more rows: raise --limit\n" if left else text


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV that a spreadsheet opens; a cell that a spreadsheet would run is quoted with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    return "\ufeff" + buffer.getvalue()
