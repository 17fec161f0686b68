"""HTML text to a tree of elements, in time linear in its length, however it is nested or broken.

The grammar is that of the HTML standard as far as text needs it: comments, raw text of scripts, void elements and
implied ends; a browser would show the same text. The tree is walked without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape as _unescape

from zhize.errors import InputError
from zhize.reading.source import shown

#: Elements of a page beyond which it is refused.
MAX_ELEMENTS = 500_000
#: Elements without content.
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
#: Elements whose content is no markup.
_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes"))
#: The same, but with character references.
_RCDATA = frozenset(("textarea", "title"))
#: Elements that begin a line.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "noframes", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "title", "tr", "ul", "xmp",
))  # fmt: skip
#: Start tag -> the open elements it ends, and the elements within which they are looked for.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "table", "td", "th"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td", "th"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td", "th"))),
    "option": (frozenset(("option",)), frozenset(("select", "table"))),
    "td": (frozenset(("td", "th")), frozenset(("table",))),
    "th": (frozenset(("td", "th")), frozenset(("table",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
    "thead": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
    "tfoot": (frozenset(("tbody", "thead", "tfoot", "caption")), frozenset(("table",))),
}
#: Elements that may overlap with others: one that ends outside a block begun in it goes on to the end of the block.
_FORMATTING = frozenset(("b", "big", "em", "font", "i", "s", "small", "span", "strong", "u"))
_SCOPE = frozenset(("table", "td", "th", "caption", "button", "html"))

_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)?\s*(=\s*)?")
_UNQUOTED = re.compile(r"[^\s>]*")
_HUGE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page."""

    name: str
    """In lower case."""
    attributes: dict[str, str]
    parent: Element | None
    depth: int
    children: list[Element | str] = field(default_factory=list)
    """Its elements and the text between them, character references resolved."""


@dataclass(slots=True)
class _Tag:
    """A tag, or a run of text."""

    name: str
    """Empty for text."""
    closes: bool
    text: str
    attributes: dict[str, str]


def unescape(text: str) -> str:
    """Return a text with its character references resolved; a number beyond Unicode gives U+FFFD.

    >>> unescape("甲&nbsp;&#20057;&amp;&#99999999999;")
    '甲\\xa0乙&\\ufffd'
    """
    return _unescape(_HUGE.sub("\ufffd", text)) if "&" in text else text


class _Scanner:
    """Cuts a text into tags and runs of text; remembers which delimiters do not come any more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._missing: set[str] = set()

    def find(self, delimiter: str, start: int) -> int:
        """Return where a delimiter next stands, -1 where it does not; a vain search is made once."""
        if delimiter in self._missing:
            return -1
        found = self.text.find(delimiter, start)
        if found < 0:
            self._missing.add(delimiter)
        return found

    def tags(self) -> Iterator[_Tag]:
        """Yield tags and text in order."""
        text = self.text
        while self.position < len(text):
            opening = self.find("<", self.position)
            if opening < 0:
                break
            if opening > self.position:
                yield self._run(opening)
            tag = self._tag(opening)
            if tag is not None:
                yield tag
                if not tag.closes and (tag.name in _RAW or tag.name in _RCDATA):
                    yield from self._raw(tag.name)
        if self.position < len(text):
            yield self._run(len(text))

    def _run(self, end: int) -> _Tag:
        piece = self.text[self.position : end]
        self.position = end
        return _Tag("", False, unescape(piece), {})

    def _tag(self, opening: int) -> _Tag | None:
        """Return the tag that begins at ``opening``; None for a comment."""
        text = self.text
        after = text[opening + 1 : opening + 2]
        if after == "!" or after == "?":
            self.position = self._comment_end(opening)
            return None
        closes = after == "/"
        named = _NAME.match(text, opening + 1 + closes)
        if named is None or self.find(">", opening) < 0:
            if closes and (end := self.find(">", opening)) >= 0:
                self.position = end + 1
                return None
            self.position = opening + 1
            return _Tag("", False, "<", {})
        self.position = named.end()
        attributes = self._attributes()
        return _Tag(named.group().lower(), closes, "", attributes)

    def _comment_end(self, opening: int) -> int:
        """Return where a comment or declaration ends; one that is not closed ends with its first bracket."""
        if self.text.startswith("<!--", opening):
            if self.text.startswith(("<!-->", "<!--->"), opening):
                return self.text.index(">", opening) + 1
            end = self.find("-->", opening + 4)
            if end >= 0:
                return end + 3
        end = self.find(">", opening)
        return end + 1 if end >= 0 else len(self.text)

    def _attributes(self) -> dict[str, str]:
        """Return the attributes of a start tag, the position then being after its end."""
        text, found = self.text, dict[str, str]()
        while True:
            match = _ATTRIBUTE.match(text, self.position)
            if match is None:
                break
            self.position = match.end()
            name, value = match.group(1), ""
            if match.group(2) is not None:
                value = self._value()
            if name:
                found.setdefault(name.lower(), unescape(value))
            elif match.group(2) is None:
                break
        self.position += text.startswith(">", self.position)
        return found

    def _value(self) -> str:
        quote = self.text[self.position : self.position + 1]
        if quote in ("'", '"') and (end := self.find(quote, self.position + 1)) >= 0:
            value = self.text[self.position + 1 : end]
            self.position = end + 1
            return value
        bare = _UNQUOTED.match(self.text, self.position)
        value = bare.group() if bare is not None else ""
        self.position += len(value)
        return value

    def _raw(self, name: str) -> Iterator[_Tag]:
        """Yield the text up to the end tag of an element of raw text, to the end of the page where it has none."""
        key = f"</{name}"
        end = len(self.text)
        if key not in self._missing:
            found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII).search(self.text, self.position)
            if found is not None:
                end = found.start()
            else:
                self._missing.add(key)
        if end == len(self.text) and name in _RCDATA:
            return
        piece = self.text[self.position : end]
        self.position = end
        yield _Tag("", False, unescape(piece) if name in _RCDATA else piece, {})


class _Stack:
    """The open elements."""

    def __init__(self) -> None:
        self.root = Element("#root", {}, None, 0)
        self.open = [self.root]
        self.at: dict[str, list[int]] = {}
        self.count = 0

    def last(self, names: frozenset[str]) -> int:
        """Return where the innermost open element of one of the names stands, -1 where none is open."""
        return max((places[-1] for name in names if (places := self.at.get(name))), default=-1)

    def push(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        parent = self.open[-1]
        element = Element(name, attributes, parent, parent.depth + 1)
        parent.children.append(element)
        if name not in _VOID:
            self.at.setdefault(name, []).append(len(self.open))
            self.open.append(element)

    def close(self, place: int) -> None:
        """End the element at ``place`` and all within it."""
        while len(self.open) > place > 0:
            self.at[self.open.pop().name].pop()


def parse(text: str, name: str) -> Element:
    """Return the tree of the page in the file ``name``; its root is no element of the page.

    InputError where it has more elements than the text of any plan needs.

    >>> [child.name for child in parse("<p>一<b>二</b><p>三&amp;", "plan.html").children]
    ['p', 'p']
    """
    stack = _Stack()
    for tag in _Scanner(text).tags():
        if stack.count > MAX_ELEMENTS:
            raise InputError(f"{shown(name)}: has more than {MAX_ELEMENTS} elements: give the plan alone")
        if not tag.name:
            stack.open[-1].children.append(tag.text)
        elif tag.closes:
            _end(stack, tag.name)
        else:
            _start(stack, tag)
    return stack.root


def _start(stack: _Stack, tag: _Tag) -> None:
    name = tag.name
    if name in ("html", "body", "head") and stack.at.get(name):
        return
    if name in BLOCKS and stack.at.get("p") and stack.at["p"][-1] > stack.last(_SCOPE):
        stack.close(stack.at["p"][-1])
    if name == "a" and stack.at.get("a") and stack.at["a"][-1] > stack.last(BLOCKS):
        stack.close(stack.at["a"][-1])
    if name in _IMPLIED:
        ended, within = _IMPLIED[name]
        place = min(
            (places[-1] for other in ended if (places := stack.at.get(other)) and places[-1] > stack.last(within)),
            default=-1,
        )
        stack.close(place)
    stack.push(name, tag.attributes)


def _end(stack: _Stack, name: str) -> None:
    places = stack.at.get(name)
    if not places:
        if name in ("br", "p"):
            stack.push(name, {})
            stack.close(len(stack.open) - (name == "p"))
        return
    if name in _FORMATTING and places[-1] < stack.last(BLOCKS):
        return
    within = -1 if name in ("table", "html", "body") else stack.last(frozenset(("table",)))
    if name not in ("td", "th", "tr", "tbody", "thead", "tfoot", "caption") and within >= 0:
        within = max(within, stack.last(frozenset(("td", "th"))))
    if places[-1] > within or name in ("body", "html"):
        stack.close(places[-1])


def preorder(root: Element) -> list[Element]:
    """Return all elements of a tree, parents before their children, in the order of the page."""
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))
    return found
