"""The tumor around the cells that are shown: neighbouring cells, pale and out of focus, that drift slowly behind them.

One picture that is drawn once and repeats in both directions. It is schematic: outlines and nuclei without contents.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.soft_focus import REACH, softened
from moa_anim.illustrations.curves import polar, unevenness
from moa_anim.model.palette import Role
from moa_anim.stage.dive import SCRIM_PIXELS, scrim
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.sets.cell_picture import CellPicture
    from moa_anim.stage.clock import Clock

COLUMNS, ROWS = 8, 6
"""Cells in the repeating picture; the number of rows is even, since every other one is shifted by half a cell."""

SPACING_PIXELS = 276.0
"""Distance between the middles of neighbouring cells (design pixels)."""

PERIOD_PIXELS = (COLUMNS * SPACING_PIXELS, ROWS * SPACING_PIXELS * 0.875)
"""Width and height after which it repeats (design pixels)."""

UNEVEN_PIXELS = 20.0
"""How far (root mean square) cells are from the nodes of a regular pattern."""

CELL_RADIUS = 136.0
NUCLEUS_RADIUS = 58.0
"""Radii of a cell and its nucleus (design pixels)."""

CELL_DEPTH = 0.06
"""Unevenness of their outlines, as a share of the radius."""

CORNERS = 40
"""Corners of an outline, so many that it looks round."""

EDGE_PIXELS = 7.0
"""Width of the line around a cell (design pixels)."""

SOFT_PIXELS = 7.0
"""Standard deviation of the blur (design pixels)."""

PALENESS = 0.45
"""Share of paper mixed into it."""

DRIFT_PIXELS_PER_SECOND = (2.4, 0.9)
"""Speed of the drift, to the right and down."""

PARALLAX = 0.3
"""The power of the camera's magnification that it follows by default, as the crowd's layers do."""

SEED = 5
"""Seed of the cells' places and outlines."""


class TissueGround(Painted):
    """The tissue behind the cells of `picture`; it follows their view by `parallax`. `clock` is 0 where two shots join."""

    def __init__(self, picture: CellPicture, clock: Clock, *, parallax: float = PARALLAX) -> None:
        super().__init__()
        self._picture, self._clock, self._parallax = picture, clock, parallax

    def paint(self, canvas: Canvas) -> None:
        """Lay the tissue on the canvas, unless the cell that the camera goes to covers it."""
        opacity = self.opacity * self._picture.opacity
        if opacity <= 0.0 or self._picture.covers_frame():
            return
        view, factor = self._picture.view_now(), canvas.scale
        size = view.magnification**self._parallax
        # What is at the focus stays with it by the same share; at magnification 1 the focus is at its own place.
        x, y = (
            at - size * (focus + (at - focus) * (1.0 - self._parallax)) + size * speed * self._clock.seconds
            for at, focus, speed in zip(view.at, view.focus, DRIFT_PIXELS_PER_SECOND, strict=True)
        )
        context = canvas.context
        context.save()
        context.rectangle(0, 0, FRAME_WIDTH * factor, round(BAND_TOP * factor))
        context.clip()
        context.translate(x * factor, y * factor)
        context.scale(size, size)
        context.set_source_surface(tissue_surface(factor), 0, 0)
        source = context.get_source()
        source.set_extend(cairo.EXTEND_REPEAT)
        source.set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(opacity)
        context.restore()
        scrim(canvas, SCRIM_PIXELS, opacity)


@cache
def tissue_surface(factor: float) -> cairo.ImageSurface:
    """Return `tissue_tile` as a source for Cairo, made once in a process."""
    pixels = cached(lambda: tissue_tile(factor), "tissue ground", factor)
    height, width = pixels.shape[:2]
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_RGB24, width, height)


def tissue_tile(factor: float) -> NDArray[np.uint8]:
    """Return the tissue (rows, columns, 4) that repeats seamlessly, at `factor` output pixels a design pixel."""
    margin = math.ceil(REACH * SOFT_PIXELS * factor) + 1
    columns, rows = (round(each * factor) for each in PERIOD_PIXELS)
    canvas = Canvas(np.zeros((rows + 2 * margin, columns + 2 * margin, 4), dtype=np.uint8))
    context = canvas.context
    canvas.set_colour(tinted(Role.PAPER, 0.32, Role.MEMBRANE))
    context.paint()
    context.translate(margin, margin)
    context.scale(columns / PERIOD_PIXELS[0], rows / PERIOD_PIXELS[1])
    cells = _cells()
    context.set_line_width(EDGE_PIXELS)
    body, edge, nucleus = (tinted(Role.PAPER, share, Role.MEMBRANE) for share in (0.17, 0.5, 0.4))
    for shape, colour, line in ((0, body, edge), (1, nucleus, nucleus)):
        for (x, y), outlines in cells:
            for across in (-1, 0, 1):
                for down in (-1, 0, 1):
                    places = outlines[shape] + (x + across * PERIOD_PIXELS[0], y + down * PERIOD_PIXELS[1])
                    for place in places.tolist():
                        context.line_to(*place)
                    context.close_path()
                    canvas.set_colour(colour)
                    context.fill_preserve()
                    canvas.set_colour(line)
                    context.stroke()
    pixels = softened(canvas.pixels, SOFT_PIXELS * factor, PALENESS, rgb(Role.PAPER))
    return np.ascontiguousarray(pixels[margin:-margin, margin:-margin])


def _cells() -> list[tuple[Point, tuple[NDArray[np.float64], NDArray[np.float64]]]]:
    """Return for each cell its middle (design pixels), and the outlines of cell and nucleus around it."""
    random = np.random.default_rng(SEED)
    angles = np.linspace(0.0, 2.0 * np.pi, CORNERS, endpoint=False)
    found = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            dx, dy, *off = random.normal(0.0, UNEVEN_PIXELS, 4).tolist()
            middle = (
                (column + 0.5 * (row % 2)) * SPACING_PIXELS + dx,
                (row + 0.5) * PERIOD_PIXELS[1] / ROWS + dy,
            )
            seed = SEED + COLUMNS * row + column
            reach = unevenness(seed, angles, CELL_DEPTH)
            nucleus = polar(NUCLEUS_RADIUS * unevenness(seed + 1000, angles, CELL_DEPTH), angles) + off
            found.append((middle, (polar(CELL_RADIUS * reach, angles), nucleus)))
    return found
