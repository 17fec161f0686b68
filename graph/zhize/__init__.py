"""zhize (职责, duty): who is responsible for what, read from Chinese campaign plans into a graph that proves each edge.

The verbs in the order of the pipeline; each is loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhize.asking import ask
    from zhize.comparison.stored import diff, gaps, timeline
    from zhize.pipeline import build, dataset, evaluate, extract
    from zhize.views import draw

__version__ = "0.1.0"

__all__ = ["ask", "build", "dataset", "diff", "draw", "evaluate", "extract", "gaps", "timeline"]

_HOME = {
    "extract": "pipeline",
    "build": "pipeline",
    "evaluate": "pipeline",
    "dataset": "pipeline",
    "ask": "asking",
    "diff": "comparison.stored",
    "gaps": "comparison.stored",
    "timeline": "comparison.stored",
    "draw": "views",
}


def __getattr__(name: str) -> object:
    """Load a verb from its module when it is first asked for."""
    if name in _HOME:
        return getattr(import_module(f"zhize.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zhize' has no attribute {name!r}")
