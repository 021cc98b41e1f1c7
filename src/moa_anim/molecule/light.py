"""The compiled inner loops of lit atoms: spheres into depth buffers, depth into normals, occlusion, shadow and colour.

Everything here works on pixels of a raster; ångström end at `atoms.py`. Depth grows towards the viewer. An owner buffer
says which atom a pixel shows: its number, or −1 for nothing; cut faces are marked in a buffer of their own.

No fast-math: which atom owns a pixel must not depend on how a sum was reordered. Of two atoms at one depth the first in
the list has the pixel.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int32]
ByteArray = NDArray[np.uint8]

EMPTY = np.float32(-1.0e9)
"""Depth of a pixel that shows nothing."""

DOWN, RIGHT = (1, -1, 0, 0), (0, 0, 1, -1)
"""Offsets of a pixel's four neighbours."""


@compiled
def fill_depth(
    spheres: FloatArray, cuts: ByteArray, depth: FloatArray, owner: IndexArray, sliced: ByteArray
) -> None:
    """Paint spheres (n, 5: x, y, z, radius, cut depth; pixels) into depth and owner, their slices into sliced, in place.

    What lies in front of its cut depth is taken off: a sphere with its middle there leaves only its slice, the others are
    flat at the cut. `cuts` (n,) is what a slice is marked with: the number of the cut body, from 1; 0 where nothing is cut.
    """
    height, width = depth.shape
    for atom in range(spheres.shape[0]):
        x, y, z = spheres[atom, 0], spheres[atom, 1], spheres[atom, 2]
        radius, cut = spheres[atom, 3], spheres[atom, 4]
        if z - radius >= cut:
            continue
        squared = radius * radius
        crosses = z + radius > cut
        slice_squared = squared - (cut - z) * (cut - z) if crosses else np.float32(0.0)
        top, bottom = max(0, math.ceil(y - radius)), min(height - 1, math.floor(y + radius))
        for row in range(top, bottom + 1):
            dy = np.float32(row) - y
            rest = squared - dy * dy
            if rest <= 0.0:
                continue
            half = math.sqrt(rest)
            left, right = max(0, math.ceil(x - half)), min(width - 1, math.floor(x + half))
            for column in range(left, right + 1):
                dx = np.float32(column) - x
                inside = rest - dx * dx
                if inside < 0.0:
                    continue
                if crosses and dx * dx + dy * dy < slice_squared:
                    sliced[row, column] = cuts[atom]
                if z > cut:
                    continue
                above = depth[row, column] - z
                if above > 0.0 and above * above >= inside:
                    continue  # hidden: told without a root
                here = z + np.float32(math.sqrt(inside))
                if here > cut:
                    here = cut
                if here > depth[row, column]:
                    depth[row, column] = here
                    owner[row, column] = atom


@compiled
def fill_light_depth(spheres: FloatArray, depth: FloatArray) -> None:
    """Paint spheres (n, 4: x, y, z, radius; pixels of the light's raster) into the depth that the light sees."""
    height, width = depth.shape
    for atom in range(spheres.shape[0]):
        x, y, z, radius = spheres[atom, 0], spheres[atom, 1], spheres[atom, 2], spheres[atom, 3]
        squared = radius * radius
        top, bottom = max(0, math.ceil(y - radius)), min(height - 1, math.floor(y + radius))
        for row in range(top, bottom + 1):
            dy = np.float32(row) - y
            rest = squared - dy * dy
            if rest <= 0.0:
                continue
            half = math.sqrt(rest)
            left, right = max(0, math.ceil(x - half)), min(width - 1, math.floor(x + half))
            for column in range(left, right + 1):
                dx = np.float32(column) - x
                inside = rest - dx * dx
                above = depth[row, column] - z
                if inside < 0.0 or (above > 0.0 and above * above >= inside):
                    continue
                here = z + np.float32(math.sqrt(inside))
                if here > depth[row, column]:
                    depth[row, column] = here


@compiled
def halved(depth: FloatArray, small: FloatArray) -> None:
    """Fill `small` with the nearest of each 2 × 2 pixels of depth."""
    for row in range(small.shape[0]):
        for column in range(small.shape[1]):
            upper = max(depth[2 * row, 2 * column], depth[2 * row, 2 * column + 1])
            lower = max(depth[2 * row + 1, 2 * column], depth[2 * row + 1, 2 * column + 1])
            small[row, column] = max(upper, lower)


@compiled
def _ring(
    line: FloatArray,
    neighbours: FloatArray,
    bias: np.float32,
    steps: np.float32,
    fall: np.float32,
    hidden: FloatArray,
) -> None:
    """Add to `hidden` how much `neighbours` rise above `line`: all arithmetic, so that eight pixels go at a time.

    What rises far above hides less: it is another body in front, not a wall beside.
    """
    zero, one, least = np.float32(0.0), np.float32(1.0), np.float32(0.3)
    for column in range(line.shape[0]):
        step = (neighbours[column] - line[column] - bias) * steps
        beyond = one + fall - fall * step
        beyond = beyond if beyond > least else least
        share = step if step < beyond else beyond
        hidden[column] += share if share > zero else zero


@compiled
def occlusion(
    depth: FloatArray,
    window: NDArray[np.int64],
    samples: NDArray[np.int64],
    counts: NDArray[np.int64],
    ranges: FloatArray,
    strengths: FloatArray,
    shade: FloatArray,
) -> None:
    """How much sky each pixel of `depth` (picture pixels) misses, 0…1, into `shade`, in `window` (top, bottom, left, right).

    `samples` (k, 2) are row and column offsets of all rings, `counts` how many each ring has; `ranges` (rings, 2) the depth
    (bias, full) at which a neighbour begins to hide, and hides wholly; `strengths` (rings,) what each ring may take.
    """
    height, width = depth.shape
    top, bottom, left, right = window[0], window[1], window[2], window[3]
    reach_y, reach_x = np.abs(samples[:, 0]).max(), np.abs(samples[:, 1]).max()
    padded = np.full((bottom - top + 2 * reach_y, right - left + 2 * reach_x), EMPTY, dtype=np.float32)
    for row in range(max(0, top - reach_y), min(height, bottom + reach_y)):
        first, last = max(0, left - reach_x), min(width, right + reach_x)
        padded[row - top + reach_y, first - left + reach_x : last - left + reach_x] = depth[row, first:last]
    hidden = np.empty(right - left, dtype=np.float32)
    for row in range(top, bottom):
        whole = padded[row - top + reach_y]
        first, last = 0, right - left
        while first < last and whole[first + reach_x] == EMPTY:
            first += 1
        while last > first and whole[last - 1 + reach_x] == EMPTY:
            last -= 1
        shade[row, left:right] = np.float32(0.0)
        if first == last:
            continue
        line = whole[first + reach_x : last + reach_x]
        total = shade[row, left + first : left + last]
        start = 0
        for ring in range(counts.shape[0]):
            part = hidden[: last - first]
            part[:] = np.float32(0.0)
            steps = np.float32(1.0) / ranges[ring, 1]
            for k in range(start, start + counts[ring]):
                begin = first + reach_x + samples[k, 1]
                neighbours = padded[row - top + reach_y + samples[k, 0], begin : begin + last - first]
                _ring(line, neighbours, ranges[ring, 0], steps, np.float32(0.25), part)
            start += counts[ring]
            weight = strengths[ring] / np.float32(counts[ring])
            for column in range(last - first):
                total[column] += weight * part[column]


@compiled
def shadow(
    depth: FloatArray,
    window: NDArray[np.int64],
    light_depth: FloatArray,
    affine: FloatArray,
    softness: FloatArray,
    dark: FloatArray,
) -> None:
    """How much of the key light each pixel misses, 0…1, into `dark`, in `window`.

    `affine` (3, 4) takes (column, row, depth, 1) to the light's (column, row, depth). `softness` is (bias, range, radius): a
    place this much farther from the light than what the light sees begins to lie in shadow, lies wholly in it; and how
    far apart (pixels of the light's raster) the five places lie that are looked at.
    """
    height, width = light_depth.shape
    radius = int(softness[2])
    for row in range(window[0], window[1]):
        for column in range(window[2], window[3]):
            here = depth[row, column]
            if here == EMPTY:
                dark[row, column] = np.float32(0.0)
                continue
            u = affine[0, 0] * column + affine[0, 1] * row + affine[0, 2] * here + affine[0, 3]
            v = affine[1, 0] * column + affine[1, 1] * row + affine[1, 2] * here + affine[1, 3]
            w = affine[2, 0] * column + affine[2, 1] * row + affine[2, 2] * here + affine[2, 3] + softness[0]
            x, y = int(u + np.float32(0.5)), int(v + np.float32(0.5))
            total = np.float32(0.0)
            for k in range(9):
                px, py = x + radius * (k % 3 - 1), y + radius * (k // 3 - 1)
                if 0 <= px < width and 0 <= py < height:
                    step = (light_depth[py, px] - w) / softness[1]
                    total += min(np.float32(1.0), max(np.float32(0.0), step))
            dark[row, column] = total / np.float32(9.0)


@compiled
def compose(
    depth: FloatArray,
    owner: IndexArray,
    sliced: ByteArray,
    spheres: FloatArray,
    colours: FloatArray,
    faces: FloatArray,
    residues: IndexArray,
    bodies: IndexArray,
    shade: FloatArray,
    dark: FloatArray,
    numbers: FloatArray,
    light: FloatArray,
    paints: FloatArray,
    window: NDArray[np.int64],
    picture: ByteArray,
) -> None:
    """Light a window of a 2×-supersampled raster into `picture` (premultiplied RGBA bytes, half the size), in place.

    `sliced` is 0 surface, 1 cut face, 2 the face's contour. `colours` (n, 3) are the atoms', `faces` (n, 3) their body's cut
    face; `residues` and `bodies` (n,) which residue and body an atom is of. `numbers`: key, occlusion, shadow, residue
    line, edge least, edge range (pixels of depth), edge strength, fog near, fog far (pixels), fog strength, face's shade.
    `light` (3,) points to the light; `paints` (2, 3) are ink and haze. `window` is in picture pixels.
    """
    height, width = depth.shape
    key, occluded, shadowed, residue_line = numbers[0], numbers[1], numbers[2], numbers[3]
    edge_least, edge_range, edge_strength = numbers[4], numbers[5], numbers[6]
    fog_near, fog_far, fog_strength, face_shade = numbers[7], numbers[8], numbers[9], numbers[10]
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    most = np.float32(255.0)
    for row in range(window[0], window[1]):
        for column in range(window[2], window[3]):
            red, green, blue, covered = zero, zero, zero, zero
            y, x = 2 * row, 2 * column
            if owner[y, x] < 0 and owner[y, x + 1] < 0 and owner[y + 1, x] < 0 and owner[y + 1, x + 1] < 0:
                # Of an empty pixel only the silhouette's line may be seen, and that only beside something.
                near = False
                for py in range(max(0, y - 1), min(height, y + 3)):
                    for px in range(max(0, x - 1), min(width, x + 3)):
                        near |= owner[py, px] >= 0
                if not near:
                    continue
            open_sky = one - min(np.float32(0.85), occluded * shade[row, column])
            lit_share = one - shadowed * dark[row, column]
            for sub in range(4):
                y, x = 2 * row + sub // 2, 2 * column + sub % 2
                atom = owner[y, x]
                if atom < 0:
                    # The silhouette's line lies outside of the body, so that thin parts keep their colour.
                    beside = zero
                    for k in range(4):
                        py, px = y + DOWN[k], x + RIGHT[k]
                        if 0 <= py < height and 0 <= px < width and owner[py, px] >= 0:
                            beside = one
                    if beside > zero:
                        ink = np.float32(0.8)
                        red += ink * paints[0, 0]
                        green += ink * paints[0, 1]
                        blue += ink * paints[0, 2]
                        covered += ink
                    continue
                covered += one
                here = depth[y, x]
                kind = sliced[y, x]
                if kind > 0:
                    base_r, base_g, base_b = faces[atom, 0], faces[atom, 1], faces[atom, 2]
                    tone = one - face_shade * (one - open_sky * (one - half * shadowed * dark[row, column]))
                    if kind == 2:
                        tone = np.float32(0.42)
                else:
                    base_r, base_g, base_b = colours[atom, 0], colours[atom, 1], colours[atom, 2]
                    radius = spheres[atom, 3]
                    nx, ny = (x - spheres[atom, 0]) / radius, (spheres[atom, 1] - y) / radius
                    nz = math.sqrt(max(zero, one - nx * nx - ny * ny))
                    facing = half + half * (nx * light[0] + ny * light[1] + nz * light[2])
                    facing = max(zero, min(one, facing))
                    # Where the light does not come it is not only less: half-Lambert falls to the sky's share alone.
                    tone = (one - key + key * np.float32(1.72) * facing) * open_sky * lit_share
                haze = fog_strength * min(one, max(zero, (fog_near - here) / (fog_near - fog_far)))
                r = base_r * tone * (one - haze) + haze * paints[1, 0]
                g = base_g * tone * (one - haze) + haze * paints[1, 1]
                b = base_b * tone * (one - haze) + haze * paints[1, 2]
                # Lines: a firm one on what lies behind a jump of depth, a faint one where residues meet.
                jump, other = zero, zero
                for k in range(4):
                    py, px = y + DOWN[k], x + RIGHT[k]
                    if not (0 <= py < height and 0 <= px < width):
                        continue
                    neighbour = owner[py, px]
                    if neighbour < 0 or neighbour == atom:
                        continue
                    jump = max(jump, depth[py, px] - here)
                    apart = residues[neighbour] != residues[atom] or bodies[neighbour] != bodies[atom]
                    if apart and kind == 0 and sliced[py, px] == 0:
                        other = one
                edge = edge_strength * min(one, max(zero, (jump - edge_least) / edge_range))
                line = max(edge, residue_line * other)
                tint = np.float32(0.28)
                red += r + line * (base_r * tint + paints[0, 0] * (one - tint) - r)
                green += g + line * (base_g * tint + paints[0, 1] * (one - tint) - g)
                blue += b + line * (base_b * tint + paints[0, 2] * (one - tint) - b)
            quarter = np.float32(63.75)
            picture[row, column, 0] = np.uint8(min(most, red * quarter + half))
            picture[row, column, 1] = np.uint8(min(most, green * quarter + half))
            picture[row, column, 2] = np.uint8(min(most, blue * quarter + half))
            picture[row, column, 3] = np.uint8(min(most, covered * quarter + half))
