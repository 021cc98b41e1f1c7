"""The way from the body to a cell ends with exactly the cell of the next shot; no other cell is then in focus."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from moa_anim.sets.cancer_cell import CELL_RADIUS
from moa_anim.sets.tumor_zoom import (
    BODY_FADES,
    CELLS_APPEAR,
    MASS_EDGE,
    NATS,
    NEIGHBOURS_SOFTEN,
    SPACING,
    Neighbours,
    eased,
)


def test_the_cell_ends_at_its_own_size() -> None:
    assert NATS * eased(1.0) - NATS == 0.0
    assert eased(0.0) == 0.0


def test_the_neighbours_have_faded_into_the_tissue_before_the_end() -> None:
    begin, end = NEIGHBOURS_SOFTEN
    assert 0.0 < begin < end < 1.0, "magnifications; at 1 the next shot begins"


def test_cells_are_seen_before_the_tumor_fades_packed_and_on_it_alone() -> None:
    assert CELLS_APPEAR[0] < BODY_FADES[0]
    assert CELLS_APPEAR[1] <= BODY_FADES[0] + 0.05
    assert MASS_EDGE[1] < 1.1
    places = SPACING * Neighbours(SimpleNamespace())._places / CELL_RADIUS  # type: ignore[arg-type]
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
