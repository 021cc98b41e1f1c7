"""The face of a cut: the slice through a body's atoms, closed as a probe of solvent's size would close it.

The slice of spheres alone is full of gaps between atoms; a probe does not get into them. Closing them leaves one even face
with one hollow where a pocket is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

PROBE_ANGSTROM = 1.6
HOLE_ANGSTROM, ISLAND_ANGSTROM = 5.0, 2.5
"""Holes and islands of the face smaller than a square of this side are closed, or left out."""

Mask = NDArray[np.bool_]


def closed_face(
    sliced: Mask, scale: float, probe: float = PROBE_ANGSTROM, hole: float = HOLE_ANGSTROM
) -> Mask:
    """The closed face of a slice (height, width); `scale` is pixels for one ångström.

    Distances are measured on every second pixel and interpolated, a quarter of the work.
    """
    rows, columns = np.flatnonzero(sliced.any(axis=1)), np.flatnonzero(sliced.any(axis=0))
    closed = np.zeros_like(sliced)
    if not len(rows):
        return closed
    # Worked on where the slice is, with room for the probe, in whole pairs of pixels.
    margin = 2 * (int(2 * probe * scale) // 2 + 2)
    height, width = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    part = np.zeros((height + height % 2 + 2 * margin, width + width % 2 + 2 * margin), dtype=np.bool_)
    inner = slice(margin, margin + height), slice(margin, margin + width)
    outer = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    part[inner] = sliced[outer]
    small = part[::2, ::2] | part[1::2, ::2] | part[::2, 1::2] | part[1::2, 1::2]
    reach, small_scale = probe * scale / 2, scale / 2
    field = _distance(_distance(~small) < reach)
    face = (field > reach) | small
    islands = face & ~_without_small(face, (ISLAND_ANGSTROM * small_scale) ** 2)
    gaps = ~face & ~_without_small(~face, (hole * small_scale) ** 2)
    smooth = _doubled(field) > reach
    # The interpolated rims lie up to a pixel beside those of the pieces: take them along.
    gaps, islands = (np.asarray(ndimage.binary_dilation(pieces, iterations=2)) for pieces in (gaps, islands))
    whole = (smooth | part | _repeated(gaps)) & ~_repeated(islands)
    closed[outer] = whole[inner]
    return closed


def contour(face: Mask, width: int) -> Mask:
    """The face's rim, `width` pixels wide."""
    return np.asarray(face & ~ndimage.binary_erosion(face, iterations=width))


def _distance(mask: Mask) -> NDArray[np.float64]:
    """How far each pixel of the mask is from the next outside of it."""
    return np.asarray(ndimage.distance_transform_edt(mask))


def _repeated(mask: Mask) -> Mask:
    return mask.repeat(2, axis=0).repeat(2, axis=1)


def _doubled(field: NDArray[np.float64]) -> NDArray[np.float64]:
    """A field at twice the size, interpolated linearly between its pixels' middles."""
    for axis in (0, 1):
        padded = np.concatenate([field.take([0], axis=axis), field, field.take([-1], axis=axis)], axis=axis)
        count = field.shape[axis]
        before, here, after = (padded.take(range(k, k + count), axis=axis) for k in (0, 1, 2))
        low, high = 0.75 * here + 0.25 * before, 0.75 * here + 0.25 * after
        field = np.stack([low, high], axis=axis + 1).reshape(
            [n * 2 if k == axis else n for k, n in enumerate(field.shape)]
        )
    return field


def _without_small(mask: Mask, least: float) -> Mask:
    """The mask without pieces of fewer pixels than `least`."""
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    keep = sizes >= least
    keep[0] = False
    return np.asarray(keep[pieces])
