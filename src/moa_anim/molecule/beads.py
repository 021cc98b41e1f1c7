"""Beads: the spheres of which every body is drawn, made from Cα traces, from ligands, or on a lattice for schematic bodies.

A trace holds one point for each residue. Three beads stand for each step from Cα to Cα; the beads of a side chain stand
along the outward direction 2·Cα(i) − Cα(i−1) − Cα(i+1), more for a larger side chain. Radii are van der Waals radii of
united atoms (1.7–2.0 Å). This illustrates the measured trace; it is no model of the side chains, and the credits say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.molecule.structure import Ligand, Trace
from moa_anim.molecule.structure_file import Atoms

BACKBONE_RADIUS_ANGSTROM = 1.9
SIDE_CHAIN_RADIUS_ANGSTROM = 2.1
LIGAND_RADII_ANGSTROM = {"C": 1.75, "N": 1.6, "O": 1.55, "S": 1.8, "F": 1.5}
"""United-atom van der Waals radii (Bondi 1964 rounded up for their hydrogens)."""

UNITED_RADII_ANGSTROM = {
    "C": 1.75,
    "N": 1.6,
    "O": 1.5,
    "S": 1.85,
    "P": 1.9,
    "ZN": 1.4,
    "MG": 1.3,
    "F": 1.5,
    "CL": 1.75,
}
OTHER_RADIUS_ANGSTROM = 1.7
"""Radii of atoms with the hydrogens that they carry."""

CAVITY_CLEARANCE_ANGSTROM = 1.9
"""How near a bead's surface may come to the centre of an atom in the pocket: the atom's radius and a small gap."""

CARVED_RADIUS_ANGSTROM = 0.05
"""Least radius of a bead that would fill the pocket: it is then too small to be seen."""

SIDE_CHAIN_BEADS = {
    **dict.fromkeys("G", 0),
    **dict.fromkeys("AS", 1),
    **dict.fromkeys("CTVP", 2),
    **dict.fromkeys("DNIL", 3),
    **dict.fromkeys("EQMHK", 4),
    **dict.fromkeys("FR", 5),
    **dict.fromkeys("Y", 6),
    **dict.fromkeys("W", 7),
}
"""Beads for each side chain: about its number of heavy atoms, fewer where they overlap."""

SIDE_CHAIN_TONES = {
    **dict.fromkeys("DE", -0.075),
    **dict.fromkeys("STNQ", -0.035),
    **dict.fromkeys("KR", 0.075),
    **dict.fromkeys("HYWF", 0.04),
}
"""Lightness (tone, −1…1) added to charged, polar and aromatic side chains, so that the surface reflects the sequence."""

SIDE_CHAIN_OFFSETS_ANGSTROM = (
    (1.7, 0.0, 0.0),
    (3.0, 0.9, 0.4),
    (4.0, -0.9, -0.6),
    (3.5, -1.9, 0.9),
    (5.0, 1.1, 0.7),
    (5.2, -1.2, -1.1),
    (4.5, 2.2, -0.6),
)
"""Offsets of the first…seventh bead of a side chain from its Cα: outwards, across the chain, along it.

Set by hand, so that the beads fill about the volume of a side chain.
"""

FIRST_BEAD_TONE_SHARE = 0.4
"""Share of a side chain's tone that its first bead, which is partly backbone, takes."""

LATTICE_SHAKE_SHARE = 0.42
"""Largest random shift of a lattice point along each axis, as a share of the spacing: the rows are no longer seen."""

LATTICE_RADIUS_FACTORS = (0.9, 1.12)
"""Least and largest factor on the radius of a bead on a lattice."""

LATTICE_TONES = (-0.03, 0.0, 0.03)
"""Tones of beads on a lattice, chosen at random."""


@dataclass(frozen=True)
class Beads:
    """Spheres: `positions` (n, 3) Å, `radii` (n,) Å, `residues` (n,) row of the trace, `tones` (n,) −1…1."""

    positions: NDArray[np.float64]
    radii: NDArray[np.float64]
    residues: NDArray[np.int64]
    tones: NDArray[np.float64]

    def chosen(self, mask: NDArray[np.bool_]) -> Beads:
        """Return the beads for which `mask` (n,) is true."""
        return Beads(self.positions[mask], self.radii[mask], self.residues[mask], self.tones[mask])

    def moved(self, positions: NDArray[np.float64]) -> Beads:
        """Return the same beads at other `positions` (n, 3; Å)."""
        return Beads(positions, self.radii, self.residues, self.tones)

    def __len__(self) -> int:
        return len(self.radii)


def beads_of_trace(trace: Trace, cavity: NDArray[np.float64] | None = None) -> Beads:
    """Return the beads of a chain; beads that would fill `cavity` (m, 3; Å: atoms that sit inside it) are made smaller.

    Rows that follow each other in the table but not in sequence are not joined.
    """
    places = trace.positions
    joined = np.flatnonzero(np.diff(trace.numbers) == 1)
    thirds = np.arange(3)[None, :, None] / 3.0
    strand = places[joined][:, None] * (1 - thirds) + places[joined + 1][:, None] * thirds
    backbone = np.vstack([strand.reshape(-1, 3), places[-1:]])
    backbone_rows = np.append(np.repeat(joined, 3), len(places) - 1)

    before = places - np.vstack([places[:1], places[:-1]])
    after = places - np.vstack([places[1:], places[-1:]])
    out = _unit(before + after)
    across = _unit(np.cross(before, after))
    rows, offsets, tones = _side_chains(trace.letters)
    sides = (
        places[rows]
        + out[rows] * offsets[:, :1]
        + across[rows] * offsets[:, 1:2]
        + np.cross(out, across)[rows] * offsets[:, 2:]
    )
    positions = np.vstack([backbone, sides])
    radii = np.full(len(positions), SIDE_CHAIN_RADIUS_ANGSTROM)
    radii[: len(backbone)] = BACKBONE_RADIUS_ANGSTROM
    beads = Beads(
        positions,
        radii,
        np.concatenate([backbone_rows, rows]),
        np.concatenate([np.zeros(len(backbone)), tones]),
    )
    return beads if cavity is None else _carve(beads, cavity)


def beads_of_atoms(atoms: Atoms) -> Beads:
    """Return one sphere for each heavy atom in its united radius, all of tone 0; `residues` count from 0 in file order."""
    radii = np.array(
        [UNITED_RADII_ANGSTROM.get(str(element), OTHER_RADIUS_ANGSTROM) for element in atoms.elements]
    )
    return Beads(atoms.positions, radii, atoms.residue_rows(), np.zeros(len(radii)))


def beads_of_ligand(ligand: Ligand) -> Beads:
    """Return one bead for each heavy atom; all but carbon are a tone lighter."""
    radii = np.array([LIGAND_RADII_ANGSTROM.get(element, 1.7) for element in ligand.elements])
    tones = np.array([0.0 if element == "C" else 0.12 for element in ligand.elements])
    return Beads(ligand.positions, radii, np.arange(len(radii)), tones)


def gathered(pieces: Sequence[Beads]) -> Beads:
    """Return several sets of beads as one."""
    return Beads(
        np.concatenate([piece.positions for piece in pieces]),
        np.concatenate([piece.radii for piece in pieces]),
        np.concatenate([piece.residues for piece in pieces]),
        np.concatenate([piece.tones for piece in pieces]),
    )


def plain(places: NDArray[np.float64], radius: float) -> Beads:
    """Return beads of one `radius` (Å) and tone 0 at `places` (n, 3; Å)."""
    count = len(places)
    return Beads(places, np.full(count, radius), np.zeros(count, dtype=np.int64), np.zeros(count))


def lattice_points(
    low: NDArray[np.float64], high: NDArray[np.float64], spacing: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return points (n, 3; Å) of a cubic lattice between the corners `low` and `high` (3,), each shifted at random."""
    axes = [np.arange(a, b, spacing) for a, b in zip(low, high, strict=True)]
    lattice = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    return lattice + random.uniform(-LATTICE_SHAKE_SHARE, LATTICE_SHAKE_SHARE, lattice.shape) * spacing


def filled_lattice(places: NDArray[np.float64], radius: float, random: np.random.Generator) -> Beads:
    """Return beads at `places` (n, 3; Å) whose radii and tones vary a little, so that a schematic body has some grain."""
    count = len(places)
    radii = radius * random.uniform(*LATTICE_RADIUS_FACTORS, count)
    return Beads(places, radii, np.zeros(count, dtype=np.int64), random.choice(LATTICE_TONES, count))


@cache
def _side_chains(letters: str) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """For a sequence: the residue row of each side-chain bead (n,), its offset (n, 3; Å) and its tone (n,)."""
    rows, offsets, tones = [], [], []
    for row, letter in enumerate(letters):
        for bead in range(SIDE_CHAIN_BEADS.get(letter, 3)):
            rows.append(row)
            offsets.append(SIDE_CHAIN_OFFSETS_ANGSTROM[bead])
            tones.append(SIDE_CHAIN_TONES.get(letter, 0.0) * (1.0 if bead else FIRST_BEAD_TONE_SHARE))
    return np.array(rows, dtype=np.int64), np.array(offsets).reshape(-1, 3), np.array(tones)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vectors (n, 3) at length 1; one without length stays so."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


def _carve(beads: Beads, cavity: NDArray[np.float64]) -> Beads:
    """The beads, those near an atom of `cavity` (m, 3) made smaller until they leave it CAVITY_CLEARANCE_ANGSTROM."""
    nearest = cKDTree(cavity).query(beads.positions)[0]
    radii = np.minimum(beads.radii, np.maximum(nearest - CAVITY_CLEARANCE_ANGSTROM, CARVED_RADIUS_ANGSTROM))
    return Beads(beads.positions, radii, beads.residues, beads.tones)
