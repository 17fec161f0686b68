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
