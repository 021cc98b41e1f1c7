"""Superpose entries, complete loops from another entry, list gaps, generate rotations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from moa_anim.molecule.loop_relaxation import SPREADS, relaxed
from moa_anim.molecule.pose import Pose, best_fit
from moa_anim.molecule.structure_file import Atoms, joined

BACKBONE = ("N", "CA", "C", "O")

CORE_RESIDUES = tuple(n for n in range(312, 526) if not (330 <= n <= 342 or 458 <= n <= 466))
"""Residues of ERα's ligand-binding domain without loops and helix 12: nearly the same in all states."""

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
    """The rigid motion of best fit, and the remaining r.m.s. distance (Å)."""
    pose = best_fit(mobile, target)
    return pose, rmsd(pose.apply(mobile), target)


FLANK_RESIDUES = 4
"""Residues on each side of a gap that the donor is fitted to."""


@dataclass(frozen=True)
class Junction:
    """Quality of a loop's fit: r.m.s. (Å) of the worse flank, and largest displacement (Å) of atoms next to the loop."""

    misfit: float
    moved: float


def completed(
    atoms: Atoms,
    chain: str,
    donor: Atoms,
    donor_chain: str,
    first: int,
    last: int,
    starts: int = len(SPREADS),
) -> tuple[Atoms, Junction]:
    """Return `atoms` with residues `first`…`last` of the donor inserted into the gap and relaxed.

    The donor is fitted to FLANK_RESIDUES on each side, and the two fits are blended along the loop, so that each junction has
    the best fit of its side; relaxation begins from `starts` places.
    Raises ValueError when there are too few residues next to the gap.
    """
    fits, misfits = [], []
    for flank in (range(first - FLANK_RESIDUES, first), range(last + 1, last + 1 + FLANK_RESIDUES)):
        mobile, target = pairs(donor, donor_chain, atoms, chain, flank, BACKBONE)
        if len(mobile) < 3 * FLANK_RESIDUES:
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
    measured = loop
    loop = replace(
        loop,
        positions=fits[0].apply(loop.positions) * (1 - share) + fits[1].apply(loop.positions) * share,
        chains=np.full(len(loop), chain),
    )
    before = atoms.where((atoms.chains == chain) & (atoms.residue_numbers < first) & atoms.polymer)
    after = atoms.where((atoms.chains == chain) & (atoms.residue_numbers > last) & atoms.polymer)
    rest = atoms.where((atoms.chains != chain) | ~atoms.polymer)
    whole = joined([before, loop, after, rest])
    places = relaxed(whole, chain, first, last, measured, starts)
    beside = np.isin(whole.residue_numbers, (first - 1, last + 1)) & (whole.chains == chain) & whole.polymer
    moved = np.linalg.norm(places - whole.positions, axis=1)[beside]
    return whole.moved(places), Junction(max(misfits), float(moved.max()))


def gaps(atoms: Atoms) -> list[tuple[int, int]]:
    """Gaps in a chain's residue numbers, as (first, last)."""
    numbers = np.unique(atoms.residue_numbers[atoms.polymer])
    return [(int(a) + 1, int(b) - 1) for a, b in itertools.pairwise(numbers) if b > a + 1]


def incomplete(atoms: Atoms) -> list[int]:
    """Residue numbers of amino acids with missing heavy atoms."""
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
    """Random rotations by at most `most_degrees`, in order of angle; the same for the same seed."""
    random = np.random.default_rng(seed)
    axes = random.normal(size=(count, 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    angles = np.sort(np.radians(most_degrees) * random.random(count) ** (1 / 2))
    return [Rotation.from_rotvec(axis * angle) for axis, angle in zip(axes, angles, strict=True)]
