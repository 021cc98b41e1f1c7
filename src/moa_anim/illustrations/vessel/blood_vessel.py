"""A small blood vessel in tissue, in longitudinal section: red cells, a wall of flat endothelial cells, and tissue cells.

A schematic; its parts are to one scale, after measured sizes. Time is not to scale: real blood flows faster.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.shapes import fill_and_stroke, trace
from moa_anim.illustrations.vessel.outlines import (
    HALF_LUMEN,
    MIDDLE_HEIGHT,
    Loop,
    endothelium,
    half_lumen,
    middle_line,
    neighbours,
    nucleus_loop,
    tissue_nucleus,
    white_cell,
)
from moa_anim.illustrations.vessel.red_cell import (
    REACH,
    RED_CELL_METRES,
    SPRITE_PIXELS,
    TILTS_DEGREES,
    red_cell,
)
from moa_anim.model.palette import Role
from moa_anim.stage.dive import Point, Sight
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

VESSEL_METRES_PER_PIXEL = 5.0e-8
"""Metres per design pixel at magnification 1: 20 pixels for a micrometre."""

FASTEST_PIXELS_PER_SECOND = 120.0
"""Speed of the blood on the vessel's middle line: 6 µm/s, about a hundred times slower than in reality."""

# Left end and length of the section in which blood circulates, in pixels of the vessel: what leaves at one end enters at the
# other. Both ends are outside the frame.
LEFT_PIXELS = -2700.0
LENGTH_PIXELS = 7200.0

RED_CELLS = 84
"""Number of red cells in that section: as dense as separate cells can be drawn."""


class BloodVessel(Painted):
    """The vessel and its tissue, seen by `sight`. No tissue cell overlaps the disc `clear` (x, y, radius)."""

    def __init__(self, clock: Clock, *, seed: int, clear: tuple[float, float, float], at: Point) -> None:
        super().__init__()
        self._clock, self.seed, self._clear = clock, seed, clear
        self.sight = Sight((960.0, float(middle_line(960.0))), at)
        self.red_cells = _flowing(seed)

    @property
    def metres_per_pixel(self) -> float:
        """Metres per design pixel."""
        return VESSEL_METRES_PER_PIXEL / self.sight.magnification

    @staticmethod
    def wall(x: float) -> Point:
        """Return the point on the lower wall at `x`, in pixels of the vessel."""
        return x, float(middle_line(x) + half_lumen(x)) + 6.0

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the lumen, so that labels are placed in the tissue."""
        reach = HALF_LUMEN + 45.0
        _, top = self.sight.seen((0.0, MIDDLE_HEIGHT - reach))
        _, bottom = self.sight.seen((0.0, MIDDLE_HEIGHT + reach))
        return [(0.0, top, FRAME_WIDTH, bottom)]

    def paint(self, canvas: Canvas) -> None:
        """Draw tissue, lumen, blood and wall."""
        if self.opacity <= 0.0:
            return
        context = self.sight.enter(canvas)
        context.push_group()
        context.set_antialias(
            cairo.ANTIALIAS_FAST if self.sight.magnification < 0.4 else cairo.ANTIALIAS_DEFAULT
        )
        canvas.set_colour(tinted(Role.VESSEL, 0.62, Role.PAPER))
        context.paint()
        self._tissue(canvas, context)
        self._lumen(canvas, context)
        self._blood(canvas, context)
        self._wall(canvas, context)
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()

    def _visible(self, x: float, y: float, reach: float) -> bool:
        """Whether any of a disc (pixels of the vessel) is in the picture, above the caption band."""
        sx, sy = self.sight.seen((x, y))
        reach *= self.sight.magnification
        return -reach < sx < FRAME_WIDTH + reach and -reach < sy < BAND_TOP + reach

    def _tissue(self, canvas: Canvas, context: Any) -> None:
        # When the tissue is small in the picture, a third of the corners is enough.
        stride = 3 if self.sight.magnification < 0.4 else 1
        for number, (x, y, reach, loop) in enumerate(neighbours(self.seed, self._clear)):
            if not self._visible(x, y, reach):
                continue
            trace(context, loop[::stride], closed=True)
            fill = tinted(Role.CYTOPLASM, 0.30 + 0.08 * (number % 3), Role.PAPER)
            fill_and_stroke(canvas, fill, tinted(Role.MEMBRANE, 0.45, Role.PAPER), 4.0)
            trace(context, tissue_nucleus(x, y, number)[::stride], closed=True)
            fill = tinted(Role.NUCLEUS, 0.25, Role.PAPER)
            fill_and_stroke(canvas, fill, tinted(Role.MEMBRANE, 0.55, Role.PAPER), 4.0)

    def _lumen(self, canvas: Canvas, context: Any) -> None:
        x = np.linspace(LEFT_PIXELS, LEFT_PIXELS + LENGTH_PIXELS, 160)
        middle, half = middle_line(x), half_lumen(x) + 20.0
        upper, lower = np.stack([x, middle - half], axis=1), np.stack([x, middle + half], axis=1)
        trace(context, np.vstack([upper, lower[::-1]]), closed=True)
        canvas.set_colour(tinted(Role.BLOOD, 0.74, Role.PAPER))
        context.fill()

    def _blood(self, canvas: Canvas, context: Any) -> None:
        seconds = self._clock.seconds
        radius = RED_CELL_METRES / VESSEL_METRES_PER_PIXEL / 2
        for start, off, tilt, angle, spin in self.red_cells:
            x = self.flowed(start, off, seconds)
            y = float(middle_line(x) + off * (half_lumen(x) - 0.25 * radius))
            if not self._visible(x, y, radius * 1.2):
                continue
            across = 2 * REACH * radius * self.sight.magnification * canvas.scale
            picture = red_cell(int(tilt), max(0, min(3, int(np.log2(SPRITE_PIXELS / across)))))
            context.save()
            context.translate(x, y)
            context.rotate(angle + spin * seconds)
            size = 2 * REACH * radius / picture.shape[0]
            context.scale(size, size)
            context.translate(-picture.shape[1] / 2, -picture.shape[0] / 2)
            surface = cairo.ImageSurface.create_for_data(
                picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
            )
            context.set_source_surface(surface, 0, 0)
            context.get_source().set_filter(cairo.FILTER_BILINEAR)
            context.paint()
            context.restore()
        self._white_cell(canvas, context, self.flowed(420.0, 0.82, seconds, rolling=0.35), *white_cell())

    @staticmethod
    def flowed(start: float, off: float, seconds: float, rolling: float = 1.0) -> float:
        """Return the x of something that the blood carries at `off` from the middle (−1…1); blood is slowest at the wall."""
        speed = FASTEST_PIXELS_PER_SECOND * (1.0 - 0.85 * off * off) * rolling
        return LEFT_PIXELS + (start - LEFT_PIXELS + speed * seconds) % LENGTH_PIXELS

    def _white_cell(self, canvas: Canvas, context: Any, x: float, outline: Loop, lobes: list[Loop]) -> None:
        y = float(middle_line(x) + half_lumen(x) - 96.0)
        if not self._visible(x, y, 120.0):
            return
        context.save()
        context.translate(x, y)
        context.rotate(0.12 * self._clock.seconds)
        trace(context, outline, closed=True)
        fill_and_stroke(
            canvas, tinted(Role.NUCLEUS, 0.45, Role.PAPER), tinted(Role.INK, 0.30, Role.NUCLEUS), 4.0
        )
        canvas.set_colour(tinted(Role.INK, 0.45, Role.NUCLEUS))
        context.set_line_width(6.0)
        for lobe in lobes:
            trace(context, lobe, closed=True)
            context.stroke()
        canvas.set_colour(tinted(Role.PROTEASOME_CAP, 0.45, Role.NUCLEUS))
        for lobe in lobes:
            trace(context, lobe, closed=True)
            context.fill()
        context.restore()

    def _wall(self, canvas: Canvas, context: Any) -> None:
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        for upper in (True, False):
            for x, y, loop in endothelium(self.seed, upper):
                if not self._visible(x, y, 420.0):
                    continue
                trace(context, loop, closed=True)
                fill_and_stroke(canvas, tinted(Role.VESSEL, 0.06), tinted(Role.INK, 0.25, Role.VESSEL), 3.6)
                trace(context, nucleus_loop(x, upper), closed=True)
                fill = tinted(Role.PROTEASOME_CAP, 0.55, Role.NUCLEUS)
                fill_and_stroke(canvas, fill, tinted(Role.INK, 0.35, Role.VESSEL), 2.8)


@cache
def _flowing(seed: int) -> NDArray[np.float64]:
    """Red cells (n, 5): initial x, offset from the middle (−1…1), number of the tilt, angle (radians), radians per second."""
    random = np.random.default_rng(seed)
    rows: list[list[float]] = []
    step = LENGTH_PIXELS / RED_CELLS
    lanes = (-0.52, 0.08, 0.5, -0.2, 0.34, -0.42, 0.2, -0.05)
    for number in range(RED_CELLS):
        off = lanes[number % len(lanes)] + random.uniform(-0.12, 0.12)
        start = LEFT_PIXELS + step * (number + random.uniform(-0.3, 0.3))
        tilt = random.integers(len(TILTS_DEGREES))
        rows.append([start, off, float(tilt), random.uniform(-0.9, 0.9), random.uniform(-0.25, 0.25)])
    return np.array(rows)
