"""The forms that names of bodies take, from the tables: short forms by level, the dates they hold, their full names in a place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from zhize.authority import BodyPattern, Tables
from zhize.model import Level

UPWARDS = (Level.COUNTY, Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL)
"""The levels from the lowest to the highest."""
_WORD = 12
"""No word for a function is longer."""


class Forms:
    """The patterns of the table of bodies, found by what a text may call them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def stems(self) -> dict[tuple[str, Level, bool], list[BodyPattern]]:
        """Patterns by short form, level and whether a Party committee's name stands before it."""
        found: dict[tuple[str, Level, bool], list[BodyPattern]] = defaultdict(list)
        for body in self._tables.bodies:
            party = "{party}" in body.name
            placed = "{" in body.name
            for level in body.levels:
                for stem in dict.fromkeys((body.official if placed else body.name, *body.stems)):
                    if party:
                        stem = stem.removeprefix("中共").removeprefix("委员会")
                    found[stem, level, party].append(body)
                    if stem.startswith("中华人民共和国"):
                        found[stem.removeprefix("中华人民共和国"), level, party].append(body)
        return dict(found)

    @cached_property
    def singles(self) -> dict[str, list[BodyPattern]]:
        """Bodies with a name of their own (上海海关), by each of their names."""
        found: dict[str, list[BodyPattern]] = defaultdict(list)
        for body in self._tables.bodies:
            if "{" not in body.name and Level.NATIONAL not in body.levels:
                for stem in dict.fromkeys((body.name, body.name.removeprefix("中华人民共和国"), *body.stems)):
                    found[stem].append(body)
        return dict(found)

    @cached_property
    def framed(self) -> list[tuple[str, str, BodyPattern]]:
        """Patterns whose place stands inside the name (中国人民银行{region}中心支行): what stands before it and after."""
        found = []
        for body in self._tables.bodies:
            for form in (body.name, *body.stems):
                before, brace, rest = form.partition("{")
                if before and before != "中共" and brace and body.levels != (Level.NATIONAL,):
                    after = rest.partition("}")[2]
                    found += [(short, after, body) for short in dict.fromkeys((before, before.removeprefix("中国")))]
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """All short forms and names of their own."""
        return frozenset(stem for stem, _, _ in self.stems) | frozenset(self.singles)

    @cached_property
    def marks(self) -> dict[str, tuple[Level, ...]]:
        """What may stand before a body's name to say whose it is, longest first, with the levels it can mean, lowest first."""
        cues = self._tables.cues
        by_level = {level: cues.of(f"level-mark-{level}") for level in UPWARDS}
        words = sorted({word for words in by_level.values() for word in words}, key=lambda word: (-len(word), word))
        return {word: tuple(level for level in UPWARDS if word in by_level[level]) for word in words}

    def at(self, stem: str, level: Level) -> bool:
        """Tell whether a body of that level goes by this short form."""
        return (stem, level, False) in self.stems

    def function_of_stem(self, stem: str) -> str | None:
        """Return the function of the lowest body that goes by this short form."""
        for level in UPWARDS:
            rows = self.stems.get((stem, level, False))
            if rows:
                return rows[0].function
        return None

    def function_in(self, words: str) -> str | None:
        """Return the function that a class of bodies names, by the longest word for one that it contains."""
        functions = self._tables.function_words
        for length in range(min(len(words), _WORD), 1, -1):
            for start in range(len(words) - length + 1):
                function = functions.get(words[start : start + length])
                if function is not None:
                    return function
        for start in range(len(words)):
            function = self.function_of_stem(words[start:])
            if function is not None:
                return function
        return None

    def name(self, row: BodyPattern, level: Level, region: str) -> str:
        """Return the full name of a body of this pattern in the region."""
        if "{" not in row.name:
            return row.name
        known = self._tables.region_names.get(region)
        place = known.place if known is not None else re.sub(r"(?:市|县|区)$", "", region)
        if level is Level.NATIONAL:
            return row.name.format(region="国家", place="", party="中央")
        party = region + ("党委" if region.endswith(("自治区", "兵团")) else "委")
        return row.name.format(region=region, place=place, party=party)


def valid_at(rows: Iterable[BodyPattern], date: str) -> BodyPattern | None:
    """Return the row valid at the date; else the only one, or the nearest in time; None where that leaves several."""
    many = list(rows)
    if not many:
        return None
    valid = [row for row in many if _within(row, date)]
    chosen = valid or [min(many, key=lambda row: _distance(row, date))]
    names = {row.name for row in chosen}
    return chosen[0] if len(names) == 1 else None


def _within(row: BodyPattern, date: str) -> bool:
    if row.since and date < row.since[: len(date)]:
        return False
    return not (row.until and date >= row.until[: len(date)])


def _distance(row: BodyPattern, date: str) -> tuple[int, str]:
    """Order of nearness in time of a body that does not exist at the date."""
    if row.until and date >= row.until[: len(date)]:
        return (int(date[:4]) - int(row.until[:4]), row.name)
    if row.since:
        return (int(row.since[:4]) - int(date[:4]), row.name)
    return (99, row.name)
