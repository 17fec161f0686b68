"""Numbers and marks: tables in numbering/*.csv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhize.numbering import MEASURE, STYLES, mark_at, numeral

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "numbering" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("row", table("numerals.csv"), ids=lambda row: row["text"])
def test_numeral(row: dict[str, str]) -> None:
    assert numeral(row["text"]) == (int(row["value"]) if row["value"] else None)


@pytest.mark.parametrize("row", table("marks.csv"), ids=lambda row: row["line"])
def test_mark(row: dict[str, str]) -> None:
    mark = mark_at(row["line"])
    if not row["style"]:
        assert mark is None
        return
    assert mark is not None
    shown = (mark.style, ".".join(map(str, mark.numbers)), row["line"][mark.end :])
    assert shown == (row["style"], row["numbers"], row["rest"])


def test_every_style_has_a_row() -> None:
    assert {row["style"] for row in table("marks.csv")} - {""} == set(STYLES)


@pytest.mark.parametrize("row", [row for row in table("marks.csv") if row["style"]], ids=lambda row: row["line"])
def test_a_mark_is_found_where_it_stands(row: dict[str, str]) -> None:
    before = "查农产品。"
    assert mark_at(before + row["line"], len(before)) == mark_at(row["line"])
    assert mark_at(before + row["line"]) is None


def in_chinese(number: int) -> str:
    """Return a number below a thousand as official documents write it."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = digits[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@given(st.integers(1, 999))
def test_every_chinese_number_is_read(number: int) -> None:
    assert numeral(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一是摸清底数", "一"),
        ("二是要加强", "二"),
        ("三要强化", "三"),
        ("十一是完善", "十一"),
        ("一是否合法", None),
        ("二要点", None),
        ("四要求", None),
    ],
)
def test_measure(text: str, number: str | None) -> None:
    found = MEASURE.match(text)
    assert (found[1] if found else None) == number
