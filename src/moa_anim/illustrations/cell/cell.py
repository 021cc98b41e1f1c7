"""A cell in cross-section, as molecular illustrators paint it: membrane, crowd, organelles, nucleus; it can divide.

Drawn from no coordinates but the crowd's proteins: a schematic, and credited as one. What is inside is seeded, so that it
is the same in every frame.
"""

from __future__ import annotations

import math

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.contents import Inside, cell_contents, grain_of
from moa_anim.illustrations.cell.division import Division
from moa_anim.illustrations.cell.outline import GAP, SHRINK
from moa_anim.illustrations.cell.picture import CellPicture
from moa_anim.illustrations.cell.shapes import Points
from moa_anim.illustrations.cell.sharing import LIVE_FROM, LIVE_TO
from moa_anim.stage.painted import Painted


class Cell(Painted):
    """A cell about (x, y) with a `radius` (design pixels); the radius it is made with is the one it is sharpest at.

    `division` in 0…1 leads from one cell to two apart, along `angle` (radians), through the beats of mitosis.
    """

    def __init__(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        seed: int,
        angle: float = 0.0,
        inside: Inside | None = None,
    ) -> None:
        super().__init__()
        self.inside = inside or cell_contents(seed, grain_of(radius))
        self.x, self.y, self.radius, self.seed, self.angle = x, y, radius, seed, angle
        self.division = 0.0
        self._home = radius
        self._picture: CellPicture | None = None
        self._dividing: Division | None = None
        self._pair: tuple[Cell, Cell] | None = None

    def daughters(self, angle: float, grown: float = 1.0) -> tuple[Cell, Cell]:
        """The two cells that a whole division leaves, each with its half of what was inside; they divide along `angle`.

        They are sharpest when they have `grown` to so many times the radius that they begin with.
        """
        radius = self.radius * (1.0 - SHRINK)
        pair = []
        for side, inside in zip((-1, 1), self._division(1.0).daughters, strict=True):
            apart = GAP * radius * side
            x, y = self.x + apart * math.cos(self.angle), self.y + apart * math.sin(self.angle)
            pair.append(Cell(x, y, radius * grown, seed=inside.seed, angle=angle, inside=inside))
            pair[-1].radius = radius
        return pair[0], pair[1]

    def silhouettes(self) -> list[tuple[Points, float]]:
        """The disc of the cell while it does not divide: words are better read beside it."""
        if self.opacity <= 0.0 or self.division > 0.0:
            return []
        steps = np.linspace(-1.03, 1.03, 81)
        across, down = np.meshgrid(steps, steps)
        inside = np.hypot(across, down) <= 1.03
        return [(np.stack([across[inside], down[inside]], axis=1) * self.radius + [self.x, self.y], PASSABLE)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the cell or its daughters; nothing comes below the line where the band begins."""
        if self.opacity <= 0.0 or self.radius <= 0.0:
            return
        context = canvas.context
        context.save()
        context.rectangle(0, 0, FRAME_WIDTH * canvas.scale, round(BAND_TOP * canvas.scale))
        context.clip()
        grouped = self.opacity < 1.0 and self.division > 0.0
        if grouped:
            context.push_group()
        alpha = 1.0 if grouped else self.opacity
        if 0.0 < self.division < 1.0:
            self._paint_dividing(canvas)
            if self.division < LIVE_FROM:
                self._rest(canvas, 1.0 - self.division / LIVE_FROM)
            elif self.division > LIVE_TO:
                self._rest_of_daughters(canvas, (self.division - LIVE_TO) / (1.0 - LIVE_TO))
        elif self.division >= 1.0:
            self._rest_of_daughters(canvas, alpha)
        else:
            self._rest(canvas, alpha)
        if grouped:
            context.pop_group_to_source()
            context.paint_with_alpha(self.opacity)
        context.restore()

    def _rest(self, canvas: Canvas, alpha: float) -> None:
        """The cell as it is while it does not divide."""
        scale = canvas.scale
        if self._picture is None or self._picture.home != self._home * scale:
            self._picture = CellPicture(self.inside, self._home * scale)
        x, y, bottom = self.x * scale, self.y * scale, round(BAND_TOP * scale)
        self._picture.lay(canvas, x, y, self.radius * scale, bottom, alpha)

    def _rest_of_daughters(self, canvas: Canvas, alpha: float) -> None:
        """The daughters as they will be: what comes after the last moment of a division is the same to the byte."""
        if self._pair is None:
            # Sharpest at the size that goes with this cell's own: one that grows while it divides is not painted anew.
            now, self.radius = self.radius, self._home
            self._pair = self.daughters(self.angle)
            self.radius = now
        for side, daughter in zip((-1, 1), self._pair, strict=True):
            daughter.radius = self.radius * (1.0 - SHRINK)
            apart = GAP * daughter.radius * side
            daughter.x, daughter.y = (
                self.x + apart * math.cos(self.angle),
                self.y + apart * math.sin(self.angle),
            )
            daughter._rest(canvas, alpha)

    def _division(self, scale: float) -> Division:
        home = self._home * scale
        if self._dividing is None or (self._dividing.home, self._dividing.angle) != (home, self.angle):
            self._dividing = Division(self.inside, self.angle, home)
        return self._dividing

    def _paint_dividing(self, canvas: Canvas) -> None:
        division = self._division(canvas.scale)
        context = canvas.design()
        # What moves is seen for a moment: coarser edges (16 steps of coverage) take two thirds of the time.
        context.set_antialias(cairo.ANTIALIAS_FAST)
        context.translate(self.x, self.y)
        context.scale(self.radius, self.radius)
        division.paint(canvas, self.division)
        context.restore()


PASSABLE = 0.6
"""How much labels keep off a cell: a leader may go over it where what is named lies inside."""
