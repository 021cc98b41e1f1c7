"""From a drawn frame to what the encoder takes: the caption band laid on, RGB turned to BT.709 Y′CbCr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import av
import numpy as np
from av.video.frame import VideoFrame
from numba import njit
from numpy.typing import NDArray

from moa_anim.model.emphasis import Mark
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.story import Caption
from moa_anim.stage.direction import palette, rgb, tinted
from moa_anim.stage.layout import BAND_TOP, CAPTION_LEADING, CAPTION_PIXELS, FRAME_HEIGHT
from moa_anim.stage.lettering import Lettered, Weight, letter, width_of

Pixels = NDArray[np.uint8]

CAPTION_INK = (1.0, 1.0, 1.0)


@cache
def band_tint(role: Role) -> tuple[float, float, float]:
    """A role's colour as words in the band have it: mixed with paper until it stands out from the band."""
    for step in range(0, 20):
        colour = tinted(role, step / 20, Role.PAPER)
        tint = Colour(*(round(part * 255) for part in colour))
        if contrast_ratio(tint, palette()[Role.BAND]) >= TINT_CONTRAST:
            return colour
    return CAPTION_INK


TINT_CONTRAST = 7.0
"""Of a coloured word on the band: WCAG's enhanced contrast (1.4.6), since it stands beside white words."""


@lru_cache(maxsize=4)
def caption_band(caption: Caption | None, width: int, height: int) -> Pixels:
    """The caption band of a frame of `width` × `height`, with its words: (rows from the band's top, width, 4) RGBA."""
    lines = caption.lines if caption else ()
    factor = height / FRAME_HEIGHT
    top = round(BAND_TOP * factor)
    band = np.empty((height - top, width, 4), dtype=np.uint8)
    band[..., :3] = np.round(np.array(rgb(Role.BAND)) * 255)
    band[..., 3] = 255
    # The block of one or two lines stands in the middle of the band; 0.73 is the height of Inter's capitals.
    middle = (FRAME_HEIGHT - BAND_TOP) / 2
    first = middle + 0.365 * CAPTION_PIXELS - CAPTION_LEADING * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        size, baseline = CAPTION_PIXELS * factor, round((first + number * CAPTION_LEADING) * factor)
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


def _lay(band: Pixels, line: Lettered, x: int, baseline: int) -> None:
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


@njit(cache=True)
def _to_planes(pixels: Pixels, luma: Pixels, blue: Pixels, red: Pixels) -> None:
    """BT.709, limited range, 4:2:0 with chroma sited left (ITU-R BT.709-6, H.264 default siting). 16-bit fixed point."""
    height, width = pixels.shape[0], pixels.shape[1]
    for y in range(0, height, 2):
        before_r = np.int32(pixels[y, 0, 0]) + np.int32(pixels[y + 1, 0, 0])
        before_g = np.int32(pixels[y, 0, 1]) + np.int32(pixels[y + 1, 0, 1])
        before_b = np.int32(pixels[y, 0, 2]) + np.int32(pixels[y + 1, 0, 2])
        for x in range(0, width, 2):
            # Red, green and blue of three columns with the weights 1, 2, 1; the last is the first of the next two.
            sum_r, sum_g, sum_b = before_r, before_g, before_b
            for column in range(2):
                before_r, before_g, before_b = np.int32(0), np.int32(0), np.int32(0)
                for row in range(2):
                    r = np.int32(pixels[y + row, x + column, 0])
                    g = np.int32(pixels[y + row, x + column, 1])
                    b = np.int32(pixels[y + row, x + column, 2])
                    luma[y + row, x + column] = (11966 * r + 40254 * g + 4064 * b + 1081344) >> 16
                    before_r, before_g, before_b = before_r + r, before_g + g, before_b + b
                weight = 2 - column
                sum_r, sum_g, sum_b = sum_r + weight * before_r, sum_g + weight * before_g, sum_b + weight * before_b
            cb = -6596 * sum_r - 22189 * sum_g + 28784 * sum_b
            cr = 28784 * sum_r - 26145 * sum_g - 2639 * sum_b
            blue[y // 2, x // 2] = (cb // 8 + 8421376) >> 16
            red[y // 2, x // 2] = (cr // 8 + 8421376) >> 16


class Converter:
    """Turns frames of one size into what the encoder takes; its planes are used again for each frame."""

    def __init__(self, width: int, height: int) -> None:
        self._luma = np.empty((height, width), dtype=np.uint8)
        self._chroma = np.empty((2, height // 2, width // 2), dtype=np.uint8)
        self.width, self.height = width, height

    def frame(self, pixels: Pixels) -> VideoFrame:
        """A yuv420p frame of the pixels (height, width, 4)."""
        _to_planes(pixels, self._luma, self._chroma[0], self._chroma[1])
        frame = VideoFrame(self.width, self.height, "yuv420p")
        for plane, values in zip(frame.planes, (self._luma, *self._chroma), strict=True):
            target = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
            target[:, : values.shape[1]] = values
        frame.color_range = av.video.reformatter.ColorRange.MPEG
        frame.colorspace = av.video.reformatter.Colorspace.ITU709
        return frame
