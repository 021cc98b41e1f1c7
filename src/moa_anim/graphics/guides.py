"""Draws guides over a frame: the margins, the caption band's place, the boxes of labels and what they point to, the time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH, MARGIN
from moa_anim.graphics.lettering import letter

GUIDE_RGB = (0.85, 0.0, 0.55)
"""Magenta: no actor has it."""

GUIDE_PIXELS = 2.0
CROSS_PIXELS = 14.0
NOTE_PIXELS = 26.0
"""Width of a guide's line, half the width of an anchor's cross, type size of the note (design pixels)."""

DASHES_PIXELS = (8.0, 8.0)
"""Dashes of the margins and of the band's upper edge (design pixels): drawn and left out."""


def draw_guides(
    pixels: NDArray[np.uint8],
    labels: Sequence[tuple[str, Box, Point | None]],
    note: str,
) -> None:
    """Draw guides on a frame (height, width, 4) in place.

    `labels` are names, boxes of their words and what each points to (design pixels); `note` says what is shown when.
    """
    canvas = Canvas(pixels)
    context = canvas.design()
    canvas.set_colour(GUIDE_RGB)
    context.set_line_width(GUIDE_PIXELS)
    context.set_dash(DASHES_PIXELS)
    context.rectangle(MARGIN, MARGIN / 2, FRAME_WIDTH - 2 * MARGIN, FRAME_HEIGHT - MARGIN)
    context.move_to(0.0, BAND_TOP)
    context.line_to(FRAME_WIDTH, BAND_TOP)
    context.stroke()
    context.set_dash(())
    for _, (left, top, right, bottom), anchor in labels:
        context.rectangle(left, top, right - left, bottom - top)
        if anchor is not None:
            x, y = anchor
            for across, down in ((CROSS_PIXELS, 0.0), (0.0, CROSS_PIXELS)):
                context.move_to(x - across, y - down)
                context.line_to(x + across, y + down)
        context.stroke()
    context.restore()
    size = NOTE_PIXELS * canvas.scale
    for name, (left, top, _, _), _ in labels:
        _write(canvas, name, left, top - GUIDE_PIXELS * 2, size)
    _write(canvas, note, MARGIN, FRAME_HEIGHT - NOTE_PIXELS / 3, size)


def _write(canvas: Canvas, words: str, x: float, baseline: float, size: float) -> None:
    halo = 4.0 * canvas.scale
    canvas.lettering(letter(words, size, GUIDE_RGB, Weight.BOLD, (1.0, 1.0, 1.0), halo), x, baseline)
