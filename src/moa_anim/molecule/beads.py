"""Beads: the spheres of which every body is drawn: atoms in their united radii, or a lattice for schematic bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.structure import Ligand
from moa_anim.molecule.structure_file import Atoms

BACKBONE_RADIUS_ANGSTROM = 1.9
SIDE_CHAIN_RADIUS_ANGSTROM = 2.1
"""Radii of the beads of a schematic chain: on the backbone, and for a side chain."""

LIGAND_RADII_ANGSTROM = {"C": 1.75, "N": 1.6, "O": 1.55, "S": 1.8, "F": 1.5}
"""United-atom van der Waals radii of ligands (Bondi 1964, rounded up for their hydrogens)."""

OTHER_LIGAND_RADIUS_ANGSTROM = 1.7
"""Radius of a ligand's other elements."""

HETEROATOM_TONE = 0.12
"""Tone of a ligand's atoms other than carbon."""

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
"""United-atom radii of macromolecules: van der Waals radii that include the bonded hydrogens."""

OTHER_RADIUS_ANGSTROM = 1.7
"""United-atom radius of all other elements."""


@dataclass(frozen=True)
class Beads:
    """Spheres: `positions` (n, 3; Å), `radii` (n,; Å), `residues` (n,) numbers of residues, `tones` (n,) added to the colour.

    A tone is in −1…1; negative ones are darker.
    """

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


def beads_of_atoms(atoms: Atoms) -> Beads:
    """Return one sphere for each heavy atom in its united radius, all of tone 0; `residues` count from 0 in file order."""
    kinds, kind = np.unique(atoms.elements, return_inverse=True)
    radii = np.array([UNITED_RADII_ANGSTROM.get(str(each), OTHER_RADIUS_ANGSTROM) for each in kinds])[kind]
    return Beads(atoms.positions, radii, atoms.residue_rows(), np.zeros(len(radii)))


def beads_of_ligand(ligand: Ligand) -> Beads:
    """Return one bead for each heavy atom; all but carbon are a tone lighter."""
    radii = np.array(
        [LIGAND_RADII_ANGSTROM.get(element, OTHER_LIGAND_RADIUS_ANGSTROM) for element in ligand.elements]
    )
    tones = np.array([0.0 if element == "C" else HETEROATOM_TONE for element in ligand.elements])
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
