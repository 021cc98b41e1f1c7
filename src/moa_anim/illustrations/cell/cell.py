"""A cell in cross-section, in the style of molecular illustration: membrane, crowded cytoplasm, organelles, nucleus.

It can divide. Only the proteins in the cytoplasm are drawn from coordinates; the rest is schematic and credited as such. The
contents are generated from a seed, so that they are the same in every frame.
"""

from __future__ import annotations

import math

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.contents import CellContents, cell_contents, grain_of
from moa_anim.illustrations.cell.dividing_cell import DividingCell
from moa_anim.illustrations.cell.outline import GAP, SHRINK
from moa_anim.illustrations.cell.partition import REDRAWN_FROM, REDRAWN_UNTIL
from moa_anim.illustrations.cell.resting_cell import RestingCell
from moa_anim.illustrations.curves import Points
from moa_anim.illustrations.shapes import grouped, placed
from moa_anim.stage.painted import Painted

LABEL_WEIGHT = 0.6
"""How strongly labels avoid a cell (0 to 1): a leader line may cross it to something inside."""


class Cell(Painted):
    """A cell centred on (x, y) with a `radius`, in design pixels; it is sharpest at its initial radius.

    `division` in 0…1 is the progress from one cell, through the phases of mitosis, to two cells along `angle` (radians).
    `softness` is how much coarser its picture at rest is than it could be (octaves): fine detail that moves fast is not seen.
    """

    def __init__(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        seed: int,
        angle: float = 0.0,
        contents: CellContents | None = None,
    ) -> None:
        super().__init__()
        self.contents = contents or cell_contents(seed, grain_of(radius))
        self.x, self.y, self.radius, self.seed, self.angle = x, y, radius, seed, angle
        self.division = self.softness = 0.0
        self._initial_radius = radius
        self._resting: RestingCell | None = None
        self._dividing: DividingCell | None = None
        self._daughters: tuple[Cell, Cell] | None = None

    def daughters(self, angle: float, grown: float = 1.0) -> tuple[Cell, Cell]:
        """Return the two cells after the division, each with its half of the contents; they will divide along `angle`.

        They are sharpest at `grown` times their initial radius.
        """
        radius = self.radius * (1.0 - SHRINK)
        pair = []
        for side, contents in zip((-1, 1), self._division(1.0).daughters, strict=True):
            apart = GAP * radius * side
            x, y = self.x + apart * math.cos(self.angle), self.y + apart * math.sin(self.angle)
            pair.append(Cell(x, y, radius * grown, seed=contents.seed, angle=angle, contents=contents))
            pair[-1].radius = radius
        return pair[0], pair[1]

    def silhouettes(self) -> list[tuple[Points, float]]:
        """Return the cell's disc while it does not divide, because labels are easier to read outside it."""
        if self.opacity <= 0.0 or self.division > 0.0:
            return []
        steps = np.linspace(-1.03, 1.03, 81)
        across, down = np.meshgrid(steps, steps)
        inside = np.hypot(across, down) <= 1.03
        disc = np.stack([across[inside], down[inside]], axis=1)
        return [(disc * self.radius + [self.x, self.y], LABEL_WEIGHT)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the cell or its daughters, above the caption band only."""
        if self.opacity <= 0.0 or self.radius <= 0.0:
            return
        context = canvas.context
        context.save()
        context.rectangle(0, 0, FRAME_WIDTH * canvas.scale, round(BAND_TOP * canvas.scale))
        context.clip()
        if self.opacity < 1.0 and self.division > 0.0:
            with grouped(context, self.opacity):
                self._paint_opaque(canvas)
        elif self.division > 0.0:
            self._paint_opaque(canvas)
        else:
            self._paint_resting(canvas, self.opacity)
        context.restore()

    def _paint_opaque(self, canvas: Canvas) -> None:
        """Draw the cell while it divides or when it has divided; pictures at rest fade out at the start and in at the end."""
        if self.division >= 1.0:
            self._paint_daughters(canvas, 1.0)
            return
        self._paint_dividing(canvas)
        if self.division < REDRAWN_FROM:
            self._paint_resting(canvas, 1.0 - self.division / REDRAWN_FROM)
        elif self.division > REDRAWN_UNTIL:
            self._paint_daughters(canvas, (self.division - REDRAWN_UNTIL) / (1.0 - REDRAWN_UNTIL))

    def _paint_resting(self, canvas: Canvas, alpha: float) -> None:
        """Draw the cell at rest."""
        scale = canvas.scale
        if self._resting is None or self._resting.pixels != self._initial_radius * scale:
            self._resting = RestingCell(self.contents, self._initial_radius * scale)
        x, y, bottom = self.x * scale, self.y * scale, round(BAND_TOP * scale)
        self._resting.lay(canvas, x, y, self.radius * scale, bottom, alpha, self.softness)

    def _paint_daughters(self, canvas: Canvas, alpha: float) -> None:
        """Draw the daughters at rest, so that the last frame of a division is byte for byte the first of two new cells."""
        if self._daughters is None:
            # Sharpest at the size that corresponds to this cell's initial radius, so that growth needs no new pictures.
            radius, self.radius = self.radius, self._initial_radius
            self._daughters = self.daughters(self.angle)
            self.radius = radius
        for side, daughter in zip((-1, 1), self._daughters, strict=True):
            daughter.radius = self.radius * (1.0 - SHRINK)
            apart = GAP * daughter.radius * side
            daughter.x = self.x + apart * math.cos(self.angle)
            daughter.y = self.y + apart * math.sin(self.angle)
            daughter._paint_resting(canvas, alpha)

    def _division(self, scale: float) -> DividingCell:
        pixels = self._initial_radius * scale
        if self._dividing is None or (self._dividing.pixels, self._dividing.angle) != (pixels, self.angle):
            self._dividing = DividingCell(self.contents, self.angle, pixels)
        return self._dividing

    def _paint_dividing(self, canvas: Canvas) -> None:
        division = self._division(canvas.scale)
        context = canvas.design()
        # Everything moves, so coarser antialiasing (16 levels) is not noticed; it takes two thirds of the time.
        context.set_antialias(cairo.ANTIALIAS_FAST)
        with placed(context, (self.x, self.y), scale=self.radius):
            division.paint(canvas, self.division)
        context.restore()
