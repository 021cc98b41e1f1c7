"""From a drawn frame to what the encoder takes: the caption band laid on, RGB turned to BT.709 Y′CbCr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from moa_anim.model.emphasis import Mark
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.story import Caption
from moa_anim.molecule.compiled import compiled
from moa_anim.stage.direction import palette, rgb, tinted
from moa_anim.stage.layout import BAND_TOP, CAPTION_LEADING, CAPTION_PIXELS, FRAME_HEIGHT
from moa_anim.stage.lettering import Lettered, Weight, letter, width_of

Pixels = NDArray[np.uint8]
Words = NDArray[np.uint32]
Sums = NDArray[np.int32]

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


@compiled
def _luma(pixels: Words, luma: Pixels, red: Sums, green: Sums, blue: Sums) -> None:
    """Fill `luma` (width,) from a row of pixels, and add the row's colours to the sums (width,), in place."""
    byte = np.uint32(255)
    for x in range(luma.shape[0]):
        # A pixel is read as one word, red lowest: so the compiler takes eight at a time.
        r = np.int32(pixels[x] & byte)
        g = np.int32((pixels[x] >> np.uint32(8)) & byte)
        b = np.int32((pixels[x] >> np.uint32(16)) & byte)
        weighted = np.int32(11966) * r + np.int32(40254) * g + np.int32(4064) * b
        luma[x] = np.uint8((weighted + np.int32(1081344)) >> np.int32(16))
        red[x] += r
        green[x] += g
        blue[x] += b


@compiled
def _chroma(red: Sums, green: Sums, blue: Sums, cb: Pixels, cr: Pixels) -> None:
    """Fill `cb` and `cr` (width / 2,) from the sums of two rows (width + 1,), which begin one column before the picture."""
    two, three, half = np.int32(2), np.int32(3), np.int32(8421376)
    for k in range(cb.shape[0]):
        # Three columns with the weights 1, 2, 1.
        r = red[2 * k] + two * red[2 * k + 1] + red[2 * k + 2]
        g = green[2 * k] + two * green[2 * k + 1] + green[2 * k + 2]
        b = blue[2 * k] + two * blue[2 * k + 1] + blue[2 * k + 2]
        to_blue = np.int32(-6596) * r - np.int32(22189) * g + np.int32(28784) * b
        to_red = np.int32(28784) * r - np.int32(26145) * g - np.int32(2639) * b
        cb[k] = np.uint8(((to_blue >> three) + half) >> np.int32(16))
        cr[k] = np.uint8(((to_red >> three) + half) >> np.int32(16))


@compiled
def _to_planes(pixels: Words, luma: Pixels, cb: Pixels, cr: Pixels) -> None:
    """BT.709, limited range, 4:2:0 with chroma sited left (ITU-R BT.709-6, H.264 default siting). 16-bit fixed point."""
    height, width = luma.shape
    red, green, blue = (
        np.empty(width + 1, dtype=np.int32),
        np.empty(width + 1, dtype=np.int32),
        np.empty(width + 1, dtype=np.int32),
    )
    for y in range(0, height, 2):
        for sums in (red, green, blue):
            sums[:] = 0
        for row in (y, y + 1):
            _luma(pixels[row], luma[row], red[1:], green[1:], blue[1:])
        for sums in (red, green, blue):
            sums[0] = sums[1]  # the column before the picture is like its first
        _chroma(red, green, blue, cb[y // 2], cr[y // 2])


class Converter:
    """Turns frames of one size into what the encoder takes; its planes are used again for each frame."""

    def __init__(self, width: int, height: int) -> None:
        self._luma = np.empty((height, width), dtype=np.uint8)
        self._chroma = np.empty((2, height // 2, width // 2), dtype=np.uint8)
        self.width, self.height = width, height

    def frame(self, pixels: Pixels) -> VideoFrame:
        """A yuv420p frame of the pixels (height, width, 4)."""
        words = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
        _to_planes(words, self._luma, self._chroma[0], self._chroma[1])
        frame = VideoFrame(self.width, self.height, "yuv420p")
        for plane, values in zip(frame.planes, (self._luma, *self._chroma), strict=True):
            target = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
            target[:, : values.shape[1]] = values
        frame.color_range = av.video.reformatter.ColorRange.MPEG
        frame.colorspace = av.video.reformatter.Colorspace.ITU709
        return frame
