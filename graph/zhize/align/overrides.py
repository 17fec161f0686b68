"""Links set or taken out by hand, each with its reason: a small CSV, ``from,from_path,to,to_path,relation,reason``.

``relation`` is one of same, broader, narrower, overlaps, or none for no link. A row holds in both directions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from zhize import resources
from zhize.align.link import Link, Relation
from zhize.align.links import KINDS
from zhize.align.reasons import Reason
from zhize.catalogue import CampaignEntry
from zhize.errors import TableError

_COLUMNS = ["from", "from_path", "to", "to_path", "relation", "reason"]
_NO_REASON = Reason((), (), (), (), (), same_place=False)


@dataclass(frozen=True, slots=True)
class Override:
    """A judgement by hand on one pair of tasks."""

    one: str
    """Id of a campaign."""
    one_path: str
    other: str
    other_path: str
    relation: Relation | None
    """What the second task is to the first; None for no link."""
    reason: str

    @property
    def mirrored(self) -> Override:
        """The judgement seen from the other plan."""
        relation = self.relation.mirrored if self.relation is not None else None
        return Override(self.other, self.other_path, self.one, self.one_path, relation, self.reason)


def load(path: Path) -> tuple[Override, ...]:
    """Return the overrides of a file; an error names file and row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle, strict=True))
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error
    if rows[:1] != [_COLUMNS]:
        raise TableError(f"{path}: row 1: the columns must be {','.join(_COLUMNS)}")
    return tuple(_override(path, number, row) for number, row in enumerate(rows[1:], 2))


@cache
def shipped() -> tuple[Override, ...]:
    """Return the overrides of ``data/overrides.csv``."""
    return load(resources.folder("data") / "overrides.csv")


def _override(path: Path, number: int, row: list[str]) -> Override:
    if len(row) != len(_COLUMNS) or not all(cell.strip() for cell in row):
        raise TableError(f"{path}: row {number}: needs {', '.join(_COLUMNS)}, none of them empty")
    one, one_path, other, other_path, relation, why = (cell.strip() for cell in row)
    if relation != "none" and relation not in list(Relation):
        raise TableError(f"{path}: row {number}: relation '{relation}' is none of {', '.join(Relation)}, none")
    return Override(
        one, one_path, other, other_path, None if relation == "none" else Relation(relation), why
    )


def apply(
    links: Iterable[Link], one: CampaignEntry, other: CampaignEntry, overrides: Iterable[Override]
) -> tuple[Link, ...]:
    """Return the links after the overrides that are about these two plans, in the order of the first.

    Raises `TableError` where an override names a task that a plan has not.
    """
    found = {(link.one.path, link.other.path): link for link in links}
    for each in overrides:
        row = each.mirrored if (each.one, each.other) == (other.id, one.id) else each
        if (row.one, row.other) != (one.id, other.id):
            continue
        ends = []
        for plan, path in ((one, row.one_path), (other, row.other_path)):
            task = next((task for task in plan.tasks if task.path == path and task.kind in KINDS), None)
            if task is None:
                raise TableError(f"override {each.one} {each.one_path} - {each.other} {each.other_path}: "
                                 f"{plan.id} has no task or duty {path}: correct the row in overrides.csv")  # fmt: skip
            ends.append(task)
        key = (row.one_path, row.other_path)
        if row.relation is None:
            found.pop(key, None)
        elif key in found:
            found[key] = replace(found[key], relation=row.relation, by_hand=row.reason)
        else:
            found[key] = Link(ends[0], ends[1], row.relation, 1.0, _NO_REASON, row.reason)
    place = [{id(task): at for at, task in enumerate(plan.tasks)} for plan in (one, other)]
    return tuple(sorted(found.values(), key=lambda link: (place[0][id(link.one)], place[1][id(link.other)])))
