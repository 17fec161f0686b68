"""Gaps and overlaps of one plan."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.comparison import GapKind, gaps, gaps_as_json, gaps_as_text
from zhize.extraction import Reader
from zhize.model import Record

CAMPAIGNS = Path(__file__).parents[1] / "data" / "campaigns"


@cache
def _read(name: str) -> tuple[Record, CampaignEntry]:
    path = CAMPAIGNS / f"{name}.txt"
    text = path.read_bytes().decode("utf-8-sig")
    record = Reader(shipped()).read(text, path.name)
    return record, of_record(record, text)


def _found(name: str, kind: GapKind) -> list[tuple[str, tuple[str, ...]]]:
    record, plan = _read(name)
    return [(gap.subject, gap.paths) for gap in gaps(plan, shipped(), record.indicators) if gap.kind is kind]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("2020-shanghai", GapKind.TASK_WITHOUT_BODY,
         [("运用多种方式落实电子商务经营者责任", ("2.4.1",)), ("督促电子商务平台提高自律管理水平", ("2.4.2",))]),
        ("2018-national", GapKind.TASK_WITHOUT_BODY, []),
        ("2021-xinjiang", GapKind.BODY_NOT_SIGNED,
         [("新疆维吾尔自治区药品监督管理局", ("2.1", "2.2", "2.3", "2.5.1", "2.5.2", "2.5.3"))]),
        ("2017-shanghai", GapKind.BODY_NOT_SIGNED, []),
        ("2017-shanghai", GapKind.SIGNER_WITHOUT_TASK, []),
        ("2020-shanghai", GapKind.BODY_NOT_SIGNED, []),
        ("2020-national", GapKind.LAW_AFTER_REPEAL, []),
    ],
)  # fmt: skip
def test_gaps_of_a_shipped_plan(name: str, kind: GapKind, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(name, kind) == expected


def test_a_law_cited_after_its_repeal() -> None:
    _, plan = _read("2020-national")
    late = replace(plan, published="2021-06-01")
    found = [gap for gap in gaps(late, shipped()) if gap.kind is GapKind.LAW_AFTER_REPEAL]
    assert [(gap.subject, gap.paths) for gap in found] == [("中华人民共和国合同法", ("2.7",))]
    assert found[0].detail.startswith("2021-01-01")


def test_a_signer_without_a_task() -> None:
    _, plan = _read("2020-national")
    more = replace(plan, issuers=(*plan.issuers, "中华人民共和国财政部"))
    found = [gap.subject for gap in gaps(more, shipped()) if gap.kind is GapKind.SIGNER_WITHOUT_TASK]
    assert found == ["中华人民共和国财政部"]


def test_an_indicator_that_no_task_assigns() -> None:
    found = [subject for subject, _ in _found("2017-shanghai", GapKind.INDICATOR_WITHOUT_TASK)]
    assert "罚没款" in found
    assert "网络商标侵权违法案件" not in found


def test_two_tasks_at_one_violation_without_a_body_in_common() -> None:
    _, plan = _read("2020-shanghai")
    at = {task.path: task for task in plan.tasks}
    one = replace(at["2.3.1"], holders=at["2.3.1"].holders[:1])
    other = replace(at["2.1.3"], violations=one.violations[:1], holders=at["2.3.1"].holders[1:2])
    found = [
        gap for gap in gaps(replace(plan, tasks=(other, one)), shipped()) if gap.kind is GapKind.OVERLAP
    ]
    assert [(gap.subject, gap.paths) for gap in found] == [(one.violations[0].concept, ("2.1.3", "2.3.1"))]
    assert len(found[0].evidence) == 2


def test_text_and_json() -> None:
    record, plan = _read("2020-shanghai")
    found = gaps(plan, shipped(), record.indicators)
    assert gaps_as_text(found).startswith("任务未明确部门 (2)\n  运用多种方式落实电子商务经营者责任  [2.4.1]  相关单位\n")
    assert gaps_as_text(found, "en").startswith("task without a body (2)\n")
    assert set(json.loads(json.dumps(gaps_as_json(found)))[0]) == {"kind", "subject", "tasks", "detail", "evidence"}
    assert gaps_as_text(()) == ""
