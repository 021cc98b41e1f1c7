"""A small picture that is painted once and laid wherever the context stands, turned and sized with it."""

from __future__ import annotations

import math
from collections.abc import Callable

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in the unit that is painted in (as a rule radii of the cell)."""


def painted(paint: Callable[[Canvas], None], box: Box, pixels: float) -> NDArray[np.uint8]:
    """What `paint` paints within the box, `pixels` to its unit; the unit's origin is on a pixel's corner."""
    left, top = math.floor(box[0] * pixels), math.floor(box[1] * pixels)
    width, height = math.ceil(box[2] * pixels) - left, math.ceil(box[3] * pixels) - top
    picture = np.zeros((max(1, height), max(1, width), 4), dtype=np.uint8)
    canvas = Canvas(picture)
    canvas.context.translate(-left, -top)
    canvas.context.scale(pixels, pixels)
    paint(canvas)
    return picture


class Sprite:
    """What `paint` paints within `box`, `pixels` to its unit. With a `key` it is kept on disk."""

    def __init__(
        self, paint: Callable[[Canvas], None], box: Box, pixels: float, key: tuple[object, ...] = ()
    ) -> None:
        self.box, self.pixels = box, pixels
        picture = cached(lambda: painted(paint, box, pixels), *key) if key else painted(paint, box, pixels)
        height, width = picture.shape[:2]
        self._surface = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)

    def lay(self, canvas: Canvas, alpha: float = 1.0) -> None:
        """Lay it so that its unit is the context's; at its own size on whole pixels it is copied as it is."""
        if alpha <= 0.0:
            return
        context = canvas.context
        context.save()
        context.scale(1.0 / self.pixels, 1.0 / self.pixels)
        left, top = math.floor(self.box[0] * self.pixels), math.floor(self.box[1] * self.pixels)
        matrix = context.get_matrix()
        exact = all(
            abs(value - wanted) < 1e-6
            for value, wanted in (
                (matrix.xx, 1.0), (matrix.yy, 1.0), (matrix.xy, 0.0), (matrix.yx, 0.0),
                (matrix.x0, round(matrix.x0)), (matrix.y0, round(matrix.y0)),
            )
        )  # fmt: skip
        if exact:
            context.set_matrix(cairo.Matrix(x0=round(matrix.x0), y0=round(matrix.y0)))
        context.set_source_surface(self._surface, left, top)
        context.get_source().set_filter(cairo.FILTER_NEAREST if exact else cairo.FILTER_BILINEAR)
        context.paint_with_alpha(alpha)
        context.restore()
