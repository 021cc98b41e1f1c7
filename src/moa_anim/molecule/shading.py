"""Beads of several bodies, seen from one view, as one shaded picture in the manner of molecular illustration.

The still bodies are painted once; what moves is painted over a copy, and only the windows that it touches are shaded
again. The result is the same to the byte as shading everything afresh (a test holds it to that).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule import kernels
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.dirty_rectangles import Rectangle, merged
from moa_anim.molecule.style import Style


@dataclass(frozen=True)
class View:
    """An orthographic view of the stage frame.

    `rotation` (3, 3) turns it, `centre` (3,) Å is shown at `place` (x, y; pixels from the upper left), `scale` is picture
    pixels for one ångström.
    """

    rotation: NDArray[np.float64]
    centre: NDArray[np.float64]
    scale: float
    place: tuple[float, float]

    def turned(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Stage positions (n, 3) as seen: x to the right, y up, z towards the viewer, Å from `centre`."""
        return np.asarray((positions - self.centre) @ self.rotation.T)

    def pixels(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Picture pixels (n, 2) from the upper left."""
        seen = self.turned(np.atleast_2d(positions))
        return np.stack(
            [self.place[0] + seen[:, 0] * self.scale, self.place[1] - seen[:, 1] * self.scale], axis=1
        )


@dataclass(frozen=True)
class Paint:
    """The colours (r, g, b in 0…1) that do not belong to a body: outline, haze and the pale of a cut."""

    ink: tuple[float, float, float]
    haze: tuple[float, float, float]
    paper: tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """Beads of one colour. `cut_depth`: Å towards the viewer from the view's centre at which it is sliced open (None: whole).

    `dim` in 0…1 mixes it with paper: 0 as it is, 0.6 for what is not meant now.
    """

    beads: Beads
    colour: tuple[float, float, float]
    cut_depth: float | None = None
    dim: float = 0.0


Shape = tuple[Beads, float | None]
"""Of a body: its beads, and where it is sliced open."""


EMPTY_ANGSTROM = -1e6
"""Farther from the viewer than anything that is drawn."""


class Raster:
    """A picture of `height` × `width` pixels in which bodies are drawn, seen from `view`."""

    def __init__(
        self,
        height: int,
        width: int,
        view: View,
        paint: Paint,
        style: Style | None = None,
        line_factor: float = 1.0,
    ) -> None:
        self.height, self.width, self.view, self.paint = height, width, view, paint
        self.style = style or Style()
        shape = (2 * height, 2 * width)
        self._depth = np.full(shape, kernels.EMPTY_DEPTH, dtype=np.float32)
        self._index = np.full(shape, -1, dtype=np.int32)
        self._still_depth, self._still_index = self._depth.copy(), self._index.copy()
        self._still_picture = np.zeros((height, width, 4), dtype=np.uint8)
        self._still_colours = np.zeros((0, 4), dtype=np.float32)
        self._touched: list[Rectangle] = []
        self._still_window: Rectangle | None = None
        self._still_shapes: list[Shape] = []
        self._still_view = view
        self.picture = np.zeros((height, width, 4), dtype=np.uint8)
        raster = 2.0 * view.scale
        style_ = self.style
        self._line = np.array(
            [2 * style_.line_pixels * line_factor, style_.line_shallow * raster, style_.line_deep * raster],
            dtype=np.float32,
        )
        self._occlusion = np.array(
            [style_.occlusion_bias * raster, style_.occlusion_range * raster, style_.occlusion_strength],
            dtype=np.float32,
        )
        self._fog = np.array(
            [style_.fog_near * raster, style_.fog_far * raster, style_.fog_strength, *paint.haze],
            dtype=np.float32,
        )
        self._samples, self._weights = style_.occlusion_samples(view.scale)

    def set_still(self, bodies: Sequence[Body]) -> None:
        """Paint and shade what does not move; if it differs from what was still before in colour alone, only shade it."""
        shapes = [(body.beads, body.cut_depth) for body in bodies]
        if self.view is self._still_view and _same(shapes, self._still_shapes):
            self._clear()
            self._still_colours = np.concatenate([self._colour_table(body) for body in bodies])
        else:
            self._depth.fill(kernels.EMPTY_DEPTH)
            self._index.fill(-1)
            self._still_colours, self._still_window = self._paint(bodies, 0)
            self._still_depth[:], self._still_index[:] = self._depth, self._index
            self._still_shapes, self._still_view = shapes, self.view
        self.picture.fill(0)
        if self._still_window is not None:
            self._shade(self._still_colours, self._still_window)
        self._still_picture[:] = self.picture
        self._touched = []

    def draw(self, moving: Sequence[Body]) -> NDArray[np.uint8]:
        """The picture (height, width, 4; premultiplied RGBA) with `moving` among the still bodies.

        The array is the raster's own and is drawn over by the next call.
        """
        self._clear()
        colours = [self._still_colours]
        dirty_rectangles: list[Rectangle] = []
        bead = len(self._still_colours) // 3
        for body in moving:
            table, window = self._paint([body], bead)
            colours.append(table)
            bead += len(table) // 3
            if window is not None:
                dirty_rectangles.append(window)
        self._touched = merged(dirty_rectangles)
        everything = np.concatenate(colours)
        for window in self._touched:
            self._shade(everything, window)
        return self.picture

    def depth_at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far towards the viewer (Å) what is drawn is at `places` (n, 2; pixels); −∞ where nothing is."""
        rows, columns = (np.floor(2.0 * places[:, axis]).astype(int) for axis in (1, 0))
        inside = (rows >= 0) & (rows < 2 * self.height) & (columns >= 0) & (columns < 2 * self.width)
        found = np.full(len(places), -np.inf)
        found[inside] = self._depth[rows[inside], columns[inside]] / (2.0 * self.view.scale)
        found[found < EMPTY_ANGSTROM] = -np.inf
        return found

    def _clear(self) -> None:
        """Take away what moved."""
        for top, bottom, left, right in self._touched:
            self.picture[top:bottom, left:right] = self._still_picture[top:bottom, left:right]
            rows, columns = slice(2 * top, 2 * bottom), slice(2 * left, 2 * right)
            self._depth[rows, columns] = self._still_depth[rows, columns]
            self._index[rows, columns] = self._still_index[rows, columns]

    def extent(self) -> Rectangle:
        """The window outside which the picture is empty."""
        dirty_rectangles = [*self._touched, *([self._still_window] if self._still_window else [])]
        if not dirty_rectangles:
            return (0, 0, 0, 0)
        tops, bottoms, lefts, rights = zip(*dirty_rectangles, strict=True)
        return min(tops), max(bottoms), min(lefts), max(rights)

    def _paint(self, bodies: Sequence[Body], first: int) -> tuple[NDArray[np.float32], Rectangle | None]:
        tables: list[NDArray[np.float32]] = []
        raster = 2.0 * self.view.scale
        lows, highs = [], []
        for body in bodies:
            seen = self.view.turned(body.beads.positions) * raster
            beads = np.empty((len(body.beads), 5), dtype=np.float32)
            # Pixel centres stand at whole numbers + ½ of the raster.
            beads[:, 0] = 2.0 * self.view.place[0] + seen[:, 0] - 0.5
            beads[:, 1] = 2.0 * self.view.place[1] - seen[:, 1] - 0.5
            beads[:, 2] = seen[:, 2]
            beads[:, 3] = body.beads.radii * raster
            beads[:, 4] = 1e8 if body.cut_depth is None else body.cut_depth * raster
            # From the front: what is hidden is told at once.
            order = np.argsort(-beads[:, 2], kind="stable")
            kernels.paint_beads(
                beads[order], (first + order).astype(np.int32), self._line, self._depth, self._index
            )
            first += len(beads)
            tables.append(self._colour_table(body))
            reach = beads[:, 3:4] + self._line[0]
            lows.append((beads[:, :2] - reach).min(axis=0))
            highs.append((beads[:, :2] + reach).max(axis=0))
        if not tables:
            return np.zeros((0, 4), dtype=np.float32), None
        margin = max(radius for radius, _, _ in self.style.rings) * self.view.scale + 2
        low, high = np.min(lows, axis=0) / 2 - margin, np.max(highs, axis=0) / 2 + margin
        window = (
            max(0, int(low[1])),
            min(self.height, int(high[1]) + 2),
            max(0, int(low[0])),
            min(self.width, int(high[0]) + 2),
        )
        visible = window[0] < window[1] and window[2] < window[3]
        return np.concatenate(tables), window if visible else None

    def _colour_table(self, body: Body) -> NDArray[np.float32]:
        paper, ink = np.array(self.paint.paper), np.array(self.paint.ink)
        base = np.array(body.colour) + body.beads.tones[:, None]
        tint = self.style.line_tint
        outline = np.broadcast_to(ink * (1 - tint) + np.array(body.colour) * tint, base.shape)
        lightness = self.style.face_lightness
        face = np.broadcast_to(np.array(body.colour) * (1 - lightness) + paper * lightness, base.shape)
        rows = np.stack([base, outline, face], axis=1).reshape(-1, 3)
        shadows = np.tile([1.0, 0.0, self.style.face_shadow], len(base))[:, None]
        rows = np.hstack([rows * (1 - body.dim) + paper * body.dim, shadows * (1 - body.dim)])
        return np.clip(rows, 0.0, 1.0).astype(np.float32)

    def _shade(self, colours: NDArray[np.float32], window: Rectangle) -> None:
        kernels.shade(
            self._depth,
            self._index,
            colours,
            self._samples,
            self._weights,
            self._occlusion,
            self._fog,
            np.array(window),
            self.picture,
        )


def _same(shapes: Sequence[Shape], others: Sequence[Shape]) -> bool:
    """Whether these are beads at the same places, sliced at the same depths."""
    return (
        bool(shapes)
        and len(shapes) == len(others)
        and all(
            cut == other_cut
            and np.array_equal(beads.radii, other.radii)
            and np.array_equal(beads.positions, other.positions)
            for (beads, cut), (other, other_cut) in zip(shapes, others, strict=True)
        )
    )
