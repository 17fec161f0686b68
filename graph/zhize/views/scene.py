"""A network as the data of its page: pyvis holds nodes, edges and options; colours, lines and proofs beside them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zhize import vocab
from zhize.model import Role
from zhize.views.layout import FONT, LINE, Layout
from zhize.views.projection import Kind, of_kind
from zhize.views.quotes import Evidence, Quotation, quotations
from zhize.views.wording import Wording

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network


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
_CITES: Final = Line(LOOKS[Kind.LAW].ink, 1.2, (2, 3))
_TARGETS: Final = {kind: Line(LOOKS[kind].ink, 1.0) for kind in (Kind.PRODUCT, Kind.VIOLATION)}
_TOGETHER: Final = "#4A5560"

_OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"shape": "box", "font": {"size": FONT}, "labelHighlightBold": False, "chosen": False},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}},
    "interaction": {"hover": True, "dragNodes": False, "keyboard": False, "selectConnectedEdges": False},
}


def scene(found: nx.MultiDiGraph, layout: Layout, words: Wording, *, straight: bool = False) -> dict[str, Any]:
    """Return the data of the page of a network laid out, ready for JSON; ``straight`` draws plain lines."""
    quotes = _Quotes()
    ids = {node: f"n{at}" for at, node in enumerate(layout.boxes)}
    box = _container(straight=straight)
    for node, name in ids.items():
        _add_node(box, found, layout, node, name, quotes)
    for at, edge in enumerate(sorted(found.edges(keys=True))):
        _add_edge(box, found, edge, f"e{at}", ids, quotes)
    return {
        "lang": words.lang,
        "words": dict(words.said),
        "kinds": [_kind(found, kind, words) for kind in Kind if of_kind(found, kind)],
        "roles": _roles(found, words),
        "predicates": {vocab.CITES: words.terms[vocab.CITES], vocab.TARGETS: words.terms[vocab.TARGETS]},
        "plans": {plan.document: [plan.title, plan.file] for plan in found.graph["plans"]},
        "headings": [[each.kind.value, each.x, each.y, each.width] for each in layout.headings],
        "centre": ids.get(found.graph.get("centre"), ""),
        "font": FONT,
        "line": LINE,
        "nodes": box.nodes,
        "edges": box.edges,
        "options": box.options,
        "quotes": quotes.texts,
    }


class _Quotes:
    """The sentences of a page, each kept once."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, str, int]] = []
        """Document, path, sentence, its first code point in the source."""
        self._known: dict[tuple[str, str, str, int], int] = {}

    def proofs(self, evidence: Iterable[Evidence]) -> list[tuple[int, tuple[tuple[int, int], ...]]]:
        """Return the numbers of sentences, and where in each the words that prove are, in code points."""
        return [(self._number(each), each.marks) for each in quotations(evidence)]

    def _number(self, each: Quotation) -> int:
        key = (each.document, each.path, each.text, each.start)
        if key not in self._known:
            self._known[key] = len(self.texts)
            self.texts.append(key)
        return self._known[key]


def _container(*, straight: bool) -> Network:
    """Return an empty pyvis network with our options; its template is never used."""
    from pyvis.network import Network

    box = Network(directed=True, cdn_resources="in_line")
    options: dict[str, Any] = dict(_OPTIONS)
    if straight:
        options["edges"] = {**options["edges"], "smooth": {"enabled": False}}
    box.set_options(json.dumps(options))
    return box


def _add_node(box: Network, found: nx.MultiDiGraph, layout: Layout, node: str, name: str, quotes: _Quotes) -> None:
    data = found.nodes[node]
    place = layout.boxes[node]
    look = LOOKS[data["kind"]]
    box.add_node(
        name,
        label="\n".join(place.lines),
        shape="box",
        color={"background": look.fill, "border": look.ink},
        x=place.x,
        y=place.y,
        fixed=True,
        box=[place.width, place.height],
        kind=data["kind"].value,
        iri=node,
        name=data["name"],
        short=data["label"],
        aliases=list(data["aliases"]),
        weight=data["weight"],
        path=data["path"],
        section=data["section"],
        generic=list(data["generic"]),
        members=list(data["members"]),
        proofs=quotes.proofs(data["evidence"]),
    )


def _add_edge(
    box: Network,
    found: nx.MultiDiGraph,
    edge: tuple[str, str, str],
    name: str,
    ids: Mapping[str, str],
    quotes: _Quotes,
) -> None:
    start, end, key = edge
    data = found.edges[edge]
    line = line_of(found, edge)
    role = data["role"]
    box.add_edge(
        ids[start],
        ids[end],
        id=name,
        arrows="",
        color={"color": line.ink, "inherit": False},
        width=line.width,
        dashes=list(line.dashes) or False,
        predicate=key,
        role=role.value if role is not None else "",
        weight=data.get("weight", 1),
        proofs=quotes.proofs(data["evidence"]),
        tasks=list(data.get("tasks", ())),
    )


def line_of(found: nx.MultiDiGraph, edge: tuple[str, str, str]) -> Line:
    """Return how an edge is drawn: by its role, or by the kind of what it names; shared tasks by their number."""
    data = found.edges[edge]
    if data["role"] is not None:
        return ROLE_LINES[data["role"]]
    if edge[2] == vocab.CITES:
        return _CITES
    if "weight" in data:
        return Line(_TOGETHER, min(9.0, 0.8 + 0.7 * data["weight"]))
    return _TARGETS[found.nodes[edge[1]]["kind"]]


def _kind(found: nx.MultiDiGraph, kind: Kind, words: Wording) -> dict[str, Any]:
    look = LOOKS[kind]
    shown = of_kind(found, kind)
    return {
        "kind": kind.value,
        "label": words.kinds[kind],
        "ink": look.ink,
        "fill": look.fill,
        "glyph": look.glyph,
        "shown": sum(len(found.nodes[node]["members"]) or 1 for node in shown),
        "total": found.graph["totals"][kind],
    }


def _roles(found: nx.MultiDiGraph, words: Wording) -> list[dict[str, Any]]:
    """Return the roles that the network has, with their lines."""
    counted = Counter(role for _, _, role in found.edges(data="role"))
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
