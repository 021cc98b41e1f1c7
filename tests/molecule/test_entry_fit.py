"""The fit of an entry: the same wherever the entry's axes lie; missing loops completed and named."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.entry_fit import fitted_drug, helix12_move
from moa_anim.molecule.structure_file import Atoms, structure_from_bytes
from moa_anim.molecule.structure_writing import packed

ENTRY = (package_folder("assets") / "tamoxifen" / "structures" / "3ert.cif.gz").read_bytes()


def entry_of(atoms: Atoms) -> bytes:
    return packed(replace(atom_table("era_lbd_tamoxifen"), atoms=atoms, notes=(), sources=()), decimals=3)


@settings(max_examples=5)
@given(st.integers(0, 2**32 - 1))
def test_a_moved_entry_gives_the_same_fit(seed: int) -> None:
    random = np.random.default_rng(seed)
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    turned = Rotation.random(random_state=seed % 2**31).apply(atoms.positions) + random.normal(0, 40, 3)
    one, other = fitted_drug("3ert", ENTRY, "OHT"), fitted_drug("3ert", entry_of(atoms.moved(turned)), "OHT")
    assert len(one.table.atoms) == len(other.table.atoms)
    off = np.linalg.norm(one.table.atoms.positions - other.table.atoms.positions, axis=1)
    assert off.max() < 0.03  # coordinates are written with two and three digits


def test_it_is_the_shipped_table_of_the_same_entry() -> None:
    fitted, shipped = fitted_drug("3ert", ENTRY, "OHT").receptor, atom_table("era_lbd_tamoxifen").chains("A")
    part = fitted.where(fitted.polymer)
    same = shipped.where(shipped.polymer).of_residues(310, 546)
    assert np.abs(part.positions - same.positions).max() < 0.02


def test_the_same_bytes_under_another_name_are_another_entry() -> None:
    names = [
        fitted_drug(name, ENTRY, "OHT").table.sources[0].entry for name in ("3ert.cif.gz", "other.cif.gz")
    ]
    assert names == ["3ERT", "OTHER"]


def test_helix_12_is_measured_as_the_film_says_of_elacestrant() -> None:
    move = helix12_move(atom_table("era_lbd_elacestrant").chains("A"))
    assert (round(move.turned_degrees), round(move.moved_angstrom, 1)) == (121, 9.7)


def test_a_missing_loop_is_completed_and_named() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    gone = atoms.polymer & (atoms.residue_numbers >= 397) & (atoms.residue_numbers <= 398)
    drug = fitted_drug("3ert", entry_of(atoms.where(~gone)), "OHT")
    assert [note.residues for note in drug.table.notes if note.kind == "completed"] == ["397-398"]
    numbers = drug.receptor.where(drug.receptor.polymer).named("CA").residue_numbers
    assert numbers.tolist() == list(range(310, 547))
    along = drug.receptor.where(drug.receptor.polymer).of_residues(395, 400).named("CA").positions
    assert np.linalg.norm(np.diff(along, axis=0), axis=1) == pytest.approx(3.8, abs=0.25)


def test_a_long_gap_is_refused() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    gone = atoms.polymer & (atoms.residue_numbers >= 455) & (atoms.residue_numbers <= 475)
    with pytest.raises(ProductionError, match="455–475 not seen"):
        fitted_drug("3ert", entry_of(atoms.where(~gone)), "OHT")


def test_a_ligand_far_from_any_protein_is_refused() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    away = np.where((atoms.residue_names == "OHT")[:, None], atoms.positions + 300.0, atoms.positions)
    with pytest.raises(ProductionError, match="OHT"):
        fitted_drug("3ert", entry_of(atoms.moved(away)), "OHT")


def test_a_process_has_one_drug() -> None:
    code = """
from moa_anim.molecule.film_drug import DrugStructure, choose_drug, film_drug, shipped_drug
other = DrugStructure(shipped_drug().table, "I0V", "of another")
film_drug(); choose_drug(None)
try: choose_drug(other)
except RuntimeError: print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["refused"]
