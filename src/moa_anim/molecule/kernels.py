"""The compiled inner loops: beads into a depth buffer, a depth buffer into a picture.

Everything here works on pixels of a supersampled raster; ångström end at `shading.py`. Depth grows towards the viewer.
An index buffer says which row of the colour table owns a pixel: row 3b is the fill of bead b, 3b + 1 its outline and
3b + 2 its cut face; −1 is nothing.

No fast-math: which bead owns a pixel must not depend on how a sum was reordered.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]

EMPTY_DEPTH = np.float32(-1.0e9)
"""Depth of a pixel on which nothing was drawn."""


@compiled
def paint_beads(
    beads: FloatArray,
    numbers: IndexArray,
    line: FloatArray,
    depth: FloatArray,
    index: IndexArray,
) -> None:
    """Paint beads (n, 5: x, y, z, radius, cut depth; pixels) with their outlines into depth and index, in place.

    `numbers` (n,) are the beads' places in the colour table. What comes first should be in front: the rest is then quick.

    A bead in front of its cut depth is sliced flat there. `line` is (width, shallow, deep): around each bead lies a
    collar `width` pixels wide that falls from `shallow` to `deep` pixels behind the bead's centre. A collar shows only
    where what lies behind is deeper than itself, so a small step gets a thin line, a large one a thick line, and a
    continuous surface none.
    """
    height, width = depth.shape
    collar = line[0]
    for bead in range(beads.shape[0]):
        x, y, z = beads[bead, 0], beads[bead, 1], beads[bead, 2]
        radius, cut = beads[bead, 3], beads[bead, 4]
        if z - radius > cut:
            continue
        reach = radius + collar
        fill = np.int32(3 * numbers[bead])
        outline, face = np.int32(fill + 1), np.int32(fill + 2)
        # A bead whose centre lies in front of the cut shows only the disc that the cut makes of it.
        radius_squared = radius * radius
        if z > cut:
            radius_squared -= (z - cut) * (z - cut)
            radius = np.float32(math.sqrt(radius_squared))
            reach = radius + collar
        middle = min(z, cut)
        top = max(0, math.ceil(y - reach))
        bottom = min(height - 1, math.floor(y + reach))
        for row in range(top, bottom + 1):
            dy = np.float32(row) - y
            rest = reach * reach - dy * dy
            if rest <= 0.0:
                continue
            half = math.sqrt(rest)
            left = max(0, math.ceil(x - half))
            right = min(width - 1, math.floor(x + half))
            for column in range(left, right + 1):
                dx = np.float32(column) - x
                inside = radius_squared - dx * dx - dy * dy
                above = depth[row, column] - middle
                if inside >= 0.0:
                    if above > 0.0 and above * above >= inside:
                        continue  # hidden: told without a root
                    here = middle + np.float32(math.sqrt(inside))
                    owner = fill
                    if here > cut:
                        here = cut
                        owner = face
                else:
                    if above >= -line[1]:
                        continue
                    beyond = (np.float32(math.sqrt(radius_squared - inside)) - radius) / collar
                    here = middle - line[1] - beyond * (line[2] - line[1])
                    owner = outline
                if here > depth[row, column]:
                    depth[row, column] = here
                    index[row, column] = owner


@compiled
def _nearest(depth: FloatArray, top: int, left: int, nearest: FloatArray) -> None:
    """Fill `nearest` with the nearest of the four raster pixels of each picture pixel, its upper left one at (top, left).

    Beyond the raster there is nothing.
    """
    for row in range(nearest.shape[0]):
        for column in range(nearest.shape[1]):
            y, x = 2 * (row + top), 2 * (column + left)
            if 0 <= y < depth.shape[0] and 0 <= x < depth.shape[1]:
                upper = max(depth[y, x], depth[y, x + 1])
                nearest[row, column] = max(upper, max(depth[y + 1, x], depth[y + 1, x + 1]))
            else:
                nearest[row, column] = EMPTY_DEPTH


@compiled
def _add_shadow(
    hidden: FloatArray, limit: FloatArray, neighbours: FloatArray, weight: np.float32, steps: np.float32
) -> None:
    """Add to `hidden` (n,) what `neighbours` (n,) hide of pixels that begin to be hidden at `limit` (n,), in place.

    All arithmetic and no branch, so that the compiler takes eight pixels at a time. A surface far in front of a pixel
    throws less shadow than its own neighbour does: the shadow grows up to one step of depth, then falls to 0.3.
    """
    nothing, least, turn, fall = np.float32(0.0), np.float32(0.3), np.float32(1.25), np.float32(0.25)
    for column in range(hidden.shape[0]):
        step = (neighbours[column] - limit[column]) * steps
        beyond = turn - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        hidden[column] += weight * (share if share > nothing else nothing)


@compiled
def shade(
    depth: FloatArray,
    index: IndexArray,
    colours: FloatArray,
    samples: NDArray[np.int64],
    weights: FloatArray,
    occlusion: FloatArray,
    fog: FloatArray,
    window: NDArray[np.int64],
    picture: NDArray[np.uint8],
) -> None:
    """Shade a window of a 2×-supersampled raster into `picture` (premultiplied RGBA bytes, half the size), in place.

    `colours` is (3n, 4): red, green, blue and how much of the shadow the row takes, all in 0…1; `samples` (k, 2) are row
    and column offsets in picture pixels, `weights` (k,) theirs;
    `occlusion` is (bias, range, strength) with bias and range in raster pixels of depth; `fog` is (near depth, far depth,
    strength, r, g, b); `window` is (top, bottom, left, right) in picture pixels, ends not included.
    """
    bias, strength = occlusion[0], occlusion[2]
    zero, one, quarter, half = np.float32(0.0), np.float32(1.0), np.float32(63.75), np.float32(0.5)
    most = np.float32(255.0)
    steps, per_depth = one / occlusion[1], one / (fog[0] - fog[1])
    top, bottom, left, right = window[0], window[1], window[2], window[3]
    reach_y, reach_x = np.abs(samples[:, 0]).max(), np.abs(samples[:, 1]).max()
    # What is nearest in each picture pixel: shadows are looked for in this, a quarter of the raster.
    nearest = np.empty((bottom - top + 2 * reach_y, right - left + 2 * reach_x), dtype=np.float32)
    _nearest(depth, top - reach_y, left - reach_x, nearest)
    limits = np.empty(right - left, dtype=np.float32)
    hiddens = np.empty(right - left, dtype=np.float32)
    for row in range(top, bottom):
        picture[row, left:right] = 0
        line = nearest[row - top + reach_y]
        first, last = left, right
        while first < last and line[first - left + reach_x] == EMPTY_DEPTH:
            first += 1
        while last > first and line[last - 1 - left + reach_x] == EMPTY_DEPTH:
            last -= 1
        if first == last:
            continue
        limit, hidden = limits[: last - first], hiddens[: last - first]
        start = first - left + reach_x
        for column in range(last - first):
            limit[column] = line[start + column] + bias
            hidden[column] = zero
        for k in range(samples.shape[0]):
            begin = start + samples[k, 1]
            neighbours = nearest[row - top + reach_y + samples[k, 0], begin : begin + last - first]
            _add_shadow(hidden, limit, neighbours, weights[k], steps)
        for column in range(first, last):
            if line[column - left + reach_x] == EMPTY_DEPTH:
                continue
            shadow = strength * min(one, hidden[column - first])
            red, green, blue, covered = zero, zero, zero, zero
            for sub in range(4):
                sub_y, sub_x = 2 * row + sub // 2, 2 * column + sub % 2
                owner = index[sub_y, sub_x]
                if owner < 0:
                    continue
                covered += one
                haze = fog[2] * min(one, max(zero, (fog[0] - depth[sub_y, sub_x]) * per_depth))
                lit = (one - haze) * (one - shadow * colours[owner, 3])
                red += lit * colours[owner, 0] + haze * fog[3]
                green += lit * colours[owner, 1] + haze * fog[4]
                blue += lit * colours[owner, 2] + haze * fog[5]
            picture[row, column, 0] = np.uint8(min(most, red * quarter + half))
            picture[row, column, 1] = np.uint8(min(most, green * quarter + half))
            picture[row, column, 2] = np.uint8(min(most, blue * quarter + half))
            picture[row, column, 3] = np.uint8(covered * quarter + half)
