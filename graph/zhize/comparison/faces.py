"""A comparison as Markdown, as CSV, and as one HTML page for A4 that needs no network connection."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape

from zhize.comparison.change import Change, Comparison, Scope
from zhize.comparison.labels import KINDS, LINES, RELATIONS
from zhize.comparison.report import detail, levels

_COLUMNS = (
    "from", "to", "kind", "scope", "subject", "detail", "from_paths", "to_paths", "successors", "reform",
    "from_quote", "to_quote",
)  # fmt: skip
_STYLE = """
@page { size: A4; margin: 18mm 15mm; }
body { font: 10.5pt/1.5 "Noto Serif CJK SC", "Songti SC", SimSun, serif; max-width: 180mm; margin: 0 auto; color: #111; }
h1 { font-size: 16pt; } h2 { font-size: 12.5pt; margin-top: 1.4em; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.5pt solid #888; padding: 2pt 4pt; text-align: left; vertical-align: top; }
thead { display: table-header-group; } tr { break-inside: avoid; }
blockquote { margin: 2pt 0 2pt 8pt; color: #444; font-size: 9pt; }
""".strip()


def as_csv(comparison: Comparison, lang: str = "zh") -> str:
    """Return the changes as CSV, a row each, lines ended by a line feed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for change in comparison.changes:
        quotes = {each.document: each.quote for each in reversed(change.evidence)}
        writer.writerow((
            comparison.one.id, comparison.other.id, change.kind.value, change.scope.value, change.subject,
            detail(change, lang), "|".join(change.from_paths), "|".join(change.to_paths),
            "|".join(change.successors), change.reform.id if change.reform else "",
            quotes.get(comparison.one.id, ""), quotes.get(comparison.other.id, ""),
        ))  # fmt: skip
    return out.getvalue()


def as_markdown(comparison: Comparison, lang: str = "zh") -> str:
    """Return a comparison as Markdown."""
    return "\n".join(_markdown(comparison, lang)) + "\n"


def _markdown(comparison: Comparison, lang: str) -> Iterator[str]:
    words = LINES[lang]
    yield f"# {_plain(comparison.one.title)} → {_plain(comparison.other.title)}"
    yield ""
    yield f"`{comparison.one.id}` → `{comparison.other.id}`"
    yield from ("", f"## {words['alignment'].format(len(comparison.links))}", "", "| | | | | |", "|-|-|-|-|-|")
    for link in comparison.links:
        relation = RELATIONS[lang][link.relation.value]
        ends = (link.one, link.other)
        cells = (*(f"{task.path} {_plain(task.title)}" for task in ends), relation, f"{link.score:.2f}")
        yield f"| {' | '.join(cells)} | {_plain(link.why(lang))} |"
    if comparison.one.level != comparison.other.level:
        yield from ("", f"## {words['levels']}", "")
        for key, paths in levels(comparison).items():
            yield f"- {words[key]}{words['comma'].join(paths) or '-'}"
    for scope in Scope:
        changes = [change for change in comparison.changes if change.scope is scope]
        yield from ("", f"## {words[scope.value].format(len(changes))}", "")
        for change in changes:
            more = detail(change, lang)
            yield f"- **{KINDS[lang][change.kind.value]}** {_plain(change.subject)} [{_paths(change)}]" \
                  f"{f' ({_plain(more)})' if more else ''}"  # fmt: skip
            for each in change.evidence:
                yield f"  > {each.document} {each.path}: {_plain(each.quote)}"
    if comparison.wordings:
        yield from ("", f"## {words['wordings'].format(len(comparison.wordings))}", "")
        for pair in comparison.wordings:
            yield f"- {pair.from_path} {_plain(pair.before)} → {pair.to_path} {_plain(pair.after)}"
    if summary := _summary(comparison, lang):
        yield from ("", summary)


def _plain(text: str) -> str:
    """Return text that Markdown takes as it is."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")


def _paths(change: Change) -> str:
    return f"{','.join(change.from_paths) or '-'} → {','.join(change.to_paths) or '-'}"


def _summary(comparison: Comparison, lang: str) -> str:
    explained, bodies = comparison.explained
    share = f"{100 * explained / bodies:.0f} %" if bodies else ""
    return LINES[lang]["explained"].format(explained, bodies, share) if bodies else ""


def as_html(comparison: Comparison, lang: str = "zh") -> str:
    """Return a comparison as one HTML page, for A4."""
    return "\n".join(_html(comparison, lang)) + "\n"


def _html(comparison: Comparison, lang: str) -> Iterator[str]:
    words = LINES[lang]
    title = f"{comparison.one.title} → {comparison.other.title}"
    yield f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}">'
    yield f'<head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
    yield f"<body>\n<h1>{escape(title)}</h1>"
    yield f"<h2>{words['alignment'].format(len(comparison.links))}</h2>\n<table>"
    for link in comparison.links:
        relation = RELATIONS[lang][link.relation.value]
        cells = (
            *(f"{task.path} {task.title}" for task in (link.one, link.other)),
            f"{relation} {link.score:.2f}",
            link.why(lang),
        )
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</table>"
    if comparison.one.level != comparison.other.level:
        yield f"<h2>{words['levels']}</h2>\n<ul>"
        for key, paths in levels(comparison).items():
            yield f"<li>{words[key]}{escape(words['comma'].join(paths) or '-')}</li>"
        yield "</ul>"
    for scope in Scope:
        changes = [change for change in comparison.changes if change.scope is scope]
        yield f"<h2>{words[scope.value].format(len(changes))}</h2>\n<table>"
        yield from (_row(change, lang) for change in changes)
        yield "</table>"
    if comparison.wordings:
        yield f"<h2>{words['wordings'].format(len(comparison.wordings))}</h2>\n<ul>"
        for pair in comparison.wordings:
            yield f"<li>{escape(f'{pair.from_path} {pair.before} → {pair.to_path} {pair.after}')}</li>"
        yield "</ul>"
    yield f"<p>{escape(_summary(comparison, lang))}</p>\n</body>\n</html>"


def _row(change: Change, lang: str) -> str:
    quotes = "".join(
        f"<blockquote>{escape(f'{each.document} {each.path}: {each.quote}')}</blockquote>" for each in change.evidence
    )
    more = detail(change, lang)
    return (
        f"<tr><td>{KINDS[lang][change.kind.value]}</td><td>{escape(change.subject)}"
        f"{f'<br>{escape(more)}' if more else ''}{quotes}</td><td>{escape(_paths(change))}</td></tr>"
    )
