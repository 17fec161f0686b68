"""Measures: the items of an inline list 一是 … 二是 … in the body of a task."""

from __future__ import annotations

import re

from zhize.extraction.context import Context
from zhize.model import Measure
from zhize.numbering import MEASURE, numeral

_BREAK = "。；：，\n、）”"


def measures(context: Context, path: str, spans: list[tuple[int, int]]) -> tuple[Measure, ...]:
    """Return the measures of a task, numbered as they run on; a lone 一是 is none."""
    text = context.text
    marks: list[tuple[int, int, int, int]] = []
    for start, end in spans:
        expected = marks[-1][0] + 1 if marks else 1
        for found in MEASURE.finditer(text, start, end):
            number = numeral(found[1])
            if number is None or (number > 1 and found.start() > start and text[found.start() - 1] not in _BREAK):
                continue
            if number == 1 and marks and expected > 2:
                expected = 1
            if number != expected and not (number == 1 and not marks):
                continue
            if marks and number == 1:
                break
            marks.append((number, found.start(), found.end(), end))
            expected = number + 1
    if len(marks) < 2:
        return ()
    made: list[Measure] = []
    for index, (number, begin, body, limit) in enumerate(marks):
        stop = marks[index + 1][1] if index + 1 < len(marks) and marks[index + 1][1] < limit else limit
        line = text.find("\n", body, stop)
        clause = re.compile(r"\n?（[^（）]{4,400}(?:负责|协作|落实|配合|牵头)[^（）]{0,10}）?").search(text, body, stop)
        end = clause.start() if clause is not None else (line if line >= 0 else stop)
        left, right = context.outline.view.span(begin, max(end, body + 1))
        words = re.split(r"[，。；、：（\n]", text[body:end], maxsplit=1)[0]
        made.append(Measure(f"{path}/{number}", words, left, right))
    return tuple(made)
