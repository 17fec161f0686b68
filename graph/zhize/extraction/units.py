"""Units: which blocks, lines, paragraphs and rows of the outline are tasks, and whose words belong to each.

The annotation guide's rules: the smallest numbered block of a section that assigns work; a parent only where it carries
a body and a clause; unnumbered lines under a heading as ``5/1``; rows of a table as ``T1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhize.extraction.clauses import RoleWords
from zhize.extraction.context import Actor, Context, Hint, Stretch
from zhize.extraction.facts import signatories
from zhize.extraction.names import names_at, names_in
from zhize.extraction.responsibility import actors_of
from zhize.extraction.tables import table_units
from zhize.extraction.unit import Unit
from zhize.model import TaskKind
from zhize.numbering import MEASURE
from zhize.outline import Block, announces, heading_kind, is_date

__all__ = ["Unit", "units"]


def units(context: Context) -> list[Unit]:
    """Return the tasks of a document, in order of their paths' first appearance."""
    rows = list(table_units(context))
    blocks = list(context.outline.blocks)
    if not blocks:
        return rows or list(_unnumbered(context))
    found: list[Unit] = []
    shared = _shared_clauses(context, blocks)
    inherited = _holders(context, blocks)
    for block in blocks:
        if block.leaf and rows and _holds_only_a_table(context, block):
            continue
        found.extend(_of_block(context, block, inherited, shared))
    return [*found, *rows]


def _holds_only_a_table(context: Context, block: Block) -> bool:
    """Tell whether nothing but a table stands under a heading: its rows are the tasks."""
    after = context.text[block.end : block.end + 2]
    follows = any(table.start - block.end <= len(after) for table in context.outline.tables if table.start >= block.end)
    return follows and block.end - block.title_end <= 1


def _of_block(
    context: Context, block: Block, inherited: dict[str, list[Actor]], shared: dict[str, list[Actor]]
) -> Iterator[Unit]:
    """Yield the task or tasks of a block."""
    if block.kind is None:
        return
    if block.leaf:
        lines = _unnumbered_items(context, block)
        if lines:
            yield from lines
            return
        stretch = Stretch(block.start, block.end, block)
        actors = actors_of(context, stretch)
        actors = _with_inherited([*_headed(context, block), *actors], block, inherited, shared)
        yield _unit(block, block.path, [(block.start, block.end)], actors)
        return
    own = Stretch(block.start, block.end, block)
    actors = [a for a in actors_of(context, own) if a.rule != "heading"]
    has_body = block.end - block.title_end > 25
    clause = any(actor.rule in ("closing-clause", "label") or actor.hint in (Hint.LEAD, Hint.SUPPORT) for actor in actors)
    spans: list[tuple[int, int]] = []
    if has_body and clause:
        spans.append((block.start, block.end))
    if block.tail is not None:
        tail = Stretch(block.tail[0], block.tail[1], block)
        tail_actors = actors_of(context, tail)
        if not _pure_clause(context, block.tail) and (tail_actors or _sets_deadline(context.text[tail.start : tail.end])):
            spans.append(block.tail)
            actors = [*(actors if has_body and clause else []), *tail_actors]
    if spans:
        yield _unit(block, block.path, spans, actors)


def _unit(block: Block, path: str, spans: list[tuple[int, int]], actors: list[Actor]) -> Unit:
    assert block.kind is not None
    return Unit(path, block.kind, block.title_start, block.title_end, spans, tuple(actors))


def _sets_deadline(text: str) -> bool:
    return re.search(r"\d{1,2}[月日]?\d*日?(?:底)?(?:之?前|以前)|各(?:区|地|级|市|县|单位|部门)|(?:相关|有关)(?:部门|单位)", text) is not None


#: A sentence that gives its bodies to all items below it: 以下五项由市公安局牵头.
_FOR_ALL = re.compile(r"(?:以下|下列|本部分|本章|上述)[^。；，]{0,10}?(?:项|任务|工作|内容|措施|事项)?(?=由|均由)")


def _for_all(context: Context, block: Block, actor: Actor) -> bool:
    """Tell whether a subject in a section's own text holds its items: 以下五项由…, or a sentence that a colon ends."""
    if _FOR_ALL.match(context.text, actor.clause):
        return True
    rest = context.text[actor.end : block.end].rstrip()
    return rest.endswith("：") and not re.search(r"[。；\n]", rest)


def _holders(context: Context, blocks: list[Block]) -> dict[str, list[Actor]]:
    """Return the bodies that headings of parents name, by the parent's path: they hold every item below."""
    found: dict[str, list[Actor]] = {}
    for block in blocks:
        if block.leaf or block.kind is None:
            continue
        actors = [
            actor
            for actor in actors_of(context, Stretch(block.start, block.end, block))
            if actor.rule == "heading"
            or (actor.rule in ("closing-clause", "label") and block.end - block.title_end < 160)
            or (actor.rule in ("subject", "partner") and _for_all(context, block, actor))
        ]
        if actors:
            found[block.path] = actors
    return found


def _headed(context: Context, block: Block) -> list[Actor]:
    """Return the bodies of the bare line that heads a numbered item and those after it: 市公安局 / 4．… / 5．…."""
    if block.head is None or block.kind is None:
        return []
    bodies, _, whole = names_in(context.text, *block.head, context, told=True)
    return [Actor(n.start, n.end, n.surface, Hint.HOLDER, n.start, "heading") for n in bodies] if whole else []


def _with_inherited(
    actors: list[Actor], block: Block, inherited: dict[str, list[Actor]], shared: dict[str, list[Actor]]
) -> list[Actor]:
    """Return the block's actors, or those its parents give to all their items."""
    own = [a for a in actors if not a.generic]
    parents: list[str] = []
    path = block.parent
    while path is not None:
        parents.append(path)
        path = path.rpartition(".")[0] or None
    for parent in parents:
        holders = [a for a in inherited.get(parent, []) if a.rule == "heading"]
        if holders:
            return [*holders, *actors]
    if any(a.rule in ("closing-clause", "label", "heading") for a in own):
        return actors
    for parent in parents:
        if parent in shared:
            return [*actors, *shared[parent]]
        clause = [a for a in inherited.get(parent, []) if a.rule != "heading"]
        if clause:
            return [*actors, *clause]
    return actors


def _shared_clauses(context: Context, blocks: list[Block]) -> dict[str, list[Actor]]:
    """Return the clauses that stand on a line of their own after the last of several items and hold for each of them."""
    found: dict[str, list[Actor]] = {}
    children: dict[str, list[Block]] = {}
    for block in blocks:
        if block.parent is not None:
            children.setdefault(block.parent, []).append(block)
    for block in blocks:
        if block.leaf or block.kind is None:
            continue
        if block.tail is not None and _pure_clause(context, block.tail):
            found[block.path] = actors_of(context, Stretch(block.tail[0], block.tail[1], block))
            continue
        items = children.get(block.path, [])
        if len(items) < 2 or not items[-1].leaf:
            continue
        last = items[-1]
        line_start = context.text.rfind("\n", last.start, last.end) + 1
        if line_start <= last.start or not _pure_clause(context, (line_start, last.end)):
            continue
        others = [a for item in items[:-1] for a in actors_of(context, Stretch(item.start, item.end, item)) if a.rule in ("closing-clause", "label")]
        if not others:
            found[block.path] = [
                a for a in actors_of(context, Stretch(last.start, last.end, last)) if a.start >= line_start
            ]
    return found


def _pure_clause(context: Context, span: tuple[int, int]) -> bool:
    """Tell whether a paragraph is nothing but a responsibility clause."""
    text = context.text[span[0] : span[1]].strip()
    if text.startswith("（") and text.rstrip("。").endswith("）"):
        return True
    above = re.compile(r"[以如]上[^。：；]{0,10}?(?=牵头|责任|负责|配合|主办|承办|由)").match(context.text, span[0], span[1])
    start = above.end() if above is not None else span[0]
    if above is not None and context.text[start] == "由":
        return len(text) < 200
    token = RoleWords.of(context.tables.cues).label_at(context.text, start, span[1])
    return token is not None and len(text) < 200


def _paragraphs(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a span."""
    left = start
    while left < end:
        right = context.text.find("\n", left, end)
        right = end if right < 0 else right
        if right > left:
            yield left, right
        left = right + 1


@dataclass(slots=True)
class _Group:
    """Paragraphs that form one unnumbered task."""

    start: int
    end: int
    title_start: int
    title_end: int
    opened: bool


def _unnumbered_items(context: Context, block: Block) -> list[Unit]:
    """Return the unnumbered tasks of a section: lines that open with their body, or paragraphs under a section's heading."""
    lines = list(_paragraphs(context, block.start, block.end))[1:]
    duty = block.kind is TaskKind.DUTY
    section = block.parent is None and heading_kind(context.text[block.title_start : block.title_end], context.tables.cues) != "unknown"
    if not lines or block.kind is None or not (duty or section):
        return []
    if any(_LEADERS.match(context.text, start, end) for start, end in lines):
        return []
    groups = _groups(context, lines, duty=duty)
    if (duty and not any(group.opened for group in groups)) or len(groups) < 2:
        return []
    if all(MEASURE.match(context.text, group.start) for group in groups):
        return []  # 一要 … 二要 …: never tasks of their own
    made: list[Unit] = []
    for index, group in enumerate(groups, 1):
        line = replace(
            block, path=f"{block.path}/{index}", start=group.start, title_start=group.title_start,
            title_end=group.title_end, end=group.end, whole_end=group.end, tail=None, holder=True, leaf=True,
            parent=block.path,
        )  # fmt: skip
        made.append(_unit(line, line.path, [(group.start, group.end)], actors_of(context, Stretch(group.start, group.end, line))))
    return made


#: A leading group's list of persons assigns no work.
_LEADERS = re.compile(r"(?:副?组长|副?总指挥|副?召集人|成员)：")


def _groups(context: Context, lines: list[tuple[int, int]], *, duty: bool) -> list[_Group]:
    """Return the paragraphs grouped: a bare heading takes what follows, a clause belongs to what stands before."""
    text = context.text
    signed = list(signatories(context.outline))
    groups: list[_Group] = []
    headed = False
    for start, end in lines:
        line = text[start:end]
        if is_date(line) or any(a <= start < b or start <= a < end for a, b in signed):
            continue
        framed = re.match(r"【([^】]{1,40})】", line)
        bare = framed is None and len(line) <= 30 and not re.search(r"[。；！？，]", line.rstrip("：")) and _label(context, start, end) is None and "：" not in line[:-1]
        opened = _opens_with_body(context, start, end, duty)
        if groups and (_pure_clause(context, (start, end)) or line.startswith(("注：", "备注"))):
            groups[-1].end = end
        elif (framed is not None and framed.end() == len(line)) or (bare and (opened is None or opened == end)):
            inner = 1 if framed is not None else 0
            groups.append(_Group(start, end, start + inner, end - inner, opened is not None))
            headed = True
        elif framed is not None:
            bodies, _, whole = names_in(text, start + 1, start + framed.end() - 1, context)
            groups.append(_Group(start, end, start + 1, start + framed.end() - 1, whole and bool(bodies)))
            headed = False
        elif groups and (headed or (duty and opened is None)):
            groups[-1].end = end
        else:
            stop = re.search(r"[。：；，]", line)
            title_end = opened or start + (stop.start() if stop is not None and stop.start() <= 30 else 0)
            groups.append(_Group(start, end, start, title_end, opened is not None))
    return [group for group in groups if group.end > group.title_end + 1 or duty]


def _label(context: Context, start: int, end: int) -> object:
    return RoleWords.of(context.tables.cues).label_at(context.text, start, end)


def _opens_with_body(context: Context, start: int, end: int, duty: bool) -> int | None:
    """Return where the name ends that opens a line of duties, or None."""
    text = context.text
    framed = re.compile(r"【([^】]{1,40})】").match(text, start, end)
    if framed is not None:
        bodies, generic, whole = names_in(text, start + 1, framed.end() - 1, context)
        return framed.end() if whole and bodies else None
    colon = re.compile(r"[：。]|--|负责|主要负责|牵头").search(text, start, min(end, start + 60))
    if colon is not None and text[colon.start()] in "：。-":
        bodies, generic, whole = names_in(text, start, colon.start(), context)
        if whole and (bodies or generic):
            return colon.start()
    bodies, generic, position = names_at(text, start, end, context)
    if bodies and duty:
        return position
    if (bodies or generic) and re.match(r"要|应|负责|牵头|会同|须|将|：", text[position : position + 4]):
        return position
    return None


def _unnumbered(context: Context) -> list[Unit]:
    """Return the tasks of a text without any numbers: its paragraphs that assign work, under bold or bare headings."""
    text = context.text
    made: list[Unit] = []
    kind: TaskKind | None = TaskKind.TASK
    in_tables = [(t.start, t.end) for t in context.outline.tables]
    signed = list(signatories(context.outline))
    blocks: dict[str, Block] = {}
    started = announces(text, context.outline.first_block)
    count = 0
    for paragraph in context.outline.view.paragraphs:
        start, end = paragraph.start, paragraph.end
        if start < context.outline.first_block or start >= context.outline.annex[0]:
            continue
        if any(a <= start < b for a, b in in_tables):
            continue
        line = text[start:end]
        framed = re.match(r"【([^】]{1,40})】(?=.)", line)
        heading = framed is None and (paragraph.bold or len(line) <= 20) and not re.search(r"[。；：，]", line)
        if heading:
            named = heading_kind(line.strip("【】"), context.tables.cues)
            kind = TaskKind.TASK if named == "unknown" else (None if named is None else TaskKind(named))
            kind = None if re.search(r"目的|意义|背景|目标", line) else kind
            started = True
            continue
        if made and started and kind is not None and (
            _pure_clause(context, (start, end)) or _label(context, start, end) is not None
        ):
            last = made.pop()
            block = replace(blocks[last.path], end=end, whole_end=end)
            spans = [(last.spans[0][0], end)]
            actors = actors_of(context, Stretch(block.start, end, block))
            made.append(replace(last, spans=spans, actors=tuple(actors)))
            continue
        if framed is not None:
            named, started = heading_kind(framed[1], context.tables.cues), True
            kind = TaskKind.TASK if named == "unknown" else None if named is None else TaskKind(named)
        if not started or kind is None or len(line) < 15 or line.startswith("（联系人") or any(a <= start < b for a, b in signed):
            continue
        count += 1
        stop = re.search(r"[。：；]", line)
        title_end = start + (stop.start() if stop is not None and stop.start() <= 30 else 0)
        opened = _opens_with_body(context, start, end, kind is TaskKind.DUTY)
        title_start = start
        if framed is not None:
            title_start, title_end, opened = start + 1, start + framed.end() - 1, None
        block = Block(
            str(count), start, title_start, opened or title_end, end, end, 0, kind, True, None, None, opened is not None
        )
        blocks[block.path] = block
        actors = actors_of(context, Stretch(start, end, block))
        made.append(Unit(str(count), kind, block.title_start, block.title_end, [(start, end)], tuple(actors)))
    return made

