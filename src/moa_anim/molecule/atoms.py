"""Atoms of several bodies, seen from one view and lit, as one picture.

Spheres of united atoms, one key light from the upper left, occlusion at two radii, a soft shadow, lines between residues and
at jumps of depth, haze; a body may be cut open with one even face. `AtomRaster` has the shape of `shading.Raster`: what is
still is drawn once, what moves is drawn over a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.molecule import light as kernels
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.cut_face import PROBE_ANGSTROM, closed_face, contour
from moa_anim.molecule.dirty_rectangles import Rectangle
from moa_anim.molecule.shading import Paint, View
from moa_anim.molecule.structure_file import Atoms, Structure

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class LitBody:
    """Spheres of one body, and how it is shown.

    `positions` (n, 3) and `radii` (n,) in Å of the stage; `residues` (n,) numbers that differ where a line is drawn;
    `colours` one colour, or (n, 3). `cut_depth`: Å towards the viewer from the view's centre at which it is sliced open
    (None: whole); the cut's face is closed as by a probe of `probe` Å. `dim` in 0…1 mixes it with paper.
    """

    positions: NDArray[np.float64]
    radii: NDArray[np.float64]
    residues: NDArray[np.int64]
    colours: Colour | NDArray[np.float64]
    cut_depth: float | None = None
    dim: float = 0.0
    probe: float = PROBE_ANGSTROM


def lit_body(
    atoms: Atoms, colour: Colour | NDArray[np.float64], cut_depth: float | None = None, dim: float = 0.0
) -> LitBody:
    """A body of atoms in their united radii."""
    beads = beads_of_atoms(atoms)
    return LitBody(beads.positions, beads.radii, beads.residues, colour, cut_depth, dim)


def density_body(cap: Structure, colour: Colour, cut_depth: float | None = None, dim: float = 0.0) -> LitBody:
    """A body of beads that fill a density; the table says their radii."""
    fine = cap.atoms.names == "F"
    radii = np.where(fine, cap.numbers["bead_radius_F"], cap.numbers["bead_radius_C"])
    rows = np.zeros(len(radii), dtype=np.int64)
    # Between beads there is nothing to see: their face is closed more widely.
    return LitBody(cap.atoms.positions, radii, rows, colour, cut_depth, dim, 2.5 * PROBE_ANGSTROM)


@dataclass(frozen=True)
class Light:
    """How atoms are lit. Lengths in Å; strengths in 0…1."""

    direction: tuple[float, float, float] = (-0.45, 0.65, 0.62)
    key: float = 0.40
    rings: tuple[tuple[float, int], ...] = ((1.1, 6), (2.2, 10), (3.5, 8), (7.0, 14))
    """Radius and number of the places that are looked at for occlusion."""

    ring_bias: tuple[float, ...] = (0.3, 0.55, 0.9, 1.75)
    ring_range: tuple[float, ...] = (2.5, 2.5, 9.0, 9.0)
    ring_strength: tuple[float, ...] = (0.55, 0.6, 0.6, 0.65)
    occlusion: float = 0.62
    shadow: float = 0.34
    shadow_bias: float = 1.0
    shadow_range: float = 1.6
    shadow_blur: float = 0.9
    residue_line: float = 0.24
    edge_least: float = 2.6
    edge_range: float = 5.0
    edge_strength: float = 0.85
    fog_near: float = 12.0
    fog_far: float = -45.0
    fog_strength: float = 0.34
    face_lightness: float = 0.66
    face_shade: float = 0.45
    contour_pixels: float = 1.1


LEAST_ATOMS_BEHIND_CUT = 16
TOUCHING_ANGSTROM = 4.5


def _loose(positions: NDArray[np.float64], behind: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Atoms behind a cut that touch few others there: the cut took away what held them, and they would float."""
    rows = np.flatnonzero(behind)
    loose = np.zeros(len(positions), dtype=np.bool_)
    if not len(rows):
        return loose
    near = cKDTree(positions[rows]).query_pairs(TOUCHING_ANGSTROM, output_type="ndarray")
    links = coo_array((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(rows), len(rows)))
    piece = connected_components(links, directed=False)[1]
    loose[rows] = np.bincount(piece)[piece] < LEAST_ATOMS_BEHIND_CUT
    return loose


class AtomRaster:
    """A picture of `height` × `width` pixels in which lit bodies are drawn, seen from `view`."""

    def __init__(self, height: int, width: int, view: View, paint: Paint, light: Light | None = None) -> None:
        self.height, self.width, self.view, self.paint = height, width, view, paint
        self.light = light or Light()
        shape = (2 * height, 2 * width)
        self._depth = np.full(shape, kernels.EMPTY, dtype=np.float32)
        self._owner = np.full(shape, -1, dtype=np.int32)
        self._sliced = np.zeros(shape, dtype=np.uint8)
        self._small = np.full((height, width), kernels.EMPTY, dtype=np.float32)
        self._shade = np.zeros((height, width), dtype=np.float32)
        self._dark = np.zeros((height, width), dtype=np.float32)
        self.picture = np.zeros((height, width, 4), dtype=np.uint8)

    def draw(self, bodies: Sequence[LitBody]) -> NDArray[np.uint8]:
        """The picture (height, width, 4; premultiplied RGBA) of bodies. The array is the raster's own."""
        self._depth.fill(kernels.EMPTY)
        self._owner.fill(-1)
        self._sliced.fill(0)
        self.picture.fill(0)
        bodies = [body for body in bodies if len(body.positions)]
        if not bodies:
            return self.picture
        spheres = np.concatenate([self._spheres(body) for body in bodies])
        numbers = np.repeat(np.arange(len(bodies), dtype=np.int32), [len(body.positions) for body in bodies])
        residues = np.concatenate([body.residues for body in bodies]).astype(np.int32)
        # From the front: what is hidden is told at once.
        order = np.argsort(-(spheres[:, 2] + spheres[:, 3]), kind="stable")
        spheres, numbers, residues = spheres[order], numbers[order], residues[order]
        colours = np.concatenate([self._colours(body) for body in bodies])[order]
        faces = np.concatenate([self._faces(body) for body in bodies])[order]
        cuts = np.array(
            [0 if body.cut_depth is None else k + 1 for k, body in enumerate(bodies)], dtype=np.uint8
        )
        kernels.fill_depth(spheres, cuts[numbers], self._depth, self._owner, self._sliced)
        self._close_faces(bodies, spheres, numbers)
        window = self._window(spheres)
        if window is None:
            return self.picture
        bounds = np.array(window)
        kernels.halved(self._depth, self._small)
        self._occlude(bounds)
        self._cast_shadow(spheres, bounds)
        kernels.compose(
            self._depth,
            self._owner,
            self._sliced,
            spheres,
            colours,
            faces,
            residues,
            numbers,
            self._shade,
            self._dark,
            self._numbers(),
            self._direction().astype(np.float32),
            np.array([self.paint.ink, self.paint.haze], dtype=np.float32),
            bounds,
            self.picture,
        )
        return self.picture

    def _direction(self) -> NDArray[np.float64]:
        direction = np.array(self.light.direction, dtype=float)
        return np.asarray(direction / np.linalg.norm(direction))

    def _numbers(self) -> NDArray[np.float32]:
        light, raster = self.light, 2.0 * self.view.scale
        return np.array(
            [
                light.key,
                light.occlusion,
                light.shadow,
                light.residue_line,
                light.edge_least * raster,
                light.edge_range * raster,
                light.edge_strength,
                light.fog_near * raster,
                light.fog_far * raster,
                light.fog_strength,
                light.face_shade,
            ],
            dtype=np.float32,
        )

    def _spheres(self, body: LitBody) -> NDArray[np.float32]:
        """The body's spheres (n, 5) in pixels of the raster; what would float is moved in front of the cut."""
        raster = 2.0 * self.view.scale
        seen = self.view.turned(body.positions) * raster
        spheres = np.empty((len(seen), 5), dtype=np.float32)
        # Pixel centres stand at whole numbers + ½ of the raster.
        spheres[:, 0] = 2.0 * self.view.place[0] + seen[:, 0] - 0.5
        spheres[:, 1] = 2.0 * self.view.place[1] - seen[:, 1] - 0.5
        spheres[:, 2] = seen[:, 2]
        spheres[:, 3] = body.radii * raster
        spheres[:, 4] = 1e8 if body.cut_depth is None else body.cut_depth * raster
        if body.cut_depth is not None:
            loose = _loose(body.positions, seen[:, 2] < body.cut_depth * raster)
            spheres[loose, 2] = spheres[loose, 4] + 2 * spheres[loose, 3]
        return spheres

    def _colours(self, body: LitBody) -> NDArray[np.float32]:
        base = np.broadcast_to(np.asarray(body.colours, dtype=float), (len(body.positions), 3))
        return np.asarray(base * (1 - body.dim) + np.array(self.paint.paper) * body.dim, dtype=np.float32)

    def _faces(self, body: LitBody) -> NDArray[np.float32]:
        base = np.atleast_2d(np.asarray(body.colours, dtype=float)).mean(axis=0)
        base = base * (1 - body.dim) + np.array(self.paint.paper) * body.dim
        lightness = self.light.face_lightness
        face = base * (1 - lightness) + np.array(self.paint.paper) * lightness
        return np.broadcast_to(face, (len(body.positions), 3)).astype(np.float32)

    def _close_faces(
        self, bodies: Sequence[LitBody], spheres: NDArray[np.float32], numbers: NDArray[np.int32]
    ) -> None:
        """Make each body's slices one even face, in place."""
        raster = 2.0 * self.view.scale
        slices = self._sliced.copy()
        self._sliced.fill(0)
        for number, body in enumerate(bodies):
            if body.cut_depth is None:
                continue
            depth = np.float32(body.cut_depth * raster)
            shown = closed_face(slices == number + 1, raster, body.probe) & (
                self._depth <= depth + np.float32(0.5)
            )
            if not shown.any():
                continue
            self._depth[shown] = depth
            # The face's pixels belong to any atom of the body: they take its face's colour.
            self._owner[shown] = int(np.flatnonzero(numbers == number)[0])
            self._sliced[shown] = 1
            self._sliced[contour(shown, round(2 * self.light.contour_pixels))] = 2

    def _window(self, spheres: NDArray[np.float32]) -> Rectangle | None:
        shown = spheres[spheres[:, 2] - spheres[:, 3] < spheres[:, 4]]
        if not len(shown):
            return None
        low = ((shown[:, :2] - shown[:, 3:4]).min(axis=0) / 2).astype(int) - 2
        high = ((shown[:, :2] + shown[:, 3:4]).max(axis=0) / 2).astype(int) + 3
        window = (
            max(0, int(low[1])),
            min(self.height, int(high[1])),
            max(0, int(low[0])),
            min(self.width, int(high[0])),
        )
        return window if window[0] < window[1] and window[2] < window[3] else None

    def _occlude(self, window: NDArray[np.int64]) -> None:
        light, scale = self.light, self.view.scale
        raster = 2.0 * scale
        places, counts = [], []
        for ring, (radius, count) in enumerate(light.rings):
            angles = 2 * np.pi * (np.arange(count) + 0.5 * (ring % 2)) / count
            places.append(np.round(radius * scale * np.stack([np.sin(angles), np.cos(angles)], axis=1)))
            counts.append(count)
        ranges = np.array([light.ring_bias, light.ring_range], dtype=np.float32).T * np.float32(raster)
        kernels.occlusion(
            self._small,
            window,
            np.concatenate(places).astype(np.int64),
            np.array(counts),
            np.ascontiguousarray(ranges),
            np.array(light.ring_strength, dtype=np.float32),
            self._shade,
        )

    def _cast_shadow(self, spheres: NDArray[np.float32], window: NDArray[np.int64]) -> None:
        """Draw what the light sees at half the raster's size, and look each picture pixel up in it."""
        light, raster = self.light, 2.0 * self.view.scale
        toward = self._direction()
        # Raster space is (column, row, depth), rows grow downwards; the light's raster has its own axes there.
        z = np.array([toward[0], -toward[1], toward[2]])
        x = np.cross([0.0, 1.0, 0.0], z)
        x /= np.linalg.norm(x)
        axes = np.stack([x, np.cross(z, x), z])
        shown = spheres[spheres[:, 2] < spheres[:, 4]].astype(np.float64)
        if not len(shown):
            return
        # Nothing of a cut body may stand out of its face and throw a shadow on it.
        shown[:, 2] = np.minimum(shown[:, 2], shown[:, 4] - shown[:, 3])
        seen = shown[:, :3] @ axes.T
        low = (seen[:, :2] - shown[:, 3:4]).min(axis=0) - 4.0
        high = (seen[:, :2] + shown[:, 3:4]).max(axis=0) + 4.0
        size = np.ceil((high - low) / 2).astype(int)
        lit = np.empty((len(shown), 4), dtype=np.float32)
        lit[:, :2] = (seen[:, :2] - low) / 2
        lit[:, 2] = seen[:, 2] / 2
        lit[:, 3] = shown[:, 3] / 2
        depth = np.full((size[1], size[0]), kernels.EMPTY, dtype=np.float32)
        order = np.argsort(-lit[:, 2], kind="stable")
        kernels.fill_light_depth(lit[order], depth)
        # Picture pixel (c, r) lies at raster (2c + ½, 2r + ½).
        affine = np.zeros((3, 4))
        affine[:, 0], affine[:, 1], affine[:, 2] = axes[:, 0], axes[:, 1], axes[:, 2] / 2
        affine[:, 3] = (axes[:, 0] + axes[:, 1]) / 4
        affine[:2, 3] -= low / 2
        blur = max(1, round(light.shadow_blur * raster / 4))
        softness = [light.shadow_bias * raster / 2, light.shadow_range * raster / 2, blur]
        kernels.shadow(
            self._small,
            window,
            depth,
            affine.astype(np.float32),
            np.array(softness, dtype=np.float32),
            self._dark,
        )
