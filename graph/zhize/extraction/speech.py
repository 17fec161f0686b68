"""Judgements on words by their part of speech: which word is a verb, where a word ends.

Chinese writes no spaces. jieba's dictionary says where words end, and which of them are verbs; so 汽配 is no product
in 汽配城 (one word), and 伪造产地、厂名 is one offence (a verb and its two objects).
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhize.lexicon import tags, words

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=20000)
def led_by_verb(part: str) -> bool:
    """Tell whether a part of a list begins with a verb that has an object.

    >>> [led_by_verb(s) for s in ("泄露个人信息", "伪造产地", "产地", "泄露")]
    [True, True, False, False]
    """
    cut = words(part[:12])
    if not cut:
        return False
    first = cut[0]
    return is_verb(first) and len(part) - len(first) >= 2


@lru_cache(maxsize=20000)
def bare_verb(part: str) -> bool:
    """Tell whether a part is a verb that waits for the object of a later part: 编造、传播 ….

    >>> [bare_verb(s) for s in ("购买", "运输", "厂名")]
    [True, True, False]
    """
    if len(part) > 5:
        return False
    known = tags()
    return all(known.get(word, "").startswith(("v", "d", "p")) for word in words(part))


@lru_cache(maxsize=20000)
def ends_with_verb(part: str) -> bool:
    """Tell whether the last word of a part is a verb.

    >>> [ends_with_verb(s) for s in ("未经同意收集", "消防通道堵塞", "厂名")]
    [True, True, False]
    """
    cut = words(part[-10:])
    return bool(cut) and (len(cut[-1]) >= 2 or len(part) >= 5) and is_verb(cut[-1])


@lru_cache(maxsize=20000)
def ends_with_noun(part: str) -> bool:
    """Tell whether the last word of a part is a noun, or a word the dictionary does not know.

    >>> [ends_with_noun(s) for s in ("老人用品", "坭兴陶", "加强监管")]
    [True, True, False]
    """
    cut = words(part)
    return bool(cut) and tags().get(cut[-1], "n").startswith(("n", "l", "i", "j", "z"))


@lru_cache(maxsize=20000)
def ends_with_act(part: str) -> bool:
    """Tell whether a part is a noun and an act done to it, as services are named: 基因检测, 血液透析."""
    cut = words(part)
    known = tags()
    return len(cut) == 2 and len(part) == 4 and known.get(cut[0], "").startswith("n") and is_verb(cut[1])


def is_verb(word: str) -> bool:
    """Tell whether the dictionary calls a word a verb."""
    return tags().get(word, "").startswith("v")


def cuts_word(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch begins or ends inside a word of the dictionary.

    A word made of two words is no bar: 网络餐饮服务 ends at a seam of 服务平台.

    >>> text = "处理发布者，汽配城、餐饮服务平台"
    >>> [cuts_word(text, *span) for span in ((1, 3), (6, 8), (10, 14))]
    [True, True, False]
    """
    left = max(0, start - 6)
    for run in _CHINESE.finditer(text, left, min(len(text), end + 6)):
        if run.start() <= start and end <= run.end():
            at = run.start()
            for word in _words(run[0]):
                stop = at + len(word)
                if (at < end < stop and not _seam(word, end - at)) or (
                    at < start < stop < end and not _seam(word, start - at)
                ):
                    return True
                at = stop
    return False


def _seam(word: str, at: int) -> bool:
    """Tell whether a word is made of two words that meet at a place."""
    return min(at, len(word) - at) >= 2 and word[:at] in tags() and word[at:] in tags()


@lru_cache(maxsize=20000)
def _words(run: str) -> tuple[str, ...]:
    return tuple(words(run))


@lru_cache(maxsize=20000)
def verb_within(part: str) -> bool:
    """Tell whether a part holds a verb with something before and behind it.

    >>> [verb_within(s) for s in ("合成大麻素等掺入烟油", "依托咪酯", "提供交易")]
    [True, False, False]
    """
    cut = words(part)
    if len(part) == 4 and len(cut) == 3:
        return is_verb(cut[1])
    if len(cut) > 2 and _verb_and_object(cut[-1]):
        return True
    return any(len(word) >= 2 and (is_verb(word) or _verb_and_object(word)) for word in cut[1:-1])


def _verb_and_object(word: str) -> bool:
    """Tell whether a word of four characters is a verb with its object, which the dictionary calls a noun: 倾倒垃圾."""
    return len(word) == 4 and is_verb(word[:2])


def goods_before(text: str, start: int, end: int) -> int:
    """Return where the compound begins that ends here: nouns and what qualifies them, no verb that takes an object.

    >>> text = "打击销售东北黑土资源产品"
    >>> text[goods_before(text, 0, 10):]
    '东北黑土资源产品'
    """
    left = max(start, end - 14)
    run = [m for m in _CHINESE.finditer(text, left, end) if m.end() == end]
    if not run:
        return end
    at = end
    for word in reversed(_words(run[0][0])):
        tag = tags().get(word, "n")
        if word in ("的", "等", "和", "及", "或") or tag[0] in "updcrmqfy" or (tag[0] == "v" and tag != "vn"):
            break
        at -= len(word)
    return at
