"""Which body took whose seat: heirs of a body by a date, functions passed on, counterparts at other levels.

The table of reorganisations decides; a pattern (``{region}工商行政管理局``) is filled in with the body's own region.
Two functions are akin where one became the other in a reorganisation, or where the table of counterparts says
that one level's body does the work of the other's (通信管理局 for 工业和信息化部).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from zhize import resources
from zhize.authority import Region, Reorganisation, Tables
from zhize.errors import TableError
from zhize.rdf.bodies import Bodies, fill, placed

#: Kinds of reorganisation that move a body's seat, not only a part of its work.
_SEAT = frozenset(("merge", "split", "rename", "reestablishment", "dissolution"))


@dataclass(frozen=True, slots=True)
class Reform:
    """A reorganisation at one place (机构改革)."""

    id: str
    """Its path below ``reorganisation/`` in the graph: the row's id, and the region where the row is a pattern."""
    date: str
    kind: str
    function: str
    """What moved, in words."""
    basis: str
    """The instrument that ordered it."""


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that holds another's seat, and the reforms that led to it, earliest first."""

    name: str
    reforms: tuple[Reform, ...]


class Lineage:
    """The lineage of bodies after one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._bodies = Bodies(tables)
        self._departures: dict[str, tuple[tuple[Reform, tuple[str, ...]], ...]] = {}
        self._functions: dict[str, str | None] = {}
        self._heirs: dict[tuple[str, str], tuple[Heir, ...]] = {}

    def heirs(self, name: str, date: str) -> tuple[Heir, ...]:
        """Return the bodies that had taken the seat of a body by a date, nearest first; an empty date is today.

        >>> shanghai = Lineage(_shipped()).heirs("上海市食品药品监督管理局", "2020-11-25")
        >>> [heir.name for heir in shanghai]
        ['上海市市场监督管理局', '上海市药品监督管理局']
        """
        if (name, date) not in self._heirs:
            self._heirs[name, date] = self._find_heirs(name, date)
        return self._heirs[name, date]

    def _find_heirs(self, name: str, date: str) -> tuple[Heir, ...]:
        found: dict[str, tuple[Reform, ...]] = {}
        queue: list[tuple[str, tuple[Reform, ...]]] = [(name, ())]
        while queue:
            current, path = queue.pop(0)
            for reform, after in self._leaves(current):
                if reform.kind not in _SEAT or not _by(reform.date, date):
                    continue
                for heir in after:
                    if heir != name and heir not in found:
                        found[heir] = (*path, reform)
                        queue.append((heir, found[heir]))
        return tuple(Heir(heir, reforms) for heir, reforms in found.items())

    def passed(self, name: str, others: Iterable[str], date: str) -> Reform | None:
        """Return the reform by which a part of a body's work had passed to one of the others, the latest first."""
        wanted = set(others) - {name}
        met = [
            reform
            for reform, after in self._leaves(name)
            if reform.kind == "transfer" and _by(reform.date, date) and wanted.intersection(after)
        ]
        return max(met, key=lambda reform: (reform.date, reform.id), default=None)

    def function(self, name: str) -> str | None:
        """Return the function of a body of the tables by its full name."""
        if name not in self._functions:
            body = self._bodies.find(name)
            self._functions[name] = body.pattern.function if body is not None else None
        return self._functions[name]

    def akin(self, one: str | None, other: str | None) -> bool:
        """Tell whether two functions are one, or one does the work of the other at its level or date.

        >>> lineage = Lineage(_shipped())
        >>> lineage.akin("工商", "市场监管"), lineage.akin("通信", "工信"), lineage.akin("公安", "海关")
        (True, True, False)
        """
        if one is None or other is None:
            return False
        return one == other or other in self._became[one] or one in self._became[other]

    @cached_property
    def _became(self) -> dict[str, frozenset[str]]:
        """Each function and all that it became or has as counterpart."""
        by_name = {body.name: body.function for body in self._tables.bodies}
        steps: dict[str, list[frozenset[str]]] = defaultdict(list)
        for row in self._tables.reorganisations:
            # A row for some regions tells of their bodies, not of the function everywhere.
            if row.kind not in _SEAT or row.regions:
                continue
            before = {by_name[name] for name in row.before if name in by_name}
            after = frozenset(by_name[name] for name in row.after if name in by_name)
            # Where a seat stayed within its function, the other names are those of other places.
            for function in sorted(before - after):
                steps[function].append(after)
        closed = {function: _reach(function, steps) for function in steps}
        for one, other in counterparts():
            closed[one] = closed.get(one, frozenset()) | {other} | closed.get(other, frozenset())
        return defaultdict(frozenset, closed)

    def _leaves(self, name: str) -> tuple[tuple[Reform, tuple[str, ...]], ...]:
        """Return the reforms that a body went into and the bodies that came out, by date."""
        if name not in self._departures:
            self._departures[name] = tuple(self._find_departures(name))
        return self._departures[name]

    def _find_departures(self, name: str) -> Iterator[tuple[Reform, tuple[str, ...]]]:
        body = self._bodies.find(name)
        region = body.region if body is not None else None
        named, patterns = self._rows
        met = [(row, row.after) for row in named.get(name, ())]
        met += [(row, after) for row in patterns if (after := self._after(row, name, region)) is not None]
        local = [(row, after) for row, after in met if row.regions]
        for row, after in sorted(met, key=lambda each: (each[0].date, each[0].id)):
            if not row.regions and any(
                row.kind == other.kind and set(after) & set(others) for other, others in local
            ):
                continue
            id_ = f"{row.id}/{region.name}" if _is_pattern(row) and region is not None else row.id
            yield Reform(id_, row.date, row.kind, row.function, row.basis), after

    @cached_property
    def _rows(self) -> tuple[dict[str, list[Reorganisation]], tuple[Reorganisation, ...]]:
        """The rows that name bodies, by each body before, and the rows that are patterns."""
        named: dict[str, list[Reorganisation]] = defaultdict(list)
        for row in self._tables.reorganisations:
            if not _is_pattern(row):
                for name in dict.fromkeys(row.before):
                    named[name].append(row)
        return named, tuple(filter(_is_pattern, self._tables.reorganisations))

    def _after(self, row: Reorganisation, name: str, region: Region | None) -> tuple[str, ...] | None:
        """Return the bodies into which a pattern turned the body, or None where the row is not about it."""
        if region is None or region.level not in row.levels or not self._bodies.within(region, row.regions):
            return None
        if name not in (fill(pattern, region) for pattern in row.before):
            return None
        return tuple(each for each in (fill(pattern, region) for pattern in row.after) if self._stands(each))

    def _stands(self, name: str) -> bool:
        """Tell whether the tables know a body of that name, and no exception for its region denies it."""
        body = self._bodies.find(name)
        return body is not None and self._bodies.stands(body)


def _is_pattern(row: Reorganisation) -> bool:
    return any(map(placed, (*row.before, *row.after)))


def _by(date: str, limit: str) -> bool:
    """Tell whether a date, as exact as it is known, is not after the limit."""
    size = min(len(date), len(limit))
    return date[:size] <= limit[:size]


def _reach(start: str, steps: dict[str, list[frozenset[str]]]) -> frozenset[str]:
    """Return all that a function became; a division that gave it back its own body leads no further."""
    found: set[str] = set()
    queue = [start]
    while queue:
        for after in steps.get(queue.pop(), ()):
            if start not in after:
                queue.extend(sorted(after - found))
                found |= after
    return frozenset(found)


@cache
def counterparts() -> tuple[tuple[str, str], ...]:
    """Return pairs of functions of which the first body does the work of the second at another level."""
    path = resources.ontology() / "alignment.csv"
    return tuple(_pair(path, word) for kind, word in _words(path) if kind == "counterpart")


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind of ``ontology/alignment.csv``, longest first."""
    found = {word for each, word in _words(resources.ontology() / "alignment.csv") if each == kind}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _pair(path: Path, word: str) -> tuple[str, str]:
    one, _, other = word.partition("|")
    if not one or not other:
        raise TableError(f"{path}: counterpart {word!r}: write two functions with | between them")
    return one, other


@cache
def _words(path: Path) -> tuple[tuple[str, str], ...]:
    """Return kind and word of each row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle, strict=True))
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error
    if rows[:1] != [["kind", "word", "note", "source"]]:
        raise TableError(f"{path}: row 1: the columns must be kind,word,note,source")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 4 or not row[0] or not row[1]:
            raise TableError(f"{path}: row {number}: needs kind, word, note and source")
    return tuple((row[0], row[1]) for row in rows[1:])


def _shipped() -> Tables:
    """Return the shipped tables, for examples."""
    from zhize.authority import shipped

    return shipped()
