"""Levels of detail: fewer, larger spheres that fill the same volume where atoms are too small to be distinguished.

A receptor of a thumbnail's size does not need 2,000 atoms. Spheres in one cell of a lattice are merged: at first only those
of one residue, at smaller scales all of them. The outline and the size of a body are preserved.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.beads import Beads

LEAST_PIXELS = 2.0
"""Radius (picture pixels) below which spheres are merged: overlapping spheres then show less than a pixel each."""

LATTICE_FACTOR = 1.6
"""Side of a lattice cell, as a multiple of the radius that corresponds to LEAST_PIXELS."""

RESIDUE_ANGSTROM = 5.5
"""Up to this side of a cell only spheres of one residue are merged, so that residues can still be distinguished."""


def beads_at(beads: Beads, pixels_per_angstrom: float) -> Beads:
    """Return `beads` with the detail for a scale: merged if their median radius is less than LEAST_PIXELS, else unchanged."""
    least = LEAST_PIXELS / pixels_per_angstrom
    if not len(beads) or float(np.median(beads.radii)) >= least:
        return beads
    side = LATTICE_FACTOR * least
    low = beads.positions.min(axis=0)
    cells = np.floor((beads.positions - low) / side).astype(np.int64)
    if side <= RESIDUE_ANGSTROM:
        cells = np.column_stack([cells, beads.residues])
    _, group = np.unique(cells, axis=0, return_inverse=True)
    return merged_beads(beads, group.ravel())


def merged_beads(beads: Beads, group: NDArray[np.int64]) -> Beads:
    """Return one sphere for each group of beads, at their mean position by volume and as large as they are together.

    `group` (n,) are the groups' numbers, from 0.
    """
    count = int(group.max()) + 1
    volume = beads.radii**3

    def sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(group, weights=values * volume, minlength=count), dtype=np.float64)

    total = np.bincount(group, weights=volume, minlength=count)
    places = np.stack([sums(beads.positions[:, axis]) for axis in range(3)], axis=1) / total[:, None]
    apart = np.square(beads.positions - places[group]).sum(axis=1)
    spread = sums(apart) / total
    own = sums(beads.radii**2) / total
    # The mean squared distance of a ball's points from its centre is 3 r² / 5; the merged sphere has that of its parts.
    radii = np.sqrt(own + spread * 5 / 3)
    first = np.full(count, len(beads), dtype=np.int64)
    np.minimum.at(first, group, np.arange(len(beads)))
    return Beads(places, radii, beads.residues[first], sums(beads.tones) / total)
