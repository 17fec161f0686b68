"""Gaps and timelines for readers and programs: JSON, terminal text."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from zhize.catalogue import Evidence
from zhize.comparison.digest import shortened
from zhize.comparison.gaps import Gap, GapKind
from zhize.comparison.labels import RELATIONS, ROLES
from zhize.comparison.timeline import Sort, Timeline

_GAPS = MappingProxyType(
    {
        "zh": {
            GapKind.TASK_WITHOUT_BODY: "任务未明确部门",
            GapKind.BODY_NOT_SIGNED: "有任务而未会签",
            GapKind.SIGNER_WITHOUT_TASK: "会签而无任务",
            GapKind.LAW_AFTER_REPEAL: "引用已废止法律",
            GapKind.INDICATOR_WITHOUT_TASK: "统计指标无对应任务",
            GapKind.OVERLAP: "职责重叠（两个牵头或同一职责归两家）",
        },
        "en": {
            GapKind.TASK_WITHOUT_BODY: "task without a body",
            GapKind.BODY_NOT_SIGNED: "has tasks, did not sign",
            GapKind.SIGNER_WITHOUT_TASK: "signed, has no task",
            GapKind.LAW_AFTER_REPEAL: "law cited after its repeal",
            GapKind.INDICATOR_WITHOUT_TASK: "indicator without a task",
            GapKind.OVERLAP: "overlap: two leads, or one duty given twice",
        },
    }
)
_ABSENT = MappingProxyType({"zh": "未见：{}", "en": "not in: {}"})
_NONE = MappingProxyType({"zh": "未发现缺口或重叠", "en": "no gaps and no overlaps found"})
_ONLY = MappingProxyType({"zh": "仅写“{}”", "en": "only “{}”"})
_NAMES = MappingProxyType({"zh": "先后名称：{}", "en": "under the names {}"})
_FOUND = MappingProxyType({"zh": "{}：{} 次行动，{} 处", "en": "{}: {} campaigns, {} tasks"})


def gaps_as_json(found: Sequence[Gap]) -> list[dict[str, object]]:
    """Return gaps as plain data for one JSON document."""
    return [
        {
            "kind": gap.kind.value,
            "subject": gap.subject,
            "tasks": list(gap.paths),
            "detail": gap.detail,
            "evidence": [_evidence(each) for each in gap.evidence],
        }
        for gap in found
    ]


def gaps_as_text(found: Sequence[Gap], lang: str = "zh") -> str:
    """Return gaps as lines, by kind, each with the words that show it."""
    lines: list[str] = []
    for kind in GapKind:
        gaps = [gap for gap in found if gap.kind is kind]
        if gaps:
            lines.append(f"{_GAPS[lang][kind]} ({len(gaps)})")
        for gap in gaps:
            paths = f"  [{', '.join(gap.paths)}]" if gap.paths else ""
            only = kind is GapKind.TASK_WITHOUT_BODY and gap.detail
            more = _ONLY[lang].format(gap.detail) if only else gap.detail
            lines.append(f"  {gap.subject}{paths}{f'  {more}' if more else ''}")
            lines += [f"    {f'{each.document} {each.path}'.strip()}  {shortened(each.quote, '')}" for each in gap.evidence]
    return "\n".join(lines) or _NONE[lang]


def timeline_as_json(found: Timeline) -> dict[str, object]:
    """Return a timeline as plain data for one JSON document."""
    rows = [
        {
            "campaign": entry.campaign,
            "date": entry.date,
            "task": entry.path,
            "title": entry.title,
            "name": entry.name,
            "detail": entry.detail,
            "evidence": [_evidence(entry.evidence)],
        }
        for entry in found.entries
    ]
    return {"kind": found.sort.value, "name": found.name, "entries": rows, "absent": list(found.absent)}


def timeline_as_text(found: Timeline, lang: str = "zh") -> str:
    """Return a timeline as lines, by campaign."""
    campaigns = len(dict.fromkeys(entry.campaign for entry in found.entries))
    lines = [_FOUND[lang].format(found.name, campaigns, len(found.entries))]
    names = list(dict.fromkeys(entry.name for entry in found.entries))
    if found.sort is Sort.DEPARTMENT and names != [found.name]:
        lines.append(f"  {_NAMES[lang].format(('、' if lang == 'zh' else ', ').join(names))}")
    campaign = ""
    for entry in found.entries:
        if entry.campaign != campaign:
            campaign = entry.campaign
            lines.append(f"{entry.date or '?':<10} {campaign}")
        said = {Sort.DEPARTMENT: ROLES[lang], Sort.TASK: RELATIONS[lang]}.get(found.sort, {})
        detail = "" if entry.detail in (entry.name, found.name) else said.get(entry.detail, entry.detail)
        named = "" if found.sort is Sort.TASK or entry.name == found.name else f"  {entry.name}"
        lines.append(f"  {entry.path:<7} {entry.title}{named}{f'  ({detail})' if detail else ''}")
        if found.sort is not Sort.TASK:
            lines.append(f"    {shortened(entry.evidence.quote, entry.surface)}")
    if found.absent:
        lines.append(_ABSENT[lang].format(", ".join(found.absent)))
    return "\n".join(lines)


def _evidence(each: Evidence) -> dict[str, object]:
    return {"document": each.document, "path": each.path, "span": [each.start, each.end], "quote": each.quote}
