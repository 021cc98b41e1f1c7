"""The way from the body to a cell ends with exactly the cell of the next shot, and with no other cell in the picture."""

from __future__ import annotations

import math

import numpy as np

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.sets.cancer_cell import CELL_PLACE, CELL_RADIUS
from moa_anim.sets.tumor_zoom import (
    BODY_FADES,
    CELLS_APPEAR,
    NATS,
    SPACING,
    UNEVEN,
    eased,
)


def test_the_cell_ends_at_its_own_size() -> None:
    assert NATS * eased(1.0) - NATS == 0.0
    assert eased(0.0) == 0.0


def test_the_nearest_neighbours_have_left_the_picture_at_the_end() -> None:
    apart = SPACING[1] * CELL_RADIUS
    for angle in np.radians(range(0, 360, 60)):
        x, y = CELL_PLACE[0] + apart * math.cos(angle), CELL_PLACE[1] + apart * math.sin(angle)
        outside = max(-x, x - FRAME_WIDTH, -y, y - BAND_TOP)
        assert outside > 1.08 * CELL_RADIUS


def test_cells_are_seen_before_the_tumor_fades_and_do_not_overlap() -> None:
    assert CELLS_APPEAR[0] < BODY_FADES[0]
    assert CELLS_APPEAR[1] <= BODY_FADES[0] + 0.05
    assert SPACING[0] - 2.0 > 2.0 * UNEVEN


def test_the_view_never_goes_back_and_is_at_rest_at_both_ends() -> None:
    steps = np.diff([eased(float(share)) for share in np.linspace(0.0, 1.0, 201)])
    assert np.all(steps > 0.0)
    assert steps[0] < 0.01 * steps.max()
    assert steps[-1] < 0.01 * steps.max()


def test_the_view_does_not_crash_in() -> None:
    length_seconds = 2.8
    steps = np.diff([NATS * eased(float(share)) for share in np.linspace(0.0, 1.0, 201)])
    middle = steps[80:120]
    assert np.ptp(middle) < 1e-9, "constant speed in the middle"
    assert steps.max() * 200 / length_seconds < 3.0, "nats a second"
