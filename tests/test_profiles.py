"""Profiles of the five plans: profiles/asked.yaml, profiles/refused.csv; and how they are shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zhize import vocab
from zhize.authority import shipped
from zhize.errors import QueryError
from zhize.extraction import Reader
from zhize.profiles import Line, Profile, Sort, as_json, as_text, profile
from zhize.rdf import GRAPH_AUTHORITY, authority_quads, document_iri, iri, quads
from zhize.store import open_store, publish
from zhize.stored import campaign

if TYPE_CHECKING:
    from tests.conftest import Shipped

HERE = Path(__file__).parent
Show = Callable[[str, str], Profile]


def asked() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "profiles" / "asked.yaml").read_text(encoding="utf-8"))
    return rows


def refused() -> list[dict[str, str]]:
    with (HERE / "profiles" / "refused.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def show(stored: Shipped) -> Iterator[Show]:
    """Profiles of the five plans, each made once; what they read of the store is kept, for many would read it again."""

    @cache
    def made(kind: str, name: str) -> Profile:
        return profile(stored.graph, Sort(kind), name, shipped())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhize.profiles.campaign", cache(campaign))
        yield made


def section(shown: Profile, heading: str) -> list[str]:
    return [
        " ".join(filter(None, (line.campaign, line.path, line.text))) for line in shown.lines if line.heading == heading
    ]


def tasks(shown: Profile, heading: str) -> list[str]:
    """Return where the lines of a section stand, each place once."""
    places = [" ".join(filter(None, (line.campaign, line.path))) for line in shown.lines if line.heading == heading]
    return list(dict.fromkeys(places))


@pytest.mark.parametrize("row", asked(), ids=lambda row: f"{row['kind']} {row['name']}")
def test_profile(row: dict[str, Any], show: Show) -> None:
    shown = show(row["kind"], row["name"])
    assert (shown.sort.value, shown.name) == (row["kind"], row["means"])
    assert {key: section(shown, key) for key in row.get("sections", {})} == row.get("sections", {})
    assert {key: tasks(shown, key) for key in row.get("tasks", {})} == row.get("tasks", {})


@pytest.mark.parametrize("row", refused(), ids=lambda row: f"{row['kind']} {row['name']}: {row['why']}")
def test_what_nobody_knows_is_one_clear_line(row: dict[str, str], show: Show) -> None:
    with pytest.raises(QueryError) as caught:
        show(row["kind"], row["name"])
    assert str(caught.value).startswith(row["says"])
    assert "\n" not in str(caught.value)


def test_a_broader_concept_shows_where_its_narrower_ones_are_targeted(show: Show) -> None:
    """防疫用品 is broader than 口罩; 食品 is broader than 特殊食品, and that than 保健食品."""
    assert "2020-shanghai 2.2.2" in tasks(show("product", "防疫用品"), "targeted")
    assert "2018-national 2.5" in tasks(show("product", "特殊食品"), "targeted")
    assert "2018-national 2.5" in tasks(show("product", "食品"), "targeted")


def test_a_body_has_its_lineage(show: Show) -> None:
    now, before = show("department", "上海市市场监督管理局"), show("department", "上海市工商行政管理局")
    merged = "2018-11 merge（市场监管） — 上海市机构改革方案(2018)"
    assert f"上海市工商行政管理局、上海市质量技术监督局、上海市食品药品监督管理局: {merged}" in section(
        now, "predecessors"
    )
    assert section(now, "successors") == []
    assert f"上海市市场监督管理局: {merged}" in section(before, "successors")


def test_partners_share_tasks(show: Show) -> None:
    found = dict(line.split(": ") for line in section(show("department", "上海海关"), "partners"))
    assert found["上海市市场监督管理局"] == "4"
    assert found["上海市公安局"] == "3"
    assert found["上海市文化和旅游局"] == "1"
    assert "中华人民共和国上海海关" not in found


def test_every_line_of_evidence_quotes_the_plan(show: Show, stored: Shipped) -> None:
    for kind, name in (
        ("department", "上海海关"),
        ("law", "电子商务法"),
        ("product", "口罩"),
        ("task", "2020-shanghai/2.3.1"),
    ):
        for line in show(kind, name).lines:
            if line.quote is not None:
                assert line.campaign is not None
                source = "".join(stored.sources[line.campaign].replace("**", "").split())
                words = "".join(stored.sources[line.campaign][line.start : line.end].split())
                assert words in line.quote
                assert line.quote in source


def test_a_law_cited_after_its_repeal(reader: Reader, tmp_path: Path) -> None:
    """网络交易管理办法 was in force until 2021-05-01."""
    body = "\n\n一、重点任务\n（一）查网店。按照《网络交易管理办法》查处。\n（二）查餐饮。\n\n"
    records, sources = {}, {}
    for name, day in (
        ("before", "2021年4月30日"),
        ("on", "2021年5月1日"),
        ("after", "2021年6月"),
        ("month", "2021年5月"),
    ):
        sources[name] = f"杭州市网店专项整治方案{body}杭州市市场监督管理局\n{day}\n"
        records[name] = reader.read(sources[name], f"{name}.txt")
    graphs = {document_iri(vocab.BASE, name): quads(record, sources[name]) for name, record in records.items()}
    graphs[iri(vocab.BASE, *GRAPH_AUTHORITY.split("/"))] = authority_quads(shipped(), vocab.BASE, [])
    publish(tmp_path / "store", graphs, sources)
    shown = profile(open_store(tmp_path / "store"), Sort.LAW, "网络交易管理办法", shipped())
    assert "replaced by: 网络交易监督管理办法" in section(shown, "facts")
    assert tasks(shown, "cited after repeal") == ["after 1.1", "month 1.1", "on 1.1"]
    assert tasks(shown, "cited") == ["before 1.1"]


def test_as_text(show: Show) -> None:
    text = as_text(show("task", "2020-shanghai/2.4.1"), "en")
    assert text.splitlines()[:6] == [
        "2020-shanghai/2.4.1",
        "",
        "title",
        "  运用多种方式落实电子商务经营者责任  [2020-shanghai 2.4.1]",
        "",
        "generic",
    ]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("task", "2020-shanghai/2.3.1"), ("law", "电子商务法"), ("campaign", "2018-national"), ("department", "上海海关")],
)
def test_text_in_chinese_shows_no_english_labels(kind: str, name: str, show: Show) -> None:
    text = as_text(show(kind, name))
    english = (
        "（lead）",
        "（support）",
        "（joint）",
        "（sole）",
        "title:",
        "level:",
        "type:",
        "in force from:",
        "merge（",
        "(overlaps)",
    )
    assert [word for word in english if word in text] == []


def test_a_long_quotation_is_cut_in_text_only() -> None:
    shown = Profile(Sort.LAW, "甲法", (Line("cited", "乙", "a", "1", "查" * 200, 3, 203),))
    assert "“" + "查" * 160 + "…”" in as_text(shown)
    assert "查" * 200 in json.dumps(as_json(shown), ensure_ascii=False)


def test_as_json(show: Show, stored: Shipped) -> None:
    said: Any = json.loads(json.dumps(as_json(show("department", "上海海关")), ensure_ascii=False))
    assert (said["kind"], said["name"]) == ("department", "中华人民共和国上海海关")
    duty = next(line for line in said["lines"] if line["heading"] == "duties" and line["task"] == "2.2.2")
    start, end = duty["evidence"]["span"]
    assert stored.sources["2020-shanghai"][start:end] == "上海海关"
    assert duty["evidence"]["document"] == duty["campaign"] == "2020-shanghai"
    assert duty["evidence"]["quote"] == "（市市场监管局、上海海关按职责分工协作）"
    assert all(line["evidence"] is None for line in said["lines"] if line["heading"] == "partners")


OURS = {
    ("duties", "打击 App lead 行为（lead）"): "打击 App lead 行为（牵头）",
    ("departments", "上海市公安局（joint）"): "上海市公安局（按职责分工）",
    ("tasks", "Plan（support）: 甲（support）、乙（sole）"): "Plan（配合）: 甲（配合）、乙（负责）",
    ("alignment", "← 2018-national/2.1 (overlaps): law"): "← 2018-national/2.1 (交叉): law",
    ("facts", "type: normative document"): "类型: 规范性文件",
    ("facts", "title: the plan of a law"): "标题: the plan of a law",
    ("facts", "level: national"): "层级: 国家级",
    ("facts", "in force until: 2020-12-31"): "失效: 2020-12-31",
    ("facts", "repealed 2021-01-01"): "已废止 2021-01-01",
    ("facts", "truncated: the text breaks off"): "文本不全: 正文中断",
    ("predecessors", "甲: 2018-11 merge（市场监管） — 上海市机构改革方案(2018) (unverified)"): "甲: 2018-11 合并（市场监管） — 上海市机构改革方案(2018) (未核实)",
    ("cited", "laws cited before the tasks"): "任务之前引用",
    ("generic", "the lead"): "the lead",
}
"""Heading, line of a profile: what a Chinese reader sees. Words of plans, ids and titles stay as they are."""


@pytest.mark.parametrize(("heading", "text"), OURS)
def test_only_our_own_words_are_turned_into_chinese(heading: str, text: str) -> None:
    shown = as_text(Profile(Sort.TASK, "名", (Line(heading, text),)), "zh")
    assert shown.splitlines()[-1].strip() == OURS[heading, text]
    assert as_text(Profile(Sort.TASK, "名", (Line(heading, text),)), "en").splitlines()[-1].strip() == text


def test_every_kind_of_the_tables_has_a_chinese_word(show: Show) -> None:
    tables = shipped()
    for kind in {law.type for law in tables.laws}:
        line = Profile(Sort.LAW, "名", (Line("facts", f"type: {kind}"),))
        assert not any(char.isascii() and char.isalpha() for char in as_text(line)), kind
    for kind in {row.kind for row in tables.reorganisations}:
        line = Profile(Sort.DEPARTMENT, "名", (Line("successors", f"甲: 2018 {kind} — 据"),))
        assert not any(char.isascii() and char.isalpha() for char in as_text(line)), kind
    assert "（lead）" not in as_text(show("campaign", "2017-shanghai"))
