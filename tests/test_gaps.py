"""Gaps and overlaps of one plan."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.comparison import GapKind, gaps, gaps_as_json, gaps_as_text
from zhize.extraction import Reader
from zhize.model import Record, Role

ROOT = Path(__file__).parents[1]
PLANS = {path.stem: path for folder in ("data/campaigns", "tests/plans") for path in sorted((ROOT / folder).rglob("*.txt"))}
with (ROOT / "tests" / "comparison" / "gaps.csv").open(encoding="utf-8", newline="") as handle:
    EXPECTED = list(csv.DictReader(handle, strict=True))


@cache
def _read(name: str) -> tuple[Record, CampaignEntry]:
    text = PLANS[name].read_bytes().decode("utf-8-sig")
    record = _reader().read(text, PLANS[name].name)
    return record, of_record(record, text)


@cache
def _reader() -> Reader:
    return Reader(shipped())


def _found(plan: CampaignEntry, kind: GapKind) -> list[tuple[str, tuple[str, ...], str]]:
    return [(gap.subject, gap.paths, gap.detail) for gap in gaps(plan, shipped()) if gap.kind is kind]


READ = [name for name in PLANS if name in {row["plan"] for row in EXPECTED}]
"""The plans whose gaps a reader has written down; a row without kind says that there is none."""


@pytest.mark.parametrize("name", READ)
def test_each_plan_has_the_gaps_that_a_reader_finds(name: str) -> None:
    record, plan = _read(name)
    found = [(gap.kind.value, gap.subject, "|".join(gap.paths), gap.detail) for gap in gaps(plan, shipped(), record.indicators)]
    rows = [row for row in EXPECTED if row["plan"] == name and row["kind"]]
    assert found == [(row["kind"], row["subject"], row["tasks"], row["detail"]) for row in rows]


def _with(name: str, path: str, **changed: object) -> CampaignEntry:
    """Return a plan with one task changed."""
    _, plan = _read(name)
    tasks = tuple(replace(task, **changed) if task.path == path else task for task in plan.tasks)  # type: ignore[arg-type]
    return replace(plan, tasks=tasks)


@pytest.mark.parametrize(
    ("name", "path", "text", "gap"),
    [
        # The plan divides the work among bodies by paragraphs of duties: those take a task up or do not.
        ("2014-hebei-fuel", "3.2", "整治油品质量。对加油站的汽油、柴油进行抽检。", False),
        ("2014-hebei-fuel", "3.2", "保护鸟类。救护受伤的白鹭、天鹅。", True),
        # In a plan of tasks with bodies, one without is a gap, but not where the words for a body were not understood.
        ("2019-national-seeds", "1.4", "互联网售种。督促电子商务平台落实义务。", True),
        ("2019-national-seeds", "1.4", "互联网售种。制种大省农业农村部门要督促电子商务平台落实义务。", False),
    ],
)
def test_a_task_without_a_body(name: str, path: str, text: str, gap: bool) -> None:
    plan = _with(name, path, title=text[: text.index("。")], text=text, end=len(text), start=0, holders=(), generic=())
    assert (path in [each for _, paths, _ in _found(plan, GapKind.TASK_WITHOUT_BODY) for each in paths]) is gap


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


@pytest.mark.parametrize(
    ("signer", "gap"),
    [
        # The office of a body signs for it; the tasks of all bodies of a line are those of the body at its head.
        ("中华人民共和国公安部办公厅", False),
        ("中华人民共和国公安部", False),
        ("中华人民共和国财政部", True),
        # Who only brings others together needs no task.
        ("全国打击侵犯知识产权和制售假冒伪劣商品工作领导小组办公室", False),
    ],
)
def test_signers_and_tasks(signer: str, gap: bool) -> None:
    _, plan = _read("2019-national-seeds")
    plan = replace(plan, issuers=(plan.issuers[0], plan.issuers[2], signer))
    assert [subject for subject, _, _ in _found(plan, GapKind.SIGNER_WITHOUT_TASK)] == ([signer] if gap else [])


def test_an_indicator_counts_what_no_task_is_about() -> None:
    record, plan = _read("2022-gansu-wangjian")
    row = record.indicators[0]

    def counted(name: str) -> bool:
        return any(gap.kind is GapKind.INDICATOR_WITHOUT_TASK for gap in gaps(plan, shipped(), [replace(row, name=name)]))

    assert [name for name in ("罚没款", "出动执法人员", "查处网络违法案件", "查处虚假违法广告案件", "涉案金额") if counted(name)] == []
    assert [name for name in ("查处非法集资案件", "垄断协议案件") if not counted(name)] == []


def test_two_leads_of_one_clause() -> None:
    _, plan = _read("2016-jingzhou-shuangda")
    # Each clause of the task has a lead of its own.
    assert len([holder for holder in plan.tasks[0].holders if holder.role is Role.LEAD]) > 1
    assert _found(plan, GapKind.OVERLAP) == []
    _, plan = _read("2019-jiangxi-food")
    assert _found(plan, GapKind.OVERLAP) == [("规范“云上赶集”", ("2.2.2",), "江西省商务厅、江西省市场监督管理局")]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("负责流通领域油品质量监管，查处无照经营、销售不合格油品和虚假宣传行为",
         [(("4/2", "4/7"), "河北省工商行政管理局 / 河北省物价局")]),
        ("负责对加油机进行强制检定，组织生产环节油品质量监督抽查，查处计量作弊行为",
         [(("4/3", "4/7"), "河北省质量技术监督局 / 河北省物价局")]),
        ("负责流通领域油品价格监管，查处不明码标价和价格欺诈行为", []),
    ],
)  # fmt: skip
def test_one_duty_given_to_two_bodies_alone(clause: str, expected: list[tuple[tuple[str, ...], str]]) -> None:
    text = f"省物价局：{clause}。"
    plan = _with("2014-hebei-fuel", "4/7", text=text, start=0, end=len(text))
    assert [(paths, detail) for _, paths, detail in _found(plan, GapKind.OVERLAP)] == expected


def test_text_and_json() -> None:
    record, plan = _read("2020-shanghai")
    found = gaps(plan, shipped(), record.indicators)
    assert gaps_as_text(found).startswith("任务未明确部门 (2)\n  运用多种方式落实电子商务经营者责任  [2.4.1]  仅写“相关单位”\n")
    assert gaps_as_text(found, "en").startswith("task without a body (2)\n")
    assert set(json.loads(json.dumps(gaps_as_json(found)))[0]) == {"kind", "subject", "tasks", "detail", "evidence"}
    assert gaps_as_text(()) == "未发现缺口或重叠"
