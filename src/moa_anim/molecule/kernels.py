"""The compiled inner loops: beads into a depth buffer, a depth buffer into a picture.

Everything here works on pixels of a supersampled raster; ångström end at `shading.py`. Depth grows towards the viewer.
An index buffer says which row of the colour table owns a pixel: row 3b is the fill of bead b, 3b + 1 its outline and
3b + 2 its cut face; −1 is nothing.

No fast-math: which bead owns a pixel must not depend on how a sum was reordered.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]

EMPTY_DEPTH = np.float32(-1.0e9)
"""Depth of a pixel on which nothing was drawn."""


@njit(cache=True)
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


@njit(cache=True)
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
    one, quarter = np.float32(1.0), np.float32(63.75)
    steps = one / occlusion[1]
    fog_span = fog[0] - fog[1]
    top, bottom, left, right = window[0], window[1], window[2], window[3]
    reach_y, reach_x = np.abs(samples[:, 0]).max(), np.abs(samples[:, 1]).max()
    first_row, first_column = max(0, top - reach_y), max(0, left - reach_x)
    last_row = min(depth.shape[0] // 2, bottom + reach_y)
    last_column = min(depth.shape[1] // 2, right + reach_x)
    # What is nearest in each picture pixel: shadows are looked for in this, a quarter of the raster.
    nearest = np.empty((last_row - first_row, last_column - first_column), dtype=np.float32)
    for row in range(first_row, last_row):
        for column in range(first_column, last_column):
            y, x = 2 * row, 2 * column
            nearest[row - first_row, column - first_column] = max(
                max(depth[y, x], depth[y, x + 1]), max(depth[y + 1, x], depth[y + 1, x + 1])
            )
    rows, columns = nearest.shape
    for row in range(top, bottom):
        y = 2 * row
        for column in range(left, right):
            x = 2 * column
            if index[y, x] < 0 and index[y, x + 1] < 0 and index[y + 1, x] < 0 and index[y + 1, x + 1] < 0:
                for channel in range(4):
                    picture[row, column, channel] = 0
                continue
            limit = nearest[row - first_row, column - first_column] + bias
            hidden = np.float32(0.0)
            for k in range(samples.shape[0]):
                sample_y = row + samples[k, 0] - first_row
                sample_x = column + samples[k, 1] - first_column
                if 0 <= sample_y < rows and 0 <= sample_x < columns:
                    gap = nearest[sample_y, sample_x] - limit
                    if gap > 0.0:
                        # A surface far in front of this one throws less shadow than its own neighbour does.
                        step = gap * steps
                        hidden += weights[k] * (
                            step if step < one else max(np.float32(0.3), one - (step - one) / 4)
                        )
            shadow = strength * min(one, hidden)
            red, green, blue = np.float32(0.0), np.float32(0.0), np.float32(0.0)
            covered = np.float32(0.0)
            for sub in range(4):
                sub_y, sub_x = y + sub // 2, x + sub % 2
                owner = index[sub_y, sub_x]
                if owner < 0:
                    continue
                covered += one
                haze = (fog[0] - depth[sub_y, sub_x]) / fog_span
                haze = fog[2] * min(one, max(np.float32(0.0), haze))
                lit = (one - haze) * (one - shadow * colours[owner, 3])
                red += lit * colours[owner, 0] + haze * fog[3]
                green += lit * colours[owner, 1] + haze * fog[4]
                blue += lit * colours[owner, 2] + haze * fog[5]
            picture[row, column, 0] = np.uint8(min(np.float32(255.0), red * quarter + np.float32(0.5)))
            picture[row, column, 1] = np.uint8(min(np.float32(255.0), green * quarter + np.float32(0.5)))
            picture[row, column, 2] = np.uint8(min(np.float32(255.0), blue * quarter + np.float32(0.5)))
            picture[row, column, 3] = np.uint8(covered * quarter + np.float32(0.5))
