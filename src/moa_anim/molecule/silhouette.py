"""The outline of what beads cover in a view: one closed, smooth line."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_fill_holes, gaussian_filter1d, label

from moa_anim.cache.arrays import cached

CELL_ANGSTROM = 0.5
"""Side of the cells that are found covered or not (Å)."""

SMOOTHED_ANGSTROM = 1.4
"""The line is smoothed along itself over this length (standard deviation, Å): bumps of atoms remain, corners of cells go."""


def silhouette(
    places: NDArray[np.float64], radii: NDArray[np.float64], *, bridged: float
) -> NDArray[np.float64]:
    """Return points (n, 2), half an ångström apart, on the outline of the largest connected part of discs.

    `places` (m, 2) and `radii` (m,) are those of the discs; clefts narrower than twice `bridged` are closed (all Å). Holes
    have no outline.
    """
    return cached(lambda: _silhouette(places, radii, bridged), "silhouette", places, radii, bridged)


def _silhouette(
    places: NDArray[np.float64], radii: NDArray[np.float64], bridged: float
) -> NDArray[np.float64]:
    margin = float(radii.max()) + bridged + 2 * CELL_ANGSTROM
    low = places.min(axis=0) - margin
    columns, rows = np.ceil((places.max(axis=0) + margin - low) / CELL_ANGSTROM).astype(int)
    middles = np.stack(np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij"), axis=-1) + 0.5
    covered = np.zeros((columns, rows), dtype=bool)
    for place, radius in zip((places - low) / CELL_ANGSTROM, radii / CELL_ANGSTROM, strict=True):
        begin = np.maximum(np.floor(place - radius).astype(int), 0)
        end = np.ceil(place + radius).astype(int) + 1
        part = np.s_[begin[0] : end[0], begin[1] : end[1]]
        covered[part] |= ((middles[part] - place) ** 2).sum(axis=-1) < radius**2
    reach = math.ceil(bridged / CELL_ANGSTROM)
    disc = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]) <= bridged / CELL_ANGSTROM
    parts, _ = label(binary_fill_holes(binary_closing(covered, disc)))
    largest = parts == np.argmax(np.bincount(parts.ravel())[1:]) + 1
    corners = _around(largest)
    spread = SMOOTHED_ANGSTROM / CELL_ANGSTROM
    return np.asarray(low + CELL_ANGSTROM * gaussian_filter1d(corners, spread, axis=0, mode="wrap"))


def _around(covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the corners (n, 2) of cells along the outline of a connected part, in order around it."""
    padded = np.pad(covered, 1)
    sides: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # What is covered is on the same hand of every side, so that sides follow one another.
    for (dx, dy), (start, end) in {
        (0, -1): ((0, 0), (1, 0)),
        (1, 0): ((1, 0), (1, 1)),
        (0, 1): ((1, 1), (0, 1)),
        (-1, 0): ((0, 1), (0, 0)),
    }.items():
        bare = padded & ~np.roll(padded, (-dx, -dy), axis=(0, 1))
        for x, y in np.argwhere(bare) - 1:
            sides.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    first = at = min(sides)
    corners = [first]
    while (at := sides[at].pop()) != first:
        corners.append(at)
    return np.array(corners, dtype=np.float64)
