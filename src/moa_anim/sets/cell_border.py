"""The borders of two cells that a camera passes between their nuclei; what is in these is left to the fields of receptors."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import painted
from moa_anim.illustrations.cell.two_cells import NUCLEUS_PIXELS, middle_of, paint_cells
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.sets.receptor_field import FieldSight

ENVELOPE_REACH_PIXELS = 56.0
"""How far inside the nucleus's radius its envelope may be seen: it is uneven, and has pores (design pixels)."""

PICTURE_BOX: Box = (-100.0, -760.0, 5000.0, float(BAND_TOP))
"""What its picture shows (design pixels): all that the camera sees while it passes."""

PICTURE_PIXELS = 0.6
"""Pixels of the picture for one of the frame's: the camera is farther away when it passes."""


class CellBorder(Painted):
    """Two cells side by side in the world that `sight` sees, with holes where their nuclei are."""

    def __init__(self, sight: FieldSight) -> None:
        super().__init__()
        self.sight = sight
        self._picture: tuple[float, NDArray[np.uint8]] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay its picture as the camera sees it, unless the frame is all within a nucleus."""
        if self._unseen():
            return
        pixels = canvas.scale * PICTURE_PIXELS
        if self._picture is None or self._picture[0] != pixels:
            made = cached(partial(painted, paint_cells, PICTURE_BOX, pixels), "two cells", pixels)
            self._picture = pixels, made
        picture, size = self._picture[1], self.sight.magnification
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        context.translate(*self.sight.seen((0.0, 0.0)))
        context.scale(size / pixels, size / pixels)
        source = cairo.ImageSurface.create_for_data(
            picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
        )
        left, top = (math.floor(edge * pixels) for edge in PICTURE_BOX[:2])
        context.set_source_surface(source, left, top)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(self.opacity)
        context.restore()

    def _unseen(self) -> bool:
        """Whether all that the camera sees is inside one of the nuclei."""
        size = self.sight.magnification
        within = (NUCLEUS_PIXELS - ENVELOPE_REACH_PIXELS) * size
        for number in (0, 1):
            x, y = self.sight.seen(middle_of(number))
            corners = [(left - x, top - y) for left in (0.0, FRAME_WIDTH) for top in (0.0, BAND_TOP)]
            if max(math.hypot(*corner) for corner in corners) < within:
                return True
        return False
