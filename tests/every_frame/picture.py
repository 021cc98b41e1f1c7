"""A film's pictures as they are decoded: Y′CbCr planes, read one shot at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Values = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class Picture:
    """One decoded frame: `luma` (height, width), `blue` and `red` (height / 2, width / 2)."""

    luma: Plane
    blue: Plane
    red: Plane

    def rgb(self, rows: slice = slice(None), columns: slice = slice(None)) -> Values:
        """Red, green, blue (rows, columns, 3) in 0…255: BT.709, limited range (ITU-R BT.709-6)."""
        y = (self.luma[rows, columns].astype(float) - 16.0) * (255 / 219)
        height, width = self.luma.shape
        at = np.ix_(np.arange(height)[rows] // 2, np.arange(width)[columns] // 2)
        b, r = ((plane[at].astype(float) - 128.0) * (255 / 224) for plane in (self.blue, self.red))
        return np.clip(
            np.stack([y + 1.5748 * r, y - 0.1873 * b - 0.4681 * r, y + 1.8556 * b], axis=-1), 0.0, 255.0
        )


def picture_of(frame: av.VideoFrame) -> Picture:
    """The planes of a yuv420p frame, without what its rows are padded with."""
    planes = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
        planes.append(rows[:, : plane.width].copy())
    return Picture(*planes)


def decoded(film: Path, first: int, frames: int, fps: Fraction) -> Iterator[Picture]:
    """Pictures `first` … `first + frames - 1` of a film, each once and in order; fails where one is missing."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        base = stream.time_base
        assert base is not None
        container.seek(int(first / fps / base), stream=stream)
        expected = first
        for frame in container.decode(stream):
            assert frame.pts is not None
            number = frame.pts * base * fps
            if number < first:
                continue
            assert number == expected, f"frame {float(number)} of the film where {expected} should be"
            yield picture_of(frame)
            expected += 1
            if expected == first + frames:
                return
    raise AssertionError(f"the film ends at frame {expected}, before {first + frames}")
