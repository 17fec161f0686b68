"""Names of bodies to bodies: resolve/bodies.csv and markers.csv (one answer), ambiguous.csv (none), places.csv; placed.csv has
bodies that no table lists, with the name that the plan's place gives them.

``before`` are the names that stand before the surface in one list; ``place`` and ``date`` are the plan's. The place of
a county is the chain at the start of its note, where there is one: 浙江省杭州市桐庐县.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.authority import shipped
from zhize.extraction.context import Actor, Context, Hint
from zhize.extraction.duties import departments
from zhize.extraction.lexicons import Lexicons
from zhize.extraction.placing import Where
from zhize.model import Department, Level
from zhize.outline import outline
from zhize.places import NATION, NOWHERE, Place
from zhize.resolve import Resolver
from zhize.scoring import plain
from zhize.text import view

HERE = Path(__file__).parent


@cache
def resolver() -> Resolver:
    return Resolver(shipped())


@cache
def lexicons() -> Lexicons:
    return Lexicons.of(shipped())


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "resolve" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def place_of(row: dict[str, str]) -> str:
    """Return the place of a row: the chain at the start of the note where that ends with the place."""
    chain = re.match(r"[\u4e00-\u9fff]+", row.get("note", ""))
    return chain[0] if chain is not None and chain[0].endswith(row["place"]) and row["place"] else row["place"]


def read(row: dict[str, str]) -> Department:
    """Return what the surface of a row means at the end of the list that stands before it."""
    names = [*filter(None, row["before"].split("、")), row["surface"]]
    seen = view("、".join(names))
    context = Context(
        outline(seen, shipped().cues), shipped(), resolver(), lexicons(), Where(None, None),
        resolver().place(place_of(row)), row["date"],
    )  # fmt: skip
    actors = []
    at = 0
    for name in names:
        actors.append(Actor(at, at + len(name), seen.text[at : at + len(name)], Hint.NAMED, 0, "test"))
        at += len(name) + 1
    found, _ = departments(context, actors, "")
    return next(each for each in found if any(m.start == actors[-1].start for m in each.mentions))


def id_of(row: dict[str, str]) -> str:
    return f"{row['surface']} in {row['place'] or 'no place'} {row['date']}" + (
        f" after {row['before']}" if row["before"] else ""
    )


@pytest.mark.parametrize("row", [*table("bodies.csv"), *table("markers.csv")], ids=id_of)
def test_body(row: dict[str, str]) -> None:
    found = read(row)
    one_class = "class" in row["note"]
    assert (plain(found.name), found.collective, found.resolved) == (plain(row["name"]), one_class, not one_class)


@pytest.mark.parametrize("row", table("ambiguous.csv"), ids=id_of)
def test_what_is_not_certain_stays_as_written(row: dict[str, str]) -> None:
    found = read(row)
    assert (found.name, found.resolved) == (row["surface"], False)
    assert found.reason


@pytest.mark.parametrize("row", table("placed.csv"), ids=id_of)
def test_a_body_that_no_table_lists_bears_the_place_its_name_shows(row: dict[str, str]) -> None:
    found = read(row)
    assert (found.name, found.resolved) == (row["name"], False)


@pytest.mark.parametrize("row", table("places.csv"), ids=lambda row: row["name"])
def test_place(row: dict[str, str]) -> None:
    found = resolver().place(row["name"])
    assert "|".join(f"{level} {name}" for level, name in found.names) == row["chain"]
    assert found.level is found.names[0][0]


def test_an_empty_place_is_nowhere() -> None:
    assert resolver().place(None) == resolver().place("") == NOWHERE
    assert NOWHERE.at(Level.NATIONAL) is None


def test_the_level_of_every_row_is_that_of_its_place() -> None:
    wrong = [
        id_of(row)
        for row in table("bodies.csv")
        if row["place"] and resolver().place(place_of(row)).level != row["level"]
    ]
    assert wrong == []


DATES = [
    ("市工商局", "上海市", "2017-07", "上海市工商行政管理局"),
    ("市工商局", "上海市", "2013", "上海市工商行政管理局"),
    ("市市场监管局", "上海市", "2020-11", "上海市市场监督管理局"),
    ("食品药品监管总局", "全国", "2014", "国家食品药品监督管理总局"),
    ("药监局", "全国", "2020", "国家药品监督管理局"),
    ("农业部", "全国", "2016", "中华人民共和国农业部"),
    ("农业农村部", "全国", "2019", "中华人民共和国农业农村部"),
]


@pytest.mark.parametrize(("surface", "place", "date", "name"), DATES)
def test_the_date_decides(surface: str, place: str, date: str, name: str) -> None:
    assert resolver().resolve(surface, resolver().place(place), date).name == name


def test_on_the_day_of_a_change_a_shared_short_form_means_the_new_body() -> None:
    national = [body for body in shipped().bodies if Level.NATIONAL in body.levels and not body.regions]
    changes = [
        (stem, old.until, new.name)
        for old in national
        for new in national
        if old.until and old.until == new.since and old.name != new.name
        for stem in sorted(set(old.stems) & set(new.stems))
    ]
    assert changes
    found = [(stem, day, resolver().resolve(stem, NATION, day).name) for stem, day, _ in changes]
    assert found == changes


def test_another_place_is_another_body() -> None:
    found = {
        place: resolver().resolve("市公安局", resolver().place(place), "2020").name
        for place in ("上海市", "杭州市", "浙江省")
    }
    assert found == {"上海市": "上海市公安局", "杭州市": "杭州市公安局", "浙江省": "市公安局"}


PLACES = st.sampled_from(
    ["全国", "上海市", "浙江省", "杭州市", "上海市黄浦区", "浙江省杭州市桐庐县", "新疆维吾尔自治区", ""]
)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="市省区县国家上海杭州公安工商税务局委厅办部各级地中共党宣传（）分 、x1", min_size=1, max_size=12),
    PLACES,
)
def test_any_words_are_resolved_or_kept_as_they_are(surface: str, name: str) -> None:
    place: Place = resolver().place(name)
    found = resolver().resolve(surface, place, "2020")
    assert found.reason
    if not found.resolved:
        assert found.name == surface
    if found.resolved and not found.collective:
        assert found.function in {function.name for function in shipped().functions}
        assert found.level is not None
