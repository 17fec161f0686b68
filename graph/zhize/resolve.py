"""From the words that name a body to the body: by place, date, level and the names before it.

The authority tables decide. What they do not decide is left unresolved, with the reason; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from zhize.authority import BodyPattern, Tables
from zhize.forms import UPWARDS, Forms, valid_at
from zhize.model import Level
from zhize.places import NATION, Place, chain_of, place_of

_PARTY = re.compile(r"(?:中共)?(.*?)(党工委|党委|委)(?=.)")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:自治县|自治旗|新区|开发区|林区|特区|区|县|旗|市)")
_NO_PLACE = re.compile(r"^(?:市|省|区|县|自治|我|本|全|该|此)|[和与及由向在对把将为以的各请经]|配合|协助|会同|联合|组织|指导|督促|支持|报告|报送|简称|以下|有关|相关|牵头|抄送|通过|移送|通报|及时|打击|冒充|查处|整治|严厉|加强|开展|严查|假冒|要求|负责|以上|依托|健全|建立|完善|发动|结合|按照")
_COUNTY_END = re.compile(r"自治县|新区|区|县|旗|市")
_COLLECTIVE = re.compile(
    r"各|全国各|全省各|全市各|全区各|全县各|区县|县区|县（|市（|区（|市县(?!.{0,3}场)|地方|基层|县级|区级|市级|省级|属地|辖区|当地|所在地|"
    r"省以下|市、|县、|区、|下级|上级|同级"
)
_OFFICE = re.compile(r"([\u4e00-\u9fff]{3,16}局)([\u4e00-\u9fff]{2,4}(?:监管局|监督管理局|监管所))")
_BRANCH = re.compile(
    r"(?:市)?(?:(?P<before>[\u4e00-\u9fff]{1,8}?)(?P<stem>公安|工商|税务|生态环境|自然资源|规划和自然资源|市场监管|环保|国土|工商局|公安局)|"
    r"(?P<stem2>工商局|公安局|税务局|环保局|公安|工商)(?P<after>[\u4e00-\u9fff]{2,8}?))分局"
)
_CLASS_END = re.compile(r"(?:部门|机关|机构|单位|各单位)(?:（.*）)?$")
_GRADED = re.compile(r"(国家|省|自治区|市|州|区|县|旗)(?:级|直)?(.+?)(?:行政)?(?:主管部门|监管部门|管理部门|部门|机关)$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name was found to mean."""

    name: str
    """Full official name; the surface where unresolved or a class."""
    function: str | None
    region: str | None
    level: Level | None
    resolved: bool
    collective: bool
    reason: str


class Resolver:
    """Resolves names of bodies against the tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._forms = Forms(tables)

    def place(self, name: str | None) -> Place:
        """Return the place that a region's name means; see `zhize.places.place_of`."""
        return place_of(name, self._tables)

    def function_of(self, name: str) -> str | None:
        """Return the function that a name tells, by the longest word for one that it contains."""
        return self._forms.function_in(name)

    def marks(self, level: Level) -> tuple[str, ...]:
        """Return what may stand before the names of a level's bodies to say whose they are, longest first."""
        return tuple(mark for mark, levels in self._forms.marks.items() if level in levels)

    def known(self, stem: str) -> bool:
        """Tell whether some body at some level goes by this short form or name."""
        return stem in self._forms.words

    @lru_cache(maxsize=20000)  # noqa: B019 - one resolver lives as long as the process
    def resolve(
        self, surface: str, place: Place, date: str, inherited: tuple[Level, str] | None = None
    ) -> Resolution:
        """Return what ``surface`` (in the view's characters) means in a plan of that place and date.

        ``inherited`` is the level and region of an explicit name earlier in the same list, which a bare name shares.
        """
        bare = re.sub(r"（[^（）]*(?:）|$)", "", surface) or surface
        for step in (self._collective, self._own_name, self._branch, self._inside, self._by_region, self._by_party, self._by_marker, self._bare):
            found = step(bare, place, date, inherited)
            if found is not None:
                return replace(found, name=surface) if found.collective and found.name == bare else found
        function = self._forms.function_in(bare) if _CLASS_END.search(bare) else None
        if function is not None:
            return Resolution(surface, function, None, None, False, True, "a class of bodies, by its function")
        return Resolution(surface, None, None, None, False, False, "no body of the tables goes by this name here")

    def _collective(
        self, bare: str, place: Place, _date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """Classes of bodies: 各地公安部门, 各区市场监管局; a lower level's bare marker is a class too."""
        if _COLLECTIVE.match(bare):
            return Resolution(bare, self._forms.function_in(bare), None, None, True, True, "a class of bodies")
        graded = _GRADED.fullmatch(bare)
        if graded is not None:
            return Resolution(bare, self._forms.function_in(graded[2]), None, None, True, True, "a class of bodies")
        if place.level in (Level.MUNICIPAL, Level.PROVINCIAL):
            found = re.match(r"(?:区|县|旗)(?=.)", bare)
            own = place.at(place.level) or ""
            if found and not (own.endswith("自治区") and found[0] == "区") and self._forms.at(bare[1:], Level.COUNTY):
                return Resolution("各" + bare, self._forms.function_of_stem(bare[1:]), None, Level.COUNTY, True, True, "a class of bodies of a lower level")
        return None

    def _own_name(
        self, bare: str, place: Place, date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """Bodies with a name of their own: 上海海关, 中国人民银行上海总部."""
        rows = self._forms.singles.get(bare)
        if not rows:
            return None
        here = {name for _, name in place.names}
        local = [row for row in rows if not row.regions or here & set(row.regions)]
        foreign = [] if bare.startswith(("市", "省", "自治区")) or len({r.name for r in rows}) > 1 else rows
        row = valid_at(local or foreign, date)
        if row is None:
            return None
        region = row.regions[0] if row.regions else None
        return Resolution(row.name, row.function, region, row.levels[0], True, False, "a body with a name of its own")

    def _branch(
        self, bare: str, place: Place, date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """A city's bureau in a district: 黄浦公安分局, 公安雁塔分局, 市工商局海淀分局."""
        office = _OFFICE.fullmatch(bare)
        if office is not None:
            whole = self.resolve(office[1], place, date, None)
            if whole.resolved and not whole.collective:
                return replace(whole, name=whole.name + office[2], reason="an office of " + whole.name)
        found = _BRANCH.fullmatch(bare)
        city_level = next((level for level in (Level.MUNICIPAL, Level.PROVINCIAL) if place.at(level)), None)
        if found is None or city_level is None:
            return None
        city = place.at(city_level) or ""
        if not city.endswith("市"):
            return None
        district = found["before"] or found["after"] or ""
        if district in ("区", "县"):
            district = (place.at(Level.COUNTY) or "").removeprefix(city)
        district = district.removeprefix(city)
        bureau = found["stem"] or found["stem2"]
        for stem in (bureau, f"{bureau}局"):
            city_bureau = self._fill(stem, city_level, place, date, f"a branch in {district}")
            if city_bureau is not None and district:
                name = f"{city_bureau.name}{district}分局"
                return replace(city_bureau, name=name, region=place.at(Level.COUNTY) or city_bureau.region)
        return None

    def _inside(
        self, bare: str, place: Place, date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """A place's name, or a mark for the plan's, stands inside the body's: 人民银行天水市中心支行, 人民银行县支行."""
        many: dict[tuple[Level, str], list[BodyPattern]] = defaultdict(list)
        for before, after, body in self._forms.framed:
            if not (bare.startswith(before) and bare.endswith(after) and len(bare) > len(before) + len(after)):
                continue
            inner = bare[len(before) : len(bare) - len(after)]
            for level in self._forms.marks.get(inner, ()):
                if level in body.levels and self._means(inner, level, place):
                    many[level, place.at(level) or ""].append(body)
            if len(inner) == 1:
                continue
            region = self._tables.region_names.get(inner)
            if region is None and Level.COUNTY in body.levels and re.fullmatch(r"[\u4e00-\u9fff]{1,5}[县区市旗]", inner):
                many[Level.COUNTY, inner].append(body)
            elif region is not None and region.level in body.levels and (not body.regions or region.name in body.regions):
                many[region.level, region.name].append(body)
        if len(many) != 1:
            return None
        ((level, name), rows), = many.items()
        row = valid_at(rows, date)
        if row is None:
            return None
        return Resolution(self._forms.name(row, level, name), row.function, name, level, True, False, f"the place {name} stands in it")

    def _by_region(
        self, bare: str, place: Place, date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """A place's name stands before the body's: 新疆通信管理局, 杭州市公安局, 上海市黄浦区市场监管局."""
        regions = self._tables.region_names
        text = bare.removeprefix("中共")
        for length in range(min(len(text) - 1, 14), 1, -1):
            region = regions.get(text[:length])
            if region is None:
                continue
            rest = text[length:]
            if region.level is Level.NATIONAL:
                return self._fill(rest, Level.NATIONAL, NATION, date, "the nation's name stands before it")
            chain = chain_of(region, self._tables)
            where = Place(region.level, (*chain, (Level.NATIONAL, "全国")))
            reason = f"the place {chain[0][1]} stands before it"
            found = self._fill(rest, region.level, where, date, reason, short=text[:length] != region.name)
            if found is not None:
                return found
            county = self._county(rest, where, date)
            if county is not None:
                return county
        if place.level is not Level.NATIONAL:
            return self._county(text, place, date)
        return None

    def _county(self, text: str, where: Place, date: str) -> Resolution | None:
        """A county or district, which no table lists, stands before the body's name."""
        found = _COUNTY.match(text)
        while found is not None and found.end() < len(text):
            name, rest = found.group(), text[found.end() :]
            if 2 <= len(name) <= (16 if "自治" in name else 6) and name not in self._forms.marks and _NO_PLACE.search(name) is None:
                city = where.at(Level.MUNICIPAL) or where.at(Level.PROVINCIAL) or ""
                own = city + name if name.endswith("区") and not city.endswith(("省", "自治区")) else name
                if where.level is Level.COUNTY and where.names and where.names[0][1].endswith(name):
                    own = where.names[0][1]
                below = Place(Level.COUNTY, ((Level.COUNTY, own), *(n for n in where.names if n[0] is not Level.COUNTY)))
                filled = self._fill(rest, Level.COUNTY, below, date, f"the place {own} stands before it")
                if filled is not None:
                    return filled
            at = found.end()
            found = _COUNTY_END.search(text, at, 10)
            found = re.compile(r"[\u4e00-\u9fff]+").fullmatch(text, 0, found.end()) if found is not None else None
        return None

    def _by_party(
        self, bare: str, place: Place, date: str, inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """An organ of a Party committee: 市委宣传部, 自治区党委网信办, 省委办公厅."""
        found = _PARTY.match(bare)
        if found is None:
            return None
        whose, rest = found[1], bare[found.end() :]
        if not any((rest, level, True) in self._forms.stems for level in Level):
            return None
        if whose in self._tables.region_names:
            region = self._tables.region_names[whose]
            where = Place(region.level, (*chain_of(region, self._tables), (Level.NATIONAL, "全国")))
            return self._fill(rest, region.level, where, date, f"the Party committee of {region.name}", party=True)
        if not whose:
            level, where = (inherited[0], place) if inherited else (place.level, place)
            return self._fill(rest, level, where, date, "the Party committee of the plan's place", party=True)
        for level in self._forms.marks.get(whose, ()):
            if self._means(whose, level, place):
                body = self._fill(rest, level, place, date, f"{whose} is {place.at(level)}", party=True)
                if body is not None:
                    return body
        return None

    def _by_marker(
        self, bare: str, place: Place, date: str, _inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """A word for the level stands before it: 市市场监管局, 自治区药监局, 县公安局, 国家税务总局."""
        for nation in ("国家", "中国", "国务院"):
            if bare.startswith(nation):
                found = self._fill(bare, Level.NATIONAL, NATION, date, "a national name") or self._fill(
                    bare.removeprefix(nation), Level.NATIONAL, NATION, date, f"{nation} stands before it"
                )
                if found is not None:
                    return found
        for marker, levels in self._forms.marks.items() if bare.startswith(tuple(self._forms.marks)) else ():
            if not bare.startswith(marker) or bare == marker:
                continue
            rest = bare[len(marker) :]
            if marker == "兵团":
                corps = Place(Level.PROVINCIAL, ((Level.PROVINCIAL, "新疆生产建设兵团"), (Level.NATIONAL, "全国")))
                return self._fill(rest, Level.PROVINCIAL, corps, date, "兵团 is 新疆生产建设兵团")
            for level in levels:
                if self._means(marker, level, place):
                    found = self._fill(rest, level, place, date, f"{marker} is {place.at(level)}")
                    if found is not None:
                        return found
        return None

    @staticmethod
    def _means(marker: str, level: Level, place: Place) -> bool:
        """Tell whether the marker means the place's region of that level."""
        name = place.at(level)
        if name is None:
            return False
        kind = marker.removeprefix("全").removeprefix("本").removeprefix("我")
        if kind == "区" and level is Level.PROVINCIAL:
            return name.endswith("自治区")
        if kind == "州":
            return name.endswith("州")
        return name.endswith(kind)

    def _bare(
        self, bare: str, place: Place, date: str, inherited: tuple[Level, str] | None
    ) -> Resolution | None:
        """No place stands before it: the list's, else the plan's own, else the nearest level above that has one."""
        if bare in self._tables.cues.of("not-a-body"):
            return None
        for level in self._upwards(inherited[0] if inherited else place.level):
            if place.at(level) is None:
                continue
            where, reason = place, f"bare in a plan of {place.at(place.level)}"
            if inherited is not None and level is inherited[0]:
                reason = f"shares the place of the names before it, {inherited[1]}"
                where = self.place(inherited[1]) if inherited[1] != place.at(level) else place
            found = self._fill(bare, level, where, date, reason) or self._fill(bare, level, where, date, reason, party=True)
            if found is not None:
                return found
        if place.level is not Level.NATIONAL and not place.names:
            return self._fill(bare, Level.NATIONAL, NATION, date, "only a national body goes by this name") if not any(
                self._forms.at(bare, level) for level in UPWARDS[:3]
            ) else None
        return None

    @staticmethod
    def _upwards(level: Level) -> tuple[Level, ...]:
        return UPWARDS[UPWARDS.index(level) :]

    def _fill(
        self, stem: str, level: Level, where: Place, date: str, reason: str, *, party: bool = False, short: bool = False
    ) -> Resolution | None:
        """Return the body of that short form at that level and place, or None where there is none or several.

        With ``short`` the place stood there without its class (上海金融监管局): bodies whose names have it so come first.
        """
        region = where.at(level)
        if region is None:
            return None
        rows = self._forms.stems.get((stem, level, party))
        if not rows:
            return None
        if short:
            rows = [row for row in rows if "{place}" in row.name] or rows
        above = {name for _, name in where.names}
        limited = [row for row in rows if region in row.regions] or [row for row in rows if above & set(row.regions)]
        row = valid_at(limited, date) if limited else None
        if row is None:
            row = valid_at([row for row in rows if not row.regions], date)
        if row is None:
            return None
        return Resolution(self._forms.name(row, level, region), row.function, region, level, True, False, reason)
