"""The crowd behind a close-up while the camera zooms in: it extends beyond the final frame on all sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import (
    FADE_BOTTOM_PIXELS,
    FADE_TOP_PIXELS,
    crowd_grid,
    crowd_members,
    crowd_picture,
    crowd_spacing,
    over_paper,
)
from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.stage.dive import Point, lay, scrim
from moa_anim.stage.painted import Painted

MARGIN_PIXELS = 260.0
"""Extent of the crowd beyond the frame on all sides (design pixels)."""

FARTHEST_NATS = -0.2
"""Smallest `nearness` (natural logarithm of the scale): with a smaller one the frame would show the crowd's edge."""


class ZoomableCrowd(Painted):
    """The crowd of `crowd_backdrop` with the same `scale`, `seed` and `spacing`, continued beyond the frame.

    It is shrunk by exp(`nearness`), FARTHEST_NATS…0, about the point `about` (design pixels); at 0 it is that backdrop.
    """

    def __init__(self, about: Point, *, scale: float, seed: int, spacing: float) -> None:
        super().__init__()
        self.about, self.nearness = about, 0.0
        self._scale, self._seed, self._spacing = scale, seed, crowd_spacing(spacing)
        self._picture: tuple[float, NDArray[np.uint8]] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Composite the crowd, paler towards the step marker and the rail."""
        if self.opacity <= 0.0:
            return
        if self._picture is None or self._picture[0] != canvas.scale:
            factor = canvas.scale
            key = ("far crowd", self._scale, self._seed, self._spacing, factor, MARGIN_PIXELS)
            self._picture = (factor, cached(lambda: self._drawn(factor), *key))
        pictures = [self._picture[1]]
        lay(
            canvas,
            pictures,
            self.about,
            self.nearness,
            self.opacity,
            overhang=round(MARGIN_PIXELS * canvas.scale),
        )
        scrim(canvas, (FADE_TOP_PIXELS, FADE_BOTTOM_PIXELS), self.opacity)

    def _drawn(self, factor: float) -> NDArray[np.uint8]:
        """The crowd with its margin on paper, (height, width, 4) RGBA; `factor` output pixels a design pixel."""
        height, width = (round((size + 2 * MARGIN_PIXELS) * factor) for size in (BAND_TOP, FRAME_WIDTH))
        corner = round(MARGIN_PIXELS * factor)
        within = crowd_members(
            crowd_grid(self._spacing),
            np.random.default_rng(self._seed),
            scale=self._scale,
            spacing=self._spacing,
            factor=factor,
        )
        random = np.random.default_rng(self._seed + 1)
        about = crowd_members(
            crowd_grid(self._spacing, MARGIN_PIXELS),
            random,
            scale=self._scale,
            spacing=self._spacing,
            factor=factor,
        )
        return over_paper(
            crowd_picture(
                [*within, *about], width, height, scale=self._scale, factor=factor, corner=float(corner)
            )
        )
