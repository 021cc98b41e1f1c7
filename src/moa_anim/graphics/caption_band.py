"""The caption band at the bottom of a frame, with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.colours import palette, rgb, tinted
from moa_anim.graphics.layout import BAND_TOP, CAPTION_LEADING, CAPTION_PIXELS, FRAME_HEIGHT
from moa_anim.graphics.lettering import TextImage, Weight, letter, width_of
from moa_anim.model.emphasis import Mark
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.story import Caption

Pixels = NDArray[np.uint8]

CAPTION_INK = (1.0, 1.0, 1.0)


TINT_CONTRAST = 7.0
"""Of a coloured word on the band: WCAG's enhanced contrast (1.4.6), since it stands beside white words."""


@cache
def band_tint(role: Role) -> tuple[float, float, float]:
    """A role's colour as words in the band have it: mixed with paper until it stands out from the band."""
    for step in range(0, 20):
        colour = tinted(role, step / 20, Role.PAPER)
        tint = Colour(*(round(part * 255) for part in colour))
        if contrast_ratio(tint, palette()[Role.BAND]) >= TINT_CONTRAST:
            return colour
    return CAPTION_INK


@lru_cache(maxsize=4)
def caption_band(caption: Caption | None, width: int, height: int) -> Pixels:
    """The caption band of a frame of `width` × `height`, with its words: (rows from the band's top, width, 4) RGBA."""
    lines = caption.lines if caption else ()
    factor = height / FRAME_HEIGHT
    enlarged = float(caption.setting.enlargement) if caption else 1.0
    pixels, leading = CAPTION_PIXELS * enlarged, CAPTION_LEADING * enlarged
    top = round(BAND_TOP * factor)
    band = np.empty((height - top, width, 4), dtype=np.uint8)
    band[..., :3] = np.round(np.array(rgb(Role.BAND)) * 255)
    band[..., 3] = 255
    # The block of one or two lines stands in the middle of the band; 0.73 is the height of Inter's capitals.
    middle = (FRAME_HEIGHT - BAND_TOP) / 2
    first = middle + 0.365 * pixels - leading * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        size, baseline = pixels * factor, round((first + number * leading) * factor)
        left = (width - width_of(words, size)) / 2
        marks = [mark for mark in caption.marks if mark.line == number] if caption else []
        for start, stop, colour in _runs(words, marks):
            line = letter(words[start:stop], size, colour, Weight.REGULAR)
            _lay(band, line, round(left + width_of(words[:start], size)), baseline)
    return band


def _runs(words: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, tuple[float, float, float]]]:
    """The pieces of a line that have one colour: first character, one past the last, colour."""
    done = 0
    for mark in marks:
        if done < mark.start:
            yield done, mark.start, CAPTION_INK
        yield mark.start, mark.stop, band_tint(mark.role)
        done = mark.stop
    if done < len(words):
        yield done, len(words), CAPTION_INK


def _lay(band: Pixels, line: TextImage, x: int, baseline: int) -> None:
    """Lay a set line on the band with its baseline's start at (x, baseline)."""
    rows, columns = line.picture.shape[:2]
    upper, left = baseline - line.origin_y, x - line.origin_x
    spot = band[upper : upper + rows, left : left + columns]
    picture = line.picture[: spot.shape[0], : spot.shape[1]]
    under = spot[..., :3].astype(np.uint16) * (255 - picture[..., 3:].astype(np.uint16))
    spot[..., :3] = picture[..., :3] + ((under + 127) // 255).astype(np.uint8)


def lay_caption(pixels: Pixels, caption: Caption | None) -> None:
    """Lay the caption band on a frame (height, width, 4) in place; with no caption the band is empty."""
    height, width = pixels.shape[:2]
    band = caption_band(caption, width, height)
    pixels[height - band.shape[0] :] = band
