"""Campaigns read back from the store are those of the records that went in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zhize import resources, vocab
from zhize.catalogue import CampaignEntry, of_record
from zhize.errors import QueryError
from zhize.extraction import Reader
from zhize.model import Record
from zhize.rdf import document_iri, quads
from zhize.store import Graph, Iri, open_store, publish
from zhize.stored import campaign, campaigns, node

if TYPE_CHECKING:
    from tests.conftest import Shipped

HERE = Path(__file__).parent
SHIPPED = [path.stem for path in sorted(resources.campaigns().glob("*.txt"))]
OTHERS = {path.stem: path for path in sorted((HERE / "plans").glob("*.txt"))}


def head(entry: CampaignEntry) -> CampaignEntry:
    """Return a campaign without its tasks."""
    return replace(entry, tasks=())


def store_of(folder: Path, records: dict[str, Record], sources: dict[str, str], base: str = vocab.BASE) -> Graph:
    graphs = {document_iri(base, name): quads(record, sources[name], base) for name, record in records.items()}
    publish(folder, graphs, sources, base)
    return open_store(folder)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_stored_campaign_is_that_of_its_record(name: str, stored: Shipped) -> None:
    expected = of_record(stored.records[name], stored.sources[name])
    assert head(campaign(stored.graph, name)) == head(expected)


@pytest.mark.parametrize("name", SHIPPED)
def test_stored_tasks_are_those_of_the_record(name: str, stored: Shipped) -> None:
    expected = of_record(stored.records[name], stored.sources[name])
    found = campaign(stored.graph, name)
    assert [task.path for task in found.tasks] == [task.path for task in expected.tasks]
    for mine, theirs in zip(found.tasks, expected.tasks, strict=True):
        assert mine == theirs


def test_the_list_of_campaigns_is_by_id_and_without_tasks(stored: Shipped) -> None:
    listed = campaigns(stored.graph)
    assert [entry.id for entry in listed] == sorted(stored.records)
    assert all(entry == head(campaign(stored.graph, entry.id)) for entry in listed)
    assert {entry.id: entry.title for entry in listed} == {n: r.title for n, r in stored.records.items()}


@pytest.fixture(scope="module")
def others(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, dict[str, CampaignEntry]]:
    """A store of plans of other times, places and layouts, and what their records say."""
    records: dict[str, Record] = {}
    sources: dict[str, str] = {}
    for name, path in OTHERS.items():
        sources[name] = path.read_bytes().decode("utf-8-sig")
        records[name] = reader.read(sources[name], path.name)
    graph = store_of(tmp_path_factory.mktemp("others") / "store", records, sources)
    return graph, {name: of_record(record, sources[name]) for name, record in records.items()}


@pytest.mark.parametrize("name", OTHERS)
def test_stored_tasks_of_other_plans(name: str, others: tuple[Graph, dict[str, CampaignEntry]]) -> None:
    graph, expected = others
    assert campaign(graph, name).tasks == expected[name].tasks


@pytest.mark.parametrize("name", ["2020-nowhere", "", "2020", "2020-Shanghai", "'} #"])
def test_an_unknown_campaign_is_one_clear_line(name: str, stored: Shipped) -> None:
    with pytest.raises(QueryError) as caught:
        campaign(stored.graph, name)
    text = str(caught.value)
    assert "\n" not in text
    assert repr(name) in text
    assert all(known in text for known in SHIPPED)


def test_an_empty_store_says_that_it_holds_none(tmp_path: Path) -> None:
    graph = store_of(tmp_path / "store", {}, {})
    assert campaigns(graph) == ()
    with pytest.raises(QueryError, match="it holds: none"):
        campaign(graph, "2020-national")


PLAN = """杭州市2021年专项行动方案

一、重点任务
（一）查农产品。按照《食品安全法》第十条查处假冒食品、药品，再查假冒食品。市农业农村局、各地公安部门、市某某办、相关部门要
按职责分工负责，每月5日前、12月10日前报送。
（二）查餐饮。市公安局牵头，市商务局配合。市公安局负责。
"""


@pytest.mark.parametrize("base", [vocab.BASE, "https://example.org/责任/"])
@pytest.mark.parametrize("file", ["plan.txt", "2021 杭州（试行） #1.txt", "a%20b+c.txt", "50%?.docx"])
def test_any_file_name_and_base_come_back(file: str, base: str, reader: Reader, tmp_path: Path) -> None:
    record = reader.read(PLAN, file)
    graph = store_of(tmp_path / "store", {record.id: record}, {record.id: PLAN}, base)
    found = campaign(graph, record.id)
    assert found.tasks == of_record(record, PLAN).tasks
    assert found.id == record.id


def test_a_plan_without_facts_comes_back(reader: Reader, tmp_path: Path) -> None:
    source = "（一）查农产品。\n（二）查餐饮。\n"
    record = reader.read(source, "bare.txt")
    graph = store_of(tmp_path / "store", {"bare": record}, {"bare": source})
    assert campaign(graph, "bare") == of_record(record, source)
    assert (campaign(graph, "bare").title, campaign(graph, "bare").year) == ("bare", None)


def test_a_node_is_named_below_the_base_of_the_store(stored: Shipped) -> None:
    assert node(stored.graph, "doc", "2020-national") == Iri(vocab.BASE + "doc/2020-national")
