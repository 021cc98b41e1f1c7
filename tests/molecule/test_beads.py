from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from moa_anim.molecule.beads import SIDE_CHAIN_BEADS, beads_of_ligand, beads_of_trace
from moa_anim.molecule.structure import Trace, receptor_tables

LETTERS = "ACDEFGHIKLMNPQRSTVWY"


def straight(letters: str, gap: int = 0) -> Trace:
    """A zigzag of residues 3.8 Å apart; `gap` residues are missing in its middle."""
    count = len(letters)
    numbers = np.arange(1, count + 1) + gap * (np.arange(count) >= count // 2)
    positions = np.stack([3.3 * np.arange(count), 1.9 * (np.arange(count) % 2), np.zeros(count)], axis=1)
    return Trace(numbers, letters, positions)


@pytest.mark.parametrize("letter", LETTERS)
def test_each_residue_has_its_side_chains_beads(letter: str) -> None:
    beads = beads_of_trace(straight(letter * 5))
    assert len(beads) == 4 * 3 + 1 + 5 * SIDE_CHAIN_BEADS[letter]
    assert (np.bincount(beads.residues)[1:4] == 3 + SIDE_CHAIN_BEADS[letter]).all()


def test_every_letter_has_a_number_of_beads() -> None:
    assert set(LETTERS) == set(SIDE_CHAIN_BEADS)
    assert SIDE_CHAIN_BEADS["G"] == 0
    assert SIDE_CHAIN_BEADS["W"] == max(SIDE_CHAIN_BEADS.values())


def test_the_receptor_has_the_beads_of_its_sequence() -> None:
    trace = receptor_tables().agonist.part(307, 546)
    beads = beads_of_trace(trace)
    assert len(beads) == 239 * 3 + 1 + sum(SIDE_CHAIN_BEADS[letter] for letter in trace.letters)
    assert cKDTree(beads.positions).query(trace.positions)[0].max() < 1e-9, "a bead on every Cα"


def test_beads_belong_to_the_residue_that_they_are_near() -> None:
    trace = receptor_tables().antagonist.part(307, 546)
    beads = beads_of_trace(trace)
    away = np.linalg.norm(beads.positions - trace.positions[beads.residues], axis=1)
    assert away.max() < 7.5


def test_side_chains_point_outwards() -> None:
    trace = straight("G" * 4 + "L" + "G" * 4)
    beads = beads_of_trace(trace)
    side = beads.positions[-SIDE_CHAIN_BEADS["L"] :]
    before, here, after = trace.positions[3:6]
    assert ((side - here) @ (2 * here - before - after) > 0).all()


def test_what_is_missing_is_not_bridged() -> None:
    beads = beads_of_trace(straight("G" * 6, gap=4))
    assert len(beads) == 4 * 3 + 1
    whole = beads_of_trace(straight("G" * 6))
    assert len(whole) == 5 * 3 + 1


def test_beads_in_the_pocket_make_room_and_the_others_keep_their_size() -> None:
    trace = receptor_tables().agonist.part(307, 546)
    pocket = receptor_tables().ligands["estradiol"].positions
    plain, carved = beads_of_trace(trace), beads_of_trace(trace, pocket)
    assert (carved.radii <= plain.radii).all()
    assert (carved.radii > 0).all()
    near = cKDTree(pocket).query(carved.positions)[0]
    assert (near[carved.radii > 0.06] - carved.radii[carved.radii > 0.06]).min() >= 1.9 - 1e-9
    assert (carved.radii[near > 4.1] == plain.radii[near > 4.1]).all()
    assert (carved.radii < plain.radii).sum() < 0.1 * len(plain), "a pocket, not a sieve"


def test_a_ligand_has_a_bead_for_each_heavy_atom() -> None:
    for ligand in receptor_tables().ligands.values():
        beads = beads_of_ligand(ligand)
        assert len(beads) == len(ligand.elements)
        assert np.array_equal(beads.positions, ligand.positions)
        assert ((beads.radii >= 1.4) & (beads.radii <= 1.9)).all()
