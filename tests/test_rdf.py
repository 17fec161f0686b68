"""Records and tables as quads."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from rdflib import Dataset, URIRef

from zhize import rdf, resources, vocab
from zhize.model import (
    Deadline,
    Department,
    Indicator,
    Issuer,
    Law,
    Level,
    Measure,
    Mention,
    Record,
    Remark,
    Role,
    Target,
    Task,
    TaskKind,
)
from zhize.rdf.terms import segment

HERE = Path(__file__).parent

SOURCE = """2020年江州市集市专项行动方案
江州市人民政府：
根据《全国集市行动方案》，依照《中华人民共和国食品安全法》第三十四条，制定本方案。
一、重点任务
（一）整治集市食品。一是查看摊位。严查假劣食品，于2020年11月底前报送总结。
（市市场监
管局牵头，市公安局、相关部门、各县商务部门配合）
附表一：检查摊位（个）市公安局
江州市市场监督管理局
"""


def seen(surface: str, rule: str = "table", nth: int = 0) -> Mention:
    """Return the mention of the nth occurrence of some words in the source; white space may stand between."""
    pattern = r"[\s*]*".join(map(re.escape, surface))
    found = list(re.finditer(pattern, SOURCE))[nth]
    return Mention(found[0], found.start(), found.end(), rule)


POLICE = seen("市公安局")
TASK = Task(
    path="1.1",
    kind=TaskKind.TASK,
    title="整治集市食品",
    start=SOURCE.index("（一）"),
    end=SOURCE.index("附表"),
    departments=(
        Department(
            "江州市市场监督管理局",
            Role.LEAD,
            (seen("市市场监管局", "closing-clause"),),
            function="市场监管",
            region="江州市",
            resolved=True,
            reason="市 in a plan of 江州市",
        ),
        Department("市公安局", Role.SUPPORT, (POLICE,), reason="no row of that place"),
        Department(
            "各县商务部门",
            Role.SUPPORT,
            (seen("各县商务部门"),),
            function="商务",
            resolved=True,
            collective=True,
        ),
    ),
    generic=(seen("相关部门", "generic"),),
    products=(Target("食品", (seen("食品", "taxonomy", 2),), known=True),),
    violations=(Target("假劣食品", (seen("假劣食品", "object"),), broader="假冒伪劣"),),
    deadlines=(Deadline("2020-11-30", "报送总结", seen("2020年11月底前", "deadline")),),
)
RECORD = Record(
    document="2020 江州.txt",
    title="2020年江州市集市专项行动方案",
    number="江市监〔2020〕1号",
    level=Level.MUNICIPAL,
    region="江州市",
    year=2020,
    starts="2020-10",
    ends=None,
    published="2020-10-08",
    issuers=(Issuer("江州市市场监督管理局", seen("江州市市场监督管理局", "signature")),),
    addressees=(Issuer("江州市人民政府", seen("江州市人民政府", "addressee")),),
    implements=(Law("全国集市行动方案", (seen("《全国集市行动方案》", "book-title"),)),),
    truncated=False,
    laws_cited=(
        Law(
            "中华人民共和国食品安全法",
            (seen("《中华人民共和国食品安全法》", "book-title"),),
            "第三十四条",
            known=True,
        ),
    ),
    tasks=(TASK,),
    measures=(Measure("1.1/1", "查看摊位", SOURCE.index("一是"), SOURCE.index("严查")),),
    indicators=(Indicator(1, "市公安局", "检查摊位", "个", seen("检查摊位", "form")),),
    remarks=(Remark("unresolved", "市公安局", seen("市公安局").start, seen("市公安局").end, "no row of that place"),),
)


def parsed(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(f"{line}\n" for line in lines), ox.RdfFormat.N_QUADS))


def by_rdflib(text: str) -> Dataset:
    """Return what rdflib reads; its reader still calls what it has itself deprecated."""
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=text, format="nquads")
    return dataset


def store_of(*graphs: list[str]) -> ox.Store:
    """Return a store whose default graph is the union of the graphs."""
    store = ox.Store()
    for graph in graphs:
        store.extend(parsed(graph))
        store.extend(ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in parsed(graph))
    return store


def value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def answers(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the values of a SELECT query, IRIs without the base."""
    found = store.query(query, prefixes=dict(vocab.PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(value(term).removeprefix(vocab.BASE) for term in row) for row in found)


def test_graph_of_a_document_is_that_of_the_example_file() -> None:
    lines = rdf.quads(RECORD, SOURCE, vouched={"江州市人民政府"})
    expected = ox.parse(path=str(HERE / "rdf" / "example.trig"), format=ox.RdfFormat.TRIG)
    assert {str(quad) for quad in parsed(lines)} == {str(quad) for quad in expected}


def gold_records() -> Iterator[tuple[Record, str]]:
    """Yield the records that gold files describe, their spans found by searching the sources."""
    for path in sorted(resources.gold().glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        source = (resources.campaigns() / gold["document"]).read_bytes().decode("utf-8-sig")
        yield _gold_record(gold, source), source


def _gold_record(gold: dict[str, object], source: str) -> Record:
    tasks = gold["tasks"]
    assert isinstance(tasks, list)
    made = []
    for order, task in enumerate(tasks):
        start, end = order * len(source) // len(tasks), (order + 1) * len(source) // len(tasks)

        def find(surface: str) -> Mention:
            found = re.search(r"[\s*]*".join(map(re.escape, re.sub(r"[\s*]", "", surface))), source)
            assert found is not None, surface
            return Mention(found[0], found.start(), found.end(), "gold")

        made.append(
            Task(
                path=str(task["path"]),
                kind=TaskKind(task["kind"]),
                title=task["title"],
                start=start,
                end=end,
                departments=tuple(
                    Department(
                        each["name"],
                        Role(each["role"]),
                        (find(each["surface"]),),
                        resolved=each["name"] != each["surface"],
                        collective=each["name"].startswith("各"),
                    )
                    for each in task["departments"]
                ),
                laws=tuple(Law(each["name"], (find(each["surface"]),)) for each in task["laws"]),
                products=tuple(Target(each, (find(each),)) for each in task["products"]),
                violations=tuple(Target(each, (find(each),)) for each in task["violations"]),
            )
        )
    return replace(
        RECORD,
        document=str(gold["document"]),
        issuers=(),
        addressees=(),
        implements=(),
        laws_cited=(),
        tasks=tuple(made),
        measures=(),
        indicators=(),
        remarks=(),
    )


DOCUMENTS = [(RECORD, SOURCE), *gold_records()]
each_document = pytest.mark.parametrize(("record", "source"), DOCUMENTS, ids=[r.id for r, _ in DOCUMENTS])


@each_document
def test_lines_are_sorted_unique_quads_of_the_graph_of_the_document(record: Record, source: str) -> None:
    lines = rdf.quads(record, source)
    assert lines == sorted(set(lines))
    graph = rdf.document_iri(vocab.BASE, record.id)
    for quad in parsed(lines):
        assert quad.graph_name == ox.NamedNode(graph)
        assert not any(isinstance(t, ox.BlankNode) for t in (quad.subject, quad.predicate, quad.object))


@each_document
def test_engine_and_rdflib_read_the_same_quads_and_the_engine_writes_the_same_lines(
    record: Record, source: str
) -> None:
    lines = rdf.quads(record, source)
    store = ox.Store()
    store.extend(parsed(lines))
    written = (store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode()
    assert sorted(written.split("\n")[:-1]) == lines
    dataset = by_rdflib("\n".join(lines))
    assert len(dataset.graph(URIRef(rdf.document_iri(vocab.BASE, record.id)))) == len(lines)


@each_document
def test_what_is_said_with_a_term_is_said_with_the_terms_above_it(record: Record, source: str) -> None:
    quads = {(str(q.subject), q.predicate.value, str(q.object)) for q in parsed(rdf.quads(record, source))}
    for subject, predicate, value in quads:
        for above in vocab.SUPERPROPERTIES.get(predicate, ()):
            assert (subject, above, value) in quads
        if predicate == vocab.RDF_TYPE:
            for above in vocab.SUPERCLASSES.get(value[1:-1], ()):
                assert (subject, vocab.RDF_TYPE, f"<{above}>") in quads


@each_document
def test_only_terms_of_the_vocabulary_are_used(record: Record, source: str) -> None:
    known = {value for value in vars(vocab).values() if isinstance(value, str)}
    for quad in parsed(rdf.quads(record, source)):
        assert quad.predicate.value in known
        if quad.predicate.value == vocab.RDF_TYPE:
            assert isinstance(quad.object, ox.NamedNode)
            assert quad.object.value in known


PROOFS = {
    "responsibleFor": "?a zz:responsibleFor ?task MINUS { ?m zz:refersTo ?a ; zz:inTask ?task }",
    "cites": "?task a zz:Task ; zz:cites ?a MINUS { ?m zz:refersTo ?a ; zz:inTask ?task }",
    "targets": "?task zz:targets ?a MINUS { ?m zz:refersTo ?a ; zz:inTask ?task }",
    "cited by the document": "?task a zz:Document ; zz:cites ?a MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "implements": "?task zz:implements ?a MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "issuedBy": "?task zz:issuedBy ?a MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "duty": "?a a zz:Duty ; zz:task ?task MINUS { ?a zz:evidence ?m . ?m zz:inTask ?task ; zz:refersTo/^zz:holder ?a }",
    "deadline": "?task zz:deadline ?a MINUS { ?a zz:evidence/zz:inTask ?task }",
}


@pytest.mark.parametrize("edge", PROOFS)
@each_document
def test_no_edge_without_a_mention_that_proves_it(record: Record, source: str, edge: str) -> None:
    store = store_of(rdf.quads(record, source))
    assert answers(store, f"SELECT ?a ?task {{ {PROOFS[edge]} }}") == []


@each_document
def test_every_quote_stands_where_its_mention_says(record: Record, source: str) -> None:
    store = store_of(rdf.quads(record, source))
    quotes = answers(store, "SELECT ?s ?e ?x { ?m a zz:Mention ; oa:start ?s ; oa:end ?e ; oa:exact ?x }")
    assert quotes
    for start, end, exact in quotes:
        assert source[int(start) : int(end)] == exact


@each_document
def test_a_duty_for_each_department_of_a_task(record: Record, source: str) -> None:
    store = store_of(rdf.quads(record, source))
    duties = answers(
        store,
        "SELECT ?path ?name ?role ?duty { ?duty a zz:Duty ; zz:task/zz:path ?path ;"
        " zz:holder/rdfs:label ?name ; zz:role ?role }",
    )
    roles = {Role.LEAD: "Lead", Role.SUPPORT: "Support", Role.JOINT: "Joint", Role.SOLE: "Sole"}
    assert duties == sorted(
        (
            task.path,
            each.name,
            f"ontology#{roles[each.role]}",
            f"doc/{segment(record.id)}/task/{task.path}/duty/{segment(each.name)}",
        )
        for task in record.tasks
        for each in task.departments
    )


def test_counts_and_digest_of_the_document() -> None:
    store = store_of(rdf.quads(RECORD, SOURCE))
    found = answers(
        store,
        "SELECT ?t ?d ?m ?c ?s ?f { ?doc zz:taskCount ?t ; zz:dutyCount ?d ; zz:mentionCount ?m ;"
        " zz:characters ?c ; zz:sha256 ?s ; zz:file ?f }",
    )
    mentions = len(answers(store, "SELECT ?m { ?m a zz:Mention }"))
    digest = hashlib.sha256(SOURCE.encode()).hexdigest()
    assert found == [("1", "3", str(mentions), str(len(SOURCE)), digest, RECORD.document)]


def with_task(**changes: object) -> Record:
    return replace(RECORD, tasks=(replace(TASK, **changes),))  # type: ignore[arg-type]


def test_several_things_at_one_span_have_readable_iris_in_a_fixed_order() -> None:
    at = seen("假劣食品")
    other = replace(at, rule="other")
    record = with_task(
        departments=(),
        generic=(),
        deadlines=(),
        laws=(Law("某法", (at, other)),),
        products=(Target("食品", (at,)), Target("商品", (at,))),
        violations=(Target("假劣食品", (at,)),),
    )
    store = store_of(rdf.quads(record, SOURCE))
    query = f"SELECT ?m ?a ?r {{ ?m oa:start {at.start} ; zz:refersTo ?a ; zz:rule ?r }}"
    node = f"doc/2020-江州/mention/{at.start}-{at.end}"
    assert answers(store, query) == [
        (node, "law/某法", "other"),
        (node, "law/某法", "table"),
        (f"{node}-product", "product/商品", "table"),
        (f"{node}-product-2", "product/食品", "table"),
        (f"{node}-violation", "violation/假劣食品", "table"),
    ]


def test_a_name_twice_in_a_task_is_one_duty_with_both_mentions() -> None:
    twice = replace(TASK.departments[1], mentions=(seen("市公安局"), seen("市公安局", nth=1)))
    store = store_of(rdf.quads(with_task(departments=(twice,)), SOURCE))
    assert len(answers(store, "SELECT ?m { ?d a zz:Duty ; zz:evidence ?m }")) == 2
    assert len(answers(store, "SELECT ?d { ?d a zz:Duty }")) == 1


def test_a_span_may_serve_several_tasks() -> None:
    second = replace(TASK, path="1.2", start=TASK.start + 1)
    store = store_of(rdf.quads(replace(RECORD, tasks=(TASK, second)), SOURCE))
    found = answers(store, "SELECT ?p { ?m oa:exact '市公安局' ; zz:inTask/zz:path ?p }")
    assert sorted(set(found)) == [("1.1",), ("1.2",)]


def test_a_path_that_comes_twice_makes_two_tasks() -> None:
    second = replace(TASK, title="另一任务", start=TASK.start + 1, departments=())
    store = store_of(rdf.quads(replace(RECORD, tasks=(TASK, second)), SOURCE))
    assert answers(store, "SELECT ?t ?p ?n { ?t a zz:Task ; zz:path ?p ; dcterms:title ?n }") == [
        ("doc/2020-江州/task/1.1", "1.1", "整治集市食品"),
        ("doc/2020-江州/task/1.1~2", "1.1", "另一任务"),
    ]


def test_who_vouches_decides_whether_an_issuer_is_a_body_of_all_documents() -> None:
    names = {"江州市人民政府"}
    assert rdf.bodies_in_use(RECORD) == {"江州市市场监督管理局"}
    assert rdf.bodies_in_use(RECORD, names) == {"江州市市场监督管理局", "江州市人民政府"}
    for vouched, node in ((frozenset[str](), "doc/2020-江州/department/"), (names, "department/")):
        store = store_of(rdf.quads(RECORD, SOURCE, vouched=vouched))
        assert answers(store, "SELECT ?b { ?d zz:addressedTo ?b }") == [(f"{node}江州市人民政府",)]


def test_base_can_be_chosen() -> None:
    lines = rdf.quads(RECORD, SOURCE, "http://localhost/g/")
    own = [line for line in lines if line.startswith("<http://localhost/g/")]
    assert own == lines
    assert not any(vocab.BASE in line.replace(vocab.NAMESPACE, "") for line in lines)


def test_an_empty_record_is_a_document_all_the_same() -> None:
    bare = Record("x.txt", None, None, None, None, None, None, None, None, (), (), (), True, (), (), (), ())
    store = store_of(rdf.quads(bare, ""))
    query = "SELECT ?d ?t { ?d a zz:Document ; dcterms:title ?t ; zz:truncated true }"
    assert answers(store, query) == [("doc/x", "x")]


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import runpy, hashlib, sys; from zhize import rdf\n"
        "made = runpy.run_path(sys.argv[1])\n"
        "lines = [l for r, s in made['DOCUMENTS'] for l in rdf.quads(r, s)]\n"
        "print(hashlib.sha256('\\n'.join(lines).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, __file__],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(digests) == 1
