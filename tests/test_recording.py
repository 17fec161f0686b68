"""The record as plain data, YAML and JSON."""

from __future__ import annotations

import json

import pytest
import yaml

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
    Remark,
    Role,
    Target,
    Task,
    TaskKind,
)
from zhize.recording import as_dict, as_json, as_yaml

RECORD = Record(
    document="2020-shanghai.txt",
    title="上海市2020网络市场监管专项行动（网剑行动）方案",
    number=None,
    level=Level.PROVINCIAL,
    region="上海市",
    year=2020,
    starts="2020-11",
    ends="2020-12",
    published="2020-11-25",
    issuers=(Issuer("上海市市场监督管理局", Mention("上海市市场监督管理局", 1, 11, "signature")),),
    addressees=(Issuer("各区市场监管局", Mention("各区市场监管局", 20, 27, "addressee")),),
    implements=(Law("质量强国建设纲要", (Mention("《质量强国建设纲要》", 40, 50, "book-title"),)),),
    truncated=False,
    laws_cited=(Law("中华人民共和国广告法", (Mention("《广告法》", 60, 65, "book-title"),), "第十二条"),),
    tasks=(
        Task(
            path="2.10",
            kind=TaskKind.TASK,
            title="规范：电子商务，“准入”# 行为",
            start=100,
            end=300,
            departments=(
                Department(
                    "上海市市场监督管理局",
                    Role.JOINT,
                    (
                        Mention("市市场\n监管局", 280, 287, "clause"),
                        Mention("本局", 290, 292, "subject"),
                    ),
                ),
            ),
            generic=(Mention("相关部门", 294, 298, "generic"),),
            laws=(Law("网络交易管理办法", (Mention("《网络交易管理办法》", 120, 130, "book-title"),)),),
            products=(Target("食品", (Mention("普通食品", 140, 144, "taxonomy"),)),),
            violations=(Target("𠮷假", (Mention("𠮷假", 150, 152, "enumeration"),)),),
            deadlines=(Deadline("2021-01-08", "报送总结", Mention("2021年1月8日前", 200, 210, "date")),),
        ),
        Task("3", TaskKind.SCHEDULE, "", 300, 320),
    ),
    measures=(Measure("2.10/1", "摸清", 110, 118),),
    indicators=(
        Indicator(1, None, "查获侵权货物", "批次", Mention("查获侵权货物（批次）", 600, 610, "form")),
    ),
    remarks=(Remark("unresolved", "本局", 290, 292, "no antecedent"),),
)

EXPECTED = """\
document: 2020-shanghai.txt
title: 上海市2020网络市场监管专项行动（网剑行动）方案
number: null
level: provincial
region: 上海市
year: 2020
starts: 2020-11
ends: 2020-12
published: '2020-11-25'
issuers:
- {name: 上海市市场监督管理局, surface: 上海市市场监督管理局, span: [1, 11], rule: signature}
addressees:
- {name: 各区市场监管局, surface: 各区市场监管局, span: [20, 27], rule: addressee}
implements:
- {surface: 《质量强国建设纲要》, name: 质量强国建设纲要, span: [40, 50], rule: book-title}
truncated: false
laws_cited:
- {surface: 《广告法》, name: 中华人民共和国广告法, article: 第十二条, span: [60, 65], rule: book-title}
tasks:
- path: '2.10'
  kind: task
  title: 规范：电子商务，“准入”# 行为
  span: [100, 300]
  departments:
  - {surface: "市市场\\n监管局", name: 上海市市场监督管理局, role: joint, span: [280, 287], rule: clause}
  generic:
  - {surface: 相关部门, span: [294, 298], rule: generic}
  laws:
  - {surface: 《网络交易管理办法》, name: 网络交易管理办法, span: [120, 130], rule: book-title}
  products:
  - {surface: 普通食品, concept: 食品, span: [140, 144], rule: taxonomy}
  violations:
  - {surface: 𠮷假, concept: 𠮷假, span: [150, 152], rule: enumeration}
  deadlines:
  - {surface: 2021年1月8日前, date: '2021-01-08', what: 报送总结, span: [200, 210], rule: date}
- path: '3'
  kind: schedule
  title: ''
  span: [300, 320]
  departments: []
  generic: []
  laws: []
  products: []
  violations: []
  deadlines: []
measures:
- {path: 2.10/1, begins: 摸清, span: [110, 118]}
indicators:
- {form: 1, department: null, name: 查获侵权货物, unit: 批次, span: [600, 610]}
remarks:
- {kind: unresolved, text: 本局, span: [290, 292], detail: no antecedent}
"""


def test_yaml_as_people_read_it() -> None:
    assert as_yaml(RECORD) == EXPECTED


def test_yaml_and_json_say_what_the_plain_data_says() -> None:
    assert yaml.safe_load(as_yaml(RECORD)) == as_dict(RECORD)
    assert json.loads(as_json(RECORD)) == as_dict(RECORD)
    assert "上海市" in as_json(RECORD)


def test_plain_data_is_plain() -> None:
    seen: set[type] = set()

    def walk(value: object) -> None:
        seen.add(type(value))
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(key)
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(as_dict(RECORD))
    assert seen == {dict, list, str, int, bool, type(None)}


@pytest.mark.parametrize(
    ("surface", "concept"),
    [
        ("- 食品: {a, b}", "null"),
        ("\ufeff食\u3000品\u2028", "2020-11-25"),
        ("'食品'\t\"", "true"),
        ("", "~"),
        ("食" * 300 + " " + "品" * 300, "1e3"),
    ],
)
def test_awkward_words_come_back_from_yaml(surface: str, concept: str) -> None:
    target = Target(concept, (Mention(surface, 0, len(surface), "rule"),))
    task = Task("1", TaskKind.TASK, surface, 0, 1, products=(target, target))
    record = Record(
        document="a.txt",
        title=None,
        number=None,
        level=None,
        region=None,
        year=None,
        starts=None,
        ends=None,
        published=None,
        issuers=(),
        addressees=(),
        implements=(),
        truncated=True,
        laws_cited=(),
        tasks=(task,),
        measures=(),
        indicators=(),
    )
    assert yaml.safe_load(as_yaml(record)) == as_dict(record)
