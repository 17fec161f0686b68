"""Pictures of the graph as self-contained pages, SVG and networkx: what the plans say, drawn, listed and proved.

Projections return networkx graphs whose nodes, edges and weights their docstrings tell; `draw` and its kin return a
`Picture`, which a notebook shows; measures return `Figures`, which it shows as a table.
"""

from zhize.views.drawing import (
    KINDS,
    draw,
    draw_cooperation,
    draw_diff,
    draw_ego,
    draw_matrix,
    draw_network,
    draw_shift,
    draw_timeline,
    draw_union,
)
from zhize.views.filtering import Filters
from zhize.views.gathering import surroundings
from zhize.views.joining import difference, union
from zhize.views.kinds import Kind
from zhize.views.marks import Mark
from zhize.views.measures import brokers, centralities, communities
from zhize.views.picture import Figures, Picture
from zhize.views.projection import department_tasks, network
from zhize.views.sharing import backbone, cooperation
from zhize.views.shifting import shift
from zhize.views.times import through_time

__all__ = [
    "KINDS",
    "Figures",
    "Filters",
    "Kind",
    "Mark",
    "Picture",
    "backbone",
    "brokers",
    "centralities",
    "communities",
    "cooperation",
    "department_tasks",
    "difference",
    "draw",
    "draw_cooperation",
    "draw_diff",
    "draw_ego",
    "draw_matrix",
    "draw_network",
    "draw_shift",
    "draw_timeline",
    "draw_union",
    "network",
    "shift",
    "surroundings",
    "through_time",
    "union",
]
