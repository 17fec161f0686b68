"""One thing through the years."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.comparison import Sort, timeline, timeline_as_json, timeline_as_text
from zhize.errors import QueryError
from zhize.extraction import Reader

CAMPAIGNS = Path(__file__).parents[1] / "data" / "campaigns"


@cache
def _plans() -> tuple[CampaignEntry, ...]:
    reader = Reader(shipped())
    texts = [(path, path.read_bytes().decode("utf-8-sig")) for path in sorted(CAMPAIGNS.glob("*.txt"))]
    return tuple(of_record(reader.read(text, path.name), text) for path, text in texts)


@pytest.mark.parametrize(
    ("sort", "name", "expected"),
    [
        (Sort.PRODUCT, "口罩", [("2020-national", "2.7"), ("2020-shanghai", "2.2.2"), ("2020-shanghai", "2.3.4")]),
        (Sort.LAW, "网络交易监督管理办法",
         [("2017-shanghai", "3.1"), ("2018-national", "2.1"), ("2021-xinjiang", "2.1"), ("2021-xinjiang", "3.3")]),
        (Sort.DEPARTMENT, "国家林业和草原局", [("2020-national", "2.4")]),
        (Sort.DEPARTMENT, "上海市药品监督管理局",
         [("2017-shanghai", "3.8"), ("2020-shanghai", "2.1.1"), ("2020-shanghai", "2.1.2"), ("2020-shanghai", "2.3.2"),
          ("2020-shanghai", "2.3.5")]),
    ],
)  # fmt: skip
def test_entries_by_date(sort: Sort, name: str, expected: list[tuple[str, str]]) -> None:
    assert [(entry.campaign, entry.path) for entry in timeline(sort, name, _plans(), shipped()).entries] == expected


def test_a_violation_is_followed_by_its_concept() -> None:
    found = timeline(Sort.VIOLATION, "炒信", _plans(), shipped())
    assert ("2020-national", "2.2") in [(entry.campaign, entry.path) for entry in found.entries]
    assert found.absent == ("2018-national",)


def test_a_task_is_followed_through_its_links() -> None:
    found = [(entry.campaign, entry.path) for entry in timeline(Sort.TASK, "2018-national 2.3", _plans(), shipped()).entries]
    assert ("2017-shanghai", "2.3.3") in found
    assert found[-4:] == [
        ("2018-national", "2.3"), ("2020-national", "2.2"), ("2020-shanghai", "2.3.1"), ("2021-xinjiang", "2.4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "name"),
    [(Sort.PRODUCT, "没有的东西"), (Sort.TASK, "2018-national 9.9"), (Sort.TASK, "1999-nowhere 1"), (Sort.LAW, "没有法")],
)
def test_what_no_plan_has_is_an_error(sort: Sort, name: str) -> None:
    with pytest.raises(QueryError, match=name):
        timeline(sort, name, _plans(), shipped())


def test_text_and_json() -> None:
    found = timeline(Sort.DEPARTMENT, "上海市药品监督管理局", _plans(), shipped())
    lines = timeline_as_text(found).splitlines()
    assert lines[:5] == [
        "上海市药品监督管理局：2 次行动，5 处",
        "  先后名称：上海市食品药品监督管理局、上海市药品监督管理局",
        "2017-07-28 2017-shanghai",
        "  3.8     市食品药品监管局  上海市食品药品监督管理局  (单独负责)",
        "    (八)【市食品药品监管局】。",
    ]
    assert lines[-1] == "未见：2018-national, 2020-national, 2021-xinjiang"
    assert "  3.8     市食品药品监管局  上海市食品药品监督管理局  (sole)" in timeline_as_text(found, "en").splitlines()
    result = json.loads(json.dumps(timeline_as_json(found)))
    assert (result["kind"], result["entries"][0]["campaign"]) == ("department", "2017-shanghai")


@pytest.mark.parametrize(
    ("name", "means"),
    [("市食品药品监管局", "上海市食品药品监督管理局"), ("市药品监管局", "上海市药品监督管理局"), ("税务总局", "国家税务总局")],
)
def test_a_body_may_be_named_as_plans_name_it(name: str, means: str) -> None:
    found, full = (timeline(Sort.DEPARTMENT, each, _plans(), shipped()).entries for each in (name, means))
    assert found == full


def test_a_name_that_means_several_bodies_is_an_error_that_lists_them() -> None:
    with pytest.raises(QueryError, match="上海市市场监督管理局, 新疆维吾尔自治区市场监督管理局"):
        timeline(Sort.DEPARTMENT, "市场监管局", _plans(), shipped())


def test_a_thing_that_no_plan_has_is_told_with_its_nearest() -> None:
    with pytest.raises(QueryError, match="nearest: 口罩"):
        timeline(Sort.PRODUCT, "医用口罩罩", _plans(), shipped())


def test_a_task_may_be_named_with_a_slash() -> None:
    one, other = (timeline(Sort.TASK, name, _plans(), shipped()).entries for name in ("2018-national 2.3", "2018-national/2.3"))
    assert one == other
