"""The pictures: each reads the graph, projects it, lays it out and returns a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhize.views import layout, page, projection
from zhize.views.scene import scene
from zhize.views.tables import network_tables
from zhize.views.wording import Wording, wording

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph


def draw_network(graph: Graph, campaign: str | None = None, everything: bool = False, lang: str = "zh") -> str:
    """Return the page of the network of a campaign, by default of the newest: departments, tasks, their objects.

    Of laws, products and violations it shows those that most tasks name, unless ``everything``.
    Raises QueryError where the store has no such campaign or pages are not written in the language.
    """
    words = wording(graph, lang)
    found = projection.network(graph, campaign, everything=everything, lang=lang)
    return _network_page(found, found, words, "network")


def _network_page(found: nx.MultiDiGraph, full: nx.MultiDiGraph, words: Wording, sort: str) -> str:
    """Return the page of a network; ``full`` is what its table lists."""
    drawn = scene(found, layout.layered(found), words)
    plans = found.graph["plans"]
    about = page.Page(
        title=plans[0].title,
        sort=words[sort],
        file=f"{plans[0].campaign}-{sort}",
        plans=plans,
        tables=network_tables(full, words),
        notes=_notes(found, words),
    )
    return page.network_page(about, drawn.data, words)


def _notes(found: nx.MultiDiGraph, words: Wording) -> tuple[str, ...]:
    """Return what the legend says of things that are not drawn, or not drawn one by one."""
    notes = []
    if found.graph["clustered"]:
        notes.append(words["clustered"])
    elif any(
        found.graph["totals"][kind] > len(projection.of_kind(found, kind)) for kind in projection.Kind
    ):
        notes.append(words["more_hint"])
    return tuple(notes)
