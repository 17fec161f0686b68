"""The outline: numbering to blocks, headings from bodies, sections to kinds, tables to rows.

All positions are offsets into the normalised view's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from zhize.authority import Cues
from zhize.model import TaskKind
from zhize.numbering import Mark, mark_at
from zhize.text import Paragraph, View


@dataclass(frozen=True, slots=True)
class Block:
    """A node of the outline."""

    path: str
    """Its numbering as integers from the section down."""
    start: int
    """Where its mark begins."""
    title_start: int
    title_end: int
    """The heading or lead phrase, without its number."""
    end: int
    """End of its own text, before its first child."""
    whole_end: int
    """End with all its children."""
    depth: int
    kind: TaskKind | None
    """Kind of its section; None where the section only states aims."""
    leaf: bool
    parent: str | None
    tail: tuple[int, int] | None = None
    """A closing paragraph after the last child, which belongs to the section."""
    holder: bool = False
    """True for an unnumbered line that a body's name opens."""
    head: tuple[int, int] | None = None
    """A bare line that names a body, which heads this block and those after it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that stand one after another; the first row is the head where it looks like one."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document."""

    view: View
    title: tuple[tuple[int, int], ...]
    """Spans of the plan's title, which may stand on several lines."""
    head: tuple[int, int]
    """What stands before the plan: page head, notice, addressees, signatures."""
    plan: tuple[int, int]
    """The plan from its title to the annexes."""
    annex: tuple[int, int]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    first_block: int
    """Where the first numbered block begins; what stands before it in the plan is the preamble."""


@dataclass(slots=True)
class _Draft:
    """A block while its tree grows."""

    mark: Mark
    number: tuple[int, ...]
    start: int
    body: int
    parent: int | None
    depth: int
    children: list[int] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    path: str = ""
    head: tuple[int, int] | None = None


_ANNEX = re.compile(r"附\s*(?:件|表|录)[\d一二三四五六七八九十]{0,2}(?:[:：.、].*|\d?$|$)|附[：:].*")
_ANNEX_ALONE = re.compile(r"附\s*(?:件|表|录)[\d一二三四五六七八九十]{0,2}[:：]?$")
_FORM_TITLE = re.compile(r".{0,40}(?:统计表|情况表|汇总表|报表|登记表|一览表)[\d一二三四五]{0,2}$")
_SENTENCE_END = "。；：！？"
_INLINE = re.compile(r"(?<=[。；：！？”）\u4e00-\u9fff])(?=（[一二三四五六七八九十\d]{1,3}[）、])|(?<=[。；：！？”）])(?=[一二三四五六七八九十①-⑳\d])|(?<=[\u4e00-\u9fff])(?=\d{1,2}[、．][\u4e00-\u9fff])")
_TITLE_STOP = re.compile(r"[。！？；：]")


def outline(view: View, cues: Cues) -> Outline:
    """Return the outline of a view."""
    text = view.text
    paragraphs = view.paragraphs
    title_at, titles = _find_title(view, cues)
    annex_at = _find_annex(view, title_at, cues)
    plan_start = titles[0][0] if titles else (paragraphs[0].start if paragraphs else 0)
    body = list(paragraphs[title_at:annex_at])
    plan_end = body[-1].end if body else plan_start
    annex = (paragraphs[annex_at].start, len(text)) if annex_at < len(paragraphs) else (len(text), len(text))
    tables = tuple(_tables(view, paragraphs))
    in_table = [(t.start, t.end) for t in tables]
    body = _unsigned(text, body)
    flow = [p for p in body if not any(a <= p.start < b for a, b in in_table) and not _FOOTER.match(view.text, p.start)]
    drafts, lead = _tree(text, flow, cues)
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


_DATE_LINE = re.compile(r"(?:[12]\d{3}|[二〇零○一-九]{4})年.{1,4}月.{0,4}日?")
_SIGNERS = re.compile(
    r"(?:[\u4e00-\u9fff（）]{3,40}(?:局|委|委员会|办|部|厅|院|署|会|海关|行|办公室|政府|总队|支队|中心|社|组|公司|联)[\t ]*)+"
)


#: The line with which an office prints a document: 某市人民政府办公室 2025年3月18日印发.
_IMPRINT = re.compile(r"[\u4e00-\u9fff（）]{4,40}(?:办公室|办公厅|秘书处|局|委|会|组|厅)?[\t ]*\d{4}年\d{1,2}月\d{1,2}日印(?:发|制)?|(?:抄送|抄报|主送|分送)：.*")


def _unsigned(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs without the lines of names and the date with which a plan is signed at its end."""
    left = len(paragraphs)
    while left > 1 and _IMPRINT.fullmatch(text, paragraphs[left - 1].start, paragraphs[left - 1].end):
        left -= 1
    paragraphs = paragraphs[:left]
    while left > 1 and _DATE_LINE.fullmatch(text, paragraphs[left - 1].start, paragraphs[left - 1].end):
        left -= 1
    if left == len(paragraphs):
        return paragraphs
    while left > 1 and mark_at(text, paragraphs[left - 1].start) is None and _SIGNERS.fullmatch(
        text, paragraphs[left - 1].start, paragraphs[left - 1].end
    ):
        left -= 1
    return paragraphs[:left]


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


def _find_title(view: View, cues: Cues) -> tuple[int, list[tuple[int, int]]]:
    """Return the index of the first paragraph after the title, and the spans of the title's lines.

    A plan sent with a notice has two titles: the plan's own is the last one before its first numbered section.
    """
    text, paragraphs = view.text, view.paragraphs
    own: tuple[int, list[tuple[int, int]]] | None = None
    notice: tuple[int, list[tuple[int, int]]] | None = None
    sections = 0
    for index, paragraph in enumerate(paragraphs[:160]):
        line = text[paragraph.start : paragraph.end]
        if mark_at(line) is not None:
            sections += 1
            if sections > (1 if own is not None or notice is None else 14):
                break
            continue
        spans = _title_lines(view, index, cues)
        if spans is None:
            continue
        found = (index + 1, spans)
        if line.endswith(("通知", "通告", "公告")):
            notice = notice or found
        elif own is None or sections == 0:
            if own is not None and index > own[0] + 40:
                break
            own = found
    chosen = own or notice
    return chosen if chosen is not None else (0, [])


_STATUS = re.compile(r"（(?:试行|征求意见稿|草案|暂行|代拟稿|送审稿|修订稿)）")


def _title_lines(view: View, index: int, cues: Cues) -> list[tuple[int, int]] | None:
    """Return the lines of the title that ends with the paragraph, or None where it is no title."""
    text, paragraph = view.text, view.paragraphs[index]
    line = text[paragraph.start : paragraph.end]
    label = re.match(r"标\s?题：", line)
    start = paragraph.start + (label.end() if label is not None else 0)
    line = text[start : paragraph.end]
    if len(line) > 120 or _TITLE_STOP.search(line) or paragraph.spread or line.startswith(("附件", "附表", "附：", "【")):
        return None
    if len(line) < 14 and heading_kind(line, cues) not in ("unknown", "task"):
        return None
    bare = re.sub(r"（(?:试行|征求意见稿|草案|暂行|代拟稿|送审稿)）$|[\d\\-]+年?$", "", line)
    quoted = bare.endswith("》") and "《" not in bare
    if not quoted and not bare.endswith(cues.of("title-end")):
        return None
    if len(line) <= 6 and index == 0:
        return None
    spans = [(start, paragraph.end)]
    at = index - 1
    unopened = line.endswith(("通知", "通告", "公告")) and "关于" not in line
    while at >= 0 and (unopened or _continues(text, view.paragraphs[at], line) or text[spans[0][0]] in "（》" or spans[0][1] - spans[0][0] < 14 or (quoted and len(spans) == 1)):
        before = view.paragraphs[at]
        previous = text[before.start : before.end]
        if len(previous) >= 60 or _TITLE_STOP.search(previous) or before.spread or mark_at(previous) is not None:
            break
        if _ANNEX_ALONE.match(previous) or re.search(r"\d日?$|^（|(?:局|厅|委|部|会|室|院|府|关|队)$|号$", previous):
            break
        about = previous.find("关于") if unopened else -1
        spans.insert(0, (before.start + max(about, 0), before.end))
        if about >= 0:
            break
        at -= 1
        if len(spans) > 2:
            break
    if len(spans) == 1 and len(line) < 8 and not re.search(r"\d", line):
        return None
    if index + 1 < len(view.paragraphs):
        after = view.paragraphs[index + 1]
        if _STATUS.fullmatch(text, after.start, after.end):
            spans.append((after.start, after.end))
    return spans


def _continues(text: str, before: Paragraph, line: str) -> bool:
    """Tell whether a title's line goes on from the one before: that one begins a title with its place, this one has neither place nor year."""
    first = text[before.start : before.end]
    opens = re.match(r"[\u4e00-\u9fff]{2,8}?(?:省|市|县|区|州|旗|盟)(?:(?:19|20)\d{2}年)?[\u4e00-\u9fff“]", first) or re.match(r"(?:19|20)\d{2}年|关于", first)
    return opens is not None and re.match(r"[\u4e00-\u9fff]{2,8}(?:省|市|县|区|州)|关于|全[国省市县区]|.*(?:19|20)\d{2}", line) is None


def _find_annex(view: View, first: int, cues: Cues) -> int:
    """Return the index of the paragraph with which the annexes begin."""
    text, paragraphs = view.text, view.paragraphs
    marks = 0
    for index in range(first, len(paragraphs)):
        line = text[paragraphs[index].start : paragraphs[index].end]
        if mark_at(line):
            marks += 1
        if _ANNEX.match(line) and (marks or index > first + 3) and not _goes_on_counting(view, index):
            following = [text[p.start : p.end] for p in paragraphs[index + 1 : index + 4]]
            plan_next = any(
                f.endswith(cues.of("title-end")) and len(f) < 60 and not _FORM_TITLE.match(f) for f in following
            )
            if not (plan_next and marks < 3):
                return index
        if marks and _FORM_TITLE.fullmatch(line):
            return index
    return len(paragraphs)


def _goes_on_counting(view: View, index: int) -> bool:
    """Tell whether the numbers of the plan go on after a line that looks like an annex's: 7. / 附：工作安排 / 8."""
    text, paragraphs = view.text, view.paragraphs
    if index + 1 >= len(paragraphs):
        return False
    after = mark_at(text, paragraphs[index + 1].start)
    if after is None or after.numbers[-1] < 2:
        return False
    marks = (mark_at(text, paragraph.start) for paragraph in reversed(paragraphs[:index]))
    before = next((mark for mark in marks if mark is not None and mark.style == after.style), None)
    return before is not None and before.numbers[-1] + 1 == after.numbers[-1]


def _tables(view: View, paragraphs: tuple[Paragraph, ...]) -> Iterator[Table]:
    """Yield the tables: runs of two or more lines that gaps or bars divide into cells."""
    text = view.text
    rows: list[tuple[Cell, ...]] = []
    start = end = 0
    for paragraph in paragraphs:
        cells = _cells(text, paragraph)
        if len(cells) >= 2:
            if not rows:
                start = paragraph.start
            if not re.fullmatch(r"[|\-:：\s+]+", text[paragraph.start : paragraph.end]):
                rows.append(cells)
            end = paragraph.end
        elif rows:
            if len(rows) >= 2:
                yield Table(tuple(rows), start, end)
            rows = []
    if len(rows) >= 2:
        yield Table(tuple(rows), start, end)


def _cells(text: str, paragraph: Paragraph) -> tuple[Cell, ...]:
    """Return the cells of a paragraph, one where nothing divides it."""
    line = text[paragraph.start : paragraph.end]
    divider = "|" if line.count("|") >= 2 or (line.count("|") == 1 and "\t" not in line) else "\t"
    if divider not in line:
        return (Cell(paragraph.start, paragraph.end),)
    cells: list[Cell] = []
    position = paragraph.start
    for piece in line.split(divider):
        left = len(piece) - len(piece.lstrip("\t "))
        cells.append(Cell(position + left, max(position + left, position + len(piece.rstrip("\t ")))))
        position += len(piece) + 1
    if divider == "|":
        if cells and cells[0].start == cells[0].end and line[0] == "|":
            cells = cells[1:]
        if cells and cells[-1].start == cells[-1].end and line[-1] == "|" and (line[0] == "|" or len(cells) > 2):
            cells = cells[:-1]
    return tuple(cells)


def _tree(text: str, paragraphs: list[Paragraph], cues: Cues) -> tuple[list[_Draft], int]:
    """Return the numbered blocks in order, and where the unnumbered lead ends."""
    drafts: list[_Draft] = []
    stack: list[int] = []
    lead = paragraphs[0].start if paragraphs else 0
    head: tuple[int, int] | None = None
    for at, paragraph in enumerate(paragraphs):
        if drafts and _bare_head(text, paragraph, paragraphs[at + 1 : at + 2], cues):
            head = (paragraph.start, paragraph.end)
            continue
        for start, end in _pieces(text, paragraph, drafts, cues):
            mark = _accept(text, start, end, drafts, stack, cues, opens=start == paragraph.start)
            if mark is None:
                if drafts:
                    drafts[-1].paragraphs.append((start, end))
                continue
            _push(drafts, stack, mark, start)
            if mark.style in ("part", "cn", "article"):
                head = None
            drafts[-1].head = head
            drafts[-1].paragraphs.append((start, end))
    _name_paths(drafts)
    return drafts, lead


def _bare_head(text: str, paragraph: Paragraph, following: list[Paragraph], cues: Cues) -> bool:
    """Tell whether a line is nothing but the name of a body, with a numbered item right after it."""
    line = text[paragraph.start : paragraph.end].removesuffix("：")
    if not 3 <= len(line) <= 20 or not line.endswith(cues.of("body-suffix")) or re.search(r"[，。；：、\t（）|]", line):
        return False
    if not following or mark_at(line) is not None:
        return False
    mark = mark_at(text, following[0].start)
    return mark is not None and mark.style not in ("part", "cn", "article")


def _pieces(
    text: str, paragraph: Paragraph, drafts: list[_Draft], cues: Cues
) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a paragraph that may each open a block, for texts whose line breaks were lost."""
    line = text[paragraph.start : paragraph.end]
    cuts = [0]
    last: dict[str, int] = {draft.mark.style: draft.number[-1] for draft in drafts[-40:]}
    opening = mark_at(line)
    if opening is not None:
        last[opening.style] = opening.numbers[-1]
    for found in _INLINE.finditer(line):
        at = found.start()
        if at == 0:
            continue
        mark = mark_at(line, at)
        if mark is None or mark.style in ("digit-bare", "digit-half", "decimal"):
            continue
        if _NAMES_CONDUCT.search(line, max(0, at - 200), at):
            continue  # 查处下列违法行为：1.虚假宣传；2.消费欺诈: they name what one task targets
        number = mark.numbers[-1]
        expected = number == last.get(mark.style, 0) + 1
        glued = line[at - 1] not in "。；：！？”）"
        if not (_at_break(line, at, opening, cues) or _heads(line, cuts[-1], at, mark, expected=expected)):
            continue
        fresh = number == 1 and (glued or _goes_on(line, at + mark.end, mark.style))
        if line[at - 1] in "：；" and mark.style in ("cn-bracket", "digit-bracket", "circled") and not (
            fresh or (number > 1 and expected)
        ):
            continue
        if (expected and number > 1) or fresh:
            cuts.append(at)
            last[mark.style] = number
    bounds = [*cuts, len(line)]
    for left, right in pairwise(bounds):
        yield paragraph.start + left, paragraph.start + right


_NAMES_CONDUCT = re.compile(r"(?:下列|以下)[^。；：]{0,12}(?:行为|情形|现象|商品|产品)[^。；：]{0,4}：[^。]*$")


def _at_break(line: str, at: int, opening: Mark | None, cues: Cues) -> bool:
    """Tell whether a mark inside a line stands after a sentence, or right after a section's heading glued to it."""
    if line[at - 1] in "。；：！？”）":
        return True
    return opening is not None and at <= 24 and heading_kind(line[opening.end : at], cues) != "unknown"


def _heads(line: str, start: int, at: int, mark: Mark, *, expected: bool) -> bool:
    """Tell whether what stands between the last mark and this one is a heading glued to it: 二、重点任务（一）…."""
    before = mark_at(line, start)
    if before is None or mark.style == before.style or at - start > _LONG_HEADING:
        return False
    if re.search(r"[，。；：]", line[start + before.end : at]) is not None:
        return False
    return expected if mark.numbers[-1] > 1 else _goes_on(line, at + mark.end, mark.style)


_LONG_HEADING = 40
"""A heading glued to what follows has at most so many characters."""


def _goes_on(line: str, position: int, style: str) -> bool:
    """Tell whether a mark of the style with number two follows in the line."""
    for found in _INLINE.finditer(line, position):
        mark = mark_at(line, found.start())
        if mark is not None and mark.style == style:
            return mark.numbers[-1] == 2
    return False


def _accept(
    text: str, start: int, end: int, drafts: list[_Draft], stack: list[int], cues: Cues, *, opens: bool
) -> Mark | None:
    """Return the mark that opens a block at ``start``, or None where the number is only part of a sentence."""
    mark = mark_at(text, start)
    if mark is None or start + mark.end >= end:
        return None
    if mark.style == "digit-bare":
        siblings = [drafts[i].number[-1] for i in stack if drafts[i].mark.style in ("digit", "digit-bare")]
        named = end - start <= 14 and heading_kind(text[start + mark.end : end], cues) != "unknown"
        if not named and (not siblings or siblings[-1] + 1 != mark.numbers[-1]):
            return None
        return Mark("digit", mark.numbers, mark.end)
    if mark.style == "digit" and mark.numbers[-1] > 60:
        return None
    if mark.style == "decimal" and not _in_sequence(mark.numbers, drafts):
        return None
    if mark.style == "cn-bracket" and "（" not in text[start : start + 2]:
        known = any(drafts[i].mark.style == "cn-bracket" for i in stack) or mark.numbers[-1] == 1
        return mark if known else None
    return mark if opens or mark.style != "digit-half" else None


def _in_sequence(numbers: tuple[int, ...], drafts: list[_Draft]) -> bool:
    """Tell whether a decimal number goes on from those before it: 2.3 after 2.2, or below a block 2; 3.15 is a day."""
    if numbers[-1] == 1:
        return True
    before = [d.mark.numbers for d in drafts if d.mark.style == "decimal"]
    return any(b[: len(numbers) - 1] == numbers[:-1] and len(b) >= len(numbers) and b[len(numbers) - 1] < numbers[-1] for b in before[-60:])


def _push(drafts: list[_Draft], stack: list[int], mark: Mark, start: int) -> None:
    """Add a block under the nearest block of another style, or beside its own kind."""
    if mark.style == "decimal":
        while stack and not _prefix(drafts, stack, mark.numbers):
            stack.pop()
        inherited = sum(len(drafts[i].number) for i in stack)
        number = mark.numbers[inherited:] or mark.numbers[-1:]
    else:
        styles = [drafts[i].mark.style for i in stack]
        if mark.style in styles:
            del stack[styles.index(mark.style) :]
        elif mark.style in ("part", "cn", "article") and any(s not in ("part", "cn", "article") for s in styles):
            above = [k for k, s in enumerate(styles) if s in ("part", "cn", "article")]
            del stack[(above[-1] + 1) if above else 0 :]
        number = mark.numbers
    parent = stack[-1] if stack else None
    drafts.append(_Draft(mark, number, start, start + mark.end, parent, len(stack)))
    index = len(drafts) - 1
    if parent is not None:
        drafts[parent].children.append(index)
    stack.append(index)


def _name_paths(drafts: list[_Draft]) -> None:
    """Give each block its path: the numbers shown.

    Articles that are numbered through all chapters are named without their chapter, which is named c1, c2 and so on.
    A number shown twice takes the next one where no sibling has it (一、二、二、四), else is told apart by a dash.
    """
    articles = [draft.number for draft in drafts if draft.mark.style == "article"]
    running = all(one < other for one, other in pairwise(articles))  # articles are numbered through all chapters
    used: dict[int | None, dict[str, int]] = {}
    shown: dict[int | None, set[tuple[int, ...]]] = {}
    for draft in drafts:
        shown.setdefault(draft.parent, set()).add(draft.number)
    for draft in drafts:
        taken = used.setdefault(draft.parent, {})
        number = draft.number
        following = (*number[:-1], number[-1] + 1)
        same_style = any(d.number == number and d.mark.style == draft.mark.style for d in drafts if d.parent == draft.parent and d is not draft)
        if same_style and ".".join(map(str, number)) in taken and following not in shown[draft.parent]:
            number = following
        own = ".".join(map(str, number))
        taken[own] = taken.get(own, 0) + 1
        if taken[own] > 1:
            own += f"-{taken[own]}"
        if running and articles and draft.mark.style == "part":
            own = f"c{own}"  # a chapter, whose number no article bears
        above = drafts[draft.parent] if draft.parent is not None else None
        prefix = above.path + "." if above is not None and not (running and draft.mark.style == "article") else ""
        draft.path = prefix + own


def _prefix(drafts: list[_Draft], stack: list[int], numbers: tuple[int, ...]) -> bool:
    """Tell whether the stack's numbers are the beginning of ``numbers``."""
    so_far = tuple(n for i in stack for n in drafts[i].number)
    return len(so_far) < len(numbers) and numbers[: len(so_far)] == so_far


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


def _duties_of_bodies(text: str, blocks: list[Block], cues: Cues) -> list[Block]:
    """Return the blocks; a section of tasks and their division (重点任务及分工) is one of tasks unless bodies head its items."""
    made: dict[str, TaskKind | None] = {}
    for block in blocks:
        if block.parent is not None or block.kind is not TaskKind.DUTY or block.leaf:
            continue
        heading = text[block.title_start : block.title_end]
        if not any(word in heading for word in cues.of("section-task") if len(word) > 2):
            continue
        items = [text[b.title_start : b.title_end] for b in blocks if b.parent == block.path]
        if sum(_BODY_END.search(item) is not None for item in items) * 2 < len(items):
            made[block.path] = TaskKind.TASK
    return [
        replace(b, kind=made[b.path.split(".")[0]]) if b.path.split(".")[0] in made and b.kind is TaskKind.DUTY else b
        for b in blocks
    ]


_BODY_END = re.compile(r"(?:局|委|办|厅|部|署|会|院|海关|部门|机关|政府|单位|中心|公司|队|行|社|联|办公室)(?:（[^（）]*）)?(?:职责)?$")


_BODYS_DUTIES = re.compile(r"(?:局|委|办|厅|部|署|会|院|海关|部门|机关|政府|中心|队|行|社|联|公司)(?:的|工作|主要)?职责$")


def _clause(line: str) -> int:
    comma = re.search(r"[，；]", line[:60])
    return comma.start() if comma is not None else min(len(line), 30)


def _finish(view: View, drafts: list[_Draft], cues: Cues, plan_end: int) -> list[Block]:
    """Return the finished blocks with kinds, ends and closing paragraphs."""
    text = view.text
    blocks: list[Block] = []
    kinds: list[TaskKind | None] = []
    tails = _closing_paragraphs(text, drafts)
    for index, draft in enumerate(drafts):
        first = draft.paragraphs[0]
        following = drafts[index + 1].start if index + 1 < len(drafts) else plan_end
        tail = tails.get(index)
        own_end = draft.paragraphs[-1][1] if draft.paragraphs else following
        title_end = _set_apart(view, draft.body, first[1]) or _heading(text, draft.body, first[1])
        while title_end > draft.body + 1 and text[title_end - 1] in "：；，、":
            title_end -= 1
        kinds.append(_kind(text[draft.body : title_end], draft, kinds, cues))
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
    return _duties_of_bodies(text, blocks, cues)


_FOOTER = re.compile(r"(?:说明[：:].{0,200}表|注[：:].{0,200}表|备注[：:].{0,200}表)|(?:抄\s?送|主\s?送|主办|督办|联系人|联系电话|分送|公开属性|信息公开选项|公开方式)[：:]")
_LABEL_LINE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:单位|部门|处室|时限|领导)：")
_CLAUSE_LINE = re.compile(r"（|[\u4e00-\u9fff]{2,8}(?:单位|部门)：|以上")


def _closing_paragraphs(text: str, drafts: list[_Draft]) -> dict[int, tuple[int, int]]:
    """Move paragraphs after the last item of a list to the list's section, where they belong.

    They do where the items before have fewer paragraphs than the last, and the paragraph is not a responsibility clause.
    """
    tails: dict[int, tuple[int, int]] = {}
    for index, draft in enumerate(drafts):
        if not draft.children:
            continue
        last = draft.children[-1]
        if drafts[last].children:
            continue
        others = [len(drafts[i].paragraphs) for i in draft.children[:-1] if not drafts[i].children]
        usual = max(others) if others else max(1, 2 if len(drafts[last].paragraphs[0]) and _short(text, drafts[last]) else 1)
        surplus = drafts[last].paragraphs[usual:]
        while surplus and text[surplus[0][0]] in "（(":
            surplus = surplus[1:]
        if not surplus:
            continue
        before = drafts[last].paragraphs[-len(surplus) - 1]
        if all(_LABEL_LINE.match(text, *span) for span in (before, surplus[0])):
            continue  # several labelled lines of one item
        section = index
        clause = _CLAUSE_LINE.match(text, surplus[0][0], surplus[0][1])
        while clause is None and drafts[section].parent is not None:
            parent = drafts[section].parent
            assert parent is not None
            if drafts[parent].children[-1] != section:
                break
            section = parent
        del drafts[last].paragraphs[-len(surplus) :]
        tails[section] = (surplus[0][0], surplus[-1][1])
    return tails


def _short(text: str, draft: _Draft) -> bool:
    """Tell whether the block's first paragraph is only a heading."""
    start, end = draft.paragraphs[0]
    return end - start < 50 and text[end - 1] not in "。；"


def _kind(heading: str, draft: _Draft, kinds: list[TaskKind | None], cues: Cues) -> TaskKind | None:
    """Return the kind of a block from its heading and its parent."""
    own = heading_kind(heading, cues) if len(heading) <= 30 else "unknown"
    if draft.mark.style == "article" and _ARTICLE_NONE.match(heading):
        return None
    if draft.parent is None:
        if own == "unknown" and _BODYS_DUTIES.search(heading):
            return TaskKind.DUTY
        if own == "unknown" and _states_aims(heading, cues):
            return None
        if own == "unknown":
            return _after(kinds)
        return own if own is None else TaskKind(own)
    parent = kinds[draft.parent]
    if own is None and len(heading) <= 8:
        return None
    if draft.children and own in ("duty", "schedule"):
        return TaskKind(own)
    if draft.children and own == "task" and parent is None:
        return TaskKind.TASK
    return parent


_ARTICLE_NONE = re.compile(r"为了?[^。]{4,}|本(?:方案|办法|细则|规定|通知)(?:所称|适用|自|由.{2,20}解释)|.{0,12}自\d{4}年|根据.{4,}制定")


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


def with_kind(block: Block, kind: TaskKind | None) -> Block:
    """Return the block with another kind."""
    return replace(block, kind=kind)
