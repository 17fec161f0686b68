"""A comparison for programs as JSON, and what its other forms say in words."""

from __future__ import annotations

from collections import Counter, defaultdict

from zhize.align import Link
from zhize.catalogue import Evidence
from zhize.comparison.change import Change, ChangeKind, Comparison, Scope
from zhize.comparison.labels import LINES, ROLES


def as_json(comparison: Comparison, lang: str = "zh") -> dict[str, object]:
    """Return a comparison as plain data for one JSON document."""
    return {
        "from": comparison.one.id,
        "to": comparison.other.id,
        "alignment": [_link(link, lang) for link in comparison.links],
        "changes": [_change(change, lang) for change in comparison.changes],
    }


def _link(link: Link, lang: str) -> dict[str, object]:
    return {
        "from": link.one.path,
        "to": link.other.path,
        "relation": link.relation.value,
        "score": link.score,
        "why": link.why(lang),
    }


def _change(change: Change, lang: str) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "scope": change.scope.value,
        "subject": change.subject,
        "detail": detail(change, lang),
        "from": list(change.from_paths),
        "to": list(change.to_paths),
        "successors": list(change.successors),
        "reform": change.reform.id if change.reform is not None else None,
        "evidence": [_evidence(each) for each in change.evidence],
    }


def _evidence(each: Evidence) -> dict[str, object]:
    return {"document": each.document, "path": each.path, "span": [each.start, each.end], "quote": each.quote}


def detail(change: Change, lang: str = "zh") -> str:
    """Return what a change says beside its kind, subject and paths."""
    words, comma = LINES[lang], LINES[lang]["comma"]
    parts: list[str] = []
    if change.kind is ChangeKind.ROLE_CHANGED:
        parts.append(f"{ROLES[lang][change.before]} → {ROLES[lang][change.after]}")
    elif change.before or change.after:
        parts.append(f"{change.before} → {change.after}")
    if change.successors and change.kind is ChangeKind.DEPARTMENT_SUCCEEDED:
        parts.append(words["seat"].format(comma.join(change.successors)))
    elif change.successors:
        parts.append(words["replaced"].format(comma.join(change.successors)))
    if change.reform is not None:
        reform = change.reform
        parts.append(words["reform"].format(date=reform.date, function=reform.function, basis=reform.basis))
    return words["semicolon"].join(parts)


_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}


def downward(comparison: Comparison) -> Comparison | None:
    """Return the comparison from the higher level to the lower, or None where both plans are of one level."""
    ranks = [_RANK.get(plan.level or "") for plan in (comparison.one, comparison.other)]
    if ranks[0] is None or ranks[1] is None or ranks[0] == ranks[1]:
        return None
    return comparison if ranks[0] < ranks[1] else comparison.mirrored


def levels(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """Return what became of the tasks of one level at another: kept, cut, added, given to another kind of body.

    Kept, cut and given name tasks of the higher level, whichever plan that is, added those of the lower; between
    plans of one level FROM stands for the higher.
    """
    seen = downward(comparison) or comparison
    kinds = {ChangeKind.TASK_DROPPED: "cut", ChangeKind.TASK_ADDED: "added"}
    found: dict[str, list[str]] = {"kept": [], "cut": [], "added": [], "given": []}
    found["kept"] = list(dict.fromkeys(link.one.path for link in seen.links))
    for change in seen.changes:
        if change.kind in kinds:
            found[kinds[change.kind]] += change.from_paths or change.to_paths
    found["given"] = list(given(seen))
    return {key: tuple(paths) for key, paths in found.items()}


def given(comparison: Comparison) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the tasks of FROM that went from one kind of body to another: the bodies gone and those come.

    Of a task divided a body is gone where no part names it.
    """
    parts = Counter(link.one.path for link in comparison.links if link.one.kind is link.other.kind)
    gone: dict[str, Counter[str]] = defaultdict(Counter)
    come: dict[str, Counter[str]] = defaultdict(Counter)
    for change in comparison.changes:
        if change.scope is Scope.TASK and change.kind in (ChangeKind.DEPARTMENT_DROPPED, ChangeKind.DEPARTMENT_ADDED):
            counted = gone if change.kind is ChangeKind.DEPARTMENT_DROPPED else come
            counted[change.from_paths[0]][change.subject] += 1
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for path in (link.one.path for link in comparison.links):
        lost = tuple(name for name, times in gone[path].items() if times >= parts[path])
        if lost and come[path]:
            found[path] = lost, tuple(come[path])
    return found
