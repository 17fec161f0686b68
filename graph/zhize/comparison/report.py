"""A comparison for readers and programs: JSON, terminal text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhize.align import Link
from zhize.catalogue import Evidence
from zhize.comparison.change import Change, ChangeKind, Comparison, Scope
from zhize.comparison.labels import KINDS, LINES, RELATIONS, ROLES


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


def as_text(comparison: Comparison, lang: str = "zh") -> str:
    """Return a comparison as lines for a terminal."""
    return "\n".join(_lines(comparison, lang))


def _lines(comparison: Comparison, lang: str) -> Iterator[str]:
    one, other = comparison.one, comparison.other
    words = LINES[lang]
    yield f"{one.id} → {other.id}"
    yield f"  {one.title}"
    yield f"  {other.title}"
    yield ""
    yield words["alignment"].format(len(comparison.links))
    for link in comparison.links:
        relation = RELATIONS[lang][link.relation.value]
        yield f"  {link.one.path:<7}→ {link.other.path:<7}{relation} {link.score:.2f}  {link.why(lang)}"
    yield from _levels(comparison, lang)
    for scope in Scope:
        changes = [change for change in comparison.changes if change.scope is scope]
        yield ""
        yield words[scope.value].format(len(changes))
        yield from _listed(changes, lang, paired=scope is Scope.TASK)
    if comparison.wordings:
        yield ""
        yield words["wordings"].format(len(comparison.wordings))
        for wording in comparison.wordings:
            yield f"  {wording.from_path} {wording.before} → {wording.to_path} {wording.after}"
    explained, bodies = comparison.explained
    if bodies:
        yield ""
        yield words["explained"].format(explained, bodies, f"{100 * explained / bodies:.0f} %")


def _listed(changes: Sequence[Change], lang: str, *, paired: bool) -> Iterator[str]:
    heading = ""
    for change in changes:
        paths = f"{LINES[lang]['comma'].join(change.from_paths) or '-'} → " \
                f"{LINES[lang]['comma'].join(change.to_paths) or '-'}"  # fmt: skip
        if paired and paths != heading:
            yield f"  {paths}"
            heading = paths
        more = detail(change, lang)
        where = "" if paired else f"  [{paths}]"
        yield f"    {KINDS[lang][change.kind.value]} {change.subject}{where}{f'  ({more})' if more else ''}"
        for each in change.evidence:
            yield f"      {each.document} {each.path} [{each.start}, {each.end}] {each.quote}"


def _levels(comparison: Comparison, lang: str) -> Iterator[str]:
    """Yield, where one plan is of a higher level, what the other kept, cut, added and gave to other bodies."""
    if comparison.one.level == comparison.other.level:
        return
    found = levels(comparison)
    yield ""
    yield LINES[lang]["levels"]
    for key, paths in found.items():
        yield f"  {LINES[lang][key]}{LINES[lang]['comma'].join(paths) or '-'}"


def levels(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """Return what became of the tasks of one level at another: kept, cut, added, given to another kind of body.

    Kept, cut and given name tasks of FROM, added those of TO.
    """
    kinds = {
        ChangeKind.TASK_DROPPED: "cut",
        ChangeKind.TASK_ADDED: "added",
    }
    found: dict[str, list[str]] = {"kept": [], "cut": [], "added": [], "given": []}
    found["kept"] = list(dict.fromkeys(link.one.path for link in comparison.links))
    for change in comparison.changes:
        if change.kind in kinds:
            found[kinds[change.kind]] += change.from_paths or change.to_paths
    joined, left = (
        {(c.from_paths, c.to_paths) for c in comparison.changes if c.kind is kind and c.scope is Scope.TASK}
        for kind in (ChangeKind.DEPARTMENT_ADDED, ChangeKind.DEPARTMENT_DROPPED)
    )
    found["given"] = sorted({one for (one,), _ in joined & left})
    return {key: tuple(paths) for key, paths in found.items()}
