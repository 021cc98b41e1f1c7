"""The face of a cut: the slice through a body's atoms, closed as a probe of solvent's size would close it.

The slice of spheres alone is full of gaps between atoms; a probe does not get into them. Closing them leaves one even face
with one hollow where a pocket is. What the cut leaves hanging in the air behind it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.molecule.kernels import fill_discs

PROBE_ANGSTROM = 1.6
HOLE_ANGSTROM, ISLAND_ANGSTROM = 5.0, 2.5
"""Holes and islands of the face smaller than a square of this side are closed, or left out."""

SAMPLES_PER_ANGSTROM = 6.0
"""Fewest samples of the face's field for one ångström, unless the raster has fewer pixels."""

SMOOTHING_SAMPLES = 0.8
"""Standard deviation of the blur (samples) that takes the samples' steps off the field."""

FAR_SAMPLES = 100.0
"""Of the field in a hole that is closed: far from any rim."""

LEAST_ATOMS_BEHIND_CUT = 16
TOUCHING_ANGSTROM = 4.5
"""Fewer atoms that touch one another than this, nearer than that, float behind a cut: what held them is gone."""


@dataclass(frozen=True)
class Face:
    """A face's field: `samples` (rows, columns), the upper left one at raster pixel (`left`, `top`), `step` pixels apart.

    The face is where the field, interpolated, is more than `level`; it grows by one for a sample's distance from the rim.
    """

    samples: NDArray[np.float32]
    left: float
    top: float
    step: float
    level: float

    def at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether raster pixels lie on the face."""
        places = np.stack([(rows - self.top) / self.step, (columns - self.left) / self.step])
        return np.asarray(ndimage.map_coordinates(self.samples, places, order=1) > self.level)


def closed_face(
    discs: NDArray[np.float64], scale: float, probe: float = PROBE_ANGSTROM, hole: float = HOLE_ANGSTROM
) -> Face | None:
    """The closed face of a slice (n, 3: column, row, radius of discs; raster pixels); None where there is none.

    `scale` is raster pixels for one ångström. Closing grows the slice by the probe and shrinks it again: discs are grown
    by growing their radii, and the field is the distance from what is then still outside.
    """
    if not len(discs):
        return None
    step = max(1.0, np.floor(scale / SAMPLES_PER_ANGSTROM))
    reach, unit = probe * scale / step, scale / step
    margin = reach + 3.0
    low = np.floor((discs[:, :2] - discs[:, 2:]).min(axis=0) / step - margin)
    high = np.ceil((discs[:, :2] + discs[:, 2:]).max(axis=0) / step + margin)
    grown_discs = discs / step - np.array([low[0], low[1], -reach])
    columns, rows = (high - low + 1).astype(int)
    grown = np.zeros((rows, columns), dtype=np.bool_)
    fill_discs(grown_discs.astype(np.float32), grown)
    field = np.asarray(ndimage.distance_transform_edt(grown), dtype=np.float64)
    face = field > reach
    islands = face & ~_without_small(face, (ISLAND_ANGSTROM * unit) ** 2)
    gaps = ~face & ~_without_small(~face, (hole * unit) ** 2)
    # The rims between samples lie beside those of the pieces: take them along.
    field[ndimage.binary_dilation(islands)] = 0.0
    field[ndimage.binary_dilation(gaps)] = reach + FAR_SAMPLES
    field = np.minimum(field, reach + 8.0)
    field = ndimage.gaussian_filter(field, SMOOTHING_SAMPLES)
    return Face(
        field.astype(np.float32), float(low[0] * step), float(low[1] * step), float(step), float(reach)
    )


def loose_atoms(positions: NDArray[np.float64], behind: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which atoms (n, 3; Å) behind a cut would float there: few that touch, and that touched others in front of the cut."""
    count = len(positions)
    first, second = _touching(np.ascontiguousarray(positions, dtype=np.float64).tobytes()).T
    both = behind[first] & behind[second]
    links = coo_array((np.ones(int(both.sum())), (first[both], second[both])), shape=(count, count))
    piece = connected_components(links, directed=False)[1]
    torn = np.zeros(count, dtype=np.bool_)
    torn[piece[first[behind[first] & ~behind[second]]]] = True
    torn[piece[second[behind[second] & ~behind[first]]]] = True
    small = np.bincount(piece, minlength=count) < LEAST_ATOMS_BEHIND_CUT
    return np.asarray(behind & (torn & small)[piece])


@lru_cache(maxsize=8)
def _touching(positions: bytes) -> NDArray[np.int64]:
    """Pairs (n, 2) of atoms that touch; many pictures show one body from several sides."""
    places = np.frombuffer(positions, dtype=np.float64).reshape(-1, 3)
    pairs = cKDTree(places).query_pairs(TOUCHING_ANGSTROM, output_type="ndarray")
    return np.asarray(pairs, dtype=np.int64)


def _without_small(mask: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """The mask without pieces of fewer pixels than `least`."""
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    keep = sizes >= least
    keep[0] = False
    return np.asarray(keep[pieces])
