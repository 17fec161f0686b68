"""New terms as rows that can be pasted into the authority tables, for a reader to review.

What a plan names and the tables do not know (goods, conduct, bodies, instruments) stands there in the columns of its
table, with the plans that name it as source. What zhize cannot know is left empty; nothing enters a table by itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from zhize.authority import Tables
from zhize.errors import StoreError
from zhize.model import Law, Record, Target

FOLDER = "review"
"""Name of the folder, in that of the store."""

_COLUMNS = {
    "bodies.csv": ("function", "level", "name", "stems", "from", "until", "regions", "en", "source"),
    "laws.csv": (
        "name", "short", "type", "adopted", "in_force", "amended", "until", "replaced_by", "issuer", "en", "source",
    ),
    "products.csv": ("concept", "broader", "alt", "en", "source"),
    "violations.csv": ("concept", "broader", "alt", "en", "laws", "source"),
}  # fmt: skip
"""The tables and their columns; see docs/tables.md."""
_NATION = "全国"

Row = Mapping[str, str]


class _Rows:
    """Rows of one table by their names, each with the documents it comes from."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, str]] = {}
        self._sources: dict[str, set[str]] = {}

    def add(self, name: str, document: str, **cells: str) -> None:
        """Note a name, and what is known of it; a cell once filled stays."""
        known = self._cells.setdefault(name, {})
        for key, value in cells.items():
            if value and not known.get(key):
                known[key] = value
        self._sources.setdefault(name, set()).add(document)

    def rows(self, key: str) -> list[Row]:
        """Return the rows in order of their names."""
        return [
            {key: name, **cells, "source": "|".join(sorted(self._sources[name]))}
            for name, cells in sorted(self._cells.items())
        ]


def new_rows(records: Iterable[Record], tables: Tables) -> dict[str, list[Row]]:
    """Return what the tables lack, by the file name of the table, sorted; a table that lacks nothing is left out."""
    found = {name: _Rows() for name in _COLUMNS}
    for record in sorted(records, key=lambda each: each.id):
        for law in _laws(record):
            if not law.known and _sound(law.name):
                found["laws.csv"].add(law.name, record.id)
        for task in record.tasks:
            for table, targets in (("products.csv", task.products), ("violations.csv", task.violations)):
                for target in targets:
                    _target(found[table], target, record.id)
            for department in task.departments:
                if not (department.resolved or department.collective) and _sound(department.name):
                    found["bodies.csv"].add(
                        department.name,
                        record.id,
                        function=department.function or _function(department.name, tables),
                        level=record.level.value if record.level is not None else "",
                        regions=record.region if record.region and record.region != _NATION else "",
                    )
    keys = {name: "concept" if "concept" in columns else "name" for name, columns in _COLUMNS.items()}
    return {name: made for name, rows in found.items() if (made := rows.rows(keys[name]))}


def _laws(record: Record) -> Iterable[Law]:
    yield from record.implements
    yield from record.laws_cited
    for task in record.tasks:
        yield from task.laws


def _target(rows: _Rows, target: Target, document: str) -> None:
    if not target.known and _sound(target.concept):
        rows.add(target.concept, document, broader=target.broader or "")


def _sound(name: str) -> bool:
    """Tell whether a name can stand in a cell: a bar divides values there."""
    return bool(name.strip()) and "|" not in name


def _function(name: str, tables: Tables) -> str:
    """Return the function of government whose word stands last in a name, the longest of these; empty where none does."""
    best = max(
        ((name.rfind(word) + len(word), len(word), word) for word in tables.function_words if word in name),
        default=None,
    )
    return tables.function_words[best[2]] if best is not None else ""


def write_review(store: Path, rows: Mapping[str, Iterable[Row]]) -> Path:
    """Write the rows into the folder of a store, a file for each table, and return their folder.

    A file of an earlier build that has no rows now is removed. StoreError where the disk does not let us.
    """
    folder = store / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, columns in _COLUMNS.items():
            path = folder / name
            if name not in rows:
                path.unlink(missing_ok=True)
                continue
            part = folder / f".{name}.part"
            part.write_bytes(_as_csv(columns, rows[name]))
            part.replace(path)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from error
    return folder


def _as_csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()
