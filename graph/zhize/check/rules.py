"""The rules of ``ontology/shapes.ttl`` as queries that find what breaks them.

One shape is one rule. The part of SHACL that the file uses is understood here; what is not understood is an
error, never passed over. `pyshacl`, where it is installed, says whether both mean the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from zhize import vocab
from zhize.errors import TableError

_SH: Final = "http://www.w3.org/ns/shacl#"
_RDF: Final = vocab.PREFIXES["rdf"]
_SHAPES: Final = (f"{_SH}NodeShape", f"{_SH}PropertyShape")
_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")

_Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"
_Told: TypeAlias = "Mapping[_Term, Mapping[str, Sequence[_Term]]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds of every graph."""

    shape: str
    """IRI of its shape."""
    message: str
    """What should hold, in English."""
    target: str
    """Graph pattern that binds ``?this`` to each node the rule is about."""
    whole: bool
    """True where the rule is about the graph as a whole: what breaks it is then the value, not the node."""
    queries: tuple[str, ...]
    """SELECT queries of ``?this``, and where there is one ``?value``, that break it."""

    @property
    def name(self) -> str:
        """Local name of its shape."""
        return self.shape.rsplit("#", 1)[-1]

    @property
    def counting(self) -> str:
        """The query that counts the nodes the rule is about."""
        return f"SELECT (COUNT(DISTINCT ?this) AS ?n) {{ {self.target} }}"


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a file of shapes by name. TableError names what is malformed or not understood."""
    told: defaultdict[_Term, defaultdict[str, list[_Term]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            told[triple.subject][triple.predicate.value].append(triple.object)
    except (OSError, SyntaxError) as error:
        raise TableError(f"{path}: {error}: install zhize again") from error
    shapes = [
        node
        for node, about in told.items()
        if any(isinstance(kind, ox.NamedNode) and kind.value in _SHAPES for kind in about.get(vocab.RDF_TYPE, ()))
    ]
    try:
        rules = [_Shape(node, told).rule() for node in shapes]
    except ValueError as error:
        raise TableError(f"{path}: {error}") from error
    return tuple(sorted(rules, key=lambda rule: rule.shape))


class _Shape:
    """A shape while it is turned into a rule. ValueError where it says what is not understood."""

    def __init__(self, node: _Term, told: _Told) -> None:
        self._told = told
        self._about = dict(told[node])
        self.name = str(node).strip("<>")

    def rule(self) -> Rule:
        """Return the rule."""
        target = " UNION ".join(f"{{ {each} }}" for each in self._targets())
        if not target:
            raise ValueError(f"{self.name}: has no target")
        return Rule(self.name, self._message(), target, f"{_SH}targetNode" in self._about, tuple(self._queries(target)))

    def _of(self, name: str) -> Sequence[_Term]:
        return self._about.get(_SH + name, ())

    def _message(self) -> str:
        texts = [*self._of("message"), *(t for s in self._of("sparql") for t in self._told[s].get(f"{_SH}message", ()))]
        english = [each.value for each in texts if isinstance(each, ox.Literal) and each.language == "en"]
        if len(english) != 1:
            raise ValueError(f"{self.name}: needs one sh:message in English")
        return english[0]

    def _targets(self) -> Iterator[str]:
        for term in self._of("targetClass"):
            yield f"{_classes('?class', term)} ?this a ?class ."
        for term in self._of("targetNode"):
            yield f"VALUES ?this {{ {term} }}"
        for term in self._of("targetSubjectsOf"):
            yield f"?this {term} ?object ."
        for term in self._of("targetObjectsOf"):
            yield f"?subject {term} ?this ."

    def _queries(self, target: str) -> Iterator[str]:
        paths = [self._path(each) for each in self._of("path")]
        reach = _Reach(target, paths[0] if paths else "")
        for prop, values in sorted(self._about.items()):
            name = prop.removeprefix(_SH)
            if name == "sparql":
                yield from (self._own(each, reach) for each in values)
            elif name in _COMPONENTS:
                for value in values:
                    yield from _COMPONENTS[name](reach, self._list(value) if name == "in" else [value])
            elif prop != vocab.RDF_TYPE and name not in (*_TARGETS, "path", "message"):
                raise ValueError(f"{self.name}: {prop} is not understood")

    def _own(self, constraint: _Term, reach: _Reach) -> str:
        """Return the query of a SPARQL constraint, on the nodes of the target."""
        (select,) = self._told[constraint][f"{_SH}select"]
        assert isinstance(select, ox.Literal)
        head, body = select.value.replace("FILTER NOT EXISTS", "MINUS").split("{", 1)
        return f"{head}{{ {reach.nodes} {body}"

    def _path(self, term: _Term) -> str:
        """Return a property path in SPARQL."""
        if isinstance(term, ox.NamedNode):
            return str(term)
        about = self._told[term]
        if f"{_RDF}first" in about:
            return "/".join(self._path(each) for each in self._list(term))
        for name, sign in (("inversePath", "^"), ("alternativePath", "|")):
            for value in about.get(_SH + name, ()):
                many = [value] if name == "inversePath" else self._list(value)
                return sign + self._path(value) if sign == "^" else f"({sign.join(map(self._path, many))})"
        raise ValueError(f"{self.name}: its sh:path is not understood")

    def _list(self, term: _Term) -> list[_Term]:
        found: list[_Term] = []
        while f"{_RDF}first" in self._told.get(term, {}):
            found += self._told[term][f"{_RDF}first"]
            (term,) = self._told[term][f"{_RDF}rest"]
        return found


def _classes(variable: str, cls: _Term) -> str:
    """Return what binds a variable to a class and each class below it."""
    assert isinstance(cls, ox.NamedNode)
    below = [each for each, above in vocab.SUPERCLASSES.items() if cls.value in above]
    return f"VALUES {variable} {{ {' '.join(f'<{each}>' for each in (cls.value, *below))} }}"


@dataclass(frozen=True, slots=True)
class _Reach:
    """The nodes of a rule and the way from each to its values."""

    target: str
    path: str
    """Property path; empty where the nodes are the values."""

    @property
    def nodes(self) -> str:
        """Pattern that binds ``?this``, each node once."""
        return f"{{ SELECT DISTINCT ?this {{ {self.target} }} }}"

    def to(self, variable: str) -> str:
        """Pattern that goes on from ``?this`` to a value."""
        return f"?this {self.path} {variable} ." if self.path else f"BIND (?this AS {variable})"

    def found(self, rest: str) -> str:
        """Query of the values for which the rest of the pattern holds too."""
        return f"SELECT DISTINCT ?this ?value {{ {self.nodes} {self.to('?value')} {rest} }}"


_Component: TypeAlias = "Callable[[_Reach, Sequence[_Term]], Iterator[str]]"


def _where(test: Callable[[_Term], str]) -> _Component:
    """Return a component of which a value that does not pass the test is a breach."""

    def component(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
        yield reach.found(f"FILTER (!COALESCE({test(values[0])}, false))")

    return component


def _least(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    if _whole_number(values[0]) != 1:
        raise ValueError(f"sh:minCount {values[0]} is not understood, only 1")
    yield f"SELECT ?this {{ {reach.nodes} MINUS {{ {reach.to('?value')} }} }}"


def _most(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield f"SELECT ?this {{ {{ {reach.found('')} }} }} GROUP BY ?this HAVING (COUNT(?value) > {_whole_number(values[0])})"


def _whole_number(term: _Term) -> int:
    if not isinstance(term, ox.Literal):
        raise ValueError(f"{term} is no number")
    return int(term.value)


def _class(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield reach.found(f"MINUS {{ {_classes('?kind', values[0])} ?value a ?kind }}")


def _among(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield reach.found(f"FILTER (?value NOT IN ({', '.join(map(str, values))}))")


def _node_kind(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    if values[0] != ox.NamedNode(f"{_SH}IRI"):
        raise ValueError(f"sh:nodeKind {values[0]} is not understood, only sh:IRI")
    yield reach.found("FILTER (!isIRI(?value))")


def _less(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield reach.found(f"?this {values[0]} ?other FILTER (!COALESCE(?value < ?other, false))")


def _apart(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield reach.found(f"?this {values[0]} ?value")


def _equal(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:
    yield reach.found(f"MINUS {{ ?this {values[0]} ?value }}")
    yield _Reach(reach.target, str(values[0])).found(f"MINUS {{ {reach.to('?value')} }}")


def _languages(reach: _Reach, values: Sequence[_Term]) -> Iterator[str]:  # noqa: ARG001 - it is true wherever it stands
    test = 'LANG(?value) != "" && LANG(?value) = LANG(?other) && STR(?value) < STR(?other)'
    yield f"SELECT DISTINCT ?this {{ {reach.nodes} {reach.to('?value')} {reach.to('?other')} FILTER ({test}) }}"


#: What each kind of constraint yields: queries of what breaks it, from the nodes, the way and its own values.
_COMPONENTS: Final[Mapping[str, _Component]] = {
    "class": _class,
    "datatype": _where(lambda term: f"DATATYPE(?value) = {term}"),
    "disjoint": _apart,
    "equals": _equal,
    "in": _among,
    "lessThan": _less,
    "maxCount": _most,
    "maxInclusive": _where(lambda term: f"?value <= {term}"),
    "minCount": _least,
    "minInclusive": _where(lambda term: f"?value >= {term}"),
    "nodeKind": _node_kind,
    "pattern": _where(lambda term: f"REGEX(STR(?value), {term})"),
    "uniqueLang": _languages,
}
