"""What the documents say is so: commands are run and their output compared, columns and links are looked up."""

from __future__ import annotations

import csv
import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import zhize
from zhize import resources
from zhize.cli.commands import cli

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/*.md")))
CONTEXT = click.Context(cli)
COMMANDS = [(name, cli.get_command(CONTEXT, name)) for name in sorted(cli.list_commands(CONTEXT))]


@dataclass(frozen=True, slots=True)
class Example:
    """A command of a document, and what the document says it prints."""

    page: str
    line: int
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.command}"


def fences(path: Path, language: str) -> Iterator[tuple[int, str]]:
    """Yield the fenced blocks of a language, each with the number of its first line."""
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        yield text[: found.start(1)].count("\n") + 1, found[1]


def examples(path: Path) -> list[Example]:
    """Return the examples of a document: lines after ``$`` with what follows each."""
    found = []
    for first, block in fences(path, "console"):
        for part in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            line = first + block[: part.start()].count("\n")
            found.append(Example(path.name, line, part[1], part[2].strip("\n")))
    return found


class Shell:
    """A folder in which commands are run as a reader would run them, each once."""

    def __init__(self, folder: Path) -> None:
        self._work = folder / "work"
        self._work.mkdir()
        program = folder / "bin" / "zhize"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zhize.cli "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if name not in ("ZHIZE_STORE", "LANG", "LC_ALL")}
        self._environment = kept | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path(zhize.__file__).parents[1]),
        }
        self._said: dict[str, str] = {}

    @property
    def store(self) -> Path:
        return self._work / ".zhize"

    def run(self, command: str) -> str:
        """Return what a command writes, results and messages as they come."""
        if command not in self._said:
            done = subprocess.run(
                ["sh", "-c", command], cwd=self._work, env=self._environment, timeout=300, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            self._said[command] = done.stdout.decode("utf-8").strip("\n")
        return self._said[command]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    made = Shell(tmp_path_factory.mktemp("readme"))
    made.run("zhize build")
    return made


@pytest.mark.parametrize("example", [each for page in READMES for each in examples(page)], ids=str)
def test_a_command_prints_what_the_readme_says(example: Example, shell: Shell) -> None:
    assert shell.run(example.command) == example.output


def test_both_readmes_show_the_same_examples() -> None:
    english, chinese = ([(each.command, each.output) for each in examples(page)] for page in READMES)
    assert english
    assert english == chinese


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib asks itself for it
@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_python_of_a_readme_does_what_it_says(page: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shell.store.parent)
    blocks = list(fences(page, "pycon"))
    assert blocks
    for line, block in blocks:
        test = doctest.DocTestParser().get_doctest(block, {}, page.name, str(page), line)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        told: list[str] = []
        runner.run(test, out=told.append)
        assert not told, "".join(told)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_and_is_documented(name: str, command: click.Command | None) -> None:
    assert command is not None
    assert command.help
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.opts}: no help"
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert (shown.exit_code, shown.output.splitlines()[0].split()[2]) == (0, name)
    for page in READMES:
        assert f"`{name}" in page.read_text(encoding="utf-8"), f"{page.name}: says nothing of {name}"


def test_the_two_commands_are_the_same_everywhere() -> None:
    commands = [block.strip() for _, block in fences(READMES[0], "sh") if block.startswith("python3 -m venv")]
    assert [command.count("\n") for command in commands] == [0, 0]
    assert commands == [
        block.strip() for _, block in fences(READMES[1], "sh") if block.startswith("python3 -m venv")
    ]
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands[1] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()


def test_every_table_is_described_with_its_columns() -> None:
    described: dict[str, list[str]] = {}
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for found in re.finditer(r"^## (\w+\.csv)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE):
        described[found[1]] = re.findall(r"^\| `(\w+)` \|", found[2], re.MULTILINE)
    tables = {}
    for path in sorted(resources.ontology().glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.name] = next(csv.reader(file))
    assert described == tables


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name}: {target} is not there"


def test_every_plan_that_ships_is_described() -> None:
    text = (resources.campaigns() / "README.md").read_text(encoding="utf-8")
    for path in resources.campaigns().glob("*.txt"):
        assert f"`{path.name}`" in text
