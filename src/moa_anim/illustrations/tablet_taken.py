"""A tablet that lies on a table beside the food, and goes to a mouth."""

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

LIES_AT = (552.0, 816.0)
LENGTH_PIXELS = 128.0
"""Middle and length of the tablet on the table (design pixels; enlarged)."""

SWALLOWED_PIXELS = 40.0
"""Its length at the mouth (design pixels): somewhat broader than the lips, so that it is a tablet all the way."""

FADES = (0.9, 1.0)
"""Shares of the way between which it fades, at the lips."""

TURN_DEGREES = -18.0
"""Its rotation."""

BOW_PIXELS = 24.0
"""How far the way to the mouth bows to the left (design pixels)."""


class TabletTaken(Painted):
    """The tablet; `taken` in 0…1 is how far it has come to `mouth`."""

    def __init__(self, mouth: Callable[[], Point]) -> None:
        super().__init__()
        self._mouth, self.taken = mouth, 0.0

    def at(self) -> tuple[float, float, float]:
        """Return its middle and its length (design pixels)."""
        (x0, y0), (x1, y1), share = LIES_AT, self._mouth(), self.taken
        bow = 4.0 * share * (1.0 - share) * BOW_PIXELS
        length = LENGTH_PIXELS * (SWALLOWED_PIXELS / LENGTH_PIXELS) ** share
        return x0 + (x1 - x0) * share - bow, y0 + (y1 - y0) * share, length

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
