"""Side chains that make way for a ligand on its path through the receptor: the turn of each about its first two bonds.

The ligand's path and the backbone are fixed. For each side chain that the ligand would touch, dynamic programming finds the
smallest turns that let the ligand pass and change least along the path; they are then smoothed. A model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from moa_anim.molecule.compiled import compiled
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.receptor_atoms import receptor_atoms

Places = NDArray[np.float64]

CLEARANCE_ANGSTROM = 3.2
"""Smallest distance from a side chain's atoms to the ligand without a cost; less where the measured complex has less."""

NEIGHBOUR_ANGSTROM = 2.9
"""Smallest distance to other atoms of the receptor without a cost."""

FIRST_TURNS_DEGREES = np.arange(-255.0, 256.0, 15.0)
"""Turns tried about Cα–Cβ; beyond ±180°, so that a side chain can turn in either direction."""

SECOND_TURNS_DEGREES = np.arange(-90.0, 91.0, 30.0)
"""Turns tried about Cβ–Cγ."""

# Weights of the cost: contact with the ligand outweighs everything else.
LIGAND_COST = 120.0
"""Cost of a squared overlap with the ligand (1/Å²)."""

NEIGHBOUR_COST = 6.0
"""Cost of a squared overlap with another atom of the receptor (1/Å²)."""

TURN_COST = 0.15
"""Cost of a turn of 30°; it grows with the square."""

CHANGE_COST = 2.5
"""Cost of a change of 30° from one sample to the next; it grows with the square."""

SMOOTHING_SAMPLES = 2.0
"""Standard deviation of the Gaussian smoothing along the path."""


@dataclass(frozen=True)
class Turns:
    """Turns (samples, residues, 2; radians) of the side chains of `residues` (rows) about Cα–Cβ and Cβ–Cγ."""

    residues: NDArray[np.int64]
    angles: NDArray[np.float64]

    def at(self, share: float) -> NDArray[np.float64]:
        """The turns (residues, 2) at a share of the ligand's path."""
        at = min(max(share, 0.0), 1.0) * (len(self.angles) - 1)
        left = min(int(at), len(self.angles) - 2)
        return np.asarray(self.angles[left] + (self.angles[left + 1] - self.angles[left]) * (at - left))


@dataclass(frozen=True)
class _SideChain:
    """Rows of one side chain's atoms: Cα, Cβ, Cγ, all beyond Cβ (`turned`), and all beyond Cγ (`further`)."""

    alpha: int
    beta: int
    gamma: int
    turned: NDArray[np.int64]
    further: NDArray[np.int64]

    def placed(self, places: Places, first: float, second: float) -> Places:
        """Positions (atoms of `turned`, 3; Å) after turning by `first` and `second` radians."""
        base = places[self.beta]
        axis = base - places[self.alpha]
        turn = rotation_from_vector(axis / np.linalg.norm(axis) * first)
        made = (places[self.turned] - base) @ turn.T + base
        if second != 0.0 and len(self.further):
            at = made[np.flatnonzero(self.turned == self.gamma)[0]]
            bond = at - base
            turn = rotation_from_vector(bond / np.linalg.norm(bond) * second)
            later = np.isin(self.turned, self.further)
            made[later] = (made[later] - at) @ turn.T + at
        return np.asarray(made)


@cache
def _side_chain(row: int) -> _SideChain | None:
    """The side chain of a residue that can be turned; None for glycine, alanine and proline."""
    wild = receptor_atoms()
    if wild.letters[row] in "GAP":
        return None
    alpha = int(wild.alphas[row])
    chains = wild.side_chains
    own = np.flatnonzero(wild.residues[chains.rows] == row)
    parents = {int(chains.rows[k]): int(chains.references[k, 0]) for k in own}
    beta = next(child for child, parent in parents.items() if parent == alpha)
    gammas = [child for child, parent in parents.items() if parent == beta]
    turned = np.array([child for child in parents if child != beta])
    branched = len(gammas) > 1
    further = [] if branched else [child for child in turned.tolist() if child != gammas[0]]
    return _SideChain(alpha, beta, gammas[0], turned, np.array(further, dtype=np.int64))


def turn_side_chains(places: Places, turns: Turns, share: float, strength: float) -> None:
    """Turn side chains in `places` (n, 3; Å), in place, by `strength` (0…1) of the turns at a share of the path."""
    for row, (first, second) in zip(turns.residues.tolist(), turns.at(share) * strength, strict=True):
        if abs(first) + abs(second) > 1e-9:
            chain = _side_chain(row)
            if chain is not None:
                places[chain.turned] = chain.placed(places, float(first), float(second))


def turns_for(places: Places, ligand: NDArray[np.float64], measured: Places, *, still_bound: bool) -> Turns:
    """Return turns that let a ligand with atoms at `ligand` (samples, atoms, 3; Å) pass; it is bound in the first sample.

    `measured` (n, 3; Å) are the receptor's atoms in the complex: atoms that are nearer than CLEARANCE_ANGSTROM to the bound
    ligand there may be as near here. All turns are 0 in the last sample and, if `still_bound`, in the first.
    """
    wild = receptor_atoms()
    side = wild.side_chains.rows
    ever = cKDTree(ligand.reshape(-1, 3)).query(places[side])[0] < CLEARANCE_ANGSTROM
    rows, found = [], []
    for row in np.unique(wild.residues[side[ever]]).tolist():
        chain = _side_chain(row)
        if chain is not None:
            rows.append(row)
            found.append(_angles(places, chain, row, ligand, measured, still_bound))
    if not rows:
        return Turns(np.zeros(0, dtype=np.int64), np.zeros((len(ligand), 0, 2)))
    angles = gaussian_filter1d(np.stack(found, axis=1), SMOOTHING_SAMPLES, axis=0, mode="nearest")
    return Turns(np.array(rows), angles)


@compiled
def distances_to(points: Places, atoms: Places) -> Places:
    """Return the distance (n,) of each point (n, 3) to the nearest atom (m, 3): for a few atoms faster than a tree."""
    found = np.empty(points.shape[0], dtype=np.float64)
    for point in range(points.shape[0]):
        x, y, z = points[point, 0], points[point, 1], points[point, 2]
        least = np.inf
        for atom in range(atoms.shape[0]):
            dx, dy, dz = atoms[atom, 0] - x, atoms[atom, 1] - y, atoms[atom, 2] - z
            least = min(least, dx * dx + dy * dy + dz * dz)
        found[point] = math.sqrt(least)
    return found


def _angles(
    places: Places,
    chain: _SideChain,
    row: int,
    ligand: NDArray[np.float64],
    measured: Places,
    still_bound: bool,
) -> NDArray[np.float64]:
    """Turns (samples, 2; radians) of one side chain."""
    seconds = SECOND_TURNS_DEGREES if len(chain.further) else np.zeros(1)
    tried = np.radians([(first, second) for first in FIRST_TURNS_DEGREES for second in seconds])
    attempts = np.array([chain.placed(places, *pair) for pair in tried])
    others = cKDTree(places[receptor_atoms().residues != row])
    gaps = others.query(attempts.reshape(-1, 3))[0].reshape(len(tried), -1)
    # Contacts that are already that close without a turn cost nothing.
    floor = np.minimum(NEIGHBOUR_ANGSTROM, others.query(places[chain.turned])[0])
    own = NEIGHBOUR_COST * (np.maximum(floor - gaps, 0.0) ** 2).sum(axis=1)
    own += TURN_COST * (np.degrees(tried) ** 2 / 900.0).sum(axis=1)
    room = np.minimum(CLEARANCE_ANGSTROM, cKDTree(ligand[0]).query(measured[chain.turned])[0])
    costs = np.empty((len(ligand), len(tried)))
    for sample, atoms in enumerate(ligand):
        near = distances_to(attempts.reshape(-1, 3), atoms).reshape(len(tried), -1)
        costs[sample] = own + LIGAND_COST * (np.maximum(room - near, 0.0) ** 2).sum(axis=1)
    still = int(np.argmin(np.abs(tried).sum(axis=1)))
    for end in (0, len(ligand) - 1) if still_bound else (len(ligand) - 1,):
        costs[end, np.arange(len(tried)) != still] = 1e9
    change = tried[:, None] - tried[None]
    moving = CHANGE_COST * (np.degrees(change) ** 2 / 900.0).sum(axis=2)
    total, best_previous = costs[0], []
    for sample in range(1, len(ligand)):
        costs_from = total[:, None] + moving
        best_previous.append(np.argmin(costs_from, axis=0))
        total = costs_from.min(axis=0) + costs[sample]
    chosen = [int(np.argmin(total))]
    for back in reversed(best_previous):
        chosen.append(int(back[chosen[-1]]))
    return np.asarray(tried[chosen[::-1]])
