"""Tables of a page as HTML, written straight: a large network has tens of thousands of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from zhize.views.quotes import Quotation, tidy
from zhize.views.tables import Row, Table

_MARKUP: Final = re.compile("""[&<>"']""")


def table_html(table: Table, titles: Mapping[str, str]) -> str:
    """Return a table with all its rows; ``titles`` are those of the documents that are quoted. All text is escaped."""
    head = [text(cell) for cell in table.head]
    rows = "\n".join([_row(row, head, titles) for row in table.rows])
    heads = "".join([f'<th scope="col">{cell}</th>' for cell in head])
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def text(said: str) -> str:
    """Return text as it may stand in HTML, between tags and in quoted values."""
    if _MARKUP.search(said) is None:
        return said
    return (
        said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )


def _row(row: Row, head: list[str], titles: Mapping[str, str]) -> str:
    first, *others = row.cells
    cells = "".join([f'<td data-head="{name}">{text(cell)}</td>' for name, cell in zip(head[1:], others, strict=False)])
    proofs = ""
    if len(row.cells) < len(head):
        proofs = f'<td class="proofs">{"".join([quotation_html(each, titles) for each in row.proofs])}</td>'
    return f'<tr><th scope="row">{text(first)}</th>{cells}{proofs}</tr>'


def quotation_html(proof: Quotation, titles: Mapping[str, str]) -> str:
    """Return a sentence with the words that prove marked, and where it stands."""
    pieces = ""
    done = 0
    spans = ""
    for start, end in proof.marks:
        pieces += f"{text(tidy(proof.text[done:start]))}<mark>{text(tidy(proof.text[start:end]))}</mark>"
        spans += f"[{proof.start + start}–{proof.start + end}]"
        done = end
    path = f" · {text(proof.path)}" if proof.path else ""
    title = text(titles.get(proof.document, proof.document))
    return f"<blockquote>{pieces}{text(tidy(proof.text[done:]))}<cite>{title}{path} · {spans}</cite></blockquote>"
