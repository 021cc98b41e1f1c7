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
def _luma(pixels: Words, luma: Pixels, red: Sums, green: Sums, blue: Sums) -> None:
    """Fill `luma` (width,) from a row of pixels, and add the row's colours to the sums `red`, `green`, `blue` (width,)."""
    byte = np.uint32(255)
    for x in range(luma.shape[0]):
        # A pixel is read as one word, red in the lowest byte: then the compiler handles eight at a time.
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

    Source of the coefficients: ITU-R BT.709-6. Left siting is the default of H.264.
    """
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
            sums[0] = sums[1]  # the first column is repeated left of the picture
        _chroma(red, green, blue, cb[y // 2], cr[y // 2])


class Converter:
    """Converts frames of one size; its planes are reused for each frame."""

    def __init__(self, width: int, height: int) -> None:
        self._luma = np.empty((height, width), dtype=np.uint8)
        self._chroma = np.empty((2, height // 2, width // 2), dtype=np.uint8)
        self.width, self.height = width, height

    def frame(self, pixels: Pixels) -> VideoFrame:
        """Return `pixels` (height, width, 4), red first, as a yuv420p frame."""
        words = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
        _to_planes(words, self._luma, self._chroma[0], self._chroma[1])
        frame = VideoFrame(self.width, self.height, "yuv420p")
        for plane, values in zip(frame.planes, (self._luma, *self._chroma), strict=True):
            target = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
            target[:, : values.shape[1]] = values
        frame.color_range = av.video.reformatter.ColorRange.MPEG
        frame.colorspace = av.video.reformatter.Colorspace.ITU709
        return frame
