"""Whether the words that prove the edges stand where the graph says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhize.check.report import Finding, Part, ordered
from zhize.errors import InputError, StoreError
from zhize.rdf import document_iri, literal
from zhize.reading import read
from zhize.store import Graph, Iri

_DOCUMENTS = "SELECT ?doc ?file ?digest { ?doc a zz:Document . OPTIONAL { ?doc zz:file ?file } OPTIONAL { ?doc zz:sha256 ?digest } }"
_QUOTES = "SELECT ?mention ?start ?end ?exact { ?mention zz:inDocument ?doc ; oa:start ?start ; oa:end ?end ; oa:exact ?exact }"


@dataclass(frozen=True, slots=True)
class _Quote:
    """Words and where they stand in a source."""

    mention: str
    start: object
    """First code point; a whole number where the graph is sound."""
    end: object
    exact: str

    def breach(self, source: str) -> str | None:
        """Return what is wrong with the quote, or None where it stands in the source."""
        start, end = self.start, self.end
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(source):
            return f"the span {start}–{end} is not in the source of {len(source)} characters"
        # The graph cannot hold every character of a source; its spelling of both is what must agree.
        if literal(source[start:end]) == literal(self.exact):
            return None
        return f"{_short(self.exact)} is quoted, {_short(source[start:end])} stands at {start}–{end}"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of the graph with its quotes."""

    iri: str
    id: str
    """Its id; empty where the store keeps no source of it."""
    file: str
    digest: str
    quotes: tuple[_Quote, ...]


def checked_quotes(graph: Graph) -> Part:
    """Look every quote up in the store's copy of its source."""
    documents = _documents(graph)
    found: list[Finding] = []
    for document in documents:
        found += _in_store(graph, document)
    return Part(
        "quotes", _count(documents), f"quotes in the stored sources of {len(documents)} documents", ordered(found)
    )


def checked_originals(graph: Graph, folder: Path) -> Part:
    """Look every quote up in the original file, where it is still found below a folder."""
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder: say where the files lie that were read")
    every = _documents(graph)
    files = {path.name: path for path in sorted(folder.rglob("*"), reverse=True) if path.is_file()}
    present = [(document, files[document.file]) for document in every if document.file in files]
    found: list[Finding] = []
    for document, path in present:
        found += _in_original(document, path)
    said = f"quotes in {len(present)} of {len(every)} original files found below {folder}"
    return Part("originals", _count([document for document, _ in present]), said, ordered(found))


def _count(documents: list[_Document]) -> int:
    return sum(len(document.quotes) for document in documents)


def _documents(graph: Graph) -> list[_Document]:
    ids = {document_iri(graph.manifest.base, id_): id_ for id_ in graph.manifest.sources}
    found = []
    for iri, file, digest in sorted(graph.query(_DOCUMENTS), key=str):
        rows = graph.query(_QUOTES, doc=Iri(str(iri)))
        quotes = tuple(_Quote(str(mention), start, end, str(exact)) for mention, start, end, exact in rows)
        found.append(_Document(str(iri), ids.get(str(iri), ""), str(file or ""), str(digest or ""), quotes))
    return found


def _in_store(graph: Graph, document: _Document) -> Iterator[Finding]:
    if not document.id:
        yield Finding("source", document.iri, "the store keeps no source of it", "build again")
        return
    try:
        source = graph.source(document.id)
    except StoreError as error:
        yield Finding("source", document.iri, str(error), "build again")
        return
    if document.digest != graph.manifest.sources[document.id].sha256:
        yield Finding("source", document.iri, "the source kept is not the one its zz:sha256 names", "build again")
    for quote in document.quotes:
        breach = quote.breach(source)
        if breach is not None:
            yield Finding("quote", quote.mention, breach, f"build again from {document.file}")


def _in_original(document: _Document, path: Path) -> Iterator[Finding]:
    try:
        source = read(path).text
    except InputError as error:
        yield Finding("original", str(path), str(error), "put back the file that was read, or build without it")
        return
    for quote in document.quotes:
        breach = quote.breach(source)
        if breach is not None:
            advice = f"the file has changed since it was read, build again ({quote.mention})"
            yield Finding("quote", str(path), breach, advice)


def _short(text: str) -> str:
    """Return words as a message shows them."""
    line = " ".join(text.split())
    return f"“{line[:40]}{'…' if len(line) > 40 else ''}”"
