"""Every edge that people query has words that prove it, in the file it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhize import pipeline, resources
from zhize.store import Graph, open_store

_UNPROVEN = {
    "responsibleFor": """
        SELECT ?body ?task { ?body zz:responsibleFor ?task MINUS { ?m zz:refersTo ?body ; zz:inTask ?task } }""",
    "cites": """
        SELECT ?task ?law { ?task a zz:Task ; zz:cites ?law MINUS { ?m zz:refersTo ?law ; zz:inTask ?task } }""",
    "cites before the tasks": """
        SELECT ?doc ?law { ?doc a zz:Document ; zz:cites ?law MINUS { ?m zz:refersTo ?law ; zz:inDocument ?doc } }""",
    "targets": """
        SELECT ?task ?thing { ?task zz:targets ?thing MINUS { ?m zz:refersTo ?thing ; zz:inTask ?task } }""",
    "duties": "SELECT ?duty { ?duty a zz:Duty MINUS { ?duty zz:evidence ?m . ?m a zz:Mention } }",
}
_MENTIONS = """
SELECT ?file ?start ?end ?exact { ?m a zz:Mention ; zz:inDocument/zz:file ?file ; oa:start ?start ; oa:end ?end ; oa:exact ?exact }
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph that a build of the shipped plans makes."""
    store = tmp_path_factory.mktemp("edges") / "store"
    pipeline.build([], store)
    return open_store(store)


@pytest.mark.parametrize("edge", _UNPROVEN)
def test_every_edge_is_proven(edge: str, graph: Graph) -> None:
    assert list(graph.query(_UNPROVEN[edge])) == []


@pytest.mark.parametrize("edge", ["responsibleFor", "cites", "targets"])
def test_there_are_edges_to_prove(edge: str, graph: Graph) -> None:
    assert len(graph.query(f"SELECT ?a ?b {{ ?a zz:{edge} ?b }}")) > 50


def test_every_mention_of_the_graph_is_its_span_of_the_file_on_disk(graph: Graph) -> None:
    texts: dict[str, str] = {}
    seen = 0
    for file, start, end, exact in graph.query(_MENTIONS):
        path: Path = resources.campaigns() / str(file)
        text = texts.setdefault(str(file), path.read_bytes().decode("utf-8-sig"))
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == exact
        seen += 1
    assert seen > 500
