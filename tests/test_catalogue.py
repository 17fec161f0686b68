"""Campaigns as views: sentences that prove (catalogue/sentences.yaml), and the view of a record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhize.catalogue import Aim, Cited, Due, Evidence, Holder, of_record, plain, sentence
from zhize.model import Deadline, Department, Issuer, Law, Level, Mention, Record, Role, Target, Task, TaskKind

HERE = Path(__file__).parent


def table() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "catalogue" / "sentences.yaml").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("row", table(), ids=lambda row: row["source"])
def test_sentence(row: dict[str, Any]) -> None:
    before, _, rest = row["source"].partition("⟦")
    mention, _, after = rest.partition("⟧")
    assert sentence(before + mention + after, len(before), len(before) + len(mention)) == row["quote"]


def test_a_sentence_without_end_is_cut_at_the_limit() -> None:
    source = "甲" * 1000 + "刷单" + "乙" * 1000
    assert sentence(source, 1000, 1002, limit=5) == "甲甲甲甲甲刷单乙乙乙乙乙"


@given(st.text(alphabet="查处刷单炒信。；！\n *（）", min_size=1, max_size=80), st.data())
def test_a_sentence_holds_its_mention_on_one_line(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    quote = sentence(source, start, end)
    assert plain(source[start:end].replace("*", "")) in plain(quote.replace("*", ""))
    assert "\n" not in quote
    assert plain(quote.replace("*", "")) in plain(source.replace("*", ""))


@pytest.mark.parametrize(
    ("surface", "shown"), [("刷单\n **炒信**", "刷单炒信"), ("市 公安局\u3000", "市公安局"), ("A*B", "A*B"), ("", "")]
)
def test_plain(surface: str, shown: str) -> None:
    assert plain(surface) == shown


SOURCE = "（一）按《食品安全法》第一条，查处假冒 食品、药品和假冒食品，12月1日前由市公安局、有关部门、有关部门负责。"


def mention(words: str, nth: int = 0) -> Mention:
    at = -1
    for _ in range(nth + 1):
        at = SOURCE.index(words, at + 1)
    return Mention(words, at, at + len(words), "test")


def task_of() -> Task:
    return Task(
        path="2.1",
        kind=TaskKind.TASK,
        title="查处",
        start=0,
        end=len(SOURCE),
        departments=(Department("杭州市公安局", Role.SOLE, (mention("市公安局"),), "公安", "杭州市", True),),
        generic=(mention("有关部门"), mention("有关部门", 1)),
        laws=(Law("中华人民共和国食品安全法", (mention("《食品安全法》"),), "第一条", True),),
        products=(
            Target("药品", (mention("药品"),), True),
            Target("食品", (mention("食品", 2),), True),
            Target("食品", (mention("食品", 1),), True),
        ),
        violations=(Target("假冒", (mention("假冒 食品"), mention("假冒食品")), False),),
        deadlines=(Deadline("2021-12-01", "由市公安局负责", mention("12月1日前")),),
    )


def record_of(**changes: Any) -> Record:
    record = Record(
        document="2021 杭州.txt", title="方案", number="杭〔2021〕1号", level=Level.MUNICIPAL, region="杭州市", year=2021, starts="2021-03",
        ends="2021-12", published="2021-02-28", issuers=(Issuer("杭州市公安局", mention("市公安局")), Issuer("杭州市人民政府", mention("市公安局"))),
        addressees=(), implements=(Law("甲方案", (mention("食品"),)),), truncated=True, laws_cited=(Law("乙法", (mention("食品"),)),),
        tasks=(task_of(),), measures=(), indicators=(),
    )  # fmt: skip
    return replace(record, **changes)


def proof(words: str, nth: int = 0) -> Evidence:
    found = mention(words, nth)
    return Evidence("2021-杭州", "2.1", found.start, found.end, SOURCE.replace(" ", ""))


def test_the_view_of_a_task() -> None:
    (task,) = of_record(record_of(), SOURCE).tasks
    assert (task.campaign, task.path, task.kind, task.title) == ("2021-杭州", "2.1", TaskKind.TASK, "查处")
    assert task.text == SOURCE
    assert task.holders == (
        Holder("杭州市公安局", Role.SOLE, "公安", "杭州市", True, False, "市公安局", (proof("市公安局"),)),
    )
    assert task.generic == ("有关部门",)
    assert task.laws == (Cited("中华人民共和国食品安全法", "第一条", "《食品安全法》", (proof("《食品安全法》"),)),)
    assert task.products == (
        Aim("食品", ("食品",), (proof("食品", 1), proof("食品", 2))),
        Aim("药品", ("药品",), (proof("药品"),)),
    )
    assert task.violations == (Aim("假冒", ("假冒食品",), (proof("假冒 食品"), proof("假冒食品"))),)
    assert task.deadlines == (Due("2021-12-01", "由市公安局负责", proof("12月1日前")),)


def test_the_view_of_a_record() -> None:
    entry = of_record(record_of(tasks=()), SOURCE)
    facts = (entry.id, entry.title, entry.number, entry.level, entry.region, entry.year, entry.truncated)
    assert facts == ("2021-杭州", "方案", "杭〔2021〕1号", "municipal", "杭州市", 2021, True)
    assert (entry.starts, entry.ends, entry.published) == ("2021-03", "2021-12", "2021-02-28")
    assert (entry.issuers, entry.implements, entry.laws_cited) == (
        ("杭州市人民政府", "杭州市公安局"),
        ("甲方案",),
        ("乙法",),
    )


def test_what_a_document_lacks_is_none() -> None:
    entry = of_record(
        record_of(title=None, level=None, region=None, year=None, starts=None, published=None, tasks=()), SOURCE
    )
    assert (entry.title, entry.level, entry.region, entry.year, entry.date) == ("2021-杭州", None, None, None, "")


def test_tasks_are_in_order_of_the_text() -> None:
    late, early = replace(task_of(), path="1"), replace(task_of(), path="9", end=5)
    assert [task.path for task in of_record(record_of(tasks=(late, early)), SOURCE).tasks] == ["9", "1"]


DATES = [
    ({}, "2021-02-28"),
    ({"published": None}, "2021-03"),
    ({"published": None, "starts": None}, "2021"),
    ({"published": None, "starts": None, "year": None}, ""),
]


@pytest.mark.parametrize(("changes", "date"), DATES)
def test_the_date_to_read_a_plan_at(changes: dict[str, Any], date: str) -> None:
    assert of_record(record_of(**changes), SOURCE).date == date
