"""A comparison as Markdown: a summary, then tables with the quotations side by side."""

from __future__ import annotations

from collections.abc import Iterator

from zhize.comparison.change import Comparison
from zhize.comparison.labels import LINES, RELATIONS
from zhize.comparison.sections import Quotation, Section, sections
from zhize.comparison.terminal import level_lines, summary


def as_markdown(comparison: Comparison, lang: str = "zh") -> str:
    """Return a comparison as Markdown."""
    return "\n".join(_lines(comparison, lang)) + "\n"


def _lines(comparison: Comparison, lang: str) -> Iterator[str]:
    words = LINES[lang]
    one, other = comparison.one, comparison.other
    yield f"# {_plain(one.title)} → {_plain(other.title)}"
    yield from ("", f"`{one.id}` → `{other.id}`", "")
    heading, *counts = summary(comparison, lang)
    yield f"## {heading}"
    yield from ("", *(f"- {_plain(line.strip())}" for line in counts))
    yield from ("", _plain(words["signs"]))
    told = [line for line in level_lines(comparison, lang) if line]
    if told:
        yield from ("", f"## {_plain(told[0])}", "")
        yield from (f"{'  ' if line.startswith('    ') else ''}- {_plain(line.strip())}" for line in told[1:])
    plan, tasks = sections(comparison, lang)
    for part in (*plan, *tasks):
        yield from _section(part, comparison, lang)
    yield from ("", f"## {words['alignment'].format(len(comparison.links))}", "")
    yield from (f"| {_plain(one.id)} | {_plain(other.id)} | | |", "|-|-|-|-|")
    for link in comparison.links:
        ends = [f"{task.path} {_plain(task.title)}" for task in (link.one, link.other)]
        relation = f"{RELATIONS[lang][link.relation.value]} {link.score:.2f}"
        yield f"| {' | '.join(ends)} | {relation} | {_plain(link.why(lang))} |"
    if comparison.wordings:
        yield from ("", f"## {words['wordings'].format(len(comparison.wordings))}", "")
        for pair in comparison.wordings:
            yield f"- {pair.from_path} {_plain(pair.before)} → {pair.to_path} {_plain(pair.after)}"


def _section(part: Section, comparison: Comparison, lang: str) -> Iterator[str]:
    yield from ("", f"## {_plain(part.title)}", "")
    if part.note:
        yield from (_plain(part.note), "")
    yield f"| {LINES[lang]['change']} | {comparison.one.id} | {comparison.other.id} |"
    yield "|-|-|-|"
    for row in part.rows:
        more = f" ({_plain(row.detail)})" if row.detail else ""
        said = f"{row.sign} {row.label} **{_plain(row.subject)}** {_plain(f'[{row.paths}]')}{more}"
        yield f"| {said} | {' | '.join(map(_quoted, row.quotations))} |"


def _quoted(each: Quotation | None) -> str:
    if each is None:
        return ""
    words = f"**{_plain(each.words)}**" if each.words else ""
    return f"{each.where} {_plain(each.before)}{words}{_plain(each.after)}"


def _plain(text: str) -> str:
    """Return text that Markdown takes as it is, on one line.

    >>> _plain("a|b*")
    'a\\\\|b\\\\*'
    """
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
