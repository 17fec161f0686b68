"""Scores of comparisons: each rule of the gold's README."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zhize.errors import InputError
from zhize.scoring_alignment import PairScores, read_gold, report, score

GOLD: dict[str, Any] = {
    "from": "a",
    "to": "b",
    "links": [
        {"from": "1", "to": "1", "relation": "same", "accept": ["broader"], "strength": "strong"},
        {"from": "2", "to": "2", "relation": "overlaps", "strength": "strong"},
        {"from": "3", "to": "2", "relation": "overlaps", "strength": "strong"},
        {"from": "1", "to": "2", "relation": "overlaps", "strength": "weak"},
    ],
    "must_report": [
        {"kind": "department_dropped", "scope": "campaign", "subject": "中华人民共和国公安部",
         "accept_kind": ["department_succeeded"]},
        {"kind": "department_succeeded", "scope": "campaign", "subject": "甲局", "successors": ["乙局", "丙局"]},
        {"kind": "product_added", "scope": "campaign", "subject": "家居家装"},
        {"kind": "task_split", "scope": "task", "subject": "无关", "from": ["1"], "to": ["1", "2"]},
    ],
    "may_report": [{"kind": "department_added", "scope": "campaign", "subject": "各地公安部门"}],
    "must_not_report": [{"kind": "product_dropped", "subject": "食品"}, {"kind": "law_added", "subject": "甲法", "from": ["2"]}],
}  # fmt: skip


def _change(kind: str, scope: str, subject: str, **more: object) -> dict[str, object]:
    return {"kind": kind, "scope": scope, "subject": subject, "from": [], "to": [], "successors": [], **more}


def _score(links: list[tuple[str, str, str]], changes: list[dict[str, object]]) -> PairScores:
    alignment = [{"from": a, "to": b, "relation": r, "score": 1.0, "why": ""} for a, b, r in links]
    return score(GOLD, {"alignment": alignment, "changes": changes}, duties=["3"])


def test_links_count_strong_ones_and_strange_ones() -> None:
    found = _score([("1", "1", "broader"), ("1", "2", "same"), ("9", "9", "same"), ("3", "2", "same")], [])
    assert (found.strong, found.strong_found, found.links_extra) == (3, 2, 1)
    assert (found.relations, found.relations_right) == (1, 1)
    assert "2 -> 2" in found.missed
    assert "9 -> 9" in found.extra


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_change("department_dropped", "campaign", "公安部"), 1),
        (_change("department_succeeded", "campaign", "中华人民共和国公安部"), 1),
        (_change("department_dropped", "task", "公安部"), 0),
        (_change("department_succeeded", "campaign", "甲局", successors=["丙局", "乙局"]), 1),
        (_change("department_succeeded", "campaign", "甲局", successors=["乙局"]), 0),
        (_change("product_added", "campaign", "家居家装用品"), 1),
        (_change("product_added", "campaign", "家具家装"), 0),
        (_change("task_split", "task", "随便", **{"from": ["1"], "to": ["1", "2", "3"]}), 1),
        (_change("task_split", "task", "随便", **{"from": ["1"], "to": ["1"]}), 0),
    ],
)
def test_what_must_be_reported(change: dict[str, object], found: int) -> None:
    assert _score([], [change]).must_found == found


@pytest.mark.parametrize(
    ("change", "false"),
    [
        (_change("product_dropped", "campaign", "食品"), 1),
        (_change("product_dropped", "task", "食品"), 1),
        (_change("product_dropped", "campaign", "保健食品"), 0),
        (_change("law_added", "task", "甲法", **{"from": ["2"]}), 1),
        (_change("law_added", "task", "甲法", **{"from": ["1"]}), 0),
    ],
)
def test_what_must_not_be_reported(change: dict[str, object], false: int) -> None:
    assert len(_score([], [change]).forbidden) == false


def test_precision_counts_bodies_and_laws_of_the_whole_plan() -> None:
    found = _score([], [
        _change("department_dropped", "campaign", "公安部"),
        _change("department_added", "campaign", "各地公安部门"),
        _change("department_added", "campaign", "丁局"),
        _change("department_added", "task", "丁局"),
        _change("product_added", "campaign", "无人知晓"),
    ])  # fmt: skip
    assert (found.said, found.said_right) == (2, 1)
    assert found.extra == ("campaign department_added 丁局 [- -> -]",)


def test_report_sums_the_pairs_and_lists_what_is_wrong() -> None:
    text = report([_score([("1", "1", "same")], [_change("product_dropped", "campaign", "食品")])])
    assert text.splitlines()[2].split() == ["all", "0.333", "1.000", "1.000", "0.000", "1", "1.000"]
    assert "a--b  false  campaign product_dropped 食品 [- -> -]" in text


def test_gold_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    for text in ("links: [", "just words", "from: a\nto: b\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"pair\.yaml"):
            read_gold(path)
