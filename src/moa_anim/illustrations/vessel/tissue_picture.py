"""Cancer tissue with its capillaries, from the whole tumor down to one cell: cells in cross-section, blood in capillaries.

Far away it is one picture that repeats; from TILE_MAGNIFICATION on, capillaries are drawn as curves and cells from pictures.
Schematic; its parts are to one scale, after measured sizes. Blood flows more slowly than in reality.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import painted
from moa_anim.illustrations.cell.contents import cell_contents
from moa_anim.illustrations.cell.resting_cell import MARGIN_RADII, paint_cell
from moa_anim.illustrations.curves import normals
from moa_anim.illustrations.shapes import fill_and_stroke, round_pen, trace
from moa_anim.illustrations.vessel.capillaries import (
    CELL_RADIUS,
    HALF_LUMEN,
    ROUTE_STEP_SECONDS,
    TILE,
    TISSUE_METRES_PER_PIXEL,
    WALL,
    Tissue,
    carried,
    tissue,
    wrapped,
)
from moa_anim.illustrations.vessel.red_cell import (
    REACH,
    RED_CELL_METRES,
    SPRITE_PIXELS,
    TILTS_DEGREES,
    muted,
    red_cell,
)
from moa_anim.illustrations.vessel.vessel_tree import paint_vessels
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.dive import Sight, halved

Points = NDArray[np.float64]
Picture = NDArray[np.uint8]

TILE_MAGNIFICATION = 0.08
"""Magnification at which the tissue's repeating picture is drawn, and below which it is used."""

GRAIN_NATS = (math.log(0.012), math.log(0.03))
"""Logarithm of the magnifications between which capillaries and cells appear: before, a cell is smaller than a dozen pixels,
and what moves is noise that an encoder cannot keep; larger vessels are seen (`vessel_tree`)."""

BLOOD_NATS = (math.log(0.055), math.log(0.10))
"""Logarithm of the magnifications between which the blood appears."""

VARIANTS = 7
"""Number of different cells."""

VARIANT_SEED = 4100
"""Seed of the first of them."""

CELL_OPACITY = 0.62
"""Opacity of cells other than that to which the view goes."""

RED_CELLS_APART = 900.0
"""Distance between red cells in a capillary, middle to middle."""

NUCLEI_APART = 1050.0
"""Distance between nuclei of the wall's flat cells, on each side: they are about 30 µm long."""

NUCLEUS_HALF = (128.0, 25.0)
"""Half axes of such a nucleus, along and across the wall."""

CLEFT = 15.0
"""Width of the gap between two of these cells, wider than in reality, so that it is visible."""

LINE = 6.0
"""Width of outlines."""


class TissuePicture:
    """The tissue of a seed; the cell to which the view goes, which is not drawn, has its middle at `origin` (world)."""

    def __init__(self, seed: int, origin: tuple[float, float]) -> None:
        self.seed, self.origin = seed, np.array(origin)
        self.tissue: Tissue = tissue(seed)
        self._wall_marks = _wall_marks(seed)
        self._reds = carried(seed, RED_CELLS_APART, 0)
        random = np.random.default_rng((seed, 5))
        count = len(self._reds)
        self._tilts = random.integers(1, len(TILTS_DEGREES), count)
        self._turns = np.stack([random.uniform(-0.6, 0.6, count), random.uniform(-0.3, 0.3, count)], axis=1)
        boxes = [
            (*(c.course.min(axis=0) - 2 * HALF_LUMEN), *(c.course.max(axis=0) + 2 * HALF_LUMEN))
            for c in self.tissue.capillaries
        ]
        self._boxes = np.array(boxes)

    def paint(self, canvas: Canvas, sight: Sight, seconds: float) -> None:
        """Paint it above the caption band, with the blood `seconds` after its first moment."""
        grain = smoothstep(sight.nearness, *GRAIN_NATS)
        context = sight.enter(canvas)
        canvas.set_colour(ground())
        context.paint()
        context.translate(*self.origin)
        if grain > 0.0:
            if sight.magnification < TILE_MAGNIFICATION:
                self._tiled(canvas, context, sight, grain)
            else:
                self._near(canvas, context, sight)
        paint_vessels(canvas, context, self.seed, sight.magnification)
        if grain > 0.0:
            blood = smoothstep(sight.nearness, *BLOOD_NATS)
            if blood > 0.0:
                self._blood(canvas, context, sight, seconds, blood)
        context.restore()

    def visible(self, sight: Sight, places: Points, reach: float) -> Points:
        """Return offsets (n, 2) to add to `places` (n, 2) for copies in the picture; NaN where no copy is."""
        left, top, right, bottom = self.frame(sight)
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        offset = TILE * np.round((middle - places) / TILE)
        there = places + offset
        inside = (
            (there[:, 0] > left - reach)
            & (there[:, 0] < right + reach)
            & (there[:, 1] > top - reach)
            & (there[:, 1] < bottom + reach)
        )
        return np.where(inside[:, None], offset, np.nan)

    def frame(self, sight: Sight) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the picture above the caption band, in pixels of the tissue."""
        x, y = sight.at
        size = sight.magnification
        fx, fy = np.array(sight.focus) - self.origin
        return fx - x / size, fy - y / size, fx + (FRAME_WIDTH - x) / size, fy + (BAND_TOP - y) / size

    def _tiled(self, canvas: Canvas, context: Any, sight: Sight, opacity: float) -> None:
        pictures = _tile(self.seed, canvas.scale)
        halvings = math.log2(TILE_MAGNIFICATION / sight.magnification)
        level = min(len(pictures) - 1, int(max(0.0, halvings)))
        share = min(1.0, max(0.0, halvings - level))
        coarse = opacity * share if level + 1 < len(pictures) else 0.0
        # Together the two cover as much of the ground as one picture of this opacity.
        fine = 1.0 - (1.0 - opacity) / (1.0 - coarse) if coarse < 1.0 else 0.0
        for picture, alpha in (
            (pictures[level], fine),
            (pictures[min(level + 1, len(pictures) - 1)], coarse),
        ):
            if alpha > 0.0:
                _lay_tiles(context, picture, alpha)

    def _near(self, canvas: Canvas, context: Any, sight: Sight) -> None:
        size = sight.magnification * canvas.scale
        cells = self.tissue.cells
        offsets = self.visible(sight, cells[:, :2], 1.2 * CELL_RADIUS)
        for number in np.flatnonzero(~np.isnan(offsets[:, 0])).tolist():
            if number != self.tissue.hero:
                x, y = cells[number, :2] + offsets[number]
                _lay_cell(context, number % VARIANTS, (x, y), float(cells[number, 2]), size, canvas.scale)
        self._capillaries(canvas, context, self._passing(self.frame(sight)), size)

    def _passing(self, frame: tuple[float, float, float, float]) -> list[tuple[int, Points]]:
        """Number and offset of each copy of a capillary that passes through a frame (left, top, right, bottom)."""
        left, top, right, bottom = frame
        shown = []
        for copy in _copies(frame):
            x0, y0, x1, y1 = (self._boxes + np.tile(copy, 2)).T
            for row in np.flatnonzero((x0 < right) & (left < x1) & (y0 < bottom) & (top < y1)).tolist():
                shown.append((row, copy))
        return shown

    def _capillaries(
        self, canvas: Canvas, context: Any, shown: list[tuple[int, Points]], size: float
    ) -> None:
        """Draw walls and lumens: each layer of all capillaries at once, so that they open into each other."""
        round_pen(context)
        line = max(LINE, 1.4 / size)
        for row, copy in shown:
            trace(context, self.tissue.capillaries[row].course + copy)
        edge = tinted(Role.INK, 0.30, Role.VESSEL)
        for width, colour in (
            (2 * (HALF_LUMEN + WALL) + line, edge),
            (2 * (HALF_LUMEN + WALL) - line, tinted(Role.VESSEL, 0.06)),
            (2 * HALF_LUMEN + line, edge),
            (2 * HALF_LUMEN - line, lumen_colour()),
        ):
            canvas.set_colour(colour)
            context.set_line_width(width)
            context.stroke_preserve()
        context.new_path()
        if size < 0.16:
            return
        for row, copy in shown:
            nuclei, clefts = self._wall_marks[row]
            canvas.set_colour(lumen_colour())
            context.set_line_cap(cairo.LINE_CAP_BUTT)
            context.set_line_width(CLEFT)
            for begin, end in (clefts + copy).tolist():
                context.move_to(*begin)
                context.line_to(*end)
            context.stroke()
            for loop in nuclei:
                trace(context, loop + copy, closed=True)
                fill_and_stroke(
                    canvas,
                    tinted(Role.PROTEASOME_CAP, 0.55, Role.NUCLEUS),
                    tinted(Role.INK, 0.35, Role.VESSEL),
                    0.8 * line,
                )

    def _blood(self, canvas: Canvas, context: Any, sight: Sight, seconds: float, opacity: float) -> None:
        radius = RED_CELL_METRES / TISSUE_METRES_PER_PIXEL / 2
        places = at_moment(self._reds, seconds)
        offsets = self.visible(sight, places, 1.2 * radius)
        across = 2 * REACH * radius * sight.magnification * canvas.scale
        level = max(0, min(4, int(np.log2(SPRITE_PIXELS / across))))
        for number in np.flatnonzero(~np.isnan(offsets[:, 0])).tolist():
            picture = red_cell(int(self._tilts[number]), level)
            angle, spin = self._turns[number]
            context.save()
            context.translate(*(places[number] + offsets[number]))
            context.rotate(angle + spin * seconds)
            _lay_picture(context, picture, 2 * REACH * radius / picture.shape[0], opacity)
            context.restore()


def at_moment(routes: Points, seconds: float) -> Points:
    """Return the places (n, 2) on `routes` (n, steps, 2; see `carried`) at a moment; blood has flowed from 0 on."""
    at = min(max(seconds / ROUTE_STEP_SECONDS, 0.0), routes.shape[1] - 1.001)
    step = int(at)
    return np.asarray(routes[:, step] + (routes[:, step + 1] - routes[:, step]) * (at - step))


def ground() -> tuple[float, float, float]:
    """Return the colour of the tissue between cells, and of all of it from far away."""
    return tinted(Role.VESSEL, 0.45, Role.PAPER)


def lumen_colour() -> tuple[float, float, float]:
    """Return the colour of the blood's plasma."""
    return muted(tinted(Role.BLOOD, 0.70, Role.PAPER))


def _copies(frame: tuple[float, float, float, float]) -> list[Points]:
    """Offsets (2,) of all copies of the tile that a frame may show; capillaries may begin in a neighbouring copy."""
    left, top, right, bottom = frame
    columns = range(math.floor(left / TILE[0]) - 1, math.floor(right / TILE[0]) + 3)
    rows = range(math.floor(top / TILE[1]) - 1, math.floor(bottom / TILE[1]) + 3)
    return [TILE * (column, row) for column in columns for row in rows]


def _lay_tiles(context: Any, picture: Picture, opacity: float) -> None:
    """Cover the clip of the context, in pixels of the world, with the repeating picture."""
    surface = cairo.ImageSurface.create_for_data(
        picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
    )
    context.save()
    context.scale(TILE[0] / picture.shape[1], TILE[1] / picture.shape[0])
    context.set_source_surface(surface, 0, 0)
    context.get_source().set_extend(cairo.EXTEND_REPEAT)
    context.get_source().set_filter(cairo.FILTER_BILINEAR)
    context.paint_with_alpha(opacity)
    context.restore()


def _lay_picture(context: Any, picture: Picture, size: float, opacity: float) -> None:
    """Lay a picture about the origin, `size` units to its pixel."""
    context.scale(size, size)
    surface = cairo.ImageSurface.create_for_data(
        picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
    )
    context.set_source_surface(surface, -picture.shape[1] / 2, -picture.shape[0] / 2)
    context.get_source().set_filter(cairo.FILTER_BILINEAR)
    context.paint_with_alpha(opacity)


def _lay_cell(
    context: Any, variant: int, place: tuple[float, float], radius: float, size: float, factor: float
) -> None:
    """Lay a cell about `place`; `size` output pixels to the context's unit."""
    pictures = _cell_pictures(variant, factor)
    level = max(0, math.floor(math.log2(CELL_RADIUS * factor / (radius * size)) + 1e-9))
    picture = pictures[min(level, len(pictures) - 1)]
    context.save()
    context.translate(*place)
    _lay_picture(context, picture, 2 * MARGIN_RADII * radius / picture.shape[0], CELL_OPACITY)
    context.restore()


@cache
def _cell_pictures(variant: int, factor: float) -> list[Picture]:
    """A cell, square, and the same at half, a quarter … of its size; `factor` output pixels a design pixel."""
    contents = cell_contents(VARIANT_SEED + variant)
    box = (-MARGIN_RADII, -MARGIN_RADII, MARGIN_RADII, MARGIN_RADII)

    def drawn() -> Picture:
        return painted(lambda canvas: paint_cell(canvas, contents, box), box, CELL_RADIUS * factor)

    pictures = [cached(drawn, "cell of the tissue", VARIANT_SEED + variant, CELL_RADIUS, factor)]
    while pictures[-1].shape[0] > 12:
        pictures.append(halved(pictures[-1]))
    return pictures


@cache
def _tile(seed: int, factor: float) -> list[Picture]:
    """One tile of the tissue, and the same at half, a quarter … of its size; `factor` output pixels a design pixel."""

    def drawn() -> Picture:
        width, height = (round(float(side) * TILE_MAGNIFICATION * factor) for side in TILE)
        picture = np.zeros((height, width, 4), dtype=np.uint8)
        canvas = Canvas(picture)
        context = canvas.context
        canvas.set_colour(ground())
        context.paint()
        context.scale(width / TILE[0], height / TILE[1])
        whole = TissuePicture(seed, (0.0, 0.0))
        cells, scale = whole.tissue.cells, TILE_MAGNIFICATION * factor
        frame = (0.0, 0.0, float(TILE[0]), float(TILE[1]))
        for copy in _copies(frame):
            for number, (x, y, radius) in enumerate(cells.tolist()):
                at = x + copy[0], y + copy[1]
                if -radius < at[0] < TILE[0] + radius and -radius < at[1] < TILE[1] + radius:
                    _lay_cell(context, number % VARIANTS, at, radius, scale, factor)
        whole._capillaries(canvas, context, whole._passing(frame), scale)
        return picture

    pictures = [cached(drawn, "tile of the tissue", seed, TILE_MAGNIFICATION, factor, lumen_colour())]
    while min(pictures[-1].shape[:2]) > 40:
        pictures.append(halved(pictures[-1]))
    return pictures


@cache
def _wall_marks(seed: int) -> list[tuple[list[Points], Points]]:
    """For each capillary the nuclei of its wall's cells (outlines), and the gaps between these cells (n, 2 ends, 2)."""
    random = np.random.default_rng((seed, 8))
    angle = np.linspace(0.0, 2 * np.pi, 28, endpoint=False)
    ring = np.stack([NUCLEUS_HALF[0] * np.cos(angle), NUCLEUS_HALF[1] * np.sin(angle)], axis=1)
    found = []
    for capillary in tissue(seed).capillaries:
        course, outwards = capillary.course, normals(capillary.course)
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(course, axis=0), axis=1))])
        nuclei: list[Points] = []
        clefts: list[Points] = []
        for side in (-1.0, 1.0):
            at = random.uniform(260.0, 520.0)
            while at < lengths[-1] - 260.0:
                row = int(np.searchsorted(lengths, at))
                along = np.array([-outwards[row, 1], outwards[row, 0]])
                frame = np.stack([along, outwards[row]])
                nuclei.append(course[row] + side * outwards[row] * (HALF_LUMEN - 4.0) + ring @ frame)
                gap = int(np.searchsorted(lengths, at + NUCLEI_APART / 2))
                if gap < len(course) - 3:
                    ends = np.array([HALF_LUMEN - 8.0, HALF_LUMEN + WALL + 5.0])[:, None]
                    clefts.append(course[gap] + side * ends * outwards[gap])
                at += NUCLEI_APART * random.uniform(0.9, 1.1)
        found.append((nuclei, np.array(clefts).reshape(-1, 2, 2)))
    return found


def nearest_capillary(seed: int, place: Points) -> int:
    """Return the number of the capillary that passes nearest to a place."""
    gaps = [
        float(np.linalg.norm(wrapped(capillary.course - place), axis=1).min())
        for capillary in tissue(seed).capillaries
    ]
    return int(np.argmin(gaps))
