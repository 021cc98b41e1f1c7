"""The frame's pixels, with a Cairo context that draws into the same bytes."""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.layers import FRACTIONS, lay_shifted
from moa_anim.graphics.layout import FRAME_HEIGHT
from moa_anim.graphics.lettering import TextImage
from moa_anim.molecule.dirty_rectangles import Rectangle

Rgb = tuple[float, float, float]


class Canvas:
    """A frame that is being drawn: its RGBA `pixels` (height, width, 4), and `scale`, output pixels per design pixel."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self.pixels = pixels
        self.height, self.width = pixels.shape[:2]
        self.scale = self.height / FRAME_HEIGHT
        self._surface = cairo.ImageSurface.create_for_data(
            pixels.data, cairo.FORMAT_ARGB32, self.width, self.height
        )
        self.context = cairo.Context(self._surface)

    def design(self) -> Any:
        """Save the context, scale it to design pixels and return it; the caller calls its `restore()`."""
        self.context.save()
        self.context.scale(self.scale, self.scale)
        return self.context

    def set_colour(self, colour: Rgb, alpha: float = 1.0) -> None:
        """Set the source colour; red and blue are swapped, since the frame has bytes R, G, B, A and Cairo B, G, R, A."""
        self.context.set_source_rgba(colour[2], colour[1], colour[0], alpha)

    def picture(
        self,
        picture: NDArray[np.uint8],
        x: float,
        y: float,
        alpha: float = 1.0,
        window: Rectangle | None = None,
    ) -> None:
        """Draw a premultiplied RGBA picture with its upper left corner at (x, y), in output pixels.

        `window` is the part of the picture (rows and columns) that is not empty; only that part is drawn.
        """
        if alpha <= 0.0:
            return
        height, width = picture.shape[:2]
        top, bottom, left, right = window or (0, height, 0, width)
        if top >= bottom or left >= right:
            return
        source = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)
        whole = float(x).is_integer() and float(y).is_integer()
        context = self.context
        context.save()
        # Whole pixels around the window, so that the clip has no soft edge of its own.
        context.rectangle(np.floor(left + x), np.floor(top + y), right - left + 1, bottom - top + 1)
        context.clip()
        context.set_source_surface(source, x, y)
        context.get_source().set_filter(cairo.FILTER_NEAREST if whole else cairo.FILTER_BILINEAR)
        if alpha >= 1.0:
            context.paint()
        else:
            context.paint_with_alpha(alpha)
        context.restore()

    def shifted(
        self, picture: NDArray[np.uint8], x: float, y: float, bottom: int, window: Rectangle | None = None
    ) -> None:
        """Draw a premultiplied picture as `picture` does, at sixteenths of a pixel and above row `bottom`: much faster.

        The context must have neither a matrix nor a clip nor a group: it is passed by.
        """
        sixteenths = np.round(np.array([y, x]) * FRACTIONS).astype(np.int64)
        lay_shifted(
            picture.view(np.uint32)[..., 0],
            np.array(window or (0, picture.shape[0], 0, picture.shape[1])),
            sixteenths // FRACTIONS,
            (sixteenths % FRACTIONS).astype(np.uint32),
            bottom,
            self.pixels.view(np.uint32)[..., 0],
        )

    def lettering(self, line: TextImage, x: float, baseline: float, alpha: float = 1.0) -> None:
        """Draw a text image with its baseline starting at (x, baseline) in design pixels, rounded to whole output pixels."""
        self.picture(
            line.picture,
            float(round(x * self.scale) - line.origin_x),
            float(round(baseline * self.scale) - line.origin_y),
            alpha,
        )
