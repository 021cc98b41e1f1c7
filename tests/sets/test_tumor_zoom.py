"""The way from the body to a cell ends with exactly the cell of the next shot, and with no other cell in the picture."""

from __future__ import annotations

import math

import numpy as np

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.sets.cancer_cell import CELL_PLACE, CELL_RADIUS
from moa_anim.sets.tumor_zoom import (
    BODY_FADES,
    BODY_NATS,
    CELL_NATS,
    CELLS_APPEAR,
    SPACING,
    UNEVEN,
)


def test_the_cell_ends_at_its_own_size() -> None:
    assert CELL_NATS.at(1.0) == 0.0


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


def test_the_view_never_goes_back() -> None:
    shares = np.linspace(0.0, 1.0, 101)
    for track in (BODY_NATS, CELL_NATS):
        assert np.all(np.diff([track.at(float(share)) for share in shares]) >= 0.0)
