"""A network as the data of its page: where and how nodes and edges are drawn, what is said of them, what proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from zhize import vocab
from zhize.model import Role
from zhize.views.kinds import Kind
from zhize.views.layout import FONT, LINE, Edge, Heading, Layout
from zhize.views.marks import MARKS
from zhize.views.quotes import Evidence, quotations
from zhize.views.wording import EDGES, Wording

if TYPE_CHECKING:
    import networkx as nx

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
    """How an edge is drawn; the page knows each way by its number."""

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
_LEAF_LINES: Final = {
    Kind.LAW: Line(LOOKS[Kind.LAW].ink, 1.2, (2, 3), 0.34),
    Kind.PRODUCT: Line(LOOKS[Kind.PRODUCT].ink, 1.0, (), 0.34),
    Kind.VIOLATION: Line(LOOKS[Kind.VIOLATION].ink, 1.0, (), 0.34),
}
"""Lines to what tasks cite and target."""
_NAMING: Final = (vocab.CITES, vocab.TARGETS)
_FOLLOWS: Final = Line("#4A5560", 1.1, (), 0.3)
_TOGETHER: Final = "#4A5560"
_MANY: Final = 500
"""Where a picture has more edges than this they are drawn paler, by a factor of"""
_PALER: Final = 0.7

OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"shape": "box", "fixed": True, "font": {"size": FONT}, "labelHighlightBold": False, "chosen": False},
    "edges": {
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
    },
    "interaction": {"hover": True, "dragNodes": False, "keyboard": False, "selectConnectedEdges": False},
}
"""How vis-network shows the picture."""


def scene(found: nx.MultiDiGraph, layout: Layout, words: Wording) -> dict[str, Any]:
    """Return the data of the page of a network laid out, ready for JSON.

    ``nodes`` and ``edges`` are columns: for each key the values of all, in one order; `one_by_one` turns them into
    mappings. Their labels, places and colours are those that vis-network knows; the rest is for our script.
    """
    drawn = _Drawn(found, layout, words)
    return {
        "lang": words.lang,
        "words": dict(words.said),
        "kinds": [_kind(kind, number, found, words) for kind, number in drawn.counts.items()],
        "roles": _roles(drawn),
        "marks": _marks(drawn),
        "role_names": {role.value: label for role, label in words.roles.items()},
        "predicates": {term: words.terms[term] for term in EDGES},
        "plans": {plan.document: [plan.title, plan.file] for plan in found.graph["plans"]},
        "headings": [_heading(each, drawn.counts, found, words) for each in layout.headings],
        "centre": drawn.names.get(found.graph.get("centre"), ""),
        "font": FONT,
        "line": LINE,
        "nodes": drawn.node_columns(),
        "edges": drawn.edge_columns(),
        "looks": [[look.ink, look.width, look.dashes, look.opacity] for look in drawn.looks],
        "options": OPTIONS,
        "quotes": drawn.quotes.texts,
    }


def one_by_one(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return what columns say, a mapping for each node or edge.

    >>> one_by_one({"id": ["n0", "n1"], "x": [4, 7]})
    [{'id': 'n0', 'x': 4}, {'id': 'n1', 'x': 7}]
    """
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


class _Quotes:
    """The sentences of a page, each kept once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, str, int], int] = {}

    @property
    def texts(self) -> list[tuple[str, str, str, int]]:
        """The sentences by their numbers: document, path, words, first code point in the source."""
        return list(self._numbers)

    def proofs(self, evidence: tuple[Evidence, ...]) -> Sequence[tuple[int, ...]]:
        """Return for each sentence its number, then begin and end of all words in it that prove, in code points."""
        if not evidence:
            return ()
        found = []
        for document, path, words, start, marks in quotations(evidence):
            number = self._numbers.setdefault((document, path, words, start), len(self._numbers))
            found.append((number, *chain.from_iterable(marks)))
        return found


class _Drawn:
    """A network laid out, with what its nodes and edges look up: networkx finds these anew at every question."""

    def __init__(self, found: nx.MultiDiGraph, layout: Layout, words: Wording) -> None:
        self.nodes: dict[str, dict[str, Any]] = dict(found.nodes(data=True))
        ties: dict[str, dict[str, dict[str, dict[str, Any]]]] = dict(found.adjacency())
        self.edges = {edge: ties[edge[0]][edge[1]][edge[2]] for edge in _below_first(layout, ties)}
        """In the order in which they are drawn."""
        self.layout = layout
        self.words = words
        self.names = {node: f"n{at}" for at, node in enumerate(layout.boxes)}
        self.quotes = _Quotes()
        self.looks: dict[Line, int] = {}
        self.counts = self._counts()

    def _counts(self) -> dict[Kind, int]:
        """Return how many things of each kind are drawn, by the order of the legend; a cluster counts as its members."""
        counted = dict.fromkeys(Kind, 0)
        for data in self.nodes.values():
            if not data.get("outside"):
                counted[data["kind"]] += len(data["members"]) or 1
        there = {data["kind"] for data in self.nodes.values()}
        return {kind: number for kind, number in counted.items() if kind in there}

    def node_columns(self) -> dict[str, Sequence[Any]]:
        """Return the nodes by columns."""
        all_ = [self.nodes[node] for node in self.names]
        places = [*self.layout.boxes.values()]
        return {
            "id": [*self.names.values()],
            "label": ["\n".join(place.lines) for place in places],
            "color": [LOOKS[data["kind"]].ink if data["mark"] is None else MARKS[data["mark"]].ink for data in all_],
            "x": [place.x for place in places],
            "y": [place.y for place in places],
            "box": [(place.width, place.height) for place in places],
            "kind": [data["kind"] for data in all_],
            "mark": [data["mark"] or "" for data in all_],
            "note": [_note(data, self.words) for data in all_],
            "iri": [*self.names],
            "name": [data["name"] for data in all_],
            "short": [data["label"] for data in all_],
            "aliases": [data["aliases"] for data in all_],
            "weight": [data["weight"] for data in all_],
            "path": [data["path"] for data in all_],
            "generic": [data["generic"] for data in all_],
            "members": [data["members"] for data in all_],
            "campaign": [data.get("campaign", "") for data in all_],
            "facts": [node_facts(data, self.words) for data in all_],
            "proofs": [self.quotes.proofs(data["evidence"]) for data in all_],
        }

    def edge_columns(self) -> dict[str, Sequence[Any]]:
        """Return the edges by columns."""
        all_ = [*self.edges.values()]
        bands, curves = self.layout.bands, self.layout.curves
        return {
            "from": [self.names[start] for start, _, _ in self.edges],
            "to": [self.names[end] for _, end, _ in self.edges],
            "id": [f"e{at}" for at in range(len(all_))],
            "look": self._looks(),
            "curve": [curves[edge] for edge in self.edges],
            "tag": [self._tag(edge) if edge in bands else () for edge in self.edges] if bands else [()] * len(all_),
            "predicate": [data["predicate"] for data in all_],
            "role": [data["role"] or "" for data in all_],
            "mark": [data["mark"] or "" for data in all_],
            "weight": [data.get("weight", 1) for data in all_],
            "facts": [_edge_facts(data, self.words) for data in all_],
            "proofs": [self.quotes.proofs(data["evidence"]) for data in all_],
        }

    def _looks(self) -> list[int]:
        """Return for each edge the number of the way in which it is drawn: by its mark, its role, or what it names."""
        paler = _PALER if len(self.edges) > _MANY else 1.0
        roles = {role: self._number(_paled(line, paler)) for role, line in ROLE_LINES.items()}
        leaves = {kind: self._number(_paled(line, paler)) for kind, line in _LEAF_LINES.items()}
        found = []
        for edge, data in self.edges.items():
            if data["mark"] is not None:
                found.append(self._number(_marked(data, self.layout.bands.get(edge))))
            elif data["role"] is not None:
                found.append(roles[data["role"]])
            elif data["predicate"] in _NAMING:
                kind = self.nodes[edge[0]]["kind"]
                found.append(leaves[self.nodes[edge[1]]["kind"] if kind is Kind.TASK else kind])
            else:
                found.append(self._number(_tied(data)))
        return found

    def _number(self, line: Line) -> int:
        return self.looks.setdefault(line, len(self.looks))

    def _tag(self, edge: Edge) -> list[Any]:
        """Return what is written on a band, where and to which side of that place.

        It says in sign and word what the colour says, at the end where the bands of a box are apart.
        """
        data = self.edges[edge]
        said = f"{MARKS[data['mark']].sign} {self.words[data['mark']]} {data['weight']}"
        x1, y1, *_, x4, y4 = self.layout.curves[edge]
        return [said, x4 - 8, y4, "end"] if self.nodes[edge[0]]["outside"] else [said, x1 + 8, y1, "start"]


def _below_first(layout: Layout, ties: Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]) -> list[Edge]:
    """Return the edges in the order in which they are drawn: those from or to no body lie below the others."""
    ordered = sorted(layout.curves)
    below = {edge for edge in layout.bands if ties[edge[0]][edge[1]][edge[2]].get("outside")}
    if not below:
        return ordered
    return [*(edge for edge in ordered if edge in below), *(edge for edge in ordered if edge not in below)]


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


def _edge_facts(data: dict[str, Any], words: Wording) -> Sequence[str]:
    """Return what a panel says of an edge: the reform behind it, and the tasks that it stands for."""
    tasks: Sequence[str] = data.get("tasks", ())
    reform = data.get("reform")
    return tasks if reform is None else [reform_said(reform, words), *tasks]


def reform_said(reform: Reform, words: Wording) -> str:
    """Return a reform in one line: date, what moved, the instrument that ordered it."""
    return words["reform"].format(date=reform.date, function=reform.function, basis=reform.basis)


def _marked(data: dict[str, Any], band: float | None) -> Line:
    """Return how an edge is drawn that says what became of something, as a band where it carries an amount."""
    look = MARKS[data["mark"]]
    opacity = 0.28 if data.get("outside") else look.opacity
    if band is None:
        return Line(look.ink, look.width, look.dashes, opacity)
    return Line(look.ink, round(band, 1), look.dashes if band < 6 else (), opacity)


def _tied(data: dict[str, Any]) -> Line:
    """Return how an edge is drawn between two of a kind: by the share of tasks in common, or as what follows."""
    if "share" not in data:
        return _FOLLOWS
    return Line(_TOGETHER, round(min(10.0, 0.8 + 3.2 * data["share"]), 1), (), round(min(0.75, 0.2 + 0.3 * data["share"]), 2))


def _paled(line: Line, factor: float) -> Line:
    return replace(line, opacity=round(line.opacity * factor, 2))


def _heading(each: Heading, counts: Mapping[Kind, int], found: nx.MultiDiGraph, words: Wording) -> list[Any]:
    if each.kind is None:
        return ["", each.x, each.y, each.width, each.label, each.note]
    shown, total = counts[each.kind], found.graph["totals"][each.kind]
    note = words["shown_of"].format(shown=shown, total=total) if shown < total else str(total)
    return [each.kind.value, each.x, each.y, each.width, words.kinds[each.kind], note]


def _kind(kind: Kind, shown: int, found: nx.MultiDiGraph, words: Wording) -> dict[str, Any]:
    look = LOOKS[kind]
    return {
        "kind": kind.value,
        "label": words.kinds[kind],
        "ink": look.ink,
        "fill": look.fill,
        "glyph": look.glyph,
        "shown": shown,
        "total": found.graph["totals"][kind],
    }


def _roles(drawn: _Drawn) -> list[dict[str, Any]]:
    """Return the roles that lines of the network show, and ties between two of a kind; of marked lines none."""
    plain = [data for data in drawn.edges.values() if data["mark"] is None]
    counted = Counter([data["role"] for data in plain])
    entries = [(role.value, drawn.words.roles[role], line, counted[role]) for role, line in ROLE_LINES.items()]
    if ties := [data for data in plain if data["role"] is None and data["predicate"] not in _NAMING]:
        shared = "share" in ties[0]
        line = Line(_TOGETHER, 2.4) if shared else _FOLLOWS
        entries.append(("tie", drawn.words["tie_cooperation" if shared else "tie_timeline"], line, len(ties)))
    return [
        {"role": role, "label": label, "ink": line.ink, "width": line.width, "dashes": list(line.dashes), "count": count}
        for role, label, line, count in entries
        if count
    ]


def _marks(drawn: _Drawn) -> list[dict[str, Any]]:
    """Return the marks of the network with how they are drawn, and on how many nodes and edges."""
    nodes = Counter([data["mark"] for data in drawn.nodes.values() if not data.get("outside")])
    edges = Counter([data["mark"] for data in drawn.edges.values()])
    words = drawn.words
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
