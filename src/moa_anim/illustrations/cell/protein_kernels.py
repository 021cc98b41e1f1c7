"""The compiled inner loops of the crowded cytoplasm: flat outlines of proteins, each painted over those before it.

An outline is star-shaped: its distance from its middle is a sum of a few waves around it. A pixel is covered by how far it
is inside of the outline, which needs no path: thousands of them take a fraction of the time that Cairo takes to fill them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Field = NDArray[np.float32]
Indices = NDArray[np.int64]

HARMONICS = 6
"""Waves around an outline: those of a protein's silhouette that are seen at a few pixels' size."""

BAND_ROWS = 64
"""Rows that are painted at a time, so that they stay in the processor's cache."""


@compiled
def _paint_line(
    row: int,
    begin: int,
    end: int,
    columns: Field,
    middle: Field,
    waves: Field,
    half_line: np.float32,
    colours: Field,
    tone: int,
    planes: Field,
) -> None:
    """Paint one row of a protein from `begin` to `end`, in place: its area, then its outline, 2 · `half_line` pixels wide.

    `planes` (4, rows, width) are red, green, blue and opacity, `columns` (width,) the columns as floats, `middle` (2,) the
    column of the protein's middle and how far below it the row is; `waves` (HARMONICS + 1, 2) and `colours` as in
    `paint_proteins`. No branch, and no table that is looked up by angle, so that the compiler takes eight pixels at a time.
    """
    across, down, at = middle[0], middle[1], np.uint64(row)
    zero, one, two, half = np.float32(0.0), np.float32(1.0), np.float32(2.0), np.float32(0.5)
    three, four, five, six = np.float32(3.0), np.float32(4.0), np.float32(5.0), np.float32(6.0)
    thin = two * half_line
    mean = waves[0, 0]
    a1, b1, a2, b2, a3, b3 = waves[1, 0], waves[1, 1], waves[2, 0], waves[2, 1], waves[3, 0], waves[3, 1]
    a4, b4, a5, b5, a6, b6 = waves[4, 0], waves[4, 1], waves[5, 0], waves[5, 1], waves[6, 0], waves[6, 1]
    area_red, area_green, area_blue = colours[tone, 0, 0], colours[tone, 0, 1], colours[tone, 0, 2]
    line_red, line_green, line_blue = colours[tone, 1, 0], colours[tone, 1, 1], colours[tone, 1, 2]
    red, green, blue, opaque = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3)
    # Unsigned: with an index that might be negative the loop would not be vectorised; np.divide, since / tests for zero.
    # Views of the rows, counted by reference, would take longer to make than the loop.
    for k in range(np.uint64(begin), np.uint64(end)):
        x = columns[k] - across
        away = np.float32(math.sqrt(x * x + down * down)) + np.float32(1e-6)
        inverse = np.float32(np.divide(one, away))
        c1, s1 = x * inverse, down * inverse
        c2, s2 = c1 * c1 - s1 * s1, two * c1 * s1
        c3, s3 = c2 * c1 - s2 * s1, s2 * c1 + c2 * s1
        c4, s4 = c2 * c2 - s2 * s2, two * c2 * s2
        c5, s5 = c3 * c2 - s3 * s2, s3 * c2 + c3 * s2
        c6, s6 = c3 * c3 - s3 * s3, two * c3 * s3
        far = mean + a1 * c1 + b1 * s1 + a2 * c2 + b2 * s2 + a3 * c3 + b3 * s3
        far += a4 * c4 + b4 * s4 + a5 * c5 + b5 * s5 + a6 * c6 + b6 * s6
        slope = b1 * c1 - a1 * s1 + two * (b2 * c2 - a2 * s2) + three * (b3 * c3 - a3 * s3)
        slope += four * (b4 * c4 - a4 * s4) + five * (b5 * c5 - a5 * s5) + six * (b6 * c6 - a6 * s6)
        slope *= inverse
        inside = np.float32(np.divide(far - away, np.float32(math.sqrt(one + slope * slope))))
        area = inside + half
        area = area if area > zero else zero
        area = area if area < one else one
        line = half_line + half - abs(inside)
        line = line if line > zero else zero
        line = line if line < one else one
        line = line if line < thin else thin
        left = (one - area) * (one - line)
        covered = area * (one - line)
        planes[red, at, k] = planes[red, at, k] * left + covered * area_red + line * line_red
        planes[green, at, k] = planes[green, at, k] * left + covered * area_green + line * line_green
        planes[blue, at, k] = planes[blue, at, k] * left + covered * area_blue + line * line_blue
        planes[opaque, at, k] = planes[opaque, at, k] * left + covered + line


@compiled
def _turned(waves: Field, turn: np.float32, turned: Field) -> None:
    """Fill `turned` with the waves (HARMONICS + 1, 2) of an outline turned by `turn` radians."""
    for k in range(waves.shape[0]):
        cosine, sine = np.float32(math.cos(k * turn)), np.float32(math.sin(k * turn))
        turned[k, 0] = waves[k, 0] * cosine - waves[k, 1] * sine
        turned[k, 1] = waves[k, 0] * sine + waves[k, 1] * cosine


@compiled
def paint_proteins(
    places: Field,
    turns: Field,
    kinds: Indices,
    outlines: Field,
    half_line: np.float32,
    colours: Field,
    picture: NDArray[np.uint8],
) -> None:
    """Paint proteins, the first at the bottom, into an empty premultiplied RGBA `picture` (height, width, 4), in place.

    `places` (n, 2; columns, rows) are their middles and `turns` (n,) their turns in radians; `kinds` (n, 2) the rows of
    `outlines` (m, HARMONICS + 1, 2) and of `colours` (tones, 2, 3; 0…1). The distance of an outline from its middle in a
    direction t, in pixels, is the sum of a cos(k t) + b sin(k t), where (a, b) is its row k.
    """
    height, width = picture.shape[0], picture.shape[1]
    planes = np.empty((4, BAND_ROWS, width), dtype=np.float32)
    byte, half = np.float32(255.0), np.float32(0.5)
    columns, middle = np.arange(width).astype(np.float32), np.empty(2, dtype=np.float32)
    reach, waves = np.empty(outlines.shape[0], dtype=np.float32), np.empty_like(outlines[0])
    for kind in range(outlines.shape[0]):
        reach[kind] = np.abs(outlines[kind]).sum() + half_line + np.float32(1.0)
    for top in range(0, height, BAND_ROWS):
        bottom = min(height, top + BAND_ROWS)
        planes[:] = np.float32(0.0)
        for number in range(places.shape[0]):
            x, y, kind = places[number, 0] - half, places[number, 1] - half, kinds[number, 0]
            far = reach[kind]
            first, last = max(top, math.ceil(y - far)), min(bottom, math.floor(y + far) + 1)
            begin, end = max(0, math.ceil(x - far)), min(width, math.floor(x + far) + 1)
            if first >= last or begin >= end:
                continue
            _turned(outlines[kind], turns[number], waves)
            middle[0] = x
            for row in range(first, last):
                middle[1] = np.float32(row) - y
                _paint_line(
                    row - top,
                    begin,
                    end,
                    columns,
                    middle,
                    waves,
                    half_line,
                    colours,
                    kinds[number, 1],
                    planes,
                )
        for row in range(top, bottom):
            for part in range(4):
                for k in range(width):
                    picture[row, k, part] = np.uint8(planes[part, row - top, k] * byte + half)


def compile_proteins() -> None:
    """Run the kernels on minimal input."""
    paint_proteins(
        np.ones((1, 2), dtype=np.float32),
        np.zeros(1, dtype=np.float32),
        np.zeros((1, 2), dtype=np.int64),
        np.ones((1, HARMONICS + 1, 2), dtype=np.float32),
        np.float32(0.5),
        np.zeros((1, 2, 3), dtype=np.float32),
        np.zeros((2, 2, 4), dtype=np.uint8),
    )
