from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.view_plans import PAYLOADS, SMALL, Sketch, hostile, stored, written

from zhize import vocab
from zhize.errors import QueryError, ZhizeError
from zhize.model import Role
from zhize.store import Graph
from zhize.views import KINDS, draw, draw_network
from zhize.views.gathering import gathered, surroundings
from zhize.views.kinds import Kind, of_kind
from zhize.views.labels import clean, columns
from zhize.views.layout import Box, layered, ring
from zhize.views.matrix import matrix
from zhize.views.picture import Picture
from zhize.views.projection import network
from zhize.views.questions import plans
from zhize.views.quotes import sentence
from zhize.views.scene import LOOKS
from zhize.views.sharing import cooperation


class Page(HTMLParser):
    """What a browser would make of a page: elements, attributes, text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[str | None, str]] = []
        self.styles: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "script":
            self.scripts.append((dict(attrs).get("type"), ""))
        if tag == "style":
            self.styles.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the signature is HTMLParser's
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._inside == "style":
            self.styles[-1] += data
        else:
            self.text += data

    @property
    def data(self) -> dict[str, Any]:
        found = dict(json.loads(next(text for kind, text in self.scripts if kind == "application/json")))
        return {**found, "nodes": unpacked(found["nodes"]), "edges": unpacked(found["edges"])}

    @property
    def policy(self) -> str:
        return next(
            str(attrs["content"])
            for tag, attrs in self.elements
            if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
        )


def unpacked(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes or edges of a page's data, as its script reads them."""
    each = columns["each"]
    assert {len(values) for values in each.values()} <= {columns["count"]}
    return [{**columns["same"], **{key: each[key][at] for key in each}} for at in range(columns["count"])]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    older = written(SMALL[:1], "2017-shanghai.txt", "上海市2017年网络市场监管专项行动方案", 2017)
    newer = written(SMALL, "2020-shanghai.txt", "上海市2020网络市场监管专项行动方案", 2020)
    return stored(tmp_path_factory.mktemp("small"), older, newer)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A store of two plans that are all markup; small enough to be read by every picture in both languages."""
    return stored(tmp_path_factory.mktemp("bad"), hostile(2021), hostile(2022))


def many(count: int, tasks: int = 3) -> tuple[Sketch, ...]:
    """Return tasks that between them target so many products; the first product is targeted by all."""
    share = -(-count // tasks)
    names = [f"商品{at:04}" for at in range(count)]
    return tuple(
        Sketch(f"2.{at + 1}", f"任务{at + 1}", (("市公安局", "上海市公安局", Role.JOINT),), (),
               (names[0], *names[max(1, at * share) : (at + 1) * share]))
        for at in range(tasks)
    )  # fmt: skip


# --- projection ---------------------------------------------------------------------------------------------------

EDGES = {
    ("上海市市场监督管理局", "leads", "规范电子商务准入行为", "市市场监管局"),
    ("上海市互联网信息办公室", "supports", "规范电子商务准入行为", "市网信办"),
    ("规范电子商务准入行为", "cites", "中华人民共和国电子商务法", "《中华人民共和国电子商务法》"),
    ("规范电子商务准入行为", "targets", "食品", "食品"),
    ("规范电子商务准入行为", "targets", "药品", "药品"),
    ("规范电子商务准入行为", "targets", "无证无照经营", "无证无照经营"),
    ("上海市市场监督管理局", "sharesDuty", "强化网络交易信息监测", "市市场监管局"),
    ("上海市公安局", "sharesDuty", "强化网络交易信息监测", "市公安局"),
    ("强化网络交易信息监测", "targets", "食品", "食品"),
    ("强化网络交易信息监测", "targets", "刷单炒信", "刷单炒信"),
    ("强化网络交易信息监测", "targets", "虚假宣传", "虚假宣传"),
}
"""From, predicate, to, words that prove it."""


def test_the_newest_campaign_is_projected_with_proof_of_every_edge(small: Graph) -> None:
    found = network(small)
    source = small.source("2020-shanghai")
    edges = set()
    for start, end, data in found.edges(data=True):
        (proof,) = data["evidence"]
        assert source[proof.start : proof.end] == proof.exact
        assert proof.quote in source
        assert proof.document == "2020-shanghai"
        predicate = data["predicate"].removeprefix(vocab.NAMESPACE)
        edges.add((found.nodes[start]["name"], predicate, found.nodes[end]["name"], proof.exact))
    assert edges == EDGES


NODES = {
    ("department", "市市场监管局", "上海市市场监督管理局", 2),
    ("department", "市网信办", "上海市互联网信息办公室", 1),
    ("department", "市公安局", "上海市公安局", 1),
    ("task", "规范电子商务准入行为", "规范电子商务准入行为", 2),
    ("task", "强化网络交易信息监测", "强化网络交易信息监测", 2),
    ("task", "落实电子商务经营者责任", "落实电子商务经营者责任", 0),
    ("law", "中华人民共和国电子商务法", "中华人民共和国电子商务法", 1),
    ("product", "食品", "食品", 2),
    ("product", "药品", "药品", 1),
    ("violation", "无证无照经营", "无证无照经营", 1),
    ("violation", "刷单炒信", "刷单炒信", 1),
    ("violation", "虚假宣传", "虚假宣传", 1),
}
"""Kind, label, name, weight."""


def test_nodes_bear_their_kind_short_label_name_and_weight(small: Graph) -> None:
    found = network(small)
    assert {(d["kind"].value, d["label"], d["name"], d["weight"]) for _, d in found.nodes(data=True)} == NODES
    generic = {d["name"]: d["generic"] for _, d in found.nodes(data=True) if d["generic"]}
    assert generic == {"落实电子商务经营者责任": ("相关单位",)}


def test_a_campaign_can_be_named_and_an_unknown_one_is_refused(small: Graph) -> None:
    assert len(of_kind(network(small, "2017-shanghai"), Kind.TASK)) == 1
    with pytest.raises(QueryError, match=r"no campaign '1999'.*2020-shanghai, 2017-shanghai"):
        network(small, "1999")
    with pytest.raises(QueryError, match=r"language 'fr'"):
        draw_network(small, lang="fr")


def test_thirty_most_cited_are_shown_and_the_legend_counts_the_rest(tmp_path: Path) -> None:
    graph = stored(tmp_path, written(many(43), "2020-x.txt", "方案", 2020))
    page = Page(draw_network(graph).html)
    shown = {node["name"] for node in page.data["nodes"] if node["kind"] == "product"}
    assert len(shown) == 30
    assert "商品0000" in shown
    assert [(k["shown"], k["total"]) for k in page.data["kinds"] if k["kind"] == "product"] == [(30, 43)]
    assert "另有 13 项未画出" in page.text
    everything = Page(draw_network(graph, everything=True).html)
    assert sum(node["kind"] == "product" for node in everything.data["nodes"]) == 43
    assert "未画出" not in everything.text


def test_more_than_a_thousand_nodes_are_gathered_by_body_and_the_page_says_so(tmp_path: Path) -> None:
    graph = stored(tmp_path, written(many(1200), "2020-x.txt", "方案", 2020))
    full = network(graph, everything=True)
    small = gathered(full)
    (cluster,) = of_kind(small, Kind.PRODUCT)
    assert len(small) == 1 + 3 + 1
    assert small.nodes[cluster]["label"] == "市公安局 · 1200"
    assert sorted(small.nodes[cluster]["members"]) == [f"商品{at:04}" for at in range(1200)]
    page = Page(draw_network(graph, everything=True).html)
    assert "1,000" in page.text
    assert sum(node["kind"] == "product" for node in page.data["nodes"]) == 1
    assert "商品1199" in page.text  # the table lists all
    assert gathered(full, 2000) is full


# --- layout -------------------------------------------------------------------------------------------------------


def overlapping(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    placed = sorted(boxes.items())
    return [
        (one, other)
        for at, (one, a) in enumerate(placed)
        for other, b in placed[:at]
        if abs(a.x - b.x) * 2 < a.width + b.width and abs(a.y - b.y) * 2 < a.height + b.height
    ]


@pytest.mark.parametrize("count", [1, 30, 43, 400])
def test_boxes_never_overlap(tmp_path: Path, count: int) -> None:
    graph = stored(tmp_path, written(many(count, 20), "2020-x.txt", "方案", 2020))
    assert overlapping(layered(network(graph, everything=True)).boxes) == []


@pytest.mark.parametrize("count", [2, 3, 15, 40])
def test_boxes_of_a_ring_never_overlap(tmp_path: Path, count: int) -> None:
    bodies = [(f"第{at}局", f"上海市第{at}监督管理局", Role.JOINT) for at in range(count)]
    graph = stored(tmp_path, written([Sketch("2.1", "任务", bodies)], "2020-x.txt", "方案", 2020))
    boxes = ring(cooperation(network(graph))).boxes
    assert len(boxes) == count
    assert overlapping(boxes) == []


def test_tasks_keep_the_order_of_the_plan_and_kinds_their_columns(small: Graph) -> None:
    found = network(small)
    boxes = layered(found).boxes
    heights = [boxes[task].y for task in of_kind(found, Kind.TASK)]
    assert heights == sorted(heights)
    lefts = [min(boxes[node].x for node in of_kind(found, kind)) for kind in (Kind.LAW, Kind.DEPARTMENT, Kind.TASK, Kind.PRODUCT, Kind.VIOLATION)]  # fmt: skip
    assert lefts == sorted(lefts)


def test_labels_fit_their_boxes(small: Graph) -> None:
    for box in layered(network(small)).boxes.values():
        assert max(map(columns, box.lines)) * 6.5 <= box.width - 20


# --- quotations ---------------------------------------------------------------------------------------------------

SENTENCES = [
    ("甲。查处刷单炒信行为。乙", "刷单炒信", "查处刷单炒信行为。"),
    ("严查。（市公安局、市税务局按职责分工协作）\n（二）", "市税务局", "（市公安局、市税务局按职责分工协作）"),
    ("以血液制\n品为重点，严查。下一句。", "血液制\n品", "以血液制\n品为重点，严查。"),
    (
        "（公安部、人民银行、\n\n　　海关总署按职责分工）\n\n　　三、",
        "公安部",
        "（公安部、人民银行、\n\n　　海关总署按职责分工）",
    ),
    ("主体资格\n\n**一是**摸清食品底数。", "食品", "一是**摸清食品底数。"),
    ("一、目标\n1．规范食品经营", "食品", "1．规范食品经营"),
    ("他说“查处食品！”然后", "食品", "他说“查处食品！”"),
]


@pytest.mark.parametrize(("source", "words", "expected"), SENTENCES)
def test_a_quotation_is_the_sentence_around_the_words(source: str, words: str, expected: str) -> None:
    start = source.index(words)
    lower, upper = sentence(source, start, start + len(words))
    assert source[lower:upper] == expected


def test_a_quotation_stays_in_its_task_and_has_an_end() -> None:
    source = "字" * 2000
    assert sentence(source, 1000, 1002, (900, 1010)) == (900, 1010)
    lower, upper = sentence(source, 1000, 1002)
    assert (lower, upper) == (780, 1222)


# --- page ---------------------------------------------------------------------------------------------------------


def drawn(graph: Graph, kind: str, lang: str = "zh") -> str:
    return picture(graph, kind, lang).html


def picture(graph: Graph, kind: str, lang: str = "zh") -> Picture:
    """Return a picture of a store of two campaigns; of the first body where it is about one."""
    older, newer = sorted(plan.campaign for plan in plans(graph))[:2]
    if kind in ("shift", "diff", "union"):
        return draw(graph, kind, older, to=newer, lang=lang, everything=kind == "union")
    known = network(graph, newer if kind == "ego" else None).nodes(data=True)
    name = next(d["name"] for _, d in known if d["kind"] is Kind.DEPARTMENT)
    return draw(graph, kind, None if kind == "timeline" else newer, name=name, everything=True, lang=lang)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fetch_nothing_and_allow_only_their_own_scripts(small: Graph, kind: str, lang: str) -> None:
    page = Page(drawn(small, kind, lang))
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "img")
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in ("src", "href", "action", "data", "poster", "srcset"):
                assert str(value).startswith("#")
    directives = dict(part.split(" ", 1) for part in page.policy.split("; "))
    scripts = [text for kind_, text in page.scripts if kind_ != "application/json"]

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == ([digest(text) for text in scripts] or ["'none'"])
    assert directives["style-src"].split() == [digest(text) for text in page.styles]
    assert "unsafe" not in page.policy
    assert "http" not in page.policy
    ours = [text for text in scripts if "vis-network" not in text[:1000]]
    assert len(ours) == 2
    for text in (*page.styles, *ours):
        assert not re.search(r"@import|url\(|\beval\(|innerHTML|insertAdjacent|document\.write", text)
    assert "sourceMappingURL" not in "".join(scripts)


def test_the_page_holds_what_vis_network_draws(small: Graph) -> None:
    data = Page(draw_network(small).html).data
    assert data["options"]["physics"] == {"enabled": False}
    assert {"id", "label", "x", "y", "color"} <= data["nodes"][0].keys()
    ids = {node["id"] for node in data["nodes"]}
    assert all(edge["from"] in ids and edge["to"] in ids and edge["proofs"] for edge in data["edges"])
    assert {node["kind"] for node in data["nodes"]} == {kind.value for kind in LOOKS}
    for edge in data["edges"]:
        ink, width, dashes, opacity = data["looks"][edge["look"]]
        assert re.fullmatch("#[0-9A-F]{6}", ink)
        assert width > 0 < opacity <= 1
        assert all(dash > 0 for dash in dashes)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "matrix"])
def test_pyvis_holds_what_the_page_holds(small: Graph, kind: str) -> None:
    shown = picture(small, kind)
    data, box = Page(shown.html).data, shown.pyvis()
    assert [(node["id"], node["label"], node["x"], node["y"]) for node in box.nodes] == [
        (node["id"], node["label"], node["x"], node["y"]) for node in data["nodes"]
    ]
    assert [(edge["from"], edge["to"]) for edge in box.edges] == [(edge["from"], edge["to"]) for edge in data["edges"]]
    assert box.options == data["options"]
    assert not any("title" in each for each in (*box.nodes, *box.edges))


def test_a_matrix_is_no_network_of_pyvis(small: Graph) -> None:
    with pytest.raises(ZhizeError, match="no network"):
        picture(small, "matrix").pyvis()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_saved_is_the_page(small: Graph, kind: str, tmp_path: Path) -> None:
    shown = picture(small, kind)
    shown.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == shown.html.encode("utf-8") == shown.in_form(".html")


def test_the_page_holds_the_words_that_its_script_says(small: Graph) -> None:
    page = Page(draw_network(small).html)
    (ours,) = (text for _, text in page.scripts if "const words = data.words" in text)
    asked = set(re.findall(r"(?:\bwords\.|\bsay\(\"|: \"(?=\w+_count))([a-z_]+)", ours))
    assert {"close", "shared_tasks", "ended_count"} <= asked
    assert asked <= page.data["words"].keys()


def test_the_table_says_what_the_picture_says(small: Graph) -> None:
    page = Page(draw_network(small).html)
    for words in ("上海市互联网信息办公室", "配合", "强化网络交易信息监测", "虚假宣传", "未指明具体部门", "相关单位", "2020-shanghai.txt"):  # fmt: skip
        assert words in page.text


def test_english_pages_take_their_words_from_the_ontology(small: Graph) -> None:
    page = Page(draw_network(small, lang="en").html)
    for words in ("Department", "Task", "Law", "Product category", "Violation type", "Lead", "Support", "Legend"):
        assert words in page.text


def test_the_same_graph_gives_the_same_bytes_of_every_picture(small: Graph) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[2])\nfrom zhize.store import open_store\n"
        "from tests.test_views import digests\nprint(digests(open_store(Path(sys.argv[1]))))"
    )
    here = digests(small)
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program, str(small.folder.parent.parent), str(Path(__file__).parents[1])],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == str(here)


def digests(graph: Graph) -> dict[str, str]:
    """Return a digest of page and SVG of each picture."""
    shown = {kind: picture(graph, kind) for kind in KINDS}
    return {kind: hashlib.sha256((each.html + each.svg).encode()).hexdigest() for kind, each in shown.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markup_in_names_titles_files_and_quotations_stays_text(bad: Graph, small: Graph, kind: str, lang: str) -> None:
    text = drawn(bad, kind, lang)
    page = Page(text)
    harmless = Page(drawn(small, kind, lang))
    assert len(PAYLOADS) == 120
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in harmless.elements} | {"a", "td", "li", "mark", "ul", "section", "span"}
    assert len(page.scripts) == len(harmless.scripts)
    assert page.styles == harmless.styles
    assert page.policy == harmless.policy
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name in ("src", "srcdoc", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    visible = clean(page.text)
    if kind in ("network", "matrix"):
        for payload in PAYLOADS:
            assert clean(payload) in visible
    for raw in ("<script>pwned", "<img", "<iframe", "onload=pwned=1>", "<xmp"):
        assert raw not in text


@pytest.mark.parametrize("kind", ["network", "matrix", "cooperation", "timeline"])
def test_markup_of_a_plan_is_text_in_svg(bad: Graph, kind: str) -> None:
    root = ET.fromstring(picture(bad, kind).svg)  # noqa: S314 - what is tested is that it is sound
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {"svg", "g", "path", "rect", "text", "title"}
    assert not any(name.startswith("on") or "href" in name for each in root.iter() for name in each.attrib)


def test_data_in_the_page_cannot_end_its_element(bad: Graph) -> None:
    text = draw_network(bad, everything=True).html
    block = text.split('<script type="application/json" id="data">', 1)[1].split("</script>", 1)[0]
    assert not re.search("[<>&\u2028\u2029]", block)
    names = {node["name"] for node in Page(text).data["nodes"]}
    assert {clean(payload) for payload in PAYLOADS} <= names
    assert json.loads(block)["file"] == "2022-script-pwned-1-script-script-script-pwned-1-script-network"


# --- the other pictures -------------------------------------------------------------------------------------------


def test_cooperation_counts_the_tasks_that_bodies_share(small: Graph) -> None:
    found = cooperation(network(small))
    ties = {
        (frozenset((found.nodes[one]["label"], found.nodes[other]["label"])), data["weight"], data["tasks"])
        for one, other, data in found.edges(data=True)
    }
    assert ties == {
        (frozenset(("市市场监管局", "市网信办")), 1, ("2.1 规范电子商务准入行为",)),
        (frozenset(("市市场监管局", "市公安局")), 1, ("2.2 强化网络交易信息监测",)),
    }


@pytest.mark.parametrize("name", ["网信办", "上海市互联网信息办公室"])
def test_surroundings_hold_the_node_its_tasks_and_their_ties(small: Graph, name: str) -> None:
    found = surroundings(network(small), name)
    assert {d["label"] for _, d in found.nodes(data=True)} == {
        "市网信办", "规范电子商务准入行为", "市市场监管局", "中华人民共和国电子商务法", "食品", "药品", "无证无照经营",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "said"), [("外星人", "nothing"), ("上海市", "may be several")])
def test_surroundings_of_no_one_node_are_refused(small: Graph, name: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        surroundings(network(small), name)


def test_the_matrix_has_the_role_in_each_cell_and_totals(small: Graph) -> None:
    found = matrix(network(small))
    assert [(column.path, column.total, column.generic) for column in found.columns] == [
        ("2.1", 2, ()),
        ("2.2", 2, ()),
        ("2.3", 0, ("相关单位",)),
    ]
    assert [(line.short, [cell.roles for cell in line.cells], line.total) for line in found.lines] == [
        ("市市场监管局", [(Role.LEAD,), (Role.JOINT,), ()], 2),
        ("市网信办", [(Role.SUPPORT,), (), ()], 1),
        ("市公安局", [(), (Role.JOINT,), ()], 1),
    ]
    assert found.total == 4


def test_what_cannot_be_drawn_is_refused(small: Graph) -> None:
    with pytest.raises(QueryError, match=r"no picture 'pie': choose one of network, .*, timeline, shift, diff, union"):
        draw(small, "pie")
    with pytest.raises(QueryError, match="name it"):
        draw(small, "ego")
