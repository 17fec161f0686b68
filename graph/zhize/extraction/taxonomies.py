"""Labels of the taxonomies in a text, and the making of targets from candidate phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.extraction.context import Context
from zhize.extraction.spans import Spans
from zhize.model import Target


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate in the view."""

    start: int
    end: int
    rule: str
    label: str | None = None
    """The label of a taxonomy that it holds, where that is shorter than itself."""


#: 反炒信, 不卖假货: said of what is fought or not done.
_DENIED = re.compile(r"(?<![违造谋])反$|(?<!严)防$|不$|拒绝$|抵制$")
#: 违法经营者, 违规企业: said of a person or a body.
#: 引流推广类经营者: said of a class of them.
_CLASS = re.compile(r"类(?:经营者|企业|平台|机构|商家|业务)")
_BEARER = re.compile(r"[者人]|分子|主体|企业|名单|线索|嫌疑|风险|防范|预防|监测|宣传")


def labelled_violations(context: Context, start: int, end: int, barred: Spans, held: Spans) -> Iterator[Phrase]:
    """Yield the labels of violations in the stretch, outside what is barred or held already."""
    text = context.text
    concepts = context.lexicons.violation_concepts
    stops = context.tables.cues.of("not-a-violation")
    goods = [(p.start, p.end) for p in labelled_products(context, start, end, barred)]
    for left, right, term in context.lexicons.violations.find(text[start:end]):
        a, b = start + left, start + right
        if term not in concepts or term in stops or barred.touches(a, b) or held.touches(a, b):
            continue
        if _DENIED.search(text, max(start, a - 2), a):
            continue
        if _TALK.match(text, b) or any(c <= a and b <= d and d - c > b - a for c, d in goods):
            continue
        if _inside_quote(text, start, end, a, b):
            continue
        if term.startswith(("违法", "违规")) and len(term) <= 6 and _BEARER.match(text, b):
            continue
        if _CLASS.match(text, b):
            continue
        if term.endswith("行为") and term[:-2] in concepts:
            b -= 2
        pretext = _PRETEXT.search(text, max(start, a - _FAR), a)
        yield Phrase(pretext.start() if pretext is not None else a, b, "taxonomy")


#: 以提供“养老服务”为名实施诈骗: the pretext makes the offence.
_PRETEXT = re.compile(r"以[^，。；：、以]{2,24}(?:为名|名义|为由|为幌子|为借口)(?:实施|进行|从事|开展)的?$")
_FAR = 36


#: 打击非法采矿的重要性: spoken of, not targeted.
_TALK = re.compile(r"的(?:重要|危害|必要|紧迫|严峻)")


def _inside_quote(text: str, start: int, end: int, a: int, b: int) -> bool:
    """Tell whether a label is a part of a longer quoted name: “最终解释权归本店”."""
    left = text.rfind("“", max(start, a - 12), a)
    right = text.find("”", b, min(end, b + 12))
    if left < 0 or right < 0 or "”" in text[left:a] or "“" in text[b:right] or "、" in text[left:right]:
        return False
    return right - left - 1 > 2 * (b - a) or (right - left - 1 > b - a and text.startswith(("等", "“"), right + 1))


def labelled_products(context: Context, start: int, end: int, barred: Spans) -> Iterator[Phrase]:
    """Yield the labels of products in the stretch, outside what is barred."""
    concepts = context.lexicons.product_concepts
    stops = context.tables.cues.of("not-a-product")
    for left, right, term in context.lexicons.products.find(context.text[start:end]):
        a, b = start + left, start + right
        if term in concepts and term not in stops and not barred.touches(a, b):
            yield Phrase(a, b, "taxonomy", term)


def targets(context: Context, phrases: list[Phrase], concepts: dict[str, str]) -> tuple[Target, ...]:
    """Return one target for each distinct surface, in order of the text."""
    grouped: dict[str, list[Phrase]] = {}
    once = {(p.start, p.end): p for p in reversed(phrases)}
    for phrase in sorted(once.values(), key=lambda p: (p.start, -p.end)):
        surface = re.sub(r"\s", "", context.text[phrase.start : phrase.end])
        if surface:
            grouped.setdefault(surface, []).append(phrase)
    for surface in list(grouped):
        bare = _GOODS.sub("", surface) if surface in context.lexicons.product_concepts else _ONLINE.sub("", surface)
        if bare != surface and bare in grouped:
            grouped[bare] = sorted(grouped[bare] + grouped.pop(surface), key=lambda p: (p.start, -p.end))
    made = []
    for surface, group in grouped.items():
        concept = concepts.get(surface) or concepts.get(group[0].label or "") or _told_by_tail(surface, concepts)
        made.append(
            Target(
                concept or surface,
                tuple(context.mention(p.start, p.end, p.rule) for p in group),
                concept is not None,
                None if concept is not None else broader(surface, concepts),
            )
        )
    return tuple(sorted(made, key=lambda t: (t.mentions[0].start, -t.mentions[0].end)))


#: 网络虚假宣传 beside 虚假宣传 in one task is the same offence.
_ONLINE = re.compile(r"^(?:互联网|网络|网上|涉网|线上|[^、]{2,8}类(?=.{4}))")
#: 烟花爆竹产品 beside 烟花爆竹 is the same category.
_GOODS = re.compile(r"(?:产品|商品|类)$")


def _told_by_tail(surface: str, concepts: dict[str, str]) -> str | None:
    """Return the concept of the label that makes up most of the end of a name: 预售商品不适用七日无理由退货."""
    for length in range(len(surface) - 1, max(3, -(-len(surface) * 3 // 5)) - 1, -1):
        if surface[-length:] in concepts:
            return concepts[surface[-length:]]
    return None


def broader(surface: str, concepts: dict[str, str]) -> str | None:
    """Return the concept whose label is the longest tail, else the longest part, of a new term."""
    for length in range(len(surface) - 1, 1, -1):
        if surface[-length:] in concepts:
            return concepts[surface[-length:]]
    for length in range(len(surface) - 1, 2, -1):
        for start in range(len(surface) - length + 1):
            if surface[start : start + length] in concepts:
                return concepts[surface[start : start + length]]
    return None
