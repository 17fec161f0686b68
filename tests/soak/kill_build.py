"""Kill a publishing process at random moments and look at what readers find then.

Every time the store must hold the graph that was there before or the new one, whole, and nothing that was
acknowledged may be lost. Run `python tests/soak/kill_build.py --cycles 1000 --seed 7`; it prints one JSON object and
exits 1 if anything was lost, half there or left behind.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from zhize.errors import StoreError
from zhize.store import Graph, open_store, publish

GRAPHS = 3


def content(version: int, size: int) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return graphs and sources of which every quad and every text tells its version."""
    graphs = {
        f"http://soak/{graph}": [
            f'<http://soak/{graph}/{row}> <http://soak/version> "{version}" <http://soak/{graph}> .'
            for row in range(size)
        ]
        for graph in range(GRAPHS)
    }
    return graphs, {str(graph): f"第{version}版\n" * 50 for graph in range(GRAPHS)}


def child(folder: Path, version: int, size: int) -> None:
    """Publish one version, telling the parent when it begins and when it is done."""
    graphs, sources = content(version, size)
    sys.stdout.write("begin\n")
    sys.stdout.flush()
    publish(folder, graphs, sources)
    sys.stdout.write("done\n")
    sys.stdout.flush()


def start(folder: Path, version: int, size: int) -> subprocess.Popen[str]:
    """Start a publishing process and wait until it begins."""
    command = [sys.executable, __file__, "--child", str(version), "--folder", str(folder), "--size", str(size)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if process.stdout is None or process.stdout.readline() != "begin\n":
        raise RuntimeError("the publishing process did not begin")
    return process


def faults(graph: Graph, size: int) -> list[str]:
    """Return what is not whole in a graph: its files, its quads, its union, its sources, all of one version."""
    found = graph.verify()
    versions = {str(row[0]) for row in graph.query("SELECT DISTINCT ?v { ?s <http://soak/version> ?v }")}
    if len(versions) != 1:
        return [*found, f"several versions: {sorted(versions)}"]
    count = graph.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0][0]
    union = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0]
    if not count == union == GRAPHS * size == graph.manifest.quads:
        found.append(f"{count} quads, {union} in the union, {graph.manifest.quads} in the manifest")
    (version,) = versions
    found += [f"source {name}" for name in graph.manifest.sources if f"第{version}版" not in graph.source(name)]
    return found


def version_of(graph: Graph) -> int:
    """Return the version that a graph tells."""
    return int(str(graph.query("SELECT DISTINCT ?v { ?s <http://soak/version> ?v }")[0][0]))


def rehearse(folder: Path, cycles: int, seed: int, size: int) -> dict[str, object]:
    """Kill a publisher in every cycle and return what was found."""
    chance = random.Random(seed)  # chance is repeatable on purpose
    process = start(folder, 0, size)
    began = time.perf_counter()
    process.communicate()
    usual = 1.5 * (time.perf_counter() - began)
    held, troubles = 0, list[str]()
    outcomes: Counter[str] = Counter()
    for version in range(1, cycles + 1):
        process = start(folder, version, size)
        time.sleep(chance.uniform(0, usual))
        process.kill()
        said = process.communicate()[0]
        try:
            graph = open_store(folder)
            now = version_of(graph)
            troubles += [f"cycle {version}: {fault}" for fault in faults(graph, size)]
        except StoreError as error:
            troubles.append(f"cycle {version}: {error}")
            continue
        if now not in (held, version) or ("done" in said and now != version):
            troubles.append(f"cycle {version}: found {now}, held {held}, said {said!r}")
        outcomes["new" if now == version else "old"] += 1
        held = now
    return {"cycles": cycles, "seed": seed, **outcomes, "troubles": troubles + leftovers(folder, size)}


def leftovers(folder: Path, size: int) -> list[str]:
    """Publish undisturbed, twice, and return what is then not as it should be."""
    digests = []
    for _ in range(2):
        graphs, sources = content(-1, size)
        digests.append(publish(folder, graphs, sources).sha256)
    names = sorted(path.name for path in (folder / "generations").iterdir())
    found = [] if len(names) == 2 and not any(name.endswith(".tmp") for name in names) else [f"left: {names}"]
    return found if digests[0] == digests[1] else [*found, "the same input gave other bytes"]


def main() -> int:
    """Run the rehearsal, or be the process that is killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=int, default=700, help="quads of each of the three graphs")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child is not None:
        child(chosen.folder, chosen.child, chosen.size)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary) / "store"
        report = rehearse(folder, chosen.cycles, chosen.seed, chosen.size)
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    return 1 if report["troubles"] else 0


if __name__ == "__main__":
    sys.exit(main())
