"""The goods and services that a task is directed at, with an open vocabulary.

Labels of the taxonomy count where they stand for the goods, not for a place, body or paper called after them (餐饮场所,
食品经营许可证). Then the unknown members of lists (黄芩、丹参等品种), and names that say themselves that they are goods
(东北黑土资源产品).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zhize.authority import Cues
from zhize.extraction.context import Context
from zhize.extraction.enumerations import listed, sentences
from zhize.extraction.spans import Spans
from zhize.extraction.speech import cuts_word, ends_with_noun, goods_before, is_verb, led_by_verb
from zhize.extraction.taxonomies import Phrase, labelled_products, targets
from zhize.model import Target


class Patterns:
    """The patterns of the cues, compiled once."""

    _cache: dict[int, Patterns] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        act, holder = cues.alternatives("product-act"), cues.alternatives("product-holder")
        qualifier, group = cues.alternatives("product-qualifier"), cues.alternatives("product-group")
        loose = cues.alternatives("product-group-loose")
        self.holder = re.compile(rf"(?:{act}|{qualifier}|用)*(?:{holder})")
        self.modifier = re.compile(rf"(?:{cues.alternatives('product-modifier')})$")
        self.sign = re.compile(cues.alternatives("offence-sign"))
        self.ends = tuple(cues.of("product-member-not"))
        self.refused = frozenset(cues.of("not-a-product"))
        self.plain = frozenset(cues.of("product-plain"))
        self.head = re.compile(cues.alternatives("product-head"))
        self.lead = re.compile(rf".*(?:{cues.alternatives('product-lead')})")
        self.group = re.compile(rf"(?:等|类)(?:{qualifier}|的)*(?:{group})")
        self.loose = re.compile(rf"(?:等|类)?(?:{qualifier}|的)*(?:{loose})|[^，。；]{{0,30}}为(?:重点|主线|切入点|突破口)")

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
        known = list(_known(context, start, end, barred))
        phrases.extend(known)
        phrases.extend(_members(context, start, end, known, barred))
        taken = Spans((p.start, p.end) for p in phrases)
        phrases.extend(_headed(context, start, end, taken, barred))
    mentions = [mention for target in offences for mention in target.mentions]
    inside = Spans((mention.start, mention.end) for mention in mentions)
    alone = {(mention.start, mention.end) for mention in mentions}
    view, kept = context.outline.view, []
    for phrase in phrases:
        span = view.span(phrase.start, phrase.end)
        if span in alone or (span[0] - 1, span[1] + 1) in alone:
            continue
        if assigns or inside.touches(*span) or _INSPECTED.match(context.text, phrase.end):
            kept.append(phrase)
    return targets(context, kept, context.lexicons.product_concepts)


#: 玉米种子真实性抽检: a requirement that orders an inspection of goods.
_INSPECTED = re.compile(r"[^，。；：、\n的]{0,8}(?:抽检|抽查|专项检查|监督检查|风险监测)")


def _known(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield the labels that stand for goods or services, with the words that qualify them (进口小家电)."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    raw = list(labelled_products(context, start, end, barred))
    ends = {phrase.end for phrase in raw}
    for phrase in raw:
        a, b = phrase.start, phrase.end
        if cuts_word(text, a, b) or _in_longer_quote(text, a, b, start, end):
            continue
        if patterns.holder.match(text, b, min(end, b + 16)) and not _after_sibling(text, a, ends):
            continue
        yield Phrase(_qualified(text, start, a, barred, patterns), b, phrase.rule, phrase.label)


def _in_longer_quote(text: str, a: int, b: int, start: int, end: int) -> bool:
    """Tell whether a label is only a part of a short quoted name: “奶茶杯”, “伪私募”."""
    left = max(text.rfind("“", max(start, a - 10), a), text.rfind("「", max(start, a - 10), a))
    if left < 0 or any(char in "”」" for char in text[left:a]):
        return False
    right = min((at for at in (text.find(char, b, min(end, b + 10)) for char in "”」") if at >= 0), default=-1)
    if right < 0 or any(char in "、，" for char in text[left:right]):
        return False
    return (left + 1, right) != (a, b)


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


def _members(context: Context, start: int, end: int, known: list[Phrase], barred: Spans) -> Iterator[Phrase]:
    """Yield unknown members of lists of goods: 以食品、坭兴陶为重点, 黄芩、丹参等品种."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for left, right in sentences(text, start, end):
        for group in listed(text, left, right):
            group = [(_led(text, a, b, patterns), b) for a, b in group]
            hits = [i for i, (a, b) in enumerate(group) if any(a <= p.start and p.end <= b for p in known)]
            closed = patterns.group.match(text, group[-1][1])
            loose = closed or patterns.loose.match(text, group[-1][1])
            if not (closed or (hits and (loose or len(hits) * 3 >= len(group)))):
                continue
            first = 0 if loose else hits[0]
            for index in range(first, len(group)):
                a, b = group[index]
                b = _noun_end(text, a, b)
                if index not in hits and not barred.touches(a, b) and _can_be_product(context, text[a:b], patterns):
                    yield Phrase(a, b, "enumeration")


def _led(text: str, a: int, b: int, patterns: Patterns) -> int:
    """Return where the first member of a list begins, after the words that lead it in: 以, 重点检查, 围绕."""
    found = patterns.lead.match(text, a, b)
    return found.end() if found is not None and b - found.end() >= 2 else a


def _can_be_product(context: Context, surface: str, patterns: Patterns) -> bool:
    """Tell whether an unknown member of a list of goods can be one: a short noun without a sign of unlawfulness."""
    if not 2 <= len(surface) <= 10 or patterns.sign.search(surface) or "“" in surface or "的" in surface:
        return False
    if surface in patterns.refused or surface in context.lexicons.violation_concepts:
        return False
    if surface.endswith(patterns.ends) or surface in patterns.plain:
        return False
    return not led_by_verb(surface) and not is_verb(surface) and ends_with_noun(surface)


def _noun_end(text: str, start: int, end: int) -> int:
    """Return where the last member of a list ends: before 等 or 类, a bracket, 为重点."""
    stops = [at for at in (text.find("（", start, end), text.find("为重点", start, end)) if at > start + 1]
    stop = min(stops, default=end)
    return stop - 1 if stop - start > 3 and text[stop - 1] == "类" else stop


def _headed(context: Context, start: int, end: int, taken: Spans, barred: Spans) -> Iterator[Phrase]:
    """Yield names whose last word says that they are goods: 专供特供商品, 跨境电商货物."""
    text, patterns = context.text, Patterns.of(context.tables.cues)
    for head in patterns.head.finditer(text, start, end):
        a, b = goods_before(text, start, head.start()), head.end()
        modifier = text[a : head.start()]
        if taken.touches(a, b) or barred.touches(a, b) or not 2 <= len(modifier) <= 10:
            continue
        if patterns.sign.search(modifier) or _plain(modifier, patterns.plain) or patterns.holder.match(text, b):
            continue
        if text[a:b] not in patterns.refused and not cuts_word(text, a, b):
            yield Phrase(a, b, "head")


def _plain(modifier: str, words: Iterable[str]) -> bool:
    """Tell whether a modifier is made of words that say nothing of the goods: 网络交易, 相关."""
    return re.fullmatch("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")+", modifier) is not None
