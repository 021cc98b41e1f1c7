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


def closed_face(sliced: Mask, scale: float, probe: float = PROBE_ANGSTROM, hole: float = HOLE_ANGSTROM) -> Mask:
    """The closed face of a slice (height, width); `scale` is pixels for one ångström."""
    rows, columns = np.flatnonzero(sliced.any(axis=1)), np.flatnonzero(sliced.any(axis=0))
    closed = np.zeros_like(sliced)
    if not len(rows):
        return closed
    margin = int(2 * probe * scale) + 3
    # Worked on where the slice is, with room for the probe.
    top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
    part = sliced[top : rows[-1] + margin + 1, left : columns[-1] + margin + 1]
    padded = np.pad(part, margin)
    face = _eroded(_dilated(padded, probe * scale), probe * scale) | padded
    face = face[margin:-margin, margin:-margin]
    face = _without_small(face, (ISLAND_ANGSTROM * scale) ** 2)
    face = ~_without_small(~face, (hole * scale) ** 2)
    closed[top : top + face.shape[0], left : left + face.shape[1]] = face
    return closed


def contour(face: Mask, width: float) -> Mask:
    """The face's rim, `width` pixels wide."""
    return face & ~_eroded(face, width)


def _dilated(mask: Mask, radius: float) -> Mask:
    return np.asarray(ndimage.distance_transform_edt(~mask) < radius)


def _eroded(mask: Mask, radius: float) -> Mask:
    return np.asarray(ndimage.distance_transform_edt(mask) > radius)


def _without_small(mask: Mask, least: float) -> Mask:
    """The mask without pieces of fewer pixels than `least`."""
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    keep = sizes >= least
    keep[0] = False
    return np.asarray(keep[pieces])
