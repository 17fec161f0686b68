"""Changes between two plans as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from zhize.align import Link
from zhize.catalogue import CampaignEntry, Evidence
from zhize.lineage import Reform


class ChangeKind(StrEnum):
    """What sort of statement a change is."""

    TASK_ADDED = "task_added"
    TASK_DROPPED = "task_dropped"
    TASK_SPLIT = "task_split"
    TASK_MERGED = "task_merged"
    TASK_MOVED = "task_moved"
    TASK_REWORDED = "task_reworded"
    DEPARTMENT_ADDED = "department_added"
    DEPARTMENT_DROPPED = "department_dropped"
    DEPARTMENT_SUCCEEDED = "department_succeeded"
    ROLE_CHANGED = "role_changed"
    LAW_ADDED = "law_added"
    LAW_DROPPED = "law_dropped"
    PRODUCT_ADDED = "product_added"
    PRODUCT_DROPPED = "product_dropped"
    VIOLATION_ADDED = "violation_added"
    VIOLATION_DROPPED = "violation_dropped"

    @property
    def mirrored(self) -> ChangeKind:
        """The same statement with the two plans exchanged."""
        for here, there in (("_added", "_dropped"), ("_split", "_merged")):
            if self.value.endswith(here):
                return ChangeKind(self.value.removesuffix(here) + there)
            if self.value.endswith(there):
                return ChangeKind(self.value.removesuffix(there) + here)
        return self


class Scope(StrEnum):
    """Where a change holds."""

    CAMPAIGN = "campaign"
    """In the whole plan: its tasks and duties."""
    TASK = "task"
    """Between two linked tasks."""


@dataclass(frozen=True, slots=True)
class Change:
    """One statement of a comparison."""

    kind: ChangeKind
    scope: Scope
    subject: str
    """Name of a body or law, words of the plan for a product or violation, title of a task."""
    from_paths: tuple[str, ...]
    to_paths: tuple[str, ...]
    before: str = ""
    """What FROM has: the role, the title, the words, the heading above."""
    after: str = ""
    """What TO has instead."""
    successors: tuple[str, ...] = ()
    """Bodies that took the seat, or the law that replaced the law, so far as the other plan names them."""
    reform: Reform | None = None
    """The reorganisation that explains the change."""
    evidence: tuple[Evidence, ...] = ()
    """A quotation from FROM and one from TO."""

    @property
    def mirrored(self) -> Change:
        """The change with the two plans exchanged; a succession stays one, of the same bodies."""
        return replace(
            self,
            kind=self.kind.mirrored,
            from_paths=self.to_paths,
            to_paths=self.from_paths,
            before=self.after,
            after=self.before,
            evidence=self.evidence[::-1],
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """A product or violation that both plans name, in other words."""

    sort: str
    """``product`` or ``violation``."""
    before: str
    after: str
    from_path: str
    to_path: str

    @property
    def mirrored(self) -> Wording:
        """The difference with the two plans exchanged."""
        return Wording(self.sort, self.after, self.before, self.to_path, self.from_path)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found between two plans."""

    one: CampaignEntry
    other: CampaignEntry
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    wordings: tuple[Wording, ...]
    """Differences of wording only, kept apart from changes."""

    @property
    def mirrored(self) -> Comparison:
        """The comparison with the two plans exchanged."""
        return Comparison(
            self.other,
            self.one,
            tuple(link.mirrored for link in self.links),
            tuple(change.mirrored for change in self.changes),
            tuple(wording.mirrored for wording in self.wordings),
        )

    @property
    def explained(self) -> tuple[int, int]:
        """How many changes of bodies in the whole plan a reform explains, and how many there are."""
        bodies = [
            change
            for change in self.changes
            if change.scope is Scope.CAMPAIGN and change.kind.value.startswith("department_")
        ]
        return sum(change.reform is not None for change in bodies), len(bodies)
