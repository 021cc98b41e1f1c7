"""Superpose entries, complete loops from another entry, find small rotations that fulfil a condition."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.molecule.pose import Pose, best_fit
from moa_anim.molecule.structure_file import Atoms, joined

BACKBONE = ("N", "CA", "C", "O")

CORE_RESIDUES = tuple(n for n in range(312, 526) if not (330 <= n <= 342 or 458 <= n <= 466))
"""ERα's ligand-binding domain without loops and helix 12: what all states have in common."""

HEAVY_ATOMS = {
    **{
        "GLY": 4,
        "ALA": 5,
        "SER": 6,
        "CYS": 6,
        "THR": 7,
        "VAL": 7,
        "PRO": 7,
        "ASP": 8,
        "ASN": 8,
        "ILE": 8,
        "LEU": 8,
    },
    **{"MET": 8, "GLU": 9, "GLN": 9, "LYS": 9, "HIS": 10, "PHE": 11, "ARG": 11, "TYR": 12, "TRP": 14},
}


def row_of(atoms: Atoms, chain: str, residue: int, name: str) -> int | None:
    """The row of one atom, or None."""
    rows = np.flatnonzero(
        (atoms.chains == chain) & (atoms.residue_numbers == residue) & (atoms.names == name)
    )
    return int(rows[0]) if len(rows) else None


def pairs(
    mobile: Atoms,
    mobile_chain: str,
    target: Atoms,
    target_chain: str,
    residues: Iterable[int],
    names: Sequence[str],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions (n, 3) of the atoms that both chains have."""
    rows = [
        (row_of(mobile, mobile_chain, residue, name), row_of(target, target_chain, residue, name))
        for residue in residues
        for name in names
    ]
    both = [(a, b) for a, b in rows if a is not None and b is not None]
    return mobile.positions[[a for a, _ in both]], target.positions[[b for _, b in both]]


def rmsd(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Root mean square distance of two sets of positions (n, 3)."""
    return float(np.sqrt(((one - other) ** 2).sum(axis=1).mean()))


def fitted(mobile: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[Pose, float]:
    """The rigid motion of best fit, and the r.m.s. that is left."""
    pose = best_fit(mobile, target)
    return pose, rmsd(pose.apply(mobile), target)


def completed(
    atoms: Atoms, chain: str, donor: Atoms, donor_chain: str, first: int, last: int
) -> tuple[Atoms, float]:
    """`atoms` with residues `first`…`last` of the donor put into the gap, and the misfit (Å) at its ends.

    The donor is fitted to the three residues on each side; going along the loop the one fit turns into the other, so
    that both junctions are as good as their side allows.
    """
    fits, misfits = [], []
    for flank in (range(first - 3, first), range(last + 1, last + 4)):
        mobile, target = pairs(donor, donor_chain, atoms, chain, flank, BACKBONE)
        if len(mobile) < 8:
            raise ValueError(f"too few residues beside {first}–{last} to fit a loop to")
        pose, misfit = fitted(mobile, target)
        fits.append(pose)
        misfits.append(misfit)
    loop = donor.of_chains(donor_chain).of_residues(first, last)
    loop = loop.where(loop.polymer)
    share = ((loop.residue_numbers - first + 0.5) / (last - first + 1))[:, None]
    share = np.clip(
        share + np.where(np.isin(loop.names, ("N",)), -0.25, 0.25)[:, None] / (last - first + 1), 0, 1
    )
    measured = loop.positions
    places = fits[0].apply(loop.positions) * (1 - share) + fits[1].apply(loop.positions) * share
    loop = loop.moved(places)
    loop = Atoms(
        loop.positions,
        loop.elements,
        loop.names,
        loop.residue_names,
        loop.residue_numbers,
        np.full(len(loop), chain),
        loop.occupancies,
        loop.polymer,
    )
    loop = loop.moved(_relaxed(loop, measured, atoms, chain, first, last))
    before = atoms.where((atoms.chains == chain) & (atoms.residue_numbers < first) & atoms.polymer)
    after = atoms.where((atoms.chains == chain) & (atoms.residue_numbers > last) & atoms.polymer)
    rest = atoms.where((atoms.chains != chain) | ~atoms.polymer)
    return joined([before, loop, after, rest]), max(misfits)


JUNCTION = (
    ("C", "N", 1.33),
    ("C", "CA", 2.43),
    ("CA", "N", 2.43),
    ("O", "N", 2.25),
    ("CA", "CA", 3.80),
    ("O", "CA", 2.78),
)
"""Distances across a peptide bond, from an atom of one residue to one of the next (Å)."""


def _along(loop: Atoms, chain: str, first: int, last: int) -> list[tuple[int, int]]:
    """Rows of the loop's atoms whose distance keeps its peptide bonds flat: from Cα and O to the next Cα."""
    found = []
    for residue in range(first, last):
        after = row_of(loop, chain, residue + 1, "CA")
        for name in ("CA", "O"):
            before = row_of(loop, chain, residue, name)
            if before is not None and after is not None:
                found.append((min(before, after), max(before, after)))
    return found


def _centres(loop: Atoms, chain: str, first: int, last: int) -> NDArray[np.int64]:
    """Rows (n, 4) of Cα, N, C, Cβ: the centres that must stay left-handed."""
    rows = [[row_of(loop, chain, n, name) for name in ("CA", "N", "C", "CB")] for n in range(first, last + 1)]
    return np.array([row for row in rows if None not in row], dtype=np.int64).reshape(-1, 4)


def _volumes(places: NDArray[np.float64], centres: NDArray[np.int64]) -> NDArray[np.float64]:
    """Signed volume (Å³) at each centre; its sign is the centre's hand."""
    alpha, nitrogen, carbon, beta = (places[centres[:, k]] for k in range(4))
    return np.asarray((np.cross(nitrogen - alpha, carbon - alpha) * (beta - alpha)).sum(axis=1))


def _relaxed(
    loop: Atoms, measured: NDArray[np.float64], atoms: Atoms, chain: str, first: int, last: int
) -> NDArray[np.float64]:
    """The loop's positions with its ends bonded to what they meet, its own bonds and angles kept, and nothing too near."""
    start = loop.positions
    rest = atoms.where(
        ~((atoms.chains == chain) & (atoms.residue_numbers >= first) & (atoms.residue_numbers <= last))
    )
    own = np.array(sorted({*cKDTree(measured).query_pairs(2.7), *_along(loop, chain, first, last)}))
    centres = _centres(loop, chain, first, last)
    volumes = _volumes(measured, centres)
    # Bonds and angles are the donor's: the blend of two fits has stretched them.
    lengths = np.linalg.norm(measured[own[:, 0]] - measured[own[:, 1]], axis=1)
    fixed: list[tuple[int, NDArray[np.float64], float]] = []
    for residue in range(first - 1, last + 1):
        for one, other, length in JUNCTION:
            a, b = row_of(loop, chain, residue, one), row_of(loop, chain, residue + 1, other)
            if a is None and b is not None:
                fixed.append((b, atoms.positions[row_of(atoms, chain, residue, one)], length))
            elif a is not None and b is None:
                fixed.append((a, atoms.positions[row_of(atoms, chain, residue + 1, other)], length))
    anchored = np.array([row for row, _, _ in fixed])
    anchors, spans = np.array([place for _, place, _ in fixed]), np.array([span for _, _, span in fixed])
    bonded = np.isin(rest.residue_numbers, (first - 1, last + 1)) & (rest.chains == chain)
    others = rest.positions[~bonded]
    near = [(i, j) for i, found in enumerate(cKDTree(others).query_ball_point(start, 5.0)) for j in found]
    pairs_ = np.array(near, dtype=int).reshape(-1, 2)

    def misfit(values: NDArray[np.float64]) -> NDArray[np.float64]:
        places = values.reshape(-1, 3)
        kept = np.linalg.norm(places[own[:, 0]] - places[own[:, 1]], axis=1) - lengths
        joints = np.linalg.norm(places[anchored] - anchors, axis=1) - spans
        close = np.clip(3.0 - np.linalg.norm(places[pairs_[:, 0]] - others[pairs_[:, 1]], axis=1), 0, None)
        hands = _volumes(places, centres) - volumes
        return np.concatenate([12 * kept, 15 * joints, 4 * hands, 6 * close, 0.01 * (values - start.ravel())])

    # An atom that begins on the wrong side of another stays there: several beginnings, the best end.
    random = np.random.default_rng(first)
    found = [
        optimize.least_squares(
            misfit, (start + spread * random.normal(size=start.shape)).ravel(), tr_solver="lsmr", max_nfev=60
        )
        for spread in (0.0, 0.4, 0.7, 1.0, 1.0, 1.3)
    ]
    best = min(found, key=lambda each: float(each.cost))
    return np.asarray(best.x.reshape(-1, 3))


def gaps(atoms: Atoms) -> list[tuple[int, int]]:
    """Residue numbers that a chain leaves out, as (first, last)."""
    numbers = np.unique(atoms.residue_numbers[atoms.polymer])
    return [(int(a) + 1, int(b) - 1) for a, b in itertools.pairwise(numbers) if b > a + 1]


def incomplete(atoms: Atoms) -> list[int]:
    """Residue numbers of amino acids of which atoms are missing."""
    found = []
    for number in np.unique(atoms.residue_numbers[atoms.polymer]):
        residue = atoms.where((atoms.residue_numbers == number) & atoms.polymer)
        expected = HEAVY_ATOMS.get(str(residue.residue_names[0]))
        if expected is not None and len(residue) < expected:
            found.append(int(number))
    return found


def ranges(numbers: Sequence[int]) -> str:
    """Numbers as text: 3, 5–7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in parts)


def rotations(count: int, most_degrees: float, seed: int) -> list[Rotation]:
    """Rotations by at most `most_degrees`, the small ones first; always the same."""
    random = np.random.default_rng(seed)
    axes = random.normal(size=(count, 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    angles = np.sort(np.radians(most_degrees) * random.random(count) ** (1 / 2))
    return [Rotation.from_rotvec(axis * angle) for axis, angle in zip(axes, angles, strict=True)]
