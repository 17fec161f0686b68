"""New terms as rows to review: in the columns of their tables, fit to be pasted, the same bytes every time."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zhize import resources
from zhize.authority import load, shipped
from zhize.check.tables import checked_tables
from zhize.errors import StoreError
from zhize.extraction import Reader
from zhize.review import FOLDER, new_rows, write_review

if TYPE_CHECKING:
    from tests.conftest import Shipped

PLAN = """关于印发2022年江州市专项行动方案的通知

一、重点任务
（一）整治飞碟销售。严厉打击销售三无飞碟、虚构飞碟产地等违法行为，依据《江州市飞碟管理条例》《电子商务法》。（市飞碟管理局、市公安局负责）
（二）依法查处销售三无飞碟、虚构飞碟产地等行为。（市飞碟管理局牵头）
"""


def written(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        path.name: list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))
        for path in sorted(folder.iterdir())
    }


def test_what_no_table_knows_is_a_row_with_its_source(reader: Reader, tmp_path: Path) -> None:
    first = reader.read(PLAN, "2022-jiangzhou.txt")
    second = replace(first, document="2023-jiangzhou.txt")
    found = written(write_review(tmp_path, new_rows([second, first], shipped())))
    assert {name for rows in found.values() for row in rows for name in [row["source"]]} == {
        "2022-jiangzhou|2023-jiangzhou"
    }
    assert [row["name"] for row in found["laws.csv"]] == ["江州市飞碟管理条例"]
    assert [row["name"] for row in found["bodies.csv"]] == ["江州市飞碟管理局"]
    assert any("飞碟" in row["concept"] for row in found["violations.csv"])


def test_what_the_tables_know_is_no_row(stored: Shipped) -> None:
    tables = shipped()
    rows = new_rows(stored.records.values(), tables)
    concepts = {label for c in (*tables.products, *tables.violations) for label in (c.label, *c.alt)}
    offered = {row["concept"] for name in ("products.csv", "violations.csv") for row in rows.get(name, ())}
    assert offered
    assert not offered & concepts
    assert not {row["name"] for row in rows.get("laws.csv", ())} & set(tables.law_names)


@pytest.fixture(scope="module")
def pasted(stored: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables with all rows to review pasted in."""
    tables = Path(shutil.copytree(resources.ontology(), tmp_path_factory.mktemp("pasted") / "tables"))
    review = write_review(tables.parent, new_rows(stored.records.values(), shipped()))
    for path in review.iterdir():
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        with (tables / path.name).open("r+", encoding="utf-8") as table:
            assert table.readline() == header
            table.seek(0, 2)
            table.writelines(rows)
    return tables


def test_the_rows_fit_their_tables(pasted: Path) -> None:
    assert checked_tables(pasted).findings == ()


def test_what_was_pasted_is_new_no_more(pasted: Path, stored: Shipped) -> None:
    tables = load(pasted)
    name = "2018-national"
    record = Reader(tables).read(stored.sources[name], f"{name}.txt")
    before = new_rows([stored.records[name]], shipped())
    after = new_rows([record], tables)
    known = {row["concept"] for row in before["violations.csv"]}
    assert known
    assert not known & {row["concept"] for row in after.get("violations.csv", ())}


def test_the_same_records_give_the_same_bytes(stored: Shipped, tmp_path: Path) -> None:
    records = list(stored.records.values())
    one = write_review(tmp_path / "one", new_rows(records, shipped()))
    other = write_review(tmp_path / "other", new_rows(reversed(records), shipped()))
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


def test_files_of_an_earlier_build_do_not_stay(stored: Shipped, tmp_path: Path) -> None:
    write_review(tmp_path, new_rows(stored.records.values(), shipped()))
    assert list((tmp_path / FOLDER).iterdir())
    write_review(tmp_path, {})
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"in the way")
    with pytest.raises(StoreError, match=FOLDER):
        write_review(tmp_path, {})
