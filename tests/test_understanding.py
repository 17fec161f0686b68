"""What questions mean: asking/understood.csv; the words of questions, folding, stems, cuts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zhize import resources
from zhize.authority import shipped
from zhize.errors import QueryError, StoreError, TableError
from zhize.understanding import LONGEST, Asks, Understood, Vocabulary, understand
from zhize.understanding.cutting import cut
from zhize.understanding.english import phrase
from zhize.understanding.making import plain, write_vocabulary

HERE = Path(__file__).parent
PLACES = ("全国", "上海市", "新疆维吾尔自治区", "临江市")


def table() -> list[dict[str, str]]:
    with (HERE / "asking" / "understood.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder = tmp_path_factory.mktemp("vocabulary")
    write_vocabulary(folder, shipped(), PLACES)
    return Vocabulary(folder)


def told(understood: Understood) -> dict[str, str]:
    return {
        "question": understood.question,
        "asks": understood.asks.value,
        "lists": "yes" if understood.lists else "no",
        "years": "|".join(map(str, understood.scope.years)),
        "places": ">".join("|".join(places) for places in understood.scope.places),
        "bodies": "|".join(asked.text for asked in understood.bodies),
        "laws": "|".join(understood.laws),
        "units": "|".join(unit.text for unit in understood.units),
    }


@pytest.mark.parametrize("row", table(), ids=lambda row: row["question"])
def test_questions_mean_what_the_table_says(row: dict[str, str], vocabulary: Vocabulary) -> None:
    assert told(understand(row["question"], vocabulary)) == row


def test_options_win_over_words(vocabulary: Vocabulary) -> None:
    found = understand("2018年北京刷单", vocabulary, campaign="a-b", year=2020, region="上海")
    assert found.scope == (("a-b",), (2020,), (("上海市",),))


def test_ids_of_campaigns_are_found_in_the_words(vocabulary: Vocabulary) -> None:
    found = understand("2020-shanghai 刷单", vocabulary, known="2020-shanghai".__eq__)
    assert found.scope == (("2020-shanghai",), (), ())
    assert [unit.text for unit in found.units] == ["刷单"]


@pytest.mark.parametrize("question", ["", "  ", "\n\t\r", "\u3000"])
def test_an_empty_question_is_refused(question: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(QueryError, match="empty"):
        understand(question, vocabulary)


def test_a_question_too_long_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(QueryError, match=f"100000 characters; ask in at most {LONGEST}"):
        understand("刷" * 100_000, vocabulary)


@pytest.mark.parametrize("question", ["刷\0单", "刷\u200b单", "刷\x07单", "\ud800刷单", "\u202e刷单", "ＡＰＰ刷单"])
def test_controls_and_widths_are_folded(question: str, vocabulary: Vocabulary) -> None:
    assert "刷单" in {unit.text for unit in understand(question, vocabulary).units}


def test_a_class_of_goods_answers_for_what_is_below_and_little_for_one_of_them(vocabulary: Vocabulary) -> None:
    assert vocabulary.near("食品")["保健食品"] > 0.7
    assert vocabulary.above("保健食品")["食品"] < 0.5
    assert vocabulary.above("虚假评价")["刷单炒信"] > 0.5
    assert vocabulary.near("没有的概念") == {"没有的概念": 1.0}


def test_reforms_lead_to_heirs_and_forebears_but_transfers_do_not(vocabulary: Vocabulary) -> None:
    (asked,) = understand("工商局负责什么", vocabulary).bodies
    heirs = asked.reformed()
    assert heirs is not None
    assert heirs.holds("上海市市场监督管理局", "市场监管", "上海市", "市市场监管局", collective=False)
    (ministry,) = understand("应急管理部负责什么", vocabulary).bodies
    kin = ministry.reformed()
    assert kin is None or not kin.holds("中华人民共和国公安部", "公安", "全国", "公安部", collective=False)


@pytest.mark.parametrize(
    ("question", "name", "surface", "collective", "held"),
    [
        ("公安局负责什么", "上海市公安局", "市公安局", False, True),
        ("公安局负责什么", "各区公安局", "各区公安局", True, False),
        ("各区公安局负责什么", "各区公安局", "区公安局", True, True),
        ("各区公安局负责什么", "上海市公安局", "市公安局", False, False),
        ("北京市公安局负责什么", "上海市公安局", "市公安局", False, False),
        ("市公安局负责什么", "上海市公安局", "市公安局", False, True),
        ("自治区公安厅负责什么", "上海市公安局", "市公安局", False, False),
        ("公安部负责什么", "上海市公安局", "市公安局", False, False),
        ("公安部门负责什么", "上海市公安局", "市公安局", False, True),
    ],
)
def test_bodies_are_told_apart(
    question: str, name: str, surface: str, collective: bool, held: bool, vocabulary: Vocabulary
) -> None:
    (asked,) = understand(question, vocabulary).bodies
    region = None if collective else "上海市"
    assert asked.holds(name, "公安", region, surface, collective) is held


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("工商2017年上海管什么", ["工商"]),
        ("上海食药监2017年的职责", ["上海食药监"]),
        ("网信有哪些任务", ["网信"]),
        ("what does customs do in Shanghai", ["customs"]),
        ("PBOC duties", ["pboc"]),
        ("工商登记归谁管", []),
        ("网络餐饮有哪些任务", []),
        ("customs clearance fraud, who investigates", []),
    ],
)
def test_a_bare_function_is_a_body_where_duties_are_asked_for(
    question: str, bodies: list[str], vocabulary: Vocabulary
) -> None:
    assert [asked.text for asked in understand(question, vocabulary).bodies] == bodies


@pytest.mark.parametrize(
    ("question", "bodies", "places"),
    [
        ("魔都警方2020年都干些啥", ["魔都警方"], ("上海市",)),
        ("上海和新疆的通信管理局各管什么", ["上海和新疆的通信管理局"], ("上海市", "新疆维吾尔自治区")),
        ("跟上海市商务委一起干活的都有谁", ["上海市商务委"], ("上海市",)),
        ("What was the Ministry of Public Security responsible for in 2018?", ["ministry of public security"], ()),
        ("what does the Shanghai tax bureau do", ["shanghaitax bureau"], ("上海市",)),
    ],
)
def test_duties_are_asked_in_many_ways(
    question: str, bodies: list[str], places: tuple[str, ...], vocabulary: Vocabulary
) -> None:
    understood = understand(question, vocabulary)
    assert (understood.asks, understood.lists) == (Asks.DUTIES, True)
    assert [asked.text for asked in understood.bodies] == bodies
    assert understood.scope.places[:1] == ((places,) if places else ())


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("刷单在沪上归谁管", (("上海市",),)),
        ("新疆和上海谁查刷单", (("新疆维吾尔自治区", "上海市"),)),
        ("比别人买得贵谁管", ()),
        ("乌鲁木齐谁管刷单，上海呢", (("乌鲁木齐市", "上海市"), ("新疆维吾尔自治区", "上海市"))),
    ],
)
def test_all_places_of_a_question_are_meant(
    question: str, places: tuple[tuple[str, ...], ...], vocabulary: Vocabulary
) -> None:
    assert understand(question, vocabulary).scope.places == places


def test_the_name_of_a_fake_says_little(vocabulary: Vocabulary) -> None:
    fake, brand = understand("买到假阔奈归谁管", vocabulary).units
    assert (fake.text, fake.weight) == ("假", 1.0)
    assert brand.weight < fake.weight / 2


def test_a_question_for_a_date_is_one(vocabulary: Vocabulary) -> None:
    assert understand("总结最晚哪天报", vocabulary).when
    assert not understand("总结报给谁", vocabulary).when


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("上海市公安局牵头哪些任务", "lead"),
        ("市公安局负责牵头的工作", "lead"),
        ("上海市公安局配合做什么", "support"),
        ("上海市公安局的职责", ""),
        ("谁牵头刷单整治", ""),
        ("which tasks does the Ministry of Commerce lead", "lead"),
    ],
)
def test_the_role_of_the_duties_asked_for(question: str, role: str, vocabulary: Vocabulary) -> None:
    assert understand(question, vocabulary).role == role


@pytest.mark.parametrize(
    "name", ["Consumer Protection Law", "Law on the Protection of Consumer Rights and Interests", "consumer rights and interests protection law"]
)
def test_an_english_law_may_have_its_subject_first(name: str, vocabulary: Vocabulary) -> None:
    found = understand(f"which tasks cite the {name}", vocabulary)
    assert found.laws == ("中华人民共和国消费者权益保护法",)


def test_words_for_time_say_nothing_of_the_subject(vocabulary: Vocabulary) -> None:
    assert [unit.text for unit in understand("总结什么时候报", vocabulary).units] == ["总结"]


def test_a_compound_no_plan_speaks_of_is_cut_into_its_parts(vocabulary: Vocabulary) -> None:
    whole = understand("婚介诈骗", vocabulary)
    parted = understand("婚介诈骗", vocabulary, heard=lambda label: label == "电信网络诈骗")
    assert [unit.text for unit in whole.units] == ["婚介诈骗"]
    assert [unit.text for unit in parted.units] == ["婚介", "诈骗"]


def test_cuts_cover_the_text_in_order(vocabulary: Vocabulary) -> None:
    for row in table():
        text = row["question"].lower()
        pieces = cut(text, vocabulary)
        assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
        assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other"), [("fake reviews", "Fake review"), ("advertising", "advertised"), ("shops", "shop")]
)
def test_english_endings_do_not_matter(one: str, other: str) -> None:
    assert phrase(one) == phrase(other)


def test_folding_is_that_of_the_reader(vocabulary: Vocabulary) -> None:
    for text in ("ＡＢｃ１２", "網絡傳銷", "（一）", "“二选一”"):
        assert text.translate(vocabulary.folding) == plain(text)


def test_words_of_questions_are_known_and_their_means_are_not_empty() -> None:
    with (resources.ontology() / "questions.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert all(word == word.strip() and word for row in rows for word in (row["words"].split("|")))
    assert all(bool(row["means"]) == (row["kind"] in ("means", "flaw", "context", "function", "place")) for row in rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind,words\nwho,谁\n", "row 1"),
        ("kind,words,means,note\nwer,谁,,\n", "row 2"),
        ("kind,words,means,note\nmeans,谁,,\n", "row 2"),
        ("kind,words,means,note\nwho,谁,什么,\n", "row 2"),
        ("kind,words,means,note\nwho,谁\n", "row 2"),
        ("kind,words,means,note\nfunction,警方,抓人,\n", "row 2: no table knows 抓人"),
        ("kind,words,means,note\nplace,魔都,仙境,\n", "row 2: no table knows 仙境"),
    ],
)
def test_a_bad_row_is_named(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "questions.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "ontology", lambda: tmp_path)
    with pytest.raises(TableError, match=rf"questions\.csv: {said}"):
        write_vocabulary(tmp_path, shipped(), PLACES)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"chinese\.txt: the index cannot be read"):
        Vocabulary(tmp_path).chinese.look("刷单")


def test_the_same_tables_give_the_same_bytes(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_vocabulary(tmp_path, shipped(), reversed(PLACES))
    first = Path(vocabulary._folder)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in first.iterdir()}
