"""A check says that a sound store is sound, and of each broken one exactly what is broken."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from click.testing import CliRunner
from rdflib import Dataset

from zhize import pipeline, resources, vocab
from zhize.check import Finding, Part, Report, as_json, as_text, check_store
from zhize.check.quotes import checked_originals, checked_quotes
from zhize.check.rules import read_rules
from zhize.check.shapes import checked_by_pyshacl, checked_shapes, shapes_file
from zhize.check.tables import checked_tables
from zhize.cli.commands import cli
from zhize.errors import InputError, TableError
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
        Break(
            each.get("name") or each["update"], each["update"], frozenset((rule, node) for rule, node in each["found"])
        )
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

    def dataset(self) -> Dataset:
        content = ox.serialize((quad.triple for quad in self._store), format=ox.RdfFormat.N_TRIPLES) or b""
        made = Dataset(default_union=True)
        made.default_graph.parse(data=content, format="nt")
        return made


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


def test_the_referee_finds_the_sound_graph_sound() -> None:
    assert checked_by_pyshacl(sound(), RULES).findings == ()


@pytest.mark.parametrize("broken", [each for each in BREAKS if each.found], ids=str)
def test_the_referee_finds_the_same(broken: Break) -> None:
    graph = sound()
    graph.update(broken.update)
    concerned = {rule for rule, _ in broken.found}
    part = checked_by_pyshacl(graph, tuple(rule for rule in RULES if rule.name in concerned))
    assert told(part.findings) == broken.found


SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix zz: <https://w3id.org/zhize/ontology#> .
<https://example.org/x#one> a sh:PropertyShape ;
"""


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            'sh:targetClass zz:Law ; sh:path zz:cites ; sh:message "m"@en ; sh:hasValue 1 .',
            "x#one: .*#hasValue is not understood",
        ),
        ('sh:targetClass zz:Law ; sh:path zz:cites ; sh:message "m"@en ; sh:minCount 2 .', "only 1"),
        ('sh:targetClass zz:Law ; sh:path zz:cites ; sh:message "m"@en ; sh:nodeKind sh:Literal .', "only sh:IRI"),
        (
            'sh:targetClass zz:Law ; sh:path [ sh:zeroOrMorePath zz:cites ] ; sh:message "m"@en .',
            "its sh:path is not understood",
        ),
        ("sh:targetClass zz:Law ; sh:path zz:cites ; sh:minCount 1 .", "one sh:message in English"),
        ('sh:path zz:cites ; sh:minCount 1 ; sh:message "m"@en .', "has no target"),
        ("sh:path", "install zhize again"),
    ],
)
def test_shapes_that_are_not_understood_are_an_error(tmp_path: Path, rest: str, said: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPE + rest, encoding="utf-8")
    with pytest.raises(TableError, match=rf"^{re.escape(str(path))}: .*{said}"):
        read_rules(path)


# --- a store ---------------------------------------------------------------------------------------

PLAN = "2018-national"
LINE = re.compile(r'^<(?P<mention>\S+)> <http://www.w3.org/ns/oa#exact> "(?P<words>公安部)" <\S+> \.$', re.MULTILINE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("built") / "store"
    pipeline.build([resources.campaigns() / f"{PLAN}.txt"], store)
    return store


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the store, to be broken."""
    return Path(shutil.copytree(built, tmp_path / "store"))


def published(
    built: Path,
    folder: Path,
    *,
    graph: Callable[[str], str] = lambda text: text,
    source: Callable[[str], str] = lambda text: text,
) -> Graph:
    """Publish what a store holds once more, its lines and sources changed."""
    whole = open_store(built)
    graphs: defaultdict[str, list[str]] = defaultdict(list)
    for line in graph(whole.dump("nquads").decode()).splitlines():
        graphs[line.rsplit(" ", 2)[1].strip("<>")].append(line)
    publish(folder, graphs, {PLAN: source(whole.source(PLAN))})
    return open_store(folder)


def parts(report: Report) -> dict[str, set[tuple[str, str]]]:
    return {part.name: {(each.rule, each.subject) for each in part.findings} for part in report.parts}


def test_a_store_as_built_is_sound(built: Path) -> None:
    report = check_store(built, originals=resources.campaigns(), pyshacl=False)
    assert parts(report) == {"files": set(), "shapes": set(), "quotes": set(), "originals": set(), "tables": set()}
    checked = {part.name: part.checked for part in report.parts}
    assert checked["originals"] == checked["quotes"] > 50
    assert checked["shapes"] == len(RULES)
    assert min(checked.values()) > 10


def test_every_rule_but_those_on_more_than_one_plan_is_about_something_in_a_store(built: Path) -> None:
    graph = open_store(built)
    idle = {rule.name for rule in RULES if graph.query(rule.counting)[0][0] == 0}
    assert {name for name in idle if not name.startswith("alignment-")} == set()


def generation(store: Path) -> Path:
    return open_store(store).folder


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_changed_graph_is_found(store: Path) -> None:
    path = generation(store) / "graph.nq"
    flip(path)
    assert parts(check_store(store)) == {
        "files": {("file", str(path))},
        "shapes": set(),
        "quotes": set(),
        "tables": set(),
    }


def test_a_changed_source_is_found(store: Path) -> None:
    (path,) = (generation(store) / "sources").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace("公安部", "公安局"), encoding="utf-8")
    found = parts(check_store(store))
    assert found["files"] == {("file", str(path))}
    assert found["quotes"] == {("source", f"{vocab.BASE}doc/{PLAN}")}
    assert found["shapes"] == set()


def test_a_missing_source_is_found(store: Path) -> None:
    (path,) = (generation(store) / "sources").iterdir()
    path.unlink()
    found = parts(check_store(store))
    assert found["files"] == {("file", str(path))}
    assert found["quotes"] == {("source", f"{vocab.BASE}doc/{PLAN}")}


def test_a_damaged_database_is_found_and_not_queried(store: Path) -> None:
    path = max((generation(store) / "db").glob("*.sst"), key=lambda each: each.stat().st_size)
    flip(path)
    assert parts(check_store(store)) == {"files": {("file", str(path))}, "tables": set()}


@pytest.mark.parametrize("damage", ["nothing there", "cut short"])
def test_a_store_that_cannot_be_opened_is_found(store: Path, damage: str) -> None:
    if damage == "nothing there":
        shutil.rmtree(store)
    else:
        path = generation(store) / "graph.nq"
        path.write_bytes(path.read_bytes()[:-1])
    report = check_store(store)
    assert parts(report) == {"files": {("store", str(store))}, "tables": set()}
    assert report.findings[0].text.endswith({"nothing there": "run `zhize build` first"}.get(damage, "build it again"))


# --- quotes ----------------------------------------------------------------------------------------


def test_a_broken_quote_is_found(built: Path, tmp_path: Path) -> None:
    first = LINE.search(open_store(built).dump("nquads").decode())
    assert first is not None
    graph = published(
        built, tmp_path, graph=lambda text: LINE.sub(lambda m: m[0].replace("公安部", "公安厅"), text, count=1)
    )
    part = checked_quotes(graph)
    assert [(each.rule, each.subject) for each in part.findings] == [("quote", first["mention"])]
    assert re.fullmatch(r"“公安厅” is quoted, “公安部” stands at \d+–\d+", part.findings[0].text)
    assert part.findings[0].advice == f"build again from {PLAN}.txt"


def test_a_quote_beyond_its_source_is_found(built: Path, tmp_path: Path) -> None:
    length = len(open_store(built).source(PLAN))
    graph = published(built, tmp_path, source=lambda text: text[:3000])
    part = checked_quotes(graph)
    late = {str(row[0]) for row in graph.query("SELECT ?m { ?m zz:inDocument ?d ; oa:end ?end FILTER (?end > 3000) }")}
    assert {each.subject for each in part.findings if each.rule == "quote"} == late
    assert {each.subject for each in part.findings if each.rule == "source"} == {f"{vocab.BASE}doc/{PLAN}"}
    assert all("source of 3000 characters" in each.text for each in part.findings if each.rule == "quote")
    assert length > 3000


def test_a_document_without_source_is_found(built: Path, tmp_path: Path) -> None:
    graph = published(built, tmp_path, graph=lambda text: text.replace(f"doc/{PLAN}>", "doc/other>"))
    assert [(each.rule, each.subject) for each in checked_quotes(graph).findings] == [
        ("source", f"{vocab.BASE}doc/other")
    ]


def test_quotes_are_looked_up_in_the_original(built: Path, tmp_path: Path) -> None:
    below = tmp_path / "plans" / "below"
    below.mkdir(parents=True)
    text = (resources.campaigns() / f"{PLAN}.txt").read_text(encoding="utf-8")
    path = below / f"{PLAN}.txt"
    graph = open_store(built)
    assert checked_originals(graph, below).checked == 0

    path.write_text(text, encoding="gb18030")
    assert checked_originals(graph, tmp_path / "plans").findings == ()

    path.write_text(text.replace("公安部", "公安厅"), encoding="utf-8")
    part = checked_originals(graph, tmp_path / "plans")
    named = graph.query('SELECT ?m { ?m oa:exact ?words FILTER (CONTAINS(?words, "公安部")) }')
    assert {re.sub(r".*\((.*)\)$", r"\1", each.advice) for each in part.findings} == {str(row[0]) for row in named}
    assert {each.subject for each in part.findings} == {str(path)}

    path.write_bytes(bytes(range(256)) * 9)
    assert [(each.rule, each.subject) for each in checked_originals(graph, below).findings] == [("original", str(path))]


def test_originals_must_be_in_a_folder(built: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        checked_originals(open_store(built), tmp_path / "nowhere")


# --- tables ----------------------------------------------------------------------------------------


def test_the_shipped_tables_are_sound() -> None:
    part = checked_tables(resources.ontology())
    assert part.findings == ()
    assert part.checked > 4000


@pytest.mark.parametrize(
    ("file", "rows", "rule", "said"),
    [
        ("bodies.csv", "无此职能,county,{region}无局,无局,,,,Bureau,genre", "reference", "function '无此职能' is no row of functions.csv"),
        ("bodies.csv", "公安,county,{region}无局,无局,,,无此市,Bureau,genre", "reference", "regions '无此市' is no row of regions.csv"),
        ("regions.csv", "999999,无此市,municipal,999900,,Nowhere,genre", "reference", "parent '999900' is no row of regions.csv"),
        ("laws.csv", "无此法,,law,,,,,无此新法,,,genre", "reference", "replaced_by '无此新法' is no row of laws.csv"),
        ("violations.csv", "无此行为,,,,无此法,genre", "reference", "laws '无此法' is no row of laws.csv"),
        ("reorganisations.csv", "x,2020,county,无此市,merge,{region}公安局,{region}公安局,,,,genre,no", "reference", "regions '无此市'"),
        ("reorganisations.csv", "x,2020,national,,merge,无此部,中华人民共和国公安部,,,,genre,no", "body", "from '无此部' is no body of bodies.csv"),
        ("alignment.csv", "counterpart,公安|无此职能,,genre", "reference", "word '无此职能' is no row of functions.csv"),
        ("functions.csv", "公安,police,,genre", "twice", "function '公安' stands in row"),
        ("laws.csv", "中华人民共和国电子商务法,,law,,,,,,,,genre", "twice", "name '中华人民共和国电子商务法' stands in row 2"),
        ("violations.csv", "刷单炒信,传销,,,,genre", "two-broader", "'刷单炒信' is below '传销' here and below '不正当竞争' in row 15"),
        (
            "reorganisations.csv",
            "x,2020,national,,rename,国家市场监督管理总局,国家工商行政管理总局,,,,genre,no",
            "return",
            "国家工商行政管理总局 comes out of what it went into by 2018-samr",
        ),
    ],
    ids=lambda value: value if len(str(value)) < 20 else "",
)  # fmt: skip
def test_a_row_that_does_not_fit_is_found(tmp_path: Path, file: str, rows: str, rule: str, said: str) -> None:
    folder = Path(shutil.copytree(resources.ontology(), tmp_path / "tables"))
    path = folder / file
    text = path.read_text(encoding="utf-8") + rows + "\n"
    path.write_text(text, encoding="utf-8")
    found = checked_tables(folder).findings
    assert {(each.rule, each.subject) for each in found} == {(rule, f"{path}: row {len(text.splitlines())}")}
    assert said in found[0].text


@pytest.mark.parametrize(
    ("file", "column", "rows", "circle"),
    [
        ("laws.csv", "replaced_by", ("甲法,,law,,,,,乙法,,,genre", "乙法,,law,,,,,甲法,,,genre"), ("甲法 → 乙法 → 甲法", "乙法 → 甲法 → 乙法")),
        ("products.csv", "broader", ("甲,乙,,,genre", "乙,甲,,,genre"), ("甲 → 乙 → 甲", "乙 → 甲 → 乙")),
        ("violations.csv", "broader", ("甲,乙,,,,genre", "乙,甲,,,,genre"), ("甲 → 乙 → 甲", "乙 → 甲 → 乙")),
        (
            "regions.csv",
            "parent",
            ("990000,甲省,provincial,990100,,A,genre", "990100,乙市,municipal,990000,,B,genre"),
            ("990000 → 990100 → 990000", "990100 → 990000 → 990100"),
        ),
    ],
    ids=lambda value: value if str(value).endswith(".csv") else "",
)  # fmt: skip
def test_a_circle_is_found(
    tmp_path: Path, file: str, column: str, rows: tuple[str, str], circle: tuple[str, str]
) -> None:
    folder = Path(shutil.copytree(resources.ontology(), tmp_path / "tables"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n".join(rows) + "\n", encoding="utf-8")
    first = len(text.splitlines()) + 1
    assert {(each.rule, each.subject, each.text) for each in checked_tables(folder).findings} == {
        ("circle", f"{path}: row {first + place}", f"{column} leads in a circle: {trail}")
        for place, trail in enumerate(circle)
    }


@pytest.mark.parametrize(
    ("file", "row", "text"),
    [
        ("laws.csv", "甲法,,law,2020-13-01,,,,,,,genre", "'2020-13-01' is no date"),
        ("laws.csv", "甲法,,law,2020,2019,,,,,,genre", "2020 is after 2019"),
        ("products.csv", "甲,无此类,,,genre", "its broader concept '无此类' is no row"),
        ("bodies.csv", "公安,county", "has not 9 cells"),
    ],
)
def test_a_table_that_cannot_be_loaded_is_one_finding(tmp_path: Path, file: str, row: str, text: str) -> None:
    folder = Path(shutil.copytree(resources.ontology(), tmp_path / "tables"))
    with (folder / file).open("a", encoding="utf-8") as handle:
        handle.write(row + "\n")
    (finding,) = checked_tables(folder).findings
    assert (finding.rule, finding.subject) == ("table", str(folder / file))
    assert text in finding.text


TABLES = sorted(path.name for path in resources.ontology().glob("*.csv"))
LABELS = {
    "alignment.csv": "word", "bodies.csv": "name", "cues.csv": "word", "functions.csv": "function", "laws.csv": "name",
    "products.csv": "concept", "questions.csv": "words", "regions.csv": "name", "reorganisations.csv": "id",
    "violations.csv": "concept", "words.csv": "word",
}  # fmt: skip
"""The column of each table without which a row says nothing."""
DATES = [
    ("bodies.csv", "from"), ("bodies.csv", "until"), ("laws.csv", "adopted"), ("laws.csv", "amended"),
    ("laws.csv", "in_force"), ("laws.csv", "until"), ("reorganisations.csv", "date"),
]  # fmt: skip
CLOSED = [
    ("alignment.csv", "kind"), ("bodies.csv", "level"), ("laws.csv", "type"), ("questions.csv", "kind"),
    ("regions.csv", "level"), ("reorganisations.csv", "kind"), ("reorganisations.csv", "level"),
    ("reorganisations.csv", "verified"), ("words.csv", "tag"),
]  # fmt: skip
"""Columns that take only certain values."""
DAMAGE = [
    *((name, "a column nobody knows", None, None) for name in TABLES),
    *((name, "a lost label", LABELS[name], "") for name in TABLES),
    *((name, "a wrong date", column, "2018-13-01") for name, column in DATES),
    *((name, "a value nobody knows", column, "anders") for name, column in CLOSED),
]


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [(name, column, value) for name, _, column, value in DAMAGE],
    ids=[f"{name}: {why} {column or ''}".strip() for name, why, column, _ in DAMAGE],
)
def test_damage_to_any_table_is_found_by_file_and_row(
    tmp_path: Path, name: str, column: str | None, value: str | None
) -> None:
    """Every table that ships, with every sort of damage that it can suffer."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for each in TABLES:
        (folder / each).symlink_to(resources.ontology() / each)
    path = folder / name
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    at = 3
    if column is None:
        rows = [[*row, "anders"] for row in rows]
        at = 1
    else:
        rows[at - 1][rows[0].index(column)] = str(value)
    path.unlink()
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8")
    (finding,) = checked_tables(folder).findings
    assert f"{path}: row {at}:" in f"{finding.subject}: {finding.text}"


def test_the_label_of_every_table_is_known() -> None:
    assert sorted(LABELS) == TABLES


# --- telling ---------------------------------------------------------------------------------------


def test_a_report_as_text_and_json() -> None:
    many = tuple(Finding("quote", f"m/{place:02}", "is not there", "build again") for place in range(22))
    report = Report(
        "s",
        (
            Part("quotes", 30, "quotes", many),
            Part("tables", 9, "rows", ()),
            Part("files", 0, "read", (Finding("store", "s", "is gone", ""),)),
        ),
    )
    assert as_text(report).splitlines() == [
        "quotes: 30 quotes: 22 findings",
        *(f"  m/{place:02}: is not there: build again [quote]" for place in range(20)),
        "  … 2 more [quote]: zhize check --json",
        "tables: 9 rows: sound",
        "files: 0 read: 1 finding",
        "  s: is gone [store]",
        "s: 23 findings",
    ]
    told_ = as_json(report)
    assert (told_["store"], told_["sound"]) == ("s", False)
    assert as_json(Report("s", (Part("tables", 9, "rows", ()),))) == {
        "store": "s",
        "sound": True,
        "parts": [{"name": "tables", "checked": 9, "what": "rows", "findings": []}],
    }


def test_the_command_says_sound_and_exits_0(built: Path) -> None:
    ran = CliRunner().invoke(cli, ["check", "--store", str(built)])
    assert ran.exit_code == 0
    assert ran.output.splitlines()[-1] == f"{built}: sound"
    assert [line.split(":")[0] for line in ran.output.splitlines()[:-1]] == ["files", "shapes", "quotes", "tables"]


def test_the_command_tells_findings_and_exits_1(store: Path) -> None:
    (path,) = (generation(store) / "sources").iterdir()
    flip(path)
    ran = CliRunner().invoke(cli, ["check", "--store", str(store), "--json"])
    assert ran.exit_code == 1
    report = json.loads(ran.stdout)
    assert not report["sound"]
    assert [each["findings"] for each in report["parts"] if each["name"] == "files"] == [
        [{"rule": "file", "subject": str(path), "text": "is not as it was published", "advice": "build again"}]
    ]
    ran = CliRunner().invoke(cli, ["check", "--store", str(store)])
    assert f"  {path}: is not as it was published: build again [file]" in ran.output.splitlines()
