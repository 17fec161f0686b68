"""A comparison as lines for a terminal: a page or two of what matters, or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhize.comparison.change import Change, ChangeKind, Comparison, Scope
from zhize.comparison.digest import SORTS, Beside, Surfaces, beside, ends, side, sign, sort_of, tally, telling, whole
from zhize.comparison.labels import KINDS, LINES, RELATIONS
from zhize.comparison.labels import SORTS as SORT_LABELS
from zhize.comparison.report import detail, downward, given, levels

#: Most names of one kind on a line of the whole plan, and of one task.
_MOST, _MOST_OF_TASK = 12, 6


def as_text(comparison: Comparison, lang: str = "zh", *, full: bool = False) -> str:
    """Return a comparison as lines: a summary, then the changes; ``full`` gives each with its quotations."""
    return "\n".join(_Lines(comparison, lang).all(full=full))


class _Lines:
    """Makes the lines of one comparison in one language."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self._comparison = comparison
        self._lang = lang
        self._words = LINES[lang]
        self._surfaces = Surfaces(comparison)
        self._ids = (comparison.one.id, comparison.other.id)

    def all(self, *, full: bool) -> Iterator[str]:
        one, other = self._comparison.one, self._comparison.other
        yield f"{one.id} → {other.id}"
        yield f"  {one.title}"
        yield f"  {other.title}"
        yield from ("", *summary(self._comparison, self._lang))
        yield from self._levels()
        if full:
            yield from self._alignment()
            yield from self._every()
        elif self._comparison.changes:
            yield from self._whole()
            yield from self._by_task()
            yield from ("", self._words["signs"], self._words["full"])

    def _levels(self) -> Iterator[str]:
        """Yield, where one plan is of a higher level, what the lower kept, cut, added and gave to other bodies."""
        yield from level_lines(self._comparison, self._lang)

    def _whole(self) -> Iterator[str]:
        """Yield the changes of the whole plan: tasks and bodies a line each, laws and what is targeted as lists."""
        for sort in SORTS:
            changes = whole(self._comparison, sort)
            if not changes:
                continue
            yield from ("", f"{SORT_LABELS[self._lang][sort]}{self._counted(changes)}")
            if sort in ("task", "department"):
                for change in changes:
                    yield from self._line(change)
            else:
                yield from self._lists(changes)

    def _counted(self, changes: Sequence[Change]) -> str:
        return f" ({len(changes)})" if self._lang == "en" else f"（{len(changes)}）"

    def _line(self, change: Change) -> Iterator[str]:
        comma = self._words["comma"]
        paths = f"{ends(change.from_paths, comma)} → {ends(change.to_paths, comma)}"
        more = "" if sort_of(change.kind) == "task" else detail(change, self._lang)
        label = KINDS[self._lang][change.kind.value]
        yield f"  {sign(change.kind)} {label} {change.subject}  [{paths}]{f'  ({more})' if more else ''}"
        if sort_of(change.kind) != "task":
            for at in telling(change):
                proof = side(change, self._ids, at)
                if proof is not None:
                    yield f"      {proof.document} {proof.path}  {self._surfaces.short(proof)}"

    def _lists(self, changes: Sequence[Change]) -> Iterator[str]:
        """Yield one line for each kind: the subjects, each with the tasks that name it."""
        for kind in ChangeKind:
            of_kind = [change for change in changes if change.kind is kind]
            if of_kind:
                said = [f"{c.subject} {ends(c.from_paths or c.to_paths, '/', 3)}{self._instead(c)}" for c in of_kind]
                yield f"  {sign(kind)} {KINDS[self._lang][kind.value]}{self._words['colon']}{self._many(said, _MOST)}"

    def _instead(self, change: Change) -> str:
        return f" ({detail(change, self._lang)})" if change.successors else ""

    def _many(self, names: Sequence[str], most: int) -> str:
        # A name of the plan may have a comma in it (排除、限制竞争).
        between = self._words["semicolon"]
        if len(names) <= most:
            return between.join(names)
        return f"{between.join(names[:most])} … {self._words['more'].format(len(names))}"

    def _by_task(self) -> Iterator[str]:
        rows = [row for row in beside(self._comparison) if row.link is not None and row.between]
        if rows:
            yield from ("", self._words["by_task"])
        for row in rows:
            yield from self._row(row)

    def _row(self, row: Beside) -> Iterator[str]:
        assert row.one is not None
        assert row.other is not None
        assert row.link is not None
        relation = RELATIONS[self._lang][row.link.relation.value]
        yield f"  {row.one.path} {row.one.title}"
        yield f"    → {row.other.path} {row.other.title}  [{relation} {row.link.score:.2f}]"
        for sort in SORTS[1:]:
            told = [
                f"{sign(kind)} {self._many([self._named(each) for each in changes], _MOST_OF_TASK)}"
                for kind in ChangeKind
                if sort_of(kind) == sort and (changes := [each for each in row.between if each.kind is kind])
            ]
            if told:
                yield f"      {SORT_LABELS[self._lang][sort]}{self._words['colon']}{'  '.join(told)}"
        if all(change.kind is ChangeKind.TASK_REWORDED for change in row.between):
            yield f"      ~ {KINDS[self._lang][ChangeKind.TASK_REWORDED.value]}"

    def _named(self, change: Change) -> str:
        """Return the subject of a change, and of a role or seat what became of it."""
        if change.kind in (ChangeKind.ROLE_CHANGED, ChangeKind.DEPARTMENT_SUCCEEDED):
            more = (
                detail(change, self._lang)
                if change.kind is ChangeKind.ROLE_CHANGED
                else f"→ {self._words['comma'].join(change.successors)}"
            )
            return f"{change.subject} {more}"
        return change.subject

    def _alignment(self) -> Iterator[str]:
        links = self._comparison.links
        yield from ("", self._words["alignment"].format(len(links)))
        for link in links:
            relation = RELATIONS[self._lang][link.relation.value]
            yield f"  {link.one.path:<7}→ {link.other.path:<7}{relation} {link.score:.2f}  {link.why(self._lang)}"

    def _every(self) -> Iterator[str]:
        """Yield every change with its quotations, and the differences of wording."""
        for scope in Scope:
            changes = [change for change in self._comparison.changes if change.scope is scope]
            yield from ("", self._words[scope.value].format(len(changes)))
            yield from self._quoted(changes, paired=scope is Scope.TASK)
        wordings = self._comparison.wordings
        if wordings:
            yield from ("", self._words["wordings"].format(len(wordings)))
            for each in wordings:
                yield f"  {each.from_path} {each.before} → {each.to_path} {each.after}"

    def _quoted(self, changes: Sequence[Change], *, paired: bool) -> Iterator[str]:
        heading = ""
        comma = self._words["comma"]
        for change in changes:
            paths = f"{comma.join(change.from_paths) or '-'} → {comma.join(change.to_paths) or '-'}"
            if paired and paths != heading:
                yield f"  {paths}"
                heading = paths
            more = detail(change, self._lang)
            where = "" if paired else f"  [{paths}]"
            label = f"{sign(change.kind)} {KINDS[self._lang][change.kind.value]}"
            yield f"    {label} {change.subject}{where}{f'  ({more})' if more else ''}"
            for each in change.evidence:
                yield f"      {each.document} {each.path} [{each.start}, {each.end}] {each.quote}"


def summary(comparison: Comparison, lang: str) -> Iterator[str]:
    """Yield how many changes of each kind there are, and how many of those of bodies reforms explain."""
    words = LINES[lang]
    yield words["summary"]
    counts = tally(comparison)
    for sort, scopes in counts.items():
        said = [_counts(scopes[scope], lang) for scope in Scope]
        parts = [said[0]] if said[0] else []
        if said[1] and sort == "task":
            parts.append(said[1])
        elif said[1]:
            parts.append(f"{words['between']} {said[1]}")
        if sort == "task":
            parts.insert(0, f"{words['linked']} {len(comparison.links)}")
        if parts:
            yield f"  {SORT_LABELS[lang][sort]}{words['colon']}{words['semicolon'].join(parts)}"
    if not comparison.changes:
        yield f"  {words['same']}"
    explained, bodies = comparison.explained
    if bodies:
        yield f"  {words['explained'].format(explained, bodies, f'{100 * explained / bodies:.0f} %')}"


def _counts(many: Sequence[tuple[ChangeKind, int]], lang: str) -> str:
    return LINES[lang]["comma"].join(f"{sign(kind)} {KINDS[lang][kind.value]} {count}" for kind, count in many)


def level_lines(comparison: Comparison, lang: str) -> Iterator[str]:
    """Yield, where one plan is of a higher level, what the lower kept, cut, added and gave to other bodies."""
    seen = downward(comparison)
    if seen is None:
        return
    words, found = LINES[lang], levels(comparison)
    titles = [{task.path: task.title for task in plan.tasks} for plan in (seen.one, seen.other)]
    yield from ("", f"{words['levels']}{words['colon']}{seen.one.id} → {seen.other.id}")
    yield f"  {words['kept']} {len(found['kept'])}{words['colon']}{words['comma'].join(_kept(seen, found['kept']))}"
    for key, titled in (("cut", titles[0]), ("added", titles[1])):
        named = [f"{path} {titled[path]}" for path in found[key]]
        yield f"  {words[key]} {len(named)}{words['colon']}{words['semicolon'].join(named) or '-'}"
    yield f"  {words['given']} {len(found['given'])}{words['colon']}{'' if found['given'] else '-'}".rstrip()
    for path, (gone, come) in given(seen).items():
        yield f"    {path} − {ends(gone, words['comma'])}  + {ends(come, words['comma'])}"


def _kept(comparison: Comparison, paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        far = dict.fromkeys(link.other.path for link in comparison.links if link.one.path == path)
        yield f"{path} → {'/'.join(far)}"
