"""Structure tables as they were measured: Cα traces and ligands, in ångström, in the stage frame of `era_lbd.json`."""

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
    """ERα ligand-binding domain as measured (agonist PDB 1G50, antagonist 1SJ0, peptide 1GWR), one frame for all."""

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


_LETTERS = {"ASN": "N", "ALA": "A", "LEU": "L", "ARG": "R", "TYR": "Y", "ASP": "D"}


LIGAND_BOND_LEAST_ANGSTROM, LIGAND_BOND_MOST_ANGSTROM = 1.1, 1.8
"""Bonds between carbon, nitrogen and oxygen are 1.2–1.55 Å long, to sulphur 1.8."""


def _ligand(name: str, table: Mapping[str, Any], key: str) -> Ligand:
    """A ligand of the table. Raises ProductionError when it lacks atoms or bonds, holds NaN or is in another unit."""
    rows = value_at(name, table, "ligands", key, "atoms")
    joined = value_at(name, table, "ligands", key, "bonds")
    try:
        atoms = np.array([[float(x) for x in atom[1:4]] for atom in rows])
        bonds = tuple((int(a), int(b), float(order)) for a, b, order in joined)
        lengths = [float(np.linalg.norm(atoms[a] - atoms[b])) for a, b, _ in bonds]
    except (TypeError, ValueError, IndexError) as error:
        raise table_fault(
            name, f"ligand {key!r}: {error}", "atoms (element, x, y, z), bonds (a, b, order)"
        ) from None
    if atoms.ndim != 2 or not np.isfinite(atoms).all():
        raise table_fault(name, f"ligand {key!r} at {atoms.tolist()[:1]}…", "finite atom positions")
    wrong = [x for x in lengths if not LIGAND_BOND_LEAST_ANGSTROM <= x <= LIGAND_BOND_MOST_ANGSTROM]
    if wrong:
        span = f"{LIGAND_BOND_LEAST_ANGSTROM}–{LIGAND_BOND_MOST_ANGSTROM} Å: is the table in ångström?"
        raise table_fault(name, f"a bond of {wrong[0]:.2f} in ligand {key!r} ({len(wrong)} such)", span)
    return Ligand(tuple(str(atom[0]) for atom in rows), atoms, bonds)


@cache
def receptor_tables() -> ReceptorTables:
    """The tables of `era_lbd.json`, checked. Raises ProductionError when one is missing, holds NaN or is in another unit."""
    name = "era_lbd.json"
    table = read_table(name)
    peptide = value_at(name, table, "coactivator_peptide_CA")
    peptide_rows = [(i, _LETTERS.get(row[0], "A"), "-", *row[1:4]) for i, row in enumerate(peptide)]
    ligands = {}
    for key in ("estradiol_1G50", "elacestrant_MODEL"):
        ligands[key] = _ligand(name, table, key)
    return ReceptorTables(
        agonist=trace_from_rows(name, "agonist", value_at(name, table, "agonist", "residues")),
        antagonist=trace_from_rows(name, "antagonist", value_at(name, table, "antagonist", "residues")),
        coactivator=trace_from_rows(name, "coactivator_peptide_CA", peptide_rows),
        ligands=ligands,
    )


@cache
def lysine_nitrogen(residue: str, state: str) -> NDArray[np.float64]:
    """NZ (3,), Å, of a lysine such as "K467" in the "agonist" or "antagonist" state. Raises ProductionError if absent."""
    name = "era_lbd.json"
    for row in value_at(name, read_table(name), "lysines"):
        if row["res"] == residue and row[f"NZ_{state}"] is not None:
            return np.array(row[f"NZ_{state}"], dtype=float)
    raise table_fault(name, f"no NZ of {residue} in the {state} state", "its coordinates")
