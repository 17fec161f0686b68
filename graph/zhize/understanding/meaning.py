"""What a question was understood to mean, as frozen values."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from zhize.understanding.vocabulary import Pattern


class Asks(StrEnum):
    """What is asked."""

    COVERS = "covers"
    """Who covers X."""
    DUTIES = "duties"
    """What does D do."""
    CITES = "cites"
    """Which laws, or which tasks cite L."""
    TARGETS = "targets"
    """What is targeted."""


class Unit(NamedTuple):
    """One thing the question is about, with all the ways in which a plan may say it."""

    text: str
    """The words of the question."""
    start: int
    """Where they begin in the plain question."""
    weight: float
    """What sort of word it is: 1 a thing, less an action, little a word that all plans use."""
    concepts: tuple[tuple[str, float], ...]
    """Labels of concepts it can mean, each with how surely."""
    words: tuple[tuple[str, float], ...]
    """Words of plans it can mean, each with how surely; the question's own first."""
    laws: tuple[str, ...] = ()
    """Full names of instruments it names."""


class Asked(NamedTuple):
    """A body the question names."""

    text: str
    patterns: tuple[Pattern, ...]
    function: str | None
    """For a class of bodies (公安部门): their function."""
    places: tuple[str, ...] = ()
    """Names of the region it belongs to, in full and as asked; empty where none is said."""
    ending: str = ""
    """End of the name of its region, where only the kind of place is said (市, 自治区)."""
    local: str = ""
    """What makes it a class of lower bodies (各地, 各区)."""
    kin: tuple[Pattern, ...] = ()
    """Patterns of the bodies that a reform made of it or that it was made of."""

    def holds(self, name: str, function: str | None, region: str | None, surface: str, collective: bool) -> bool:
        """Tell whether a department of a plan is the body asked about."""
        if self.local or collective:
            return self._is_class(name, function, surface, collective)
        if self.function is not None and function != self.function:
            return False
        if self.patterns and not any(_is(pattern, name, function) for pattern in self.patterns):
            return False
        where = region or name
        if self.places and not any(where == place or place in name for place in self.places):
            return False
        return not self.ending or where.endswith(self.ending) or (region is None and surface.startswith(self.ending))

    def _is_class(self, name: str, function: str | None, surface: str, collective: bool) -> bool:
        if not collective:
            return False
        functions = {pattern.function for pattern in self.patterns} | {self.function}
        if function not in functions:
            return False
        if not self.local:
            return self.function is not None
        return any(each.startswith(self.local) for each in (name, surface)) or self.local in _ANYWHERE

    def reformed(self) -> Asked | None:
        """Return the same for the bodies that a reform made of it or that it was made of; None where there was none."""
        return self._replace(patterns=self.kin, function=None, kin=()) if self.kin else None


_ANYWHERE = frozenset(("各地", "各级", "地方"))


def _is(pattern: Pattern, name: str, function: str | None) -> bool:
    """Tell whether a name is a body of the pattern."""
    if not pattern.placed:
        return name.removeprefix("中华人民共和国") == pattern.name.removeprefix("中华人民共和国")
    return name.endswith(pattern.tail) and (function is None or function == pattern.function)


class Scope(NamedTuple):
    """The campaigns a question means."""

    campaigns: tuple[str, ...]
    years: tuple[int, ...]
    places: tuple[tuple[str, ...], ...]
    """Sets of regions; the first for which there is a plan is meant. 全国 stands for the nation."""

    @property
    def open(self) -> bool:
        """True where nothing narrows it."""
        return not (self.campaigns or self.years or self.places)


class Understood(NamedTuple):
    """A question, understood."""

    question: str
    """As typed."""
    asks: Asks
    lists: bool
    """True where the whole list is asked for."""
    scope: Scope
    units: tuple[Unit, ...]
    bodies: tuple[Asked, ...]
    laws: tuple[str, ...]
    """Full names of instruments named."""
    concepts: tuple[str, ...]
    """Labels of concepts named."""
    phrases: tuple[str, ...] = ()
    """Stretches of the question that speak of the subject, as written."""
    role: str = ""
    """``lead`` or ``support`` where only duties of that role are asked for."""
    when: bool = False
    """True where a date is asked for."""
