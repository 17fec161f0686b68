"""Facts of the document: title, number, level, region, year, period, signature, addressees, basis, truncation."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.authority import Tables
from zhize.model import Level
from zhize.numbering import mark_at, numeral
from zhize.outline import Outline
from zhize.resolve import ZONES

_CN_YEAR = re.compile(r"[二〇零○一三四五六七八九]{4}(?=年)")
_NUMBER = re.compile(r"(?P<agency>[\u4e00-\u9fff（）A-Za-z]{1,20}?)(?:〔|\[|【|（)?(?P<year>(?:19|20)\d{2})(?:〕|\]|】|）)?第?(?P<serial>\d{1,4})号?")
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})年?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日?)?")
_DATE_LINE = re.compile(
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
_PLACES = re.compile(r"各(?:省|自治区|直辖市|市|州|盟|区|县|旗|地|、|（|）)+")
"""Classes of places that share the name of a body after them: 各省、自治区、直辖市人民政府."""
_BASIS = re.compile(r"(?:根据|按照|依据|依照|落实|贯彻|遵照|结合|转发)[^。；，《》]{0,24}$")


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


@dataclass(frozen=True, slots=True)
class Where:
    """Level and region of the plan."""

    level: Level | None
    region: str | None


def title(outline: Outline) -> str | None:
    """Return the plan's own title, its lines joined."""
    text = "".join(outline.view.source[a:b] for a, b in (outline.view.span(*span) for span in outline.title))
    text = re.sub(r"[\s*]|^#+", "", text)
    inner = re.search(r"关于(?:联合)?(?:印发|转发|下发)《?(.+?)》?的通知$", text)
    if inner is not None and len(inner[1]) > 6:
        return inner[1].strip("《》")
    return _ISSUERS_FIRST.sub("", text) or None


#: Three and more bodies that issue a notice together, before what it is about.
_ISSUERS_FIRST = re.compile(r"^(?:[\u4e00-\u9fff]{2,14}?(?:局|部|委|办|厅|署|院|总行|政法委)){3,}(?=关于)")


def number(outline: Outline) -> str | None:
    """Return the document number (文号) in its canonical form; one that lost its brackets is repaired."""
    text = outline.view.text
    head = [p for p in outline.view.paragraphs if p.start < max(outline.first_block, outline.head[1])]
    for paragraph in head:
        line = text[paragraph.start : paragraph.end]
        label = re.search(r"(?:文号|发文字号|文件编号|发文号|编号)：\s*([^\s\t]+?号)", line)
        if label is not None:
            found = _NUMBER.match(label[1])
            if found is not None:
                return f"{found['agency']}〔{found['year']}〕{found['serial']}号"
    for paragraph in head[:25]:
        for cell in text[paragraph.start : paragraph.end].split("\t"):
            found = _NUMBER.fullmatch(cell.strip().strip("（）"))
            if found is None or found["agency"].endswith(("年", "于")) or len(found["agency"]) < 2:
                continue
            if re.search(r"月|日", cell) is None:
                return f"{found['agency']}〔{found['year']}〕{found['serial']}号"
    return _framed(text[outline.plan[0] : outline.first_block])[0]


_FRAMED = re.compile(r"\n（([^（）\n]{8,300})）(?=\n)")
_ISSUED = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日[^（）\n]{0,8}(?:发布|印发|公布|通过)")
_CODED = re.compile(r"([\u4e00-\u9fff]{2,16})〔((?:19|20)\d{2})〕第?(\d{1,4})号")


def _framed(preamble: str) -> tuple[str | None, str | None]:
    """Return number and date of a bracket under the title: （甲局、乙局 2012年2月27日联合发布 甲发〔2012〕8号）."""
    for framed in _FRAMED.finditer(ascii_years(preamble)):
        issued = _ISSUED.search(framed[1])
        coded = _CODED.search(framed[1].replace(issued[0], " ")) if issued is not None else None
        if issued is not None and coded is not None:
            date = f"{issued[1]}-{int(issued[2]):02d}-{int(issued[3]):02d}"
            return f"{coded[1]}〔{coded[2]}〕{coded[3]}号", date
    return None, None


def published(outline: Outline) -> str | None:
    """Return the date of signature: a labelled one, else a line that holds only a date, before the plan or after it."""
    text = ascii_years(outline.view.text)
    label = re.search(r"成文日期：((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日", text)
    if label is not None:
        return f"{label[1]}-{int(label[2]):02d}-{int(label[3]):02d}"
    found: list[tuple[int, str]] = []
    for paragraph in outline.view.paragraphs:
        line = text[paragraph.start : paragraph.end].split("\t")[-1].strip()
        line = _cn_date(line).strip("（）").replace(" ", "")
        match = _DATE_LINE.fullmatch(line) or re.fullmatch(
            r".{0,40}?(?:局|委|部|厅|办公室|政府|会|办|院)" + _DATE_LINE.pattern, line
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
    framed = _framed(text[outline.plan[0] : outline.first_block])[1]
    if framed is not None:
        return framed
    label = re.search(r"(?:发布日期|发布时间|印发日期|日期)：((?:19|20)\d{2})[年\-](\d{1,2})[月\-](\d{1,2})", text)
    return f"{label[1]}-{int(label[2]):02d}-{int(label[3]):02d}" if label is not None else None


def _cn_date(line: str) -> str:
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
    return _phases(text, outline, year)


def _in_sentence(sentence: str, year: int | None) -> tuple[str | None, str | None] | None:
    """Return the period that a sentence states, or None."""
    sentence = _cn_date(sentence)
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


def _phases(text: str, outline: Outline, year: int | None) -> tuple[str | None, str | None]:
    """Return the first start and the last end of the phases that the schedule's headings name."""
    found: list[tuple[str, str]] = []
    for block in outline.blocks:
        if block.kind is not None and block.kind.value == "schedule":
            sentence = text[block.title_start : min(block.end, block.title_end + 40)]
            period = _in_sentence(sentence, int(found[-1][1][:4]) if found else year)
            if period is not None:
                found.append((period[0] or "", period[1] or ""))
    if len(found) < 2:
        return None, None
    return found[0][0], found[-1][1]


def where(outline: Outline, tables: Tables, issued_by: list[str], number_: str | None) -> Where:
    """Return level and region, from the title, the issuers, the number and the names that the head mentions.

    A district named without its city is one of the only city that the text names.
    """
    found = _where(outline, tables, issued_by, number_)
    region = found.region or ""
    if found.level is not Level.COUNTY or not region.endswith("区") or any(region.startswith(n) for n in tables.region_names):
        return found
    text = outline.view.text
    cities = {
        each.name for each in tables.regions
        if each.name.endswith("市") and each.level in (Level.MUNICIPAL, Level.PROVINCIAL) and each.name in text
    }  # fmt: skip
    return Where(Level.COUNTY, cities.pop() + region) if len(cities) == 1 else found


def _where(outline: Outline, tables: Tables, issued_by: list[str], number_: str | None) -> Where:
    """Return level and region as the names of the document tell them."""
    text = outline.view.text
    names = [text[a:b] for a, b in outline.title]
    title_text = "".join(names)
    notice = [text[p.start : p.end] for p in outline.view.paragraphs if p.start < outline.head[1] and p.end - p.start < 90]
    signed = _leading_region(issued_by[0], tables) if issued_by else None
    for candidate in (title_text, *(n for n in notice if "关于" in n), *issued_by[:1]):
        found = _leading_region(candidate, tables, text)
        if found is not None:
            # A notice's last line of issuers may begin with the city; who signs first says whose plan it is.
            below = signed is not None and found.region is not None and (signed.region or "").startswith(found.region)
            return signed if below and signed is not None and title_text.startswith("关于") else found
    if number_ is not None:
        for region in tables.regions:
            if region.level is Level.PROVINCIAL and any(len(s) == 1 and number_.startswith(s) for s in region.short):
                return Where(Level.PROVINCIAL, region.name)
    national = ("国务院", "国家", "中央", "总局", "部际", "全国")
    head = text[: outline.first_block + 400]
    lead = title_text + "".join(issued_by[:1])
    if any(word in lead for word in national) or re.search(r"^[\u4e00-\u9fff]{2,12}(?:部|总局)等", title_text):
        return Where(Level.NATIONAL, "全国")
    marked = _marked_region(text, tables)
    if marked is not None:
        return marked
    if any(word in head for word in national):
        return Where(Level.NATIONAL, "全国")
    return Where(None, None)


_MARKED = {
    "自治区": Level.PROVINCIAL, "省": Level.PROVINCIAL, "市": Level.MUNICIPAL, "州": Level.MUNICIPAL,
    "县": Level.COUNTY, "区": Level.COUNTY,
}  # fmt: skip
_MARKED_BODY = re.compile(
    r"(?:^|[、，。；：\n（由\t])(自治区|省|市|州|县|区)(?:级)?(?:[\u4e00-\u9fff]{1,8}?(?:局|厅|委(?!员)|办)|委|政府)", re.MULTILINE
)


def _marked_region(text: str, tables: Tables) -> Where | None:
    """Return the region that 省, 市 or 自治区 before bodies' names means: the one of that class named most."""
    marks = Counter(_MARKED_BODY.findall(text))
    if not marks:
        return None
    marker = max(marks, key=lambda m: (marks[m], m))
    level = _MARKED[marker]
    scores: Counter[str] = Counter()
    for name, region in tables.region_names.items():
        seen = text.count(name) * len(name) if region.level is not Level.NATIONAL and len(name) > 1 else 0
        if not seen:
            continue
        above = tables.region_codes.get(region.parent)
        for own in (region, above):
            if own is not None and own.name.endswith(marker) and (own.level is level or marker == "市"):
                scores[own.name] += seen
    if not scores:
        return None
    best = tables.region_names[min(scores, key=lambda name: (-scores[name], name))]
    return Where(best.level, best.name)



#: Zones that are governed as districts are.
_ZONE = re.compile(r"(?:经济技术|高新技术产业|高新技术|经济|高新|综合|现代产业)?(?:开发区|产业园区|示范区|试验区|保税区|合作区|管理区)(?=.)")


_ZONE_SHORT = re.compile(rf"(?:{'|'.join(ZONES)})(?=.)")


def _leading_region(candidate: str, tables: Tables, text: str = "") -> Where | None:
    """Return the region with which a title or a name begins; a zone by its full name where the text has it."""
    candidate = re.sub(r"^(?:关于)?(?:印发|转发)?[《“]*(?:(?:19|20)\d{2}年?度?)?", "", ascii_years(candidate))
    candidate = re.sub(r"^(?:关于)?(?:印发|转发)?[《“]*(?:国家税务总局|中共|中国人民银行|中华人民共和国|共青团)?", "", candidate)
    region = next((tables.region_names[candidate[:n]] for n in range(12, 1, -1) if candidate[:n] in tables.region_names), None)
    rest = candidate
    if region is not None:
        matched = next(candidate[:n] for n in range(12, 1, -1) if candidate[:n] in tables.region_names)
        rest = candidate[len(matched) :]
        if region.level is Level.NATIONAL:
            return Where(Level.NATIONAL, "全国")
        inner = next((tables.region_names[rest[:n]] for n in range(12, 1, -1) if rest[:n] in tables.region_names), None)
        if inner is not None and inner.parent == region.code:
            rest = rest[len(next(rest[:n] for n in range(12, 1, -1) if rest[:n] in tables.region_names)) :]
            region = inner
    short = _ZONE_SHORT.match(rest)
    if short is not None and region is not None and region.level in (Level.MUNICIPAL, Level.PROVINCIAL):
        placed = candidate[: len(candidate) - len(rest)]
        full = placed + ZONES[short[0]]
        return Where(Level.COUNTY, full if full in text else placed + short[0])
    zone = _ZONE.match(rest)
    if zone is not None and region is not None and region.level in (Level.MUNICIPAL, Level.PROVINCIAL):
        return Where(Level.COUNTY, candidate[: len(candidate) - len(rest)] + zone[0])
    county = re.match(r"([\u4e00-\u9fff]{1,5}?(?:自治县|自治旗|新区|县|旗))(?=.)|([\u4e00-\u9fff]{1,4}(?<![治社校辖园景地城片全各市郊小街])区)(?!域|块)(?=.)|((?!自治区)[\u4e00-\u9fff]{2,4}市)(?=.)(?!场)", rest)
    if county is not None and county[0] not in ("自治区", "地区", "全区", "全县", "全市", "校区", "社区") and not re.search(r"[的和与在各]", county[0]):
        own = county[0]
        if region is None or region.level in (Level.MUNICIPAL, Level.PROVINCIAL):
            if own.endswith("市") and region is None:
                return Where(Level.COUNTY, own) if own not in tables.region_names else Where(tables.region_names[own].level, own)
            prefix = region.name if region is not None and own.endswith("区") else ""
            return Where(Level.COUNTY, prefix + own)
    return Where(region.level, region.name) if region is not None else None


def signatories(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines and cells of the signature block: those right before a line of date."""
    text = outline.view.text
    dated = ascii_years(text)
    paragraphs = [p for p in outline.view.paragraphs if p.start < max(outline.first_block, outline.head[1]) or p.start > outline.first_block]
    for index, paragraph in enumerate(paragraphs):
        line = _cn_date(dated[paragraph.start : paragraph.end].split("\t")[-1].strip())
        if _DATE_LINE.fullmatch(line) is None or paragraph.start >= outline.annex[0] + 400:
            continue
        run: list[tuple[int, int]] = []
        at = index - 1
        while at >= 0 and len(run) < 60:
            before = paragraphs[at]
            cells = _name_cells(text, before.start, before.end)
            if not cells and not run and _SEALED.fullmatch(text, before.start, before.end):
                at -= 1
                continue
            if not cells:
                break
            run[:0] = cells
            at -= 1
        if run:
            yield from run
            return


#: Whose seal stands for that of an office without one: （某局代章）.
_SEALED = re.compile(r"（[\u4e00-\u9fff]{2,24}代章）")


def _name_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cells of a signature line, none where it is no list of names."""
    cells: list[tuple[int, int]] = []
    position = start
    for piece in re.split(r"[\t ]", text[start:end]):
        if piece:
            cells.append((position, position + len(piece)))
        position += len(piece) + 1
    for a, b in cells:
        surface = text[a:b]
        if not 2 <= b - a <= 40 or re.search(r"[。，；：！？\d]", surface) or mark_at(surface) is not None:
            return []
        if not re.search(r"(?:局|委|委员|办|部|厅|院|署|会|会议|海关|支行|分行|总部|办公室|政府|管理|队|站|中心|社|关|组|公司|集团|行|站|厅（局）|处|所|联|团)$", surface):
            return []
    return cells


def addressees(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the spans of the bodies to which a notice is addressed: the line before its body that ends with a colon."""
    text = outline.view.text
    for paragraph in outline.view.paragraphs:
        if paragraph.start >= outline.first_block:
            return
        line = text[paragraph.start : paragraph.end]
        if line.endswith("：") and len(line) > 4 and "如下" not in line and "。" not in line and mark_at(line) is None:
            if not re.search(r"局|委|办|部|厅|政府|单位|部门|海关|公司|院", line) or re.match(r"(?:为|根据|按照|附件|标题)", line):
                continue
            depth, left = 0, paragraph.start
            for position in range(paragraph.start, paragraph.end):
                char = text[position]
                depth += (char == "（") - (char == "）")
                if char in "、，；：" and depth == 0 and not (char == "、" and _PLACES.fullmatch(text, left, position)):
                    if position > left:
                        yield left, position
                    left = position + 1
            return


def truncated(outline: Outline) -> bool:
    """Tell whether the text plainly breaks off: its last numbered item ends without a full stop.

    A preview site's notice after it, or an open bracket, says the same.
    """
    text = outline.view.text
    if not outline.blocks:
        return False
    last = max(max(block.end, block.whole_end) for block in outline.blocks)
    tail = text[:last].rstrip("\n")
    end = tail[-1:] if tail else ""
    if any("预览" in outline.view.source[a:b] for a, b in outline.view.dropped):
        return True
    if any(table.start <= last <= table.end + 1 for table in outline.tables):
        return False
    line = tail[tail.rfind("\n") + 1 :]
    if "：" in line[:14] or "\t" in line or "|" in line or (re.search(r"[。；！？]", line) is None and len(line) < 40):
        return False
    if re.fullmatch(r".{0,30}", line) and re.search(r"(?:日|局|委|厅|办公室|政府|号)$", line):
        return False
    return end not in "。！？）”；：" and len(line) > 14
