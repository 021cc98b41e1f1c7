"""What a cell holds and the outline that it has while it divides: seeded, so that it is the same in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

NUCLEUS_RADIUS = 0.46
"""Of the cell's: cancer cells have large nuclei."""


@dataclass(frozen=True)
class Inside:
    """What a cell holds, in units of its radius: specks (x, y, size, tone), mitochondria (x, y, angle), chromatin curves."""

    specks: Points
    mitochondria: Points
    chromatin: tuple[Points, ...]


@cache
def cell_contents(seed: int) -> Inside:
    """What a cell with that seed holds: the same each time it is asked."""
    random = np.random.default_rng(seed)
    radius = np.sqrt(random.uniform(0.52**2, 0.93**2, 420))
    angle = random.uniform(0, 2 * np.pi, 420)
    specks = np.stack(
        [
            radius * np.cos(angle),
            radius * np.sin(angle),
            random.uniform(0.006, 0.022, 420),
            random.integers(0, 3, 420),
        ],
        axis=1,
    )
    turn = np.linspace(0, 2 * np.pi, 9, endpoint=False) + random.uniform(-0.2, 0.2, 9)
    reach = random.uniform(0.66, 0.80, 9)
    mitochondria = np.stack(
        [reach * np.cos(turn), reach * np.sin(turn), turn + random.uniform(0.9, 2.2, 9)], axis=1
    )
    curves = []
    for _ in range(16):
        start, heading = random.uniform(-0.62, 0.62, 2), random.uniform(0, 2 * np.pi)
        points = [start]
        for _ in range(16):
            heading += random.normal(0, 0.75)
            step = points[-1] + 0.10 * np.array([np.cos(heading), np.sin(heading)])
            if np.linalg.norm(step) > 0.84:
                heading += 2.4
                step = points[-1] * 0.94
            points.append(step)
        curves.append(np.array(points) * NUCLEUS_RADIUS)
    return Inside(specks, mitochondria, tuple(curves))


def two_lobes(radius: float, apart: float, corners: int = 180) -> list[Points]:
    """The outline of two discs of one radius with their middles at ±`apart` on the x axis: one loop, or two once apart.

    While they are one the waist is rounded, less and less as it closes. Loops are (corners, 2).
    """
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if apart == 0.0:
        return [radius * ring]
    if apart >= radius:
        return [radius * ring + [side * apart, 0.0] for side in (-1, 1)]
    across = np.abs(np.cos(angle))
    reach = apart * across + np.sqrt(np.maximum(radius**2 - apart**2 * (1 - across**2), 0.0))
    breadth = 0.30 * (1.0 - apart / radius) + 0.02
    kernel = np.exp(-0.5 * ((np.arange(corners) - corners // 2) * (2 * np.pi / corners) / breadth) ** 2)
    spectrum = np.fft.rfft(np.roll(kernel / kernel.sum(), -(corners // 2)))
    rounded = np.fft.irfft(np.fft.rfft(reach) * spectrum, corners)
    share = min(1.0, apart / (0.25 * radius))
    return [(reach * (1 - share) + rounded * share)[:, None] * ring]
