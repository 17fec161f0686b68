"""The authority tables: reference data in UTF-8 CSV, loaded as frozen values.

The files are the only source of these facts; an error names file and row. `docs/tables.md` describes the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from zhize import resources
from zhize.errors import TableError
from zhize.model import Level

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Region:
    """A place with a government: 行政区划 (GB/T 2260)."""

    code: str
    name: str
    level: Level
    parent: str
    """Code of the region above."""
    short: tuple[str, ...]
    en: str

    @property
    def place(self) -> str:
        """Name without its class (上海, 浙江, 新疆), as some bodies' names use it."""
        return self.short[0] if self.short else re.sub(r"(?:省|市|自治区|自治州|地区|盟|县|区)$", "", self.name)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of government: 职能."""

    name: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyPattern:
    """A kind of body at one or more levels: official name as a pattern, short forms, dates."""

    function: str
    levels: tuple[Level, ...]
    name: str
    stems: tuple[str, ...]
    since: str
    until: str
    regions: tuple[str, ...]
    en: str
    source: str

    @property
    def official(self) -> str:
        """The pattern without its placeholder: the part that stands after a place name."""
        return re.sub(r"\{\w+\}", "", self.name)


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A change of bodies: merger, split, transfer of a function, renaming … (机构改革)."""

    id: str
    date: str
    levels: tuple[Level, ...]
    regions: tuple[str, ...]
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    function: str
    note: str
    basis: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law or other instrument with its validity."""

    name: str
    short: tuple[str, ...]
    type: str
    adopted: str
    in_force: str
    amended: tuple[str, ...]
    until: str
    replaced_by: str
    issuer: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a taxonomy: 商品服务类别 or 违法行为类型."""

    label: str
    broader: str
    alt: tuple[str, ...]
    en: tuple[str, ...]
    laws: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """Words by which a plan shows its structure, by kind."""

    words: Mapping[str, tuple[str, ...]]
    _joined: dict[str, str] = field(default_factory=dict, compare=False)

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the words of a kind, longest first."""
        return self.words.get(kind, ())

    def alternatives(self, kind: str) -> str:
        """Return the words of a kind as alternatives for a pattern, longest first."""
        if kind not in self._joined:
            self._joined[kind] = "|".join(re.escape(word) for word in self.of(kind)) or "(?!)"
        return self._joined[kind]


@dataclass(frozen=True)
class Tables:
    """All authority tables."""

    regions: tuple[Region, ...]
    functions: tuple[Function, ...]
    bodies: tuple[BodyPattern, ...]
    reorganisations: tuple[Reorganisation, ...]
    laws: tuple[Instrument, ...]
    products: tuple[Concept, ...]
    violations: tuple[Concept, ...]
    cues: Cues

    @cached_property
    def region_names(self) -> dict[str, Region]:
        """Full and short names of regions of two or more characters; an ambiguous short form is left out."""
        found: dict[str, Region] = {region.name: region for region in self.regions}
        counted: dict[str, list[Region]] = {}
        for region in self.regions:
            for short in region.short:
                counted.setdefault(short, []).append(region)
        for short, owners in counted.items():
            best = min(owners, key=lambda r: _RANK[r.level])
            unique = sum(1 for r in owners if r.level == best.level) == 1
            if unique and len(short) >= 2:
                found.setdefault(short, best)
        return found

    @cached_property
    def region_codes(self) -> dict[str, Region]:
        """Regions by code."""
        return {region.code: region for region in self.regions}

    @cached_property
    def law_names(self) -> dict[str, Instrument]:
        """Instruments by full name, by short name and without 中华人民共和国; dashes between years also as hyphens."""
        found: dict[str, Instrument] = {}
        for law in self.laws:
            for name in (law.name, law.name.removeprefix("中华人民共和国"), *law.short):
                for spelt in (name, name.replace(" ", ""), name.replace("—", "-")):
                    found.setdefault(spelt, law)
        return found

    @cached_property
    def function_words(self) -> dict[str, str]:
        """Words that name a function before 部门 or 机关, to the function."""
        return {word: function.name for function in self.functions for word in (function.name, *function.words)}


_RANK = {Level.NATIONAL: 0, Level.PROVINCIAL: 1, Level.MUNICIPAL: 2, Level.COUNTY: 3}

Row = Mapping[str, str]
_T = TypeVar("_T")


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table with their line numbers."""
    try:
        handle = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from error
    with handle:
        reader = csv.DictReader(handle, strict=True)
        try:
            if tuple(reader.fieldnames or ()) != columns:
                raise TableError(f"{path}: row 1: the columns must be {','.join(columns)}")
            for row in reader:
                line = reader.line_num
                if None in row or any(value is None for value in row.values()):
                    raise TableError(f"{path}: row {line}: has not {len(columns)} cells")
                yield line, {key: value.strip() for key, value in row.items()}
        except (csv.Error, UnicodeDecodeError) as error:
            raise TableError(f"{path}: row {reader.line_num + 1}: {error}") from error


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _checked(path: Path, columns: tuple[str, ...], make: Callable[[Row], _T]) -> tuple[_T, ...]:
    """Return the rows of a table as values; an error names the row."""
    made: list[_T] = []
    for line, row in _rows(path, columns):
        try:
            made.append(make(row))
        except (ValueError, KeyError) as error:
            raise TableError(f"{path}: row {line}: {error}") from error
    return tuple(made)


def _date(value: str) -> str:
    if value and not _DATE.fullmatch(value):
        raise ValueError(f"{value!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    if len(value) == 10:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no day of the calendar") from error
    return value


def _named(value: str, what: str) -> str:
    if not value:
        raise ValueError(f"{what} is empty")
    return value


def _levels(value: str) -> tuple[Level, ...]:
    return tuple(Level(level) for level in value.split())


def _ordered(earlier: str, later: str) -> None:
    if earlier and later and earlier[: len(later)] > later[: len(earlier)]:
        raise ValueError(f"{earlier} is after {later}")


def _region(row: Row) -> Region:
    _named(row["source"], "source")
    return Region(
        _named(row["code"], "code"), _named(row["name"], "name"), Level(row["level"]), row["parent"],
        _many(row["short"]), row["en"],
    )  # fmt: skip


def _function(row: Row) -> Function:
    _named(row["source"], "source")
    return Function(_named(row["function"], "function"), row["en"], _many(row["words"]))


def _body(row: Row) -> BodyPattern:
    _named(row["source"], "source")
    _ordered(_date(row["from"]), _date(row["until"]))
    return BodyPattern(
        _named(row["function"], "function"), _levels(_named(row["level"], "level")), _named(row["name"], "name"),
        _many(row["stems"]), row["from"], row["until"], _many(row["regions"]), row["en"], row["source"],
    )  # fmt: skip


_KINDS = frozenset(("merge", "split", "transfer", "rename", "reestablishment", "dissolution", "establishment"))


def _reorganisation(row: Row) -> Reorganisation:
    _named(row["source"], "source")
    if row["verified"] not in ("yes", "no"):
        raise ValueError(f"verified is {row['verified']!r}: must be yes or no")
    if row["kind"] not in _KINDS:
        raise ValueError(f"unknown kind {row['kind']!r}")
    if row["verified"] == "yes" and row["source"] == "genre":
        raise ValueError("verified is yes, but the source names no text: genre")
    return Reorganisation(
        _named(row["id"], "id"), _date(row["date"]), _levels(row["level"]), _many(row["regions"]), row["kind"],
        _many(row["from"]), _many(row["to"]), row["function"], row["note"], row["basis"], row["source"],
        row["verified"] == "yes",
    )  # fmt: skip


_TYPES = frozenset(
    (
        "law", "administrative regulation", "departmental rule", "local regulation", "local government rule",
        "judicial interpretation", "normative document", "plan", "treaty", "",
    )
)  # fmt: skip
"""What an instrument can be; empty where it is not known."""


def _law(row: Row) -> Instrument:
    _named(row["source"], "source")
    if row["type"] not in _TYPES:
        raise ValueError(f"unknown type {row['type']!r}")
    _ordered(_date(row["adopted"]), _date(row["in_force"]))
    _ordered(row["in_force"], _date(row["until"]))
    for day in _many(row["amended"]):
        _ordered(row["adopted"], _date(day))
    return Instrument(
        _named(row["name"], "name"), _many(row["short"]), row["type"], row["adopted"], row["in_force"],
        _many(row["amended"]), row["until"], row["replaced_by"], row["issuer"],
        row["en"], row["source"],
    )  # fmt: skip


def _concepts(path: Path, *, laws: bool, without: str | None) -> tuple[Concept, ...]:
    """Return the concepts of a taxonomy; rows of one concept are merged."""
    columns = ("concept", "broader", "alt", "en", *(("laws",) if laws else ()), "source")
    merged: dict[str, Concept] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(path, columns):
        sources = _many(row["source"])
        if not sources:
            raise TableError(f"{path}: row {line}: source is empty")
        if without is not None and set(sources) == {without}:
            continue
        label = row["concept"]
        if not label:
            raise TableError(f"{path}: row {line}: concept is empty")
        if row["broader"] == label:
            raise TableError(f"{path}: row {line}: {label} is broader than itself")
        new = Concept(label, row["broader"], _many(row["alt"]), _many(row["en"]), _many(row.get("laws", "")), sources)
        old = merged.get(label)
        lines.setdefault(label, line)
        if row["broader"]:
            lines[label] = line
        merged[label] = new if old is None else _join(old, new)
    known = set(merged)
    for concept in merged.values():
        if concept.broader and concept.broader not in known and without is None:
            raise TableError(f"{path}: row {lines[concept.label]}: concept {concept.label}: its broader concept {concept.broader!r} is no row")
    return tuple(merged.values())


def _join(old: Concept, new: Concept) -> Concept:
    return Concept(
        old.label, old.broader or new.broader, (*old.alt, *new.alt), (*old.en, *new.en), (*old.laws, *new.laws),
        (*old.source, *new.source),
    )  # fmt: skip


def _cues(path: Path) -> Cues:
    words: dict[str, list[str]] = {}
    for line, row in _rows(path, ("kind", "word", "note")):
        if not row["word"] or not row["kind"]:
            raise TableError(f"{path}: row {line}: kind or word is empty")
        words.setdefault(row["kind"], []).append(row["word"])
    return Cues({kind: tuple(sorted(set(many), key=lambda w: (-len(w), w))) for kind, many in words.items()})


def load(folder: Path, without: str | None = None) -> Tables:
    """Return the tables of a folder.

    ``without`` is the id of a document: rows of the taxonomies whose source is only that document are left out,
    so that extraction can be scored on it fairly.
    """
    return Tables(
        regions=_checked(folder / "regions.csv", ("code", "name", "level", "parent", "short", "en", "source"), _region),
        functions=_checked(folder / "functions.csv", ("function", "en", "words", "source"), _function),
        bodies=_checked(
            folder / "bodies.csv",
            ("function", "level", "name", "stems", "from", "until", "regions", "en", "source"),
            _body,
        ),
        reorganisations=_checked(
            folder / "reorganisations.csv",
            ("id", "date", "level", "regions", "kind", "from", "to", "function", "note", "basis", "source", "verified"),
            _reorganisation,
        ),
        laws=_checked(
            folder / "laws.csv",
            ("name", "short", "type", "adopted", "in_force", "amended", "until", "replaced_by", "issuer", "en", "source"),
            _law,
        ),
        products=_concepts(folder / "products.csv", laws=False, without=without),
        violations=_concepts(folder / "violations.csv", laws=True, without=without),
        cues=_cues(folder / "cues.csv"),
    )


@cache
def shipped(without: str | None = None) -> Tables:
    """Return the tables that ship with zhize; see `load` for ``without``."""
    return load(resources.ontology(), without)


def labels(concepts: Iterable[Concept]) -> dict[str, str]:
    """Return all labels of a taxonomy, each to its concept's preferred label; preferred labels win."""
    found: dict[str, str] = {}
    many = list(concepts)
    for concept in many:
        found.setdefault(concept.label, concept.label)
    for concept in many:
        for label in concept.alt:
            found.setdefault(label, concept.label)
    return found
