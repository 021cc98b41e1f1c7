"""Cα traces and ligands of the structure tables, in ångström; all of the receptor's in one stage frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.film_drug import film_drug
from moa_anim.molecule.structure_file import Atoms

UNKNOWN_RESIDUE = "L"
"""Letter of a residue with an unknown name: leucine, the most common residue and of medium size."""


def table_fault(table: str, found: str, expected: str) -> ProductionError:
    """Return the error for an invalid structure table."""
    remedy = f"restore assets/structures/{table} from its source"
    return ProductionError([Fault(f"structure table {table}", found, expected, remedy)])


@dataclass(frozen=True)
class Trace:
    """A Cα trace: one chain, residues in order of number.

    `numbers` (n,) residue numbers, `letters` one-letter codes, `positions` (n, 3) Å.
    """

    numbers: NDArray[np.int64]
    letters: str
    positions: NDArray[np.float64]

    def __post_init__(self) -> None:
        if not len(self.numbers) == len(self.letters) == len(self.positions):
            raise ValueError("numbers, letters and positions of a trace must be of one length")
        if self.positions.shape != (len(self.numbers), 3) or not np.isfinite(self.positions).all():
            raise ValueError("positions of a trace must be (n, 3) finite numbers")

    def rows(self, first: int, last: int) -> NDArray[np.int64]:
        """Row indices of residues `first`…`last`, both included. Raises KeyError when one of them is missing."""
        rows = np.flatnonzero((self.numbers >= first) & (self.numbers <= last))
        if len(rows) != last - first + 1:
            raise KeyError(f"residues {first}–{last}: the trace has {len(rows)} of {last - first + 1}")
        return rows

    def part(self, first: int, last: int) -> Trace:
        """The residues `first`…`last`, both included."""
        rows = self.rows(first, last)
        return Trace(self.numbers[rows], "".join(self.letters[i] for i in rows), self.positions[rows])

    def moved(self, positions: NDArray[np.float64]) -> Trace:
        """The same residues at other positions (n, 3; Å)."""
        return Trace(self.numbers, self.letters, positions)


@dataclass(frozen=True)
class Ligand:
    """A small molecule's heavy atoms: `elements` (n), `positions` (n, 3) Å, `bonds` as (atom, atom, order)."""

    elements: tuple[str, ...]
    positions: NDArray[np.float64]
    bonds: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True)
class ReceptorTables:
    """ERα ligand-binding domain as measured (agonist 1G50, antagonist 7TE7, peptide 1GWR), one frame for all.

    `ligands` are estradiol (1G50), the drug (elacestrant, 7TE7) and tamoxifen's active metabolite 4-hydroxytamoxifen (3ERT).
    """

    agonist: Trace
    antagonist: Trace
    coactivator: Trace
    ligands: Mapping[str, Ligand]


LETTERS = {
    "ALA": "A", "ARG": "R", "ASN": "N", "ASP": "D", "CYS": "C", "GLN": "Q", "GLU": "E", "GLY": "G", "HIS": "H", "ILE": "I",
    "LEU": "L", "LYS": "K", "MET": "M", "PHE": "F", "PRO": "P", "SER": "S", "THR": "T", "TRP": "W", "TYR": "Y", "VAL": "V",
}  # fmt: skip
"""One-letter codes."""

LIGANDS = {
    "estradiol": ("era_lbd_estradiol", "EST"),
    "tamoxifen": ("era_lbd_tamoxifen", "OHT"),
}
"""Table and component of each ligand but the film's drug."""

LIGAND_BOND_MOST_ANGSTROM = 1.8
"""Atoms nearer than this are bonded: bonds between carbon, nitrogen and oxygen are 1.2–1.55 Å long, to sulphur 1.8 Å."""


def trace_of(atoms: Atoms) -> Trace:
    """Return the Cα trace of one chain's atoms."""
    alphas = atoms.where(atoms.polymer).named("CA")
    letters = "".join(LETTERS.get(str(name), UNKNOWN_RESIDUE) for name in alphas.residue_names)
    return Trace(alphas.residue_numbers, letters, alphas.positions)


def ligand_of(atoms: Atoms) -> Ligand:
    """Return a small molecule from its atoms; bonds are found by distance, and all have order 1, since none is known."""
    gaps = np.linalg.norm(atoms.positions[:, None] - atoms.positions[None], axis=2)
    first, second = np.nonzero(np.triu(gaps < LIGAND_BOND_MOST_ANGSTROM, k=1))
    bonds = tuple((int(a), int(b), 1.0) for a, b in zip(first, second, strict=True))
    return Ligand(tuple(str(element) for element in atoms.elements), atoms.positions, bonds)


@cache
def receptor_tables() -> ReceptorTables:
    """Traces and ligands of the receptor's tables of atoms. Raises ProductionError when one is missing or damaged."""
    drug = film_drug()
    return ReceptorTables(
        agonist=trace_of(atom_table("era_lbd_estradiol").chains("A")),
        antagonist=trace_of(drug.receptor),
        coactivator=trace_of(atom_table("coactivator_helix").atoms),
        ligands={
            "drug": ligand_of(drug.ligand_atoms),
            **{
                name: ligand_of(atom_table(table).ligand(component, "A"))
                for name, (table, component) in LIGANDS.items()
            },
        },
    )
