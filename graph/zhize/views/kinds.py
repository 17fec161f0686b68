"""What kinds of things a picture shows, the classes of the ontology behind them, and which edge says which role."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from zhize import vocab
from zhize.model import Role

if TYPE_CHECKING:
    import networkx as nx


class Kind(StrEnum):
    """Kind of a node, in the order of the legend."""

    DEPARTMENT = "department"
    TASK = "task"
    LAW = "law"
    PRODUCT = "product"
    VIOLATION = "violation"


CLASSES: Final = {
    Kind.DEPARTMENT: vocab.Department,
    Kind.TASK: vocab.Task,
    Kind.LAW: vocab.Law,
    Kind.PRODUCT: vocab.ProductCategory,
    Kind.VIOLATION: vocab.ViolationType,
}
"""The class of the ontology that each kind of node shows."""

PREDICATES: Final = {
    Role.LEAD: vocab.LEADS,
    Role.SOLE: vocab.HOLDS_ALONE,
    Role.JOINT: vocab.SHARES_DUTY,
    Role.SUPPORT: vocab.SUPPORTS,
}
"""The edge that each role is drawn as, in the order of the legend."""

LEAVES: Final = (Kind.LAW, Kind.PRODUCT, Kind.VIOLATION)
"""What tasks cite and target."""


def of_kind(found: nx.MultiDiGraph, kind: Kind) -> list[str]:
    """Return the nodes of a kind in the order in which they were found; for tasks the order of the plan."""
    return [node for node, data in found.nodes(data=True) if data["kind"] == kind]
