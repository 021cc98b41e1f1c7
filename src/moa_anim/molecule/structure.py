"""Cα traces and ligands of the structure tables, in ångström; all of the receptor's in one stage frame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.structure_file import Atoms

BOND_LEAST_ANGSTROM, BOND_MOST_ANGSTROM = 2.4, 4.4
"""Cα–Cα of neighbours in sequence: 2.9 Å for a cis, 3.8 Å for a trans peptide bond; 1LDJ, at 3 Å resolution, has one of
2.48. A table in nanometres or in pixels falls far outside."""


UNKNOWN_RESIDUE = "L"
"""What a table without letters is drawn as: leucine, the commonest residue and of middling size."""


def table_fault(table: str, found: str, expected: str) -> ProductionError:
    """The error for a structure table that is not what it should be."""
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
        """Row indices of residues `first`…`last`, both included. Raises KeyError when one of them is not there."""
        rows = np.flatnonzero((self.numbers >= first) & (self.numbers <= last))
        if len(rows) != last - first + 1:
            raise KeyError(f"residues {first}–{last}: the trace has {len(rows)} of {last - first + 1}")
        return rows

    def part(self, first: int, last: int) -> Trace:
        """The residues `first`…`last`, both included."""
        rows = self.rows(first, last)
        return Trace(self.numbers[rows], "".join(self.letters[i] for i in rows), self.positions[rows])

    def moved(self, positions: NDArray[np.float64]) -> Trace:
        """The same residues at other places."""
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

    `ligands` are estradiol (1G50), elacestrant (7TE7) and tamoxifen's active metabolite 4-hydroxytamoxifen (3ERT).
    """

    agonist: Trace
    antagonist: Trace
    coactivator: Trace
    ligands: Mapping[str, Ligand]


def read_table(name: str) -> dict[str, Any]:
    """One JSON table of `assets/structures`. Raises ProductionError when it is absent, not JSON or not in ångström."""
    try:
        table = json.loads((files("moa_anim.assets") / "structures" / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise table_fault(name, "no such file", "a JSON table") from None
    except ValueError as error:
        raise table_fault(name, f"not JSON ({error})", "a JSON table") from None
    if not isinstance(table, dict) or table.get("units") != "angstrom":
        found = table.get("units", "no units") if isinstance(table, dict) else type(table).__name__
        raise table_fault(name, f"units {found!r}", "units 'angstrom'")
    return table


def trace_from_rows(table: str, chain: str, rows: Sequence[Sequence[Any]]) -> Trace:
    """A trace from rows (number, [letter, [secondary structure,]] x, y, z, …). Raises ProductionError on a bad row."""
    if not rows:
        raise table_fault(table, f"chain {chain!r} has no residues", "a Cα trace")
    try:
        numbers = np.array([int(row[0]) for row in rows])
        words = sum(
            isinstance(value, str) for value in rows[0]
        )  # letter and secondary structure, where a table has them
        positions = np.array([[float(x) for x in row[1 + words : 4 + words]] for row in rows])
        letters = "".join(row[1] if words else UNKNOWN_RESIDUE for row in rows)
    except (TypeError, ValueError, IndexError) as error:
        raise table_fault(
            table, f"chain {chain!r}: {error}", "rows of number, letter, structure, x, y, z"
        ) from None
    check_positions(table, chain, numbers, positions)
    return Trace(numbers, letters, positions)


def check_positions(
    table: str, chain: str, numbers: NDArray[np.int64], positions: NDArray[np.float64]
) -> None:
    """Raise ProductionError unless every coordinate is a number and neighbours stand a peptide's length apart."""
    for number, position in zip(numbers, positions, strict=True):
        if position.shape != (3,) or not np.isfinite(position).all():
            raise table_fault(
                table, f"residue {number} of {chain!r} at {position.tolist()}", "three finite numbers"
            )
    neighbours = np.flatnonzero(np.diff(numbers) == 1)
    bonds = np.linalg.norm(positions[neighbours + 1] - positions[neighbours], axis=1)
    wrong = np.flatnonzero((bonds < BOND_LEAST_ANGSTROM) | (bonds > BOND_MOST_ANGSTROM))
    if len(wrong):
        first = neighbours[wrong[0]]
        raise table_fault(
            table,
            f"{bonds[wrong[0]]:.2f} from Cα {numbers[first]} to the next in {chain!r} ({len(wrong)} such)",
            f"{BOND_LEAST_ANGSTROM}–{BOND_MOST_ANGSTROM} Å: is the table in ångström?",
        )


def value_at(table_name: str, table: Mapping[str, Any], *path: str) -> Any:
    """The value at a path of keys. Raises ProductionError naming the key that is missing."""
    value: Any = table
    for depth, key in enumerate(path):
        if not isinstance(value, Mapping) or key not in value:
            raise table_fault(table_name, f"no {' / '.join(path[: depth + 1])!r}", "that chain of the table")
        value = value[key]
    return value


LETTERS = {
    "ALA": "A", "ARG": "R", "ASN": "N", "ASP": "D", "CYS": "C", "GLN": "Q", "GLU": "E", "GLY": "G", "HIS": "H", "ILE": "I",
    "LEU": "L", "LYS": "K", "MET": "M", "PHE": "F", "PRO": "P", "SER": "S", "THR": "T", "TRP": "W", "TYR": "Y", "VAL": "V",
}  # fmt: skip
"""One-letter codes."""

LIGANDS = {
    "estradiol": ("era_lbd_estradiol", "EST"),
    "elacestrant": ("era_lbd_elacestrant", "I0V"),
    "tamoxifen": ("era_lbd_tamoxifen", "OHT"),
}
"""Table and component of each ligand."""

LIGAND_BOND_MOST_ANGSTROM = 1.8
"""Bonds between carbon, nitrogen and oxygen are 1.2–1.55 Å long, to sulphur 1.8."""


def trace_of(atoms: Atoms) -> Trace:
    """The Cα trace of one chain's atoms."""
    alphas = atoms.where(atoms.polymer).named("CA")
    letters = "".join(LETTERS.get(str(name), UNKNOWN_RESIDUE) for name in alphas.residue_names)
    return Trace(alphas.residue_numbers, letters, alphas.positions)


def ligand_of(atoms: Atoms) -> Ligand:
    """A small molecule; atoms as near as a bond is long are bonded, and no order of a bond is known."""
    gaps = np.linalg.norm(atoms.positions[:, None] - atoms.positions[None], axis=2)
    first, second = np.nonzero(np.triu(gaps < LIGAND_BOND_MOST_ANGSTROM, k=1))
    bonds = tuple((int(a), int(b), 1.0) for a, b in zip(first, second, strict=True))
    return Ligand(tuple(str(element) for element in atoms.elements), atoms.positions, bonds)


@cache
def receptor_tables() -> ReceptorTables:
    """Traces and ligands of the receptor's tables of atoms. Raises ProductionError when one is missing or damaged."""
    return ReceptorTables(
        agonist=trace_of(atom_table("era_lbd_estradiol").chains("A")),
        antagonist=trace_of(atom_table("era_lbd_elacestrant").chains("A")),
        coactivator=trace_of(atom_table("coactivator_helix").atoms),
        ligands={
            name: ligand_of(atom_table(table).ligand(component, "A"))
            for name, (table, component) in LIGANDS.items()
        },
    )


LYSINE_TABLES = {"agonist": "era_lbd_estradiol", "antagonist": "era_lbd_elacestrant"}


@cache
def lysine_nitrogen(residue: str, state: str) -> NDArray[np.float64]:
    """NZ (3,), Å, of a lysine such as "K467" in the "agonist" or "antagonist" state. Raises ProductionError if absent."""
    name = LYSINE_TABLES[state]
    number = int(residue[1:])
    found = atom_table(name).chains("A").of_residues(number, number).named("NZ")
    if not len(found):
        raise table_fault(f"{name}.cif.gz", f"no NZ of {residue} in the {state} state", "its coordinates")
    return np.asarray(found.positions[0])
