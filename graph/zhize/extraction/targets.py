"""What a task is directed at: product categories and violation types, with an open vocabulary.

Closed knowledge first (labels of the taxonomies), then enumerations: what enforcement verbs govern
(严厉打击 …, 查处 … 等行为), and the unknown members of a list whose other members are known products. jieba's
words decide which members of a list stand by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zhize.authority import Cues
from zhize.extraction.context import Context
from zhize.extraction.spans import Spans, outermost
from zhize.lexicon import tags, words
from zhize.model import Target


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate in the view."""

    start: int
    end: int
    rule: str


class Patterns:
    """The patterns of the cues, compiled once."""

    _cache: dict[int, Patterns] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        self.enforce = re.compile(cues.alternatives("enforce"))
        self.head = re.compile(cues.alternatives("offence-head"))
        self.sign = re.compile(cues.alternatives("offence-sign"))
        self.plain = frozenset(cues.of("offence-plain"))
        self.list_end = re.compile(
            rf"等?(?:其他|各类|各种|相关|有关|重点|重要|主要|大宗|日常|生活|民生|热销|高风险|禁限售|违禁|专项)*(?:{cues.alternatives('product-list-end')})"
        )
        self.close = re.compile(
            rf"(?:等)?(?:各类|各种|其他|相关|有关|严重|突出|重点|网络|涉网|互联网|领域|方面|的|不正当|扰乱市场秩序|恶劣)*(?:{cues.alternatives('offence-head')})?$"
        )

    @classmethod
    def of(cls, cues: Cues) -> Patterns:
        """Return the patterns of the cues."""
        if id(cues) not in cls._cache:
            cls._cache[id(cues)] = cls(cues)
        return cls._cache[id(cues)]


_QUOTES = {"“": "”", "（": "）", "《": "》", "〔": "〕"}
_SPLIT = re.compile(r"、|；|，|以及|和(?!国|平|谐|解)|及(?!时|其)|或者|或(?!者)|暨")
_LEADING = re.compile(
    r"(?:对于|对|以|将|把|如|包括|特别是|尤其是|重点是|利用网络|网上|涉及|涉嫌|各类|各种|一批|一切|任何|社会反映强烈的|群众反映强烈的|存在的|突出的|一些|部分|严重|等|的|及|和|以及|其他|相关|有关|以下|下列|个人|单位|企业|经营者|商家|平台经营者(?!.{0,6}以)|电子商务平台经营者|辖区内|辖区|市场主体|不法分子)+(?=.{2})"
)
_FORCE = re.compile(r"(?:的)?(?:打击|查处|整治|惩处|处罚|惩治|治理|惩戒|查办|执法)(?:和\S{2,4})?力度")
_NEGATIVE = re.compile(
    r"未|无|不|非法|违法|违规|违反|虚假|虚构|擅自|恶意|假冒|伪|拒|超|滥|私|变相|以|利用|借|冒|侵|盗|骗|欺|诈|强|诱|误导|夸大|哄抬|囤|掺|篡|变造|出租|出借|套|挪|截|拖欠|敲|低价|泄露|倒卖|走私|"
    r"通过|在|为|向|将|从事|提供|发布|销售|生产|制售|买卖|使用|经营|加工|制造|贩|组织|参与|涉|仿冒|混淆|编造|传播|破坏|损害|妨碍|逃|偷|乱|黑|毒|滥用|串通|操纵|设置|收取|捆绑|搭售|转让|宣传|"
)
_BOUND = "。；\n！？"
_LONGEST = 1500


@lru_cache(maxsize=20000)
def _led_by_verb(part: str) -> bool:
    """Tell whether a part of a list begins with a verb that has an object: 泄露倒卖个人信息."""
    cut = words(part[:12])
    if not cut:
        return False
    first = cut[0]
    tag = tags().get(first, "")
    return tag.startswith("v") and len(part) - len(first) >= 2


@lru_cache(maxsize=20000)
def _bare_verb(part: str) -> bool:
    """Tell whether a part is a verb that waits for the object of a later part: 编造、传播 ….

    >>> [_bare_verb(s) for s in ("购买", "运输", "厂名")]
    [True, True, False]
    """
    if len(part) > 5:
        return False
    known = tags()
    return all(known.get(word, "").startswith(("v", "d", "p")) for word in words(part))


def violations(context: Context, spans: list[tuple[int, int]], barred: Spans) -> tuple[Target, ...]:
    """Return the violation types of the spans; what lies in a barred span (clauses, titles of laws) does not count."""
    phrases: list[Phrase] = []
    for start, end in spans:
        for left, right in _sentences(context.text, start, end):
            phrases.extend(_governed(context, left, right, barred))
    for start, end in spans:
        phrases.extend(_labelled(context, start, end, barred, phrases, products=False))
    outer = outermost((p.start, p.end) for p in phrases)
    whole = [p for p in phrases if (p.start, p.end) in outer]
    return _targets(context, whole, context.lexicons.violation_concepts)


def products(
    context: Context, spans: list[tuple[int, int]], barred: Spans, *, within: tuple[Target, ...] | None = None
) -> tuple[Target, ...]:
    """Return the product categories of the spans: labels of the taxonomy, and their unknown neighbours in lists.

    With ``within`` only those inside the offences given count: a requirement names products in passing.
    """
    phrases: list[Phrase] = []
    for start, end in spans:
        known = list(_labelled(context, start, end, barred, [], products=True))
        phrases.extend(known)
        phrases.extend(_neighbours(context, start, end, known, barred))
    if within is not None:
        inside = Spans((mention.start, mention.end) for target in within for mention in target.mentions)
        view = context.outline.view
        phrases = [p for p in phrases if inside.touches(*view.span(p.start, p.end))]
    return _targets(context, phrases, context.lexicons.product_concepts)


def _targets(context: Context, phrases: list[Phrase], concepts: dict[str, str]) -> tuple[Target, ...]:
    """Return one target for each distinct surface, in order of the text."""
    grouped: dict[str, list[Phrase]] = {}
    once = {(p.start, p.end): p for p in reversed(phrases)}
    for phrase in sorted(once.values(), key=lambda p: (p.start, -p.end)):
        surface = re.sub(r"\s", "", context.text[phrase.start : phrase.end])
        if surface:
            grouped.setdefault(surface, []).append(phrase)
    made = []
    for surface, group in grouped.items():
        concept = concepts.get(surface)
        made.append(
            Target(
                concept or surface,
                tuple(context.mention(p.start, p.end, p.rule) for p in group),
                concept is not None,
                None if concept is not None else _broader(surface, concepts),
            )
        )
    return tuple(made)


def _broader(surface: str, concepts: dict[str, str]) -> str | None:
    """Return the concept whose label is the longest tail, else the longest part, of a new term."""
    for length in range(len(surface) - 1, 1, -1):
        if surface[-length:] in concepts:
            return concepts[surface[-length:]]
    for length in range(len(surface) - 1, 2, -1):
        for start in range(len(surface) - length + 1):
            if surface[start : start + length] in concepts:
                return concepts[surface[start : start + length]]
    return None


def _labelled(
    context: Context, start: int, end: int, barred: Spans, taken: list[Phrase], *, products: bool
) -> Iterator[Phrase]:
    """Yield the labels of a taxonomy in the stretch, outside barred spans and phrases already taken."""
    terms = context.lexicons.products if products else context.lexicons.violations
    concepts = context.lexicons.product_concepts if products else context.lexicons.violation_concepts
    stops = context.tables.cues.of("not-a-product" if products else "not-a-violation")
    held = Spans((p.start, p.end) for p in taken)
    for left, right, term in terms.find(context.text[start:end]):
        a, b = start + left, start + right
        if term not in concepts or term in stops or barred.touches(a, b) or held.touches(a, b):
            continue
        if not products and term.endswith("行为") and term[:-2] in concepts:
            b -= 2
        yield Phrase(a, b, "taxonomy")


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between full stops and semicolons; one without any is cut, so that its cost stays bounded."""
    left = start
    for position in range(start, end):
        if text[position] in _BOUND or position - left >= _LONGEST:
            if position > left:
                yield left, position
            left = position + 1
    if end > left:
        yield left, end


def _governed(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield the items that an enforcement verb governs, or that a word for offence closes, in a sentence."""
    text = context.text
    patterns = Patterns.of(context.tables.cues)
    verbs = [
        m
        for m in patterns.enforce.finditer(text, start, end)
        if not barred.touches(m.start(), m.end()) and not _NOMINAL.match(text, m.end())
    ]
    covered = Spans()
    for index, verb in enumerate(verbs):
        if covered.touches(verb.start(), verb.end()):
            continue
        limit = verbs[index + 1].start() if index + 1 < len(verbs) else end
        stop, headed = _object_end(text, verb.end(), limit, patterns)
        if stop > verb.end():
            covered.add(verb.start(), stop)
            yield from _items(context, verb.end(), stop, barred, headed=headed)
    for found in patterns.head.finditer(text, start, end):
        if barred.touches(found.start(), found.end()) or covered.touches(found.start(), found.end()):
            continue
        force = _FORCE_AFTER.match(text, found.end(), min(end, found.end() + 24))
        listed = "等" in text[max(start, found.start() - 8) : found.start()]
        left = _object_start(text, start, found.start(), covered, force=force is not None)
        if left < found.start() and (force is not None or listed or text[left - 1 : left] == "对"):
            covered.add(left, found.end())
            yield from _items(context, left, found.end(), barred, headed=True)
    for found in _AGAINST.finditer(text, start, end):
        sanctioned = patterns.enforce.search(text, found.end(), end) or _PUNISHED.search(text, found.end(), end)
        if sanctioned is not None and not covered.touches(found.start(1), found.end(1)):
            yield from _items(context, found.start(1), found.end(1), barred, headed=False)


#: An enforcement verb used as a noun: 打击力度, 查处后, 整治工作.
_NOMINAL = re.compile(r"力度|工作|行动|能力|机制|效能|合力|体系|中心|成效|部门|责任|情况|的|后|、查处|不力|清单|台账|方案|措施|氛围|态势|阶段|重点|任务|办法")
_FORCE_AFTER = re.compile(r"(?:的)?[^，。；]{0,14}力度|(?:的)?(?:打击|查处|整治|惩处|处罚|治理|监管|监测)")
#: 对拒不亮照的，坚决依法查处: conduct named as the condition of a sanction.
_AGAINST = re.compile(r"(?:对于|对)([^，。；对]{3,60}?)的，")
_PUNISHED = re.compile(r"从重|从严|吊销|撤销|关停|移送|处理|处罚|立案|取缔|追究|列入|注销|停业|曝光|通报批评|约谈")
#: Titles of bodies that hold a violation's name: 打击侵权假冒工作领导小组办公室.
_OFFICE = re.compile(r"领导小组|联席会议|牵头部门|办公室|指挥部|工作(?!人员|单位|日)|专项行动|职能|行动方案")


def _object_end(text: str, start: int, limit: int, patterns: Patterns) -> tuple[int, bool]:
    """Return where the object of a verb ends, and whether a word for offence closes it.

    It ends with the last word for offence before a comma; a list may run over commas when a word for offence closes it.
    """
    comma = _comma(text, start, limit)
    last = None
    for head in patterns.head.finditer(text, start, comma):
        if text[head.end() : head.end() + 1] in ("的", "人") and head.end() < comma:
            continue
        last = head
    if last is not None:
        return last.end(), True
    # 打击擅自使用…名称、标识，造成消费者误认的行为: the object runs over its comma to the word that closes it.
    following = _comma(text, min(comma + 1, limit), limit)
    closing = patterns.head.search(text, comma, following)
    if closing is not None and text[comma : comma + 1] == "，" and _NEW_CLAUSE.match(text, comma) is None:
        before = text[closing.start() - 8 : closing.start()]
        if before[-1:] in "的等" or "等" in before:
            return closing.end(), True
    return comma, False


_NEW_CLAUSE = re.compile(r"，(?:并|督促|加强|依法|维护|规范|确保|推动|引导|建立|完善|落实|重点|及时|坚决)")


def _comma(text: str, start: int, limit: int) -> int:
    """Return the first comma or colon outside quotes and brackets, else the limit."""
    depth = 0
    for position in range(start, limit):
        char = text[position]
        if char in _QUOTES:
            depth += 1
        elif char in _QUOTES.values():
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，：":
            return position
    return limit


def _object_start(text: str, start: int, end: int, covered: Spans, *, force: bool) -> int:
    """Return where a phrase that a word for offence closes begins: after a comma, 对, 以 or an earlier phrase."""
    left = max(start, covered.last_end(end))
    if force:
        against = text.rfind("对", left, end)
        if against >= left:
            return against + 1
    for found in _BEGINS.finditer(text, left, end):
        left = found.end()
    return left


_BEGINS = re.compile(r"，|：|加大对|对|针对|围绕|聚焦|发现|存在|涉及|涉嫌|以(?=[^，]{0,80}等)|开展|排查")


def _items(context: Context, start: int, end: int, barred: Spans, *, headed: bool) -> Iterator[Phrase]:
    """Yield the items of an object: its list cut where each part stands by itself."""
    text = context.text
    patterns = Patterns.of(context.tables.cues)
    force = _FORCE.search(text, start, end)
    if force is not None:
        end = force.start()
    end = _without_close(text, start, end, patterns)
    start, end = _without_lead(text, start, end)
    if end - start < 2 or re.match(r"以[^，]{2,}为(?:重点|突破|抓手)", text[start : end + 4]):
        return
    # 医疗、药品、房地产等关系…的虚假违法广告: what stands before 等 are examples, the offence stands last.
    inner = _after_examples(context, start, end, patterns)
    if inner is not None:
        start = inner
        if start >= end:
            return
    for left, right in _cut(context, start, end):
        left, right = _without_lead(text, left, right)
        right = _without_close(text, left, right, patterns)
        if _acceptable(context, left, right, barred, patterns, headed=headed):
            yield Phrase(left, right, "enumeration")


def _acceptable(
    context: Context, left: int, right: int, barred: Spans, patterns: Patterns, *, headed: bool
) -> bool:
    """Tell whether a candidate can name an offence: not a plain word, not a product, a sign of unlawfulness in it."""
    surface = context.text[left:right]
    if not 2 <= len(surface) <= 90 or surface in patterns.plain or barred.touches(left, right):
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
    return headed and len(surface) > 4 and (_led_by_verb(surface) or _ends_with_verb(surface))


def _has_label(context: Context, surface: str) -> bool:
    return any(term in context.lexicons.violation_concepts for _, _, term in context.lexicons.violations.find(surface))


def _without_close(text: str, start: int, end: int, patterns: Patterns) -> int:
    """Return the end without 等, 行为 and the like; a word for offence that a verb needs stays (拒不停止违法行为)."""
    while end > start:
        found = patterns.close.search(text, max(start, end - 24), end)
        if found is None or found.start() == found.end() or found.start() <= start:
            break
        rest = text[start : found.start()]
        if text[found.start() : found.start() + 1] in "违犯不" and _ends_with_verb(rest[-8:]) and re.search(r"停止|从事|参与|实施|利用|协助|掩盖|包庇|放任|纵容$", rest[-2:]):
            break
        end = found.start()
    while end > start and (text[end - 1] in "的、，等”和及与或" or text[end - 2 : end] in ("”中", "”里")):
        if text[end - 1] == "”" and "“" in text[start:end]:
            break
        end -= 1
    return end


_MEANS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}期间|(?:利用|通过|依托|借助)(?:互联网|网络|微信|网络平台|电商平台)|网络上|网上|互联网上?|线上线下|(?:通过|利用|在)[^，：]{2,40}?(?:平台|渠道|网站|媒介上|市场上|环节|领域)(?:等[^，]{0,10})?，?)(?=[^，]{3,})"
)


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without words that only lead in."""
    while start < end and text[start] in "、，的：":
        start += 1
    found = _LEADING.match(text, start, end)
    if found is not None and end - found.end() >= 2 and not (text[start] == "以" and "等" not in text[start:end]):
        kept = found.end()
        if text[start] in "以对将" and re.search(r"进行|为|作|宣传|冒充|以|掺|名义|收购|招揽|代", text[kept:end]):
            kept = start
        start = kept
    means = _MEANS.match(text, start, end)
    if means is not None and end - means.end() >= 3:
        start = means.end()
    while start < end and text[start] in "、，的：":
        start += 1
    return start, end


def _after_examples(context: Context, start: int, end: int, patterns: Patterns) -> int | None:
    """Return where the offence begins in A、B、C等…的X with products A, B, C; None where the list itself is meant."""
    text = context.text
    at = text.find("等", start, end)
    if at < 0:
        return None
    examples = [text[a:b] for a, b in _parts(text, start, at)]
    known = sum(1 for example in examples if example in context.lexicons.product_concepts or _product_like(context, example))
    rest = text[at + 1 : end]
    if known * 2 < len(examples) or _led_by_verb(text[start:at]):
        return None
    if patterns.sign.search(rest) or _has_label(context, rest):
        cut = rest.rfind("的")
        return at + 1 + (cut + 1 if cut >= 0 else 0)
    return end if len(examples) > 1 else None


def _product_like(context: Context, surface: str) -> bool:
    found = context.lexicons.products.find(surface)
    return any(b == len(surface) and t in context.lexicons.product_concepts for _, b, t in found)


def _parts(text: str, start: int, end: int, *, whole: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the parts of a list between 、, commas and conjunctions outside quotes and brackets.

    With ``whole`` alternatives (或者) stay together: they are one offence.
    """
    depth, left, position = 0, start, start
    while position < end:
        char = text[position]
        if char in _QUOTES:
            depth += 1
        elif char in _QUOTES.values():
            depth = max(0, depth - 1)
        elif depth == 0:
            found = _SPLIT.match(text, position, end)
            if found is not None and position > left and not (whole and found[0] in ("或者", "或")):
                yield left, position
                left = position = found.end()
                continue
        position += 1
    if end > left:
        yield left, end


def _cut(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items of a list: parts that stand by themselves.

    Verbs wait for the object of a later part (购买、运输野生动物); bare nouns join the verb before them (伪造产地、厂名).
    """
    text = context.text
    parts = list(_parts(text, start, end, whole=True))
    current: tuple[int, int] | None = None
    led = False
    index = 0
    while index < len(parts):
        left, right = parts[index]
        stop = _run(context, parts, index)
        if stop > index:
            if current is not None:
                yield current
            current, led = (left, parts[stop][1]), True
            index = stop + 1
            continue
        part = text[left:right]
        known = part.strip("“”") in context.lexicons.violation_concepts
        if current is None or known or _stands(context, part) or not led:
            if current is not None:
                yield current
            current, led = (left, right), _led_by_verb(_core(text, left, right))
        else:
            current = (current[0], right)
        index += 1
    if current is not None:
        yield current


def _core(text: str, left: int, right: int) -> str:
    """Return a part without the words that lead in."""
    start, end = _without_lead(text, left, right)
    return text[start:end]


def _run(context: Context, parts: list[tuple[int, int]], index: int) -> int:
    """Return the index of the part whose object the verbs from ``index`` on share; ``index`` itself where they share none."""
    text = context.text
    words_ = [text[a:b] for a, b in parts[index : index + 14]]
    known = context.lexicons.violation_concepts
    at = 0
    first = _core(text, *parts[index])
    if first in known:
        return index
    short = len(first) <= 3 and _bare_verb(first)
    following = words_[1] if len(words_) > 1 else ""
    open_verb = len(first) > 3 and _ends_with_verb(first) and (
        (len(following) <= 3 and following not in known and _bare_verb(following))
        or (_ADVERB.match(first) is not None and len(first) <= 5 and following not in known and _led_by_verb(following) and not _ADVERB.match(following))
    )
    if not (short or open_verb):
        return index
    at = 1
    while at < len(words_) and len(words_[at]) <= 5 and words_[at] not in known and _bare_verb(words_[at]):
        at += 1
    if at >= len(words_):
        return index + at - 1 if short and at > 1 else index
    return index + at


_ADVERB = re.compile(r"非法|违法|违规|恶意|擅自|私自")


@lru_cache(maxsize=20000)
def _ends_with_verb(part: str) -> bool:
    """Tell whether the last word of a part is a verb: 流量操纵, 未经同意收集."""
    cut = words(part[-10:])
    return bool(cut) and len(cut[-1]) >= 2 and tags().get(cut[-1], "").startswith("v")


def _stands(context: Context, part: str) -> bool:
    """Tell whether a later part of a list names an offence by itself."""
    if part in context.lexicons.violation_concepts:
        return True
    if len(part) < 4:
        return False
    labels = [(b - a, b) for a, b, t in context.lexicons.violations.find(part) if t in context.lexicons.violation_concepts]
    if labels and (max(size for size, _ in labels) * 2 >= len(part) or labels[-1][1] == len(part)):
        return True
    if part in context.lexicons.product_concepts:
        return False
    negative = _NEGATIVE.match(part)
    return (negative is not None and negative[0] != "") or _led_by_verb(part) or _ends_with_verb(part) or part[0] == "“"


def _neighbours(
    context: Context, start: int, end: int, known: list[Phrase], barred: Spans
) -> Iterator[Phrase]:
    """Yield unknown members of lists in which known products stand: 以食品、化妆品、老人用品等为重点."""
    text = context.text
    patterns = Patterns.of(context.tables.cues)
    by_start = {p.start: p for p in known}
    ends = {p.end: p for p in known}
    for left, right in _sentences(text, start, end):
        inside = [p for p in known if left <= p.start < right]
        if len(inside) < 2:
            continue
        parts = list(_listed(text, left, right))
        for group in parts:
            hits = [i for i, (a, b) in enumerate(group) if a in by_start or b in ends or _contains(known, a, b)]
            if len(hits) < 2 or len(hits) * 2 < len(group):
                continue
            for index in range(hits[0], len(group)):
                a, b = group[index]
                if index in hits:
                    continue
                b = _noun_end(text, a, b)
                surface = text[a:b]
                if not barred.touches(a, b) and _can_be_product(context, surface, patterns):
                    yield Phrase(a, b, "enumeration")


def _can_be_product(context: Context, surface: str, patterns: Patterns) -> bool:
    """Tell whether an unknown member of a list of products can be one: a short noun without a sign of unlawfulness."""
    if not 2 <= len(surface) <= 9 or patterns.sign.search(surface) or "“" in surface or _led_by_verb(surface):
        return False
    if surface in context.tables.cues.of("not-a-product") or surface in context.lexicons.violation_concepts:
        return False
    last = words(surface)[-1]
    return tags().get(last, "n").startswith(("n", "l", "i", "j", "z")) and not surface.endswith(_NO_PRODUCT)


_NO_PRODUCT = ("重点", "企业", "单位", "场所", "机构", "平台", "名义", "部门", "市场", "领域", "行业", "环节", "经营者", "人员", "学校", "店", "户", "网站", "媒体", "地区", "群众", "集资", "检查", "时段", "区域", "作坊", "市")


def _contains(known: list[Phrase], start: int, end: int) -> bool:
    return any(start <= p.start and p.end <= end for p in known)


def _noun_end(text: str, start: int, end: int) -> int:
    """Return where the last member of a list ends: before 等, or before a word that closes lists of products."""
    at = text.find("等", start, end)
    if at > start:
        return at
    bracket = text.find("（", start, end)
    return bracket if bracket > start + 1 else end


def _listed(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Yield the groups of parts that 、 joins."""
    group: list[tuple[int, int]] = []
    depth, left = 0, start
    for position in range(start, end + 1):
        char = text[position] if position < end else "，"
        if char in _QUOTES:
            depth += 1
        elif char in _QUOTES.values():
            depth = max(0, depth - 1)
        elif char == "、" and depth == 0:
            if position > left:
                group.append((left, position))
            left = position + 1
        elif char in "，：等" and depth == 0:
            if position > left:
                group.append((left, position))
            if len(group) > 1:
                yield group
            group = []
            left = position + 1

