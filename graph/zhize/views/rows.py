"""Tables of a page as HTML, written straight: a large network has tens of thousands of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhize.views.quotes import Quotation, tidy
from zhize.views.tables import Table

_MARKUP: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
"""What may not stand in HTML, and what stands for it; ``&`` comes first."""


def table_html(table: Table, titles: Mapping[str, str]) -> str:
    """Return a table with all its rows; ``titles`` are those of the documents that are quoted. All text is escaped."""
    safe = {document: text(title) for document, title in titles.items()}
    head = [text(cell) for cell in table.head]
    heads = "".join([f'<th scope="col">{cell}</th>' for cell in head])
    forms = [_form(head, count) for count in range(len(head) + 1)]
    rows = []
    for cells, proofs in table.rows:
        values = [cell if cell.isalnum() else text(cell) for cell in cells]
        if len(cells) < len(head):
            values.append("".join([_quotation(each, safe) for each in proofs]))
        rows.append(forms[len(cells)] % tuple(values))
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table>"


def quotation_html(proof: Quotation, titles: Mapping[str, str]) -> str:
    """Return a sentence with the words that prove marked, and where it stands."""
    return _quotation(proof, {document: text(title) for document, title in titles.items()})


def text(said: str) -> str:
    """Return text as it may stand in HTML, between tags and in quoted values."""
    if _sound(said):
        return said
    for char, safe in _MARKUP.items():
        said = said.replace(char, safe)
    return said


def _sound(said: str) -> bool:
    """Tell whether text holds no markup; to look for one character after the other is the quickest way."""
    return "<" not in said and ">" not in said and "&" not in said and '"' not in said and "'" not in said


def _form(head: list[str], count: int) -> str:
    """Return a row with a place for each of its cells, and one for quotations where the head has more than the cells."""
    names = [name.replace("%", "%%") for name in head[1:count]]
    cells = [f'<td data-head="{name}">%s</td>' for name in names]
    if count < len(head):
        cells.append('<td class="proofs">%s</td>')
    return f'<tr><th scope="row">%s</th>{"".join(cells)}</tr>'


def _quotation(proof: Quotation, titles: Mapping[str, str]) -> str:
    """Return `quotation_html` where titles are escaped already."""
    document, path, said, first, marks = proof
    where = titles[document] if document in titles else text(document)
    if path:
        where = f"{where} · {text(path)}"
    plain = said.isprintable() and "**" not in said and _sound(said)  # then its parts need no care either
    pieces = spans = ""
    done = 0
    for start, end in marks:
        before, marked = said[done:start], said[start:end]
        if not plain:
            before, marked = text(tidy(before)), text(tidy(marked))
        pieces = f"{pieces}{before}<mark>{marked}</mark>"
        spans = f"{spans}[{first + start}–{first + end}]"
        done = end
    rest = said[done:] if plain else text(tidy(said[done:]))
    return f"<blockquote>{pieces}{rest}<cite>{where} · {spans}</cite></blockquote>"
