"""End to end: 200 plans into the store, against the usual project; then the cold start of ask against ``python -c pass``.

Run: ``python benchmarks/end_to_end.py``. Figures are medians of one interleaved run; read the ratios.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from usual_project import alternation
from usual_project import build as build_usual
from zhize import lexicon, pipeline, resources
from zhize.authority import shipped


def timed(run: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def plans(folder: Path, copies: int) -> list[Path]:
    """Write each shipped plan under ``copies`` ids and return the files."""
    made = []
    for path in sorted(resources.campaigns().glob("*.txt")):
        for number in range(copies):
            copy = folder / f"{path.stem}-{number:03}.txt"
            shutil.copyfile(path, copy)
            made.append(copy)
    return made


def end_to_end(rounds: int, copies: int) -> None:
    """Print the time of both pipelines on the same plans with equally many quads."""
    jieba.initialize()
    lexicon.words("预热")
    lexicon.tags()
    names = alternation(shipped())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "plans").mkdir()
        files = plans(root / "plans", copies)
        texts = [(path.stem, path.read_text(encoding="utf-8-sig")) for path in files]
        ours: list[float] = []
        usual: list[float] = []
        counted = pipeline.build(files, root / "store").quads
        for _ in range(rounds):
            ours.append(timed(lambda: pipeline.build(files, root / "store")))
            usual.append(timed(lambda: build_usual(texts, names, counted, root / "usual.trig")))
        one, other = statistics.median(ours), statistics.median(usual)
        print(f"{len(files)} plans, {counted} quads each: zhize {one:.2f} s, usual {other:.2f} s, {other / one:.2f} times")


def cold(rounds: int) -> None:
    """Print the time of a cold ask and its ratio to an empty Python."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        pipeline.build([], store)
        ask = [str(Path(sys.executable).with_name("zhize")), "ask", "直播带货归谁管", "--store", str(store)]
        empty = [sys.executable, "-c", "pass"]
        times: dict[str, list[float]] = {"ask": [], "pass": []}
        for _ in range(rounds):
            times["ask"].append(timed(lambda: subprocess.run(ask, check=True, capture_output=True)))
            times["pass"].append(timed(lambda: subprocess.run(empty, check=True)))
        answer, nothing = statistics.median(times["ask"]), statistics.median(times["pass"])
        print(f"cold ask {answer * 1000:.0f} ms, python -c pass {nothing * 1000:.0f} ms, {answer / nothing:.1f} times")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=40)
    arguments = parser.parse_args()
    end_to_end(arguments.rounds, arguments.copies)
    cold(max(9, arguments.rounds * 3))


if __name__ == "__main__":
    main()
