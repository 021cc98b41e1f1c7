"""Compile the kernels once, so that processes started later load them from the cache."""

from __future__ import annotations

import numpy as np

from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.giving_way import distances_to
from moa_anim.molecule.relaxation import relax
from moa_anim.molecule.shading import Raster

SIDE_ATOMS = 5
"""Atoms along each side of the block that is drawn: what is left of it behind a cut is large enough to have a face."""

SPACING_ANGSTROM = 1.5
"""Distance of neighbours in the block."""

PIXELS = 24
"""Height and width of the picture of the block."""


def compile_kernels() -> None:
    """Run each kernel on small input of the types that a film has: a body cut open is drawn, still and moving.

    A single atom would not do: it counts as floating before the cut and is not drawn, and an array of one row has another
    type to numba than one of several.
    """
    black = (0.0, 0.0, 0.0)
    middle = PIXELS / 2
    raster = Raster(
        PIXELS, PIXELS, View(np.eye(3), np.zeros(3), 2.0, (middle, middle)), Paint(black, black, black)
    )
    axis = SPACING_ANGSTROM * (np.arange(SIDE_ATOMS) - SIDE_ATOMS // 2)
    places = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    count = len(places)
    block = Beads(places, np.full(count, 1.7), np.arange(count), np.zeros(count))
    raster.set_still([Body(block, black, cut_depth=1.0)])
    raster.draw([Body(block, black)])
    pairs, lengths = np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    relax(np.zeros((2, 3)), np.zeros(2, dtype=np.bool_), pairs, lengths, lengths, pairs, lengths, 1)
    distances_to(np.zeros((1, 3)), np.zeros((1, 3)))
