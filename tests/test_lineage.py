"""Lineage: heirs by date, functions passed on, counterparts at other levels."""

from __future__ import annotations

from functools import cache

import pytest

from zhize.authority import shipped
from zhize.lineage import Lineage, counterparts, words


@cache
def _lineage() -> Lineage:
    return Lineage(shipped())


@pytest.mark.parametrize(
    ("name", "date", "heirs"),
    [
        ("上海市工商行政管理局", "2020-11-25", ["上海市市场监督管理局"]),
        ("上海市工商行政管理局", "2017-07-28", []),
        ("上海市质量技术监督局", "2018-05", []),
        ("上海市食品药品监督管理局", "2020", ["上海市市场监督管理局", "上海市药品监督管理局"]),
        ("中华人民共和国上海出入境检验检疫局", "2020", ["中华人民共和国上海海关"]),
        ("国家工商行政管理总局", "2018-05", ["国家市场监督管理总局"]),
        ("国家食品药品监督管理局", "2020",
         ["国家食品药品监督管理总局", "国家市场监督管理总局", "国家药品监督管理局"]),
        ("国家林业局", "2020", ["国家林业和草原局"]),
        ("浙江省旅游局", "2020", ["浙江省文化和旅游厅"]),
        ("中国银行业监督管理委员会", "2025", ["中国银行保险监督管理委员会", "国家金融监督管理总局"]),
        ("中华人民共和国公安部", "2025", []),
        ("不存在的机构", "2025", []),
    ],
)  # fmt: skip
def test_heirs_by_a_date(name: str, date: str, heirs: list[str]) -> None:
    assert [heir.name for heir in _lineage().heirs(name, date)] == heirs


def test_heirs_carry_the_reforms_that_led_to_them() -> None:
    found = {heir.name: [reform.id for reform in heir.reforms]
             for heir in _lineage().heirs("国家食品药品监督管理局", "2020")}  # fmt: skip
    assert found["国家药品监督管理局"] == ["2013-cfda", "2018-nmpa"]
    [heir] = _lineage().heirs("上海市工商行政管理局", "2020")
    assert [(reform.id, reform.date) for reform in heir.reforms] == [("2018-local-amr-shanghai/上海市", "2018-11")]


@pytest.mark.parametrize(
    ("name", "other", "date", "reform"),
    [
        ("中华人民共和国国家发展和改革委员会", "国家市场监督管理总局", "2020", "2018-samr-price"),
        ("上海市发展和改革委员会", "上海市市场监督管理局", "2020", "2018-local-price-shanghai/上海市"),
        ("上海市发展和改革委员会", "上海市市场监督管理局", "2017", None),
        ("上海市公安局", "上海市市场监督管理局", "2020", None),
    ],
)
def test_work_passed_from_body_to_body(name: str, other: str, date: str, reform: str | None) -> None:
    found = _lineage().passed(name, (other,), date)
    assert (found.id if found else None) == reform


@pytest.mark.parametrize(
    ("one", "other", "akin"),
    [
        ("市场监管", "市场监管", True),
        ("工商", "市场监管", True),
        ("市场监管", "质监", True),
        ("食药监", "药品监管", True),
        ("工商", "药品监管", False),
        ("工商", "质监", False),
        ("通信", "工信", True),
        ("绿化市容", "林业和草原", True),
        ("检验检疫", "海关", True),
        ("广播电视", "宣传", False),
        ("市场监管", "药品监管", False),
        ("公安", "海关", False),
        ("公安", None, False),
        (None, None, False),
    ],
)
def test_functions_akin(one: str | None, other: str | None, akin: bool) -> None:
    assert _lineage().akin(one, other) is akin
    assert _lineage().akin(other, one) is akin


def test_function_of_a_body_by_its_name() -> None:
    assert _lineage().function("上海市绿化和市容管理局") == "绿化市容"
    assert _lineage().function("不存在的机构") is None


def test_counterparts_name_functions_of_the_table() -> None:
    functions = {function.name for function in shipped().functions}
    assert [pair for pair in counterparts() if not set(pair) <= functions] == []


def test_words_come_longest_first() -> None:
    found = words("generic")
    assert list(found) == sorted(found, key=lambda word: (-len(word), word))
    assert "加强" in found
