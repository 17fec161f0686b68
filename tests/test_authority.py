"""Authority tables: the shipped ones hold together; a broken copy is refused by file and row (authority/broken.csv)."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from zhize import resources
from zhize.authority import Concept, Cues, Tables, labels, load, shipped
from zhize.errors import TableError
from zhize.model import Level

HERE = Path(__file__).parent
NAMES = ("regions", "functions", "bodies", "reorganisations", "laws", "products", "violations", "cues")


def cells_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def broken() -> list[dict[str, str]]:
    with (HERE / "authority" / "broken.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first rows of the shipped tables."""
    for name in NAMES:
        write(tmp_path / f"{name}.csv", cells_of(resources.ontology() / f"{name}.csv")[:7])
    return tmp_path


def write(path: Path, rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(TableError) as caught:
        load(folder)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_copy_of_what_ships_is_the_same(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(resources.ontology() / f"{name}.csv", tmp_path)
    assert load(tmp_path) == shipped()


def test_what_is_not_broken_loads(folder: Path) -> None:
    found = load(folder)
    assert [c.label for c in found.products] == [row[0] for row in cells_of(folder / "products.csv")[1:]]
    assert found.laws == shipped().laws[:6]


@pytest.mark.parametrize("case", broken(), ids=lambda case: f"{case['table']}: {case['why']} ({case['change']})")
def test_a_broken_cell_is_refused(case: dict[str, str], folder: Path) -> None:
    path = folder / f"{case['table']}.csv"
    rows = cells_of(path)
    at = 3  # the second row of data: the line after the one that a careless counter would name
    for change in case["change"].split(";"):
        column, _, value = change.partition("=")
        rows[at - 1][rows[0].index(column)] = value
    write(path, rows)
    assert re.search(rf"{case['table']}\.csv: row {at}\b", refusal(folder))


def rename_column(rows: list[list[str]]) -> None:
    rows[0][1] = "anders"


def add_column(rows: list[list[str]]) -> None:
    for row in rows:
        row.append("x")


def drop_header(rows: list[list[str]]) -> None:
    del rows[0]


def lose_cell(rows: list[list[str]]) -> None:
    rows[2].pop()


def gain_cell(rows: list[list[str]]) -> None:
    rows[2].append("x")


SHAPES: list[tuple[Callable[[list[list[str]]], None], int]] = [
    (rename_column, 1), (add_column, 1), (drop_header, 1), (lose_cell, 3), (gain_cell, 3),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("change", "row"), SHAPES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_shape_is_refused(
    name: str, change: Callable[[list[list[str]]], None], row: int, folder: Path
) -> None:
    path = folder / f"{name}.csv"
    rows = cells_of(path)
    change(rows)
    write(path, rows)
    assert re.search(rf"{name}\.csv: row {row}\b", refusal(folder))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "tail",
    ["食品".encode("gb18030"), b"\xff\xfe", b'"open'],
    ids=["GB18030", "no encoding", "quotation mark left open"],
)
def test_broken_bytes_are_refused(name: str, tail: bytes, folder: Path) -> None:
    path = folder / f"{name}.csv"
    path.write_bytes(path.read_bytes() + tail)
    assert re.search(rf"{name}\.csv: row \d+", refusal(folder))


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_table_is_named(name: str, folder: Path) -> None:
    (folder / f"{name}.csv").unlink()
    assert f"{name}.csv" in refusal(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_changes_nothing(name: str, folder: Path) -> None:
    path = folder / f"{name}.csv"
    before = load(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(folder) == before


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped()


def test_every_function_of_a_body_exists(tables: Tables) -> None:
    assert {body.function for body in tables.bodies} - {function.name for function in tables.functions} == set()


def test_a_function_goes_by_its_own_name(tables: Tables) -> None:
    wrong = [f.name for f in tables.functions if tables.function_words[f.name] != f.name]
    assert wrong == []


def test_every_region_lies_in_a_higher_one(tables: Tables) -> None:
    order = list(Level)
    codes = tables.region_codes
    wrong = [
        region.name
        for region in tables.regions
        if region.level is not Level.NATIONAL
        and (region.parent not in codes or order.index(codes[region.parent].level) >= order.index(region.level))
    ]
    assert wrong == []


def test_regions_that_tables_name_exist(tables: Tables) -> None:
    named = {region for body in tables.bodies for region in body.regions}
    named |= {region for change in tables.reorganisations for region in change.regions}
    assert named - {region.name for region in tables.regions} == set()


def test_bodies_of_reorganisations_exist(tables: Tables) -> None:
    named = {name for change in tables.reorganisations for name in (*change.before, *change.after)}
    assert named - {body.name for body in tables.bodies} == set()


@pytest.mark.parametrize("taxonomy", ["products", "violations"])
def test_taxonomies_are_trees(taxonomy: str, tables: Tables) -> None:
    concepts: dict[str, Concept] = {concept.label: concept for concept in getattr(tables, taxonomy)}
    assert [c.label for c in concepts.values() if c.broader and c.broader not in concepts] == []
    for concept in concepts.values():
        above = [concept.label]
        while broader := concepts[above[-1]].broader:
            assert broader not in above, above
            above.append(broader)


@pytest.mark.parametrize("taxonomy", ["products", "violations"])
def test_no_label_names_two_concepts(taxonomy: str, tables: Tables) -> None:
    concepts: tuple[Concept, ...] = getattr(tables, taxonomy)
    counted = Counter(label for concept in concepts for label in {concept.label, *concept.alt})
    assert [label for label, count in counted.items() if count > 1] == []


def test_no_name_means_two_laws(tables: Tables) -> None:
    counted = Counter(name for law in tables.laws for name in {law.name, *law.short})
    assert [name for name, count in counted.items() if count > 1] == []


def test_laws_that_others_name_exist(tables: Tables) -> None:
    known = {law.name for law in tables.laws}
    assert {law.replaced_by for law in tables.laws if law.replaced_by} - known == set()
    assert {law for concept in tables.violations for law in concept.laws} - set(tables.law_names) == set()


def test_no_code_or_id_stands_twice(tables: Tables) -> None:
    for many in (
        [r.code for r in tables.regions],
        [r.id for r in tables.reorganisations],
        [f.name for f in tables.functions],
    ):
        assert [each for each, count in Counter(many).items() if count > 1] == []


REGION_NAMES = [
    ("上海", "上海市"),
    ("上海市", "上海市"),
    ("新疆", "新疆维吾尔自治区"),
    ("杭州", "杭州市"),
    ("吉林", "吉林省"),
    ("中国", "全国"),
]


@pytest.mark.parametrize(("name", "full"), REGION_NAMES)
def test_region_names(name: str, full: str, tables: Tables) -> None:
    assert tables.region_names[name].name == full


def test_one_character_names_no_region(tables: Tables) -> None:
    assert [name for name in tables.region_names if len(name) < 2] == []


LAW_NAMES = [
    ("电子商务法", "中华人民共和国电子商务法"),
    ("中华人民共和国电子商务法", "中华人民共和国电子商务法"),
    ("反法", "中华人民共和国反不正当竞争法"),
]


@pytest.mark.parametrize(("name", "full"), LAW_NAMES)
def test_law_names(name: str, full: str, tables: Tables) -> None:
    assert tables.law_names[name].name == full


PATTERNS = [("{region}公安局", "公安局"), ("中共{party}宣传部", "中共宣传部"), ("国家邮政局", "国家邮政局")]


@pytest.mark.parametrize(("name", "official"), PATTERNS)
def test_official_part_of_a_pattern(name: str, official: str, tables: Tables) -> None:
    found = {body.name: body.official for body in tables.bodies}
    assert found[name] == official


def test_without_a_document_its_own_terms_are_left_out(folder: Path) -> None:
    path = folder / "products.csv"
    rows = [
        ["甲品", "食品", "", "", "2020-shanghai"],
        ["乙品", "食品", "", "", "2020-shanghai|genre"],
        ["食品", "", "吃食", "", "2020-shanghai"],
    ]
    write(path, cells_of(path) + rows)
    everything = {c.label: c for c in load(folder).products}
    left = {c.label: c for c in load(folder, without="2020-shanghai").products}
    assert set(everything) - set(left) == {"甲品"}
    assert "吃食" in everything["食品"].alt
    assert "吃食" not in left["食品"].alt


def test_dates_of_unequal_precision_are_in_order_where_they_may_be(folder: Path) -> None:
    path = folder / "bodies.csv"
    rows = cells_of(path)
    rows[1][4:6] = ["2018-03-21", "2018"]
    write(path, rows)
    assert load(folder).bodies[0].until == "2018"


def test_labels_prefer_the_preferred() -> None:
    concepts = [Concept("食品", "", ("吃的", "酒"), (), (), ("a",)), Concept("酒", "食品", ("白酒",), (), (), ("a",))]
    assert labels(concepts) == {"食品": "食品", "酒": "酒", "吃的": "食品", "白酒": "酒"}


def test_cues_are_longest_first_and_escaped() -> None:
    cues = Cues({"role": ("牵头负责", "牵头", "(协办)")})
    assert re.findall(cues.alternatives("role"), "牵头负责(协办)牵头") == ["牵头负责", "(协办)", "牵头"]
    assert re.findall(cues.alternatives("no such kind"), "牵头") == []


def test_cues_of_a_file_are_longest_first() -> None:
    for words in shipped().cues.words.values():
        assert list(words) == sorted(set(words), key=lambda word: (-len(word), word))
