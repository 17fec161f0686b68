"""XML to small trees, without entities, external files or unbounded nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from zhize.errors import InputError

#: Elements within elements beyond which a document is refused.
MAX_DEPTH = 250
#: Elements of a part beyond which a document is refused.
MAX_ELEMENTS = 1_000_000
_CHUNK = 1 << 16


@dataclass(slots=True, eq=False)
class Node:
    """An element; names of elements and attributes stand without their namespace."""

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""
    """Its own character data."""

    def child(self, name: str) -> Node | None:
        """Return the first child of a name, None where there is none.

        >>> tree = parse_xml(b"<a><b c='1'/></a>", "plan.docx", "a.xml")
        >>> tree.child("b").attributes
        {'c': '1'}
        """
        return next((child for child in self.children if child.name == name), None)

    def value(self, *names: str) -> str | None:
        """Return the attribute ``val`` of the element that a path of names leads to, None where it leads nowhere."""
        node: Node | None = self
        for name in names:
            node = node.child(name) if node is not None else None
        return None if node is None else node.attributes.get("val")

    def walk(self) -> Iterator[Node]:
        """Yield the element and all within it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0
        self._locals: dict[str, str] = {}

    def local(self, name: str) -> str:
        """Return a name without its namespace, the same object for the same name."""
        return self._locals.setdefault(name, name.rsplit(" ", 1)[-1])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        node = Node(self.local(name), {self.local(key): value for key, value in attributes.items()})
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise InputError(f"{self.where} has more than {MAX_ELEMENTS} elements: give the plan alone")
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        if len(self.open) > MAX_DEPTH:
            raise InputError(f"{self.where} is nested more than {MAX_DEPTH} deep: save the plan anew as docx or pdf")

    def end(self, _name: str) -> None:
        """End the innermost element."""
        self.open.pop()

    def data(self, text: str) -> None:
        """Add character data to the innermost element."""
        node = self.open[-1]
        node.text = node.text + text if node.text else text

    def doctype(self, *_: object) -> None:
        """Refuse a document type, with which entities come."""
        raise InputError(f"{self.where} declares a document type, which no docx does: save the plan anew as docx")


def parse_xml(data: bytes, name: str, part: str) -> Node:
    """Return the tree of an XML part of the file ``name``; InputError where it is malformed or declares a type."""
    builder = _Builder(f"{name}: {part}")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise InputError(f"{name}: {part} is damaged ({error}): open it in Word or WPS and save it again") from error
    if builder.root is None:
        raise InputError(f"{name}: {part} is empty: open it in Word or WPS and save it again")
    return builder.root
