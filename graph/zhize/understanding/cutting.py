"""Cutting a question into known forms and words: the cut that explains most of it in the longest pieces."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from zhize.understanding.english import stems
from zhize.understanding.vocabulary import BODY, CONTEXT, CUE, FLAW, FUNCTION, MEANS, REGION, Vocabulary

_PHRASE: Final = 14
"""Words of the longest English phrase looked up."""
_ASCII: Final = re.compile(r"[a-z0-9][a-z0-9.*+/_-]*")
_GAIN_WORD: Final = 0.8
"""A word of the language explains less than a form of the vocabulary of the same length."""


class Piece(NamedTuple):
    """A part of a question."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    """What it can mean; empty for a word that no table knows."""
    sort: str
    """Of a word no table knows: ``n`` a thing, ``v`` an action, ``x`` an empty word, ``?`` unknown; else empty."""
    telling: float = 1.0
    """How telling a word of the language is: 1 for a rare one, little for one said all the time."""


def cut(text: str, vocabulary: Vocabulary, *, whole: bool = True) -> list[Piece]:
    """Return the pieces of a plain question, left to right; punctuation and white space are left out.

    Without ``whole`` the text itself is no piece: a compound is cut into its parts.
    """
    # A class of so many characters takes longer to compile than a question to answer.
    if any("\u3400" <= char <= "\u9fff" for char in text):
        return _chinese(text, vocabulary, whole)
    return _english(text, vocabulary, whole)


def _chinese(text: str, vocabulary: Vocabulary, whole: bool) -> list[Piece]:
    chinese, words = vocabulary.chinese, vocabulary.words
    runs = {found.start(): found.end() for found in _ASCII.finditer(text)}
    size = len(text)
    best: list[float] = [0.0] * (size + 1)
    steps: list[int] = [0] * (size + 1)
    best[1:] = [-1.0] * size
    position = 0
    while position < size:
        here = best[position]
        if here < 0:
            position += 1
            continue
        common = words.reach(text[position])
        limit = min(max(chinese.reach(text[position]), common), size - position - (not whole and position == 0))
        alone = runs.get(position, position + 1)
        # Of two cuts that explain as much the one whose first words are longer: 网上|报, not 网|上报.
        if here + 0.2 >= best[alone]:
            best[alone], steps[alone] = here + 0.2, position
        for length in range(2, limit + 1):
            piece = text[position : position + length]
            gain: float = length * length
            if piece not in chinese:
                if length > common or piece not in words:
                    continue
                gain *= _GAIN_WORD
            if here + gain >= best[position + length]:
                best[position + length], steps[position + length] = here + gain, position
        position += 1
    return _joined(text, _back(text, steps), vocabulary)


def _back(text: str, steps: list[int]) -> list[tuple[int, int]]:
    """Return the spans of the best cut."""
    spans: list[tuple[int, int]] = []
    end = len(text)
    while end > 0:
        spans.append((steps[end], end))
        end = steps[end]
    return spans[::-1]


def _joined(text: str, spans: list[tuple[int, int]], vocabulary: Vocabulary) -> list[Piece]:
    """Return the pieces of a cut; neighbouring characters that nothing explains become one piece."""
    pieces: list[Piece] = []
    for at, (start, end) in enumerate(spans):
        part = text[start:end]
        codes = vocabulary.chinese.look(part)
        following = text[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
        of_body = _is_body(vocabulary.chinese.look(following))
        if end - start == 1 and not of_body and _within(text, start, end):
            codes = "\t".join(code for code in codes.split("\t") if code[:1] != REGION)
        if codes and (end - start > 1 or of_body or _stands(codes, text, start, end)):
            pieces.append(Piece(start, end, part, tuple(codes.split("\t")), ""))
        elif end - start > 1 and vocabulary.words.look(part):
            sort = vocabulary.words.look(part)
            pieces.append(Piece(start, end, part, (), sort[0], int(sort[1]) / 9))
        elif not part[0].isalnum():
            continue
        elif (last := _open_run(pieces, start)) is not None and not part[0].isascii():
            while pieces[-1].start > last.start:
                pieces.pop()
            pieces[-1] = Piece(last.start, end, text[last.start : end], (), "?")
        else:
            pieces.append(Piece(start, end, part, (), "?"))
    return pieces


def _open_run(pieces: list[Piece], end: int) -> Piece | None:
    """Return the run of unknown characters that ends here; one empty character inside it does not break it."""
    for piece in pieces[:-3:-1]:
        if piece.end != end or (piece.sort != "?" and len(piece.text) > 1):
            return None
        if piece.sort == "?":
            return None if piece.text.isascii() else piece
        end = piece.start
    return None


def _is_body(codes: str) -> bool:
    return any(code[:1] in (BODY, FUNCTION) for code in codes.split("\t"))


def _stands(codes: str, text: str, start: int, end: int) -> bool:
    """Tell whether a single character means something here: a short word does, 沪 only by itself, as in 沪 2020."""
    if any(code[:1] in (MEANS, FLAW, CONTEXT) or code == CUE + "filler" for code in codes.split("\t")):
        return True
    return not _within(text, start, end)


def _within(text: str, start: int, end: int) -> bool:
    """Tell whether Chinese characters touch a stretch of text."""
    return any("\u3400" <= char <= "\u9fff" for char in text[max(0, start - 1) : start] + text[end : end + 1])


def _english(text: str, vocabulary: Vocabulary, whole: bool) -> list[Piece]:
    words = stems(text)
    pieces: list[Piece] = []
    at = 0
    while at < len(words):
        for length in range(max(1, min(_PHRASE, len(words) - at - (not whole and at == 0))), 0, -1):
            codes = vocabulary.english.get(" ".join(word.text for word in words[at : at + length]), "")
            if not codes and length == 1:
                codes = vocabulary.chinese.look(text[words[at].start : words[at].end])
            if codes or length == 1:
                start, end = words[at].start, words[at + length - 1].end
                known = tuple(codes.split("\t")) if codes else ()
                pieces.append(Piece(start, end, text[start:end], known, "" if known else "?"))
                at += length
                break
    return pieces
