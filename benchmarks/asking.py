"""Asking: cold start against ``python -c pass``; warm answers against a raw query of the search engine; the index.

Run ``python benchmarks/asking.py`` (five plans) or ``python benchmarks/asking.py --tasks 100000``. Plans beyond the
shipped ones are made of their sentences, drawn with a fixed seed. Each question is asked and queried in turn, both
several times, and the least time of each counts; read the ratios.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import tantivy
import yaml

from zhize import resources
from zhize.answers import answer
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, TaskEntry, of_record
from zhize.extraction import Reader
from zhize.model import Level
from zhize.search import schema, write_index
from zhize.search.index import Index

SENTENCES = 6
PLAN = 17
TIMES = 5
TOP = 10


def campaigns() -> list[CampaignEntry]:
    """Return the shipped campaigns."""
    reader = Reader(shipped())
    texts = [(path, path.read_bytes().decode("utf-8-sig")) for path in sorted(resources.campaigns().glob("*.txt"))]
    return [of_record(reader.read(text, path.name), text) for path, text in texts]


def more(plans: Sequence[CampaignEntry], tasks: int) -> Iterator[CampaignEntry]:
    """Yield made-up plans until they hold so many tasks: of any province and year, their tasks of real sentences."""
    draw = random.Random(1)
    real = [task for plan in plans for task in plan.tasks]
    sentences = [each for task in real for each in re.split("(?<=。)", task.text) if len(each) > 8]
    places = [region.name for region in shipped().regions if region.level in (Level.PROVINCIAL, Level.MUNICIPAL)]
    for number in range(tasks // PLAN):
        name = f"plan-{number}"
        made = tuple(_task(draw, draw.choice(real), sentences, name, f"2.{at + 1}") for at in range(PLAN))
        yield replace(
            draw.choice(plans), id=name, year=draw.randint(2000, 2024), region=draw.choice(places), tasks=made
        )


def _task(draw: random.Random, model: TaskEntry, sentences: Sequence[str], name: str, path: str) -> TaskEntry:
    text = "".join(draw.choices(sentences, k=SENTENCES))
    return replace(model, campaign=name, path=path, text=text, start=0, end=len(text))


def cold(index: Path) -> None:
    """Print the cold start of an answer as ratios to ``python -c pass``."""
    call = (
        "from pathlib import Path; from zhize.answers import answer, as_text; "
        f"print(as_text(answer('2020年上海直播带货归谁管', Path({str(index)!r}))))"
    )
    commands = {
        "pass": "pass",
        "an answer": call,
        "the command line": f"import zhize.cli; {call}",
    }
    with tempfile.TemporaryDirectory() as compiled:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": compiled,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(13):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", command], env=environment, stdout=subprocess.DEVNULL, check=True)
                if turn > 1:
                    spent[name].append(time.perf_counter() - start)
    base = statistics.median(spent["pass"])
    for name, times in spent.items():
        print(
            f"cold  {name:18} {1000 * statistics.median(times):8.1f} ms {statistics.median(times) / base:6.2f} x pass"
        )


def least(action: Callable[[], object]) -> float:
    """Return the least processor time that an action took."""
    spent = []
    for _ in range(TIMES):
        start = time.thread_time()
        action()
        spent.append(time.thread_time() - start)
    return min(spent)


def warm(index: Path) -> None:
    """Print what answers take beside a raw query of the engine for the words of the question."""
    questions = yaml.safe_load((resources.folder("data") / "questions" / "questions.yaml").read_text(encoding="utf-8"))
    engine = tantivy.Index.open(str(index / schema.FOLDER / schema.ENGINE))
    searcher = engine.searcher()
    fold = Index(index).vocabulary.folding

    def raw(text: str) -> None:
        words = " ".join(schema.tokens(text.translate(fold)))
        if words:
            for _, address in searcher.search(engine.parse_query(words, [schema.WORDS]), TOP).hits:
                searcher.doc(address)

    asked, queried = [], []
    for question in questions:
        text, options = question["question"], question["options"]
        answer(text, index, **options)
        asked.append(least(lambda text=text, options=options: answer(text, index, **options)))
        queried.append(least(lambda text=text: raw(text)))
    for name, times in (("raw query", queried), ("answer", asked)):
        ordered = sorted(times)
        middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
        print(f"warm  {name:18} median {1000 * middle:8.3f} ms  95 % {1000 * late:8.3f} ms")
    late = sorted(asked)[int(0.95 * len(asked))] / sorted(queried)[int(0.95 * len(queried))]
    print(
        f"warm  answer / raw query: median {statistics.median(asked) / statistics.median(queried):.1f}, 95 % {late:.1f}"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tasks", type=int, default=0, help="add made-up plans with so many tasks")
    arguments = parser.parse_args()
    plans = campaigns()
    made = [*plans, *more(plans, arguments.tasks)]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder)
        start = time.perf_counter()
        write_index(index, made, shipped())
        spent = time.perf_counter() - start
        for part in (schema.VOCABULARY, schema.ENGINE):
            size = sum(path.stat().st_size for path in (index / schema.FOLDER / part).rglob("*") if path.is_file())
            print(f"index {part:18} {size / 1e6:8.2f} MB")
        print(f"index of {sum(len(plan.tasks) for plan in made)} tasks written in {spent:.1f} s")
        cold(index)
        warm(index)


if __name__ == "__main__":
    main()
