"""What a camera passes on its way from one cell's nucleus to another's: nuclear envelopes and plasma membranes, schematic.

The distances between them are compressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import Sprite
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.sets.receptor_field import FieldSight

ENVELOPE_PIXELS = (60.0, 210.0)
PLASMA_PIXELS = 370.0
"""From the border's left edge to the two bilayers of the left nucleus's envelope, and to the left cell's plasma membrane
(design pixels); the right cell is the mirror image."""

BORDER_WIDTH = 1020.0
"""Width of the border (design pixels)."""

BILAYER_PIXELS = 40.0
"""Thickness of a bilayer (design pixels), about to scale."""

EDGE_WIDTH_PIXELS = 4.0
"""Width of a bilayer's two lines (design pixels)."""

BOW_PIXELS = 46.0
"""How far a membrane's middle is beyond its ends: cells are round."""

MARGIN_PIXELS = 80.0
"""Room of the picture to both sides, since membranes bow outwards."""

FADE_PIXELS = (110.0, 230.0)
"""Heights (design pixels from the top) between which the border appears: step marker and rail are above it."""


SLICES = 12
"""Steps of that fade."""


class CellBorder(Painted):
    """Two cells' borders side by side, from x `left` of the world that `sight` sees (design pixels)."""

    def __init__(self, left: float, sight: FieldSight) -> None:
        super().__init__()
        self.left, self.sight = left, sight
        self._sprite: Sprite | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay its picture as the camera sees it, if it is in the picture."""
        x, y = self.sight.seen((self.left, 0.0))
        size = self.sight.magnification
        width = canvas.width / canvas.scale
        if x - MARGIN_PIXELS * size > width or x + (BORDER_WIDTH + MARGIN_PIXELS) * size < 0.0:
            return
        if self._sprite is None:
            box = (-MARGIN_PIXELS, 0.0, BORDER_WIDTH + MARGIN_PIXELS, float(BAND_TOP))
            self._sprite = Sprite(
                _paint_border, box, canvas.scale, ("border between two cells, lines", canvas.scale)
            )
        context = canvas.design()
        context.rectangle(0, 0, width, BAND_TOP)
        context.clip()
        context.translate(x, y)
        context.scale(size, size)
        self._sprite.lay(canvas, self.opacity)
        context.restore()


def _paint_border(canvas: Canvas) -> None:
    """Paint both cells' cytoplasm and membranes."""
    context = canvas.context
    plasma = (PLASMA_PIXELS, BORDER_WIDTH - PLASMA_PIXELS)
    for step in range(SLICES):
        top = FADE_PIXELS[0] + (FADE_PIXELS[1] - FADE_PIXELS[0]) * step / SLICES
        bottom = FADE_PIXELS[0] + (FADE_PIXELS[1] - FADE_PIXELS[0]) * (step + 1) / SLICES
        last = step == SLICES - 1
        context.save()
        context.rectangle(
            -MARGIN_PIXELS, top, BORDER_WIDTH + 2 * MARGIN_PIXELS, (BAND_TOP - top) if last else bottom - top
        )
        context.clip()
        alpha = (step + 1) / SLICES
        for begin, end, bows in (
            (ENVELOPE_PIXELS[0], plasma[0], (1.0, 1.0)),
            (plasma[1], BORDER_WIDTH - ENVELOPE_PIXELS[0], (-1.0, -1.0)),
        ):
            canvas.set_colour(tinted(Role.CYTOPLASM, 0.25, Role.PAPER), alpha)
            _band(canvas, begin, end, bows)
            context.fill()
        for at, bow in (
            (ENVELOPE_PIXELS[0], 1.0),
            (ENVELOPE_PIXELS[1], 1.0),
            (plasma[0], 1.0),
            (plasma[1], -1.0),
            (BORDER_WIDTH - ENVELOPE_PIXELS[1], -1.0),
            (BORDER_WIDTH - ENVELOPE_PIXELS[0], -1.0),
        ):
            _bilayer(canvas, at, bow, alpha)
        context.restore()


def _x(at: float, bow: float, y: float) -> float:
    """Where a membrane at `at` is at height y."""
    return at + bow * BOW_PIXELS * (1.0 - (2.0 * y / BAND_TOP - 1.0) ** 2)


def _band(canvas: Canvas, begin: float, end: float, bows: tuple[float, float]) -> None:
    """Trace the area between two membranes."""
    heights = np.linspace(0.0, float(BAND_TOP), 40)
    context = canvas.context
    context.move_to(_x(begin, bows[0], 0.0), 0.0)
    for y in heights[1:]:
        context.line_to(_x(begin, bows[0], y), y)
    for y in heights[::-1]:
        context.line_to(_x(end, bows[1], y), y)
    context.close_path()


def _bilayer(canvas: Canvas, at: float, bow: float, alpha: float) -> None:
    """Paint one bilayer: a pale band between two thin lines, calm enough to pass quickly."""
    context = canvas.context
    half = BILAYER_PIXELS / 2
    canvas.set_colour(tinted(Role.MEMBRANE, 0.6, Role.PAPER), alpha)
    _band(canvas, at - half, at + half, (bow, bow))
    context.fill()
    canvas.set_colour(tinted(Role.MEMBRANE, 0.1, Role.PAPER), alpha)
    context.set_line_width(EDGE_WIDTH_PIXELS)
    for edge in (at - half, at + half):
        heights = np.linspace(0.0, float(BAND_TOP), 40)
        context.move_to(_x(edge, bow, 0.0), 0.0)
        for y in heights[1:]:
            context.line_to(_x(edge, bow, float(y)), float(y))
        context.stroke()
