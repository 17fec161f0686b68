"""A picture as SVG of our own, written from the same data as its page: the same graph gives the same bytes.

Lines and boxes bear titles, so that a viewer that shows them says which words prove a line. A legend stands below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from zhize.views.labels import columns
from zhize.views.quotes import tidy
from zhize.views.scene import one_by_one

FACE: Final = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Hiragino Sans GB, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
"""Fonts with Chinese characters, as lists of fonts name them."""
PAPER: Final = "#f6f7f8"
_INK: Final = "#1b2530"
_SOFT: Final = "#55616d"
_MARGIN: Final = 24
_ROW: Final = 24
"""Height of a row of the legend."""
GLYPHS: Final = {
    "square": "M1.5 1.5h9v9h-9z",
    "circle": "M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z",
    "book": "M2 1h8v10H2z M4.2 3.4h3.6 M4.2 6h3.6",
    "diamond": "M6 .6 11.4 6 6 11.4.6 6z",
    "triangle": "M6 1 11.4 10.8H.6z",
}
"""The form of each kind of node, in a square of 12 pixels."""


def escaped(text: str) -> str:
    r"""Return text as it may stand in XML, without characters that XML forbids.

    >>> escaped('<a b="1">&\x00')
    '&lt;a b=&quot;1&quot;&gt;&amp;'
    """
    sound = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return sound.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def document(title: str, width: float, height: float, parts: Iterable[str]) -> str:
    """Return an SVG document of a size in pixels with its title above the parts."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'font-family="{FACE}" font-size="13" role="img"><title>{escaped(title)}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
        f"{words(fitted(title, (width - 2 * _MARGIN) * 2 / 17), _MARGIN, _MARGIN + 12, size=17, weight=600)}{''.join(parts)}</svg>\n"
    )


def words(
    text: str, x: float, y: float, *, size: float = 13, ink: str = _INK, weight: int = 400, anchor: str = "start"
) -> str:
    """Return a line of words with its base line at ``y``."""
    more = (f' font-weight="{weight}"' if weight != 400 else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}"{more}>{escaped(text)}</text>'


def fitted(text: str, room: float) -> str:
    """Return text that is at most ``room`` columns wide, its end left out if need be.

    >>> fitted("上海市市场监督管理局", 9)
    '上海市…'
    """
    if columns(text) <= room:
        return text
    while text and columns(text) + 2 > room:
        text = text[:-1]
    return text + "…"


def network_svg(data: Mapping[str, Any], title: str, notes: Sequence[str]) -> str:
    """Return the picture of the data of a scene; ``notes`` are the remarks of its legend."""
    edges = one_by_one(data["edges"])
    nodes = {node["id"]: node for node in one_by_one(data["nodes"])}
    kinds = {kind["kind"]: kind for kind in data["kinds"]}
    marks = {mark["mark"]: mark for mark in data["marks"]}
    left, top, right, bottom = _bounds(nodes.values(), data["headings"])
    wide = max(560, right - left) + 2 * _MARGIN
    legend, tall = _legend(data, notes, wide)
    high = bottom - top + 2 * _MARGIN + 44
    shift = f'<g transform="translate({(wide - right - left) / 2:g} {_MARGIN + 44 - top:g})">'
    lines = [_line(edge, nodes, data) for edge in edges]
    tags = [_tag(edge) for edge in edges if edge["tag"]]
    boxes = [_box(node, kinds[node["kind"]], marks.get(node["mark"]), data) for node in nodes.values()]
    heads = [_heading(each, kinds, data["font"]) for each in data["headings"]]
    foot = f'<g transform="translate({_MARGIN} {high:g})">{"".join(legend)}</g>'
    return document(title, wide, high + tall, [shift, *lines, *tags, *boxes, *heads, "</g>", foot])


def _bounds(nodes: Collection[Mapping[str, Any]], headings: Sequence[Sequence[Any]]) -> tuple[float, float, float, float]:
    xs = [x for node in nodes for x in (node["x"] - node["box"][0] / 2, node["x"] + node["box"][0] / 2)]
    ys = [y for node in nodes for y in (node["y"] - node["box"][1] / 2, node["y"] + node["box"][1] / 2)]
    xs += [x for each in headings for x in (each[1], each[1] + each[3])]
    ys += [each[2] - 16 for each in headings]
    return min(xs, default=0), min(ys, default=0), max(xs, default=0), max(ys, default=0)


def _line(edge: Mapping[str, Any], nodes: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    x1, y1, x2, y2, x3, y3, x4, y4 = edge["curve"]
    ink, width, dashes, opacity = data["looks"][edge["look"]]
    dashed = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
    return (
        f'<path d="M{x1} {y1}C{x2} {y2} {x3} {y3} {x4} {y4}" fill="none" stroke="{ink}" '
        f'stroke-width="{width:g}" stroke-opacity="{opacity:g}"{dashed}>'
        f"<title>{escaped(_said(edge, nodes, data))}</title></path>"
    )


def _tag(edge: Mapping[str, Any]) -> str:
    said, x, y, anchor = edge["tag"]
    return words(said, x, y + 4, size=11, anchor=anchor)


def _said(edge: Mapping[str, Any], nodes: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return what a line says: its ends, and the first words that prove it."""
    said = f"{nodes[edge['from']]['short']} — {nodes[edge['to']]['short']}"
    return f"{said}\n{tidy(data['quotes'][edge['proofs'][0][0]][2])}" if edge["proofs"] else said


def _box(node: Mapping[str, Any], kind: Mapping[str, Any], mark: Mapping[str, Any] | None, data: Mapping[str, Any]) -> str:
    width, height = node["box"]
    left, top = node["x"] - width / 2, node["y"] - height / 2
    broad = 0.9 if mark is None or mark["width"] <= 1.5 else 1.5
    radius = 5 if mark is None else min(mark["radius"], height / 2)
    dashes = f' stroke-dasharray="{" ".join(map(str, mark["dashes"]))}"' if mark is not None and mark["dashes"] else ""
    parts = [
        f'<g><title>{escaped(" ".join(filter(None, (node["path"], node["name"], node["note"]))))}</title>',
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{kind["fill"]}" '
        f'stroke="{node["color"]}" stroke-width="{broad:g}"{dashes}/>',
        glyph(kind, left + 7, node["y"] - 5, 10),
    ]
    free = left + width - 7
    if node["note"]:
        parts.append(words(node["note"], free, node["y"] + 4, size=11, ink=_SOFT, anchor="end"))
        free -= columns(node["note"]) * 5.5 + 5
    start = left + 22
    if node["path"]:
        path = fitted(node["path"], 7)
        parts.append(words(path, start, node["y"] + 4, size=11, ink=_SOFT))
        start += sum(3.1 if char == "." else 6.2 for char in path) + 5
    lines = node["label"].split("\n")
    for row, line in enumerate(lines):
        y = node["y"] + (row - (len(lines) - 1) / 2) * data["line"] + 4.6
        weight = 600 if node["kind"] == "department" else 400
        parts.append(words(fitted(line, (free - start) / 6.5), start, y, size=data["font"], weight=weight))
    return "".join(parts) + "</g>"


def glyph(kind: Mapping[str, Any], x: float, y: float, size: float) -> str:
    """Return the form of a kind in a square with its upper left corner at a place."""
    ink = kind["ink"]
    paint = f'fill="none" stroke="{ink}" stroke-width="1.6"' if kind["glyph"] == "book" else f'fill="{ink}"'
    return f'<path transform="translate({x:g} {y:g}) scale({size / 12:.4g})" d="{GLYPHS[kind["glyph"]]}" {paint}/>'


def _heading(each: Sequence[Any], kinds: Mapping[str, Any], font: int) -> str:
    name, x, y, width, label, note = each
    said = fitted(label, (width - 4) * 2 / (font + 1))
    after = x + 10 + columns(said) * (font + 1) / 2
    ink = kinds[name]["ink"] if name in kinds else _INK
    return words(said, x + 2, y, size=font + 1, ink=ink, weight=600) + words(note, after, y, size=font - 1, ink=_SOFT)


def _legend(data: Mapping[str, Any], notes: Sequence[str], wide: float) -> tuple[list[str], float]:
    """Return the legend, row by row, and its height."""
    entries = [(glyph(kind, 0, -10, 12), f"{kind['label']} {kind['shown']}" + _more(kind, data), 18) for kind in data["kinds"]]
    entries += [(sample(role), f"{role['label']} {role['count']}", 36) for role in data["roles"]]
    entries += [(sample(mark), f"{mark['label']} {mark['count']}", 36) for mark in data["marks"]]
    parts = []
    x, y = 0.0, 0.0
    for picture, said, room in entries:
        need = room + columns(said) * 6.5 + 26
        if x and x + need > wide - 2 * _MARGIN:
            x, y = 0.0, y + _ROW
        parts.append(f'<g transform="translate({x:g} {y:g})">{picture}{words(said, room, 0)}</g>')
        x += need
    for note in notes:
        y += _ROW
        parts.append(words(fitted(note, (wide - 2 * _MARGIN) / 6), 0, y, size=12, ink=_SOFT))
    return parts, y + _ROW


def _more(kind: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    if kind["total"] <= kind["shown"]:
        return ""
    return f" ({data['words']['more'].format(count=kind['total'] - kind['shown'])})"


def sample(line: Mapping[str, Any]) -> str:
    """Return a short piece of a line, for a legend."""
    dashes = f' stroke-dasharray="{" ".join(map(str, line["dashes"]))}"' if line["dashes"] else ""
    return f'<path d="M0 -4h28" stroke="{line["ink"]}" stroke-width="{line["width"]:g}"{dashes}/>'
