"""The title of a plan: which lines it stands on."""

from __future__ import annotations

import re

from zhize.authority import Cues
from zhize.numbering import mark_at
from zhize.outline.annexes import ANNEX_ALONE
from zhize.outline.kinds import heading_kind
from zhize.text import Paragraph, View

_STATUS = re.compile(r"（(?:(?:19|20)\d{2}年?-(?:19|20)\d{2}年?|试行|征求意见稿|草案|暂行|代拟稿|送审稿|修订稿)）")
_TITLE_STOP = re.compile(r"[。！？；：]")


def find_title(view: View, cues: Cues) -> tuple[int, list[tuple[int, int]]]:
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
        if ANNEX_ALONE.match(previous) or re.search(r"\d日?$|^（|(?:局|厅|委|部|会|室|院|府|关|队)$|号$", previous):
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
