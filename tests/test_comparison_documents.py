"""A comparison as Markdown, CSV and HTML."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.catalogue import of_record
from zhize.comparison import Change, ChangeKind, Comparison, Scope, as_csv, as_html, as_markdown, compare
from zhize.extraction import Reader

CAMPAIGNS = Path(__file__).parents[1] / "data" / "campaigns"


@cache
def _compared() -> Comparison:
    reader = Reader(shipped())
    texts = [(name, (CAMPAIGNS / name).read_bytes().decode("utf-8-sig")) for name in ("2018-national.txt", "2020-shanghai.txt")]
    one, other = (of_record(reader.read(text, name), text) for name, text in texts)
    return compare(one, other, shipped())


def _table(comparison: Comparison, lang: str = "zh") -> list[dict[str, str]]:
    text = as_csv(comparison, lang)
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_the_table_has_a_row_for_each_task_with_both_campaigns_side_by_side() -> None:
    rows = _table(_compared())
    row = next(row for row in rows if row["2018-national 任务"].startswith("2.3 "))
    assert row["2020-shanghai 任务"] == "2.3.1 重拳打击不正当竞争行为，规范网络市场竞争秩序"
    assert row["2018-national 责任单位"] == "国家市场监督管理总局；中华人民共和国国家发展和改革委员会；国家邮政局"
    assert "退出部门：中华人民共和国国家发展和改革委员会" in row["变化"].split("；")
    told = {plan.id: {row[f"{plan.id} 任务"].split(" ")[0] for row in rows} for plan in (_compared().one, _compared().other)}
    for plan in (_compared().one, _compared().other):
        tasks = {task.path for task in plan.tasks if task.kind.value in ("task", "duty") or task.holders or task.deadlines}
        assert tasks == told[plan.id] - {""}


def test_the_table_tells_deadlines_and_roles() -> None:
    rows = _table(_compared(), "en")
    due = [row["2020-shanghai deadline"] for row in rows if row["2020-shanghai deadline"]]
    assert any("2021-01-08" in each for each in due)
    assert list(rows[0])[:7] == [
        f"2018-national {column}" for column in ("task", "lead", "responsible", "support", "others", "deadline", "laws")
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_the_table_runs_as_a_formula(begins: str) -> None:
    found = _compared()
    first = found.one.tasks[0]
    holder = replace(first.holders[0], name=f"{begins}cmd|' /C calc'!A0")
    one = replace(found.one, tasks=(replace(first, path=begins, holders=(holder,)), *found.one.tasks[1:]))
    rows = _table(replace(found, one=one, links=(), changes=()))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(begins)]
    assert f"'{begins}cmd|' /C calc'!A0" in cells


@pytest.mark.parametrize(("lang", "heading"), [("zh", "## 上下级对照：2018-national → 2020-shanghai"),
                                               ("en", "## Higher and lower level: 2018-national → 2020-shanghai")])  # fmt: skip
def test_markdown_has_every_part(lang: str, heading: str) -> None:
    lines = as_markdown(_compared(), lang).splitlines()
    assert heading in lines
    assert lines[4] == ("## 摘要" if lang == "zh" else "## Summary")
    row = next(line for line in lines if "上海市绿化和市容管理局" in line and line.startswith("| +"))
    assert "**市绿化市容局**" in row.split(" | ")[2]
    widths = {line.count("|") - line.count("\\|") for line in lines if line.startswith("| ")}
    assert widths == {4, 5}


def test_documents_say_every_change() -> None:
    page, text = as_html(_compared()), as_markdown(_compared())
    for change in _compared().changes:
        assert escape(change.subject) in page, change.subject
    assert page.count("<tr><td>") == len(_compared().changes) + len(_compared().links)
    rows = [line for line in text.splitlines() if re.match(r"\| [+−→~] ", line)]
    assert len(rows) == len(_compared().changes)


def test_a_task_that_moved_is_told_once() -> None:
    found = _compared()
    link = next(link for link in found.links if link.one.path == "2.2")
    ends = ((link.one.path,), (link.other.path,))
    moved = Change(ChangeKind.TASK_MOVED, Scope.TASK, link.one.title, *ends, before="2", after="2.3")
    found = replace(found, changes=(*found.changes, moved))
    assert len([line for line in as_markdown(found).splitlines() if line.startswith("| → 任务移位")]) == 1
    assert as_html(found).count("→ 任务移位 <strong>") == 1
    row = next(row for row in _table(found) if row["2018-national 任务"].startswith("2.2 "))
    assert "任务移位" in row["变化"].split("；")


def test_only_words_that_prove_are_marked() -> None:
    page = as_html(_compared())
    row = next(line for line in page.splitlines() if "<strong>上海市绿化和市容管理局</strong>" in line)
    far, near = re.findall(r'<td class="quote">(.*?)</td>', row)
    assert far.startswith("未见（最近处 2.3）")
    assert "<b>" not in far
    assert "<b>市绿化市容局</b>" in near


class _Balance(HTMLParser):
    """Keeps the elements that are open, and every address a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html_is_one_page_that_fetches_nothing(lang: str) -> None:
    page = as_html(_compared(), lang)
    parser = _Balance()
    parser.feed(page)
    assert (parser.open, parser.fetched) == ([], [])
    assert "size: A4" in page
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page
    # Signs tell what colour would: nothing is coloured but ink on paper.
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", page)) == {"#000", "#fff", "#555"}


def test_words_of_a_plan_are_never_markup() -> None:
    found = _compared()
    evil = replace(found.changes[0], subject="<script>*x*|`")
    broken = replace(found, changes=(evil,))
    assert "<script>" not in as_html(broken)
    assert r"\<script\>\*x\*\|\`" in as_markdown(broken)
