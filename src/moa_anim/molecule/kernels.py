"""The compiled inner loops from spheres to buffers: which row of the paint table a pixel shows, and at what depth.

Everything here works on pixels of a supersampled raster; ångström end at `shading.py`. Depth grows towards the viewer. An
owner buffer holds a row of the paint table for each pixel, −1 where nothing is. Of two spheres at one depth the one that was
painted first has the pixel. A buffer of tiles holds a depth that no pixel of the tile is behind, so that most of a hidden
sphere is rejected a tile at a time.

No fast-math: which sphere owns a pixel must not depend on how a sum was reordered.
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

TILE = 8
"""Pixels along a tile's side."""

TILE_SLACK = np.float32(0.01)
"""Subtracted from the depth that a tile is known to have (pixels): it is computed with other roundings than a pixel's."""


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
    padding: int,
    depth: FloatArray,
    owner: IndexArray,
    tiles: FloatArray,
) -> None:
    """Paint spheres (n, 5: x, y, z, radius, cut depth; pixels) into depth, owner and tiles, in place.

    `rows` (n,) are the spheres' rows of the paint table, `across` the raster's columns as floats. Nothing is painted within
    `padding` pixels of the raster's edge. A sphere is flat where it would stand out of its cut depth; with its middle in
    front of that it is not drawn at all: the cut's face is painted apart. What comes first should be in front.
    """
    height, width = depth.shape
    for sphere in range(spheres.shape[0]):
        x, y, z = spheres[sphere, 0], spheres[sphere, 1], spheres[sphere, 2]
        radius, cut = spheres[sphere, 3], spheres[sphere, 4]
        if z > cut:
            continue
        front = min(z + radius, cut)
        squared = radius * radius
        top, bottom = max(padding, math.ceil(y - radius)), min(height - 1 - padding, math.floor(y + radius))
        left, right = max(padding, math.ceil(x - radius)), min(width - 1 - padding, math.floor(x + radius))
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
                half = math.sqrt(rest)
                a, b = max(begin, math.ceil(x - half)), min(end, math.floor(x + half)) + 1
                if a < b:
                    _paint_span(
                        across[a:b], x, z, rest, cut, rows[sphere], depth[line, a:b], owner[line, a:b]
                    )
            # Tiles that lie wholly within the sphere's outline.
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
        for line in range(max(0, math.ceil(y - radius)), min(height - 1, math.floor(y + radius)) + 1):
            dy = np.float32(line) - y
            half = math.sqrt(max(np.float32(0.0), radius * radius - dy * dy))
            for column in range(max(0, math.ceil(x - half)), min(width - 1, math.floor(x + half)) + 1):
                mask[line, column] = True


@compiled
def paint_face(
    field: FloatArray,
    place: FloatArray,
    limits: FloatArray,
    cut: np.float32,
    row: np.int32,
    padding: int,
    depth: FloatArray,
    owner: IndexArray,
    tiles: FloatArray,
) -> None:
    """Paint the face of a cut into depth, owner and tiles, in place, where nothing lies in front of it.

    `field` holds samples, `place` (left, top, step) of which are at raster pixels left + step × column and so on. Between
    them it is interpolated. Where it is more than `limits[0]` the face is, up to `limits[1]` its contour. `row` is the
    face's in the paint table, the next one the contour's.
    """
    height, width = depth.shape
    left, top, step = place[0], place[1], place[2]
    rows, columns = field.shape
    first = max(padding, math.ceil(left))
    last = min(width - 1 - padding, math.floor(left + step * np.float32(columns - 1)) - 1)
    upper = max(padding, math.ceil(top))
    lower = min(height - 1 - padding, math.floor(top + step * np.float32(rows - 1)) - 1)
    for line in range(upper, lower + 1):
        v = (np.float32(line) - top) / step
        j = min(int(v), rows - 2)
        v -= np.float32(j)
        for column in range(first, last + 1):
            u = (np.float32(column) - left) / step
            i = min(int(u), columns - 2)
            u -= np.float32(i)
            above = field[j, i] + u * (field[j, i + 1] - field[j, i])
            below = field[j + 1, i] + u * (field[j + 1, i + 1] - field[j + 1, i])
            value = above + v * (below - above)
            if value > limits[0] and cut > depth[line, column]:
                depth[line, column] = cut
                owner[line, column] = row if value > limits[1] else row + 1
    for band in range(-(-upper // TILE), (lower + 1) // TILE):
        for tile in range(-(-first // TILE), (last + 1) // TILE):
            least = depth[band * TILE, tile * TILE]
            for line in range(band * TILE, band * TILE + TILE):
                for column in range(tile * TILE, tile * TILE + TILE):
                    least = min(least, depth[line, column])
            tiles[band, tile] = max(tiles[band, tile], least)
