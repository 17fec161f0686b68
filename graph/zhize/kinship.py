"""Which plans a plan is aligned with when a store is built: the one before it of its authority, and the higher one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhize.align import Aligner
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry
from zhize.rdf import Correspondence

_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}
_TITLE_NOISE = re.compile(r"\d+|[年（）()《》“”\s]|方案|行动|专项|实施|工作|关于|印发|通知|等部门|的|[\u4e00-\u9fff]{2,6}(?:省|市|自治区|县|区)")


def correspondences(plans: Sequence[CampaignEntry], tables: Tables) -> Iterator[Correspondence]:
    """Yield the links of each plan with the one before it of its authority, and with the one it implements."""
    aligner = Aligner(tables)
    ordered = sorted(plans, key=lambda plan: (plan.date, plan.id))
    for at, plan in enumerate(ordered):
        for other, continues in ((_before(plan, ordered[:at]), True), (_above(plan, ordered), False)):
            if other is None:
                continue
            for link in aligner.align(other, plan):
                yield Correspondence(
                    other.id, link.one.path, plan.id, link.other.path, link.relation.value, link.score,
                    link.reason.text(), continues,
                )  # fmt: skip


def _before(plan: CampaignEntry, earlier: Sequence[CampaignEntry]) -> CampaignEntry | None:
    """Return the latest earlier plan of the same authority on the same subject."""
    own = [other for other in earlier if other.region == plan.region and other.level == plan.level]
    return next((other for other in reversed(own) if _same_subject(plan, other)), None)


def _above(plan: CampaignEntry, plans: Sequence[CampaignEntry]) -> CampaignEntry | None:
    """Return the higher plan that a plan implements: the one it names, else that of its year on its subject."""
    rank = _RANK.get(plan.level or "", 9)
    higher = [other for other in plans if _RANK.get(other.level or "", 9) < rank and other is not plan]
    for other in higher:
        if any(_plain(other.title) in _plain(name) for name in plan.implements):
            return other
    same = [other for other in higher if other.year == plan.year and _same_subject(plan, other)]
    return max(same, key=lambda other: (_RANK.get(other.level or "", 9), other.date), default=None)


def _plain(title: str) -> str:
    return re.sub(r"[\s《》（）()“”]", "", title)


def _same_subject(one: CampaignEntry, other: CampaignEntry) -> bool:
    """Tell whether the titles of two plans speak of one subject: half of the shorter one's pairs of characters."""
    pairs = []
    for plan in (one, other):
        bare = _TITLE_NOISE.sub("", plan.title)
        pairs.append({bare[i : i + 2] for i in range(len(bare) - 1)})
    shorter = min(map(len, pairs))
    return shorter > 0 and len(pairs[0] & pairs[1]) * 2 >= shorter
