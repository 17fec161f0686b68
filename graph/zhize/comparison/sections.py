"""A comparison cut into sections with rows, each row a change with its two quotations: what documents are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhize.catalogue import Evidence
from zhize.comparison.change import Change, Comparison
from zhize.comparison.digest import SORTS, Beside, Surfaces, beside, ends, side, sign, telling, whole
from zhize.comparison.labels import KINDS, LINES, RELATIONS
from zhize.comparison.labels import SORTS as SORT_LABELS
from zhize.comparison.report import detail

#: Characters of a quotation on either side of the words that prove.
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a plan."""

    where: str
    """Path of the task; on the side where the subject is missing it says so."""
    before: str
    words: str
    """The words that prove the change, where they stand in the quotation."""
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A change."""

    sign: str
    label: str
    subject: str
    detail: str
    paths: str
    quotations: tuple[Quotation | None, Quotation | None]
    """From FROM and from TO."""


@dataclass(frozen=True, slots=True)
class Section:
    """Changes under one heading."""

    title: str
    note: str
    rows: tuple[Row, ...]


def sections(comparison: Comparison, lang: str) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the changes of the whole plan, a section for what they are about, and those between tasks, one a pair."""
    make = _Rows(comparison, lang)
    plan = [
        Section(f"{SORT_LABELS[lang][sort]} ({len(changes)})", "", make.rows(changes))
        for sort in SORTS
        if (changes := whole(comparison, sort))
    ]
    tasks = [make.pair(row) for row in beside(comparison) if row.link is not None and row.between]
    return tuple(plan), tuple(tasks)


class _Rows:
    """Makes the rows of one comparison in one language."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self._lang = lang
        self._surfaces = Surfaces(comparison)
        self._ids = (comparison.one.id, comparison.other.id)

    def pair(self, row: Beside) -> Section:
        """Return the section of two tasks that correspond."""
        assert row.one is not None
        assert row.other is not None
        assert row.link is not None
        title = f"{row.one.path} {row.one.title} → {row.other.path} {row.other.title}"
        relation = f"{RELATIONS[self._lang][row.link.relation.value]} {row.link.score:.2f}"
        semicolon = LINES[self._lang]["semicolon"]
        return Section(title, f"{relation}{semicolon}{row.link.why(self._lang)}", self.rows(row.between))

    def rows(self, changes: Iterable[Change]) -> tuple[Row, ...]:
        """Return a row for each change."""
        return tuple(self._rows(changes))

    def _rows(self, changes: Iterable[Change]) -> Iterator[Row]:
        comma = LINES[self._lang]["comma"]
        for change in changes:
            marked = telling(change)
            quotations = [self._quotation(side(change, self._ids, at), marked=at in marked) for at in (0, 1)]
            yield Row(
                sign(change.kind), KINDS[self._lang][change.kind.value], change.subject, detail(change, self._lang),
                f"{ends(change.from_paths, comma)} → {ends(change.to_paths, comma)}", (quotations[0], quotations[1]),
            )  # fmt: skip

    def _quotation(self, evidence: Evidence | None, *, marked: bool) -> Quotation | None:
        """Return a quotation, its words marked where they prove the change and do not only stand where it is missing."""
        if evidence is None:
            return None
        before, words, after = self._surfaces.split(evidence) if marked else (evidence.quote, "", "")
        where = evidence.path if marked else LINES[self._lang]["absent"].format(evidence.path)
        if not words:
            limit = 2 * _AROUND
            return Quotation(where, before if len(before) <= limit else f"{before[:limit]}…", "", "")
        start = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
        end = after if len(after) <= _AROUND else f"{after[:_AROUND]}…"
        return Quotation(where, start, words, end)
