"""The tree of a page to lines: blocks and line breaks as a browser sets them, a row of a table on one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhize.numbering import mark_at
from zhize.reading.source import weight
from zhize.reading.tables import Cell, one_line, row_lines
from zhize.reading.tags import BLOCKS, Element

#: Elements that a browser does not show, or shows as controls, and what they are listed as.
_UNSEEN: dict[str, str] = {
    "script": "script", "style": "style", "select": "form", "option": "form", "datalist": "form", "button": "form",
    "textarea": "form", "rt": "ruby", "rp": "ruby", "title": "page title", "meta": "page head",
} | dict.fromkeys(
    ("noscript", "template", "iframe", "object", "canvas", "audio", "video", "svg", "noframes", "noembed", "head"),
    "hidden text",
)  # fmt: skip

#: Elements around the content, and the words of class names and ids that mark such elements.
_AROUND: dict[str, str] = {"nav": "navigation", "header": "header", "footer": "footer", "aside": "aside"}
_ROLES: dict[str, str] = {
    "navigation": "navigation", "banner": "header", "contentinfo": "footer", "complementary": "aside", "search": "form",
}  # fmt: skip
_WORDS: dict[str, str] = {
    word: reason
    for reason, words in {
        "navigation": "nav navbar navigation menu submenu crumb crumbs breadcrumb breadcrumbs location position pager "
        "pagination sitemap",
        "header": "header topbar banner logo",
        "footer": "footer foot bottom copyright",
        "aside": "aside sidebar related recommend share bdsharebuttonbox toolbar qrcode ewm float friendlink links",
        "form": "search login",
    }.items()
    for word in words.split()
}
_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE_BREAK = re.compile(r"(?<=[\u2e80-\uffef])[ \t\r\f]*\n[ \t\n\r\f]*(?=[\u2e80-\uffef])")
_HEADINGS = frozenset(("h1", "h2", "h3"))
_SENTENCE = re.compile(r"[。；]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """An element that its name or class marks as standing around the content."""

    element: Element
    reason: str


@dataclass(slots=True, eq=False)
class Line:
    """A line of a page."""

    text: str
    owner: Element
    """The block it stands in."""
    furniture: Furniture | None
    """The innermost such element around it."""
    linked: int
    """Weight of its text in links."""
    heading: bool
    added: int
    """Weight of the number that a list gives it."""
    weight: int
    body: int
    """Its weight where it reads as a sentence or is a row of a table, else 0."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a text say of it."""

    block: Element
    reason: str | None = None
    """Why it is left out."""
    furniture: Furniture | None = None
    link: bool = False
    pre: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Flow:
    """Gathers text into lines."""

    dropped: Counter[str]
    data: frozenset[int]
    """Identities of the tables that hold data."""
    titles: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    in_cell: bool = False
    """True for the lines of a cell, which list no numbers."""
    _pieces: list[str] = field(default_factory=list)
    _context: _Context | None = None
    """That of the first text of the line other than white space."""
    _linked: int = 0
    _number: str = ""
    """What an ordered list shows before the line."""
    _counts: dict[int, int] = field(default_factory=dict)
    """Last number of each ordered list, by its identity."""

    def walk(self, element: Element, context: _Context) -> None:
        """Add the content of an element."""
        open_: list[tuple[Element, Iterator[Element | str], _Context]]
        open_ = [(element, iter(element.children), context)]
        while open_:
            current, children, around = open_[-1]
            child = next(children, None)
            if child is None:
                open_.pop()
                if current.name in BLOCKS:
                    self.flush()
            elif isinstance(child, str):
                self._add(child, around)
            else:
                inner = self._enter(child, around)
                if inner is not None:
                    open_.append((child, iter(child.children), inner))

    def _enter(self, element: Element, around: _Context) -> _Context | None:
        """Begin an element; None where its content needs no walk."""
        if element.name in BLOCKS or element.name == "br":
            self.flush()
        context = _within(element, around)
        if element.name == "title" and around.reason in (None, "hidden text") and not self.titles:
            self.titles.append("".join(child for child in element.children if isinstance(child, str)))
        if context.reason is None and id(element) in self.data:
            self._table(element, context)
            return None
        if element.name == "li" and context.reason is None and not self.in_cell:
            self._number = self._next_number(element)
        return context

    def _add(self, text: str, context: _Context) -> None:
        if context.reason is not None:
            self.dropped[context.reason] += weight(text)
            return
        if context.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._put(first, context)
            for line in others:
                self.flush()
                self._put(line, context)
            return
        self._put(text, context)

    def _put(self, text: str, context: _Context) -> None:
        if self._context is None and text.strip():
            self._context = context
        self._pieces.append(text)
        if context.link:
            self._linked += weight(text)

    def flush(self) -> None:
        """End the line."""
        if not self._pieces:
            return
        raw = "".join(self._pieces)
        text = _SPACE.sub(" ", _WIDE_BREAK.sub("", raw)).strip(" ")
        if text.strip() and self._context is not None:
            number = self._number if self._number and mark_at(text.strip()) is None else ""
            self._number = ""
            self._line(number + text, self._context, self._linked, len(number.strip()))
        self._pieces.clear()
        self._context, self._linked = None, 0

    def _next_number(self, item: Element) -> str:
        """Return the number that an ordered list shows before an item."""
        around = item.parent
        if around is None or around.name != "ol" or around.attributes.get("type", "1") != "1":
            return ""
        if "none" in around.attributes.get("style", ""):
            return ""
        last = self._counts.get(id(around), _number(around, "start") - 1)
        self._counts[id(around)] = current = _number(item, "value") if "value" in item.attributes else last + 1
        return f"{current}. "

    def _line(self, text: str, context: _Context, linked: int, added: int, row: bool = False) -> None:
        size = weight(text)
        sentence = row or _SENTENCE.search(text) or (size >= 40 and "，" in text)
        body = size if sentence and linked * 2 < size else 0
        self.lines.append(
            Line(text, context.block, context.furniture, linked, context.heading, added, size, body)
        )  # fmt: skip

    def _table(self, table: Element, context: _Context) -> None:
        """Add the rows of a table; its caption and what stands between its cells go before it."""
        linked = 0
        cells_of: list[list[Cell]] = []
        row = context
        for element in _parts(table):
            if isinstance(element, str):
                self._add(element, context)
            elif element.name == "tr":
                cells_of.append([])
                row = _within(element, context)
            else:
                inner = _Flow(self.dropped, frozenset(), in_cell=True)
                inner.walk(element, _within(element, row))
                inner.flush()
                if element.name not in ("td", "th") or not cells_of:
                    self.lines += inner.lines
                    continue
                text = one_line(" ".join(line.text for line in inner.lines))
                cells_of[-1].append(Cell(text, _number(element, "colspan"), _number(element, "rowspan")))
                linked += sum(line.linked for line in inner.lines)
        self.flush()
        rows = [cells for cells in cells_of if cells]
        whole = sum(weight(cell.text) for cells in rows for cell in cells)
        for text in row_lines(rows):
            if text.strip():
                size = weight(text)
                self._line(text, context, size if linked * 2 > whole else 0, 0, row="\t" in text)


def lines_of_page(root: Element, elements: list[Element]) -> tuple[list[Line], Counter[str], str]:
    """Return the lines of a page that a browser shows, what it does not show by reason, and the page's title."""
    dropped: Counter[str] = Counter()
    flow = _Flow(dropped, frozenset(_data_tables(elements)))
    flow.walk(root, _Context(root))
    flow.flush()
    return flow.lines, dropped, flow.titles[0] if flow.titles else ""


def _within(element: Element, around: _Context) -> _Context:
    """Return the context inside an element."""
    name, attributes = element.name, element.attributes
    reason = around.reason
    if reason is None:
        reason = _unseen(element)
    elif reason == _UNSEEN["head"] and name in ("title", "script", "style"):
        reason = _UNSEEN[name]
    marked = _furniture(element)
    return _Context(
        element if name in BLOCKS else around.block,
        reason,
        around.furniture if marked is None else Furniture(element, marked),
        around.link or (name == "a" and "href" in attributes),
        around.pre or name == "pre",
        around.heading or name in _HEADINGS,
    )


def _unseen(element: Element) -> str | None:
    """Return why a browser does not show an element, None where it does."""
    if element.name in _UNSEEN:
        return _UNSEEN[element.name]
    hidden = "hidden" in element.attributes or _HIDING.search(element.attributes.get("style", ""))
    return "hidden text" if hidden else None


def _furniture(element: Element) -> str | None:
    """Return what an element around the content is, None where nothing marks it as such."""
    if element.name in ("html", "body", "#root"):
        return None
    if element.name in _AROUND:
        return _AROUND[element.name]
    if not element.attributes:
        return None
    role = _ROLES.get(element.attributes.get("role", "").lower())
    if role is not None:
        return role
    names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"[:200]
    for word in _CLASS_WORD.findall(names):
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
    return None


def _parts(table: Element) -> Iterator[Element | str]:
    """Yield rows, cells and captions of a table, and the text between them, in order."""
    waiting: list[Element | str] = list(reversed(table.children))
    while waiting:
        part = waiting.pop()
        yield_only = isinstance(part, str) or part.name in ("td", "th", "caption", "script", "style")
        if isinstance(part, str) or yield_only or part.name == "tr":
            yield part
        if isinstance(part, Element) and not yield_only:
            waiting.extend(reversed(part.children))


def _data_tables(elements: list[Element]) -> Iterable[int]:
    """Yield the identities of the tables that hold data, not the layout of the page.

    A table of layout holds another table, has but one column, or has one cell with most of its text.
    """
    sizes: dict[int, int] = {}
    nesting: set[int] = set()
    for element in reversed(elements):
        size = sizes.get(id(element), 0) + sum(weight(child) for child in element.children if isinstance(child, str))
        sizes[id(element)] = size
        if element.parent is not None:
            sizes[id(element.parent)] = sizes.get(id(element.parent), 0) + size
            if element.name == "table" or id(element) in nesting:
                nesting.add(id(element.parent))
    for element in elements:
        if element.name == "table" and id(element) not in nesting and element.attributes.get("role") != "presentation":
            rows: list[list[int]] = []
            for part in _parts(element):
                if isinstance(part, Element) and part.name == "tr":
                    rows.append([])
                elif isinstance(part, Element) and part.name in ("td", "th") and rows:
                    rows[-1].append(sizes[id(part)])
            if _is_data([row for row in rows if row], sizes[id(element)]):
                yield id(element)


def _is_data(rows: list[list[int]], size: int) -> bool:
    """Tell whether cells of these weights make a table of data."""
    if max((len(row) for row in rows), default=0) < 2:
        return False
    largest = max(cell for row in rows for cell in row)
    return not (largest > 400 and largest * 5 > size * 3) and not (len(rows) == 1 and largest > 200)


def _number(element: Element, name: str) -> int:
    value = element.attributes.get(name, "").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
