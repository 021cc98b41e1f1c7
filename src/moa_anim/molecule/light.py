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

BEYOND = np.float32(-1.0e9)
"""Depth beyond the raster."""

MOST_OCCLUDED = np.float32(0.85)
"""However deep a crevice is, some of the sky's light comes in."""


@compiled
def _halve(depth: FloatArray, top: int, left: int, nearest: FloatArray) -> None:
    """Fill `nearest` with the nearest of four pixels of `depth` each, those of its first one from (top, left) on.

    Beyond the edges of `depth` there is nothing.
    """
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
def _light_on(
    table: FloatArray,
    own: int,
    facing: np.float32,
    here: np.float32,
    open_sky: np.float32,
    numbers: FloatArray,
) -> tuple[np.float32, np.float32, np.float32]:
    """How a surface's colour is lit: how far it is mixed with white, what it is multiplied with then, how much haze."""
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    # Half-Lambert. Half turned to the light, a surface has its own colour; beyond that it is mixed with white, not clipped.
    tone = one + numbers[0] * (half + half * facing - numbers[11])
    white = tone - one if tone > one else zero
    tone = tone if tone < one else one
    far = (numbers[3] - here) * numbers[4]
    far = far if far > zero else zero
    haze = numbers[5] * (far if far < one else one)
    return white, tone * (one - table[own, 6] * (one - open_sky)), haze


@compiled
def _coloured(
    table: FloatArray,
    own: int,
    white: np.float32,
    tone: np.float32,
    haze: np.float32,
    colours: FloatArray,
    part: int,
) -> np.float32:
    """One part (red, green or blue) of a surface's colour in such light."""
    base = table[own, 2 + part]
    value = (base + white * (np.float32(1.0) - base)) * tone
    value += haze * (colours[1, part] - value)
    return np.float32(value + table[own, 5] * (colours[2, part] - value))


@compiled
def _line(table: FloatArray, own: int, numbers: FloatArray, colours: FloatArray, part: int) -> np.float32:
    """One part of the colour of a body's line."""
    value = colours[0, part] + numbers[6] * (table[own, 2 + part] - colours[0, part])
    return np.float32(value + table[own, 5] * (colours[2, part] - value))


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
def _doubled(
    above: FloatArray, below: FloatArray, share: np.float32, line: FloatArray, fine: FloatArray
) -> None:
    """Fill `fine` (2n,) with what lies between two coarse rows (n + 2,), `share` of the way down, at twice the size.

    The coarse rows begin one place before `fine` does; `line` (n + 2,) is room to work in.
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
    """How much sky and how much of the key light is missing, on a grid of every second picture pixel.

    `coarse` is depth on that grid with `reach` more on each side than `hidden` and `dark`, which are filled.
    """
    width = hidden.shape[1]
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
        for k in range(far_sky.shape[0]):
            begin = reach + first + far_sky[k, 1]
            neighbours = coarse[at + far_sky[k, 0], begin : begin + last - first]
            _add_hidden(line, neighbours, far_samples[k], hidden[row, first:last])
        for k in range(sun.shape[0]):
            begin = reach + first + sun[k, 1]
            neighbours = coarse[at + sun[k, 0], begin : begin + last - first]
            _most_shadowed(line, neighbours, sun_samples[k], dark[row, first:last])


@compiled
def light_window(
    depth: FloatArray,
    owner: IndexArray,
    table: FloatArray,
    groups: IndexArray,
    near_sky: Offsets,
    near_samples: FloatArray,
    far_sky: Offsets,
    far_samples: FloatArray,
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
    −1 for faces. Row and column offsets (k, 2) with their samples: `near_sky` in picture pixels, `far_sky` and `sun` on a
    grid of every second picture pixel; `rings` of lines in raster pixels. `numbers`: key / neutral, occlusion, shadow, fog
    near, 1 / (near − far), fog strength, line tint, residue line, the light's direction (x, y, z), neutral half-Lambert.
    `colours` (3, 3): ink, haze, paper. `geometry`: top, bottom, left, right of the window in picture pixels, padding, reach
    on the coarse grid of what is looked up, width of the faint line in raster pixels.
    """
    zero, one, half, most = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(255.0)
    quarter, byte = np.float32(0.25), np.float32(63.75)
    light_x, light_y, light_z = numbers[8], numbers[9], numbers[10]
    top, bottom, left, right = geometry[0], geometry[1], geometry[2], geometry[3]
    padding, reach, faint_width = geometry[4], geometry[5], geometry[6]
    # The coarse grid lies on even pixels of the picture, whatever the window, and begins one place before it.
    coarse_top, coarse_left = top // 2 - 1, left // 2 - 1
    coarse_height, coarse_width = (bottom - 1) // 2 + 2 - coarse_top, (right - 1) // 2 + 2 - coarse_left
    skip_y, skip_x = top - 2 * (coarse_top - reach), left - 2 * (coarse_left - reach)
    nearest = np.empty((2 * (coarse_height + 2 * reach), 2 * (coarse_width + 2 * reach)), dtype=np.float32)
    _halve(depth, 2 * (top - skip_y) + padding, 2 * (left - skip_x) + padding, nearest)
    coarse = np.empty((coarse_height + 2 * reach, coarse_width + 2 * reach), dtype=np.float32)
    _halve(nearest, 0, 0, coarse)
    coarse_hidden = np.empty((coarse_height, coarse_width), dtype=np.float32)
    coarse_dark = np.empty((coarse_height, coarse_width), dtype=np.float32)
    _coarse_light(coarse, reach, far_sky, far_samples, sun, sun_samples, coarse_hidden, coarse_dark)
    spans = _spans(nearest, padding // 2)
    width = right - left
    fine, work = 2 * (coarse_width - 2), np.empty(coarse_width, dtype=np.float32)
    hiddens, darks = np.empty(fine, dtype=np.float32), np.empty(fine, dtype=np.float32)
    edges = np.empty((2, 2 * width), dtype=np.float32)
    shift = left - 2 * (left // 2)
    for row in range(top, bottom):
        picture[row, left:right] = 0
        at = row - top + skip_y
        first, last = max(0, spans[at, 0] - skip_x), min(width, spans[at, 1] - skip_x)
        if first >= last:
            continue
        above = row // 2 - coarse_top - (1 - row % 2)
        share = np.float32(0.25) if row % 2 else np.float32(0.75)
        _doubled(coarse_hidden[above], coarse_hidden[above + 1], share, work, hiddens)
        _doubled(coarse_dark[above], coarse_dark[above + 1], share, work, darks)
        hidden, dark = hiddens[shift + first : shift + last], darks[shift + first : shift + last]
        start = first + skip_x
        line = nearest[at, start : start + last - first]
        for k in range(near_sky.shape[0]):
            begin = start + near_sky[k, 1]
            neighbours = nearest[at + near_sky[k, 0], begin : begin + last - first]
            _add_hidden(line, neighbours, near_samples[k], hidden)
        for k in range(last - first):
            hidden[k] = (one - min(MOST_OCCLUDED, numbers[1] * hidden[k])) * (one - numbers[2] * dark[k])
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
            open_sky = hidden[column - first]
            own = owner[y, x]
            even = own == owner[y, x + 1] and own == owner[y + 1, x] and own == owner[y + 1, x + 1]
            edge = edges[0, k] + edges[0, k + 1] + edges[1, k] + edges[1, k + 1]
            if even and edge <= zero:
                if own < 0:
                    continue
                here = (depth[y, x] + depth[y, x + 1] + depth[y + 1, x] + depth[y + 1, x + 1]) * quarter
                across, down = np.float32(x) + half, np.float32(y) + half
                facing = (across * light_x - down * light_y + here * light_z) * table[own, 0] + table[own, 1]
                faint = zero
                beside, below = owner[y, x + 1 + faint_width], owner[y + 1 + faint_width, x]
                if beside != own and beside >= 0 and groups[beside] >= 0 and groups[own] >= 0:
                    faint += half if groups[beside] != groups[own] else zero
                if below != own and below >= 0 and groups[below] >= 0 and groups[own] >= 0:
                    faint += half if groups[below] != groups[own] else zero
                faint *= numbers[7]
                white, tone, haze = _light_on(table, own, facing, here, open_sky, numbers)
                for part in range(3):
                    value = _coloured(table, own, white, tone, haze, colours, part)
                    if faint > zero:
                        value = _lined(value, faint, _line(table, own, numbers, colours, part))
                    picture[row, left + column, part] = np.uint8(min(most, value * most + half))
                picture[row, left + column, 3] = np.uint8(255)
                continue
            red, green, blue, covered = zero, zero, zero, zero
            for sub in range(4):
                py, px = y + sub // 2, x + sub % 2
                own = owner[py, px]
                share = edges[sub // 2, k + sub % 2]
                if own < 0 and share <= zero:
                    continue
                here = depth[py, px]
                front = _front(depth, owner, py, px, rings) if share > zero else own
                if own < 0:
                    covered += share
                    red += share * _line(table, front, numbers, colours, 0)
                    green += share * _line(table, front, numbers, colours, 1)
                    blue += share * _line(table, front, numbers, colours, 2)
                    continue
                covered += one
                faint = zero
                for step in range(2):
                    other = owner[py + faint_width * step, px + faint_width * (1 - step)]
                    if other != own and other >= 0 and groups[other] >= 0 and groups[own] >= 0:
                        faint = numbers[7] if groups[other] != groups[own] else faint
                share = share if share > faint else faint
                across, down = np.float32(px), np.float32(py)
                facing = (across * light_x - down * light_y + here * light_z) * table[own, 0] + table[own, 1]
                white, tone, haze = _light_on(table, own, facing, here, open_sky, numbers)
                value = _coloured(table, own, white, tone, haze, colours, 0)
                red += (
                    _lined(value, share, _line(table, front, numbers, colours, 0)) if share > zero else value
                )
                value = _coloured(table, own, white, tone, haze, colours, 1)
                green += (
                    _lined(value, share, _line(table, front, numbers, colours, 1)) if share > zero else value
                )
                value = _coloured(table, own, white, tone, haze, colours, 2)
                blue += (
                    _lined(value, share, _line(table, front, numbers, colours, 2)) if share > zero else value
                )
            picture[row, left + column, 0] = np.uint8(min(most, red * byte + half))
            picture[row, left + column, 1] = np.uint8(min(most, green * byte + half))
            picture[row, left + column, 2] = np.uint8(min(most, blue * byte + half))
            picture[row, left + column, 3] = np.uint8(min(most, covered * byte + half))
