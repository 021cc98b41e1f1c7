"""Plane curves as points (n, 2): uneven rings, arcs, smooth curves, offset curves. Lengths are in the caller's unit."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

Angle = TypeVar("Angle", float, Points)


def polar(radius: Points | float, angles: Points) -> Points:
    """Return the points (…, 2) at the given distances and angles (radians) from the origin."""
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=-1)


def wrapped(angle: Angle) -> Angle:
    """Return an angle or angles (radians), reduced to −π…π."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def unevenness(seed: int, angles: Points, depth: float, counts: tuple[int, ...] = (2, 3, 4, 7)) -> Points:
    """Return factors around 1 for the radius at each angle (radians): a sum of a few slow waves, about `depth` high."""
    heights, phases = _waves(seed, counts)
    return np.asarray(1.0 + depth * (np.cos(angles[..., None] * counts + phases) @ heights))


@cache
def _waves(seed: int, counts: tuple[int, ...]) -> tuple[Points, Points]:
    """Amplitudes and phases of the waves; `counts` are the numbers of periods in a turn."""
    random = np.random.default_rng((seed, 11))
    return (
        random.uniform(0.5, 1.0, len(counts)) / np.array(counts) ** 0.7,
        random.uniform(0, 2 * np.pi, len(counts)),
    )


def uneven_ring(radius: float, corners: int, seed: int, depth: float) -> Points:
    """Return a closed, uneven ring (corners, 2) around the origin."""
    return radius * _unit_ring(corners, seed, depth)


@lru_cache(maxsize=1024)
def _unit_ring(corners: int, seed: int, depth: float) -> Points:
    """The same with a radius of 1: a cell has a thousand rings of a few forms."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return polar(unevenness(seed, angles, depth), angles)


def arc(radius: Points | float, begin: float, end: float, corners: int) -> Points:
    """Return points (corners, 2) around the origin between two angles (radians); `radius` may differ from point to point."""
    return polar(radius, np.linspace(begin, end, corners))


def smooth_curve(points: Points, steps: int, *, closed: bool = False) -> Points:
    """Return a Catmull–Rom curve through the points (n, any number of coordinates), with `steps` points for each segment."""
    count = len(points)
    if closed:
        at = np.arange(count)
        p0, p1, p2, p3 = (points[(at + k) % count] for k in (-1, 0, 1, 2))
    else:
        at = np.arange(count - 1)
        p0, p1, p2, p3 = (points[np.clip(at + k, 0, count - 1)] for k in (-1, 0, 1, 2))
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (p[:, None, :] for p in (p0, p1, p2, p3))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    flat = curve.reshape(-1, points.shape[1])
    return flat if closed else np.vstack([flat, points[-1:]])


def normals(points: Points, *, closed: bool = False) -> Points:
    """Return the unit normals (n, 2) of a curve; if it is closed and runs from x to y, they point outwards."""
    ahead, behind = np.roll(points, -1, axis=0), np.roll(points, 1, axis=0)
    along = ahead - behind if closed else np.gradient(points, axis=0)
    length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return np.asarray(np.stack([along[:, 1], -along[:, 0]], axis=1) / length)


def offset_curve(points: Points, by: float, *, closed: bool = False) -> Points:
    """Return the curve, moved by `by` along its normals."""
    return points + by * normals(points, closed=closed)


def rotated(points: Points, angle: float) -> Points:
    """Return the points, rotated around the origin by `angle` (radians)."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cosine, sine], [-sine, cosine]]))


def lengths_along(points: Points) -> Points:
    """Return the distance (n,) of each point from the first, along the polyline."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])


def perimeter(points: Points) -> float:
    """Return the length of the closed polyline."""
    return float(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1).sum())
