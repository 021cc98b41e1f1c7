from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moa_anim.molecule.pose import (
    Pose,
    best_fit,
    catmull_rom,
    rotation_about,
    rotation_from_vector,
    rotation_vector,
)

VECTORS = arrays(float, 3, elements=st.floats(-1.8, 1.8))
"""Rotation vectors shorter than π."""


@pytest.mark.parametrize(
    ("axis", "before", "after"),
    [
        ((0, 0, 1), (1, 0, 0), (0, 1, 0)),
        ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
        ((0, 0, -3), (0, 1, 0), (1, 0, 0)),
    ],
)
def test_a_quarter_turn_is_right_handed(
    axis: tuple[int, ...], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    assert rotation_about(axis, 90) @ np.array(before, dtype=float) == pytest.approx(
        np.array(after), abs=1e-12
    )


def test_an_axis_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="axis"):
        rotation_about((0, 0, 0), 10)


@settings(deadline=None)
@given(vector=VECTORS)
def test_a_rotation_keeps_lengths_and_hands_and_reads_back(
    vector: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    rotation = rotation_from_vector(vector)
    assert rotation @ rotation.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1.0)
    if np.linalg.norm(vector) < np.pi - 1e-3:
        assert rotation_vector(rotation) == pytest.approx(vector, abs=1e-6)


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 2, -2)])
def test_half_a_turn_reads_back(axis: tuple[int, ...]) -> None:
    rotation = rotation_about(axis, 180)
    assert rotation_from_vector(rotation_vector(rotation)) == pytest.approx(rotation, abs=1e-7)


@settings(deadline=None)
@given(vector=VECTORS, seed=st.integers(0, 1000))
def test_a_rigid_motion_is_found_again(
    vector: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int
) -> None:
    points = np.random.default_rng(seed).normal(0, 5, (7, 3))
    motion = Pose(rotation_from_vector(vector), np.array([3.0, -8.0, 1.0]))
    found = best_fit(points, motion.apply(points))
    assert found.rotation == pytest.approx(motion.rotation, abs=1e-9)
    assert found.translation == pytest.approx(motion.translation, abs=1e-8)
    assert found.degrees == pytest.approx(np.degrees(np.linalg.norm(vector)), abs=1e-4)


def test_a_mirror_image_is_not_taken_for_a_rotation() -> None:
    points = np.random.default_rng(4).normal(0, 5, (9, 3))
    assert np.linalg.det(best_fit(points, points * (-1, 1, 1)).rotation) == pytest.approx(1.0)


def test_a_curve_passes_through_its_knots() -> None:
    knots = np.random.default_rng(5).normal(0, 4, (6, 6))
    for number, knot in enumerate(knots):
        assert catmull_rom(knots, number / 5) == pytest.approx(knot)
    assert catmull_rom(knots, -1.0) == pytest.approx(knots[0])
    assert catmull_rom(knots, 2.0) == pytest.approx(knots[-1])
