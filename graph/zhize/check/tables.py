"""Whether the authority tables hold together: each name that a row uses is a row of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from zhize.authority import load
from zhize.check.report import Finding, Part, ordered
from zhize.errors import TableError
from zhize.rdf.bodies import Bodies
from zhize.understanding.making import KINDS

#: Rows of each table with the line each ends on, the header being line 1.
_Rows: TypeAlias = "Mapping[str, list[tuple[int, dict[str, str]]]]"


@dataclass(frozen=True, slots=True)
class _Reference:
    """A column whose values are keys of a table."""

    file: str
    column: str
    target: str
    key: str
    only: str = ""
    """Only rows of this ``kind``; empty means all."""


_REFERENCES = (
    _Reference("alignment.csv", "word", "functions.csv", "function", only="counterpart"),
    _Reference("bodies.csv", "function", "functions.csv", "function"),
    _Reference("bodies.csv", "regions", "regions.csv", "name"),
    _Reference("laws.csv", "replaced_by", "laws.csv", "name"),
    _Reference("products.csv", "broader", "products.csv", "concept"),
    _Reference("regions.csv", "parent", "regions.csv", "code"),
    _Reference("reorganisations.csv", "regions", "regions.csv", "name"),
    _Reference("violations.csv", "broader", "violations.csv", "concept"),
    _Reference("violations.csv", "laws", "laws.csv", "name"),
)
#: Columns that name a row: no two rows have one value.
_KEYS = (
    ("functions.csv", "function"),
    ("laws.csv", "name"),
    ("regions.csv", "code"),
    ("regions.csv", "name"),
    ("reorganisations.csv", "id"),
)
#: Columns that lead from a row to another of its table, never back to where one began.
_CHAINS = (
    ("laws.csv", "name", "replaced_by"),
    ("products.csv", "concept", "broader"),
    ("regions.csv", "code", "parent"),
    ("violations.csv", "concept", "broader"),
)
_ENDS = ("from", "to")


@dataclass(frozen=True, slots=True)
class _Form:
    """What a table of words must look like; the other tables are looked at by the code that loads them."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    """Columns that are never empty."""
    closed: str
    """A column whose values come from a closed set."""
    values: frozenset[str]


_FORMS = {
    "alignment.csv": _Form(
        ("kind", "word", "note", "source"), ("kind", "word"), "kind",
        frozenset(("generic", "plain", "modifier", "head", "medium", "joint", "counterpart", "convenes", "failing", "every")),
    ),
    "questions.csv": _Form(
        ("kind", "words", "means", "note"), ("kind", "words"), "kind",
        KINDS,
    ),
    "words.csv": _Form(("word", "tag", "note"), ("word", "tag"), "tag", frozenset("abdvnrtxz") | {"vn", "nz"}),
}  # fmt: skip


def checked_tables(folder: Path) -> Part:
    """Check the tables of a folder."""
    said = "rows of the authority tables"
    try:
        for name, form in _FORMS.items():
            _formed(folder / name, form)
        bodies = Bodies(load(folder))
        rows = {name: _read(folder / name) for name in sorted({each.file for each in _REFERENCES} | {"functions.csv"})}
    except TableError as error:
        place, _, text = str(error).partition(": ")
        return Part("tables", 0, said, (Finding("table", place, text, "mend the file"),))
    circles = list(_circles(folder, rows))
    found = [
        *circles,
        *_missing(folder, rows),
        *_twice(folder, rows),
        *_two_broader(folder, rows),
        *_returns(folder, rows),
    ]
    if not circles:  # who looks for a body goes from region to region above, which must end
        found += _strangers(folder, rows, bodies)
    return Part("tables", sum(map(len, rows.values())), said, ordered(found))


def _read(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            return [(reader.line_num, {key: (value or "").strip() for key, value in row.items()}) for row in reader]
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error


def _formed(path: Path, form: _Form) -> None:
    """Refuse a table of words that is not as it must be, by file and row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if tuple(reader.fieldnames or ()) != form.columns:
                raise TableError(f"{path}: row 1: the columns must be {','.join(form.columns)}")
            for row in reader:
                place = f"{path}: row {reader.line_num}"
                if None in row or None in row.values():
                    raise TableError(f"{place}: has not {len(form.columns)} cells")
                for column in form.needed:
                    if not row[column].strip():
                        raise TableError(f"{place}: {column} is empty")
                if row[form.closed] not in form.values:
                    raise TableError(f"{place}: unknown {form.closed} {row[form.closed]!r}")
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error


def _many(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _place(folder: Path, file: str, line: int) -> str:
    return f"{folder / file}: row {line}"


def _missing(folder: Path, rows: _Rows) -> Iterator[Finding]:
    """Yield names that are no row of the table they point to."""
    for ref in _REFERENCES:
        known = {row[ref.key] for _, row in rows[ref.target]}
        for line, row in rows[ref.file]:
            if ref.only and row["kind"] != ref.only:
                continue
            for name in _many(row[ref.column]):
                if name not in known:
                    text = f"{ref.column} {name!r} is no row of {ref.target}"
                    yield Finding("reference", _place(folder, ref.file, line), text, "correct the name or add the row")


def _twice(folder: Path, rows: _Rows) -> Iterator[Finding]:
    for file, column in _KEYS:
        seen: dict[str, int] = {}
        for line, row in rows[file]:
            first = seen.setdefault(row[column], line)
            if first != line:
                text = f"{column} {row[column]!r} stands in row {first} already"
                yield Finding("twice", _place(folder, file, line), text, "make one row of both")


def _circles(folder: Path, rows: _Rows) -> Iterator[Finding]:
    for file, key, column in _CHAINS:
        above = {row[key]: row[column] for _, row in rows[file] if row[column]}
        for line, row in rows[file]:
            trail = [row[key]]
            while (up := above.get(trail[-1])) is not None and up not in trail:
                trail.append(up)
            if row[column] and up == row[key]:
                text = f"{column} leads in a circle: {' → '.join((*trail, row[key]))}"
                yield Finding("circle", _place(folder, file, line), text, "break it at the wrong row")


def _two_broader(folder: Path, rows: _Rows) -> Iterator[Finding]:
    """Yield rows of one concept that put it below two."""
    for file in ("products.csv", "violations.csv"):
        first: dict[str, tuple[int, str]] = {}
        for line, row in rows[file]:
            if not row["broader"]:
                continue
            before, broader = first.setdefault(row["concept"], (line, row["broader"]))
            if broader != row["broader"]:
                text = f"{row['concept']!r} is below {row['broader']!r} here and below {broader!r} in row {before}"
                yield Finding("two-broader", _place(folder, file, line), text, "choose one")


def _strangers(folder: Path, rows: _Rows, bodies: Bodies) -> Iterator[Finding]:
    """Yield bodies of reorganisations that the table of bodies does not have."""
    known = {row["name"] for _, row in rows["bodies.csv"]}
    for line, row in rows["reorganisations.csv"]:
        for column in _ENDS:
            for name in _many(row[column]):
                if name not in known and bodies.find(name) is None:
                    text = f"{column} {name!r} is no body of bodies.csv"
                    yield Finding(
                        "body", _place(folder, "reorganisations.csv", line), text, "correct the name or add the body"
                    )


def _returns(folder: Path, rows: _Rows) -> Iterator[Finding]:
    """Yield reorganisations that turn back what another of the same day did, or bring a body back by a merger or renaming."""
    moves = [
        (line, row, set(_many(row[_ENDS[0]])), set(_many(row[_ENDS[1]]))) for line, row in rows["reorganisations.csv"]
    ]
    moves = [move for move in moves if move[1]["kind"] != "transfer"]
    for _, one, gone, became in moves:
        for line, other, were, back in moves:
            size = min(len(one["date"]), len(other["date"]))
            again = one["date"] == other["date"] or (
                other["kind"] in ("merge", "rename") and one["date"][:size] <= other["date"][:size]
            )
            elsewhere = (
                set(_many(one["regions"])).isdisjoint(_many(other["regions"])) and one["regions"] and other["regions"]
            )
            bodies = (gone - became) & (back - were)
            if again and not elsewhere and bodies and (became & were):
                text = f"{'、'.join(sorted(bodies))} comes out of what it went into by {one['id']}"
                yield Finding(
                    "return", _place(folder, "reorganisations.csv", line), text, "correct one of the two rows"
                )
