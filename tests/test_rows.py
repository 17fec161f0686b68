"""Rows of tables whose lines were broken by force read as the rows they were."""

from __future__ import annotations

from zhize.extraction import Reader
from zhize.model import Record

PLAN = """杭州市2021年食品安全专项整治方案

一、总体要求
坚持问题导向，聚焦群众反映强烈的突出问题，压实各方责任，确保专项整治取得实效，切实保障人民群众身体健康和生命安全，不断增强人民群众的获得感。
各单位要加强协作配合，强化信息共享，完善行政执法与刑事司法衔接机制，形成齐抓共管的工作格局，推动形成社会共治的良好局面，确保各项任务落到实处。
各单位要提高政治站位，加强组织领导，细化工作措施，形成工作合力，坚决防止形式主义，做到真抓实干，务求取得实实在在的成效，让人民群众满意放心。

二、重点任务
（一）查农产品。严查农药残留超标，加强产地准出和市场准入衔接，推行食用农产品承诺达标合格证制度，落实生产经营者主体责任。（市农业农村局负责）

附件

任务分工表

"""
TABBED = (
    "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"
    "1\t严查以免费旅游、健康讲座、义诊为名，诱导老年人高价购买保健食品、床垫、净水器、磁疗仪的行为\t市市场监管局\t市公安局、市民政局、市卫生健康委\t9月底前\n"
    "2\t打击销售有毒有害保健食品\t市公安局\t市检察院\t10月底前\n"
)
BARRED = "\n".join(f"| {' | '.join(line.split(chr(9)))} |" for line in TABBED.splitlines()) + "\n"
NARROW = "任务\t牵头单位\n" + "严查以免费旅游、健康讲座、义诊为名，诱导老年人高价购买保健食品、床垫、净水器、磁疗仪等产品的欺诈行为，曝光典型案例\t市公安局\n"


def wrapped(text: str, characters: int) -> str:
    """Return a text with its lines broken after so many characters."""
    lines = [line[at : at + characters] for line in text.splitlines() for at in range(0, max(len(line), 1), characters)]
    return "\n".join(lines) + "\n"


def facts(record: Record) -> list[tuple[str, str, list[str], list[str]]]:
    return [
        (
            task.path,
            task.kind.value,
            [f"{body.name} {body.role}" for body in task.departments],
            [str(due.date) for due in task.deadlines],
        )
        for task in record.tasks
    ]


def test_broken_rows_are_joined_again(reader: Reader) -> None:
    for table in (TABBED, BARRED, NARROW):
        whole = facts(reader.read(PLAN + table, "a.txt"))
        assert [path for path, *_ in whole][:2] == ["2.1", "T1"]
        for width in (40, 36, 34):
            assert facts(reader.read(wrapped(PLAN + table, width), "a.txt")) == whole


def test_what_follows_a_table_is_no_row(reader: Reader) -> None:
    after = "备注：各县（市、区）参照本表确定牵头单位和配合单位。\n"
    whole = facts(reader.read(PLAN + TABBED + after, "a.txt"))
    assert facts(reader.read(wrapped(PLAN + TABBED + after, 40), "a.txt")) == whole
    assert len(whole) == 3
