"""What a store answers, and the formats in which it writes its graph."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import warnings

import pyoxigraph as ox
import pytest
from rdflib import Dataset, URIRef

from zhize import vocab
from zhize.errors import QueryError
from zhize.store import Graph, Iri, open_store, publish
from zhize.store.sparql import bound, permit

BASE = vocab.BASE
LABEL = f"<{vocab.RDFS_LABEL}>"
FIRST, SECOND = f"{BASE}doc/一", f"{BASE}doc/二"


def graphs() -> dict[str, list[str]]:
    """Return two graphs that share one triple."""
    shared = f'<{BASE}department/甲> {LABEL} "甲"@zh'
    return {
        FIRST: [
            f"{shared} <{FIRST}> .",
            f'<{FIRST}> <{vocab.PATH}> "1" <{FIRST}> .',
            f'<{FIRST}> <{vocab.YEAR}> "2020"^^<{vocab.XSD_INTEGER}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.SCORE}> "0.5"^^<{vocab.XSD_DECIMAL}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.TRUNCATED}> "true"^^<{vocab.XSD_BOOLEAN}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.STARTS}> "2020-11"^^<{vocab.XSD_G_YEAR_MONTH}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.DCTERMS_TITLE}> "说\\"好\\"\\n（一）"@zh <{FIRST}> .',
        ],
        SECOND: [f"{shared} <{SECOND}> .", f"<{SECOND}> <{vocab.CITES}> <{BASE}law/法> <{SECOND}> ."],
    }


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("store")
    publish(folder, graphs(), {})
    return open_store(folder)


# --- queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        ("SELECT ?y { ?d zz:year ?y }", ("y",), [(2020,)]),
        ("SELECT ?s { ?d zz:score ?s }", ("s",), [(0.5,)]),
        ("SELECT ?t { ?d zz:truncated ?t }", ("t",), [(True,)]),
        ("SELECT ?s { ?d zz:starts ?s }", ("s",), [("2020-11",)]),
        ("SELECT ?t { ?d dcterms:title ?t }", ("t",), [('说"好"\n（一）',)]),
        ("SELECT ?d ?x { ?d zz:cites ?l OPTIONAL { ?d zz:year ?x } }", ("d", "x"), [(SECOND, None)]),
        ("SELECT (COUNT(*) AS ?n) { ?d rdfs:label ?l }", ("n",), [(1,)]),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d rdfs:label ?l } }", ("n",), [(2,)]),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ("n",), [(8,)]),
        ("SELECT ?x { ?x zz:leads ?t }", ("x",), []),
        ("ASK { ?d zz:cites ?l }", ("answer",), [(True,)]),
        ("ASK { ?d zz:leads ?l }", ("answer",), [(False,)]),
        (
            "CONSTRUCT { ?l zz:cites ?d } WHERE { ?d zz:cites ?l }",
            ("subject", "predicate", "object"),
            [(f"{BASE}law/法", vocab.CITES, SECOND)],
        ),
    ],
)
def test_answers_are_plain_values(
    graph: Graph, query: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    found = graph.query(query)
    assert (found.columns, list(found)) == (columns, rows)
    assert [list(map(type, row)) for row in found if "zz:year ?y" in query] in ([], [[int]])


def test_resources_can_be_told_from_words(graph: Graph) -> None:
    ((thing, word),) = graph.query("SELECT ?d ?l { ?d rdfs:label ?l }")
    assert isinstance(thing, Iri)
    assert type(word) is str


@pytest.mark.parametrize(
    ("query", "bindings", "rows"),
    [
        ("SELECT ?d ?y { ?d zz:year ?y }", {"d": Iri(FIRST)}, [(FIRST, 2020)]),
        ("SELECT ?d ?y { ?d zz:year ?y }", {"d": Iri(SECOND)}, []),
        ("SELECT ?d { ?d zz:year ?y }", {"y": 2020}, [(FIRST,)]),
        ("SELECT ?d { ?d zz:truncated ?y }", {"y": True}, [(FIRST,)]),
        ("SELECT ?d { ?d zz:path ?v FILTER(?v = ?w) }", {"w": "1"}, [(FIRST,)]),
        ("SELECT ?d { ?d zz:path ?v }", {"v": "x' } # \" {"}, []),
        ("SELECT ?d { ?d rdfs:label ?l }", {"l": ox.Literal("甲", language="zh")}, [(f"{BASE}department/甲",)]),
        ("SELECT ?n { { SELECT (COUNT(?d) AS ?n) { ?d zz:year ?y } } }", {"y": 1999}, [(0,)]),
        ("ASK { ?d zz:year ?y }", {"y": 1999}, [(False,)]),
        ("ASK WHERE { ?d zz:year ?y }", {"y": 2020, "d": Iri(FIRST)}, [(True,)]),
        ("CONSTRUCT { ?d zz:year ?y } WHERE { ?d zz:year ?y }", {"y": 1999}, []),
        ("SELECT ('{' AS ?b) # {\n WHERE { ?d zz:year ?y }", {"y": 2020}, [("{",)]),
    ],
)
def test_bindings_fix_variables(
    graph: Graph, query: str, bindings: dict[str, Iri | str | int], rows: list[tuple[object, ...]]
) -> None:
    assert list(graph.query(query, **bindings)) == rows


def test_without_bindings_a_query_stays_as_it_is() -> None:
    assert bound("SELECT * { ?s ?p ?o }", {}) == "SELECT * { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("result_format", "text"),
    [
        ("csv", f"d,y\r\n{FIRST},2020\r\n"),
        ("tsv", f"?d\t?y\n<{FIRST}>\t2020\n"),
        ("json", '"vars":["d","y"]'),
        ("xml", '<variable name="d"/>'),
    ],
)
def test_answers_as_files(graph: Graph, result_format: str, text: str) -> None:
    assert text in graph.results("SELECT ?d ?y { ?d zz:year ?y }", result_format).decode()


def test_a_graph_as_answer_is_turtle(graph: Graph) -> None:
    written = graph.results("CONSTRUCT { ?d zz:year ?y } WHERE { ?d zz:year ?y }", "json").decode()
    assert f"<{FIRST}> zz:year 2020 ." in written


def test_an_unknown_format_is_an_error_that_names_the_known(graph: Graph) -> None:
    with pytest.raises(QueryError, match="json, xml, csv, tsv"):
        graph.results("SELECT * { ?s ?p ?o }", "xlsx")
    with pytest.raises(QueryError, match="nquads, trig, turtle, jsonld"):
        graph.dump("rdfxml")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT",
        "SELECT * { ?s ?p }",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "LOAD <file:///etc/hostname>",
        "CLEAR ALL",
        "SELECT * { ?s nope:p ?o }",
        "",
    ],
)
def test_what_is_no_query_is_refused_in_one_line(graph: Graph, query: str) -> None:
    with pytest.raises(QueryError, match=r"^the query is no SPARQL: [^\n]+$"):
        graph.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 5SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<1)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\u0022 SERVICE <http://127.0.0.1:9/> { ?s ?p \\u0022" } }',
        "SELECT * { # \n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''#''' SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_a_query_that_would_call_out_is_refused(graph: Graph, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        graph.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ex:service 'SERVICE' } # SERVICE <x>",
        'SELECT * { ?s ?p "\\" SERVICE <x>" }',
        "SELECT * { <http://e/SERVICE> ?p '''it's SERVICE''' }",
    ],
)
def test_the_word_alone_does_no_harm(query: str) -> None:
    permit(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 5000 + "true" + ")" * 5000 + ") }",
        "ASK " + "{" * 5000 + "}" * 5000,
        "ASK { FILTER(" + "!" * 20000 + "true) }",
        "ASK { FILTER(1" + "+1" * 20000 + ") }",
        "ASK { {}" + "UNION{}" * 20000 + "}",
        "ASK { ?s <a:p>" + "/<a:p>" * 20000 + " ?o }",
    ],
)
def test_a_query_that_would_end_the_process_is_refused(graph: Graph, query: str) -> None:
    with pytest.raises(QueryError, match="make it simpler"):
        graph.query(query)


def test_the_deepest_query_that_is_let_through_can_be_answered(graph: Graph) -> None:
    query = "ASK { FILTER(" + "(" * 254 + "true" + ")" * 254 + ") }"
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(bool(graph.query(query)[0][0])))
    thread.start()
    thread.join()
    assert found == [True]


# --- other formats ---------------------------------------------------------------------------------

FORMATS = {"trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_holds_the_same_statements(graph: Graph, file_format: str) -> None:
    quads = list(ox.parse(graph.dump("nquads"), ox.RdfFormat.N_QUADS))
    found = list(ox.parse(graph.dump(file_format), FORMATS[file_format]))
    if file_format == "turtle":
        assert {str(quad.triple) for quad in found} == {str(quad.triple) for quad in quads}
        assert len(found) == 8
    else:
        assert {str(quad) for quad in found} == {str(quad) for quad in quads}
        assert len(found) == 9


def test_every_format_has_the_same_bytes_in_every_process(graph: Graph) -> None:
    code = (
        "import sys; from pathlib import Path; from zhize.store import open_store\n"
        "graph = open_store(Path(sys.argv[1]))\n"
        "for each in ('nquads', 'trig', 'turtle', 'jsonld'): sys.stdout.buffer.write(graph.dump(each))\n"
    )
    folder = graph.folder.parent.parent
    written = {
        subprocess.run(
            [sys.executable, "-c", code, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert written == {b"".join(graph.dump(each) for each in ("nquads", *FORMATS))}


def test_turtle_reads_well(graph: Graph) -> None:
    text = graph.dump("turtle").decode()
    assert 'department:甲 rdfs:label "甲"@zh .' in text
    assert text.startswith("@prefix campaign: <https://w3id.org/zhize/campaign/> .\n@prefix dcterms:")


def test_dataset_of_rdflib(graph: Graph) -> None:
    dataset = graph.dataset()
    assert isinstance(dataset, Dataset)
    assert len(list(dataset.quads())) == 9
    assert len(dataset.graph(URIRef(FIRST))) == 7
    with warnings.catch_warnings():  # rdflib calls what it has itself deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        (row,) = dataset.query("SELECT (COUNT(*) AS ?n) { ?d rdfs:label '甲'@zh . ?x zz:year 2020 }")
    assert str(row[0]) == "1"  # type: ignore[index]


def test_opening_and_asking_load_neither_rdflib_nor_other_heavy_libraries(graph: Graph) -> None:
    code = (
        "import sys; from pathlib import Path; from zhize.store import open_store\n"
        "open_store(Path(sys.argv[1])).query('ASK { ?s ?p ?o }')\n"
        "print(sorted({'rdflib', 'jieba', 'networkx', 'yaml', 'dataclasses', 'decimal'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code, str(graph.folder.parent.parent)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"
