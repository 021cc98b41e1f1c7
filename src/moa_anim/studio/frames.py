"""From a drawn frame to what the encoder takes: the caption band laid on, RGB turned to BT.709 Y′CbCr."""

from __future__ import annotations

from functools import lru_cache

import av
import numpy as np
from av.video.frame import VideoFrame
from numba import njit
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.model.story import Caption
from moa_anim.stage.direction import rgb
from moa_anim.stage.layout import BAND_TOP, CAPTION_LEADING, CAPTION_PIXELS, FRAME_HEIGHT
from moa_anim.stage.lettering import Weight, letter

Pixels = NDArray[np.uint8]

CAPTION_INK = (1.0, 1.0, 1.0)


@lru_cache(maxsize=4)
def caption_band(lines: tuple[str, ...], width: int, height: int) -> Pixels:
    """The caption band of a frame of `width` × `height`, with its words: (rows from the band's top, width, 4) RGBA."""
    factor = height / FRAME_HEIGHT
    top = round(BAND_TOP * factor)
    band = np.empty((height - top, width, 4), dtype=np.uint8)
    band[..., :3] = np.round(np.array(rgb(Role.BAND)) * 255)
    band[..., 3] = 255
    # The block of one or two lines stands in the middle of the band; 0.73 is the height of Inter's capitals.
    middle = (FRAME_HEIGHT - BAND_TOP) / 2
    first = middle + 0.365 * CAPTION_PIXELS - CAPTION_LEADING * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        line = letter(words, CAPTION_PIXELS * factor, CAPTION_INK, Weight.REGULAR)
        left = round((width - line.advance) / 2) - line.origin_x
        upper = round((first + number * CAPTION_LEADING) * factor) - line.origin_y
        rows, columns = line.picture.shape[:2]
        spot = band[upper : upper + rows, left : left + columns]
        alpha = line.picture[: spot.shape[0], : spot.shape[1], 3:].astype(np.uint16)
        under = spot[..., :3].astype(np.uint16) * (255 - alpha)
        spot[..., :3] = line.picture[: spot.shape[0], : spot.shape[1], :3] + ((under + 127) // 255).astype(
            np.uint8
        )
    return band


def lay_caption(pixels: Pixels, caption: Caption | None) -> None:
    """Lay the caption band on a frame (height, width, 4) in place; with no caption the band is empty."""
    height, width = pixels.shape[:2]
    band = caption_band(caption.lines if caption else (), width, height)
    pixels[height - band.shape[0] :] = band


@njit(cache=True)
def _to_planes(pixels: Pixels, luma: Pixels, blue: Pixels, red: Pixels) -> None:
    """BT.709, limited range, 4:2:0 with chroma sited left (ITU-R BT.709-6, H.264 default siting). 16-bit fixed point."""
    height, width = pixels.shape[0], pixels.shape[1]
    for y in range(0, height, 2):
        for x in range(0, width, 2):
            cb, cr = np.int32(0), np.int32(0)
            for row in range(2):
                for column in range(-1, 2):
                    at = max(0, x + column)
                    r, g, b = (
                        np.int32(pixels[y + row, at, 0]),
                        np.int32(pixels[y + row, at, 1]),
                        np.int32(pixels[y + row, at, 2]),
                    )
                    weight = 2 if column == 0 else 1
                    cb += weight * (-6596 * r - 22189 * g + 28784 * b)
                    cr += weight * (28784 * r - 26145 * g - 2639 * b)
                    if column >= 0:
                        luma[y + row, at] = (11966 * r + 40254 * g + 4064 * b + 1081344) >> 16
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
