"""Places to which ligands of receptors that are degraded drift: a receptor is degraded, its ligand is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import Member
from moa_anim.actors.receptor_population import BODY_ANGSTROM
from moa_anim.graphics.geometry import Box, Point, within

WANDER_PIXELS = 13.0
"""Random displacement of a ligand (root mean square, design pixels)."""

RELEASED_PALENESS = 0.3
"""Share of paper mixed into a released ligand, so that the receptors, which are counted, stand out."""

TRIES = 240
"""Random candidates for each ligand's destination."""

APART_PIXELS = 82.0
"""Preferred distance between small molecules (design pixels)."""


def release_places(
    members: Sequence[Member],
    going: Sequence[int],
    box: Box,
    scale: float,
    seed: int,
    *,
    far: tuple[float, float],
    keep_off: Sequence[Box] = (),
    taken: Sequence[Point] = (),
) -> dict[int, Point]:
    """Return destinations (design pixels) for the ligands of the members `going`, between the receptors that remain then.

    Each is at a distance in the range `far`, within `box`, outside of the boxes `keep_off` and away from the positions
    `taken` by other small molecules. The last of the members goes first. Raises ValueError when there is none.
    """
    random = np.random.default_rng(seed)
    receptor = BODY_ANGSTROM * scale + 2.0 * WANDER_PIXELS
    homes: dict[int, Point] = {}
    for number in sorted(going, reverse=True):
        own = np.array((members[number].x, members[number].y))
        angles, reaches = random.uniform(0.0, 2 * np.pi, TRIES), random.uniform(*far, TRIES)
        tries = own + reaches[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        tries = tries[within(tries, box)]
        for each in keep_off:
            tries = tries[~within(tries, each)]
        if not len(tries):
            raise ValueError(f"receptor {number}: found no place for its ligand within {box}")
        left = np.array([(each.x, each.y) for each in members[:number]])
        small = np.array([*taken, *homes.values()]).reshape(-1, 2)
        room = np.minimum(gaps(tries, left) / receptor, gaps(tries, small) / APART_PIXELS)
        room = np.minimum(room, gaps(own + 0.7 * (tries - own), left) / receptor)
        x, y = tries[int(np.argmax(room))]
        homes[number] = (float(x), float(y))
    return homes


def gaps(places: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance from each point (n, 2) to the nearest of the others (m, 2); infinite without others."""
    if not len(others):
        return np.full(len(places), np.inf)
    return np.asarray(np.linalg.norm(places[:, None] - others[None], axis=2).min(axis=1))
