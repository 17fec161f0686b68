"""Resolving names of bodies against reading a plan: what part of the time of extraction it costs.

Run ``python benchmarks/resolving.py [FOLDER…]``; without folders the shipped plans and those of the tests. Every name
that a plan asks for is noted, then plan and names are run in turn, several times each, with nothing remembered from
plan to plan; the median of each counts. Read the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhize import resources
from zhize.authority import shipped
from zhize.extraction import Reader
from zhize.reading import plans_in, read
from zhize.resolve import Resolver

ROUNDS = 5
SHARE = 0.2
"""Resolving should cost less than this part of extraction."""


def timed(run: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def asked(reader: Reader, text: str, name: str) -> list[tuple[Any, ...]]:
    """Return the names that reading a plan asks the resolver for, in order, with place and date."""
    resolve = Resolver.resolve
    noted: list[tuple[Any, ...]] = []

    def noting(self: Resolver, *given: Any) -> object:
        noted.append(given)
        return resolve(self, *given)

    Resolver.resolve = noting  # type: ignore[method-assign, assignment]
    try:
        reader.read(text, name)
    finally:
        Resolver.resolve = resolve  # type: ignore[method-assign]
    return noted


def main() -> None:
    """Print the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    tests = Path(__file__).parent.parent / "tests" / "plans"
    folders = parser.parse_args().folders or [resources.campaigns(), tests, tests / "blind", tests / "held"]
    reader, resolver = Reader(shipped()), Resolver(shipped())
    resolver.known("公安局")  # the tables are turned into look-ups once a process
    sources = [read(path) for folder in folders for path in plans_in(folder)]
    names = [asked(reader, source.text, source.name) for source in sources]
    reading: list[float] = []
    resolving: list[float] = []
    for _ in range(ROUNDS):
        whole = part = 0.0
        for source, calls in zip(sources, names, strict=True):
            Resolver.resolve.cache_clear()
            whole += timed(lambda source=source: reader.read(source.text, source.name))  # type: ignore[misc]
            Resolver.resolve.cache_clear()
            part += timed(lambda calls=calls: [resolver.resolve(*call) for call in calls])  # type: ignore[misc]
        reading.append(whole)
        resolving.append(part)
    count = len(sources)
    share = statistics.median(part / whole for part, whole in zip(resolving, reading, strict=True))
    print(f"{count} plans, {sum(map(len, names))} names asked for, {sum(len(set(calls)) for calls in names)} different in their plan")
    print(f"extraction {statistics.median(reading) / count * 1000:7.2f} ms a plan")
    print(f"resolving  {statistics.median(resolving) / count * 1000:7.2f} ms a plan")
    print(f"share      {share:7.3f} ({'less' if share < SHARE else 'more'} than {SHARE})")


if __name__ == "__main__":
    main()
