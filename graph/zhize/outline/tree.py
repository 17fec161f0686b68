"""From marks to a tree: which numbers open blocks, and below which block each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from zhize.authority import Cues
from zhize.numbering import Mark, mark_at
from zhize.outline.kinds import heading_kind
from zhize.text import Paragraph


@dataclass(slots=True)
class Draft:
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


_INLINE = re.compile(r"(?<=[。；：！？”）\u4e00-\u9fff])(?=（[一二三四五六七八九十\d]{1,3}[）、])|(?<=[。；：！？”）])(?=[一二三四五六七八九十①-⑳\d])|(?<=[\u4e00-\u9fff])(?=\d{1,2}[、．][\u4e00-\u9fff])")


def grown(text: str, paragraphs: list[Paragraph], cues: Cues) -> tuple[list[Draft], int]:
    """Return the numbered blocks in order, and where the unnumbered lead ends."""
    drafts: list[Draft] = []
    stack: list[int] = []
    lead = paragraphs[0].start if paragraphs else 0
    head: tuple[int, int] | None = None
    for at, paragraph in enumerate(paragraphs):
        bare = _bare_head(text, paragraph, paragraphs[at + 1 : at + 2], cues) if drafts else None
        if bare is not None:
            head = bare
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
    name_paths(drafts)
    return drafts, lead


def _bare_head(text: str, paragraph: Paragraph, following: list[Paragraph], cues: Cues) -> tuple[int, int] | None:
    """Return the span of the name where a line names a body and nothing else, with a numbered item right after it.

    县公安局, 县公安局： and 县公安局主要职责： are such lines.
    """
    line = text[paragraph.start : paragraph.end]
    told = _DUTIES.search(line)
    name = line[: told.start()] if told is not None else line
    if not 3 <= len(name) <= _LONGEST_NAME or not name.endswith(cues.of("body-suffix")) or re.search(r"[，。；：、\t（）|]", name):
        return None
    if not following or mark_at(name) is not None:
        return None
    mark = mark_at(text, following[0].start)
    if mark is None or mark.style in ("part", "cn", "article"):
        return None
    return paragraph.start, paragraph.start + len(name)


#: What may follow the name of a body at the head of its duties.
_DUTIES = re.compile(r"(?:的|主要|工作|具体)*(?:职责|负责)(?:以下[\u4e00-\u9fff]{0,6})?：?$|：$")
_LONGEST_NAME = 20


def _pieces(
    text: str, paragraph: Paragraph, drafts: list[Draft], cues: Cues
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
    text: str, start: int, end: int, drafts: list[Draft], stack: list[int], cues: Cues, *, opens: bool
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


def _in_sequence(numbers: tuple[int, ...], drafts: list[Draft]) -> bool:
    """Tell whether a decimal number goes on from those before it: 2.3 after 2.2, or below a block 2; 3.15 is a day."""
    if numbers[-1] == 1:
        return True
    before = [d.mark.numbers for d in drafts if d.mark.style == "decimal"]
    return any(b[: len(numbers) - 1] == numbers[:-1] and len(b) >= len(numbers) and b[len(numbers) - 1] < numbers[-1] for b in before[-60:])


def _push(drafts: list[Draft], stack: list[int], mark: Mark, start: int) -> None:
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
    drafts.append(Draft(mark, number, start, start + mark.end, parent, len(stack)))
    index = len(drafts) - 1
    if parent is not None:
        drafts[parent].children.append(index)
    stack.append(index)


def _prefix(drafts: list[Draft], stack: list[int], numbers: tuple[int, ...]) -> bool:
    """Tell whether the stack's numbers are the beginning of ``numbers``."""
    so_far = tuple(n for i in stack for n in drafts[i].number)
    return len(so_far) < len(numbers) and numbers[: len(so_far)] == so_far


def name_paths(drafts: list[Draft]) -> None:
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
