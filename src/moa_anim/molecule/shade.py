"""The compiled inner loops from the depth buffer to shade: how much of the sky and of the key light reaches each pixel.

Depth is sampled around a pixel within a bounded reach, so that a window gets the same result whether it is shaded alone or
with the rest of the picture. Creases are sampled at the picture's resolution, half the raster's; hollows and shadows on every
second pixel of that, and interpolated. The loops over a row have no branches, so that the compiler vectorises them (eight
pixels at a time).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
Offsets = NDArray[np.int64]

NOTHING = np.float32(-1.0e8)
"""A pixel with a smaller depth is empty."""

BEYOND = np.float32(-1.0e9)
"""Depth of pixels outside the raster."""

MOST_OCCLUDED = np.float32(0.85)
"""Largest share of the sky's light that occlusion takes: even deep crevices get some light."""


@compiled
def _halve(depth: FloatArray, top: int, left: int, nearest: FloatArray) -> None:
    """Fill `nearest` with the maximum of each 2 × 2 pixels of `depth` from (top, left) on; outside `depth` all is empty."""
    first, last = max(0, -(left // 2)), min(nearest.shape[1], (depth.shape[1] - left) // 2)
    for row in range(nearest.shape[0]):
        y = 2 * row + top
        if not (0 <= y < depth.shape[0] - 1) or first >= last:
            nearest[row] = BEYOND
            continue
        nearest[row, :first] = BEYOND
        nearest[row, last:] = BEYOND
        upper = depth[y, left + 2 * first : left + 2 * last]
        lower = depth[y + 1, left + 2 * first : left + 2 * last]
        line = nearest[row, first:last]
        for k in range(line.shape[0]):
            a, b, c, d = upper[2 * k], upper[2 * k + 1], lower[2 * k], lower[2 * k + 1]
            a = a if a > b else b
            c = c if c > d else d
            line[k] = a if a > c else c


@compiled
def _add_hidden(
    depths: FloatArray, at: Offsets, sky: Offsets, samples: FloatArray, number: int, hidden: FloatArray
) -> None:
    """Add to `hidden` (n,) the share of the sky that neighbours hide from the n pixels of `depths` from `at` on, in place.

    The neighbours are at offset `number` (rows, columns) of `sky`, whose sample is (bias, 1 / range, weight). A surface far
    above a pixel hides less of its sky than a wall next to it.
    """
    nothing, least, turn, fall = np.float32(0.0), np.float32(0.3), np.float32(1.25), np.float32(0.25)
    bias, steps, weight = samples[number, 0], samples[number, 1], samples[number, 2]
    # Unsigned: with an index that might be negative the loop would not be vectorised. Views of the rows would take longer
    # to make, because they are counted by reference, than the loop.
    row, first = np.uint64(at[0]), np.uint64(at[1])
    beside, begin = np.uint64(at[0] + sky[number, 0]), np.uint64(at[1] + sky[number, 1])
    for k in range(np.uint64(hidden.shape[0])):
        step = (depths[beside, begin + k] - depths[row, first + k] - bias) * steps
        beyond = turn - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        hidden[k] += weight * (share if share > nothing else nothing)


@compiled
def _most_shadowed(
    depths: FloatArray, at: Offsets, sun: Offsets, samples: FloatArray, number: int, dark: FloatArray
) -> None:
    """Raise `dark` (n,), in place, to the shadow that neighbours towards the light cast on the n pixels from `at` on.

    The neighbours are found as above; a sample is (rise of the ray, 1 / range, weight). A surface far above the ray casts
    less: it is thin or far away.
    """
    nothing, least, turn, fall = np.float32(0.0), np.float32(0.25), np.float32(1.5), np.float32(0.1)
    bias, steps, weight = samples[number, 0], samples[number, 1], samples[number, 2]
    row, first = np.uint64(at[0]), np.uint64(at[1])
    beside, begin = np.uint64(at[0] + sun[number, 0]), np.uint64(at[1] + sun[number, 1])
    for k in range(np.uint64(dark.shape[0])):
        step = (depths[beside, begin + k] - depths[row, first + k] - bias) * steps
        beyond = turn - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        share = weight * (share if share < np.float32(1.0) else np.float32(1.0))
        share = share if share > nothing else nothing
        dark[k] = dark[k] if dark[k] > share else share


@compiled
def _spans(nearest: FloatArray, reach: int) -> Offsets:
    """For each row of `nearest`: the first column and the one past the last that have a drawn pixel within `reach`."""
    height, width = nearest.shape
    own = np.empty((height, 2), dtype=np.int64)
    for row in range(height):
        first, last = 0, width
        while first < last and nearest[row, first] < NOTHING:
            first += 1
        while last > first and nearest[row, last - 1] < NOTHING:
            last -= 1
        own[row, 0], own[row, 1] = (first, last) if first < last else (width, 0)
    spans = own.copy()
    for row in range(height):
        for near in range(max(0, row - reach), min(height, row + reach + 1)):
            spans[row, 0] = min(spans[row, 0], own[near, 0] - reach)
            spans[row, 1] = max(spans[row, 1], own[near, 1] + reach)
    return spans


@compiled
def _doubled(
    above: FloatArray, below: FloatArray, share: np.float32, line: FloatArray, fine: FloatArray
) -> None:
    """Fill `fine` (2n,) with the interpolation between two coarse rows (n + 2,), `share` 0 `above` … 1 `below`.

    The coarse rows begin one grid point before `fine`; `line` (n + 2,) is a work array.
    """
    near, far = np.float32(0.75), np.float32(0.25)
    for k in range(line.shape[0]):
        line[k] = above[k] + share * (below[k] - above[k])
    for k in range(line.shape[0] - 2):
        here = near * line[k + 1]
        fine[2 * k] = here + far * line[k]
        fine[2 * k + 1] = here + far * line[k + 2]


@compiled
def _coarse_light(
    coarse: FloatArray,
    reach: int,
    far_sky: Offsets,
    far_samples: FloatArray,
    sun: Offsets,
    sun_samples: FloatArray,
    hidden: FloatArray,
    dark: FloatArray,
) -> None:
    """Fill `hidden` and `dark` with the missing shares of sky and key light, on a grid of every second picture pixel.

    `coarse` is depth on that grid, `reach` points larger on each side than `hidden` and `dark`.
    """
    width, here = hidden.shape[1], np.empty(2, dtype=np.int64)
    for row in range(hidden.shape[0]):
        hidden[row] = np.float32(0.0)
        dark[row] = np.float32(0.0)
        at = row + reach
        first, last = 0, width
        while first < last and coarse[at, reach + first] < NOTHING:
            first += 1
        while last > first and coarse[at, reach + last - 1] < NOTHING:
            last -= 1
        if first >= last:
            continue
        line = coarse[at, reach + first : reach + last]
        here[0], here[1] = at, reach + first
        hidden_here, dark_here = hidden[row, first:last], dark[row, first:last]
        for k in range(far_sky.shape[0]):
            _add_hidden(coarse, here, far_sky, far_samples, k, hidden_here)
        for k in range(sun.shape[0]):
            _most_shadowed(coarse, here, sun, sun_samples, k, dark_here)
        # Empty points have no shade, wherever the row began: their values are blended into neighbouring points.
        for k in range(last - first):
            if line[k] < NOTHING:
                hidden[row, first + k] = np.float32(0.0)
                dark[row, first + k] = np.float32(0.0)


@compiled
def _blurred(values: FloatArray) -> FloatArray:
    """Blur with the kernel (1, 2, 1) / 4 along rows and columns; the result lacks the outermost values."""
    quarter, half = np.float32(0.25), np.float32(0.5)
    mixed = np.empty((values.shape[0] - 2, values.shape[1] - 2), dtype=np.float32)
    work = np.empty(values.shape[1], dtype=np.float32)
    for row in range(mixed.shape[0]):
        above, here, below, line = values[row], values[row + 1], values[row + 2], mixed[row]
        for k in range(work.shape[0]):
            work[k] = half * here[k] + quarter * (above[k] + below[k])
        for k in range(line.shape[0]):
            line[k] = half * work[k + 1] + quarter * (work[k] + work[k + 2])
    return mixed


@compiled
def shade_window(
    depth: FloatArray,
    near_sky: Offsets,
    near_samples: FloatArray,
    far_sky: Offsets,
    far_samples: FloatArray,
    sun: Offsets,
    sun_samples: FloatArray,
    occlusion: np.float32,
    shadow: np.float32,
    geometry: Offsets,
    still: FloatArray,
    inner: Offsets,
    light: FloatArray,
    shown: Offsets,
) -> None:
    """Fill `light` with the share of the light, 0…1, that reaches each pixel of a window of the picture.

    `shown` (rows, 2) is filled with the first column and the one past the last that must be drawn: those in which a surface
    or its line may be visible and that may have changed. `still` (the picture's size) is the light with which the picture was
    drawn before, `inner` the rectangle (of the picture) in which other surfaces may be visible than then; an empty one draws
    everything.

    Row and column offsets (k, 2) with their samples: `near_sky` in picture pixels, `far_sky` and `sun` on the grid of every
    second picture pixel. `occlusion`, `shadow`: strengths of both, the share of light lost where all of it is hidden.
    `geometry`: top and left of the window in picture pixels, padding of `depth`, reach of the samples on the coarse grid,
    reach of lines in picture pixels.
    """
    one = np.float32(1.0)
    top, left, padding, reach, lines = geometry[0], geometry[1], geometry[2], geometry[3], geometry[4]
    height, width = light.shape
    # The coarse grid is aligned to even pixels of the picture, whatever the window, and begins two points before it.
    coarse_top, coarse_left = top // 2 - 2, left // 2 - 2
    rows, columns = (top + height - 1) // 2 + 3 - coarse_top, (left + width - 1) // 2 + 3 - coarse_left
    skip_y, skip_x = top - 2 * (coarse_top - reach), left - 2 * (coarse_left - reach)
    nearest = np.empty((2 * (rows + 2 * reach), 2 * (columns + 2 * reach)), dtype=np.float32)
    _halve(depth, 2 * (top - skip_y) + padding, 2 * (left - skip_x) + padding, nearest)
    coarse = np.empty((rows + 2 * reach, columns + 2 * reach), dtype=np.float32)
    _halve(nearest, 0, 0, coarse)
    coarse_hidden = np.empty((rows, columns), dtype=np.float32)
    coarse_dark = np.empty((rows, columns), dtype=np.float32)
    _coarse_light(coarse, reach, far_sky, far_samples, sun, sun_samples, coarse_hidden, coarse_dark)
    coarse_hidden, coarse_dark = _blurred(coarse_hidden), _blurred(coarse_dark)
    columns, coarse_top = columns - 2, coarse_top + 1
    spans = _spans(nearest, lines)
    fine, work = 2 * (columns - 2), np.empty(columns, dtype=np.float32)
    hiddens, darks = np.empty(fine, dtype=np.float32), np.empty(fine, dtype=np.float32)
    shift, here = left - 2 * (left // 2), np.empty(2, dtype=np.int64)
    for row in range(top, top + height):
        at = row - top + skip_y
        first, last = max(0, spans[at, 0] - skip_x), min(width, spans[at, 1] - skip_x)
        shown[row - top, 0], shown[row - top, 1] = first, last
        if first >= last:
            continue
        above = row // 2 - coarse_top - (1 - row % 2)
        share = np.float32(0.25) if row % 2 else np.float32(0.75)
        _doubled(coarse_hidden[above], coarse_hidden[above + 1], share, work, hiddens)
        _doubled(coarse_dark[above], coarse_dark[above + 1], share, work, darks)
        hidden, dark = hiddens[shift + first : shift + last], darks[shift + first : shift + last]
        here[0], here[1] = at, first + skip_x
        for k in range(near_sky.shape[0]):
            _add_hidden(nearest, here, near_sky, near_samples, k, hidden)
        lit = light[row - top, first:last]
        for k in range(last - first):
            lost = occlusion * hidden[k]
            lost = lost if lost < MOST_OCCLUDED else MOST_OCCLUDED
            lit[k] = (one - lost) * (one - shadow * dark[k])
        if inner[0] >= inner[1]:
            continue
        before = still[row, left + first : left + last]
        begin, end = 0, last - first
        if inner[0] <= row < inner[1]:
            begin, end = max(0, inner[2] - left - first), min(end, inner[3] - left - first)
            if begin >= end:
                begin, end = last - first, 0
        else:
            begin, end = end, 0
        changed = 0
        while changed < begin and lit[changed] == before[changed]:
            changed += 1
        begin = min(begin, changed)
        changed = last - first
        while changed > max(end, begin) and lit[changed - 1] == before[changed - 1]:
            changed -= 1
        end = max(end, changed)
        shown[row - top, 0], shown[row - top, 1] = first + begin, first + end
