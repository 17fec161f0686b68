"""What many tests share: the reader with the shipped tables, and a store of the five plans that ship."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from zhize import resources, vocab
from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.model import Record
from zhize.rdf import (
    GRAPH_ALIGNMENT,
    GRAPH_AUTHORITY,
    GRAPH_ONTOLOGY,
    Correspondence,
    alignment_quads,
    authority_quads,
    bodies_in_use,
    document_iri,
    iri,
    official_names,
    quads,
    vocabulary_quads,
)
from zhize.store import Graph, open_store, publish


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-notebooks", action="store_true", help="save what the notebooks show now, instead of comparing")


@dataclass(frozen=True, slots=True, repr=False)
class Shipped:
    """The five plans, read and stored."""

    folder: Path
    graph: Graph
    records: dict[str, Record]
    sources: dict[str, str]


#: Links between tasks that the store of the tests holds; what `align` finds is another matter.
LINKS = (
    Correspondence(
        "2018-national", "2.1", "2020-national", "2.1", "same", 0.9, "both regulate who trades online", True
    ),
    Correspondence("2020-national", "2.2", "2020-shanghai", "2.3.1", "overlaps", 0.5, "", False),
)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the shipped tables."""
    return Reader(shipped())


@pytest.fixture(scope="session")
def stored(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """The five plans that ship, in a store of their own."""
    tables, base = shipped(), vocab.BASE
    records: dict[str, Record] = {}
    sources: dict[str, str] = {}
    for path in sorted(resources.campaigns().glob("*.txt")):
        source = path.read_bytes().decode("utf-8-sig")
        record = reader.read(source, path.name)
        records[record.id], sources[record.id] = record, source
    names = {each.name for record in records.values() for each in (*record.issuers, *record.addressees)}
    vouched = official_names(tables, sorted(names))
    graphs = {document_iri(base, name): quads(record, sources[name], base, vouched) for name, record in records.items()}
    bodies = {body for record in records.values() for body in bodies_in_use(record, vouched)}
    for name, lines in (
        (GRAPH_AUTHORITY, authority_quads(tables, base, sorted(bodies))),
        (GRAPH_ALIGNMENT, alignment_quads(LINKS, base)),
        (GRAPH_ONTOLOGY, vocabulary_quads(base)),
    ):
        graphs[iri(base, *name.split("/"))] = lines
    folder = tmp_path_factory.mktemp("five") / "store"
    publish(folder, graphs, sources)
    return Shipped(folder, open_store(folder), records, sources)
