"""Instruments cited: extraction/laws.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.model import Law, Record
from zhize.scoring import plain

HERE = Path(__file__).parent


def table() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "extraction" / "laws.yaml").read_text(encoding="utf-8"))
    return rows


def plan_of(text: str, before: str = "") -> str:
    return f"甲市2020年专项行动方案\n\n{before}\n\n一、重点任务\n（一）甲事项。{text}\n（二）乙事项。做好工作。\n"


def laws_of(record: Record) -> tuple[Law, ...]:
    return next(task.laws for task in record.tasks if task.path == "1.1")


@pytest.mark.parametrize("row", table(), ids=lambda row: row["text"])
def test_laws(row: dict[str, Any], reader: Reader) -> None:
    source = plan_of(row["text"], row.get("before", ""))
    found = [(law.mentions[0].surface, plain(law.name), law.article) for law in laws_of(reader.read(source, "a.txt"))]
    assert found == [(law[0], plain(law[1]), law[2] if len(law) > 2 else None) for law in row["laws"]]


def test_a_law_cited_twice_is_one_entry_with_both_mentions(reader: Reader) -> None:
    source = plan_of("严格执行《产品质量法》，再按《产品质量法》第五十条处罚。")
    (law,) = laws_of(reader.read(source, "a.txt"))
    first = source.index("《产品质量法》")
    second = source.index("《产品质量法》", first + 1)
    assert [(m.start, m.end) for m in law.mentions] == [(first, first + 7), (second, second + 7)]


def test_the_table_tells_which_laws_are_known(reader: Reader) -> None:
    found = laws_of(reader.read(plan_of("落实《广告法》《无名县管理办法》。"), "a.txt"))
    assert {law.name: law.known for law in found} == {"中华人民共和国广告法": True, "无名县管理办法": False}


def test_every_law_of_the_table_is_found_by_each_of_its_names(reader: Reader) -> None:
    known = shipped().law_names
    names = sorted(known)
    wrong: dict[str, list[str]] = {}
    for batch in (names[at : at + 50] for at in range(0, len(names), 50)):
        items = "\n".join(f"（{number}）事项。落实《{name}》。" for number, name in enumerate(batch, 1))
        tasks = {
            task.path: task for task in reader.read(f"甲市2020年专项行动方案\n\n一、重点任务\n{items}\n", "a.txt").tasks
        }
        for number, name in enumerate(batch, 1):
            found = [law.name for law in tasks[f"1.{number}"].laws]
            if found != [known[name].name]:
                wrong[name] = found
    assert wrong == {}
