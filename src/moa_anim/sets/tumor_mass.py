"""The tissue around the cells that are shown, as a mass that has an end: seen from afar it is the tumor in the breast.

It is the pale, soft tissue that is behind cells in every shot; here it shrinks with them, so that they never lie on bare
skin.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cairo

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.sets.tissue_ground import DRIFT_PIXELS_PER_SECOND, tissue_surface
from moa_anim.stage.dive import SCRIM_PIXELS, passing, scrim
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.clock import Clock

SOFT_EDGE_SHARE = 0.72
"""Share of the mass's radius from which on it fades towards its edge."""

SCRIM_PIXELS_OF_RADIUS = (650.0, 1100.0)
"""Radii of the mass between which paper comes over it under step marker and rail (design pixels)."""


class TumorMass(Painted):
    """The tissue, magnified by e to the power `nearness` about the point `about` (design pixels).

    It ends at `radius` (design pixels) from `middle`; without a radius it fills the picture.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.nearness, self.about = 0.0, (0.0, 0.0)
        self.middle: Point = (0.0, 0.0)
        self.radius: float | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay the tissue on the canvas, above the caption band."""
        if self.opacity <= 0.0:
            return
        factor, size = canvas.scale, math.exp(self.nearness)
        drift = [speed * self._clock.seconds for speed in DRIFT_PIXELS_PER_SECOND]
        x, y = (at + (moved - at) * size for at, moved in zip(self.about, drift, strict=True))
        context = canvas.context
        context.save()
        context.rectangle(0, 0, FRAME_WIDTH * factor, round(BAND_TOP * factor))
        context.clip()
        matrix = cairo.Matrix(1.0 / size, 0.0, 0.0, 1.0 / size, -x * factor / size, -y * factor / size)
        pattern = cairo.SurfacePattern(tissue_surface(factor))
        pattern.set_extend(cairo.EXTEND_REPEAT)
        pattern.set_filter(cairo.FILTER_GOOD if size < 0.5 else cairo.FILTER_BILINEAR)
        pattern.set_matrix(matrix)
        context.set_source(pattern)
        if self.radius is None:
            context.paint_with_alpha(self.opacity)
        else:
            (u, v), reach = (each * factor for each in self.middle), self.radius * factor
            edge = cairo.RadialGradient(u, v, SOFT_EDGE_SHARE * reach, u, v, reach)
            edge.add_color_stop_rgba(0.0, 0.0, 0.0, 0.0, self.opacity)
            edge.add_color_stop_rgba(1.0, 0.0, 0.0, 0.0, 0.0)
            context.rectangle(u - reach, v - reach, 2 * reach, 2 * reach)
            context.clip()
            context.mask(edge)
        context.restore()
        full = 1.0 if self.radius is None else passing(self.radius, *SCRIM_PIXELS_OF_RADIUS)
        scrim(canvas, SCRIM_PIXELS, self.opacity * full)
