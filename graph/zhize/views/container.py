"""A picture as a network of pyvis, for those who go on with that library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhize.views.scene import OPTIONS, one_by_one

if TYPE_CHECKING:
    from pyvis.network import Network


def container(data: Mapping[str, Any]) -> Network:
    """Return the data of a scene as a pyvis network: nodes and edges with their places, words and colours.

    Nodes and edges are given as lists: to add them one by one would look through all of them each time. They bear no
    titles, which the page of pyvis takes as HTML.
    """
    from pyvis.network import Network

    box = Network(directed=True, cdn_resources="in_line")
    shown = ("id", "label", "color", "x", "y")
    box.nodes = [{**{key: node[key] for key in shown}, "shape": "box"} for node in one_by_one(data["nodes"])]
    box.node_ids = [node["id"] for node in box.nodes]
    box.node_map = {node["id"]: node for node in box.nodes}
    box.edges = [_edge(edge, *data["looks"][edge["look"]]) for edge in one_by_one(data["edges"])]
    box.set_options(json.dumps(OPTIONS))
    return box


def _edge(edge: Mapping[str, Any], ink: str, width: float, dashes: tuple[int, ...], opacity: float) -> dict[str, Any]:
    return {
        "from": edge["from"],
        "to": edge["to"],
        "id": edge["id"],
        "color": {"color": ink, "opacity": opacity},
        "width": width,
        "dashes": list(dashes) or False,
    }
