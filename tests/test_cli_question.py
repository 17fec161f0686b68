"""A plain question is read as the commands read it; whatever else is typed is left to them."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhize.cli.asking import ask
from zhize.cli.question import Question, plain

WORDS = (
    "刷单归谁管", "--year", "2020", "--year=2019", "--year=", "--top", "0", "5", "1001", "--top=12", "--json", "--lang", "en",
    "--lang=zh", "fr", "--campaign", "2020-shanghai", "--region=上海", "--region", "--store", ".", "--store=pyproject.toml",
    "--", "-h", "--help", "--jso", "-1", "", " 7 ", "٣", "--year=1_000", "--json=1", "99999999999",
)  # fmt: skip


def as_command(arguments: list[str]) -> Question | None:
    """Return the question as the command reads it; None where it refuses."""
    asked: list[Question] = []
    with patch.object(Question, "put", lambda question: asked.append(question)):
        try:
            ask.main(arguments, standalone_mode=False)
        except (click.ClickException, click.exceptions.Exit):
            return None
    return asked[0] if asked else None


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_a_plain_question_is_read_as_the_command_reads_it(arguments: list[str]) -> None:
    asked = plain(["ask", *arguments])
    if asked is not None:
        assert asked == as_command(arguments)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["刷单"], Question("刷单", Path(".zhize"))),
        (["刷单", "--year", "2020", "--json"], Question("刷单", Path(".zhize"), year=2020, as_json=True)),
        (["--region=上海", "刷单", "--top=1"], Question("刷单", Path(".zhize"), region="上海", top=1)),
        (
            ["刷单", "--store", "other", "--lang", "en", "--campaign", "a"],
            Question("刷单", Path("other"), campaign="a", lang="en"),
        ),
    ],
)
def test_usual_questions_are_plain(
    arguments: list[str], expected: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHIZE_STORE", raising=False)
    assert plain(["ask", *arguments]) == expected


@pytest.mark.parametrize("arguments", [[], ["build"], ["ask"], ["ask", "a", "b"], ["ask", "a", "--yaer", "1"], ["ask", "-h"]])
def test_the_rest_is_left_to_the_commands(arguments: list[str]) -> None:
    assert plain(arguments) is None


def test_where_no_store_is_given_the_environment_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_STORE", "elsewhere")
    asked = plain(["ask", "刷单"])
    assert asked is not None
    assert asked.store == Path("elsewhere")


def test_while_a_shell_completes_nothing_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ZHIZE_COMPLETE", "bash_complete")
    assert plain(["ask", "刷单"]) is None
