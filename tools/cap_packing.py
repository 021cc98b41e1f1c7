"""The proteasome's cap: the 20S fitted into a density map, and the rest of the density packed with beads."""

from __future__ import annotations

from pathlib import Path

import gemmi
import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import ndimage, optimize
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.molecule.pose import Pose

SHELL_ANGSTROM = 8.0
"""Depth below the surface down to which fine beads are used; farther inside, coarse ones are."""

# A probe of 1.6 Å does not fit between the beads.
FINE_SPACING_ANGSTROM = 3.7
"""Smallest distance of fine beads."""

FINE_RADIUS_ANGSTROM = 2.2
"""Radius of fine beads."""

COARSE_SPACING_ANGSTROM = 6.0
"""Smallest distance of coarse beads."""

COARSE_RADIUS_ANGSTROM = 5.0
"""Radius of coarse beads."""

CAP_CUBIC_ANGSTROM = 1.45 * 1.21 * 930e3
"""Volume of a cap: about 930 kDa of protein at 1.21 Å³ a dalton, and 45 % for the water in between. The density threshold is
chosen so that it encloses this volume."""

RIM_ANGSTROM = 5.5
"""Density nearer to an atom of the 20S than this belongs to the 20S."""

SMALLEST_PIECE_CUBIC_ANGSTROM = 15000
"""Smaller connected pieces of density are noise."""


class Density:
    """A density map: `values` on a grid of `step` Å, and `smooth`, the same blurred by one grid step."""

    def __init__(self, path: Path) -> None:
        loaded = gemmi.read_ccp4_map(str(path))
        loaded.setup(0.0)
        self.values = np.array(loaded.grid.array, dtype=np.float64)
        self.step = loaded.grid.unit_cell.a / self.values.shape[0]
        self.smooth = ndimage.gaussian_filter(self.values, 1.0)

    def at(self, places: NDArray[np.float64], smooth: bool = False) -> NDArray[np.float64]:
        """The density (n,) at positions (n, 3; Å), interpolated."""
        values = self.smooth if smooth else self.values
        return np.asarray(ndimage.map_coordinates(values, (places / self.step).T, order=1, cval=0.0))


def placed_core(
    density: Density, half: NDArray[np.float64], axis_guess: NDArray[np.float64]
) -> tuple[Pose, float, float]:
    """Fit the cap's half of the 20S (Cα, (n, 3; Å), +z to the cap) into the map.

    Returns its pose, the mean density there, and that of the runner-up, which is turned by another multiple of a seventh
    turn: the ring is only pseudo-sevenfold.
    """
    inside = np.argwhere(density.smooth > 0.5 * density.smooth.max()) * density.step
    middle = inside.mean(axis=0)
    points = half - half.mean(axis=0)

    def cost(values: NDArray[np.float64], base: Rotation, smooth: bool) -> float:
        rotation = Rotation.from_rotvec(values[:3]) * base
        return -float(density.at(rotation.apply(points) + values[3:], smooth).mean())

    onto = Rotation.align_vectors([axis_guess], [[0.0, 0.0, 1.0]])[0]
    coarse = []
    for spin in np.arange(0, 360, 360 / 21):
        base = onto * Rotation.from_euler("z", spin, degrees=True)
        for shift in (-120.0, -80.0, -40.0):
            start = np.concatenate([np.zeros(3), middle + shift * axis_guess])
            found = optimize.minimize(cost, start, args=(base, True), method="Powell", options={"maxiter": 6})
            coarse.append((found.fun, base, found.x))
    coarse.sort(key=lambda item: item[0])
    fine = []
    base, values = coarse[0][1], coarse[0][2]
    turned = Rotation.from_rotvec(values[:3]) * base
    for seventh in range(7):
        base = turned * Rotation.from_euler("z", seventh * 360 / 7, degrees=True)
        start = np.concatenate([np.zeros(3), values[3:]])
        found = optimize.minimize(cost, start, args=(base, False), method="Powell")
        fine.append((found.fun, Rotation.from_rotvec(found.x[:3]) * base, found.x[3:]))
    fine.sort(key=lambda item: item[0])
    _, rotation, place = fine[0]
    matrix = rotation.as_matrix()
    return Pose(matrix, place - matrix @ half.mean(axis=0)), -fine[0][0], -fine[1][0]


def packed_cap(
    density: Density, core: NDArray[np.float64], pose: Pose, seed: int = 26
) -> tuple[NDArray[np.float64], NDArray[np.bool_], float]:
    """Return beads (n, 3; Å) in the core's frame, the mask (n,) of fine ones, and the threshold of density.

    `core` are the atoms of the 20S in their own frame; density within them does not belong to the cap.
    """
    zoom = 2
    values = ndimage.zoom(density.values, zoom, order=1, grid_mode=False)
    step = density.step * (density.values.shape[0] - 1) / (values.shape[0] - 1)
    grid = np.stack(
        np.meshgrid(*[np.arange(n) * step for n in values.shape], indexing="ij"), axis=-1
    ).reshape(-1, 3)
    inverse = pose.rotation.T
    own = (grid - pose.translation) @ inverse.T
    maybe = values.ravel() > 0.05 * values.max()
    far = np.zeros(len(grid), dtype=np.bool_)
    far[maybe] = cKDTree(core).query(own[maybe], distance_upper_bound=9.0)[0] > RIM_ANGSTROM
    # Beyond the lower rim of the half that the map holds there is no cap.
    far &= own[:, 2] > 0.0
    candidates = np.where(far, values.ravel(), 0.0).reshape(values.shape)
    ordered = np.sort(candidates[candidates > 0])[::-1]
    threshold = float(ordered[int(CAP_CUBIC_ANGSTROM / step**3)])
    mask = candidates > threshold
    pieces, count = ndimage.label(mask)
    sizes = ndimage.sum_labels(mask, pieces, np.arange(1, count + 1))
    mask = np.isin(pieces, 1 + np.flatnonzero(sizes * step**3 > SMALLEST_PIECE_CUBIC_ANGSTROM))
    # Gaps narrower than 10 Å and enclosed hollows mean nothing at a resolution of 5 Å, so they are filled: the cap's interior
    # is schematic.
    ball = np.linalg.norm(np.indices((5, 5, 5)) - 2.0, axis=0) <= 2.0
    mask |= ndimage.binary_fill_holes(ndimage.binary_closing(mask, ball) & far.reshape(mask.shape))
    depth = ndimage.distance_transform_edt(mask) * step

    random = np.random.default_rng(seed)
    cells = np.argwhere(mask)
    chosen: list[NDArray[np.float64]] = []
    fine_flags: list[NDArray[np.bool_]] = []
    taken = np.zeros((0, 3))
    for fine, spacing in ((True, FINE_SPACING_ANGSTROM), (False, COARSE_SPACING_ANGSTROM)):
        shell = depth[tuple(cells.T)] <= SHELL_ANGSTROM
        region = cells[shell] if fine else cells[~shell]
        each = 18 if fine else 10
        places = (np.repeat(region, each, axis=0) + random.uniform(-0.5, 0.5, (len(region) * each, 3))) * step
        inside = ndimage.map_coordinates(mask.astype(float), (places / step).T, order=1) > 0.5
        places = places[inside]
        places = places[random.permutation(len(places))]
        # Beads nearest to the surface are placed first: in any other order the surface would be ragged.
        level = ndimage.map_coordinates(depth, (places / step).T, order=1)
        places = places[np.argsort(np.floor(level / 1.2), kind="stable")]
        if len(taken):
            places = places[
                cKDTree(taken).query(places)[0] >= (FINE_SPACING_ANGSTROM + COARSE_SPACING_ANGSTROM) / 2
            ]
        accepted = places[_apart(places, spacing)]
        chosen.append(accepted)
        fine_flags.append(np.full(len(accepted), fine))
        taken = accepted
    beads = np.concatenate(chosen)
    return (beads - pose.translation) @ inverse.T, np.concatenate(fine_flags), threshold


@njit(cache=False)
def _apart(places: NDArray[np.float64], spacing: float) -> NDArray[np.bool_]:  # pragma: no cover - compiled
    """Mask of the points that are accepted, in order, so that no two are nearer than `spacing`."""
    count = places.shape[0]
    low = np.array([places[:, axis].min() for axis in range(3)])
    sizes = np.array([int((places[:, axis].max() - low[axis]) / spacing) + 3 for axis in range(3)])
    first = np.full((sizes[0], sizes[1], sizes[2]), -1, dtype=np.int64)
    after = np.full(count, -1, dtype=np.int64)
    keep = np.zeros(count, dtype=np.bool_)
    for i in range(count):
        cx = int((places[i, 0] - low[0]) / spacing) + 1
        cy = int((places[i, 1] - low[1]) / spacing) + 1
        cz = int((places[i, 2] - low[2]) / spacing) + 1
        free = True
        for x in range(cx - 1, cx + 2):
            for y in range(cy - 1, cy + 2):
                for z in range(cz - 1, cz + 2):
                    j = first[x, y, z]
                    while j >= 0 and free:
                        gap = 0.0
                        for axis in range(3):
                            gap += (places[i, axis] - places[j, axis]) ** 2
                        free = gap >= spacing * spacing
                        j = after[j]
        if free:
            keep[i] = True
            after[i] = first[cx, cy, cz]
            first[cx, cy, cz] = i
    return keep
