"""Numbers of lists as word processors write them (ECMA-376 part 1, 17.18.59, ST_NumberFormat)."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_FINANCIAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

#: Formats that take their sign from a row of Unicode: first sign, how many there are.
_ROWS: dict[str, tuple[str, int]] = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_COUNTING = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
     "japaneseCounting", "koreanCounting")
)  # fmt: skip


def ordinal(value: int, number_format: str) -> str:
    """Return a number of a list in a format of Word; formats that are not known give decimal digits.

    >>> [ordinal(n, "chineseCounting") for n in (1, 10, 12, 20, 35, 100)]
    ['一', '十', '十二', '二十', '三十五', '一百']
    >>> ordinal(3, "decimalEnclosedCircle"), ordinal(21, "decimalEnclosedCircle"), ordinal(28, "lowerLetter")
    ('③', '21', 'bb')
    >>> ordinal(4, "upperRoman"), ordinal(13, "ideographZodiac"), ordinal(105, "chineseCountingThousand")
    ('IV', '13', '一百零五')
    """
    if value < 0 or number_format in ("bullet", "none"):
        return ""
    if number_format in _COUNTING:
        return _counting(value, "零" if number_format.endswith("Thousand") else "〇")
    if number_format in _ROWS:
        first, size = _ROWS[number_format]
        return chr(ord(first) + value - 1) if 1 <= value <= size else str(value)
    if number_format in ("lowerLetter", "upperLetter") and value:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 % 100 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        return _roman(value) if number_format == "upperRoman" else _roman(value).lower()
    return _other(value, number_format)


def _other(value: int, number_format: str) -> str:
    """Return a number in one of the rarer formats."""
    if number_format == "decimalZero":
        return f"{value:02d}"
    if number_format in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(c) + 0xFEE0) for c in str(value))
    if number_format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(c)] for c in str(value))
    if number_format == "chineseLegalSimplified":
        return _counting(value, "零", _FINANCIAL, "拾佰仟")
    if number_format == "ideographLegalTraditional":
        return _counting(value, "零", _FINANCIAL_TRADITIONAL, "拾佰仟")
    if number_format == "ideographTraditional" and 1 <= value <= 10:
        return _STEMS[value - 1]
    if number_format == "ideographZodiac" and 1 <= value <= 12:
        return _BRANCHES[value - 1]
    return str(value)


def _counting(value: int, zero: str, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Return a number in words below ten thousand, in digits above."""
    if value == 0:
        return zero
    if value > 9999:
        return str(value)
    words = ""
    shown = str(value)
    for index, char in enumerate(shown):
        power = len(shown) - 1 - index
        if char != "0":
            words += digits[int(char)] + (units[power - 1] if power else "")
        elif words and not words.endswith(zero):
            words += zero
    words = words.rstrip(zero)
    return words[1:] if 10 <= value < 20 and digits is _DIGITS else words


def _roman(value: int) -> str:
    roman = ""
    for worth, sign in _ROMAN:
        roman += sign * (value // worth)
        value %= worth
    return roman
