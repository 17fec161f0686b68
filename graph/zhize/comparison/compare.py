"""Two plans to their changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhize.align import Aligner, Link, order
from zhize.align.overrides import Override, apply, shipped
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry
from zhize.comparison import bodies, tasks
from zhize.comparison.change import Change, ChangeKind, Comparison, Scope, Wording
from zhize.comparison.contents import Contents
from zhize.comparison.quotes import Quotes
from zhize.comparison.wording import broader

_ORDER = {kind: at for at, kind in enumerate(ChangeKind)}


def compare(
    one: CampaignEntry, other: CampaignEntry, tables: Tables, overrides: Iterable[Override] | None = None
) -> Comparison:
    """Return what changed from one plan to another; ``overrides`` are by default those that ship.

    The two are compared in the order of their dates and the result turned round where that is not the order asked
    for, so that ``compare(b, a)`` mirrors ``compare(a, b)``.
    """
    return Comparer(tables).compare(one, other, overrides)


class Comparer:
    """Compares plans with one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self.aligner = Aligner(tables)
        self._laws = tables.law_names
        self._above = broader(tables)

    def compare(
        self, one: CampaignEntry, other: CampaignEntry, overrides: Iterable[Override] | None = None
    ) -> Comparison:
        """Return what changed from one plan to another; ``overrides`` are by default those that ship."""
        if order(other) < order(one):
            return self.compare(other, one, overrides).mirrored
        rows = shipped() if overrides is None else overrides
        links = apply(self.aligner.align(one, other), one, other, rows)
        threads = tasks.Threads(links)
        quotes = Quotes(one, other, links)
        seats = bodies.Seats(one, other, self.aligner.lineage)
        found = [*bodies.in_plan(one, other, seats, quotes)]
        silent = frozenset(change.subject for change in found)
        contents = Contents(self._laws, self._above, self.aligner.reading)
        whole = contents.in_plan(one, other, quotes, links)
        found += whole.changes
        found += tasks.come_and_gone(one, other, threads, quotes, silent)
        found += tasks.divided(one, other, threads)
        moves = {
            (change.from_paths, change.to_paths): change for change in tasks.moved(one, other, links, threads)
        }
        found += moves.values()
        wordings = list(whole.wordings)
        clauses = bodies.names_bodies(one) and bodies.names_bodies(other)
        for link in links:
            if link.one.kind is link.other.kind:
                changes, more = self._between(link, seats, threads, contents, clauses=clauses)
                found += changes
                wordings += more
        return Comparison(one, other, links, tuple(_sorted(found, one, other)), tuple(dict.fromkeys(wordings)))

    def _between(
        self, link: Link, seats: bodies.Seats, threads: tasks.Threads, contents: Contents, *, clauses: bool
    ) -> tuple[list[Change], list[Wording]]:
        """Return the changes between two linked tasks, and differences of wording."""
        found: list[Change] = []
        beside = threads.beside(link)
        if clauses or (link.one.holders and link.other.holders):
            found += bodies.between(link, seats, beside)
        said = contents.between(link.one, link.other, beside)
        found += said.changes
        if threads.single(link):
            new = tasks.reworded(link, self.aligner.reading, changed=bool(found))
            if new is not None:
                found.append(new)
        return found, list(said.wordings)


def _sorted(found: Iterable[Change], one: CampaignEntry, other: CampaignEntry) -> Iterator[Change]:
    """Yield changes of the whole plan first, then those of tasks in the order of the plans."""
    here = {task.path: at for at, task in reversed(list(enumerate(one.tasks)))}
    there = {task.path: at for at, task in reversed(list(enumerate(other.tasks)))}

    def key(change: Change) -> tuple[object, ...]:
        whole = change.scope is Scope.CAMPAIGN
        ours = tuple(here[path] for path in change.from_paths)
        theirs = tuple(there[path] for path in change.to_paths)
        if whole:
            return (0, (), (), _ORDER[change.kind], ours, theirs, change.subject)
        return (1, ours, theirs, _ORDER[change.kind], (), (), change.subject)

    yield from sorted(dict.fromkeys(found), key=key)
