"""A page of a calendar on which a tablet marks each day that one was taken: no numbers, no duration. Schematic."""

from __future__ import annotations

import math

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.geometry import Box, Point
from moa_anim.illustrations.tablet import Tablet
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

PAGE: Box = (1296.0, 262.0, 1796.0, 662.0)
"""Left, top, right, bottom (design pixels)."""

HEAD_PIXELS = 48.0
"""Height of its bound upper edge (design pixels)."""

COLUMNS = 7
ROWS = 5
"""Days of a week, and weeks of a page."""

TABLET_PIXELS = 52.0
"""Length of the tablet that marks a day (design pixels)."""

RINGS = 2
RING_PIXELS = 9.0
"""Number of rings that hold it, and their radius (design pixels)."""

LINE_PIXELS = 2.0
"""Width of its lines (design pixels)."""

SHADOW = ((10.0, 14.0), 0.12)
"""Shift (design pixels) and opacity of its shadow on the wall."""


class CalendarPage(Painted):
    """The page; on `taken` days a tablet was taken, the last of which may be about to be marked."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0.0

    def day(self, number: int) -> Point:
        """Return the middle of a day, the first of which is number 0 (design pixels)."""
        left, top, right, bottom = PAGE
        row, column = divmod(number, COLUMNS)
        across, down = (right - left) / COLUMNS, (bottom - top - HEAD_PIXELS) / ROWS
        return left + (column + 0.5) * across, top + HEAD_PIXELS + (row + 0.5) * down

    def obstacles(self) -> list[Box]:
        """Return its box."""
        return [PAGE] if self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the page, its lines, and the days that are marked."""
        if self.opacity <= 0.0:
            return
        left, top, right, bottom = PAGE
        context = canvas.design()
        (across, down), dark = SHADOW
        canvas.set_colour(rgb(Role.INK), dark * self.opacity)
        context.rectangle(left + across, top + down, right - left, bottom - top)
        context.fill()
        canvas.set_colour(tinted(Role.PAPER, 0.25, Role.TABLET), self.opacity)
        context.rectangle(left, top, right - left, bottom - top)
        context.fill()
        canvas.set_colour(tinted(Role.LIGASE, 0.10, Role.INK), self.opacity)
        context.rectangle(left, top, right - left, HEAD_PIXELS)
        context.fill()
        context.set_line_width(LINE_PIXELS)
        canvas.set_colour(tinted(Role.INK, 0.55, Role.PAPER), 0.5 * self.opacity)
        for column in range(1, COLUMNS):
            x = left + column * (right - left) / COLUMNS
            context.move_to(x, top + HEAD_PIXELS)
            context.line_to(x, bottom)
        for row in range(1, ROWS):
            y = top + HEAD_PIXELS + row * (bottom - top - HEAD_PIXELS) / ROWS
            context.move_to(left, y)
            context.line_to(right, y)
        context.stroke()
        canvas.set_colour(tinted(Role.INK, 0.35, Role.PAPER), self.opacity)
        context.rectangle(left, top, right - left, bottom - top)
        context.stroke()
        for ring in range(RINGS):
            x = left + (ring + 0.5) * (right - left) / RINGS
            context.arc(x, top, RING_PIXELS, 0.0, 2.0 * math.pi)
            context.stroke()
        context.restore()
        for number in range(min(COLUMNS * ROWS, math.ceil(self.taken))):
            tablet = Tablet(*self.day(number), TABLET_PIXELS, -18.0)
            tablet.opacity = self.opacity * min(1.0, self.taken - number)
            tablet.paint(canvas)
