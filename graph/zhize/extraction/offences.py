"""From the object of an enforcement verb to the offences it names: where each begins and ends, and which count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.authority import Cues
from zhize.extraction.context import Context
from zhize.extraction.enumerations import goods_close, items, parts, plain_product, without_lead
from zhize.extraction.signs import Signs
from zhize.extraction.spans import Spans
from zhize.extraction.speech import ends_with_verb, led_by_verb, verb_within
from zhize.extraction.taxonomies import Phrase


class Patterns:
    """The patterns of the cues, compiled once."""

    _cache: dict[int, Patterns] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        self.enforce = re.compile(cues.alternatives("enforce"))
        self.acts = frozenset(cues.of("enforce-or-offence"))
        self.head = re.compile(f"(?:{cues.alternatives('offence-head')})(?!检查|审查|核查|监测|监督|规范|准则)")
        self.sign = Signs(cues)
        self.plain = frozenset(cues.of("offence-plain"))
        bearer = cues.alternatives("offence-bearer")
        self.bearer = re.compile(
            rf"(?<=.{{2}})的(?P<bearer>[^，；。：、的]{{0,8}}?(?:{bearer})(?:[、和及或][^，；。：、的]{{0,6}}(?:{bearer}))*)$"
        )
        self.maker = re.compile(rf"(?<=”)(?:{bearer})$")
        self.borne = re.compile(rf"(?:{bearer})$")
        self.about = re.compile(rf"(?:对于|对)(?P<borne>[^。；]{{4,80}}?的[^，；。：、的]{{0,8}}?(?:{bearer}))(?=，|及时|依法|依照|依据|按照|从严|从重|从快|一律|一并|一查到底|立即|坚决|限期|开展|进行(?:清理|清查|查处|处罚|整治|整顿))")
        self.taint = re.compile(rf"(?:{cues.alternatives('offence-taint')})$")
        self.strong = re.compile(cues.alternatives("sanction-strong"))
        self.harmless = re.compile(cues.alternatives("condition-harmless"))
        self.subject = re.compile(rf"(?:{cues.alternatives('condition-subject')})+(?=.{{3}})")
        self.sanction = re.compile(cues.alternatives("sanction"))
        self.close = re.compile(
            rf"(?:等)?(?:各类|各种|其他|相关|有关|严重|突出|重点|网络|涉网|互联网|领域|方面|的|不正当|扰乱市场秩序|恶劣|高风险)*(?:{cues.alternatives('offence-head')})?$"
        )

    @classmethod
    def of(cls, cues: Cues) -> Patterns:
        """Return the patterns of the cues."""
        if id(cues) not in cls._cache:
            cls._cache[id(cues)] = cls(cues)
        return cls._cache[id(cues)]


_FORCE = re.compile(r"(?:的)?(?:打击|查处|整治|惩处|处罚|惩治|治理|惩戒|查办|执法)(?:和\S{2,4})?力度")
#: Titles of bodies that hold a violation's name: 打击侵权假冒工作领导小组办公室.
_OFFICE = re.compile(
    r"领导小组(?!工作人员|名义)|联席会议(?!工作人员|名义)|牵头部门|办公室(?!工作人员|名义)|指挥部|工作(?!人员|单位|日)|专项行动|职能|行动方案|字样|^(?:超过|低于|少于|多于)\d"
    r"|(?:链条|产业链|源头|来源|通道|渠道|案例|名单|责任|能力)$|^(?:规范|加强|推动|推进|完善|促进|保障|维护|引导|鼓励|支持|打造|营造|健全|强化|加大|协调|解决|提高|统筹)|(?:重要性|紧迫性|必要性|意义)$|^“?防范|宣传[月周日]”?$"
)
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|[①-⑳]")


def offences(context: Context, start: int, end: int, barred: Spans, *, headed: bool) -> Iterator[Phrase]:
    """Yield the offences that the object of a verb names: its list cut where each part stands by itself.

    ``headed`` is true where the words around say that conduct is meant: a word for offence closes the list, or the verb
    forbids. Then an item needs no sign of unlawfulness of its own.
    """
    text, patterns = context.text, Patterns.of(context.tables.cues)
    number = _NUMBER.match(text, start, end)
    if number is not None:
        start = number.end()
    force = _FORCE.search(text, start, end)
    if force is not None:
        end = force.start()
    bracket = text.rfind("（", start, end)
    if bracket > start and text[end - 1] == "）":
        end = bracket
    end = _closed_end(context, start, end, patterns)
    start, end = without_lead(text, start, end)
    if end - start < 2 or re.match(r"以[^，]{2,}为(?:重点|突破|抓手)", text[start : end + 4]):
        return
    # 医疗、药品、房地产等关系…的虚假违法广告: what stands before 等 are examples, the offence stands last.
    inner = _after_examples(context, start, end, patterns)
    if inner is not None:
        start = inner
    middle = text.rfind("的", start, end)
    if middle > start and _several(context, start, middle, text[middle + 1 : end]):
        end, headed = middle, True
    spans: list[tuple[int, int]] = []
    for left, right in _without_bearer(context, start, end, patterns):
        for a, b in items(context, left, right):
            for c, d in _without_bearer(context, a, b, patterns):
                spans.extend(_pieces(context, c, d, patterns))
    sure = [_acceptable(context, a, b, barred, patterns, headed=headed) for a, b in spans]
    for (left, right), certain in zip(spans, sure, strict=True):
        if certain or (any(sure) and _plausible(context, left, right, barred, patterns)):
            yield Phrase(left, right, "enumeration")


def _without_bearer(context: Context, start: int, end: int, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """Yield what is said of a bearer, and the bearer where its own name is unlawful.

    封停贩卖作案工具的账号: the conduct is 贩卖作案工具; 伪造企业名称的非法主体网站 are both.
    """
    text, known = context.text, context.lexicons.violation_concepts
    pretext = _PRETEXT.match(text, start, end)
    if pretext is not None:
        start = pretext.end()
    found = patterns.bearer.search(text, start, end)
    middle = found.start() if found is not None else text.rfind("的", start, end)
    left = found.start("bearer") if found is not None else middle + 1
    tail = text[left:end] if middle >= start else ""
    both = (tail in known and not _product_like(context, tail)) or (tail[:1] == "“" and tail[-1:] == "”" and tail.count("“") == 1)
    if middle <= start + 1 or not (found is not None or both) or text[start:end] in known:
        if start < end:
            yield start, end
        return
    idle = _IDLE.search(text, start, middle) is not None
    if not (idle or (both and text[middle - 1] in "中上里内")):
        yield start, middle
    if idle or both or patterns.sign.search(tail):
        yield left, end


#: 以开办养老院、投资养老基地为名的非法集资: the name of an offence stands behind its pretext.
_PRETEXT = re.compile(r"以[^，。；：]{2,60}?(?:为名|名义|为由|为幌子|为借口)的(?=.{2})")
#: 境外网站发布的假药信息, 利用预付卡实施的合同诈骗: what stands before 的 says nothing without what follows.
_IDLE = re.compile(r"(?:发布|传播|刊登|转发|实施|进行|产生|引发)$")


def _several(context: Context, start: int, middle: int, tail: str) -> bool:
    """Tell whether several verbs with objects of their own stand before 的 and goods behind it.

    突破合格投资者标准、拆分转让份额的私募基金, not 销售没有合法来源的水产品.
    """
    if tail not in context.lexicons.product_concepts:
        return False
    before = [context.text[a:b] for a, b in parts(context.text, start, middle)]
    return len(before) > 1 and all(led_by_verb(part) for part in before)


#: 拒不整改或情节严重: how grave it is, is no part of its name.
_GRAVE = re.compile(r"(?:或者|或|且|并且|，)?情节(?:较为|特别)?(?:严重|恶劣)?的?$")
#: 霉变粮食流入市场: where unlawful goods go is no part of their name.
_ESCAPE = re.compile(r"(?:流入|流向|流出|进入|借)[^，。；]*$")


def _pieces(context: Context, start: int, end: int, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """Yield an item without what leads in and closes; quotes apart, and the offence that closes examples besides.

    “撞库”“拖库” are two; “概不退换”等不公平格式条款 is the second; 不退货等侵害消费者权益 are both.
    """
    text = context.text
    quotes = list(re.compile(r"“[^“”]+”").finditer(text, start, end))
    led = start if not quotes or quotes[0].start() - start > _WHOSE else quotes[0].start()
    if len(quotes) > 1 and sum(q.end() - q.start() for q in quotes) == end - led:  # 平台“二选一”“掐尖并购” are two as well
        yield from (q.span() for q in quotes)
        return
    grave = _GRAVE.search(text, start + 2, end)
    end = grave.start() if grave is not None else end
    escape = _ESCAPE.search(text, start, end)
    if escape is not None and _product_like(context, text[start : escape.start()]):
        end = escape.start()
    maker = patterns.maker.search(text, start, end)
    end = maker.start() if maker is not None else end
    examples = re.compile(r"(?:“[^“”]+”、?)+等(?=.{3})").match(text, start, end)
    if examples is not None:
        start = examples.end()
    closing = re.compile(r"等(?:方式|手段)?([^，、等]{4,14})$").search(text, start, end)
    known = context.lexicons.violation_concepts
    if closing is not None and (closing[1] in known or f"{closing[1]}行为" in known) and closing.start() >= start + 2 and not (
        goods_close(context, text[start : closing.start()])
    ):
        yield closing.span(1)
        end = closing.start()
    left, right = without_lead(text, start, end)
    right = _closed_end(context, left, right, patterns)
    borne = _BORNE.match(text, left, right)
    if borne is not None and text[borne.end() : right] in known:
        left = borne.end()
    yield left, right


#: 危险化学品运输车辆超速: what the vehicle does is the offence.
_BORNE = re.compile(r"[^，。；：、的“”]{2,14}?(?:车辆|客车|货车|校车|船舶|船只|驾驶人)(?=.{2})")


_WHOSE = 4
"""Whose conduct quoted words name is told in at most so many characters."""


def _barring(context: Context, left: int, right: int, barred: Spans) -> bool:
    """Tell whether a candidate touches what is barred; a certificate's title does not count (伪造《…许可证》)."""
    if not barred.touches(left, right):
        return False
    at = left
    for title in _CERTIFICATE.finditer(context.text, left, right):
        if barred.touches(at, title.start()):
            return True
        at = title.end()
    return at == left or (at < right and barred.touches(at, right))


_CERTIFICATE = re.compile(r"《[^《》]+证(?:书|明)?》")


def _acceptable(context: Context, left: int, right: int, barred: Spans, patterns: Patterns, *, headed: bool) -> bool:
    """Tell whether a candidate can name an offence: not a plain word, not a product, a sign of unlawfulness in it."""
    surface = context.text[left:right]
    if not 2 <= len(surface) <= 90 or surface in patterns.plain or _barring(context, left, right, barred):
        return False
    if _OFFICE.search(surface) is not None:
        return False
    bare = surface.strip("“”")
    if bare in context.lexicons.violation_concepts:
        return True
    if bare in context.lexicons.product_concepts or bare.removeprefix("以") in context.lexicons.product_concepts:
        return False
    if len(surface) < 3:
        return False
    if patterns.sign.search(surface) or _has_label(context, surface) or "“" in surface:
        return True
    if patterns.borne.search(surface) is not None:
        return False
    framed = surface[0] in "以在向借用将把" and verb_within(surface)
    return headed and len(surface) > 4 and (led_by_verb(surface) or ends_with_verb(surface) or framed)


#: 一证多用, 以租代售: an idiom that no dictionary splits.
_IDIOM = re.compile(r"[一多无不以有][^，；。：、]{3}$")


def _plausible(context: Context, left: int, right: int, barred: Spans, patterns: Patterns) -> bool:
    """Tell whether an item without a sign can stand beside offences: neither a product, nor a body, nor a plain word."""
    surface = context.text[left:right]
    if not 3 <= len(surface) <= 40 or surface in patterns.plain or _barring(context, left, right, barred):
        return False
    if _OFFICE.search(surface) is not None or patterns.borne.search(surface) is not None:
        return False
    if surface in context.lexicons.product_concepts or plain_product(context, surface):
        return False
    return led_by_verb(surface) or ends_with_verb(surface) or verb_within(surface) or _IDIOM.match(surface) is not None


def _has_label(context: Context, surface: str) -> bool:
    return any(term in context.lexicons.violation_concepts for _, _, term in context.lexicons.violations.find(surface))


def _closed_end(context: Context, start: int, end: int, patterns: Patterns) -> int:
    """Return the end of an object without the word that closes it, but for 食品药品违法行为: there it says what is meant."""
    text = context.text
    stop = _without_close(text, start, end, patterns)
    if text.startswith("违法", stop) and "、" not in text[start:stop] and text[stop - 1 : stop] not in "等的":
        surface = text[start:stop]
        if not patterns.sign.search(surface) and not _has_label(context, surface):
            return min(end, stop + 4) if text.startswith("违法行为", stop) else stop
    return stop


def _without_close(text: str, start: int, end: int, patterns: Patterns) -> int:
    """Return the end without 等, 行为 and the like; a word for offence that a verb needs stays (拒不停止违法行为)."""
    closed = end
    while end > start:
        found = patterns.close.search(text, max(start, end - 24), end)
        if found is None or found.start() == found.end() or found.start() <= start:
            break
        rest = text[start : found.start()]
        if text[found.start() : found.start() + 1] in "违犯不" and ends_with_verb(rest[-8:]) and re.search(
            r"停止|从事|参与|实施|利用|协助|掩盖|包庇|放任|纵容$", rest[-2:]
        ):
            break
        end = found.start()
    if end < closed:
        trail = _TRAIL.search(text, start + 2, end)
        end = trail.start() if trail is not None else end
    while end > start and (text[end - 1] in "的、，等”和及与或" or text[end - 2 : end] in ("”中", "”里")):
        if text[end - 1] == "”" and "“" in text[start:end]:
            break
        end -= 1
    return end


#: 假牌套牌等交通违法行为, 黑心棉等危害群众身体健康的行为: what sums the list up.
_TRAIL = re.compile(r"等[^，、等“”]{1,3}$|等(?:严重)?(?:危害|影响)[^，、等]{3,20}$")


def _after_examples(context: Context, start: int, end: int, patterns: Patterns) -> int | None:
    """Return where the offence begins in A、B、C等…的X with products A, B, C; None where the list itself is meant."""
    text = context.text
    at = text.find("等", start, end)
    if at < 0:
        return None
    examples = [text[a:b] for a, b in parts(text, start, at)]
    known = sum(
        1 for example in examples if example in context.lexicons.product_concepts or _product_like(context, example)
    )
    rest = text[at + 1 : end]
    if text[start] in "将把以为在往向" or known * 2 < len(examples) or led_by_verb(text[start:at]) or (
        patterns.sign.search(re.sub("（[^（）]*）", "", examples[0]))
    ):
        return None
    if patterns.sign.search(rest) or _has_label(context, rest):
        cut = rest.rfind("的")
        return at + 1 + (cut + 1 if cut >= 0 else 0)
    return end if len(examples) > 1 else None


def _product_like(context: Context, surface: str) -> bool:
    found = context.lexicons.products.find(surface)
    return any(b == len(surface) and t in context.lexicons.product_concepts for _, b, t in found)
