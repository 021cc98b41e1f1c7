"""What a camera passes, out of focus, on its way from one cell's nucleus to another's: envelopes and plasma membranes.

It is schematic, and the distances between them are compressed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.soft_focus import softened
from moa_anim.graphics.sprite import painted
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.sets.receptor_field import FieldSight

ENVELOPE_PIXELS = 50.0
PLASMA_PIXELS = 318.0
"""From the border's left edge to the middle of the left nucleus's envelope, and to that of the left cell's plasma membrane
(design pixels); the right cell is the mirror image."""

BORDER_WIDTH = 720.0
"""Width of the border (design pixels)."""

ENVELOPE_WIDTH_PIXELS = 44.0
PLASMA_WIDTH_PIXELS = 26.0
"""Width of an envelope, two bilayers with what is between them, and of a plasma membrane (design pixels)."""

SOFT_PIXELS = 14.0
"""Standard deviation of the blur (design pixels): it is passed quickly, and nothing in it is to be read."""

ENVELOPE_BOW_PIXELS = 120.0
PLASMA_BOW_PIXELS = 16.0
"""How far a membrane's middle is beyond its ends: nuclei are round, and cells side by side are flat where they meet."""

MARGIN_PIXELS = 60.0
"""Room of the picture to both sides, since it is blurred."""

FADE_PIXELS = (60.0, 260.0)
"""Heights (design pixels from the top) between which the border appears: step marker and rail are above it."""

PICTURE_PIXELS = 0.5
"""Pixels of the picture for one of the frame's: it is out of focus."""

CYTOPLASM_PALE = 0.4
MEMBRANE_PALE = 0.62
"""Shares of paper in the colours of cytoplasm and membranes: calm enough to pass quickly."""


class CellBorder(Painted):
    """Two cells' borders side by side, from x `left` of the world that `sight` sees (design pixels).

    What of a nucleus extends beyond its envelope is hidden by it.
    """

    def __init__(self, left: float, sight: FieldSight) -> None:
        super().__init__()
        self.left, self.sight = left, sight
        self._picture: tuple[float, NDArray[np.uint8]] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay its picture as the camera sees it, if it is in the picture."""
        x, y = self.sight.seen((self.left, 0.0))
        size = self.sight.magnification
        width = canvas.width / canvas.scale
        if x - MARGIN_PIXELS * size > width or x + (BORDER_WIDTH + MARGIN_PIXELS) * size < 0.0:
            return
        pixels = canvas.scale * PICTURE_PIXELS
        if self._picture is None or self._picture[0] != pixels:
            self._picture = pixels, cached(partial(_border, pixels), "border between two cells", pixels)
        picture = self._picture[1]
        context = canvas.design()
        context.rectangle(0, 0, width, BAND_TOP)
        context.clip()
        context.translate(x, y)
        context.scale(size / pixels, size / pixels)
        source = cairo.ImageSurface.create_for_data(
            picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
        )
        context.set_source_surface(source, math.floor(-MARGIN_PIXELS * pixels), 0.0)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(self.opacity)
        context.restore()


def _border(pixels: float) -> NDArray[np.uint8]:
    """Return the border out of focus, premultiplied RGBA, `pixels` to a design pixel; it appears from the top downwards."""
    box = (-MARGIN_PIXELS, 0.0, BORDER_WIDTH + MARGIN_PIXELS, float(BAND_TOP))
    picture = softened(painted(_paint_border, box, pixels), SOFT_PIXELS * pixels, 0.0, rgb(Role.PAPER))
    heights: NDArray[np.float64] = (np.arange(len(picture), dtype=np.float64) + 0.5) / pixels
    shown = smoothstep(heights, *FADE_PIXELS)
    return np.round(picture * shown[:, None, None]).astype(np.uint8)


def _paint_border(canvas: Canvas) -> None:
    """Paint both cells' cytoplasm, then their envelopes and plasma membranes."""
    nucleus, plasma = Edge(ENVELOPE_PIXELS, ENVELOPE_BOW_PIXELS), Edge(PLASMA_PIXELS, PLASMA_BOW_PIXELS)
    canvas.set_colour(rgb(Role.PAPER))
    _band(canvas, nucleus, nucleus.mirrored)
    canvas.set_colour(tinted(Role.CYTOPLASM, CYTOPLASM_PALE, Role.PAPER))
    _band(canvas, nucleus, plasma)
    _band(canvas, plasma.mirrored, nucleus.mirrored)
    canvas.set_colour(tinted(Role.MEMBRANE, MEMBRANE_PALE, Role.PAPER))
    for edge, width in ((nucleus, ENVELOPE_WIDTH_PIXELS), (plasma, PLASMA_WIDTH_PIXELS)):
        for each in (edge, edge.mirrored):
            _band(canvas, replace(each, at=each.at - width / 2), replace(each, at=each.at + width / 2))


@dataclass(frozen=True)
class Edge:
    """A line from top to bottom, its ends at x `at`, its middle `bow` to the right (design pixels)."""

    at: float
    bow: float

    @property
    def mirrored(self) -> Edge:
        """The same in the other cell."""
        return Edge(BORDER_WIDTH - self.at, -self.bow)

    def points(self) -> list[tuple[float, float]]:
        """Return points of it from top to bottom."""
        heights = np.linspace(0.0, float(BAND_TOP), 40).tolist()
        return [(self.at + self.bow * (1.0 - (2.0 * y / BAND_TOP - 1.0) ** 2), y) for y in heights]


def _band(canvas: Canvas, left: Edge, right: Edge) -> None:
    """Fill the area between two edges."""
    for x, y in [*left.points(), *right.points()[::-1]]:
        canvas.context.line_to(x, y)
    canvas.context.close_path()
    canvas.context.fill()
