"""Deadlines: extraction/deadlines.yaml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.model import Deadline

HERE = Path(__file__).parent


def table() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "extraction" / "deadlines.yaml").read_text(encoding="utf-8"))
    return rows


def read(reader: Reader, text: str, starts: str = "2020年3月") -> tuple[str, tuple[Deadline, ...]]:
    source = f"甲市2020年专项行动方案\n\n决定于{starts}至12月开展专项行动。\n\n一、重点任务\n（一）甲事项。{text}\n（二）乙事项。做好工作。\n"
    task = next(task for task in reader.read(source, "a.txt").tasks if task.path == "1.1")
    return source, task.deadlines


@pytest.mark.parametrize("row", table(), ids=lambda row: row["text"])
def test_deadlines(row: dict[str, Any], reader: Reader) -> None:
    source, found = read(reader, row["text"], row.get("starts", "2020年3月"))
    assert [[d.mention.surface, d.date, d.what] for d in found] == row["deadlines"]
    assert [source[d.mention.start : d.mention.end] for d in found] == [d.mention.surface for d in found]


def test_a_blank_time_of_a_table_is_that_of_its_block_only(reader: Reader) -> None:
    rows = [
        "序号|任务类别|任务内容|牵头单位|完成时限",
        "1|食品|查农产品。|市农业农村局|2021年5月底前",
        "2||查餐饮。|市市场监管局|",
        "3|宣传|发布消费提示。|市商务局|",
    ]
    tasks = reader.read("杭州市2021年专项行动方案\n\n" + "\n".join(rows) + "\n", "a.txt").tasks
    assert [[d.date for d in task.deadlines] for task in tasks] == [["2021-05-31"], ["2021-05-31"], []]


READER = Reader(shipped())


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 14),
    st.integers(0, 33),
    st.sampled_from(["2020年", "2021年", "", "今年", "明年"]),
    st.sampled_from(["日前", "号前", "日之前"]),
)
def test_a_date_is_one_of_the_calendar_or_none(month: int, day: int, year: str, end: str) -> None:
    _, found = read(READER, f"请于{year}{month}月{day}{end}报送。")
    for deadline in found:
        if deadline.date is not None:
            date = dt.date.fromisoformat(deadline.date)
            assert (date.month, date.day) == (month, day)
