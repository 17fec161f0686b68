"""The command line as its users meet it: results, one-line errors, exit codes, an untouched store."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from zhize import resources

ROOT = Path(__file__).parent.parent


def zhize(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "graph"), **(env or {})}
    command = [sys.executable, "-m", "zhize.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=surroundings, check=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the shipped plans."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    done = zhize("build", "--store", folder)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def graph_of(store: Path) -> bytes:
    return zhize("export", "--format", "nquads", "--store", store).stdout


def test_build_prints_a_summary(tmp_path: Path) -> None:
    done = zhize("build", "--store", tmp_path / "store")
    text = done.stdout.decode()
    assert done.returncode == 0
    for word in ("5 documents", "tasks", "departments", "laws", "proven edges", "not understood", "new terms to review", "review"):
        assert word in text
    assert (tmp_path / "store" / "review" / "violations.csv").read_bytes().startswith(b"concept,broader,alt,en,laws,source")


BAD = {
    "missing.txt": None,
    "empty.txt": b"",
    "blank.txt": " \n\t\u3000\n".encode(),
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
    "no-task.txt": "今天天气很好，适合出门散步。".encode() * 5,
}


def write_bad(folder: Path, name: str) -> Path:
    path = folder / name
    content = BAD[name]
    if content is not None:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_one_line_and_leaves_the_store(name: str, store: Path, tmp_path: Path) -> None:
    before = (store / "CURRENT").read_bytes()
    done = zhize("build", write_bad(tmp_path, name), "--store", store)
    lines = done.stderr.decode().strip().split("\n")
    assert done.returncode == 1
    assert name in lines[0]
    assert "Traceback" not in done.stderr.decode()
    assert (store / "CURRENT").read_bytes() == before


def test_good_files_beside_bad_ones_are_published(tmp_path: Path) -> None:
    good = resources.campaigns() / "2018-national.txt"
    bad = [write_bad(tmp_path, name) for name in BAD]
    done = zhize("build", good, *bad, "--store", tmp_path / "store", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["counts"]["documents"] == 1
    assert {Path(each["file"]).name for each in told["refused"]} == set(BAD)
    assert "2018-national" in zhize("list", "--store", tmp_path / "store").stdout.decode()


def test_two_files_with_one_id_are_an_error_naming_both(tmp_path: Path) -> None:
    text = (resources.campaigns() / "2018-national.txt").read_bytes()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_bytes(text)
    done = zhize("build", tmp_path / "a", tmp_path / "b", "--store", tmp_path / "store")
    told = done.stderr.decode().strip().split("\n")[-1]
    assert done.returncode == 1
    assert str(tmp_path / "a" / "plan.txt") in told
    assert str(tmp_path / "b" / "plan.txt") in told


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "PYTHONHASHSEED": "1"}, {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"}])
def test_the_same_plans_give_the_same_bytes(env: dict[str, str], store: Path, tmp_path: Path) -> None:
    done = zhize("build", "--store", tmp_path / "again", env=env)
    assert done.returncode == 0, done.stderr.decode()
    assert hashlib.sha256(graph_of(tmp_path / "again")).hexdigest() == hashlib.sha256(graph_of(store)).hexdigest()


HEAVY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
"""Three patterns that share nothing: billions of rows."""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["show", "campaign", "1999-nowhere"], 1, "1999-nowhere"),
        (["show", "department", "月球管理局"], 1, "月球管理局"),
        (["diff", "2018-national", "1999-nowhere"], 1, "1999-nowhere"),
        (["query", "SELECT nonsense"], 1, "SPARQL"),
        (["query"], 2, "give one query"),
        (["query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], 1, "SERVICE"),
        (["nonsense"], 2, "No such command"),
        (["draw", "network", "-o", "/nowhere/at/all.html"], 1, "cannot be written"),
        (["extract", "nowhere.txt"], 1, "nowhere.txt"),
        (["query", "--named", "nonsense"], 1, "no named query"),
        (["query", "--named", "deadlines", "--set", "body=x"], 1, "no setting 'body'"),
        (["query", "--named", "deadlines", "--set", "body"], 2, "NAME=VALUE"),
        (["query", "ASK { ?s ?p ?o }", "--set", "body=x"], 2, "--named"),
        (["query", f"SELECT * {{ {HEAVY} FILTER (?a = ?f) }}", "--timeout", "0.3"], 1, "no answer within 0.3 s"),
        (["query", f"SELECT (COUNT(*) AS ?n) {{ {HEAVY} }}", "--timeout", "0.3", "--json"], 1, "--timeout"),
        (["query", "ASK { ?s ?p ?o }", "--timeout", "0"], 2, "--timeout"),
        (["query", "ASK { ?s ?p '\udcff' }"], 1, "is no character"),
        (["query", "--named", "tasks-of-a-body", "--set", "body=\udcff"], 1, "is no character"),
        (["show", "department", "\udcff"], 1, "no department"),
        (["show", "law", "\udcff"], 1, "no law"),
        (["ask", "直播", "--region", "\udcff"], 1, "cannot be read"),
        (["ask", "直播", "--campaign", "\udcff"], 1, "cannot be read"),
        (["ask", "直播" * 20000], 1, "ask in at most 1000"),
        (["ask", "x" * 100_000], 1, "ask in at most 1000"),
        (["ask", "\x01\x1f\t"], 1, "the question is empty"),
        (["ask", "直播", "--year", "二零二零"], 2, "--year"),
    ],
    ids=lambda value: " ".join(value)[:40].encode("ascii", "backslashreplace").decode() if isinstance(value, list) else None,
)
def test_a_mistake_is_told_without_a_traceback(arguments: Sequence[str], code: int, told: str, store: Path) -> None:
    done = zhize(*arguments, env={"ZHIZE_STORE": str(store)})
    assert done.returncode == code
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_without_a_store_the_next_step_is_told(tmp_path: Path) -> None:
    done = zhize("list", "--store", tmp_path / "none")
    assert done.returncode == 1
    assert "zhize build" in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["ask", "直播带货归谁管"],
        ["diff", "2018-national", "2020-national"],
        ["show", "department", "上海市市场监督管理局"],
        ["query", "SELECT (COUNT(*) AS ?n) { ?t a zz:Task }"],
    ],
    ids=" ".join,
)
def test_json_is_all_there_is_on_stdout_in_any_locale(arguments: Sequence[str], store: Path) -> None:
    done = zhize(*arguments, "--json", "--store", store, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr.decode()
    json.loads(done.stdout.decode("utf-8"))


def test_extract_prints_the_record_as_yaml() -> None:
    import yaml

    done = zhize("extract", resources.campaigns() / "2020-shanghai.txt")
    record = yaml.safe_load(done.stdout.decode())
    assert record["document"] == "2020-shanghai.txt"
    assert record["tasks"][0]["departments"][0]["name"] == "上海市市场监督管理局"


def test_show_tells_lineage_and_late_citations(store: Path) -> None:
    body = zhize("show", "department", "上海市市场监督管理局", "--store", store).stdout.decode()
    assert "上海市工商行政管理局" in body
    assert "2018-11" in body
    law = zhize("show", "law", "合同法", "--store", store).stdout.decode()
    assert "2021-01-01" in law
    assert "中华人民共和国民法典" in law


def test_a_named_query_is_listed_set_and_run(store: Path) -> None:
    listed = zhize("query", "--named", "list").stdout.decode()
    assert "deadlines" in listed
    assert "各方案规定了哪些时限？" in listed
    asked = ("query", "--named", "tasks-on-a-product", "--set", "product=口罩", "--store", store, "--format", "csv")
    rows = zhize(*asked).stdout.decode().splitlines()
    assert {row.split(",")[1] for row in rows[1:]} == {"2020-national", "2020-shanghai"}


HOSTILE = ["，。？！", "😀" * 100, 'SELECT * { ?s ?p "直播" }', "\udcff\udcfe直播", "\x1b[31m直播\x07", "--help"]


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_question_is_answered_or_told_to_have_no_answer(question: str, store: Path) -> None:
    done = zhize("ask", "--json", "--store", store, "--", question)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout.decode("utf-8"))
    assert found["nothing"] is (found["answers"] == [])
    assert done.stderr == b""


def test_rows_left_out_are_told_on_stderr_where_stdout_is_a_file_of_rows(store: Path) -> None:
    done = zhize("query", "SELECT * { ?s ?p ?o }", "--format", "csv", "--limit", "2", "--store", store)
    assert done.returncode == 0
    assert len(done.stdout.decode().splitlines()) == 3
    assert "more rows: raise --limit" in done.stderr.decode()


def test_many_files_are_read_by_several_processes_in_order(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    for path in sorted(resources.campaigns().glob("*-national.txt")):
        for number in range(8):
            (plans / f"{path.stem}-{number}.txt").write_bytes(path.read_bytes())
    write_bad(plans, "no-task.txt")
    done = zhize("build", plans, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "no-task.txt: no task found" in done.stderr.decode()
    assert "16 documents" in done.stdout.decode()
    told = [line for line in done.stderr.decode().splitlines() if line.endswith(" tasks")]
    assert told == sorted(told)
    assert len(told) == 16
