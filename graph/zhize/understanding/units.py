"""The things a question is about, each with all the ways in which a plan may say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from zhize.understanding import vocabulary as kinds
from zhize.understanding.cutting import Piece
from zhize.understanding.english import phrase
from zhize.understanding.meaning import Unit
from zhize.understanding.vocabulary import Vocabulary

_WEIGHTS: Final = {"n": 0.7, "v": 0.35, "?": 0.4, "a": 0.25}
_LEAST: Final = {"n": 0.4}
"""A word for a thing is never less telling, however often it is said."""
_CONTEXT: Final = 0.1
"""Words for platforms, shops and customers say where, not what."""
_ACT: Final = 0.12
"""Words of enforcement stand in every plan."""
_FAMILY: Final = 3
"""A class with so many below it is wide."""
_EXAMPLE: Final = (0.6, 0.75, 1.0)
"""How surely the whole class is meant by a word that shares no, one or more characters with its name."""
_PLAIN: Final = frozenset("品物产商的违法非行为类及其和等")
_BRAND: Final = 0.2
"""The name of a fake says little."""
_MANY: Final = 24
"""So many units of a question are looked for."""
_MEANS: Final = 0.92
"""How surely people's words mean the plan's."""
_LITERAL: Final = 0.85
"""How surely a concept is meant where a plan has only the question's word for it."""
_SAID: Final = 0.86
_LATER: Final = 0.03
"""How surely the first of the plans' words is meant, and how much less each later one."""
_INSIDE: Final = 0.5
"""How surely a concept is meant whose name is only part of a word."""
_LOOSE: Final = 0.75
"""How surely a phrase is meant of which most words are there."""
_MOST: Final = 0.6


def units_of(
    pieces: Sequence[Piece], laws: Sequence[str], vocabulary: Vocabulary, heard: Callable[[str], bool]
) -> tuple[Unit, ...]:
    """Return the units of a question from its pieces; places, years and words of asking are none.

    ``heard`` tells whether any plan names a concept.
    """
    found: list[Unit] = []
    for at, piece in enumerate(pieces):
        unit = _unit(piece, vocabulary, heard)
        if unit is None:
            continue
        if at and found and _flawed(pieces[at - 1], piece):
            # A fake of whatever brand is a fake: what is wrong tells more than the name.
            found[-1], unit = found[-1]._replace(weight=1.0), unit._replace(weight=_BRAND)
        found.append(unit)
    if any(piece.sort == "?" and piece.text.isascii() for piece in pieces):
        found = _loose(found, vocabulary)
    found.extend(Unit(law, -1, 1.0, (), ((law, 0.8),), (law,)) for law in laws)
    return tuple({unit.text: unit for unit in reversed(found)}.values())[::-1][:_MANY]


def _flawed(before: Piece, piece: Piece) -> bool:
    """Tell whether a piece names a thing no table knows, right after the word for what is wrong with it: 假耐克."""
    touching = piece.start == before.end or (before.text.isascii() and piece.start == before.end + 1)
    return touching and not piece.codes and any(code[0] == kinds.FLAW for code in before.codes)


def plain_units(pieces: Sequence[Piece], vocabulary: Vocabulary) -> tuple[Unit, ...]:
    """Return units made of the question's words of asking, where it has no others: 各地由谁牵头组织."""
    found: list[Unit] = []
    for piece in pieces:
        if any(code[0] == kinds.REGION for code in piece.codes):
            continue
        for at in range(len(piece.text) - 1):
            word = piece.text[at : at + 2]
            if vocabulary.words.look(word)[:1] in ("n", "v"):
                found.append(Unit(word, piece.start + at, _WEIGHTS["v"], (), ((word, 1.0),)))
    return tuple(found)


def _unit(piece: Piece, vocabulary: Vocabulary, heard: Callable[[str], bool]) -> Unit | None:
    concepts: dict[str, float] = {}
    words: dict[str, float] = {}
    sort = "a" if piece.sort == "?" and piece.text.isascii() else piece.sort
    weight = _WEIGHTS.get(sort, 0.0) * max(piece.telling, _LEAST.get(sort, 0.0))
    for code in piece.codes:
        kind, value = code[0], code[1:]
        if kind == kinds.CONCEPT:
            concepts[value] = _named(piece.text, value, vocabulary)
            weight = 1.0
        elif kind in (kinds.MEANS, kinds.FLAW, kinds.CONTEXT):
            weight = max(weight, 1.0 if kind == kinds.MEANS else _CONTEXT)
            for place, word in enumerate(value.split("|")):
                words[word] = max(words.get(word, 0.0), _SAID - _LATER * place)
                for label in _labels(word, vocabulary):
                    concepts[label] = max(concepts.get(label, 0.0), _MEANS - _LATER * place)
        elif kind in (kinds.BODY, kinds.FUNCTION):
            weight = max(weight, _CONTEXT)
        elif code == kinds.CUE + "act":
            weight = max(weight, _ACT)
        elif kind in (kinds.CUE, kinds.REGION, kinds.LAW):
            return None
    if weight == 0.0 or (piece.sort == "?" and len(piece.text) < 2):
        return None
    if not piece.text.isascii() or piece.sort == "?":
        named = any(code[0] == kinds.CONCEPT for code in piece.codes)
        words = words | {piece.text: _LITERAL if named else 1.0}
    known = any(heard(label) for label, sure in concepts.items() if sure == 1.0)
    for label, word in () if known else _inside(piece.text, vocabulary):
        if label:
            concepts.setdefault(label, _INSIDE)
        if word:
            words.setdefault(word, _INSIDE)
    return Unit(piece.text, piece.start, weight, tuple(concepts.items()), tuple(words.items()))


def _named(text: str, label: str, vocabulary: Vocabulary) -> float:
    """Return how surely a form of a concept means all of it: one example of a wide class means only itself."""
    notion = vocabulary.notion(label)
    if notion is None or len(notion.narrower) < _FAMILY or text.isascii():
        return 1.0
    return _EXAMPLE[min(2, len(set(text) & set(label) - _PLAIN))]


def _labels(word: str, vocabulary: Vocabulary) -> list[str]:
    codes = vocabulary.chinese.look(word)
    return [code[1:] for code in codes.split("\t") if code[:1] == kinds.CONCEPT]


def _inside(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the concepts and the words of plans whose names are part of a word of three or more characters."""
    if len(text) < 3 or text.isascii():
        return []
    found: set[tuple[str, str]] = set()
    for start in range(len(text) - 1):
        for end in range(start + 2, min(len(text), start + len(text) - 1) + 1):
            for code in vocabulary.chinese.look(text[start:end]).split("\t"):
                if code[:1] == kinds.CONCEPT:
                    found.add((code[1:], ""))
                elif code[:1] == kinds.MEANS:
                    found.update(("", word) for word in code[1:].split("|"))
    return sorted(found)


def _loose(found: list[Unit], vocabulary: Vocabulary) -> list[Unit]:
    """Let English words that no phrase explains mean the phrases of which most words are in the question."""
    asked = {stem: unit for unit in found for stem in phrase(unit.text).split(" ") if re.search(r"[a-z]", stem)}
    scores: dict[str, int] = {}
    for stem in asked:
        for label in vocabulary.english_labels.get(stem, ()):
            scores[label] = scores.get(label, 0) + 1
    made: list[Unit] = []
    for unit in found:
        stems = set(phrase(unit.text).split(" "))
        concepts = dict(unit.concepts)
        words = dict(unit.words)
        for label, count in scores.items():
            parts = label.split(" ")
            if count < 2 or count < _MOST * len(parts) or not stems & set(parts):
                continue
            for code in vocabulary.english[label].split("\t"):
                if code[0] == kinds.CONCEPT:
                    concepts.setdefault(code[1:], _LOOSE)
                elif code[0] == kinds.MEANS:
                    words.update((word, _LOOSE) for word in code[1:].split("|") if word not in words)
        made.append(Unit(unit.text, unit.start, unit.weight, tuple(concepts.items()), tuple(words.items())))
    return made
