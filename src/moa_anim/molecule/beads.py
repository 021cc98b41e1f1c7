"""From a Cα trace to a space-filling picture of the chain: beads for the backbone, beads for each side chain.

A trace holds one point a residue. Three beads stand between consecutive Cα; a side chain's beads stand on the outward
direction 2·Cα(i) − Cα(i−1) − Cα(i+1), as many as the side chain is large. Radii are van der Waals radii of united
atoms (1.7–2.0 Å). It is an illustration of the measured trace, not a model of the side chains, and the credits say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.structure import Ligand, Trace

BACKBONE_RADIUS_ANGSTROM = 1.9
SIDE_CHAIN_RADIUS_ANGSTROM = 2.1
LIGAND_RADII_ANGSTROM = {"C": 1.75, "N": 1.6, "O": 1.55, "S": 1.8, "F": 1.5}
"""United-atom van der Waals radii (Bondi 1964 rounded up for their hydrogens)."""

CAVITY_CLEARANCE_ANGSTROM = 1.9
"""How near a bead's surface may come to the centre of an atom in the pocket: one atom's radius and a little air."""

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
"""Beads for each side chain: about its number of heavy atoms, less where they overlap."""

SIDE_CHAIN_TONES = {
    **dict.fromkeys("DE", -0.075),
    **dict.fromkeys("STNQ", -0.035),
    **dict.fromkeys("KR", 0.075),
    **dict.fromkeys("HYWF", 0.04),
}
"""Lightness added to charged, polar and aromatic side chains, so that the surface shows what the sequence is."""

_OUT = (1.7, 3.0, 4.0, 3.5, 5.0, 5.2, 4.5)
_ACROSS = (0.0, 0.9, -0.9, -1.9, 1.1, -1.2, 2.2)
_ALONG = (0.0, 0.4, -0.6, 0.9, 0.7, -1.1, -0.6)
"""Where the first…seventh bead of a side chain stands (Å): a bush that fills what a side chain fills."""


@dataclass(frozen=True)
class Beads:
    """Spheres: `positions` (n, 3) Å, `radii` (n,) Å, `residues` (n,) row of the trace, `tones` (n,) −1…1."""

    positions: NDArray[np.float64]
    radii: NDArray[np.float64]
    residues: NDArray[np.int64]
    tones: NDArray[np.float64]

    def chosen(self, mask: NDArray[np.bool_]) -> Beads:
        """The beads for which `mask` (n,) is true."""
        return Beads(self.positions[mask], self.radii[mask], self.residues[mask], self.tones[mask])

    def moved(self, positions: NDArray[np.float64]) -> Beads:
        """The same beads at other places."""
        return Beads(positions, self.radii, self.residues, self.tones)

    def __len__(self) -> int:
        return len(self.radii)


@cache
def _side_chains(letters: str) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """For a sequence: the residue row of each side-chain bead, its (out, across, along) offset in Å, its tone."""
    rows, offsets, tones = [], [], []
    for row, letter in enumerate(letters):
        for bead in range(SIDE_CHAIN_BEADS.get(letter, 3)):
            rows.append(row)
            offsets.append((_OUT[bead], _ACROSS[bead], _ALONG[bead]))
            tones.append(SIDE_CHAIN_TONES.get(letter, 0.0) * (1.0 if bead else 0.4))
    return np.array(rows, dtype=np.int64), np.array(offsets).reshape(-1, 3), np.array(tones)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


def beads_of_trace(trace: Trace, cavity: NDArray[np.float64] | None = None) -> Beads:
    """Beads of a chain; those that would fill `cavity` (m, 3; Å, atoms that sit inside it) are made smaller.

    Neighbours in the table that are not neighbours in sequence are not joined.
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


def _carve(beads: Beads, cavity: NDArray[np.float64]) -> Beads:
    gaps = beads.positions[:, None, :] - cavity[None, :, :]
    nearest = np.sqrt((gaps**2).sum(axis=2).min(axis=1))
    radii = np.minimum(beads.radii, np.maximum(nearest - CAVITY_CLEARANCE_ANGSTROM, 0.05))
    return Beads(beads.positions, radii, beads.residues, beads.tones)


def beads_of_ligand(ligand: Ligand) -> Beads:
    """One bead for each heavy atom; oxygen and nitrogen a tone lighter."""
    radii = np.array([LIGAND_RADII_ANGSTROM.get(element, 1.7) for element in ligand.elements])
    tones = np.array([0.0 if element == "C" else 0.12 for element in ligand.elements])
    return Beads(ligand.positions, radii, np.arange(len(radii)), tones)
