"""The pictures: each reads the graph, projects it, lays it out and returns a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zhize.errors import QueryError
from zhize.views import gathering, layout, page, projection
from zhize.views.matrix import matrix
from zhize.views.scene import scene
from zhize.views.tables import Table, cooperation_tables, network_tables
from zhize.views.wording import Wording, wording

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph

KINDS: Final = ("network", "cooperation", "ego", "matrix")
"""What can be drawn."""


def draw(
    graph: Graph,
    kind: str = "network",
    campaign: str | None = None,
    *,
    name: str | None = None,
    everything: bool = False,
    lang: str = "zh",
) -> str:
    """Return the page of a picture of one of `KINDS`; ``name`` says whose surroundings ``ego`` shows.

    Raises QueryError where the kind, the campaign, the name or the language is none that there is.
    """
    if kind == "network":
        return draw_network(graph, campaign, everything, lang)
    if kind == "cooperation":
        return draw_cooperation(graph, campaign, lang)
    if kind == "matrix":
        return draw_matrix(graph, campaign, lang)
    if kind == "ego":
        if not name:
            raise QueryError("ego draws what surrounds one node: name it")
        return draw_ego(graph, name, campaign, lang)
    raise QueryError(f"no picture {kind!r}: choose one of {', '.join(KINDS)}")


def draw_network(graph: Graph, campaign: str | None = None, everything: bool = False, lang: str = "zh") -> str:
    """Return the page of the network of a campaign, by default of the newest: departments, tasks, their objects.

    Of laws, products and violations it shows those that most tasks name, unless ``everything``. Above 1,000
    nodes it gathers them by body and says so. Raises QueryError where the store has no such campaign or pages
    are not written in the language.
    """
    words = wording(graph, lang)
    full = projection.network(graph, campaign, everything=everything, lang=lang)
    return _network_page(gathering.gathered(full), words, "network", network_tables(full, words))


def draw_ego(graph: Graph, name: str, campaign: str | None = None, lang: str = "zh") -> str:
    """Return the page of a node with its tasks and what those are tied to; any name of the node will do."""
    words = wording(graph, lang)
    found = gathering.surroundings(projection.network(graph, campaign, everything=True, lang=lang), name)
    return _network_page(gathering.gathered(found), words, "ego", network_tables(found, words))


def draw_cooperation(graph: Graph, campaign: str | None = None, lang: str = "zh") -> str:
    """Return the page of the bodies of a campaign; the more tasks two hold together, the stronger their line."""
    words = wording(graph, lang)
    found = gathering.cooperation(projection.network(graph, campaign, lang=lang))
    drawn = scene(found, layout.ring(found), words, straight=True)
    return page.network_page(_about(found, words, "cooperation", cooperation_tables(found, words)), drawn, words)


def draw_matrix(graph: Graph, campaign: str | None = None, lang: str = "zh") -> str:
    """Return the page of all bodies of a campaign by its tasks, with roles, totals and proofs."""
    words = wording(graph, lang)
    found = projection.network(graph, campaign, lang=lang)
    return page.matrix_page(_about(found, words, "matrix", ()), matrix(found), words)


def _network_page(found: nx.MultiDiGraph, words: Wording, sort: str, tables: tuple[Table, ...]) -> str:
    return page.network_page(_about(found, words, sort, tables), scene(found, layout.layered(found), words), words)


def _about(found: nx.MultiDiGraph, words: Wording, sort: str, tables: tuple[Table, ...]) -> page.Page:
    plans = found.graph["plans"]
    centre = found.graph.get("centre")
    title = plans[0].title if centre is None else f"{found.nodes[centre]['name']} · {plans[0].title}"
    return page.Page(
        title=title,
        sort=words[sort],
        file=f"{plans[0].campaign}-{sort}",
        plans=plans,
        tables=tables,
        notes=_notes(found, words, sort),
    )


def _notes(found: nx.MultiDiGraph, words: Wording, sort: str) -> tuple[str, ...]:
    """Return what the legend says of things that are not drawn, or not drawn one by one."""
    if sort == "cooperation":
        return (words["cooperation_hint"],)
    if found.graph["clustered"]:
        return (words["clustered"],)
    totals = found.graph["totals"]
    if sort == "network" and any(totals[kind] > len(projection.of_kind(found, kind)) for kind in projection.LEAVES):
        return (words["more_hint"],)
    return ()
