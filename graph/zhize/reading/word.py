"""docx to text: paragraphs, tables and rebuilt list numbers in the order of the document.

Tracked deletions are left out, insertions are taken as text; text boxes and notes stand at the end; headers, footers,
comments and tables of contents are dropped and listed. Nothing outside the file is touched, nothing in it is run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhize.errors import InputError
from zhize.numbering import mark_at
from zhize.reading.archive import Archive
from zhize.reading.lists import Lists
from zhize.reading.source import Extract, listed, weight
from zhize.reading.tables import Cell, one_line, row_lines
from zhize.reading.xmltree import Node

#: Elements whose text is left out, and what it is listed as.
_OUT: dict[str, str] = {
    "del": "tracked deletion", "moveFrom": "tracked deletion", "delText": "tracked deletion",
    "instrText": "field code", "delInstrText": "field code", "Fallback": "copy for older programs",
    "rt": "ruby",
}  # fmt: skip
#: Elements that hold text.
_TEXTS = frozenset(("t", "delText", "instrText", "delInstrText"))
#: Elements that hold properties, never text.
_SILENT = frozenset(("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "fldData"))
_BREAKS: dict[str, str] = {"br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Parts beside the text that are left out, and what they are listed as.
_BESIDE: dict[str, str] = {"header": "header", "footer": "footer", "comments": "comment"}
_LEADER = re.compile(r"[.…·]{4,}\s*\d{1,4}$")
_OFF = frozenset(("0", "false", "off"))


@dataclass(slots=True)
class _Reader:
    """A document while it is read."""

    lists: Lists
    dropped: Counter[str] = field(default_factory=Counter)
    added: int = 0
    boxes: list[Node] = field(default_factory=list)
    """Text boxes met, whose text goes to the end."""
    carried: str = ""
    """Text of paragraphs whose end was deleted: the next paragraph goes on with it."""
    embedded: bool = False
    """True where a document within the document was met."""

    def lines(self, container: Node) -> list[str]:
        """Return the lines of a container of paragraphs and tables."""
        found: list[str] = []
        for block in _blocks(container):
            if block.name == "p":
                found += self.paragraph(block).split("\n")
            elif block.name == "tbl":
                found += self._table(block)
            elif block.name == "altChunk":
                self.embedded = True
            else:
                self.leave_out(block, _OUT.get(block.name, "tracked deletion"))
        if self.carried:
            found.append(self.carried)
            self.carried = ""
        return [line for line in found if line.strip()]

    def paragraph(self, node: Node) -> str:
        """Return a paragraph with the number that its list gives it; line breaks in it are kept."""
        properties = node.child("pPr")
        text = self.carried + self._inline(node)
        ends = properties.child("rPr") if properties is not None else None
        if ends is not None and (ends.child("del") is not None or ends.child("moveFrom") is not None):
            self.carried = text
            return ""
        self.carried = ""
        if text.strip() and (self.lists.style_name(properties).startswith("toc ") or _LEADER.search(text.rstrip())):
            self.dropped["table of contents"] += weight(text)
            return ""
        mark = self.lists.mark(properties)
        if not mark or not text.strip():
            return _spaced(text)
        self.added += weight(mark)
        joint = " " if mark[-1].isascii() and not mark[-1].isspace() else ""
        return mark + joint + _spaced(text).lstrip()

    def _inline(self, node: Node) -> str:
        """Return the text of what stands within a paragraph."""
        pieces: list[str] = []
        for child in node.children:
            name = child.name
            if name == "t":
                pieces.append(child.text)
            elif name == "tab":
                pieces.append("\t")
            elif name in _BREAKS:
                pieces.append(_BREAKS[name])
                self.added += weight(_BREAKS[name])
            elif name in _OUT:
                self.leave_out(child, _OUT[name])
            elif name == "r" and _hidden(child):
                self.leave_out(child, "hidden text")
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name == "AlternateContent":
                pieces.append(self._alternate(child))
            elif name not in _SILENT:
                pieces.append(self._inline(child))
        return "".join(pieces)

    def _alternate(self, node: Node) -> str:
        """Return the text of the first choice of an alternate content; the other choices say the same."""
        for other in node.children[1:]:
            self.leave_out(other, _OUT["Fallback"])
        return self._inline(node.children[0]) if node.children else ""

    def _table(self, table: Node) -> list[str]:
        """Return a table as lines, a row a line; a table of one column is a frame around its paragraphs."""
        rows = [row for row in _within(table, "tr") if not self._deleted(row)]
        cells = [list(_within(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) < 2:
            return [line for row in cells for cell in row for line in self.lines(cell)]
        return row_lines(
            [
                _margin(row, "gridBefore") + [self._cell(cell) for cell in own] + _margin(row, "gridAfter")
                for row, own in zip(rows, cells, strict=True)
            ]
        )

    def _deleted(self, row: Node) -> bool:
        """Tell whether a row was deleted under tracking; its text is then counted."""
        properties = row.child("trPr")
        if properties is None or properties.child("del") is None:
            return False
        self.leave_out(row, "tracked deletion")
        return True

    def _cell(self, cell: Node) -> Cell:
        properties = cell.child("tcPr")
        text = ""
        if _goes_on(properties):
            self.leave_out(cell, "merged cell")
        else:
            text = one_line(" ".join(self.lines(cell)))
        span = properties.value("gridSpan") if properties is not None else None
        return Cell(text, int(span) if span is not None and span.isdecimal() and len(span) < 4 else 1)

    def leave_out(self, node: Node, reason: str) -> None:
        """Count the text of an element as left out."""
        self.dropped[reason] += _text_weight(node)


def _text_weight(node: Node) -> int:
    """Return the weight of all text of an element."""
    return sum(weight(part.text) for part in node.walk() if part.name in _TEXTS)


def _blocks(container: Node) -> Iterator[Node]:
    """Yield the paragraphs and tables of a container, content controls and insertions opened, and deletions."""
    waiting = list(reversed(container.children))
    while waiting:
        node = waiting.pop()
        if node.name in ("p", "tbl", "altChunk") or node.name in _OUT:
            yield node
        elif node.name == "AlternateContent" and node.children:
            waiting.extend(child for child in node.children[1:] if child.name in _OUT)
            waiting.extend(reversed(node.children[0].children))
        elif node.name not in _SILENT:
            waiting.extend(reversed(node.children))


def _within(node: Node, name: str) -> Iterator[Node]:
    """Yield the rows of a table or the cells of a row, content controls and insertions opened."""
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.name == name:
            yield child
        elif child.name not in _SILENT and child.name not in ("p", "tbl", "tc", "tr"):
            waiting.extend(reversed(child.children))


def _goes_on(properties: Node | None) -> bool:
    """Tell whether a cell only goes on with the one above or before it."""
    for name in ("vMerge", "hMerge"):
        merged = properties.child(name) if properties is not None else None
        if merged is not None and merged.attributes.get("val", "continue") == "continue":
            return True
    return False


def _margin(row: Node, name: str) -> list[Cell]:
    """Return the blank cells that a row leaves before or after its own."""
    properties = row.child("trPr")
    count = properties.value(name) if properties is not None else None
    return [Cell("")] * min(64, int(count)) if count is not None and count.isdecimal() and len(count) < 4 else []


def _hidden(run: Node) -> bool:
    properties = run.child("rPr")
    vanish = properties.child("vanish") if properties is not None else None
    return vanish is not None and vanish.attributes.get("val") not in _OFF


def _spaced(text: str) -> str:
    """Return a paragraph with tabs as spaces, so that it is no row of a table; one after a number is a single space.

    >>> _spaced("1.\\t规范"), _spaced("市公安局\\t市商务委")
    ('1. 规范', '市公安局    市商务委')
    """
    head, tab, rest = text.partition("\t")
    if not tab:
        return text
    mark = mark_at(head.strip())
    joint = " " if mark is not None and mark.end >= len(head.strip()) else "    "
    return head + joint + rest.replace("\t", "    ")


def extract_docx(data: bytes, name: str) -> Extract:
    """Return the text of the docx file ``name``; InputError where it is damaged, a bomb, locked or no docx."""
    archive = Archive(data, name)
    main = next((path for kind, path in archive.related("") if kind == "officeDocument"), None)
    document = archive.tree(main) if main is not None else None
    body = document.child("body") if document is not None else None
    if main is None or body is None:
        raise InputError(
            f"{archive.name}: a zip file without the text of a docx: open it in Word or WPS and save it again"
        )
    parts = archive.related(main)
    trees = {kind: archive.tree(path) for kind, path in parts if kind in ("styles", "numbering")}
    reader = _Reader(Lists(trees.get("styles"), trees.get("numbering")))
    lines = reader.lines(body)
    whole = _text_weight(body)
    for kind, path in parts:
        tree = archive.tree(path) if kind in _BESIDE or kind in ("footnotes", "endnotes") else None
        if tree is None:
            continue
        whole += _text_weight(tree)
        if kind in _BESIDE:
            reader.leave_out(tree, _BESIDE[kind])
        else:
            lines += reader.lines(tree)
    while reader.boxes:
        boxes, reader.boxes = reader.boxes, []
        lines += [line for box in boxes for line in reader.lines(box)]
    text = "\n".join(lines)
    # Text outside paragraphs, which no word processor writes, is not shown by one either.
    reader.dropped["text out of place"] = whole - (weight(text) - reader.added) - reader.dropped.total()
    notes = ("a document embedded in it was not read",) if reader.embedded else ()
    return Extract(text, listed(reader.dropped), reader.added, notes)
