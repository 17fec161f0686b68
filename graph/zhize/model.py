"""The record: what extraction says of one document, as frozen values.

Spans are half-open code-point offsets into the source: ``source[start:end] == surface``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class TaskKind(StrEnum):
    """What sort of section a task stands in."""

    TASK = "task"
    """Key task, 重点任务."""
    DUTY = "duty"
    """One body's own duties, 职责分工."""
    REQUIREMENT = "requirement"
    """Requirement on how work is done, 工作要求."""
    SCHEDULE = "schedule"
    """Phase of the campaign, 进度安排."""


class Role(StrEnum):
    """How a department takes part in a task."""

    LEAD = "lead"
    """牵头: answers for the whole."""
    SUPPORT = "support"
    """配合: helps another body."""
    JOINT = "joint"
    """按职责分工: each within its own duties."""
    SOLE = "sole"
    """One body alone."""


class Level(StrEnum):
    """Level of government."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the source that names something."""

    surface: str
    """The words exactly as in the source, line breaks included."""
    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    rule: str
    """Name of the rule that found it."""


@dataclass(frozen=True, slots=True)
class Department:
    """A body, or class of bodies, made responsible for a task."""

    name: str
    """Full official name at that place and date; the surface where that is not certain."""
    role: Role
    mentions: tuple[Mention, ...]
    """Where the task names it, in order of the text; the first stands for the entry."""
    function: str | None = None
    """Function of government (市场监管, 网信 …) where known."""
    region: str | None = None
    """Full name of the region it serves where known."""
    resolved: bool = False
    """True where the authority tables vouch for the name."""
    collective: bool = False
    """True for a class of bodies (各地公安部门)."""
    reason: str = ""
    """Why the name was chosen, or why none was."""


@dataclass(frozen=True, slots=True)
class Law:
    """An instrument cited: statute, regulation, rule, notice or plan."""

    name: str
    """Full official name without book-title marks."""
    mentions: tuple[Mention, ...]
    article: str | None = None
    """Article as written (第十二条), where one is cited."""
    known: bool = False
    """True where the table of laws has it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A product category or violation type at which a task is directed."""

    concept: str
    """Preferred label of the concept of the taxonomy; the words themselves where it is new."""
    mentions: tuple[Mention, ...]
    known: bool = False
    """True where the taxonomy has the concept."""
    broader: str | None = None
    """For a new concept: the nearest concept of the taxonomy above it, where one is certain."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point of time by which something is due."""

    date: str | None
    """ISO date or month; null for a recurring one."""
    what: str
    """What is due, in the words of the plan."""
    mention: Mention


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues the document or that it is addressed to."""

    name: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Task:
    """The smallest numbered block that assigns work."""

    path: str
    """Its numbering as integers from the section down, such as ``2.3.1``."""
    kind: TaskKind
    title: str
    start: int
    end: int
    departments: tuple[Department, ...] = ()
    generic: tuple[Mention, ...] = ()
    """Non-specific actors of the responsibility clause (相关部门), as written."""
    laws: tuple[Law, ...] = ()
    products: tuple[Target, ...] = ()
    violations: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One item of an inline list 一是 … 二是 … in the body of a task."""

    path: str
    """Path of the task, a slash, its number: ``2.1/1``."""
    begins: str
    """Its first words."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of an annexed statistics form."""

    form: int
    """Number of the form, from 1."""
    department: str | None
    """Body that reports the row, as the form names it."""
    name: str
    unit: str | None
    mention: Mention


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of the document that was not understood, or was repaired."""

    kind: str
    """``unresolved``, ``unbalanced``, ``no-body``, ``no-task``, ``new-term``, ``dropped`` …"""
    text: str
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that extraction says of one document."""

    document: str
    """File name of the source."""
    title: str | None
    number: str | None
    level: Level | None
    region: str | None
    year: int | None
    starts: str | None
    ends: str | None
    published: str | None
    issuers: tuple[Issuer, ...]
    addressees: tuple[Issuer, ...]
    implements: tuple[Law, ...]
    truncated: bool
    laws_cited: tuple[Law, ...]
    tasks: tuple[Task, ...]
    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def id(self) -> str:
        """Id of the document and of its campaign: the file's stem, white space as ``-``."""
        return document_id(self.document)


def document_id(file_name: str) -> str:
    """Return the id of a document from its file name.

    >>> document_id("2020 national plan.txt")
    '2020-national-plan'
    """
    stem = file_name.rsplit(".", 1)[0] if "." in file_name[1:] else file_name
    return "-".join(stem.split())
