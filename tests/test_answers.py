"""Answers: asking/answered.csv, the question set, hostile questions, JSON and text."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhize import answers as module
from zhize import resources
from zhize.answers import Answers, answer, as_json, as_text
from zhize.authority import shipped
from zhize.catalogue import of_record
from zhize.errors import InputError, QueryError, StoreError
from zhize.extraction import Reader
from zhize.scoring_questions import Verdict, evaluate, read_questions, report
from zhize.search import write_index

if TYPE_CHECKING:
    from tests.conftest import Shipped

HERE = Path(__file__).parent
Ask = Callable[..., Answers]


@pytest.fixture(scope="module")
def index(stored: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking")
    entries = [of_record(record, stored.sources[name]) for name, record in stored.records.items()]
    write_index(folder, entries, shipped())
    return folder


@pytest.fixture(scope="module")
def ask(index: Path) -> Ask:
    return lambda question, **options: answer(question, index, **options)


@pytest.fixture(scope="module")
def verdicts(ask: Ask) -> list[Verdict]:
    questions = read_questions(resources.folder("data") / "questions" / "questions.yaml")
    return evaluate(questions, lambda text, options: ask(text, **options))


def table() -> list[dict[str, str]]:
    with (HERE / "asking" / "answered.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def options(row: dict[str, str]) -> dict[str, Any]:
    pairs = [part.split("=") for part in row["options"].split() if part]
    return {key: int(value) if key == "year" else value for key, value in pairs}


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['question']} {row['options']}")
def test_questions_are_answered_as_the_table_says(row: dict[str, str], ask: Ask) -> None:
    found = ask(row["question"], **options(row))
    assert found.nothing is (not row["first"])
    if found.nothing:
        assert found.nearest
        return
    first = found.answers[0]
    assert f"{first.campaign} {first.task}" == row["first"]
    if row["departments"]:
        assert {body.name for body in first.departments} == set(row["departments"].split("|"))
    if row["says"]:
        told = [*first.generic, *(proof.quote for proof in first.evidence)]
        assert any(row["says"] in each for each in told)


def share(verdicts: list[Verdict], group: str, of: Callable[[Verdict], bool]) -> float:
    many = [verdict for verdict in verdicts if group in ("all", *verdict.question.groups)]
    return sum(map(of, many)) / len(many)


def test_the_question_set_is_answered(verdicts: list[Verdict]) -> None:
    assert share(verdicts, "answerable", lambda verdict: verdict.task) >= 0.92
    assert share(verdicts, "answerable", lambda verdict: verdict.right) >= 0.88
    assert share(verdicts, "nothing", lambda verdict: verdict.right) >= 0.90


@pytest.mark.parametrize(("name", "least"), [("newcomer", 0.94), ("third", 0.9), ("fourth", 0.9)])
def test_the_questions_of_other_hands_are_answered(name: str, least: float, ask: Ask) -> None:
    questions = read_questions(resources.folder("data") / "questions" / f"{name}.yaml")
    found = evaluate(questions, lambda text, options: ask(text, **options))
    assert share(found, "answerable", lambda verdict: verdict.right) >= least
    assert share(found, "nothing", lambda verdict: verdict.right) >= 0.90


def test_the_report_has_all_groups_and_what_is_wrong(verdicts: list[Verdict]) -> None:
    said = report(verdicts)
    assert said.splitlines()[1].split()[:2] == ["all", "317"]
    assert "lists: precision" in said
    assert all(verdict.question.id in said for verdict in verdicts if not verdict.right)


def test_every_answer_is_proved_in_the_source(verdicts: list[Verdict], ask: Ask, stored: Shipped) -> None:
    for verdict in verdicts:
        for each in ask(verdict.question.text, **verdict.question.options).answers:
            assert each.evidence
            for proof in each.evidence:
                words = "".join(stored.sources[proof.document][proof.start : proof.end].split()).replace("*", "")
                assert words
                assert words in proof.quote


def test_bodies_by_way_of_duty_paragraphs_say_so(ask: Ask) -> None:
    first = ask("2017年上海刷单归谁管").answers[0]
    assert [(body.name, body.via) for body in first.departments] == [
        ("上海市工商行政管理局", "3.1"),
        ("上海市发展和改革委员会", "3.2"),
    ]
    assert {"3.1", "3.2"} <= {proof.path for proof in first.evidence}


def test_lists_are_whole_whatever_top_says(ask: Ask) -> None:
    assert len(ask("海关管什么", top=1).answers) == len(ask("海关管什么", top=100).answers) > 10
    assert len(ask("刷单归谁管", top=2).answers) == 2
    assert len(ask("刷单归谁管", top=0).answers) == 1


def test_a_body_that_a_reform_replaced_is_answered_by_its_heir(ask: Ask) -> None:
    found = ask("上海市工商局2020年负责什么")
    assert {"上海市市场监督管理局"} <= {body.name for body in found.answers[0].departments}
    assert "reform" in found.answers[0].why


def test_a_year_or_place_without_a_plan_is_told_with_the_nearest(ask: Ask) -> None:
    found = ask("2019年上海刷单归谁管")
    assert found.planless
    assert [plan.campaign for plan in found.nearest[:2]] == ["2020-shanghai", "2017-shanghai"]
    assert not ask("燃气灶爆炸归谁管").planless


@pytest.mark.parametrize("question", ["", " \t\n", "\0\1\2", "\ud800", "刷" * 1001, "a" * 100_000])
def test_questions_that_are_none_are_refused(question: str, ask: Ask) -> None:
    with pytest.raises(QueryError):
        ask(question)


@pytest.mark.parametrize(
    "question",
    ["《《《》", "刷单" * 500, "谁" * 1000, "+ - && || ! ( ) { } [ ] ^ \" ~ * ? : \\", "sort:task", "kept:*",
     "year:[2010 TO 2020]", "刷单\" OR \"1\"=\"1", "}} . ?s ?p ?o", "\ud800刷", "\u202e谁管刷单", "and " * 200, "🚗" * 300,
     "各地" * 400, "%s %d {0} {x}", "../../etc/passwd", "2020 " * 180,
     "，。？！……", "😀🎉", "SELECT * WHERE { ?s ?p ?o }", "law:\"x\" AND (title:*", "直播 OR *", "x^999999999 ~5", "\x1b[31m直播",
     "直播带货\u200b\ufeff归谁管", "<script>alert(1)</script>", "$(reboot) `id`", "\x01直播\x7f", "(" * 1000, "9" * 1000],
)  # fmt: skip
def test_hostile_questions_get_an_answer_or_nothing(question: str, ask: Ask) -> None:
    answers = ask(question)
    assert all("\x1b" not in as_text(answers, lang) for lang in ("zh", "en"))
    found = as_json(answers)
    assert json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    assert found["nothing"] is (found["answers"] == [])


def test_json_has_the_keys_of_the_contract(ask: Ask) -> None:
    found: Any = as_json(ask("2020年上海直播带货归谁管"))
    assert list(found) == ["question", "understood", "answers", "nothing", "nearest"]
    assert found["understood"] == {
        "campaigns": ["2020-shanghai"], "year": 2020, "region": "上海市", "asks": "covers", "departments": [],
        "laws": [], "concepts": ["直播带货"],
    }  # fmt: skip
    assert list(found["answers"][0]) == [
        "campaign", "task", "title", "score", "why", "departments", "generic", "laws", "products", "violations",
        "evidence",
    ]  # fmt: skip
    assert list(found["answers"][0]["departments"][0]) == ["name", "role", "via"]
    assert list(found["answers"][0]["evidence"][0]) == ["document", "path", "span", "quote"]
    assert found["nearest"] == []


@pytest.mark.parametrize(
    ("question", "lang", "said"),
    [
        ("2020年上海直播带货归谁管", "zh", ("2020-shanghai 2.3.5", "上海市公安局            按职责分工  2020-shanghai  2.3.5  市公安局", "“")),
        ("2020年上海直播带货归谁管", "en", ("上海市公安局 (Public Security Bureau, Shanghai)", "  joint  2020-shanghai  2.3.5  市公安局")),
        ("2017年上海刷单", "zh", ("牵头      2017-shanghai  3.1   市工商局", "以上见于职责分工")),
        ("上海市公安局2020年的职责", "zh", ("上海市公安局  按职责分工  2020-shanghai  2.3.3  ", "…” [", "部门 ")),
        ("What are the duties of Shanghai Customs in 2020?", "en", ("(Shanghai Customs)  joint  2020-shanghai  2.2.2", "body ")),
        ("哪些任务引用了反垄断法", "zh", ("中华人民共和国反垄断法  2020-national  2.2 ", "“按照《反垄断法》", "法律文件")),
        ("2017年上海虚假广告依据哪些法", "zh", ("引用", "中华人民共和国广告法")),
        ("2020年上海重点抽查哪些商品", "zh", ("针对", "家用电器")),
        ("2020年上海外卖封签", "en", ("names only 相关单位",)),
        ("2018年国家完善信用体系由谁做", "zh", ("未写明责任部门",)),
        ("1999年刷单", "zh", ("没有这个年份", "最接近的方案", "2017-shanghai")),
        ("燃气灶爆炸", "en", ("do not speak of this", "Nearest plans")),
    ],
)
def test_text_says_it_in_both_languages(question: str, lang: str, said: tuple[str, ...], ask: Ask) -> None:
    text = as_text(ask(question), lang)
    assert all(each in text for each in said), text


ROLES = """关于印发2022年江州市禁渔专项行动方案的通知

一、重点任务
（一）打击非法捕捞。（市农业农村局牵头，市公安局配合）
（二）查处市场销售。（市市场监管局牵头，市农业农村局配合）
（三）清理网上信息，下架非法渔获物。（市委网信办牵头，市公安局配合）

江州市人民政府办公室
2022年3月1日
"""


@pytest.mark.parametrize(
    ("question", "tasks"),
    [
        ("市农业农村局有哪些任务", ["1.1", "1.2"]),
        ("市农业农村局牵头哪些任务", ["1.1"]),
        ("市农业农村局配合哪些任务", ["1.2"]),
        ("市公安局牵头哪些任务", ["1.1", "1.3"]),
        ("网上卖非法渔获物谁管", ["1.3"]),
    ],
)
def test_duties_of_a_role_and_things_said_online(
    question: str, tasks: list[str], reader: Reader, tmp_path: Path
) -> None:
    """Where a body has no duty of the role asked for, all are told with their roles."""
    record = reader.read(ROLES, "2022-jiangzhou.txt")
    write_index(tmp_path, [of_record(record, ROLES)], shipped())
    found = answer(question, tmp_path)
    assert [each.task for each in found.answers][: len(tasks)] == tasks
    if "任务" in question:
        assert len(found.answers) == len(tasks)


@pytest.mark.parametrize("narrowing", ["campaign", "region"])
@pytest.mark.parametrize("name", ["\udcff", "\ud800上海", "上海\0", "\n"])
def test_a_narrowing_that_cannot_be_read_is_refused(narrowing: str, name: str, index: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        answer("刷单", index, **{narrowing: name})  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_of_a_table_of_duties_names_other_bodies(lang: str, ask: Ask) -> None:
    text = as_text(ask("上海海关2020年负责什么"), lang)
    assert text.count("中华人民共和国上海海关") == 4
    assert "上海市公安局" not in text


def test_an_unknown_language_is_refused(ask: Ask) -> None:
    with pytest.raises(QueryError, match="language 'fr'"):
        as_text(ask("刷单"), "fr")


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="index"):
        answer("刷单", tmp_path)


def test_an_index_written_anew_is_read_anew(stored: Shipped, tmp_path: Path) -> None:
    entries = [of_record(record, stored.sources[name]) for name, record in stored.records.items()]
    write_index(tmp_path, entries[:1], shipped())
    before = answer("刷单", tmp_path).answers[0].campaign
    (tmp_path / "index").rename(tmp_path / "old")
    write_index(tmp_path, entries[1:2], shipped())
    assert before == entries[0].id
    assert answer("刷单", tmp_path).answers[0].campaign == entries[1].id


def test_the_cold_road_loads_no_heavy_library(index: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from zhize.answers import answer; "
        f"answer('刷单归谁管', Path({str(index)!r})); "
        "print([m for m in ('jieba', 'rdflib', 'pandas', 'networkx', 'pypinyin', 'pyoxigraph', 'opencc') if m in sys.modules])"
    )
    source = str(Path(module.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": source}
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["{", "a: 1", "- id: q1", "- 1"])
def test_a_bad_question_set_is_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"questions\.yaml"):
        read_questions(file)
