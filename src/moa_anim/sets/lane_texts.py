"""What is written and ruled over three lanes: headings, lines between them, paper over what is not in focus."""

from __future__ import annotations

from dataclasses import replace

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.palette import Role
from moa_anim.sets.lane_world import LANE_WIDTH
from moa_anim.stage.dive import scrim
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock, aligned

INSET_PIXELS = 72.0
"""From a lane's left edge to its text (design pixels)."""

HEADING_BASELINE = 200.0
HEADING_PIXELS = 48.0
EFFECT_BASELINE = 256.0
EFFECT_PIXELS = 40.0
"""Baselines and letter sizes of a lane's heading and effect (design pixels), below the step marker."""

MASK_PIXELS = (268.0, 308.0)
"""From the top, between which the paper behind the headings fades out (design pixels)."""

DIVIDER_PIXELS = (160.0, 2.0, BAND_TOP - 180.0)
"""Top, width and height of a line between lanes (design pixels)."""

ACROSS_BASELINE = 866.0
ACROSS_PIXELS = 30.0
ACROSS_RISE = 10.0
ACROSS_LINE = 12.0
ACROSS_GAP = 22.0
"""Of words that hold for all lanes: baseline, letter size, how far above it the rule to both sides is, the length of its
ends, which point up, and its distance from the words (design pixels)."""


class Scrim(Painted):
    """A scrim of paper that de-emphasises an inactive lane, from x `left` to x `right` (design pixels)."""

    def __init__(self, left: float, right: float) -> None:
        super().__init__()
        self.left, self.right = left, right
        self.opacity = 0.0
        self.set_z_index(20)

    def paint(self, canvas: Canvas) -> None:
        """Fill the lane with paper at the present opacity."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        context.rectangle(self.left, 0, self.right - self.left, BAND_TOP)
        context.fill()
        context.restore()

    def obstacles(self) -> list[Box]:
        """Return the box of the lane while it is inactive (design pixels): a label does not stand in it."""
        return [(self.left, 0.0, self.right, float(BAND_TOP))] if self.opacity > 0.0 else []


class LaneText(TextBlock):
    """Text at the head of a lane. Labels must not enter the head, where they would look like part of the text."""

    def __init__(self, words: str, left: float, baseline: float, pixels: float, weight: Weight) -> None:
        pixels = fitting_size(words, pixels, LANE_WIDTH - INSET_PIXELS, weight)
        line = Line(words, left + INSET_PIXELS, baseline, pixels, weight)
        super().__init__(aligned([line], left + INSET_PIXELS, LANE_WIDTH - 2 * INSET_PIXELS))
        self._left = left

    def lettered(self) -> list[ShownText]:
        """Return the text, which may be as wide as the lane."""
        room = (self._left, self._left + LANE_WIDTH)
        return [replace(text, room=room) for text in super().lettered()]

    def obstacles(self) -> list[Box]:
        """Return the box of the lane's whole head (design pixels)."""
        return [(self._left, 140.0, self._left + LANE_WIDTH, EFFECT_BASELINE + 24)]


class LaneDividers(Painted):
    """Thin lines between the lanes; `grown` is the share of their length, from the top, that is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = 1.0
        self.set_z_index(30)

    def paint(self, canvas: Canvas) -> None:
        """Draw the lines."""
        context = canvas.design()
        canvas.set_colour(tinted(Role.INK, 0.45, Role.PAPER), self.opacity)
        top, width, height = DIVIDER_PIXELS
        for number in (1, 2):
            context.rectangle(number * LANE_WIDTH - 1.0, top, width, self.grown * height)
            context.fill()
        context.restore()

    def obstacles(self) -> list[Box]:
        """Return boxes of the lines (design pixels), so that a label stays within its lane."""
        return [(number * LANE_WIDTH - 8, 0.0, number * LANE_WIDTH + 8, float(BAND_TOP)) for number in (1, 2)]


class LaneMask(Painted):
    """Paper behind the headings, under which receptors pass when the camera moves down."""

    def __init__(self) -> None:
        super().__init__()
        self.set_z_index(25)

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        scrim(canvas, MASK_PIXELS, self.opacity)


class AcrossLanes(TextBlock):
    """Words that hold for all three lanes: in the middle below them, with a rule to both sides from the first to the last."""

    def __init__(self, words: str) -> None:
        line = Line(words, 0.0, ACROSS_BASELINE, ACROSS_PIXELS, Weight.REGULAR)
        super().__init__([replace(line, x=(FRAME_WIDTH - line.width) / 2)])
        self.opacity = 0.0
        self.set_z_index(31)

    def paint(self, canvas: Canvas) -> None:
        """Rule the line over what divides the lanes, and letter the words."""
        if self.opacity <= 0.0:
            return
        (line,) = self.lines
        y = ACROSS_BASELINE - ACROSS_RISE
        context = canvas.design()
        for colour, wide in ((rgb(Role.PAPER), 8.0), (tinted(Role.INK, 0.35, Role.PAPER), 2.5)):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(wide)
            for end, inner in (
                (INSET_PIXELS, line.x - ACROSS_GAP),
                (FRAME_WIDTH - INSET_PIXELS, line.x + line.width + ACROSS_GAP),
            ):
                context.move_to(end, y - ACROSS_LINE)
                context.line_to(end, y)
                context.line_to(inner, y)
                context.stroke()
        context.restore()
        super().paint(canvas)
