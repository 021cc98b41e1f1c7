"""Painted things out of focus: what is far behind the action, or passed by."""

from __future__ import annotations

import math
from collections.abc import Callable

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.soft_focus import softened
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

SHARPEST_SMALL_PIXELS = 1.2
"""Least blur (standard deviation in its own pixels) of a smaller picture: less would show its pixels."""

REDUCED_VARIANCE = 0.25
"""Variance that reducing a picture and interpolating it adds, in its own pixels squared: 1/12 of a pixel's side, 1/6 of the
interpolation. The blur is less by that, so that it does not jump where the picture gets smaller."""

MOST_HALVINGS = 2
"""A blurred picture is painted at no less than a quarter of the frame's size."""


class OutOfFocus(Painted):
    """Another painted thing, blurred by `soft` design pixels (standard deviation), with a share `pale` of paper in it.

    With both at 0, and opaque, it is painted as it is. The more it is blurred, the smaller is the picture in which it is
    painted. `sides()` returns its left and right end and the width over which it fades at both (design pixels); without, it
    does not.
    """

    def __init__(
        self, painted: Painted, sides: Callable[[], tuple[float, float, float]] | None = None
    ) -> None:
        super().__init__()
        self.painted, self.soft, self.pale, self._sides = painted, 0.0, 0.0, sides
        self._canvas: Canvas | None = None

    def paint(self, canvas: Canvas) -> None:
        """Paint it in a picture of its own, blur that, and lay it above the caption band."""
        if self.opacity <= 0.0:
            return
        if self.soft <= 0.0 and self.pale <= 0.0 and self.opacity >= 1.0:
            self.painted.paint(canvas)
            return
        sigma = self.soft * canvas.scale
        halvings = math.floor(math.log2(max(1.0, sigma / SHARPEST_SMALL_PIXELS)))
        size = 2 ** min(MOST_HALVINGS, halvings)
        shape = math.ceil(canvas.height / size), math.ceil(canvas.width / size), 4
        if self._canvas is None or self._canvas.pixels.shape != shape:
            self._canvas = Canvas(np.zeros(shape, dtype=np.uint8))
        small = self._canvas
        small.pixels[:] = 0
        self.painted.paint(small)
        variance = (sigma / size) ** 2 - (REDUCED_VARIANCE if size > 1 else 0.0)
        picture = softened(small.pixels, math.sqrt(max(variance, 1e-4)), self.pale, rgb(Role.PAPER))
        source = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, shape[1], shape[0])
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.scale(canvas.scale / small.scale, canvas.scale / small.scale)
        context.set_source_surface(source, 0, 0)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.get_source().set_extend(cairo.EXTEND_PAD)
        if self._sides is None:
            context.paint_with_alpha(self.opacity)
        else:
            context.mask(self._faded(*self._sides(), small.scale))
        context.restore()

    def _faded(self, left: float, right: float, edge: float, scale: float) -> cairo.LinearGradient:
        """Return the opacity from left to right, at `scale` pixels a design pixel: none at both sides."""
        shade = cairo.LinearGradient(left * scale, 0.0, right * scale, 0.0)
        share = edge / (right - left)
        for stop, opacity in ((0.0, 0.0), (share, self.opacity), (1.0 - share, self.opacity), (1.0, 0.0)):
            shade.add_color_stop_rgba(stop, 0.0, 0.0, 0.0, opacity)
        return shade

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of what it shows; pale ones have less weight."""
        return [(points, weight * (1.0 - self.pale)) for points, weight in self.painted.silhouettes()]

    def obstacles(self) -> list[Box]:
        """Return the obstacles of what it shows."""
        return self.painted.obstacles()

    def sightings(self) -> list[Sighting]:
        """Return the sightings of what it shows."""
        return self.painted.sightings() if self.opacity > 0.0 else []
