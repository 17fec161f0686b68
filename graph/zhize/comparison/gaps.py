"""Gaps and overlaps of one plan: what nobody answers for, who did not sign, what is out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhize.align import Aligner
from zhize.align.passages import pieces
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry, Evidence, Holder, TaskEntry
from zhize.comparison.quotes import opening
from zhize.model import Indicator, Role, TaskKind
from zhize.text import fold

#: Least share of an indicator's words that a task must have to be the one it counts.
_COUNTED = 0.4


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
    """A row of the annexed forms counts what no task assigns."""
    OVERLAP = "overlap"
    """Two tasks are directed at the same violation and have no body in common."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap or overlap."""

    kind: GapKind
    subject: str
    """Title of a task, name of a body, law or indicator, violation."""
    paths: tuple[str, ...]
    """The tasks concerned."""
    detail: str
    evidence: tuple[Evidence, ...]


def gaps(plan: CampaignEntry, tables: Tables, indicators: Sequence[Indicator] = ()) -> tuple[Gap, ...]:
    """Return the gaps and overlaps of a plan; ``indicators`` are the rows of its annexed forms."""
    aligner = Aligner(tables)
    counted = [task for task in plan.tasks if task.kind in (TaskKind.TASK, TaskKind.DUTY)]
    return (
        *_without_body(counted, aligner.taken_up(plan)),
        *_signatures(plan, counted, aligner),
        *_repealed(plan, tables),
        *_uncounted(plan, indicators),
        *_overlaps(counted),
    )


def _without_body(tasks: Sequence[TaskEntry], taken_up: frozenset[str]) -> Iterator[Gap]:
    for task in tasks:
        if not task.holders and task.path not in taken_up:
            yield Gap(
                GapKind.TASK_WITHOUT_BODY, task.title, (task.path,), "、".join(task.generic), (opening(task),)
            )  # fmt: skip


def _signatures(plan: CampaignEntry, tasks: Sequence[TaskEntry], aligner: Aligner) -> Iterator[Gap]:
    """Yield bodies that have tasks and did not sign, and the reverse.

    A plan that names one issuer only (等15个部门) does not say who signed.
    """
    if len(plan.issuers) < 2:
        return
    holders: dict[str, list[tuple[TaskEntry, Holder]]] = {}
    for task in tasks:
        for holder in task.holders:
            if holder.resolved and not holder.collective:
                holders.setdefault(holder.name, []).append((task, holder))
    lineage = aligner.lineage
    for name, held in holders.items():
        if not any(_one_seat(name, signer, aligner, plan.date) for signer in plan.issuers):
            paths = tuple(dict.fromkeys(task.path for task, _ in held))
            yield Gap(GapKind.BODY_NOT_SIGNED, name, paths, "", held[0][1].evidence[:1])
    for signer in plan.issuers:
        if lineage.function(signer) is not None and not any(
            _one_seat(name, signer, aligner, plan.date) for name in holders
        ):
            yield Gap(GapKind.SIGNER_WITHOUT_TASK, signer, (), "", ())


def _one_seat(one: str, other: str, aligner: Aligner, date: str) -> bool:
    if one == other:
        return True
    heirs = (aligner.lineage.heirs(each, date) for each in (one, other))
    return any(heir.name in (one, other) for many in heirs for heir in many)


def _repealed(plan: CampaignEntry, tables: Tables) -> Iterator[Gap]:
    known = tables.law_names
    for task in plan.tasks:
        for law in task.laws:
            row = known.get(law.name)
            if row is not None and row.until and plan.date and row.until[: len(plan.date)] <= plan.date[: len(row.until)]:
                more = f"{row.until}，{row.replaced_by}" if row.replaced_by else row.until
                yield Gap(GapKind.LAW_AFTER_REPEAL, law.name, (task.path,), more, law.evidence[:1])


def _uncounted(plan: CampaignEntry, indicators: Sequence[Indicator]) -> Iterator[Gap]:
    texts = [
        frozenset(pieces(fold(re.sub(r"\*\*|\s", "", task.text))))
        for task in plan.tasks
        if task.kind in (TaskKind.TASK, TaskKind.DUTY)
    ]
    for row in indicators:
        wanted = set(pieces(fold(re.sub(r"[（(].*?[）)]|\s", "", row.name))))
        if wanted and max((len(wanted & text) / len(wanted) for text in texts), default=0.0) < _COUNTED:
            where = Evidence(plan.id, "", row.mention.start, row.mention.end, row.name)
            yield Gap(GapKind.INDICATOR_WITHOUT_TASK, row.name, (), row.department or "", (where,))


def _overlaps(tasks: Sequence[TaskEntry]) -> Iterator[Gap]:
    """Yield violations at which two tasks are directed whose bodies, those that only support aside, differ wholly."""
    targets: dict[str, list[TaskEntry]] = {}
    for task in tasks:
        for aim in task.violations:
            targets.setdefault(aim.concept, []).append(task)
    for concept, aimed in targets.items():
        several = list({task.path: task for task in aimed if _answerable(task)}.values())
        for at, one in enumerate(several):
            for other in several[at + 1 :]:
                if one.kind is other.kind is TaskKind.TASK and not _answerable(one) & _answerable(other):
                    proof = [
                        aim.evidence[0] for task in (one, other) for aim in task.violations if aim.concept == concept
                    ]
                    names = " / ".join("、".join(sorted(_answerable(task))) for task in (one, other))
                    yield Gap(GapKind.OVERLAP, concept, (one.path, other.path), names, tuple(proof[:2]))


def _answerable(task: TaskEntry) -> frozenset[str]:
    return frozenset(holder.name for holder in task.holders if holder.role is not Role.SUPPORT)
