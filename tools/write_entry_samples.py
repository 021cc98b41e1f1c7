"""Write samples of the entries' published coordinates for the tests: `write_entry_samples.py FOLDER`.

A test (`tests/molecule/test_atom_tables.py`) superposes every table of `assets/structures` on its sample.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ligase_model import RING_FIT
from scipy.spatial import cKDTree
from structure_recipes import Entries

from moa_anim.molecule.structure_file import read_structure
from moa_anim.molecule.superposition import fitted, pairs

SAMPLES = Path(__file__).parents[1] / "tests" / "molecule" / "entries"
TABLES = Path(__file__).parents[1] / "assets" / "structures"

MOST_ATOMS = 300
"""Largest number of atoms in a sample."""

SAMPLED: dict[str, tuple[str, dict[str, tuple[str, int]]]] = {
    # table: entry, {chain of the table: (chain of the entry, offset of its residue numbers)}
    "era_lbd_estradiol": ("1g50", {"A": ("A", 0)}),
    "coactivator_helix": ("1gwr", {"C": ("C", 0)}),
    "era_lbd_elacestrant": ("7te7", {"A": ("A", 0)}),
    "era_lbd_tamoxifen": ("3ert", {"A": ("A", 0)}),
    "era_lbd_y537s": ("2b23", {"A": ("A", 0)}),
    "era_lbd_d538g": ("4q13", {"A": ("B", 0)}),
    "era_dbd_on_dna": ("1hcq", {chain: (chain, 0) for chain in "ABCD"}),
    "nucleosome": ("1kx5", {chain: (chain, 0) for chain in "ABCDEFGHIJ"}),
    "rna_polymerase_2": ("6gmh", {chain: (chain, 0) for chain in "ABCDEFGHIJKLNTP"}),
    "ubiquitin": ("1ubq", {"A": ("A", 0)}),
    "ligase_scaffold": ("1ldj", {"A": ("A", 0), "B": ("B", 0)}),
    "ligase_charged_e2": ("3a4s", {"E": ("A", 0)}),
    "proteasome_20s": ("4r3o", {chain: (chain, 0) for chain in "ABCDEFGHIJKLMNOPQRSTUVWXYZ12"}),
}


def e2_on_ring(folder: Path) -> dict[str, object]:
    """Distances from Cα of the reference's E2 to Cα of its RING, and the residues of UBC9 that coincide with these Cα."""
    reference = Entries(folder).read("e2_ub_ring").named("CA")
    charged = read_structure(TABLES / "ligase_charged_e2.cif.gz").atoms.of_chains("E").named("CA")
    scaffold = read_structure(TABLES / "ligase_scaffold.cif.gz").atoms
    mobile, target = pairs(reference, "R", scaffold, "B", RING_FIT, ("CA",))
    placed = fitted(mobile, target)[0].apply(reference.of_chains("E").positions)
    gap, partner = cKDTree(placed).query(charged.positions)
    rows = np.flatnonzero(gap < 2.5)[::6]
    numbers = reference.of_chains("E").residue_numbers
    ring = [n for n in (45, 56, 75, 83, 94, 104) if n in reference.of_chains("R").residue_numbers]
    anchors = [reference.of_chains("R").of_residues(n, n).positions[0] for n in ring]
    places = reference.of_chains("E").positions[partner[rows]]
    distances = [[round(float(np.linalg.norm(place - anchor)), 2) for anchor in anchors] for place in places]
    return {
        "e2": charged.residue_numbers[rows].tolist(),
        "reference_e2": numbers[partner[rows]].tolist(),
        "ring": ring,
        "distances": distances,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write all samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the entries")
    folder = parser.parse_args(arguments).folder
    SAMPLES.mkdir(exist_ok=True)
    for name, (entry, chains) in SAMPLED.items():
        whole = read_structure(TABLES / f"{name}.cif.gz")
        spans = [note.residues.split("-") for note in whole.notes if note.kind == "completed"]
        table = whole.atoms
        for span in spans:  # completed residues come from another entry
            inside = (table.residue_numbers >= int(span[0])) & (table.residue_numbers <= int(span[-1]))
            table = table.where(~(inside & table.polymer))
        published = Entries(folder).read(entry)
        keys = zip(
            published.chains.tolist(),
            published.residue_numbers.tolist(),
            published.residue_names.tolist(),
            published.names.tolist(),
            strict=True,
        )
        rows = {
            (chain, number, residue, atom): row for row, (chain, number, residue, atom) in enumerate(keys)
        }
        lines = []
        for row in range(len(table)):
            chain, more = chains.get(str(table.chains[row]), ("", 0))
            number, atom = int(table.residue_numbers[row]), str(table.names[row])
            found = rows.get((chain, number + more, str(table.residue_names[row]), atom))
            if found is not None:
                place = " ".join(f"{value:.3f}" for value in published.positions[found])
                lines.append(f"{table.chains[row]} {number} {atom} {place}")
        chosen = np.unique(np.linspace(0, len(lines) - 1, min(MOST_ATOMS, len(lines))).astype(int))
        head = f"# {entry.upper()}: chain and residue as in the table, atom, x, y, z as published\n"
        (SAMPLES / f"{name}.txt").write_text(
            head + "".join(lines[i] + "\n" for i in chosen), encoding="ascii"
        )
        print(f"{name}: {len(chosen)} of {len(lines)} atoms")
    numbers = json.dumps(e2_on_ring(folder), indent=1)
    (SAMPLES / "e2_on_ring.json").write_text(numbers + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
