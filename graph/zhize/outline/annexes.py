"""Where the annexes of a plan begin."""

from __future__ import annotations

import re

from zhize.authority import Cues
from zhize.numbering import mark_at
from zhize.text import View

_ANNEX = re.compile(r"附\s*(?:件|表|录)[\d一二三四五六七八九十]{0,2}(?:[:：.、].*|\d?$|$)|附[：:].*")
ANNEX_ALONE = re.compile(r"附\s*(?:件|表|录)[\d一二三四五六七八九十]{0,2}[:：]?$")
_FORM_TITLE = re.compile(r".{0,40}(?:统计表|情况表|汇总表|报表|登记表|一览表)[\d一二三四五]{0,2}$")


def find_annex(view: View, first: int, cues: Cues) -> int:
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
