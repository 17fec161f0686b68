"""The commands that compare: forms of the report, files, errors in one line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from zhize import comparison, vocab
from zhize.authority import shipped
from zhize.catalogue import of_record
from zhize.cli import main
from zhize.comparison import gaps, gaps_as_json
from zhize.model import TaskKind
from zhize.rdf import document_iri, quads
from zhize.store import publish

if TYPE_CHECKING:
    from tests.conftest import Shipped

PAIR = ("diff", "2018-national", "2020-national")


@pytest.fixture(autouse=True)
def _compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each pair be compared once for all forms of its report."""
    monkeypatch.setattr(comparison, "diff", _diff)


_diff = cache(comparison.diff)


def _run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, list[str]]:
    """Return exit code, stdout, and the lines of stderr."""
    with pytest.raises(SystemExit) as done:
        main(list(map(str, arguments)))
    said = capfdbinary.readouterr()
    return int(done.value.code or 0), said.out.decode("utf-8"), said.err.decode("utf-8").splitlines()


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ((), "2018-national → 2020-national\n"),
        (("--full",), "2018-national → 2020-national\n"),
        (("--format", "text", "--lang", "en"), "2018-national → 2020-national\n"),
        (("--format", "markdown"), "# 2018网络市场监管专项行动（网剑行动）方案 → "),
        (("--format", "html"), "<!DOCTYPE html>\n"),
        (("--format", "csv"), "\ufeff2018-national 任务,"),
        (("--format", "csv", "--lang", "en"), "\ufeff2018-national task,"),
        (("--format", "json"), "{\n"),
        (("--json",), "{\n"),
    ],
)
def test_diff_in_every_form_to_stdout_and_to_a_file(
    options: tuple[str, ...], begins: str, stored: Shipped, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, told = _run(capfdbinary, *PAIR, *options, "--store", stored.folder)
    assert (code, told) == (0, [])
    assert out.startswith(begins)
    file = tmp_path / "report"
    code, nothing, told = _run(capfdbinary, *PAIR, *options, "--store", stored.folder, "-o", file)
    assert (code, nothing, told) == (0, "", [f"wrote {file}"])
    assert file.read_bytes().decode("utf-8") == out


def test_json_of_both_options_is_one_document(stored: Shipped, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, one, _ = _run(capfdbinary, *PAIR, "--json", "--store", stored.folder)
    _, other, _ = _run(capfdbinary, *PAIR, "--format", "json", "--store", stored.folder)
    assert one == other
    assert list(json.loads(one)) == ["from", "to", "alignment", "changes"]


def test_the_table_read_back_has_the_tasks_of_both(stored: Shipped, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = _run(capfdbinary, *PAIR, "--format", "csv", "--store", stored.folder)
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(row) for row in rows} == {16}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("diff", "2018-national", "2019-national"), 1, "zhize: no campaign '2019-national' in the store; it holds: 2017-shanghai, "),
        (("gaps", "2019-national"), 1, "zhize: no campaign '2019-national' in the store"),
        (("timeline", "law", "没有法"), 1, "zhize: no plan has the law '没有法'; nearest: "),
        (("timeline", "department", "市场监管局"), 1, "zhize: '市场监管局' may be "),
        ((*PAIR, "-o", "/nowhere/there/report.html"), 1, "zhize: /nowhere/there/report.html: cannot be written"),
        ((*PAIR, "--json", "--format", "html"), 2, "Error: --json and --format html exclude each other"),
        ((*PAIR, "--full", "--format", "html"), 2, "Error: --full is for text"),
        ((*PAIR, "--format", "pdf"), 2, "Error: Invalid value for '--format'"),
        (("diff", "2018-national"), 2, "Error: Missing argument 'TO'"),
        (("timeline", "region", "上海市"), 2, "Error: Invalid value for"),
    ],
)
def test_a_mistake_is_one_line(
    arguments: tuple[str, ...], code: int, says: str, stored: Shipped, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    done, out, told = _run(capfdbinary, *arguments, "--store", stored.folder)
    assert (done, out) == (code, "")
    assert told[-1].startswith(says)
    assert code == 2 or len(told) == 1


def test_arguments_are_shown_as_from_and_to(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = _run(capfdbinary, "diff", "--help")
    assert out.startswith("Usage: zhize diff [OPTIONS] FROM TO\n")


def test_gaps_of_a_store_are_those_of_the_record(stored: Shipped, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for name in ("2018-national", "2020-shanghai"):
        record = stored.records[name]
        _, out, _ = _run(capfdbinary, "gaps", name, "--json", "--store", stored.folder)
        plan = of_record(record, stored.sources[name])
        assert json.loads(out) == gaps_as_json(gaps(plan, shipped(), record.indicators))
    assert [gap.subject for gap in zhize.gaps("2021-xinjiang", stored.folder)] == ["新疆维吾尔自治区药品监督管理局"]
    _, out, _ = _run(capfdbinary, "gaps", "2018-national", "--lang", "en", "--store", stored.folder)
    assert out == "no gaps and no overlaps found\n"


def test_a_timeline_as_text_and_json(stored: Shipped, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = _run(capfdbinary, "timeline", "law", "电子商务法", "--store", stored.folder)
    assert out.splitlines()[0] == "电子商务法：3 次行动，11 处"
    _, out, _ = _run(capfdbinary, "timeline", "task", "2018-national", "2.3", "--json", "--store", stored.folder)
    entries = json.loads(out)["entries"]
    assert ("2020-national", "2.2") in [(each["campaign"], each["task"]) for each in entries]


@pytest.mark.parametrize("arguments", [PAIR, ("diff", "2020-national", "2018-national"), ("gaps", "2018-national")])
def test_a_plan_without_a_task_is_one_line(
    arguments: tuple[str, ...], stored: Shipped, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    records = {name: stored.records[name] for name in ("2018-national", "2020-national")}
    bare = records["2018-national"]
    kept = tuple(task for task in bare.tasks if task.kind is TaskKind.REQUIREMENT)
    records["2018-national"] = replace(bare, tasks=kept, measures=())
    graphs = {document_iri(vocab.BASE, name): quads(each, stored.sources[name]) for name, each in records.items()}
    publish(tmp_path / "store", graphs, {name: stored.sources[name] for name in records})
    code, out, told = _run(capfdbinary, *arguments, "--store", tmp_path / "store")
    assert (code, out) == (1, "")
    assert told == [
        "zhize: campaign '2018-national' has no task to compare: only requirements and schedules; "
        "see 'zhize show campaign 2018-national'"
    ]
