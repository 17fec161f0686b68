"""Takes the text of a PDF apart into pieces with their places; runs as a process of its own.

A PDF can ask for any amount of time and memory, so that this is a program, not a module to import: it reads the file
from its standard input, limits itself, and writes one JSON value. A damaged file ends it with an error.
"""

from __future__ import annotations

import json
import math
import sys
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Points beyond which no page reaches.
_FARTHEST = 1e6


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
        self.pieces: list[tuple[float, float, float, float, float, float, str]] = []
        self._base: list[Matrix] = [_UNIT]
        self._resources: list[Any] = [page.get("/Resources")]
        self._form: tuple[Matrix, Any] | None = None

    def before(self, operator: bytes, operands: Any, cm: Any, _tm: Any) -> None:
        """Note that a form is drawn; its own operators come between this call and `after`."""
        if self._form is not None:
            self._base.append(self._form[0])
            self._resources.append(self._form[1])
            self._form = None
        if operator == b"Do" and operands:
            form = self._named(operands[0])
            matrix = form.get("/Matrix") if form is not None else None
            placed = _product(matrix, cm) if matrix is not None and len(matrix) == 6 else _product(_UNIT, cm)
            own = form.get("/Resources") if form is not None else None
            self._form = _product(placed, self._base[-1]), own or self._resources[-1]

    def after(self, operator: bytes, operands: Any, _cm: Any, _tm: Any) -> None:
        """Note that a form was drawn."""
        if operator == b"Do" and operands:
            if self._form is not None:
                self._form = None
            else:
                self._base.pop()
                self._resources.pop()

    def text(self, text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        """Take a piece of text with its place, size and direction."""
        if not text.strip():
            return
        a, b, c, d, x, y = (_bounded(n) for n in _product(_product(tm, cm), self._base[-1]))
        length = math.hypot(a, b) or 1.0
        height = math.hypot(c, d) or length
        em = _bounded(abs(float(size))) or 1.0
        self.pieces.append((x, y, _bounded(em * height), _bounded(em * length), a / length, b / length, text))

    def _named(self, name: Any) -> Any:
        """Return the form of a name, None where the page has none."""
        resources = self._resources[-1]
        forms = resources.get_object().get("/XObject") if resources is not None else None
        form = forms.get_object().get(name) if forms is not None else None
        return form.get_object() if form is not None else None


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
        visits = _Pieces(page)
        page.extract_text(
            visitor_operand_before=visits.before, visitor_operand_after=visits.after, visitor_text=visits.text
        )
        box = [_bounded(float(n)) for n in page.mediabox]
        pages.append({"box": box, "picture": _has_picture(page), "pieces": visits.pieces})
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
