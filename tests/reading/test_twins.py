"""The same plan in every format and encoding gives the same paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from zhize.numbering import mark_at
from zhize.reading import Source, read_bytes
from zhize.text import view

Maker = Callable[..., bytes]

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def _paragraphs(source: Source) -> list[str]:
    clean = view(source.text)
    return [clean.text[paragraph.start : paragraph.end] for paragraph in clean.paragraphs]


def _lines(plan: str) -> list[str]:
    return [line.strip() for line in plan.split("\n") if line.strip()]


def _numbered(lines: list[str]) -> str:
    """Return the body of a docx that leaves the marks of the sections to its lists."""
    body = ""
    for line in lines:
        mark = mark_at(line)
        level = {"cn": 0, "cn-bracket": 1}.get(mark.style) if mark is not None else None
        listed, text = "", line
        if mark is not None and level is not None:
            listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            text = line[mark.end :]
        body += f"<w:p><w:pPr>{listed}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    return body


@pytest.fixture
def wanted(plan: str) -> list[str]:
    return _paragraphs(read_bytes(plan.encode(), "plan.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_text(plan: str, wanted: list[str], encoding: str, ending: str) -> None:
    assert _paragraphs(read_bytes(plan.encode(encoding), f"plan.{ending}")) == wanted


def test_the_part_that_big5_can_write(plan: str) -> None:
    part = "".join(char for char in plan if char == "\n" or char.encode("big5", "ignore"))
    assert len(part) > 1500
    assert read_bytes(part.encode("big5"), "plan.txt").text == part


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312"])
def test_page(plan: str, wanted: list[str], encoding: str, label: str) -> None:
    body = "".join(f"<p>　　{escape(line)}</p>\n" for line in _lines(plan))
    page = f"<html><head><meta charset={label}><title>方案</title></head><body><div><ul><li><a href=/>首页</a></ul></div>{body}</body></html>"
    assert _paragraphs(read_bytes(page.encode(encoding), "plan.html"))[-len(wanted) :] == wanted


def test_docx(plan: str, wanted: list[str], make_docx: Maker) -> None:
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in _lines(plan))
    assert _paragraphs(read_bytes(make_docx(body), "plan.docx")) == wanted


def test_docx_with_lists(plan: str, wanted: list[str], make_docx: Maker) -> None:
    body = _numbered(_lines(plan))
    assert "（三）" not in body
    source = read_bytes(make_docx(body, numbering=NUMBERING), "plan.docx")
    assert _paragraphs(source) == wanted
    assert source.added == 4 * 2 + (5 + 5 + 3) * 3


def test_pdf(plan: str, wanted: list[str], make_pdf: Maker, set_pages: Callable[..., object]) -> None:
    source = read_bytes(make_pdf(set_pages(_lines(plan), head="网络市场监管部际联席会议")), "plan.pdf")
    assert _paragraphs(source) == wanted
