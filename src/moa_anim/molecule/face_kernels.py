"""The compiled inner loops of the face of a cut: distances, pieces, smoothing, and which atoms a cut leaves floating.

What they return is equal to the byte to what SciPy's general functions return (tested), several times faster: distances are
searched only as far as they are used, and most of a face's field is constant.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Mask = NDArray[np.bool_]
Field = NDArray[np.float64]
Indices = NDArray[np.int32]

REMAINING_SHARE = 0.6
"""A piece of a face that the blur has left with less than this share of the least island is removed as an island is."""

FAR = np.int32(1 << 28)
"""A squared distance that is not reached."""


@compiled
def distances(inside: Mask, bound: int) -> Field:
    """Return the distance (pixels) of each pixel of a mask to the nearest one outside it; 0 outside.

    Distances up to `bound` are exact; where the distance is larger, so is the returned value. Beyond the array's edges is no
    outside.
    """
    rows, columns = inside.shape
    most = np.int32(bound + 1)
    down = np.empty((rows, columns), dtype=np.int32)
    found = np.zeros((rows, columns), dtype=np.float64)
    for row in range(rows):
        line, own = down[row], inside[row]
        if row == 0:
            for k in range(columns):
                line[k] = most if own[k] else np.int32(0)
            continue
        above = down[row - 1]
        for k in range(columns):
            step = above[k] + np.int32(1)
            step = step if step < most else most
            line[k] = step if own[k] else np.int32(0)
    padded = np.full(columns + 2 * (bound + 1), FAR, dtype=np.int32)
    squared = np.empty(columns, dtype=np.int32)
    for row in range(rows - 1, -1, -1):
        line = down[row]
        if row + 1 < rows:
            below = down[row + 1]
            for k in range(columns):
                step = below[k] + np.int32(1)
                line[k] = line[k] if line[k] < step else step
        first, last, highest = 0, columns, np.int32(0)
        while first < last and line[first] == 0:
            first += 1
        while last > first and line[last - 1] == 0:
            last -= 1
        if first >= last:
            continue
        for k in range(first, last):
            highest = highest if highest > line[k] else line[k]
        for k in range(columns):
            padded[bound + 1 + k] = line[k] * line[k]
        least = squared[first:last]
        least[:] = padded[bound + 1 + first : bound + 1 + last]
        # A pixel's own column is at most `highest` away, so that columns farther than that do not matter.
        for side in range(1, min(np.int32(bound), highest) + 1):
            square = np.int32(side * side)
            left = padded[bound + 1 + first - side : bound + 1 + last - side]
            right = padded[bound + 1 + first + side : bound + 1 + last + side]
            for k in range(least.shape[0]):
                near = left[k] if left[k] < right[k] else right[k]
                near += square
                least[k] = least[k] if least[k] < near else near
        for k in range(first, last):
            found[row, k] = math.sqrt(float(squared[k]))
    return found


@compiled
def _root(parents: Indices, node: int) -> int:
    """The first node of a piece, halving the path to it."""
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


@compiled
def _join(parents: Indices, one: int, other: int) -> None:
    """Make two pieces one."""
    first, second = _root(parents, one), _root(parents, other)
    if first < second:
        parents[second] = first
    else:
        parents[first] = second


@compiled
def large_pieces(mask: Mask, least: float) -> Mask:
    """Return a mask without connected pieces of fewer pixels than `least`; pixels that share a side are connected."""
    rows, columns = mask.shape
    most = rows * (columns // 2 + 1)
    begins, ends = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    parents, sizes = np.empty(most, dtype=np.int32), np.zeros(most, dtype=np.int64)
    first_of = np.empty(rows + 1, dtype=np.int32)
    count = 0
    for row in range(rows):
        first_of[row] = count
        above, before = (first_of[row - 1] if row else 0), count
        column = 0
        while column < columns:
            if not mask[row, column]:
                column += 1
                continue
            begin = column
            while column < columns and mask[row, column]:
                column += 1
            begins[count], ends[count], parents[count] = begin, column, count
            while above < before and ends[above] <= begin:
                above += 1
            near = above
            while row and near < before and begins[near] < column:
                _join(parents, count, near)
                near += 1
            count += 1
    first_of[rows] = count
    for run in range(count):
        sizes[_root(parents, run)] += ends[run] - begins[run]
    kept = np.zeros((rows, columns), dtype=np.bool_)
    for row in range(rows):
        for run in range(first_of[row], first_of[row + 1]):
            if sizes[_root(parents, run)] >= least:
                kept[row, begins[run] : ends[run]] = True
    return kept


@compiled
def spread(mask: Mask) -> Mask:
    """Return a mask with the pixels that share a side with one of it."""
    rows, columns = mask.shape
    wider = mask.copy()
    for row in range(rows):
        for column in range(columns):
            if mask[row, column]:
                wider[max(0, row - 1), column] = True
                wider[min(rows - 1, row + 1), column] = True
                wider[row, max(0, column - 1)] = True
                wider[row, min(columns - 1, column + 1)] = True
    return wider


@compiled
def _mirrored(place: int, count: int) -> int:
    """A place beyond either end of `count` places, mirrored at that end."""
    while place < 0 or place >= count:
        place = -1 - place if place < 0 else 2 * count - 1 - place
    return place


@compiled
def blurred(field: Field, weights: Field) -> Field:
    """Return a field convolved along both axes with symmetric `weights` (2 reach + 1,), mirrored at its edges."""
    rows, columns = field.shape
    reach = weights.shape[0] // 2
    middle = np.empty((rows, columns), dtype=np.float64)
    for row in range(rows):
        line, own = middle[row], field[row]
        for k in range(columns):
            line[k] = own[k] * weights[reach]
        for side in range(reach, 0, -1):
            above, below = field[_mirrored(row - side, rows)], field[_mirrored(row + side, rows)]
            weight = weights[reach - side]
            for k in range(columns):
                line[k] += (above[k] + below[k]) * weight
    padded = np.empty(columns + 2 * reach, dtype=np.float64)
    result = np.empty((rows, columns), dtype=np.float64)
    for row in range(rows):
        for k in range(columns + 2 * reach):
            padded[k] = middle[row, _mirrored(k - reach, columns)]
        line, own = result[row], padded[reach : reach + columns]
        for k in range(columns):
            line[k] = own[k] * weights[reach]
        for side in range(reach, 0, -1):
            left, right = padded[reach - side :], padded[reach + side :]
            weight = weights[reach - side]
            for k in range(columns):
                line[k] += (left[k] + right[k]) * weight
    return result


@compiled
def face_field(
    grown: Mask, reach: float, cap: float, least_island: float, least_gap: float, weights: Field
) -> tuple[Field, Mask]:
    """Return the field of a face and the mask of its islands, from the mask of a slice that was grown by `reach` pixels.

    Islands and gaps of fewer pixels than `least_island` and `least_gap` are removed and closed. The field is limited to
    `reach + cap`, and smoothed by `weights`; what this leaves of narrow pieces is removed, too.
    """
    bound = math.ceil(reach + cap) + 1
    field = distances(grown, bound)
    rows, columns = field.shape
    face = field > reach
    large, open_gaps = large_pieces(face, least_island), large_pieces(~face, least_gap)
    closed = np.empty((rows, columns), dtype=np.bool_)
    islands = np.empty((rows, columns), dtype=np.bool_)
    gaps = 0
    for row in range(rows):
        for k in range(columns):
            gap = not face[row, k] and not open_gaps[row, k]
            gaps += gap
            closed[row, k] = large[row, k] or gap
            islands[row, k] = face[row, k] and not large[row, k]
    if gaps:
        # A closed gap has no rim of its own: there the field is the distance to the remaining rim.
        deep = distances(closed, bound)
        for row in range(rows):
            for k in range(columns):
                if (face[row, k] or closed[row, k]) and deep[row, k] > 0.0:
                    field[row, k] = max(field[row, k], deep[row, k] + reach - 1.0)
    # Rims lie between samples, so the samples around an island belong to it.
    islands = spread(islands)
    most = reach + cap
    for row in range(rows):
        for k in range(columns):
            value = field[row, k] if field[row, k] < most else most
            field[row, k] = 0.0 if islands[row, k] else value
    smooth = blurred(field, weights)
    # The blur takes the rim of narrow pieces, or parts them.
    shown = smooth > reach
    large = large_pieces(shown, REMAINING_SHARE * least_island)
    for row in range(rows):
        for k in range(columns):
            shown[row, k] = shown[row, k] and not large[row, k]
    crumbs = spread(shown)
    for row in range(rows):
        for k in range(columns):
            if crumbs[row, k] and not large[row, k]:
                smooth[row, k] = min(smooth[row, k], 0.5 * reach)
                islands[row, k] = True
    return smooth, islands


@compiled
def _cells_of(positions: Field, side: float) -> tuple[Indices, Indices, Indices, NDArray[np.int64]]:
    """Atoms sorted by cubic cells of a `side`: each atom's cell, the atoms by cell, where each cell begins, the grid's size.

    The grid has an empty cell on every side.
    """
    low = np.array([positions[:, 0].min(), positions[:, 1].min(), positions[:, 2].min()])
    high = np.array([positions[:, 0].max(), positions[:, 1].max(), positions[:, 2].max()])
    size = np.empty(3, dtype=np.int64)
    for axis in range(3):
        size[axis] = int((high[axis] - low[axis]) / side) + 3
    cells = np.empty(len(positions), dtype=np.int32)
    begins = np.zeros(size[0] * size[1] * size[2] + 1, dtype=np.int32)
    for atom in range(len(positions)):
        x, y, z = (
            int((positions[atom, 0] - low[0]) / side) + 1,
            int((positions[atom, 1] - low[1]) / side) + 1,
            int((positions[atom, 2] - low[2]) / side) + 1,
        )
        cells[atom] = (x * size[1] + y) * size[2] + z
        begins[cells[atom] + 1] += 1
    for cell in range(1, begins.shape[0]):
        begins[cell] += begins[cell - 1]
    order, filled = np.empty(len(positions), dtype=np.int32), begins.copy()
    for atom in range(len(positions)):
        order[filled[cells[atom]]] = atom
        filled[cells[atom]] += 1
    return cells, order, begins, size


@compiled
def loose_atoms(positions: Field, behind: Mask, touching: float, least: float, share: float) -> Mask:
    """Return a mask of the atoms (n, 3) that a cut leaves floating; see `cut_face.loose_atoms`.

    A piece is small if it has fewer atoms than `least`, or than `share` of the largest piece.
    """
    count = len(positions)
    loose = np.zeros(count, dtype=np.bool_)
    if count == 0:
        return loose
    # Coordinates are rounded to cells; a little more than the distance itself leaves no pair out.
    cells, order, begins, size = _cells_of(positions, touching * 1.000001)
    parents = np.arange(count).astype(np.int32)
    torn = np.zeros(count, dtype=np.bool_)
    squared = touching * touching
    for turn in range(2):
        # First: pieces of atoms behind the cut, and those that touched atoms in front. Then: atoms that touch a held one.
        for atom in range(count):
            if behind[atom] == (turn == 1):
                continue
            x, y, z = positions[atom, 0], positions[atom, 1], positions[atom, 2]
            held = False
            for across in range(-1, 2):
                for up in range(-1, 2):
                    middle = cells[atom] + (across * size[1] + up) * size[2]
                    for at in range(begins[middle - 1], begins[middle + 2]):
                        other = order[at]
                        dx, dy, dz = positions[other, 0] - x, positions[other, 1] - y, positions[other, 2] - z
                        if other == atom or dx * dx + dy * dy + dz * dz > squared:
                            continue
                        if turn == 1:
                            held = held or (behind[other] and not loose[other])
                        elif not behind[other]:
                            torn[atom] = True
                        elif other < atom:
                            _join(parents, atom, other)
            if turn == 1:
                loose[atom] = not held
        if turn == 0:
            _release_small(parents, behind, torn, least, share, loose)
    return loose


@compiled
def _release_small(
    parents: Indices, behind: Mask, torn: Mask, least: float, share: float, loose: Mask
) -> None:
    """Mark in `loose` the atoms behind the cut whose piece is small and was torn from atoms in front."""
    count = len(parents)
    sizes = np.zeros(count, dtype=np.int64)
    torn_pieces = np.zeros(count, dtype=np.bool_)
    for atom in range(count):
        root = _root(parents, atom)
        sizes[root] += 1
        torn_pieces[root] = torn_pieces[root] or torn[atom]
    limit = max(least, share * sizes.max())
    for atom in range(count):
        root = _root(parents, atom)
        loose[atom] = behind[atom] and torn_pieces[root] and sizes[root] < limit
