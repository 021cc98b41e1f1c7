"""The compiled inner loops from buffers to a picture: light, haze and lines on each pixel of the raster, then its average.

A row is lit in runs of pixels that one row of the paint table owns: within a run all is arithmetic on neighbouring pixels,
without a branch, so that the compiler takes eight of them at a time.
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
"""Of white in what is lit more than its colour can be made lighter: with all of it highlights look like chalk."""

LIGHTEST = np.float32(0.98)
"""Of a colour's strongest part, in the brightest light: nothing is clipped."""


@compiled
def _raise(line: FloatArray, peak: FloatArray) -> None:
    """Raise `peak` (n,) to `line` (n,), in place."""
    for k in range(peak.shape[0]):
        peak[k] = peak[k] if peak[k] > line[k] else line[k]


@compiled
def _edges(
    depth: FloatArray, y: int, x: int, rings: Offsets, counts: Offsets, steps: FloatArray, edge: FloatArray
) -> None:
    """How much of a line (0…1) each pixel of a raster row has from `x` on, into `edge` (n,).

    A line lies on what is behind a jump of depth. `rings` (k, 2; rows, columns) are two rings, `counts` how many places each
    has; `steps` (2, 2) the jump at which each ring's line begins, and 1 / range to the whole line.
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
            begin = x + rings[k, 1]
            _raise(depth[y + rings[k, 0], begin : begin + count], peak)
        start += counts[ring]
        least, step = steps[ring, 0], steps[ring, 1]
        for column in range(count):
            share = (peak[column] - here[column] - least) * step
            share = share if share < one else one
            edge[column] = edge[column] if edge[column] > share else share


@compiled
def _front(depth: FloatArray, owner: IndexArray, y: int, x: int, rings: Offsets, counts: Offsets) -> int:
    """The paint table's row of what is nearest about a pixel, in the inner ring if there is a surface: the line is its."""
    best, row = depth[y, x], owner[y, x]
    for k in range(rings.shape[0]):
        here = depth[y + rings[k, 0], x + rings[k, 1]]
        if here > best:
            best, row = here, owner[y + rings[k, 0], x + rings[k, 1]]
        if k == counts[0] - 1 and row != owner[y, x]:
            break
    return int(row)


@compiled
def _mark(edge: FloatArray, own: IndexArray, beside: IndexArray, below: IndexArray, marks: ByteArray) -> None:
    """Set `marks` (n or more,) to 1 where a line may be drawn: where `edge` says so, or another row is beside or below."""
    for k in range(edge.shape[0]):
        line = (edge[k] > np.float32(0.0)) | (own[k] != beside[k]) | (own[k] != below[k])
        marks[k] = np.uint8(1) if line else np.uint8(0)


@compiled
def _line(table: FloatArray, own: int, numbers: FloatArray, colours: FloatArray, part: int) -> np.float32:
    """One part of the colour of a body's line."""
    value = colours[0, part] + numbers[4] * (table[own, 2 + part] - colours[0, part])
    return np.float32(value + table[own, 5] * (colours[2, part] - value))


@compiled
def _lined(value: np.float32, share: np.float32, line: np.float32) -> np.float32:
    """A colour's part with `share` of a line on it; a line makes nothing lighter."""
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
        # Half-Lambert. Half turned to the light a surface has its own colour; beyond that it is lighter at the same
        # saturation, and where that would be clipped white is mixed in.
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
def _light_row(
    depth: FloatArray,
    owner: IndexArray,
    table: FloatArray,
    light: FloatArray,
    across: FloatArray,
    down: np.float32,
    numbers: FloatArray,
    colours: FloatArray,
    values: FloatArray,
) -> None:
    """Fill `values` (4, n or more: red, green, blue, alpha) with a row of surfaces, run by run; no lines yet."""
    reds, greens, blues, alphas = values[0], values[1], values[2], values[3]
    count, at = owner.shape[0], 0
    while at < count:
        row, end = owner[at], at + 1
        while end < count and owner[end] == row:
            end += 1
        if row < 0:
            for k in range(at, end):
                reds[k] = greens[k] = blues[k] = alphas[k] = np.float32(0.0)
        else:
            for k in range(at, end):
                alphas[k] = np.float32(1.0)
            _light_run(table, row, at, end, depth, light, across, down, numbers, colours, reds, greens, blues)
        at = end


@compiled
def _draw_lines(
    depth: FloatArray,
    owner: IndexArray,
    table: FloatArray,
    groups: IndexArray,
    y: int,
    x: int,
    rings: Offsets,
    counts: Offsets,
    edge: FloatArray,
    marks: ByteArray,
    faint_width: int,
    numbers: FloatArray,
    colours: FloatArray,
    values: FloatArray,
) -> None:
    """Draw lines over a lit row from raster pixel (y, x) on: firm where `edge` (n,) says so, faint where residues meet.

    `marks` is room to work in, of n bytes or more in whole eights: most eights of pixels have no line and are passed at once.
    """
    zero, count = np.float32(0.0), edge.shape[0]
    own, beside = owner[y, x : x + count], owner[y, x + faint_width : x + faint_width + count]
    below = owner[y + faint_width, x : x + count]
    marks[8 * (count // 8) :] = np.uint8(0)
    _mark(edge, own, beside, below, marks)
    eights = marks.view(np.uint64)
    for eight in range((count + 7) // 8):
        if eights[eight] == 0:
            continue
        for k in range(8 * eight, min(count, 8 * eight + 8)):
            if marks[k] == 0:
                continue
            share, row = edge[k], own[k]
            front = row
            if share > zero:
                front = _front(depth, owner, y, x + k, rings, counts)
            if row >= 0 and groups[row] >= 0:
                for other in (beside[k], below[k]):
                    if other >= 0 and groups[other] >= 0 and groups[other] != groups[row]:
                        share = max(share, numbers[5])
            if share <= zero:
                continue
            if row < 0:
                values[3, k] = share
            for part in range(3):
                line = _line(table, front, numbers, colours, part)
                values[part, k] = share * line if row < 0 else _lined(values[part, k], share, line)


@compiled
def _average(upper: FloatArray, lower: FloatArray, pixels: NDArray[np.uint32]) -> None:
    """Fill `pixels` (n,; red in the lowest byte) with the average of four raster pixels each, of two lit rows (4, 2n)."""
    byte, half = np.float32(63.75), np.float32(0.5)
    for k in range(pixels.shape[0]):
        pixel = np.uint32(0)
        for part in range(4):
            total = upper[part, 2 * k] + upper[part, 2 * k + 1] + lower[part, 2 * k] + lower[part, 2 * k + 1]
            pixel |= np.uint32(np.int32(total * byte + half)) << np.uint32(8 * part)
        pixels[k] = pixel


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

    `table` (n, 7): of each row the two numbers that give how much it faces the light (see `shading.Raster`), its colour, how
    far it is mixed with paper, and how much of the shade it takes. `groups` (n,): residues, which a faint line divides;
    −1 for faces. `light` and `shown` are of the window (see `shade.shade_window`), `rings` of lines in raster pixels.
    `numbers`: key / neutral, fog near, 1 / (near − far), fog strength, line tint, residue line, the light's direction (x, y,
    z), neutral half-Lambert. `colours` (3, 3): ink, haze, paper. `across` are whole numbers as floats. `geometry`: top and
    left of the window in picture pixels, padding, width of the faint line in raster pixels.
    """
    top, left, padding, faint_width = geometry[0], geometry[1], geometry[2], geometry[3]
    height, width = light.shape
    edges, lights = np.empty(2 * width, dtype=np.float32), np.empty(2 * width, dtype=np.float32)
    values = np.empty((2, 4, 2 * width), dtype=np.float32)
    marks = np.zeros(2 * width + 8 - 2 * width % 8, dtype=np.uint8)
    for line in range(height):
        row = top + line
        first, last = shown[line, 0], shown[line, 1]
        if first >= last:
            continue
        count, x = 2 * (last - first), 2 * (left + first) + padding
        for k in range(last - first):
            lights[2 * k] = light[line, first + k]
            lights[2 * k + 1] = light[line, first + k]
        for sub in range(2):
            y, edge = 2 * row + sub + padding, edges[:count]
            _light_row(
                depth[y, x : x + count],
                owner[y, x : x + count],
                table,
                lights,
                across[x : x + count],
                across[y],
                numbers,
                colours,
                values[sub],
            )
            _edges(depth, y, x, rings, ring_counts, ring_steps, edge)
            _draw_lines(
                depth,
                owner,
                table,
                groups,
                y,
                x,
                rings,
                ring_counts,
                edge,
                marks,
                faint_width,
                numbers,
                colours,
                values[sub],
            )
        _average(values[0], values[1], picture[row, left + first : left + last])
