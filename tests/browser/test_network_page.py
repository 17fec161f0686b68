from __future__ import annotations

import base64
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.browser.conftest import Browser
from tests.view_plans import PAYLOADS, SMALL, Sketch, hostile, stored, written

from zhize.model import Role
from zhize.store import Graph
from zhize.views import KINDS, Picture, draw
from zhize.views.questions import plans

NETWORK = "document.getElementById('picture').picture"
SCREENS = [(1400, 900, False), (360, 740, True)]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    full = (
        *SMALL,
        *(
            Sketch(
                f"3.{at}",
                f"依法查处第{at}类网络交易违法行为，营造良好网络市场环境",
                [(f"市第{body}局", f"上海市第{body}监督管理局", Role.JOINT) for body in range(at % 4, at % 4 + 5)],
                [f"第{at}号管理办法"],
                [f"商品{at}甲", f"商品{at}乙"],
                [f"违法行为{at}甲", f"违法行为{at}乙", f"违法行为{at}丙"],
            )
            for at in range(1, 15)
        ),
    )
    older = written(SMALL[:2], "2017-shanghai.txt", "上海市2017方案", 2017)
    return stored(tmp_path_factory.mktemp("store"), older, written(full, "2020-shanghai.txt", "上海市2020方案", 2020))


@pytest.fixture(scope="module")
def pages(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for kind in KINDS:
        (folder / f"{kind}.html").write_text(pictured(graph, kind).html, encoding="utf-8")
    return folder


def pictured(graph: Graph, kind: str, name: str = "上海市互联网信息办公室") -> Picture:
    """Return a picture of a store that holds two campaigns."""
    older, newer = (plan.campaign for plan in reversed(plans(graph)))
    if kind == "timeline":
        return draw(graph, kind, name=name)
    return draw(graph, kind, older if kind in ("shift", "diff", "union") else newer, name=name, to=newer, everything=name.startswith("部"))


@pytest.fixture
def network(browser: Browser, pages: Path) -> Browser:
    browser.size(1400, 900)
    browser.open(pages / "network.html")
    return browser


def place(browser: Browser, script: str) -> tuple[float, float]:
    """Return where in the window a point of the picture is; the script gives the point as [x, y]."""
    found: list[float] = browser.evaluate(
        f"""(() => {{
          const stage = document.getElementById('picture');
          const [x, y] = {script};
          const at = stage.picture.network.canvasToDOM({{ x, y }});
          const frame = stage.getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }})()"""
    )
    return found[0], found[1]


def node(short: str) -> str:
    """Return a script for the centre of a node."""
    return f"(() => {{ const n = [...{NETWORK}.nodes.values()].find((n) => n.short === '{short}'); return [n.x, n.y]; }})()"


@pytest.mark.parametrize(("width", "height", "phone"), SCREENS)
@pytest.mark.parametrize("kind", KINDS)
def test_pages_open_from_disk_without_network_and_without_complaint(
    browser: Browser, pages: Path, kind: str, width: int, height: int, phone: bool
) -> None:
    browser.size(width, height, phone=phone)
    page = pages / f"{kind}.html"
    browser.open(page)
    assert browser.said == []
    assert browser.requests == [page.as_uri()]
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height", "phone"), SCREENS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "matrix"])
def test_labels_can_be_read_and_do_not_overlap(
    browser: Browser, pages: Path, kind: str, width: int, height: int, phone: bool
) -> None:
    browser.size(width, height, phone=phone)
    browser.open(pages / f"{kind}.html")
    overlapping = browser.evaluate(
        f"""(() => {{
          const all = [...{NETWORK}.nodes.values()];
          const shown = all.map((n) => {NETWORK}.network.getBoundingBox(n.id));
          let count = 0;
          shown.forEach((a, i) => shown.slice(0, i).forEach((b) => {{
            if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) count += 1;
          }}));
          return count;
        }})()"""
    )
    assert overlapping == 0
    assert browser.evaluate(f"{NETWORK}.network.getScale() * 13") >= 10


def test_all_is_seen_at_once_on_a_wide_screen(network: Browser) -> None:
    outside = network.evaluate(
        f"""[...{NETWORK}.nodes.values()].filter((n) => {{
          const at = {NETWORK}.network.canvasToDOM({{ x: n.x, y: n.y }});
          const stage = document.getElementById('picture');
          return at.x < 0 || at.y < 0 || at.x > stage.clientWidth || at.y > stage.clientHeight;
        }}).length"""
    )
    assert outside == 0


@pytest.mark.parametrize("kind", ["department", "task", "law", "product", "violation"])
def test_nodes_of_every_kind_are_drawn_with_their_words(network: Browser, kind: str) -> None:
    dark = network.evaluate(
        f"""(() => {{
          const n = [...{NETWORK}.nodes.values()].filter((n) => n.kind === '{kind}').sort((a, b) => b.label.length - a.label.length)[0];
          const canvas = document.querySelector('#picture canvas');
          const ratio = canvas.width / canvas.clientWidth;
          const view = {NETWORK}.network;
          const from = view.canvasToDOM({{ x: n.x - n.box[0] / 2 + 24, y: n.y - n.box[1] / 2 + 2 }});
          const to = view.canvasToDOM({{ x: n.x + n.box[0] / 2 - 24, y: n.y + n.box[1] / 2 - 2 }});
          const area = canvas.getContext('2d').getImageData(from.x * ratio, from.y * ratio, (to.x - from.x) * ratio, (to.y - from.y) * ratio).data;
          let dark = 0;
          for (let i = 0; i < area.length; i += 4) if (area[i] + area[i + 1] + area[i + 2] < 240) dark += 1;
          return dark;
        }})()"""
    )
    assert dark > 20
    assert network.evaluate(f"document.querySelector('input[data-kind={kind}]').checked")


def test_search_finds_a_body_by_part_of_its_name(network: Browser) -> None:
    network.key("/")
    network.write("网信办")
    hits = network.evaluate("[...document.querySelectorAll('#hits [data-node]')].map((hit) => hit.innerText)")
    assert [hit.split("\n")[0] for hit in hits] == ["上海市互联网信息办公室"]
    network.key("Enter")
    details = network.evaluate("document.getElementById('details').innerText")
    assert "上海市互联网信息办公室" in details
    assert "规范电子商务准入行为" in details
    assert "（市市场监管局、市网信办、负责）" in details
    assert network.evaluate("location.hash").startswith("#node=")


def test_a_click_on_an_edge_shows_the_sentence(network: Browser) -> None:
    middle = f"""(() => {{
      const p = {NETWORK};
      const edge = [...p.edges.values()].find((e) => p.nodes.get(e.to).short === '虚假宣传');
      const curve = p.curves.get(edge.id);
      return [curve[6] - 4, curve[7]];
    }})()"""
    network.click(*place(network, middle))
    quote = network.evaluate("document.querySelector('#details blockquote').innerText")
    assert "强化网络交易信息监测" in network.evaluate("document.querySelector('#details h2').innerText")
    assert "严厉打击刷单炒信、虚假宣传、等行为" in quote
    assert network.evaluate("document.querySelector('#details mark').innerText") == "虚假宣传"
    assert "上海市2020方案 · 2.2 · [" in quote


def test_a_click_on_a_node_shows_its_ties_and_escape_lets_go(network: Browser) -> None:
    network.click(*place(network, node("市公安局")))
    assert "上海市公安局" in network.evaluate("document.getElementById('details').innerText")
    network.key("Escape")
    assert "点击图中的方框或连线" in network.evaluate("document.getElementById('details').innerText")


def test_a_switch_hides_a_kind(network: Browser) -> None:
    orange = "for (let i = 0; i < d.length; i += 4) if (d[i] > 180 && d[i + 1] < 110 && d[i + 2] < 40) n += 1;"
    before = count_pixels(network, orange)
    network.evaluate("document.querySelector('input[data-kind=violation]').click()")
    network.settle()
    assert network.evaluate(f"[...{NETWORK}.hidden.kind]") == ["violation"]
    assert count_pixels(network, orange) < before / 50  # smoothed letters leave a few
    network.evaluate("document.querySelector('input[data-kind=violation]').click()")
    network.settle()
    assert count_pixels(network, orange) == before


def count_pixels(browser: Browser, loop: str) -> int:
    return int(
        browser.evaluate(
            f"""(() => {{ const c = document.querySelector('#picture canvas');
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; {loop} return n; }})()"""
        )
    )


def test_keys_walk_over_the_picture(network: Browser) -> None:
    network.evaluate("document.getElementById('picture').focus()")
    said = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        network.key(key)
        said.append(network.evaluate("document.getElementById('said').innerText").split(" ")[0])
    assert said == ["部门", "任务", "任务", "部门"]
    network.key("Enter")
    assert network.evaluate("document.activeElement.id") == "details"


def test_the_table_twin_can_be_shown_and_filtered(network: Browser) -> None:
    network.evaluate("document.getElementById('show-table').click()")
    network.evaluate("document.getElementById('search').focus()")
    network.write("虚假宣传")
    rows: list[Any] = network.evaluate(
        "[...document.querySelectorAll('#tables tbody tr')].filter((row) => row.offsetParent).map((row) => row.cells[0].innerText)"
    )
    assert "虚假宣传" in rows
    assert not any(row.startswith("商品") for row in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_picture_table_and_graph_can_be_had_from_every_page(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    png = base64.b64decode(browser.evaluate(f"{NETWORK}.painted().toDataURL()").split(",")[1])
    assert png.startswith(b"\x89PNG")
    for name in ("graphml", "gexf"):
        tree = ET.fromstring(browser.evaluate(f"{NETWORK}.{name}()"))  # noqa: S314
        found = [each.tag.rpartition("}")[2] for each in tree.iter()]
        assert found.count("node") == browser.evaluate(f"{NETWORK}.nodes.size")
        assert found.count("edge") == browser.evaluate(f"{NETWORK}.edges.size")
    for button in ("save-png", "save-graphml", "save-gexf"):
        browser.evaluate(f"document.getElementById('{button}').click()")
    browser.evaluate("document.getElementById('show-table').click()")
    assert browser.evaluate("[...document.querySelectorAll('#tables tbody tr')].filter((row) => row.offsetParent).length")
    assert browser.said == []


COUNTS = {
    "network": ["部门 11", "任务 17", "法律文件 15", "商品服务类别 30", "违法行为类型 30 另有 15 项未画出", "牵头 1", "按职责分工 72", "配合 1"],
    "cooperation": ["部门 11", "共同承担任务 11"],
    "matrix": ["部门 11", "任务 17", "● 牵头 1", "◐ 按职责分工 72", "○ 配合 1", "没有职责的行和列"],
    "timeline": ["部门 2", "任务 2", "配合 2", "= 保留 1 线"],
    "shift": ["部门 14", "= 保留 3 线", "+ 新增 8 框、8 线"],
    "diff": ["部门 11", "任务 17", "= 保留 5 框、4 线", "+ 新增 23 框、70 线"],
}  # fmt: skip


@pytest.mark.parametrize("kind", COUNTS)
def test_the_legend_counts_what_is_drawn(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    rows = browser.evaluate("[...document.querySelectorAll('.legend li')].map((li) => li.innerText.replace(/\\s+/g, ' ').trim())")  # fmt: skip
    assert rows == COUNTS[kind]


def test_ties_between_two_of_a_kind_can_be_switched_off(browser: Browser, pages: Path) -> None:
    browser.size(1400, 900)
    browser.open(pages / "cooperation.html")
    lines = "for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 60 && d[i] < 225 && Math.abs(d[i + 2] - d[i]) < 30) n += 1;"
    before = count_pixels(browser, lines)
    browser.evaluate("document.querySelector('input[data-role=tie]').click()")
    browser.settle()
    assert count_pixels(browser, lines) < before * 0.9  # the boxes and their words stay
    assert "hide-role=tie" in browser.evaluate("location.hash")


@pytest.mark.parametrize("kind", ["timeline", "diff", "union"])
def test_the_panel_of_a_task_names_its_campaign_where_there_are_several(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    task = f"[...{NETWORK}.nodes.values()].find((n) => n.kind === 'task' && n.campaign === '2020-shanghai')"
    browser.click(*place(browser, f"(() => {{ const n = {task}; return [n.x, n.y]; }})()"))
    assert "2020-shanghai" in browser.evaluate("document.querySelector('#details .kind').innerText")


@pytest.mark.parametrize("kind", KINDS)
def test_networkx_reads_what_is_saved(browser: Browser, pages: Path, kind: str) -> None:
    import io

    import networkx as nx

    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    for read, name in ((nx.read_graphml, "graphml"), (nx.read_gexf, "gexf")):
        found = read(io.BytesIO(browser.evaluate(f"{NETWORK}.{name}()").encode()))
        assert len(found) == browser.evaluate(f"{NETWORK}.nodes.size")
        assert {data["kind"] for _, data in found.nodes(data=True)} >= {"department"}
        edge = next(iter(found.edges(data=True)))[2]
        assert edge["quote"]
        assert edge["mark"] in ("", "kept", "renamed", "joined", "left", "counterpart")


@pytest.mark.parametrize("kind", KINDS)
def test_paper_gets_the_picture_and_the_tables(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    tables = browser.evaluate("document.querySelectorAll('#tables table').length")
    browser.evaluate("dispatchEvent(new Event('beforeprint'))")
    browser.ask("Emulation.setEmulatedMedia", media="print")
    browser.settle()
    shown = browser.evaluate("[...document.querySelectorAll('#print-picture img, table.grid, #tables table')].filter((e) => e.offsetParent).length")  # fmt: skip
    unused = browser.evaluate("[...document.querySelectorAll('.search, .tools, #details, .bar')].filter((e) => e.offsetParent).length")
    browser.ask("Emulation.setEmulatedMedia", media="")
    assert (shown, unused) == (tables + 1, 0)
    assert browser.said == []


def test_an_address_brings_back_what_was_open(network: Browser, pages: Path) -> None:
    network.click(*place(network, node("市公安局")))
    chosen = network.evaluate("location.hash")
    network.ask("Page.navigate", url="about:blank")
    network.ask("Page.navigate", url=(pages / "network.html").as_uri() + chosen)
    network.wait("document.getElementById('picture')?.dataset.ready === 'true'")
    assert "上海市公安局" in network.evaluate("document.getElementById('details').innerText")


@pytest.mark.parametrize("kind", KINDS)
def test_no_markup_of_a_plan_runs(browser: Browser, tmp_path: Path, kind: str) -> None:
    page = tmp_path / "bad.html"
    bad = stored(tmp_path / "store", hostile(2021), hostile(2022))
    page.write_text(pictured(bad, kind, f"部7{PAYLOADS[6]}").html, encoding="utf-8")
    browser.size(1400, 900)
    browser.open(page)
    browser.evaluate(
        """(async () => {
          const stage = document.getElementById('picture');
          const field = document.getElementById('search');
          for (let i = 0; i < 12; i += 1) {
            field.focus();
            field.value = ['<', 'script', 'href', '"'][i % 4];
            field.dispatchEvent(new Event('input'));
            field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
            for (const part of document.querySelectorAll('#details details')) part.open = true;
            stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
            for (const part of document.querySelectorAll('#details details')) part.open = true;
          }
          dispatchEvent(new Event('beforeprint'));
          document.getElementById('show-table').click();
        })()"""
    )
    browser.settle()
    assert browser.evaluate("typeof pwned") == "undefined"
    assert browser.said == []
    assert browser.requests == [page.as_uri()] or all(url.startswith(("file:", "data:")) for url in browser.requests)
    assert (
        browser.evaluate("document.querySelectorAll('#details :is(script, img, iframe, svg[onload], a)').length") == 0
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "matrix"])
def test_the_keyboard_alone_reaches_picture_proof_switches_and_tables(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    seen = []
    for _ in range(24):
        browser.key("Tab")
        seen.append(browser.evaluate("document.activeElement.id || document.activeElement.dataset.kind || document.activeElement.dataset.mark || document.activeElement.tagName"))
        if seen[-1] == "picture" and seen.count("picture") == 1:
            browser.key("ArrowDown")
            browser.key("ArrowDown")
            assert browser.evaluate("document.querySelectorAll('#details h2').length") == 1
            browser.key("Enter")
            assert browser.evaluate("document.activeElement.id") == "details"
            while browser.evaluate("document.activeElement.tagName") != "SUMMARY":
                browser.key("Tab")
            if not browser.evaluate("document.activeElement.parentElement.open"):
                browser.key("Enter", "\r")
            assert browser.evaluate("document.activeElement.parentElement.open")
            assert browser.evaluate("document.activeElement.parentElement.querySelector('blockquote').innerText")
            browser.evaluate("document.getElementById('picture').focus()")
    assert {"search", "show-picture", "show-table", "picture", "zoom-in", "department"} <= set(seen), seen
    browser.evaluate("document.querySelector('.skip').focus()")
    browser.key("Enter", "\r")
    assert browser.evaluate("document.querySelector('#tables').offsetParent !== null")


@pytest.mark.parametrize(
    ("kind", "mark", "words"), [("shift", "joined", "+ 新增"), ("diff", "joined", "+ 新增"), ("diff", "kept", "= 保留")]
)
def test_what_became_can_be_switched_off(browser: Browser, pages: Path, kind: str, mark: str, words: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    assert words in browser.evaluate("document.querySelector('.legend').innerText")
    browser.evaluate(f"document.querySelector('input[data-mark={mark}]').click()")
    browser.settle()
    assert browser.evaluate(f"[...{NETWORK}.hidden.mark]") == [mark]
    assert f"hide-mark={mark}" in browser.evaluate("location.hash")


def test_a_click_on_a_flow_shows_both_sentences(browser: Browser, pages: Path) -> None:
    browser.size(1400, 900)
    browser.open(pages / "shift.html")
    middle = f"""(() => {{
      const edge = [...{NETWORK}.edges.values()].find((e) => e.mark === 'kept' && e.weight);
      const [x1, y1] = edge.curve;
      return [x1 + 30, y1];
    }})()"""
    browser.click(*place(browser, middle))
    panel = browser.evaluate("document.getElementById('details').innerText")
    assert "保留" in panel
    cites = browser.evaluate("[...document.querySelectorAll('#details cite')].map((cite) => cite.innerText)")
    assert {cite.split(" · ")[0] for cite in cites} == {"上海市2017方案", "上海市2020方案"}


@pytest.mark.parametrize("kind", KINDS)
def test_search_finds_the_cyberspace_office_on_every_page(browser: Browser, pages: Path, kind: str) -> None:
    browser.size(1400, 900)
    browser.open(pages / f"{kind}.html")
    browser.key("/")
    browser.write("网信办")
    hits = browser.evaluate("[...document.querySelectorAll('#hits [data-node]')].map((hit) => hit.innerText)")
    assert any("互联网信息办公室" in hit for hit in hits)


def test_a_picture_as_svg_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    bad = stored(tmp_path / "store", hostile(2021), hostile(2022))
    for kind in KINDS:
        page = tmp_path / f"{kind}.svg"
        page.write_text(pictured(bad, kind, f"部7{PAYLOADS[6]}").svg, encoding="utf-8")
        browser.said.clear()
        browser.requests.clear()
        browser.ask("Page.navigate", url=page.as_uri())
        browser.wait("document.readyState === 'complete' && document.documentElement.nodeName === 'svg'")
        assert browser.evaluate("typeof pwned") == "undefined"
        assert browser.said == []
        assert browser.requests == [page.as_uri()]
