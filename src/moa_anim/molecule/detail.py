"""Levels of detail: fewer, larger spheres that fill the same room where atoms are too small to be told apart.

A receptor as high as a thumbnail needs no 2,000 atoms. Neighbours within a residue are merged first (backbone, side chain),
at smaller scales whatever lies in a cell of a lattice. Where a body ends and how large it is stay what they were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.beads import Beads

LEAST_PIXELS = 2.0
"""Radius (picture pixels) under which spheres are merged: of two that overlap, less than one pixel each is then seen."""

LATTICE_FACTOR = 1.6
"""Side of a lattice cell, of the radius that LEAST_PIXELS are."""

RESIDUE_ANGSTROM = 5.5
"""Up to a cell of this side only spheres of one residue are merged, so that residues can still be told apart."""


def beads_at(beads: Beads, pixels_per_angstrom: float) -> Beads:
    """Return `beads` as they are to be drawn at a scale: merged where they are less than LEAST_PIXELS in radius.

    At a scale at which the beads can be told apart they are returned unchanged.
    """
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
    """Return one sphere for each group (n,) of beads: in their mean place by volume, as large as they are together."""
    count = int(group.max()) + 1
    volume = beads.radii**3

    def sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(group, weights=values * volume, minlength=count), dtype=np.float64)

    total = np.bincount(group, weights=volume, minlength=count)
    places = np.stack([sums(beads.positions[:, axis]) for axis in range(3)], axis=1) / total[:, None]
    apart = np.square(beads.positions - places[group]).sum(axis=1)
    spread = sums(apart) / total
    own = sums(beads.radii**2) / total
    # A ball of radius r has a mean squared distance of 3 r² / 5 from its middle; so have the merged spheres together.
    radii = np.sqrt(own + spread * 5 / 3)
    first = np.full(count, len(beads), dtype=np.int64)
    np.minimum.at(first, group, np.arange(len(beads)))
    return Beads(places, radii, beads.residues[first], sums(beads.tones) / total)
