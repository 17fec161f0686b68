"""Instruments cited: names in book-title marks, with articles; names without marks where the table is certain.

Book-title marks nest 《…〈…〉…》 (GB/T 15834-2011, section 4.15); plans also break them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.extraction.context import Context
from zhize.model import Law, Mention


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in the view: where, what it names, which article."""

    start: int
    end: int
    name: str
    article: str | None


_ARTICLE = re.compile(
    r"(?:的|（[^（）]{1,20}）)?(第[〇零一二三四五六七八九十百\d]+条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\d]+款)?(?:第?[（一二三四五六七八九十）\d]+项)?"
    r"(?:(?:、|和|至|-)第[〇零一二三四五六七八九十百\d]+条)*)"
)
_NO_LAW = re.compile(
    r"(?:许可证|许可|执照|证书|证明|合格证|登记证|资格证|准许证|备案证|检疫证|身份证|通行证|出生证|证|卡|报告|报告书|报告单|通知书|告知书|承诺书|责任书|决定书|建议书|协议书|意见书|"
    r"申请书|委托书|说明书|统计表|情况表|汇总表|登记表|审批表|一览表|报表|表|台账|清单|名单|目录表|日报|晚报|新闻|报|杂志|合同书|一封信|公开信|示范文本|文书|文件|单|书)(?:（.*?）)?$"
)
_NEVER_LAW = re.compile(r"(?:手册|指南|备忘录|指标体系|教材|读本|汇编)$")
_DEEPEST = 4
"""Titles stand in titles at most so deep."""


def _titles(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost book titles; one left open ends before the sentence does, or where another opens after 、."""
    position = start
    while True:
        opened = text.find("《", position, end)
        if opened < 0:
            return
        depth, at = 1, opened + 1
        limit = min(end, opened + 130)
        closed = -1
        while at < limit:
            char = text[at]
            if char == "《":
                if text[at - 1] in "、，和及":
                    closed = at - 1
                    break
                depth += 1
                if depth > _DEEPEST:
                    break
            elif char == "》":
                depth -= 1
                if depth == 0:
                    closed = at
                    break
            elif char in "。；\n" and depth:
                break
            at += 1
        if closed < 0:
            found = re.compile(r"》").search(text, opened + 1, limit)
            if found is not None and depth == 2:
                closed = found.start()
        if closed < 0:
            guess = re.compile(r"《[^《》，。；、\n]{2,40}?(?:法|条例|办法|规定|通知|意见|方案|细则|规划|决定)").match(text, opened, end)
            if guess is not None:
                yield opened, guess.end()
                position = guess.end()
                continue
            position = opened + 1
            continue
        stop = closed + 1 if text[closed] == "》" else closed
        yield opened, stop
        position = stop


def citations(context: Context, start: int, end: int) -> Iterator[Citation]:
    """Yield the instruments that ``text[start:end]`` cites, in order."""
    text = context.text
    taken: list[tuple[int, int]] = []
    for left, right in _titles(text, start, end):
        inner = text[left + 1 : right - 1] if text[right - 1] == "》" else text[left + 1 : right]
        if not is_law(inner, context):
            continue
        article = _ARTICLE.match(text, right, min(end, right + 60))
        several = _several(inner, context)
        if several:
            taken.append((left, right))
            yield from (Citation(left, right, canonical(each, context), None) for each in several)
            continue
        name = canonical(context.abbreviations.get(inner, inner), context)
        taken.append((left, right))
        yield Citation(left, right, name, article[1] if article is not None else None)
    yield from _unmarked(context, start, end, taken)


def _several(inner: str, context: Context) -> list[str]:
    """Return the names where one pair of marks holds several: 《广告法、反不正当竞争法》; else none."""
    parts = re.split("、", inner)
    if len(parts) < 2 or inner in context.tables.law_names:
        return []
    return parts if all(part in context.tables.law_names or _ENDS_AS_LAW.search(part) for part in parts) else []


_ENDS_AS_LAW = re.compile(r"[\u4e00-\u9fff]{2,}(?:法|条例|办法|规定|细则)(?:（[^（）]*）)?$")


def _unmarked(context: Context, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[Citation]:
    """Yield laws named without book-title marks: by a name of some length, or a short one after a word that leads to it."""
    text, known = context.text, context.tables.law_names
    for found in _LAW_END.finditer(text, start, end):
        right = found.end()
        for left in range(max(start, right - _LONGEST), right - 2):
            law = known.get(text[left:right])
            if law is None or any(a <= left < b for a, b in taken):
                continue
            if right - left < _TELLING and _LEADS.search(text, max(start, left - 8), left) is None:
                continue
            if _AMENDED.match(text, right, end) or _AMENDS.search(text, max(start, left - _LONGEST), left):
                break
            article = _ARTICLE.match(text, right, end)
            yield Citation(left, right, law.name, article[1] if article is not None else None)
            break


_LAW_END = re.compile(r"(?<![办方做执司立普违守])(?:法(?![律规院制治人定庭官学医])|条例)")
#: A law that is to be made or changed is no ground to act on.
_AMENDED = re.compile(r"[\u4e00-\u9fff、《》]{0,40}(?:立法|修改|修订|修正|起草|出台)")
_AMENDS = re.compile(r"(?:修改|修订|修正|起草|制定)[^。；，\n]*$")
_LONGEST = 24
_TELLING = 5
"""A law's name of so many characters needs no word that leads to it."""
_LEADS = re.compile(r"(?:依据|依照|根据|按照|违反|执行|贯彻|适用|遵守|法、|条例、)$")


def is_law(inner: str, context: Context) -> bool:
    """Tell whether a book title names an instrument, not a certificate, a form or a manual."""
    if not 2 <= len(inner) <= 120:
        return False
    if inner in context.tables.law_names:
        return True
    if inner.endswith(("法", "条例", "办法", "规定", "通知", "方案", "意见", "规划", "细则", "决定", "计划", "标准", "规范", "公告", "通告", "解释", "规则", "规程", "准则", "纲要", "公约", "要点", "制度", "措施", "函", "批复", "制度（试行）")):
        return True
    return _NO_LAW.search(inner) is None and _NEVER_LAW.search(inner) is None


def canonical(inner: str, context: Context) -> str:
    """Return the full official name of an instrument; the words themselves where the table has it not."""
    # What stands in brackets may go (试行, 2018年修正), but not the years that tell a plan from its successor.
    law = context.tables.law_names.get(inner) or context.tables.law_names.get(re.sub(r"（(?!\d{4}-)[^（）]*）$", "", inner))
    if law is not None:
        return law.name
    if re.fullmatch(r"[\u4e00-\u9fff、]{2,24}法", inner) and not inner.startswith("中华人民共和国") and not inner.endswith(("办法", "方法", "做法")):
        return "中华人民共和国" + inner
    return inner


def laws(context: Context, spans: list[tuple[int, int]]) -> tuple[Law, ...]:
    """Return the instruments that the spans cite, one entry for each, with all mentions."""
    grouped: dict[str, list[Citation]] = {}
    for start, end in spans:
        for citation in citations(context, start, end):
            grouped.setdefault(citation.name, []).append(citation)
    known = context.tables.law_names
    return tuple(
        Law(
            name,
            tuple(_mention(context, citation) for citation in group),
            next((citation.article for citation in group if citation.article), None),
            name in known,
        )
        for name, group in grouped.items()
    )


def _mention(context: Context, citation: Citation) -> Mention:
    return context.mention(citation.start, citation.end, "book-title" if context.text[citation.start] == "《" else "law-name")
