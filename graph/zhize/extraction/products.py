"""The goods and services that a task is directed at, with an open vocabulary.

Labels of the taxonomy count where they stand for the goods, not for a place, body or paper called after them (餐饮场所,
食品经营许可证). Then the unknown members of lists (黄芩、丹参等品种), and names that say themselves that they are goods
(东北黑土资源产品).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from zhize.authority import Cues
from zhize.extraction.context import Context
from zhize.extraction.enumerations import listed, sentences
from zhize.extraction.signs import Signs
from zhize.extraction.spans import Spans, outermost
from zhize.extraction.speech import cuts_word, ends_with_act, ends_with_noun, goods_before, is_verb, led_by_verb
from zhize.extraction.taxonomies import Phrase, labelled_products, targets
from zhize.lexicon import words
from zhize.model import Target

#: 等部门加强药品监管: what a list closes with is no word for goods then.
_NO_GOODS = "要|应|对|进行|加强|开展|部门|单位|机关|机构|企业|行为|地区|场所|环节|领域|部位"


class Patterns:
    """The patterns of the cues, compiled once."""

    _cache: dict[int, Patterns] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        act, holder = cues.alternatives("product-act"), cues.alternatives("product-holder")
        qualifier, group = cues.alternatives("product-qualifier"), cues.alternatives("product-group")
        loose = cues.alternatives("product-group-loose")
        self.holder = re.compile(rf"(?:{act}|{qualifier})*(?:{holder})|[”」]?等?字样")
        self.act = re.compile(rf"(?:{act})$")
        self.rest = re.compile(rf"(?:{act}|{qualifier})*(?:{holder})$")
        self.tail = re.compile(cues.alternatives("product-tail"))
        self.channel = re.compile(r"(?:利用|通过|借助|依托)[^，。；]{0,12}$")
        self.suffix = re.compile(rf"(?:{cues.alternatives('product-suffix')})$")
        self.sectors = frozenset(cues.of("product-sector"))
        self.modifier = re.compile(rf"(?:{cues.alternatives('product-modifier')})$")
        self.sign = Signs(cues)
        self.trade = re.compile(cues.alternatives("trade"))
        self.means = re.compile(r"等(?:形式|方式|手段|名义|途径|渠道)|等?为(?:名|由|幌子|诱饵|饵)")
        self.ends = tuple(cues.of("product-member-not"))
        self.no_goods = tuple(word for word in self.ends if len(word) > 1)
        self.refused = frozenset(cues.of("not-a-product"))
        self.plain = frozenset(cues.of("product-plain"))
        self.head = re.compile(cues.alternatives("product-head"))
        self.service = re.compile(cues.alternatives("service-head"))
        self.lead = re.compile(rf".*(?:{cues.alternatives('product-lead')})(?!性)")
        self.group = re.compile(rf"(?:等|类)(?:{qualifier}|的)*(?:{group})|等(?:(?!{_NO_GOODS})[\u4e00-\u9fff]){{1,6}}?(?:{group})(?=[，。；、的）]|行为|$)")
        self.loose = re.compile(rf"(?:等|类)?(?:{qualifier}|的)*(?:{loose})|[^，。；]{{0,30}}为(?:重点|主线|切入点|突破口)|等[^，。；]{{0,40}}(?:领域|行业|广告)")

    @classmethod
    def of(cls, cues: Cues) -> Patterns:
        """Return the patterns of the cues."""
        if id(cues) not in cls._cache:
            cls._cache[id(cues)] = cls(cues)
        return cls._cache[id(cues)]


def products(
    context: Context, spans: list[tuple[int, int]], barred: Spans, offences: tuple[Target, ...], *, assigns: bool
) -> tuple[Target, ...]:
    """Return the product categories of the spans.

    A thing that is itself one of the ``offences`` is no product besides. Where the item does not assign work (a
    requirement), products named in passing do not count: only those inside an offence, or inspected.
    """
    phrases: list[Phrase] = []
    for start, end in spans:
        means = Spans(_means(context, start, end))
        known = [p for p in _known(context, start, end, barred) if not means.touches(p.start, p.end)]
        phrases.extend(known)
        phrases.extend(_members(context, start, end, _Known(known), barred))
        taken = Spans((p.start, p.end) for p in phrases)
        phrases.extend(_headed(context, start, end, taken, barred))
    outer = outermost((p.start, p.end) for p in phrases)
    phrases = [p for p in phrases if (p.start, p.end) in outer]
    mentions = [mention for target in offences for mention in target.mentions]
    inside = Spans((mention.start, mention.end) for mention in mentions)
    alone = {(mention.start, mention.end) for mention in mentions}
    view, kept = context.outline.view, []
    for phrase in phrases:
        if phrase.rule == "service" and not inside.touches(*view.span(phrase.start, phrase.end)):
            continue
        span = view.span(phrase.start, phrase.end)
        if span in alone or (span[0] - 1, span[1] + 1) in alone:
            continue
        if assigns or inside.touches(*span) or _inspected(context.text, phrase.start, phrase.end):
            kept.append(phrase)
    return targets(context, kept, context.lexicons.product_concepts)


#: 玉米种子真实性抽检, 种子、肥料执法抽查: a requirement that orders an inspection of goods.
_INSPECTED = re.compile(r"(?:、[^，。；：、\n的]{1,8}){0,6}[^，。；：、\n的]{0,8}(?:抽检|抽查|专项检查|监督检查|执法检查|拉网式检查|风险监测)")
_INSPECTS = re.compile(r"(?:抽检|抽查|抽样检验|监督检查)[^，。；：\n的]{0,60}$")


def _inspected(text: str, start: int, end: int) -> bool:
    """Tell whether words order an inspection of the goods named: 玉米种子真实性抽检, 抽检大米、面粉等食品."""
    return _INSPECTED.match(text, end) is not None or _INSPECTS.search(text, max(0, start - 70), start) is not None


def _known(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield the labels that stand for goods or services, with the words that qualify them (进口小家电)."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    raw = list(_joined(context, labelled_products(context, start, end, barred)))
    ends = {phrase.end for phrase in raw}
    lacking: dict[int, int] = {}
    for phrase in raw:
        a, b = phrase.start, phrase.end
        if _LACKING.search(text, max(start, a - 3), a):
            # 无熄火保护装置灶具: what is lacking qualifies the goods behind it.
            if phrase.label is not None and len(phrase.label) < b - a:
                yield Phrase(a - 1, b, phrase.rule, phrase.label)
                continue
            lacking[b] = _LACKING.search(text, max(start, a - 3), a).start()  # type: ignore[union-attr]
            continue
        if phrase.label in context.lexicons.traded and not _traded(text, a, b, start, end, patterns):
            continue
        if cuts_word(text, a, b) or _in_quote(context, phrase, start, end):
            continue
        if _CHANNEL.match(text, b) and patterns.channel.search(text, max(start, a - 14), a):
            continue
        if _borne(text, a, b, end, patterns) and not _after_sibling(text, a, ends):
            continue
        if _SUMMARY.search(text, max(start, a - 8), a) or _SHARED.match(text, b, min(end, b + 30)):
            continue
        parts = _PARTS.match(text, b, end)
        b = parts.end() if parts is not None else b
        a = lacking[a] if a in lacking else _qualified(text, start, a, barred, patterns)
        yield Phrase(a, b, phrase.rule, phrase.label)


#: 利用外卖平台、快递渠道: by what means, not at what.
_CHANNEL = re.compile(r"平台|渠道|网络|等平台|等渠道")
_LACKING = re.compile(r"(?:无|未经|未获|未取得|没有)$")


def _traded(text: str, a: int, b: int, start: int, end: int, patterns: Patterns) -> bool:
    """Tell whether the clause around a name says that the thing is made, sold or tested: 买卖发票, not 虚开发票."""
    left = max((text.rfind(char, start, a) for char in "，。；、\n"), default=start)
    if text[left : left + 1] == "、" and patterns.trade.search(text, max(start, left - 2), left):
        return True
    right = min((at for at in (text.find(char, b, end) for char in "，。；\n") if at >= 0), default=end)
    return patterns.trade.search(text, max(left, start), right) is not None


def _joined(context: Context, phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Yield labels, 饲料和饲料添加剂 as its halves, and two without anything between them as one (中药注射剂)."""
    known = context.lexicons.product_concepts
    held: Phrase | None = None
    for phrase in phrases:
        label = phrase.label or ""
        one, joint, other = re.sub("和|及(?!其)", "|", label, count=1).partition("|")
        if joint and one in known and other in known:
            if held is not None:
                yield held
            yield Phrase(phrase.start, phrase.start + len(one), phrase.rule, one)
            held = Phrase(phrase.end - len(other), phrase.end, phrase.rule, other)
        elif held is not None and held.end == phrase.start:
            held = Phrase(held.start, phrase.end, phrase.rule, label)
        else:
            if held is not None:
                yield held
            held = phrase
    if held is not None:
        yield held


#: 米、面、油等大宗食品: the word that sums a list up with a remark on it is no category beside its members.
_SUMMARY = re.compile(r"等(?:大宗|高风险|重点|主要|热销|热点|重要|常见)$")
#: 电商、外卖、短视频平台; 养老保险、技能培训和就业帮扶政策: the list is one of platforms or policies.
_SHARED = re.compile(r"(?:[、和及][^，。；、和及]{1,8}){1,4}?(?:平台|网站|政策|残留)|残留")
#: 电动自行车及配件, 危险化学品及其包装物 are one category.
_PARTS = re.compile(r"(?:及其|及|和)(?:配件|零部件|零配件|包装物|附件)")


def _borne(text: str, a: int, b: int, end: int, patterns: Patterns) -> bool:
    """Tell whether a place, body or paper is called after the goods: 餐饮场所, but not 运输矿产品车辆."""
    if patterns.holder.match(text, b, min(end, b + 16)) is None:
        return False
    return patterns.act.search(text, max(0, a - 3), a) is None


def _in_quote(context: Context, phrase: Phrase, start: int, end: int) -> bool:
    """Tell whether a quoted label names no goods: a part of a longer name (“奶茶杯”), or an offence (“瘦肉精”)."""
    text, a, b = context.text, phrase.start, phrase.end
    left = max(text.rfind("“", max(start, a - 10), a), text.rfind("「", max(start, a - 10), a))
    if left < 0 or any(char in "”」" for char in text[left:a]):
        return False
    right = min((at for at in (text.find(char, b, min(end, b + 10)) for char in "”」") if at >= 0), default=-1)
    if right < 0 or any(char in "、，" for char in text[left:right]):
        return False
    return (left + 1, right) != (a, b) or (phrase.label or "") in context.lexicons.violation_concepts


def _after_sibling(text: str, a: int, ends: set[int]) -> bool:
    """Tell whether a label is a later member of a list of goods, so that what follows belongs to all: 教育、医疗行业."""
    for position in range(a - 1, max(0, a - 7), -1):
        if text[position] in "、和及与":
            return position in ends
        if text[position] in "，。；：":
            return False
    return False


def _qualified(text: str, start: int, a: int, barred: Spans, patterns: Patterns) -> int:
    """Return where a name of goods begins with the words that qualify it: 一次性使用无菌注射器."""
    while (found := patterns.modifier.search(text, max(start, a - 6), a)) is not None:
        if barred.touches(found.start(), a):
            break
        a = found.start()
    return a


class _Known:
    """The known goods of a stretch, asked by place at the cost of the logarithm of their number."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = sorted(phrases, key=lambda phrase: phrase.start)
        self._starts = [phrase.start for phrase in self._phrases]

    def within(self, start: int, end: int) -> list[Phrase]:
        """Return those that lie inside a span."""
        left, right = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [phrase for phrase in self._phrases[left:right] if phrase.end <= end]


def _members(context: Context, start: int, end: int, known: _Known, barred: Spans) -> Iterator[Phrase]:
    """Yield unknown members of lists of goods: 以食品、坭兴陶为重点, 黄芩、丹参等品种."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for left, right in sentences(text, start, end):
        for group in listed(text, left, right):
            opens = group[0][0]
            group[-1], stop = _last(text, group[-1], known, patterns)
            group = [(_led(text, a, b, patterns), _before_bracket(text, a, b)) for a, b in group]
            hits = [i for i, (a, b) in enumerate(group) if _holds(text, a, b, known, patterns)]
            closed = patterns.group.match(text, stop) is not None
            loose = closed or patterns.loose.match(text, stop) is not None
            if patterns.means.match(text, stop):
                continue
            alike = [i for i, (a, b) in enumerate(group) if i not in hits and patterns.suffix.search(text, a, b)]
            share = len(hits) + len(alike) if hits else 0
            if not (closed or (hits and (loose or share * (3 if hits[0] == 0 else 2) >= len(group)))):
                continue
            first = 0 if loose or group[0][0] > opens else hits[0]
            for index in range(first, len(group)):
                a, b = group[index]
                if barred.touches(a, b):
                    continue
                if index in hits:
                    yield from _whole(text, a, b, known, led=index > 0 or a > opens)
                    continue
                if _can_be_product(context, text[a:b], patterns, sector=loose or share * 2 >= len(group)):
                    yield Phrase(a, b, "enumeration")


def _holds(text: str, a: int, b: int, known: _Known, patterns: Patterns) -> bool:
    """Tell whether a member of a list is a known product, with nothing but words that qualify it before it."""
    for phrase in known.within(a, b):
        if phrase.end == b or 2 * (phrase.end - phrase.start) >= b - a:
            return phrase.start == a or not (patterns.sign.search(text, a, phrase.start) or led_by_verb(text[a:b]))
    return False


def _whole(text: str, a: int, b: int, known: _Known, *, led: bool) -> Iterator[Phrase]:
    """Yield a member of a list that ends in known goods as a whole: 北部湾海岛游, where a label says 海岛游."""
    held = next((p for p in known.within(a + 1, b) if p.end == b), None)
    if led and held is not None and b - a <= 10 and goods_before(text, a, held.start) == a:
        yield Phrase(a, b, "enumeration", held.label)


def _before_bracket(text: str, a: int, b: int) -> int:
    """Return where a member ends without the remark in brackets after it: 医疗（非法代孕）."""
    bracket = text.find("（", a + 2, b)
    return bracket if bracket > 0 else b


def _means(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lists that name means, not goods: 以健康讲座、旅游等形式."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for left, right in sentences(text, start, end):
        for group in listed(text, left, right):
            opens, closes = group[-1]
            found = patterns.means.search(text, opens + 2, min(right, closes + 4))
            if found is not None and found.start() <= closes:
                yield group[0][0], min(closes, found.end())


def _led(text: str, a: int, b: int, patterns: Patterns) -> int:
    """Return where the first member of a list begins, after the words that lead it in: 以, 重点检查, 围绕."""
    found = patterns.lead.match(text, a, b)
    if found is None or text[a] in "“「":
        return a
    return found.end() if b - found.end() >= 2 or text[found.end() : b] in patterns.sectors else a


def _last(
    text: str, member: tuple[int, int], known: _Known, patterns: Patterns
) -> tuple[tuple[int, int], int]:
    """Return the last member of a list without what follows it, and where that begins: 果子狸养殖场, 票务领域倒查."""
    a, b = member
    held = next(iter(known.within(a, b)), None)
    if held is not None:
        return (a, held.end), held.end
    b = _before_bracket(text, a, b)
    stop = text.find("为重点", a, b)
    if stop > a + 1:
        b = stop
    tail = patterns.tail.search(text, a + 2, b)
    if tail is not None:
        b = tail.start()
    found = patterns.rest.search(text, a + 2, b)
    if found is not None:
        return (a, found.start()), b if stop > a + 1 else found.start()
    inner = patterns.loose.search(text, a + 2, min(b, a + 14)) if b - a > 4 else None
    if inner is not None and inner[0]:
        return (a, inner.start()), inner.start()
    return (a, b), b


def _can_be_product(context: Context, surface: str, patterns: Patterns, *, sector: bool) -> bool:
    """Tell whether an unknown member of a list of goods can be one: a short noun without a sign of unlawfulness.

    With ``sector`` words that are goods only in such a list count (医疗, 教育).
    """
    if sector and surface in patterns.sectors:
        return True
    if not 2 <= len(surface) <= 10 or "和" in surface[:-2] or patterns.sign.search(surface) or "“" in surface or "的" in surface:
        return False
    if surface[0] in "在从向到由" or _FIGURE.search(surface) or surface in patterns.refused or surface in context.lexicons.violation_concepts:
        return False
    if surface.endswith(patterns.ends) or surface in patterns.plain:
        return False
    if patterns.suffix.search(surface):
        return True
    if sector and ends_with_act(surface):
        return True
    return not led_by_verb(surface) and not is_verb(surface) and ends_with_noun(surface)


#: 厚度小于0.01毫米: a measure.
_FIGURE = re.compile(r"\d.*(?:毫米|厘米|米|公斤|千克|克|升|元|%|度|小时)$")


def _headed(context: Context, start: int, end: int, taken: Spans, barred: Spans) -> Iterator[Phrase]:
    """Yield names whose last word says that they are goods: 专供特供商品, 跨境电商货物."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    heads = [(head, "head") for head in patterns.head.finditer(text, start, end)]
    heads += [(head, "service") for head in patterns.service.finditer(text, start, end)]
    for head, rule in heads:
        a, b = goods_before(text, start, head.start()), head.end()
        modifier = text[a : head.start()]
        if taken.touches(a, b) or barred.touches(a, b) or not 2 <= len(modifier) <= 10:
            continue
        if patterns.sign.search(modifier) or "和" in modifier or _plain(modifier, patterns.plain) or modifier.endswith(patterns.no_goods):
            continue
        if patterns.holder.match(text, b) or (rule == "head" and any(len(w) > 1 and is_verb(w) for w in words(modifier))):
            continue  # 不断完善商品质量管控制度: what is done about goods names none
        if text[a:b] not in patterns.refused and not cuts_word(text, a, b):
            yield Phrase(a, b, rule)


def _plain(modifier: str, words: Iterable[str]) -> bool:
    """Tell whether a modifier is made of words that say nothing of the goods: 网络交易, 相关."""
    return re.fullmatch("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")+", modifier) is not None
