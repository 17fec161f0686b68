"""The vocabulary's constants and its Turtle say the same."""

from __future__ import annotations

import re

import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from zhize import resources, vocab

GRAPH = Graph().parse(resources.ontology() / "zhize.ttl")
ONTOLOGY = URIRef("https://w3id.org/zhize/ontology")
TERMS = sorted(s for s in set(GRAPH.subjects()) if isinstance(s, URIRef) and s.startswith(vocab.NAMESPACE))
CONSTANTS = {name: value for name, value in vars(vocab).items() if isinstance(value, str) and not name.startswith("_")}
OWN = {name: value for name, value in CONSTANTS.items() if value.startswith(vocab.NAMESPACE)}
FOREIGN = {
    name: value
    for name, value in CONSTANTS.items()
    if name.partition("_")[0].lower() in vocab.PREFIXES and value.startswith("http")
}


def constant(term: str) -> str:
    """Return the name of the constant of a term: its own for a class, capitals for a property."""
    local = term.removeprefix(vocab.NAMESPACE)
    return local if local[0].isupper() else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).upper()


def closure(term: Node, prop: URIRef) -> set[str]:
    return {str(above) for above in GRAPH.transitive_objects(term, prop)} - {str(term)}


def test_every_term_is_a_constant_and_every_constant_a_term() -> None:
    named = {name: value for name, value in OWN.items() if name != "NAMESPACE"}
    assert named == {constant(term): str(term) for term in TERMS}


def test_version() -> None:
    assert GRAPH.value(ONTOLOGY, OWL.versionInfo) == Literal(vocab.VERSION)


@pytest.mark.parametrize("term", TERMS)
def test_each_term_is_named_and_explained_in_both_languages(term: URIRef) -> None:
    for prop in (RDFS.label, RDFS.comment):
        texts = [o for o in GRAPH.objects(term, prop) if isinstance(o, Literal)]
        assert sorted(str(text.language) for text in texts) == ["en", "zh"]
        assert all(texts)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_terms_of_a_kind_have_labels_of_their_own(kind: URIRef, lang: str) -> None:
    labels = [
        label
        for term in GRAPH.subjects(RDF.type, kind)
        for label in GRAPH.objects(term, RDFS.label)
        if isinstance(label, Literal) and label.language == lang
    ]
    assert len(labels) == len(set(labels))


def test_each_term_is_a_class_a_property_or_an_individual_of_a_class() -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    classes = set(GRAPH.subjects(RDF.type, OWL.Class))
    for term in TERMS:
        types = set(GRAPH.objects(term, RDF.type))
        assert len(types & kinds) == 1 or types & classes, term
        assert term.removeprefix(vocab.NAMESPACE)[0].isupper() == (not types & (kinds - {OWL.Class}))


def test_super_classes_and_super_properties() -> None:
    for table, prop in ((vocab.SUPERCLASSES, RDFS.subClassOf), (vocab.SUPERPROPERTIES, RDFS.subPropertyOf)):
        stated = {str(term): closure(term, prop) for term in TERMS if GRAPH.value(term, prop)}
        assert {term: set(above) for term, above in table.items()} == stated


def test_individuals_bear_the_super_classes_of_their_class() -> None:
    for term in TERMS:
        types = {str(each) for each in GRAPH.objects(term, RDF.type)}
        for each in types:
            assert set(vocab.SUPERCLASSES.get(each, ())) <= types, term


def test_domains_and_ranges_are_known() -> None:
    known = {str(term) for term in TERMS} | set(FOREIGN.values())
    for prop in (RDFS.domain, RDFS.range):
        for term, each in GRAPH.subject_objects(prop):
            assert str(each) in known | {str(XSD.string)}, (term, each)


def test_no_blank_nodes() -> None:
    assert all(isinstance(node, URIRef | Literal) for triple in GRAPH for node in triple)


def test_terms_of_other_vocabularies_exist() -> None:
    spaces = {str(each): each for each in (DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS)}
    for name, value in FOREIGN.items():
        prefix = name.partition("_")[0]
        namespace = vocab.PREFIXES[prefix.lower()]
        local = value.removeprefix(namespace)
        assert re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).upper() == name.removeprefix(f"{prefix}_")
        assert namespace not in spaces or URIRef(value) in spaces[namespace], value


def test_prefixes_are_those_of_the_turtle() -> None:
    bound = {prefix: str(namespace) for prefix, namespace in GRAPH.namespaces()}
    assert {prefix: bound[prefix] for prefix in vocab.PREFIXES} == dict(vocab.PREFIXES)
