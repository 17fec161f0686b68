"""A check says that a sound store is sound, and of each broken one exactly what is broken."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from click.testing import CliRunner

from zhize import pipeline, resources, vocab
from zhize.check import Finding, as_json, as_text, check_store
from zhize.check.quotes import checked_originals, checked_quotes
from zhize.check.rules import Rule, read_rules
from zhize.check.shapes import checked_by_pyshacl, checked_shapes, shapes_file
from zhize.check.tables import checked_tables
from zhize.cli import cli
from zhize.errors import TableError
from zhize.store import Graph, Manifest, open_store, publish

HERE = Path(__file__).parent / "check"


@dataclass(frozen=True, slots=True)
class Break:
    """A way to break the sound graph, and what must be found."""

    name: str
    update: str
    found: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        return self.name


def breaks() -> list[Break]:
    listed = yaml.safe_load((HERE / "breaks.yaml").read_text(encoding="utf-8"))
    return [
        Break(each.get("name") or each["update"], each["update"], frozenset((rule, node) for rule, node in each["found"]))
        for each in listed
    ]


RULES = read_rules(shapes_file())
BREAKS = breaks()


class Memory(Graph):
    """A graph in memory, with no files."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(Path(), Manifest(1, vocab.VERSION, vocab.BASE, len(store), {}, "", {}), store)

    def update(self, text: str) -> None:
        self._store.update(text, base_iri=vocab.BASE, prefixes=dict(vocab.PREFIXES))

    def ntriples(self) -> bytes:
        return ox.serialize((quad.triple for quad in self._store), format=ox.RdfFormat.N_TRIPLES) or b""


def sound() -> Memory:
    store = ox.Store()
    for path in (resources.ontology() / "zhize.ttl", HERE / "graph.ttl"):
        store.load(path=path, format=ox.RdfFormat.TURTLE)
    graph = Memory(store)
    graph.update("INSERT { ?s a ?above } WHERE { ?s a ?class . ?class rdfs:subClassOf+ ?above }")
    graph.update("INSERT { ?s ?above ?o } WHERE { ?property rdfs:subPropertyOf+ ?above . ?s ?property ?o }")
    return graph


def told(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Return rules and nodes below the base; a node without name is empty."""
    return {
        (each.rule, each.subject.removeprefix(vocab.BASE) if each.subject.startswith("http") else "")
        for each in findings
    }


# --- shapes ----------------------------------------------------------------------------------------


def test_the_sound_graph_is_sound() -> None:
    assert checked_shapes(sound(), RULES).findings == ()


def test_every_rule_is_about_something_in_the_sound_graph() -> None:
    graph = sound()
    assert [rule.name for rule in RULES if graph.query(rule.counting)[0][0] == 0] == []


@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_each_break_is_found_and_nothing_else(broken: Break) -> None:
    graph = sound()
    graph.update(broken.update)
    assert told(checked_shapes(graph, RULES).findings) == broken.found


def test_every_rule_is_broken_once() -> None:
    assert {rule.name for rule in RULES} == {rule for each in BREAKS for rule, _ in each.found}
