"""Gaps and overlaps of one plan: what nobody answers for, who did not sign, what is out of date, what two answer for.

Each statement is one that a reader of the plan would make; where the plan may mean it otherwise nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from zhize.align import Aligner
from zhize.align.links import KINDS
from zhize.align.passages import Reading, pieces
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry, Evidence, Holder, TaskEntry, plain
from zhize.comparison.quotes import opening
from zhize.comparison.wording import core
from zhize.lineage import words
from zhize.model import Indicator, Role, TaskKind
from zhize.text import fold

#: Pieces that a paragraph of duties must have in common with a task to take it up; one of its title is enough, and one
#: of its text where a body leads the whole: what is given to nobody else is the leader's.
_TAKEN_UP, _TAKEN_UP_LED = 2, 1
#: Share of two clauses that must be the same for both to assign one duty, and the least number of pieces of such a clause.
_SAME, _LEAST = 0.6, 8
#: Share of an indicator's subject that stands in the tasks where they are on it after all.
_COUNTED = 0.5
_CLAUSE = re.compile("[。；;！？\n]")
#: Most characters between two leads of one clause.
_NEAR = 40


class GapKind(StrEnum):
    """What sort of gap or overlap it is."""

    TASK_WITHOUT_BODY = "task_without_body"
    """No body is named for a task, and no paragraph of duties takes it up."""
    BODY_NOT_SIGNED = "body_not_signed"
    """A body has tasks but did not sign the plan."""
    SIGNER_WITHOUT_TASK = "signer_without_task"
    LAW_AFTER_REPEAL = "law_after_repeal"
    """A law is cited that was no longer in force at the plan's date."""
    INDICATOR_WITHOUT_TASK = "indicator_without_task"
    """A row of the annexed forms counts a violation or product that no task is about."""
    OVERLAP = "overlap"
    """One clause names two leads, or two bodies are each alone given the same duty."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap or overlap."""

    kind: GapKind
    subject: str
    """Title of a task, name of a body, law or indicator."""
    paths: tuple[str, ...]
    """The tasks concerned."""
    detail: str
    evidence: tuple[Evidence, ...]


def gaps(plan: CampaignEntry, tables: Tables, indicators: Sequence[Indicator] = ()) -> tuple[Gap, ...]:
    """Return the gaps and overlaps of a plan; ``indicators`` are the rows of its annexed forms."""
    aligner = Aligner(tables)
    counted = [task for task in plan.tasks if task.kind in KINDS]
    return (
        *_without_body(counted, aligner.reading, tables),
        *_signatures(plan, counted, aligner),
        *_repealed(plan, tables),
        *_uncounted(plan, counted, indicators, aligner.reading, tables),
        *_two_leads(counted),
        *_same_duty(counted, aligner.reading),
    )


def _without_body(tasks: Sequence[TaskEntry], reading: Reading, tables: Tables) -> Iterator[Gap]:
    """Yield tasks for which no body is named: neither there, nor in a paragraph of duties or a row that takes them up.

    A paragraph of duties is itself a body's. Left out is a task that all of a kind have (各成员单位), and one with words
    that may be a body's.
    """
    duties = [task for task in tasks if task.holders and (task.kind is TaskKind.DUTY or _in_table(task))]
    assigned = [_content(task, reading) for task in duties]
    led = any(holder.role is Role.LEAD for task in duties for holder in task.holders)
    least = _TAKEN_UP_LED if led else _TAKEN_UP
    for task in tasks:
        if task.holders or task.kind is TaskKind.DUTY or any(each.startswith(words("every")) for each in task.generic):
            continue
        if not task.generic and _may_name_body(task, tables):
            continue
        text, title = _content(task, reading), frozenset(pieces(fold(plain(task.title)))) - reading.empty
        if not any(len(text & each) >= least or title & each for each in assigned):
            first = opening(task)
            yield Gap(
                GapKind.TASK_WITHOUT_BODY, task.title or first.quote, (task.path,), "、".join(task.generic), (first,)
            )  # fmt: skip


def _in_table(task: TaskEntry) -> bool:
    """Tell whether a task is a row of a table of responsibilities, which divides what the text assigns."""
    return task.path.startswith("T")


def _content(task: TaskEntry, reading: Reading) -> frozenset[str]:
    """Return the pieces of a task's words that say something of its subject."""
    return frozenset(pieces(reading.words_of(task))) - reading.empty


def _may_name_body(task: TaskEntry, tables: Tables) -> bool:
    """Tell whether words of a task may name a body, though none was found there.

    A name's end stands before a word of obligation, or closes a bracket.
    """
    suffixes = "|".join(map(re.escape, tables.cues.of("body-suffix")))
    modals = "|".join(map(re.escape, tables.cues.of("modal")))
    named = f"(?:{suffixes})(?:，?(?:{modals})|[）］】」])"
    return re.search(named, fold(plain(task.text))) is not None


def _signatures(plan: CampaignEntry, tasks: Sequence[TaskEntry], aligner: Aligner) -> Iterator[Gap]:
    """Yield bodies that have tasks and did not sign, and the reverse.

    A plan that names one issuer only (等15个部门) does not say who signed. A body has signed where its office did, and
    has a task where one is given to the bodies of its line (各地公安机关).
    """
    if len(plan.issuers) < 2:
        return
    held: dict[str, list[tuple[TaskEntry, Holder]]] = {}
    for task in tasks:
        for holder in task.holders:
            held.setdefault(holder.name, []).append((task, holder))
    seats = _Seats(aligner, plan)
    for name, many in held.items():
        holder = many[0][1]
        if holder.resolved and not holder.collective and not any(seats.one(holder, each) for each in plan.issuers):
            paths = tuple(dict.fromkeys(task.path for task, _ in many))
            yield Gap(GapKind.BODY_NOT_SIGNED, name, paths, "", holder.evidence[:1])
    for signer in plan.issuers:
        holders = [many[0][1] for many in held.values()]
        if seats.has_line(signer) and not any(seats.served(holder, signer) for holder in holders):
            yield Gap(GapKind.SIGNER_WITHOUT_TASK, signer, (), "", ())


class _Seats:
    """Tells whether a signer and a body with tasks are one."""

    def __init__(self, aligner: Aligner, plan: CampaignEntry) -> None:
        self._lineage = aligner.lineage
        self._plan = plan

    def one(self, holder: Holder, signer: str) -> bool:
        """Tell whether a body, its office, its other plate or its heir is the signer."""
        name = holder.name
        if signer.startswith(name):
            return True
        heirs = (self._lineage.heirs(each, self._plan.date) for each in (name, signer))
        if any(heir.name in (name, signer) for many in heirs for heir in many):
            return True
        return holder.region == self._plan.region and holder.function is not None and self._function(signer) == holder.function

    def served(self, holder: Holder, signer: str) -> bool:
        """Tell whether a task of the holder is one of the signer: its own, or one of the bodies of its line."""
        if self.one(holder, signer):
            return True
        return not holder.resolved and self._lineage.akin(holder.function, self._function(signer))

    def has_line(self, signer: str) -> bool:
        """Tell whether the tables know the signer as a body with a function of its own, not one that only convenes."""
        return self._lineage.function(signer) is not None and not signer.endswith(words("convenes"))

    def _function(self, signer: str) -> str | None:
        """Return the function of a signer, or of the body whose office it is."""
        for end in range(len(signer), 3, -1):
            function = self._lineage.function(signer[:end])
            if function is not None:
                return function
        return None


def _repealed(plan: CampaignEntry, tables: Tables) -> Iterator[Gap]:
    known = tables.law_names
    for task in plan.tasks:
        for law in task.laws:
            row = known.get(law.name)
            if row is not None and row.until and plan.date and row.until[: len(plan.date)] <= plan.date[: len(row.until)]:
                more = f"{row.until}，{row.replaced_by}" if row.replaced_by else row.until
                yield Gap(GapKind.LAW_AFTER_REPEAL, law.name, (task.path,), more, law.evidence[:1])


def _uncounted(
    plan: CampaignEntry, tasks: Sequence[TaskEntry], indicators: Sequence[Indicator], reading: Reading, tables: Tables
) -> Iterator[Gap]:
    """Yield indicators that count a violation of the taxonomies, or acts on a product, which no task is about.

    What any enforcement counts (罚没款, 检查企业) names none and is no gap, nor is what the campaign does beside (参加培训).
    """
    acts = tables.cues.of("enforce")
    whole = "。".join(f"{fold(plain(task.title))}。{reading.words_of(task)}" for task in tasks)
    above = reading.concepts(whole)
    told = _direct(above) | {f"violation:{aim.concept}" for task in tasks for aim in task.violations}
    told |= {f"product:{aim.concept}" for task in tasks for aim in task.products}
    stock = frozenset(pieces(whole))
    for row in indicators:
        name = fold(plain(re.sub(r"[（(].*?[）)]", "", row.name)))
        concepts, said = reading.concepts(name), frozenset(pieces(name)) - reading.empty
        acted = any(act in name for act in acts)
        counted = frozenset(each for each in _direct(concepts) if acted or each.startswith("violation:"))
        met = counted & above.keys() or told & concepts.keys() or len(said & stock) >= _COUNTED * len(said)
        if counted and not met:
            where = Evidence(plan.id, "", row.mention.start, row.mention.end, row.name)
            yield Gap(GapKind.INDICATOR_WITHOUT_TASK, row.name, (), row.department or "", (where,))


def _direct(concepts: Mapping[str, float]) -> frozenset[str]:
    """Return the concepts named themselves, not those above them, without those that say no more than offence."""
    return frozenset(key for key, weight in concepts.items() if weight == 1 and core(key.partition(":")[2]))


def _two_leads(tasks: Iterable[TaskEntry]) -> Iterator[Gap]:
    """Yield tasks of which one clause names two leads; clauses of their own divide a task, and are none."""
    for task in tasks:
        leads = [holder for holder in task.holders if holder.role is Role.LEAD and holder.evidence]
        together = [holder for holder in leads if any(_one_clause(task, holder, each) for each in leads if each is not holder)]
        if together:
            names = "、".join(holder.name for holder in together)
            yield Gap(GapKind.OVERLAP, task.title, (task.path,), names, tuple(h.evidence[0] for h in together[:2]))


def _one_clause(task: TaskEntry, one: Holder, other: Holder) -> bool:
    first, second = sorted((one.evidence[0], other.evidence[0]), key=lambda each: each.start)
    between = task.text[max(first.end - task.start, 0) : max(second.start - task.start, 0)]
    return second.start - first.end <= _NEAR and not _CLAUSE.search(between)


def _same_duty(tasks: Sequence[TaskEntry], reading: Reading) -> Iterator[Gap]:
    """Yield clauses that give one duty twice, each time to another body alone."""
    clauses = [
        (task, clause, said)
        for task in tasks
        if _alone(task)
        for clause in _CLAUSE.split(reading.words_of(task))
        if len(said := frozenset(pieces(clause)) - reading.empty) >= _LEAST
    ]
    for (one, clause, mine), (other, _, theirs) in combinations(clauses, 2):
        if one is not other and not _alone(one) & _alone(other) and len(mine & theirs) >= _SAME * len(mine | theirs):
            names = " / ".join("、".join(sorted(_alone(task))) for task in (one, other))
            yield Gap(GapKind.OVERLAP, clause, (one.path, other.path), names, _holding((one, other)))


def _alone(task: TaskEntry) -> frozenset[str]:
    """Return the one body that answers for a task alone; nothing where several do, or a class of bodies."""
    answerable = [holder for holder in task.holders if holder.role is not Role.SUPPORT]
    if len(answerable) != 1 or answerable[0].collective:
        return frozenset()
    return frozenset((answerable[0].name,))


def _holding(tasks: Iterable[TaskEntry]) -> tuple[Evidence, ...]:
    return tuple(holder.evidence[0] for task in tasks for holder in task.holders[:1] if holder.evidence)
