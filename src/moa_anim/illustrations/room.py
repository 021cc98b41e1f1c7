"""A quiet backdrop for the body: paper, towards its edges with the tone of the soft crowd behind molecules."""

from __future__ import annotations

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

LIGHT_AT = (820.0, 330.0)
"""Where it is brightest (design pixels)."""

RADII_PIXELS = (180.0, 1350.0)
"""Radii between which it grows darker."""


class Room(Painted):
    """The backdrop, above the caption band."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = np.zeros((0, 0, 4), dtype=np.uint8)

    def paint(self, canvas: Canvas) -> None:
        """Lay its picture, which is painted once: a radial gradient takes as long as all else in a frame."""
        if self.opacity <= 0.0:
            return
        shape = round(BAND_TOP * canvas.scale), canvas.width, 4
        if self._picture.shape != shape:
            self._picture = room_picture(*shape[:2], canvas.scale)
        canvas.picture(self._picture, 0.0, 0.0, self.opacity)


def room_picture(height: int, width: int, scale: float) -> NDArray[np.uint8]:
    """Return the backdrop (height, width, 4), opaque; `scale` output pixels a design pixel."""
    canvas = Canvas(np.zeros((height, width, 4), dtype=np.uint8))
    near, far = (radius * scale for radius in RADII_PIXELS)
    x, y = (place * scale for place in LIGHT_AT)
    shade = cairo.RadialGradient(x, y, near, x, y, far)
    for stop, share in ((0.0, 0.94), (1.0, 0.62)):
        red, green, blue = tinted(Role.CROWD, share, Role.PAPER)
        shade.add_color_stop_rgb(stop, blue, green, red)  # bytes are R, G, B, A; Cairo has B, G, R, A
    canvas.context.set_source(shade)
    canvas.context.paint()
    return canvas.pixels
