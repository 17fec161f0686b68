"""Measures alignment: two plans of 100 tasks against cutting both with jieba; the best of many earlier plans.

Run with ``python benchmarks/alignment.py``. The plans are made of the sentences of the shipped campaigns, drawn with
a fixed seed.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace

from zhize import resources
from zhize.align import Aligner, likest
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, TaskEntry, of_record
from zhize.extraction import Reader
from zhize.lexicon import words
from zhize.model import TaskKind

TASKS = 100
SENTENCES = 6


def campaigns() -> list[CampaignEntry]:
    """Return the shipped campaigns."""
    reader = Reader(shipped())
    texts = [(path, path.read_bytes().decode("utf-8-sig")) for path in sorted(resources.campaigns().glob("*.txt"))]
    return [of_record(reader.read(text, path.name), text) for path, text in texts]


def large(plans: list[CampaignEntry], name: str, seed: int, tasks: int = TASKS) -> CampaignEntry:
    """Return a plan of many tasks, each with the bodies and aims of a real one and sentences of several."""
    draw = random.Random(seed)
    real = [task for plan in plans for task in plan.tasks if task.kind is TaskKind.TASK]
    sentences = [each for task in real for each in re.split("(?<=。)", task.text) if len(each) > 8]
    made: list[TaskEntry] = []
    for number in range(tasks):
        model = draw.choice(real)
        text = "".join(draw.choices(sentences, k=SENTENCES))
        bodies = tuple(replace(holder, evidence=()) for holder in model.holders)
        made.append(
            replace(model, campaign=name, path=f"2.{number + 1}", text=text, start=0, end=len(text), holders=bodies)
        )
    return replace(plans[0], id=name, tasks=tuple(made))


def seconds(action: Callable[[], object], times: int = 3) -> float:
    """Return the least time that an action took."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> None:
    """Print the figures."""
    plans = campaigns()
    aligner = Aligner(shipped())
    one, other = large(plans, "one", 1), large(plans, "other", 2)
    words("预热")
    cutting = seconds(lambda: [words(task.text) for plan in (one, other) for task in plan.tasks])
    aligning = seconds(lambda: aligner.align(one, other))
    print(f"cutting with jieba  {cutting:8.3f} s")
    print(f"aligning            {aligning:8.3f} s  {aligning / cutting:.1f} times")
    for count in (125, 250, 500, 1000):
        earlier = [large(plans, f"plan-{seed}", seed, tasks=10) for seed in range(count)]
        new = large(plans, "new", -1, tasks=10)

        def best(earlier: list[CampaignEntry] = earlier, new: CampaignEntry = new) -> object:
            found = likest(new, earlier)
            return aligner.align(found, new) if found is not None else None

        spent = seconds(best, times=1)
        print(f"best of {count:5d} plans {spent:8.3f} s  {1000 * spent / count:.2f} ms a plan")


if __name__ == "__main__":
    main()
