"""Plans as a browser prints them to PDF: the text of the page, whatever fonts and shifts it is drawn with."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tests.browser.conftest import Browser
from tests.reading.test_formats import PLANS, page, reader, said

from zhize.reading import read_bytes

STYLES = {
    "apart": "",
    "indented": "p { margin: 0; text-indent: 2em; text-align: justify; line-height: 1.8 }",
    "ruled": "table { border-collapse: collapse } td { border: 1px solid black; font-size: 10pt }",
}


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("twelfth/2014-baoding-sanmei", "apart"),
        ("thirteenth/2012-national-prepaid-cards", "indented"),
        ("eleventh/2013-jiangsu-nongzi", "indented"),
        ("thirteenth/2022-shaanxi-relics", "ruled"),
    ],
)
def test_a_printed_page_says_what_its_text_says(browser: Browser, tmp_path: Path, name: str, style: str) -> None:
    source = (PLANS / f"{name}.txt").read_text(encoding="utf-8-sig")
    file = tmp_path / "plan.html"
    file.write_bytes(page(source).replace(b"</head>", f"<style>{STYLES[style]}</style></head>".encode()))
    browser.open(file)
    data = base64.b64decode(browser.ask("Page.printToPDF", displayHeaderFooter=True)["data"])
    assert said(reader().read(read_bytes(data, "plan.pdf").text, "plan.pdf")) == said(reader().read(source, "plan.txt"))
