"""A 26S that looks farther away than what is in front of it: soft and pale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.sprite import Focus, out_of_focus
from moa_anim.molecule.easing import smoothstep

FAR_FOCUS = Focus(6.0, 0.42)
"""How soft (design pixels of its own picture, which is seen much smaller) and pale it is in the end."""

FAR_FINENESS = 0.5
"""Pixels of that soft picture for one of the sharp one: it is seen when it is small."""

SOFT_COMES = (0.0, 0.35)
"""Shares of the haze between which the soft picture comes behind the sharp one, which fades over it."""


class DistantProteasome(LyingProteasome):
    """A 26S with `haze` in 0…1: how soft and pale it is, between a sharp and a soft picture that are both kept."""

    haze = 0.0

    def __init__(self, place: Point, scale: float) -> None:
        super().__init__(place, scale)
        self._soft: dict[float, NDArray[np.uint8]] = {}

    def paint(self, canvas: Canvas) -> None:
        """Lay the soft picture behind the sharp one."""
        whole = self.opacity
        if self.haze > 0.0 and whole > 0.0:
            factor = FAR_FINENESS * canvas.scale
            picture, margin = self._soft_picture(factor)
            left, top, _, _ = self._box
            canvas.context.save()
            canvas.context.scale(1.0 / FAR_FINENESS, 1.0 / FAR_FINENESS)
            x, y = float(round(left * factor) - margin), float(round(top * factor) - margin)
            canvas.picture(picture, x, y, whole * float(smoothstep(self.haze, *SOFT_COMES)))
            canvas.context.restore()
        self.opacity = whole * (1.0 - self.haze)
        super().paint(canvas)
        self.opacity = whole

    def _soft_picture(self, factor: float) -> tuple[NDArray[np.uint8], int]:
        """The soft picture and its margin (its own pixels); `factor` of its pixels for a design pixel."""
        margin = int(np.ceil(3.0 * FAR_FOCUS.softness * factor))
        if factor not in self._soft:
            padded = np.pad(self._picture(factor), ((margin, margin), (margin, margin), (0, 0)))
            self._soft[factor] = out_of_focus(padded, FAR_FOCUS, factor)
        return self._soft[factor], margin
