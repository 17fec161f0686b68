"""What a check found, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

#: Most findings of one rule that the text shows; JSON has all.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    rule: str
    """Name of the rule that is broken: a shape of ``ontology/shapes.ttl``, or one of this package."""
    subject: str
    """What breaks it: an IRI of the graph, or a file, with its row where it has rows."""
    text: str
    """What is wrong, one line."""
    advice: str
    """What to do about it, one line; empty where the text says it."""

    def __str__(self) -> str:
        return f"{': '.join(filter(None, (self.subject, self.text, self.advice)))} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a check."""

    name: str
    """``files``, ``shapes``, ``quotes``, ``originals``, ``tables`` or ``pyshacl``."""
    checked: int
    """How many things were looked at."""
    said: str
    """What they are, in words that follow the number."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a check found."""

    store: str
    """The folder of the store."""
    parts: tuple[Part, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all parts."""
        return tuple(finding for part in self.parts for finding in part.findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by rule and subject, each once."""
    return tuple(sorted(set(findings), key=lambda each: (each.rule, each.subject, each.text)))


def as_json(report: Report) -> dict[str, object]:
    """Return a report as plain values for JSON."""
    return {
        "store": report.store,
        "sound": not report.findings,
        "parts": [
            {
                "name": part.name,
                "checked": part.checked,
                "what": part.said,
                "findings": [
                    {"rule": each.rule, "subject": each.subject, "text": each.text, "advice": each.advice}
                    for each in part.findings
                ],
            }
            for part in report.parts
        ],
    }


def as_text(report: Report) -> str:
    """Return a report as text: a line for each part, and one for each finding."""
    lines = []
    for part in report.parts:
        lines.append(f"{part.name}: {part.checked} {part.said}: {_number(len(part.findings))}")
        for rule, found in groupby(part.findings, key=lambda each: each.rule):
            many = list(found)
            lines += [f"  {each}" for each in many[:_SHOWN]]
            if len(many) > _SHOWN:
                lines.append(f"  … {len(many) - _SHOWN} more [{rule}]: zhize check --json")
    lines.append(f"{report.store}: {_number(len(report.findings))}")
    return "\n".join(lines)


def _number(findings: int) -> str:
    return {0: "sound", 1: "1 finding"}.get(findings, f"{findings} findings")
