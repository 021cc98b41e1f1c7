"""Many at once: the count is the number drawn, and those drawn have their room."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.actors.population import VARIANTS, Member, Population, scattered
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.structure import receptor_tables

SCENE: Any = SimpleNamespace(seed=3, seconds=1.0)
SHAPE = [(beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL)]


def arranged(
    columns: int, rows: int, box: tuple[float, float, float, float], shake: float, seed: int
) -> list[Member]:
    """Members in rows, every other row shifted, each shaken by up to `shake` design pixels, in random order."""
    random = np.random.default_rng(seed)
    left, top, right, bottom = box
    across, down = (right - left) / (columns - 0.5), (bottom - top) / max(1, rows - 1)
    members: list[Member] = []
    for row in range(rows):
        for column in range(columns):
            dx, dy = random.uniform(-shake, shake, 2)
            x = left + (column + 0.5 * (row % 2)) * across + dx
            place = len(members)
            members.append(
                Member(x, top + row * down + dy, int(random.integers(VARIANTS)), seed + 101 * place)
            )
    return [members[k] for k in random.permutation(len(members))]


def population(count: int) -> Population:
    members = arranged(count, 1, (100, 300, 1800, 300), 0.0, 4)
    return Population(SCENE, SHAPE, members, scale=2.0, wander=0.0, seed=1)


@given(st.floats(0.0, 9.0))
@settings(max_examples=25, deadline=None)
def test_the_count_is_the_number_that_is_there_by_half_at_least(left: float) -> None:
    many = population(9)
    many.left = left
    pixels = np.zeros((540, 960, 4), dtype=np.uint8)
    many.paint(Canvas(pixels))
    touched = (pixels[..., 3] >= 0.5 * 255).any(axis=0)
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


@pytest.mark.parametrize(("left", "count"), [(9.0, 9), (8.41, 9), (8.39, 8), (8.0, 8)])
def test_the_count_falls_when_one_has_half_faded(left: float, count: int) -> None:
    many = population(9)
    many.left = left
    assert many.count == count


def test_scattered_members_keep_their_distance() -> None:
    first = arranged(4, 2, (200, 200, 900, 500), 5, 2)
    places = scattered(10, (100, 100, 1500, 800), 90, 7, clear_of=first, room=70)
    for n, one in enumerate(places):
        assert all(np.hypot(one.x - other.x, one.y - other.y) >= 90 for other in places[n + 1 :])
        assert all(np.hypot(one.x - other.x, one.y - other.y) >= 70 for other in first)


def test_a_box_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        scattered(50, (0, 0, 100, 100), 60, 1)


def test_those_farther_back_are_painted_first_and_paler_and_as_large() -> None:
    front, back = Member(300, 300, 0, 5), Member(308, 300, 0, 5, depth=1.0)
    many = Population(SCENE, SHAPE, [front, back], scale=4.0, wander=0.0, seed=1)
    painted: list[tuple[Any, float]] = []

    def picture(sprite: Any, x: float, y: float, alpha: float) -> None:
        painted.append((sprite, x))

    canvas: Any = SimpleNamespace(scale=1.0, picture=picture)
    many.paint(canvas)
    (far, far_x), (near, near_x) = painted
    assert far_x - near_x == pytest.approx(8.0)
    assert far.shape == near.shape
    assert (far[..., 3] == near[..., 3]).all()
    assert far[..., :3].sum() > near[..., :3].sum()


def test_dimmed_all_the_way_only_paper_is_left() -> None:
    many = population(1)
    many.dim = 1.0
    pixels = np.zeros((540, 960, 4), dtype=np.uint8)
    many.paint(Canvas(pixels))
    solid = pixels[pixels[..., 3] == 255]
    assert len(solid)
    assert np.ptp(solid, axis=0).max() == 0


def test_it_dims_little_by_little() -> None:
    many = population(1)
    sums = []
    for step in range(11):
        many.dim = 0.06 * step
        pixels = np.zeros((540, 960, 4), dtype=np.uint8)
        many.paint(Canvas(pixels))
        sums.append(int(pixels[..., :3].astype(int).sum()))
    steps = np.diff(sums)
    assert (steps > 0).all()
    assert steps.max() < 2.5 * steps.mean()
