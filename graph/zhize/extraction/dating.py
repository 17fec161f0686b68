"""Dates of a document: its year, its period, the date of its signature."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from zhize.numbering import numeral
from zhize.outline import Outline

_CN_YEAR = re.compile(r"[二〇零○一三四五六七八九]{4}(?=年)")

DATE_LINE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})?日?)|(?P<damaged>(?:19|20)\d{2}\d{2,4})|(?P<year3>20\d{2})(?P<month3>\d{1,2})月(?P<day3>\d{1,2})日)(?:印发|起草|印制|印)?"
)

_PERIOD = re.compile(
    r"(?:(?P<y1>(?:19|20)\d{2})(?:年|(?=\d{1,2}月)))?(?<!\d)(?P<m1>\d{1,2})(?:月)?(?:(?P<d1>\d{1,2})日)?(?:上旬|中旬|下旬|初|底)?(?:起|开始|开始，|起，|，)?"
    r"(?:至|到|-|直至)(?:(?P<y2>(?:19|20)\d{2}|次|翌|今|当)年)?(?P<m2>\d{1,2})月(?:份)?(?:(?P<d2>\d{1,2})日)?(?P<part>上旬|中旬|下旬|初|底)?"
)

_PERIOD_DAMAGED = re.compile(r"(?P<y1>20\d{2})(?P<m1>\d{1,2})月(?:份)?(?:(?P<d1>\d{1,2})日)?(?:至|到|-)(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?")

_DAYS = re.compile(
    r"(?:(?P<y1>(?:19|20)\d{2})年)?(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:起|开始|，)*(?:至|到|-)(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日"
)


def ascii_years(text: str) -> str:
    """Return the text with years in Chinese digits written in ASCII, length unchanged.

    >>> ascii_years("二〇一九年三月")
    '2019年三月'
    """
    return _CN_YEAR.sub(lambda m: str(numeral(m[0].replace("○", "〇"))), text)


@dataclass(frozen=True, slots=True)
class Dates:
    """Year, period and signature."""

    year: int | None
    starts: str | None
    ends: str | None
    published: str | None


def dates(outline: Outline) -> Dates:
    """Return the year, the period and the date of signature."""
    signed = published(outline)
    text = ascii_years(outline.view.text)
    name = "".join(text[a:b] for a, b in outline.title)
    year_found = re.search(r"(?:19|20)\d{2}", name) or re.search(r"(?:19|20)\d{2}(?=年)", text[: outline.head[1]])
    year = int(year_found[0]) if year_found is not None else (int(signed[:4]) if signed else None)
    if year is None:
        coded = re.search(r"〔((?:19|20)\d{2})〕", text[: outline.first_block + 200])
        first = re.search(r"((?:19|20)\d{2})年", text)
        year = int(coded[1]) if coded else (int(first[1]) if first else None)
    starts, ends = _period(text, outline, year)
    return Dates(year, starts, ends, signed)


def published(outline: Outline) -> str | None:
    """Return the date of signature: a labelled one, else a line that holds only a date, before the plan or after it."""
    text = ascii_years(outline.view.text)
    label = re.search(r"成文日期：((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日", text)
    if label is not None:
        return f"{label[1]}-{int(label[2]):02d}-{int(label[3]):02d}"
    found: list[tuple[int, str]] = []
    for paragraph in outline.view.paragraphs:
        line = text[paragraph.start : paragraph.end].split("\t")[-1].strip()
        line = cn_date(line).strip("（）").replace(" ", "")
        match = DATE_LINE.fullmatch(line) or re.fullmatch(
            r".{0,40}?(?:局|委|部|厅|办公室|政府|会|办|院)" + DATE_LINE.pattern, line
        )
        if match is not None and len(line) < 60:
            date = _signed(match)
            if date is not None and not line.endswith(("印发", "印")):
                found.append((paragraph.start, date))
    before = [date for at, date in found if at < max(outline.first_block, outline.head[1])]
    after = [date for at, date in found if at >= outline.first_block]
    if before:
        return before[0]
    if after:
        return after[0]
    under_title = framed(text[outline.plan[0] : outline.first_block])[1]
    if under_title is not None:
        return under_title
    label = re.search(r"(?:发布日期|发布时间|印发日期|日期)：((?:19|20)\d{2})[年\-](\d{1,2})[月\-](\d{1,2})", text)
    return f"{label[1]}-{int(label[2]):02d}-{int(label[3]):02d}" if label is not None else None


_FRAMED = re.compile(r"\n（([^（）\n]{8,300})）(?=\n)")

_ISSUED = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日[^（）\n]{0,8}(?:发布|印发|公布|通过)")

_CODED = re.compile(r"([\u4e00-\u9fff]{2,16})〔((?:19|20)\d{2})〕第?(\d{1,4})号")


def framed(preamble: str) -> tuple[str | None, str | None]:
    """Return number and date of a bracket under the title: （甲局、乙局 2012年2月27日联合发布 甲发〔2012〕8号）."""
    for framed in _FRAMED.finditer(ascii_years(preamble)):
        issued = _ISSUED.search(framed[1])
        coded = _CODED.search(framed[1].replace(issued[0], " ")) if issued is not None else None
        if issued is not None and coded is not None:
            date = f"{issued[1]}-{int(issued[2]):02d}-{int(issued[3]):02d}"
            return f"{coded[1]}〔{coded[2]}〕{coded[3]}号", date
    return None, None


def cn_date(line: str) -> str:
    """Return a date line with its Chinese numerals as digits: 2019年三月五日."""
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=[月日])", lambda m: str(numeral(m[0])), line)


def _signed(match: re.Match[str]) -> str | None:
    if match["damaged"]:
        digits = match["damaged"]
        year, rest = digits[:4], digits[4:]
        cuts = [(int(rest[:n]), int(rest[n:])) for n in (1, 2) if n < len(rest)]
        valid = [(m, d) for m, d in cuts if 1 <= m <= 12 and 1 <= d <= 31]
        if len(valid) == 1:
            return f"{year}-{valid[0][0]:02d}-{valid[0][1]:02d}"
        return None
    month = int(match["month"] or match["month3"])
    if not 1 <= month <= 12:
        return None
    day = match["day"] or match["day3"]
    year = int(match["year"] or match["year3"])
    if day and not 1 <= int(day) <= calendar.monthrange(year, month)[1]:
        return None
    return f"{match['year'] or match['year3']}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _period(text: str, outline: Outline, year: int | None) -> tuple[str | None, str | None]:
    """Return the period that the preamble, a section on time, or else the phases state."""
    under_title = text[outline.plan[0] : outline.plan[0] + 160]
    framed = re.search(r"(?<!阶段)（([^（）\n]*月[^（）\n]*(?:至|到|-)[^（）\n]*月[^（）\n]*)）", under_title)
    lead = text[: outline.first_block]
    if framed is not None and (period := _in_sentence(framed[1], year)) is not None:
        return period
    sentences = [s for s in re.split(r"[。；\n]", lead) if re.search(r"开展|进行|行动|为期|实施|时间|现就", s)]
    for sentence in reversed(sentences):
        period = _in_sentence(sentence, year)
        if period is not None:
            return period
    for block in outline.blocks:
        heading = text[block.title_start : block.title_end]
        if re.search(r"时间|期限", heading) and not re.search(r"阶段|步骤|进度", heading):
            period = _in_sentence(text[block.title_start : block.end], year)
            if period is not None:
                return period
    statement = re.compile(
        r"(?:行动|整治|治理|检查|活动|方案|时间|时限|工作)[^。；\n]{0,16}?(?:从|自|为|于|：)[^。；\n]{0,4}?((?:(?:19|20)\d{2}年)?\d{1,2}月[^。；\n]{0,30})"
    )
    for found in statement.finditer(text, outline.first_block):
        period = _in_sentence(found[1], year)
        if period is not None:
            return period
    stated = _STATED.search(text, outline.first_block)
    if stated is not None and (period := _in_sentence(stated[0], year)) is not None:
        return period
    return _phases(text, outline, year)


#: A period that names its year, said to be that of the campaign: 自2017年4月15日起至12月31日, 用半年左右时间（2022年4月至9月）.
_STATED = re.compile(
    r"(?:(?<!有效期)(?:自|从)|[用以][^。，；（）\n]{0,8}时间（)(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?起?(?:至|到|-|—)[^。；，）\n]{0,8}?\d{1,2}月(?:\d{1,2}日)?"
)


def _in_sentence(sentence: str, year: int | None) -> tuple[str | None, str | None] | None:
    """Return the period that a sentence states, or None."""
    sentence = cn_date(sentence)
    for pattern in (_DAYS, _PERIOD_DAMAGED, _PERIOD):
        found = pattern.search(sentence)
        if found is None:
            continue
        period = _as_period(found, year)
        if period is not None:
            return period
    until = re.search(r"(?:即日起|[自从]通知印发之日起)(?:至|到|，)+((?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日)?)", sentence)
    since = re.search(r"自((?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日)?)起(?:，|至)", sentence)
    starts, ends = _one_end(since, year), _one_end(until, year)
    return (starts, ends) if starts or ends else None


def _one_end(found: re.Match[str] | None, year: int | None) -> str | None:
    """Return the date of a period of which only one end is stated."""
    if found is None:
        return None
    match = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?").fullmatch(found[1])
    if match is None or not (match[1] or year) or not 1 <= int(match[2]) <= 12:
        return None
    return f"{match[1] or year}-{int(match[2]):02d}" + (f"-{int(match[3]):02d}" if match[3] else "")


def _as_period(found: re.Match[str], year: int | None) -> tuple[str, str] | None:
    groups = found.groupdict()
    first = int(groups["y1"]) if groups.get("y1") else year
    m1, m2 = int(groups["m1"]), int(groups["m2"] or groups["m1"])
    if first is None or not (1 <= m1 <= 12 and 1 <= m2 <= 12):
        return None
    written = groups.get("y2")
    last = first + 1 if written in ("次", "翌") else (int(written) if written and written.isdecimal() else first)
    if written is None and m2 < m1:
        last += 1
    starts = f"{first}-{m1:02d}" + (f"-{int(groups['d1']):02d}" if groups.get("d1") else "")
    ends = f"{last}-{m2:02d}" + (f"-{int(groups['d2']):02d}" if groups.get("d2") else "")
    return starts, ends


def _in_month(heading: str, year: int | None) -> tuple[str, str] | None:
    """Return the month that a phase's heading names as its beginning and end: 动员部署阶段（3月）."""
    found = re.search(r"（(?:(\d{4})年)?(\d{1,2})月份?(?:[上中下]旬)?）", cn_date(heading))
    if found is None or not (found[1] or year) or not 1 <= int(found[2]) <= _MONTHS:
        return None
    month = f"{found[1] or year}-{int(found[2]):02d}"
    return month, month


_MONTHS = 12


def _phases(text: str, outline: Outline, year: int | None) -> tuple[str | None, str | None]:
    """Return the first start and the last end of the phases that the schedule's headings name."""
    found: list[tuple[str, str]] = []
    for block in outline.blocks:
        if block.kind is not None and block.kind.value == "schedule":
            sentence = text[block.title_start : min(block.end, block.title_end + 40)]
            last = int(found[-1][1][:4]) if found else year
            period = _in_sentence(sentence, last) or _in_month(sentence, last)
            if period is not None:
                found.append((period[0] or "", period[1] or ""))
    if len(found) < 2:
        return None, None
    return found[0][0], found[-1][1]
