"""A question and what goes with it, as `zhize ask` is given them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from zhize.cli.printing import say, say_json

LANGS: Final = ("zh", "en")
TOP: Final = 3
MOST: Final = 1000
"""How many answers are shown, and how many may be asked for."""
_VALUED: Final = frozenset(["--campaign", "--year", "--region", "--top", "--store", "--lang"])


class Question(NamedTuple):
    """A question, the plans it is about, and how its answers are shown."""

    text: str
    store: Path
    campaign: str | None = None
    year: int | None = None
    region: str | None = None
    top: int = TOP
    as_json: bool = False
    lang: str = LANGS[0]

    def put(self) -> int:
        """Print the answers; return the exit code. StoreError and QueryError where there are none to be had."""
        from zhize import answers, asking

        found = asking.ask(
            self.text, self.store, campaign=self.campaign, year=self.year, region=self.region, top=self.top
        )
        if self.as_json:
            say_json(answers.as_json(found))
        else:
            say(answers.as_text(found, self.lang))
        return 0


def default_store() -> Path:
    """Return the folder of the store where none is given."""
    return Path(os.environ.get("ZHIZE_STORE") or ".zhize")


def plain(arguments: Sequence[str]) -> Question | None:
    """Return the question of a command line in its usual form; None for any other, right or wrong.

    >>> plain(["ask", "刷单归谁管", "--year", "2020"]).year
    2020
    >>> plain(["ask", "刷单归谁管", "--year", "last"]) is None
    True
    """
    if not arguments or arguments[0] != "ask" or "_ZHIZE_COMPLETE" in os.environ:
        return None
    texts: list[str] = []
    given: dict[str, str] = {}
    rest = iter(arguments[1:])
    for each in rest:
        name, equals, value = each.partition("=")
        if not each.startswith("-"):
            texts.append(each)
        elif each == "--json":
            given[each] = each
        elif name in _VALUED:
            given[name] = value if equals else next(rest, "-")
        else:
            return None
    sound = len(texts) == 1 and texts[0] and not any(value.startswith("-") for value in _values(given))
    return _question(texts[0], given) if sound else None


def _values(given: dict[str, str]) -> list[str]:
    return [value for name, value in given.items() if name != "--json"]


def _question(text: str, given: dict[str, str]) -> Question | None:
    """Return the question with its options; None where one of them has no sound value."""
    year, top, lang = given.get("--year", "0"), given.get("--top", str(TOP)), given.get("--lang", LANGS[0])
    store = Path(given["--store"]) if "--store" in given else default_store()
    numbers = all(number.isascii() and number.isdecimal() and len(number) < _DIGITS for number in (year, top))
    if not numbers or not 1 <= int(top) <= MOST or lang not in LANGS or store.is_file():
        return None
    return Question(
        text, store, given.get("--campaign"), int(year) if "--year" in given else None, given.get("--region"),
        int(top), "--json" in given, lang,
    )  # fmt: skip


_DIGITS: Final = 10
"""Numbers with so many digits are left to those who read commands."""
