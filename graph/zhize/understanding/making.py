"""Making the words by which people name things, from the authority tables, when an index is written."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from zhize import resources
from zhize.authority import BodyPattern, Concept, Tables
from zhize.errors import TableError
from zhize.model import Level
from zhize.resolve import Resolver
from zhize.text import fold
from zhize.understanding import vocabulary as kinds
from zhize.understanding.english import phrase

_COLUMNS: Final = ("kind", "words", "means", "note")
_CUES: Final = frozenset(
    ("who", "duties", "laws", "cites", "targets", "lead", "support", "with", "when", "joint", "filler", "act", "nation", "local",
     "marker")
)
_MEANINGS: Final = {"means": kinds.MEANS, "context": kinds.CONTEXT, "flaw": kinds.FLAW,
                    "function": kinds.FUNCTION, "place": kinds.REGION}
"""Kinds of rows: words of the question itself; words whose meaning the row tells."""
KINDS: Final = _CUES | _MEANINGS.keys()
"""All kinds that the table of questions has."""
_SPREAD: Final = 2.5
"""Powers of ten between the counts of a telling word and of one that tells nothing."""
_COMMON: Final = 5
"""A word of the dictionary is used where its corpus has it so often."""
_TAGS: Final = {"n": "n", "nz": "n", "nt": "n", "an": "n", "j": "n", "s": "n", "vn": "v", "v": "v", "vd": "v", "a": "v", "ad": "v",
                "z": "v", "b": "v", "i": "v", "l": "v"}  # fmt: skip
_EMPTY: Final = frozenset(["r", "c", "p", "u", "y", "e", "o", "d", "f", "q", "m", "t", "mq"])

_LONG: Final = 5
"""Words of the dictionary are used up to this length, less one."""
_INITIALS: Final = 3
"""Names of so many characters go by their initials too."""
_BLOCKS: Final = (range(0x3100), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0xFE10, 0x10000))
"""Blocks of characters that questions use: all but rare scripts."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_GAPS: Final = re.compile(r"[\s\0]+")

_ENDINGS: Final = ("department", "authority", "agency", "bureau")
"""Words that make a class of bodies of an English word for their function."""

Forms = defaultdict[str, set[str]]


def write_vocabulary(folder: Path, tables: Tables, places: Iterable[str]) -> None:
    """Write the files of a vocabulary into a folder; ``places`` are the regions of the plans."""
    chinese: Forms = defaultdict(set)
    english: Forms = defaultdict(set)
    many = sorted(set(places))
    _concepts(tables, chinese, english)
    _laws(tables, chinese, english)
    _regions(tables, many, chinese, english)
    _bodies(tables, chinese, english)
    _functions(tables, chinese, english)
    for word in tables.cues.of("enforce"):
        chinese[plain(word)].add(kinds.CUE + "act")
    _questions(resources.ontology() / "questions.csv", tables, chinese, english)
    chinese.pop("", None)
    english.pop("", None)
    written = {
        "chinese.txt": kinds.drawers_text(chinese),
        "english.txt": kinds.table_text(english),
        "words.txt": kinds.drawers_text(_words()),
        "folding.txt": _folding(),
        "notions.txt": "\n".join(_notions(tables)),
        "patterns.txt": "\n".join(_patterns(tables)),
        "places.txt": "\n".join(many),
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def plain(text: str) -> str:
    """Return a text as forms and questions are compared: folded, in small letters, without white space.

    >>> plain("ＡＰＰ 开屏")
    'app开屏'
    """
    return _GAPS.sub("", fold(text)).lower()


def _concepts(tables: Tables, chinese: Forms, english: Forms) -> None:
    preferred = {concept.label for concept in (*tables.products, *tables.violations)}
    for concept in (*tables.products, *tables.violations):
        for label in (concept.label, *concept.alt):
            if label == concept.label or label not in preferred:
                _add(chinese, plain(label), kinds.CONCEPT + concept.label)
                _add(chinese, re.sub(r"[“”‘’\"']", "", plain(label)), kinds.CONCEPT + concept.label)
        for label in concept.en:
            for spelt in (label, label.replace("-", "")):
                _add(english, phrase(spelt), kinds.CONCEPT + concept.label)


def _add(forms: Forms, form: str, code: str) -> None:
    if len(form) > 1:
        forms[form].add(code)


def _laws(tables: Tables, chinese: Forms, english: Forms) -> None:
    for law in tables.laws:
        for name in (law.name, law.name.removeprefix("中华人民共和国"), *law.short):
            _add(chinese, plain(name), kinds.LAW + law.name)
        for spoken in _spoken_laws(law.en):
            _add(english, phrase(spoken), kinds.LAW + law.name)


_LAW_ON: Final = re.compile(r"(Law|Regulations?|Measures|Provisions) (?:on|for) (?:the )?(\w+) (?:and \w+ )?of (?:the )?(.+)")


def _spoken_laws(name: str) -> Iterator[str]:
    """Yield the English names of an instrument: as written, and with what it is about put first.

    >>> list(_spoken_laws("Law on the Protection of Consumer Rights and Interests"))
    ['Law on the Protection of Consumer Rights and Interests', 'Consumer Rights and Interests Protection Law', 'Consumer Protection Law']
    """
    if name:
        yield name
    turned = _LAW_ON.fullmatch(name)
    if turned:
        kind, action, subject = turned.groups()
        for short in dict.fromkeys((subject, subject.replace(" Rights and Interests", ""))):
            yield f"{short} {action} {kind}"


def _regions(tables: Tables, places: Iterable[str], chinese: Forms, english: Forms) -> None:
    resolver = Resolver(tables)
    for region in tables.regions:
        if region.level is Level.NATIONAL:
            continue
        names = [name for level, name in resolver.place(region.name).names if level is not Level.NATIONAL]
        code = kinds.REGION + ">".join(names)
        for name in (region.name, *region.short, names[0]):
            chinese[plain(name)].add(code)
        for word in {
            region.en,
            re.sub(r"(?: (?:Province|Municipality|City|.* Autonomous Region|New Area))$", "", region.en),
        }:
            _add(english, phrase(word), code)
            _add(chinese, phrase(word).replace(" ", ""), code)
    for place in places:
        names = [name for level, name in resolver.place(place).names if level is not Level.NATIONAL] or [place]
        if place not in ("全国", "国家"):
            code = kinds.REGION + ">".join(dict.fromkeys((place, *names)))
            chinese[plain(place)].add(code)
            last = re.sub(r"^.*(?:省|自治区|市|州)(?=.{2,}[区县市旗州]$)", "", place)
            for short in (last, re.sub(r"[省市区县旗州]$", "", last)):
                if len(short) > 1:
                    chinese[plain(short)].add(code)


def _bodies(tables: Tables, chinese: Forms, english: Forms) -> None:
    found: Forms = defaultdict(set)
    spoken: Forms = defaultdict(set)
    for number, body in enumerate(tables.bodies):
        for name in _names(body):
            found[plain(name)].add(str(number))
        if body.en:
            spoken[phrase(body.en)].add(str(number))
            initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", body.en) if word[0].isupper())
            if body.levels == (Level.NATIONAL,) and len(initials) > 2:
                spoken[initials.lower()].add(str(number))
    for form, numbers in _pinyin(found).items():
        found[form] |= numbers
    for forms, target in ((found, chinese), (spoken, english)):
        for form, numbers in forms.items():
            function = tables.function_words.get(form)
            _add(target, form, kinds.BODY + ",".join(sorted(numbers, key=int)))
            if function:
                _add(target, form, kinds.FUNCTION + function)


def _names(body: BodyPattern) -> Iterator[str]:
    """Yield what a body is called without the name of its place; a bare word for its function means all such bodies."""
    yield from body.stems
    if "{" not in body.name:
        yield body.name
        yield body.name.removeprefix("中华人民共和国")
    else:
        yield re.sub(r"^.*\}", "", body.name)


def _pinyin(forms: Forms) -> Forms:
    """Return the initials and the full pinyin of Chinese names."""
    from pypinyin import lazy_pinyin

    found: Forms = defaultdict(set)
    for form in sorted(forms):
        if not _HAN.fullmatch(form):
            continue
        syllables = lazy_pinyin(form)
        found["".join(syllables)] |= forms[form]
        if len(syllables) > _INITIALS - 1:
            found["".join(syllable[0] for syllable in syllables)] |= forms[form]
    return found


def _functions(tables: Tables, chinese: Forms, english: Forms) -> None:
    for each in tables.functions:
        for ending in _ENDINGS:
            _add(english, phrase(f"{each.en} {ending}"), kinds.FUNCTION + each.name)
    for word, function in sorted(tables.function_words.items()):
        for ending in ("部门", "主管部门", "机关", "系统"):
            _add(chinese, plain(word) + ending, kinds.FUNCTION + function)


def _questions(path: Path, tables: Tables, chinese: Forms, english: Forms) -> None:
    """Add the words of questions. TableError names file and row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                raise TableError(f"{path}: row 1: the columns must be {','.join(_COLUMNS)}")
            for row in reader:
                if None in row or None in row.values() or row["kind"] not in KINDS or not row["words"]:
                    raise TableError(f"{path}: row {reader.line_num}: needs {len(_COLUMNS)} cells, a kind and words")
                if (row["kind"] in _MEANINGS) != bool(row["means"]):
                    told = ", ".join(_MEANINGS)
                    raise TableError(f"{path}: row {reader.line_num}: means goes with the kinds {told}")
                try:
                    _question(row, tables, chinese, english)
                except KeyError as error:
                    raise TableError(f"{path}: row {reader.line_num}: no table knows {error.args[0]}") from error
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error


def _question(row: dict[str, str], tables: Tables, chinese: Forms, english: Forms) -> None:
    meant = _meant(row, tables)
    code = meant or kinds.CUE + row["kind"]
    for word in itertools.chain.from_iterable(map(_spelt, row["words"].split("|"))):
        if word.isascii():
            english[phrase(word)].add(code)
        if not word.isascii() or (meant and word.isalnum()):
            chinese[plain(word)].add(code)


def _meant(row: dict[str, str], tables: Tables) -> str:
    """Return what the words of a row mean; empty for words of the question itself. KeyError names what no table knows."""
    kind, value = _MEANINGS.get(row["kind"], ""), row["means"]
    if kind == kinds.REGION:
        if value not in {region.name for region in tables.regions}:
            raise KeyError(value)
        names = [name for level, name in Resolver(tables).place(value).names if level is not Level.NATIONAL]
        return kind + ">".join(names)
    if kind == kinds.FUNCTION:
        if value not in {each.name for each in tables.functions}:
            raise KeyError(value)
        return kind + value
    return kind + "|".join(plain(word) for word in value.split("|")) if kind else ""


def _spelt(word: str) -> Iterator[str]:
    """Yield all spellings of a word in which brackets hold alternatives.

    >>> list(_spelt("[/都]管[啥/什么]"))
    ['管啥', '管什么', '都管啥', '都管什么']
    """
    parts = [part.split("/") for part in re.split(r"\[([^\]]*)\]", word)]
    literal = [part if at % 2 else ["/".join(part)] for at, part in enumerate(parts)]
    yield from map("".join, itertools.product(*literal))


def _words() -> dict[str, tuple[str]]:
    """Return the common words of the language: things, actions and qualities, empty words."""
    found: dict[str, tuple[str]] = {}
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        kind = "x" if tag in _EMPTY else _TAGS.get(tag)
        if kind is not None and 1 < len(word) < _LONG and int(count) >= _COMMON and _HAN.fullmatch(word):
            found[word] = (kind + str(_telling(int(count))),)
    return found


def _telling(count: int) -> int:
    """Return how telling a word is in the language at large: 9 for a rare one, 1 for one said all the time.

    >>> _telling(100), _telling(3000), _telling(50000)
    (9, 4, 1)
    """
    return max(1, min(9, round(9 * (1 - (math.log10(count) - 2) / _SPREAD))))


def _folding() -> str:
    """Return the characters that have a plainer form, these forms, and the characters that say nothing, a line each."""
    table: dict[str, str] = {}
    for block in _BLOCKS:
        for char in map(chr, block):
            to = fold(char).lower()
            if len(to) == 1 and to != char and not char.isspace():
                table[char] = to
    table |= dict(_simplified())
    silent = "".join(char for char, to in table.items() if to == "\0") + "\0"
    kept = {char: to for char, to in table.items() if to != "\0"}
    return "\n".join(("".join(kept), "".join(kept.values()), silent))


def _simplified() -> Iterator[tuple[str, str]]:
    """Yield traditional characters with their simplified forms (OpenCC's TSCharacters)."""
    for line in files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        traditional, _, simple = line.partition("\t")
        if len(traditional) == 1 and simple and traditional != simple[0] and traditional not in "乾著於":
            yield traditional, simple[0]


def _notions(tables: Tables) -> Iterator[str]:
    """Yield a line for each concept; see `Vocabulary.notion`."""
    below: dict[str, list[str]] = defaultdict(list)
    many: list[tuple[Concept, bool]] = [(c, True) for c in tables.products] + [(c, False) for c in tables.violations]
    for concept, _ in many:
        if concept.broader:
            below[concept.broader].append(concept.label)
    for c, product in many:
        lists = ("|".join(sorted(below[c.label])), "|".join(sorted(set(c.laws))))
        yield "\t".join((c.label, str(int(product)), c.broader, *lists, c.en[0] if c.en else ""))


def _patterns(tables: Tables) -> Iterator[str]:
    """Yield a line for each kind of body; see `Vocabulary.pattern`."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, body in enumerate(tables.bodies):
        numbers[body.name].append(number)
    before: dict[int, set[int]] = defaultdict(set)
    after: dict[int, set[int]] = defaultdict(set)
    for change in tables.reorganisations:
        if change.kind == "transfer":  # what passes between two bodies that both go on makes neither the other's heir
            continue
        old = [number for name in change.before for number in numbers[name]]
        new = [number for name in change.after for number in numbers[name]]
        for number in old:
            after[number].update(new)
        for number in new:
            before[number].update(old)
    for number, body in enumerate(tables.bodies):
        national = str(int(body.levels == (Level.NATIONAL,)))
        kin = ("|".join(map(str, sorted(each[number]))) for each in (before, after))
        yield "\t".join((body.name, body.function, national, "|".join(body.regions), *kin))
