"""Pairing of claims: tasks by path, then one to one what can be right or wrong."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from itertools import product

from zhize.scoring.likeness import alike, plain
from zhize.scoring.sheets import (
    Claim,
    Entry,
    Sheet,
)
from zhize.scoring.tallies import Kind, Scores, Slip, Tally


def pair_tasks(
    wanted: list[Sheet], found: list[Sheet]
) -> tuple[list[tuple[Sheet, Sheet]], list[Sheet], list[Sheet]]:
    """Pair tasks by path, else by title; return the pairs and what is left of both sides.

    Where a plan uses a number twice, the title tells its tasks apart.
    """
    pairs: list[tuple[Sheet, Sheet]] = []
    keys: tuple[Callable[[Sheet], str], ...] = (
        lambda task: f"{task.path}\t{plain(task.title)}",
        lambda task: task.path,
        lambda task: plain(task.title),
    )
    for key in keys:
        waiting: dict[str, deque[Sheet]] = defaultdict(deque)
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


def compare(document: str, one: Sheet, other: Sheet, spare: set[str]) -> Scores:
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


def _claims(sheet: Sheet, spare: set[str]) -> dict[Kind, list[Claim]]:
    """Return the claims of a sheet by kind, each once."""
    claims: dict[Kind, dict[str, Claim]] = {kind: {} for kind in Kind}
    for entry in sheet.entries:
        words = entry.words()
        for kind, parts in entry.claims():
            sides = [[plain(text) for text in part] for part in parts]
            keys = tuple("\t".join(key) for key in product(*sides))
            shown, spared = _shown(entry, parts), not spare.isdisjoint(words | {kind.value})
            if (same := claims[kind].get(keys[0])) is not None:
                shown, keys, spared = same.shown, same.keys + keys, same.spared or spared
            claims[kind][keys[0]] = Claim(shown, keys, spared)
    return {kind: list(found.values()) for kind, found in claims.items()}


def _shown(entry: Entry, parts: tuple[tuple[str, ...], ...]) -> str:
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
