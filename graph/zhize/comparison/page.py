"""A comparison as one HTML page, for A4 and without a network connection: quotations side by side.

Nothing on it needs colour: signs and words say what came, went and changed, bold type marks the words that prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from zhize.comparison.change import Comparison
from zhize.comparison.labels import LINES, RELATIONS
from zhize.comparison.sections import Quotation, Section, sections
from zhize.comparison.terminal import level_lines, summary

#: The page may use the style written in it and fetch nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
@page { size: A4; margin: 16mm 14mm; }
body { font: 10pt/1.5 "Noto Serif CJK SC", "Songti SC", SimSun, serif; max-width: 190mm; margin: 1em auto; padding: 0 4mm; color: #000; background: #fff; }
h1 { font-size: 15pt; line-height: 1.3; } h2 { font-size: 12pt; margin: 1.6em 0 0.4em; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 1.3em 0 0.3em; break-after: avoid; }
p.note { margin: 0 0 0.4em; font-size: 9pt; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 0.5pt solid #555; padding: 2pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: bold; border-bottom-width: 1.2pt; } thead { display: table-header-group; } tr { break-inside: avoid; }
td.quote { font-size: 9pt; } td.none { text-align: center; }
th.change { width: 30%; } ul { padding-left: 1.4em; margin: 0.3em 0; } b { text-decoration: underline; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
""".strip()


def as_html(comparison: Comparison, lang: str = "zh") -> str:
    """Return a comparison as one HTML page."""
    return "\n".join(_page(comparison, lang)) + "\n"


def _page(comparison: Comparison, lang: str) -> Iterator[str]:
    one, other = comparison.one, comparison.other
    title = escape(f"{one.title} → {other.title}")
    yield f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f"<p>{escape(f'{one.id}（{one.date}） → {other.id}（{other.date}）' if lang != 'en' else f'{one.id} ({one.date}) → {other.id} ({other.date})')}</p>"
    yield from _listed(summary(comparison, lang))
    yield f"<p>{escape(LINES[lang]['signs'])}</p>"
    yield from _listed(line for line in level_lines(comparison, lang) if line)
    plan, tasks = sections(comparison, lang)
    for part in plan:
        yield f"<h2>{escape(part.title)}</h2>"
        yield from _table(part, comparison, lang)
    if tasks:
        yield f"<h2>{escape(LINES[lang]['by_task'])}</h2>"
    for part in tasks:
        yield f'<h3>{escape(part.title)}</h3>\n<p class="note">{escape(part.note)}</p>'
        yield from _table(part, comparison, lang)
    yield from _alignment(comparison, lang)
    yield from _wordings(comparison, lang)
    yield "</body>\n</html>"


def _listed(lines: Iterator[str]) -> Iterator[str]:
    """Yield a heading and a list of the lines below it; nothing of no lines."""
    heading = next(lines, None)
    if heading is None:
        return
    yield f"<h2>{escape(heading)}</h2>\n<ul>"
    yield from (f"<li>{escape(line.strip())}</li>" for line in lines)
    yield "</ul>"


def _table(part: Section, comparison: Comparison, lang: str) -> Iterator[str]:
    ids = "".join(f'<th scope="col">{escape(plan.id)}</th>' for plan in (comparison.one, comparison.other))
    yield f'<table>\n<thead><tr><th scope="col" class="change">{LINES[lang]["change"]}</th>{ids}</tr></thead>\n<tbody>'
    for row in part.rows:
        more = f"<br>{escape(row.detail)}" if row.detail else ""
        said = f"{row.sign} {escape(row.label)} <strong>{escape(row.subject)}</strong> [{escape(row.paths)}]{more}"
        yield f"<tr><td>{said}</td>{''.join(map(_quoted, row.quotations))}</tr>"
    yield "</tbody>\n</table>"


def _quoted(each: Quotation | None) -> str:
    if each is None:
        return '<td class="none">—</td>'
    words = f"<b>{escape(each.words)}</b>" if each.words else ""
    return f'<td class="quote">{escape(each.where)} {escape(each.before)}{words}{escape(each.after)}</td>'


def _alignment(comparison: Comparison, lang: str) -> Iterator[str]:
    yield f"<h2>{escape(LINES[lang]['alignment'].format(len(comparison.links)))}</h2>\n<table>\n<tbody>"
    for link in comparison.links:
        cells = (
            *(f"{task.path} {task.title}" for task in (link.one, link.other)),
            f"{RELATIONS[lang][link.relation.value]} {link.score:.2f}",
            link.why(lang),
        )
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody>\n</table>"


def _wordings(comparison: Comparison, lang: str) -> Iterator[str]:
    if comparison.wordings:
        yield f"<h2>{escape(LINES[lang]['wordings'].format(len(comparison.wordings)))}</h2>\n<ul>"
        for pair in comparison.wordings:
            yield f"<li>{escape(f'{pair.from_path} {pair.before} → {pair.to_path} {pair.after}')}</li>"
        yield "</ul>"
