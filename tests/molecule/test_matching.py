"""Atoms of the drawing are found again in the measured pose: by bonds, not by their order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moa_anim.errors import RenderError
from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.matching import in_order_of
from moa_anim.molecule.structure import receptor_tables


@pytest.mark.parametrize(
    ("drawn", "measured"),
    [("estradiol", "estradiol"), ("elacestrant", "drug"), ("afimoxifene_4OHT", "tamoxifen")],
)
def test_a_measured_ligand_has_the_bonds_of_the_drawing(drawn: str, measured: str) -> None:
    drawing, ligand = depiction(drawn), receptor_tables().ligands[measured]
    places = in_order_of(drawing, ligand)
    assert sorted(map(tuple, places)) == sorted(map(tuple, ligand.positions))
    for bond in drawing.bonds:
        assert 1.2 < np.linalg.norm(places[bond.first] - places[bond.second]) < 1.65


def test_a_shuffled_table_gives_the_same_places() -> None:
    drawing, ligand = depiction("estradiol"), receptor_tables().ligands["estradiol"]
    order = np.random.default_rng(1).permutation(len(ligand.elements))
    row = {int(old): new for new, old in enumerate(order)}
    shuffled = replace(
        ligand,
        elements=tuple(ligand.elements[each] for each in order),
        positions=ligand.positions[order],
        bonds=tuple((row[first], row[second], kind) for first, second, kind in ligand.bonds),
    )
    assert in_order_of(drawing, shuffled) == pytest.approx(in_order_of(drawing, ligand))


def test_another_molecule_is_refused() -> None:
    with pytest.raises(RenderError, match="another molecule"):
        in_order_of(depiction("tamoxifen"), receptor_tables().ligands["estradiol"])
