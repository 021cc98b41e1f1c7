"""The fit of an entry: the same wherever the entry's axes lie; missing loops completed and named."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace

import gemmi
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.components import heavy_atoms
from moa_anim.molecule.entry_fit import fitted_drug, helix12_move
from moa_anim.molecule.structure_file import Atoms, joined, structure_from_bytes
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


FILES = ("3ert.cif.gz", "structures/other.cif.gz")


def names_of(data: bytes) -> list[str]:
    return [fitted_drug(name, data, "OHT").table.sources[0].entry for name in FILES]


def test_an_entry_is_called_what_it_calls_itself_whatever_its_file_is_called() -> None:
    assert names_of(ENTRY) == ["3ERT", "3ERT"]
    text = gzip.decompress(ENTRY).decode()
    assert (
        names_of(text.replace("_entry.id   3ERT", "_entry.id   pdb_00003ert").encode())
        == ["pdb_00003ert"] * 2
    )


def test_a_pdb_file_is_called_what_its_header_says() -> None:
    structure = gemmi.make_structure_from_block(gemmi.cif.read_string(gzip.decompress(ENTRY)).sole_block())
    structure.setup_entities()
    text = structure.make_pdb_string()
    assert text.startswith("HEADER")
    assert names_of(text.encode()) == ["3ERT", "3ERT"]
    assert names_of(text.partition("\n")[2].encode()) == ["3ERT", "OTHER"]


def test_a_file_without_an_identifier_is_called_what_the_file_is_called() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    assert names_of(entry_of(atoms)) == ["3ERT", "OTHER"]
    # A word that a program wrote in its place is no identifier.
    text = gzip.decompress(ENTRY).decode()
    assert names_of(text.replace("_entry.id   3ERT", "_entry.id   model").encode()) == ["3ERT", "OTHER"]


@pytest.mark.parametrize("shift", [-303, 1000])
def test_an_entry_that_numbers_its_residues_otherwise_is_numbered_as_in_uniprot(shift: int) -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    numbers = np.where(atoms.polymer, atoms.residue_numbers + shift, atoms.residue_numbers)
    other = fitted_drug("3ert", entry_of(replace(atoms, residue_numbers=numbers)), "OHT")
    one = fitted_drug("3ert", ENTRY, "OHT")
    assert np.array_equal(one.table.atoms.residue_numbers, other.table.atoms.residue_numbers)
    assert np.linalg.norm(one.table.atoms.positions - other.table.atoms.positions, axis=1).max() < 0.03
    assert [each.text for each in other.table.notes if f"{-shift:+d} of the entry's" in each.text]
    assert not [each.text for each in one.table.notes if "of the entry's" in each.text]


def test_another_protein_is_refused_whatever_its_numbers() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    names = np.where(atoms.polymer, np.roll(atoms.residue_names, 400), atoms.residue_names)
    with pytest.raises(ProductionError, match="another receptor, or other numbers"):
        fitted_drug("3ert", entry_of(replace(atoms, residue_names=names)), "OHT")


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


def test_seen_residues_between_two_gaps_are_replaced_and_said_to_be() -> None:
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    gone = atoms.polymer & np.isin(atoms.residue_numbers, (396, 397, 400))
    notes = fitted_drug("3ert", entry_of(atoms.where(~gone)), "OHT").table.notes
    loops = {note.kind: note for note in notes if note.kind in ("completed", "replaced")}
    assert {kind: note.residues for kind, note in loops.items()} == {
        "completed": "396-397, 400",
        "replaced": "398-399",
    }
    assert "seen, but between two gaps" in loops["replaced"].text
    assert loops["replaced"].text.startswith("from 1G50 A")


def without(atom: str, chain: str = "A") -> Atoms:
    """3ERT without one atom of its ligand."""
    atoms = structure_from_bytes("3ert", ENTRY).atoms
    return atoms.where(~((atoms.residue_names == "OHT") & (atoms.names == atom) & (atoms.chains == chain)))


def refusal_of(data: bytes) -> str:
    with pytest.raises(ProductionError) as caught:
        fitted_drug("3ert", data, "OHT")
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_a_ligand_with_an_atom_missing_is_refused_by_what_the_entry_lists() -> None:
    lines = gzip.decompress(ENTRY).decode().splitlines(keepends=True)
    cut = [line for line in lines if not (line.startswith("HETATM") and " OHT " in line and " O4 " in line)]
    assert len(lines) - len(cut) == 1
    message = refusal_of("".join(cut).encode())
    assert "1 of the 29 heavy atoms of OHT missing in chain A: O4" in message
    # Without the list the formula tells how many there are.
    formula = [line for line in cut if not line.startswith("OHT ") or "C26 H29" in line]
    assert "1 of the 29 heavy atoms of OHT missing in chain A;" in refusal_of("".join(formula).encode())


def test_a_ligand_with_an_atom_missing_is_refused_by_a_pdb_files_formula() -> None:
    structure = gemmi.make_structure_from_block(gemmi.cif.read_string(gzip.decompress(ENTRY)).sole_block())
    structure.setup_entities()
    text = structure.make_pdb_string()
    cut = "".join(line for line in text.splitlines(keepends=True) if "O4  OHT" not in line)
    assert fitted_drug("3ert", cut.encode(), "OHT").ligand_atoms.names.size == 28  # nothing tells
    told = cut.replace("CRYST1", "FORMUL   2  OHT    C26 H29 N O2\nCRYST1", 1)
    assert "1 of the 29 heavy atoms" in refusal_of(told.encode())
    fitted_drug(
        "3ert", text.replace("CRYST1", "FORMUL   2  OHT    2(C26 H29 N O2)\nCRYST1", 1).encode(), "OHT"
    )


def test_a_whole_copy_is_taken_instead_of_one_with_an_atom_missing() -> None:
    cut, whole = without("O4"), structure_from_bytes("3ert", ENTRY).atoms
    away = replace(whole.moved(whole.positions + 200.0), chains=np.full(len(whole), "B"))
    drug = fitted_drug("3ert", entry_of(joined([cut, away])), "OHT")
    assert (drug.table.sources[0].chains, len(drug.ligand_atoms)) == ("B", 29)
    # The other copy tells what is missing, also where its own chain cannot be shown.
    far = away.where((away.residue_names == "OHT") & ~away.polymer)
    near = whole.where((whole.residue_names == "ALA") & whole.polymer)
    near = replace(
        near.moved(near.positions - near.positions[0] + far.positions[0] + 3.0),
        chains=np.full(len(near), "B"),
    )
    message = refusal_of(entry_of(joined([cut, near, far])))
    assert "O4" in message
    assert "another copy in the entry has 29" in message


def test_if_nothing_tells_what_a_ligand_has_it_is_accepted() -> None:
    assert len(fitted_drug("3ert", entry_of(without("O4")), "OHT").ligand_atoms) == 28


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("C26 H29 N O2", 29),
        ("C28 H27 N O4 S", 34),
        ("C10 H12 Cl2 N5 O13 P3 4-", 33),
        ("D2 O", 1),
        ("?", 0),
        ("ZN 2+", 1),
    ],
)
def test_heavy_atoms_of_a_formula_are_counted(formula: str, count: int) -> None:
    assert heavy_atoms(formula) == count


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
