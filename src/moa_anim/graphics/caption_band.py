"""Draws the caption band at the bottom of a frame. Its upper edge is soft; without it the picture ends softly in paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.bidi import Run, visual_runs
from moa_anim.graphics.colours import rgb, with_contrast
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.layers import pass_over
from moa_anim.graphics.layout import BAND_TOP, CAPTION_LEADING, CAPTION_PIXELS, FRAME_HEIGHT
from moa_anim.graphics.lettering import TextImage, letter
from moa_anim.model.band_levels import FULL_LEVEL
from moa_anim.model.direction import Direction
from moa_anim.model.emphasis import Mark
from moa_anim.model.palette import Role
from moa_anim.model.story import Caption

Pixels = NDArray[np.uint8]

CAPTION_INK = (1.0, 1.0, 1.0)
"""Colour of a caption's words."""

CAPITAL_HEIGHT_SHARE = 0.73
"""Height of Inter's capitals as a share of the type size."""

TINT_CONTRAST = 7.0
"""Minimum contrast ratio of a coloured word to the band: WCAG 1.4.6 (enhanced), since the words beside it are white."""


EDGE_PIXELS = 24
"""Height above the band over which it begins (design pixels): a gradient, no line."""

PAPER_EDGE_PIXELS = 48
"""Height above the band's place over which the picture ends in paper where there is no band (design pixels)."""


@cache
def band_tint(role: Role) -> tuple[float, float, float]:
    """Return a role's colour for words in the band: mixed with paper until its contrast is sufficient."""
    return with_contrast(role, Role.PAPER, Role.BAND, TINT_CONTRAST) or CAPTION_INK


@lru_cache(maxsize=4)
def caption_band(caption: Caption | None, width: int, height: int) -> Pixels:
    """Return the caption band of a frame of `width` × `height` pixels, with its words, as RGBA (rows, width, 4)."""
    lines = caption.lines if caption else ()
    factor = height / FRAME_HEIGHT
    enlarged = float(caption.setting.enlargement) if caption else 1.0
    pixels, leading = CAPTION_PIXELS * enlarged, CAPTION_LEADING * enlarged
    top = round(BAND_TOP * factor)
    band = np.empty((height - top, width, 4), dtype=np.uint8)
    band[..., :3] = np.round(np.array(rgb(Role.BAND)) * 255)
    band[..., 3] = 255
    # The one or two lines are centred vertically in the band.
    middle = (FRAME_HEIGHT - BAND_TOP) / 2
    first = middle + CAPITAL_HEIGHT_SHARE / 2 * pixels - leading * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        size, baseline = pixels * factor, round((first + number * leading) * factor)
        marks = [mark for mark in caption.marks if mark.line == number] if caption else []
        base = caption.setting.language.direction if caption else None
        left = (width - width_of(words, size, base=base)) / 2
        for run in visual_runs(words, base):
            part = words[run.start : run.stop]
            for start, stop, colour in _runs(words, marks, run):
                line = letter(words[start:stop], size, colour, Weight.REGULAR, base=run.direction)
                # What stands to its left in the run: what is before it there, or what is after it.
                ahead = words[run.start : start]
                if run.direction is Direction.RIGHT_TO_LEFT:
                    ahead = words[stop : run.stop]
                x = left + width_of(ahead, size, base=run.direction)
                _lay(band, line, round(x), baseline)
            left += width_of(part, size, base=run.direction)
    return band


def _runs(
    words: str, marks: Sequence[Mark], run: Run
) -> Iterator[tuple[int, int, tuple[float, float, float]]]:
    """Yield the parts of a line's run that have one colour: first character, one past the last, colour."""
    parts: list[tuple[int, int, tuple[float, float, float]]] = []
    done = 0
    for mark in marks:
        parts.append((done, mark.start, CAPTION_INK))
        parts.append((mark.start, mark.stop, band_tint(mark.role)))
        done = mark.stop
    parts.append((done, len(words), CAPTION_INK))
    for start, stop, colour in parts:
        begin, end = max(start, run.start), min(stop, run.stop)
        if begin < end:
            yield begin, end, colour


def _lay(band: Pixels, line: TextImage, x: int, baseline: int) -> None:
    """Draw a text image on the band with its baseline starting at (x, baseline)."""
    rows, columns = line.picture.shape[:2]
    upper, left = baseline - line.origin_y, x - line.origin_x
    spot = band[upper : upper + rows, left : left + columns]
    picture = line.picture[: spot.shape[0], : spot.shape[1]]
    under = spot[..., :3].astype(np.uint16) * (255 - picture[..., 3:].astype(np.uint16))
    spot[..., :3] = picture[..., :3] + ((under + 127) // 255).astype(np.uint8)


def lay_caption(pixels: Pixels, caption: Caption | None, level: int = FULL_LEVEL) -> None:
    """Draw the caption band on a frame (height, width, 4) in place; without a caption the band is empty.

    `level` in 0 … FULL_LEVEL is how much of the band is shown; at 0 the picture ends softly in paper.
    """
    height, width = pixels.shape[:2]
    band = caption_band(caption, width, height)
    top = height - band.shape[0]
    if level <= 0:
        _end(pixels, top, Role.PAPER, PAPER_EDGE_PIXELS)
        return
    without = None
    if level < FULL_LEVEL:
        reach = top - round(PAPER_EDGE_PIXELS * height / FRAME_HEIGHT)
        without = pixels[reach:].copy()
        _end(without, top - reach, Role.PAPER, PAPER_EDGE_PIXELS, height)
    _end(pixels, top, Role.BAND, EDGE_PIXELS)
    pixels[top:] = band
    if without is not None:
        shown = pixels[height - len(without) :]
        mixed = shown.astype(np.uint16) * level + without.astype(np.uint16) * (FULL_LEVEL - level)
        shown[:] = (mixed + FULL_LEVEL // 2) // FULL_LEVEL


def lowest_row(height: int) -> int:
    """Return the first row that a band may change in a frame of `height` pixels, whatever its level."""
    return round(BAND_TOP * height / FRAME_HEIGHT) - round(PAPER_EDGE_PIXELS * height / FRAME_HEIGHT)


def _end(pixels: Pixels, top: int, role: Role, edge: int, frame_height: int | None = None) -> None:
    """Fill the rows from `top` on with a role's colour, into which those above pass over `edge` design pixels."""
    red, green, blue = (round(255 * part) for part in rgb(role))
    colour = np.uint32(red | green << 8 | blue << 16 | 255 << 24)
    rows = round(edge * (frame_height or len(pixels)) / FRAME_HEIGHT)
    share = (np.arange(rows) + 0.5) / max(1, rows)
    shares = np.round(256 * share * share * (3.0 - 2.0 * share)).astype(np.uint32)
    words = pixels.view(np.uint32)[..., 0]
    pass_over(words[top - rows : top], shares, colour)
    words[top:] = colour
