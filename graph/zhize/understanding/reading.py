"""Understanding a question: place, year, campaign, bodies, laws, things and what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from zhize.errors import QueryError
from zhize.understanding import vocabulary as kinds
from zhize.understanding.bodies import LEVEL, bodies_asked, completed
from zhize.understanding.cutting import Piece, cut
from zhize.understanding.meaning import Asked, Asks, Scope, Understood
from zhize.understanding.units import plain_units, units_of
from zhize.understanding.vocabulary import Vocabulary

LONGEST: Final = 1000
"""A question may have so many characters."""
NATION: Final = "全国"

_PHRASE: Final = 4
"""A stretch of so many characters is looked for as written."""
_ASKING: Final = frozenset(("who", "duties", "laws", "cites", "targets", "nation"))
_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?:度)?|([二一][〇零○九][〇零○一二三四五六七八九]{2})年(?:度)?"
)
_QUOTED: Final = re.compile(r"《([^《》]{2,80})》")


def understand(
    question: str,
    vocabulary: Vocabulary,
    *,
    campaign: str | None = None,
    year: int | None = None,
    region: str | None = None,
    known: Callable[[str], bool] = lambda _: False,
    heard: Callable[[str], bool] = lambda _: True,
) -> Understood:
    """Return what a question means.

    ``known`` tells whether there is a campaign of that id, ``heard`` whether any plan names a concept. The options narrow the campaigns as words of the question would, and win over them.
    QueryError where the question is empty or too long to be one.
    """
    question = question.encode("utf-8", "ignore").decode()  # lone surrogates are no characters
    text = _plain(question, vocabulary)
    named = tuple(dict.fromkeys(token for token in re.findall(r"[\w.-]+", question) if known(token)))
    for token in named:
        text = text.replace(token.lower(), " " * len(token))
    years = tuple(dict.fromkeys(_year(found) for found in _YEAR.finditer(text)))
    text = _YEAR.sub(lambda found: " " * len(found[0]), text)
    quoted = _quoted(text, vocabulary)
    pieces = _pieces(text, vocabulary, heard)
    cues = {code[1:] for piece in pieces for code in piece.codes if code[0] == kinds.CUE}
    laws = tuple(dict.fromkeys([*quoted, *(code[1:] for p in pieces for code in p.codes if code[0] == kinds.LAW)]))
    bodies, spoken = bodies_asked(pieces, vocabulary)
    if not bodies and "duties" in cues and "who" not in cues:
        pieces = completed(pieces, vocabulary)
        bodies, spoken = bodies_asked(pieces, vocabulary)
    asks, lists = _asks(cues, laws, bodies, pieces, spoken)
    topic = [piece for piece in pieces if asks is Asks.COVERS or piece not in spoken]
    units = () if lists else units_of(topic, laws if asks is not Asks.CITES else (), vocabulary, heard)
    if asks is Asks.COVERS and not units and "who" in cues:
        units = plain_units(pieces, vocabulary)
    places = _places(pieces, region, spoken, vocabulary)
    return Understood(
        question=question,
        asks=asks,
        lists=lists,
        scope=Scope((campaign,) if campaign else named, (year,) if year is not None else years, places),
        units=units,
        bodies=bodies,
        laws=laws,
        phrases=() if lists else _phrases(text, pieces),
        role=next((role for role in ("lead", "support") if role in cues), "") if asks is Asks.DUTIES else "",
        when="when" in cues,
        concepts=tuple(dict.fromkeys(label for unit in units for label, sure in unit.concepts if sure == 1.0)),
    )


def _pieces(text: str, vocabulary: Vocabulary, heard: Callable[[str], bool]) -> list[Piece]:
    """Return the pieces of a plain question, what stands in book-title marks left out."""
    whole = cut(_QUOTED.sub(lambda found: " " * len(found[0]), text), vocabulary)
    return [part for piece in whole for part in _parted(piece, vocabulary, heard)]


def _parted(piece: Piece, vocabulary: Vocabulary, heard: Callable[[str], bool]) -> list[Piece]:
    """Return the parts of a compound that no plan speaks of (假疫苗), where each of them means something; else itself."""
    labels = [code[1:].split("|")[0] for code in piece.codes if code[0] in (kinds.CONCEPT, kinds.MEANS)]
    if not labels or any(map(heard, labels)):
        return [piece]
    parts = cut(piece.text, vocabulary, whole=False)
    said = [part for part in parts if _says(part)]
    if len(said) < _COMPOUND or any(not part.codes for part in said):
        return [piece]
    return [part._replace(start=piece.start + part.start, end=piece.start + part.end) for part in parts]


_COMPOUND: Final = 2


def _plain(question: str, vocabulary: Vocabulary) -> str:
    if len(question) > LONGEST:
        raise QueryError(f"the question has {len(question)} characters; ask in at most {LONGEST}")
    text = " ".join(question.split()).translate(vocabulary.folding)
    if not text.strip():
        raise QueryError("the question is empty: ask who covers something, what a body does, which tasks cite a law")
    return text


def _year(found: re.Match[str]) -> int:
    return int(found[1] or found[2].translate(_DIGITS))


def _quoted(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the full names of the instruments in book-title marks."""
    laws: list[str] = []
    for name in _QUOTED.findall(text):
        codes = vocabulary.chinese.look(name).split("\t")
        laws.extend([code[1:] for code in codes if code[:1] == kinds.LAW] or [name])
    return laws


def _asks(
    cues: set[str], laws: Sequence[str], bodies: Sequence[Asked], pieces: Sequence[Piece], spoken: Iterable[Piece]
) -> tuple[Asks, bool]:
    """Return what is asked, and whether the whole list of it is."""
    rest = [piece for piece in pieces if piece not in spoken and _says(piece)]
    if laws and "who" not in cues and ("cites" in cues or "duties" in cues or not rest):
        return Asks.CITES, True
    if "laws" in cues and not laws:
        return Asks.CITES, False
    if bodies and (not rest or ("duties" in cues and "who" not in cues)):
        return Asks.DUTIES, True
    if "targets" in cues and "who" not in cues:
        return Asks.TARGETS, False
    return Asks.COVERS, False


def _says(piece: Piece) -> bool:
    """Tell whether a piece says what the question is about, not how it asks or where it looks."""
    if piece.codes:
        return piece.codes[0][0] in (kinds.CONCEPT, kinds.MEANS, kinds.FLAW, kinds.CONTEXT)
    return piece.sort in ("n", "v") or (piece.sort == "?" and len(piece.text) > 1)


def _phrases(text: str, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the stretches of the question between words of asking, places and years."""
    spans: list[list[int]] = []
    for piece in pieces:
        if any(code[0] in (kinds.REGION, kinds.LAW) or code[1:] in _ASKING for code in piece.codes):
            continue
        if spans and spans[-1][1] == piece.start:
            spans[-1][1] = piece.end
        else:
            spans.append([piece.start, piece.end])
    return tuple(text[start:end] for start, end in spans if end - start >= _PHRASE)


def _places(
    pieces: Sequence[Piece], region: str | None, spoken: Iterable[Piece], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], ...]:
    """Return the sets of regions that the question may mean, the nearest first; of several places each set has one of each."""
    if region is not None:
        if region in (NATION, "国家", "中国"):
            return ((NATION,),)
        code = next((c for c in vocabulary.chinese.look(region.lower()).split("\t") if c[:1] == kinds.REGION), "")
        return tuple((name,) for name in code[1:].split(">")) if code else ((region,),)
    names = [code[1:].split(">") for piece in pieces for code in piece.codes if code[0] == kinds.REGION]
    if names:
        levels = range(max(map(len, names)))
        return tuple(tuple(dict.fromkeys(many[min(level, len(many) - 1)] for many in names)) for level in levels)
    for piece in pieces:
        if piece in spoken:
            continue
        if kinds.CUE + "nation" in piece.codes:
            return ((NATION,),)
        ending = piece.text.removesuffix(LEVEL)
        if kinds.CUE + "marker" in piece.codes and len(piece.text) > 1:
            return (tuple(place for place in vocabulary.places if place.endswith(ending)),)
    return ()
