"""The unlawful conduct and unlawful things that a task is directed at, with an open vocabulary.

What enforcement verbs govern (严厉打击 …, 查处 … 等行为), what stands as the condition of a sanction (…的，依法处理), and
the labels of the taxonomy outside those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.authority import Cues
from zhize.extraction.context import Context
from zhize.extraction.enumerations import comma, items, parts, plain_product, sentences, without_lead
from zhize.extraction.signs import Signs
from zhize.extraction.spans import Spans, outermost
from zhize.extraction.speech import cuts_word, ends_with_verb, led_by_verb, verb_within
from zhize.extraction.taxonomies import Phrase, labelled_products, labelled_violations, targets
from zhize.model import Target


class Patterns:
    """The patterns of the cues, compiled once."""

    _cache: dict[int, Patterns] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        self.enforce = re.compile(cues.alternatives("enforce"))
        self.head = re.compile(cues.alternatives("offence-head"))
        self.sign = Signs(cues)
        self.plain = frozenset(cues.of("offence-plain"))
        bearer = cues.alternatives("offence-bearer")
        self.bearer = re.compile(
            rf"(?<=.{{2}})的(?P<bearer>[^，；。：、的]{{0,8}}?(?:{bearer})(?:[、和及或][^，；。：、的]{{0,6}}(?:{bearer}))*)$"
        )
        self.borne = re.compile(rf"(?:{bearer})$")
        self.about = re.compile(rf"(?:对于|对)(?P<borne>[^。；]{{4,80}}?的[^，；。：、的]{{0,8}}?(?:{bearer}))(?=，|及时|依法|一律|立即|坚决|限期|开展)")
        self.taint = re.compile(rf"(?:{cues.alternatives('offence-taint')})$")
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


#: An enforcement verb used as a noun, or of another sense: 打击力度, 查处后, 整治工作, 打击报复.
_NOMINAL = re.compile(
    r"力度|工作|行动|能力|机制|效能|合力|体系|中心|成效|部门|责任|情况|的|后|、查处|不力|清单|台账|方案|措施|氛围|态势|阶段|重点|任务|办法|报复"
)
#: What these govern is conduct by itself: 严禁在公墓燃放烟花爆竹.
_PROHIBITS = re.compile(r".*(?:严禁|禁止|杜绝)")
_FORCE = re.compile(r"(?:的)?(?:打击|查处|整治|惩处|处罚|惩治|治理|惩戒|查办|执法)(?:和\S{2,4})?力度")
_FORCE_AFTER = re.compile(r"(?:的)?[^，。；]{0,14}力度|(?:的)?(?:打击|查处|整治|惩处|处罚|治理|监管|监测)(?!的|情况|工作|结果|进展|信息)")
#: Titles of bodies that hold a violation's name: 打击侵权假冒工作领导小组办公室.
_OFFICE = re.compile(
    r"领导小组(?!工作人员|名义)|联席会议(?!工作人员|名义)|牵头部门|办公室(?!工作人员|名义)|指挥部|工作(?!人员|单位|日)|专项行动|职能|行动方案|字样|^(?:超过|低于|少于|多于)\d"
    r"|(?:链条|产业链|源头|来源|通道|渠道|案例|名单|责任|能力)$|^(?:规范|加强|推动|推进|完善|促进|保障|维护|引导|鼓励|支持|打造|营造|健全|强化|加大|协调|解决|提高|统筹)|(?:重要性|紧迫性|必要性|意义)$"
)
_NEW_CLAUSE = re.compile(r"，(?:并|督促|加强|依法|维护|规范|确保|推动|引导|建立|完善|落实|重点|及时|坚决)")
_BEGINS = re.compile(r"，|：|加大对|对|针对|围绕|聚焦|发现|存在|涉及|涉嫌|以(?=[^，]{0,80}等)|开展|排查")
#: 对拒不亮照的，坚决依法查处; 未备案的一律停业: conduct named as the condition of a sanction.
_AGAINST = re.compile(
    r"(?:对于|对)(?P<against>(?:[^，；。对]|，(?:以及|或者)){3,80}?)(?:的(?=，|从严|从重|一律|依法|坚决|立即|予以|严肃|要)|(?<!经营)(?<!生产)(?<!消费)(?<!劳动)者(?=，|依|一律|从[严重]|予以|给予))"
)
_CONDITION = re.compile(r"(?:^|(?<=[，。；：\n]))(?P<condition>[^，；。：\n对]{4,60}?)的(?:，|(?=[一立限责移坚从依由]))")
_HARMLESS = re.compile(
    r"构成犯罪|涉嫌犯罪|情节严重|涉嫌|符合|需要|属于|逾期|认为|举报|投诉|查实|属实|超过|严重后果|工作(?!人员)|不公开|按照|有下列|检出|反映强烈|多次报道|报道的?|移送|列入|成效|逃往|(?:抽|检|审|验|查|次).{0,2}不合格|不到位|不力|失职|渎职|频发|突出$|影响大|评优|查询"
)
_STRONG = re.compile(r"从重|从严|吊销|撤销|关停|移送|处罚|立案|取缔|追究|注销|停业|停产|停用|停课|曝光|查处|严惩|惩处|处理|下架|清查")
#: 举报A查证属实的; A且情节严重的; 查处后仍A的: words around the conduct.
_BEFORE = re.compile(r"(?:举报|检举)|.*(?:查处|处罚|警告|责令|认定|整改|提醒)后(?:仍然|仍)?")
_AFTER = re.compile(r"(?:，?(?:或者|或|且|并且)?(?:存在)?情节(?:较为|特别)?(?:严重|恶劣)|查证属实|线索)$")
_SUBJECT = re.compile(
    r"(?:发现|凡是|凡|平台内经营者|平台|企业|机构|商家|商户|经营者|单位|个人|场所|学校|人员|者|市场开办者|检查中|存在)+(?=.{3})"
)


def violations(context: Context, spans: list[tuple[int, int]], barred: Spans) -> tuple[Target, ...]:
    """Return the violation types of the spans; what lies in a barred span (clauses, titles of laws) does not count."""
    phrases: list[Phrase] = []
    for start, end in spans:
        for left, right in sentences(context.text, start, end):
            phrases.extend(_sentence(context, left, right, barred))
    for start, end in spans:
        phrases.extend(_tainted(context, start, end, barred))
    for start, end in spans:
        held = Spans((p.start, p.end) for p in phrases)
        phrases.extend(labelled_violations(context, start, end, barred, held))
    outer = outermost((p.start, p.end) for p in phrases)
    whole = [p for p in phrases if (p.start, p.end) in outer]
    return targets(context, whole, context.lexicons.violation_concepts)


def _sentence(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield what a sentence names: objects of enforcement, then what a word for offence closes, then conditions."""
    covered = Spans()
    for rule in (_governed, _closed, _conditions):
        yield from rule(context, start, end, barred, covered)


def _governed(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the items that an enforcement verb governs: 严厉打击刷单炒信、虚假宣传等违法行为."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    verbs = [
        m
        for m in patterns.enforce.finditer(text, start, end)
        if not barred.touches(m.start(), m.end()) and not _NOMINAL.match(text, m.end())
    ]
    for index, verb in enumerate(verbs):
        if covered.touches(verb.start(), verb.end()):
            continue
        limit = verbs[index + 1].start() if index + 1 < len(verbs) else end
        stop, headed = _object_end(text, verb.end(), limit, patterns)
        headed = headed or _PROHIBITS.fullmatch(verb[0]) is not None
        if stop > verb.end():
            covered.add(verb.start(), stop)
            yield from _items(context, verb.end(), stop, barred, headed=headed)


def _closed(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the items that a word for offence closes: 加大对泄露个人信息行为的处罚力度."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for found in patterns.head.finditer(text, start, end):
        if barred.touches(found.start(), found.end()) or covered.touches(found.start(), found.end()):
            continue
        force = _FORCE_AFTER.match(text, found.end(), min(end, found.end() + 24))
        if force is None and text[found.end() : found.end() + 1] == "的":
            continue
        listed = "等" in text[max(start, found.start() - 8) : found.start()]
        left = _object_start(text, start, found.start(), covered, force=force is not None)
        whole = text[found.start() - 1] == "的" and found.end() >= end - 1
        if left < found.start() and (force is not None or listed or whole or text[left - 1 : left] == "对"):
            covered.add(left, found.end())
            yield from _items(context, left, found.end(), barred, headed=True)


def _conditions(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the conduct that is the condition of a sanction: 拒不整改的，由通信管理局处置."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    spans = []
    for found in _AGAINST.finditer(text, start, end):
        if patterns.enforce.search(text, found.end(), end) or patterns.sanction.search(text, found.end(), end):
            spans.append(found.span("against"))
    for found in patterns.about.finditer(text, start, end):
        if patterns.sanction.search(text, found.end(), min(end, found.end() + 40)):
            spans.append(found.span("borne"))
    for found in _CONDITION.finditer(text, start, end):
        if patterns.sanction.match(text, found.end(), min(end, found.end() + 30)):
            spans.append(found.span("condition"))
    for left, right in spans:
        if covered.touches(left, right):
            continue
        strong = _STRONG.search(text, right, min(end, right + 30)) is not None
        left, right = _bare_condition(text, left, right)
        for phrase in _items(context, left, right, barred, headed=strong):
            if _HARMLESS.search(text, phrase.start, phrase.end) is None:
                yield phrase


def _bare_condition(text: str, left: int, right: int) -> tuple[int, int]:
    """Return a condition without its subject and the words around the conduct."""
    for lead in (_SUBJECT, _BEFORE, _SUBJECT):
        found = lead.match(text, left, right)
        if found is not None and right - found.end() >= 3:
            left = found.end()
    trail = _AFTER.search(text, left, right)
    return left, trail.start() if trail is not None and trail.start() - left >= 3 else right


def _object_end(text: str, start: int, limit: int, patterns: Patterns) -> tuple[int, bool]:
    """Return where the object of a verb ends, and whether a word for offence closes it.

    It ends with the last word for offence before a comma; a list may run over commas when a word for offence closes it.
    """
    first = comma(text, start, limit)
    last = None
    for head in patterns.head.finditer(text, start, first):
        if text[head.end() : head.end() + 1] in ("的", "人") and head.end() < first:
            continue
        last = head
    if last is not None:
        return last.end(), True
    # 打击擅自使用…名称、标识，造成消费者误认的行为: the object runs over its comma to the word that closes it.
    following = comma(text, min(first + 1, limit), limit)
    closing = patterns.head.search(text, first, following)
    if closing is not None and text[first : first + 1] == "，" and _NEW_CLAUSE.match(text, first) is None:
        before = text[closing.start() - 8 : closing.start()]
        if before[-1:] in "的等" or "等" in before:
            return closing.end(), True
    return first, False


def _object_start(text: str, start: int, end: int, covered: Spans, *, force: bool) -> int:
    """Return where a phrase that a word for offence closes begins: after a comma, 对, 以 or an earlier phrase."""
    left = max(start, covered.last_end(end))
    if force:
        against = text.rfind("对", left, end)
        if against >= left and "进行" not in text[against:end]:
            return against + 1
    for found in _BEGINS.finditer(text, left, end):
        left = found.end()
    return left


_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|[①-⑳]")
#: 违法药品广告: the advertisement is unlawful, not the goods.
_NOT_GOODS = re.compile(r"广告|信息|宣传|网站|案件|经营|销售|生产|行为|机构|企业|单位|店|活动|业务")


def _tainted(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield goods that are unlawful as such: 霉变粮食, 劣质小家电."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for product in labelled_products(context, start, end, barred):
        found = patterns.taint.search(text, max(start, product.start - 8), product.start)
        if found is None or _NOT_GOODS.match(text, product.end) or cuts_word(text, product.start, product.end):
            continue
        if not barred.touches(found.start(), product.end):
            yield Phrase(found.start(), product.end, "tainted")


def _items(context: Context, start: int, end: int, barred: Spans, *, headed: bool) -> Iterator[Phrase]:
    """Yield the items of an object: its list cut where each part stands by itself."""
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
    spans = []
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
    found = patterns.bearer.search(text, start, end)
    middle = found.start() if found is not None else text.rfind("的", start, end)
    left = found.start("bearer") if found is not None else middle + 1
    tail = text[left:end]
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


def _pieces(context: Context, start: int, end: int, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """Yield an item without what leads in and closes; quotes apart, and the offence that closes examples besides.

    “撞库”“拖库” are two; “概不退换”等不公平格式条款 is the second; 不退货等侵害消费者权益 are both.
    """
    text = context.text
    quotes = list(re.compile(r"“[^“”]+”").finditer(text, start, end))
    if len(quotes) > 1 and sum(q.end() - q.start() for q in quotes) == end - start:
        yield from (q.span() for q in quotes)
        return
    maker = re.compile(r"(?<=”)(?:企业|窝点|厂家|作坊|商家|网站|平台)$").search(text, start, end)
    end = maker.start() if maker is not None else end
    examples = re.compile(r"(?:“[^“”]+”、?)+等(?=.{3})").match(text, start, end)
    if examples is not None:
        start = examples.end()
    closing = re.compile(r"等(?:方式|手段)?([^，、等]{4,14})$").search(text, start, end)
    known = context.lexicons.violation_concepts
    if closing is not None and (closing[1] in known or f"{closing[1]}行为" in known) and closing.start() >= start + 2:
        yield closing.span(1)
        end = closing.start()
    left, right = without_lead(text, start, end)
    yield left, _closed_end(context, left, right, patterns)


def _barring(context: Context, left: int, right: int, barred: Spans) -> bool:
    """Tell whether a candidate touches what is barred; a certificate's title may be an object (伪造《…许可证》)."""
    if not barred.touches(left, right):
        return False
    surface = context.text[left:right]
    title = re.search(r"《[^《》]+证(?:书|明)?》$", surface)
    return title is None or barred.touches(left, left + title.start())


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
    if text[start] in "将把以为" or known * 2 < len(examples) or led_by_verb(text[start:at]) or (
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
