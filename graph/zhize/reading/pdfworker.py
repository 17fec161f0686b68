"""Takes the text of a PDF apart into pieces with their places; runs as a process of its own.

A PDF can ask for any amount of time and memory, so that this is a program, not a module to import: it reads the file
from its standard input, limits itself, and writes one JSON value. A damaged file ends it with an error.
"""

from __future__ import annotations

import json
import math
import re
import sys
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, StreamObject

try:
    from pypdf.generic._font import Font
except ImportError:  # not part of the library's public face
    Font = None  # type: ignore[assignment, misc]

#: What fills or strokes a path, what ends it unseen, and the operators that move to where text is shown.
_PAINTED, _FILLED, _UNSEEN = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*")), frozenset((b"f", b"F", b"f*")), b"n"
_MOVES = frozenset((b"Td", b"TD", b"Tm", b"T*"))
#: Thousandths of an em: a shift as wide may leave room for other text, and the library makes a space of it.
_WIDE = 100
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
#: Points: a filled bar as thin is a line, a line as short is none. Lines of a page beyond a number are a drawing.
_THIN, _SHORT, _MOST_RULES = 3.0, 4.0, 20_000

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Points beyond which no page reaches.
_FARTHEST = 1e6
#: Codes of two bytes, in an encoding that the file brings with it.
_TWO_BYTES = re.compile(rb"begincodespacerange\s*<\s*[0-9A-Fa-f]{4}\s*>")
#: White space that a piece begins with; a single space may be one that the library made up.
_INDENT = re.compile(r"\n*([\u3000\u2003]+|[ \xa0]{2,})")


def _product(first: Any, second: Any) -> Matrix:
    """Return the matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = (float(n) for n in first[:6])
    p, q, r, s, t, u = (float(n) for n in second[:6])
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _bounded(number: float) -> float:
    """Return a length that a page can have; what is none is 0."""
    return min(max(number, -_FARTHEST), _FARTHEST) if math.isfinite(number) else 0.0


class _Pieces:
    """Gathers the pieces of a page from the visits of its content."""

    def __init__(self, page: PageObject) -> None:
        self.pieces: list[tuple[float, float, float, float, float, float, float, str]] = []
        self.rules: list[tuple[float, float, float, float]] = []
        self._path: list[tuple[tuple[float, float], tuple[float, float], bool]] = []
        self._at = (0.0, 0.0)
        self._moves = 0
        self._begun: int | None = None
        self._shown = (-1, 0.0)
        self._lead = self._stretch = 0.0
        self._spacings = [0.0]
        self._spaced = False
        self._widths: dict[int, tuple[Any, dict[str, float]]] = {}
        self._base: list[Matrix] = [_UNIT]
        self._resources: list[Any] = [page.get("/Resources")]
        self._form: tuple[Matrix, Any] | None = None

    def before(self, operator: bytes, operands: Any, cm: Any, _tm: Any) -> None:
        """Note that a form is drawn; its own operators come between this call and `after`."""
        if self._form is not None:
            self._base.append(self._form[0])
            self._resources.append(self._form[1])
            self._form = None
        if operator in _MOVES or operator in (b"BT", b"cm", b"'", b'"'):
            self._moves += 1
        if operator == b"Tc":
            self._spacings[-1] = (_numbers(operands) or [0.0])[0]
        elif operator == b"q":
            self._spacings.append(self._spacings[-1])
        elif operator == b"Q" and len(self._spacings) > 1:
            self._spacings.pop()
        if operator in _SHOWS:
            self._kerned(operator, operands)
        if operator in (b"m", b"l", b"re"):
            self._drawn(operator, operands, cm)
        elif operator in _PAINTED or operator in _FILLED or operator == _UNSEEN:
            self._ruled(operator)
        if operator == b"Do" and operands:
            form = self._named(operands[0])
            matrix = form.get("/Matrix") if form is not None else None
            placed = _product(matrix, cm) if matrix is not None and len(matrix) == 6 else _product(_UNIT, cm)
            own = form.get("/Resources") if form is not None else None
            self._form = _product(placed, self._base[-1]), own or self._resources[-1]

    def _kerned(self, operator: bytes, operands: Any) -> None:
        """Take what the numbers between strings shift, in ems: the first ones the piece, the others what it measures."""
        begins = self._begun is None
        if begins:
            self._begun, self._lead, self._stretch = self._moves, 0.0, 0.0
        for each in operands[0] if operator == b"TJ" and operands and isinstance(operands[0], list) else ():
            if isinstance(each, (int, float)):
                if begins:
                    self._lead -= each / 1000
                else:
                    self._stretch -= each / 1000
            else:
                begins = False

    def _drawn(self, operator: bytes, operands: Any, cm: Any) -> None:
        """Take a step of a path: corners on the page, those of a rectangle and of lines."""
        placed = _product(cm, self._base[-1])
        numbers = _numbers(operands)
        if operator == b"re" and len(numbers) == 4:
            x, y, width, height = numbers
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
            moved = [_placed(placed, *corner) for corner in corners]
            self._path += [(a, b, True) for a, b in pairwise(moved)]
        elif operator == b"m" and len(numbers) == 2:
            self._at = _placed(placed, *numbers)
        elif operator == b"l" and len(numbers) == 2:
            to = _placed(placed, *numbers)
            self._path.append((self._at, to, False))
            self._at = to

    def _ruled(self, operator: bytes) -> None:
        """Take the lines of a path that is painted: those stroked, and filled rectangles as thin as lines."""
        path, self._path = self._path, []
        if operator == _UNSEEN or len(self.rules) > _MOST_RULES:
            return
        if operator in _PAINTED:
            self.rules += [(*a, *b) for a, b, _ in path]
            return
        for at in range(len(path) - 3):
            if all(each[2] for each in path[at : at + 4]) and path[at][0] == path[at + 3][1]:
                (left, low), (right, high) = path[at][0], path[at + 1][1]
                if abs(right - left) <= _THIN:
                    self.rules.append(((left + right) / 2, low, (left + right) / 2, high))
                elif abs(high - low) <= _THIN:
                    self.rules.append((left, (low + high) / 2, right, (low + high) / 2))

    def after(self, operator: bytes, operands: Any, _cm: Any, _tm: Any) -> None:
        """Note that a form was drawn."""
        if operator == b"Do" and operands:
            if self._form is not None:
                self._form = None
            else:
                self._base.pop()
                self._resources.pop()

    def text(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        """Take a piece of text with its place, size, direction and length."""
        begun, self._begun = self._begun, None
        if not text.strip("\n"):
            return
        a, b, c, d, x, y = (_bounded(n) for n in _product(_product(tm, cm), self._base[-1]))
        length = math.hypot(a, b) or 1.0
        height = math.hypot(c, d) or length
        size = _bounded(abs(float(size))) or 1.0
        em, dx, dy = _bounded(size * length), a / length, b / length
        widths = self._widths_of(font)
        # Text that is shown without a move goes on where the last ended.
        goes_on = begun is not None and begun == self._shown[0]
        shift = self._shown[1] if goes_on else 0.0
        shift += em * self._lead
        if self._lead and text.startswith(" "):
            text = text[1:] or " "  # made up for the shift
        apart = self._stretch * em + self._spacings[-1] * length * len(text.strip("\n"))
        self._shown = (begun if begun is not None else -1, shift + em * _width(text.strip("\n"), widths) + apart)
        self._lead = self._stretch = 0.0
        indent = _INDENT.match(text)
        shift += em * _width(indent[1], widths) if indent is not None else 0.0
        spaced, self._spaced = goes_on and (self._spaced or text[0] == " "), text[-1] == " "
        text = text.strip()
        if not text:
            self._spaced = spaced or self._spaced
            return
        long = _bounded(em * _width(text, widths) + apart)
        text = " " + text if spaced else text
        self.pieces.append((x + shift * dx, y + shift * dy, _bounded(size * height), em, dx, dy, long, text))

    def _widths_of(self, font: Any) -> dict[str, float]:
        """Return the widths, in ems, of the characters of a font that says them."""
        if font is None or Font is None:
            return {}
        if id(font) not in self._widths:
            self._widths[id(font)] = font, _widths_of(font)
        return self._widths[id(font)][1]

    def _named(self, name: Any) -> Any:
        """Return the form of a name, None where the page has none."""
        resources = self._resources[-1]
        forms = resources.get_object().get("/XObject") if resources is not None else None
        form = forms.get_object().get(name) if forms is not None else None
        return form.get_object() if form is not None else None


def _numbers(operands: Any) -> list[float]:
    """Return what an operator works on as numbers, none where something else is among them."""
    if not isinstance(operands, list) or not all(isinstance(each, (int, float)) for each in operands):
        return []
    return [float(each) for each in operands]


def _widths_of(font: Any) -> dict[str, float]:
    """Return the widths, in ems, of the characters of a font; none where it does not say them."""
    try:
        own = Font.from_font_resource(font)
    except (AttributeError, TypeError):  # as the library itself does with fonts that are damaged
        return {}
    matrix = _numbers(font.get("/FontMatrix"))
    unit = abs(matrix[0]) if matrix and font.get("/Subtype") == "/Type3" else 0.001
    return {
        char: width * unit
        for code, char in own.character_map.items()
        if isinstance(code, str) and isinstance(width := own.character_widths.get(code), (int, float))
    }


def _width(text: str, widths: dict[str, float]) -> float:
    """Return the width of a text in ems; of characters whose font says none, Chinese type is one wide, others a half."""
    return sum(widths.get(char) or (1.0 if ord(char) >= 0x2000 else 0.5) for char in text)


def _placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return a point as a matrix places it."""
    a, b, c, d, e, f = matrix
    return _bounded(x * a + y * c + e), _bounded(x * b + y * d + f)


def _upright(rules: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Return the lines that run across or up, from left to right or from low to high."""
    return [
        (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        for x, y, to_x, to_y in rules
        if min(abs(x - to_x), abs(y - to_y)) < 0.5 and max(abs(x - to_x), abs(y - to_y)) > _SHORT
    ]


def _strings(shown: list[Any]) -> list[list[Any]]:
    """Return what is shown at once in parts, each after a shift so wide that other text may stand there."""
    parts: list[list[Any]] = [[]]
    for each in shown:
        if isinstance(each, (int, float)) and abs(each) >= _WIDE and any(isinstance(one, (str, bytes)) for one in parts[-1]):
            parts.append([])
        parts[-1].append(each)
    return parts


def _parted(stream: Any, reader: PdfReader) -> ContentStream:
    """Return content that names its font again wherever text moves, so that the library tells each place apart."""
    content = ContentStream(stream, reader, "bytes")
    operations: list[tuple[Any, bytes]] = []
    fonts: list[Any] = [None]
    for operands, operator in content.operations:
        if operator == b"TJ" and fonts[-1] is not None and operands and isinstance(operands[0], list):
            for at, part in enumerate(_strings(operands[0])):
                operations += [(fonts[-1], b"Tf")] * (at > 0)
                operations.append(([ArrayObject(part)], operator))
            continue
        operations.append((operands, operator))
        if operator == b"q":
            fonts.append(fonts[-1])
        elif operator == b"Q" and len(fonts) > 1:
            fonts.pop()
        elif operator == b"Tf":
            fonts[-1] = operands
        elif operator in _MOVES and fonts[-1] is not None:
            operations.append((fonts[-1], b"Tf"))
    content.operations = operations
    return content


def _mend(resources: Any, reader: PdfReader, seen: set[int]) -> None:
    """Part the content of forms, and give fonts whose encoding is a table in the file, of codes of two bytes, the name of such an encoding.

    The library reads their codes as single bytes else; what they stand for is told by the font's own table. Their widths
    are told by the numbers that the encoding gives them, so that those are left out.
    """
    found = resources.get_object() if resources is not None else None
    if not isinstance(found, DictionaryObject) or id(found) in seen:
        return
    seen.add(id(found))
    for font in _dictionaries(found, "/Font").values():
        encoding = font.get("/Encoding")
        encoding = encoding.get_object() if encoding is not None else None
        if "/ToUnicode" in font and isinstance(encoding, StreamObject) and _TWO_BYTES.search(encoding.get_data()):
            font[NameObject("/Encoding")] = NameObject("/Identity-H")
            for descendant in font.get("/DescendantFonts") or ():
                descendant.get_object().pop("/W", None)
    forms = found.get("/XObject")
    for name, form in _dictionaries(found, "/XObject").items():
        if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form" and not isinstance(form, ContentStream):
            content = _parted(form, reader)
            content.update(form)
            named: Any = forms.get_object() if forms is not None else {}
            named[NameObject(name)] = content
            _mend(form.get("/Resources"), reader, seen)


def _dictionaries(resources: DictionaryObject, kind: str) -> dict[str, Any]:
    """Return the dictionaries of a kind that resources name."""
    named = resources.get(kind)
    named = named.get_object() if named is not None else None
    found = {name: each.get_object() for name, each in named.items()} if isinstance(named, DictionaryObject) else {}
    return {name: each for name, each in found.items() if isinstance(each, DictionaryObject)}


def _has_picture(page: PageObject) -> bool:
    """Tell whether a page draws a picture of its own."""
    resources = page.get("/Resources")
    forms = resources.get_object().get("/XObject") if resources is not None else None
    if forms is None:
        return False
    return any(form.get_object().get("/Subtype") in ("/Image", "/Form") for form in forms.get_object().values())


def pages_of(data: bytes, most: int) -> dict[str, object]:
    """Return the pages of a PDF, or why there are none: ``encrypted``, or more than ``most``."""
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except (DependencyError, NotImplementedError):
            return {"refused": "encrypted"}
        if not opened:
            return {"refused": "encrypted"}
    count = len(reader.pages)
    if count > most:
        return {"refused": "pages", "count": count}
    pages: list[dict[str, object]] = []
    for page in reader.pages:
        _mend(page.get("/Resources"), reader, set())
        contents = page.get("/Contents")
        if contents is not None:
            with suppress(AttributeError, KeyError):  # content that is none gives no text
                page[NameObject("/Contents")] = _parted(contents.get_object(), reader)
        visits = _Pieces(page)
        page.extract_text(
            visitor_operand_before=visits.before, visitor_operand_after=visits.after, visitor_text=visits.text
        )
        box = [_bounded(float(n)) for n in page.mediabox]
        rules = _upright(visits.rules)
        pages.append({"box": box, "picture": _has_picture(page), "pieces": visits.pieces, "rules": rules})
    return {"pages": pages}


def main() -> None:
    """Read a PDF from standard input and write its pages; arguments: seconds, bytes of memory, most pages."""
    seconds, memory, most = (int(argument) for argument in sys.argv[1:4])
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    result = pages_of(sys.stdin.buffer.read(), most)
    sys.stdout.buffer.write(json.dumps(result).encode("ascii"))


if __name__ == "__main__":
    main()
