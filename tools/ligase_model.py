"""A model of the E3 ligase at a transfer: a charged E2 on the RING, the RING swung to the substrate's lysine.

The positions of E2 and ubiquitin on a RING come from a reference file that is not shipped; the swing is computed here.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure_file import Atoms, joined
from moa_anim.molecule.superposition import fitted, pairs, rotations, row_of

E2_CYSTEINE = 93
"""Residue of the E2 whose sulphur carries ubiquitin."""

LYSINE = 467
"""Residue of the receptor that takes ubiquitin."""

RING_FIRST = 39
"""First residue of RBX1 that swings."""

LINKER = 38
"""Residue of RBX1 whose carbonyl carbon the RING swings about."""

MOST_FACING_DEGREES = 62.0
"""Largest angle between the directions from the E2's centre to its cysteine and from there to the adaptor's end."""

RING_FIT = range(42, 105)
"""Residues of RBX1 on which the reference's RING is superposed."""

THIOESTER_ANGSTROM = 1.80
"""Length of the bond from G76's carbon to the E2's sulphur."""

ISOPEPTIDE_ANGSTROM = 1.33
"""Length of the bond from G76's carbon to the lysine's nitrogen."""

CLEAR_ANGSTROM = 2.5
"""Smallest accepted distance of heavy atoms that are not bonded."""

TAIL = range(71, 77)
"""Residues of ubiquitin whose backbone bonds are turned."""

ADAPTOR_RESIDUES = range(30, 130)
"""CUL1's amino-terminal end, where an adaptor binds the substrate."""


@dataclass(frozen=True)
class LigaseModel:
    """The arrangement.

    `charged`: E2 (chain E) and ubiquitin (chain U) on the RING as in its entry; `swing` then moves them and the RING.

    `receptor` is the pose, from the tables' frame, in which the receptor's lysine takes the ubiquitin after the swing; chain
    K is that lysine in this pose, its side chain stretched.
    """

    charged: Atoms
    swing: Pose
    receptor: Pose
    ring_rmsd: float
    e2_rmsd: float
    e2_count: int
    ubiquitin_rmsd: float


def renamed(atoms: Atoms, chain: str) -> Atoms:
    """The same atoms as another chain."""
    return replace(atoms, chains=np.full(len(atoms), chain))


def charged_e2(
    scaffold: Atoms, e2: Atoms, ubiquitin: Atoms, reference: Atoms
) -> tuple[Atoms, float, float, int, float]:
    """E2 and ubiquitin on the scaffold's RING, the r.m.s. of the three superpositions, and the number of Cα of the E2's."""
    onto_ring, ring_rmsd = fitted(*pairs(reference, "R", scaffold, "B", RING_FIT, ("CA",)))
    placed = reference.moved(onto_ring.apply(reference.positions))
    mobile, target = pairs(ubiquitin, "A", placed, "U", range(1, 72), ("CA",))
    pose, ubiquitin_rmsd = fitted(mobile, target)
    body = renamed(ubiquitin.moved(pose.apply(ubiquitin.positions)), "U")
    pose, e2_rmsd, count = _matched(
        e2.named("CA").positions, placed.of_chains("E").named("CA").positions, e2, placed
    )
    seated = renamed(e2.moved(pose.apply(e2.positions)), "E")
    body = _joined_to(body, seated, scaffold)
    return joined([seated, body]), ring_rmsd, e2_rmsd, count, ubiquitin_rmsd


def _matched(
    mobile: NDArray[np.float64], target: NDArray[np.float64], e2: Atoms, placed: Atoms
) -> tuple[Pose, float, int]:
    """Superpose one fold on another: first residues around the cysteine, then all Cα that are mutual nearest neighbours."""
    first = [(row_of(e2, "A", n, "CA"), row_of(placed, "E", n - 8, "CA")) for n in range(73, 113)]
    both = [(a, b) for a, b in first if a is not None and b is not None]
    pose, misfit = fitted(e2.positions[[a for a, _ in both]], placed.positions[[b for _, b in both]])
    count = len(both)
    for _ in range(20):
        moved = pose.apply(mobile)
        near, partner = cKDTree(target).query(moved)
        back = cKDTree(moved).query(target)[1]
        rows = np.flatnonzero((near < 2.5) & (back[partner] == np.arange(len(moved))))
        pose, misfit = fitted(mobile[rows], target[partner[rows]])
        count = len(rows)
    return pose, misfit, count


def _joined_to(ubiquitin: Atoms, e2: Atoms, scaffold: Atoms) -> Atoms:
    """Ubiquitin with its tail turned about backbone bonds so that G76 C is bonded to the cysteine's sulphur."""
    sulphur = e2.positions[row_of(e2, "E", E2_CYSTEINE, "SG")]
    carbon = row_of(ubiquitin, "U", 76, "C")
    ring = scaffold.where((scaffold.chains == "B") & (scaffold.residue_numbers >= RING_FIRST))
    around = joined([e2.where(~((e2.residue_numbers == E2_CYSTEINE) & (e2.names == "SG"))), ring])
    near = around.where(np.linalg.norm(around.positions - sulphur, axis=1) < 28.0)
    body = ubiquitin.where(ubiquitin.residue_numbers < 70)
    fixed = cKDTree(np.concatenate([near.positions, body.positions]))
    tail = ubiquitin.residue_numbers >= 71
    bonds = []
    for residue in TAIL:
        for near_name, far_name in (("N", "CA"), ("CA", "C")):
            a, b = row_of(ubiquitin, "U", residue, near_name), row_of(ubiquitin, "U", residue, far_name)
            after = ubiquitin.residue_numbers > residue
            here = (ubiquitin.residue_numbers == residue) & ~np.isin(ubiquitin.names, ("N", "CA"))
            if near_name == "CA":
                here &= np.isin(ubiquitin.names, ("O", "OXT"))
            bonds.append((a, b, after | here))

    def turned(angles: NDArray[np.float64]) -> NDArray[np.float64]:
        places = ubiquitin.positions.copy()
        for (a, b, rows), angle in zip(bonds, angles, strict=True):
            axis = places[b] - places[a]
            turn = Rotation.from_rotvec(axis / np.linalg.norm(axis) * angle)
            places[rows] = turn.apply(places[rows] - places[b]) + places[b]
        return places

    def cost(angles: NDArray[np.float64]) -> float:
        places = turned(angles)
        reach = np.linalg.norm(places[carbon] - sulphur) - THIOESTER_ANGSTROM
        moving = places[tail & (ubiquitin.residue_numbers >= 72) & (ubiquitin.names != "OXT")]
        close = np.clip(3.2 - fixed.query(moving)[0], 0, None)
        return float(1000 * reach**2 + 4 * (close**2).sum() + 0.05 * (np.sin(angles / 2) ** 2).sum())

    random = np.random.default_rng(76)
    best = None
    for _ in range(8):
        start = random.normal(0.0, 0.6, len(bonds))
        found = optimize.minimize(cost, start, method="L-BFGS-B", options={"maxiter": 120})
        if best is None or found.fun < best.fun:
            best = found
    assert best is not None
    placed = ubiquitin.moved(turned(best.x))
    return placed.where(placed.names != "OXT")  # joined by a thioester, it has no second oxygen


def model(scaffold: Atoms, e2: Atoms, ubiquitin: Atoms, reference: Atoms, receptor: Atoms) -> LigaseModel:
    """Return the arrangement. Raises ValueError when no swing is clear of the scaffold."""
    charged, ring_rmsd, e2_rmsd, count, ubiquitin_rmsd = charged_e2(scaffold, e2, ubiquitin, reference)
    swung = (scaffold.chains == "B") & (scaffold.residue_numbers >= RING_FIRST)
    rest = scaffold.where(~swung)
    body = joined([scaffold.where(swung), charged])
    pivot = scaffold.positions[row_of(scaffold, "B", LINKER, "C")]
    still = cKDTree(rest.positions)
    far = np.linalg.norm(body.positions - pivot, axis=1) > 8.0  # nearer atoms are bonded to the scaffold
    sulphur = body.positions[row_of(body, "E", E2_CYSTEINE, "SG")]
    middle = charged.of_chains("E").positions.mean(axis=0)
    ends = scaffold.where((scaffold.chains == "A") & np.isin(scaffold.residue_numbers, ADAPTOR_RESIDUES))
    goal = ends.named("CA").positions.mean(axis=0)
    facing = (sulphur - middle) / np.linalg.norm(sulphur - middle)

    def angle(rotation: Rotation) -> float:
        onwards = goal - (rotation.apply(sulphur - pivot) + pivot)
        return float(
            np.degrees(np.arccos(np.clip(rotation.apply(facing) @ onwards / np.linalg.norm(onwards), -1, 1)))
        )

    def gaps(rotation: Rotation, rows: slice = slice(None)) -> NDArray[np.float64]:
        moved = rotation.apply(body.positions[far][rows] - pivot) + pivot
        return np.asarray(np.minimum(still.query(moved, distance_upper_bound=3.0)[0], 3.0))

    def cost(vector: NDArray[np.float64]) -> float:
        rotation = Rotation.from_rotvec(vector)
        crossed = np.clip(CLEAR_ANGSTROM + 0.2 - gaps(rotation), 0, None)
        beyond = max(0.0, angle(rotation) - MOST_FACING_DEGREES)
        return float(
            20 * (crossed**2).sum()
            + beyond**2
            + 0.02 * angle(rotation)
            + 0.02 * np.degrees(rotation.magnitude())
        )

    starts = [
        rotation
        for rotation in rotations(9000, 120.0, seed=41)
        if angle(rotation) < 75.0 and (gaps(rotation, slice(None, None, 6)) < 2.8).sum() <= 2
    ]
    found = [
        optimize.minimize(cost, rotation.as_rotvec(), method="Nelder-Mead", options={"maxiter": 150})
        for rotation in sorted(starts, key=lambda rotation: cost(rotation.as_rotvec()))[:12]
    ]
    turn = Rotation.from_rotvec(min(found, key=lambda item: item.fun).x)
    if not found or gaps(turn).min() < CLEAR_ANGSTROM:
        raise ValueError("no swing of the RING is clear of the scaffold")
    matrix = turn.as_matrix()
    swing = Pose(matrix, pivot - matrix @ pivot)
    place, lysine = _receptor_pose(receptor, rest, body.moved(swing.apply(body.positions)), goal)
    return LigaseModel(
        joined([charged, lysine]),
        swing,
        place,
        ring_rmsd,
        e2_rmsd,
        count,
        ubiquitin_rmsd,
    )


def _stretched(receptor: Atoms) -> NDArray[np.float64]:
    """Positions of the receptor with the lysine's side chain turned about its four bonds to extend farthest outwards."""
    names = ("N", "CA", "CB", "CG", "CD", "CE", "NZ")
    rows = [
        int(np.flatnonzero((receptor.residue_numbers == LYSINE) & (receptor.names == name))[0])
        for name in names
    ]
    others = cKDTree(receptor.positions[receptor.residue_numbers != LYSINE])
    start = receptor.positions[rows]
    best, most = start, -1.0
    for turns in itertools.product(np.radians([0.0, 120.0, 240.0]), repeat=4):
        places = start.copy()
        for bond, angle in enumerate(turns):
            axis = places[bond + 2] - places[bond + 1]
            turn = Rotation.from_rotvec(axis / np.linalg.norm(axis) * angle)
            places[bond + 3 :] = turn.apply(places[bond + 3 :] - places[bond + 2]) + places[bond + 2]
        gaps = others.query(places[3:])[0]
        if gaps.min() > 3.0 and gaps[-1] > most:
            best, most = places, float(gaps[-1])
    positions = receptor.positions.copy()
    positions[rows] = best
    return positions


def _receptor_pose(
    receptor: Atoms, rest: Atoms, body: Atoms, goal: NDArray[np.float64]
) -> tuple[Pose, Atoms]:
    """Receptor pose with its lysine at G76's carbon, clear of other atoms, nearest to the adaptor's end; and the lysine."""
    carbon = body.positions[row_of(body, "U", 76, "C")]
    sulphur = body.positions[row_of(body, "E", E2_CYSTEINE, "SG")]
    alpha = body.positions[row_of(body, "U", 76, "CA")]
    nitrogen_row = row_of(receptor, "A", LYSINE, "NZ")
    receptor = receptor.moved(_stretched(receptor))
    nitrogen = receptor.positions[nitrogen_row]
    # The free side of the carbon is opposite the midpoint of its two neighbours.
    free = 2 * carbon - sulphur - alpha
    random = np.random.default_rng(LYSINE)
    side_chain = (receptor.residue_numbers == LYSINE) & ~np.isin(receptor.names, ("N", "CA", "C", "O"))
    outline = receptor.positions[~side_chain] - nitrogen
    # Atoms that are bonded to G76's carbon before or after the transfer may be near the lysine's nitrogen.
    joint = (body.chains == "U") & (body.residue_numbers == 76)
    joint |= (body.chains == "E") & (body.residue_numbers == E2_CYSTEINE) & np.isin(body.names, ("SG", "CB"))
    crowd = cKDTree(np.concatenate([rest.positions, body.positions[~joint]]))

    def placed(values: NDArray[np.float64]) -> tuple[Rotation, NDArray[np.float64]]:
        direction = free / np.linalg.norm(free) + values[3:]
        return Rotation.from_rotvec(values[:3]), carbon + ISOPEPTIDE_ANGSTROM * direction / np.linalg.norm(
            direction
        )

    def gaps(values: NDArray[np.float64], every: int = 1) -> NDArray[np.float64]:
        turn, place = placed(values)
        return np.asarray(
            np.minimum(crowd.query(turn.apply(outline[::every]) + place, distance_upper_bound=3.5)[0], 3.5)
        )

    def cost(values: NDArray[np.float64], every: int = 1) -> float:
        turn, place = placed(values)
        away = np.linalg.norm(turn.apply(outline.mean(axis=0)) + place - goal)
        return float(
            20 * (np.clip(CLEAR_ANGSTROM + 0.3 - gaps(values, every), 0, None) ** 2).sum() + 0.02 * away
        )

    starts = [
        np.concatenate([turn.as_rotvec(), 0.4 * random.normal(size=3)])
        for turn in rotations(4000, 180.0, seed=LYSINE)
    ]
    found = [
        optimize.minimize(cost, start, method="Nelder-Mead", options={"maxiter": 250})
        for start in sorted(starts, key=lambda start: cost(start, 5))[:30]
    ]
    refined = [
        optimize.minimize(
            cost, item.x, method="Nelder-Mead", options={"maxiter": 1500, "maxfev": 1500, "adaptive": True}
        )
        for item in sorted(found, key=lambda item: float(item.fun))[:5]
    ]
    values = min(refined, key=lambda item: item.fun).x
    if gaps(values).min() < CLEAR_ANGSTROM:
        raise ValueError(
            f"no pose of the receptor is clear of the E2: best distance {gaps(values).min():.2f} Å"
        )
    turn, place = placed(values)
    matrix = turn.as_matrix()
    pose = Pose(matrix, place - matrix @ nitrogen)
    lysine = receptor.where(receptor.residue_numbers == LYSINE)
    return pose, renamed(lysine.moved(pose.apply(lysine.positions)), "K")
