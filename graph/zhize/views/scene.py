"""A network as the data of its page: pyvis holds nodes, edges and options; colours, lines and proofs beside them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from zhize import vocab
from zhize.model import Role
from zhize.views.kinds import Kind, of_kind
from zhize.views.layout import FONT, LINE, Edge, Heading, Layout
from zhize.views.marks import MARKS
from zhize.views.quotes import Evidence, Quotation, quotations
from zhize.views.wording import EDGES, Wording

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

    from zhize.lineage import Reform


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node is drawn; kinds differ in glyph and place too, never in colour alone."""

    ink: str
    """Colour of border and glyph; from the palette of Okabe and Ito, which colour-blind readers tell apart."""
    fill: str
    glyph: str
    """``square``, ``circle``, ``book``, ``diamond`` or ``triangle``."""


@dataclass(frozen=True, slots=True)
class Line:
    """How an edge is drawn."""

    ink: str
    width: float
    dashes: tuple[int, ...] = ()
    opacity: float = 0.5


LOOKS: Final = {
    Kind.DEPARTMENT: Look("#0072B2", "#E8F2F9", "square"),
    Kind.TASK: Look("#4A5560", "#FFFFFF", "circle"),
    Kind.LAW: Look("#A8558A", "#F8EEF4", "book"),
    Kind.PRODUCT: Look("#00805D", "#E6F4F0", "diamond"),
    Kind.VIOLATION: Look("#C25400", "#FCEFE6", "triangle"),
}
ROLE_LINES: Final = {
    Role.LEAD: Line("#0072B2", 3.2),
    Role.SOLE: Line("#0072B2", 2.4, (12, 3, 2, 3)),
    Role.JOINT: Line("#0072B2", 1.3),
    Role.SUPPORT: Line("#0072B2", 1.3, (5, 4)),
}
_CITES: Final = Line(LOOKS[Kind.LAW].ink, 1.2, (2, 3), 0.34)
_TARGETS: Final = {kind: Line(LOOKS[kind].ink, 1.0, (), 0.34) for kind in (Kind.PRODUCT, Kind.VIOLATION)}
_FOLLOWS: Final = Line("#4A5560", 1.1, (), 0.3)
_TOGETHER: Final = "#4A5560"
_MANY: Final = 500
"""Where a picture has more edges than this they are drawn paler, by a factor of"""
_PALER: Final = 0.7

_OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"shape": "box", "font": {"size": FONT}, "labelHighlightBold": False, "chosen": False},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}},
    "interaction": {"hover": True, "dragNodes": False, "keyboard": False, "selectConnectedEdges": False},
}


def scene(found: nx.MultiDiGraph, layout: Layout, words: Wording) -> dict[str, Any]:
    """Return the data of the page of a network laid out, ready for JSON."""
    quotes = _Quotes()
    ids = {node: f"n{at}" for at, node in enumerate(layout.boxes)}
    paler = _PALER if found.number_of_edges() > _MANY else 1.0
    box = _container(
        [_node(found, layout, node, name, words, quotes) for node, name in ids.items()],
        [_edge(found, layout, edge, f"e{at}", ids, words, quotes, paler) for at, edge in enumerate(_below_first(found, layout))],
    )
    return {
        "lang": words.lang,
        "words": dict(words.said),
        "kinds": [_kind(found, kind, words) for kind in Kind if of_kind(found, kind)],
        "roles": _roles(found, words),
        "marks": _marks(found, words),
        "role_names": {role.value: label for role, label in words.roles.items()},
        "predicates": {term: words.terms[term] for term in EDGES},
        "plans": {plan.document: [plan.title, plan.file] for plan in found.graph["plans"]},
        "headings": [_heading(found, each, words) for each in layout.headings],
        "centre": ids.get(found.graph.get("centre"), ""),
        "font": FONT,
        "line": LINE,
        "nodes": box.nodes,
        "edges": box.edges,
        "options": box.options,
        "quotes": quotes.texts,
    }


def _below_first(found: nx.MultiDiGraph, layout: Layout) -> list[Edge]:
    """Return the edges in the order in which they are drawn: those from or to no body lie below the others."""
    return sorted(layout.curves, key=lambda edge: (not found.edges[edge].get("outside", False), edge))


class _Quotes:
    """The sentences of a page, each kept once."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, str, int]] = []
        """Document, path, sentence, its first code point in the source."""
        self._known: dict[tuple[str, str, str, int], int] = {}

    def proofs(self, evidence: tuple[Evidence, ...]) -> list[tuple[int, tuple[tuple[int, int], ...]]]:
        """Return the numbers of sentences, and where in each the words that prove are, in code points."""
        return [(self._number(each), each.marks) for each in quotations(evidence)]

    def _number(self, each: Quotation) -> int:
        key = (each.document, each.path, each.text, each.start)
        number = self._known.setdefault(key, len(self.texts))
        if number == len(self.texts):
            self.texts.append(key)
        return number


def _container(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Network:
    """Return a pyvis network with our options; its template is never used.

    Nodes and edges are given as lists: to add them one by one would look through all of them each time.
    """
    from pyvis.network import Network

    box = Network(directed=True, cdn_resources="in_line")
    box.nodes = nodes
    box.node_ids = [node["id"] for node in nodes]
    box.node_map = {node["id"]: node for node in nodes}
    box.edges = edges
    box.set_options(json.dumps(_OPTIONS))
    return box


def _node(
    found: nx.MultiDiGraph, layout: Layout, node: str, name: str, words: Wording, quotes: _Quotes
) -> dict[str, Any]:
    data = found.nodes[node]
    place = layout.boxes[node]
    look = LOOKS[data["kind"]]
    mark = data["mark"]
    return {
        "id": name,
        "label": "\n".join(place.lines),
        "shape": "box",
        "color": {"background": look.fill, "border": look.ink if mark is None else MARKS[mark].ink},
        "x": place.x,
        "y": place.y,
        "fixed": True,
        "box": [place.width, place.height],
        "kind": data["kind"].value,
        "mark": mark or "",
        "note": _note(data, words),
        "iri": node,
        "name": data["name"],
        "short": data["label"],
        "aliases": data["aliases"],
        "weight": data["weight"],
        "path": data["path"],
        "section": data["section"],
        "generic": data["generic"],
        "members": data["members"],
        "facts": node_facts(data, words),
        "proofs": quotes.proofs(data["evidence"]),
    }


def _note(data: dict[str, Any], words: Wording) -> str:
    """Return what stands at the right of a box: what became of the thing, or how many tasks it is tied to."""
    if data["mark"] is not None:
        return f"{MARKS[data['mark']].sign} {words[data['mark']]}"
    return "" if data["kind"] is Kind.TASK or data["weight"] < 2 else str(data["weight"])


def node_facts(data: dict[str, Any], words: Wording) -> list[str]:
    """Return what a panel says of a node beside its names: forerunners, and reforms that explain it."""
    facts: list[str] = []
    if data.get("before"):
        facts.append(words["before"].format(names="、".join(data["before"])))
    if data.get("reforms"):
        facts += [reform_said(reform, words) for reform in data["reforms"]]
    return facts


def reform_said(reform: Reform, words: Wording) -> str:
    """Return a reform in one line: date, what moved, the instrument that ordered it."""
    return words["reform"].format(date=reform.date, function=reform.function, basis=reform.basis)


def _edge(
    found: nx.MultiDiGraph,
    layout: Layout,
    edge: Edge,
    name: str,
    ids: Mapping[str, str],
    words: Wording,
    quotes: _Quotes,
    paler: float,
) -> dict[str, Any]:
    data = found[edge[0]][edge[1]][edge[2]]
    line = line_of(found, edge, paler=paler)
    band = layout.bands.get(edge)
    reform = data.get("reform")
    return {
        "from": ids[edge[0]],
        "to": ids[edge[1]],
        "id": name,
        "arrows": "",
        "color": {"color": line.ink, "inherit": False},
        "width": line.width if band is None else round(band, 1),
        "dashes": list(line.dashes) if line.dashes and (band is None or band < 6) else False,
        "opacity": line.opacity,
        "curve": layout.curves[edge],
        "tag": _tag(found, layout, edge, words),
        "predicate": data["predicate"],
        "role": data["role"] or "",
        "mark": data["mark"] or "",
        "weight": data.get("weight", 1),
        "facts": [reform_said(reform, words)] if reform is not None else [],
        "proofs": quotes.proofs(data["evidence"]),
        "tasks": data.get("tasks", ()),
    }


def _tag(found: nx.MultiDiGraph, layout: Layout, edge: Edge, words: Wording) -> list[Any]:
    """Return what is written on a band, where and to which side of that place; nothing on a mere line.

    It says in sign and word what the colour says, at the end where the bands of a box are apart.
    """
    if edge not in layout.bands:
        return []
    data = found.edges[edge]
    said = f"{MARKS[data['mark']].sign} {words[data['mark']]} {data['weight']}"
    x1, y1, *_, x4, y4 = layout.curves[edge]
    return [said, x4 - 8, y4, "end"] if found.nodes[edge[0]]["outside"] else [said, x1 + 8, y1, "start"]


def line_of(found: nx.MultiDiGraph, edge: Edge, *, paler: float = 1.0) -> Line:
    """Return how an edge is drawn: by its mark, its role, or the kind of what it names; shared tasks by their share."""
    data = found.edges[edge]
    if data["mark"] is not None:
        look = MARKS[data["mark"]]
        return Line(look.ink, look.width, look.dashes, 0.28 if data.get("outside") else look.opacity)
    if data["role"] is not None:
        return _paled(ROLE_LINES[data["role"]], paler)
    if "share" in data:
        return Line(_TOGETHER, round(min(10.0, 0.8 + 3.2 * data["share"]), 1), (), round(min(0.75, 0.2 + 0.3 * data["share"]), 2))
    if data["predicate"] in (vocab.CONTINUES, vocab.CORRESPONDS_TO):
        return _FOLLOWS
    line = _CITES if data["predicate"] == vocab.CITES else _TARGETS[leaf(found, edge)]
    return _paled(line, paler)


@cache
def _paled(line: Line, factor: float) -> Line:
    return replace(line, opacity=round(line.opacity * factor, 2))


def leaf(found: nx.MultiDiGraph, edge: Edge) -> Kind:
    """Return the kind of the end of an edge that is no task."""
    start, end = (found.nodes[node]["kind"] for node in edge[:2])
    return Kind(end if start is Kind.TASK else start)


def _heading(found: nx.MultiDiGraph, each: Heading, words: Wording) -> list[Any]:
    if each.kind is None:
        return ["", each.x, each.y, each.width, each.label, each.note]
    shown, total = _counted(found, each.kind), found.graph["totals"][each.kind]
    note = words["shown_of"].format(shown=shown, total=total) if shown < total else str(total)
    return [each.kind.value, each.x, each.y, each.width, words.kinds[each.kind], note]


def _counted(found: nx.MultiDiGraph, kind: Kind) -> int:
    nodes = (found.nodes[node] for node in of_kind(found, kind))
    return sum(len(data["members"]) or 1 for data in nodes if not data.get("outside"))


def _kind(found: nx.MultiDiGraph, kind: Kind, words: Wording) -> dict[str, Any]:
    look = LOOKS[kind]
    return {
        "kind": kind.value,
        "label": words.kinds[kind],
        "ink": look.ink,
        "fill": look.fill,
        "glyph": look.glyph,
        "shown": _counted(found, kind),
        "total": found.graph["totals"][kind],
    }


def _roles(found: nx.MultiDiGraph, words: Wording) -> list[dict[str, Any]]:
    """Return the roles that lines of the network show; where they show what became of duties, none."""
    counted = Counter(role for _, _, data in found.edges(data=True) if (role := data["role"]) and data["mark"] is None)
    return [
        {
            "role": role.value,
            "label": words.roles[role],
            "ink": line.ink,
            "width": line.width,
            "dashes": list(line.dashes),
            "count": counted[role],
        }
        for role, line in ROLE_LINES.items()
        if counted[role]
    ]


def _marks(found: nx.MultiDiGraph, words: Wording) -> list[dict[str, Any]]:
    """Return the marks of the network with how they are drawn, and on how many nodes and edges."""
    nodes = Counter(data["mark"] for _, data in found.nodes(data=True) if not data.get("outside"))
    edges = Counter(mark for _, _, mark in found.edges(data="mark"))
    return [
        {
            "mark": mark.value,
            "label": f"{look.sign} {words[f'{mark}_long']}",
            "count": words["comma"].join(
                words[key].format(count=number)
                for key, number in (("boxes", nodes[mark]), ("lines", edges[mark]))
                if number
            ),
            "short": words[mark],
            "ink": look.ink,
            "width": look.width,
            "dashes": list(look.dashes),
            "radius": look.radius,
            "nodes": nodes[mark],
            "edges": edges[mark],
        }
        for mark, look in MARKS.items()
        if nodes[mark] or edges[mark]
    ]
