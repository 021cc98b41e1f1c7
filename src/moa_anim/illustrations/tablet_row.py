"""A row of tablets that comes from the distance to a mouth: one for each day of a treatment without an end in sight."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.illustrations.tablet import Tablet
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Box, Point

LENGTH_PIXELS = 214.0
"""Length of the tablet that is next (design pixels; enlarged)."""

SWALLOWED_PIXELS = 12.0
"""Length of a tablet at the mouth (design pixels)."""

SMALLER = 0.845
"""Size of a tablet, as a share of the one before it: what is farther away looks smaller."""

APART = 1.07
"""Distance between the middles of two tablets, in lengths of the nearer one."""

NEXT_AT = (676.0, 560.0)
"""Middle of the tablet that is next (design pixels)."""

RISE_PIXELS = 236.0
"""How much higher than it the row ends in the distance (design pixels)."""

LEAST_PIXELS = 9.0
"""Length of the smallest tablet that is drawn (design pixels)."""

TURN_DEGREES = -18.0
"""Rotation of the tablets."""

SWALLOWING_BOW_PIXELS = 45.0
"""How far the way to the mouth bows upwards (design pixels)."""


class TabletRow(Painted):
    """The row; `taken` tablets have been swallowed, and the rest has come so much nearer. `mouth` is where they go."""

    def __init__(self, mouth: Callable[[], Point]) -> None:
        super().__init__()
        self._mouth, self.taken = mouth, 0.0

    def at(self, number: int) -> tuple[float, float, float]:
        """Return the middle and the length of a tablet, the first of which is number 0 (design pixels)."""
        steps = number - self.taken
        if steps < 0.0:
            return self._swallowed(min(1.0, -steps))
        size = SMALLER**steps
        away = (1.0 - size) / (1.0 - SMALLER)
        x = NEXT_AT[0] + APART * LENGTH_PIXELS * away
        y = NEXT_AT[1] - RISE_PIXELS * math.sin(0.5 * math.pi * (1.0 - size))
        return x, y, LENGTH_PIXELS * size

    def _swallowed(self, share: float) -> tuple[float, float, float]:
        """Middle and length at a share of the way from the front of the row to the mouth."""
        (x0, y0), (x1, y1) = NEXT_AT, self._mouth()
        bow = 4.0 * share * (1.0 - share) * SWALLOWING_BOW_PIXELS
        length = LENGTH_PIXELS * (SWALLOWED_PIXELS / LENGTH_PIXELS) ** share
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - bow, length

    def in_picture(self) -> list[int]:
        """Return the numbers of the tablets that are drawn, from the mouth on."""
        found = list[int]()
        number = math.floor(self.taken)
        while True:
            x, _, length = self.at(number)
            if length < LEAST_PIXELS or x - length > FRAME_WIDTH:
                return found
            if number > self.taken - 1.0:
                found.append(number)
            number += 1

    def obstacles(self) -> list[Box]:
        """Return the box of each tablet of the row."""
        boxes = []
        for number in self.in_picture() if self.opacity > 0.0 else ():
            x, y, length = self.at(number)
            boxes.append((x - 0.5 * length, y - 0.36 * length, x + 0.5 * length, y + 0.36 * length))
        return boxes

    def paint(self, canvas: Canvas) -> None:
        """Draw the tablets, the nearest last."""
        if self.opacity <= 0.0:
            return
        for number in reversed(self.in_picture()):
            x, y, length = self.at(number)
            tablet = Tablet(x, y, length, TURN_DEGREES)
            tablet.opacity = self.opacity
            tablet.paint(canvas)
