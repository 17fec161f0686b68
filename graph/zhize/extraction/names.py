"""Names of bodies in a stretch of text: lists cut into names, names told from other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.extraction.body_classes import CLASS_LIST, is_class, is_council, is_listed_class
from zhize.extraction.context import Context, is_generic

_SEPARATORS = "、，；\t/|。\n"
_CONJUNCTIONS = ("以及", "会同", "和", "与", "及", "或")
_TRAILING = re.compile(
    r"(?:（?(?:等|等相关|等有关|等各有关|等各相关)(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:部门|单位|机构|部门和单位|部门单位|有关部门|相关部门)?）?|等|分别|共同|联合|具体)$"
)
_SHARED = re.compile(
    r"(.+?)(?:等)?(?:有关|相关|主管|行政|行政主管|监管|监督管理|管理|行政管理|执法|各)?(部门|机关|主管部门|单位)$"
)
_NOT_A_NAME = re.compile(
    r"共同|做好|格局|布局|大局|全局|当局|构建|常委$|政委$|书记$|[的了把被为使让，。：；“”！？\d%《》]|加强|开展|组织(?!部)|严厉|打击|(?<![督稽检监])查处|依法|进一步|要求|建立|工作(?!委|局|办|部|组|室|站)|通过|平台|企业|行为|情况|问题|"
    r"指定|一名|抽调|选派|承办|协办|主办|配合|协助|会同|简称|指挥(?!部|中心)|报告|报送|及时|抄送|上报|结合|统一|充分|深入|加大|网站|市场主体|经营者|消费者|信息(?!化|办|中心|产业|通信|安全|局|委|网络)|根据|负责|承担|对(?!外|台)|成立|局长|主任(?!委)|兼任|担任|设立|联合(?!社|会|国|执法|检查)|督促|指导(?!局|中心|司|处|站|办)|推动|实现|确保|完善|提升|落实|协调(?!局|中心|办|小组|组|处)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the view; ``surface`` makes a shared suffix explicit."""

    start: int
    end: int
    surface: str


def split_list(text: str, start: int, end: int, separators: str = _SEPARATORS) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``text[start:end]`` between separators outside brackets.

    >>> t = "市公安局（交警、治安）、市商务委"
    >>> [t[a:b] for a, b in split_list(t, 0, len(t))]
    ['市公安局（交警、治安）', '市商务委']
    """
    depth, left = 0, start
    for position in range(start, end):
        char = text[position]
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif depth == 0 and char in separators:
            if position > left:
                yield left, position
            left = position + 1
    if end > left:
        yield left, end


def looks_like_body(surface: str, context: Context, *, known_only: bool = False, told: bool = False) -> bool:
    """Tell whether the words can name a body: one of the tables, a class of bodies, else one by its suffix.

    With ``told`` a word for a part stands with them (牵头单位：), so that a weak suffix suffices: 食品生产处.
    """
    if surface.startswith("（") or (surface.startswith("设") and not surface.startswith("设区")):
        return False  # 设在市市场监管局: it only hosts
    if not 3 <= len(surface) <= 32 or is_generic(surface) or surface in ("州政府", "市政府", "县政府", "省政府", "区政府"):
        return surface in ("公安", "海关") and known_only is False
    found = context.resolve(surface)
    if found.resolved and not found.collective:
        return True
    if is_class(surface, context):
        return True
    if is_council(surface):
        return True
    if surface in context.declared or _ZONE_BODY.fullmatch(surface) or _TOWN_BODY.fullmatch(surface) or (told and _EACH.fullmatch(surface)):
        return True
    if _NOT_A_NAME.search(surface):
        return False
    if _section_of(surface, context):
        return True
    if known_only:
        return False
    aside = re.fullmatch(r"(.{3,24}?)（[^（）]{2,16}）", surface)
    if aside is not None:
        return looks_like_body(aside[1], context, told=told)
    cues = context.tables.cues
    ends = cues.of("body-suffix")
    bare = re.sub(r"（[^（）]*）$", "", surface)
    if not bare.endswith(ends) or bare in ends:
        return False
    return not surface.endswith(cues.of("body-suffix-weak")) or (len(surface) <= 16 and (told or _placed(surface, context)))


#: Who governs a zone: 先导区管委会.
_ZONE_BODY = re.compile(r"[\u4e00-\u9fff]{1,10}区(?:管委会|管理委员会|党工委)")
#: Who governs a town or a street, or all of them in a plan: 大杨镇人民政府, 街道办事处.
_TOWN_BODY = re.compile(r"(?:乡镇|镇街|街镇|(?:[\u4e00-\u9fff]{1,5}(?<![各县区市省、]))?(?:苏木|街道|乡|镇))(?:人民政府|政府|办事处|党工委|党委|综合行政执法(?:队|中心|办))")
#: All of a kind, in a line of duties that they open: 各寄递企业：….
_EACH = re.compile(r"各[\u4e00-\u9fff]{2,8}(?:企业|学校|幼儿园|银行|机构|社区|村|中心|公司|协会|组织|单位)")


def _section_of(surface: str, context: Context) -> bool:
    """Tell whether the words name a section of a known body: 县住建局燃气热力股."""
    found = _SECTION.fullmatch(surface)
    if found is None:
        return False
    if re.search(r"[要将应须把对]", found[2]):
        return False
    whole = context.resolve(found[1])
    return whole.resolved and not whole.collective


def _placed(surface: str, context: Context) -> bool:
    """Tell whether a place or a level stands before a name: 省食品药品检验所."""
    if re.match(r"(?:省|市|县|区|州|自治区|国家|中国|全国|街道|镇|乡|新区|高新区|经开区|开发区|园区|管委会|党工委|纪工委|兵团|师|驻[省市县区州])", surface):
        return True
    return any(surface[:n] in context.tables.region_names for n in range(2, 8))


_SECTION = re.compile(r"([\u4e00-\u9fff]{2,16}?(?:局|委|厅|办|部|署|院|政府))([\u4e00-\u9fff与和、]{1,18}(?:股|科|处|处室|大队|支队|中队|总队|中心|站|所|室|队|司|分局))")
def names_in(
    text: str, start: int, end: int, context: Context, *, known_only: bool = False, told: bool = False
) -> tuple[list[Name], list[Name], bool]:
    """Return the bodies and the non-specific actors of a list, and whether every item is one of them."""
    chunks = [_trim(text, a, b, context) for a, b in _class_lists_whole(text, list(split_list(text, start, end)), context)]
    chunks = [(a, b) for a, b in chunks if b > a]
    shared = _shared_suffix(text, chunks, context)
    if shared is not None:
        return shared, [], True
    bodies: list[Name] = []
    generic: list[Name] = []
    whole = bool(chunks)
    for left, right in chunks:
        shared = _shared_suffix(text, [(left, right)], context)
        if shared is not None and not looks_like_body(text[left:right], context, known_only=True):
            bodies += shared
            continue
        for a, b in _conjoined(text, left, right, context, known_only=known_only):
            surface = text[a:b]
            if looks_like_body(surface, context, known_only=known_only, told=told):
                bodies.append(Name(a, b, surface))
            elif is_generic(surface):
                generic.append(Name(a, b, surface))
            else:
                whole = False
    return bodies, generic, whole


def _class_lists_whole(text: str, chunks: list[tuple[int, int]], context: Context) -> list[tuple[int, int]]:
    """Return the items of a list, those joined again that are one class of bodies: 各区、县（市）市场监管局."""
    joined: list[tuple[int, int]] = []
    for left, right in chunks:
        if joined and left < joined[-1][1]:
            continue
        listed = CLASS_LIST.match(text, left, chunks[-1][1])
        if listed is not None and listed.end() > right:
            closing = next((b for a, b in chunks if a < listed.end() <= b), right)
            right = next((b for b in (closing, right) if is_listed_class(text, listed, b, context)), right)
        joined.append((left, right))
    return joined


#: What a body does, in brackets after its name: 人力社保局（负责查处违规证书）.
_PART = re.compile(r"（(?:(?:负责|牵头|主要负责|具体负责|承担)[^（）]{2,60}|[^（）]*(?:牵头|下同|第一|首位)[^（）]*)）$")


def _trim(text: str, start: int, end: int, context: Context) -> tuple[int, int]:
    """Return the span without words that lead in or close a list (由, 等部门)."""
    for word in context.tables.cues.of("lead-in"):
        if text.startswith(word, start, end) and end - start - len(word) >= 2:
            start += len(word)
            break
    through = text.rfind("由", start + 1, end - 2)
    if through > 0 and looks_like_body(text[through + 1 : end], context):
        start = through + 1
    part = _PART.search(text, start, end)
    if part is not None and part.start() > start:
        end = part.start()
    closing = _TRAILING.search(text[start:end])
    if closing is not None and closing.start() > 0:
        end = start + closing.start()
    while start < end and text[start] in " \t，、和及与：【":
        start += 1
    return start, end


def _conjoined(
    text: str, start: int, end: int, context: Context, *, known_only: bool
) -> Iterator[tuple[int, int]]:
    """Yield the names that a conjunction joins; a name that holds one itself (文化和旅游局) stays whole."""
    surface = text[start:end]
    resolved = context.resolve(surface)
    if resolved.resolved and not resolved.collective:
        yield start, end
        return
    for word in _CONJUNCTIONS:
        at = surface.find(word)
        while at > 0:
            left, right = surface[:at], surface[at + len(word) :]
            left_ok = looks_like_body(left, context, known_only=known_only) or is_generic(left)
            if left_ok and (looks_like_body(right, context, known_only=known_only) or is_generic(right)):
                yield start, start + at
                yield from _conjoined(text, start + at + len(word), end, context, known_only=known_only)
                return
            at = surface.find(word, at + 1)
    apart = _glued(surface, context)
    if len(apart) > 1:
        at = start
        for size in apart:
            yield at, at + size
            at += size
        return
    yield start, end


def _glued(surface: str, context: Context) -> list[int]:
    """Return the lengths of the bodies' names that make up words without anything between them; none where they do not."""
    if len(surface) > _GLUED:
        return []
    reached: dict[int, list[int]] = {0: []}
    for end in range(3, len(surface) + 1):
        if surface[end - 1] not in _NAME_ENDS:
            continue
        for begin in sorted(reached):
            if end - begin >= _SHORTEST and _names_one(surface[begin:end], context):
                reached[end] = [*reached[begin], end - begin]
                break
    return reached.get(len(surface), [])


def _names_one(surface: str, context: Context) -> bool:
    found = context.resolve(surface)
    return found.resolved and not found.collective


_NAME_ENDS = "院局委部厅办署"
_SHORTEST = 3
_GLUED = 120
"""Names without anything between them are looked for in so many characters."""


def _shared_suffix(text: str, chunks: list[tuple[int, int]], context: Context) -> list[Name] | None:
    """Return the names of a list whose items share a suffix: 商务、工商、质监等部门."""
    if not chunks:
        return None
    words = context.tables.function_words
    left, right = chunks[-1]
    # The list's closing words (等部门) were trimmed off the last item; a suffix without 等 still stands there.
    last = text[left:right]
    follows = re.match(r"等?(?:有关|相关|主管|行政)*(部门|机关|单位)", text[right : right + 10])
    pieces: list[tuple[int, int]] = []
    suffix = "部门"
    if follows is not None:
        pieces, suffix = chunks, follows[1]
    else:
        match = _SHARED.fullmatch(last)
        if match is None:
            return None
        pieces, suffix = [*chunks[:-1], (left, left + len(match[1]))], match[2]
        if len(chunks) == 1 and "和" not in last and "及" not in last:
            return None
    opened: list[tuple[int, int]] = []
    for a, b in pieces:
        opened.extend(_function_words(text, a, b, words))
    suffix = "机关" if suffix == "机关" else "部门"
    unknown = [text[a:b] for a, b in opened if text[a:b] not in words]
    if not opened or len(unknown) * 3 > len(opened) or any(not _SHORT.fullmatch(word) for word in unknown):
        return None
    named = [Name(a, b, text[a:b] + suffix) for a, b in opened]
    if follows is None and "等" not in last:
        # 林业、食品药品监管部门: the last item stands there with its suffix.
        named[-1] = Name(opened[-1][0], right, text[opened[-1][0] : right])
    return named


#: A short word among functions, for one of which no table has it: 公安、消防、食药、住建等部门.
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,4}")


def _function_words(text: str, start: int, end: int, words: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Yield the span, cut at 和 or 及 where both sides name functions."""
    surface = text[start:end]
    if surface not in words:
        for word in ("以及", "和", "及", "与"):
            at = surface.find(word)
            if at > 0 and surface[:at] in words and surface[at + len(word) :] in words:
                yield start, start + at
                yield start + at + len(word), end
                return
    yield start, end


def names_at(text: str, start: int, end: int, context: Context) -> tuple[list[Name], list[Name], int]:
    """Return the bodies and non-specific actors of a list that begins at ``start`` in running text, and where it ends.

    Only names that the tables vouch for, and classes of a known function, are taken.
    """
    bodies: list[Name] = []
    generic: list[Name] = []
    position = start
    shared = _shared_at(text, start, end, context)
    if shared is not None:
        return shared[0], [], shared[1]
    while position < end:
        found = _name_prefix(text, position, end, context)
        if found is None:
            break
        name, is_open = found
        (generic if is_open else bodies).append(name)
        position = name.end
        skipped = _ASIDE.match(text, position, end)
        if skipped is not None:
            position = skipped.end()
        if text[position : position + 1] == "等":
            closing = re.compile(r"等(?:有关|相关)?(?:部门|单位)?").match(text, position)
            assert closing is not None
            position = closing.end()
            break
        joint = re.compile(r"、|以及|和|及|与|，(?=市|省|自治区|区|县)").match(text, position)
        if joint is None:
            break
        position = joint.end()
    if not bodies and not generic:
        return [], [], start
    last = max((n.end for n in (*bodies, *generic)), default=start)
    return bodies, generic, max(last, position if text[position - 1 : position] not in ("、", "和") else last)


_ASIDE = re.compile(r"（(?:设在|以下简称|以下统称|下称|简称)[^（）]{1,24}）")
_SUFFIX_AFTER = re.compile(r"等?(?:各|有关|相关|主管|行政主管|行政|监管|管理)*(部门|机关)")


_LEVELS = re.compile(r"(?:各级|各地|各市|各县|各区|各省级|各|[省市州县区](?:[、和]?[市州县区])*两?级|市、县|省、市、县)*")


def _shared_at(text: str, start: int, end: int, context: Context) -> tuple[list[Name], int] | None:
    """Return the names of a list in running text whose items share a suffix (公安、工商部门), and where it ends."""
    words = context.tables.function_words
    lead = _LEVELS.match(text, start, end)
    position = lead.end() if lead is not None else start
    spans: list[tuple[int, int]] = []
    while position < end:
        size = next((n for n in range(min(12, end - position), 1, -1) if text[position : position + n] in words), 0)
        if size == 0:
            return None
        spans.append((position if spans else start, position + size))
        position += size
        suffix = _SUFFIX_AFTER.match(text, position, end)
        if suffix is not None:
            if len(spans) < 2:
                return None
            named = [Name(a, b, text[a:b] + suffix[1]) for a, b in spans[:-1]]
            a, b = spans[-1]
            whole = "等" not in suffix[0]
            named.append(Name(a, suffix.end() if whole else b, text[a : suffix.end()] if whole else text[a:b] + suffix[1]))
            return named, suffix.end()
        joint = re.compile(r"、|以及|和|及|与").match(text, position, end)
        if joint is None:
            return None
        position = joint.end()
    return None


def _name_prefix(text: str, start: int, end: int, context: Context) -> tuple[Name, bool] | None:
    """Return the longest name that begins at ``start``, and whether it is non-specific."""
    limit = min(end, start + 26)
    # A list in brackets belongs to the name: 县（市、区）公安局.
    stop = next((m for m in re.compile(r"（[^（）\n]*）|[，。；：、！？\n]").finditer(text, start, limit) if m[0][0] != "（"), None)
    limit = stop.start() if stop is not None else limit
    listed = CLASS_LIST.match(text, start, end)
    if listed is not None:
        for right in range(min(end, listed.end() + 14), listed.end() + 1, -1):
            if is_listed_class(text, listed, right, context):
                return Name(start, right, text[start:right]), False
    for right in range(limit, start + 1, -1):
        surface = text[start:right]
        if not _plausible_end(surface) or text[right : right + 1] == "长":
            continue
        if (is_generic(surface) and len(surface) > 2 and text[right : right + 1] != "：") or surface in ("各区", "各县", "各市", "各地", "各级"):
            return Name(start, right, surface), True
        if looks_like_body(surface, context, known_only=True):
            return Name(start, _with_bracket(text, right), surface), False
        if surface == "海关" and (_OBLIGED.match(text, right) or text[right : right + 1] in ("和", "与", "等")):
            return Name(start, right, surface), False
        placed = _PLACED_NAME.fullmatch(surface) or (_NAME_END.search(surface) and _placed(surface, context))
        if placed and _OBLIGED.match(text, right) and not _NOT_A_NAME.search(surface) and len(list(_conjoined(text, start, right, context, known_only=False))) == 1:
            return Name(start, right, surface), False
    return None


_PLACED_NAME = re.compile(r"(?:省|市|县|区|州|自治区|国家|中国|街道|新区|高新区|经开区|开发区|管委会|党工委|纪工委)[\u4e00-\u9fff]{1,22}(?:局|委|办|办公室|督查室|专班|领导小组|指挥部|厅|院|所|中心|总队|支队|大队|总站|站|协会|公司|集团|学校|医院|馆|台|社)")
_NAME_END = re.compile(r"[\u4e00-\u9fff]{2}(?:局|委|办|办公室|厅|院|所|中心|日报社|报社|电视台|电台|协会|公司|集团|管委会)$")
_OBLIGED = re.compile(r"要|应|须|负责|、|于\d|汇总|通报|受理|牵头|配合|承办|承担|协助|协办|会同|组织(?!部|的)|统筹|适时|定期|每[年季月周半]|对.{2,40}(?:进行|开展|予以|实施)")


def _with_bracket(text: str, right: int) -> int:
    """Return the end of a name with its office in brackets (公安局（交警支队）); 设在 and 简称 name no office."""
    if text[right : right + 1] != "（" or text[right + 1 : right + 3] in ("设在", "以下", "简称", "下称"):
        return right
    close = text.find("）", right, right + 18)
    if close < 0:
        return right
    if text[close + 1 : close + 2] == "）" and text.count("（", right, close) == 2:
        close += 1
    return close + 1


def _plausible_end(surface: str) -> bool:
    return surface[-1] in "局委办部厅署院关会室行队府处心社联门构位区县市地级镇乡道组场所站股科司庭海议班织司团馆台）"
