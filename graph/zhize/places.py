"""Places: a region with those above it, from its name."""

from __future__ import annotations

from dataclasses import dataclass

from zhize.authority import Region, Tables
from zhize.model import Level

ZONES = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区", "综保区": "综合保税区"}
"""Short names of kinds of zones, and those that the names of their bodies bear."""
_ZONES = ("开发区", "园区", "示范区", "试验区", "保税区", "合作区", "管理区")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plan holds: a region and those above it."""

    level: Level
    names: tuple[tuple[Level, str], ...]
    """Full names of the region and of those above it, by level."""

    def at(self, level: Level) -> str | None:
        """Return the name of the region of that level that the place is or lies in."""
        return dict(self.names).get(level)


NATION = Place(Level.NATIONAL, ((Level.NATIONAL, "全国"),))
NOWHERE = Place(Level.COUNTY, ())


def place_of(name: str | None, tables: Tables) -> Place:
    """Return the place that a region's name means; a chain (上海市黄浦区) is followed down.

    >>> place_of("上海市黄浦区", _shipped()).names[0]
    (<Level.COUNTY: 'county'>, '上海市黄浦区')
    """
    if not name:
        return NOWHERE
    if name in ("全国", "国家", "中国"):
        return NATION
    regions = tables.region_names
    above: list[tuple[Level, str]] = []
    rest = name
    while rest:
        size = next((n for n in range(len(rest), 1, -1) if rest[:n] in regions), 0)
        region = regions.get(rest[:size])
        inner = len(rest) < len(name)
        if region is None or (inner and (region.level is Level.PROVINCIAL or region.name != rest[:size])):
            break
        above = chain_of(region, tables)
        rest = rest[size:]
    if rest:
        city = next((n for level, n in above if level in (Level.MUNICIPAL, Level.PROVINCIAL)), "")
        own = city + rest if rest.endswith("区") and not city.endswith(("省", "自治区")) else rest
        if rest in ZONES:
            own = name.removesuffix(rest) + ZONES[rest]
        elif rest.endswith(_ZONES):
            own = name  # a zone bears its city's name as it is written: 郑州经济技术开发区
        above = [(Level.COUNTY, own), *above]
    return Place(above[0][0], (*above, (Level.NATIONAL, "全国")) if above[0][0] is not Level.NATIONAL else tuple(above))


def chain_of(region: Region, tables: Tables) -> list[tuple[Level, str]]:
    """Return the full names of a region and of those above it up to the province, by level."""
    codes = tables.region_codes
    parent = codes.get(region.parent)
    district = region.level is Level.COUNTY and region.name.endswith("区") and parent is not None
    chain = [(region.level, (parent.name if district and parent is not None else "") + region.name)]
    while parent is not None and parent.level is not Level.NATIONAL:
        chain.append((parent.level, parent.name))
        parent = codes.get(parent.parent)
    return chain


def _shipped() -> Tables:
    """Return the shipped tables, for examples."""
    from zhize.authority import shipped

    return shipped()
