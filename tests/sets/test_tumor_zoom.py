"""The way from the body to a cell ends with exactly the cell of the next shot; no other cell is then in focus."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body_outline import HEIGHT, TUMOR_RADIUS
from moa_anim.sets.cancer_cell import CELL_RADIUS
from moa_anim.sets.tumor_cells import (
    FLATTENS,
    OUTLINE_UNTIL,
    PICTURE_RADIUS,
    SHADE_GOES,
    SOFTENS,
    TONE_GOES,
    TumorCells,
)
from moa_anim.sets.tumor_zoom import BODY_FADES, CELL_IN_FOCUS, CELLS_APPEAR, NATS, eased

TUMOR_PIXELS = 1940.0 / HEIGHT * TUMOR_RADIUS
"""Radius of the tumor as the opening shows it first (design pixels)."""


def test_the_cell_ends_at_its_own_size() -> None:
    assert NATS * eased(1.0) - NATS == 0.0
    assert eased(0.0) == 0.0


def test_the_neighbours_have_faded_into_the_tissue_before_the_end() -> None:
    begin, end = SOFTENS
    assert 0.0 < begin < end < 1.0, "magnifications; at 1 the next shot begins"


def test_cells_are_a_few_pixels_large_when_they_appear_and_have_the_tumors_colour_and_shade() -> None:
    begin, end = (CELL_RADIUS * np.exp(NATS * eased(share) - NATS) for share in CELLS_APPEAR)
    assert begin < 5.0 < end < 16.0
    tumor = TUMOR_PIXELS * np.exp(NATS * eased(CELLS_APPEAR[0]))
    assert tumor < TONE_GOES[0] < FLATTENS[0] < SHADE_GOES[0], "radii of the tumor"


def test_the_tumor_fills_the_picture_before_the_body_fades_and_before_its_outline_is_left_out() -> None:
    assert TUMOR_PIXELS * np.exp(NATS * eased(BODY_FADES[0])) > 0.5 * FRAME_WIDTH
    corner = np.hypot(FRAME_WIDTH / 2, 0.6 * BAND_TOP)
    assert corner < 0.7 * OUTLINE_UNTIL, "its outline is uneven"


def test_the_cell_comes_into_focus_while_it_equals_its_small_picture() -> None:
    assert CELL_IN_FOCUS[0] * CELL_RADIUS < PICTURE_RADIUS
    assert CELL_IN_FOCUS[1] < SOFTENS[0], "before the others fade"


def test_the_cells_are_packed() -> None:
    places = TumorCells(SimpleNamespace(), SimpleNamespace()).places / CELL_RADIUS  # type: ignore[arg-type]
    assert tuple(places[0]) == (0.0, 0.0), "the first is the one that the camera goes to"
    inner = places[np.hypot(*places.T) < 0.6 * np.hypot(*places.T).max()]
    nearest = np.sort(np.linalg.norm(inner[:, None] - places[None], axis=2), axis=1)[:, 1]
    assert nearest.min() > 1.9, "they touch and hardly overlap"
    assert np.median(nearest) < 2.15, "no gaps in which another cell would fit"


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
