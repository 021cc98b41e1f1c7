"""Spheres of several bodies, seen from one view and lit, as one picture.

One key light from the upper left, occlusion at two scales, a soft shadow, lines between residues and at jumps of depth, haze;
a body may be cut open with one even face. Still bodies are painted once; moving bodies are painted over a copy, and only the
windows that they affect are lit again. The result equals lighting everything again to the byte (tested).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule import kernels, light, shade
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.cut_face import Face, sliced
from moa_anim.molecule.dirty_rectangles import Rectangle, merged
from moa_anim.molecule.style import NEUTRAL_FACING, Style, sky_samples

Shape = tuple[Beads, float | None, float]
"""A body's beads, its cut depth, and the radius of the probe that closes the face."""

Slice = tuple[NDArray[np.bool_], Face | None]
"""The mask of a cut body's beads that are removed, and its face."""

Shade = tuple[NDArray[np.float32], NDArray[np.int64]]
"""The share of light that reaches each pixel of a window, and the first and last column (excluded) of each row to draw."""

NOWHERE: Rectangle = (0, 0, 0, 0)
"""An empty window."""

EMPTY_ANGSTROM = -1e6
"""A pixel with a smaller depth is empty."""

GRID = 2
"""Picture pixels between points of the coarse grid on which far occlusion and shadow are computed."""

UNCUT = 1e8
"""Cut depth (raster pixels) of bodies that are not cut."""

FACE_ROWS = 2
"""Rows of a body in the paint table after those of its beads: its face and the face's contour."""

MAX_CACHED_SLICES = 4
"""Slices cached in memory: a cut body is sliced again only when it moves relative to the view."""


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
        self.height, self.width, self.paint = height, width, paint
        self.style = style_ = style or Style()
        self._line_factor = line_factor
        self._faint_width = max(1, round(line_factor))
        self._contour = 2 * style_.contour_pixels * line_factor
        # An empty margin around the raster, a multiple of the tile's side, as wide as the widest line at any scale.
        widest = max(
            int(np.abs(style_.line_rings(view.scale, line_factor)[0]).max(initial=0)), self._faint_width + 1
        )
        self._padding = kernels.TILE * math.ceil(widest / kernels.TILE)
        self.aim(view)
        shape = (2 * height + 2 * self._padding, 2 * width + 2 * self._padding)
        self._depth = np.full(shape, kernels.EMPTY_DEPTH, dtype=np.float32)
        self._owner = np.full(shape, -1, dtype=np.int32)
        tiles = [-(-size // kernels.TILE) for size in shape]
        self._tiles = np.full(tiles, kernels.EMPTY_DEPTH, dtype=np.float32)
        self._across = np.arange(max(shape), dtype=np.float32)
        self._still = self._depth.copy(), self._owner.copy(), self._tiles.copy()
        self._still_picture = np.zeros((height, width, 4), dtype=np.uint8)
        self._still_table = _Table.of([])
        self._touched: list[Rectangle] = []
        self._still_window: Rectangle | None = None
        self._still_shade: Shade | None = None
        self._still_light = np.zeros((height, width), dtype=np.float32)
        self._still_shapes: list[Shape] = []
        self._still_view = view
        self._slices: dict[bytes, Slice] = {}
        self.picture = np.zeros((height, width, 4), dtype=np.uint8)
        # The direction to the light in raster coordinates (column, row, depth): rows of the picture go down.
        self._toward = style_.toward_light() * np.array([1.0, -1.0, 1.0])
        self._paper, self._ink = np.array(paint.paper), np.array(paint.ink)
        self._colours = np.array([paint.ink, paint.haze, paint.paper], dtype=np.float32)

    def aim(self, view: View) -> None:
        """See from another view from now on; `set_still` has to be called before the next picture.

        Buffers are kept, so that this is cheap; the pictures are those of a new raster.
        """
        self.view, style_ = view, self.style
        self._rings, self._ring_counts, self._ring_steps = style_.line_rings(view.scale, self._line_factor)
        self._near, self._near_samples = sky_samples(style_.near_rings, view.scale, 1)
        self._far, self._far_samples = sky_samples(style_.far_rings, view.scale, GRID)
        self._sun, self._sun_samples = style_.sun_samples(view.scale, GRID)
        near, far = (int(np.abs(offsets).max(initial=0)) for offsets in (self._near, self._far))
        # On the coarse grid a pixel shares its point with another and is blended with two points on each side.
        about = max(near, GRID * (far + 3)) + 2
        below, right = np.maximum(about, GRID * (3 - self._sun.min(axis=0, initial=0)) + 2)
        self._light_reach = about, int(below), int(right)
        coarse = np.concatenate([self._far, self._sun, self._near // GRID])
        self._coarse_reach = max(int(np.abs(coarse).max(initial=0)), self._padding // 2) + 1
        raster = 2.0 * view.scale
        fog_near, fog_far = style_.fog_near * raster, style_.fog_far * raster
        self._numbers = np.array(
            [
                style_.key / NEUTRAL_FACING,
                fog_near,
                1 / (fog_near - fog_far),
                style_.fog_strength,
                style_.line_tint,
                style_.residue_line,
                *style_.toward_light(),
                NEUTRAL_FACING,
            ],
            dtype=np.float32,
        )

    def set_still(self, bodies: Sequence[Body]) -> None:
        """Paint and light the still bodies; if they differ from the previous ones in colour alone, only light them."""
        shapes = [(body.beads, body.cut_depth, body.probe) for body in bodies]
        self._clear()
        before = self._still_window
        changed = [before] if before else []
        if self.view is self._still_view and _same(shapes, self._still_shapes):
            self._still_table = _Table.of([self._table(body) for body in bodies])
            shaded = self._still_shade
        else:
            if before is not None:
                for buffer, (rows, columns), empty in self._buffers_of(before):
                    buffer[rows, columns] = empty
            self._still_table, seen = self._paint(bodies, 0)
            self._still_window = self._lit_window(seen)
            changed += [self._still_window] if self._still_window else []
            if changed:
                for still, (used, (rows, columns), _) in zip(
                    self._still, self._buffers_of(_around(changed)), strict=True
                ):
                    still[rows, columns] = used[rows, columns]
            self._still_shapes, self._still_view = shapes, self.view
            shaded = None
        if before is not None:
            self.picture[before[0] : before[1], before[2] : before[3]] = 0
        if self._still_window is not None:
            top, bottom, left, right = self._still_window
            shaded = shaded or self._shade(self._still_window, NOWHERE)
            self._still_light[top:bottom, left:right] = shaded[0]
            self._light(self._still_table, self._still_window, shaded)
        self._still_shade = shaded
        if changed:
            top, bottom, left, right = _around(changed)
            self._still_picture[top:bottom, left:right] = self.picture[top:bottom, left:right]
        self._touched = []

    def draw(self, moving: Sequence[Body]) -> NDArray[np.uint8]:
        """Return the picture (height, width, 4; premultiplied RGBA) of the still bodies and `moving`.

        The array belongs to the raster and is overwritten by the next call.
        """
        self._clear()
        tables = [self._still_table]
        dirty_rectangles: list[tuple[Rectangle, Rectangle]] = []
        row = len(self._still_table.groups)
        for body in moving:
            table, seen = self._paint([body], row)
            tables.append(table)
            row += len(table.groups)
            window = self._lit_window(seen)
            if seen is not None and window is not None:
                dirty_rectangles.append((window, seen))
        self._touched = merged([window for window, _ in dirty_rectangles])
        everything = _Table.of(tables) if self._touched else self._still_table
        for window in self._touched:
            inside = [inner for each, inner in dirty_rectangles if _overlap(each, window)]
            self._light(everything, window, self._shade(window, _around(inside)))
        return self.picture

    def depth_at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the depth (n,; Å towards the viewer) of the picture at `places` (n, 2; pixels); −∞ where it is empty."""
        rows, columns = (np.floor(2.0 * places[:, axis]).astype(int) for axis in (1, 0))
        inside = (rows >= 0) & (rows < 2 * self.height) & (columns >= 0) & (columns < 2 * self.width)
        found = np.full(len(places), -np.inf)
        at = rows[inside] + self._padding, columns[inside] + self._padding
        found[inside] = self._depth[at] / (2.0 * self.view.scale)
        found[found < EMPTY_ANGSTROM] = -np.inf
        return found

    def extent(self) -> Rectangle:
        """Return a window outside which the picture is empty."""
        dirty_rectangles = [*self._touched, *([self._still_window] if self._still_window else [])]
        if not dirty_rectangles:
            return NOWHERE
        return _around(dirty_rectangles)

    def _clear(self) -> None:
        """Restore the still picture and buffers where moving bodies were drawn."""
        for top, bottom, left, right in self._touched:
            self.picture[top:bottom, left:right] = self._still_picture[top:bottom, left:right]
            for still, (buffer, (rows, columns), _) in zip(
                self._still, self._buffers_of((top, bottom, left, right)), strict=True
            ):
                buffer[rows, columns] = still[rows, columns]
        self._touched = []

    def _buffers_of(
        self, window: Rectangle
    ) -> list[tuple[NDArray[Any], tuple[slice, slice], np.float32 | int]]:
        """Depth, owner and tiles: each with its part that lies in a window, and the value of an empty element."""
        rows, columns = (
            slice(2 * first + self._padding, 2 * last + self._padding)
            for first, last in (window[:2], window[2:])
        )
        # A tile whose bound was raised lies within a body, and so within its window.
        tiles = tuple(
            slice(each.start // kernels.TILE, -(-each.stop // kernels.TILE)) for each in (rows, columns)
        )
        return [
            (self._depth, (rows, columns), kernels.EMPTY_DEPTH),
            (self._owner, (rows, columns), -1),
            (self._tiles, (tiles[0], tiles[1]), kernels.EMPTY_DEPTH),
        ]

    def _paint(self, bodies: Sequence[Body], first: int) -> tuple[_Table, Rectangle | None]:
        """Paint bodies into the buffers; return their rows of the paint table, from `first` on, and the window they cover."""
        tables: list[_Table] = []
        windows: list[Rectangle] = []
        for body in bodies:
            spheres = self._spheres(body)
            if body.cut_depth is not None and len(spheres):
                spheres = self._sliced(body, spheres, first + len(body.beads))
            # From the front, so that hidden spheres are rejected early.
            order = np.argsort(-(spheres[:, 2] + spheres[:, 3]), kind="stable")
            kernels.paint_spheres(
                spheres[order],
                (first + order).astype(np.int32),
                self._across,
                self._padding,
                self._depth,
                self._owner,
                self._tiles,
            )
            tables.append(self._table(body, spheres))
            first += len(body.beads) + FACE_ROWS
            window = self._window(spheres)
            if window is not None:
                windows.append(window)
        if not windows:
            return _Table.of(tables), None
        return _Table.of(tables), _around(windows)

    def _spheres(self, body: Body) -> NDArray[np.float32]:
        """The body's spheres (n, 5: x, y, z, radius, cut depth) in pixels of the raster."""
        raster = 2.0 * self.view.scale
        seen = self.view.turned(body.beads.positions) * raster
        spheres = np.empty((len(body.beads), 5), dtype=np.float32)
        # Centres of raster pixels are at whole numbers + ½.
        spheres[:, 0] = 2.0 * self.view.place[0] + seen[:, 0] - 0.5 + self._padding
        spheres[:, 1] = 2.0 * self.view.place[1] - seen[:, 1] - 0.5 + self._padding
        spheres[:, 2] = seen[:, 2]
        spheres[:, 3] = body.beads.radii * raster
        spheres[:, 4] = UNCUT if body.cut_depth is None else body.cut_depth * raster
        return spheres

    def _sliced(self, body: Body, spheres: NDArray[np.float32], row: int) -> NDArray[np.float32]:
        """Paint the face of a cut body; return its spheres, those that would float behind the cut moved out of view."""
        raster = 2.0 * self.view.scale
        key = blake2b(spheres.tobytes() + np.float64(body.probe).tobytes()).digest()
        if key not in self._slices:
            while len(self._slices) >= MAX_CACHED_SLICES:
                del self._slices[next(iter(self._slices))]
            self._slices[key] = sliced(
                spheres[:, :4].astype(np.float64), float(spheres[0, 4]), raster, body.probe
            )
        loose, face = self._slices[key]
        if face is not None:
            kernels.paint_face(
                face.samples,
                np.array([face.left, face.top, face.step], dtype=np.float32),
                np.array([face.level, face.level + self._contour / face.step], dtype=np.float32),
                spheres[0, 4],
                np.int32(row),
                self._padding,
                self._depth,
                self._owner,
                self._tiles,
            )
        remaining = spheres.copy()
        remaining[loose, 2] = np.inf
        return remaining

    def _window(self, spheres: NDArray[np.float32]) -> Rectangle | None:
        """The part of the picture that spheres and their lines cover; None if all are in front of their cut."""
        shown = spheres[spheres[:, 2] - spheres[:, 3] < spheres[:, 4]]
        if not len(shown):
            return None
        low = ((shown[:, :2] - shown[:, 3:4]).min(axis=0) - self._padding) / 2
        high = ((shown[:, :2] + shown[:, 3:4]).max(axis=0) - self._padding) / 2
        about = self._padding // 2 + 2
        return (
            math.floor(low[1]) - about,
            math.ceil(high[1]) + about,
            math.floor(low[0]) - about,
            math.ceil(high[0]) + about,
        )

    def _lit_window(self, seen: Rectangle | None) -> Rectangle | None:
        """The part of the picture that changes with the content of a window: extended by the reach of shade and shadow."""
        if seen is None:
            return None
        about, below, right = self._light_reach
        window = (
            max(0, seen[0] - about),
            min(self.height, seen[1] + below),
            max(0, seen[2] - about),
            min(self.width, seen[3] + right),
        )
        return window if window[0] < window[1] and window[2] < window[3] else None

    def _table(self, body: Body, spheres: NDArray[np.float32] | None = None) -> _Table:
        """The body's rows of the paint table."""
        spheres = self._spheres(body) if spheres is None else spheres
        style, count, colour = self.style, len(body.beads), np.array(body.colour)
        rows = np.zeros((count + FACE_ROWS, 7), dtype=np.float32)
        # At a pixel (x, y, depth) of a sphere: (x, −y, depth) · toward × coefficient 0 + coefficient 1 = normal · toward.
        rows[:count, 0] = 1.0 / np.maximum(spheres[:, 3], 1e-6)
        rows[:count, 1] = -(spheres[:, :3].astype(np.float64) @ self._toward) * rows[:count, 0]
        rows[:count, 2:5] = np.minimum(np.maximum(colour + body.beads.tones[:, None], 0.0), 1.0)
        rows[:, 5] = body.dim
        rows[:count, 6] = body.shade
        # normal · toward of a face is ½ everywhere.
        rows[count:, 1] = 0.5
        rows[count:, 6] = style.face_shade
        rows[count, 2:5] = colour * (1 - style.face_lightness) + self._paper * style.face_lightness
        rows[count + 1, 2:5] = colour * (1 - style.contour_ink) + self._ink * style.contour_ink
        groups = np.full(count + FACE_ROWS, -1, dtype=np.int32)
        groups[:count] = body.beads.residues
        return _Table(rows, groups)

    def _shade(self, window: Rectangle, inner: Rectangle) -> Shade:
        """The light that reaches a window's pixels; `inner`: where more than the light may differ from the still picture."""
        top, bottom, left, right = window
        lines, reach = self._padding // 2, self._coarse_reach
        reaching = np.zeros((bottom - top, right - left), dtype=np.float32)
        shown = np.empty((bottom - top, 2), dtype=np.int64)
        shade.shade_window(
            self._depth,
            self._near,
            self._near_samples,
            self._far,
            self._far_samples,
            self._sun,
            self._sun_samples,
            np.float32(self.style.occlusion_strength),
            np.float32(self.style.shadow),
            np.array([top, left, self._padding, reach, lines]),
            self._still_light,
            np.array(inner),
            reaching,
            shown,
        )
        return reaching, shown

    def _light(self, table: _Table, window: Rectangle, shaded: Shade) -> None:
        top, _, left, _ = window
        light.light_window(
            self._depth,
            self._owner,
            table.rows,
            table.groups,
            *shaded,
            self._rings,
            self._ring_counts,
            self._ring_steps,
            self._numbers,
            self._colours,
            self._across,
            np.array([top, left, self._padding, self._faint_width]),
            self.picture.view("<u4")[..., 0],
        )


@dataclass(frozen=True)
class _Table:
    """The paint table: `rows` (n, 7) as `light.light_window` reads them, `groups` (n,) of residues, −1 for faces."""

    rows: NDArray[np.float32]
    groups: NDArray[np.int32]

    @classmethod
    def of(cls, tables: Sequence[_Table]) -> _Table:
        """Several tables as one; residues of different bodies are different groups."""
        if not tables:
            return cls(np.zeros((0, 7), dtype=np.float32), np.zeros(0, dtype=np.int32))
        groups, first = [], 0
        for table in tables:
            groups.append(np.where(table.groups >= 0, table.groups + np.int32(first), table.groups))
            first += int(table.groups.max(initial=-1)) + 1
        return cls(np.concatenate([table.rows for table in tables]), np.concatenate(groups).astype(np.int32))


def _around(rectangles: Sequence[Rectangle]) -> Rectangle:
    """The bounding rectangle of rectangles."""
    tops, bottoms, lefts, rights = zip(*rectangles, strict=True)
    return min(tops), max(bottoms), min(lefts), max(rights)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _same(shapes: Sequence[Shape], others: Sequence[Shape]) -> bool:
    """Whether these are beads at the same positions with the same radii, cut depths and probes."""
    return (
        bool(shapes)
        and len(shapes) == len(others)
        and all(
            (cut, probe) == (other_cut, other_probe)
            and np.array_equal(beads.radii, other.radii)
            and np.array_equal(beads.positions, other.positions)
            for (beads, cut, probe), (other, other_cut, other_probe) in zip(shapes, others, strict=True)
        )
    )
