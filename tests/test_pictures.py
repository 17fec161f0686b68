"""Projections, figures and pictures of change on the five plans; their forms; the command that draws."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from tests.view_plans import SMALL, Sketch, stored, written

from zhize import views
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry
from zhize.cli.drawing import draw as draw_command
from zhize.comparison import Comparison, Sort, compare
from zhize.errors import QueryError, ZhizeError
from zhize.model import Role
from zhize.store import Graph
from zhize.stored import campaign
from zhize.views import Filters, Kind, Mark, Picture, raster
from zhize.views.kinds import of_kind
from zhize.views.labels import columns
from zhize.views.scene import one_by_one
from zhize.views.svg import fitted

if TYPE_CHECKING:
    from tests.conftest import Shipped

OLD, NEW = "2017-shanghai", "2020-shanghai"
SEPARATE = Sketch("2.4", "独自", (("市税务局", "国家税务总局上海市税务局", Role.SOLE),))


@pytest.fixture(scope="module")
def graph(stored: Shipped) -> Graph:
    return stored.graph


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    plan = written((*SMALL, SEPARATE), "2020-shanghai.txt", "上海市2020网络市场监管专项行动方案", 2020)
    return stored(tmp_path_factory.mktemp("small"), plan)


@pytest.fixture(scope="module", autouse=True)
def once() -> Iterator[None]:
    """Compare and read each campaign of the five plans once: many tests draw the same two."""
    compared: dict[tuple[str, str], Comparison] = {}

    def kept(one: CampaignEntry, other: CampaignEntry, tables: Tables) -> Comparison:
        if (one.id, other.id) not in compared:
            compared[one.id, other.id] = compare(one, other, tables)
        return compared[one.id, other.id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhize.views.seats.compare", kept)
        for module in ("seats", "times"):
            patch.setattr(f"zhize.views.{module}.campaign", cache(campaign))
        yield


@pytest.fixture(scope="module")
def shift_rows(graph: Graph) -> list[tuple[str, ...]]:
    (table,) = views.draw(graph, "shift", OLD, to=NEW).tables
    return [row.cells for row in table.rows]


def edges(found: Any) -> set[tuple[str, str, str]]:
    return {(found.nodes[one]["label"], found.nodes[other]["label"], str(data["mark"])) for one, other, data in found.edges(data=True)}


# --- projections --------------------------------------------------------------------------------------------------


def test_departments_and_tasks_alone_keep_their_roles(small: Graph) -> None:
    found = views.department_tasks(small)
    assert {kind for _, kind in found.nodes(data="kind")} == {Kind.DEPARTMENT, Kind.TASK}
    roles = {(found.nodes[b]["label"], found.nodes[t]["path"], role) for b, t, role in found.edges(data="role")}
    assert roles == {
        ("市市场监管局", "2.1", Role.LEAD), ("市网信办", "2.1", Role.SUPPORT), ("市市场监管局", "2.2", Role.JOINT),
        ("市公安局", "2.2", Role.JOINT), ("市税务局", "2.4", Role.SOLE),
    }  # fmt: skip


def test_a_shared_task_counts_less_the_more_bodies_hold_it(small: Graph, graph: Graph) -> None:
    assert {data["share"] for *_, data in views.cooperation(views.department_tasks(small)).edges(data=True)} == {1.0}
    net = views.department_tasks(graph, NEW)
    found = views.cooperation(net)
    for body in found:
        shared = [task for task in set(net.succ[body]) if len(set(net.pred[task])) > 1]
        ties = [*found.in_edges(body, data="share"), *found.out_edges(body, data="share")]
        assert sum(share for _, _, share in ties) == pytest.approx(len(shared))


def test_the_backbone_tells_what_it_hides_and_leaves_nobody_alone(graph: Graph) -> None:
    whole = views.cooperation(views.department_tasks(graph, NEW))
    found = views.backbone(whole)
    assert found.number_of_edges() + found.graph["hidden"] == whole.number_of_edges()
    shares = [sum(share for *_, share in net.edges(data="share")) for net in (found, whole)]
    assert found.graph["hidden_share"] == pytest.approx(1 - shares[0] / shares[1])
    assert {body for body in whole if not found.degree(body)} == {body for body in whole if not whole.degree(body)}
    assert 0 < found.graph["hidden"] < whole.number_of_edges()
    assert views.backbone(whole, 1.01).graph["hidden"] == 0
    picture = views.draw(graph, "cooperation", NEW)
    assert f"另有 {found.graph['hidden']} 条未画出" in picture.html
    assert not any("条未画出" in note for note in views.draw(graph, "cooperation", NEW, everything=True).about.notes)
    assert len(picture.tables[0].rows) == whole.number_of_edges()


FILTERS = {
    "a body": (Filters(bodies=("网信办",)), {"市网信办"}, {"2.1"}),
    "a role": (Filters(roles=(Role.JOINT,)), {"市市场监管局", "市公安局"}, {"2.2"}),
    "body and role": (Filters(bodies=("市场监",), roles=(Role.LEAD,)), {"市市场监管局"}, {"2.1"}),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_leave_what_was_asked_for(small: Graph, name: str) -> None:
    filters, bodies, tasks = FILTERS[name]
    found = views.network(small, filters=filters)
    assert {found.nodes[node]["label"] for node in of_kind(found, Kind.DEPARTMENT)} == bodies
    assert {found.nodes[node]["path"] for node in of_kind(found, Kind.TASK)} == tasks
    assert all(found.pred[node] for kind in (Kind.LAW, Kind.PRODUCT, Kind.VIOLATION) for node in of_kind(found, kind))
    for kind in ("network", "matrix", "cooperation"):
        assert "按所选部门、类别或角色只画出一部分" in views.draw(small, kind, filters=filters).html


def test_kinds_can_be_chosen_and_unknown_bodies_are_refused(small: Graph) -> None:
    found = views.network(small, filters=Filters(kinds=(Kind.LAW,)))
    assert {kind for _, kind in found.nodes(data="kind")} == {Kind.TASK, Kind.LAW}
    with pytest.raises(QueryError, match="月球管理局"):
        views.network(small, filters=Filters(bodies=("月球管理局",)))


def test_a_union_joins_bodies_through_their_lineage(graph: Graph) -> None:
    found = views.union(graph, OLD, NEW, everything=True)
    names = {found.nodes[node]["name"]: found.nodes[node] for node in of_kind(found, Kind.DEPARTMENT)}
    assert "上海市工商行政管理局" not in names
    assert {"上海市工商行政管理局", "上海市质量技术监督局"} <= set(names["上海市市场监督管理局"]["aliases"])
    assert "上海市发展和改革委员会" in names
    campaigns = [views.network(graph, name, everything=True) for name in (OLD, NEW)]
    assert len(of_kind(found, Kind.TASK)) == sum(len(of_kind(net, Kind.TASK)) for net in campaigns)
    assert found.number_of_edges() == len({edge for net in campaigns for edge in moved(net, found)})
    assert {plan.campaign for plan in found.graph["plans"]} == {OLD, NEW}


def moved(net: Any, into: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the edges of a network as they stand in a union."""
    names = {alias: node for node, data in into.nodes(data=True) for alias in (data["name"], *data["aliases"])
             if data["kind"] is Kind.DEPARTMENT}  # fmt: skip
    for start, end, key in net.edges(keys=True):
        yield (start if start in into else names[net.nodes[start]["name"]]), end, key


def test_a_difference_says_what_became_of_every_body_and_duty(graph: Graph) -> None:
    found = views.difference(graph, OLD, NEW)
    marks = {found.nodes[node]["name"]: found.nodes[node]["mark"] for node in of_kind(found, Kind.DEPARTMENT)}
    assert marks["上海市市场监督管理局"] is Mark.RENAMED
    assert marks["上海市发展和改革委员会"] is Mark.LEFT
    assert marks["上海市公安局"] is Mark.KEPT
    assert marks["国家税务总局上海市税务局"] is Mark.JOINED
    assert all(data["mark"] for *_, data in found.edges(data=True))
    assert all(data["evidence"] for *_, data in found.edges(data=True))
    later = views.department_tasks(graph, NEW)
    duties = {(body, task) for body, task in later.edges() if task in found}
    assert duties <= {(body, task) for body, task, mark in found.edges(data="mark") if mark is not Mark.LEFT}


def test_a_difference_turned_round_turns_what_joined_and_what_left(graph: Graph) -> None:
    there, back = (views.difference(graph, *pair) for pair in ((OLD, NEW), (NEW, OLD)))

    def named(found: Any, mark: Mark) -> set[str]:
        return {found.nodes[node]["name"] for node in of_kind(found, Kind.DEPARTMENT) if found.nodes[node]["mark"] is mark}

    assert named(there, Mark.JOINED) == named(back, Mark.LEFT)
    assert named(there, Mark.LEFT) == named(back, Mark.JOINED)


@pytest.mark.parametrize("make", [views.difference, views.shift, views.union])
def test_one_campaign_is_not_compared_with_itself_or_with_none(graph: Graph, make: Any) -> None:
    with pytest.raises(QueryError, match="given twice"):
        make(graph, NEW, NEW)
    with pytest.raises(QueryError, match="1999"):
        make(graph, NEW, "1999")


# --- figures ------------------------------------------------------------------------------------------------------


def test_the_hub_of_a_plan_is_central_and_stands_between(graph: Graph) -> None:
    together = views.cooperation(views.department_tasks(graph, NEW))
    central, groups, between = views.centralities(together), views.communities(together), views.brokers(together)
    assert central.rows[0][:2] == ("上海市市场监督管理局", 11)
    assert between.rows[0][0] == "上海市市场监督管理局"
    assert sum(row[1] for row in groups.rows) == len(together) == len(central.rows) == len(between.rows)
    assert "<th>betweenness</th>" in central._repr_html_()
    assert central == views.centralities(together)


def test_figures_of_bodies_that_work_alone(graph: Graph) -> None:
    together = views.cooperation(views.department_tasks(graph, OLD))
    assert not together.number_of_edges()
    assert {row[2:] for row in views.centralities(together).rows} == {(0, 0, 0.0, 0.0)}
    assert {row[1] for row in views.communities(together).rows} == {1}
    assert {row[3] for row in views.brokers(together).rows} == {""}


# --- change -------------------------------------------------------------------------------------------------------

FLOWS = {
    ("上海市工商行政管理局", "上海市市场监督管理局", "承继"),
    ("上海市质量技术监督局", "上海市市场监督管理局", "承继"),
    ("上海市食品药品监督管理局", "上海市市场监督管理局", "承继"),
    ("上海市食品药品监督管理局", "上海市药品监督管理局", "承继"),
    ("中华人民共和国上海出入境检验检疫局", "中华人民共和国上海海关", "承继"),
    ("上海市发展和改革委员会", "不再承担", "退出"),
    ("上海市公安局", "上海市公安局", "保留"),
}
"""From, to, what became: the reform of 2018 as Shanghai's plans show it."""


def test_the_reform_of_2018_flows_into_the_market_regulator(shift_rows: list[tuple[str, ...]]) -> None:
    assert {row[:3] for row in shift_rows} >= FLOWS
    reforms = {row[0]: row[5] for row in shift_rows if row[1] == "上海市市场监督管理局" and row[2] == "承继"}
    assert set(reforms) == {"上海市工商行政管理局", "上海市质量技术监督局", "上海市食品药品监督管理局"}
    assert all(re.match(r"2018.*机构改革", said) for said in reforms.values())
    (leaving,) = [row for row in shift_rows if row[0] == "上海市发展和改革委员会"]
    assert "价格监督检查" in leaving[5]


def test_flows_carry_as_many_duties_as_there_are(graph: Graph) -> None:
    found = views.shift(graph, OLD, NEW)
    for one, other, data in found.edges(data=True):
        assert len(data["tasks"]) == data["weight"]
        assert data["evidence"]
        assert (one == "new") == (data["mark"] is Mark.JOINED)
        assert (other == "ended") == (data["mark"] is Mark.LEFT)
    held = {body: len(set(net.succ[body])) for net in (views.seats.pair(graph, OLD, NEW, "zh", Filters()).other,)
            for body in of_kind(net, Kind.DEPARTMENT)}  # fmt: skip
    for node, data in found.nodes(data=True):
        if data["side"] == 1 and not data["outside"]:
            assert data["weight"] >= held[node.removeprefix("to ")]


def test_a_body_alone_can_be_followed_through_a_reform(graph: Graph) -> None:
    found = views.shift(graph, OLD, NEW, filters=Filters(bodies=("市场监督管理局",)))
    real = {data["name"] for _, data in found.nodes(data=True) if not data["outside"]}
    assert real == {"上海市工商行政管理局", "上海市质量技术监督局", "上海市食品药品监督管理局", "上海市市场监督管理局", "上海市药品监督管理局"}
    with pytest.raises(QueryError, match="月球管理局"):
        views.shift(graph, OLD, NEW, filters=Filters(bodies=("月球管理局",)))


@pytest.mark.parametrize("name", ["上海市市场监督管理局", "上海市工商行政管理局"])
def test_a_timeline_follows_a_body_under_all_its_names(graph: Graph, name: str) -> None:
    table, links = views.draw(graph, "timeline", name=name).tables
    names = {row.cells[2] for row in table.rows if row.cells[5]}
    assert {"上海市工商行政管理局", "上海市市场监督管理局"} <= names
    absent = {row.cells[0] for row in table.rows if row.cells[2] == "未见"}
    assert {"2018-national", "2021-xinjiang"} <= absent
    passed = [row for row in links.rows if "2017-shanghai 上海市工商行政管理局" in row.cells[0]]
    assert [row.cells[1:3] for row in passed] == [("2020-shanghai 上海市市场监督管理局", "承继")]
    assert all(row.proofs for row in table.rows if row.cells[5])


def test_a_timeline_follows_a_violation_through_chosen_campaigns(graph: Graph) -> None:
    found = views.through_time(graph, Sort.VIOLATION, "刷单炒信", ["2020-national", NEW])
    assert [each[0] for each in found.graph["campaigns"]] == ["2020-national", NEW]
    tied = [(found.nodes[a]["path"], found.nodes[b]["path"]) for a, b, k in found.edges(keys=True) if found.nodes[a]["path"]]
    assert tied == [("2.2", "2.3.1")]  # the alignment that the store holds
    with pytest.raises(QueryError, match="没有这种"):
        views.through_time(graph, Sort.VIOLATION, "没有这种违法行为")
    with pytest.raises(QueryError, match="--role"):
        views.through_time(graph, Sort.DEPARTMENT, "上海市公安局", [NEW], filters=Filters(roles=(Role.LEAD,)))


@pytest.mark.parametrize("kind", ["timeline", "shift", "diff"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_boxes_of_pictures_of_change_do_not_overlap(graph: Graph, kind: str, lang: str) -> None:
    picture = drawn(graph, kind, lang)
    assert not isinstance(picture.shown, views.matrix.Matrix)
    boxes = [(n["x"], n["y"], *n["box"]) for n in one_by_one(picture.shown["nodes"])]
    for at, (x, y, wide, tall) in enumerate(boxes):
        for x2, y2, wide2, tall2 in boxes[:at]:
            assert abs(x - x2) * 2 >= wide + wide2 or abs(y - y2) * 2 >= tall + tall2


@pytest.mark.parametrize("kind", views.KINDS)
def test_chinese_pictures_name_no_role_in_english(graph: Graph, kind: str) -> None:
    said = " ".join(cell for table in drawn(graph, kind, "zh").tables for row in (table.head, *(r.cells for r in table.rows)) for cell in row)
    assert not re.search(r"\b(lead|support|joint|sole|kept|joined|left|renamed|same|overlaps)\b", said, re.IGNORECASE)


# --- forms --------------------------------------------------------------------------------------------------------


@cache
def drawn(graph: Graph, kind: str, lang: str) -> Picture:
    name = {"ego": "网信办", "timeline": "上海市市场监督管理局"}.get(kind)
    if kind == "timeline":
        return views.draw(graph, kind, name=name, lang=lang)
    return views.draw(graph, kind, OLD if kind in ("shift", "diff", "union") else NEW, name=name, to=NEW, lang=lang)


@pytest.mark.parametrize("kind", views.KINDS)
def test_every_picture_is_sound_svg_that_a_notebook_shows(graph: Graph, kind: str) -> None:
    picture = drawn(graph, kind, "zh")
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own words
    texts = "".join(root.itertext())
    assert picture.about.sort in texts
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {"svg", "g", "path", "rect", "text", "title"}
    html = picture._repr_html_()
    content = re.search(r"base64,([^\"]+)", html)
    assert content is not None
    assert base64.b64decode(content[1]).decode() == picture.svg


def test_the_legend_of_an_svg_counts_and_tells_what_is_left_out(graph: Graph) -> None:
    svg = views.draw(graph, "network", NEW).svg
    assert re.search(r"违法行为类型 30 \(另有 \d+ 项未画出\)", svg)
    assert "只画出被任务提及最多的 30 项" in svg
    assert "⇒ 机构改革承继" in drawn(graph, "shift", "zh").svg


def test_png_is_made_where_resvg_and_a_font_are(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    svg = drawn(graph, "shift", "zh").svg
    monkeypatch.setattr(raster, "_drawn", lambda _face, text: text.encode())
    assert raster.png(svg, 0.2).startswith(b"\x89PNG")
    monkeypatch.setattr(raster, "_drawn", lambda _face, _text: b"a box")
    with pytest.raises(ZhizeError, match=r"font with Chinese characters.*fonts-noto-cjk"):
        raster.png(svg)
    assert raster.png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').startswith(b"\x89PNG")
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(ZhizeError, match=r"zhize\[png\]"):
        raster.png(svg)


def test_labels_of_svg_are_cut_to_their_room() -> None:
    assert fitted("市场监管", 8) == "市场监管"
    for room in range(3, 20):
        assert columns(fitted("国家市场监督管理总局和其他部门", room)) <= room


# --- the command --------------------------------------------------------------------------------------------------


def run(graph: Graph, *arguments: str) -> Result:
    return CliRunner().invoke(draw_command, [*arguments, "--store", str(graph.folder.parent.parent)])


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        (["network", "--campaign", NEW, "--body", "网信办", "--kind", "law", "--role", "joint"], "html"),
        (["timeline", "--violation", "刷单炒信"], "svg"),
        (["shift", "--from", OLD, "--to", NEW, "--lang", "en"], "svg"),
        (["diff", "--from", OLD, "--to", NEW, "--body", "公安局"], "html"),
        (["union", "--from", OLD, "--to", NEW, "--kind", "law", "--all"], "html"),
    ],
)
def test_the_command_writes_what_the_ending_says(graph: Graph, tmp_path: Path, arguments: list[str], ending: str) -> None:
    file = tmp_path / f"图.{ending}"
    done = run(graph, *arguments, "-o", str(file))
    assert done.exit_code == 0, done.output
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>" if ending == "html" else "<svg ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shift", "--from", OLD], "--from and --to"),
        (["diff", "--campaign", NEW], "--from and --to"),
        (["union", "--to", NEW], "--from and --to"),
        (["network", "--to", NEW], "are for shift, diff and union"),
        (["network", "--campaign", OLD, "--campaign", NEW], "--campaign once"),
        (["timeline"], "one of --body, --violation"),
        (["timeline", "--body", "甲", "--violation", "乙"], "one thing"),
        (["ego"], "give one --body"),
        (["matrix", "--violation", "刷单炒信"], "--violation is for timeline"),
        (["matrix", "--all"], "--all is for network, cooperation and union"),
        (["shift", "--from", OLD, "--to", NEW, "--kind", "law"], "--kind is for network, ego and union"),
        (["network", "--role", "boss"], "Invalid value"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(graph: Graph, tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(graph, *arguments, "-o", str(tmp_path / "x.html"))
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["picture.gif", "picture"])
def test_a_form_that_cannot_be_written_is_refused(graph: Graph, tmp_path: Path, name: str) -> None:
    done = run(graph, "matrix", "-o", str(tmp_path / name))
    assert isinstance(done.exception, ZhizeError)
    assert ".html, .svg or .png" in str(done.exception)
    assert not list(tmp_path.iterdir())
