"""The bodies a question names: a short, old or new name, with the place or kind of place before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zhize.understanding import vocabulary as kinds
from zhize.understanding.cutting import Piece
from zhize.understanding.english import phrase
from zhize.understanding.meaning import Asked
from zhize.understanding.vocabulary import Pattern, Vocabulary

LEVEL: Final = "级"
"""Ends the name of a kind of place in front of its bodies: 市级."""


def bodies_asked(pieces: Sequence[Piece], vocabulary: Vocabulary) -> tuple[tuple[Asked, ...], tuple[Piece, ...]]:
    """Return the bodies that the pieces name, and the pieces that name them."""
    found: list[Asked] = []
    spoken: list[Piece] = []
    for at, piece in enumerate(pieces):
        codes = [code for code in piece.codes if code[0] in (kinds.BODY, kinds.FUNCTION)]
        if not codes:
            continue
        before = _before(pieces, at)
        found.append(_asked(piece, codes, before, vocabulary))
        spoken.extend([*(each for each in before if _places(each)), piece])
    return tuple(found), tuple(spoken)


def completed(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """Return the pieces of a question, words for a function of government read as the bodies that have it.

    People who ask for duties leave out what kind of body it is: 工商管什么, 食药监的职责, customs duties.
    """
    return [
        piece._replace(codes=meant) if _open(piece) and (meant := _meant(piece.text, vocabulary)) else piece
        for piece in pieces
    ]


def _open(piece: Piece) -> bool:
    """Tell whether a piece may be a body: no table knows it, or it is a plain English word for a subject."""
    return all(code[0] in (kinds.MEANS, kinds.FLAW, kinds.CONTEXT) for code in piece.codes) and (
        not piece.codes or piece.text.isascii()
    )


def _meant(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if word.isascii():
        found = [vocabulary.english.get(f"{phrase(word)} {ending}", "") for ending in ("department", "authority")]
    else:
        found = [vocabulary.chinese.look(word + ending) for ending in ("局", "部门")]
    codes = next((codes.split("\t") for codes in found if codes), [])
    return tuple(code for code in codes if code[0] in (kinds.BODY, kinds.FUNCTION))


def _before(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """Return the places right before a body, with the words that join them: 上海和新疆的通信管理局."""
    found: list[Piece] = []
    for earlier in reversed(pieces[:at]):
        follower = found[0] if found else pieces[at]
        if follower.start - earlier.end > 1 or not (_places(earlier) or kinds.CUE + "joint" in earlier.codes):
            break
        found.insert(0, earlier)
    while found and not _places(found[0]):
        found.pop(0)
    return found


def _places(piece: Piece) -> bool:
    return any(code[0] == kinds.REGION or code[1:] in ("nation", "local", "marker") for code in piece.codes)


def _asked(piece: Piece, codes: Sequence[str], before: Sequence[Piece], vocabulary: Vocabulary) -> Asked:
    numbers = [int(number) for code in codes if code[0] == kinds.BODY for number in code[1:].split(",")]
    function = next((code[1:] for code in codes if code[0] == kinds.FUNCTION), None)
    patterns = tuple(vocabulary.pattern(number) for number in numbers)
    places: tuple[str, ...] = ()
    ending = local = ""
    for each in before:
        for code in each.codes:
            if code[0] == kinds.REGION:
                said = [each.text] if len(each.text) > 1 and not each.text.isascii() else []
                places = tuple(dict.fromkeys((*places, code[1:].split(">")[0], *said)))
            elif code == kinds.CUE + "nation":
                patterns = tuple(pattern for pattern in patterns if pattern.national) or patterns
                places = ("全国",) if not any(pattern.national for pattern in patterns) else ()
            elif code == kinds.CUE + "local":
                local = each.text
            elif code == kinds.CUE + "marker":
                ending = each.text.removesuffix(LEVEL)
    if places or ending:
        patterns = tuple(pattern for pattern in patterns if not pattern.national) or patterns
    text = "".join(each.text for each in (*before, piece))
    if function is None:
        return Asked(text, patterns, None, places, ending, local, _kin(patterns, vocabulary))
    named = patterns or vocabulary.of_function(function)
    return Asked(text, (), function, places, ending, local, (*named, *_kin(named, vocabulary)))


def _kin(patterns: Sequence[Pattern], vocabulary: Vocabulary) -> tuple[Pattern, ...]:
    """Return the patterns that reforms lead to from these, forwards or backwards."""
    kin: dict[str, Pattern] = {}
    for forwards in (True, False):
        seen = {pattern.name for pattern in patterns}
        waiting = list(patterns)
        while waiting:
            pattern = waiting.pop()
            for number in pattern.after if forwards else pattern.before:
                other = vocabulary.pattern(number)
                if other.name not in seen:
                    seen.add(other.name)
                    waiting.append(other)
                    kin.setdefault(other.name, other)
    return tuple(kin.values())
