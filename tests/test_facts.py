"""Facts of the document: extraction/facts.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhize.extraction import Reader
from zhize.extraction.dating import ascii_years

HERE = Path(__file__).parent
ITEMS = """
一、重点任务
（一）查农产品。严查农药残留。
（二）查餐饮。严查后厨。
二、工作要求
（一）加强领导。
"""
LISTS = ("issuers", "addressees", "implements", "laws_cited")


def table() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "extraction" / "facts.yaml").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("row", table(), ids=lambda row: row["why"])
def test_facts(row: dict[str, Any], reader: Reader) -> None:
    plan = row.get("whole") or f"{row['head']}\n{ITEMS}\n{row.get('tail', '')}\n"
    record = reader.read(plan, "a.txt")
    found = {
        key: [each.name for each in getattr(record, key)] if key in LISTS else getattr(record, key)
        for key in row["facts"]
    }
    assert found == row["facts"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("二〇一九年三月", "2019年三月"),
        ("二○二一年", "2021年"),
        ("二零二零年", "2020年"),
        ("十九大", "十九大"),
        ("第二〇一九条", "第二〇一九条"),
    ],
)
def test_ascii_years(text: str, shown: str) -> None:
    assert ascii_years(text) == shown
