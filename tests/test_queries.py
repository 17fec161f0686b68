"""The named queries: each answers its question over the five plans as a reader of the plans would.

A file of ``tests/queries`` has cases: what is set, the columns looked at, and the ``rows`` that are there and no others,
those ``among`` the rows, those ``absent``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zhize import resources, vocab
from zhize.authority import shipped
from zhize.errors import QueryError
from zhize.extraction import Reader
from zhize.listing import named_queries, named_query, query_names
from zhize.rdf import GRAPH_AUTHORITY, authority_quads, document_iri, iri, quads
from zhize.store import open_store, publish

if TYPE_CHECKING:
    from tests.conftest import Shipped

EXPECTED = Path(__file__).parent / "queries"
NAMES = sorted(path.stem for path in (resources.ontology() / "queries").glob("*.rq"))


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(EXPECTED.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path.stem, case


def test_every_query_has_an_expected_answer() -> None:
    assert query_names() == NAMES == sorted(path.stem for path in EXPECTED.glob("*.yaml"))
    assert len(NAMES) >= 20


@pytest.mark.parametrize(("name", "case"), list(cases()), ids=lambda value: value if isinstance(value, str) else None)
def test_the_answer_is_the_expected_one(name: str, case: dict[str, Any], stored: Shipped) -> None:
    answer = stored.graph.query(named_query(name, {key: str(value) for key, value in case["set"].items()}))
    at = [answer.columns.index(column) for column in case["columns"]]
    found = {tuple(str(row[index]) for index in at) for row in answer}
    if "rows" in case:
        assert found == set(map(tuple, case["rows"]))
    assert set(map(tuple, case.get("among", ()))) <= found
    assert not set(map(tuple, case.get("absent", ()))) & found


@pytest.mark.parametrize("name", NAMES)
def test_a_query_tells_its_question_in_both_languages(name: str) -> None:
    first, second = (resources.ontology() / "queries" / f"{name}.rq").read_text(encoding="utf-8").split("\n")[:2]
    assert first.startswith("# ")
    assert any("\u4e00" <= char <= "\u9fff" for char in first)
    assert second.startswith("# ")
    assert second.isascii() or name == "unspecific-actors"
    line = next(line for line in named_queries().splitlines() if line.split()[0] == name)
    assert first[2:] in line
    assert second[2:] in line


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_a_query_that_is_told_can_be_set(name: str) -> None:
    text = named_query(name)
    comments = [line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# ")][2:]
    for each, what in comments:
        assert " / " in what
        assert f'VALUES ?{each} {{ "别处" }}' in named_query(name, {each: "别处"})


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_quick_and_always_answers_the_same(name: str, stored: Shipped) -> None:
    started = time.monotonic()
    answer = stored.graph.query(named_query(name))
    assert time.monotonic() - started < 2
    assert stored.graph.query(named_query(name)) == answer


def test_an_unknown_setting_is_one_clear_line() -> None:
    with pytest.raises(QueryError, match=r"^query tasks-of-a-body has no setting 'boddy'; there is: body \(部门全称"):
        named_query("tasks-of-a-body", {"boddy": "x"})
    with pytest.raises(QueryError, match="no setting 'body'; there is: nothing"):
        named_query("deadlines", {"body": "x"})


@pytest.mark.parametrize("value", ['"', "\\", '" } # ', "a\nb", "}", "{ ?s ?p ?o }", "", "法 ' \"\"\""])
def test_a_setting_is_a_value_whatever_is_in_it(value: str, stored: Shipped) -> None:
    assert list(stored.graph.query(named_query("tasks-of-a-body", {"body": value}))) == []


def test_a_law_cited_after_its_repeal(reader: Reader, tmp_path: Path) -> None:
    """No plan that ships does it; one of 2022 that cites the Contract Law would."""
    source = (
        "关于印发2022年合同专项行动方案的通知\n\n一、重点任务\n（一）规范格式条款。落实《合同法》《民法典》。（市公安局负责）\n\n2022年3月1日\n"
    )
    record = reader.read(source, "2022-elsewhere.txt")
    tables = shipped()
    graphs = {
        document_iri(vocab.BASE, record.id): quads(record, source),
        iri(vocab.BASE, *GRAPH_AUTHORITY.split("/")): authority_quads(tables),
    }
    publish(tmp_path / "store", graphs, {record.id: source})
    rows = list(open_store(tmp_path / "store").query(named_query("laws-cited-after-repeal")))
    assert rows == [("2022-elsewhere", "2022-03-01", "中华人民共和国合同法", "2021-01-01", "中华人民共和国民法典")]
