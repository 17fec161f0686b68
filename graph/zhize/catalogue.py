"""Campaigns as the graph holds them: frozen views that answers, comparisons and tables are made from.

The views are read from the store, or made of a record before it is stored; both give the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhize.model import Law, Mention, Record, Role, Target, Task, TaskKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove an edge."""

    document: str
    """Id of the document."""
    path: str
    """Path of the task they stand in; empty outside tasks."""
    start: int
    """First code point of the mention in the source."""
    end: int
    quote: str
    """The sentence around the mention, as in the source but on one line."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A department of a task."""

    name: str
    """Full official name; the words of the plan where unresolved or a class."""
    role: Role
    function: str | None
    region: str | None
    resolved: bool
    collective: bool
    surface: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument cited."""

    name: str
    article: str | None
    surface: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A product category or violation type targeted."""

    concept: str
    """Preferred label of the concept."""
    surfaces: tuple[str, ...]
    """The plan's words for it, without white space."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline."""

    date: str | None
    what: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task with all its links."""

    campaign: str
    path: str
    kind: TaskKind
    title: str
    start: int
    end: int
    text: str
    """Its words in the source."""
    holders: tuple[Holder, ...]
    generic: tuple[str, ...]
    laws: tuple[Cited, ...]
    products: tuple[Aim, ...]
    violations: tuple[Aim, ...]
    deadlines: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class CampaignEntry:
    """A campaign and its plan."""

    id: str
    title: str
    number: str | None
    level: str | None
    region: str | None
    year: int | None
    starts: str | None
    ends: str | None
    published: str | None
    issuers: tuple[str, ...]
    truncated: bool
    implements: tuple[str, ...]
    laws_cited: tuple[str, ...]
    tasks: tuple[TaskEntry, ...]

    @property
    def date(self) -> str:
        """The date to read the plan at: of signature, else of its start, else its year; empty where unknown."""
        return self.published or self.starts or (str(self.year) if self.year else "")


_SENTENCE_END = "。；！？\n"


def sentence(source: str, start: int, end: int, limit: int = 400) -> str:
    """Return the sentence of the source around a span, on one line, without Markdown marks.

    A hard line break does not end a sentence; a blank line after a full stop does.

    >>> sentence("甲。查处刷单\\n炒信。乙", 4, 6)
    '查处刷单炒信。'
    """
    left = start
    while left > 0 and start - left < limit and not _ends(source, left - 1):
        left -= 1
    right = end
    while right < len(source) and right - end < limit:
        right += 1
        if _ends(source, right - 1):
            break
    return re.sub(r"\*\*|\s+", "", source[left:right])


def _ends(source: str, position: int) -> bool:
    """Tell whether a sentence ends with the character at the position."""
    char = source[position]
    if char in "。；！？;":
        return True
    if char != "\n":
        return False
    before = source[max(0, position - 80) : position].rstrip().rstrip("*")[-1:]
    return before in "。；！？：）;)" or not before


def of_record(record: Record, source: str) -> CampaignEntry:
    """Return the view of a record that is not stored yet."""
    return CampaignEntry(
        id=record.id,
        title=record.title or record.id,
        number=record.number,
        level=record.level.value if record.level else None,
        region=record.region,
        year=record.year,
        starts=record.starts,
        ends=record.ends,
        published=record.published,
        issuers=_issuers(record),
        truncated=record.truncated,
        implements=tuple(law.name for law in record.implements),
        laws_cited=tuple(law.name for law in record.laws_cited),
        tasks=tuple(
            _task(record.id, task, source) for task in sorted(record.tasks, key=lambda task: (task.start, task.end))
        ),
    )


def _issuers(record: Record) -> tuple[str, ...]:
    """Return the issuing bodies, in the order in which the document first names them as sender or addressee."""
    named = [*record.issuers, *record.addressees]
    first = {i.name: min(n.mention.start for n in named if n.name == i.name) for i in record.issuers}
    return tuple(sorted(first, key=lambda name: (first[name], name)))


def _task(campaign: str, task: Task, source: str) -> TaskEntry:
    def prove(mentions: Iterable[Mention]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(campaign, task.path, m.start, m.end, sentence(source, m.start, m.end)) for m in mentions
        )

    return TaskEntry(
        campaign=campaign,
        path=task.path,
        kind=task.kind,
        title=task.title,
        start=task.start,
        end=task.end,
        text=source[task.start : task.end],
        holders=tuple(
            Holder(
                d.name, d.role, d.function, d.region, d.resolved, d.collective,
                plain(d.mentions[0].surface), prove(d.mentions),
            )
            for d in task.departments
        ),
        generic=tuple(dict.fromkeys(plain(m.surface) for m in task.generic)),
        laws=tuple(_cited(law, prove(law.mentions)) for law in task.laws),
        products=_aims(task.products, prove),
        violations=_aims(task.violations, prove),
        deadlines=tuple(Due(d.date, d.what, prove((d.mention,))[0]) for d in task.deadlines),
    )


def _cited(law: Law, evidence: tuple[Evidence, ...]) -> Cited:
    return Cited(law.name, law.article, plain(law.mentions[0].surface), evidence)


def _aims(targets: Iterable[Target], prove: Callable[[Iterable[Mention]], tuple[Evidence, ...]]) -> tuple[Aim, ...]:
    """Return the aims of targets: one for each concept, as the graph has them."""
    found: dict[str, list[Mention]] = {}
    for target in targets:
        found.setdefault(target.concept, []).extend(target.mentions)
    ordered = {concept: sorted(many, key=lambda m: (m.start, m.end)) for concept, many in found.items()}
    aims = [
        Aim(concept, tuple(dict.fromkeys(plain(m.surface) for m in many)), prove(many))
        for concept, many in ordered.items()
    ]
    return tuple(sorted(aims, key=lambda aim: (aim.evidence[0].start, aim.evidence[0].end, aim.concept)))


def plain(surface: str) -> str:
    """Return a surface without white space and Markdown marks.

    >>> plain("刷单\\n **炒信**")
    '刷单炒信'
    """
    return re.sub(r"\*\*|\s+", "", surface)
