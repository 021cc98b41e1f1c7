"""Many at once: the count is the number drawn, and those drawn have their room."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.canvas import Canvas
from moa_anim.stage.population import Population, arranged, scattered

SCENE: Any = SimpleNamespace(seed=3, seconds=1.0)
SHAPE = [(beads_of_ligand(receptor_tables().ligands["estradiol_1G50"]), Role.ESTRADIOL)]


def population(count: int) -> Population:
    members = arranged(count, 1, (100, 300, 1800, 300), 0.0, 4)
    return Population(SCENE, SHAPE, members, scale=2.0, wander=0.0, seed=1)


@given(st.floats(0.0, 9.0))
@settings(max_examples=25, deadline=None)
def test_the_count_is_the_number_drawn(left: float) -> None:
    many = population(9)
    many.left = left
    pixels = np.zeros((540, 960, 4), dtype=np.uint8)
    many.paint(Canvas(pixels))
    touched = (pixels[..., 3] > 0).any(axis=0)
    islands = int((np.diff(np.concatenate([[False], touched]).astype(int)) == 1).sum())
    assert islands == many.count


def test_it_falls_one_by_one() -> None:
    many = population(9)
    counts = []
    for step in range(901):
        many.left = 9.0 - step / 100
        counts.append(many.count)
    assert (counts[0], counts[-1]) == (9, 0)
    assert set(np.diff(counts).tolist()) == {0, -1}


def test_scattered_members_keep_their_distance() -> None:
    first = arranged(4, 2, (200, 200, 900, 500), 5, 2)
    places = scattered(10, (100, 100, 1500, 800), 90, 7, clear_of=first, room=70)
    for n, one in enumerate(places):
        assert all(np.hypot(one.x - other.x, one.y - other.y) >= 90 for other in places[n + 1 :])
        assert all(np.hypot(one.x - other.x, one.y - other.y) >= 70 for other in first)


def test_a_box_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        scattered(50, (0, 0, 100, 100), 60, 1)
