"""Find how each ligand can leave the pocket while helix 12 is loose, and write assets/structures/passages_MODEL.json.

A rapidly exploring random tree (LaValle 1998) over the rigid body's position and orientation, from the bound pose outwards,
keeping every atom a least distance (WAYS) from every Cα of the core and of all loose positions of helix 12 at once; the path
is then shortened.
The result is a model, not a measurement, and says so. Run: python tools/find_passages.py
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numba import njit
from numpy.typing import NDArray

from moa_anim.actors.receptor import FIRST_HELIX_RESIDUE, HELIX12_PLACES, receptor_beads
from moa_anim.molecule.helix12 import HINGE, LOOSE_FROM, LOOSE_TO, helix12_path
from moa_anim.molecule.pose import catmull_rom
from moa_anim.molecule.structure import receptor_tables

Array = NDArray[np.float64]

SEED = 1
NODES = 30_000
WAYS = {
    # ligand: (where the open is, Å in the stage frame; least distance of an atom to a Cα, Å)
    "estradiol_1G50": ((46.0, 26.0, 6.0), 3.36),
    "elacestrant_MODEL": ((50.0, 2.0, 18.0), 3.06),
}
DRAWN_EXTRA_ANGSTROM = (
    0.6  # a bead as drawn, of helix 12 where it waits for a ligand to pass, is larger than a Cα
)
ARRIVED_ANGSTROM = 9.0
RADIAN_ANGSTROM = 8.0  # a turn of one radian counts as far as a step of 8 Å: about a ligand's reach


@njit(cache=True)
def rotated(vector: Array, points: Array) -> Array:
    """Points (n, 3) turned by a rotation vector (3,; radians)."""
    angle = np.sqrt((vector**2).sum())
    if angle < 1e-12:
        return points.copy()
    axis = vector / angle
    out = np.empty_like(points)
    c, s = np.cos(angle), np.sin(angle)
    for i in range(points.shape[0]):
        p = points[i]
        dot = (axis * p).sum()
        cross = np.array(
            [
                axis[1] * p[2] - axis[2] * p[1],
                axis[2] * p[0] - axis[0] * p[2],
                axis[0] * p[1] - axis[1] * p[0],
            ]
        )
        out[i] = p * c + cross * s + axis * dot * (1 - c)
    return out


@njit(cache=True)
def clearance(atoms: Array, pose: Array, obstacles: Array) -> float:
    """Return the least distance (Å) of an atom in a pose (6,) from an obstacle (m, 4: position, extra clearance)."""
    placed = rotated(pose[3:], atoms) + pose[:3]
    least = 1e18
    for i in range(placed.shape[0]):
        for j in range(obstacles.shape[0]):
            dx = placed[i, 0] - obstacles[j, 0]
            dy = placed[i, 1] - obstacles[j, 1]
            dz = placed[i, 2] - obstacles[j, 2]
            least = min(least, np.sqrt(dx * dx + dy * dy + dz * dz) - obstacles[j, 3])
    return float(least)


@njit(cache=True)
def free(atoms: Array, start: Array, end: Array, obstacles: Array, least: float) -> bool:
    """Whether the straight path between two poses keeps `least` Å of clearance, checked every 0.25 Å."""
    step = end - start
    length = np.sqrt((step[:3] ** 2).sum()) + RADIAN_ANGSTROM * np.sqrt((step[3:] ** 2).sum())
    count = int(np.ceil(length / 0.25)) + 1
    for k in range(1, count + 1):  # noqa: SIM110  # numba compiles no generator
        if clearance(atoms, start + step * (k / count), obstacles) < least:
            return False
    return True


@njit(cache=True)
def explore(
    atoms: Array, start: Array, goal: Array, obstacles: Array, least: float, nodes: int, seed: int
) -> tuple[Array, NDArray[np.int64]]:
    """Grow the tree from `start` until it comes near `goal`: its poses (k, 6), and the row each grew from."""
    np.random.seed(seed)
    tree = np.zeros((nodes + 1, 6))
    parent = np.zeros(nodes + 1, np.int64)
    tree[0] = start
    size = 1
    for _ in range(nodes):
        wish = np.zeros(6)
        if np.random.rand() < 0.35:
            wish[:3] = goal + np.random.randn(3) * 10.0
        else:
            wish[:3] = (np.random.rand(3) - 0.5) * 70.0
        wish[3:] = (np.random.rand(3) - 0.5) * 4.0
        best, nearest = 1e18, 0
        for i in range(size):
            gap = tree[i] - wish
            distance = (gap[:3] ** 2).sum() + 0.3 * (RADIAN_ANGSTROM * gap[3:] ** 2 * RADIAN_ANGSTROM).sum()
            if distance < best:
                best, nearest = distance, i
        step = wish - tree[nearest]
        length = np.sqrt((step[:3] ** 2).sum() + ((RADIAN_ANGSTROM * step[3:]) ** 2).sum())
        pose = tree[nearest] + step * min(1.0, 1.0 / length)
        if free(atoms, tree[nearest], pose, obstacles, least):
            tree[size] = pose
            parent[size] = nearest
            size += 1
            if np.sqrt(((pose[:3] - goal) ** 2).sum()) < ARRIVED_ANGSTROM:
                break
    return tree[:size], parent[:size]


def shortened(
    poses: Sequence[Array], atoms: Array, obstacles: Array, least: float, random: np.random.Generator
) -> Array:
    """Shorten the path where the straight line is free; return waypoints about 1.5 Å apart."""
    way = list(poses)
    for _ in range(4000):
        if len(way) < 3:
            break
        i, j = sorted(random.choice(len(way), 2, replace=False))
        if j - i > 1 and free(atoms, way[i], way[j], obstacles, least):
            way[i + 1 : j] = []
    knots = [way[0]]
    for a, b in pairwise(way):
        length = np.linalg.norm((b - a)[:3]) + RADIAN_ANGSTROM * np.linalg.norm((b - a)[3:])
        count = max(1, round(length / 1.5))
        knots += [a + (b - a) * k / count for k in range(1, count + 1)]
    return np.array(knots)


def smoothed(knots: Array, atoms: Array, obstacles: Array, least: float) -> Array:
    """Round the corners as far as clearance allows; the ends stay."""
    for _ in range(600):
        for i in range(1, len(knots) - 1):
            wish = knots[i] + 0.3 * ((knots[i - 1] + knots[i + 1]) / 2 - knots[i])
            if clearance(atoms, wish, obstacles) >= least:
                knots[i] = wish
    return knots


def main() -> None:
    """Find the paths and write the table."""
    tables, path = receptor_tables(), helix12_path()
    core = path.at(0.0).positions[path.numbers < HINGE[0]]
    moving = path.numbers >= HINGE[0]
    loose = np.vstack(
        [path.at(float(place)).positions[moving] for place in np.linspace(LOOSE_FROM, LOOSE_TO, 101)]
    )
    aside = receptor_beads(HELIX12_PLACES["aside"])
    drawn = aside.positions[path.numbers[aside.residues] >= FIRST_HELIX_RESIDUE]
    obstacles = np.vstack(
        [np.column_stack([core, np.zeros(len(core))]), np.column_stack([loose, np.zeros(len(loose))])]
    )
    obstacles = np.vstack([obstacles, np.column_stack([drawn, np.full(len(drawn), DRAWN_EXTRA_ANGSTROM)])])
    passages = {}
    for name, (goal, least) in WAYS.items():
        ligand = tables.ligands[name].positions
        centre = ligand.mean(axis=0)
        atoms = ligand - centre
        start = np.concatenate([centre, np.zeros(3)])
        for seed in range(SEED, SEED + 60):
            tree, parent = explore(atoms, start, np.array(goal), obstacles, least, NODES, seed)
            if np.linalg.norm(tree[-1, :3] - goal) < ARRIVED_ANGSTROM:
                break
        else:
            raise SystemExit(f"no way out for {name} with {least} Å of room")
        way, node = [], len(tree) - 1
        while node:
            way.append(tree[node])
            node = parent[node]
        knots = shortened([start, *way[::-1]], atoms, obstacles, least, np.random.default_rng(seed))
        knots = smoothed(knots, atoms, obstacles, least)
        # As it is drawn: on the smooth curve through the knots.
        curve = [catmull_rom(knots, float(at)) for at in np.linspace(0.0, 1.0, 20 * len(knots))]
        room = np.floor(100 * min(clearance(atoms, pose, obstacles) for pose in curve)) / 100
        print(f"{name}: {len(knots)} knots, seed {seed}, least distance of an atom to a Cα {room:.2f} Å")
        passages[name] = {
            "least_angstrom": round(float(room), 2),
            "seed": seed,
            "knots": np.round(knots, 4).tolist(),
        }
    table = {
        "units": "angstrom",
        "note": "MODEL: rigid ways found by search (tools/find_passages.py), not measured. Columns: centroid x, y, z; "
        "rotation vector (radians) from the pose in era_lbd.json. First row: bound.",
        "passages": passages,
    }
    folder = Path(__file__).resolve().parent.parent / "assets" / "structures"
    (folder / "passages_MODEL.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
