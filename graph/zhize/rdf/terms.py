"""IRIs and literals in the spelling of N-Quads, and the set of triples of one graph.

IRIs follow RFC 3987: Chinese is kept; what is neither ``iunreserved`` nor a separator that we set is
percent-encoded in UTF-8 after NFC. Of ``ucschar``, white space and invisible format characters are encoded
too, as RFC 3987 4.1 and readers that split at white space ask.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from zhize import vocab

GRAPH_AUTHORITY: Final = "graph/authority"
"""Graph of the authority tables, below the base."""
GRAPH_ALIGNMENT: Final = "graph/alignment"
"""Graph of the tasks that correspond across campaigns."""
GRAPH_ONTOLOGY: Final = "graph/ontology"
"""Graph of the vocabulary."""

# RFC 3987: iunreserved = ALPHA / DIGIT / "-" / "." / "_" / "~" / ucschar
_UCSCHAR = (
    # left out: no-break space, soft hyphen, Arabic letter mark, Ogham space, Mongolian vowel separator
    "\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u180f-\u1fff"
    # left out: typographic spaces, line separators, marks of direction, ideographic space
    "\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    # left out: byte order mark
    "\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 0xE))
    + "\U000e1000-\U000efffd"
)
_ENCODED = re.compile(f"[^A-Za-z0-9\\-._~{_UCSCHAR}]")

_ESCAPES: Final[dict[int, str | None]] = {
    **dict.fromkeys(range(0x20)),  # XML-based formats cannot carry C0 controls
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # a lone surrogate is no character
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1 << 16)
def segment(name: str) -> str:
    """Return a name as one segment of an IRI's path.

    >>> segment("上海市市场监督管理局"), segment("A/B 50%"), segment("..")
    ('上海市市场监督管理局', 'A%2FB%2050%25', '%2E%2E')
    """
    if name in (".", ".."):
        return name.replace(".", "%2E")
    return _ENCODED.sub(_percent, unicodedata.normalize("NFC", name))


def iri(base: str, *names: str) -> str:
    """Return the IRI of a resource from the names on its path.

    >>> iri("https://w3id.org/zhize/", "law", "中华人民共和国电子商务法")
    'https://w3id.org/zhize/law/中华人民共和国电子商务法'
    """
    return base + "/".join(map(segment, names))


def document_iri(base: str, document: str) -> str:
    """Return the IRI of a document, which is also that of its graph, from its id."""
    return iri(base, "doc", document)


def task_iri(base: str, document: str, path: str) -> str:
    """Return the IRI of a task from its document's id and its path; a slash within the path stays one.

    >>> task_iri("https://w3id.org/zhize/", "2020-national", "5/1")
    'https://w3id.org/zhize/doc/2020-national/task/5/1'
    """
    return iri(base, "doc", document, "task", *path.split("/"))


def ref(target: str) -> str:
    """Return an IRI as a term of N-Quads."""
    return f"<{target}>"


def literal(text: str, lang: str | None = None, datatype: str | None = None) -> str:
    r"""Return a literal as a term of N-Quads; C0 controls but tab and line ends are dropped.

    >>> literal('说"好"\n', "zh")
    '"说\\"好\\"\\n"@zh'
    """
    plain = text.isprintable() and '"' not in text and "\\" not in text
    escaped = text if plain else text.translate(_ESCAPES)
    if lang is not None:
        return f'"{escaped}"@{lang}'
    if datatype is not None:
        return f'"{escaped}"^^<{datatype}>'
    return f'"{escaped}"'


def number(value: int) -> str:
    """Return a whole number as a term."""
    return f'"{value}"^^<{vocab.XSD_INTEGER}>'


def truth(*, value: bool) -> str:
    """Return a truth value as a term."""
    return f'"{"true" if value else "false"}"^^<{vocab.XSD_BOOLEAN}>'


def date(text: str) -> str:
    """Return a day, month or year as a term of that type; what the calendar lacks stays a plain string.

    >>> date("2020-11")
    '"2020-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date("2021-02-30")
    '"2021-02-30"'
    """
    found = _DATE.fullmatch(text)
    if found is None or found[1] == "0000":
        return literal(text)
    year, month, day = found.groups()
    if day is not None:
        leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
        last = 28 if month == "02" and not leap else _DAYS[int(month) - 1]
        return literal(text, datatype=vocab.XSD_DATE if 1 <= int(day) <= last else None)
    return literal(text, datatype=vocab.XSD_G_YEAR if month is None else vocab.XSD_G_YEAR_MONTH)


class Triples:
    """The triples of one graph; subjects and objects are terms of N-Quads, properties plain IRIs."""

    def __init__(self) -> None:
        self._found: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, subject: str, prop: str, value: str) -> None:
        """Add a statement, and the same with each super-property."""
        about = self._found[subject]
        for predicate in _predicates(prop):
            about.add(f"{predicate} {value}")

    def extend(self, subject: str, rest: Iterable[str]) -> None:
        """Add what is already written as property and object."""
        self._found[subject].update(rest)

    def kind(self, subject: str, cls: str) -> None:
        """Add the class of a subject, and its super-classes."""
        self._found[subject].update(types(cls))

    def label(self, subject: str, text: str, lang: str = "zh") -> None:
        """Add a label in a language, if there is one."""
        if text:
            self._found[subject].add(f"<{vocab.RDFS_LABEL}> {literal(text, lang)}")

    def text(self, subject: str, prop: str, text: str | None) -> None:
        """Add a plain string, if there is one."""
        if text:
            self.add(subject, prop, literal(text))

    def date(self, subject: str, prop: str, text: str | None) -> None:
        """Add a date, if there is one."""
        if text:
            self.add(subject, prop, date(text))

    def quads(self, graph: str) -> list[str]:
        """Return the lines of the graph with that IRI, sorted, without line ends."""
        # No subject is the beginning of another, so sorting by subject first sorts the lines.
        ending = f" <{graph}> ."
        found = self._found
        return [f"{subject} {rest}{ending}" for subject in sorted(found) for rest in sorted(found[subject])]


@lru_cache(maxsize=1024)
def _predicates(prop: str) -> tuple[str, ...]:
    return tuple(ref(each) for each in (prop, *vocab.SUPERPROPERTIES.get(prop, ())))


@lru_cache(maxsize=1024)
def types(cls: str) -> tuple[str, ...]:
    """Return what says that a subject is of a class, with its super-classes, as properties and objects."""
    return tuple(f"<{vocab.RDF_TYPE}> <{each}>" for each in (cls, *vocab.SUPERCLASSES.get(cls, ())))
