"""Every notebook, run from a clean state, gives exactly the outputs that are committed with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import zhize

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def load(path: Path) -> Any:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def shown(cell: Any) -> list[dict[str, Any]]:
    """Return what a cell shows, its lines joined; pieces of one stream count as one."""
    parts: list[dict[str, Any]] = []
    for output in cell.get("outputs", []):
        part = {key: value for key, value in output.items() if key not in ("execution_count", "metadata")}
        if parts and part["output_type"] == "stream" == parts[-1]["output_type"] and part["name"] == parts[-1]["name"]:
            parts[-1]["text"] += part["text"]
        else:
            parts.append(part)
    return parts


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder to run in; the kernel finds the package under test and nobody's settings or store."""
    paths = [str(Path(zhize.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.delenv("ZHIZE_STORE", raising=False)
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_what_it_shows(path: Path, clean: Path, request: pytest.FixtureRequest) -> None:
    committed, again = load(path), load(path)
    for cell in again.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    place = {"metadata": {"path": str(clean)}}
    NotebookClient(again, timeout=300, kernel_name="python3", record_timing=False, resources=place).execute()
    if request.config.getoption("--save-notebooks"):
        again.metadata = {"kernelspec": again.metadata["kernelspec"], "language_info": {"name": "python"}}
        nbformat.write(again, path)  # type: ignore[no-untyped-call]
        committed = load(path)
    code = [(old, new) for old, new in zip(committed.cells, again.cells, strict=True) if old.cell_type == "code"]
    for number, (old, new) in enumerate(code, 1):
        assert old.execution_count == number, f"cell {number} was not run in order before it was committed"
        assert shown(new) == shown(old), f"cell {number} shows something else now:\n{old.source}"
    assert not list(clean.iterdir()), "the notebook leaves files behind"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_needs_no_network(path: Path) -> None:
    for cell in load(path).cells:
        for output in shown(cell):
            assert output.get("name") != "stderr"
            page = "".join(output.get("data", {}).get(kind, "") for kind in ("text/html", "image/svg+xml"))
            assert not any(word in page for word in ("src=\"http", "href=\"http", "@import", "<script"))
