"""A quiet backdrop for the body: paper, towards its edges with the tone of the soft crowd behind molecules."""

from __future__ import annotations

import cairo

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

LIGHT_AT = (820.0, 330.0)
"""Where it is brightest (design pixels)."""

RADII_PIXELS = (180.0, 1350.0)
"""Radii between which it grows darker."""


class Room(Painted):
    """The backdrop, above the caption band."""

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        near, far = RADII_PIXELS
        shade = cairo.RadialGradient(*LIGHT_AT, near, *LIGHT_AT, far)
        for stop, colour in (
            (0.0, tinted(Role.CROWD, 0.94, Role.PAPER)),
            (1.0, tinted(Role.CROWD, 0.62, Role.PAPER)),
        ):
            red, green, blue = colour
            shade.add_color_stop_rgba(
                stop, blue, green, red, self.opacity
            )  # bytes are R, G, B, A; Cairo has B, G, R, A
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.set_source(shade)
        context.fill()
        context.restore()
