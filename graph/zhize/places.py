"""Places: a region with those above it, from its name."""

from __future__ import annotations

from dataclasses import dataclass

from zhize.authority import Cues, Region, Tables
from zhize.model import Level


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
        full = zone_of(rest, tables.cues)
        if full is not None:
            own = name.removesuffix(rest) + full
        elif rest.endswith(tables.cues.of("zone-suffix")):
            own = name  # a zone bears its city's name as it is written: 郑州经济技术开发区
        above = [(Level.COUNTY, own), *above]
    return Place(above[0][0], (*above, (Level.NATIONAL, "全国")) if above[0][0] is not Level.NATIONAL else tuple(above))


def zone_of(short: str, cues: Cues) -> str | None:
    """Return the full name of the kind of zone that a short one means: it has the short one's characters in order.

    >>> [zone_of(short, _shipped().cues) for short in ("高新区", "经开区", "城区")]
    ['高新技术产业开发区', '经济技术开发区', None]
    """
    if short not in cues.of("zone-short"):
        return None
    return next((full for full in cues.of("zone") if _in_order(short, full)), None)


def _in_order(some: str, all_: str) -> bool:
    rest = iter(all_)
    return all(char in rest for char in some)


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
