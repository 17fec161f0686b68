"""The view: tables of folds and views, and what holds for the view of any source."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhize import resources
from zhize.text import View, balanced, fold, view

HERE = Path(__file__).parent
PLANS = [*sorted(resources.campaigns().glob("*.txt")), *sorted((HERE / "plans").glob("*.txt"))]


def folds() -> list[dict[str, str]]:
    with (HERE / "text" / "folds.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def views() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "text" / "views.yaml").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("row", folds(), ids=lambda row: row["why"])
def test_fold(row: dict[str, str]) -> None:
    assert fold(row["source"]) == row["folded"]


@pytest.mark.parametrize("row", views(), ids=lambda row: row["why"])
def test_view(row: dict[str, Any]) -> None:
    seen = view(row["source"])
    shown = [seen.text[p.start : p.end].replace("\t", "|") for p in seen.paragraphs]
    assert shown == row["paragraphs"]
    assert [seen.source[a:b].strip() for a, b in seen.dropped] == row.get("dropped", [])


def places(seen: View) -> list[tuple[int, int]]:
    return [seen.span(at, at + 1) for at in range(len(seen.text))]


def check_offsets(source: str) -> None:
    """Each character of the view stands in the source, in order, and folds to what the view shows."""
    seen, folded = view(source), fold(source)
    assert len(folded) == len(source)
    spans = places(seen)
    for char, (start, end) in zip(seen.text, spans, strict=True):
        if char == "\n":
            assert source[start:end] in ("", *"\n\r\t\f\v\x85\u2028\u2029")
        elif char == "\t":
            assert folded[start:end] in (" ", "\t", "\n")
        else:
            assert folded[start:end] == char
    assert [start for start, _ in spans] == sorted({start for start, _ in spans})


def check_nothing_is_lost(source: str) -> None:
    """What the view leaves out is white space, a mark of Markdown, silent, or listed as dropped."""
    seen, folded = view(source), fold(source)
    kept = {at for start, end in places(seen) for at in range(start, end)}
    kept |= {at for start, end in seen.dropped for at in range(start, end)}
    lost = "".join(folded[at] for at in range(len(source)) if at not in kept)
    assert lost.strip("\0 \t\n*#>-+_=|") == ""


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_offsets_of_plans(path: Path) -> None:
    source = path.read_bytes().decode("utf-8-sig")
    check_offsets(source)
    check_nothing_is_lost(source)


PIECES = st.one_of(
    st.sampled_from(
        [
            "一、",
            "（一）",
            "1.",
            "**",
            "*",
            "# ",
            "- ",
            "> ",
            "|",
            "\t",
            "  ",
            "　",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\u2028",
            "— 1 —",
            "第3页",
        ]
    ),
    st.sampled_from(
        [
            "查处食品",
            "（",
            "）",
            "《",
            "》",
            "。",
            "，",
            "、",
            "：",
            "ＡＢ",
            "App",
            "\u200b",
            "\x00",
            "網絡",
            "2020年1月",
            "市公安局",
        ]
    ),
    st.characters(codec="utf-8"),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join))
@example("甲")
@example("甲\n")
@example("")
def test_offsets_of_any_text(source: str) -> None:
    check_offsets(source)
    check_nothing_is_lost(source)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.data())
def test_spans_lie_in_the_source(source: str, data: st.DataObject) -> None:
    seen = view(source)
    start = data.draw(st.integers(0, len(seen.text)))
    end = data.draw(st.integers(start, len(seen.text)))
    left, right = seen.span(start, end)
    assert 0 <= left <= right <= len(source)
    if end > start:
        assert left == seen.span(start, start + 1)[0]
        assert right == seen.span(end - 1, end)[1]


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_paragraphs_make_up_the_text(source: str) -> None:
    seen = view(source)
    assert "".join(seen.text[p.start : p.end] + "\n" for p in seen.paragraphs) == seen.text
    assert all(p.end > p.start for p in seen.paragraphs)


def test_a_paragraph_tells_how_it_was_set() -> None:
    seen = view("**一、总体目标**\n　　净化环境。\n市公安局\t市商务委\n## 二、重点任务\n")
    shown = [(seen.text[p.start : p.end], p.bold, p.spread, p.indent) for p in seen.paragraphs]
    assert shown == [
        ("一、总体目标", True, False, 0),
        ("净化环境。", False, False, 4),
        ("市公安局\t市商务委", False, True, 0),
        ("二、重点任务", True, False, 3),
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("（一）《法》〔2017〕", True), ("（一", False), ("一）", False), ("《法", False), ("2017〕", False), ("", True)],
)
def test_balanced(text: str, whole: bool) -> None:
    assert balanced(text) is whole
