"""The search for a way out of the pocket: what it leaves out to be fast changes no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from moa_anim.molecule import passage_search
from moa_anim.molecule.passage_search import (
    COUNTED_ANGSTROM,
    along,
    apart,
    clear,
    clearance,
    found_passage,
    length,
    rotated,
)
from moa_anim.molecule.pose import catmull_rom, catmull_rom_points

Array = NDArray[np.float64]

ALONG = np.array([1.0, 0.0, 0.0])
"""Direction of the tube."""


def case(seed: int) -> tuple[Array, Array, Array]:
    """A ligand about the origin, a pose, and obstacles about it, some of them far."""
    random = np.random.default_rng(seed)
    atoms = random.normal(0.0, 4.0, (random.integers(1, 30), 3))
    pose = np.concatenate([random.normal(0.0, 10.0, 3), random.normal(0.0, 1.0, 3)])
    places = pose[:3] + random.normal(0.0, random.choice([4.0, 12.0, 30.0]), (random.integers(1, 200), 3))
    obstacles = np.column_stack([places, random.choice([0.0, 0.3], len(places))])
    return atoms - atoms.mean(axis=0), pose, obstacles


def brute(atoms: Array, pose: Array, obstacles: Array) -> float:
    """The least clearance, of all pairs."""
    placed = Rotation.from_rotvec(pose[3:]).apply(atoms) + pose[:3]
    gaps = cdist(placed, obstacles[:, :3])
    return float(np.min(np.where(gaps < COUNTED_ANGSTROM, gaps + obstacles[:, 3], 9.0), initial=9.0))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_clearance_is_that_of_all_pairs_of_atoms(seed: int) -> None:
    atoms, pose, obstacles = case(seed)
    assert clearance(atoms, pose, obstacles) == pytest.approx(brute(atoms, pose, obstacles), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 5.5))
@example(7, 2.9)
def test_a_pose_is_clear_if_its_clearance_says_so(seed: int, least: float) -> None:
    atoms, pose, obstacles = case(seed)
    assert clear(atoms, pose, obstacles, least) == (brute(atoms, pose, obstacles) >= least)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_turning_and_distance_are_those_of_other_code(seed: int) -> None:
    atoms, pose, _ = case(seed)
    assert rotated(pose[3:], atoms) == pytest.approx(Rotation.from_rotvec(pose[3:]).apply(atoms), abs=1e-9)
    other = np.random.default_rng(seed).normal(size=6)
    assert apart(pose[None], 0, other) == pytest.approx(length(pose - other) ** 2)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_curve_is_the_same_point_by_point_and_at_once(seed: int) -> None:
    random = np.random.default_rng(seed)
    waypoints = random.normal(size=(random.integers(2, 20), 6))
    shares = random.uniform(-0.2, 1.2, 30)
    points = catmull_rom_points(waypoints, shares)
    for share, point in zip(shares, points, strict=True):
        assert np.array_equal(catmull_rom(waypoints, float(share)), point)


def tube() -> tuple[Array, Array]:
    """A rod of six atoms in a tube with one open end, which bends by 30° on its way out."""
    turns = np.radians(np.arange(0, 360, 20))
    ring = 6.0 * np.column_stack([np.zeros(len(turns)), np.cos(turns), np.sin(turns)])
    bend = Rotation.from_euler("z", 30, degrees=True)
    straight = [ring + x * ALONG for x in np.arange(-6.0, 10.0, 1.5)]
    bent = [bend.apply(ring + x * ALONG) + 10.0 * ALONG for x in np.arange(0.0, 9.0, 1.5)]
    cap = np.array([[-7.5, y, z] for y in np.arange(-4.5, 5, 1.5) for z in np.arange(-4.5, 5, 1.5)])
    places = np.vstack([*straight, *bent, cap])
    rod = np.column_stack([np.arange(6) * 1.4 - 3.5, np.zeros(6), np.zeros(6)])
    return rod, np.column_stack([places, np.zeros(len(places))])


def test_no_atom_is_nearer_than_wanted_on_a_way_that_is_found() -> None:
    rod, obstacles = tube()
    goal = (34.0, 14.0, 0.0)
    passage = found_passage(rod, obstacles, len(obstacles), goal, 2.9)
    assert passage is not None
    assert np.linalg.norm(passage.waypoints[-1, :3] - goal) < 7.0
    curve = [catmull_rom(passage.waypoints, float(at)) for at in np.linspace(0.0, 1.0, 400)]
    least = min(brute(rod, pose, obstacles) for pose in curve)
    assert least == pytest.approx(passage.room_angstrom, abs=1e-9)
    assert along(passage.waypoints, rod, obstacles) == pytest.approx(least, abs=1e-9)
    assert least > 2.8


def test_a_closed_pocket_has_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passage_search, "SEEDS", range(1, 3))  # the others take long, and find nothing either
    monkeypatch.setattr(passage_search, "NODES", 3_000)
    rod, obstacles = tube()
    wide = np.vstack([obstacles, obstacles * [-1.0, 1.0, 1.0, 1.0] + [4.0, 0.0, 0.0, 0.0]])
    lid = np.array([[11.0, y, z, 0.0] for y in np.arange(-6, 7, 1.5) for z in np.arange(-6, 7, 1.5)])
    assert found_passage(rod, np.vstack([wide, lid]), len(wide), (34.0, 14.0, 0.0), 2.9) is None
