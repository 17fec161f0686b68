"""Lists in running text: sentences, parts between 、 and conjunctions, quotes kept whole.

Positions are offsets into the view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.extraction.context import Context
from zhize.extraction.speech import bare_verb, ends_with_noun, ends_with_verb, led_by_verb, verb_within
from zhize.lexicon import object_verbs

QUOTES = {"“": "”", "（": "）", "《": "》", "〔": "〕", "「": "」"}
_CLOSING = frozenset(QUOTES.values())
_SPLIT = re.compile(r"、|；|，|以及|和(?!国|平|谐|解|田)|及(?!时|其|格)|或者|或(?!者)|暨")
#: Two words with 、 between them that are one: the name of an offence, the name of a class.
_PAIR = re.compile(r"排除、限制|珍贵、濒危|黄、赌、毒|不..、不..(?=的)")
_BOUND = "。；\n！？"
_LONGEST = 1500
_ADVERB = re.compile(r"非法|违法|违规|恶意|擅自|私自|故意|公然|私下")
#: 移动应用违法收集、使用个人信息: the verb after an adverb waits for the object of the next.
_LATE_ADVERB = re.compile(r"(?<=.)(?:非法|违法|违规|擅自|私自)(..)$")
#: 通过虚假交易、支付、物流数据实施逃避海关监管: what follows the list says what it serves.
_MEANS = re.compile(
    r"(?:通过|利用|采取|借助)[^，；。]{2,40}、[^，；。]{0,30}(?:实施|逃避|骗取|谋取|牟取|套取|作出)|以[^，；。]{2,50}、[^，；。]{0,20}等(?:方式|手段|名义|形式)[^，；。]{2,}"
    r"|以[^，；。]{2,50}、[^，；。]{0,20}(?:为名|名义|为由|为幌子|为借口)的[^，；。]{2,}"
)
#: A frame that waits for its verb: 将A、B掺入C, 为A和B提供C.
#: 以高额回报诱骗老年人缴纳会员费、预订金: what follows the verb is its object.
_FRAME_OPEN = re.compile(r"[以在向借用将把]")
#: 为A、B和C提供便利: what they are served with closes the frame.
_SERVED = re.compile(r"为(?:违|非法|未|无证|他人|不)")
_SERVICE = re.compile(r"(?:提供|发布)[^，；。、]{0,10}(?:服务|便利|条件|场所|广告|信息|帮助|支持|平台|渠道)$")
_FRAME = re.compile(r"将|把|在|为(?!了|重|主)")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between full stops and semicolons; one without any is cut, so that its cost stays bounded."""
    left = start
    for position in range(start, end):
        if text[position] in _BOUND or position - left >= _LONGEST:
            if position > left:
                yield left, position
            left = position + 1
    if end > left:
        yield left, end


def comma(text: str, start: int, limit: int) -> int:
    """Return the first comma or colon outside quotes and brackets, else the limit."""
    depth = 0
    for position in range(start, limit):
        char = text[position]
        if char in QUOTES:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，：":
            return position
    return limit


def parts(text: str, start: int, end: int, *, whole: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the parts of a list between 、, commas and conjunctions outside quotes and brackets.

    With ``whole`` alternatives (或者) stay together: they are one offence, unless each has a verb and an object.
    """
    depth, left, position = 0, start, start
    while position < end:
        char = text[position]
        pair = _PAIR.match(text, position, end)
        if pair is not None:
            position = pair.end()
            continue
        if char in QUOTES:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            found = _SPLIT.match(text, position, end)
            if found is not None and position > left and not (
                whole and found[0] in ("或者", "或") and not _apart(text, start, position, found.end(), end)
            ) and not (found[0] in ("和", "及") and _LACKS.fullmatch(text, left, position) and _WITHOUT.match(text, found.end(), end)):
                yield left, position
                left = position = found.end()
                continue
        position += 1
    if end > left:
        yield left, end


#: 未取得《许可证》和营业执照擅自经营: what is lacking is one, what is done without it follows.
_LACKS = re.compile(r"未(?:取得|办理|依法取得)[^，；]{2,60}")
_WITHOUT = re.compile(r"[^，；、]{2,20}?(?:擅自|从事|开展|经营|生产|销售)")
_BARE = 4
"""An adverb and a verb alone (非法集资) have at most so many characters."""
_REFUSAL = re.compile(r"拒绝|拒不|擅自")


def _apart(text: str, start: int, middle: int, right: int, end: int) -> bool:
    """Tell whether each side of 或者 is an offence: 使用他人域名或者使用近似域名."""
    after = text[right : comma(text, right, end)]
    same = text.find(text[right : right + 2], start, middle) >= 0 or _REFUSAL.match(text, right) is not None
    return same and ends_with_noun(text[max(start, middle - 6) : middle]) and led_by_verb(after)


def listed(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Yield the groups of two and more parts that 、 joins; the last one ends before 等, a comma or the sentence's end."""
    group: list[tuple[int, int]] = []
    depth, left = 0, start
    for position in range(start, end + 1):
        char = text[position] if position < end else "，"
        if char in QUOTES:
            depth += 1
        elif char in _CLOSING:
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


def items(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items of a list of offences: the parts that stand by themselves.

    Verbs wait for the object of a later part (购买、运输野生动物); bare nouns join the verb before them (伪造产地、厂名).
    """
    text = context.text
    several = list(parts(text, start, end, whole=True))
    current: tuple[int, int] | None = None
    led = False
    index = 0
    while index < len(several):
        left, right = several[index]
        stop = _run(context, several, index)
        if stop > index and current is not None and _is_bare(context, text[slice(*several[stop])]):
            # 未经认证擅自出厂、销售、进口: verbs without an object of their own go on with what was said.
            current = (current[0], several[stop][1])
            index = stop + 1
            continue
        if stop > index:
            if current is not None:
                yield current
            current, led = (left, several[stop][1]), True
            index = stop + 1
            continue
        part = text[left:right]
        joins = current is not None and (
            (led and _joins(context, part)) or _follows(text, left, part) or (part[0] in "非已" and not _stands(context, part))
        )
        if current is not None and joins:
            current = (current[0], right)
        else:
            if current is not None:
                yield current
            inner = core(text, left, right)
            current, led = (left, right), _led(inner) or (_FRAME_OPEN.match(inner) is not None and verb_within(inner))
        index += 1
    if current is not None:
        yield current


_LEADING = re.compile(
    r"(?:加大对|加强对|加大|对于|对|以|将|把|如|包括|特别是|尤其是|重点是|利用网络|网上|涉及|涉嫌|各类|各种|一批|一切|任何|突出(?!的|问题)|社会反映强烈的|群众反映强烈的|存在的|突出的|一些|部分|严重|等|的|及|和|以及|其他|相关|有关|以下|下列|个人|单位|企业|经营者|商家|代理商|平台经营者(?!.{0,6}以)|电子商务平台经营者|辖区内|辖区|市场主体|不法分子|履职中|含有|尤其|旅客|以及)+(?=.{2})"
)
_BY_MEANS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}期间|(?:利用|通过|依托|借助)(?:互联网|网络|微信|网络平台|电商平台)|网络上|网上|互联网上?|线上线下|(?:通过|利用|在)[^，：]{2,40}?(?:平台|渠道|网站|媒介上|市场上|环节|领域)(?:、[^，、]{1,8}?(?:平台|渠道|网站|媒介|市场))*(?:等[^，]{0,10})?，?)(?=[^，]{2,})"
)
#: 网络游戏企业未落实…, 二手车交易中以旧充新: who does it, or where.
_SUBJECT = re.compile(
    r"[^，；。：、的“”（）]{2,14}?(?:企业|机构|单位|经营者|商家|领域|环节|(?:交易|过程|活动|经营|销售)中)(?=[^，；。：、的])"
)
#: 门户网站、新媒体账户等互联网媒介上发布违法广告: where it is done.
_PLACE = re.compile(
    r"(?:[^，；。]{2,80}?(?:媒介|平台|渠道|网站|场所|直播间|朋友圈|群组|市场|校园|店)(?:上|中|内|里)|直播间|朋友圈|市场)(?=销售|发布|从事|经营|开展|传播|组织|使用|存放|提供|违|非法|无|出售|推销)|[^，；。]{1,40}等(?:重点)?(?:领域|行业)(?=排除|限制|违|非法|虚假)|[^，；。]{1,60}等(?:重点)?(?:领域|行业)?(?:经营者|企业|单位|机构|平台|商家|人员)(?=[^，；。、的]{3})|[^，；。]{1,80}(?:平台|账户|账号|媒体|网站|企业|机构)等(?=利用|通过|发布|违|非法|虚假)"
)


def core(text: str, left: int, right: int) -> str:
    """Return a part without the words that lead in."""
    start, end = without_lead(text, left, right)
    return text[start:end]


def without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without words that only lead in: 对, 利用网络, 部分企业."""
    while start < end and text[start] in "、，的：":
        start += 1
    if text.startswith("以及", start) and end - start > 4:
        start += 2
    found = _LEADING.match(text, start, end)
    if found is not None and end - found.end() >= 2 and not (text[start] == "以" and "等" not in text[start:end]):
        kept = found.end()
        if text[start] in "以对将把" and re.search(r"进行|为|作|宣传|冒充|以|掺|名义|收购|招揽|代|挂钩|等(?:方式|形式|手段|途径|名义)", text[kept:end]):
            kept = start
        start = kept
    means = _PLACE.match(text, start, end) or _BY_MEANS.match(text, start, end)
    if means is not None and end - means.end() >= 2:
        start = means.end()
    while start < end and text[start] in "、，的：":
        start += 1
    subject = _SUBJECT.match(text, start, end)
    if subject is not None and _NEGATIVE.match(text, start) is None and not led_by_verb(subject[0]):
        rest = text[subject.end() : end]
        if len(rest) >= 4 and rest[0] not in "以在向为将" and (_NEGATIVE.match(rest) is not None or led_by_verb(rest)):
            start = subject.end()
    return start, end


def _run(context: Context, several: list[tuple[int, int]], index: int) -> int:
    """Return the index of the part whose object the parts from ``index`` on share; ``index`` itself where they share none."""
    text = context.text
    texts = [text[a:b] for a, b in several[index : index + 14]]
    known = context.lexicons.violation_concepts
    first = core(text, *several[index])
    framed = _framed(texts)
    if framed:
        return index + framed
    following = texts[1] if len(texts) > 1 else ""
    waits = len(following) <= 3 and following not in known and bare_verb(following)
    if first in known:
        # 非法收购、运输野生动物: the name of an offence that is itself an adverb and a verb waits for the object too.
        if not (_ADVERB.match(first) and first[2:] in object_verbs() and _object_follows(context, texts[1:])):
            return index
        waits = True
    short = len(first) <= 3 and bare_verb(first)
    late = _LATE_ADVERB.search(first)
    if late is not None and late[1] in object_verbs() and led_by_verb(following) and following not in known:
        return index + 1
    open_verb = len(first) > 3 and (ends_with_verb(first) or (_ADVERB.match(first) is not None and len(first) == 4)) and (
        waits
        or (
            _ADVERB.match(first) is not None
            and len(first) <= 5
            and following not in known
            and led_by_verb(following)
            and not _ADVERB.match(following)
        )
    )
    if not (short or open_verb):
        return index
    at = 1
    while at < len(texts) and len(texts[at]) <= 5 and texts[at] not in known and bare_verb(texts[at]):
        at += 1
    closed = at < len(texts) and texts[at] in known and _ADVERB.match(texts[at]) is not None and len(texts[at]) <= _BARE
    if at >= len(texts) or closed or (at == 1 and texts[1] in known and not led_by_verb(texts[1])):
        return index + at - 1 if short and at > 1 else index
    return index + at


def _framed(texts: list[str]) -> int:
    """Return how many further parts belong to a frame that the first part opens: 将A、B掺入C, 通过A、B逃避C."""
    for number in range(min(8, len(texts)) if _SERVED.match(texts[0]) else 0):
        if _SERVICE.search(texts[number]) is not None:
            # 为违法出售野生动物发布广告及提供交易服务: the second service belongs to the first.
            return number + 1 if number + 1 < len(texts) and texts[number + 1].startswith("提供") else number
    for number in range(1, min(5, len(texts))):
        joined = "、".join(texts[: number + 1])
        means = _MEANS.search(joined)
        if means is not None and _MEANS.search("、".join(texts[:number])) is None:
            return number
    if _FRAME.match(texts[0]) is None or led_by_verb(texts[0][1:]) or verb_within(texts[0]) or ends_with_verb(texts[0]):
        return 0
    for number in range(1, min(5, len(texts))):
        if verb_within(texts[number]) or ends_with_verb(texts[number]):
            return number
    return 0




def _is_bare(context: Context, part: str) -> bool:
    """Tell whether a part is a verb without an object, or a word of two characters that is no goods (进口)."""
    return bare_verb(part) or (len(part) == 2 and part not in context.lexicons.product_concepts)


#: ，损害竞争对手的商业信誉: what comes of the conduct is part of it.
_CONSEQUENCE = re.compile(r"(?:损害|造成|导致|致使|扰乱|危害|误导|欺骗)[^、]{3,}")


def _follows(text: str, left: int, part: str) -> bool:
    """Tell whether a part after a comma says what comes of the conduct before it."""
    return text[left - 1] == "，" and _CONSEQUENCE.match(part) is not None


def _joins(context: Context, part: str) -> bool:
    """Tell whether a part is a further object of the verb before it: goods that are also an offence (毒品) are."""
    bare = part.strip("“”")
    if bare in context.lexicons.violation_concepts:
        return bare in context.lexicons.product_concepts and not led_by_verb(bare)
    examples, _, closing = part.partition("等")
    goods = len(examples) > 1 and closing != "" and (_THINGS.search(closing) is not None or _NEGATIVE.match(closing) is None)
    return not _stands(context, examples if goods else part)


#: 毒药等非法猎捕工具: a list of things closes with a word for things.
_THINGS = re.compile(r"(?:工具|器具|渔具|设备|物质|物品|商品|产品|用品|制品|食品|药品|材料|原料)$")


def goods_close(context: Context, part: str) -> bool:
    """Tell whether a part with a verb ends in a further object of it: 在饲料中添加“瘦肉精”、莱克多巴胺, before 等违禁物质."""
    *before, last = part.split("、")
    return bool(before) and _led(before[0].partition("中")[2] or before[0]) and not _stands(context, last)


def _led(part: str) -> bool:
    """Tell whether a part begins with a verb and its object, an adverb before it not counted: 违法经营珍贵动物."""
    found = _ADVERB.match(part)
    return led_by_verb(part) or (found is not None and led_by_verb(part[found.end() :]))


def _object_follows(context: Context, texts: list[str]) -> bool:
    """Tell whether the parts reach a verb with a plain object: 运输、倒卖液化石油气, not 销售假药."""
    known = context.lexicons.violation_concepts
    for part in texts:
        if part in known or _ADVERB.match(part):
            return False
        if not bare_verb(part):
            return led_by_verb(part)
    return False


_NEGATIVE = re.compile(
    r"未|无|不|没有|过度|非法|违法|违规|违反|虚假|虚构|擅自|恶意|假冒|伪|拒|超|滥|私|变相|以|利用|借|冒|侵|盗|骗|欺|诈|强|诱|误导|夸大|哄抬|囤|掺|篡|变造|出租|出借|套|挪|截|拖欠|敲|低价|泄露|倒卖|走私|"
    r"通过|在|为|向|将|从事|提供|发布|销售|生产|制售|买卖|使用|经营|加工|制造|贩|组织|参与|涉|仿冒|混淆|编造|传播|破坏|损害|妨碍|逃|偷|乱|黑|毒|滥用|串通|操纵|设置|收取|捆绑|搭售|转让|宣传"
)


def _stands(context: Context, part: str) -> bool:
    """Tell whether a later part of a list names an offence by itself."""
    known = context.lexicons.violation_concepts
    if part in known:
        return True
    if len(part) < 4 or part[0] == "已":
        return False
    labels = [(b - a, b) for a, b, t in context.lexicons.violations.find(part) if t in known]
    if labels and (max(size for size, _ in labels) * 2 >= len(part) or labels[-1][1] == len(part)):
        return True
    quote = _QUOTE.match(part)
    if quote is not None:
        return quote[1] not in context.lexicons.product_concepts
    if part in context.lexicons.product_concepts or plain_product(context, part):
        return False
    return (
        _NEGATIVE.match(part) is not None
        or led_by_verb(part)
        or ends_with_verb(part)
        or (len(part) >= 8 and _INNER_FRAME.search(part) is not None)
    )


_QUOTE = re.compile(r"[“「]([^“”「」]+)[”」]")
_INNER_FRAME = re.compile(r".[在以将把向](?=.{3})")


def plain_product(context: Context, part: str) -> bool:
    """Tell whether a part is a plain noun that ends in a product: 穿山甲鳞片, 直排式热水器."""
    if _NEGATIVE.match(part) is not None or led_by_verb(part):
        return False
    found = context.lexicons.products.find(part)
    return bool(found) and found[-1][1] == len(part) and found[-1][2] in context.lexicons.product_concepts
