"""The compiled inner loops of a relief: from heights to brightness, and from brightness to a picture.

A relief's raster has `SUPERSAMPLES` points for each pixel of the picture along each axis; fields that vary slowly have one
value for each pixel. Heights of `NOWHERE` and below are empty.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Field = NDArray[np.float32]

SUPERSAMPLES = 2
"""Heights for one pixel of the picture along each axis."""

NOWHERE = np.float32(-1.0e6)
"""The height of what lies behind everything, in place of −∞ where heights are smoothed."""

STEEP = np.float32(3.0)
FLAT = np.float32(1e-3)
"""One-sided differences of height (and this much more) that differ by more than STEEP times the smaller one are a jump: the
gradient is then taken on a form's own side of it."""


@compiled
def _slope(before: np.float32, here: np.float32, after: np.float32) -> np.float32:
    """The difference of height per raster point, from the points on both sides."""
    ahead, behind = after - here, here - before
    steep = ahead if abs(ahead) < abs(behind) else behind
    if abs(ahead - behind) > STEEP * abs(steep) + FLAT:
        return steep
    return np.float32(0.5) * (ahead + behind)


@compiled
def faced(heights: Field, density: np.float32, toward: Field, key: Field, bright: Field) -> None:
    """Fill `bright` (rows, columns) with the brightness of a relief turned towards the light; 0 where it is empty.

    `toward` (3,) is the direction to the light: right, up, towards the viewer; `density` raster points for one unit. `key`:
    how much a turned surface is darkened, the neutral angle, strength and exponent of the highlight.
    """
    one, half, two, zero = np.float32(1.0), np.float32(0.5), np.float32(2.0), np.float32(0.0)
    rows, columns = heights.shape
    for row in range(rows):
        above, below = max(0, row - 1), min(rows - 1, row + 1)
        for column in range(columns):
            here = heights[row, column]
            if here <= NOWHERE * half:
                bright[row, column] = zero
                continue
            left, right = max(0, column - 1), min(columns - 1, column + 1)
            down = _slope(heights[above, column], here, heights[below, column]) * density
            across = _slope(heights[row, left], here, heights[row, right]) * density
            steep = np.float32(math.sqrt(one + across * across + down * down))
            facing = (down * toward[1] - across * toward[0] + toward[2]) / steep
            tone = one + key[0] * two * (half + half * facing - key[1])
            if key[2] > zero:
                shining = min(max(facing, zero), one)
                tone += key[2] * np.float32(math.pow(shining, key[3]))
            bright[row, column] = tone


@compiled
def means(heights: Field, weight: Field, total: Field) -> None:
    """Fill `weight` and `total`, one value for each pixel, with means over its points: of what is solid, and of heights."""
    share = np.float32(1.0) / np.float32(SUPERSAMPLES * SUPERSAMPLES)
    for row in range(weight.shape[0]):
        for column in range(weight.shape[1]):
            solid, height = np.float32(0.0), np.float32(0.0)
            for y in range(SUPERSAMPLES * row, min(SUPERSAMPLES * row + SUPERSAMPLES, heights.shape[0])):
                for x in range(
                    SUPERSAMPLES * column, min(SUPERSAMPLES * column + SUPERSAMPLES, heights.shape[1])
                ):
                    here = heights[y, x]
                    if here > NOWHERE * np.float32(0.5):
                        solid += share
                        height += share * here
            weight[row, column], total[row, column] = solid, height


@compiled
def darken_hollows(
    heights: Field, weight: Field, total: Field, radius: np.float32, strength: np.float32, bright: Field
) -> None:
    """Darken `bright`, in place, where the mean height around (`total` / `weight`, blurred) is above a point."""
    zero, one, least = np.float32(0.0), np.float32(1.0), np.float32(1e-3)
    rows, columns = weight.shape
    for row in range(heights.shape[0]):
        pixel_row = min(row // SUPERSAMPLES, rows - 1)
        for column in range(heights.shape[1]):
            here = heights[row, column]
            if here <= NOWHERE * np.float32(0.5):
                continue
            pixel = min(column // SUPERSAMPLES, columns - 1)
            around = total[pixel_row, pixel] / max(weight[pixel_row, pixel], least)
            bright[row, column] *= one - strength * min(max((around - here) / radius, zero), one)


@compiled
def overhang(
    heights: Field, shift: NDArray[np.int64], rise: np.float32, reach: np.float32, over: Field
) -> None:
    """Fill `over`, one value for each pixel, with how far a surface `shift` points towards the light hides it (0…1).

    `rise` is the height of the light's ray there; a surface `reach` above it hides all light.
    """
    zero, one = np.float32(0.0), np.float32(1.0)
    share = one / np.float32(SUPERSAMPLES * SUPERSAMPLES)
    rows, columns = heights.shape
    for row in range(over.shape[0]):
        for column in range(over.shape[1]):
            hidden = zero
            for y in range(SUPERSAMPLES * row, min(SUPERSAMPLES * row + SUPERSAMPLES, rows)):
                for x in range(SUPERSAMPLES * column, min(SUPERSAMPLES * column + SUPERSAMPLES, columns)):
                    from_y, from_x = y - shift[0], x - shift[1]
                    if 0 <= from_y < rows and 0 <= from_x < columns:
                        above = heights[from_y, from_x] - heights[y, x] - rise
                        hidden += share * min(max(above / reach, zero), one)
            over[row, column] = hidden


@compiled
def darken(bright: Field, shade: Field, strength: np.float32) -> None:
    """Darken `bright`, in place, by `shade` (0…1), which has one value for each pixel."""
    rows, columns = shade.shape
    for row in range(bright.shape[0]):
        pixel_row = min(row // SUPERSAMPLES, rows - 1)
        for column in range(bright.shape[1]):
            pixel = min(column // SUPERSAMPLES, columns - 1)
            bright[row, column] *= np.float32(1.0) - strength * shade[pixel_row, pixel]


@compiled
def coloured(
    heights: Field, bright: Field, colours: Field, white_share: np.float32, picture: NDArray[np.uint8]
) -> None:
    """Fill `picture` (rows, columns, 4; premultiplied) with a relief: the means of its points.

    `colours` are (height, width, 3), or (1, 1, 3) for all points. Where a surface is brighter than its own colour,
    `white_share` of that is white mixed in.
    """
    zero, one = np.float32(0.0), np.float32(1.0)
    share = np.float32(255.0) / np.float32(SUPERSAMPLES * SUPERSAMPLES)
    single = colours.shape[0] == 1 and colours.shape[1] == 1
    for row in range(picture.shape[0]):
        for column in range(picture.shape[1]):
            red, green, blue, alpha = zero, zero, zero, zero
            for y in range(SUPERSAMPLES * row, SUPERSAMPLES * row + SUPERSAMPLES):
                for x in range(SUPERSAMPLES * column, SUPERSAMPLES * column + SUPERSAMPLES):
                    if heights[y, x] <= NOWHERE * np.float32(0.5):
                        continue
                    tone = min(bright[y, x], one)
                    white = white_share * min(max(bright[y, x] - one, zero), one)
                    at_y, at_x = (0, 0) if single else (y, x)
                    own_red, own_green = colours[at_y, at_x, 0] * tone, colours[at_y, at_x, 1] * tone
                    own_blue = colours[at_y, at_x, 2] * tone
                    red += min(max(own_red + (one - own_red) * white, zero), one)
                    green += min(max(own_green + (one - own_green) * white, zero), one)
                    blue += min(max(own_blue + (one - own_blue) * white, zero), one)
                    alpha += one
            picture[row, column, 0] = np.uint8(np.int32(red * share + np.float32(0.5)))
            picture[row, column, 1] = np.uint8(np.int32(green * share + np.float32(0.5)))
            picture[row, column, 2] = np.uint8(np.int32(blue * share + np.float32(0.5)))
            picture[row, column, 3] = np.uint8(np.int32(alpha * share + np.float32(0.5)))


@compiled
def raise_tube(spine: Field, left: np.float32, top: np.float32, density: np.float32, heights: Field) -> None:
    """Raise `heights`, in place, to a round tube along the polyline `spine` (n, 4: x, y, height, radius).

    The raster's upper left corner is at (`left`, `top`); it has `density` points for one unit.
    """
    half, zero, one = np.float32(0.5), np.float32(0.0), np.float32(1.0)
    rows, columns = heights.shape
    for k in range(spine.shape[0] - 1):
        x0, y0, z0, r0 = spine[k, 0], spine[k, 1], spine[k, 2], spine[k, 3]
        dx, dy = spine[k + 1, 0] - x0, spine[k + 1, 1] - y0
        dz, dr = spine[k + 1, 2] - z0, spine[k + 1, 3] - r0
        reach = max(r0, r0 + dr)
        per_length = one / max(dx * dx + dy * dy, np.float32(1e-9))
        first = max(0, math.floor((min(y0, y0 + dy) - reach - top) * density))
        last = min(rows, math.ceil((max(y0, y0 + dy) + reach - top) * density) + 1)
        begin = max(0, math.floor((min(x0, x0 + dx) - reach - left) * density))
        end = min(columns, math.ceil((max(x0, x0 + dx) + reach - left) * density) + 1)
        for row in range(first, last):
            y = top + (np.float32(row) + half) / density - y0
            for column in range(begin, end):
                x = left + (np.float32(column) + half) / density - x0
                share = min(max((x * dx + y * dy) * per_length, zero), one)
                off_x, off_y, radius = x - dx * share, y - dy * share, r0 + dr * share
                front = radius * radius - off_x * off_x - off_y * off_y
                if front > zero:
                    height = z0 + dz * share + np.float32(math.sqrt(front))
                    if height > heights[row, column]:
                        heights[row, column] = height


def compile_relief() -> None:
    """Run the kernels on minimal input."""
    one, field = np.float32(1.0), np.zeros((2, 2), dtype=np.float32)
    pixel, single = np.zeros((1, 1), dtype=np.float32), np.zeros((1, 1, 3), dtype=np.float32)
    faced(field, one, np.ones(3, dtype=np.float32), np.ones(4, dtype=np.float32), field.copy())
    means(field, pixel, pixel.copy())
    darken_hollows(field, pixel, pixel, one, one, field.copy())
    overhang(field, np.zeros(2, dtype=np.int64), one, one, pixel.copy())
    darken(field.copy(), pixel, one)
    coloured(field, field, single, one, np.zeros((1, 1, 4), dtype=np.uint8))
    raise_tube(np.zeros((2, 4), dtype=np.float32), one, one, one, field.copy())
