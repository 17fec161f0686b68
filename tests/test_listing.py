"""Lists and tables: documents of a store, named queries, rows of a query."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import pytest

from zhize import resources, vocab
from zhize.columns import table
from zhize.errors import QueryError
from zhize.extraction import Reader
from zhize.listing import as_csv, documents, documents_text, named_queries, named_query, run
from zhize.rdf import document_iri, quads
from zhize.store import publish

if TYPE_CHECKING:
    from tests.conftest import Shipped

FACTS = [
    ("2017-shanghai", 2017, "上海市", "provincial", "2017-07", "2017-11", "2017-07-28", False),
    ("2018-national", 2018, "全国", "national", "2018-05", "2018-11", None, False),
    ("2020-national", 2020, "全国", "national", "2020-10", "2020-12", "2020-10-19", True),
    ("2020-shanghai", 2020, "上海市", "provincial", "2020-11", "2020-12", "2020-11-25", False),
    ("2021-xinjiang", 2021, "新疆维吾尔自治区", "provincial", "2021-09", "2021-12", "2021-09", False),
]


@pytest.fixture(scope="module")
def listed(stored: Shipped) -> dict[str, dict[str, Any]]:
    return {str(row["id"]): row for row in documents(stored.folder)}


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts[0])
def test_facts_of_documents(facts: tuple[object, ...], listed: dict[str, dict[str, Any]]) -> None:
    row = listed[str(facts[0])]
    keys = ("id", "year", "region", "level", "starts", "ends", "published", "truncated")
    assert tuple(row[key] for key in keys) == facts
    assert row["file"] == f"{facts[0]}.txt"


def test_counts_of_documents_are_those_of_the_records(stored: Shipped, listed: dict[str, dict[str, Any]]) -> None:
    assert list(listed) == sorted(stored.records)
    for name, record in stored.records.items():
        duties = sum(len(task.departments) for task in record.tasks)
        assert (listed[name]["tasks"], listed[name]["duties"]) == (len(record.tasks), duties)
        assert listed[name]["title"] == record.title
        assert listed[name]["number"] == record.number


def test_the_list_is_json(stored: Shipped) -> None:
    assert len(json.loads(json.dumps(documents(stored.folder)))) == len(stored.records)


@pytest.mark.parametrize("file", ["2021 杭州 #1.txt", "50%?.txt"])
def test_counts_are_found_whatever_the_file_is_called(file: str, reader: Reader, tmp_path: Path) -> None:
    source = "杭州市2021年专项方案\n\n一、重点任务\n（一）查农产品。（市公安局负责）\n（二）查餐饮。\n"
    record = reader.read(source, file)
    publish(tmp_path, {document_iri(vocab.BASE, record.id): quads(record, source)}, {record.id: source})
    (row,) = documents(tmp_path)
    assert (row["id"], row["file"], row["tasks"], row["duties"]) == (record.id, file, 2, 1)


def columns_of(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def test_documents_as_text(stored: Shipped) -> None:
    head, rule, *rows = documents_text(documents(stored.folder)).splitlines()
    assert head.split() == ["id", "year", "region", "level", "starts", "ends", "tasks", "duties", "title"]
    assert set(rule) == {"─", " "}
    assert [row.split()[0] for row in rows] == sorted(stored.records)
    title = columns_of(head.split("title")[0])
    for row, record in zip(rows, stored.records.values(), strict=True):
        assert record.title is not None
        assert columns_of(row.split(record.title)[0]) == title


def test_what_a_document_lacks_is_a_dash() -> None:
    row: dict[str, object] = dict.fromkeys(
        ("id", "year", "region", "level", "starts", "ends", "tasks", "duties", "title")
    )
    assert documents_text([row]).splitlines()[2].split() == ["—"] * 9


def test_a_table_counts_a_chinese_character_as_two() -> None:
    assert table(("甲", "b"), [["市公安局", "x"], ["a", ""]]).splitlines() == [
        "甲        b",
        "────────  ─",
        "市公安局  x",
        "a",
    ]


def test_a_table_without_rows_is_its_head() -> None:
    assert table(("name", "question"), []).splitlines() == ["name  question", "────  ────────"]


@pytest.fixture
def queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of named queries in place of the shipped one."""
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "who.rq").write_text("# Who leads what?\nSELECT * { ?who zz:leads ?what }\n", encoding="utf-8")
    (folder / "laws.rq").write_text("# 哪些任务引用了法律？\nSELECT * { ?task zz:cites ?law }\n", encoding="utf-8")
    monkeypatch.setattr(resources, "ontology", lambda: tmp_path)
    return folder


@pytest.mark.usefixtures("queries")
def test_named_queries_are_listed_with_their_questions() -> None:
    lines = named_queries().splitlines()[2:]
    assert [line.split(maxsplit=1) for line in lines] == [["laws", "哪些任务引用了法律？"], ["who", "Who leads what?"]]


@pytest.mark.usefixtures("queries")
def test_a_named_query() -> None:
    assert named_query("who") == "# Who leads what?\nSELECT * { ?who zz:leads ?what }\n"


@pytest.mark.usefixtures("queries")
@pytest.mark.parametrize("name", ["whom", "", "../who", "who.rq"])
def test_an_unknown_named_query_is_one_clear_line(name: str) -> None:
    with pytest.raises(QueryError) as caught:
        named_query(name)
    assert str(caught.value) == f"no named query {name!r}; there are: laws, who"


LEADS = 'SELECT ?path { ?t a zz:Task ; zz:path ?path ; dcterms:isPartOf ?d FILTER (STRENDS(STR(?d), "2018-national")) } ORDER BY ?path'


def test_rows_as_a_table(stored: Shipped) -> None:
    lines = run(LEADS, stored.folder, "table", 100).decode().splitlines()
    assert lines[0] == "path"
    assert lines[2:] == sorted(task.path for task in stored.records["2018-national"].tasks)


def test_a_long_table_says_how_many_rows_it_leaves_out(stored: Shipped) -> None:
    lines = run(LEADS, stored.folder, "table", 3).decode().splitlines()
    left = len(stored.records["2018-national"].tasks) - 3
    assert len(lines) == 6
    assert lines[-1] == f"… {left} more rows: raise --limit"


def test_a_row_of_a_table_is_one_line(stored: Shipped) -> None:
    """Mentions keep the line breaks of the source."""
    sparql = "SELECT ?exact { ?m oa:exact ?exact FILTER (CONTAINS(?exact, '\\n')) } ORDER BY ?exact"
    rows = stored.graph.query(sparql)
    assert rows
    lines = run(sparql, stored.folder, "table", 1000).decode().splitlines()
    assert len(lines) == 2 + len(rows)


def test_rows_as_csv(stored: Shipped) -> None:
    rows = list(csv.reader(io.StringIO(run(LEADS, stored.folder, "csv", None).decode("utf-8-sig"))))
    assert rows[0] == ["path"]
    assert [row[0] for row in rows[1:]] == sorted(task.path for task in stored.records["2018-national"].tasks)


def test_rows_as_w3c_json(stored: Shipped) -> None:
    said = json.loads(run(LEADS, stored.folder, "json", None))
    assert said["head"]["vars"] == ["path"]
    found = [row["path"]["value"] for row in said["results"]["bindings"]]
    assert found == sorted(task.path for task in stored.records["2018-national"].tasks)


def test_a_graph_as_turtle(stored: Shipped) -> None:
    sparql = "CONSTRUCT { ?t zz:path ?p } { ?t zz:path ?p FILTER (?p = '2.3.1') }"
    text = run(sparql, stored.folder, "turtle", None).decode()
    assert "/doc/2020-shanghai/task/2.3.1" in text
    assert '"2.3.1"' in text


def rows_of(content: bytes, result_format: str) -> list[Any]:
    """Return the rows of a file of results."""
    if result_format == "json":
        return list(json.loads(content)["results"]["bindings"])
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


@pytest.mark.parametrize("result_format", ["csv", "json"])
def test_the_first_rows_are_those_of_all(result_format: str, stored: Shipped) -> None:
    told: list[str] = []
    every = rows_of(run(LEADS, stored.folder, result_format, None, told.append), result_format)
    assert rows_of(run(LEADS, stored.folder, result_format, len(every), told.append), result_format) == every
    assert told == []
    assert rows_of(run(LEADS, stored.folder, result_format, 3, told.append), result_format) == every[:3]
    assert told == [f"… {len(every) - 3} more rows: raise --limit"]


def test_every_sort_of_cell_is_written_as_the_engine_writes_it(stored: Shipped) -> None:
    sparql = """SELECT ?s ?label ?year ?date ?nothing { ?s a zz:Document ; rdfs:label ?label ; zz:year ?year
        OPTIONAL { ?s zz:published ?date } OPTIONAL { ?s zz:nothing ?nothing } } ORDER BY ?s"""
    for result_format in ("csv", "json"):
        limited, engine = (run(sparql, stored.folder, result_format, limit) for limit in (100, None))
        assert limited == engine if result_format == "csv" else json.loads(limited) == json.loads(engine)


def test_the_first_statements_of_a_graph(stored: Shipped) -> None:
    told: list[str] = []
    text = run("CONSTRUCT { ?t zz:path ?p } { ?t zz:path ?p }", stored.folder, "turtle", 2, told.append).decode()
    assert text.count("zz:path") == 2
    assert len(told) == 1


def test_rows_are_no_turtle(stored: Shipped) -> None:
    with pytest.raises(QueryError):
        run(LEADS, stored.folder, "turtle", None)


@pytest.mark.parametrize("result_format", ["table", "csv", "json"])
def test_broken_sparql_is_one_clear_line(result_format: str, stored: Shipped) -> None:
    with pytest.raises(QueryError) as caught:
        run("SELECT WHERE {", stored.folder, result_format, 10)
    assert "\n" not in str(caught.value)


def test_yes_or_no(stored: Shipped) -> None:
    assert run("ASK { ?d a zz:Document }", stored.folder, "table", 10).decode().split() == ["answer", "──────", "True"]


CELLS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "市公安局", 'a "b"', "a,b", "a\nb", ""]


def test_cells_that_a_spreadsheet_would_run_are_quoted() -> None:
    text = as_csv(("甲", "乙"), [[cell, "x"] for cell in CELLS])
    assert text.startswith("\ufeff甲,乙\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row[0] for row in rows[1:]] == [f"'{cell}" for cell in CELLS[:6]] + CELLS[6:]


def test_every_shipped_query_has_a_question_and_runs(stored: Shipped) -> None:
    for path in sorted((resources.ontology() / "queries").glob("*.rq")):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
        assert run(named_query(path.stem), stored.folder, "table", 5), path.name
