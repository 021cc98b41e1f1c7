"""Rigid motions, and smooth curves through points. Lengths in ångström, angles in degrees unless a name says radians."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicHermiteSpline
from scipy.spatial.transform import Rotation

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

LEAST_CHORD = 1e-9
"""Shortest distance between neighbouring points of a smooth curve: equal points get different times."""


@dataclass(frozen=True)
class Pose:
    """A rigid motion x ↦ rotation·x + translation: `rotation` (3, 3), `translation` (3,) Å."""

    rotation: Matrix
    translation: Vector

    def apply(self, points: Matrix) -> Matrix:
        """Return `points` (n, 3; Å) after the motion."""
        return np.asarray(points @ self.rotation.T + self.translation)

    def after(self, first: Pose) -> Pose:
        """Return the motion that does `first` and then this one."""
        return Pose(self.rotation @ first.rotation, self.rotation @ first.translation + self.translation)

    def inverse(self) -> Pose:
        """Return the motion that undoes this one."""
        return Pose(self.rotation.T, -self.rotation.T @ self.translation)

    @property
    def degrees(self) -> float:
        """The rotation's angle, 0…180."""
        return float(np.degrees(Rotation.from_matrix(self.rotation).magnitude()))


def rotation_about(axis: ArrayLike, degrees: float) -> Matrix:
    """Return the right-handed rotation matrix (3, 3) about an axis through the origin.

    Raises:
        ValueError: The axis has no length.
    """
    direction = np.asarray(axis, dtype=float)
    length = float(np.linalg.norm(direction))
    if length == 0.0:
        raise ValueError("a rotation axis needs a length")
    return rotation_from_vector(direction / length * np.radians(degrees))


def rotation_from_vector(vector: ArrayLike) -> Matrix:
    """Return the rotation matrix (3, 3) of a rotation vector: its direction is the axis, its length the angle in radians."""
    return np.asarray(Rotation.from_rotvec(vector).as_matrix())


def rotation_vector(rotation: Matrix) -> Vector:
    """Return the rotation vector (3,) of a rotation matrix (3, 3); its length is the angle, 0…π radians."""
    return np.asarray(Rotation.from_matrix(rotation).as_rotvec())


def best_fit(mobile: Matrix, target: Matrix) -> Pose:
    """Return the rigid motion that brings `mobile` (n, 3) closest to `target` (n, 3) in the least-squares sense (Kabsch)."""
    middle_mobile, middle_target = mobile.mean(axis=0), target.mean(axis=0)
    fit, _ = Rotation.align_vectors(target - middle_target, mobile - middle_mobile)
    rotation = fit.as_matrix()
    return Pose(rotation, middle_target - rotation @ middle_mobile)


def catmull_rom(waypoints: Matrix, at: float) -> Vector:
    """Return the point (d,) at share `at` of the Catmull-Rom spline through `waypoints` (n, d).

    Each stretch between two waypoints takes the same share of 0…1; outside of 0…1 the curve stays at its ends.
    """
    return catmull_rom_points(waypoints, np.array(at))


def catmull_rom_points(waypoints: Matrix, shares: Vector) -> Matrix:
    """Return the points (m, d) of that spline at shares (m,): the curve is computed once for all."""
    last = len(waypoints) - 1
    tangents = np.gradient(waypoints, axis=0)
    # The end points count as their own neighbours, which halves the tangents there.
    tangents[[0, -1]] *= 0.5
    spline = CubicHermiteSpline(np.arange(last + 1), waypoints, tangents)
    return np.asarray(spline(np.clip(shares, 0.0, 1.0) * last))


def smooth_curve(controls: Matrix, samples: int) -> Matrix:
    """Return a smooth curve through `controls` (n, d) as points (samples·(n − 1) + 1, d), `samples` for each stretch.

    A cubic Hermite spline with centripetal times (Yuksel et al. 2011): it has no loops, however uneven the stretches are.
    """
    chords = np.maximum(np.linalg.norm(np.diff(controls, axis=0), axis=1), LEAST_CHORD) ** 0.5
    times = np.concatenate([[0.0], np.cumsum(chords)])
    spline = CubicHermiteSpline(times, controls, np.gradient(controls, times, axis=0))
    stretches = times[:-1, None] + chords[:, None] * (np.arange(samples) / samples)
    return np.asarray(spline(np.append(stretches, times[-1])))


def evenly_along(curve: Matrix, shares: Matrix) -> Matrix:
    """Return the points (m, d) at `shares` (m,; 0…1) of the length of a curve (n, d)."""
    at = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    return np.stack([np.interp(shares * at[-1], at, column) for column in curve.T], axis=1)
