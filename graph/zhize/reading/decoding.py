"""Bytes to text: which encoding a file is in, decided by how likely the text is as Chinese.

Each candidate must decode the whole file without an error. Among those that do, the one that explains the bytes
with the fewest bits wins, where a character costs the more bits the rarer its class is in Chinese prose; strict
GB18030 accepts Big5, and UTF-16 accepts nearly everything, so that validity alone decides nothing but UTF-8.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from functools import cache

from zhize.errors import InputError
from zhize.reading.source import shown

#: Names of the candidates, in the order in which they are tried, and their codecs.
#: Microsoft's Big5 has the characters in daily use that the standard lacks; Hong Kong's adds more.
_CODECS: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf-8",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
}

#: Byte order marks, longer ones first.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: What a file calls its encoding -> the candidate that reads it; GB2312 and GBK are parts of GB18030.
_LABELS: dict[str, str] = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030",
    "big5": "big5", "big5-hkscs": "big5", "x-x-big5": "big5", "cn-big5": "big5", "cp950": "big5",
}  # fmt: skip

#: The characters without which no Chinese page is written, simplified and traditional.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期"
    "根论运农指区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什"
    "認們這個為來時國對會發動產種後說過點業電經學進與關線實體機當開應還兩將統問題條無質氣變結解軍員總設長資邊級圖處"
    "监督查严厉打击违药食网络市场商标知识权专项整治负责协调信息安全单位职责落实加强各级阶段監網絡場務責協單職階報導"
)

#: Bits a character of each class costs.
_COMMON, _KNOWN, _RARE, _ALIEN, _BROKEN = 8.5, 11.5, 17.0, 18.5, 24.0

#: By how many bits the best candidate must beat the next one.
_MARGIN = 12.0
#: What a declared encoding is worth in bits.
_TRUST = 24.0
#: Average bits of the characters beyond ASCII above which a text is garbled.
_GARBLED = 13.0
#: How many continuation bytes in valid sequences prove UTF-8, even where the text it gives is garbled.
_PROOF = 20
_WINDOW = 50_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a candidate makes of the bytes."""

    text: str
    encoding: str
    bits: float
    """Bits it needs for the bytes, a long text by its sample."""
    diversity: float
    """Distinct characters for each character of the sample: one repeated character proves little."""


def candidate(label: str) -> str | None:
    """Return the encoding that reads what a file calls ``label``, None where the name is not known.

    >>> candidate("GB2312"), candidate("iso-8859-1")
    ('gb18030', None)
    """
    return _LABELS.get(label.strip().lower())


@cache
def _level_one() -> frozenset[str]:
    """Return the characters in common use: level 1 of GB 2312 and level 1 of Big5."""
    gb = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(b for row in range(0xA4, 0xC7) for cell in trails for b in (row, cell))
    return frozenset(gb.decode("gb2312", "ignore") + big5.decode("big5", "ignore"))


@cache
def _bits(char: str) -> float:
    """Return how many bits a character costs."""
    code = ord(char)
    if code < 0x80:
        if char.islower() or char in "\n\r\t ":
            return 6.0
        return 8.0 if code >= 0x20 and code != 0x7F else _BROKEN
    if char in _FREQUENT or char in "，。、；：？！（）《》“”‘’〔〕【】　\ufeff\xa0—…·":
        return _COMMON
    if 0x4E00 <= code <= 0x9FFF:
        return _KNOWN if char in _level_one() else _RARE
    if 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x2027 or 0x3001 <= code <= 0x3020:
        return _KNOWN
    if 0x2150 <= code <= 0x218F or 0x2460 <= code <= 0x26FF or 0x200B <= code <= 0x200F or 0x2E80 <= code <= 0x2FDF:
        return _KNOWN
    return _BROKEN if not char.isprintable() or code >= 0xE000 else _ALIEN


def share_of_common(text: str) -> float:
    """Return the share of characters in common use in Chinese among those other than white space and ASCII.

    >>> share_of_common("规范网络经营主体资格，2020"), share_of_common("勮寖缃戠粶")
    (1.0, 0.0)
    """
    foreign = [char for char in text if ord(char) >= 0x80 and not char.isspace()]
    return sum(_bits(char) <= _KNOWN for char in foreign) / len(foreign) if foreign else 0.0


def _sample(text: str) -> str:
    """Return the beginning, middle and end of a long text, all of a short one."""
    if len(text) <= 3 * _WINDOW:
        return text
    middle = (len(text) - _WINDOW) // 2
    return text[:_WINDOW] + text[middle : middle + _WINDOW] + text[-_WINDOW:]


def _reading(data: bytes, encoding: str, failures: dict[str, int]) -> _Reading | None:
    """Return what a candidate makes of the bytes, or None, the offset of the first bad byte noted."""
    for codec in _CODECS[encoding]:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            failures[encoding] = max(error.start, failures.get(encoding, 0))
            continue
        sample = _sample(text)
        counts = Counter(sample)
        bits = sum(_bits(char) * count for char, count in counts.items())
        if len(sample) < len(text):
            bits *= 3 * _WINDOW / len(sample.encode(codec))
        foreign = {char: count for char, count in counts.items() if ord(char) >= 0x80} or counts
        return _Reading(text, encoding, bits, len(foreign) / max(1, sum(foreign.values())))
    return None


def decode(data: bytes, name: str, label: str | None = None) -> Decoded:
    """Return the text of a file, a leading byte order mark not counted.

    ``name`` stands in messages; ``label`` is what the file itself says of its encoding, which is weighed, not
    obeyed. Raises InputError where the bytes are of no candidate, of two, or were garbled before they were saved.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_marked(data[len(mark) :], encoding, name), name)
    failures: dict[str, int] = {}
    utf8 = _reading(data, "utf-8", failures)
    if utf8 is not None and (_plausible(utf8.text) or len(data) - len(utf8.text) >= _PROOF):
        return _checked(Decoded(utf8.text, "utf-8"), name)
    readings = [] if utf8 is None else [utf8]
    readings += [r for e in list(_CODECS)[1:] if (r := _reading(data, e, failures)) is not None]
    if failures and all(r.encoding.startswith("utf-16") and not _plausible(r.text) for r in readings):
        tried = ", ".join(f"{encoding} fails at byte {at}" for encoding, at in failures.items())
        raise InputError(f"{shown(name)}: its encoding is not known ({tried}): save it as UTF-8")
    return _checked(_best(readings, candidate(label or ""), name), name)


def _marked(data: bytes, encoding: str, name: str) -> Decoded:
    """Return the text of a file that begins with a byte order mark."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown(name)}: its byte order mark says {encoding}, but byte {error.start} is not: save it as UTF-8"
        ) from error


def _plausible(text: str) -> bool:
    """Tell whether valid UTF-8 that is not mere ASCII reads as Chinese, so that nothing else need be tried."""
    counts = Counter(char for char in _sample(text) if ord(char) >= 0x80)
    total = sum(counts.values())
    return bool(total) and sum(_bits(c) * n for c, n in counts.items()) <= _GARBLED * total


def _best(readings: list[_Reading], label: str | None, name: str) -> Decoded:
    """Return the likeliest reading; InputError where it is not clearly likelier than one of another text."""
    ranked = sorted(readings, key=lambda r: r.bits - (_TRUST if r.encoding == label else 0.0))
    best = ranked[0]
    for other in ranked[1:]:
        if other.text == best.text:
            continue
        trust = _TRUST if best.encoding == label else 0.0
        if (other.bits - best.bits) * best.diversity + trust < _MARGIN:
            raise InputError(
                f"{shown(name)}: its encoding may be {best.encoding} or {other.encoding}, "
                "the text is too short or too odd to tell: save it as UTF-8"
            )
    first = next(r for r in readings if r.text == best.text)
    return Decoded(best.text, first.encoding)


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Return the text without a leading mark; InputError where it is binary or garbled."""
    text = decoded.text.removeprefix("\ufeff")
    at = text.find("\0")
    if at >= 0:
        raise InputError(
            f"{shown(name)}: not a text, a NUL stands at character {at}: give the plan as txt, html, docx or pdf"
        )
    sample = _sample(text)
    foreign = Counter(char for char in sample if ord(char) >= 0x80)
    total = sum(foreign.values())
    lost = foreign["\ufffd"] + 3 * sample.count("锟斤拷")
    cost = sum(_bits(char) * count for char, count in foreign.items())
    if lost * 200 > len(sample) or (total * 50 > len(sample) and cost > _GARBLED * total):
        odd = next(i for i, c in enumerate(sample) if c == "\ufffd" or (ord(c) >= 0x80 and _bits(c) > _KNOWN))
        extract = shown(" ".join(sample[odd : odd + 12].split()))
        raise InputError(
            f"{shown(name)}: its text is garbled as {decoded.encoding} (“{extract}”), it was once saved in a wrong "
            "encoding or is not Chinese: take the original file"
        )
    return Decoded(text, decoded.encoding)
