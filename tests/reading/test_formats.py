"""Plans of others, put into web pages, Word and PDF files, say the same as their text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path

import pytest

from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.model import Record
from zhize.reading import read_bytes

PLANS = Path(__file__).parents[1] / "plans"
#: Its text was itself taken from pages: a page number stands within a sentence, and only the text's own lines tell it.
TAKEN_FROM_PAGES = frozenset(("thirteenth/2016-anyue-school",))
CHOSEN = sorted(
    name for path in PLANS.rglob("*.txt")
    if (name := path.relative_to(PLANS).with_suffix("").as_posix()) not in TAKEN_FROM_PAGES
)  # fmt: skip


@cache
def reader() -> Reader:
    return Reader(shipped())


def said(record: Record) -> set[tuple[str, ...]]:
    """Return what a record says of its tasks, without white space."""
    found: set[tuple[str, ...]] = {("document", str(record.number), str(record.region), str(record.starts), str(record.ends), str(record.published))}
    for task in record.tasks:
        found.add((task.path, task.kind.value))
        found |= {(task.path, each.name, each.role.value) for each in task.departments}
        found |= {(task.path, law.name) for law in task.laws}
        found |= {
            (task.path, "".join(each.mentions[0].surface.split())) for each in (*task.products, *task.violations)
        }
        found |= {(task.path, str(deadline.date)) for deadline in task.deadlines}
    return found


def pieces(source: str) -> Iterator[str | list[str]]:
    """Yield the lines of a plan that hold something, those of a table as their cells."""
    for line in source.splitlines():
        bare = line.strip(" \u3000\n").strip("|")
        cells = [cell.strip() for cell in bare.split("|" if bare.count("|") > 1 else "\t")]
        if len(cells) > 1:
            if any(cell.strip("-: ") for cell in cells):
                yield cells
        elif line.strip():
            yield line.strip()


def page(source: str) -> bytes:
    """Return a plan as a page of a government's site, with navigation and footer."""
    rows = [
        f"<p>{escape(piece)}</p>" if isinstance(piece, str)
        else "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in piece) + "</tr>"
        for piece in pieces(source)
    ]  # fmt: skip
    body = "\n".join(rows).replace("</p>\n<tr>", "</p>\n<table><tr>").replace("</tr>\n<p>", "</tr></table>\n<p>")
    return (
        f'<html><head><meta charset="utf-8"><title>方案</title></head><body><div><a href="/">首页</a></div><div>{body}</div>'
        "<div>版权所有：某市人民政府　京ICP备05083640号</div></body></html>"
    ).encode()


def word(source: str) -> str:
    """Return the body of a Word file with a plan."""
    made, rows = "", ""
    for piece in [*pieces(source), ""]:
        if isinstance(piece, list):
            rows += "<w:tr>" + "".join(f"<w:tc>{run(cell)}</w:tc>" for cell in piece) + "</w:tr>"
            continue
        made += f"<w:tbl>{rows}</w:tbl>" if rows else ""
        made, rows = made + run(piece), ""
    return made


def run(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


@pytest.mark.parametrize("name", CHOSEN)
def test_a_plan_says_the_same_in_every_format(
    name: str, make_docx: Callable[..., bytes], make_pdf: Callable[..., bytes], set_sheets: Callable[..., tuple[object, object]]
) -> None:
    source = (PLANS / f"{name}.txt").read_text(encoding="utf-8-sig")
    wanted = said(reader().read(source, "plan.txt"))
    lines, rules = set_sheets(list(pieces(source)))
    files = {"plan.html": page(source), "plan.docx": make_docx(word(source)), "plan.pdf": make_pdf(lines, rules=rules)}
    for file, data in files.items():
        assert said(reader().read(read_bytes(data, file).text, file)) == wanted, file
