"""How long a page takes to write, and what Chromium makes of it: networks of 200, 2,000 and 20,000 nodes.

Writing is measured against json.dumps of the same nodes and edges, in the same process; placing everything is
measured apart. Run it with ``python benchmarks/pictures.py``; ``--browser`` opens the pages in Chromium too.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zhize import vocab
from zhize.model import Role
from zhize.rdf import iri, vocabulary_quads
from zhize.store import open_store, publish
from zhize.views import page
from zhize.views.drawing import network_picture
from zhize.views.gathering import gathered
from zhize.views.kinds import PREDICATES, Kind
from zhize.views.layout import layered
from zhize.views.picture import Picture
from zhize.views.questions import Plan
from zhize.views.quotes import Evidence
from zhize.views.scene import scene
from zhize.views.tables import network_tables
from zhize.views.wording import Wording, wording

if TYPE_CHECKING:
    import networkx as nx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SIZES = (200, 2_000, 20_000)
SENTENCE = "加强对第{}类网络交易违法行为的监测，依法查处销售假冒伪劣商品、虚假宣传、刷单炒信等行为（市市场监管局、市公安局按职责分工协作）。"


def network(size: int) -> nx.MultiDiGraph:
    """Return a network of so many nodes in the proportions of a plan: a tenth bodies and tasks, about two edges a node."""
    import networkx as nx

    found = nx.MultiDiGraph()
    bodies, tasks = max(6, size // 40), max(10, size // 12)
    numbers = {Kind.DEPARTMENT: bodies, Kind.TASK: tasks, Kind.LAW: size // 10}
    numbers[Kind.PRODUCT] = (size - sum(numbers.values())) // 3
    numbers[Kind.VIOLATION] = size - sum(numbers.values())
    for kind, number in numbers.items():
        for at in range(number):
            path = f"{at // 100 + 1}.{at % 100 + 1}" if kind is Kind.TASK else ""
            found.add_node(
                f"{kind}/{at}", kind=kind, label=f"第{at}号{kind}", name=f"第{at}号{kind}的全称", aliases=(), weight=2,
                evidence=(), path=path, order=at if path else 0, section="", generic=(), members=(), mark=None,
            )  # fmt: skip
    for at in range(tasks):
        for step in range(5):
            join(found, f"{Kind.DEPARTMENT}/{(at * 7 + step * 3) % bodies}", f"{Kind.TASK}/{at}", at, Role.JOINT)
    for kind in (Kind.LAW, Kind.PRODUCT, Kind.VIOLATION):
        for at in range(numbers[kind]):
            join(found, f"{Kind.TASK}/{at % tasks}", f"{kind}/{at}", at, None)
    plan = Plan("doc/plan", "2026-plan", "2026-plan", "2026年专项行动方案", "2026-plan.txt", 2026, "2026-01-01", "")
    totals = Counter(data["kind"] for _, data in found.nodes(data=True))
    found.graph.update(plans=(plan,), totals=totals, clustered=False, filtered=False, lang="zh")
    return found


def join(found: nx.MultiDiGraph, start: str, end: str, at: int, role: Role | None) -> None:
    """Add an edge with a sentence that proves it."""
    law = end.startswith(Kind.LAW)
    predicate = PREDICATES[role] if role is not None else vocab.CITES if law else vocab.TARGETS
    quote = SENTENCE.format(at)
    proof = Evidence("2026-plan", f"{at // 100 + 1}.{at % 100 + 1}", quote, at * 90 + 20, at * 90 + 24, at * 90)
    found.add_edge(start, end, key=predicate, predicate=predicate, role=role, mark=None, evidence=(proof,))


def plain(found: nx.MultiDiGraph) -> dict[str, object]:
    """Return the nodes and edges of a network as plain values: what json.dumps is measured on."""
    edges = [
        {"from": start, "to": end, "predicate": data["predicate"], "role": data["role"],
         "evidence": [[e.document, e.path, e.quote, e.start, e.end, e.quoted_from] for e in data["evidence"]]}
        for start, end, data in found.edges(data=True)
    ]  # fmt: skip
    return {"nodes": [{"id": node, **data} for node, data in found.nodes(data=True)], "edges": edges}


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compared(one: Callable[[], object], other: Callable[[], object], after: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the quickest runs of two actions, which take turns for two seconds or five rounds.

    Where the machine is slow for a while it is so for both. ``after`` clears up behind the first, and is not counted.
    """
    times: list[tuple[float, float]] = []
    end = time.perf_counter() + 2
    while len(times) < 5 or time.perf_counter() < end:
        times.append((seconds(one), seconds(other)))
        after()
    return min(each[0] for each in times), min(each[1] for each in times)


def written(found: nx.MultiDiGraph, words: Wording, file: Path) -> tuple[float, float, float]:
    """Write the page of a network; return the seconds that gathering and placing, writing and json.dumps take."""
    drawn = gathered(found)
    placed = layered(drawn)
    layout = seconds(lambda: layered(gathered(found)))
    picture = network_picture(found, words, "network")

    def write() -> None:
        about = page.Page("方案", "网络", "file", found.graph["plans"], network_tables(found, words))
        shown = {"duties": True, "amounts": False, **scene(drawn, placed, words)}
        Picture("network", about, drawn, words, shown).save(file)

    values = plain(found)
    write()
    taken, dumps = compared(write, lambda: json.dumps(values, ensure_ascii=False), lambda: file.unlink())
    picture.save(file)
    return layout, taken, dumps


def seen(file: Path) -> str:
    """Return what Chromium needs to show a page, and whether it answers then."""
    from tests.browser.conftest import Browser

    with tempfile.TemporaryDirectory() as folder, Browser(Path(folder)) as browser:
        browser.size(1400, 900)
        start = time.perf_counter()
        browser.open(file)
        shown = time.perf_counter() - start
        start = time.perf_counter()
        browser.key("/")
        browser.write("第1号")
        answered = time.perf_counter() - start
        hits = browser.evaluate("document.querySelectorAll('#hits [data-node]').length")
        boxes = browser.evaluate("document.getElementById('picture').picture.nodes.size")
        assert browser.said == [], browser.said
    return f"{boxes:>6} boxes drawn, first view {shown:5.2f} s, search answers in {answered:4.2f} s with {hits} hits"


def main() -> None:
    """Print a line for each size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--browser", action="store_true", help="open the pages in Chromium")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder) / "store", {iri(vocab.BASE, "graph", "ontology"): vocabulary_quads()}, {})
        words = wording(open_store(Path(folder) / "store"), "zh")
        for size in SIZES:
            file = Path(folder) / f"{size}.html"
            layout, taken, dumps = written(network(size), words, file)
            print(
                f"{size:>6} nodes: placed in {layout:6.3f} s; written in {taken:6.3f} s, {taken / dumps:5.2f} times json.dumps "
                f"({dumps:.3f} s); {file.stat().st_size / 1e6:.1f} MB"
            )
            if given.browser:
                print(f"        {seen(file)}")


if __name__ == "__main__":
    main()
