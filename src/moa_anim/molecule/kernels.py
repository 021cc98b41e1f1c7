"""The compiled inner loops from spheres to buffers: which row of the paint table a pixel shows, and at what depth.

All lengths here are pixels of a supersampled raster; `shading.py` converts from ångström. Depth grows towards the viewer. An
owner buffer holds a row of the paint table for each pixel, −1 for an empty one. Of two spheres at the same depth the one
painted first owns the pixel. A buffer of tiles holds a lower bound of the depth of each tile's pixels, so that most of a
hidden sphere is rejected a tile at a time.

No fast-math: which sphere owns a pixel must not depend on the order of a sum.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]
Offsets = NDArray[np.int64]

EMPTY_DEPTH = np.float32(-1.0e9)
"""Depth of a pixel on which nothing was drawn."""

TILE = 8
"""Side of a tile in pixels."""

TILE_SLACK = np.float32(0.01)
"""Subtracted from a tile's bound (pixels of depth), because it is rounded differently from a pixel's depth."""


@compiled
def _floor(value: np.float32) -> int:
    """The largest whole number that is not above `value`. The general function is called, which takes longer than a test."""
    whole = int(value)
    return whole - 1 if value < np.float32(whole) else whole


@compiled
def _ceil(value: np.float32) -> int:
    """The smallest whole number that is not below `value`."""
    whole = int(value)
    return whole + 1 if value > np.float32(whole) else whole


@compiled
def _paint_span(
    across: FloatArray,
    x: np.float32,
    z: np.float32,
    rest: np.float32,
    cut: np.float32,
    row: np.int32,
    depth: FloatArray,
    owner: IndexArray,
) -> None:
    """Paint one line of a sphere, in place. No branch, so that the compiler takes eight pixels at a time.

    `across` (n,) are the pixels' columns, `rest` the squared radius of the sphere's slice at this line.
    """
    zero = np.float32(0.0)
    for k in range(across.shape[0]):
        dx = across[k] - x
        inside = rest - dx * dx
        inside = inside if inside > zero else zero
        here = z + np.float32(math.sqrt(inside))
        here = here if here < cut else cut
        before = depth[k]
        nearer = here > before
        depth[k] = here if nearer else before
        owner[k] = row if nearer else owner[k]


@compiled
def paint_spheres(
    spheres: FloatArray,
    rows: IndexArray,
    across: FloatArray,
    clip: Offsets,
    depth: FloatArray,
    owner: IndexArray,
    tiles: FloatArray,
) -> None:
    """Paint spheres (n, 5: x, y, z, radius, cut depth; pixels) into depth, owner and tiles, in place.

    `rows` (n,) are the spheres' rows of the paint table, `across` the raster's columns as floats. `clip`: only rows
    `clip[0]`…`clip[1]` and columns `clip[2]`…`clip[3]` are painted, ends included; they are whole tiles, or end where nothing
    is ever painted. A sphere is flattened at its cut depth; if its centre is in front of it, the sphere
    is not drawn: the cut's face is painted separately. For speed, spheres in front should come first.
    """
    for sphere in range(spheres.shape[0]):
        x, y, z = spheres[sphere, 0], spheres[sphere, 1], spheres[sphere, 2]
        radius, cut = spheres[sphere, 3], spheres[sphere, 4]
        if z > cut:
            continue
        front = min(z + radius, cut)
        squared = radius * radius
        top, bottom = max(clip[0], _ceil(y - radius)), min(clip[1], _floor(y + radius))
        left, right = max(clip[2], _ceil(x - radius)), min(clip[3], _floor(x + radius))
        if top > bottom or left > right:
            continue
        for band in range(top // TILE, bottom // TILE + 1):
            first, last = left // TILE, right // TILE
            while first <= last and tiles[band, first] >= front:
                first += 1
            while first <= last and tiles[band, last] >= front:
                last -= 1
            if first > last:
                continue
            begin, end = max(left, first * TILE), min(right, last * TILE + TILE - 1)
            for line in range(max(top, band * TILE), min(bottom, band * TILE + TILE - 1) + 1):
                dy = np.float32(line) - y
                rest = squared - dy * dy
                if rest <= 0.0:
                    continue
                half = np.float32(math.sqrt(rest))
                a, b = max(begin, _ceil(x - half)), min(end, _floor(x + half)) + 1
                if a < b:
                    _paint_span(
                        across[a:b], x, z, rest, cut, rows[sphere], depth[line, a:b], owner[line, a:b]
                    )
            # Raise the bound of tiles that lie entirely within the sphere's outline.
            down = max(abs(np.float32(band * TILE) - y), abs(np.float32(band * TILE + TILE - 1) - y))
            for tile in range(first, last + 1):
                side = max(abs(np.float32(tile * TILE) - x), abs(np.float32(tile * TILE + TILE - 1) - x))
                inside = squared - down * down - side * side
                if inside > 0.0:
                    least = min(z + np.float32(math.sqrt(inside)), cut) - TILE_SLACK
                    if least > tiles[band, tile]:
                        tiles[band, tile] = least


@compiled
def fill_discs(discs: FloatArray, mask: NDArray[np.bool_]) -> None:
    """Set the pixels of discs (n, 3: x, y, radius) in a mask, in place."""
    height, width = mask.shape
    for disc in range(discs.shape[0]):
        x, y, radius = discs[disc, 0], discs[disc, 1], discs[disc, 2]
        for line in range(max(0, _ceil(y - radius)), min(height - 1, _floor(y + radius)) + 1):
            dy = np.float32(line) - y
            half = np.float32(math.sqrt(max(np.float32(0.0), radius * radius - dy * dy)))
            for column in range(max(0, _ceil(x - half)), min(width - 1, _floor(x + half)) + 1):
                mask[line, column] = True


@compiled
def _mixed(above: FloatArray, below: FloatArray, share: np.float32, mixed: FloatArray) -> None:
    """Fill `mixed` (n,) with the linear interpolation between two rows of samples, 0 `above` … 1 `below`."""
    for k in range(mixed.shape[0]):
        mixed[k] = above[k] + share * (below[k] - above[k])


@compiled
def _between(
    samples: FloatArray,
    before: NDArray[np.uint32],
    beyond: FloatArray,
    begin: np.uint64,
    end: np.uint64,
    values: FloatArray,
) -> None:
    """Fill `values` from `begin` to `end` (excluded) with samples interpolated `beyond` those `before` (all (n,)).

    Unsigned: with an index that might be negative the loop took six times as long.
    """
    one = np.uint64(1)
    for k in range(begin, end):
        at = np.uint64(before[k])
        sample = samples[at]
        values[k] = sample + beyond[k] * (samples[at + one] - sample)


@compiled
def _paint_face_span(
    values: FloatArray,
    limits: FloatArray,
    cut: np.float32,
    row: np.int32,
    depth: FloatArray,
    owner: IndexArray,
) -> None:
    """Paint one line of a face, in place; `values` (n,) are its field, `limits` as in `paint_face`."""
    least, inner, contour = limits[0], limits[1], np.int32(row + 1)
    for k in range(values.shape[0]):
        shown = (values[k] > least) & (cut > depth[k])
        own = row if values[k] > inner else contour
        depth[k] = cut if shown else depth[k]
        owner[k] = own if shown else owner[k]


@compiled
def _raise_tiles(depth: FloatArray, upper: int, lower: int, first: int, last: int, tiles: FloatArray) -> None:
    """Raise tiles, rows `upper`…`lower` and columns `first`…`last` (ends excluded), to the least depth of their pixels."""
    if first >= last:
        return
    least = np.empty((last - first) * TILE, dtype=np.float32)
    for band in range(upper, lower):
        least[:] = depth[band * TILE, first * TILE : last * TILE]
        for line in range(band * TILE + 1, band * TILE + TILE):
            here = depth[line, first * TILE : last * TILE]
            for k in range(least.shape[0]):
                least[k] = least[k] if least[k] < here[k] else here[k]
        for tile in range(first, last):
            lowest = least[(tile - first) * TILE]
            for k in range((tile - first) * TILE + 1, (tile - first + 1) * TILE):
                lowest = lowest if lowest < least[k] else least[k]
            tiles[band, tile] = max(tiles[band, tile], lowest)


@compiled
def paint_face(
    field: FloatArray,
    place: FloatArray,
    limits: FloatArray,
    cut: np.float32,
    row: np.int32,
    clip: Offsets,
    depth: FloatArray,
    owner: IndexArray,
    tiles: FloatArray,
) -> None:
    """Paint the face of a cut into depth, owner and tiles, in place, where nothing lies in front of it.

    `field` are samples of the face's field; with `place` = (left, top, step), a sample is at raster pixel
    (left + step × column, top + step × row). The field is interpolated between samples. The face is where it exceeds
    `limits[0]`; up to `limits[1]` it is the contour. `row` is the face's row of the paint table, the next one the contour's.
    `clip` is as in `paint_spheres`.
    """
    left, top, step = place[0], place[1], place[2]
    rows, columns = field.shape
    first = max(clip[2], math.ceil(left))
    last = min(clip[3], math.floor(left + step * np.float32(columns - 1)) - 1)
    upper = max(clip[0], math.ceil(top))
    lower = min(clip[1], math.floor(top + step * np.float32(rows - 1)) - 1)
    if first > last or upper > lower:
        return
    # For each column of pixels the sample before it, and the distance from that sample in steps.
    before = np.empty(last + 1 - first, dtype=np.uint32)
    beyond = np.empty(last + 1 - first, dtype=np.float32)
    for k in range(last + 1 - first):
        u = (np.float32(first + k) - left) / step
        before[k] = np.uint32(min(int(u), columns - 2))
        beyond[k] = u - np.float32(before[k])
    samples = np.empty(columns, dtype=np.float32)
    values = np.empty(last + 1 - first, dtype=np.float32)
    for line in range(upper, lower + 1):
        v = (np.float32(line) - top) / step
        j = min(int(v), rows - 2)
        _mixed(field[j], field[j + 1], v - np.float32(j), samples)
        begin, end = 0, columns
        while begin < end and samples[begin] <= limits[0]:
            begin += 1
        while end > begin and samples[end - 1] <= limits[0]:
            end -= 1
        if begin >= end:
            continue
        a = max(first, math.floor(left + step * np.float32(begin - 1)))
        b = min(last, math.ceil(left + step * np.float32(end))) + 1
        if a < b:
            _between(samples, before, beyond, np.uint64(a - first), np.uint64(b - first), values)
            _paint_face_span(
                values[a - first : b - first], limits, cut, row, depth[line, a:b], owner[line, a:b]
            )
    _raise_tiles(depth, -(-upper // TILE), (lower + 1) // TILE, -(-first // TILE), (last + 1) // TILE, tiles)
