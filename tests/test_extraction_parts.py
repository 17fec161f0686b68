"""Parts of extraction by table: tasks and tables of responsibilities, measures, forms, lists of names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.extraction.context import Context
from zhize.extraction.lexicons import Lexicons
from zhize.extraction.names import names_in
from zhize.extraction.placing import Where
from zhize.model import Task
from zhize.outline import outline
from zhize.resolve import Resolver
from zhize.text import view

HERE = Path(__file__).parent
ITEM = "杭州市2020年专项行动方案\n\n一、重点任务\n（一）甲事项。{}\n（二）乙事项。做好工作。\n"


def table(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "extraction" / name).read_text(encoding="utf-8"))
    return rows


def shown(task: Task) -> str:
    """Return a task in the words of units.yaml."""
    held = ", ".join(f"{body.name} {body.role}" for body in task.departments)
    actors = "".join(f"; {mention.surface}" for mention in task.generic)
    return f"{task.path} {task.kind} {task.title}: {held}{actors}"


@pytest.mark.parametrize("row", table("units.yaml"), ids=lambda row: row["why"])
def test_tasks(row: dict[str, Any], reader: Reader) -> None:
    record = reader.read(f"杭州市2021年专项整治方案\n\n{row['plan']}", "a.txt")
    assert [shown(task) for task in record.tasks] == row["tasks"]


@pytest.mark.parametrize("row", table("measures.yaml"), ids=lambda row: row["text"])
def test_measures(row: dict[str, Any], reader: Reader) -> None:
    source = ITEM.format(row["text"])
    record = reader.read(source, "a.txt")
    assert [f"{measure.path} {measure.begins}" for measure in record.measures] == row["measures"]
    for measure in record.measures:
        words = source[measure.start : measure.end]
        assert measure.begins in words
        assert "负责）" not in words


@pytest.mark.parametrize("row", table("indicators.yaml"), ids=lambda row: row["why"])
def test_indicators(row: dict[str, Any], reader: Reader) -> None:
    source = ITEM.format("") + "\n" + row["annex"]
    found = reader.read(source, "a.txt").indicators
    assert [[each.form, each.department, each.name, each.unit] for each in found] == row["indicators"]
    assert [source[each.mention.start : each.mention.end] for each in found] == [each.name for each in found]


@pytest.mark.parametrize("row", table("names.yaml"), ids=lambda row: row["list"])
def test_names(row: dict[str, Any]) -> None:
    seen = view(row["list"])
    tables, resolver = shipped(), Resolver(shipped())
    context = Context(
        outline(seen, tables.cues),
        tables,
        resolver,
        Lexicons.of(tables),
        Where(None, None),
        resolver.place("杭州市"),
        "2020",
    )
    bodies, generic, whole = names_in(seen.text, 0, len(seen.text) - 1, context)
    assert ([n.surface for n in bodies], [n.surface for n in generic], whole) == (
        row["bodies"],
        row["generic"],
        row["whole"],
    )
