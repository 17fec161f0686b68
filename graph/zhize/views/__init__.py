"""Pictures of the graph as self-contained pages: what the plans say, drawn, listed and proved."""

from zhize.views.drawing import (
    KINDS,
    draw,
    draw_cooperation,
    draw_ego,
    draw_matrix,
    draw_network,
)

__all__ = ["KINDS", "draw", "draw_cooperation", "draw_ego", "draw_matrix", "draw_network"]
