"""Records and tables as quads."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Dataset, URIRef
from rdflib import Literal as RdflibLiteral

from zhize import rdf, resources, vocab
from zhize.authority import BodyPattern, Concept, Cues, Function, Instrument, Region, Reorganisation, Tables
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
from zhize.rdf.bodies import Bodies, fill
from zhize.rdf.terms import date, segment

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
        Department("市公安局", Role.SUPPORT, (seen("市公安局"),), reason="no row of that place"),
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
    remarks=(
        Remark(
            "unresolved", "市公安局", seen("市公安局").start, seen("市公安局").end, "no row of that place"
        ),
    ),
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


# --- the graph of one document ----------------------------------------------------------------------------------


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
    "cited by the document": "?task a zz:Document ; zz:cites ?a"
    " MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "implements": "?task zz:implements ?a MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "issuedBy": "?task zz:issuedBy ?a MINUS { ?m zz:refersTo ?a ; zz:inDocument ?task }",
    "duty": "?a a zz:Duty ; zz:task ?task"
    " MINUS { ?a zz:evidence ?m . ?m zz:inTask ?task ; zz:refersTo/^zz:holder ?a }",
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
        "lines += rdf.authority_quads(made['TABLES'], bodies=made['IN_USE']) + rdf.vocabulary_quads()\n"
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


# --- names and literals -----------------------------------------------------------------------------------------

TRICKY = '说"好"\\\n\r\t\u0001\u000b\u001f\u007f\u0085\u00a0\u2028\u3000\ufeff\ufffe\U0001f600e\u0301'


def kept(text: str) -> str:
    """Return what of a text a literal keeps: C0 controls but tab and line ends go, lone surrogates are replaced."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return "".join(c for c in text if c in "\t\n\r" or not c < " ")


@given(st.text(st.characters(exclude_categories=())))
@example(TRICKY)
@example("\ud83d lone")
def test_a_literal_reads_back_as_it_was(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {rdf.literal(text)} <http://e/g> ."
    assert "\n" not in line
    (quad,) = parsed([line])
    assert quad.object == ox.Literal(kept(text))
    (found,) = by_rdflib(line).quads()
    assert found[2] == RdflibLiteral(kept(text))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
@example(TRICKY)
@example("A/B?c#d%20 e<>{}|^`")
@example("..")
@example("\ud7a3\u1100\u1161\u0301")
def test_a_name_makes_an_iri_that_every_reader_takes(name: str) -> None:
    made = rdf.iri(vocab.BASE, "law", name)
    assert unquote(made.removeprefix(f"{vocab.BASE}law/")) == unicodedata.normalize("NFC", name)
    line = f"<{made}> <http://e/p> <{made}> <{made}> ."
    (quad,) = parsed([line])
    assert quad.subject == ox.NamedNode(made)
    (found,) = by_rdflib(line).quads()
    assert found[0] == found[2] == URIRef(made)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("上海市市场监督管理局", "上海市市场监督管理局"),
        ("宣传部（网信办）", "宣传部（网信办）"),
        ("“双随机、一公开”", "“双随机、一公开”"),
        ("𠮷野家", "𠮷野家"),
        ("e\u0301", "\u00e9"),
        ("a b", "a%20b"),
        ("全\u3000角", "全%E3%80%80角"),
        ("\u202e", "%E2%80%AE"),
        ("\ue000", "%EE%80%80"),
        ("a/b#c?d%e", "a%2Fb%23c%3Fd%25e"),
        ("(a)'b'&c=d+e,f;g:h@i!j*k$l", "%28a%29%27b%27%26c%3Dd%2Be%2Cf%3Bg%3Ah%40i%21j%2Ak%24l"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
    ],
)
def test_names_in_iris(name: str, made: str) -> None:
    assert segment(name) == made


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020", "gYear"),
        ("2020-11", "gYearMonth"),
        ("2020-11-30", "date"),
        ("2020-02-29", "date"),
        ("1900-02-29", None),
        ("2000-02-29", "date"),
        ("2021-02-29", None),
        ("2020-11-31", None),
        ("2020-11-00", None),
        ("2020-13", None),
        ("0000", None),
        ("每月25日", None),
        ("2020年", None),
        ("２０２０", None),
    ],
)
def test_dates(text: str, kind: str | None) -> None:
    datatype = vocab.PREFIXES["xsd"] + (kind or "string")
    assert parsed([f"<http://e/s> <http://e/p> {date(text)} ."])[0].object == ox.Literal(
        text, datatype=ox.NamedNode(datatype)
    )


# --- the authority tables ---------------------------------------------------------------------------------------

CHINA = Region("000000", "全国", Level.NATIONAL, "", ("中国",), "China")
RIVER = Region("110000", "江河省", Level.PROVINCIAL, "000000", ("江河", "江"), "Jianghe")
LAKE = Region("120000", "湖海自治区", Level.PROVINCIAL, "000000", ("湖海",), "Huhai")
CITY = Region("110100", "江州市", Level.MUNICIPAL, "110000", ("江州",), "Jiangzhou")
LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)


def body(
    name: str, levels: tuple[Level, ...] = LOCAL, function: str = "市场监管", **more: str
) -> BodyPattern:
    regions = tuple(filter(None, more.get("regions", "").split("|")))
    since, until = more.get("since", ""), more.get("until", "")
    return BodyPattern(function, levels, name, (), since, until, regions, "Bureau", "genre")


def turn(
    name: str, before: str, after: str, *, regions: str = "", kind: str = "merge", when: str = "2018"
) -> Reorganisation:
    sides = [tuple(filter(None, side.split("|"))) for side in (before, after)]
    levels = LOCAL if "{" in before + after else (Level.NATIONAL,)
    where = tuple(filter(None, regions.split("|")))
    return Reorganisation(
        name, when, levels, where, kind, *sides, "市场监管", "", "方案", "genre", verified=True
    )


TABLES = Tables(
    regions=(CHINA, RIVER, LAKE, CITY),
    functions=(Function("市场监管", "market regulation", ("市场监管", "工商")),),
    bodies=(
        body("国家市场监督管理总局", (Level.NATIONAL,), since="2018-04"),
        body("国家工商行政管理总局", (Level.NATIONAL,), until="2018-04"),
        body("{region}市场监督管理局", since="2018"),
        body("{region}市场监督管理委员会", since="2018", regions="湖海自治区"),
        body("{region}工商行政管理局", until="2018"),
        body("{region}质量技术监督局", function="质监", until="2018"),
        body("中共{party}宣传部", function="宣传"),
        body("中华人民共和国{place}海关", (Level.PROVINCIAL,), function="海关"),
        body("中国人民银行江河总部", (Level.PROVINCIAL,), function="人民银行", regions="江河省"),
    ),
    reorganisations=(
        turn("samr", "国家工商行政管理总局", "国家市场监督管理总局"),
        turn("samr-later", "国家市场监督管理总局", "国家反垄断局", kind="split", when="2021"),
        turn("elsewhere", "国家反垄断局", "国家某局", kind="rename", when="2022"),
        turn("local", "{region}工商行政管理局|{region}质量技术监督局", "{region}市场监督管理局"),
        turn("lake", "{region}工商行政管理局", "{region}市场监督管理委员会", regions="湖海自治区"),
    ),
    laws=(
        Instrument(
            "旧法", ("老法",), "law", "1993-09", "1994", ("2000-01-01", "2004"), "2019-01-01", "新法", "全国人大",
            "Old", "x",
        ),
        Instrument("新法", (), "law", "2018-08-31", "2019-01-01", (), "", "", "全国人大", "", "x"),
    ),
    products=(
        Concept("食品", "", ("吃的",), ("food", "foodstuff"), (), ("genre",)),
        Concept("保健食品", "食品", ("保健食品", "保健品"), (), (), ("genre",)),
    ),
    violations=(Concept("刷单炒信", "", (), ("fake orders",), ("新法",), ("genre",)),),
    cues=Cues({}),
)  # fmt: skip
IN_USE = ("国家市场监督管理总局", "江州市市场监督管理局", "湖海自治区市场监督管理委员会")


@pytest.fixture(scope="module")
def authority() -> ox.Store:
    lines = rdf.authority_quads(TABLES, bodies=IN_USE)
    assert lines == sorted(set(lines))
    return store_of(lines)


@pytest.mark.parametrize(
    ("name", "function", "level", "region"),
    [
        ("国家市场监督管理总局", "市场监管", "national", "全国"),
        ("江河省市场监督管理局", "市场监管", "provincial", "江河省"),
        ("江州市市场监督管理局", "市场监管", "municipal", "江州市"),
        ("桐溪县市场监督管理局", "市场监管", "county", "桐溪县"),
        ("湖海自治区市场监督管理委员会", "市场监管", "provincial", "湖海自治区"),
        ("江河省市场监督管理委员会", None, None, None),
        ("中共湖海自治区党委宣传部", "宣传", "provincial", "湖海自治区"),
        ("中共江州市委宣传部", "宣传", "municipal", "江州市"),
        ("中华人民共和国江河海关", "海关", "provincial", "江河省"),
        ("中华人民共和国江州海关", None, None, None),
        ("中国人民银行江河总部", "人民银行", "provincial", "江河省"),
        ("各县市场监督管理局", None, None, None),
        ("自治区市场监督管理局", None, None, None),
        ("市市场监督管理局", None, None, None),
        ("相关市场监督管理局", None, None, None),
        ("市场监督管理局", None, None, None),
        ("", None, None, None),
    ],
)
def test_bodies_by_their_names(
    name: str, function: str | None, level: str | None, region: str | None
) -> None:
    found = Bodies(TABLES).find(name)
    if found is None:
        assert function is None
    else:
        where = None if found.region is None else found.region.name
        assert (found.pattern.function, found.level.value, where) == (function, level, region)
    assert rdf.official_names(TABLES, [name]) == (frozenset() if function is None else {name})


@pytest.mark.parametrize(
    ("pattern", "region", "name"),
    [
        ("{region}公安局", CITY, "江州市公安局"),
        ("中共{party}宣传部", LAKE, "中共湖海自治区党委宣传部"),
        ("中共{party}宣传部", CITY, "中共江州市委宣传部"),
        ("中华人民共和国{place}海关", RIVER, "中华人民共和国江河海关"),
        ("国家邮政局", CITY, "国家邮政局"),
    ],
)
def test_patterns_are_filled_with_a_region(pattern: str, region: Region, name: str) -> None:
    assert fill(pattern, region) == name


def test_reorganisations_are_followed_back_and_on_and_filled_for_the_regions_in_use(
    authority: ox.Store,
) -> None:
    query = (
        "SELECT ?e ?b ?a { ?e a org:ChangeEvent OPTIONAL { ?e org:originalOrganization/rdfs:label ?b"
        " FILTER(LANG(?b) = 'zh') } OPTIONAL { ?e org:resultingOrganization/rdfs:label ?a FILTER(LANG(?a) = 'zh') } }"
    )
    assert answers(authority, query) == [
        ("reorganisation/elsewhere", "国家反垄断局", "国家某局"),
        ("reorganisation/lake/湖海自治区", "湖海自治区工商行政管理局", "湖海自治区市场监督管理委员会"),
        ("reorganisation/local/江州市", "江州市工商行政管理局", "江州市市场监督管理局"),
        ("reorganisation/local/江州市", "江州市质量技术监督局", "江州市市场监督管理局"),
        ("reorganisation/samr", "国家工商行政管理总局", "国家市场监督管理总局"),
        ("reorganisation/samr-later", "国家市场监督管理总局", "国家反垄断局"),
    ]


def test_only_bodies_in_use_and_their_lineage_are_nodes(authority: ox.Store) -> None:
    query = "SELECT ?d ?level { ?d a zz:Department OPTIONAL { ?d zz:level ?level } }"
    assert answers(authority, query) == [
        ("department/国家反垄断局", ""),
        ("department/国家工商行政管理总局", "ontology#National"),
        ("department/国家市场监督管理总局", "ontology#National"),
        ("department/国家某局", ""),
        ("department/江州市工商行政管理局", "ontology#Municipal"),
        ("department/江州市市场监督管理局", "ontology#Municipal"),
        ("department/江州市质量技术监督局", "ontology#Municipal"),
        ("department/湖海自治区工商行政管理局", "ontology#Provincial"),
        ("department/湖海自治区市场监督管理委员会", "ontology#Provincial"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT ?p ?o { <https://w3id.org/zhize/law/旧法> ?p ?o FILTER(?p != rdf:type) }",
            [
                ("http://purl.org/dc/terms/isReplacedBy", "law/新法"),
                ("http://purl.org/dc/terms/source", "x"),
                ("http://www.w3.org/2000/01/rdf-schema#label", "Old"),
                ("http://www.w3.org/2000/01/rdf-schema#label", "旧法"),
                ("http://www.w3.org/2004/02/skos/core#altLabel", "老法"),
                ("ontology#adopted", "1993-09"),
                ("ontology#amended", "2000-01-01"),
                ("ontology#amended", "2004"),
                ("ontology#inForceFrom", "1994"),
                ("ontology#inForceUntil", "2019-01-01"),
                ("ontology#issuerName", "全国人大"),
                ("ontology#lawType", "law"),
                ("ontology#replacedBy", "law/新法"),
            ],
        ),
        (
            "SELECT ?c ?p ?o { VALUES ?p { skos:prefLabel skos:altLabel skos:broader zz:forbiddenBy skos:inScheme }"
            " ?c a skos:Concept ; ?p ?o FILTER(!STRENDS(STR(?c), '市场监管')) }",
            [
                ("product/保健食品", "http://www.w3.org/2004/02/skos/core#altLabel", "保健品"),
                ("product/保健食品", "http://www.w3.org/2004/02/skos/core#broader", "product/食品"),
                ("product/保健食品", "http://www.w3.org/2004/02/skos/core#inScheme", "scheme/product"),
                ("product/保健食品", "http://www.w3.org/2004/02/skos/core#prefLabel", "保健食品"),
                ("product/食品", "http://www.w3.org/2004/02/skos/core#altLabel", "foodstuff"),
                ("product/食品", "http://www.w3.org/2004/02/skos/core#altLabel", "吃的"),
                ("product/食品", "http://www.w3.org/2004/02/skos/core#inScheme", "scheme/product"),
                ("product/食品", "http://www.w3.org/2004/02/skos/core#prefLabel", "food"),
                ("product/食品", "http://www.w3.org/2004/02/skos/core#prefLabel", "食品"),
                ("violation/刷单炒信", "http://www.w3.org/2004/02/skos/core#inScheme", "scheme/violation"),
                ("violation/刷单炒信", "http://www.w3.org/2004/02/skos/core#prefLabel", "fake orders"),
                ("violation/刷单炒信", "http://www.w3.org/2004/02/skos/core#prefLabel", "刷单炒信"),
                ("violation/刷单炒信", "ontology#forbiddenBy", "law/新法"),
            ],
        ),
        (
            "SELECT ?s ?c { ?s a skos:ConceptScheme ; skos:hasTopConcept ?c . ?c skos:topConceptOf ?s }",
            [("scheme/product", "product/食品"), ("scheme/violation", "violation/刷单炒信")],
        ),
        (
            "SELECT ?r ?l ?c ?u { ?r a zz:Region ; zz:level ?l ; zz:code ?c ; dcterms:isPartOf ?u }",
            [
                ("region/江州市", "ontology#Municipal", "110100", "region/江河省"),
                ("region/江河省", "ontology#Provincial", "110000", "region/全国"),
                ("region/湖海自治区", "ontology#Provincial", "120000", "region/全国"),
            ],
        ),
        (
            "SELECT ?l { <https://w3id.org/zhize/department/江州市市场监督管理局> rdfs:label ?l }",
            [("Bureau, Jiangzhou",), ("江州市市场监督管理局",)],
        ),
    ],
)
def test_authority_graph(authority: ox.Store, query: str, expected: list[tuple[str, ...]]) -> None:
    assert answers(authority, query) == expected


def test_no_name_in_the_authority_graph_hangs_loose(authority: ox.Store) -> None:
    loose = answers(
        authority,
        f"SELECT ?p ?o {{ ?s ?p ?o FILTER(STRSTARTS(STR(?o), '{vocab.BASE}') && !CONTAINS(STR(?o), '#'))"
        " MINUS { ?o rdfs:label ?l } }",
    )
    missing = ("海关", "质监", "宣传", "人民银行")
    assert [row for row in loose if not row[1].endswith(missing)] == []


def test_vocabulary_graph_is_the_turtle() -> None:
    turtle = ox.parse(path=str(resources.ontology() / "zhize.ttl"), format=ox.RdfFormat.TURTLE)
    quads = parsed(rdf.vocabulary_quads())
    assert {str(q.triple) for q in quads} == {str(q.triple) for q in turtle}
    assert {q.graph_name for q in quads} == {ox.NamedNode(f"{vocab.BASE}graph/ontology")}


# --- alignment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("continues", "edge"), [(True, "continues"), (False, "correspondsTo")])
def test_alignment(continues: bool, edge: str) -> None:
    link = rdf.Correspondence("2017-a", "3/1", "2020-a", "2.1", "narrower", 0.75, "同题", continues)
    store = store_of(rdf.alignment_quads([link]))
    earlier, later = "doc/2017-a/task/3/1", "doc/2020-a/task/2.1"
    assert answers(store, f"SELECT ?l ?e {{ ?l zz:{edge} ?e }}") == [(later, earlier)]
    query = (
        "SELECT ?n ?f ?t ?r ?s ?w { ?n a zz:Alignment ; zz:fromTask ?f ; zz:toTask ?t ;"
        " zz:relation ?r ; zz:score ?s ; zz:why ?w }"
    )
    node = "alignment/2017-a/3%2F1/2020-a/2.1"
    assert answers(store, query) == [(node, earlier, later, "ontology#Narrower", "0.75", "同题")]
