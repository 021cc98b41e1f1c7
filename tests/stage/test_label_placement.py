"""Labels are placed beside what they name, off each other and off what stands on stage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.stage.label_placement import CELL, COLUMNS, ROWS, TOP, Grid, Showing, place_all

EMPTY = np.zeros((ROWS, COLUMNS), dtype=np.float32)

POINTS = st.tuples(st.floats(0, FRAME_WIDTH - 1), st.floats(60, BAND_TOP - 1))


def showing(
    target: Point,
    *,
    number: int = 0,
    covered: Grid = EMPTY,
    begin: float = 0.0,
    end: float = 5.0,
    width: float = 240.0,
) -> Showing:
    return Showing(number, width, 40.0, begin, end, (target,), covered, covered)


def box(each: Showing, place: Point) -> Box:
    return place[0], place[1], place[0] + each.width, place[1] + each.height


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(st.lists(st.tuples(POINTS, st.floats(60, 520)), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_labels_seen_together_stand_in_the_picture_and_off_each_other(
    wanted: list[tuple[Point, float]],
) -> None:
    showings = [showing(target, number=n, width=width) for n, (target, width) in enumerate(wanted)]
    boxes = [box(each, place) for each, place in zip(showings, place_all(showings), strict=True)]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert MARGIN <= left < right <= FRAME_WIDTH - MARGIN
        assert TOP <= top < bottom <= BAND_TOP
        assert all(apart(boxes[number], other) for other in boxes[:number])


@given(POINTS)
@settings(max_examples=40, deadline=None)
def test_a_label_stands_beside_its_target_and_not_on_it(target: Point) -> None:
    each = showing(target)
    left, top, right, bottom = box(each, place_all([each])[0])
    assert not (left < target[0] < right and top < target[1] < bottom)
    away = np.hypot(max(left - target[0], 0, target[0] - right), max(top - target[1], 0, target[1] - bottom))
    assert away < 160


def test_a_label_keeps_off_a_body_however_near_it_would_be() -> None:
    covered = EMPTY.copy()
    covered[200 // CELL : 860 // CELL, 500 // CELL : 1300 // CELL] = 1.0
    each = showing((1250.0, 500.0), covered=covered)
    left, _, _, _ = box(each, place_all([each])[0])
    assert left >= 1300


def test_a_leader_does_not_cross_a_body_when_it_need_not() -> None:
    covered = EMPTY.copy()
    covered[200 // CELL : 860 // CELL, 500 // CELL : 1300 // CELL] = 1.0
    each = showing((560.0, 500.0), covered=covered)
    _, _, right, _ = box(each, place_all([each])[0])
    assert right <= 500


def test_labels_seen_one_after_the_other_may_stand_in_one_place() -> None:
    first, second = showing((900.0, 500.0), end=1.0), showing((900.0, 500.0), number=1, begin=2.0)
    places = place_all([first, second])
    assert places[0] == places[1]


def test_a_label_without_target_stands_on_what_is_empty() -> None:
    covered = np.ones((ROWS, COLUMNS), dtype=np.float32)
    covered[400 // CELL : 600 // CELL, 1200 // CELL : 1700 // CELL] = 0.0
    each = Showing(0, 240.0, 40.0, 0.0, 1.0, None, covered, covered)
    left, top, right, bottom = box(each, place_all([each])[0])
    assert left >= 1180
    assert right <= 1720
    assert top >= 380
    assert bottom <= 620


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_same_stage_gives_the_same_places(share: float) -> None:
    covered = np.full((ROWS, COLUMNS), share, dtype=np.float32)
    showings = [showing((900.0, 500.0), covered=covered), showing((700.0, 300.0), number=1, covered=covered)]
    assert place_all(showings) == place_all(showings)
