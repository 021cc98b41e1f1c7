"""Spheres of several bodies, seen from one view and lit, as one picture.

One key light from the upper left, occlusion at two scales, a soft shadow, lines between residues and at jumps of depth, haze;
a body may be cut open with one even face. Still bodies are painted once; where a few of their spheres move, or the colour of
a body changes, only the windows that this affects are painted and lit again. Moving bodies are painted over a copy. The
result equals painting everything again to the byte (tested).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule import kernels, light, shade
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.buffers import Buffers
from moa_anim.molecule.cut_face import Face, face_step, sliced
from moa_anim.molecule.dirty_rectangles import Rectangle, area, around, merged, overlap
from moa_anim.molecule.style import NEUTRAL_FACING, Style, sky_samples

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

WHOLE_SHARE = 0.6
"""If more than this share of the still picture were painted again, all of it is."""

FEW_SPHERES = 48
"""If more spheres than this move, their rectangles are joined before they are merged one by one."""

GATHERED_PIXELS = 96.0
"""Side of the squares within which they are joined (picture pixels)."""

MAX_CACHED_SLICES = 6
"""Slices cached in memory: a cut body is sliced again only when it turns or moves through the cut."""

CUT_DECIMALS = 3
"""Decimals (Å) to which the depth of a cut is rounded before a body is sliced: a shifted view gives the same slice."""


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
        self.picture = np.zeros((height, width, 4), dtype=np.uint8)
        self._buffers = Buffers(height, width, self._padding, self.picture)
        self._across = np.arange(max(self._buffers.depth.shape), dtype=np.float32)
        self._still: list[_Sight] = []
        self._resting: list[_Sight] = []
        self._restless = self._moved_of_late = False
        self._still_table = _Table.of([])
        self._still_view = view
        self._still_window: Rectangle | None = None
        self._still_shade: Shade | None = None
        self._still_light = np.zeros((height, width), dtype=np.float32)
        self._covered: list[Rectangle] = []
        self._touched: list[Rectangle] = []
        self._slices: dict[bytes, Slice] = {}
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
        """Paint and light the still bodies, or only what differs from the previous ones."""
        self._keep_still(self._sights(bodies, 0))

    def _keep_still(self, sights: list[_Sight]) -> None:
        self._clear()
        self._buffers.vacant = not sights
        before, self._still = self._still, sights
        self._still_table = _Table.of([sight.table for sight in sights])
        changed = _changes(before, sights) if self.view is self._still_view else None
        self._still_view = self.view
        if not (before or sights) or changed == UNCHANGED:
            return
        self._buffers.forget()
        window = self._lit_window(self._seen(sights))
        repainted = self._rectangles(changed.moved) if changed is not None else []
        if changed is None or self._is_most(repainted, window):
            self._paint_all(window)
        else:
            self._still_window = window
            self._paint_again(repainted, [rect for rect in map(self._window, changed.recoloured) if rect])

    @property
    def restless(self) -> bool:
        """Whether the last picture shown was of resting bodies that were drawn as if they moved."""
        return self._restless

    def show(self, resting: Sequence[Body], moving: Sequence[Body]) -> NDArray[np.uint8]:
        """Return the picture of `resting` and `moving` bodies, as `set_still` and `draw` do one after the other.

        Where most of the resting bodies differs from those of the last two calls, they are drawn with the moving ones: they
        would be painted once more for each picture if they were kept.
        """
        sights = self._sights(resting, 0)
        changed = _changes(self._resting, sights) if self._resting else None
        moved_before, self._resting = self._moved_of_late, sights
        self._moved_of_late = changed != UNCHANGED
        most = changed is None or self._is_most(
            self._rectangles(changed.moved), self._lit_window(self._seen(sights))
        )
        self._restless = moved_before and self._moved_of_late and most
        self._keep_still([] if self._restless else sights)
        if not self._restless:
            return self.draw(moving)
        first = sum(len(sight.table.groups) for sight in sights)
        return self._draw([*sights, *self._sights(moving, first)])

    def _sights(self, bodies: Sequence[Body], first: int) -> list[_Sight]:
        """Bodies as they are seen; `first` is the first row of the paint table that is theirs."""
        sights = []
        for body in bodies:
            sights.append(self._sight(body, first))
            first += len(body.beads) + FACE_ROWS
        return sights

    def _paint_all(self, window: Rectangle | None) -> None:
        """Paint the still bodies anew, and light them."""
        before = self._still_window
        if before is not None:
            self._buffers.clear(before)
            self.picture[before[0] : before[1], before[2] : before[3]] = 0
        self._still_window, self._still_shade = window, None
        self._paint(self._still, self._buffers.paintable)
        if window is not None:
            self._still_shade = self._shade(window, NOWHERE)
            self._keep_light(window, self._still_shade)
            self._light(self._still_table, window, self._still_shade)

    def _paint_again(self, moved: Sequence[Rectangle], recoloured: Sequence[Rectangle]) -> None:
        """Paint the still bodies anew in some rectangles, and light what these affect and what has another colour."""
        shown = merged(moved)
        for rectangle in shown:
            self._buffers.clear(rectangle)
            self._paint(self._still, self._buffers.clip(rectangle))
        # Lines are drawn beside what moved.
        inner = [self._limited(rectangle, self._padding // 2 + 2) for rectangle in shown]
        for top, bottom, left, right in inner:
            self.picture[top:bottom, left:right] = 0
        if moved:
            self._still_shade = None
        lit = [(window, rect) for rect in inner if (window := self._lit_window(rect)) is not None]
        lit += [(within, within) for rect in recoloured if (within := self._limited(rect, 0)) != NOWHERE]
        for window in merged([window for window, _ in lit]):
            inside = [rect for each, rect in lit if overlap(each, window)]
            shade = self._still_shade_of(window) or self._shade(window, around(inside))
            self._keep_light(window, shade)
            self._light(self._still_table, window, shade)

    def _still_shade_of(self, window: Rectangle) -> Shade | None:
        """The shade of a window of the still picture, if that of the whole is known."""
        if self._still_shade is None or self._still_window is None:
            return None
        (first, _, start, _), (top, bottom, left, right) = self._still_window, window
        reaching, shown = self._still_shade
        return (
            np.ascontiguousarray(reaching[top - first : bottom - first, left - start : right - start]),
            np.clip(shown[top - first : bottom - first] - (left - start), 0, right - left),
        )

    def _keep_light(self, window: Rectangle, shade: Shade) -> None:
        """Record the light with which a window of the still picture is drawn."""
        top, bottom, left, right = window
        self._still_light[top:bottom, left:right] = shade[0]

    def _rectangles(self, moved: Sequence[NDArray[np.float32]]) -> list[Rectangle]:
        """The rectangles, made of whole tiles, that places of spheres (n, places, 5) cover; none outside the picture.

        Those of many spheres are joined with others nearby.
        """
        found: list[Rectangle] = []
        for spheres in moved:
            shown = spheres[..., 2] - spheres[..., 3] < spheres[..., 4]
            spheres, shown = spheres[shown.any(axis=1)], shown[shown.any(axis=1)]
            if not len(spheres):
                continue
            # A place that is not drawn covers what the other one covers.
            reach = np.where(shown, spheres[..., 3], -np.inf)[..., None]
            low = ((spheres[..., :2] - reach).min(axis=1) - self._padding) / 2
            high = ((spheres[..., :2] + reach).max(axis=1) - self._padding) / 2
            edges = np.stack([low[:, 1], high[:, 1], low[:, 0], high[:, 0]], axis=1)
            if len(edges) > FEW_SPHERES:
                edges = _gathered(edges)
            for top, bottom, left, right in edges.tolist():
                aligned = self._buffers.aligned(
                    (math.floor(top), math.ceil(bottom), math.floor(left), math.ceil(right))
                )
                if area(aligned):
                    found.append(aligned)
        return found

    def _is_most(self, rectangles: Sequence[Rectangle], window: Rectangle | None) -> bool:
        """Whether rectangles are most of a window."""
        return window is None or sum(map(area, merged(rectangles))) > WHOLE_SHARE * area(window)

    def _limited(self, rectangle: Rectangle, about: int) -> Rectangle:
        """A rectangle, `about` pixels larger on each side, limited to the picture."""
        top, bottom, left, right = rectangle
        limited = (
            max(0, top - about),
            min(self.height, bottom + about),
            max(0, left - about),
            min(self.width, right + about),
        )
        return limited if area(limited) else NOWHERE

    def draw(self, moving: Sequence[Body]) -> NDArray[np.uint8]:
        """Return the picture (height, width, 4; premultiplied RGBA) of the still bodies and `moving`.

        The array belongs to the raster and is overwritten by the next call.
        """
        return self._draw(self._sights(moving, len(self._still_table.groups)))

    def _draw(self, sights: Sequence[_Sight]) -> NDArray[np.uint8]:
        self._clear()
        dirty_rectangles = []
        for sight in sights:
            seen = self._window(sight.spheres)
            window = self._lit_window(seen)
            if seen is not None and window is not None:
                dirty_rectangles.append((window, seen))
        self._covered = merged([self._limited(seen, 0) for _, seen in dirty_rectangles])
        self._touched = merged([window for window, _ in dirty_rectangles])
        for window in self._touched:
            self._buffers.save(window)
        self._paint(sights, self._buffers.paintable)
        everything = (
            _Table.of([self._still_table, *(sight.table for sight in sights)])
            if self._touched
            else self._still_table
        )
        for window in self._touched:
            inside = [inner for each, inner in dirty_rectangles if overlap(each, window)]
            self._light(everything, window, self._shade(window, around(inside)))
        return self.picture

    def depth_at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the depth (n,; Å towards the viewer) of the picture at `places` (n, 2; pixels); −∞ where it is empty."""
        rows, columns = (np.floor(2.0 * places[:, axis]).astype(int) for axis in (1, 0))
        inside = (rows >= 0) & (rows < 2 * self.height) & (columns >= 0) & (columns < 2 * self.width)
        found = np.full(len(places), -np.inf)
        at = rows[inside] + self._padding, columns[inside] + self._padding
        found[inside] = self._buffers.depth[at] / (2.0 * self.view.scale)
        found[found < EMPTY_ANGSTROM] = -np.inf
        return found

    def extent(self) -> Rectangle:
        """Return a window outside which the picture is empty."""
        dirty_rectangles = [*self._touched, *([self._still_window] if self._still_window else [])]
        if not dirty_rectangles:
            return NOWHERE
        return around(dirty_rectangles)

    def _clear(self) -> None:
        """Restore the still picture and buffers where moving bodies were drawn."""
        for rectangle in self._covered:
            self._buffers.restore(rectangle)
        for window in self._touched:
            self._buffers.restore_picture(window)
        self._covered, self._touched = [], []

    def _sight(self, body: Body, first: int) -> _Sight:
        """A body as it is seen; `first` is its first row of the paint table."""
        spheres, face = self._spheres(body), None
        if body.cut_depth is not None and len(spheres):
            spheres, face = self._sliced(body, spheres)
        return _Sight(spheres, face, self._table(body, spheres), first)

    def _paint(self, sights: Sequence[_Sight], clip: NDArray[np.int64]) -> None:
        """Paint bodies into the buffers, within `clip`."""
        for sight in sights:
            spheres, rows = sight.spheres, np.arange(sight.first, sight.first + len(sight.spheres))
            if sight.face is not None:
                face = sight.face
                kernels.paint_face(
                    face.samples,
                    np.array([face.left, face.top, face.step], dtype=np.float32),
                    np.array([face.level, face.level + self._contour / face.step], dtype=np.float32),
                    spheres[0, 4],
                    np.int32(sight.first + len(spheres)),
                    clip,
                    self._buffers.depth,
                    self._buffers.owner,
                    self._buffers.tiles,
                )
            near = _in_reach(spheres, clip)
            spheres, rows = spheres[near], rows[near]
            # From the front, so that hidden spheres are rejected early.
            order = np.argsort(-(spheres[:, 2] + spheres[:, 3]), kind="stable")
            kernels.paint_spheres(
                spheres[order],
                rows[order].astype(np.int32),
                self._across,
                clip,
                self._buffers.depth,
                self._buffers.owner,
                self._buffers.tiles,
            )

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

    def _sliced(self, body: Body, spheres: NDArray[np.float32]) -> tuple[NDArray[np.float32], Face | None]:
        """A cut body's spheres, those that would float behind the cut moved out of view, and its face."""
        loose, face = self._slice(body)
        remaining = spheres.copy()
        remaining[loose, 2] = np.inf
        if face is None or not (remaining[:, 2] - remaining[:, 3] < remaining[:, 4]).any():
            return remaining, None  # a rest of an island's rim is no face
        view, raster = self.view, 2.0 * self.view.scale
        across, up = (float(each) for each in view.rotation[:2] @ view.centre)
        left = 2.0 * view.place[0] - across * raster - 0.5 + self._padding
        top = 2.0 * view.place[1] + up * raster - 0.5 + self._padding
        return remaining, face.placed(raster, left, top)

    def _slice(self, body: Body) -> Slice:
        """A cut body's slice in Å, from the stage's origin: it is the same while the view is shifted or goes nearer."""
        view, beads = self.view, body.beads
        assert body.cut_depth is not None
        cut = round(body.cut_depth + float(view.rotation[2] @ view.centre), CUT_DECIMALS)
        step = face_step(2.0 * view.scale)
        key = blake2b(beads.positions.tobytes())
        for part in (beads.radii, view.rotation, np.array([cut, step, body.probe])):
            key.update(part.tobytes())
        if body.resting is not None:
            key.update(body.resting.tobytes())
        found = self._slices.pop(key.digest(), None)
        if found is None:
            while len(self._slices) >= MAX_CACHED_SLICES:
                del self._slices[next(iter(self._slices))]
            spheres = np.column_stack([_downwards(beads.positions, view), beads.radii])
            resting = None if body.resting is None else _downwards(body.resting, view)
            found = sliced(spheres, cut, step, body.probe, resting)
        self._slices[key.digest()] = found  # the one used last is the last to go
        return found

    def _seen(self, sights: Sequence[_Sight]) -> Rectangle | None:
        """The part of the picture that bodies and their lines cover; None if nothing of them is drawn."""
        windows = [window for sight in sights if (window := self._window(sight.spheres)) is not None]
        return around(windows) if windows else None

    def _window(self, spheres: NDArray[np.float32]) -> Rectangle | None:
        """The part of the picture that spheres and their lines cover; None if all are in front of their cut."""
        return self._bounds(spheres, self._padding // 2 + 2)

    def _bounds(self, spheres: NDArray[np.float32], about: int) -> Rectangle | None:
        """The part of the picture that spheres cover, and `about` pixels around it; None if none is drawn."""
        shown = spheres[spheres[:, 2] - spheres[:, 3] < spheres[:, 4]]
        if not len(shown):
            return None
        low = ((shown[:, :2] - shown[:, 3:4]).min(axis=0) - self._padding) / 2
        high = ((shown[:, :2] + shown[:, 3:4]).max(axis=0) - self._padding) / 2
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

    def _table(self, body: Body, spheres: NDArray[np.float32]) -> _Table:
        """The body's rows of the paint table."""
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
            self._buffers.depth,
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
            self._buffers.depth,
            self._buffers.owner,
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


@dataclass(frozen=True)
class _Sight:
    """A body as a raster sees it: its spheres, the face of its cut, its rows of the paint table, the first of these rows."""

    spheres: NDArray[np.float32]
    face: Face | None
    table: _Table
    first: int


@dataclass
class _Changes:
    """Differences of still bodies: spheres (n, places, 5) that cover what `moved`; spheres of `recoloured` bodies."""

    moved: list[NDArray[np.float32]]
    recoloured: list[NDArray[np.float32]]


UNCHANGED = _Changes([], [])
"""The differences of bodies that do not differ."""


def _downwards(positions: NDArray[np.float64], view: View) -> NDArray[np.float64]:
    """Stage positions (n, 3; Å) as `view` turns them, from the stage's origin: x to the right, y down, z to the viewer."""
    return np.asarray(positions @ view.rotation.T * [1.0, -1.0, 1.0])


def _gathered(edges: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rectangles (n, 4: top, bottom, left, right) that cover given ones: those whose middles are near each other as one."""
    cells = np.floor((edges[:, [0, 2]] + edges[:, [1, 3]]) / 2 / GATHERED_PIXELS).astype(np.int64)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    count = int(cell.max()) + 1
    joined = np.tile(np.array([np.inf, -np.inf, np.inf, -np.inf], dtype=np.float32), (count, 1))
    for column, extreme in enumerate((np.minimum, np.maximum, np.minimum, np.maximum)):
        extreme.at(joined[:, column], cell.ravel(), edges[:, column])
    return joined


def _changes(before: Sequence[_Sight], after: Sequence[_Sight]) -> _Changes | None:
    """The differences between bodies; None if they are not the same bodies."""
    if not before or len(before) != len(after):
        return None
    found = _Changes([], [])
    for old, new in zip(before, after, strict=True):
        if len(old.spheres) != len(new.spheres) or not np.array_equal(old.spheres[:, 4], new.spheres[:, 4]):
            return None
        moved = np.flatnonzero((old.spheres != new.spheres).any(axis=1))
        face = _face_change(old, new)
        if face is None:
            return None
        if len(moved):
            found.moved.append(np.stack([old.spheres[moved], new.spheres[moved]], axis=1))
        found.moved += [corners[None] for corners in face]
        same = np.ones(len(new.table.rows), dtype=np.bool_)
        same[moved] = False
        if (old.table.rows != new.table.rows)[same].any() or (old.table.groups != new.table.groups).any():
            found.recoloured.append(new.spheres)
    return found


def _face_change(old: _Sight, new: _Sight) -> list[NDArray[np.float32]] | None:
    """A sphere that covers all of a face that has changed, in a list that is empty if nothing has; None if all may have."""
    one, other = old.face, new.face
    if one is None and other is None:
        return []
    if (
        one is None
        or other is None
        or one.samples.shape != other.samples.shape
        or (one.left, one.top, one.step, one.level) != (other.left, other.top, other.step, other.level)
    ):
        return None
    if one.samples is other.samples:
        return []
    rows, columns = np.nonzero(one.samples != other.samples)
    if not len(rows):
        return []
    # A pixel is interpolated between the samples around it.
    low = np.array([columns.min(), rows.min()]) - 1
    high = np.array([columns.max(), rows.max()]) + 1
    middle, half = (high + low) / 2 * one.step + (one.left, one.top), (high - low) / 2 * one.step
    corners = [(*(middle + sign * half), 0.0, 1.0, UNCUT) for sign in (-1.0, 1.0)]
    return [np.array(corners, dtype=np.float32)]


def _in_reach(spheres: NDArray[np.float32], clip: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mask of the spheres that may reach into `clip` (see `kernels.paint_spheres`)."""
    x, y, reach = spheres[:, 0], spheres[:, 1], spheres[:, 3] + 1.0
    return np.asarray(
        (y + reach >= clip[0]) & (y - reach <= clip[1]) & (x + reach >= clip[2]) & (x - reach <= clip[3])
    )
