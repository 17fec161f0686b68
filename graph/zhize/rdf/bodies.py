"""From the full official name of a body back to its row of the tables and its region."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhize.authority import BodyPattern, Region, Tables
from zhize.model import Level

_PLACEHOLDER = re.compile(r"\{(region|place|party)\}")
#: Name of a county or city that the table of regions need not have; 各区 and 自治区 name none.
_UNLISTED = re.compile(r"(?![各全本我某省市区县州盟旗]|自治|地区|直辖|[相有]关)\w{1,9}[县区市旗]")


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the tables: a pattern with its region filled in."""

    name: str
    pattern: BodyPattern
    region: Region | None
    """The region it serves, where the tables tell."""

    @property
    def level(self) -> Level:
        """Level of government: that of its region among those of its pattern."""
        if self.region is not None and self.region.level in self.pattern.levels:
            return self.region.level
        return self.pattern.levels[0]


class Bodies:
    """The bodies that the tables allow, by their full official names."""

    def __init__(self, tables: Tables) -> None:
        self._codes = tables.region_codes
        self._full = {region.name: region for region in tables.regions}
        self._longer = {
            longer: region
            for region in tables.regions
            for longer in region.short
            if longer.endswith(region.name) and longer not in self._full
        }
        self._places: dict[str, list[Region]] = defaultdict(list)
        for region in tables.regions:
            self._places[region.place].append(region)
        self._single: dict[str, list[BodyPattern]] = defaultdict(list)
        self._placed: dict[tuple[str, str], list[tuple[str, BodyPattern]]] = defaultdict(list)
        self._kin: dict[str, list[BodyPattern]] = defaultdict(list)
        for pattern in tables.bodies:
            self._kin[pattern.function].append(pattern)
            slot = _PLACEHOLDER.search(pattern.name)
            if slot is None:
                self._single[pattern.name].append(pattern)
            else:
                around = (pattern.name[: slot.start()], pattern.name[slot.end() :])
                self._placed[around].append((slot[1], pattern))
        self._openings = sorted({before for before, _ in self._placed})

    def find(self, name: str) -> Body | None:
        """Return the body of that full name, or None where there is none; the row for its region wins."""
        for pattern in self._single.get(name, ()):
            return Body(name, pattern, self._own_region(pattern))
        found = sorted(self._fits(name), key=lambda body: not body.pattern.regions)
        return found[0] if found else None

    def region(self, name: str) -> Region | None:
        """Return the region of that full name, if the table has it."""
        return self._full.get(name)

    def within(self, region: Region, names: tuple[str, ...]) -> bool:
        """Tell whether a region, or one above it, is among those named; no names mean everywhere."""
        return not names or any(each.name in names for each in self._chain(region))

    def stands(self, body: Body) -> bool:
        """Tell whether no row limited to its region contradicts a body of a general row."""
        if body.region is None or body.pattern.regions:
            return True
        return not any(
            other.regions
            and body.level in other.levels
            and self.within(body.region, other.regions)
            and _overlap(other, body.pattern)
            for other in self._kin[body.pattern.function]
        )

    def _chain(self, region: Region) -> Iterator[Region]:
        """Yield a region and those above it."""
        above: Region | None = region
        while above is not None:
            yield above
            above = self._codes.get(above.parent) if above.parent != above.code else None

    def _own_region(self, pattern: BodyPattern) -> Region | None:
        """Return the region of a body with a name of its own (上海海关), if it has exactly one."""
        if pattern.levels == (Level.NATIONAL,):
            return next((region for region in self._full.values() if region.level is Level.NATIONAL), None)
        return self._full.get(pattern.regions[0]) if len(pattern.regions) == 1 else None

    def _fits(self, name: str) -> Iterator[Body]:
        for before in self._openings:
            if not name.startswith(before):
                continue
            for cut in range(len(before) + 1, len(name) + 1):
                middle = name[len(before) : cut]
                for slot, pattern in self._placed.get((before, name[cut:]), ()):
                    for region in self._regions(slot, middle):
                        if region.level in pattern.levels and self.within(region, pattern.regions):
                            yield Body(name, pattern, region)

    def _regions(self, slot: str, words: str) -> Iterable[Region]:
        """Return the regions that the words in a placeholder may mean."""
        if slot == "place":
            return self._places.get(words, ())
        if slot == "party":
            words = re.sub(r"(?:党委|委)$", "", words)
        listed = self._full.get(words) or self._longer.get(words)
        if listed is not None:
            return (listed,)
        if _UNLISTED.fullmatch(words):
            return tuple(Region("", words, level, "", (), "") for level in (Level.COUNTY, Level.MUNICIPAL))
        return ()


def fill(pattern: str, region: Region) -> str:
    """Return the name of a body from its pattern, in a region.

    >>> xinjiang = Region("650000", "新疆维吾尔自治区", Level.PROVINCIAL, "000000", ("新疆",), "Xinjiang")
    >>> fill("中共{party}宣传部", xinjiang)
    '中共新疆维吾尔自治区党委宣传部'
    """
    party = region.name + ("党委" if region.name.endswith(("自治区", "兵团")) else "委")
    return _PLACEHOLDER.sub(
        lambda slot: {"region": region.name, "place": region.place, "party": party}[slot[1]], pattern
    )


def placed(pattern: str) -> bool:
    """Tell whether a name is a pattern with a place to fill in."""
    return _PLACEHOLDER.search(pattern) is not None


def official_names(tables: Tables, names: Iterable[str]) -> frozenset[str]:
    """Return those of the names that the tables know as a body's full official name."""
    bodies = Bodies(tables)
    return frozenset(name for name in names if bodies.find(name) is not None)


def _overlap(one: BodyPattern, other: BodyPattern) -> bool:
    """Tell whether two rows hold at a common time; an empty date is open."""
    return not (
        (one.until and other.since and one.until <= other.since)
        or (other.until and one.since and other.until <= one.since)
    )
