"""The rules of the graph, run on a store; and the same by pyshacl, as referee."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhize import resources
from zhize.check.report import Finding, Part, ordered
from zhize.check.rules import Rule
from zhize.errors import ZhizeError
from zhize.store import Graph

#: The table whose rows make the resources of a kind, by the first name on the path of their IRIs.
_TABLES = {
    "department": "bodies.csv",
    "function": "functions.csv",
    "law": "laws.csv",
    "product": "products.csv",
    "region": "regions.csv",
    "reorganisation": "reorganisations.csv",
    "scheme": "products.csv",
    "violation": "violations.csv",
}


def shapes_file() -> Path:
    """Return the file of the shapes."""
    return resources.ontology() / "shapes.ttl"


def checked_shapes(graph: Graph, rules: tuple[Rule, ...]) -> Part:
    """Run each rule on the union of all graphs of a store."""
    found = [finding for rule in rules for finding in _breaches(graph, rule)]
    return Part("shapes", len(rules), f"rules on {graph.manifest.quads} statements", ordered(found))


def _breaches(graph: Graph, rule: Rule) -> Iterator[Finding]:
    for query in rule.queries:
        answer = graph.query(query)
        for row in answer:
            values = dict(zip(answer.columns, row, strict=True))
            value = values.get("value")
            yield _finding(graph, rule, str(values["this"]), None if value is None else str(value))


def _finding(graph: Graph, rule: Rule, node: str, value: str | None) -> Finding:
    """Return the finding of a node, and of the value that breaks the rule where there is one."""
    if rule.whole and value is not None:
        node, value = value, None
    said = "" if value in (None, node) else f" ({value})"
    return Finding(rule.name, node, f"{rule.message}{said}", _advice(graph, node))


def _advice(graph: Graph, node: str) -> str:
    """Return what to do about a node: its kind says where it comes from."""
    base = graph.manifest.base
    kind, _, rest = node.removeprefix(base).partition("/") if node.startswith(base) else ("", "", "")
    if kind == "doc":
        return f"build again from the file of {rest.split('/', 1)[0]}"
    if kind in _TABLES:
        return f"mend its row in ontology/{_TABLES[kind]} and build again"
    return "build again"


def checked_by_pyshacl(graph: Graph, rules: tuple[Rule, ...]) -> Part:
    """Let pyshacl run the shapes on a copy of the graph in memory. ZhizeError where it is not installed."""
    try:
        from pyshacl import validate
    except ImportError as error:
        raise ZhizeError("pyshacl is not installed: pip install 'zhize[shapes]'") from error
    from rdflib import Graph as Triples
    from rdflib import URIRef

    data = Triples()
    for triple in graph.dataset():
        data.add(triple[:3])
    shapes = Triples().parse(shapes_file(), format="turtle")
    named = {rule.shape: rule for rule in rules}
    _, results, _ = validate(data, shacl_graph=shapes, inplace=True, use_shapes=sorted(named))
    if not isinstance(results, Triples):
        raise ZhizeError(f"{shapes_file()}: pyshacl cannot run the shapes: {' '.join(str(results).split())}")
    sh = "http://www.w3.org/ns/shacl#"
    found = []
    for result, shape in results.subject_objects(URIRef(f"{sh}sourceShape")):
        node, value = (results.value(result, URIRef(sh + each)) for each in ("focusNode", "value"))
        found.append(_finding(graph, named[str(shape)], str(node), None if value is None else str(value)))
    return Part("pyshacl", len(rules), f"shapes on {len(data)} triples", ordered(found))
