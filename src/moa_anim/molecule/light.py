"""The compiled inner loops from buffers to a picture: light, haze and lines.

A picture pixel covers four pixels of the raster. Where one row of the paint table owns all four and no line crosses them, the
pixel is lit once, at their mean depth. Such pixels form runs, which are lit without branches, so that the compiler
vectorises the loop (eight pixels at a time). The other pixels, about one in six of a molecule that fills the picture, are lit
once for each surface that they show, and averaged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]
ByteArray = NDArray[np.uint8]
Offsets = NDArray[np.int64]

WHITE_SHARE = np.float32(0.6)
"""Share of white mixed in where a surface is lit more than its colour can be lightened: more makes highlights look chalky."""

LIGHTEST = np.float32(0.98)
"""Largest value of a colour's strongest channel in the brightest light: nothing is clipped."""

BLOCK = 8
"""Side of a block in raster pixels. For each block it is tested whether a jump of depth is near enough for a line."""

BRIDGED = 8
"""Fewer blocks than these between two that may have a line are treated as if they might have one too."""

RUN = 32
"""Lines are looked for in runs of a multiple of so many pixels: the compiler takes them at a time."""

NO_LINE = np.float32(1.0e30)
"""A jump of depth that does not occur: the initial value of a minimum."""


@compiled
def _raise(line: FloatArray, peak: FloatArray) -> None:
    """Set `peak` (n,) to the maximum of itself and `line` (n,), in place."""
    for k in range(peak.shape[0]):
        peak[k] = peak[k] if peak[k] > line[k] else line[k]


@compiled
def _edges(
    depth: FloatArray,
    y: int,
    x: int,
    rings: Offsets,
    counts: Offsets,
    steps: FloatArray,
    peak: FloatArray,
    edge: FloatArray,
) -> None:
    """Fill `edge` (n,) with the coverage by a line (0…1) of each pixel of raster row `y` from `x` on.

    A line is drawn on the surface behind a jump of depth. `rings` (k, 2; rows, columns) are the offsets of two rings,
    `counts` the number of offsets of each, a multiple of 4; `steps` (2, 2) are the jump at which each ring's line begins, and
    1 / the range over which it reaches full coverage. `peak` (n or more,) is a work array.
    """
    zero, one = np.float32(0.0), np.float32(1.0)
    # Unsigned: with an index that might be negative the loops would not be vectorised. Rows are indexed in the loop because
    # views of them, counted by reference, took most of the time.
    count, row, column = np.uint64(edge.shape[0]), np.uint64(y), np.uint64(x)
    for k in range(count):
        edge[k] = zero
    start = 0
    for ring in range(counts.shape[0]):
        for k in range(count):
            peak[k] = depth[row, column + k]
        for four in range(start, start + counts[ring], 4):
            row_a, row_b = np.uint64(y + rings[four, 0]), np.uint64(y + rings[four + 1, 0])
            row_c, row_d = np.uint64(y + rings[four + 2, 0]), np.uint64(y + rings[four + 3, 0])
            first_a, first_b = np.uint64(x + rings[four, 1]), np.uint64(x + rings[four + 1, 1])
            first_c, first_d = np.uint64(x + rings[four + 2, 1]), np.uint64(x + rings[four + 3, 1])
            for k in range(count):
                a, b = depth[row_a, first_a + k], depth[row_b, first_b + k]
                c, d = depth[row_c, first_c + k], depth[row_d, first_d + k]
                a = a if a > b else b
                c = c if c > d else d
                a = a if a > c else c
                peak[k] = peak[k] if peak[k] > a else a
        start += counts[ring]
        least, step = steps[ring, 0], steps[ring, 1]
        for k in range(count):
            share = (peak[k] - depth[row, column + k] - least) * step
            share = share if share < one else one
            edge[k] = edge[k] if edge[k] > share else share


@compiled
def _front(depth: FloatArray, owner: IndexArray, at: np.uint64, around: Offsets, inner: int) -> np.int32:
    """The paint table's row of the nearest surface around a pixel, from the inner ring if it has one: the line's owner.

    `depth` and `owner` are flat, `at` is the pixel's index; `around` are the rings' offsets as differences of indices, the
    first `inner` those of the inner ring.
    """
    own = owner[at]
    best, row = depth[at], own
    for k in range(around.shape[0]):
        beside = np.uint64(np.int64(at) + around[k])
        here = depth[beside]
        if here > best:
            best, row = here, owner[beside]
        if k == inner - 1 and row != own:
            break
    return np.int32(row)


@compiled
def _lower(line: FloatArray, least: FloatArray) -> None:
    """Set `least` (n,) to the minimum of itself and `line` (n,), in place."""
    for k in range(least.shape[0]):
        least[k] = least[k] if least[k] < line[k] else line[k]


@compiled
def _jumps(depth: FloatArray, extent: Offsets, rings: Offsets, steps: FloatArray) -> NDArray[np.bool_]:
    """Mask (rows, columns) of the blocks that may have a firm line: depth around them varies by as much as a line requires.

    `extent`: first and last block along rows, first and last along columns, ends included; their distance from the edges of
    `depth` must be at least the reach of lines.
    """
    reach, needed = 0, NO_LINE
    for k in range(rings.shape[0]):
        reach = max(reach, -(-max(abs(rings[k, 0]), abs(rings[k, 1])) // BLOCK))
    for k in range(steps.shape[0]):
        needed = min(needed, steps[k, 0])
    rows, columns = extent[1] - extent[0] + 1, extent[3] - extent[2] + 1
    begin = (extent[2] - reach) * BLOCK
    end = min((extent[3] + reach + 1) * BLOCK, depth.shape[1])
    highest = np.empty((rows + 2 * reach, columns + 2 * reach), dtype=np.float32)
    lowest = np.empty((rows + 2 * reach, columns + 2 * reach), dtype=np.float32)
    high, low = np.empty(end - begin, dtype=np.float32), np.empty(end - begin, dtype=np.float32)
    for row in range(highest.shape[0]):
        y = (extent[0] - reach + row) * BLOCK
        high[:] = depth[y, begin:end]
        low[:] = high
        for line in range(y + 1, min(y + BLOCK, depth.shape[0])):
            _raise(depth[line, begin:end], high)
            _lower(depth[line, begin:end], low)
        for column in range(highest.shape[1]):
            most, least = high[column * BLOCK], low[column * BLOCK]
            for k in range(column * BLOCK + 1, min((column + 1) * BLOCK, end - begin)):
                most = most if most > high[k] else high[k]
                least = least if least < low[k] else low[k]
            highest[row, column], lowest[row, column] = most, least
    found = np.empty((rows, columns), dtype=np.bool_)
    for row in range(rows):
        for column in range(columns):
            most = highest[row, column]
            for y in range(row, row + 2 * reach + 1):
                for x in range(column, column + 2 * reach + 1):
                    most = most if most > highest[y, x] else highest[y, x]
            found[row, column] = most - lowest[row + reach, column + reach] > needed
    return found


@compiled
def _bridge(jumps: NDArray[np.bool_]) -> None:
    """Set short gaps between blocks of a row: no line is found there, but one long run takes less time than two."""
    for row in range(jumps.shape[0]):
        gap = BRIDGED
        for column in range(jumps.shape[1]):
            if not jumps[row, column]:
                gap += 1
                continue
            if gap < BRIDGED:
                jumps[row, column - gap : column] = True
            gap = 0


@compiled
def _mark(
    upper: IndexArray,
    lower: IndexArray,
    below: Offsets,
    owner: IndexArray,
    edges: FloatArray,
    marks: ByteArray,
) -> None:
    """Set `marks` (n,) to 1 where a line may be drawn in two raster rows, or more than one row of the table is visible.

    `upper` and `lower` (n + width of the faint line, or more) are the owners in the rows; `below`: row and column in `owner`
    at which they begin, and the width of the faint line; `edges` (2, n) are the firm lines' coverages.
    """
    y, x, width, count = below[0], below[1], below[2], marks.shape[0]
    third, fourth = owner[y + width, x : x + count], owner[y + 1 + width, x : x + count]
    beside, upper_beside, lower_beside = upper[1:], upper[width:], lower[width:]
    first_edge, second_edge = edges[0], edges[1]
    zero = np.float32(0.0)
    for k in range(count):
        here, under = upper[k], lower[k]
        differ = (
            (here != under) | (here != beside[k]) | (here != upper_beside[k]) | (under != lower_beside[k])
        )
        differ |= (here != third[k]) | (under != fourth[k]) | (first_edge[k] > zero) | (second_edge[k] > zero)
        marks[k] = np.uint8(1) if differ else np.uint8(0)


@compiled
def _line(
    table: FloatArray, own: np.int32, numbers: FloatArray, colours: FloatArray, part: int
) -> np.float32:
    """One channel (0…2) of the colour of a body's line."""
    value = colours[0, part] + numbers[4] * (table[own, 2 + part] - colours[0, part])
    return np.float32(value + table[own, 5] * (colours[2, part] - value))


@compiled
def _lined(value: np.float32, share: np.float32, line: np.float32) -> np.float32:
    """A channel with `share` of a line on it; a line never makes a colour lighter."""
    return value + share * (line - value) if line < value else value


@compiled
def _light_run(
    table: FloatArray,
    row: int,
    begin: int,
    end: int,
    depth: FloatArray,
    light: FloatArray,
    across: FloatArray,
    down: np.float32,
    numbers: FloatArray,
    colours: FloatArray,
    reds: FloatArray,
    greens: FloatArray,
    blues: FloatArray,
) -> None:
    """Fill `reds`, `greens`, `blues` from `begin` to `end` with the colours of a surface at `depth` in `light` (all (n,)).

    `row` of the paint table owns these pixels. `across` (n,) are the columns, `down` the row.
    """
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    inverse, offset, dim, takes = (
        half * table[row, 0],
        half * table[row, 1] + half,
        table[row, 5],
        table[row, 6],
    )
    red, green, blue = table[row, 2], table[row, 3], table[row, 4]
    key, fog_near, fog_step, fog = numbers[0], numbers[1], numbers[2], numbers[3]
    light_x, light_z, neutral = numbers[6], numbers[8], numbers[9]
    rest, least, sloping = one - dim, one - takes, down * numbers[7]
    most = max(red, green, blue, np.float32(0.01))
    brightest = LIGHTEST / most
    add_red, add_green, add_blue = dim * colours[2, 0], dim * colours[2, 1], dim * colours[2, 2]
    fog_red, fog_green, fog_blue = rest * colours[1, 0], rest * colours[1, 1], rest * colours[1, 2]
    # Unsigned: with an index that might be negative the loop would not be vectorised.
    for k in range(np.uint64(begin), np.uint64(end)):
        # Half-Lambert. At the neutral angle a surface has its own colour; turned further to the light it is lighter at the
        # same saturation, and where that would be clipped, white is mixed in.
        facing = (across[k] * light_x - sloping + depth[k] * light_z) * inverse + offset
        tone = one + key * (facing - neutral)
        white = WHITE_SHARE * (tone - brightest)
        white = white if white > zero else zero
        tone = tone if tone < brightest else brightest
        tone *= rest * (least + takes * light[k])
        haze = (fog_near - depth[k]) * fog_step
        haze = haze if haze > zero else zero
        haze = fog * (haze if haze < one else one)
        tone *= one - haze
        reds[k] = (red + white * (most - red)) * tone + haze * fog_red + add_red
        greens[k] = (green + white * (most - green)) * tone + haze * fog_green + add_green
        blues[k] = (blue + white * (most - blue)) * tone + haze * fog_blue + add_blue


@compiled
def _depths(upper: FloatArray, lower: FloatArray, depths: FloatArray) -> None:
    """Fill `depths` (n,) with the mean of four raster pixels each, of two rows (2n,)."""
    quarter = np.float32(0.25)
    for k in range(depths.shape[0]):
        depths[k] = quarter * ((upper[2 * k] + upper[2 * k + 1]) + (lower[2 * k] + lower[2 * k + 1]))


@compiled
def _pack(values: FloatArray, pixels: NDArray[np.uint32]) -> None:
    """Fill `pixels` (n,; red in the lowest byte) with `values` (4, n or more; 0…1)."""
    byte, half = np.float32(255.0), np.float32(0.5)
    reds, greens, blues, alphas = values[0], values[1], values[2], values[3]
    for k in range(pixels.shape[0]):
        red, green = np.uint32(np.int32(reds[k] * byte + half)), np.uint32(np.int32(greens[k] * byte + half))
        blue, alpha = (
            np.uint32(np.int32(blues[k] * byte + half)),
            np.uint32(np.int32(alphas[k] * byte + half)),
        )
        pixels[k] = red | (green << np.uint32(8)) | (blue << np.uint32(16)) | (alpha << np.uint32(24))


@compiled
def _surface(
    table: FloatArray,
    row: int,
    x: np.float32,
    y: np.float32,
    depth: np.float32,
    light: np.float32,
    numbers: FloatArray,
    colours: FloatArray,
) -> tuple[np.float32, np.float32, np.float32]:
    """The colour (r, g, b) of a surface at raster pixel (x, y) and `depth` in `light`: the same as from `_light_run`."""
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    facing = (x * numbers[6] - y * numbers[7] + depth * numbers[8]) * (half * table[row, 0])
    facing += half * table[row, 1] + half
    tone = one + numbers[0] * (facing - numbers[9])
    red, green, blue = table[row, 2], table[row, 3], table[row, 4]
    most = max(red, green, blue, np.float32(0.01))
    brightest = LIGHTEST / most
    white = max(WHITE_SHARE * (tone - brightest), zero)
    dim, takes = table[row, 5], table[row, 6]
    rest = one - dim
    tone = min(tone, brightest) * (rest * (one - takes + takes * light))
    haze = numbers[3] * min(max((numbers[1] - depth) * numbers[2], zero), one)
    tone *= one - haze
    haze *= rest
    return (
        (red + white * (most - red)) * tone + haze * colours[1, 0] + dim * colours[2, 0],
        (green + white * (most - green)) * tone + haze * colours[1, 1] + dim * colours[2, 1],
        (blue + white * (most - blue)) * tone + haze * colours[1, 2] + dim * colours[2, 2],
    )


@compiled
def _light_mixed(
    depth: FloatArray,
    owner: IndexArray,
    begin: Offsets,
    table: FloatArray,
    groups: IndexArray,
    y: int,
    x: int,
    light: FloatArray,
    across: FloatArray,
    around: Offsets,
    edges: FloatArray,
    marks: NDArray[np.uint16],
    numbers: FloatArray,
    colours: FloatArray,
    values: FloatArray,
) -> None:
    """Fill `values` (4, n or more) where `marks` (n,) is not 0, with the averages of four raster pixels each.

    The row begins at raster pixel (y, x). `depth` and `owner` are flat; `begin`: values in a row of them, number of the inner
    ring's offsets, width of the faint line. Firm lines have the coverages `edges` (2, 2n); faint ones are where residues
    meet; `around` as in `_front`.
    """
    zero, one, quarter = np.float32(0.0), np.float32(1.0), np.float32(0.25)
    stride, inner, faint_width = begin[0], begin[1], begin[2]
    owners, places = np.empty(4, dtype=np.int32), np.empty(4, dtype=np.uint64)
    for k in range(marks.shape[0]):
        if marks[k] == 0:
            continue
        red, green, blue, alpha = zero, zero, zero, zero
        line_red, line_green, line_blue, found = zero, zero, zero, False
        left = x + 2 * k
        places[0] = np.uint64(y * stride + left)
        places[1], places[2] = places[0] + np.uint64(1), places[0] + np.uint64(stride)
        places[3] = places[2] + np.uint64(1)
        for each in range(4):
            owners[each] = owner[places[each]]
        done = 0
        for first in range(4):
            if done >> first & 1:
                continue
            row = owners[first]
            here_red, here_green, here_blue = zero, zero, zero
            if row >= 0:
                # A surface that several of the four show is lit once, at their mean place.
                count, at_x, at_y, at_depth = zero, zero, zero, zero
                for each in range(first, 4):
                    if owners[each] == row:
                        count += one
                        at_x, at_y = at_x + across[left + (each & 1)], at_y + across[y + (each >> 1)]
                        at_depth += depth[places[each]]
                part = one / count
                here_red, here_green, here_blue = _surface(
                    table, row, at_x * part, at_y * part, at_depth * part, light[k], numbers, colours
                )
            for each in range(first, 4):
                if owners[each] != row:
                    continue
                done |= 1 << each
                share = edges[each >> 1, 2 * k + (each & 1)]
                if share > zero and not found:
                    # Looked up once: around the other three pixels the nearest surface almost always has the same colour.
                    front = _front(depth, owner, places[each], around, inner)
                    line_red = _line(table, front, numbers, colours, 0)
                    line_green = _line(table, front, numbers, colours, 1)
                    line_blue = _line(table, front, numbers, colours, 2)
                    found = True
                if row < 0:
                    red += share * line_red
                    green += share * line_green
                    blue += share * line_blue
                    alpha += share
                    continue
                alpha += one
                beside = owner[places[each] + np.uint64(faint_width)]
                below = owner[places[each] + np.uint64(faint_width * stride)]
                if beside != row or below != row:
                    group = groups[row]
                    if group >= 0 and (
                        (beside >= 0 and groups[beside] >= 0 and groups[beside] != group)
                        or (below >= 0 and groups[below] >= 0 and groups[below] != group)
                    ):
                        share = max(share, numbers[5])
                if share <= zero:
                    red, green, blue = red + here_red, green + here_green, blue + here_blue
                    continue
                own_red, own_green, own_blue = line_red, line_green, line_blue
                if not found:
                    own_red = _line(table, row, numbers, colours, 0)
                    own_green = _line(table, row, numbers, colours, 1)
                    own_blue = _line(table, row, numbers, colours, 2)
                red += _lined(here_red, share, own_red)
                green += _lined(here_green, share, own_green)
                blue += _lined(here_blue, share, own_blue)
        values[0, k], values[1, k] = quarter * red, quarter * green
        values[2, k], values[3, k] = quarter * blue, quarter * alpha


@compiled
def _light_row(
    owner: IndexArray,
    depths: FloatArray,
    table: FloatArray,
    light: FloatArray,
    across: FloatArray,
    down: np.float32,
    numbers: FloatArray,
    colours: FloatArray,
    marks: NDArray[np.uint16],
    values: FloatArray,
) -> None:
    """Fill `values` (4, n or more) with a row of picture pixels, run by run, except those that are marked.

    `owner` (2n,) is at the raster's resolution, everything else at the picture's.
    """
    values[:, : depths.shape[0]] = np.float32(0.0)
    reds, greens, blues, alphas = values[0], values[1], values[2], values[3]
    count, at = depths.shape[0], 0
    while at < count:
        row, end = owner[2 * at], at + 1
        if marks[at] != 0 or row < 0:
            at = end
            continue
        while end < count and marks[end] == 0 and owner[2 * end] == row:
            end += 1
        for k in range(at, end):
            alphas[k] = np.float32(1.0)
        _light_run(table, row, at, end, depths, light, across, down, numbers, colours, reds, greens, blues)
        at = end


@compiled
def light_window(
    depth: FloatArray,
    owner: IndexArray,
    table: FloatArray,
    groups: IndexArray,
    light: FloatArray,
    shown: Offsets,
    rings: Offsets,
    ring_counts: Offsets,
    ring_steps: FloatArray,
    numbers: FloatArray,
    colours: FloatArray,
    across: FloatArray,
    geometry: Offsets,
    picture: NDArray[np.uint32],
) -> None:
    """Light a window of a 2×-supersampled raster into `picture` (premultiplied RGBA, half the size), in place.

    `table` (n, 7): for each row the two coefficients of its orientation to the light (see `shading.Raster`), its colour, the
    share of paper mixed in, and the share of the shade that is applied. `groups` (n,): residues, separated by faint lines;
    −1 for faces. `light` and `shown` belong to the window (see `shade.shade_window`), `rings` are the offsets of lines in
    raster pixels. `numbers`: key / neutral, fog near, 1 / (near − far), fog strength, line tint, residue line, the light's
    direction (x, y, z), neutral half-Lambert. `colours` (3, 3): ink, haze, paper. `across` are whole numbers as floats.
    `geometry`: top and left of the window in picture pixels, padding, width of the faint line in raster pixels.
    """
    top, left, padding, faint_width = geometry[0], geometry[1], geometry[2], geometry[3]
    half = np.float32(0.5)
    height, width = light.shape
    if height == 0 or width == 0:
        return
    edges, depths = np.empty((2, 2 * width), dtype=np.float32), np.empty(width, dtype=np.float32)
    values, centres = np.empty((4, width), dtype=np.float32), np.empty(width, dtype=np.float32)
    marks, peak = np.zeros(2 * width, dtype=np.uint8), np.empty(2 * width, dtype=np.float32)
    flat_depth, flat_owner, stride = depth.reshape(-1), owner.reshape(-1), depth.shape[1]
    begin = np.array([stride, ring_counts[0] if ring_counts.shape[0] else 0, faint_width])
    around = np.empty(rings.shape[0], dtype=np.int64)
    for k in range(rings.shape[0]):
        around[k] = rings[k, 0] * stride + rings[k, 1]
    for k in range(width):
        centres[k] = across[2 * (left + k) + padding] + half
    extent = np.array(
        [
            (2 * top + padding) // BLOCK,
            (2 * (top + height) + padding - 1) // BLOCK,
            (2 * left + padding) // BLOCK,
            (2 * (left + width) + padding - 1) // BLOCK,
        ]
    )
    jumps = _jumps(depth, extent, rings, ring_steps)
    _bridge(jumps)
    for line in range(height):
        row = top + line
        first, last = shown[line, 0], shown[line, 1]
        if first >= last:
            continue
        count, x, y = 2 * (last - first), 2 * (left + first) + padding, 2 * row + padding
        edges[:, :count] = np.float32(0.0)
        jump = jumps[y // BLOCK - extent[0]]
        at = x
        while at < x + count:
            near, end = jump[at // BLOCK - extent[2]], at
            while end < x + count and jump[end // BLOCK - extent[2]] == near:
                end = (end // BLOCK + 1) * BLOCK
            if near:
                end = min(at + -(-(end - at) // RUN) * RUN, x + count)
                for sub in range(2):
                    edge = edges[sub, at - x : end - x]
                    _edges(depth, y + sub, at, rings, ring_counts, ring_steps, peak, edge)
            end = min(end, x + count)
            at = end
        upper, lower = owner[y, x : x + count + faint_width], owner[y + 1, x : x + count + faint_width]
        _mark(upper, lower, np.array([y, x, faint_width]), owner, edges, marks[:count])
        pairs = marks[:count].view(np.uint16)
        _depths(depth[y, x : x + count], depth[y + 1, x : x + count], depths[: last - first])
        _light_row(
            upper,
            depths[: last - first],
            table,
            light[line, first:last],
            centres[first:last],
            across[y] + half,
            numbers,
            colours,
            pairs,
            values,
        )
        _light_mixed(
            flat_depth,
            flat_owner,
            begin,
            table,
            groups,
            y,
            x,
            light[line, first:last],
            across,
            around,
            edges,
            pairs,
            numbers,
            colours,
            values,
        )
        _pack(values, picture[row, left + first : left + last])
