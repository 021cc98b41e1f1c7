"""Receptors that recede: how large they are drawn, and when they are tagged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from moa_anim.actors.population import Member
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import arriving
from moa_anim.sets.lane_receptors import RECEDED_SHARE, LaneReceptors, RecedingTrip

SCALE, NEAR = 1.2, 3.0
"""Design pixels for one ångström at the 26S, and how much larger a receptor is at first."""


class Still:
    """A scene at its first moment."""

    seconds, seed = 0.0, 5


def receptors(clearing: float, near: float = NEAR) -> LaneReceptors:
    """One receptor at (150, 120), which recedes to the right from 0 to 1 seconds of clearing."""
    scene: Any = Still()
    path = np.linspace((150.0, 120.0), (450.0, 120.0), 161)
    found = LaneReceptors(
        scene,
        [Member(150.0, 120.0, 0, 1)],
        {0: RecedingTrip(path, 0.0, 1.0, 2.0)},
        lambda: clearing,
        particle_at=(800.0, 120.0),
        scale=SCALE,
        wander=0.0,
        seed=1,
        ligand=(receptor_tables().ligands["drug"], Role.DRUG),
    )
    found.near = lambda number: near
    found.drawn = (1.0, 1.7, NEAR)
    return found


def painted(what: LaneReceptors) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is painted (design pixels)."""
    pixels = np.zeros((240, 600, 4), dtype=np.uint8)
    canvas = Canvas(pixels)
    canvas.scale = 1.0
    what.paint_member(canvas, 0)
    rows, columns = np.nonzero(pixels[..., 3] > 60)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_a_near_receptor_is_drawn_larger_about_its_middle() -> None:
    far, near = painted(receptors(0.0, near=1.0)), painted(receptors(0.0))
    for one, other, middle in zip(far, near, (150.0, 120.0) * 2, strict=True):
        assert other - middle == pytest.approx(NEAR * (one - middle), abs=4.0)


def test_its_anchors_are_where_they_are_drawn() -> None:
    place = np.array([20.0, 10.0, 0.0])
    far, near = receptors(0.0, near=1.0).spot(0, place), receptors(0.0).spot(0, place)
    assert np.subtract(near, (150.0, 120.0)) == pytest.approx(NEAR * np.subtract(far, (150.0, 120.0)))


def test_it_becomes_smaller_all_the_way_and_has_the_size_of_the_26s_before_it_turns() -> None:
    sizes = [receptors(at).size(0) for at in np.linspace(0.0, 1.0, 41).tolist()]
    assert sizes[0] == NEAR
    assert sizes[-1] == 1.0
    assert sizes == sorted(sizes, reverse=True)
    for at in np.linspace(0.0, 1.0, 41).tolist():
        what = receptors(at)
        assert what.docked(0) == 0.0 or what.size(0) == 1.0


def test_it_carries_four_ubiquitins_when_it_is_as_far_away_as_the_26s_and_none_at_first() -> None:
    there = next(at for at in np.linspace(0.0, 1.0, 401).tolist() if arriving(at) >= RECEDED_SHARE)
    assert receptors(0.0).tag(0) == 0.0
    assert receptors(there).tag(0) == 4.0


def test_outlines_hardly_grow_as_it_comes_nearer() -> None:
    what = receptors(0.0)
    what.fineness = NEAR
    assert 1.0 < what.line_factor(NEAR) < 1.3
