"""The pale, soft tissue around the cells that are shown, which is behind cells in every shot, at any magnification."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cairo

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.sets.tissue_ground import DRIFT_PIXELS_PER_SECOND, tissue_surface
from moa_anim.stage.dive import SCRIM_PIXELS, scrim
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.clock import Clock


class TumorMass(Painted):
    """The tissue, magnified by e to the power `nearness` about the point `about` (design pixels).

    `scrim` in 0…1 is the opacity of paper over it under step marker and rail.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.nearness = 0.0
        self.about: Point = (0.0, 0.0)
        self.scrim = 1.0

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
        context.paint_with_alpha(self.opacity)
        context.restore()
        scrim(canvas, SCRIM_PIXELS, self.opacity * self.scrim)
