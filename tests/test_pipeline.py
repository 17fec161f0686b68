"""Building from many files when a process that reads them is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhize import pipeline
from zhize.cli.commands import cli
from zhize.errors import InputError
from zhize.model import Record
from zhize.reading import Source
from zhize.store import open_store
from zhize.views.questions import plans as plans_of

PLAN = """上海市{year}年网络市场监管专项行动方案

一、重点任务
（一）严厉打击虚假宣传。依法查处刷单炒信、虚假宣传等行为。（市市场监管局、市公安局按职责分工负责）
"""
NAMES = [f"{2000 + at}-plan" for at in range(7)]
REAL = pipeline.extract


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of more plans than one process reads."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(PLAN.format(year=name[:4]), encoding="utf-8")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pipeline, "_MANY", len(NAMES))
    return folder


def test_a_file_that_kills_its_reader_is_named_and_the_rest_published(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, parent = tmp_path / "mark", os.getpid()

    def extract(path: Path) -> tuple[Record, Source]:
        once = path.stem == NAMES[2] and not mark.exists()
        if os.getpid() != parent and (once or path.stem == NAMES[4]):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return REAL(path)

    monkeypatch.setattr(pipeline, "extract", extract)
    done = CliRunner().invoke(cli, ["build", str(plans), "--store", str(tmp_path / "store")])
    assert mark.exists()
    said = [line for line in done.stderr.splitlines() if "was killed" in line]
    assert len(said) == 1
    assert f"{NAMES[4]}.txt" in said[0]
    assert "Traceback" not in done.output
    assert {plan.document for plan in plans_of(open_store(tmp_path / "store"))} == {*NAMES} - {NAMES[4]}


def test_where_every_reader_is_killed_the_store_stays(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "there").write_text("before", encoding="utf-8")

    def extract(path: Path) -> tuple[Record, Source]:
        if path.stem == NAMES[0]:
            raise InputError(f"{path}: not this time")
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(pipeline, "extract", extract)
    built = pipeline.build([plans], store)
    assert built.records == ()
    assert [refusal.file.stem for refusal in built.refused] == NAMES
    assert [path.name for path in store.iterdir()] == ["there"]
