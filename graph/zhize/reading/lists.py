"""The numbers of lists in a docx, which its text does not hold: rebuilt from styles.xml and numbering.xml.

The rules are those of ECMA-376 part 1, 17.9: a level counts on until a paragraph of a higher level comes, lists
that share an abstract list share its counters, and a list may restart a level where it is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhize.reading.ordinals import ordinal
from zhize.reading.xmltree import Node

_PLACE = re.compile(r"%([1-9])")
#: How far a style may be based on others.
_CHAIN = 30


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list."""

    start: int
    number_format: str
    text: str
    """What is shown, ``%1`` standing for the number of the first level."""
    restart: int | None
    """Level, from 1, after which it restarts; 0 for never; None for any higher one."""
    legal: bool
    """True where all its numbers are shown in digits."""
    style: str | None
    """Style of paragraph that bears it."""


@dataclass(slots=True)
class _Style:
    """A style of paragraphs."""

    name: str
    based_on: str | None
    number: str | None
    """Id of its list."""
    level: int | None


@dataclass(slots=True)
class _Counters:
    """Where an abstract list stands."""

    values: dict[int, int] = field(default_factory=dict)
    """Level -> its last number."""


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"-?\d{1,6}", text):
        return default
    return int(text)


class Lists:
    """The lists of a document; `mark` is asked once for each paragraph, in order."""

    def __init__(self, styles: Node | None, numbering: Node | None) -> None:
        """Take the lists from the trees of styles.xml and numbering.xml, each None where the document has none."""
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, _Counters] = {}
        for node in styles.children if styles is not None else ():
            if node.name == "style" and node.attributes.get("type", "paragraph") in ("paragraph", "numbering"):
                self._add_style(node)
        for node in numbering.children if numbering is not None else ():
            if node.name == "abstractNum":
                self._add_abstract(node)
            elif node.name == "num":
                self._add_number(node)

    def style_name(self, properties: Node | None) -> str:
        """Return the name of the style of a paragraph, in lower case, given its properties."""
        style = self._style(properties)
        return style.name if style is not None else ""

    def mark(self, properties: Node | None) -> str:
        """Return the mark that a paragraph shows before its text, empty where it is not numbered."""
        found = self._place(properties)
        if found is None:
            return ""
        number, depth = found
        abstract = self._numbers[number]
        levels = self._levels(number)
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, _Counters()).values
        start = self._starts.pop((number, depth), None)
        if start is not None:
            counters[depth] = start
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        for deeper in [d for d in counters if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del counters[deeper]
        return _rendered(level, levels, counters)

    def _levels(self, number: str) -> dict[int, _Level]:
        """Return the levels of a list by depth, its own overrides first."""
        abstract = self._numbers[number]
        for _ in range(_CHAIN):
            style = self._styles.get(self._linked.get(abstract, ""))
            linked = self._numbers.get(style.number or "") if style is not None else None
            if linked is None or self._abstract.get(abstract):
                break
            abstract = linked
        return self._abstract.get(abstract, {}) | self._overrides.get(number, {})

    def _style(self, properties: Node | None) -> _Style | None:
        own = properties.value("pStyle") if properties is not None else None
        return self._styles.get(own if own is not None else self._default or "")

    def _place(self, properties: Node | None) -> tuple[str, int] | None:
        """Return the list and the depth of a paragraph, None where it is in none."""
        own = properties.child("numPr") if properties is not None else None
        number = own.value("numId") if own is not None else None
        depth = own.value("ilvl") if own is not None else None
        style_id = properties.value("pStyle") if properties is not None else None
        if number is None:
            styled = self._styled(style_id if style_id is not None else self._default)
            if styled is None:
                return None
            number, style_depth = styled
            level = style_depth if depth is None else _integer(depth, 0)
        else:
            level = _integer(depth, 0)
        return (number, level) if number in self._numbers else None

    def _styled(self, style_id: str | None) -> tuple[str, int] | None:
        """Return the list and the depth that a style or one it is based on gives a paragraph."""
        depth: int | None = None
        asked = style_id
        for _ in range(_CHAIN):
            style = self._styles.get(style_id or "")
            if style is None:
                return None
            depth = style.level if depth is None else depth
            if style.number is not None:
                if style.number not in self._numbers:
                    return None
                bearing = [d for d, level in self._levels(style.number).items() if level.style in (asked, style_id)]
                return style.number, bearing[0] if bearing and depth is None else depth or 0
            style_id = style.based_on
        return None

    def _add_style(self, node: Node) -> None:
        style_id = node.attributes.get("styleId", "")
        properties = node.child("pPr")
        listed = properties.child("numPr") if properties is not None else None
        level = listed.value("ilvl") if listed is not None else None
        self._styles[style_id] = _Style(
            (node.value("name") or "").lower(),
            node.value("basedOn"),
            listed.value("numId") if listed is not None else None,
            None if level is None else _integer(level, 0),
        )
        if node.attributes.get("type") == "paragraph" and node.attributes.get("default") in ("1", "true", "on"):
            self._default = style_id

    def _add_abstract(self, node: Node) -> None:
        key = node.attributes.get("abstractNumId", "")
        self._abstract[key] = dict(_level(child) for child in node.children if child.name == "lvl")
        link = node.value("numStyleLink")
        if link is not None:
            self._linked[key] = link

    def _add_number(self, node: Node) -> None:
        key = node.attributes.get("numId", "")
        abstract = node.value("abstractNumId")
        if abstract is None or key == "0":
            return
        self._numbers[key] = abstract
        for override in node.children:
            if override.name != "lvlOverride":
                continue
            depth = _integer(override.attributes.get("ilvl"), 0)
            own = override.child("lvl")
            if own is not None:
                self._overrides.setdefault(key, {})[depth] = _level(own)[1]
            start = override.value("startOverride")
            if start is not None:
                self._starts[key, depth] = _integer(start, 1)


def _level(node: Node) -> tuple[int, _Level]:
    """Return the depth of a level, from 0, and the level."""
    restart = node.value("lvlRestart")
    legal = node.child("isLgl")
    return _integer(node.attributes.get("ilvl"), 0), _Level(
        _integer(node.value("start"), 0),
        node.value("numFmt") or "decimal",
        node.value("lvlText") or "",
        None if restart is None else _integer(restart, 0),
        legal is not None and legal.attributes.get("val") not in ("0", "false", "off"),
        node.value("pStyle"),
    )


def _rendered(level: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    """Return what a level shows; a level above that was never used shows its start."""
    if level.number_format == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        depth = int(found.group(1)) - 1
        shown = levels.get(depth)
        if shown is None:
            return ""
        value = counters.get(depth, shown.start)
        return ordinal(value, "decimal" if level.legal else shown.number_format)

    return _PLACE.sub(number, level.text)
