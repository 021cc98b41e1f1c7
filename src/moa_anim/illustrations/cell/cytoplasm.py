"""The crowded cytoplasm: outlines of the film's proteins in random orientations, packed edge to edge, pale and flat."""

from __future__ import annotations

import math
from functools import cache

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.sprite import Box
from moa_anim.illustrations.cell.protein_kernels import HARMONICS, paint_proteins
from moa_anim.illustrations.curves import Points, polar
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import cullin_ring, proteasome, receptor_dimer, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms, gathered
from moa_anim.molecule.pose import rotation_from_vector

CORNERS = 40
"""Number of points in the outline of a protein."""

ORIENTATIONS = 5
"""Number of orientations in which each protein is drawn."""

RADII_PER_ANGSTROM = 0.00036
"""Cell radii per ångström at grain 1: some hundred times larger than life. All proteins are drawn to one scale."""

SPACING_RADII = 0.0225
"""Distance between the centres of neighbours in cell radii at grain 1: they overlap, without gaps between them."""

LINE_RADII = 0.0021
"""Width of the outlines in cell radii at grain 1."""

CROWD_RADII = 1.5
"""Radius of the crowd in cell radii: beyond the rim, because it is also drawn while the cell divides."""

SHARES = (0.34, 0.36, 0.20, 0.08, 0.02)
"""Frequency of each body of `_bodies`."""

TONE_SHARES = (0.34, 0.22, 0.16, 0.18, 0.10)
"""Frequency of each tone of `_tones`."""


def crowd(canvas: Canvas, seed: int, grain: float, box: Box, *, reach: float, clear: float = 0.0) -> None:
    """Paint the crowd inside the box, between the distances `clear` and `reach` from the centre (cell radii).

    The context has a cell's radius as its unit, is not turned, and has its origin on a pixel's corner.
    """
    context = canvas.context
    pixels = context.get_matrix().xx
    places, kinds = _places(seed, grain)
    seen = _within(places, box, reach, clear, 0.03 * grain)
    left, top = math.floor(box[0] * pixels), math.floor(box[1] * pixels)
    width, height = math.ceil(box[2] * pixels) - left, math.ceil(box[3] * pixels) - top
    picture = np.zeros((max(1, height), max(1, width), 4), dtype=np.uint8)
    paint_proteins(
        (places[seen] * pixels - (left, top)).astype(np.float32),
        kinds[seen, 1].astype(np.float32),
        kinds[seen][:, (0, 2)].astype(np.int64),
        _waves() * np.float32(RADII_PER_ANGSTROM * grain * pixels),
        np.float32(0.5 * LINE_RADII * grain * pixels),
        np.array(_tones(), dtype=np.float32),
        picture,
    )
    surface = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, *picture.shape[1::-1])
    context.save()
    context.scale(1.0 / pixels, 1.0 / pixels)
    context.set_source_surface(surface, left, top)
    context.paint()
    context.restore()


def cytosol_colour() -> Rgb:
    """Return the colour under the crowd."""
    return rgb(Role.CYTOPLASM)


def _bodies() -> tuple[Beads, ...]:
    """Ubiquitin, receptor, receptor dimer, ubiquitin ligase, proteasome core."""
    dimer, core = receptor_dimer(), proteasome()
    return (
        beads_of_atoms(ubiquitin()),
        beads_of_atoms(dimer[0]),
        gathered([beads_of_atoms(each) for each in dimer]),
        gathered([beads_of_atoms(each) for each in cullin_ring()]),
        gathered([core.alpha, core.beta]),
    )


def _outline(beads: Beads, rotation: Points) -> Points:
    """The body's silhouette (CORNERS, 2) in Å around its centre: how far any bead reaches in each direction."""
    seen = ((beads.positions - beads.positions.mean(axis=0)) @ rotation.T)[:, :2]
    directions = polar(1.0, np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)).T
    along, across = seen @ directions, seen @ np.stack([-directions[1], directions[0]])
    room = (beads.radii[:, None] + 1.2) ** 2 - across**2
    reach = np.where(room > 0, along + np.sqrt(np.maximum(room, 0)), 0.0).max(axis=0)
    return np.asarray((np.maximum(reach, 6.0) * directions).T)


@cache
def _outlines() -> Points:
    """Silhouettes (bodies · ORIENTATIONS, CORNERS, 2) of the proteins, Å."""

    def make() -> Points:
        random = np.random.default_rng(5)
        return np.array(
            [
                _outline(beads, rotation_from_vector(random.normal(0.0, 1.6, size=3)))
                for beads in _bodies()
                for _ in range(ORIENTATIONS)
            ]
        )

    return cached(make, "cell outlines", CORNERS, ORIENTATIONS)


@cache
def _waves() -> NDArray[np.float32]:
    """The outlines as `paint_proteins` takes them (bodies · ORIENTATIONS, HARMONICS + 1, 2), in Å."""
    lengths = np.linalg.norm(_outlines(), axis=2)
    spectrum = np.fft.rfft(lengths, axis=1)[:, : HARMONICS + 1] * (2.0 / CORNERS)
    spectrum[:, 0] /= 2.0
    return np.stack([spectrum.real, -spectrum.imag], axis=2).astype(np.float32)


def _tones() -> tuple[tuple[Rgb, Rgb], ...]:
    """Colours of fill and outline of each tone: sand, rose, grey, cream, ochre."""
    return (
        (tinted(Role.CYTOPLASM, 0.10, Role.MEMBRANE), tinted(Role.CYTOPLASM, 0.52, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.42, Role.VESSEL), tinted(Role.VESSEL, 0.34, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.55, Role.CROWD), tinted(Role.CROWD, 0.42, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.40, Role.PAPER), tinted(Role.CYTOPLASM, 0.42, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.30, Role.DNA), tinted(Role.DNA, 0.35, Role.MEMBRANE)),
    )


@cache
def _places(seed: int, grain: float) -> tuple[Points, Points]:
    """Centres (n, 2), and number of the outline, angle and tone of each (n, 3). Later ones are painted on top."""
    random = np.random.default_rng((seed, 3))
    step = SPACING_RADII * grain
    rows = np.arange(-np.ceil(CROWD_RADII / (0.866 * step)), np.ceil(CROWD_RADII / (0.866 * step)) + 1)
    columns = np.arange(-np.ceil(CROWD_RADII / step), np.ceil(CROWD_RADII / step) + 1)
    x = (columns[None, :] + 0.5 * (rows[:, None] % 2)) * step
    y = np.broadcast_to(rows[:, None] * 0.866 * step, x.shape)
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    places = places + random.normal(0.0, 0.20 * step, places.shape)
    which = random.choice(len(SHARES), len(places), p=SHARES) * ORIENTATIONS
    kinds = np.stack(
        [
            which + random.integers(0, ORIENTATIONS, len(places)),
            random.uniform(0, 2 * np.pi, len(places)),
            random.choice(len(TONE_SHARES), len(places), p=TONE_SHARES),
        ],
        axis=1,
    )
    order = random.permutation(len(places))
    near = order[np.linalg.norm(places[order], axis=1) < CROWD_RADII]
    return places[near], kinds[near]


def _within(places: Points, box: Box, reach: float, clear: float, margin: float) -> NDArray[np.intp]:
    """Rows of the places inside the box and between `clear` and `reach` from the centre, or within `margin` of that."""
    left, top, right, bottom = box
    x, y = places.T
    seen = (x > left - margin) & (x < right + margin) & (y > top - margin) & (y < bottom + margin)
    distance = np.hypot(x, y)
    seen &= (distance > clear - margin) & (distance < reach)
    return np.flatnonzero(seen)
