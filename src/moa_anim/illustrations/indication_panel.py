"""The approved indication, line by line, on a panel of its own that stands on the table before the people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import FRAME_WIDTH, MARGIN
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock

PANEL: Box = (40.0, 686.0, FRAME_WIDTH - 40.0, 858.0)
"""Left, top, right, bottom (design pixels): below the lens, above the caption band."""

CORNER_PIXELS = 14.0
EDGE_PIXELS = 3.0
"""Radius of its corners, and width of its edge (design pixels)."""

SHADOW = ((0.0, 5.0), 0.14)
"""Shift (design pixels) and opacity of its shadow."""

PIXELS = 38.0
"""Largest letter size of the lines (design pixels)."""

BASELINES = (736.0, 787.0, 838.0)
"""Baselines of the three lines (design pixels)."""

WIDTH_PIXELS = FRAME_WIDTH - 2.0 * MARGIN
"""Most width of a line (design pixels): its letters are made smaller until it fits."""


class IndicationPanel(Painted):
    """The panel, without its words."""

    def paint(self, canvas: Canvas) -> None:
        """Draw its shadow, its face and its edge."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        (across, down), dark = SHADOW
        canvas.set_colour(rgb(Role.INK), dark * self.opacity)
        left, top, right, bottom = PANEL
        trace_rounded(context, (left + across, top + down, right + across, bottom + down), CORNER_PIXELS)
        context.fill()
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        trace_rounded(context, PANEL, CORNER_PIXELS)
        context.fill_preserve()
        canvas.set_colour(tinted(Role.LIGASE, 0.10, Role.INK), self.opacity)
        context.set_line_width(EDGE_PIXELS)
        context.stroke()
        context.restore()


class IndicationLine(TextBlock):
    """A line of the indication, in the largest letters in which it fits."""

    def __init__(self, words: str, baseline: float) -> None:
        pixels = fitting_size(words, PIXELS, WIDTH_PIXELS, Weight.REGULAR)
        super().__init__([Line(words, float(MARGIN), baseline, pixels)])

    def lettered(self) -> list[ShownText]:
        """Return the line with the room that it has."""
        room = float(MARGIN), MARGIN + WIDTH_PIXELS
        return [replace(text, room=room) for text in super().lettered()]


def trace_rounded(context: Any, box: Box, radius: float) -> None:
    """Trace a rectangle with round corners (the context's units)."""
    left, top, right, bottom = box
    corners = ((right, top), (right, bottom), (left, bottom), (left, top))
    context.new_path()
    for number, (x, y) in enumerate(corners):
        inner_x = x - radius if x == right else x + radius
        inner_y = y - radius if y == bottom else y + radius
        begin = (number - 1) * math.pi / 2.0
        context.arc(inner_x, inner_y, radius, begin, begin + math.pi / 2.0)
    context.close_path()


def indication_lines(words: Sequence[str]) -> list[IndicationLine]:
    """Return the lines of the indication, not yet visible, one below the other."""
    lines = [IndicationLine(each, baseline) for each, baseline in zip(words, BASELINES, strict=True)]
    for line in lines:
        line.opacity = 0.0
    return lines
