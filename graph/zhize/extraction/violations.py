"""The unlawful conduct and unlawful things that a task is directed at, with an open vocabulary.

What enforcement verbs govern (严厉打击 …, 查处 … 等行为), what stands as the condition of a sanction (…的，依法处理), and
the labels of the taxonomy outside those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.extraction.context import Context
from zhize.extraction.enumerations import comma, sentences
from zhize.extraction.offences import Patterns, offences
from zhize.extraction.spans import Spans, outermost
from zhize.extraction.speech import cuts_word
from zhize.extraction.taxonomies import Phrase, labelled_products, labelled_violations, targets
from zhize.model import Target

#: An enforcement verb used as a noun, or of another sense: 打击力度, 查处后, 整治工作, 打击报复.
_NOMINAL = re.compile(
    r"力度|工作|行动|能力|机制|效能|合力|体系|中心|成效|部门|责任|情况|的|后|、查处|不力|清单|台账|方案|措施|氛围|态势|阶段|重点|任务|办法|报复"
)
#: 法律法规禁止交易的商品: the law forbids, the plan does not speak.
_OTHER_SUBJECT = re.compile(r"(?:法律|法规|国家|明令|明文|条例)$")
#: What these govern is conduct by itself: 严禁在公墓燃放烟花爆竹.
_PROHIBITS = re.compile(r".*(?:严禁|禁止|杜绝)")
_FORCE_AFTER = re.compile(r"(?:的)?[^，。；]{0,14}力度|(?:的)?(?:打击|查处|整治|惩处|处罚|治理|监管|监测)(?!的|情况|工作|结果|进展|信息)")
_NEW_CLAUSE = re.compile(r"，(?:并|督促|加强|依法|维护|规范|确保|推动|引导|建立|完善|落实|重点|及时|坚决)")
_BEGINS = re.compile(r"，|：|加大对|对于|对|针对|围绕|聚焦|发现|存在|涉及|涉嫌|以(?=[^，]{0,80}等)|开展|排查")
#: 对拒不亮照的，坚决依法查处; 未备案的一律停业: conduct named as the condition of a sanction.
_AGAINST = re.compile(
    r"(?:对于|对)(?P<against>(?:[^，；。对]|，(?:以及|或者|组织|利用|拒|擅自|未)){3,80}?)(?:的(?=，|从严|从重|从快|一律|一并|一查到底|依法|依照|依据|按照|坚决|立即|予以|严肃|责令|限期|移送|吊销|取缔|要)|(?<!经营)(?<!生产)(?<!消费)(?<!劳动)者(?=，|依|一律|从[严重]|予以|给予))"
)
_CONDITION = re.compile(r"(?:^|(?<=[，。；：\n]))(?P<condition>[^，；。：\n对]{4,60}?)的(?:，|(?=[一立限责移坚从依由]))")
#: 抽查不合格, 列入名单: a state of things, on which something follows that is no sanction of conduct.
_FAILED = re.compile(r"(?:抽|检|审|验|查|次).{0,2}不合格|突出$|报道的?$")
#: 举报A查证属实的; A且情节严重的; 查处后仍A的: words around the conduct.
_BEFORE = re.compile(r"(?:举报|检举)|.*(?:查处|处罚|警告|责令|认定|整改|提醒)后(?:仍然|仍)?")
_AFTER = re.compile(r"(?:，?(?:或者|或|且|并且)?(?:存在)?情节(?:较为|特别)?(?:严重|恶劣)|查证属实|线索)$")


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
    """Yield what a sentence names: objects of enforcement, then what a word for offence closes, then conditions, then lists of conduct."""
    covered = Spans()
    for rule in (_governed, _closed, _conditions, _listed):
        yield from rule(context, start, end, barred, covered)


def _governed(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the items that an enforcement verb governs: 严厉打击刷单炒信、虚假宣传等违法行为."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    verbs = [
        m
        for m in patterns.enforce.finditer(text, start, end)
        if not barred.touches(m.start(), m.end())
        and not _NOMINAL.match(text, m.end())
        and not _OTHER_SUBJECT.search(text, max(start, m.start() - 4), m.start())
        and not (text[m.start() - 1] in "、或" and m[0] in patterns.acts)
    ]
    for index, verb in enumerate(verbs):
        if covered.touches(verb.start(), verb.end()):
            continue
        limit = verbs[index + 1].start() if index + 1 < len(verbs) else end
        stop, headed = _object_end(text, verb.end(), limit, patterns)
        headed = headed or _PROHIBITS.fullmatch(verb[0]) is not None
        if stop > verb.end():
            covered.add(verb.start(), stop)
            yield from offences(context, verb.end(), stop, barred, headed=headed)


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
            yield from offences(context, left, found.end(), barred, headed=True)


def _conditions(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the conduct that is the condition of a sanction: 拒不整改的，由通信管理局处置."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for left, right in _condition_spans(text, start, end, patterns):
        left = max(left, covered.last_end(right))
        if right - left < 3 or covered.touches(left, right):
            continue
        strong = patterns.strong.search(text, right, min(end, right + 30)) is not None
        left, right = _bare_condition(text, left, right, patterns)
        for phrase in offences(context, left, right, barred, headed=strong):
            harmless = patterns.harmless.search(text, phrase.start, phrase.end)
            if harmless is None and _FAILED.search(text, phrase.start, phrase.end) is None:
                yield phrase


def _listed(context: Context, start: int, end: int, barred: Spans, covered: Spans) -> Iterator[Phrase]:
    """Yield the conduct of a sentence that only lists it: 擅自从事成品油经营的；证照过期、出借经营许可证件的."""
    text = context.text
    if text[end - 1] != "的" or text[start] in "对由凡" or end - start < _SHORTEST or covered.touches(start, end) or _NO_LIST.search(text, start, end):
        return
    yield from offences(context, start, end - 1, barred, headed=True)


_SHORTEST = 6
_NO_LIST = re.compile(r"应当|必须|要|不得|负责|鼓励|支持")


def _condition_spans(text: str, start: int, end: int, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """Yield the spans of conditions that a sanction follows: 对…的，; 对…的饭店，; …的，一律."""
    for found in _AGAINST.finditer(text, start, end):
        if patterns.enforce.search(text, found.end(), end) or patterns.sanction.search(text, found.end(), end):
            yield found.span("against")
    for found in patterns.about.finditer(text, start, end):
        if patterns.sanction.search(text, found.end(), min(end, found.end() + 40)):
            yield found.span("borne")
    for found in _CONDITION.finditer(text, start, end):
        if patterns.sanction.match(text, found.end(), min(end, found.end() + 30)):
            yield found.span("condition")


def _bare_condition(text: str, left: int, right: int, patterns: Patterns) -> tuple[int, int]:
    """Return a condition without its subject and the words around the conduct."""
    for lead in (patterns.subject, _BEFORE, patterns.subject):
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
        if text.count("“", start, head.start()) > text.count("”", start, head.start()):
            continue  # a part of a name: “问题瓶”
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
