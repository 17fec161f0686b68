"""Pictures of the graph as self-contained pages: what the plans say, drawn, listed and proved."""

from zhize.views.drawing import draw_network

__all__ = ["draw_network"]
