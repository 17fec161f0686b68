"""Scores of a record against gold: each rule of the annotation guide, and the shipped gold against itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhize.errors import InputError
from zhize.model import (
    Deadline,
    Department,
    Indicator,
    Issuer,
    Law,
    Level,
    Measure,
    Mention,
    Record,
    Role,
    Target,
    Task,
    TaskKind,
)
from zhize.scoring import Kind, Scores, Tally, alike, as_json, merge, plain, read_gold, report, score

ROOT = Path(__file__).parents[1]
GOLD_FILES = sorted([*ROOT.glob("data/gold/*.yaml"), *ROOT.glob("tests/plans/**/*.yaml")])
Gold = dict[str, Any]


@cache
def _shipped(path: Path) -> Gold:
    return read_gold(path)


def _mentions(*surfaces: str) -> tuple[Mention, ...]:
    return tuple(Mention(surface, 0, len(surface), "test") for surface in surfaces)


def _task(task: Mapping[str, Any]) -> Task:
    return Task(
        path=task["path"],
        kind=TaskKind(task["kind"]),
        title=task["title"],
        start=0,
        end=0,
        departments=tuple(
            Department(e["name"], Role(e["role"]), _mentions(e["surface"], *e.get("also", ())))
            for e in task["departments"]
        ),
        laws=tuple(Law(e["name"], _mentions(e.get("surface", ""))) for e in task["laws"]),
        products=tuple(Target(e, _mentions(*e.split("|"))) for e in task["products"]),
        violations=tuple(Target(e, _mentions(*e.split("|"))) for e in task["violations"]),
        deadlines=tuple(
            Deadline(e["date"] and str(e["date"]), "", _mentions(e["surface"])[0]) for e in task["deadlines"]
        ),
    )


def record_of(gold: Mapping[str, Any]) -> Record:
    """Return the record that says what gold says; ``|`` parts the mentions of a product or violation."""
    return Record(
        document=gold["document"],
        title=gold["title"],
        number=gold["number"],
        level=Level(gold["level"]),
        region=gold["region"],
        year=int(gold["year"]),
        starts=gold["starts"],
        ends=gold["ends"],
        published=gold["published"],
        issuers=tuple(Issuer(name, _mentions(name)[0]) for name in gold["issuers"]),
        addressees=(),
        implements=(),
        truncated=gold["truncated"],
        laws_cited=(),
        tasks=tuple(_task(task) for task in gold["tasks"]),
        measures=tuple(Measure(e["path"], e["begins"], 0, 0) for e in gold["measures"]),
        indicators=tuple(
            Indicator(int(e["form"]), e["department"], e["name"], e["unit"], _mentions(e["name"])[0])
            for e in gold["indicators"]
        ),
    )


def _gold_task(path: str = "2.1", **said: object) -> Gold:
    task: Gold = {"path": path, "kind": "task", "title": f"任务{path}", "departments": [], "generic": []}
    return task | {"laws": [], "products": [], "violations": [], "deadlines": []} | said


def _gold(*tasks: Gold, **said: object) -> Gold:
    facts: Gold = {
        "document": "2020-a.txt", "title": "方案", "number": None, "level": "provincial", "region": "上海市",
        "year": 2020, "starts": "2020-11", "ends": "2020-12", "published": None, "truncated": False,
        "issuers": ["上海市市场监督管理局"],
    }  # fmt: skip
    return facts | {"tasks": list(tasks), "measures": [], "indicators": []} | said


def _counts(scores: Scores, kind: Kind) -> tuple[int, int, int]:
    tally = scores.tallies[list(Kind).index(kind)]
    assert tally.kind is kind
    return tally.gold, tally.found, tally.matched


def _flawed(scores: Scores) -> set[Kind]:
    return {tally.kind for tally in scores.tallies if tally.f1 < 1.0}


BODY = {"surface": "市公安局", "name": "上海市公安局", "role": "lead"}
TRADE = {"surface": "市商务委", "name": "上海市商务委员会", "role": "support"}

#: What gold has, what the record has; gold, found, matched of departments, of named and of roles.
DEPARTMENTS: list[tuple[list[Gold], list[Gold], str]] = [
    ([BODY], [BODY], "111 111 111"),
    ([BODY], [], "100 100 100"),
    ([], [BODY], "010 010 010"),
    ([BODY, TRADE], [TRADE, BODY], "222 222 222"),
    ([BODY], [BODY | {"name": "公安局"}], "111 110 111"),
    ([BODY], [BODY | {"role": "joint"}], "111 111 110"),
    ([BODY], [BODY | {"surface": "公安局"}], "110 110 110"),
    # white space, Markdown marks, width of brackets, national prefixes
    ([BODY], [BODY | {"surface": "市 公\n**安局**"}], "111 111 111"),
    ([BODY | {"surface": "公安局（刑侦）"}], [BODY | {"surface": "公安局(刑侦)"}], "111 111 111"),
    ([BODY], [BODY | {"name": "中华人民共和国上海市公安局"}], "111 111 111"),
    ([BODY | {"name": "国家税务总局上海市税务局"}], [BODY | {"name": "上海市税务局"}], "111 111 111"),
    ([BODY | {"name": "中共上海市委"}], [BODY | {"name": "上海市委"}], "111 111 111"),
    ([BODY | {"name": "国家税务总局"}], [BODY | {"name": "中华人民共和国"}], "111 110 111"),
    # what gold accepts besides
    ([BODY | {"accept": ["公安局"]}], [BODY | {"name": "公安局"}], "111 111 111"),
    ([BODY | {"accept_role": ["joint"]}], [BODY | {"role": "joint"}], "111 111 111"),
    ([BODY | {"alt_surface": ["公安局"]}], [BODY | {"surface": "公安局"}], "111 111 111"),
    ([BODY | {"unscored": True}, TRADE], [TRADE], "111 111 111"),
    ([BODY | {"unscored": True}], [BODY | {"name": "公安局", "role": "sole"}], "000 000 000"),
    # any mention of the entry will do; duplicates count once
    ([BODY], [BODY | {"surface": "公安", "also": ["市公安局"]}], "111 111 111"),
    ([BODY, BODY], [BODY], "111 111 111"),
    ([BODY], [BODY, BODY], "111 111 111"),
    ([BODY], [BODY, BODY | {"role": "sole"}], "111 111 121"),
    ([BODY], [BODY, BODY | {"name": "公安局"}], "111 121 111"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "said", "counts"), DEPARTMENTS)
def test_departments(wanted: list[Gold], said: list[Gold], counts: str) -> None:
    scores = score(_gold(_gold_task(departments=wanted)), record_of(_gold(_gold_task(departments=said))))
    kinds = (Kind.DEPARTMENTS, Kind.NAMED, Kind.ROLES)
    assert " ".join("{}{}{}".format(*_counts(scores, kind)) for kind in kinds) == counts


LAW = {"surface": "《电子商务法》", "name": "中华人民共和国电子商务法"}
DUE = {"surface": "1月8日前", "date": "2021-01-08", "what": "报送"}

#: Key of the task, what gold has, what the record has, (gold, found, matched).
ENTRIES: list[tuple[str, list[object], list[object], tuple[int, int, int]]] = [
    ("laws", [LAW], [LAW | {"name": "电子商务法"}], (1, 1, 1)),
    ("laws", [LAW], [LAW | {"surface": "本法"}], (1, 1, 1)),
    ("laws", [LAW], [LAW | {"name": "广告法"}], (1, 1, 0)),
    ("laws", [LAW | {"accept": ["电商法"]}], [LAW | {"name": "电商法"}], (1, 1, 1)),
    ("laws", [LAW, LAW | {"article": "第三条"}], [LAW], (1, 1, 1)),
    ("deadlines", [DUE], [DUE | {"surface": "8日"}], (1, 1, 1)),
    ("deadlines", [DUE], [DUE | {"date": "2021-01"}], (1, 1, 0)),
    ("deadlines", [DUE | {"accept": ["2021-01"]}], [DUE | {"date": "2021-01"}], (1, 1, 1)),
    ("deadlines", [DUE | {"date": None}], [DUE | {"date": None}], (1, 1, 1)),
    ("deadlines", [DUE | {"date": None}], [DUE], (1, 1, 0)),
    ("products", ["食品"], ["食品"], (1, 1, 1)),
    ("products", ["食品"], ["普通食品"], (1, 1, 1)),
    ("products", ["普通食品"], ["食 **品**"], (1, 1, 1)),
    ("products", ["药"], ["中成药"], (1, 1, 1)),
    ("products", ["药"], ["中成药品"], (1, 1, 0)),
    ("products", ["食品"], ["婴幼儿配方食品"], (1, 1, 0)),
    ("products", ["食品", "食品"], ["食品", "食品"], (1, 1, 1)),
    ("products", ["食品"], ["食品", "普通食品"], (1, 2, 1)),
    ("products", ["食品", "普通食品"], ["食品"], (2, 1, 1)),
    ("products", ["食品"], ["药品|普通食品"], (1, 1, 1)),
    ("products", [{"surface": "食品", "accept": ["餐饮"]}], ["网络餐饮"], (1, 1, 1)),
    ("products", [{"surface": "食品", "alt_surface": ["餐饮"]}], ["餐饮"], (1, 1, 1)),
    # greedy pairing would give 食品 to 普通食品 and leave 网络食品 without a partner
    ("products", ["普通食品", "食品"], ["食品", "网络食品"], (2, 2, 2)),
    ("violations", ["违法广告发布"], ["违法广告设计"], (1, 1, 1)),
    ("violations", ["违法广告发布"], ["违规广告发布"], (1, 1, 1)),
    ("violations", ["违法广告发布"], ["违规广告行为"], (1, 1, 0)),
    ("violations", ["虚假宣传", "刷单炒信"], [], (2, 0, 0)),
    ("violations", [], ["虚假宣传"], (0, 1, 0)),
]


@pytest.mark.parametrize(("place", "wanted", "said", "counts"), ENTRIES)
def test_entries(place: str, wanted: object, said: object, counts: tuple[int, int, int]) -> None:
    scores = score(_gold(_gold_task() | {place: wanted}), record_of(_gold(_gold_task() | {place: said})))
    assert _counts(scores, Kind(place)) == counts
    assert _flawed(scores) <= {Kind(place)}


#: What gold adds to a task that has one body, one law, one product, one deadline; what the record says
#: in place of those; how many claims are missed, and how many too much.
SPARED: list[tuple[Gold, Gold, int, int]] = [
    ({"optional": ["打火机"]}, {"products": ["食品", "打火机"]}, 0, 0),
    ({"optional": ["打火机"]}, {"violations": ["打 火机"]}, 0, 0),
    ({"optional": ["打火机"]}, {"products": ["食品", "气体打火机"]}, 0, 1),
    ({"optional": ["市商务委"]}, {"departments": [BODY, TRADE]}, 0, 0),
    ({"optional": ["《广告法》"]}, {"laws": [LAW, {"surface": "《广告法》", "name": "广告法"}]}, 0, 0),
    ({"optional": ["广告法"]}, {"laws": [LAW, {"surface": "《广告法》", "name": "广告法"}]}, 0, 0),
    ({"optional": ["每月5日"]}, {"deadlines": [DUE, {"surface": "每月5日", "date": None}]}, 0, 0),
    ({"optional": ["1月8日前"]}, {"deadlines": []}, 0, 0),
    ({"optional": ["1月8日前"]}, {"deadlines": [DUE | {"surface": "8日"}]}, 0, 0),
    ({"optional": ["食品"]}, {"products": []}, 0, 0),
    ({"optional": ["市公安局"]}, {"departments": []}, 0, 0),
    ({"optional": ["市公安局"]}, {"departments": [BODY | {"name": "公安", "role": "sole"}]}, 0, 0),
    # an optional surface may stand in for a claim of gold, but never at the cost of one that counts
    ({"optional": ["普通食品"]}, {"products": ["普通食品"]}, 0, 0),
    ({"optional": ["普通食品"]}, {"products": ["普通食品", "食品"]}, 0, 0),
    ({"optional": ["普通食品"]}, {"products": ["普通食品", "网络食品"]}, 0, 0),
    ({"unscored": ["products"]}, {"products": ["打火机"]}, 0, 0),
    ({"unscored": ["打火机"]}, {"products": ["食品", "打火机"]}, 0, 0),
    ({"unscored": ["departments"]}, {"departments": [TRADE]}, 0, 0),
    ({"unscored": ["roles"]}, {"departments": [BODY | {"role": "sole"}]}, 0, 0),
    ({"unscored": True}, {"departments": [TRADE], "laws": [], "kind": "duty"}, 0, 0),
    ({}, {"products": ["食品", "打火机"]}, 0, 1),
    ({}, {"departments": [TRADE]}, 3, 3),
]


@pytest.mark.parametrize(("added", "said", "missed", "extra"), SPARED)
def test_optional_and_unscored_count_neither_way(added: Gold, said: Gold, missed: int, extra: int) -> None:
    base: Gold = {"departments": [BODY], "laws": [LAW], "products": ["食品"], "deadlines": [DUE]}
    scores = score(_gold(_gold_task(**base, **added)), record_of(_gold(_gold_task(**(base | said)))))
    assert (len(scores.misses), len(scores.extras)) == (missed, extra)


STEP = {"path": "2.1/1", "begins": "摸清"}
ROW = {"form": 1, "department": "海关", "name": "查获侵权货物", "unit": "批次"}

#: What gold and the record say beside one empty task, the kind, (gold, found, matched).
DOCUMENT: list[tuple[Gold, Gold, Kind, tuple[int, int, int]]] = [
    ({}, {"title": "方 **案**"}, Kind.FACTS, (9, 9, 9)),
    ({}, {"title": "通知"}, Kind.FACTS, (9, 9, 8)),
    ({}, {"number": "沪〔2020〕1号"}, Kind.FACTS, (9, 9, 8)),
    ({"number": "沪(2020)1号"}, {"number": "沪（2020）1号"}, Kind.FACTS, (9, 9, 9)),
    ({}, {"starts": None, "ends": None}, Kind.FACTS, (9, 9, 7)),
    ({}, {"level": "county", "year": 2021, "truncated": True}, Kind.FACTS, (9, 9, 6)),
    ({"accept": {"region": ["上海"]}}, {"region": "上海"}, Kind.FACTS, (9, 9, 9)),
    ({"accept": {"region": "上海"}}, {"region": "上海"}, Kind.FACTS, (9, 9, 9)),
    ({"accept": {"region": ["上海"]}}, {"number": "上海"}, Kind.FACTS, (9, 9, 8)),
    ({"unscored": ["region"]}, {"region": "上海"}, Kind.FACTS, (8, 8, 8)),
    ({"issuers": ["中华人民共和国公安部"]}, {"issuers": ["公安部"]}, Kind.ISSUERS, (1, 1, 1)),
    ({"issuers": ["公安部", "商务部"]}, {"issuers": ["商务部", "商务部"]}, Kind.ISSUERS, (2, 1, 1)),
    ({"issuers": [{"name": "公安部", "accept": ["部"]}]}, {"issuers": ["部"]}, Kind.ISSUERS, (1, 1, 1)),
    ({"unscored": ["公安部"]}, {"issuers": ["上海市市场监督管理局", "公安部"]}, Kind.ISSUERS, (1, 1, 1)),
    ({"measures": [STEP]}, {"measures": [STEP | {"begins": ""}]}, Kind.MEASURES, (1, 1, 1)),
    ({"measures": [STEP]}, {"measures": [STEP | {"path": "2.1/2"}]}, Kind.MEASURES, (1, 1, 0)),
    ({"indicators": [ROW]}, {"indicators": [ROW | {"unit": None, "form": 2}]}, Kind.INDICATORS, (1, 1, 1)),
    ({"indicators": [ROW]}, {"indicators": [ROW | {"department": None}]}, Kind.INDICATORS, (1, 1, 0)),
    ({"indicators": [ROW, ROW | {"form": 2}]}, {"indicators": [ROW]}, Kind.INDICATORS, (1, 1, 1)),
    ({"optional_indicators": ["查获侵权货物"]}, {"indicators": [ROW]}, Kind.INDICATORS, (0, 0, 0)),
    ({"optional_indicators": ["查获侵权货物"], "indicators": [ROW]}, {}, Kind.INDICATORS, (0, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "said", "kind", "counts"), DOCUMENT)
def test_claims_of_the_document(wanted: Gold, said: Gold, kind: Kind, counts: tuple[int, int, int]) -> None:
    scores = score(_gold(_gold_task(), **wanted), record_of(_gold(_gold_task(), **said)))
    assert _counts(scores, kind) == counts
    assert _flawed(scores) <= {kind}


def test_an_optional_measure_of_a_task_counts_neither_way() -> None:
    gold = _gold(_gold_task(optional=["摸清", "2.1/2"]), measures=[{"path": "2.1/3", "begins": "完善"}])
    said = [{"path": f"2.1/{n}", "begins": begins} for n, begins in ((1, "摸清"), (2, "查处"), (3, "完善"))]
    assert _counts(score(gold, record_of(gold | {"measures": said})), Kind.MEASURES) == (1, 1, 1)


#: Path, kind and title of the tasks of gold and of the record; counts of tasks and of kinds.
TASKS: list[tuple[list[str], list[str], tuple[int, int, int], tuple[int, int, int]]] = [
    (["2.1 task 甲"], ["2.1 task 乙"], (1, 1, 1), (1, 1, 1)),
    (["2.1 task 甲"], ["2.1 duty 甲"], (1, 1, 1), (1, 1, 0)),
    (["2.1 task 甲"], ["3.1 task 甲"], (1, 1, 1), (1, 1, 1)),
    (["2.1 task 甲"], ["3.1 task 乙"], (1, 1, 0), (0, 0, 0)),
    (["2.1 task 甲", "2.2 task 乙"], ["2.2 task 甲"], (2, 1, 1), (1, 1, 1)),
    (["2.1 task 甲"], ["2.1 task 甲", "2.1 task 甲"], (1, 1, 1), (1, 1, 1)),
    # a number used twice: the titles tell the tasks apart
    (["9 task 甲", "9 duty 乙"], ["9 duty 乙", "9 task 甲"], (2, 2, 2), (2, 2, 2)),
    (["9 task 甲", "9 duty 乙"], ["9 duty 乙"], (2, 1, 1), (1, 1, 1)),
    (["2.1 task -"], ["3.1 task -"], (1, 1, 0), (0, 0, 0)),
]


@pytest.mark.parametrize(("wanted", "said", "tasks", "kinds"), TASKS)
def test_tasks_pair_by_path_else_by_title(
    wanted: list[str], said: list[str], tasks: tuple[int, int, int], kinds: tuple[int, int, int]
) -> None:
    def built(lines: list[str]) -> list[Gold]:
        parts = [line.split() for line in lines]
        return [_gold_task(path, kind=kind, title=title.strip("-")) for path, kind, title in parts]

    scores = score(_gold(*built(wanted)), record_of(_gold(*built(said))))
    assert _counts(scores, Kind.TASKS) == tasks
    assert _counts(scores, Kind.KINDS) == kinds


def test_entries_of_tasks_without_partner_are_misses_and_extras() -> None:
    gold = _gold(_gold_task("2.1", title="甲", laws=[LAW]))
    record = record_of(_gold(_gold_task("5", title="乙", laws=[LAW])))
    scores = score(gold, record)
    assert _counts(scores, Kind.LAWS) == (1, 1, 0)
    assert [(s.kind, s.document, s.task, s.name) for s in scores.misses] == [
        (Kind.TASKS, "2020-a.txt", "2.1", "甲"),
        (Kind.LAWS, "2020-a.txt", "2.1", "中华人民共和国电子商务法"),
    ]
    assert [(s.kind, s.task, s.name) for s in scores.extras] == [
        (Kind.TASKS, "5", "乙"),
        (Kind.LAWS, "5", "中华人民共和国电子商务法"),
    ]


@pytest.mark.parametrize("said", [{"unscored": ["5"]}, {"unscored": "5"}])
def test_an_unscored_path_spares_the_task_of_either_side(said: Gold) -> None:
    gold = _gold(_gold_task("2.1"), **said)
    both = _gold(_gold_task("2.1"), _gold_task("5", laws=[LAW]))
    assert not _flawed(score(gold, record_of(both)))
    assert not _flawed(score(both | said, record_of(gold)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国 家\u3000**税务**\n总局", "国家税务总局"),
        ("中华人民共和国国家税务总局", "国家税务总局"),
        ("国家税务总局上海市税务局", "上海市税务局"),
        ("中共中央宣传部", "中央宣传部"),
        ("中共", "中共"),
        ("中华人民共和国", "中华人民共和国"),
        ("（［｛，", "([{,"),
        ("〔2020〕", "〔2020〕"),
    ],
)
def test_what_of_a_text_is_compared(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("甲", "甲乙丙", True),
        ("甲", "甲乙丙丁", False),
        ("甲乙", "丙丁甲乙戊己", True),
        ("甲乙丙丁己", "甲乙丙丁戊庚", True),
        ("甲乙丙丁己", "甲乙丙庚丁戊", False),
        ("", "甲", False),
        ("", "", False),
    ],
)
def test_alike_surfaces(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected
    assert alike(other, one) is expected


def _most_pairs(wanted: Sequence[str], said: Sequence[str]) -> int:
    """Return the size of the largest pairing, by trying all."""
    short, long = sorted((wanted, said), key=len)
    return max(sum(alike(a, b) for a, b in zip(short, p, strict=False)) for p in permutations(long))


def test_pairing_is_as_large_as_can_be() -> None:
    words = ("药", "药品", "中药品", "假药品", "中药", "假中药品")
    for size in (1, 2, 3, 4):
        for wanted in combinations(words, size):
            for said in combinations(words[::-1], 3):
                gold, record = _gold(_gold_task(products=list(wanted))), _gold(_gold_task(products=said))
                counts = _counts(score(gold, record_of(record)), Kind.PRODUCTS)
                assert counts == (size, 3, _most_pairs(wanted, said)), (wanted, said)


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
def test_gold_against_itself_is_perfect(path: Path) -> None:
    record = record_of(_shipped(path))
    for gold in (_shipped(path), yaml.safe_load(path.read_text(encoding="utf-8"))):
        scores = score(gold, record)
        assert _flawed(scores) == set()
        assert scores.misses == ()
        assert scores.extras == ()
        assert _counts(scores, Kind.FACTS) == (9, 9, 9)
        assert _counts(scores, Kind.TASKS)[0] == len(gold["tasks"])


def _dropped(place: str) -> Callable[[Gold], bool]:
    def broken(gold: Gold) -> bool:
        found = False
        for task in gold["tasks"]:
            found = found or bool({str(e) for e in task[place]} - set(task.get("optional", ())))
            task[place] = []
        return found

    return broken


def _altered(place: str, key: str, value: str) -> Callable[[Gold], bool]:
    def broken(gold: Gold) -> bool:
        for task in gold["tasks"]:
            for entry in task[place]:
                if entry.get("surface") not in task.get("optional", ()) and "accept_role" not in entry:
                    entry[key] = value if entry[key] != value else "support"
                    return True
        return False

    return broken


def _emptied(key: str) -> Callable[[Gold], bool]:
    def broken(gold: Gold) -> bool:
        found = bool(gold[key])
        gold[key] = []
        return found

    return broken


def _other_kind(gold: Gold) -> bool:
    gold["tasks"][-1]["kind"] = "duty" if gold["tasks"][-1]["kind"] == "task" else "task"
    return True


def _other_title(gold: Gold) -> bool:
    gold["title"] = "无关"
    return True


def _one_task_more(gold: Gold) -> bool:
    gold["tasks"].append(_gold_task("99.9"))
    return True


#: What is broken in a copy of gold, and the kinds that fall by it, no other.
BROKEN: dict[str, tuple[Callable[[Gold], bool], set[Kind]]] = {
    "a task too many": (_one_task_more, {Kind.TASKS}),
    "a kind": (_other_kind, {Kind.KINDS}),
    "a surface": (_altered("departments", "surface", "无"), {Kind.DEPARTMENTS, Kind.NAMED, Kind.ROLES}),
    "a name": (_altered("departments", "name", "无"), {Kind.NAMED}),
    "a role": (_altered("departments", "role", "joint"), {Kind.ROLES}),
    "a law": (_altered("laws", "name", "无"), {Kind.LAWS}),
    "a deadline": (_altered("deadlines", "date", "1999-01"), {Kind.DEADLINES}),
    "products": (_dropped("products"), {Kind.PRODUCTS}),
    "violations": (_dropped("violations"), {Kind.VIOLATIONS}),
    "measures": (_emptied("measures"), {Kind.MEASURES}),
    "indicators": (_emptied("indicators"), {Kind.INDICATORS}),
    "issuers": (_emptied("issuers"), {Kind.ISSUERS}),
    "the title": (_other_title, {Kind.FACTS}),
}


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_copy_loses_in_its_kind_alone(path: Path, what: str) -> None:
    gold = _shipped(path)
    copy = deepcopy(gold)
    breaking, fallen = BROKEN[what]
    assert _flawed(score(gold, record_of(copy))) == set()
    if breaking(copy):
        assert _flawed(score(gold, record_of(copy))) == fallen


def test_shares() -> None:
    tally = Tally(Kind.LAWS, 4, 2, 1)
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.25, 1 / 3)
    assert Tally(Kind.LAWS, 0, 0, 0).f1 == Tally(Kind.LAWS, 0, 0, 0).precision == 1.0
    assert (Tally(Kind.LAWS, 2, 0, 0).precision, Tally(Kind.LAWS, 0, 2, 0).recall) == (0.0, 0.0)


def test_merged_counts_add_up() -> None:
    gold = _gold(_gold_task(laws=[LAW]))
    other = gold | {"document": "2021-b.txt"}
    scores = merge([score(gold, record_of(gold)), score(other, record_of(_gold(_gold_task())))])
    assert scores.documents == ("2020-a.txt", "2021-b.txt")
    assert _counts(scores, Kind.LAWS) == (2, 1, 1)
    assert [slip.document for slip in scores.misses] == ["2021-b.txt"]
    assert merge([]).tallies == tuple(Tally(kind, 0, 0, 0) for kind in Kind)


REPORT = """\
               gold  found  matched  precision  recall     F1
tasks             1      1        1      1.000   1.000  1.000
kinds             1      1        1      1.000   1.000  1.000
departments       1      1        1      1.000   1.000  1.000
named             1      1        0      0.000   0.000  0.000
roles             1      1        1      1.000   1.000  1.000
laws              1      0        0      0.000   0.000  0.000
products          0      0        0      1.000   1.000  1.000
violations        0      0        0      1.000   1.000  1.000
measures          0      0        0      1.000   1.000  1.000
deadlines         0      0        0      1.000   1.000  1.000
indicators        0      0        0      1.000   1.000  1.000
facts             9      9        8      0.889   0.889  0.889
issuers           1      1        1      1.000   1.000  1.000

missed: 3
  named       2020-a.txt  2.1     市公安局: 上海市公安局
  laws        2020-a.txt  2.1     中华人民共和国电子商务法
  facts       2020-a.txt  -       number: null

extra: 2
  named       2020-a.txt  2.1     市 公安局: 公安局
  facts       2020-a.txt  -       number: 1号"""


def test_report_and_json() -> None:
    gold = _gold(_gold_task(departments=[BODY], laws=[LAW]))
    said = _gold_task(departments=[BODY | {"surface": "市\n公安局", "name": "公安局"}])
    scores = score(gold, record_of(_gold(said, number="1号")))
    assert report(scores) == REPORT
    result = json.loads(as_json(scores))
    assert list(result) == ["documents", "kinds", "misses", "extras"]
    assert list(result["kinds"]) == [kind.value for kind in Kind]
    assert result["kinds"]["facts"] == {
        "gold": 9, "found": 9, "matched": 8, "precision": 0.8889, "recall": 0.8889, "f1": 0.8889,
    }  # fmt: skip
    assert {"kind": "facts", "document": "2020-a.txt", "task": "", "name": "number: null"} in result["misses"]


#: Bytes of a gold file and what the error says of it.
WRONG: list[tuple[bytes, str]] = [
    (b"document: a.txt\ntasks: [", "is no YAML"),
    ("document: 方案".encode("gb18030"), "is not UTF-8 at byte 10"),
    (b"- a", "has no 'document'"),
    (b"", "has no 'document'"),
    (b"tasks: []", "has no 'document'"),
    (b"document: a.txt", "'tasks' is no list"),
    (b"document: a.txt\ntasks: [{kind: task}]", "task 1 has no 'path'"),
    (b"document: a.txt\ntasks: [{path: '2', kind: chore}]", "task 1 (2): kind 'chore' is none of task, duty"),
    (b"document: a.txt\ntasks: [{path: '2', kind: task, laws: x}]", "task 1 (2): 'laws' is no list"),
    (
        b"document: a.txt\ntasks: [{path: '2', kind: task, departments: [{surface: a, name: b}]}]",
        "task 1 (2), departments, entry 1: no 'role'",
    ),
    (
        b"document: a.txt\ntasks: [{path: '2', kind: task, departments: [{surface: a, name: b, role: x}]}]",
        "task 1 (2), departments, entry 1: role 'x' is none of lead",
    ),
    (b"document: a.txt\ntasks: []\naccept: [x]", "'accept' of the document is no mapping"),
    (b"document: a.txt\ntasks: []\noptional: {x: y}", "'optional' is no list of words"),
]


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_wrong_gold_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_gold_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: gold cannot be read: No such file"):
        read_gold(tmp_path / "none.yaml")


def test_numbers_and_dates_of_gold_are_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "document: a.txt\nyear: 2020\npublished: 2020-11-25\nnumber: null\ntruncated: false\n"
        "tasks: [{path: 2.10, kind: task}]\n",
        encoding="utf-8",
    )
    gold = read_gold(path)
    assert gold["tasks"] == [{"path": "2.10", "kind": "task"}]
    assert (gold["year"], gold["published"], gold["number"], gold["truncated"]) == (
        "2020",
        "2020-11-25",
        None,
        False,
    )


def test_large_tasks_are_paired_in_time() -> None:
    words = [f"{chr(0x4E00 + n % 5000)}{chr(0x5E00 + n % 4999)}" for n in range(3000)]
    gold = _gold(_gold_task(products=[f"甲{word}" for word in words]))
    record = record_of(_gold(_gold_task(products=[f"{word}乙" for word in reversed(words)])))
    assert _counts(score(gold, record), Kind.PRODUCTS) == (3000, 3000, 3000)
