"""Claims of a document, from its gold or its record, on sheets: one for the document, one for each task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhize.errors import InputError
from zhize.model import Department, Law, Record, Role, Target, Task, TaskKind
from zhize.scoring.likeness import plain
from zhize.scoring.tallies import Kind

#: Facts of a document, a point each.
FACTS = ("title", "number", "level", "region", "year", "starts", "ends", "published", "truncated")


@dataclass(frozen=True, slots=True)
class Entry:
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
class Claim:
    """One thing that can be right or wrong."""

    shown: str
    keys: tuple[str, ...]
    """What it is paired by; the first tells duplicates."""
    spared: bool
    """True where it counts neither way."""


@dataclass(slots=True)
class Sheet:
    """What one side says of one task, or of the document outside its tasks."""

    path: str = ""
    title: str = ""
    entries: list[Entry] = field(default_factory=list)
    spare: set[str] = field(default_factory=set)
    """Words that spare the claims that bear them."""
    spared: bool = False
    """True for a task of which nothing counts."""


Sheets = tuple[Sheet, list[Sheet]]

#: Lists of a task and of the document: the keys that each entry has, that of its words, that of its value.
OF_TASK = {
    "departments": ({"surface", "name", "role"}, "surface", "name"),
    "laws": ({"name"}, "surface", "name"),
    "products": ({"surface"}, "surface", ""),
    "violations": ({"surface"}, "surface", ""),
    "deadlines": ({"date"}, "surface", "date"),
}

OF_DOCUMENT = {
    "measures": ({"path"}, "begins", "path"),
    "indicators": ({"name"}, "department", "name"),
    "issuers": ({"name"}, "surface", "name"),
}


def gold_sheets(gold: Mapping[str, object], where: str) -> Sheets:
    """Return what gold says; ``where`` names its file in errors."""
    document = Sheet()
    accept = gold.get("accept") or {}
    if not isinstance(accept, Mapping):
        raise InputError(f"{where}: 'accept' of the document is no mapping of facts to lists")
    _fill(document, gold, OF_DOCUMENT, where)
    for fact in FACTS:
        if fact in gold:
            values = (_text(gold[fact]), *listed(accept, fact, where))
            document.entries.append(Entry("facts", (fact,), values))
        else:
            document.spare.add(fact)
    tasks = gold.get("tasks")
    if not isinstance(tasks, list):
        raise InputError(f"{where}: 'tasks' is no list; write [] where the document has none")
    sheets = united(_gold_task(task, f"{where}: task {i}") for i, task in enumerate(tasks, 1))
    for sheet in sheets:
        sheet.spared = sheet.spared or sheet.path in document.spare
    document.spare.update(sheet.path for sheet in sheets if sheet.spared)
    document.spare.update(f"{sheet.path}/{word}" for sheet in sheets for word in sheet.spare)
    return document, sheets


def _gold_task(task: object, where: str) -> Sheet:
    if not isinstance(task, Mapping) or not task.get("path"):
        raise InputError(f"{where} has no 'path'")
    path, kind = _text(task["path"]), _text(task.get("kind"))
    where = f"{where} ({path})"
    if kind not in list(TaskKind):
        raise InputError(f"{where}: kind '{kind}' is none of {', '.join(TaskKind)}")
    sheet = task_sheet(path, _text(task.get("title")), kind)
    _fill(sheet, task, OF_TASK, where)
    sheet.spared = task.get("unscored") is True
    return sheet


def _fill(
    sheet: Sheet, source: Mapping[str, object], lists: Mapping[str, tuple[set[str], str, str]], where: str
) -> None:
    """Add to a sheet the entries of gold's lists and the words that spare."""
    for key in ("optional", "unscored", "optional_indicators"):
        if source.get(key) is not True:
            sheet.spare.update(plain(word) for word in listed(source, key, where))
    for place, (needs, surface, value) in lists.items():
        items = source.get(place) or []
        if not isinstance(items, list):
            raise InputError(f"{where}: '{place}' is no list")
        for number, item in enumerate(items, 1):
            said = item if isinstance(item, Mapping) else {min(needs): item} if len(needs) == 1 else {}
            at = f"{where}, {place}, entry {number}"
            if lacking := sorted(needs - said.keys()):
                raise InputError(f"{at}: no '{lacking[0]}'")
            roles = (_text(said["role"]), *listed(said, "accept_role", at)) if "role" in needs else ()
            if wrong := sorted(set(roles) - set(Role)):
                raise InputError(f"{at}: role '{wrong[0]}' is none of {', '.join(Role)}")
            surfaces = (_text(said.get(surface)), *listed(said, "alt_surface", at))
            values = (_text(said[value]), *listed(said, "accept", at)) if value else ()
            if not value:
                surfaces += listed(said, "accept", at)
            entry = Entry(place, surfaces, values, roles)
            if said.get("unscored") is True or said.get("optional") is True:
                sheet.spare |= entry.words() - {place}
            sheet.entries.append(entry)


def listed(source: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
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


def record_sheets(record: Record) -> Sheets:
    """Return the claims of a record."""
    entries = [Entry("facts", (fact,), (_text(getattr(record, fact)),)) for fact in FACTS]
    entries += [Entry("measures", (measure.begins,), (measure.path,)) for measure in record.measures]
    entries += [Entry("indicators", (_text(row.department),), (row.name,)) for row in record.indicators]
    entries += [Entry("issuers", (body.mention.surface,), (body.name,)) for body in record.issuers]
    return Sheet(entries=entries), united(_record_task(task) for task in record.tasks)


def _record_task(task: Task) -> Sheet:
    sheet = task_sheet(task.path, task.title, task.kind.value)
    add = sheet.entries.append
    for body in task.departments:
        add(Entry("departments", _surfaces(body), (body.name,), (body.role.value,)))
    for law in task.laws:
        add(Entry("laws", _surfaces(law), (law.name,)))
    for place, targets in (("products", task.products), ("violations", task.violations)):
        for target in targets:
            add(Entry(place, _surfaces(target)))
    for deadline in task.deadlines:
        add(Entry("deadlines", (deadline.mention.surface,), (_text(deadline.date),)))
    return sheet


def _surfaces(entry: Department | Law | Target) -> tuple[str, ...]:
    return tuple(mention.surface for mention in entry.mentions)


def task_sheet(path: str, title: str, kind: str) -> Sheet:
    """Return the sheet of a task, with the entries that say that it is there and what kind it is."""
    return Sheet(path, title, [Entry("tasks", (title,), ("",)), Entry("kinds", (), (kind,))])


def united(tasks: Iterable[Sheet]) -> list[Sheet]:
    """Return the tasks, those of one path and title as one."""
    sheets: dict[tuple[str, str], Sheet] = {}
    for task in tasks:
        first = sheets.setdefault((task.path, plain(task.title)), task)
        if first is not task:
            first.entries += task.entries
            first.spare |= task.spare
    return list(sheets.values())
