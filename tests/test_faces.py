"""A comparison as Markdown, CSV and HTML."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.catalogue import of_record
from zhize.comparison import Comparison, as_csv, as_html, as_markdown, compare
from zhize.extraction import Reader

CAMPAIGNS = Path(__file__).parents[1] / "data" / "campaigns"


@cache
def _compared() -> Comparison:
    reader = Reader(shipped())
    texts = [(name, (CAMPAIGNS / name).read_bytes().decode("utf-8-sig")) for name in ("2018-national.txt", "2020-shanghai.txt")]
    one, other = (of_record(reader.read(text, name), text) for name, text in texts)
    return compare(one, other, shipped())


def test_csv_has_a_row_for_each_change() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(_compared())), strict=True))
    assert len(rows) == len(_compared().changes)
    first = next(row for row in rows if row["subject"] == "上海市绿化和市容管理局")
    assert (first["kind"], first["scope"], first["to_paths"]) == ("department_added", "campaign", "2.3.3")
    assert all(row["from_quote"] and row["to_quote"] for row in rows)


@pytest.mark.parametrize(("lang", "heading"), [("zh", "## 上下级对照"), ("en", "## Higher and lower level")])
def test_markdown_has_every_part(lang: str, heading: str) -> None:
    text = as_markdown(_compared(), lang)
    assert heading in text.splitlines()
    assert "上海市绿化和市容管理局" in text
    assert len(re.findall(r"^  > ", text, re.MULTILINE)) == sum(len(each.evidence) for each in _compared().changes)


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
    assert "http" not in page


def test_words_of_a_plan_are_never_markup() -> None:
    found = _compared()
    evil = replace(found.changes[0], subject="<script>*x*|`")
    broken = replace(found, changes=(evil,))
    assert "<script>" not in as_html(broken)
    assert r"\<script\>\*x\*\|\`" in as_markdown(broken)
