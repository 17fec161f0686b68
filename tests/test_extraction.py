"""Extraction: clauses and targets by table, gold plans by score, spans as a law."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize import resources, scoring
from zhize.authority import load, shipped
from zhize.extraction import Reader
from zhize.model import Department, Law, Mention, Record, Target, Task
from zhize.scoring import Kind
from zhize.text import view

HERE = Path(__file__).parent
CAMPAIGNS = sorted(resources.campaigns().glob("*.txt"))
GOLD = sorted(resources.gold().glob("*.yaml"))
UNSEEN = sorted((HERE / "plans").rglob("*.yaml"))


@cache
def reader() -> Reader:
    return Reader(shipped())


def table(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "extraction" / name).read_text(encoding="utf-8"))
    return rows


def source_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def read_item(text: str, place: str = "上海市", date: str = "2020") -> Task:
    """Return the task of one item, set into a small plan of that place and year."""
    title = "" if place == "全国" else place
    issuer = "国务院办公厅关于印发专项行动方案的通知\n\n" if place == "全国" else ""
    plan = f"{issuer}{title}{date}年专项行动方案\n\n一、总体目标\n净化环境。\n\n二、重点任务\n（一）甲事项。{text}\n（二）乙事项。做好工作。\n"
    record = reader().read(plan, "item.txt")
    return next(task for task in record.tasks if task.path == "2.1")


@pytest.mark.parametrize("row", table("clauses.yaml"), ids=lambda row: row["text"][:40])
def test_clause(row: dict[str, Any]) -> None:
    task = read_item(row["text"], row["place"], row.get("date", "2020"))
    found = {d.mentions[0].surface.replace("(", "（").replace(")", "）"): d.role.value for d in task.departments}
    assert found == row["expect"]


@pytest.mark.parametrize("row", table("targets.yaml"), ids=lambda row: row["text"][:40])
def test_targets(row: dict[str, Any]) -> None:
    task = read_item(row["text"])
    assert [t.mentions[0].surface for t in task.violations] == row["violations"]
    assert [t.mentions[0].surface for t in task.products] == row["products"]


def entries(task: Task) -> list[Department | Law | Target]:
    return [*task.departments, *task.laws, *task.products, *task.violations]


def mentions(record: Record) -> list[Mention]:
    found = [i.mention for i in (*record.issuers, *record.addressees)]
    for law in (*record.laws_cited, *record.implements):
        found.extend(law.mentions)
    for task in record.tasks:
        for entry in entries(task):
            found.extend(entry.mentions)
        found.extend(task.generic)
        found.extend(d.mention for d in task.deadlines)
    found.extend(i.mention for i in record.indicators)
    return found


@pytest.mark.parametrize("path", [*CAMPAIGNS, *(p.with_suffix(".txt") for p in UNSEEN)], ids=lambda p: p.stem)
def test_every_mention_is_its_span(path: Path) -> None:
    source = source_of(path)
    record = reader().read(source, path.name)
    assert record.tasks
    for mention in mentions(record):
        assert source[mention.start : mention.end] == mention.surface
        assert mention.surface.strip()


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda p: p.stem)
def test_every_entry_has_a_mention(path: Path) -> None:
    record = reader().read(source_of(path), path.name)
    for task in record.tasks:
        for entry in entries(task):
            assert entry.mentions


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (Kind.TASKS, 0.97),
        (Kind.KINDS, 0.97),
        (Kind.DEPARTMENTS, 0.97),
        (Kind.NAMED, 0.97),
        (Kind.ROLES, 0.97),
        (Kind.LAWS, 0.97),
        (Kind.INDICATORS, 0.97),
        (Kind.FACTS, 0.97),
        (Kind.PRODUCTS, 0.95),
        (Kind.VIOLATIONS, 0.9),
    ],
)
def test_gold_plans(kind: Kind, least: float) -> None:
    assert next(tally for tally in gold_scores().tallies if tally.kind is kind).f1 >= least


#: What the rules reach on plans made by others than their authors: a figure that falls is a step back.
FLOORS = [
    (Kind.TASKS, 0.99),
    (Kind.DEPARTMENTS, 0.975),
    (Kind.ROLES, 0.965),
    (Kind.LAWS, 0.99),
    (Kind.MEASURES, 0.95),
    (Kind.DEADLINES, 0.95),
    (Kind.FACTS, 0.98),
    (Kind.PRODUCTS, 0.75),
    (Kind.VIOLATIONS, 0.82),
]


@pytest.mark.parametrize(("kind", "least"), FLOORS)
def test_plans_of_others(kind: Kind, least: float) -> None:
    assert next(tally for tally in unseen_scores().tallies if tally.kind is kind).f1 >= least


@cache
def unseen_scores() -> scoring.Scores:
    plans = [(path, path.with_suffix(".txt")) for path in UNSEEN]
    return scoring.merge(
        [scoring.score(scoring.read_gold(gold), reader().read(source_of(plan), plan.name)) for gold, plan in plans]
    )


@cache
def gold_scores() -> scoring.Scores:
    made = []
    for path in GOLD:
        source = resources.campaigns() / f"{path.stem}.txt"
        made.append(scoring.score(scoring.read_gold(path), reader().read(source_of(source), source.name)))
    return scoring.merge(made)


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_targets_of_a_plan_whose_words_were_left_out(path: Path) -> None:
    source = resources.campaigns() / f"{path.stem}.txt"
    alone = Reader(load(resources.ontology(), without=path.stem))
    scores = scoring.score(scoring.read_gold(path), alone.read(source_of(source), source.name))
    found = {tally.kind: tally.f1 for tally in scores.tallies}
    assert found[Kind.PRODUCTS] >= 0.9
    assert found[Kind.VIOLATIONS] >= 0.85


#: The folders whose misses were looked at when rules were mended, and those of which only the figures were seen.
MENDED = ("plans", "held", "blind")


@pytest.mark.parametrize("folder", sorted({path.parent for path in UNSEEN}), ids=lambda p: p.name)
def test_targets_of_other_plans(folder: Path) -> None:
    made = []
    for path in sorted(folder.glob("*.yaml")):
        source = path.with_suffix(".txt")
        made.append(scoring.score(scoring.read_gold(path), reader().read(source_of(source), source.name)))
    found = {tally.kind: tally.f1 for tally in scoring.merge(made).tallies}
    least = 0.9 if folder.name in MENDED else 0.8
    assert found[Kind.PRODUCTS] >= least
    assert found[Kind.VIOLATIONS] >= least


def test_a_cut_off_plan_yields_its_tasks_and_says_so() -> None:
    path = resources.campaigns() / "2020-national.txt"
    record = reader().read(source_of(path), path.name)
    assert record.truncated
    assert [t.path for t in record.tasks if t.kind == "task"] == [f"2.{n}" for n in range(1, 8)]


def test_damaged_dates_and_names_are_repaired() -> None:
    path = resources.campaigns() / "2017-shanghai.txt"
    record = reader().read(source_of(path), path.name)
    assert (record.number, record.published) == ("沪工商网〔2017〕151号", "2017-07-28")
    assert (record.starts, record.ends) == ("2017-07", "2017-11")
    names = {issuer.mention.surface: issuer.name for issuer in record.issuers}
    assert names["上海市经济和信息化委员"] == "上海市经济和信息化委员会"
    assert names["上海市食品药品监督管理"] == "上海市食品药品监督管理局"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("一二三（）()《》“”、，。：；\n\t 1234.市局委公安牵头配合负责打击查处等行为食品月日前*"), max_size=400))
def test_any_text_is_read_and_spans_hold(text: str) -> None:
    record = reader().read(text, "any.txt")
    for mention in mentions(record):
        assert text[mention.start : mention.end] == mention.surface


def test_same_text_same_record() -> None:
    path = CAMPAIGNS[0]
    assert reader().read(source_of(path), path.name) == Reader(shipped()).read(source_of(path), path.name)


def wrapped(text: str, columns: int) -> str:
    """Return a text with its lines broken by force at a width, a Chinese character counted as two."""
    lines = []
    for line in text.splitlines():
        current, width = "", 0
        for char in line:
            size = 1 if char.isascii() else 2
            if width + size > columns and char not in "，。、；：）》”！？":
                lines.append(current)
                current, width = "", 0
            current += char
            width += size
        lines.append(current)
    return "\n".join(lines)


def chopped(text: str, size: int) -> str:
    """Return a text with its lines cut at a number of characters, whatever stands there."""
    return "\n".join(line[at : at + size] for line in text.splitlines() for at in range(0, max(len(line), 1), size))


def said(record: Record) -> set[tuple[str, ...]]:
    """Return what a record says of its tasks, without spans and white space."""
    found: set[tuple[str, ...]] = set()
    for task in record.tasks:
        found.add((task.path, task.kind.value))
        for entry in entries(task):
            surface = "".join(entry.mentions[0].surface.split())
            role = entry.role.value if isinstance(entry, Department) else ""
            found.add((task.path, surface, entry.name if not isinstance(entry, Target) else "", role))
    return found


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda path: path.stem)
@pytest.mark.parametrize(("broken_by", "width"), [(wrapped, 80), (wrapped, 60), (wrapped, 40), (chopped, 40)])
def test_a_plan_broken_by_force_says_the_same(path: Path, broken_by: Callable[[str, int], str], width: int) -> None:
    source = source_of(path)
    whole, broken = (reader().read(text, path.name) for text in (source, broken_by(source, width)))
    assert said(broken) == said(whole)
    assert (broken.starts, broken.ends, broken.published, broken.number) == (
        whole.starts, whole.ends, whole.published, whole.number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("对{}适用《刑法》\n第二百六十六条作出细化。\n", 1),
        ("督促{}（商务部、\n公安部按职责分工负责）。\n", 1),
        ("省工商局：负责{}宣传行为。\n省质监局：负责{}违法行为。\n", 2),
        ("现将{}请认真贯彻落实。\n某省人民政府办公厅\n", 2),
    ],
)
def test_lines_that_end_full_by_chance_or_by_force(text: str, paragraphs: int) -> None:
    filler = "一二三四五六七八九十" * 3
    whole = "".join(f"{filler}甲乙丙丁\n" for _ in range(12)) + "。\n"
    head = text.split("\n")[0]
    filled = text.replace("{}", filler[: 34 - len(head.replace("{}", ""))])
    assert len(view(whole + filled).paragraphs) == 1 + paragraphs
