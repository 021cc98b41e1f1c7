"""Compile the kernels once, so that processes started later load them from the cache."""

from __future__ import annotations

import numpy as np

from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.giving_way import distances_to
from moa_anim.molecule.relaxation import relax
from moa_anim.molecule.shading import Raster


def compile_kernels() -> None:
    """Run each kernel on minimal input."""
    black = (0.0, 0.0, 0.0)
    raster = Raster(4, 4, View(np.eye(3), np.zeros(3), 1.0, (2.0, 2.0)), Paint(black, black, black))
    bead = Beads(np.zeros((1, 3)), np.full(1, 2.0), np.zeros(1, dtype=np.int64), np.zeros(1))
    raster.set_still([Body(bead, black, cut_depth=1.0)])
    pairs, lengths = np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    relax(np.zeros((2, 3)), np.zeros(2, dtype=np.bool_), pairs, lengths, lengths, pairs, lengths, 1)
    distances_to(np.zeros((1, 3)), np.zeros((1, 3)))
