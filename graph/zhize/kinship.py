"""Which plans a plan is aligned with when a store is built: the one before it of its authority, and the higher one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhize.align import Aligner
from zhize.align.overrides import Override, apply, shipped
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry
from zhize.rdf import Correspondence

_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}
_TITLE_NOISE = re.compile(r"\d+|[年（）()《》“”\s]|方案|行动|专项|实施|工作|关于|印发|通知|等部门|的|[\u4e00-\u9fff]{2,6}(?:省|市|自治区|县|区)")


def correspondences(
    plans: Sequence[CampaignEntry], tables: Tables, overrides: Iterable[Override] | None = None
) -> Iterator[Correspondence]:
    """Yield the links of each plan with the one before it of its authority, and with the one it implements.

    ``overrides`` are judgements by hand, by default those that ship: they hold for these pairs, and a link set by hand
    between any two of the plans is there too. Raises `TableError` where one names a task that a plan has not.
    """
    aligner = Aligner(tables)
    rows = tuple(shipped() if overrides is None else overrides)
    by_hand: dict[frozenset[str], list[Override]] = defaultdict(list)
    for row in rows:
        by_hand[frozenset((row.one, row.other))].append(row)
    for pair in _pairs(plans):
        one, other = pair.earlier, pair.later
        own = by_hand.pop(frozenset((one.id, other.id)), ())
        yield from _links(pair, aligner, own, alike=True)
    known = {plan.id: plan for plan in plans}
    for ids in sorted(by_hand, key=sorted):
        if len(ids) == 2 and ids <= known.keys():
            one, other = sorted((known[id_] for id_ in ids), key=lambda plan: (_rank(plan), plan.date, plan.id))
            same = (one.region, one.level) == (other.region, other.level)
            yield from _links(_Pair(one, other, continues=same), aligner, by_hand[ids], alike=False)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two plans whose tasks are linked in the graph."""

    earlier: CampaignEntry
    """The earlier or higher plan."""
    later: CampaignEntry
    continues: bool
    """True where both are of one authority."""


def _links(pair: _Pair, aligner: Aligner, rows: Sequence[Override], *, alike: bool) -> Iterator[Correspondence]:
    """Yield the links of a pair: those found where the pair is aligned, and those by hand."""
    one, other = pair.earlier, pair.later
    found = aligner.align(one, other) if alike else ()
    for link in apply(found, one, other, rows):
        yield Correspondence(
            one.id, link.one.path, other.id, link.other.path, link.relation.value, link.score, link.why(),
            pair.continues,
        )  # fmt: skip


class _Subject:
    """What a plan is about, by its title; made once, to be compared with those of thousands of plans."""

    def __init__(self, plan: CampaignEntry) -> None:
        self.plan = plan
        self.title = _plain(plan.title)
        self.named = tuple(map(_plain, plan.implements))
        bare = _TITLE_NOISE.sub("", plan.title)
        self.pairs = frozenset(bare[i : i + 2] for i in range(len(bare) - 1))

    def same(self, other: _Subject) -> bool:
        """Tell whether two titles speak of one subject: half of the shorter one's pairs of characters."""
        shorter = min(len(self.pairs), len(other.pairs))
        return shorter > 0 and len(self.pairs & other.pairs) * 2 >= shorter


def _pairs(plans: Iterable[CampaignEntry]) -> Iterator[_Pair]:
    """Yield each plan with the one before it and with the one above it, in the order of their dates."""
    ordered = [_Subject(plan) for plan in sorted(plans, key=lambda plan: (plan.date, plan.id))]
    own: dict[tuple[str | None, str | None], list[_Subject]] = defaultdict(list)
    for subject in ordered:
        plan = subject.plan
        before = _before(subject, own[plan.region, plan.level])
        if before is not None:
            yield _Pair(before, plan, continues=True)
        above = _above(subject, ordered)
        if above is not None:
            yield _Pair(above, plan, continues=False)
        own[plan.region, plan.level].append(subject)


def _before(subject: _Subject, own: Sequence[_Subject]) -> CampaignEntry | None:
    """Return the latest plan of the same authority on the same subject that is certainly earlier."""
    date = subject.plan.date
    for other in reversed(own):
        if _earlier(other.plan.date, date) and subject.same(other):
            return other.plan
    return None


def _earlier(one: str, other: str) -> bool:
    """Tell whether a date is before another so far as both are known: copies of one plan follow on nothing.

    >>> _earlier("2019", "2020-11-25"), _earlier("2020", "2020-11-25"), _earlier("", "2020")
    (True, False, False)
    """
    size = min(len(one), len(other))
    return one[:size] < other[:size]


def _above(subject: _Subject, subjects: Sequence[_Subject]) -> CampaignEntry | None:
    """Return the higher plan that a plan implements: the one it names, else that of its year on its subject."""
    plan = subject.plan
    higher = [other for other in subjects if _rank(other.plan) < _rank(plan)]
    for other in higher:
        if any(other.title in name for name in subject.named):
            return other.plan
    same = [other.plan for other in higher if other.plan.year == plan.year and subject.same(other)]
    return max(same, key=lambda other: (_rank(other), other.date), default=None)


def _rank(plan: CampaignEntry) -> int:
    return _RANK.get(plan.level or "", 9)


def _plain(title: str) -> str:
    return re.sub(r"[\s《》（）()“”]", "", title)
