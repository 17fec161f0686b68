"""Many terms at once, words and their parts of speech."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhize import resources
from zhize.lexicon import Terms, tags, words

FOUND = [
    (["食品", "保健食品"], "查处保健食品和食品", ["保健食品", "食品"]),
    (["保健", "健食品"], "保健食品", ["保健"]),
    (["刷单", "刷单炒信", "炒信"], "刷单炒信、炒信", ["刷单炒信", "炒信"]),
    (["药", "药品", "假药"], "假药品", ["假药"]),
    (["食品"], "查处药品", []),
    (["食品"], "", []),
    (["A.B", "(a)"], "AxB A.B (a)", ["A.B", "(a)"]),
    (["酒", "酒"], "酒酒", ["酒", "酒"]),
    (["𠮷野家"], "查𠮷野家", ["𠮷野家"]),
]


@pytest.mark.parametrize(("terms", "text", "found"), FOUND, ids=lambda value: str(value))
def test_terms_are_found_leftmost_and_longest(terms: list[str], text: str, found: list[str]) -> None:
    matches = Terms(terms).find(text)
    assert [term for _, _, term in matches] == found
    assert [text[start:end] for start, end, _ in matches] == found


@pytest.mark.parametrize("terms", [[], [""]])
def test_no_terms_find_nothing(terms: list[str]) -> None:
    assert Terms(terms).find("食品") == []


def slowly(terms: list[str], text: str) -> list[tuple[int, int, str]]:
    """Return the matches as their definition says: leftmost, longest, none overlapping."""
    found, at = [], 0
    while at < len(text):
        longest = max((term for term in terms if term and text.startswith(term, at)), key=len, default="")
        if longest:
            found.append((at, at + len(longest), longest))
        at += len(longest) or 1
    return found


@given(st.lists(st.text(alphabet="食品药𠮷a", max_size=3), max_size=8), st.text(alphabet="食品药𠮷a。", max_size=30))
def test_terms_are_found_as_their_definition_says(terms: list[str], text: str) -> None:
    assert Terms(terms).find(text) == slowly(terms, text)


CUTS = [
    ("严厉打击虚假宣传", ["严厉打击", "虚假", "宣传"]),
    ("销售假冒商品", ["销售", "假冒", "商品"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "cut"), CUTS)
def test_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@given(st.text(alphabet="查处网络销售假冒伪劣商品的行为，。 \nAb1", max_size=40))
def test_words_make_up_the_text(text: str) -> None:
    assert "".join(words(text)) == text


TAGS = [("食品", "n"), ("销售", "v"), ("利用", "v"), ("使用", "v")]


@pytest.mark.parametrize(("word", "tag"), TAGS)
def test_part_of_speech(word: str, tag: str) -> None:
    assert tags()[word][:1] == tag


def test_our_corrections_of_parts_of_speech_hold() -> None:
    rows = (resources.ontology() / "words.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "word,tag,note"
    for row in rows[1:]:
        word, tag, _ = row.split(",", 2)
        assert tags()[word] == tag


def test_jieba_of_others_is_left_alone(tmp_path: Path) -> None:
    """Our tokenizer neither initialises jieba's own, nor logs, nor leaves its cache behind when the process ends."""
    script = (
        "from zhize.lexicon import words\n"
        "words('严厉打击')\n"
        "import jieba, logging\n"
        "print(jieba.dt.initialized, logging.getLogger().handlers)\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", script]
    env = {"PYTHONPATH": ":".join(sys.path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "False []\n"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_cutting_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        words("打击")
    assert caplog.records == []
