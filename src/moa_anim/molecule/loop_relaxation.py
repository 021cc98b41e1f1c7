"""Relax a grafted loop: restores bonds, angles, chirality and flat peptides, and separates overlapping atoms.

The loop and the residues before and after it move; those two are restrained to their measured positions. The energy is a sum
of squares, minimised from several starts: an atom that starts on the wrong side of another would stay there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.spatial import cKDTree

from moa_anim.molecule.compiled import compiled
from moa_anim.molecule.structure_file import Atoms

Places = NDArray[np.float64]
Rows = NDArray[np.int64]

BOND_ANGSTROM = 1.95
"""Longest bond within a residue."""

IDEAL = {
    ("N", "CA"): 1.458,
    ("CA", "C"): 1.525,
    ("C", "O"): 1.231,
    ("CA", "CB"): 1.53,
    ("N", "C"): 2.46,
    ("CA", "O"): 2.40,
    ("N", "CB"): 2.46,
    ("C", "CB"): 2.50,
}
"""Distances along the backbone within a residue (Å; Engh and Huber); those in the rest of a side chain are the donor's."""

JUNCTION = {
    ("C", "N"): 1.329,
    ("C", "CA"): 2.43,
    ("CA", "N"): 2.43,
    ("O", "N"): 2.25,
    ("CA", "CA"): 3.80,
    ("O", "CA"): 2.78,
    ("C", "CD"): 2.50,
}
"""Distances across a flat trans peptide, from an atom of one residue to one of the next (Å); CD is proline's."""

RINGS = ("PHE", "TYR", "HIS", "TRP", "PRO")
"""Residues with a ring: its atoms from Cβ on are a rigid group."""

FLAT_ENDS = {"ARG": ("CD", "NE", "CZ", "NH1", "NH2")}
"""Other rigid groups of atoms."""

NEXT_NEAREST_ANGSTROM = 2.75
"""Smallest distance of atoms three bonds apart."""

POLAR_ANGSTROM = 2.9
"""Smallest distance of nitrogen or oxygen from nitrogen or oxygen."""

APOLAR_ANGSTROM = 3.3
"""Smallest distance of all other pairs."""

REACH_ANGSTROM = 14.0
"""Fixed atoms up to this distance from the loop are included."""

# Weights of the energy's terms.
STIFF = 60.0
"""Fixed distances."""

HAND = 6.0
"""Signed volumes at chiral centres."""

ROOM = 30.0
"""Overlaps."""

HELD = 8.0
"""Displacement of the residues next to the loop from their measured positions."""

DRAWN = 0.02
"""Displacement of the loop from the graft."""

SPREADS = (0.0, 0.3, *(0.6,) * 6, *(1.0,) * 12, *(1.5,) * 12)
"""Random displacement (root mean square along each axis, Å) from the graft of each start."""

ROUNDS = ((0.02, 150), (0.15, 150), (1.0, 500))
"""For each round a factor on ROOM and the largest number of steps: at first atoms may pass through each other."""


@dataclass(frozen=True)
class _Terms:
    """Terms of the energy: pairs with lengths, chiral centres with volumes, pairs with smallest distances, fixed atoms."""

    tied: Rows
    lengths: Places
    centres: Rows
    volumes: Places
    room: Rows
    least: Places
    fixed: Places
    goals: Places
    held: Places


def relaxed(
    atoms: Atoms, chain: str, first: int, last: int, measured: Atoms, starts: int = len(SPREADS)
) -> Places:
    """Return positions (n, 3; Å) of all atoms, those of `chain` from `first` − 1 to `last` + 1 relaxed.

    `measured` are the donor's residues `first`…`last`, whose lengths and angles the loop's side chains get. The best of
    `starts` starts is returned, at most len(SPREADS).
    """
    mine = (atoms.chains == chain) & atoms.polymer
    moving = mine & (atoms.residue_numbers >= first - 1) & (atoms.residue_numbers <= last + 1)
    loop = np.flatnonzero(moving)
    near = cKDTree(atoms.positions[loop]).query(atoms.positions)[0] < REACH_ANGSTROM
    rest = np.flatnonzero(near & ~moving)
    rows = np.concatenate([loop, rest])
    part, count = atoms.where(rows), len(loop)
    terms = _terms(part, count, first, last, measured)
    start = part.positions[:count]
    random = np.random.default_rng(first)
    beside = terms.held[:, None] > 1.0
    best: tuple[float, Places] | None = None
    for spread in SPREADS[:starts]:
        places = start + np.where(beside, 0.3, 1.0) * spread * random.normal(size=start.shape)
        for share, most in ROUNDS:
            found = optimize.minimize(
                _energy,
                places.ravel(),
                (terms, share),
                method="L-BFGS-B",
                jac=True,
                options={"maxiter": most, "maxfun": 2 * most},
            )
            places = found.x.reshape(-1, 3)
        if best is None or found.fun < best[0]:
            best = float(found.fun), places
    assert best is not None
    positions = atoms.positions.copy()
    positions[loop] = best[1]
    return positions


def bonded_pairs(atoms: Atoms, donor: dict[tuple[int, str], Places] | None = None) -> Rows:
    """Return rows (n, 2) of bonded atoms of one chain; positions in `donor`, which are not distorted, have precedence."""
    places = np.array(
        [
            (donor or {}).get((int(n), str(a)), p)
            for n, a, p in zip(atoms.residue_numbers, atoms.names, atoms.positions, strict=True)
        ]
    )
    found = []
    for number in np.unique(atoms.residue_numbers):
        own = np.flatnonzero(atoms.residue_numbers == number)
        for i, j in sorted(cKDTree(places[own]).query_pairs(BOND_ANGSTROM)):
            found.append((int(own[i]), int(own[j])))
        ends = np.flatnonzero((atoms.residue_numbers == number) & (atoms.names == "C"))
        begins = np.flatnonzero((atoms.residue_numbers == number + 1) & (atoms.names == "N"))
        found += [(int(i), int(j)) for i in ends for j in begins]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def bond_counts(count: int, bonds: Rows, most: int) -> NDArray[np.int64]:
    """Return the number of bonds between each two atoms (count, count); `most` + 1 where there are more than `most`."""
    touching = np.zeros((count, count), dtype=np.bool_)
    touching[bonds[:, 0], bonds[:, 1]] = touching[bonds[:, 1], bonds[:, 0]] = True
    counts = np.full((count, count), most + 1, dtype=np.int64)
    reached = np.eye(count, dtype=np.bool_)
    for step in range(most + 1):
        counts[reached & (counts > step)] = step
        reached = reached | (reached.astype(np.float32) @ touching.astype(np.float32) > 0)
    return counts


def _terms(part: Atoms, count: int, first: int, last: int, measured: Atoms) -> _Terms:
    names, numbers = part.names.tolist(), part.residue_numbers.tolist()
    donor = {
        (int(n), str(a)): p
        for n, a, p in zip(measured.residue_numbers, measured.names, measured.positions, strict=True)
    }
    places = np.array([donor.get((n, a), p) for n, a, p in zip(numbers, names, part.positions, strict=True)])
    # Atoms of other chains and ligands only have smallest distances.
    chain = np.flatnonzero((part.chains == part.chains[0]) & part.polymer)
    bonds = chain[bonded_pairs(part.where(chain), donor)]
    counts = bond_counts(len(part), bonds, 3)
    tied: dict[tuple[int, int], float] = {}
    for i in range(count):
        for j in np.flatnonzero((counts[i] == 1) | (counts[i] == 2)).tolist():
            if numbers[i] == numbers[j]:
                key = min(i, j), max(i, j)
                length = float(np.linalg.norm(places[i] - places[j]))
                inside = first <= numbers[i] <= last
                ideal = IDEAL.get((names[i], names[j]), IDEAL.get((names[j], names[i]), length))
                tied[key] = ideal if inside else length
    for number in range(first, last + 1):
        own = [k for k in range(count) if numbers[k] == number]
        residue = str(part.residue_names[own[0]])
        group = FLAT_ENDS.get(residue, ())
        if residue in RINGS:
            group = tuple(names[k] for k in own if names[k] not in ("N", "C", "O", "CA"))
        rows = [k for k in own if names[k] in group]
        for i in rows:
            for j in rows:
                if i < j:
                    tied[i, j] = float(np.linalg.norm(places[i] - places[j]))
    lookup = {(numbers[k], names[k]): k for k in chain.tolist()}
    for number in range(first - 2, last + 2):
        for (one, other), length in JUNCTION.items():
            a, b = lookup.get((number, one)), lookup.get((number + 1, other))
            if a is None or b is None or (a >= count and b >= count):
                continue
            if other == "CD" and part.residue_names[b] != "PRO":
                continue
            if number < first - 1 or number > last:  # measured: a peptide that is not the loop's
                length = float(np.linalg.norm(places[a] - places[b]))
            tied[min(a, b), max(a, b)] = length
    centres = [
        [lookup[n, name] for name in ("CA", "N", "C", "CB")]
        for n in range(first - 1, last + 2)
        if all((n, name) in lookup for name in ("CA", "N", "C", "CB"))
    ]
    branched = {
        "THR": ("CB", "CA", "OG1", "CG2"),
        "ILE": ("CB", "CA", "CG1", "CG2"),
        "LEU": ("CG", "CB", "CD1", "CD2"),
    }
    branched["VAL"] = ("CB", "CA", "CG1", "CG2")
    for number in range(first - 1, last + 2):
        own_name = str(part.residue_names[lookup[number, "CA"]])
        four = branched.get(own_name, ())
        if four and all((number, name) in lookup for name in four):
            centres.append([lookup[number, name] for name in four])
    middle = np.array(centres, dtype=np.int64)
    pairs = [
        (i, j)
        for i in range(count)
        for j in range(i + 1, len(part))
        if counts[i, j] > 2 and (i, j) not in tied
    ]
    room = np.array(pairs, dtype=np.int64)
    polar = np.isin(part.elements, ("N", "O"))
    least = np.where(polar[room].all(axis=1), POLAR_ANGSTROM, APOLAR_ANGSTROM)
    least = np.where(counts[room[:, 0], room[:, 1]] == 3, NEXT_NEAREST_ANGSTROM, least)
    beside = np.array([not first <= n <= last for n in numbers[:count]])
    backbone = np.isin(part.names[:count], ("N", "CA", "C", "O"))
    # Pairs of measured atoms may be as near as measured.
    start = np.linalg.norm(places[room[:, 0]] - places[room[:, 1]], axis=1)
    both_measured = np.append(beside, np.ones(len(part) - count, dtype=np.bool_))[room].all(axis=1)
    least = np.where(both_measured, np.minimum(least, start), least)
    return _Terms(
        np.array(list(tied), dtype=np.int64),
        np.array(list(tied.values())),
        middle,
        _volumes(places, middle)[0],
        room,
        least,
        part.positions[count:],
        part.positions[:count],
        np.where(beside, np.where(backbone, HELD, HELD / 8), DRAWN),
    )


def _volumes(places: Places, centres: Rows) -> tuple[Places, Places, Places, Places]:
    """Signed volume (Å³) at each centre, whose sign is its chirality, and the three edges."""
    edges = [places[centres[:, k]] - places[centres[:, 0]] for k in (1, 2, 3)]
    return (_cross(edges[0], edges[1]) * edges[2]).sum(axis=1), edges[0], edges[1], edges[2]


def _cross(one: Places, other: Places) -> Places:
    """The cross products of rows (n, 3), as numpy's own function gives them, which takes three times as long for few rows."""
    (ax, ay, az), (bx, by, bz) = one.T, other.T
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)


@compiled
def _overlapping(places: Places, pairs: Rows, least: Places) -> Rows:
    """Rows of the pairs that are nearer than their least distance: few of very many, which NumPy would compute in full."""
    rows = np.empty(len(pairs), dtype=np.int64)
    count = 0
    for row in range(len(pairs)):
        one, other = pairs[row, 0], pairs[row, 1]
        dx = places[one, 0] - places[other, 0]
        dy = places[one, 1] - places[other, 1]
        dz = places[one, 2] - places[other, 2]
        if np.sqrt(dx * dx + dy * dy + dz * dz) < least[row]:
            rows[count] = row
            count += 1
    return rows[:count]


def _energy(values: Places, terms: _Terms, share: float) -> tuple[float, Places]:
    """The energy and its gradient."""
    own = values.reshape(-1, 3)
    places = np.concatenate([own, terms.fixed])
    slope = np.zeros_like(places)
    total = 0.0
    for pairs, goals, weight, one_sided in (
        (terms.tied, terms.lengths, STIFF, False),
        (terms.room, terms.least, ROOM * share, True),
    ):
        if one_sided:
            rows = _overlapping(places, pairs, goals)
            pairs, goals = pairs[rows], goals[rows]
        apart = places[pairs[:, 0]] - places[pairs[:, 1]]
        lengths = np.maximum(np.linalg.norm(apart, axis=1), 1e-6)
        off = lengths - goals
        total += weight * float((off**2).sum())
        push = (2 * weight * off / lengths)[:, None] * apart
        for axis in range(3):
            slope[:, axis] += np.bincount(pairs[:, 0], push[:, axis], len(places))
            slope[:, axis] -= np.bincount(pairs[:, 1], push[:, axis], len(places))
    found, a, b, c = _volumes(places, terms.centres)
    off = found - terms.volumes
    total += HAND * float((off**2).sum())
    scale = (2 * HAND * off)[:, None]
    for column, part in ((1, _cross(b, c)), (2, _cross(c, a)), (3, _cross(a, b))):
        np.add.at(slope, terms.centres[:, column], scale * part)
        np.add.at(slope, terms.centres[:, 0], -scale * part)
    away = own - terms.goals
    total += float((terms.held[:, None] * away**2).sum())
    gradient = slope[: len(own)] + 2 * terms.held[:, None] * away
    return total, gradient.ravel()
