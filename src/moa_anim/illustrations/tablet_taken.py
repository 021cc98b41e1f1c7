"""A tablet that lies on a table beside the food, and goes to a mouth along a figure's side, past nobody's trunk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.illustrations.tablet import Tablet
from moa_anim.stage.dive import passing
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point

LIES_AT = (1290.0, 816.0)
LENGTH_PIXELS = 128.0
"""Middle and length of the tablet on the table (design pixels; enlarged)."""

SWALLOWED_PIXELS = 40.0
"""Its length at the mouth (design pixels): somewhat broader than the lips, so that it is a tablet all the way."""

FADES = (0.9, 1.0)
"""Shares of the way between which it fades, at the lips."""

TURN_DEGREES = -18.0
"""Its rotation."""

BENDS_AT = ((1165.0, 560.0), (1020.0, 330.0))
"""Control points of the curve on which it goes (design pixels): up beside her arm, then over her shoulder to the mouth."""


class TabletTaken(Painted):
    """The tablet; `taken` in 0…1 is how far it has come to `mouth`."""

    def __init__(self, mouth: Callable[[], Point]) -> None:
        super().__init__()
        self._mouth, self.taken = mouth, 0.0

    def at(self) -> tuple[float, float, float]:
        """Return its middle and its length (design pixels)."""
        share = self.taken
        weights = [n * share**k * (1.0 - share) ** (3 - k) for k, n in enumerate((1, 3, 3, 1))]
        x, y = np.array(weights) @ np.array([LIES_AT, *BENDS_AT, self._mouth()])
        length = LENGTH_PIXELS * (SWALLOWED_PIXELS / LENGTH_PIXELS) ** share
        return float(x), float(y), length

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return points all over the tablet."""
        return self._drawn().silhouettes()

    def paint(self, canvas: Canvas) -> None:
        """Draw it until it is swallowed."""
        if self.opacity > 0.0 and self.taken < 1.0:
            self._drawn().paint(canvas)

    def _drawn(self) -> Tablet:
        tablet = Tablet(*self.at(), TURN_DEGREES)
        tablet.opacity = self.opacity * (1.0 - passing(self.taken, *FADES))
        return tablet
