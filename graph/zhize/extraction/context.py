"""What every rule may look at: the outline, the facts of the document and the loaded tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhize.authority import Tables
from zhize.extraction.lexicons import Lexicons
from zhize.extraction.placing import Where
from zhize.model import Level, Mention
from zhize.outline import Block, Outline
from zhize.places import Place
from zhize.resolve import Resolution, Resolver


class Hint(StrEnum):
    """What the words around a name say of its part in the task."""

    LEAD = "lead"
    """牵头, 承办, 主办."""
    SUPPORT = "support"
    """配合, 协助, 协办."""
    JOINT = "joint"
    """按职责分工, 共同负责; the partner after 会同."""
    HOLD = "hold"
    """负责, 责任单位."""
    NAMED = "named"
    """Named in a clause without a word for its part."""
    HOLDER = "holder"
    """Named by the heading of its own duties."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A body named as responsible, before roles are decided. Positions are offsets into the view."""

    start: int
    end: int
    surface: str
    """The words in the view's characters, with a shared suffix (部门) made explicit."""
    hint: Hint
    clause: int
    """Where the clause begins that it stands in: actors of one clause are read together."""
    rule: str
    generic: bool = False
    """True for a non-specific actor: 相关部门."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that belongs to a task, and the block it comes from."""

    start: int
    end: int
    block: Block


@dataclass(frozen=True)
class Context:
    """A document as the rules see it."""

    outline: Outline
    tables: Tables
    resolver: Resolver
    lexicons: Lexicons
    where: Where
    """Level and region of the plan."""
    place: Place
    date: str
    """Date at which names are read: of signature, else the year."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    """Short titles that the document introduces: 《条例》 for 《防范和处置非法集资条例》."""
    own: dict[str, Resolution] = field(default_factory=dict)
    """Short names of bodies that the document names in full, in forms the tables do not have: 市农机局."""
    declared: frozenset[str] = frozenset()
    """Names of bodies that only their use in the document shows to be names."""
    first_leads: bool = False
    """True where the document says once that the first named body leads (列第一位的为牵头部门)."""

    @property
    def text(self) -> str:
        """The view's text."""
        return self.outline.view.text

    def mention(self, start: int, end: int, rule: str) -> Mention:
        """Return the mention of a span of the view, in the source's own characters and offsets."""
        left, right = self.outline.view.span(start, end)
        return Mention(self.outline.view.source[left:right], left, right, rule)

    def resolve(self, surface: str, before: Resolution | None = None) -> Resolution:
        """Return the body that ``surface`` names, after another of the same list."""
        inherited = None
        if before is not None and before.level is not None and before.region is not None:
            inherited = (before.level, before.region)
        found = self.resolver.resolve(surface, self.place, self.date, inherited)
        if surface.endswith(_OFFICE) and (found.collective or not found.resolved):
            whole = self.resolver.resolve(surface.removesuffix(_OFFICE), self.place, self.date, inherited)
            found = whole if whole.resolved and not whole.collective else found
        if not found.resolved and self.own:
            found = self.own.get(re.sub(r"（[^（）]*）$", "", surface), found)
        if found.resolved or found.collective:
            return found
        return self._placed(surface, found)

    def _placed(self, surface: str, found: Resolution) -> Resolution:
        """Return a body that no table has with the plan's place before its name, where its name tells that it is of that place."""
        bare = re.sub(r"（[^（）]*）$", "", surface)
        if self.place.level is Level.COUNTY and _TOWN.fullmatch(bare):
            return replace(found, name=self.place.names[0][1] + bare)
        organ = _PARTY_ORGAN.fullmatch(bare)
        if organ is not None:
            for level, region in self.place.names:
                if level is not Level.NATIONAL and region.endswith(organ[1]):
                    return replace(found, name=f"中共{region}委{re.sub('办$', '办公室', organ[2])}")
        if _SECTION_END.search(bare):
            return found  # a section of a body, an office of the campaign: known by the words of the plan alone
        cues = self.tables.cues
        zone = self.place.names[0][1] if self.place.names else ""
        if zone.endswith(cues.of("zone-suffix")) and bare.endswith(cues.of("zone-body-suffix")):
            return replace(found, name=zone + bare.removeprefix("区"))  # zones have bureaus of their own making
        for level, region in self.place.names:
            for marker in self.resolver.marks(level) if level is not Level.NATIONAL else ():
                if region.endswith(marker) and bare.startswith(marker) and len(bare) > len(marker) + _LEAST:
                    return replace(found, name=region + bare.removeprefix(marker))
        return found


#: An organ of the Party committee of the plan's place: 区委督查考核办.
_PARTY_ORGAN = re.compile(r"(省|市|州|县|区|旗)委(?!员)([\u4e00-\u9fff]{2,12}[办室部局心院])")
#: Who governs one town or street of a county: 大杨镇人民政府.
_TOWN = re.compile(r"(?!各|乡镇|镇街|街镇)[\u4e00-\u9fff]{1,5}(?:街道|苏木|乡|镇)(?:人民政府|政府|办事处)")
_LEAST = 2
_SECTION_END = re.compile(r"(?<!办公)(?:股|科|处|室|大队|中队)$|(?:专班|整治|行动|专项|领导小组|协调小组|指挥部|机制)(?:工作)?(?:办公室|办)?$")

#: Stands after the name of a commission whose staff is meant: 县纪委监委机关.
_OFFICE = "机关"

GENERIC = re.compile(
    r"""(?:市|省|区|县|州|直|驻|全市|全省|各|有关|相关|其他|其它|其余|上述|以上|所有|各有关|各相关|本|所属|(?:人民)?政府(?=各?(?:有关|相关|所属|直属|部门))|同级|上级|下级|属地|当地|对口|涉及|
        责任|成员|行业|行政|涉农|执法|监管|主管|管理|职能|业务|级|各级|各地|各区|各县|各市|各单位|各部门|及|和|、|等|（|）|/)*
        (?:部门|单位|机关|机构|地区|地|方面|成员单位|区|县|市|州|盟|乡镇|镇街|街镇|镇|街道|处室|科室|级|责任人|方|组)""",
    re.VERBOSE,
)


#: Those who enforce the law by administrative means are a class of bodies, though no one of them.
_ENFORCERS = re.compile(r"(?:各级|各地|地方)?行政执法(?:部门|机关|机构)")


def is_generic(surface: str) -> bool:
    """Tell whether an actor is non-specific.

    >>> [is_generic(s) for s in ("相关部门", "各地各部门", "市各相关部门", "各区", "行业主管部门", "市公安局", "各地公安部门")]
    [True, True, True, True, True, False, False]
    """
    return GENERIC.fullmatch(surface) is not None and _ENFORCERS.fullmatch(surface) is None and surface not in ("市场监管部门", "区县", "市区")
