"""Outlines: golden cases in outline/*.txt, and what holds for the outline of any text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize import resources
from zhize.authority import shipped
from zhize.outline import Outline, heading_kind, outline
from zhize.text import view

HERE = Path(__file__).parent
PLANS = sorted(resources.campaigns().glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Case:
    """A plan with its outline, as a reader wrote it."""

    name: str
    plan: str
    expected: list[str]


def read_cases() -> Iterator[Case]:
    for path in sorted((HERE / "outline").glob("*.txt")):
        for case in path.read_text(encoding="utf-8").removeprefix("=== ").split("\n=== "):
            name, _, rest = case.partition("\n")
            plan, _, expected = rest.partition("--- outline\n")
            yield Case(f"{path.stem}: {name}", plan, expected.strip().splitlines())


CASES = list(read_cases())


def outline_of(plan: str) -> Outline:
    return outline(view(plan), shipped().cues)


def shown(plan: str) -> list[str]:
    """Return the outline of a plan in the words of the golden files."""
    found = outline_of(plan)
    text = found.view.text
    lines = ["title " + "".join(text[a:b] for a, b in found.title)] if found.title else []
    lines += [f"{b.path} {b.kind or 'aim'} {text[b.title_start : b.title_end]}" for b in found.blocks]
    lines += [f"{b.path} closes {text[slice(*b.tail)]}" for b in found.blocks if b.tail is not None]
    annex = text[slice(*found.annex)].split("\n", 1)[0]
    return [*lines, *([f"annex {annex}"] if annex else [])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outline(case: Case) -> None:
    assert shown(case.plan) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_windows_line_ends_change_nothing(case: Case) -> None:
    assert shown(case.plan.replace("\n", "\r\n")) == shown(case.plan)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_blocks_nest(case: Case) -> None:
    found = outline_of(case.plan)
    known = {block.path: block for block in found.blocks}
    assert len(known) == len(found.blocks)
    for block in found.blocks:
        assert block.start <= block.title_start <= block.title_end <= block.end <= block.whole_end
        assert block.leaf == (not any(other.parent == block.path for other in found.blocks))
        if block.parent is not None:
            parent = known[block.parent]
            assert block.path.startswith(block.parent + ".") or block.parent.startswith("c")
            assert parent.end <= block.start
            assert block.whole_end <= parent.whole_end


def wrapped(text: str, columns: int) -> str:
    """Return a text with its lines broken at a width, paragraphs indented by two characters and set apart."""
    paragraphs = []
    for paragraph in text.splitlines():
        lines, width = ["　　"], 4
        for char in paragraph:
            size = 1 if char.isascii() else 2
            if width + size > columns and char not in "，。、；：）》”！？":
                lines.append("")
                width = 0
            lines[-1] += char
            width += size
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs) + "\n"


@pytest.mark.parametrize("columns", [40, 60, 76])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_hard_wrapped_lines_change_nothing(path: Path, columns: int) -> None:
    plan = view(path.read_bytes().decode("utf-8-sig")).text
    assert shown(wrapped(plan, columns)) == shown(plan)


HEADINGS = [
    ("重点任务", "task"),
    ("整治内容及重点", "task"),
    ("工作任务和职责分工", "duty"),
    ("职责分工", "duty"),
    ("部门职责", "duty"),
    ("实施步骤", "schedule"),
    ("方法步骤（2021年3月至10月）", "schedule"),
    ("工作要求", "requirement"),
    ("保障措施", "requirement"),
    ("加强组织领导，确保取得实效", "requirement"),
    ("总体要求", None),
    ("指导思想", None),
    ("总体目标", None),
    ("网络餐饮", "unknown"),
]


@pytest.mark.parametrize(("heading", "kind"), HEADINGS)
def test_kind_of_a_heading(heading: str, kind: str | None) -> None:
    assert heading_kind(heading, shipped().cues) == kind


TABLES = [
    (
        "序号\t任务\t牵头单位\n1\t查农产品\t市农业农村局\n",
        [["序号", "任务", "牵头单位"], ["1", "查农产品", "市农业农村局"]],
    ),
    ("|任务|单位|\n|---|---|\n|查餐饮||\n", [["任务", "单位"], ["查餐饮", ""]]),
    (
        "任务    单位    时限\n查农产品    市农业农村局    10月底\n",
        [["任务", "单位", "时限"], ["查农产品", "市农业农村局", "10月底"]],
    ),
]


@pytest.mark.parametrize(("plan", "rows"), TABLES, ids=["tabs", "bars", "gaps"])
def test_rows_of_a_table(plan: str, rows: list[list[str]]) -> None:
    found = outline_of(plan)
    (table,) = found.tables
    assert [[found.view.text[c.start : c.end] for c in row] for row in table.rows] == rows


MARKS = st.sampled_from(
    ["一、", "二、", "（一）", "（二）", "1.", "2.", "（1）", "①", "第一条 ", "2.1 ", "附件1", "【"]
)
WORDS = st.sampled_from(
    ["重点任务", "工作要求", "职责分工", "查食品", "。", "\n", "\n\n", "：", "；", "统计表", "\t", "|", "各单位"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(MARKS, WORDS), max_size=60).map("".join))
def test_any_text_has_an_outline_of_distinct_paths(plan: str) -> None:
    found = outline_of(plan)
    paths = [block.path for block in found.blocks]
    assert len(set(paths)) == len(paths)
    assert [b.start for b in found.blocks] == sorted(b.start for b in found.blocks)
    assert all(b.start < b.end <= b.whole_end <= len(found.view.text) for b in found.blocks)
