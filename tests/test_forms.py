"""The forms that names of bodies take in the tables."""

from __future__ import annotations

import pytest

from zhize.authority import shipped
from zhize.forms import Forms, valid_at
from zhize.model import Level

FORMS = Forms(shipped())


@pytest.mark.parametrize(
    ("mark", "levels"),
    [
        ("自治区", (Level.PROVINCIAL,)),
        ("市", (Level.COUNTY, Level.MUNICIPAL, Level.PROVINCIAL)),
        ("区", (Level.COUNTY, Level.PROVINCIAL)),
        ("州", (Level.MUNICIPAL,)),
    ],
)
def test_marks_tell_the_levels_they_can_mean_from_the_lowest(mark: str, levels: tuple[Level, ...]) -> None:
    assert FORMS.marks[mark] == levels


def test_a_longer_mark_comes_before_one_that_begins_it() -> None:
    marks = list(FORMS.marks)
    assert all(not later.startswith(mark) for at, mark in enumerate(marks) for later in marks[at + 1 :])


@pytest.mark.parametrize(
    ("date", "name"),
    [("2016", "工商行政管理局"), ("2020", "市场监督管理局")],
)
def test_of_the_bodies_of_one_short_form_that_counts_which_was_there_at_the_date(date: str, name: str) -> None:
    rows = [row for stem in ("工商局", "市场监管局") for row in FORMS.stems[stem, Level.PROVINCIAL, False] if not row.regions]
    row = valid_at(rows, date)
    assert row is not None
    assert FORMS.name(row, Level.PROVINCIAL, "浙江省") == "浙江省" + name


def test_no_row_is_chosen_of_none() -> None:
    assert valid_at([], "2020") is None
