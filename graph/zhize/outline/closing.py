"""How lists and plans close: paragraphs after the last item, signatures, imprints."""

from __future__ import annotations

import re

from zhize.authority import Cues
from zhize.numbering import mark_at
from zhize.outline.tree import Draft
from zhize.text import Paragraph

_DATE_LINE = re.compile(r"(?:[12]\d{3}|[二〇零○一-九]{4})年.{1,4}月.{0,4}日?")
#: The line with which an office prints a document: 某市人民政府办公室 2025年3月18日印发.
_IMPRINT = re.compile(r"[\u4e00-\u9fff（）]{4,40}(?:办公室|办公厅|秘书处|局|委|会|组|厅)?[\t ]*\d{4}年\d{1,2}月\d{1,2}日印(?:发|制)?|(?:抄送|抄报|主送|分送|主题词|校对)：.*|（?共印\d{1,5}份）?")


def is_date(line: str) -> bool:
    """Tell whether a line holds nothing but a date, as under a signature."""
    return _DATE_LINE.fullmatch(line) is not None


def unsigned(text: str, paragraphs: list[Paragraph], cues: Cues) -> list[Paragraph]:
    """Return the paragraphs without the lines of names and the date with which a plan is signed at its end."""
    left = len(paragraphs)
    while left > 1 and _IMPRINT.fullmatch(text, paragraphs[left - 1].start, paragraphs[left - 1].end):
        left -= 1
    paragraphs = paragraphs[:left]
    while left > 1 and is_date(text[paragraphs[left - 1].start : paragraphs[left - 1].end]):
        left -= 1
    if left == len(paragraphs):
        return paragraphs
    while left > 1 and _signs(text[paragraphs[left - 1].start : paragraphs[left - 1].end], cues):
        left -= 1
    return paragraphs[:left]


def _signs(line: str, cues: Cues) -> bool:
    """Tell whether a line holds nothing but names of bodies, as under a plan."""
    if mark_at(line) is not None:
        return False
    names = re.split(r"[\t ]+", line.strip("\t "))
    return all(_NAME.fullmatch(name) and name.endswith(cues.of("body-suffix")) for name in names)


_NAME = re.compile(r"[\u4e00-\u9fff（）]{4,44}")


_LABEL_LINE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:单位|部门|处室|时限|领导)：")
_HOLDER_LINE = re.compile(r"[\u4e00-\u9fff（）、]{3,30}[局委办部厅院署队会社联]：")
_CLAUSE_LINE = re.compile(r"（|[\u4e00-\u9fff]{2,8}(?:单位|部门)：|以上")


def closing_paragraphs(text: str, drafts: list[Draft]) -> dict[int, tuple[int, int]]:
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
        if any(all(line.match(text, *span) for span in (before, surplus[0])) for line in (_LABEL_LINE, _HOLDER_LINE)):
            continue  # several labelled lines of one item, or the duties of several bodies
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


def _short(text: str, draft: Draft) -> bool:
    """Tell whether the block's first paragraph is only a heading."""
    start, end = draft.paragraphs[0]
    return end - start < 50 and text[end - 1] not in "。；"
