"""Scores of comparisons against gold pairs: links, changes an expert would state, statements that are false.

A comparison is what ``zhize diff FROM TO --json`` prints. The rules stand in ``data/gold/alignment/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhize.errors import InputError

_SILENT = re.compile(r"[\s“”\"'‘’《》「」]")
_COMPLETE = ("department_", "law_")


@dataclass(frozen=True, slots=True)
class PairScores:
    """How a comparison does against the gold of its pair."""

    pair: str
    """FROM--TO."""
    strong: int
    """Strong links of gold."""
    strong_found: int
    links_extra: int
    """Links found that gold does not list."""
    relations: int
    """Strong links found whose relation counts: those that start from no duty paragraph."""
    relations_right: int
    must: int
    must_found: int
    forbidden: tuple[str, ...]
    """Statements found that must not be made."""
    said: int
    """Changes of bodies and laws in the whole plan, where gold is complete; those that may be made aside."""
    said_right: int
    missed: tuple[str, ...]
    """Strong links and changes not found."""
    extra: tuple[str, ...]
    """Links, and changes of bodies and laws in the whole plan, that gold does not know."""


def read_gold(path: Path) -> Mapping[str, object]:
    """Return the gold of one pair; raises `InputError` naming the file."""
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: cannot be read as gold ({' '.join(str(error).split())})") from error
    if not isinstance(loaded, dict) or not {"from", "to", "links"} <= loaded.keys():
        raise InputError(f"{path}: gold of a pair needs 'from', 'to' and 'links'")
    return loaded


def score(gold: Mapping[str, object], result: Mapping[str, object], duties: Iterable[str] = ()) -> PairScores:
    """Return the scores of a comparison against gold; ``duties`` are the paths of FROM's duty paragraphs."""
    pair = f"{gold['from']}--{gold['to']}"
    links = {(_text(link, "from"), _text(link, "to")): _text(link, "relation") for link in _many(result, "alignment")}
    wanted = {(_text(link, "from"), _text(link, "to")): link for link in _many(gold, "links")}
    strong = {ends: link for ends, link in wanted.items() if link.get("strength") == "strong"}
    found = [ends for ends in strong if ends in links]
    strange = [ends for ends in links if ends not in wanted]
    aside = set(duties)
    judged = [ends for ends in found if ends[0] not in aside]
    right = [ends for ends in judged if links[ends] in _accepted(strong[ends], "relation", "accept")]
    changes = _many(result, "changes")
    must = _many(gold, "must_report")
    unseen = [entry for entry in must if not any(_meets(entry, change) for change in changes)]
    forbidden = [
        _shown(change)
        for entry in _many(gold, "must_not_report")
        for change in changes
        if _meets(entry, change, exact=True)
    ]
    whole = [c for c in changes if c.get("scope") == "campaign" and _text(c, "kind").startswith(_COMPLETE)]
    spared = [c for c in whole if any(_meets(entry, c) for entry in _many(gold, "may_report"))]
    counted = [c for c in whole if c not in spared]
    known = [c for c in counted if any(_meets(entry, c) for entry in must)]
    return PairScores(
        pair, len(strong), len(found), len(strange), len(judged), len(right), len(must), len(must) - len(unseen),
        tuple(forbidden), len(counted), len(known),
        (*(f"{a} -> {b}" for a, b in strong if (a, b) not in links), *map(_shown, unseen)),
        (*(f"{a} -> {b}" for a, b in strange), *(_shown(c) for c in counted if c not in known)),
    )  # fmt: skip


def report(scores: Sequence[PairScores]) -> str:
    """Return a table of the pairs and their sum, and below it by pair what was missed, false or unknown."""
    head = ("pair", "recall", "precision", "relation", "must", "must not", "bodies and laws")
    lines = [f"{head[0]:<34}{head[1]:>8}{head[2]:>11}{head[3]:>10}{head[4]:>8}{head[5]:>10}{head[6]:>17}"]
    lines += [_row(each.pair, [each]) for each in scores]
    lines.append(_row("all", scores))
    for each in scores:
        for label, many in (("missed", each.missed), ("false", each.forbidden), ("extra", each.extra)):
            lines += [f"{each.pair}  {label}  {one}" for one in many]
    return "\n".join(lines)


def _row(name: str, many: Sequence[PairScores]) -> str:
    found = sum(each.strong_found for each in many)
    shares = (
        _share(found, sum(each.strong for each in many)),
        _share(found, found + sum(each.links_extra for each in many)),
        _share(sum(each.relations_right for each in many), sum(each.relations for each in many)),
        _share(sum(each.must_found for each in many), sum(each.must for each in many)),
    )
    false = sum(len(each.forbidden) for each in many)
    precision = _share(sum(each.said_right for each in many), sum(each.said for each in many))
    a, b, c, d = (f"{share:.3f}" for share in shares)
    return f"{name:<34}{a:>8}{b:>11}{c:>10}{d:>8}{false:>10}{precision:>17.3f}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _many(source: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    items = source.get(key) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"'{key}' is no list of entries")
    return items


def _text(source: Mapping[str, object], key: str) -> str:
    value = source.get(key)
    return "" if value is None else str(value)


def _words(source: Mapping[str, object], key: str) -> list[str]:
    value = source.get(key) or []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _accepted(entry: Mapping[str, object], key: str, more: str) -> list[str]:
    return [_text(entry, key), *_words(entry, more)]


def _meets(entry: Mapping[str, object], change: Mapping[str, object], *, exact: bool = False) -> bool:
    """Tell whether a change is what an entry of gold says; a key that the entry lacks matches anything."""
    kind = _text(change, "kind")
    if kind not in _accepted(entry, "kind", "accept_kind"):
        return False
    if "scope" in entry and _text(entry, "scope") != _text(change, "scope"):
        return False
    for side in ("from", "to"):
        if side in entry and not set(_words(entry, side)) <= set(_words(change, side)):
            return False
    if "successors" in entry and _names(_words(entry, "successors")) != _names(_words(change, "successors")):
        return False
    if kind.startswith("task_") and ("from" in entry or "to" in entry):
        return True
    subjects = _accepted(entry, "subject", "accept_subject")
    said = _plain(_text(change, "subject"))
    if not exact and kind.startswith(("product_", "violation_")):
        return any(_alike(_plain(subject), said) for subject in subjects)
    return any(_plain(subject) == said for subject in subjects)


def _names(many: Iterable[str]) -> set[str]:
    return set(map(_plain, many))


def _plain(name: str) -> str:
    """Return a name without what does not count.

    >>> _plain("中华人民共和国 公安部"), _plain("中共中央宣传部")
    ('公安部', '中央宣传部')
    """
    text = _SILENT.sub("", name)
    return text.removeprefix("中华人民共和国").removeprefix("中共")


def _alike(one: str, other: str) -> bool:
    """Tell whether one name holds the other and is at most three times as long, or two thirds are one run."""
    short, long = sorted((one, other), key=len)
    if short and short in long and 3 * len(short) >= len(long):
        return True
    size = -(-2 * len(long) // 3)
    return any(long[at : at + size] in short for at in range(len(long) - size + 1))


def _shown(change: Mapping[str, object]) -> str:
    paths = " -> ".join(",".join(_words(change, side)) or "-" for side in ("from", "to"))
    return f"{_text(change, 'scope')} {_text(change, 'kind')} {_text(change, 'subject')} [{paths}]"
