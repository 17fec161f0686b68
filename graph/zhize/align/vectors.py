"""Bags of pieces as vectors: weights, lengths, inner products."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]
"""A task of ONE and a task of OTHER, by their places among the tasks compared."""


def product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the inner product of two vectors."""
    return math.fsum(one[term] * other[term] for term in one.keys() & other.keys())


def weights(count: int, many: Iterable[Iterable[str]]) -> dict[str, float]:
    """Return the weight of each term by how few of the ``count`` tasks have it."""
    counted: Counter[str] = Counter()
    for terms in many:
        counted.update(set(terms))
    return {term: math.log(1 + count / times) for term, times in counted.items()}


def damped(counts: Mapping[str, int]) -> dict[str, float]:
    """Return counts of which many times count for little more than once."""
    return {term: 1 + math.log(times) for term, times in counts.items()}


def unit(counts: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Return weighted counts as a vector of length 1."""
    vector = {term: count * weights[term] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


def products(one: Sequence[Mapping[str, float]], other: Sequence[Mapping[str, float]]) -> dict[Pair, float]:
    """Return the inner products of all pairs of vectors that have a term in common."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, vector in enumerate(other):
        for term, value in vector.items():
            places[term].append((j, value))
    found: dict[Pair, float] = {}
    for i, vector in enumerate(one):
        row: dict[int, float] = defaultdict(float)
        for term, value in vector.items():
            for j, theirs in places.get(term, ()):
                row[j] += value * theirs
        found.update({(i, j): min(total, 1.0) for j, total in row.items()})
    return found
