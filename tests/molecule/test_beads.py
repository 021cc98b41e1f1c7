from __future__ import annotations

import numpy as np

from moa_anim.molecule.beads import UNITED_RADII_ANGSTROM, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables


def test_each_atom_has_a_bead_of_its_united_radius() -> None:
    atoms = receptor_atoms().atoms
    beads = beads_of_atoms(atoms)
    assert np.array_equal(beads.positions, atoms.positions)
    for element, radius in UNITED_RADII_ANGSTROM.items():
        assert (beads.radii[atoms.elements == element] == radius).all()


def test_beads_carry_the_row_of_their_residue() -> None:
    wild = receptor_atoms()
    beads = beads_of_atoms(wild.atoms)
    assert np.array_equal(wild.numbers[beads.residues], wild.atoms.residue_numbers)


def test_a_ligand_has_a_bead_for_each_heavy_atom() -> None:
    for ligand in receptor_tables().ligands.values():
        beads = beads_of_ligand(ligand)
        assert len(beads) == len(ligand.elements)
        assert np.array_equal(beads.positions, ligand.positions)
        assert ((beads.radii >= 1.4) & (beads.radii <= 1.9)).all()
