"""Scores of a record against gold, by the rules of the annotation guide beside the gold files.

Both sides are turned into claims, each a single thing that can be right or wrong. Claims of one kind, of the
same task or of the document, pair one to one, as many as can. Counts add up over documents (micro-average).
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import product
from pathlib import Path

from zhize.errors import InputError
from zhize.model import Department, Law, Record, Role, Target, Task, TaskKind


class Kind(StrEnum):
    """What is counted, in the order of the report.

    ``kinds`` are those of tasks that both sides have; of a department ``departments`` is its surface,
    ``named`` surface and name, ``roles`` surface and role.
    """

    TASKS = "tasks"
    KINDS = "kinds"
    DEPARTMENTS = "departments"
    NAMED = "named"
    ROLES = "roles"
    LAWS = "laws"
    PRODUCTS = "products"
    VIOLATIONS = "violations"
    MEASURES = "measures"
    DEADLINES = "deadlines"
    INDICATORS = "indicators"
    FACTS = "facts"
    ISSUERS = "issuers"


#: Facts of a document, a point each.
FACTS = ("title", "number", "level", "region", "year", "starts", "ends", "published", "truncated")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind; all shares are 1 where nothing was to be found and nothing was."""

    kind: Kind
    gold: int
    """Claims of gold that count."""
    found: int
    """Claims of the record that count."""
    matched: int
    """Pairs of the two."""

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.matched / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.matched / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.matched / (self.gold + self.found) if self.gold or self.found else 1.0


@dataclass(frozen=True, slots=True)
class Slip:
    """One claim that the other side lacks."""

    kind: Kind
    document: str
    task: str
    """Path of the task on the side that has the claim; empty for a claim of the document."""
    name: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies of all kinds in their order, what was missed and what was said too much."""

    documents: tuple[str, ...]
    tallies: tuple[Tally, ...]
    misses: tuple[Slip, ...]
    extras: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a task or of the document, with all that would be right in its place."""

    place: str
    """Key it stands under: departments, laws, facts …"""
    surfaces: tuple[str, ...] = ()
    """Words of the source; of an indicator its department, of a fact its key, of a task its title."""
    values: tuple[str, ...] = ()
    """Name, date, path or value."""
    roles: tuple[str, ...] = ()

    def words(self) -> set[str]:
        """Return the words by which gold may spare the entry."""
        words = {plain(word) for word in self.surfaces} - {""}
        match self.place:
            case "tasks" | "kinds":
                words = set()
            case "laws" | "issuers":
                words |= {plain(name) for name in self.values}
            case "indicators":
                words = {plain(name) for name in self.values}
            case "measures":
                words |= {self.values[0]}
                task = self.values[0].rpartition("/")[0]
                words |= {task} | {f"{task}/{word}" for word in words}
        return words | {self.place}

    def claims(self) -> Iterator[tuple[Kind, tuple[tuple[str, ...], ...]]]:
        """Yield each kind that the entry counts for, with the parts that must agree."""
        match self.place:
            case "departments":
                yield Kind.DEPARTMENTS, (self.surfaces,)
                yield Kind.NAMED, (self.surfaces, self.values)
                yield Kind.ROLES, (self.surfaces, self.roles)
            case "products" | "violations":
                yield Kind(self.place), (self.surfaces,)
            case "indicators" | "facts":
                yield Kind(self.place), (self.surfaces, self.values)
            case _:
                yield Kind(self.place), (self.values,)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One thing that can be right or wrong."""

    shown: str
    keys: tuple[str, ...]
    """What it is paired by; the first tells duplicates."""
    spared: bool
    """True where it counts neither way."""


@dataclass(slots=True)
class _Sheet:
    """What one side says of one task, or of the document outside its tasks."""

    path: str = ""
    title: str = ""
    entries: list[_Entry] = field(default_factory=list)
    spare: set[str] = field(default_factory=set)
    """Words that spare the claims that bear them."""
    spared: bool = False
    """True for a task of which nothing counts."""


_Sheets = tuple[_Sheet, list[_Sheet]]

_MARKS = str.maketrans("（）［］｛｝＜＞，､｢｣", "()[]{}<>,、「」", "\u200b\u200c\u200d\u2060\ufeff")
_PREFIX = re.compile("(?:中华人民共和国|中共|国家税务总局)(?=.)")

#: Lists of a task and of the document: the keys that each entry has, that of its words, that of its value.
_OF_TASK = {
    "departments": ({"surface", "name", "role"}, "surface", "name"),
    "laws": ({"name"}, "surface", "name"),
    "products": ({"surface"}, "surface", ""),
    "violations": ({"surface"}, "surface", ""),
    "deadlines": ({"date"}, "surface", "date"),
}
_OF_DOCUMENT = {
    "measures": ({"path"}, "begins", "path"),
    "indicators": ({"name"}, "department", "name"),
    "issuers": ({"name"}, "surface", "name"),
}


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


def read_gold(path: Path) -> dict[str, object]:
    """Return a gold file; its scalars stay as written, but for null, true and false.

    Raises `InputError` where the file cannot be read or is not built as the annotation guide says.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Reads dates and numbers as the words they are: 2.10 is a path, not 2.1."""

    kept = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        gold = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise InputError(f"{path}: gold cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: gold is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path}: gold is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(gold, dict) or not isinstance(gold.get("document"), str):
        raise InputError(f"{path}: gold has no 'document'; give the file name of its source")
    _gold_sheets(gold, str(path))
    return gold


def score(gold: Mapping[str, object], record: Record) -> Scores:
    """Return the scores of a record against the gold of its document.

    Raises `InputError`, naming the document, where gold is not built as the annotation guide says.
    """
    document = str(gold.get("document") or record.document)
    wanted, wanted_tasks = _gold_sheets(gold, document)
    found, found_tasks = _record_sheets(record)
    pairs, missed, extra = _pair_tasks(wanted_tasks, found_tasks)
    pairs += [(task, _Sheet()) for task in missed]
    pairs += [(_Sheet(spared=task.path in wanted.spare), task) for task in extra]
    parts = [_compare(document, wanted, found, wanted.spare)]
    parts += [_compare(document, a, b, a.spare | wanted.spare) for a, b in pairs if not a.spared]
    total = merge(parts)
    return Scores((document,), total.tallies, total.misses, total.extras)


def merge(scores: Iterable[Scores]) -> Scores:
    """Return the scores of several documents as one: counts added up, slips in the order given."""
    parts = list(scores)
    counts = dict.fromkeys(Kind, (0, 0, 0))
    for tally in (tally for part in parts for tally in part.tallies):
        gold, found, matched = counts[tally.kind]
        counts[tally.kind] = gold + tally.gold, found + tally.found, matched + tally.matched
    return Scores(
        tuple(document for part in parts for document in part.documents),
        tuple(Tally(kind, *count) for kind, count in counts.items()),
        tuple(slip for part in parts for slip in part.misses),
        tuple(slip for part in parts for slip in part.extras),
    )


def report(scores: Scores) -> str:
    """Return a table by kind, and below it what was missed and what was said too much, by name."""
    lines = [f"{'':<12}{'gold':>7}{'found':>7}{'matched':>9}{'precision':>11}{'recall':>8}{'F1':>7}"]
    for tally in scores.tallies:
        counts = f"{tally.kind.value:<12}{tally.gold:>7}{tally.found:>7}{tally.matched:>9}"
        lines.append(f"{counts}{tally.precision:>11.3f}{tally.recall:>8.3f}{tally.f1:>7.3f}")
    for heading, slips in (("missed", scores.misses), ("extra", scores.extras)):
        lines += ["", f"{heading}: {len(slips)}"]
        for kind in Kind:
            lines += [
                f"  {kind.value:<12}{slip.document}  {slip.task or '-':<8}{slip.name}"
                for slip in slips
                if slip.kind is kind
            ]
    return "\n".join(lines)


def as_json(scores: Scores) -> str:
    """Return the scores as one JSON document, without a line break at its end; shares with four decimals."""
    import json

    columns = ("gold", "found", "matched", "precision", "recall", "f1")
    kinds = {
        tally.kind.value: {column: round(getattr(tally, column), 4) for column in columns}
        for tally in scores.tallies
    }
    misses, extras = ([asdict(slip) for slip in slips] for slips in (scores.misses, scores.extras))
    result = {"documents": list(scores.documents), "kinds": kinds, "misses": misses, "extras": extras}
    return json.dumps(result, ensure_ascii=False, indent=2)


def _gold_sheets(gold: Mapping[str, object], where: str) -> _Sheets:
    """Return what gold says; ``where`` names its file in errors."""
    document = _Sheet()
    accept = gold.get("accept") or {}
    if not isinstance(accept, Mapping):
        raise InputError(f"{where}: 'accept' of the document is no mapping of facts to lists")
    _fill(document, gold, _OF_DOCUMENT, where)
    for fact in FACTS:
        if fact in gold:
            values = (_text(gold[fact]), *_listed(accept, fact, where))
            document.entries.append(_Entry("facts", (fact,), values))
        else:
            document.spare.add(fact)
    tasks = gold.get("tasks")
    if not isinstance(tasks, list):
        raise InputError(f"{where}: 'tasks' is no list; write [] where the document has none")
    sheets = _united(_gold_task(task, f"{where}: task {i}") for i, task in enumerate(tasks, 1))
    for sheet in sheets:
        sheet.spared = sheet.spared or sheet.path in document.spare
    document.spare.update(sheet.path for sheet in sheets if sheet.spared)
    document.spare.update(f"{sheet.path}/{word}" for sheet in sheets for word in sheet.spare)
    return document, sheets


def _gold_task(task: object, where: str) -> _Sheet:
    if not isinstance(task, Mapping) or not task.get("path"):
        raise InputError(f"{where} has no 'path'")
    path, kind = _text(task["path"]), _text(task.get("kind"))
    where = f"{where} ({path})"
    if kind not in list(TaskKind):
        raise InputError(f"{where}: kind '{kind}' is none of {', '.join(TaskKind)}")
    sheet = _task_sheet(path, _text(task.get("title")), kind)
    _fill(sheet, task, _OF_TASK, where)
    sheet.spared = task.get("unscored") is True
    return sheet


def _fill(
    sheet: _Sheet, source: Mapping[str, object], lists: Mapping[str, tuple[set[str], str, str]], where: str
) -> None:
    """Add to a sheet the entries of gold's lists and the words that spare."""
    for key in ("optional", "unscored", "optional_indicators"):
        if source.get(key) is not True:
            sheet.spare.update(plain(word) for word in _listed(source, key, where))
    for place, (needs, surface, value) in lists.items():
        items = source.get(place) or []
        if not isinstance(items, list):
            raise InputError(f"{where}: '{place}' is no list")
        for number, item in enumerate(items, 1):
            said = item if isinstance(item, Mapping) else {min(needs): item} if len(needs) == 1 else {}
            at = f"{where}, {place}, entry {number}"
            if lacking := sorted(needs - said.keys()):
                raise InputError(f"{at}: no '{lacking[0]}'")
            roles = (_text(said["role"]), *_listed(said, "accept_role", at)) if "role" in needs else ()
            if wrong := sorted(set(roles) - set(Role)):
                raise InputError(f"{at}: role '{wrong[0]}' is none of {', '.join(Role)}")
            surfaces = (_text(said.get(surface)), *_listed(said, "alt_surface", at))
            values = (_text(said[value]), *_listed(said, "accept", at)) if value else ()
            if not value:
                surfaces += _listed(said, "accept", at)
            entry = _Entry(place, surfaces, values, roles)
            if said.get("unscored") is True or said.get("optional") is True:
                sheet.spare |= entry.words() - {place}
            sheet.entries.append(entry)


def _listed(source: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    """Return a list of words of gold; one word may stand alone."""
    items = source.get(key)
    if items is None:
        return ()
    if isinstance(items, Mapping):
        raise InputError(f"{where}: '{key}' is no list of words")
    return tuple(_text(item) for item in (items if isinstance(items, list) else [items]))


def _text(value: object) -> str:
    """Return a scalar of gold or of the record as text, nothing as the empty string."""
    return "" if value is None else str(value)


def _record_sheets(record: Record) -> _Sheets:
    entries = [_Entry("facts", (fact,), (_text(getattr(record, fact)),)) for fact in FACTS]
    entries += [_Entry("measures", (measure.begins,), (measure.path,)) for measure in record.measures]
    entries += [_Entry("indicators", (_text(row.department),), (row.name,)) for row in record.indicators]
    entries += [_Entry("issuers", (body.mention.surface,), (body.name,)) for body in record.issuers]
    return _Sheet(entries=entries), _united(_record_task(task) for task in record.tasks)


def _record_task(task: Task) -> _Sheet:
    sheet = _task_sheet(task.path, task.title, task.kind.value)
    add = sheet.entries.append
    for body in task.departments:
        add(_Entry("departments", _surfaces(body), (body.name,), (body.role.value,)))
    for law in task.laws:
        add(_Entry("laws", _surfaces(law), (law.name,)))
    for place, targets in (("products", task.products), ("violations", task.violations)):
        for target in targets:
            add(_Entry(place, _surfaces(target)))
    for deadline in task.deadlines:
        add(_Entry("deadlines", (deadline.mention.surface,), (_text(deadline.date),)))
    return sheet


def _surfaces(entry: Department | Law | Target) -> tuple[str, ...]:
    return tuple(mention.surface for mention in entry.mentions)


def _task_sheet(path: str, title: str, kind: str) -> _Sheet:
    """Return the sheet of a task, with the entries that say that it is there and what kind it is."""
    return _Sheet(path, title, [_Entry("tasks", (title,), ("",)), _Entry("kinds", (), (kind,))])


def _united(tasks: Iterable[_Sheet]) -> list[_Sheet]:
    """Return the tasks, those of one path and title as one."""
    sheets: dict[tuple[str, str], _Sheet] = {}
    for task in tasks:
        first = sheets.setdefault((task.path, plain(task.title)), task)
        if first is not task:
            first.entries += task.entries
            first.spare |= task.spare
    return list(sheets.values())


def _pair_tasks(
    wanted: list[_Sheet], found: list[_Sheet]
) -> tuple[list[tuple[_Sheet, _Sheet]], list[_Sheet], list[_Sheet]]:
    """Pair tasks by path, else by title; return the pairs and what is left of both sides.

    Where a plan uses a number twice, the title tells its tasks apart.
    """
    pairs: list[tuple[_Sheet, _Sheet]] = []
    keys: tuple[Callable[[_Sheet], str], ...] = (
        lambda task: f"{task.path}\t{plain(task.title)}",
        lambda task: task.path,
        lambda task: plain(task.title),
    )
    for key in keys:
        waiting: dict[str, deque[_Sheet]] = defaultdict(deque)
        for task in found:
            waiting[key(task)].append(task)
        unpaired = []
        for task in wanted:
            if key(task) and waiting[key(task)]:
                pairs.append((task, waiting[key(task)].popleft()))
            else:
                unpaired.append(task)
        taken = {id(other) for _, other in pairs}
        wanted, found = unpaired, [task for task in found if id(task) not in taken]
    return pairs, wanted, found


def _compare(document: str, one: _Sheet, other: _Sheet, spare: set[str]) -> Scores:
    """Return the scores of one sheet of gold against one of the record."""
    tallies, misses, extras = [], [], []
    wanted, found = _claims(one, spare), _claims(other, spare)
    for kind in Kind:
        if kind is Kind.KINDS and not (one.entries and other.entries):
            continue
        gold = [claim for claim in wanted[kind] if not claim.spared]
        said = found[kind]
        spared = {key for claim in wanted[kind] if claim.spared for key in claim.keys}
        free = [claim.spared or not spared.isdisjoint(claim.keys) for claim in said]
        holders = _match([claim.keys for claim in said], [claim.keys for claim in gold], free, kind)
        held = set(holders.values())
        missed = [claim for i, claim in enumerate(gold) if i not in holders]
        extra = [claim for i, claim in enumerate(said) if i not in held and not free[i]]
        tallies.append(Tally(kind, len(gold), len(holders) + len(extra), len(holders)))
        misses += [Slip(kind, document, one.path, claim.shown) for claim in missed]
        extras += [Slip(kind, document, other.path, claim.shown) for claim in extra]
    return Scores((), tuple(tallies), tuple(misses), tuple(extras))


def _claims(sheet: _Sheet, spare: set[str]) -> dict[Kind, list[_Claim]]:
    """Return the claims of a sheet by kind, each once."""
    claims: dict[Kind, dict[str, _Claim]] = {kind: {} for kind in Kind}
    for entry in sheet.entries:
        words = entry.words()
        for kind, parts in entry.claims():
            sides = [[plain(text) for text in part] for part in parts]
            keys = tuple("\t".join(key) for key in product(*sides))
            shown, spared = _shown(entry, parts), not spare.isdisjoint(words | {kind.value})
            if (same := claims[kind].get(keys[0])) is not None:
                shown, keys, spared = same.shown, same.keys + keys, same.spared or spared
            claims[kind][keys[0]] = _Claim(shown, keys, spared)
    return {kind: list(found.values()) for kind, found in claims.items()}


def _shown(entry: _Entry, parts: tuple[tuple[str, ...], ...]) -> str:
    """Return how a claim is listed: its words on one line."""
    if entry.place == "facts":
        return f"{entry.surfaces[0]}: {entry.values[0] or 'null'}"
    if entry.place in ("tasks", "measures", "deadlines"):
        parts = (entry.values, entry.surfaces)
    return ": ".join(text for part in parts if (text := " ".join(part[0].split())))


def _match(
    found: Sequence[tuple[str, ...]], gold: Sequence[tuple[str, ...]], free: Sequence[bool], kind: Kind
) -> dict[int, int]:
    """Pair found with gold, as many as can be; return for each gold index that is held the found index.

    Augmenting paths, tried last from what counts neither way: so as few others as can be are left over.
    """
    near = _near(found, gold, kind in (Kind.PRODUCTS, Kind.VIOLATIONS))
    holder: dict[int, int] = {}
    held: dict[int, int] = {}
    for start in sorted(range(len(found)), key=lambda index: free[index]):
        reached: dict[int, int] = {}
        queue, end = deque([start]), None
        while queue and end is None:
            index = queue.popleft()
            for target in near[index]:
                if target in reached:
                    continue
                reached[target] = index
                if target not in holder:
                    end = target
                    break
                queue.append(holder[target])
        while end is not None:
            index = reached[end]
            holder[end] = index
            held[index], end = end, held.get(index)
    return holder


def _near(found: Sequence[tuple[str, ...]], gold: Sequence[tuple[str, ...]], close: bool) -> list[list[int]]:
    """Return for each found the gold indices that it may be paired with, the equal ones first.

    An index of keys, or of the pieces of those that need only be alike, spares most comparisons.
    """
    by_piece: dict[str, set[int]] = defaultdict(set)
    for index, keys in enumerate(gold):
        for key in keys:
            for piece in _pieces(key) if close else (key,):
                by_piece[piece].add(index)
    near = []
    for keys in found:
        pieces = {piece for key in keys for piece in (_pieces(key) if close else (key,))}
        indices = sorted(set().union(*(by_piece.get(piece, ()) for piece in pieces)))
        if close:
            indices = [i for i in indices if any(alike(a, b) for a in keys for b in gold[i])]
            indices.sort(key=lambda i: set(keys).isdisjoint(gold[i]))
        near.append(indices)
    return near


def _pieces(key: str) -> set[str]:
    """Return pieces of a surface, one of which it shares with any that is alike."""
    pieces = {key[i : i + 2] for i in range(len(key) - 1)}
    return pieces | set(key) if len(key) <= 3 else pieces
