"""Converts drawn frames, RGB, to what the encoder takes: BT.709 Y′CbCr with half the resolution of colours."""

from __future__ import annotations

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Pixels = NDArray[np.uint8]
Words = NDArray[np.uint32]
Sums = NDArray[np.int32]


@compiled
def _luma(
    upper: Words, lower: Words, upper_luma: Pixels, lower_luma: Pixels, red: Sums, green: Sums, blue: Sums
) -> None:
    """Fill two rows of luma (width,) from two of pixels, and `red`, `green`, `blue` (width,) with their colours' sums."""
    byte, eight, sixteen = np.uint32(255), np.uint32(8), np.uint32(16)
    for x in range(upper.shape[0]):
        # A pixel is read as one word, red in the lowest byte: then the compiler handles eight at a time.
        r, g, b = (
            np.int32(upper[x] & byte),
            np.int32((upper[x] >> eight) & byte),
            np.int32((upper[x] >> sixteen) & byte),
        )
        weighted = np.int32(11966) * r + np.int32(40254) * g + np.int32(4064) * b
        upper_luma[x] = np.uint8((weighted + np.int32(1081344)) >> np.int32(16))
        s, t, u = (
            np.int32(lower[x] & byte),
            np.int32((lower[x] >> eight) & byte),
            np.int32((lower[x] >> sixteen) & byte),
        )
        weighted = np.int32(11966) * s + np.int32(40254) * t + np.int32(4064) * u
        lower_luma[x] = np.uint8((weighted + np.int32(1081344)) >> np.int32(16))
        red[x], green[x], blue[x] = r + s, g + t, b + u


@compiled
def _chroma(red: Sums, green: Sums, blue: Sums, cb: Pixels, cr: Pixels) -> None:
    """Fill `cb` and `cr` (width / 2,) from sums of two rows (width + 1,), which begin one column left of the picture."""
    two, three, half = np.int32(2), np.int32(3), np.int32(8421376)
    for k in range(cb.shape[0]):
        # Three columns, weighted 1, 2, 1.
        r = red[2 * k] + two * red[2 * k + 1] + red[2 * k + 2]
        g = green[2 * k] + two * green[2 * k + 1] + green[2 * k + 2]
        b = blue[2 * k] + two * blue[2 * k + 1] + blue[2 * k + 2]
        to_blue = np.int32(-6596) * r - np.int32(22189) * g + np.int32(28784) * b
        to_red = np.int32(28784) * r - np.int32(26145) * g - np.int32(2639) * b
        cb[k] = np.uint8(((to_blue >> three) + half) >> np.int32(16))
        cr[k] = np.uint8(((to_red >> three) + half) >> np.int32(16))


@compiled
def _to_planes(pixels: Words, luma: Pixels, cb: Pixels, cr: Pixels) -> None:
    """Fill the planes: BT.709, limited range, 4:2:0 with chroma sited left, in 16-bit fixed point.

    A plane is given flat; its rows may be followed by bytes that are not used. Source of the coefficients: ITU-R BT.709-6.
    Left siting is the default of H.264.
    """
    height, width = pixels.shape
    line, half_line = luma.shape[0] // height, cb.shape[0] // (height // 2)
    red, green, blue = (
        np.empty(width + 1, dtype=np.int32),
        np.empty(width + 1, dtype=np.int32),
        np.empty(width + 1, dtype=np.int32),
    )
    for y in range(0, height, 2):
        upper, lower = luma[y * line : y * line + width], luma[(y + 1) * line : (y + 1) * line + width]
        _luma(pixels[y], pixels[y + 1], upper, lower, red[1:], green[1:], blue[1:])
        for sums in (red, green, blue):
            sums[0] = sums[1]  # the first column is repeated left of the picture
        at = y // 2 * half_line
        _chroma(red, green, blue, cb[at : at + width // 2], cr[at : at + width // 2])


class Converter:
    """Converts frames of one size."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    def frame(self, pixels: Pixels) -> VideoFrame:
        """Return `pixels` (height, width, 4), red first, as a yuv420p frame."""
        words = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
        frame = VideoFrame(self.width, self.height, "yuv420p")
        _to_planes(words, *(np.frombuffer(memoryview(plane), dtype=np.uint8) for plane in frame.planes))
        frame.color_range = av.video.reformatter.ColorRange.MPEG
        frame.colorspace = av.video.reformatter.Colorspace.ITU709
        return frame
