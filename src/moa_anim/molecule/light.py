"""The compiled inner loops from buffers to a picture: occlusion, shadow, lines, light and haze.

All of it looks at the depth buffer about a pixel and at the paint table's row that owns it, no farther than a bounded
reach, so that a window of a picture comes out the same whether it is lit alone or with all the rest.

Occlusion and shadow are looked up at the picture's size, half the raster's. The loops over a row have no branches, so that
the compiler takes eight pixels at a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]
Offsets = NDArray[np.int64]

NOTHING = np.float32(-1.0e8)
"""A depth below this is that of a pixel on which nothing was drawn."""

MOST_OCCLUDED = np.float32(0.85)
"""However deep a crevice is, some of the sky's light comes in."""


@compiled
def _halve(depth: FloatArray, top: int, left: int, padding: int, nearest: FloatArray) -> None:
    """Fill `nearest` with the nearest of the four raster pixels of each picture pixel, its upper left one at (top, left).

    Beyond the raster there is nothing.
    """
    for row in range(nearest.shape[0]):
        y = 2 * (row + top) + padding
        for column in range(nearest.shape[1]):
            x = 2 * (column + left) + padding
            if 0 <= y < depth.shape[0] - 1 and 0 <= x < depth.shape[1] - 1:
                upper = max(depth[y, x], depth[y, x + 1])
                nearest[row, column] = max(upper, max(depth[y + 1, x], depth[y + 1, x + 1]))
            else:
                nearest[row, column] = NOTHING - np.float32(1.0)


@compiled
def _add_hidden(line: FloatArray, neighbours: FloatArray, sample: FloatArray, hidden: FloatArray) -> None:
    """Add to `hidden` (n,) how much of the sky `neighbours` take from `line` (n; depths), in place.

    `sample` is (bias, 1 / range, weight). What rises far above a pixel hides less of its sky than a wall beside it does.
    """
    nothing, least, turn, fall = np.float32(0.0), np.float32(0.3), np.float32(1.25), np.float32(0.25)
    bias, steps, weight = sample[0], sample[1], sample[2]
    for column in range(hidden.shape[0]):
        step = (neighbours[column] - line[column] - bias) * steps
        beyond = turn - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        hidden[column] += weight * (share if share > nothing else nothing)


@compiled
def _most_shadowed(line: FloatArray, neighbours: FloatArray, sample: FloatArray, dark: FloatArray) -> None:
    """Raise `dark` (n,) to the shadow that `neighbours`, which lie towards the light, throw on `line` (n; depths), in place.

    `sample` is (rise of the ray, 1 / range, weight). What is far above the ray throws less: it is thin or far away.
    """
    nothing, least, turn, fall = np.float32(0.0), np.float32(0.25), np.float32(1.5), np.float32(0.1)
    bias, steps, weight = sample[0], sample[1], sample[2]
    for column in range(dark.shape[0]):
        step = (neighbours[column] - line[column] - bias) * steps
        beyond = turn - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        share = weight * (share if share < np.float32(1.0) else np.float32(1.0))
        share = share if share > nothing else nothing
        dark[column] = dark[column] if dark[column] > share else share


@compiled
def _raise(line: FloatArray, peak: FloatArray) -> None:
    """Raise `peak` (n,) to `line` (n,), in place."""
    for column in range(peak.shape[0]):
        peak[column] = peak[column] if peak[column] > line[column] else line[column]


@compiled
def _edges(
    depth: FloatArray, y: int, x: int, offsets: Offsets, counts: Offsets, steps: FloatArray, edge: FloatArray
) -> None:
    """How much of a line (0…1) each pixel of a raster row has from `x` on, into `edge` (n,).

    A line lies on what is behind a jump of depth. `offsets` (k, 2; rows, columns) are two rings, `counts` how many each has;
    `steps` (2, 2) the jump at which each ring's line begins, and 1 / range to the whole line.
    """
    zero, one = np.float32(0.0), np.float32(1.0)
    count = edge.shape[0]
    here = depth[y, x : x + count]
    peak = np.empty(count, dtype=np.float32)
    edge[:] = zero
    start = 0
    for ring in range(counts.shape[0]):
        peak[:] = here
        for k in range(start, start + counts[ring]):
            begin = x + offsets[k, 1]
            _raise(depth[y + offsets[k, 0], begin : begin + count], peak)
        start += counts[ring]
        for column in range(count):
            share = (peak[column] - here[column] - steps[ring, 0]) * steps[ring, 1]
            share = share if share < one else one
            edge[column] = edge[column] if edge[column] > share else share


@compiled
def _front(depth: FloatArray, owner: IndexArray, y: int, x: int, offsets: Offsets) -> int:
    """The paint table's row of what is nearest about a pixel: the line belongs to it."""
    best, row = depth[y, x], owner[y, x]
    for k in range(offsets.shape[0]):
        here = depth[y + offsets[k, 0], x + offsets[k, 1]]
        if here > best:
            best, row = here, owner[y + offsets[k, 0], x + offsets[k, 1]]
    return int(row)


@compiled
def _lit(
    paint: FloatArray,
    facing: np.float32,
    here: np.float32,
    open_sky: np.float32,
    numbers: FloatArray,
    colours: FloatArray,
    part: int,
) -> np.float32:
    """One part (red, green or blue) of the colour of a surface that faces the light by `facing` in −1…1."""
    zero, one, half, middle = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(0.75)
    # Half-Lambert. Half turned to the light, a surface has its own colour; beyond that it is mixed with white, not clipped.
    tone = one + numbers[0] * (half + half * facing - middle) / middle
    bright = max(zero, tone - one)
    base = paint[2 + part]
    value = (base + bright * (one - base)) * min(one, tone) * (one - paint[6] * (one - open_sky))
    haze = numbers[5] * min(one, max(zero, (numbers[3] - here) * numbers[4]))
    value += haze * (colours[1, part] - value)
    return np.float32(value + paint[5] * (colours[2, part] - value))


@compiled
def _line(paint: FloatArray, numbers: FloatArray, colours: FloatArray, part: int) -> np.float32:
    """One part of the colour of a body's line."""
    value = colours[0, part] + numbers[6] * (paint[2 + part] - colours[0, part])
    return np.float32(value + paint[5] * (colours[2, part] - value))


@compiled
def _lined(value: np.float32, share: np.float32, line: np.float32) -> np.float32:
    """A colour's part with `share` of a line on it; a line makes nothing lighter."""
    return value + share * (line - value) if line < value else value


@compiled
def _spans(nearest: FloatArray, reach: int) -> Offsets:
    """For each row of `nearest`: the first column and the one past the last within `reach` of which anything is drawn."""
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
def light_window(
    depth: FloatArray,
    owner: IndexArray,
    table: FloatArray,
    groups: IndexArray,
    sky: Offsets,
    sky_samples: FloatArray,
    sun: Offsets,
    sun_samples: FloatArray,
    rings: Offsets,
    ring_counts: Offsets,
    ring_steps: FloatArray,
    numbers: FloatArray,
    colours: FloatArray,
    geometry: Offsets,
    picture: NDArray[np.uint8],
) -> None:
    """Light a window of a 2×-supersampled raster into `picture` (premultiplied RGBA bytes, half the size), in place.

    `table` (n, 7): of each row the two numbers that give how much it faces the light (see `shading.Raster`), its colour, how
    far it is mixed with paper, and how much of the shade it takes. `groups` (n,): residues, which a faint line divides;
    −1 for faces. `sky`, `sun` (k, 2; row and column offsets in picture pixels) with their samples, `rings` of lines (raster
    pixels). `numbers`: key, occlusion, shadow, fog near, 1 / (near − far), fog strength, line tint, residue line, and the
    light's direction (x, y, z). `colours` (3, 3): ink, haze, paper. `geometry`: top, bottom, left, right of the window in
    picture pixels, padding, reach in picture pixels of what is looked up, width of the faint line in raster pixels.
    """
    zero, one, half, most = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(255.0)
    top, bottom, left, right = geometry[0], geometry[1], geometry[2], geometry[3]
    padding, reach, faint_width = geometry[4], geometry[5], geometry[6]
    light_x, light_y, light_z = numbers[8], numbers[9], numbers[10]
    nearest = np.empty((bottom - top + 2 * reach, right - left + 2 * reach), dtype=np.float32)
    _halve(depth, top - reach, left - reach, padding, nearest)
    spans = _spans(nearest, padding // 2)
    width = right - left
    hiddens, darks = np.empty(width, dtype=np.float32), np.empty(width, dtype=np.float32)
    edges = np.empty((2, 2 * width), dtype=np.float32)
    for row in range(top, bottom):
        picture[row, left:right] = 0
        at = row - top + reach
        first, last = max(0, spans[at, 0] - reach), min(width, spans[at, 1] - reach)
        if first >= last:
            continue
        hidden, dark = hiddens[: last - first], darks[: last - first]
        hidden[:] = zero
        dark[:] = zero
        start = first + reach
        line = nearest[at, start : start + last - first]
        for k in range(sky.shape[0]):
            begin = start + sky[k, 1]
            _add_hidden(line, nearest[at + sky[k, 0], begin : begin + last - first], sky_samples[k], hidden)
        for k in range(sun.shape[0]):
            begin = start + sun[k, 1]
            _most_shadowed(line, nearest[at + sun[k, 0], begin : begin + last - first], sun_samples[k], dark)
        for sub in range(2):
            _edges(
                depth,
                2 * row + sub + padding,
                2 * (left + first) + padding,
                rings,
                ring_counts,
                ring_steps,
                edges[sub, : 2 * (last - first)],
            )
        for column in range(first, last):
            y, x, k = 2 * row + padding, 2 * (left + column) + padding, 2 * (column - first)
            open_sky = one - min(MOST_OCCLUDED, numbers[1] * hidden[column - first])
            open_sky *= one - numbers[2] * dark[column - first]
            red, green, blue, covered = zero, zero, zero, zero
            own = owner[y, x]
            even = own == owner[y, x + 1] and own == owner[y + 1, x] and own == owner[y + 1, x + 1]
            edge = edges[0, k] + edges[0, k + 1] + edges[1, k] + edges[1, k + 1]
            if even and edge <= zero:
                if own < 0:
                    continue
                here = (depth[y, x] + depth[y, x + 1] + depth[y + 1, x] + depth[y + 1, x + 1]) * np.float32(
                    0.25
                )
                across, down = np.float32(x) + half, np.float32(y) + half
                facing = (across * light_x - down * light_y + here * light_z) * table[own, 0] + table[own, 1]
                faint = zero
                beside, below = owner[y, x + 1 + faint_width], owner[y + 1 + faint_width, x]
                if beside != own and beside >= 0 and groups[beside] >= 0 and groups[own] >= 0:
                    faint += half if groups[beside] != groups[own] else zero
                if below != own and below >= 0 and groups[below] >= 0 and groups[own] >= 0:
                    faint += half if groups[below] != groups[own] else zero
                faint *= numbers[7]
                values = table[own]
                four = np.float32(4.0)
                for part in range(3):
                    value = _lit(values, facing, here, open_sky, numbers, colours, part)
                    if faint > zero:
                        value = _lined(value, faint, _line(values, numbers, colours, part))
                    picture[row, left + column, part] = np.uint8(
                        min(most, value * four * np.float32(63.75) + half)
                    )
                picture[row, left + column, 3] = np.uint8(255)
                continue
            for sub in range(4):
                py, px = y + sub // 2, x + sub % 2
                own = owner[py, px]
                share = edges[sub // 2, k + sub % 2]
                if own < 0 and share <= zero:
                    continue
                here = depth[py, px]
                front = _front(depth, owner, py, px, rings) if share > zero else own
                line_paint = table[front]
                if own < 0:
                    covered += share
                    red += share * _line(line_paint, numbers, colours, 0)
                    green += share * _line(line_paint, numbers, colours, 1)
                    blue += share * _line(line_paint, numbers, colours, 2)
                    continue
                covered += one
                faint = zero
                for step in range(2):
                    other = owner[py + faint_width * step, px + faint_width * (1 - step)]
                    if other != own and other >= 0 and groups[other] >= 0 and groups[own] >= 0:
                        faint = numbers[7] if groups[other] != groups[own] else faint
                share = max(share, faint)
                facing = (np.float32(px) * light_x - np.float32(py) * light_y + here * light_z) * table[
                    own, 0
                ] + table[own, 1]
                values = table[own]
                value = _lit(values, facing, here, open_sky, numbers, colours, 0)
                red += _lined(value, share, _line(line_paint, numbers, colours, 0))
                value = _lit(values, facing, here, open_sky, numbers, colours, 1)
                green += _lined(value, share, _line(line_paint, numbers, colours, 1))
                value = _lit(values, facing, here, open_sky, numbers, colours, 2)
                blue += _lined(value, share, _line(line_paint, numbers, colours, 2))
            quarter = np.float32(63.75)
            picture[row, left + column, 0] = np.uint8(min(most, red * quarter + half))
            picture[row, left + column, 1] = np.uint8(min(most, green * quarter + half))
            picture[row, left + column, 2] = np.uint8(min(most, blue * quarter + half))
            picture[row, left + column, 3] = np.uint8(min(most, covered * quarter + half))
