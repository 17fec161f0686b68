"""Sets of spans that can be asked quickly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable


class Spans:
    """Half-open spans, merged where they overlap; questions cost the logarithm of their number."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._merged and start < self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            elif end > start:
                self._merged.append((start, end))

    def add(self, start: int, end: int) -> None:
        """Add a span that overlaps none of those present."""
        insort(self._merged, (start, end))

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span has a position in common with one of these.

        >>> Spans([(2, 4)]).touches(3, 9), Spans([(2, 4)]).touches(4, 9)
        (True, False)
        """
        at = bisect_left(self._merged, (end, end))
        return at > 0 and self._merged[at - 1][1] > start

    def last_end(self, position: int) -> int:
        """Return the end of the last span that ends at or before the position, else 0."""
        at = bisect_right(self._merged, (position, position))
        while at > 0:
            at -= 1
            if self._merged[at][1] <= position:
                return self._merged[at][1]
        return 0


def outermost(spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the spans that lie inside no longer one.

    >>> sorted(outermost([(0, 5), (1, 3), (4, 7), (4, 7)]))
    [(0, 5), (4, 7)]
    """
    kept: set[tuple[int, int]] = set()
    furthest = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end > furthest:
            kept.add((start, end))
            furthest = end
    return kept
