"""The index and what it finds: a small plan (asking/plan-2030.txt), the five plans, indexes that are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tantivy

from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.errors import StoreError
from zhize.search import schema, write_index
from zhize.search.entries import dumps, loads
from zhize.search.index import Index
from zhize.search.joining import Joiner
from zhize.search.linking import Linker
from zhize.search.marking import Marker
from zhize.search.ranking import Hit, ranked
from zhize.search.wanting import wanted
from zhize.understanding import Scope, Vocabulary, understand

if TYPE_CHECKING:
    from tests.conftest import Shipped

    from zhize.extraction import Reader

PLAN = Path(__file__).parent / "asking" / "plan-2030.txt"
ANYWHERE = Scope((), (), ())


def written(folder: Path, campaigns: Sequence[CampaignEntry]) -> Index:
    write_index(folder, campaigns, shipped())
    return Index(folder)


@pytest.fixture(scope="module")
def plan(reader: Reader) -> CampaignEntry:
    source = PLAN.read_text(encoding="utf-8")
    return of_record(reader.read(source, PLAN.name), source)


@pytest.fixture(scope="module")
def small(plan: CampaignEntry, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return written(tmp_path_factory.mktemp("small"), [plan])


@pytest.fixture(scope="module")
def five(stored: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Index:
    entries = [of_record(record, stored.sources[name]) for name, record in stored.records.items()]
    return written(tmp_path_factory.mktemp("five"), entries)


def found(question: str, index: Index) -> list[Hit]:
    understood = understand(question, index.vocabulary, heard=index.heard)
    asked = wanted(understood.units, index, understood.phrases)
    return ranked(asked, index, index.narrowed(understood.scope))


def paths(hits: Sequence[Hit]) -> list[str]:
    return [hit.entry.path for hit in hits]


def test_tasks_that_order_enforcement_outrank_those_that_mention(small: Index) -> None:
    assert paths(found("刷单炒信", small))[0] == "1.1"
    assert {"1.2", "2.1"} <= set(paths(found("刷单炒信", small)))


def test_concepts_match_by_all_their_names(small: Index) -> None:
    assert paths(found("炒信", small))[0] == paths(found("brushing", small))[0] == "1.1"


def test_what_is_narrower_matches_and_what_is_broader_matches_less(small: Index) -> None:
    narrower = found("食品", small)
    assert {"1.3", "1.4"} <= set(paths(narrower))
    broader = [hit for hit in found("婴幼儿辅食", small) if hit.entry.path == "1.3"]
    assert all(hit.coverage < narrower[0].coverage for hit in broader)


def test_concepts_count_above_words(small: Index) -> None:
    best = found("虚假宣传", small)[0]
    assert best.entry.path == "1.4"
    assert {match.how for match in best.matches} <= {"target", "concept"}


def test_what_is_not_said_is_told(small: Index) -> None:
    best = found("刷单炒信 量子计算", small)[0]
    assert best.entry.path == "1.1"
    assert "量子" in best.missing
    assert best.coverage < 1


def test_nothing_said_is_nothing_found(small: Index) -> None:
    assert [hit for hit in found("海底隧道", small) if hit.coverage > 0] == []
    assert ranked(wanted((), small), small, ANYWHERE) == []


def test_scopes_narrow_and_a_place_stands_for_those_below(small: Index) -> None:
    assert [plan.campaign for plan in small.plans(ANYWHERE)] == ["plan-2030"]
    assert small.plans(Scope((), (2029,), ())) == []
    assert small.plans(Scope(("plan-2030",), (2030,), ())) != []
    assert small.narrowed(Scope((), (), (("没有",), ("没有",)))).places == (("没有",),)


def test_lists_are_whole_and_in_order(five: Index) -> None:
    tasks = five.listed(schema.LAW, ["中华人民共和国电子商务法"], Scope(("2020-shanghai",), (), ()))
    assert [entry.path for entry in tasks] == ["2.1.1", "2.1.3", "2.3.1", "2.3.4", "3.4"]
    assert five.listed(schema.LAW, ["没有这部法"], ANYWHERE) == []


def test_sentences_and_spans_lie_in_the_source(five: Index, stored: Shipped) -> None:
    for campaign, source in stored.sources.items():
        for entry in five.listed(schema.CAMPAIGN, [campaign], ANYWHERE):
            for number, sentence in enumerate(entry.sentences):
                words = source[sentence.source_start : sentence.source_end]
                assert "".join(words.split()).replace("*", "") == entry.quote(number)
            for keeper in entry.keepers:
                assert "".join(source[keeper.start : keeper.end].split()).replace("*", "") == keeper.surface
            assert len(entry.match) == len(entry.text)


def test_entries_survive_being_kept(five: Index) -> None:
    for entry in five.listed(schema.SORT, ["task"], ANYWHERE):
        assert loads(dumps(entry)) == entry


def test_names_of_bodies_are_not_the_subject(five: Index) -> None:
    entry = next(e for e in five.listed(schema.CAMPAIGN, ["2020-shanghai"], ANYWHERE) if e.path == "2.3.1")
    assert "邮政管理局" in entry.text
    assert "邮政管理局" not in entry.match


def test_tasks_that_name_nobody_are_joined_to_duty_paragraphs(five: Index) -> None:
    understood = understand("2017年上海刷单", five.vocabulary, heard=five.heard)
    asked = wanted(understood.units, five)
    hit = ranked(asked, five, five.narrowed(understood.scope))[0]
    assert (hit.entry.campaign, hit.entry.path, hit.entry.keepers) == ("2017-shanghai", "2.3.3", ())
    assert [duty.path for duty, _ in Joiner(asked, five).joined(hit)] == ["3.1", "3.2"]


def test_only_tasks_that_name_nobody_are_linked(five: Index) -> None:
    for entry in five.listed(schema.SORT, ["task"], ANYWHERE):
        if entry.keepers or entry.generic or entry.campaign != "2017-shanghai":
            assert entry.links == ()


def test_a_campaign_without_duty_paragraphs_is_left_alone(small: Index) -> None:
    entries = small.listed(schema.SORT, ["task"], ANYWHERE)
    assert Linker(small.vocabulary).linked(entries) == entries


def test_marks_name_concepts_with_their_sentence() -> None:
    marker = Marker(shipped())
    found = marker.found("查处刷单。涉及黄、赌、毒内容。保健食品", [(0, 5), (5, 15), (15, 19)])
    assert found["刷单炒信"] == ((0, 1.0),)
    assert found["黄赌毒"] == ((1, 1.0),)
    assert found["保健食品"] == ((2, 1.0),)
    assert found["食品"][0][1] < 1
    assert "不正当竞争" in marker.above(["刷单炒信"])
    assert marker.acts("严厉打击刷单")
    assert not marker.acts("宣传")


def test_two_indexes_of_the_same_campaigns_find_the_same(small: Index, plan: CampaignEntry, tmp_path: Path) -> None:
    other = written(tmp_path, [plan])
    for question in ("刷单", "食品安全", "信用", "brushing"):
        assert found(question, other) == found(question, small)


def test_many_plans_are_told_apart_by_place_and_year(plan: CampaignEntry, tmp_path: Path) -> None:
    places = ("北京市", "河北省", "杭州市", "浙江省")
    many = [
        replace(plan, id=f"{year}-{at}", year=year, region=place)
        for at, place in enumerate(places)
        for year in (2001, 2002)
    ]
    index = written(tmp_path, many)
    assert {hit.entry.campaign for hit in found("2002年北京刷单", index)} == {"2002-0"}
    assert {hit.entry.campaign for hit in found("2001年浙江刷单", index)} == {"2001-2", "2001-3"}
    assert {hit.entry.campaign for hit in found("2001年杭州刷单", index)} == {"2001-2"}
    assert found("刷单", index)[0].entry.year == 2002


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    index = written(tmp_path, [])
    assert index.size == 0
    assert found("刷单", index) == []


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="index cannot be opened"):
        Index(tmp_path)


def test_a_folder_that_may_not_be_written_is_read(
    plan: CampaignEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_index(tmp_path, [plan], shipped())
    engine = str(tmp_path / schema.FOLDER / schema.ENGINE)

    class Locked:
        @staticmethod
        def open(path: str) -> tantivy.Index:
            if path == engine:
                raise ValueError("Failed to acquire Lockfile: Permission denied")
            return opened(path)

    opened = tantivy.Index.open
    monkeypatch.setattr(tantivy, "Index", Locked)
    assert paths(found("刷单", Index(tmp_path)))[0] == "1.1"


def test_words_are_kept_apart_by_place_of_the_vocabulary(tmp_path: Path, plan: CampaignEntry) -> None:
    write_index(tmp_path, [plan], shipped())
    assert "临江市" in Vocabulary(tmp_path / schema.FOLDER / schema.VOCABULARY).places
