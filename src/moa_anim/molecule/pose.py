"""Rigid motions: rotations, poses and smooth curves through them. Lengths in ångström, angles in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def rotation_about(axis: ArrayLike, degrees: float) -> Matrix:
    """Right-handed rotation matrix (3, 3) about an axis through the origin (Rodrigues' formula)."""
    direction = np.asarray(axis, dtype=float)
    length = float(np.linalg.norm(direction))
    if length == 0.0:
        raise ValueError("a rotation axis needs a length")
    return rotation_from_vector(direction / length * np.radians(degrees))


def rotation_from_vector(vector: ArrayLike) -> Matrix:
    """Rotation matrix (3, 3) from a rotation vector: its direction is the axis, its length the angle in radians."""
    turn = np.asarray(vector, dtype=float)
    angle = float(np.linalg.norm(turn))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = turn / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * (cross @ cross))


def rotation_vector(rotation: Matrix) -> Vector:
    """Rotation vector (3,) of a rotation matrix, angle in 0…π radians."""
    angle = np.arccos(np.clip((np.trace(rotation) - 1.0) / 2.0, -1.0, 1.0))
    skew = np.array(
        [rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]]
    )
    length = float(np.linalg.norm(skew))
    if length < 1e-12:
        if angle < 1e-6:
            return np.zeros(3)
        column = rotation + np.eye(3)
        axis = column[:, int(np.argmax(np.linalg.norm(column, axis=0)))]
        return np.asarray(axis / np.linalg.norm(axis) * angle)
    return np.asarray(skew / length * angle)


def best_fit(mobile: Matrix, target: Matrix) -> Pose:
    """The rigid motion that brings `mobile` (n, 3) closest to `target` (n, 3) in the least-squares sense (Kabsch)."""
    middle_mobile, middle_target = mobile.mean(axis=0), target.mean(axis=0)
    u, _, vt = np.linalg.svd((mobile - middle_mobile).T @ (target - middle_target))
    handedness = np.sign(np.linalg.det(vt.T @ u.T))
    rotation = vt.T @ np.diag([1.0, 1.0, handedness]) @ u.T
    return Pose(rotation, middle_target - rotation @ middle_mobile)


@dataclass(frozen=True)
class Pose:
    """A rigid motion x ↦ rotation·x + translation (Å)."""

    rotation: Matrix
    translation: Vector

    def apply(self, points: Matrix) -> Matrix:
        """Move points (n, 3)."""
        return np.asarray(points @ self.rotation.T + self.translation)

    @property
    def degrees(self) -> float:
        """How far the rotation turns, 0…180."""
        return float(np.degrees(np.linalg.norm(rotation_vector(self.rotation))))


def catmull_rom(knots: Matrix, at: float) -> Vector:
    """Point on the smooth curve through `knots` (n, d), at `at` in 0…1, equal shares of it between knots."""
    last = len(knots) - 1
    place = min(max(at, 0.0), 1.0) * last
    left = min(int(place), last - 1)
    t = place - left
    before, here = knots[max(left - 1, 0)], knots[left]
    there, after = knots[left + 1], knots[min(left + 2, last)]
    return np.asarray(
        0.5
        * (
            2.0 * here
            + (there - before) * t
            + (2.0 * before - 5.0 * here + 4.0 * there - after) * t**2
            + (3.0 * here - before - 3.0 * there + after) * t**3
        )
    )


def smooth_curve(controls: Matrix, samples: int) -> Matrix:
    """A smooth curve through `controls` (n, d) as points, `samples` a stretch: (samples·(n − 1) + 1, d).

    Cubic Hermite with centripetal times (Yuksel et al. 2011): however uneven the stretches, it does not overshoot in loops.
    """
    chords = np.maximum(np.linalg.norm(np.diff(controls, axis=0), axis=1), 1e-9) ** 0.5
    speeds = np.diff(controls, axis=0) / chords[:, None]
    tangents = np.vstack([speeds[:1], np.zeros((max(0, len(controls) - 2), controls.shape[1])), speeds[-1:]])
    weights = chords[1:, None] / (chords[:-1] + chords[1:])[:, None]
    tangents[1:-1] = speeds[:-1] * weights + speeds[1:] * (1.0 - weights)
    t = (np.arange(samples) / samples)[:, None]
    pieces = [
        (2 * t**3 - 3 * t**2 + 1) * controls[i]
        + (t**3 - 2 * t**2 + t) * chord * tangents[i]
        + (3 * t**2 - 2 * t**3) * controls[i + 1]
        + (t**3 - t**2) * chord * tangents[i + 1]
        for i, chord in enumerate(chords)
    ]
    return np.vstack([*pieces, controls[-1:]])
