"""Reading the graph that a store holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from zhize import vocab
from zhize.errors import QueryError, StoreError
from zhize.store import layout, limited
from zhize.store.dump import written
from zhize.store.layout import Manifest
from zhize.store.sparql import Binding, Rows, bound, permit, rows, shape

if TYPE_CHECKING:
    from rdflib import Dataset

#: How the engine begins to say that its files are not as it wrote them.
_CORRUPT = "Corruption:"

_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


class Graph:
    """The graph of a store as one generation holds it; what is published later does not change it."""

    def __init__(self, folder: Path, manifest: Manifest, store: ox.Store) -> None:
        self.folder = folder
        """Where the generation lies."""
        self.manifest = manifest
        self._store = store

    def query(self, sparql: str, **bindings: Binding) -> Rows:
        """Return the answer to a SPARQL query as plain values.

        The default graph is the union of all graphs, each triple once. The prefixes of `vocab.PREFIXES` need
        no declaration. ``bindings`` fix variables by name, in the query and each sub-query: `Iri` as a
        resource, other values as literals. QueryError where the query is malformed or not allowed.
        """
        with self._told():
            return rows(self._answer(sparql, bindings))

    def results(self, sparql: str, result_format: str, **bindings: Binding) -> bytes:
        """Return the answer to a SPARQL query as a file.

        ``result_format`` is json, xml, csv or tsv for SELECT and ASK; CONSTRUCT and DESCRIBE give Turtle.
        """
        with self._told():
            answer = self._answer(sparql, bindings)
            if isinstance(answer, ox.QueryTriples):
                triples = sorted(set(answer), key=str)
                return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(vocab.PREFIXES)) or b""
            if result_format not in _FORMATS:
                raise QueryError(f"{result_format!r} is no format for a table: choose {', '.join(_FORMATS)}")
            return answer.serialize(format=_FORMATS[result_format]) or b""

    def first(self, sparql: str, limit: int | None) -> tuple[Rows, int]:
        """Return at most ``limit`` rows of the answer to a query, and how many more there are."""
        with self._told():
            answer = self._answer(sparql, {})
            if isinstance(answer, ox.QueryBoolean):
                return rows(answer), 0
            columns, found = shape(answer)
            kept, left = limited.first(found, limit)
            return Rows(columns, kept), left

    def first_results(self, sparql: str, result_format: str, limit: int) -> tuple[bytes, int]:
        """Return at most ``limit`` rows of the answer to a query as a file, and how many more there are.

        ``result_format`` is json or csv; CONSTRUCT and DESCRIBE give Turtle, ASK its truth value.
        """
        write = {"json": limited.as_json, "csv": limited.as_csv}.get(result_format)
        with self._told():
            answer = self._answer(sparql, {})
            if isinstance(answer, ox.QueryTriples):
                triples, left = limited.first(iter(sorted(set(answer), key=str)), limit)
                return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(vocab.PREFIXES)) or b"", left
            if write is None or isinstance(answer, ox.QueryBoolean):
                return self.results(sparql, result_format), 0
            solutions, left = limited.first(iter(answer), limit)
            return write([variable.value for variable in answer.variables], solutions), left

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong while the engine answers into errors of ours."""
        try:
            yield
        except OSError as error:
            raise layout.trouble(self.folder, error) from error
        except (RuntimeError, ValueError) as error:
            if _CORRUPT in str(error):
                raise layout.damaged(self.folder, _line(error)) from error
            raise QueryError(_line(error)) from error

    def _answer(
        self, sparql: str, bindings: dict[str, Binding]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        permit(sparql)
        try:
            return self._store.query(bound(sparql, bindings), prefixes=dict(vocab.PREFIXES))
        except SyntaxError as error:
            raise QueryError(f"the query is no SPARQL: {_line(error)}") from error

    def source(self, document: str) -> str:
        """Return the text of a document, in which its spans count, by the document's id."""
        import hashlib

        stored = self.manifest.sources.get(document)
        if stored is None:
            raise QueryError(f"the store holds no document {document!r}")
        content = self._read(stored.file)
        if hashlib.sha256(content).hexdigest() != stored.sha256:
            raise layout.damaged(self.folder / stored.file, "is not the text that was read")
        return content.decode("utf-8", "surrogatepass")

    def dataset(self) -> Dataset:
        """Return the graph as an rdflib Dataset, a copy in memory, whose default graph is the union."""
        from zhize.store.dataset import copied

        return copied(self._read(layout.GRAPH))

    def dump(self, file_format: str) -> bytes:
        """Return all graphs as a file: nquads, trig, turtle (without the names of graphs) or jsonld.

        The same graph gives the same bytes.
        """
        return written(self._read(layout.GRAPH), file_format, self.manifest.base)

    def verify(self) -> list[str]:
        """Return what is not as it was published, a line each; an empty list means that every byte is."""
        import hashlib

        problems: list[str] = []
        files = layout.listed(self.folder)
        for name, (_, digest) in sorted(files.items()):
            try:
                content = (self.folder / name).read_bytes()
            except OSError as error:
                problems.append(f"{self.folder / name}: {error.strerror}")
                continue
            if hashlib.sha256(content).hexdigest() != digest:
                problems.append(f"{self.folder / name}: is not as it was published")
        graph = files.get(layout.GRAPH, (0, ""))
        if graph[1] != self.manifest.sha256:
            problems.append(f"{self.folder / layout.MANIFEST}: does not belong to {layout.GRAPH}")
        return problems

    def _read(self, file: str) -> bytes:
        try:
            return (self.folder / file).read_bytes()
        except OSError as error:
            raise layout.trouble(self.folder / file, error) from error


def open_store(folder: Path) -> Graph:
    """Open what a store holds, to read; StoreError where there is nothing, or nothing whole."""
    while True:
        generation = layout.current(folder)
        if generation is None:
            raise StoreError(f"{folder}: holds no graph: run `zhize build` first")
        try:
            return _open(generation)
        except StoreError:
            if layout.current(folder) == generation:
                raise


def _open(generation: Path) -> Graph:
    if not generation.is_dir():
        raise layout.damaged(generation, "is missing")
    manifest = _manifest(generation)
    for name, (size, _) in layout.listed(generation).items():
        if name.startswith((layout.DATABASE, layout.GRAPH)):
            path = generation / name
            try:
                changed = path.stat().st_size != size
            except FileNotFoundError as error:
                raise layout.damaged(path, "is missing") from error
            except OSError as error:
                raise layout.trouble(path, error) from error
            if changed:
                raise layout.damaged(path, "is not as long as it was published")
    database = generation / layout.DATABASE
    try:
        store = ox.Store.read_only(str(database))
    except OSError as error:
        raise layout.trouble(database, error) from error
    except RuntimeError as error:
        raise layout.damaged(database, _line(error)) from error
    return Graph(generation, manifest, store)


def _manifest(generation: Path) -> Manifest:
    path = generation / layout.MANIFEST
    content = layout.read_json(path)
    schema = content.get("schema") if isinstance(content, dict) else None
    if isinstance(schema, int) and schema > layout.SCHEMA:
        raise StoreError(
            f"{generation.parent.parent}: was built by a newer zhize (layout {schema}, this one reads"
            f" {layout.SCHEMA}): install that, or build again"
        )
    if schema != layout.SCHEMA:
        raise layout.damaged(path, "is no manifest")
    try:
        return Manifest.from_content(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise layout.damaged(path, "is no manifest") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
