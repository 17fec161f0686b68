"""Whose plan a document is: its level and its region."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from zhize.authority import Tables
from zhize.extraction.dating import ascii_years
from zhize.model import Level
from zhize.outline import Outline
from zhize.places import zone_of


@dataclass(frozen=True, slots=True)
class Where:
    """Level and region of the plan."""

    level: Level | None
    region: str | None


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
    ministries = re.search(r"^[\u4e00-\u9fff]{2,12}(?:部|总局)等", title_text)
    if any(word in lead for word in national) or ministries or _TO_PROVINCES.search(text, 0, outline.first_block):
        return Where(Level.NATIONAL, "全国")
    marked = _marked_region(text, tables)
    if marked is not None:
        return marked
    if any(word in head for word in national):
        return Where(Level.NATIONAL, "全国")
    return Where(None, None)


#: Only who stands above all provinces writes to all of them.
_TO_PROVINCES = re.compile(r"^各省、自治区、直辖市", re.MULTILINE)

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
    short = re.match(f"(?:{tables.cues.alternatives('zone-short')})(?=.)", rest)
    if short is not None and region is not None and region.level in (Level.MUNICIPAL, Level.PROVINCIAL):
        placed = candidate[: len(candidate) - len(rest)]
        full = placed + (zone_of(short[0], tables.cues) or short[0])
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
