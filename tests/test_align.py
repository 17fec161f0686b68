"""Alignment: links, relations, reasons, overrides, the likest of many plans."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from zhize.align import Aligner, Link, Relation, likest
from zhize.align.overrides import Override, apply, load
from zhize.align.passages import pieces
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, TaskEntry, of_record
from zhize.errors import TableError
from zhize.extraction import Reader
from zhize.model import TaskKind

ROOT = Path(__file__).parents[1]


@cache
def _aligner() -> Aligner:
    return Aligner(shipped())


@cache
def _plan(name: str) -> CampaignEntry:
    path = next(path for folder in ("data/campaigns", "tests/plans") for path in (ROOT / folder).rglob(f"{name}.txt"))
    text = path.read_bytes().decode("utf-8-sig")
    return of_record(Reader(shipped()).read(text, path.name), text)


@cache
def _links(one: str, other: str) -> tuple[Link, ...]:
    return _aligner().align(_plan(one), _plan(other))


def _pairs(one: str, other: str) -> set[tuple[str, str]]:
    return {(link.one.path, link.other.path) for link in _links(one, other)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Two plans in a row that no table or threshold was made for, by what their headings and texts assign.
        ("2020-national", "2022-guizhou-wangjian",
         {("2.1", "2.1.1"), ("2.1", "2.1.2"), ("2.3", "2.3.2"), ("2.4", "2.3.3"), ("2.5", "2.3.1"), ("2.7", "2.4.1"),
          ("2.7", "2.4.2")}),
        ("2018-national", "2022-guizhou-wangjian",
         {("2.1", "2.1.1"), ("2.2", "2.3.2"), ("2.4", "2.3.1"), ("2.5", "2.4.1"), ("2.5", "2.4.2")}),
    ],
)  # fmt: skip
def test_plans_never_seen_before_are_linked(one: str, other: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= _pairs(one, other)


@pytest.mark.parametrize(
    ("one", "other", "most"),
    [
        ("2018-guangxi-tourism", "2020-yanta-training", 0),
        ("2017-guangxi-yesheng", "2021-yishui-gas", 0),
        ("2018-national", "2019-huaiyuan-yanhua", 0),
    ],
)
def test_plans_on_different_matters_are_not_linked(one: str, other: str, most: int) -> None:
    assert len(_pairs(one, other)) <= most


def test_a_duty_links_only_to_tasks_of_its_body_or_heir() -> None:
    lineage = _aligner().lineage
    for link in _links("2017-shanghai", "2020-shanghai"):
        if link.one.kind is TaskKind.DUTY:
            holder = link.one.holders[0]
            heirs = {heir.name for heir in lineage.heirs(holder.name, "2020-11-25")}
            names = {each.name for each in link.other.holders}
            assert (
                {holder.name, *heirs} & names
                or any(lineage.akin(holder.function, each.function) for each in link.other.holders)
                or lineage.passed(holder.name, names, "2020-11-25")
            ), (link.one.path, link.other.path)


def test_links_are_the_mirror_of_those_asked_for_the_other_way() -> None:
    there, back = _links("2018-national", "2020-shanghai"), _links("2020-shanghai", "2018-national")
    assert {link.mirrored for link in there} == set(back)


def test_relations_follow_what_each_task_covers() -> None:
    plan = _plan("2018-national")
    whole = plan.tasks[0]
    half = whole.text[: len(whole.text) // 3]
    part = replace(whole, text=half, end=whole.start + len(half), title="规范资格")
    shorter = replace(plan, id="shorter", published="2019", tasks=(part, *plan.tasks[1:]))
    [link] = [link for link in _aligner().align(plan, shorter) if link.one.path == whole.path]
    assert link.relation is Relation.NARROWER
    [back] = [link for link in _aligner().align(shorter, plan) if link.one.path == whole.path]
    assert back.relation is Relation.BROADER


def test_reason_names_what_is_shared() -> None:
    [link] = [x for x in _links("2018-national", "2020-shanghai") if (x.one.path, x.other.path) == ("2.4", "2.2.3")]
    assert link.reason.violations == ("虚假违法广告",)
    assert link.reason.products == ("保健食品", "药品")
    assert ("中华人民共和国公安部", "上海市公安局") in link.reason.bodies
    assert link.reason.text().startswith("违法行为：虚假违法广告；商品服务：保健食品、药品；")
    assert link.reason.text("en").startswith("violations: 虚假违法广告; products: 保健食品, 药品; ")
    laws = [x.reason.laws for x in _links("2020-national", "2021-xinjiang") if x.one.path == "2.2"]
    assert "中华人民共和国反垄断法" in laws[0]


def test_requirements_and_schedules_are_not_aligned() -> None:
    kinds = {task.kind for link in _links("2017-shanghai", "2020-shanghai") for task in (link.one, link.other)}
    assert kinds == {TaskKind.TASK, TaskKind.DUTY}


def test_plans_without_tasks_have_no_links() -> None:
    plan = _plan("2018-national")
    assert _aligner().align(plan, replace(plan, id="none", tasks=())) == ()


def test_likest_finds_the_plan_on_the_same_matter() -> None:
    others = [_plan(name) for name in ("2014-zhoukou-farminputs", "2018-national", "2021-yishui-gas")]
    found = likest(_plan("2020-national"), others)
    assert found is not None
    assert found.id == "2018-national"
    assert likest(_plan("2020-national"), []) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("禁限售，APP", ["禁限", "限售", "app"]), ("第12条2020年", ["2020"]), ("（一）", [])],
)
def test_pieces(text: str, expected: list[str]) -> None:
    assert list(pieces(text)) == expected


# --- overrides ----------------------------------------------------------------------------------------------------

HEAD = "from,from_path,to,to_path,relation,reason\n"


def test_overrides_set_and_take_out_links_in_both_directions(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(
        f"{HEAD}2018-national,2.4,2020-national,2.2,none,only a word in common\n"
        "2018-national,2.1,2020-national,2.6,broader,the ministry says so\n",
        encoding="utf-8",
    )
    rows = load(path)
    one, other = _plan("2018-national"), _plan("2020-national")
    found = {(x.one.path, x.other.path): x for x in apply(_links("2018-national", "2020-national"), one, other, rows)}
    assert ("2.4", "2.2") not in found
    assert (found["2.1", "2.6"].relation, found["2.1", "2.6"].by_hand) == (Relation.BROADER, "the ministry says so")
    back = {(x.one.path, x.other.path): x for x in apply(_links("2020-national", "2018-national"), other, one, rows)}
    assert back["2.6", "2.1"].relation is Relation.NARROWER
    assert ("2.2", "2.4") not in back


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n", "row 1"),
        (f"{HEAD}a,1,b,2,wider,why\n", "row 2: relation 'wider'"),
        (f"{HEAD}a,1,b,2,same,\n", "row 2: needs"),
    ],
)
def test_malformed_overrides_name_file_and_row(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=says) as error:
        load(path)
    assert str(path) in str(error.value)


def test_an_override_for_a_task_that_is_not_there_is_an_error() -> None:
    one, other = _plan("2018-national"), _plan("2020-national")
    row = Override("2018-national", "9.9", "2020-national", "2.1", Relation.SAME, "why")
    with pytest.raises(TableError, match=r"2018-national has no task or duty 9\.9"):
        apply((), one, other, [row])


def test_tasks_word_for_word_the_same_are_linked_even_without_any_word_that_weighs() -> None:
    plan = _plan("2018-national")
    bare: TaskEntry = replace(plan.tasks[0], path="2.9", title="一", text="一。", start=0, end=2, holders=())
    one, other = (replace(plan, id=name, tasks=(bare,)) for name in ("one", "other"))
    [link] = _aligner().align(one, other)
    assert (link.relation, link.score) == (Relation.SAME, 1.0)
