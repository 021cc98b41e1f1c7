"""Compare two films frame by frame: `python tools/compare_films.py A.mp4 B.mp4`.

Prints the number of frames of each, how many are identical once decoded, and the frame with the lowest structural
similarity (SSIM, by FFmpeg's `ssim` filter over luma and chroma). Exit code 0 if both films have the same number of frames
and every SSIM is at least `--least`, 1 if not, 2 if a film cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph

LEAST_SSIM = 0.9999
"""Default of `--least`: differences of last bits pass, visible ones do not."""

PIXEL_FORMAT = "yuv420p"
"""Pixel format in which frames are compared."""


class Similarity:
    """Structural similarity of pairs of frames of one size."""

    def __init__(self, width: int, height: int) -> None:
        self._graph = Graph()
        self._time_base, self._count = Fraction(1, 30), 0
        size: dict[str, Any] = {
            "width": width,
            "height": height,
            "format": PIXEL_FORMAT,
            "time_base": self._time_base,
        }
        self._inputs = [self._graph.add_buffer(**size) for _ in range(2)]
        measure, self._out = self._graph.add("ssim"), self._graph.add("buffersink")
        for number, buffer in enumerate(self._inputs):
            buffer.link_to(measure, 0, number)
        measure.link_to(self._out)
        self._graph.configure()

    def of(self, *pair: av.VideoFrame) -> float:
        """SSIM of two frames: 1 means identical. Their timestamps are overwritten."""
        for frame, buffer in zip(pair, self._inputs, strict=True):
            frame.pts, frame.time_base = self._count, self._time_base
            buffer.push(frame)
        self._count += 1
        return float(self._out.pull().metadata["lavfi.ssim.All"])


@dataclass
class Comparison:
    """Result: number of frames of each film, of identical ones among those compared, the lowest SSIM and its frame number."""

    frames: tuple[int, int] = (0, 0)
    identical: int = 0
    lowest: float = 1.0
    lowest_frame: int | None = None

    def passes(self, least: float) -> bool:
        """Whether the films have the same number of frames, at least one, and no SSIM is below `least`."""
        return self.frames[0] == self.frames[1] > 0 and self.lowest >= least


def decoded(path: Path) -> Iterator[av.VideoFrame]:
    """Frames of the film's first video stream."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame if frame.format.name == PIXEL_FORMAT else frame.reformat(format=PIXEL_FORMAT)


def compare(first: Path, second: Path) -> Comparison:
    """Decode both films and compare each frame of one with the same frame of the other."""
    found, counts, similarity = Comparison(), [0, 0], None
    for number, pair in enumerate(zip_longest(decoded(first), decoded(second))):
        counts = [count + (frame is not None) for count, frame in zip(counts, pair, strict=True)]
        one, other = pair
        if one is None or other is None:
            continue
        if (one.width, one.height) != (other.width, other.height):
            raise ValueError(f"sizes differ: {one.width} x {one.height} and {other.width} x {other.height}")
        if np.array_equal(one.to_ndarray(), other.to_ndarray()):
            found.identical += 1
            continue
        similarity = similarity or Similarity(one.width, one.height)
        ssim = similarity.of(one, other)
        if found.lowest_frame is None or ssim < found.lowest:
            found.lowest, found.lowest_frame = ssim, number
    found.frames = (counts[0], counts[1])
    return found


def main() -> int:
    """Compare the films named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("films", nargs=2, type=Path, metavar="FILM.mp4")
    parser.add_argument("--least", type=float, default=LEAST_SSIM, help="lowest SSIM accepted (%(default)s)")
    options = parser.parse_args()
    try:
        found = compare(*options.films)
    except (OSError, ValueError) as error:
        print(f"compare_films: {error}", file=sys.stderr)
        return 2
    at = "" if found.lowest_frame is None else f" at frame {found.lowest_frame}"
    print(f"frames:      {found.frames[0]} and {found.frames[1]}")
    print(f"identical:   {found.identical}")
    print(f"lowest SSIM: {found.lowest:.6f}{at}")
    passed = found.passes(options.least)
    print("the films agree" if passed else f"the films differ (least SSIM accepted: {options.least})")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
