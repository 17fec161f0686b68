"""What a shell is offered when a name is completed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from zhize.cli.commands import cli

if TYPE_CHECKING:
    from tests.conftest import Shipped

PLANS = ["2017-shanghai", "2018-national", "2020-national", "2020-shanghai", "2021-xinjiang"]


def offered(words: list[str], incomplete: str) -> list[str]:
    completion = ShellComplete(cli, {}, "zhize", "_ZHIZE_COMPLETE")
    return [each.value for each in completion.get_completions(words, incomplete)]


@pytest.fixture(params=["environment", "option"])
def where(request: pytest.FixtureRequest, stored: Shipped, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Words that say where the store is, where the environment does not."""
    if request.param == "option":
        monkeypatch.delenv("ZHIZE_STORE", raising=False)
        return ["--store", str(stored.folder)]
    monkeypatch.setenv("ZHIZE_STORE", str(stored.folder))
    return []


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        (["show", "campaign"], "", PLANS),
        (["show", "campaign"], "2020", PLANS[2:4]),
        (["show", "task"], "2018-national/2.", [f"2018-national/2.{number}" for number in range(1, 6)]),
        (["show", "law"], "中华人民共和国电", ["中华人民共和国电信条例", "中华人民共和国电子商务法"]),
        (["show", "department"], "上海市公", ["上海市公安局"]),
        (["show", "department"], "月", []),
        (["diff"], "2017", PLANS[:1]),
        (["diff", "2017-shanghai"], "2020", PLANS[2:4]),
        (["draw", "network", "--campaign"], "2021", PLANS[4:]),
        (["draw", "ego", "--body"], "上海市公", ["上海市公安局"]),
        (["ask", "谁管", "--campaign"], "2021", PLANS[4:]),
        (["query", "--named"], "deadl", ["deadlines"]),
        (["query", "--named"], "li", ["lineage-of-a-body", "list"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and len(value) < 5 else None,
)
def test_names_of_the_store(words: list[str], incomplete: str, expected: list[str], where: list[str]) -> None:
    assert offered([words[0], *where, *words[1:]], incomplete) == expected


@pytest.mark.parametrize("sort", ["product", "violation"])
def test_targets_of_the_store(sort: str, where: list[str]) -> None:
    assert "食品" in offered(["show", *where, sort], "食") or sort == "violation"
    assert "虚假宣传" in offered(["show", *where, sort], "虚") or sort == "product"


@pytest.mark.parametrize("store", ["nowhere", "empty", "damaged"])
def test_without_a_store_nothing_is_offered_and_nothing_breaks(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / store
    if store != "nowhere":
        folder.mkdir()
    if store == "damaged":
        (folder / "CURRENT").write_bytes(b"\xff\x00 no generation")
    monkeypatch.setenv("ZHIZE_STORE", str(folder))
    for words in (["show", "department"], ["show", "nonsense"], ["diff"], ["draw", "network", "--campaign"]):
        assert offered(words, "") == []
    assert "deadlines" in offered(["query", "--named"], "dead")
    assert capfd.readouterr() == ("", "")


def test_commands_and_kinds_are_offered() -> None:
    assert offered([], "di") == ["diff"]
    assert offered(["show"], "ta") == ["task"]
