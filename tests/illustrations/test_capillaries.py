"""The tissue: capillaries are loops with a flow that is conserved, and cells lie between them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.spatial import cKDTree

from moa_anim.illustrations.vessel.capillaries import (
    CELL_RADIUS,
    FLOW_SPEED,
    HALF_LUMEN,
    ROUTE_STEP_SECONDS,
    TILE,
    TISSUE_METRES_PER_PIXEL,
    WALL,
    Tissue,
    carried,
    tissue,
    wrapped,
)

SEED = 538


@pytest.fixture(scope="module")
def whole() -> Tissue:
    return tissue(SEED)


def test_no_capillary_ends(whole: Tissue) -> None:
    """At each junction at least three capillaries meet, so that each is part of loops."""
    ends = Counter(end for each in whole.capillaries for end in (each.begin, each.end))
    assert min(ends.values()) >= 3


def test_each_junction_passes_on_as_much_blood_as_it_gets(whole: Tissue) -> None:
    balance: dict[int, float] = {}
    for each in whole.capillaries:
        assert each.flow >= 0.0
        balance[each.begin] = balance.get(each.begin, 0.0) - each.flow
        balance[each.end] = balance.get(each.end, 0.0) + each.flow
    assert max(abs(value) for value in balance.values()) < 1e-6


def test_capillaries_that_meet_do_so_at_one_point(whole: Tissue) -> None:
    places: dict[int, list[np.ndarray]] = {}
    for each in whole.capillaries:
        places.setdefault(each.begin, []).append(each.course[0])
        places.setdefault(each.end, []).append(each.course[-1])
    for found in places.values():
        assert max(float(np.linalg.norm(wrapped(place - found[0]))) for place in found) < 1.0


def test_capillaries_are_as_far_apart_as_in_tissue(whole: Tissue) -> None:
    """60 to 100 µm: the side of a square as large as one loop."""
    loops = len(whole.capillaries) / 3  # each capillary borders two loops, and a loop has six on average
    side = float(np.sqrt(TILE.prod() / loops)) * TISSUE_METRES_PER_PIXEL
    assert 60e-6 < side < 100e-6


def test_no_cell_lies_in_a_capillary_or_in_another(whole: Tissue) -> None:
    line = np.vstack([each.course for each in whole.capillaries])
    gap = cKDTree(np.mod(line, TILE) % TILE, boxsize=TILE).query(np.mod(whole.cells[:, :2], TILE) % TILE)[0]
    # A course has a point every 60 pixels: between two, it may be a few pixels nearer.
    assert (gap - whole.cells[:, 2] - HALF_LUMEN - WALL).min() > -20.0
    places = np.mod(whole.cells[:, :2], TILE) % TILE
    for one, other in cKDTree(places, boxsize=TILE).query_pairs(700.0):
        apart = float(np.linalg.norm(wrapped(places[one] - places[other])))
        assert apart > whole.cells[one, 2] + whole.cells[other, 2] - 12.0


def test_the_cell_to_which_the_view_goes_is_beside_a_capillary(whole: Tissue) -> None:
    assert whole.cells[whole.hero] == pytest.approx((0.0, 0.0, CELL_RADIUS))
    line = np.vstack([each.course for each in whole.capillaries])
    gap = float(np.linalg.norm(wrapped(line), axis=1).min()) - HALF_LUMEN - WALL - CELL_RADIUS
    assert 0.0 < gap < 150.0


def test_what_the_blood_carries_stays_in_capillaries_and_moves_at_its_speed(whole: Tissue) -> None:
    routes = carried(SEED, 900.0, 0)
    line = np.vstack([each.course for each in whole.capillaries])
    gap = cKDTree(np.mod(line, TILE) % TILE, boxsize=TILE).query(np.mod(routes.reshape(-1, 2), TILE) % TILE)[
        0
    ]
    assert gap.max() < HALF_LUMEN
    steps = np.linalg.norm(np.diff(routes, axis=1), axis=2)
    assert steps.max() <= FLOW_SPEED * ROUTE_STEP_SECONDS + 1e-6
