"""Deadlines: dates by which something is due, damaged ones (20171115日前) read as far as the digits tell."""

from __future__ import annotations

import calendar
import re

from zhize.extraction.context import Context
from zhize.model import Deadline
from zhize.numbering import numeral

_DEADLINE = re.compile(
    r"""
    (?P<recurring>每(?:年|季度?|月|周|旬|半年|日|天|两周|半月)(?:\d{1,2}月\d{1,2}[日号]|[\u4e00-\u9fff]{0,4}?\d{0,2}(?:月|日|号|个工作日)?)?(?:底|末|初)?(?:之?前|以前))
  | (?:不迟于|不晚于|截至|截止到|截止)(?P<year3>\d{4})?年?(?P<month3>\d{1,2})月(?P<day3>\d{1,2})[日号]
  | (?:(?P<year>\d{4}|今|本|明|次|当)年|(?<![年\d.]))(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})[日号](?:\d{1,2}(?:时|点|：00))?(?:(?:之前|前)(?!后)|以前|下班前)
  | (?:(?P<year8>\d{4}|今|本|明|次|当)年|(?<![年\d.]))(?P<month8>\d{1,2})月(?P<day8>\d{1,2})[日号](?=(?:[、和及](?:\d{4}年)?\d{1,2}月\d{1,2}[日号]){1,4}(?:(?:之前|前)(?!后)|以前))
  | (?<![\d.])(?P<year6>\d{4})\.(?P<month6>\d{1,2})\.(?P<day6>\d{1,2})日?(?:之?前|以前)
  | (?:(?P<han_year>[〇零一二三四五六七八九]{4})年|(?<!年))(?P<han_month>十[一二]?|[一二三四五六七八九])月(?P<han_day>[一二三四五六七八九十]{1,3})日(?:之?前|以前)
  | (?:(?P<han_year9>[〇零一二三四五六七八九]{4})年|(?<!年))(?P<han_month9>十[一二]?|[一二三四五六七八九])月(?P<part9>底|末|中旬|上旬|下旬)(?:之?前|以前)
  | (?:(?P<year7>\d{4}|今|本|明|次|当)年)?第?(?P<quarter7>[一二三四])季度(?:末|底)?(?:之?前|以前)
  | (?P<year2>\d{4}|今|本|明|次|当)?年?(?P<month2>\d{1,2})月(?P<part>底|末|中旬|上旬|下旬|初)?(?:之?前|以前)
  | (?P<year4>\d{4}|今|本|明|次|当)年(?P<quarter>[一二三四]季度)?(?:年?(?:底|末))(?:之?前|以前)
  | (?<!\d)(?P<yearend>年(?:底|末))(?:之?前|以前)
  | (?<![\d.])(?P<damaged>(?:20\d{2})?\d{3,4})日前
  | (?<!\d)(?<!\d月)(?P<day5>\d{1,2})[日号](?:之?前|以前)
    """,
    re.VERBOSE,
)
_LABELLED = re.compile(
    r"(?P<year>\d{4})?年?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|中旬|上旬|下旬|初))?(?:之?前|以前)?"
    r"|(?P<year4>\d{4})年(?:底|末)(?:之?前|以前)?|(?P<yearend>年(?:底|末))(?:之?前|以前)?"
)


def deadlines(
    context: Context,
    spans: list[tuple[int, int]],
    year: int | None,
    first_month: int,
    due: tuple[tuple[int, int], ...] = (),
) -> tuple[Deadline, ...]:
    """Return the deadlines of the spans; ``year`` and ``first_month`` of the plan decide a date without a year.

    ``due`` are spans that hold nothing but a deadline, the cells of such a column.
    """
    found: list[Deadline] = []
    seen: set[tuple[int, int]] = set()
    for start, end in due:
        cell = _LABELLED.match(context.text, start, end)
        if cell is not None:
            seen.add(cell.span())
            found.append(_deadline(context, cell, end, year, first_month))
    for start, end in spans:
        for match in _labelled(context, start, end):
            seen.add(match.span())
            found.append(_deadline(context, match, end, year, first_month))
        for match in _DEADLINE.finditer(context.text, start, end):
            if any(a < match.end() and match.start() < b for a, b in seen):
                continue
            if match["day5"] and not re.search(r"每月|月", context.text[max(start, match.start() - 12) : match.start()]):
                continue
            found.append(_deadline(context, match, end, year, first_month))
    return tuple(sorted(found, key=lambda deadline: deadline.mention.start))


def _labelled(context: Context, start: int, end: int) -> list[re.Match[str]]:
    """Return the dates after labels such as 完成时限：."""
    labels = context.tables.cues.alternatives("label-time")
    found: list[re.Match[str]] = []
    for label in re.compile(rf"(?:{labels})(?:为|：|\t)").finditer(context.text, start, end):
        match = _LABELLED.match(context.text, label.end(), end)
        if match is not None:
            found.append(match)
    return found


def _deadline(context: Context, match: re.Match[str], end: int, year: int | None, first_month: int) -> Deadline:
    """Return the deadline of a match, with what is due: the words after it up to the end of the sentence."""
    text = context.text
    stop = re.compile(r"[。；\n]").search(text, match.end(), min(end, match.end() + 160))
    what = text[match.end() : stop.start() if stop is not None else min(end, match.end() + 120)].strip("，、）。：")
    return Deadline(_date(match, year, first_month), what, context.mention(match.start(), match.end(), "deadline"))


def _date(match: re.Match[str], year: int | None, first_month: int) -> str | None:
    """Return the ISO date of a match, or None for a recurring or undatable one."""
    groups = match.groupdict()
    if groups.get("recurring") or groups.get("day5"):
        return None
    if groups.get("damaged"):
        return _damaged(groups["damaged"], year, first_month)
    if groups.get("yearend"):
        return f"{year}-12-31" if year else None
    if groups.get("year4"):
        named = _year(groups["year4"], year)
        month = 3 * "一二三四".index((groups.get("quarter") or "四")[0]) + 3
        return f"{named}-{month:02d}-{calendar.monthrange(named, month)[1]}" if named else None
    if groups.get("quarter7"):
        named = _year(groups["year7"], year)
        month = 3 * "一二三四".index(groups["quarter7"]) + 3
        return f"{named}-{month:02d}-{calendar.monthrange(named, month)[1]}" if named else None
    groups = _in_digits(groups)
    month_text = groups.get("month") or groups.get("month2") or groups.get("month3") or groups.get("month6")
    if not month_text:
        return None
    month = int(month_text)
    if not 1 <= month <= 12:
        return None
    written = groups.get("year") or groups.get("year2") or groups.get("year3") or groups.get("year6")
    named = _year(written, year)
    if named is None:
        return None
    if written is None and month < first_month and first_month - month >= 4:
        named += 1
    day = groups.get("day") or groups.get("day3") or groups.get("day6")
    if day:
        return f"{named}-{month:02d}-{int(day):02d}" if 1 <= int(day) <= calendar.monthrange(named, month)[1] else None
    last = calendar.monthrange(named, month)[1]
    part = {"中旬": 20, "上旬": 10, "初": 5}.get(groups.get("part") or "", last)
    if groups.get("part") is None and groups.get("month2"):
        part = last
    return f"{named}-{month:02d}-{part:02d}"


def _in_digits(groups: dict[str, str | None]) -> dict[str, str | None]:
    """Return the groups of a match with dates in Chinese numerals and those of a list (9月10日、12月10日前) under the usual names."""
    found = dict(groups)
    if found.get("han_month9"):
        found |= {"month2": str(numeral(found["han_month9"] or "")), "part": found["part9"]}
        found["year2"] = found["han_year9"] and str(numeral(found["han_year9"]))
    if found.get("month8"):
        found |= {"month": found["month8"], "day": found["day8"], "year": found["year8"]}
    if found.get("han_month"):
        found |= {"month": str(numeral(found["han_month"] or "")), "day": str(numeral(found["han_day"] or ""))}
        found["year"] = found["han_year"] and str(numeral(found["han_year"]))
    return found


def _year(written: str | None, year: int | None) -> int | None:
    if written is None or written in ("今", "本", "当"):
        return year
    if written in ("明", "次"):
        return year + 1 if year else None
    return int(written)


def _damaged(digits: str, year: int | None, first_month: int) -> str | None:
    """Return the date of digits that lost 年 or 月: 20171115 and 1125; None where they can be cut in two ways.

    >>> _damaged("20171115", 2017, 7), _damaged("1125", 2017, 7), _damaged("111", 2017, 1)
    ('2017-11-15', '2017-11-25', None)
    """
    if len(digits) > 4:
        year, digits = int(digits[:4]), digits[4:]
    if year is None:
        return None
    cuts = [(int(digits[:n]), int(digits[n:])) for n in (1, 2) if n < len(digits) and digits[n] != "0"]
    valid = [(m, d) for m, d in cuts if 1 <= m <= 12 and 1 <= d <= calendar.monthrange(year, m)[1]]
    if len(valid) > 1:
        valid = [(m, d) for m, d in valid if m >= first_month]
    if len(valid) != 1:
        return None
    return f"{year}-{valid[0][0]:02d}-{valid[0][1]:02d}"
