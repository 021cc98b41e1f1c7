"""The outline of a dividing cell: from one loop, through a waist, to two loops. Lengths are in radii of the mother."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moa_anim.illustrations.curves import Points, rotated, unevenness
from moa_anim.molecule.easing import smoothstep

SHRINK = 1.0 - 0.5**0.5
"""How much smaller a daughter's radius is: 1/√2 of the mother's, so that both together have her area."""

GAP = 1.07
"""Final distance of the daughters' centres from the mother's centre, in radii of a daughter."""

CORNERS = 480
"""Number of points in an outline; a multiple of four."""

CELL_DEPTH = 0.036
"""Unevenness of a cell's outline, as a share of its radius."""


@dataclass(frozen=True)
class Lobes:
    """A cell, or its future daughters: two discs of the same `radius`, centred at ±`apart` along the axis.

    `share` in 0…1 is how much of their movement apart is done.
    """

    radius: float
    apart: float
    share: float

    @classmethod
    def at(cls, share: float) -> Lobes:
        """Return the lobes when this share of their movement apart is done."""
        radius = 1.0 - SHRINK * share
        return cls(radius, GAP * radius * share, share)


@dataclass(frozen=True)
class Outline:
    """The outline as closed `loops`, and as `arcs` between a pole of the axis and the furrow.

    Each arc comes with a flag: true if it begins at the furrow.
    """

    loops: tuple[Points, ...]
    arcs: tuple[tuple[Points, bool], ...]


def _reach(angles: Points, lobes: Lobes) -> Points:
    """Distance of the two discs' outline from the point between them; their waist is rounded, less and less as it closes."""
    radius, apart = lobes.radius, lobes.apart
    across = np.abs(np.cos(angles))
    reach = apart * across + np.sqrt(np.maximum(radius**2 - apart**2 * (1 - across**2), 0.0))
    breadth = 0.36 * (1.0 - apart / radius) + 0.012
    corners = len(angles)
    kernel = np.exp(-0.5 * ((np.arange(corners) - corners // 2) * (2 * np.pi / corners) / breadth) ** 2)
    spectrum = np.fft.rfft(np.roll(kernel / kernel.sum(), -(corners // 2)))
    rounded = np.fft.irfft(np.fft.rfft(reach) * spectrum, corners)
    share = min(1.0, apart / (0.25 * radius))
    return np.asarray(reach * (1 - share) + rounded * share)


def outline(lobes: Lobes, seeds: tuple[int, int, int], angle: float) -> Outline:
    """Return the outline in the picture's axes; `seeds` are those of the mother and of the daughters behind and ahead."""
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    if lobes.apart < lobes.radius:
        reach = _reach(angles, lobes) * _waves(seeds[0], angles + angle, (1 - lobes.share) ** 2)
        loop = _settled(reach[:, None] * ring, lobes, seeds, angle)
        quarter, end = CORNERS // 4, np.vstack([loop, loop[:1]])
        pieces = [
            (end[: quarter + 1], False),
            (end[quarter : 2 * quarter + 1], True),
            (end[2 * quarter : 3 * quarter + 1], False),
            (end[3 * quarter :], True),
        ]
        loops = [loop]
    else:
        loops, pieces = [], []
        for side in (1, -1):
            loop = _settled(side * lobes.radius * ring + [side * lobes.apart, 0.0], lobes, seeds, angle)
            half, end = CORNERS // 2, np.vstack([loop, loop[:1]])
            pieces += [(end[: half + 1], False), (end[half:], True)]
            loops.append(loop)
    return Outline(
        tuple(rotated(loop, angle) for loop in loops),
        tuple((rotated(piece, angle), backwards) for piece, backwards in pieces),
    )


def _waves(seed: int, angles: Points, share: float) -> Points:
    return np.asarray(1.0 + share * (unevenness(seed, angles, CELL_DEPTH) - 1.0))


def _settled(loop: Points, lobes: Lobes, seeds: tuple[int, int, int], angle: float) -> Points:
    """The outline with the daughters' own unevenness, which appears gradually, last at the waist."""
    share = smoothstep(lobes.share, 0.55, 1.0)
    if share <= 0.0:
        return loop
    settled = loop.copy()
    for side, seed in ((-1, seeds[1]), (1, seeds[2])):
        mine = loop[:, 0] * side >= 0
        middle = np.array([side * lobes.apart, 0.0])
        rim = loop[mine] - middle
        factor = _waves(seed, np.arctan2(rim[:, 1], rim[:, 0]) + angle, share) - 1.0
        near = np.clip(np.abs(loop[mine, 0]) / 0.25, 0.0, 1.0) if lobes.apart < lobes.radius else 1.0
        settled[mine] = middle + rim * (1.0 + factor * near)[:, None]
    return settled
