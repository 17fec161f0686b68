"""The authority tables and the alignment as quads."""

from __future__ import annotations

import os
import subprocess
import sys

import pyoxigraph as ox
import pytest

from zhize import rdf, resources, vocab
from zhize.authority import BodyPattern, Concept, Cues, Function, Instrument, Region, Reorganisation, Tables
from zhize.model import Level
from zhize.rdf.bodies import Bodies, fill


def parsed(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(f"{line}\n" for line in lines), ox.RdfFormat.N_QUADS))


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


CHINA = Region("000000", "全国", Level.NATIONAL, "", ("中国",), "China")
RIVER = Region("110000", "江河省", Level.PROVINCIAL, "000000", ("江河", "江"), "Jianghe")
LAKE = Region("120000", "湖海自治区", Level.PROVINCIAL, "000000", ("湖海",), "Huhai")
CITY = Region("110100", "江州市", Level.MUNICIPAL, "110000", ("江州", "江河省江州市"), "Jiangzhou")
LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)


def listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def body(
    name: str,
    levels: tuple[Level, ...] = LOCAL,
    function: str = "市场监管",
    *,
    since: str = "",
    until: str = "",
    regions: str = "",
) -> BodyPattern:
    return BodyPattern(function, levels, name, (), since, until, listed(regions), "Bureau", "genre")


def turn(
    name: str, before: str, after: str, *, regions: str = "", kind: str = "merge", when: str = "2018"
) -> Reorganisation:
    return Reorganisation(
        id=name,
        date=when,
        levels=LOCAL if "{" in before + after else (Level.NATIONAL,),
        regions=listed(regions),
        kind=kind,
        before=listed(before),
        after=listed(after),
        function="市场监管",
        note="",
        basis="方案",
        source="genre",
        verified=True,
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
            "旧法", ("老法",), "law", "1993-09", "1994", ("2000-01-01", "2004"), "2019-01-01", "新法",
            "全国人大", "Old", "x",
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
IN_USE = ("国家市场监督管理总局", "桐溪县市场监督管理局", "江州市市场监督管理局", "湖海自治区市场监督管理委员会")


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
        ("江河省江州市市场监督管理局", "市场监管", "municipal", "江州市"),
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
def test_bodies_by_their_names(name: str, function: str | None, level: str | None, region: str | None) -> None:
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
        "SELECT ?e ?b ?a { ?e org:originalOrganization/rdfs:label ?b ;"
        " org:resultingOrganization/rdfs:label ?a FILTER(LANG(?b) = 'zh' && LANG(?a) = 'zh') }"
    )
    assert answers(authority, query) == [
        ("reorganisation/elsewhere", "国家反垄断局", "国家某局"),
        ("reorganisation/lake/湖海自治区", "湖海自治区工商行政管理局", "湖海自治区市场监督管理委员会"),
        ("reorganisation/local/桐溪县", "桐溪县工商行政管理局", "桐溪县市场监督管理局"),
        ("reorganisation/local/桐溪县", "桐溪县质量技术监督局", "桐溪县市场监督管理局"),
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
        ("department/桐溪县工商行政管理局", "ontology#County"),
        ("department/桐溪县市场监督管理局", "ontology#County"),
        ("department/桐溪县质量技术监督局", "ontology#County"),
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
            "SELECT ?c ?p ?o { VALUES ?p { skos:prefLabel skos:altLabel skos:broader zz:forbiddenBy"
            " skos:inScheme } ?c skos:inScheme ?scheme ; ?p ?o }",
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


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import runpy, sys; from zhize import rdf\n"
        "made = runpy.run_path(sys.argv[1])\n"
        "lines = rdf.authority_quads(made['TABLES'], bodies=made['IN_USE']) + rdf.vocabulary_quads()\n"
        "sys.stdout.buffer.write('\\n'.join(lines).encode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, __file__],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
