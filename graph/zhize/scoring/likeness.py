"""When two wordings are one: what of a text is compared."""

from __future__ import annotations

import re

_MARKS = str.maketrans("（）［］｛｝＜＞，､｢｣", "()[]{}<>,、「」", "\u200b\u200c\u200d\u2060\ufeff")

_PREFIX = re.compile("(?:中华人民共和国|中共|国家税务总局)(?=.)")


def plain(text: str) -> str:
    """Return what of a text is compared: no white space, no ``**``, narrow brackets, no national prefix.

    >>> plain("中共 上海市委（网信办）"), plain("国家税务总局"), plain("中华人民共和国国家税务总局")
    ('上海市委(网信办)', '国家税务总局', '国家税务总局')
    """
    text = "".join(text.split()).translate(_MARKS).replace("**", "")
    while (prefix := _PREFIX.match(text)) is not None:
        text = text[prefix.end() :]
    return text


def alike(one: str, other: str) -> bool:
    """Tell whether two surfaces of products or violations, made plain, may be paired.

    One contains the other, at least a third as long, or they share a run of two thirds of the longer.

    >>> alike("食品", "普通食品"), alike("食品", "网络食品经营者"), alike("违法广告发布", "违法广告设计")
    (True, False, True)
    """
    short, long = sorted((one, other), key=len)
    if short in long:
        return 0 < len(long) <= 3 * len(short)
    run = -(-2 * len(long) // 3)
    return any(short[i : i + run] in long for i in range(len(short) - run + 1))
