"""SPARQL in and plain Python values out; what a query may not do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from zhize import vocab
from zhize.errors import QueryError

_XSD = vocab.PREFIXES["xsd"]

#: Deeper nesting, or more operators, can overflow the stack of the query engine and end the process.
_DEEPEST = 256
_OPERATORS = 2000

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_QUIET = re.compile(
    r"""
    <[^<>"{}|^`\\\x00-\x20]*>                 # IRI
  | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}       # long strings
  | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
  | "(?:[^"\\\n\r]|\\.)*"                     # short strings
  | '(?:[^'\\\n\r]|\\.)*'
  | \#[^\n\r]*                                # comment
  | [?$]\w+                                   # variable
  | :[\w\-.:%]*                               # local part of a prefixed name
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATOR = re.compile(r"[|&!+\-^*/]|\b(?:union|optional|minus)\b", re.IGNORECASE)
_MATCHES = re.compile(r"\b(?:select|ask|where|describe)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[{]|[)\]}]")


class Iri(str):
    """The IRI of a resource: a string that can be told from a literal."""

    __slots__ = ()


Value: TypeAlias = "Iri | str | int | float | bool | None"
"""What a cell of an answer holds; dates are strings as written, None where a variable is unbound."""

Binding: TypeAlias = "Iri | str | int | float | bool | ox.NamedNode | ox.Literal"


class Rows(tuple[tuple[Value, ...], ...]):
    """The rows of an answer, and the names of their columns.

    ASK gives one row of one truth value, CONSTRUCT and DESCRIBE give triples.
    """

    columns: tuple[str, ...]

    def __new__(cls, columns: Iterable[str], rows: Iterable[tuple[Value, ...]]) -> Rows:
        """Return rows under column names."""
        self = super().__new__(cls, rows)
        self.columns = tuple(columns)
        return self


def term(value: Binding) -> ox.NamedNode | ox.Literal:
    """Return a Python value as a term; a string becomes a plain literal, without language."""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, str):
        readable(value)
    return ox.NamedNode(value) if isinstance(value, Iri) else ox.Literal(value)


def readable(text: str) -> None:
    """Refuse a text with half characters, as undecodable bytes of a command line become; else do nothing."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"{text[error.start : error.end]!r} is no character: write it in UTF-8") from error


_TYPED: dict[str, Callable[[str], Value]] = {
    _XSD + "integer": int,
    _XSD + "decimal": float,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
}


def value(found: object) -> Value:
    """Return a term as a Python value."""
    if isinstance(found, ox.NamedNode):
        return Iri(found.value)
    if isinstance(found, ox.Literal):
        convert = _TYPED.get(found.datatype.value)
        return found.value if convert is None else convert(found.value)
    return None if found is None else str(found)


def rows(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Rows:
    """Return what the engine answers as plain values, in its order."""
    if isinstance(answer, ox.QueryBoolean):
        return Rows(("answer",), ((bool(answer),),))
    return Rows(*shape(answer))


def shape(answer: ox.QuerySolutions | ox.QueryTriples) -> tuple[tuple[str, ...], Iterator[tuple[Value, ...]]]:
    """Return the names of the columns of an answer, and its rows as plain values, one by one."""
    if isinstance(answer, ox.QueryTriples):
        triples = ((value(t.subject), value(t.predicate), value(t.object)) for t in answer)
        return ("subject", "predicate", "object"), triples
    columns = tuple(variable.value for variable in answer.variables)
    return columns, (tuple(map(value, solution)) for solution in answer)


def bound(query: str, bindings: Mapping[str, Binding]) -> str:
    """Return a query whose variables of those names have those values, in it and in each of its sub-queries.

    >>> bound("SELECT ?t { ?d zz:leads ?t }", {"d": Iri("https://example.org/d")})
    'SELECT ?t { VALUES (?d) {(<https://example.org/d>)} ?d zz:leads ?t }'
    """
    if not bindings:
        return query
    names = " ".join(f"?{name}" for name in bindings)
    values = f" VALUES ({names}) {{({' '.join(str(term(each)) for each in bindings.values())})}}"
    quiet = _QUIET.sub(lambda found: " " * len(found[0]), query)
    return "".join(_with(values, query, quiet))


def _with(values: str, query: str, quiet: str) -> Iterator[str]:
    """Yield a query in pieces, the values after each bracket that opens what a query or sub-query matches."""
    done = seen = 0
    for bracket in re.finditer(r"[{}]", quiet):
        if bracket[0] == "{" and _MATCHES.search(quiet, seen, bracket.start()):
            yield query[done : bracket.end()] + values
            done = bracket.end()
        seen = bracket.end()
    yield query[done:]


def permit(query: str) -> None:
    """Refuse a query that would reach out to the network, or that the engine cannot survive; else do nothing.

    >>> permit("SELECT * { ?service zz:rule 'SERVICE' }")
    """
    readable(query)
    unescaped = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), query)
    for text in {query, unescaped}:
        loud = bare(text)
        if re.search("service", loud, re.IGNORECASE):
            raise QueryError("SERVICE is not allowed: a query reads this store alone")
        depth = deepest = 0
        for bracket in _BRACKET.finditer(loud):
            depth += 1 if bracket[0] in "([{" else -1
            deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            raise QueryError(f"the query nests brackets more than {_DEEPEST} deep: make it simpler")
        if sum(1 for _ in _OPERATOR.finditer(loud)) > _OPERATORS:
            raise QueryError(f"the query has more than {_OPERATORS} operators: make it simpler")


def bare(query: str) -> str:
    """Return the keywords, brackets and operators of a query: without IRIs, strings, comments and names.

    >>> bare('SELECT ?x { ?x a "CONSTRUCT" } # DESCRIBE').split()
    ['SELECT', '{', 'a', '}']
    """
    return _QUIET.sub(" ", query)


def _character(code: str) -> str:
    """Return the character of a codepoint escape; one that is no character is kept out of sight."""
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
