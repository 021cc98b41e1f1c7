"""Cells of a coarse grid that contain a point are marked, and no others."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.graphics.coverage import mark

CELL = 12


@settings(deadline=None, max_examples=100)
@given(
    seed=st.integers(0, 10_000), count=st.integers(0, 60), weights=st.lists(st.floats(0.0, 1.0), max_size=3)
)
def test_the_cells_of_points_are_raised_to_their_weight(seed: int, count: int, weights: list[float]) -> None:
    random = np.random.default_rng(seed)
    found, expected = np.zeros((2, 7, 11), dtype=np.float32)
    for weight in weights:
        points = np.round(random.uniform(-40, 170, (count, 2)), random.integers(0, 3))
        mark(found, points, weight, CELL)
        for column, row in np.floor(points / CELL).astype(int):
            if 0 <= row < 7 and 0 <= column < 11:
                expected[row, column] = max(expected[row, column], np.float32(weight))
    assert (found == expected).all()
