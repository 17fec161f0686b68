"""The words by which people name things, as files of the index: each part is loaded when a question first needs it.

A form (直播带货, 网信办, scjgj, fake reviews) stands beside the codes of what it can mean; `Code` lists their kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

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
FLAW: Final = "w"
"""The same of what is wrong with the thing whose name follows: a fake."""
CONTEXT: Final = "t"
"""The same of what says where or by whom, not what: platforms, shops, customers."""
CUE: Final = "q"
"""A word of the question itself; its kind follows: who, duties, laws, cites, targets, lead,
support, with, when, joint, filler, act, nation, local, marker."""


class Notion(NamedTuple):
    """A concept of a taxonomy with its place in it."""

    label: str
    product: bool
    """True for a product category, False for a violation type."""
    broader: str
    narrower: tuple[str, ...]
    laws: tuple[str, ...]
    en: str


class Pattern(NamedTuple):
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
        self._bodies: dict[int, Pattern] = {}
        self._near: dict[str, dict[str, float]] = {}
        self._above: dict[str, dict[str, float]] = {}

    def _bytes(self, name: str) -> bytes:
        path = self._folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise StoreError(f"{path}: the index cannot be read ({error}); run zhize build again") from error

    def _text(self, name: str) -> str:
        try:
            return self._bytes(name).decode()
        except UnicodeDecodeError as error:
            raise StoreError(f"{self._folder / name}: is damaged ({error}); run zhize build again") from error

    @cached_property
    def chinese(self) -> Drawers:
        """Chinese forms, pinyin and initials, to their codes."""
        return Drawers(self._bytes("chinese.txt"))

    @cached_property
    def english(self) -> dict[str, str]:
        """English phrases, their words stemmed, to their codes, which a tab divides."""
        forms, _, codes = self._text("english.txt").partition("\n\n")
        return dict(zip(forms.split("\n"), codes.split("\n"), strict=True))

    @cached_property
    def words(self) -> Drawers:
        """Words of the language: ``n`` names a thing, ``v`` an action or quality, ``x`` says nothing by itself."""
        return Drawers(self._bytes("words.txt"))

    @cached_property
    def folding(self) -> dict[int, int | None]:
        """Characters to their plain form: width, punctuation, traditional characters, capitals, controls."""
        folded, plain, silent = self._text("folding.txt").split("\n")
        return str.maketrans(folded, plain, silent)

    @cached_property
    def _notions(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line for line in self._text("notions.txt").split("\n")}

    @cached_property
    def _patterns(self) -> list[str]:
        return self._text("patterns.txt").split("\n")

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Regions of the plans in the index."""
        return tuple(self._text("places.txt").split("\n"))

    @cached_property
    def english_labels(self) -> Mapping[str, tuple[str, ...]]:
        """Stemmed English words to the phrases of `english` that hold them."""
        found: dict[str, list[str]] = {}
        for phrase in self.english:
            for word in set(phrase.split(" ")):
                found.setdefault(word, []).append(phrase)
        return {word: tuple(phrases) for word, phrases in found.items()}

    def notion(self, label: str) -> Notion | None:
        """Return the concept of that label; None where no taxonomy has it."""
        line = self._notions.get(label)
        if line is None:
            return None
        _, product, broader, narrower, laws, en = line.split("\t")
        return Notion(label, product == "1", broader, _parts(narrower), _parts(laws), en)

    def pattern(self, number: int) -> Pattern:
        """Return a kind of body by its number."""
        if number not in self._bodies:
            name, function, national, regions, before, after = self._patterns[number].split("\t")
            self._bodies[number] = Pattern(
                name, function, national == "1", _parts(regions), _numbers(before), _numbers(after)
            )
        return self._bodies[number]

    def of_function(self, function: str) -> tuple[Pattern, ...]:
        """Return the kinds of body that have a function."""
        numbers = (at for at, line in enumerate(self._patterns) if line.split("\t", 2)[1] == function)
        return tuple(map(self.pattern, numbers))

    def conduct(self, label: str) -> bool:
        """Tell whether a concept is a violation type."""
        line = self._notions.get(label)
        return line is not None and line.split("\t", 2)[1] == "0"

    def near(self, label: str) -> Mapping[str, float]:
        """Return a concept and those narrower, each with how near it is to what is meant: 1 is the thing itself."""
        if label not in self._near:
            found = {label: 1.0}
            notion = self.notion(label)
            if notion is not None:
                self._below(notion, _BELOW, found)
            self._near[label] = found
        return self._near[label]

    def _below(self, notion: Notion, weight: float, found: dict[str, float]) -> None:
        for label in notion.narrower:
            if label not in found:
                found[label] = weight
                below = self.notion(label)
                if below is not None:
                    self._below(below, max(weight - 0.05, 0.75), found)

    def above(self, label: str) -> Mapping[str, float]:
        """Return the concepts above one, each with how near it is to what is meant.

        A kind of conduct answers for what falls under it; a class of goods says little of one of them; a wide one less, unless
        its name stands in the other.
        """
        if label not in self._above:
            found: dict[str, float] = {}
            notion = self.notion(label)
            broader = self.notion(notion.broader) if notion is not None else None
            share = 1.0
            while broader is not None and share > _LEAST and broader.label not in found:
                family = len(broader.narrower)
                if broader.product:
                    share *= _NARROW if family <= _CLOSE else _GOODS
                else:
                    share *= _CONDUCT
                found[broader.label] = share if family < _WIDE or broader.label in label else share / 2
                broader = self.notion(broader.broader)
            self._above[label] = found
        return self._above[label]


class Drawers(dict[str, str]):
    """A table of forms whose entries are read when a form with their first character is first looked up.

    As text it is a line for each first character, in their order: form and codes by turns, divided by ``\\x1f``;
    codes by tabs.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__()
        self._lines = lines
        self._longest: dict[str, int] = {}

    def reach(self, first: str) -> int:
        """Return the length of the longest form with this first character; 0 where there is none."""
        longest = self._longest.get(first)
        if longest is None:
            line = self._line(first.encode()).decode()
            fields = line.split("\x1f") if line else []
            self.update(zip(fields[::2], fields[1::2], strict=True))
            longest = self._longest[first] = max(map(len, fields[::2]), default=0)
        return longest

    def _line(self, first: bytes) -> bytes:
        """Return the line that begins with a character: lines stand in the order of their first characters."""
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", start, high)
            end = high if end < 0 else end
            if self._lines.startswith(first, start):
                return self._lines[start:end]
            if self._lines[start:end] < first:
                low = end + 1
            else:
                high = start - 1
        return b""

    def everything(self) -> dict[str, str]:
        """Return all forms with their codes."""
        for line in self._lines.decode().split("\n"):
            self.reach(line[:1])
        return dict(self)

    def look(self, form: str) -> str:
        """Return the codes of a form, divided by tabs; empty where there is no such form.

        >>> Drawers("刷单\\x1fc刷单炒信\\x1f刷机\\x1fn".encode()).look("刷单")
        'c刷单炒信'
        """
        if not form:
            return ""
        self.reach(form[0])
        return self.get(form, "")


_BELOW: Final = 0.9
_CONDUCT: Final = 0.65
_GOODS: Final = 0.45
_NARROW: Final = 0.8
"""How much a kind of conduct, a class of goods, a close class of goods says of what falls under it."""
_CLOSE: Final = 5
"""A class of goods with so few below it is close."""
_LEAST: Final = 0.35
_WIDE: Final = 10
"""A concept with so many narrower ones says little of each."""


def _parts(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _numbers(field: str) -> tuple[int, ...]:
    return tuple(map(int, field.split("|"))) if field else ()


def drawers_text(table: Mapping[str, Iterable[str]]) -> str:
    """Return a table of forms as the text of `Drawers`."""
    lines: dict[str, list[str]] = {}
    for form in sorted(table):
        lines.setdefault(form[0], []).extend((form, "\t".join(sorted(set(table[form])))))
    return "\n".join("\x1f".join(fields) for fields in lines.values())


def table_text(table: Mapping[str, Iterable[str]]) -> str:
    """Return a small table of forms as text: the forms, an empty line, their codes."""
    forms = sorted(table)
    return "\n".join(forms) + "\n\n" + "\n".join("\t".join(sorted(set(table[form]))) for form in forms)
