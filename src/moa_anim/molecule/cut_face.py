"""The face of a cut: the slice through a body's atoms, closed with a probe of a solvent molecule's size.

A slice of spheres is full of gaps between atoms that a probe does not enter. Closing them leaves one even face with a hollow
where a pocket is. Small pieces that the cut would leave floating behind it are removed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.molecule.kernels import fill_discs

PROBE_ANGSTROM = 1.6
"""Radius of the probe: about a water molecule."""

HOLE_PROBES = 3.1
"""Holes of the face smaller than a square of this side (probe radii) are closed."""

ISLAND_PROBES = 2.8
"""Islands of the face smaller than a square of this side (probe radii) are removed."""

SAMPLES_PER_ANGSTROM = 6.0
"""Least resolution of the face's field, unless the raster's is lower."""

SMOOTHING_SAMPLES = 0.8
"""Standard deviation of the blur (samples) that smooths the sampling steps of the field."""

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
    """A face's field: `samples` (rows, columns), the upper left one at raster pixel (`left`, `top`), `step` pixels apart.

    The face is where the interpolated field exceeds `level`; the field grows by one for each sample of distance from the
    rim.
    """

    samples: NDArray[np.float32]
    left: float
    top: float
    step: float
    level: float
    left_out: NDArray[np.bool_]
    """Mask (rows, columns) of islands that are too small for a face."""

    def islands_at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether raster pixels lie on an island that is removed."""
        down, across = (
            np.clip(np.round((values - start) / self.step).astype(int), 0, size - 1)
            for values, start, size in zip(
                (rows, columns), (self.top, self.left), self.samples.shape, strict=True
            )
        )
        return np.asarray(self.left_out[down, across])

    def at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether raster pixels lie on the face."""
        places = np.stack([(rows - self.top) / self.step, (columns - self.left) / self.step])
        return np.asarray(ndimage.map_coordinates(self.samples, places, order=1) > self.level)


def closed_face(discs: NDArray[np.float64], scale: float, probe: float = PROBE_ANGSTROM) -> Face | None:
    """Return the closed face of a slice (n, 3: column, row, radius of discs; raster pixels); None if there are no discs.

    `scale` is raster pixels for one ångström. Closing dilates the slice by the probe and erodes it again: the radii of the
    discs are increased, and the field is the distance to the outside of the dilated slice.
    """
    if not len(discs):
        return None
    step = max(1.0, np.floor(scale / SAMPLES_PER_ANGSTROM))
    reach = probe * scale / step
    margin = reach + MARGIN_SAMPLES
    low = np.floor((discs[:, :2] - discs[:, 2:]).min(axis=0) / step - margin)
    high = np.ceil((discs[:, :2] + discs[:, 2:]).max(axis=0) / step + margin)
    grown_discs = discs / step - np.array([low[0], low[1], -reach])
    columns, rows = (high - low + 1).astype(int)
    grown = np.zeros((rows, columns), dtype=np.bool_)
    fill_discs(grown_discs.astype(np.float32), grown)
    field = np.asarray(ndimage.distance_transform_edt(grown), dtype=np.float64)
    face = field > reach
    islands = face & ~_without_small(face, (ISLAND_PROBES * reach) ** 2)
    gaps = ~face & ~_without_small(~face, (HOLE_PROBES * reach) ** 2)
    if gaps.any():
        # A closed gap has no rim of its own: there the field is the distance to the remaining rim.
        deep = ndimage.distance_transform_edt((face & ~islands) | gaps)
        field = np.where(gaps | face, np.maximum(field, np.where(deep > 0, deep + reach - 1.0, 0.0)), field)
    # Rims lie between samples, so the samples around an island belong to it.
    islands = ndimage.binary_dilation(islands)
    field[islands] = 0.0
    field = np.minimum(field, reach + CAP_SAMPLES)
    field = ndimage.gaussian_filter(field, SMOOTHING_SAMPLES)
    return Face(
        field.astype(np.float32),
        float(low[0] * step),
        float(low[1] * step),
        float(step),
        float(reach),
        islands,
    )


def sliced(
    spheres: NDArray[np.float64], cut: float, scale: float, probe: float = PROBE_ANGSTROM
) -> tuple[NDArray[np.bool_], Face | None]:
    """Slice spheres (n, 4: column, row, depth, radius; raster pixels) at depth `cut`: mask of removed ones, and the face.

    Spheres that would float behind the cut, and those that would reach it as a tiny island, are removed. `scale` and `probe`
    are those of `closed_face`.
    """
    places, depths, radii = spheres[:, :3], spheres[:, 2], spheres[:, 3]
    behind = depths < cut
    loose = loose_atoms(
        places, behind, max(TOUCHING_ANGSTROM * scale, TOUCHING_RADII * float(np.median(radii)))
    )
    squared = np.where(loose, 0.0, radii**2 - (cut - depths) ** 2)
    crossing = squared > 0.0
    discs = np.stack([places[:, 0], places[:, 1], np.sqrt(np.maximum(squared, 0.0))], axis=1)
    face = closed_face(discs[crossing], scale, probe)
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
    count = len(positions)
    near = cKDTree(positions).query_pairs(touching, output_type="ndarray")
    first, second = near.T
    both = behind[first] & behind[second]
    links = coo_array((np.ones(int(both.sum())), (first[both], second[both])), shape=(count, count))
    piece = connected_components(links, directed=False)[1]
    torn = np.zeros(count, dtype=np.bool_)
    torn[piece[first[behind[first] & ~behind[second]]]] = True
    torn[piece[second[behind[second] & ~behind[first]]]] = True
    sizes = np.bincount(piece, minlength=count)
    small = sizes < max(LEAST_ATOMS_BEHIND_CUT, LEAST_SHARE_BEHIND_CUT * sizes.max(initial=0))
    held = behind & ~(torn & small)[piece]
    touches = held.copy()
    touches[first[held[second]]] = True
    touches[second[held[first]]] = True
    return np.asarray(~np.where(behind, held, touches))


def _without_small(mask: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """The mask without connected pieces of fewer pixels than `least`."""
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    keep = sizes >= least
    keep[0] = False
    return np.asarray(keep[pieces])
