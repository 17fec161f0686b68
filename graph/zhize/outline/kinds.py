"""Kinds of sections, as their headings tell them: tasks, duties, requirements, schedules, aims."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhize.authority import Cues
from zhize.model import TaskKind
from zhize.outline.blocks import Block

if TYPE_CHECKING:
    from zhize.outline.tree import Draft


def kind_of(heading: str, draft: Draft, kinds: list[TaskKind | None], cues: Cues) -> TaskKind | None:
    """Return the kind of a block from its heading and its parent."""
    own = heading_kind(heading, cues) if len(heading) <= 30 else "unknown"
    if draft.mark.style == "article" and _ARTICLE_NONE.match(heading):
        return None
    if draft.parent is None:
        if own == "unknown" and heading.endswith("职责") and _of_body(heading, cues):
            return TaskKind.DUTY
        if own == "unknown" and _states_aims(heading, cues):
            return None
        if own == "unknown":
            return _after(kinds)
        return own if own is None else TaskKind(own)
    parent = kinds[draft.parent]
    if own is None and len(heading) <= 8:
        return None
    if draft.children and own == "unknown" and heading.endswith("职责") and _of_body(heading, cues):
        return TaskKind.DUTY
    if draft.children and own in ("duty", "schedule"):
        return TaskKind(own)
    if draft.children and own == "task" and parent is None:
        return TaskKind.TASK
    return parent


_ARTICLE_NONE = re.compile(r"为了?[^。]{4,}|本(?:方案|办法|细则|规定|通知)(?:所称|适用|自|由.{2,20}解释)|[^。]{0,60}自\d{4}年|根据.{4,}制定")


def _states_aims(heading: str, cues: Cues) -> bool:
    """Tell whether a section begins with the heading of its aims, glued to what it says: 工作目标全区PM10平均浓度….."""
    sizes = range(_SHORT_HEADING, 3, -1) if len(heading) > 2 * _SHORT_HEADING else ()
    return any(heading[:size].endswith(cues.of("section-none")) and heading_kind(heading[:size], cues) is None for size in sizes)


_SHORT_HEADING = 7


def _after(kinds: list[TaskKind | None]) -> TaskKind:
    """Return the kind of a section whose heading tells none: what follows phases and requirements is a requirement."""
    before = next((kind for kind in reversed(kinds) if kind is not None), TaskKind.TASK)
    return TaskKind.REQUIREMENT if before in (TaskKind.SCHEDULE, TaskKind.REQUIREMENT) else TaskKind.TASK


def heading_kind(heading: str, cues: Cues) -> str | None:
    """Return ``task``, ``duty``, ``requirement``, ``schedule``, None for aims, or ``unknown``."""
    bare = re.sub(r"（.*?）", "", heading).rstrip("。：，、")
    best: tuple[int, int, str] | None = None
    for kind in ("none", "duty", "schedule", "requirement", "task"):
        for word in cues.of(f"section-{kind}"):
            at = bare.rfind(word)
            if at < 0:
                continue
            covers = len(word) * 10 // max(1, len(bare))
            candidate = (at + len(word), covers, kind)
            if len(word) <= 2 and at + len(word) != len(bare):
                continue
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None:
        return "unknown"
    return None if best[2] == "none" else best[2]


def duties_of_bodies(text: str, blocks: list[Block], cues: Cues) -> list[Block]:
    """Return the blocks; a section of tasks and their division (重点任务及分工) is one of tasks unless bodies head its items."""
    made: dict[str, TaskKind | None] = {}
    for block in blocks:
        if block.parent is not None or block.kind is not TaskKind.DUTY or block.leaf:
            continue
        heading = text[block.title_start : block.title_end]
        if "任务分工" not in heading and not any(word in heading for word in cues.of("section-task") if len(word) > 2):
            continue
        items = [text[b.title_start : b.title_end] for b in blocks if b.parent == block.path]
        if sum(_of_body(item, cues) for item in items) * 2 < len(items):
            made[block.path] = TaskKind.TASK
    return [
        replace(b, kind=made[b.path.split(".")[0]]) if b.path.split(".")[0] in made and b.kind is TaskKind.DUTY else b
        for b in blocks
    ]


def tasks_of_their_own(text: str, blocks: list[Block], cues: Cues) -> list[Block]:
    """Return the blocks; where no section is one of tasks, those whose headings tell no kind, and what stands before them, are.

    A division of work may begin with 健全工作机制, the last word of which elsewhere heads requirements.
    """
    tops = [block for block in blocks if block.parent is None and block.kind is not None]
    if any(block.kind in (TaskKind.TASK, TaskKind.DUTY) for block in tops):
        return blocks
    headings = {block.path: text[block.title_start : block.title_end].rstrip("。：") for block in tops}
    untold = [at for at, block in enumerate(tops) if block.kind is TaskKind.REQUIREMENT and heading_kind(headings[block.path], cues) == "unknown"]
    if not untold:
        return blocks
    told = cues.of("section-requirement")
    made = {
        block.path for at, block in enumerate(tops)
        if block.kind is TaskKind.REQUIREMENT and at <= untold[-1] and headings[block.path] not in told
    }  # fmt: skip
    return [
        replace(block, kind=TaskKind.TASK)
        if re.split("[./]", block.path)[0] in made and block.kind is TaskKind.REQUIREMENT else block
        for block in blocks
    ]  # fmt: skip


def _of_body(heading: str, cues: Cues) -> bool:
    """Tell whether a heading is the name of a body, or of one's duties: 市公安局, 市公安局工作职责."""
    bare = re.sub(r"（[^（）]*）$", "", re.sub(r"(?:的|工作|主要)?职责$", "", heading))
    return bare.endswith(cues.of("body-suffix"))
