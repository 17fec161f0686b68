"""The words by which people name things, as files of the index: each part is loaded when a question first needs it.

A form (直播带货, 网信办, scjgj, fake reviews) stands beside the codes of what it can mean; `Code` lists their kinds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from zhize.errors import StoreError

CONCEPT: Final = "c"
"""A product category or violation type; its preferred label follows."""
LAW: Final = "l"
"""An instrument; its full name follows."""
REGION: Final = "r"
"""A place; its full name and those above it follow, divided by ``>``."""
BODY: Final = "b"
"""A body; the numbers of its patterns follow, divided by commas."""
FUNCTION: Final = "f"
"""All bodies of a function (公安部门); the function follows."""
MEANS: Final = "s"
"""People's words for something; the words of plans follow, divided by ``|``."""
CUE: Final = "q"
"""A word of the question itself; its kind follows: who, duties, laws, cites, targets, filler, act, nation, local, marker."""

LONGEST_HEAD: Final = 8
"""Forms longer than this are looked up only where their first so many characters are known to begin one."""


@dataclass(frozen=True, slots=True)
class Notion:
    """A concept of a taxonomy with its place in it."""

    label: str
    product: bool
    """True for a product category, False for a violation type."""
    broader: str
    narrower: tuple[str, ...]
    laws: tuple[str, ...]
    en: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of body, as the authority tables have it."""

    name: str
    """Official name; a place stands as ``{region}``, ``{place}`` or ``{party}``."""
    function: str
    national: bool
    """True where it exists at the national level only."""
    regions: tuple[str, ...]
    before: tuple[int, ...]
    """Patterns whose bodies it took over from in a reform."""
    after: tuple[int, ...]

    @property
    def placed(self) -> bool:
        """True where the name holds a place to be filled in."""
        return "{" in self.name

    @property
    def tail(self) -> str:
        """What stands after the last place in the name."""
        return self.name.rsplit("}", 1)[-1]


class Vocabulary:
    """Forms and what they can mean, from the folder that was written with the index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _text(self, name: str) -> str:
        path = self._folder / name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{path}: the index cannot be read ({error}); run zhize build again") from error

    def _table(self, name: str) -> dict[str, str]:
        forms, _, codes = self._text(name).partition("\n\n")
        return dict(zip(forms.split("\n"), codes.split("\n"), strict=True))

    @cached_property
    def chinese(self) -> dict[str, str]:
        """Chinese forms, pinyin and initials, to their codes, which a tab divides."""
        return self._table("chinese.txt")

    @cached_property
    def heads(self) -> frozenset[str]:
        """First characters of the long forms."""
        return frozenset(self._text("heads.txt").split("\n"))

    @cached_property
    def english(self) -> dict[str, str]:
        """English phrases, their words stemmed, to their codes."""
        return self._table("english.txt")

    @cached_property
    def words(self) -> dict[str, str]:
        """Words of the language: ``n`` names a thing, ``v`` an action or quality, ``x`` says nothing by itself."""
        things, actions, empty = self._text("words.txt").split("\n\n")
        found = dict.fromkeys(things.split("\n"), "n")
        found |= dict.fromkeys(actions.split("\n"), "v")
        found |= dict.fromkeys(empty.split("\n"), "x")
        return found

    @cached_property
    def folding(self) -> dict[int, str]:
        """Characters to their plain form: width, punctuation, traditional characters, capitals, controls."""
        folded, _, plain = self._text("folding.txt").partition("\n")
        return {ord(char): "" if to == "\0" else to for char, to in zip(folded, plain, strict=True)}

    @cached_property
    def _rest(self) -> dict[str, list[list[object]]]:
        return dict(json.loads(self._text("tables.json")))

    @cached_property
    def notions(self) -> Mapping[str, Notion]:
        """Concepts by label."""
        many = [
            Notion(str(row[0]), bool(row[1]), str(row[2]), _texts(row[3]), _texts(row[4]), str(row[5]))
            for row in self._rest["notions"]
        ]
        return {notion.label: notion for notion in many}

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """Kinds of bodies by number."""
        return tuple(
            Pattern(str(row[0]), str(row[1]), bool(row[2]), _texts(row[3]), _numbers(row[4]), _numbers(row[5]))
            for row in self._rest["patterns"]
        )

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Regions of the plans in the index."""
        return tuple(str(row[0]) for row in self._rest["places"])

    @cached_property
    def english_labels(self) -> Mapping[str, tuple[str, ...]]:
        """Stemmed English words to the phrases of `english` that hold them."""
        found: dict[str, list[str]] = {}
        for phrase in self.english:
            for word in set(phrase.split(" ")):
                found.setdefault(word, []).append(phrase)
        return {word: tuple(phrases) for word, phrases in found.items()}

    def near(self, label: str) -> dict[str, float]:
        """Return the concepts a question about this one may mean, each with how near it is: 1 is the thing itself."""
        notion = self.notions.get(label)
        if notion is None:
            return {label: 1.0}
        found = {label: 1.0}
        self._below(notion, 0.9, found)
        above, weight = self.notions.get(notion.broader), 0.7
        while above is not None and weight > 0.3:
            found.setdefault(above.label, weight if len(above.narrower) < _WIDE else weight / 2)
            above, weight = self.notions.get(above.broader), weight - 0.25
        return found

    def _below(self, notion: Notion, weight: float, found: dict[str, float]) -> None:
        for label in notion.narrower:
            if label not in found:
                found[label] = weight
                below = self.notions.get(label)
                if below is not None:
                    self._below(below, max(weight - 0.05, 0.75), found)


_WIDE: Final = 14
"""A concept with so many narrower ones says little of each."""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(int(each) for each in value) if isinstance(value, list) else ()


def table_text(table: Mapping[str, Iterable[str]]) -> str:
    """Return a table of forms as a file has it: the forms, an empty line, their codes."""
    forms = sorted(table)
    return "\n".join(forms) + "\n\n" + "\n".join("\t".join(sorted(set(table[form]))) for form in forms)
