"""The face of a cut: the slice through a body's atoms, closed with a probe of a solvent molecule's size.

A slice of spheres is full of gaps between atoms that a probe does not enter. Closing them leaves one even face with a hollow
where a pocket is. Small pieces that the cut would leave floating behind it are removed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.molecule import face_kernels
from moa_anim.molecule.kernels import fill_discs

PROBE_ANGSTROM = 1.6
"""Radius of the probe: about a water molecule."""

HOLE_PROBES = 3.1
"""Holes of the face smaller than a square of this side (probe radii) are closed."""

ISLAND_PROBES = 2.8
"""Islands of the face smaller than a square of this side (probe radii) are removed."""

SAMPLES_PER_ANGSTROM = 6.0
"""Resolution of the face's field; where the raster's is lower, the greatest of a half, a quarter and so on of it that is not
above that."""

SMOOTHING_SAMPLES = 0.8
"""Standard deviation of the blur (samples) that smooths the sampling steps of the field."""

SMOOTHING_REACH = 4.0
"""Where the blur's weights end, in standard deviations."""

MARGIN_SAMPLES = 3.0
"""Samples of the field around the grown slice."""

CAP_SAMPLES = 8.0
"""The field is limited to the level of the rim plus this."""

LEAST_ATOMS_BEHIND_CUT = 16
LEAST_SHARE_BEHIND_CUT = 0.15
"""A piece with fewer atoms than this, or than this share of the largest piece, is removed if atoms that it touched are in
front of the cut: it would float."""

TOUCHING_ANGSTROM = 4.5
TOUCHING_RADII = 2.6
"""Atoms touch if they are nearer than TOUCHING_ANGSTROM, or than TOUCHING_RADII times the median radius if that is more."""


@dataclass(frozen=True)
class Face:
    """A face's field: `samples` (rows, columns), the upper left one at (`left`, `top`), `step` apart; rows go down.

    Lengths are Å, or pixels of a raster. The face is where the interpolated field exceeds `level`; the field grows by one for
    each sample of distance from the rim.
    """

    samples: NDArray[np.float32]
    left: float
    top: float
    step: float
    level: float
    left_out: NDArray[np.bool_]
    """Mask (rows, columns) of islands that are too small for a face."""

    def islands_at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether places lie on an island that is removed."""
        down, across = (
            np.clip(np.round((values - start) / self.step).astype(int), 0, size - 1)
            for values, start, size in zip(
                (rows, columns), (self.top, self.left), self.samples.shape, strict=True
            )
        )
        return np.asarray(self.left_out[down, across])

    def at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether places lie on the face."""
        places = np.stack([(rows - self.top) / self.step, (columns - self.left) / self.step])
        return np.asarray(ndimage.map_coordinates(self.samples, places, order=1) > self.level)

    def placed(self, scale: float, left: float, top: float) -> Face:
        """Return the face magnified by `scale`, and then shifted to the right by `left` and down by `top`."""
        return replace(
            self, left=left + self.left * scale, top=top + self.top * scale, step=self.step * scale
        )


def face_step(scale: float) -> float:
    """Return the distance between samples (Å) for `scale` raster pixels for one ångström: at least one pixel.

    It is one of few, so that it does not change from picture to picture while a camera goes nearer.
    """
    return float(2.0 ** max(0, math.ceil(math.log2(SAMPLES_PER_ANGSTROM / scale))) / SAMPLES_PER_ANGSTROM)


def closed_face(discs: NDArray[np.float64], step: float, probe: float = PROBE_ANGSTROM) -> Face | None:
    """Return the closed face of a slice (n, 3: x, y downwards, radius of discs; Å); None if there are no discs.

    `step` is the distance between samples (Å). Closing dilates the slice by the probe and erodes it again: the radii of the
    discs are increased, and the field is the distance to the outside of the dilated slice.
    """
    if not len(discs):
        return None
    reach = probe / step
    margin = reach + MARGIN_SAMPLES
    low = np.floor((discs[:, :2] - discs[:, 2:]).min(axis=0) / step - margin)
    high = np.ceil((discs[:, :2] + discs[:, 2:]).max(axis=0) / step + margin)
    grown_discs = discs / step - np.array([low[0], low[1], -reach])
    columns, rows = (high - low + 1).astype(int)
    grown = np.zeros((rows, columns), dtype=np.bool_)
    fill_discs(grown_discs.astype(np.float32), grown)
    field, islands = face_kernels.face_field(
        grown,
        reach,
        CAP_SAMPLES,
        (ISLAND_PROBES * reach) ** 2,
        (HOLE_PROBES * reach) ** 2,
        smoothing_weights(),
    )
    return Face(
        field.astype(np.float32),
        float(low[0] * step),
        float(low[1] * step),
        float(step),
        float(reach),
        islands,
    )


def sliced(
    spheres: NDArray[np.float64],
    cut: float,
    step: float,
    probe: float = PROBE_ANGSTROM,
    resting: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.bool_], Face | None]:
    """Slice spheres (n, 4: x, y downwards, depth, radius; Å) at depth `cut`: mask of removed ones, and the face.

    Spheres that would float behind the cut, and those that would reach it as a tiny island, are removed. `step` and `probe`
    are those of `closed_face`. What floats is decided by the places `resting` (n, 3) of the spheres, if they are given.
    """
    places, depths, radii = spheres[:, :3], spheres[:, 2], spheres[:, 3]
    settled = places if resting is None else resting
    touching = max(TOUCHING_ANGSTROM, TOUCHING_RADII * float(np.median(radii)))
    loose = loose_atoms(settled, settled[:, 2] < cut, touching)
    squared = np.where(loose, 0.0, radii**2 - (cut - depths) ** 2)
    crossing = squared > 0.0
    discs = np.stack([places[:, 0], places[:, 1], np.sqrt(np.maximum(squared, 0.0))], axis=1)
    face = closed_face(discs[crossing], step, probe)
    if face is not None:
        loose = loose | (crossing & face.islands_at(places[:, 0], places[:, 1]))
    return loose, face


def loose_atoms(
    positions: NDArray[np.float64], behind: NDArray[np.bool_], touching: float
) -> NDArray[np.bool_]:
    """Return a mask of the atoms (n, 3) that a cut leaves floating: small pieces `behind` it that touched atoms in front.

    Atoms touch if they are nearer than `touching`. An atom whose centre is in front is loose unless it touches an atom
    behind that is not loose.
    """
    found = face_kernels.loose_atoms(
        np.ascontiguousarray(
            positions
        ),  # the kernel would be compiled once more for another layout in memory
        behind,
        touching,
        LEAST_ATOMS_BEHIND_CUT,
        LEAST_SHARE_BEHIND_CUT,
    )
    return np.asarray(found)


@cache
def smoothing_weights() -> NDArray[np.float64]:
    """Return the weights of a blur by SMOOTHING_SAMPLES, cut off at SMOOTHING_REACH."""
    reach = int(SMOOTHING_REACH * SMOOTHING_SAMPLES + 0.5)
    weights = np.exp(-0.5 / SMOOTHING_SAMPLES**2 * np.arange(-reach, reach + 1) ** 2)
    return np.asarray(weights / weights.sum())
