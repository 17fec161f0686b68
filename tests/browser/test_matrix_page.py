from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from tests.browser.conftest import Browser
from tests.view_plans import SMALL, Sketch, stored, written

from zhize.model import Role
from zhize.views import draw_matrix

MORE = Sketch(
    "2.4",
    "=1+1 整治",
    (("市公安局", "上海市公安局", Role.LEAD), ("市公安局", "上海市公安局", Role.JOINT), ("市市场监管局", "上海市市场监督管理局", Role.SUPPORT)),
)
"""A task whose title a spreadsheet would take for a formula, and in which a body has two roles."""
HERE = "document.querySelector('.grid .here')?.innerText.replace(/\\s+/g, ' ')"
DETAILS = "document.getElementById('details').innerText"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix")
    graph = stored(folder, written((*SMALL, MORE), "2020-shanghai.txt", "上海市2020方案", 2020))
    file = folder / "matrix.html"
    draw_matrix(graph).save(file)
    return file


@pytest.fixture
def matrix(browser: Browser, page: Path) -> Browser:
    browser.size(1400, 900)
    browser.open(page)
    return browser




def signs(browser: Browser) -> dict[str, list[str]]:
    """Return the signs of each row that is seen, with the total."""
    rows = browser.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.grid tbody tr')].filter((row) => row.offsetParent).map((row) =>
          [row.cells[0].innerText, [...row.cells].slice(1).filter((cell) => cell.offsetParent).map((cell) =>
            cell.className.includes('sum') ? cell.innerText
              : [...cell.querySelectorAll('.sign:not([hidden]) > [aria-hidden]')].map((sign) => sign.innerText).join(''))]))"""
    )
    return dict(rows)


WHOLE = {
    "市市场监管局": ["●", "◐", "", "○", "3"],
    "市公安局": ["", "◐", "", "●◐", "2"],
    "市网信办": ["○", "", "", "", "1"],
}


def test_the_grid_says_roles_and_totals(matrix: Browser) -> None:
    assert signs(matrix) == WHOLE
    assert matrix.evaluate("[...document.querySelector('.grid tfoot tr').cells].map((cell) => cell.innerText)") == [
        "合计", "2", "2", "–", "2", "6",
    ]  # fmt: skip


def test_search_finds_a_body_and_a_task_and_shows_the_words(matrix: Browser) -> None:
    matrix.key("/")
    matrix.write("网信办")
    matrix.key("Enter")
    assert "市网信办" in matrix.evaluate(HERE)
    assert "（市市场监管局、市网信办、负责）" in matrix.evaluate("document.querySelector('#details blockquote').textContent")
    matrix.key("/")
    matrix.write("2.2")
    matrix.key("Enter")
    assert "强化网络交易信息监测" in matrix.evaluate(HERE)
    assert "部门 2" in matrix.evaluate(DETAILS)


def test_a_click_on_a_sign_shows_the_sentence_of_every_role(matrix: Browser) -> None:
    place = matrix.evaluate(
        """(() => { const r = [...document.querySelectorAll('.grid a')].at(-1).closest('tbody').rows[1].cells[4].getBoundingClientRect();
        return [r.x + r.width / 2, r.y + r.height / 2]; })()"""
    )
    matrix.click(*place)
    assert "上海市公安局 — 2.4 =1+1 整治" in matrix.evaluate(DETAILS)
    assert matrix.evaluate("document.querySelectorAll('#details blockquote').length") == 2
    assert {"牵头", "按职责分工"} <= set(matrix.evaluate(DETAILS).replace("\n", " ").split())
    assert matrix.evaluate("location.hash").startswith("#edge=")
    matrix.key("Escape")


def test_keys_walk_over_what_stands_in_the_grid(matrix: Browser) -> None:
    matrix.evaluate("document.getElementById('picture').focus()")
    walked = []
    for key in ("Down", "Right", "Right", "Right", "Down", "Down", "Left", "Up", "Up", "Right"):
        matrix.key(f"Arrow{key}")
        walked.append(matrix.evaluate("document.getElementById('said').innerText"))
    assert walked == [
        "部门 上海市市场监督管理局",
        "上海市市场监督管理局 2.1 规范电子商务准入行为 牵头",
        "上海市市场监督管理局 2.2 强化网络交易信息监测 按职责分工",
        "上海市市场监督管理局 2.4 =1+1 整治 配合",
        "上海市公安局 2.4 =1+1 整治 牵头",
        "上海市公安局 2.4 =1+1 整治 牵头",  # nothing stands further on
        "上海市公安局 2.2 强化网络交易信息监测 按职责分工",
        "上海市市场监督管理局 2.2 强化网络交易信息监测 按职责分工",
        "任务 2.2 强化网络交易信息监测",
        "任务 2.3 落实电子商务经营者责任",
    ]
    assert "只写明：相关单位" in matrix.evaluate(DETAILS)
    matrix.key("Enter")
    assert matrix.evaluate("document.activeElement.id") == "details"
    matrix.key("Escape")
    assert matrix.evaluate("document.activeElement.id") == "picture"
    assert "点击符号" in matrix.evaluate(DETAILS)


def test_tab_reaches_search_views_export_grid_and_switches(matrix: Browser) -> None:
    reached = []
    for _ in range(14):
        matrix.key("Tab")
        reached.append(matrix.evaluate("document.activeElement.id || document.activeElement.dataset.role || document.activeElement.tagName"))
    assert reached[1:5] == ["search", "show-picture", "show-table", "SUMMARY"]
    assert {"picture", "lead", "joint", "support", "empty"} <= set(reached), reached


def test_switches_hide_roles_and_what_then_has_no_duty(matrix: Browser) -> None:
    matrix.evaluate("document.querySelector('input[data-role=joint]').click()")
    assert signs(matrix) == {"市市场监管局": ["●", "", "", "○", "2"], "市公安局": ["", "", "", "●", "1"], "市网信办": ["○", "", "", "", "1"]}
    assert "hide-role=joint" in matrix.evaluate("location.hash")
    matrix.evaluate("document.querySelector('input[data-role=support]').click()")
    matrix.evaluate("document.getElementById('empty').click()")
    assert signs(matrix) == {"市市场监管局": ["●", "", "1"], "市公安局": ["", "●", "1"]}
    for switch in ("[data-role=joint]", "[data-role=support]", "#empty"):
        matrix.evaluate(f"document.querySelector('input{switch}').click()")
    assert signs(matrix) == WHOLE


def test_a_spreadsheet_gets_what_is_seen_and_no_formula(matrix: Browser) -> None:
    text = matrix.evaluate("document.getElementById('picture').picture.csv()")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["部门", "2.1 规范电子商务准入行为", "2.2 强化网络交易信息监测", "2.3 落实电子商务经营者责任", "2.4 =1+1 整治", "合计"]
    assert rows[2] == ["上海市公安局", "", "按职责分工", "", "牵头、按职责分工", "2"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(("width", "height", "phone"), [(1400, 900, False), (360, 740, True)])
def test_a_body_that_is_found_is_not_covered(browser: Browser, page: Path, width: int, height: int, phone: bool) -> None:
    browser.size(width, height, phone=phone)
    browser.open(page)
    browser.evaluate("document.getElementById('search').focus()")
    browser.write("公安")
    browser.key("Enter")
    assert browser.evaluate(
        """(() => { const r = document.querySelector('.grid .here').getBoundingClientRect();
        return document.elementFromPoint(r.x + 20, r.y + r.height / 2)?.closest('th') === document.querySelector('.grid .here'); })()"""
    )
    assert browser.said == []


def test_without_a_script_the_grid_and_the_quotations_are_there(matrix: Browser, page: Path) -> None:
    matrix.ask("Emulation.setScriptExecutionDisabled", value=True)
    matrix.ask("Page.navigate", url="about:blank")
    matrix.ask("Page.navigate", url=page.as_uri() + "#d0-0")
    time.sleep(0.5)
    matrix.ask("Emulation.setScriptExecutionDisabled", value=False)
    shown = matrix.evaluate("['.grid', '#d0-0'].map((name) => document.querySelector(name).offsetParent !== null)")
    assert shown == [True, True]
    assert matrix.evaluate("[...document.querySelectorAll('.search, .tools, aside')].filter((e) => e.offsetParent).length") == 0
