"""Which plans a plan is aligned with in the graph, and links by hand there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from zhize.align import Relation
from zhize.align.overrides import Override
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.errors import TableError
from zhize.extraction import Reader
from zhize.kinship import correspondences

CAMPAIGNS = Path(__file__).parents[1] / "data" / "campaigns"


@cache
def _plans() -> tuple[CampaignEntry, ...]:
    reader = Reader(shipped())
    texts = [(path, path.read_bytes().decode("utf-8-sig")) for path in sorted(CAMPAIGNS.glob("*.txt"))]
    return tuple(of_record(reader.read(text, path.name), text) for path, text in texts)


def _plan(name: str) -> CampaignEntry:
    return next(plan for plan in _plans() if plan.id == name)


def _pairs(*plans: CampaignEntry) -> set[tuple[str, str, bool]]:
    """Return the pairs that have links: the earlier or higher plan, the later, and whether it continues it."""
    found = correspondences(plans, shipped(), ())
    return {(each.from_document, each.to_document, each.continues) for each in found}


def test_a_plan_follows_the_one_before_it_and_the_one_above_it() -> None:
    assert _pairs(*_plans()) == {
        ("2017-shanghai", "2020-shanghai", True),
        ("2018-national", "2020-national", True),
        ("2020-national", "2020-shanghai", False),
    }


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        # Two copies of one plan are not each other's predecessors; both may follow an earlier one.
        (("2020-10-19", "2020-10-19"), set()),
        (("2019-10-19", "2020-10-19"), {("a", "b", True)}),
        (("2021", "2020-10-19"), {("b", "a", True)}),
        # A year does not tell whether a plan came before one of that year; a plan without date follows nothing.
        (("2020", "2020-10-19"), set()),
        ((None, "2020-10-19"), set()),
    ],
)
def test_the_one_before_is_certainly_earlier(dates: tuple[str | None, str], expected: set[tuple[str, str, bool]]) -> None:
    plan = _plan("2020-national")
    copies = [
        replace(plan, id=id_, published=date, starts=None, year=None) for id_, date in zip("ab", dates, strict=True)
    ]
    assert _pairs(*copies) == expected


def test_copies_of_a_plan_follow_the_same_earlier_one() -> None:
    plan = _plan("2020-national")
    assert _pairs(_plan("2018-national"), plan, replace(plan, id="copy")) == {
        ("2018-national", "2020-national", True), ("2018-national", "copy", True),
    }  # fmt: skip


def test_judgements_by_hand_hold_in_the_graph() -> None:
    rows = [
        Override("2018-national", "2.4", "2020-national", "2.2", None, "only a word in common"),
        Override("2020-national", "2.6", "2018-national", "2.1", Relation.NARROWER, "the ministry says so"),
        # No table aligns these two plans: the link by hand stands alone.
        Override("2021-xinjiang", "2.5.3", "2020-national", "2.4", Relation.NARROWER, "both on wildlife"),
        Override("2021-xinjiang", "2.5.3", "1999-nowhere", "1", Relation.SAME, "not in the store"),
    ]
    found = {
        (each.from_document, each.from_path, each.to_document, each.to_path): each
        for each in correspondences(_plans(), shipped(), rows)
    }
    assert ("2018-national", "2.4", "2020-national", "2.2") not in found
    by_hand = found["2018-national", "2.1", "2020-national", "2.6"]
    assert (by_hand.relation, by_hand.why) == ("broader", "人工指定：the ministry says so")
    alone = [each for key, each in found.items() if "2021-xinjiang" in key]
    assert [(each.from_path, each.to_path, each.relation, each.continues) for each in alone] == [
        ("2.4", "2.5.3", "broader", False)
    ]


def test_a_judgement_on_a_task_that_is_not_there_is_an_error() -> None:
    rows = [Override("2018-national", "9.9", "2020-national", "2.1", Relation.SAME, "why")]
    with pytest.raises(TableError, match=r"2018-national has no task or duty 9\.9"):
        list(correspondences(_plans(), shipped(), rows))
