"""Draws a line of text as a picture: HarfBuzz shapes the line (`fonts.py`), Cairo fills the outlines of its glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cairo
import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray

from moa_anim.graphics.fonts import ShapedRun, Weight, shape, width_of
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.direction import Direction
from moa_anim.model.typefaces import Typeface

# The box of a line's words reaches so far above and below the baseline, as a share of the type size.
ASCENT = 0.8
DESCENT = 0.25

# The picture of a line reaches so far above and below the baseline, as a share of the type size: no glyph is cut off.
PICTURE_ASCENT = 1.05
PICTURE_DESCENT = 0.35

PADDING_PIXELS = 2
"""Empty margin around a line's picture, besides its halo."""


@dataclass(frozen=True)
class TextImage:
    """A line of text as a premultiplied RGBA `picture`, with the line's width, `advance`, in pixels.

    Its baseline starts at column `origin_x` and row `origin_y` of the picture.
    """

    picture: NDArray[np.uint8]
    origin_x: int
    origin_y: int
    advance: float


@dataclass(frozen=True)
class ShownText:
    """A line of text in the picture: its words, the box that they cover (design pixels) and their typeface.

    `room` are the limits, left and right, between which the words must fit (design pixels).
    """

    words: str
    box: tuple[float, float, float, float]
    typeface: Typeface = Typeface.INTER
    room: tuple[float, float] = (0.0, float(FRAME_WIDTH))


def shown_text(
    words: str,
    x: float,
    baseline: float,
    pixels: float,
    weight: Weight = Weight.REGULAR,
    typeface: Typeface = Typeface.INTER,
) -> ShownText:
    """Return a line as it is shown when its baseline starts at (x, baseline), in design pixels."""
    right = x + width_of(words, pixels, weight, typeface)
    return ShownText(words, (x, baseline - ASCENT * pixels, right, baseline + DESCENT * pixels), typeface)


def _draw_functions() -> Any:
    """The functions with which HarfBuzz adds a glyph's outline to the path of a Cairo context."""
    functions = hb.DrawFuncs()

    def move_to(x: float, y: float, context: Any) -> None:
        context.move_to(x, y)

    def line_to(x: float, y: float, context: Any) -> None:
        context.line_to(x, y)

    def cubic_to(ax: float, ay: float, bx: float, by: float, x: float, y: float, context: Any) -> None:
        context.curve_to(ax, ay, bx, by, x, y)

    def quadratic_to(cx: float, cy: float, x: float, y: float, context: Any) -> None:
        px, py = context.get_current_point()
        context.curve_to(
            px + (cx - px) * 2 / 3, py + (cy - py) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y
        )

    def close_path(context: Any) -> None:
        context.close_path()

    functions.set_move_to_func(move_to)
    functions.set_line_to_func(line_to)
    functions.set_cubic_to_func(cubic_to)
    functions.set_quadratic_to_func(quadratic_to)
    functions.set_close_path_func(close_path)
    return functions


@cache
def letter(
    text: str,
    size: float,
    colour: tuple[float, float, float],
    weight: Weight = Weight.REGULAR,
    halo: tuple[float, float, float] | None = None,
    halo_width: float = 0.0,
    typeface: Typeface = Typeface.INTER,
    base: Direction | None = None,
) -> TextImage:
    """Return the image of one line of `text` at `size` output pixels.

    If a colour is given as `halo`, the glyphs have an outline of that colour, `halo_width` pixels wide. `base` is the
    line's direction, by default that of its first letter. Raises RenderError for a character that the font lacks.
    """
    runs = shape(text, weight, size, typeface, base=base)
    advance = sum(run.advance for run in runs)
    pad = int(np.ceil(halo_width)) + PADDING_PIXELS
    ascent, descent = int(np.ceil(size * PICTURE_ASCENT)), int(np.ceil(size * PICTURE_DESCENT))
    width, height = int(np.ceil(advance)) + 2 * pad, ascent + descent + 2 * pad
    picture = np.zeros((height, width, 4), dtype=np.uint8)
    surface = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    functions = _draw_functions()
    context.translate(pad, pad + ascent)
    for run in runs:
        _trace(context, run, functions)
    context.identity_matrix()
    # The frame's bytes are R, G, B, A and Cairo's are B, G, R, A, so red and blue are swapped.
    if halo is not None:
        context.set_source_rgb(halo[2], halo[1], halo[0])
        context.set_line_width(2 * halo_width)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        context.stroke_preserve()
    context.set_source_rgb(colour[2], colour[1], colour[0])
    context.fill()
    _embolden(context, runs, (pad, pad + ascent), functions)
    surface.flush()
    return TextImage(picture, pad, pad + ascent, advance)


def _trace(context: Any, run: ShapedRun, functions: Any) -> None:
    """Add the outlines of a run to the path, and move the origin to the run's end."""
    x = 0.0
    context.save()
    context.scale(run.scale, -run.scale)
    for info, position in zip(run.buffer.glyph_infos, run.buffer.glyph_positions, strict=True):
        context.save()
        context.translate(x + position.x_offset, position.y_offset)
        run.font.draw_glyph(info.codepoint, functions, context)
        context.restore()
        x += position.x_advance
    context.restore()
    context.translate(run.advance, 0.0)


def _embolden(context: Any, runs: Sequence[ShapedRun], origin: tuple[int, int], functions: Any) -> None:
    """Stroke the outlines of the runs that are to look bolder, in the colour of the letters."""
    context.new_path()
    context.translate(*origin)
    for run in runs:
        if run.embolden:
            context.save()
            _trace(context, run, functions)
            context.identity_matrix()
            context.set_line_width(run.embolden)
            context.stroke()
            context.restore()
        context.translate(run.advance, 0.0)
    context.identity_matrix()
