"""The outline of a document: its parts in order, blocks with headings, bodies, kinds and ends.

All positions are offsets into the normalised view's text.
"""

from __future__ import annotations

import re

from zhize.authority import Cues
from zhize.model import TaskKind
from zhize.outline.annexes import find_annex
from zhize.outline.blocks import Block, Outline
from zhize.outline.cells import find_tables
from zhize.outline.closing import closing_paragraphs, unsigned
from zhize.outline.kinds import duties_of_bodies, kind_of, tasks_of_their_own
from zhize.outline.titles import find_title
from zhize.outline.tree import Draft, grown
from zhize.text import Paragraph, View

_FOOTER = re.compile(r"(?:说明[：:].{0,200}表|注[：:].{0,200}表|备注[：:].{0,200}表)|(?:抄\s?送|主\s?送|主办|督办|联系人|联系电话|分送|公开属性|信息公开选项|公开方式)[：:]")


def outline(view: View, cues: Cues) -> Outline:
    """Return the outline of a view."""
    text = view.text
    paragraphs = view.paragraphs
    title_at, titles = find_title(view, cues)
    annex_at = find_annex(view, title_at, cues)
    plan_start = titles[0][0] if titles else (paragraphs[0].start if paragraphs else 0)
    body = list(paragraphs[title_at:annex_at])
    plan_end = body[-1].end if body else plan_start
    annex = (paragraphs[annex_at].start, len(text)) if annex_at < len(paragraphs) else (len(text), len(text))
    tables = tuple(find_tables(view, paragraphs))
    in_table = [(t.start, t.end) for t in tables]
    body = unsigned(text, body, cues)
    flow = [p for p in body if not any(a <= p.start < b for a, b in in_table) and not _FOOTER.match(view.text, p.start)]
    drafts, lead = grown(text, flow, cues)
    blocks = _finish(view, drafts, cues, plan_end)
    first = blocks[0].start if blocks else _announced(text, flow, lead)
    return Outline(
        view,
        tuple(titles),
        (0, plan_start),
        (plan_start, plan_end),
        annex,
        tuple(blocks),
        tables,
        first,
    )


def _announced(text: str, flow: list[Paragraph], lead: int) -> int:
    """Return where a text without numbers begins to assign work: after the paragraph that announces it (通知如下)."""
    for at, paragraph in enumerate(flow[: len(flow) // 2]):
        if announces(text, paragraph.end + 1):
            return flow[at + 1].start
    return lead


def announces(text: str, position: int) -> bool:
    """Tell whether the paragraph that ends before ``position`` announces what follows: 现将有关事项通知如下."""
    return _ANNOUNCES.search(text, max(0, position - 17), max(0, position - 1)) is not None


_ANNOUNCES = re.compile(r"(?:如下|以下通知|以下要求|以下意见)[：。]?$")


def _heading(text: str, start: int, end: int) -> int:
    """Return where the heading or lead phrase of a block ends.

    The whole line where it is short and holds no sentence; else its first sentence; else its first clause.
    """
    line = text[start:end]
    stop = re.search(r"[。！？]|：(?!$)", line)
    if stop is None:
        return end if len(line) <= 60 else start + _clause(line)
    if stop.start() <= 60:
        return start + stop.start()
    return start + _clause(line)


def _set_apart(view: View, start: int, end: int) -> int | None:
    """Return where a heading ends that only white space divides from its text (第一条 目的依据 为了…), or None."""
    stop = re.compile(r"[，。；：、！？（《“\t]").search(view.text, start, min(end, start + 13))
    limit = stop.start() if stop is not None else min(end, start + 13)
    gaps = [at for at in range(start + 1, limit) if view.source[view.span(at - 1, at)[1] : view.span(at, at + 1)[0]].strip("*")]
    if len(gaps) != 1 or gaps[0] - start < 4 or end - gaps[0] < 12:
        return None
    return gaps[0]


def _clause(line: str) -> int:
    comma = re.search(r"[，；]", line[:60])
    return comma.start() if comma is not None else min(len(line), 30)


def _finish(view: View, drafts: list[Draft], cues: Cues, plan_end: int) -> list[Block]:
    """Return the finished blocks with kinds, ends and closing paragraphs."""
    text = view.text
    blocks: list[Block] = []
    kinds: list[TaskKind | None] = []
    tails = closing_paragraphs(text, drafts)
    for index, draft in enumerate(drafts):
        first = draft.paragraphs[0]
        following = drafts[index + 1].start if index + 1 < len(drafts) else plan_end
        tail = tails.get(index)
        own_end = draft.paragraphs[-1][1] if draft.paragraphs else following
        title_end = _set_apart(view, draft.body, first[1]) or _heading(text, draft.body, first[1])
        while title_end > draft.body + 1 and text[title_end - 1] in "：；，、":
            title_end -= 1
        kinds.append(kind_of(text[draft.body : title_end], draft, kinds, cues))
        last = index
        while drafts[last].children:
            last = drafts[last].children[-1]
        whole_end = max(drafts[last].paragraphs[-1][1] if drafts[last].paragraphs else own_end, own_end)
        if tail is not None:
            whole_end = max(whole_end, tail[1])
        parent = drafts[draft.parent].path if draft.parent is not None else None
        blocks.append(
            Block(
                draft.path, draft.start, draft.body, title_end, own_end, whole_end, draft.depth,
                kinds[index], not draft.children, parent, tail, head=draft.head,
            )
        )  # fmt: skip
    return tasks_of_their_own(text, duties_of_bodies(text, blocks, cues), cues)
