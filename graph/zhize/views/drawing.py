"""The pictures: each reads the graph, projects it, lays it out and returns what can be shown, saved or measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from zhize.comparison import Sort
from zhize.errors import QueryError
from zhize.views import flowing, gathering, layout, page, projection, sharing, shifting
from zhize.views.change_tables import difference_tables, shift_tables, timeline_tables
from zhize.views.filtering import Filters
from zhize.views.joining import difference, union
from zhize.views.kinds import LEAVES, of_kind
from zhize.views.matrix import matrix
from zhize.views.picture import Picture
from zhize.views.scene import scene
from zhize.views.tables import Table, cooperation_tables, duties_table, network_tables
from zhize.views.times import through_time
from zhize.views.wording import Wording, wording

if TYPE_CHECKING:
    import networkx as nx

    from zhize.store import Graph
    from zhize.views.layout import Layout

KINDS: Final = ("network", "cooperation", "ego", "matrix", "timeline", "shift", "diff", "union")
"""What can be drawn."""


def draw(
    graph: Graph,
    kind: str = "network",
    campaign: str | None = None,
    *,
    name: str | None = None,
    sort: Sort = Sort.DEPARTMENT,
    to: str | None = None,
    campaigns: Sequence[str] = (),
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> Picture:
    """Return a picture of one of `KINDS`.

    ``campaign`` is the one drawn, by default the newest; for ``shift``, ``diff`` and ``union`` the earlier one, and ``to`` the
    later. ``name`` says whose surroundings ``ego`` shows and what ``timeline`` follows, ``sort`` what sort of thing
    that is, ``campaigns`` through which campaigns. ``everything`` draws what is else left out for clearness.

    Raises QueryError where the kind, a campaign, a name or the language is none that there is.
    """
    through = campaigns or ([campaign] if campaign else ())
    drawers: dict[str, Callable[[], Picture]] = {
        "network": lambda: draw_network(graph, campaign, everything=everything, lang=lang, filters=filters),
        "cooperation": lambda: draw_cooperation(graph, campaign, everything=everything, lang=lang, filters=filters),
        "ego": lambda: draw_ego(graph, _given(name, kind), campaign, lang=lang, filters=filters),
        "matrix": lambda: draw_matrix(graph, campaign, lang=lang, filters=filters),
        "timeline": lambda: draw_timeline(graph, _given(name, kind), sort, through, lang=lang, filters=filters),
        "shift": lambda: draw_shift(graph, *_two(kind, campaign, to), lang=lang, filters=filters),
        "diff": lambda: draw_diff(graph, *_two(kind, campaign, to), lang=lang, filters=filters),
        "union": lambda: draw_union(graph, *_two(kind, campaign, to), everything=everything, lang=lang, filters=filters),
    }
    if kind not in drawers:
        raise QueryError(f"no picture {kind!r}: choose one of {', '.join(KINDS)}")
    return drawers[kind]()


def draw_network(
    graph: Graph,
    campaign: str | None = None,
    *,
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> Picture:
    """Return the network of a campaign, by default of the newest: departments, tasks, what those cite and target.

    Of laws, products and violations it shows those that most tasks name, unless ``everything``. Above 1,000
    nodes it gathers them by body and says so. Raises QueryError where the store has no such campaign or pages
    are not written in the language.
    """
    words = wording(graph, lang)
    full = projection.network(graph, campaign, everything=everything, lang=lang, filters=filters)
    return network_picture(full, words, "network")


def draw_ego(
    graph: Graph, name: str, campaign: str | None = None, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> Picture:
    """Return a node with its tasks and what those are tied to; any name of the node will do."""
    words = wording(graph, lang)
    full = projection.network(graph, campaign, everything=True, lang=lang, filters=filters)
    return network_picture(gathering.surroundings(full, name), words, "ego")


def network_picture(found: nx.MultiDiGraph, words: Wording, kind: str) -> Picture:
    """Return the picture of a network of the five kinds of nodes, gathered by body where it is large."""
    drawn = gathering.gathered(found)
    return _picture(drawn, words, kind, layout.layered(drawn), network_tables(found, words), duties=True)


def draw_cooperation(
    graph: Graph,
    campaign: str | None = None,
    *,
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> Picture:
    """Return the bodies of a campaign; the more tasks two hold together, the stronger their line.

    Ties that do not stand out are left out and counted, unless ``everything``.
    """
    words = wording(graph, lang)
    whole = sharing.cooperation(projection.department_tasks(graph, campaign, lang=lang, filters=filters))
    found = whole if everything else sharing.backbone(whole)
    tables = cooperation_tables(whole, words)
    return _picture(found, words, "cooperation", layout.ring(found), tables, amounts=True)


def draw_matrix(
    graph: Graph, campaign: str | None = None, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> Picture:
    """Return all bodies of a campaign by its tasks, with roles, totals and proofs."""
    words = wording(graph, lang)
    found = projection.department_tasks(graph, campaign, lang=lang, filters=filters)
    return Picture("matrix", _about(found, words, "matrix", (duties_table(found, words),)), found, words, matrix(found))


def draw_timeline(
    graph: Graph,
    name: str,
    sort: Sort = Sort.DEPARTMENT,
    campaigns: Sequence[str] = (),
    *,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> Picture:
    """Return a body, a violation, a product or a law through campaigns, by default all, and its lineage."""
    words = wording(graph, lang)
    found = through_time(graph, sort, name, campaigns, lang=lang, filters=filters)
    return _picture(found, words, "timeline", flowing.columns_of_time(found, words["absent"]), timeline_tables(found, words))


def draw_shift(
    graph: Graph, one: str, other: str, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> Picture:
    """Return how the duties of the bodies of one campaign went to those of another."""
    words = wording(graph, lang)
    found = shifting.shift(graph, one, other, lang=lang, filters=filters)
    for node, key in ((shifting.ENDED, "ended"), (shifting.NEW, "new")):
        if node in found:
            found.nodes[node].update(label=words[key], name=words[key])
    placed = flowing.flow(found, (f"{words['earlier']} {one}", f"{words['later']} {other}"))
    return _picture(found, words, "shift", placed, shift_tables(found, words), amounts=True)


def draw_diff(
    graph: Graph, one: str, other: str, *, lang: str = "zh", filters: Filters = projection.NO_FILTERS
) -> Picture:
    """Return the departments and tasks of two campaigns as one network that says what became of each."""
    words = wording(graph, lang)
    found = difference(graph, one, other, lang=lang, filters=filters)
    return _picture(found, words, "diff", layout.layered(found), difference_tables(found, words), duties=True)


def draw_union(
    graph: Graph,
    one: str,
    other: str,
    *,
    everything: bool = False,
    lang: str = "zh",
    filters: Filters = projection.NO_FILTERS,
) -> Picture:
    """Return the networks of two campaigns as one; a body stands as the one that holds its seat later."""
    words = wording(graph, lang)
    found = union(graph, one, other, everything=everything, lang=lang, filters=filters)
    return network_picture(found, words, "union")


def _picture(
    found: nx.MultiDiGraph,
    words: Wording,
    kind: str,
    placed: Layout,
    tables: tuple[Table, ...],
    **more: bool,
) -> Picture:
    shown: dict[str, Any] = {"duties": False, "amounts": False, **scene(found, placed, words), **more}
    return Picture(kind, _about(found, words, kind, tables), found, words, shown)


def _about(found: nx.MultiDiGraph, words: Wording, kind: str, tables: tuple[Table, ...]) -> page.Page:
    plans = found.graph["plans"]
    centre = found.graph.get("centre")
    campaigns = list(dict.fromkeys(plan.campaign for plan in plans))
    if kind == "timeline":
        title = found.graph["name"]
    elif len(campaigns) > 1:
        title = " → ".join(dict.fromkeys(plan.title for plan in plans))
    else:
        title = plans[0].title if centre is None else f"{found.nodes[centre]['name']} · {plans[0].title}"
    return page.Page(
        title=title,
        sort=words[kind],
        file=f"{'-'.join(campaigns[:2])}-{kind}",
        plans=plans,
        tables=tables,
        notes=_notes(found, words, kind),
    )


def _notes(found: nx.MultiDiGraph, words: Wording, kind: str) -> tuple[str, ...]:
    """Return what the legend says of how to read the picture, and of things that are not drawn."""
    notes = [words[f"{kind}_hint"]] if f"{kind}_hint" in words.said and kind != "matrix" else []
    if kind == "cooperation" and found.graph["hidden"]:
        share = f"{round(100 * found.graph['hidden_share'])} %"
        notes.append(words["backbone"].format(count=found.graph["hidden"], share=share))
    if found.graph["filtered"]:
        notes.append(words["filtered"])
    if found.graph["clustered"]:
        notes.append(words["clustered"])
    elif kind in ("network", "union"):
        totals = found.graph["totals"]
        if not found.graph["filtered"] and any(totals[each] > len(of_kind(found, each)) for each in LEAVES):
            notes.append(words["more_hint"])
    return tuple(notes)


def _given(name: str | None, kind: str) -> str:
    if not name:
        raise QueryError(f"{kind} shows one thing and its ties: name it")
    return name


def _two(kind: str, one: str | None, other: str | None) -> tuple[str, str]:
    if not one or not other:
        raise QueryError(f"{kind} takes two campaigns: name both")
    return one, other
