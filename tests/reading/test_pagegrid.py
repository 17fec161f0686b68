"""Rules of a page to grids."""

from __future__ import annotations

import pytest

from zhize.reading.pagegrid import Box, Rule, grids_of

EDGES = (10.0, 60.0, 200.0)


def _ruled(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Rule]:
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[-1], x, ys[0]) for x in xs]


def test_a_ruled_table_is_a_grid_with_a_box_for_each_cell() -> None:
    (grid,) = grids_of(_ruled(EDGES, (100, 80, 50)))
    assert grid.xs == EDGES
    assert grid.ys == (100, 80, 50)
    assert grid.boxes == (Box(0, 0, 1, 1), Box(0, 1, 1, 1), Box(1, 0, 1, 1), Box(1, 1, 1, 1))
    assert grid.box_at(30, 90) == Box(0, 0, 1, 1)
    assert grid.box_at(61, 60) == Box(1, 1, 1, 1)
    assert grid.box_at(5, 60) is None
    assert grid.box_at(30, 40) is None


def test_rules_in_pieces_and_a_hair_apart_are_one() -> None:
    pieces: list[Rule] = [(10, 100.4, 61, 100.4), (59, 99.9, 200, 99.9), (10, 80, 200, 80), (10, 50, 105, 50), (104, 50.2, 200, 50.2)]
    upright: list[Rule] = [(10, 50, 10, 81), (10, 79, 10, 100), (60.3, 50, 60.3, 100), (59.8, 60, 59.8, 90), (200, 50, 200, 100)]
    (grid,) = grids_of(pieces + upright)
    assert [len(grid.xs), len(grid.ys)] == [3, 3]


def test_open_sides_and_an_open_foot() -> None:
    across = [(10.0, y, 200.0, y) for y in (100.0, 80.0)]
    (grid,) = grids_of([*across, (60.0, 40.0, 60.0, 100.0)])
    assert grid.xs == EDGES
    assert grid.ys == (100, 80, 40)


def test_two_tables_are_two_grids_from_top_to_bottom() -> None:
    low, high = _ruled(EDGES, (100, 80)), _ruled(EDGES, (300, 250))
    assert [grid.ys for grid in grids_of(low + high)] == [(300, 250), (100, 80)]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [(10.0, 50.0, 200.0, 50.0)],
        [(10.0, 50.0, 200.0, 50.0), (10.0, 90.0, 200.0, 90.0)],
        _ruled((10, 200), (100, 50)),
        _ruled((10, 200), (100, 80, 60, 40)),
    ],
)
def test_lines_frames_and_boxes_of_one_column_are_none(rules: list[Rule]) -> None:
    assert grids_of(rules) == []


def test_a_drawing_is_no_table() -> None:
    assert grids_of([(float(n), 0.0, float(n), 700.0) for n in range(20_000)]) == []
    assert grids_of(_ruled(tuple(range(0, 600, 6)), tuple(range(600, 0, -6)))) == []
