"""A path on which a ligand can leave the pocket while helix 12 is loose.

A rapidly exploring random tree (LaValle 1998) over the rigid body's position and orientation, from the bound pose outwards.
Every heavy atom stays a least distance away from every backbone atom and, a little less, from every Cβ, proline and
side chain that cannot turn, with helix 12 where it is while the ligand passes; other side chains turn aside in the film. The
path is then shortened, smoothed, thinned, and moved off what it still grazes.
The result is a model, not a measurement.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.molecule.compiled import compiled
from moa_anim.molecule.pose import catmull_rom_points
from moa_anim.molecule.structure_file import Atoms

Array = NDArray[np.float64]
Point = tuple[float, float, float]

SEEDS = range(1, 9)
"""Seeds that are tried in order until a path is found."""

NODES = 9_000
"""Largest number of poses in the tree."""

FIXED_SIDE_CHAINS = (343, 383, 404)
"""Residues whose side chains have no room to turn out of a ligand's way: their neighbours hold M343, W383 and F404."""

ARRIVED_ANGSTROM = 7.0
"""A pose nearer to the goal than this has reached it."""

RADIAN_ANGSTROM = 5.0
"""Path length that a rotation of one radian counts as: about a ligand's radius."""

STEP_ANGSTROM = 0.25
"""Largest distance between poses that are tested for clearance."""

COUNTED_ANGSTROM = 6.0
"""Obstacles farther from an atom than this are not counted as near it."""

ROUNDING_ANGSTROM = 1e-6
"""Added where atoms are left out that cannot be near, so that rounding leaves out none that is."""

WATCHED_ANGSTROM = 28.0
"""Atoms farther from the bound ligand than this are ignored."""

GRAZING_COST = 50.0
BEND_COST = 0.3
"""Cost of a squared lack of clearance, and of a squared bend of the path (1/Å²)."""

SWEEPS = 900
FIRST_STEP_ANGSTROM = 0.25
LAST_STEP_ANGSTROM = 0.02
"""How often each knot is moved, and the size of the first and the last steps."""

KNOT_ANGSTROM = 0.7
"""Distance between knots before the path is thinned."""

GIVEN_UP_ANGSTROM = 0.04
"""Clearance that may be lost by thinning."""


@compiled
def rotated(vector: Array, points: Array) -> Array:
    """Points (n, 3) turned by a rotation vector (3,; radians)."""
    angle = np.sqrt((vector**2).sum())
    if angle < 1e-12:
        return points.copy()
    axis = vector / angle
    out = np.empty_like(points)
    c, s = np.cos(angle), np.sin(angle)
    ax, ay, az = axis[0], axis[1], axis[2]
    # Number by number: an array for each point would take most of the time.
    for i in range(points.shape[0]):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        dot = ax * x + ay * y + az * z
        out[i, 0] = x * c + (ay * z - az * y) * s + ax * dot * (1 - c)
        out[i, 1] = y * c + (az * x - ax * z) * s + ay * dot * (1 - c)
        out[i, 2] = z * c + (ax * y - ay * x) * s + az * dot * (1 - c)
    return out


@compiled
def near(atoms: Array, centre: Array, obstacles: Array, within: float) -> NDArray[np.int64]:
    """Return the rows of the obstacles that may be within a distance (Å) of an atom, wherever the atoms are turned.

    `atoms` (n, 3) are placed with their origin at `centre` (3,). A pose meets a tenth of the obstacles.
    """
    reach = 0.0
    for i in range(atoms.shape[0]):
        reach = max(reach, (atoms[i] ** 2).sum())
    limit = (np.sqrt(reach) + within + ROUNDING_ANGSTROM) ** 2
    rows = np.empty(obstacles.shape[0], np.int64)
    count = 0
    for j in range(obstacles.shape[0]):
        dx = centre[0] - obstacles[j, 0]
        dy = centre[1] - obstacles[j, 1]
        dz = centre[2] - obstacles[j, 2]
        if dx * dx + dy * dy + dz * dz < limit:
            rows[count] = j
            count += 1
    return rows[:count]


@compiled
def clearance(atoms: Array, pose: Array, obstacles: Array, within: float = COUNTED_ANGSTROM) -> float:
    """Return the least distance (Å) of an atom in a pose (6,) from an obstacle (m, 4: position, Å added to the distance).

    Obstacles farther than `within` are not looked at: if there is no nearer one, more than that is returned.
    """
    placed = rotated(pose[3:], atoms) + pose[:3]
    rows = near(atoms, pose[:3], obstacles, within)
    least = 9.0
    for i in range(placed.shape[0]):
        for j in rows:
            dx = placed[i, 0] - obstacles[j, 0]
            dy = placed[i, 1] - obstacles[j, 1]
            dz = placed[i, 2] - obstacles[j, 2]
            squared = dx * dx + dy * dy + dz * dz
            if squared < within**2:
                least = min(least, np.sqrt(squared) + obstacles[j, 3])
    return float(least)


@compiled
def clear(atoms: Array, pose: Array, obstacles: Array, least: float) -> bool:
    """Whether the clearance in a pose is at least `least` Å (at most COUNTED_ANGSTROM); ends at the first atom nearer."""
    placed = rotated(pose[3:], atoms) + pose[:3]
    rows = near(atoms, pose[:3], obstacles, least)
    for i in range(placed.shape[0]):
        for j in rows:
            dx = placed[i, 0] - obstacles[j, 0]
            dy = placed[i, 1] - obstacles[j, 1]
            dz = placed[i, 2] - obstacles[j, 2]
            if np.sqrt(dx * dx + dy * dy + dz * dz) + obstacles[j, 3] < least:
                return False
    return True


@compiled
def length(step: Array) -> float:
    """Length (Å) of a move of position and orientation."""
    return float(np.sqrt((step[:3] ** 2).sum() + RADIAN_ANGSTROM**2 * (step[3:] ** 2).sum()))


@compiled
def apart(tree: Array, row: int, wish: Array) -> float:
    """Square of the length (Å²) of the move from a pose of the tree to another; asked for each pose and each wish."""
    dx, dy, dz = tree[row, 0] - wish[0], tree[row, 1] - wish[1], tree[row, 2] - wish[2]
    du, dv, dw = tree[row, 3] - wish[3], tree[row, 4] - wish[4], tree[row, 5] - wish[5]
    return float(dx * dx + dy * dy + dz * dz + RADIAN_ANGSTROM**2 * (du * du + dv * dv + dw * dw))


@compiled
def free(atoms: Array, start: Array, end: Array, obstacles: Array, least: float) -> bool:
    """Whether the clearance on the straight path between two poses is at least `least` Å."""
    step = end - start
    count = int(np.ceil(length(step) / STEP_ANGSTROM)) + 1
    for k in range(1, count + 1):  # noqa: SIM110  # numba compiles no generator
        if not clear(atoms, start + step * (k / count), obstacles, least):
            return False
    return True


@compiled
def explore(
    atoms: Array, start: Array, goal: Array, obstacles: Array, least: float, nodes: int, seed: int
) -> tuple[Array, NDArray[np.int64]]:
    """Grow the tree from `start` until it reaches `goal`; return its poses (k, 6), and the row of each one's parent."""
    np.random.seed(seed)
    tree = np.zeros((nodes + 1, 6))
    parent = np.zeros(nodes + 1, np.int64)
    tree[0] = start
    size = 1
    local = np.array([3.0, 3.0, 3.0, 0.7, 0.7, 0.7])
    for _ in range(4 * nodes):
        if size > nodes:
            break
        wish = np.zeros(6)
        draw = np.random.rand()
        if 0.3 <= draw < 0.7:
            wish = tree[np.random.randint(max(0, size - 300), size)] + np.random.randn(6) * local
        else:
            if draw < 0.3:
                wish[:3] = goal + np.random.randn(3) * 8.0
            else:
                wish[:3] = start[:3] + (goal - start[:3]) * np.random.rand() + np.random.randn(3) * 6.0
            wish[3:] = np.random.randn(3) * 0.9
        best, nearest = 1e18, 0
        for i in range(size):
            distance = apart(tree, i, wish)
            if distance < best:
                best, nearest = distance, i
        far = np.sqrt(best)
        unit = (wish - tree[nearest]) / max(far, 1e-9) * STEP_ANGSTROM
        pose = tree[nearest].copy()
        moved = False
        for k in range(12):
            if k * STEP_ANGSTROM >= far or not clear(atoms, pose + unit, obstacles, least):
                break
            pose += unit
            moved = True
        if moved:
            tree[size] = pose
            parent[size] = nearest
            size += 1
            if np.sqrt(((pose[:3] - goal) ** 2).sum()) < ARRIVED_ANGSTROM:
                break
    return tree[:size], parent[:size]


def shortened(
    poses: Sequence[Array], atoms: Array, obstacles: Array, least: float, random: np.random.Generator
) -> Array:
    """Shorten the path where the straight line is free; return waypoints KNOT_ANGSTROM apart."""
    route = list(poses)
    for _ in range(3000):
        if len(route) < 3:
            break
        i, j = sorted(random.choice(len(route), 2, replace=False))
        if j - i > 1 and free(atoms, route[i], route[j], obstacles, least):
            route[i + 1 : j] = []
    knots = [route[0]]
    for a, b in pairwise(route):
        count = max(1, round(length(b - a) / KNOT_ANGSTROM))
        knots += [a + (b - a) * k / count for k in range(1, count + 1)]
    return np.array(knots)


def smoothed(knots: Array, atoms: Array, obstacles: Array, least: float) -> Array:
    """Round the corners as far as clearance allows; the ends are fixed."""
    for _ in range(400):
        for i in range(1, len(knots) - 1):
            wish = knots[i] + 0.4 * ((knots[i - 1] + knots[i + 1]) / 2 - knots[i])
            if clear(atoms, wish, obstacles, least):
                knots[i] = wish
    return knots


def along(knots: Array, atoms: Array, obstacles: Array) -> float:
    """The least clearance (Å) on the smooth curve through the knots, as it is drawn."""
    curve = catmull_rom_points(knots, np.linspace(0.0, 1.0, 400))
    return float(min(clearance(atoms, pose, obstacles) for pose in curve))


def thinned(knots: Array, atoms: Array, obstacles: Array, least: float) -> Array:
    """The fewest evenly spaced waypoints whose smooth curve is about as clear as the path through all knots."""
    lengths = np.concatenate([[0.0], np.cumsum([length(b - a) for a, b in pairwise(knots)])])
    for count in range(8, len(knots)):
        even = np.linspace(0.0, lengths[-1], count)
        fewer = np.stack([np.interp(even, lengths, column) for column in knots.T], axis=1)
        if along(fewer, atoms, obstacles) >= least - GIVEN_UP_ANGSTROM:
            return fewer
    return knots


@compiled
def strain(atoms: Array, knots: Array, at: int, obstacles: Array, least: float) -> float:
    """What is wrong with a path about knot number `at`: less clearance than `least` Å there and half-way to others, bends."""
    found = 0.0
    for begin, end, share in ((at - 1, at, 0.5), (at, at, 0.0), (at, at + 1, 0.5)):
        pose = knots[begin] + (knots[end] - knots[begin]) * share
        lacking = least - clearance(atoms, pose, obstacles, least)
        if lacking > 0.0:
            found += GRAZING_COST * lacking**2
    for middle in range(max(1, at - 1), min(len(knots) - 2, at + 1) + 1):
        bend = knots[middle - 1] - 2 * knots[middle] + knots[middle + 1]
        found += BEND_COST * ((bend[:3] ** 2).sum() + RADIAN_ANGSTROM**2 * (bend[3:] ** 2).sum())
    return found


@compiled
def moved_off(knots: Array, atoms: Array, obstacles: Array, least: float, seed: int) -> Array:
    """Move a path's knots, its ends excepted, by small random steps that lower its strain."""
    np.random.seed(seed)
    for sweep in range(SWEEPS):
        size = FIRST_STEP_ANGSTROM * (1.0 - sweep / SWEEPS) + LAST_STEP_ANGSTROM
        for at in range(1, len(knots) - 1):
            before, stood = strain(atoms, knots, at, obstacles, least), knots[at].copy()
            knots[at, :3] += size * np.random.randn(3)
            knots[at, 3:] += size / RADIAN_ANGSTROM * np.random.randn(3)
            if strain(atoms, knots, at, obstacles, least) >= before:
                knots[at] = stood
    return knots


@dataclass(frozen=True)
class Passage:
    """Waypoints (n, 6; Å, radians) from the bound pose outwards, and the least distance (Å) to a backbone atom on the way."""

    waypoints: Array
    room_angstrom: float


def obstacles_near(atoms: Atoms, places: Array, ligand: Array, nearer: float) -> tuple[Array, int]:
    """Return the obstacles of a ligand (n, 3; Å): (m, 4), and how many of them, the first, are of the backbone.

    `atoms` are the receptor's, at `places`; a Cβ or a side chain that cannot turn may be `nearer` Å nearer than the backbone.
    """
    main_chain = np.isin(atoms.names, ("N", "CA", "C", "O"))
    # Side-chain atoms that are fixed to the backbone.
    beta = (atoms.names == "CB") | (~main_chain & (atoms.residue_names == "PRO"))
    beta |= ~main_chain & np.isin(atoms.residue_numbers, FIXED_SIDE_CHAINS)
    watched = cKDTree(ligand).query(places)[0] < WATCHED_ANGSTROM
    parts = [
        np.column_stack([places[chosen & watched], np.full(int((chosen & watched).sum()), gap)])
        for chosen, gap in ((main_chain, 0.0), (beta, nearer))
    ]
    return np.vstack(parts), len(parts[0])


def _first_tree(
    grown: Callable[[int], tuple[Array, NDArray[np.int64]]], goal: Point
) -> tuple[int, Array, NDArray[np.int64]] | None:
    """The first seed whose tree reaches `goal`, and the tree; None if none does.

    As many are grown at a time as there are processors: which one is the first does not depend on that.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = deque((seed, pool.submit(grown, seed)) for seed in SEEDS)
        while waiting:
            seed, growing = waiting.popleft()
            tree, parent = growing.result()
            if np.linalg.norm(tree[-1, :3] - goal) < ARRIVED_ANGSTROM:
                for _, other in waiting:
                    other.cancel()
                return seed, tree, parent
    return None


def found_passage(
    ligand: Array, obstacles: Array, backbone: int, goal: Point, least: float
) -> Passage | None:
    """Return a path out of the pocket for a ligand (n, 3; Å), or None if no seed finds one.

    `obstacles` and `backbone` are from `obstacles_near`; `goal` is a point outside, `least` a distance to keep (Å).
    """
    centre = ligand.mean(axis=0)
    atoms = ligand - centre
    start = np.concatenate([centre, np.zeros(3)])
    found = _first_tree(
        lambda seed: explore(atoms, start, np.array(goal), obstacles, least, NODES, seed), goal
    )
    if found is None:
        return None
    seed, tree, parent = found
    route, node = [], len(tree) - 1
    while node:
        route.append(tree[node])
        node = int(parent[node])
    knots = shortened([start, *route[::-1]], atoms, obstacles, least, np.random.default_rng(seed))
    knots = thinned(smoothed(knots, atoms, obstacles, least), atoms, obstacles, least)
    knots = moved_off(knots, atoms, obstacles, least, seed)
    return Passage(knots, along(knots, atoms, obstacles[:backbone]))
