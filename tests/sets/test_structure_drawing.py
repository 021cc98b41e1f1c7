"""The structure that draws itself: its bonds are the file's, it never goes back, and it ends as the conformer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import palette, readable
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role, contrast_ratio
from moa_anim.molecule.beads import LIGAND_RADII_ANGSTROM
from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.matching import in_order_of
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.structure_drawing import StructureDrawing, style_at

SCENE = cast(Any, SimpleNamespace(seed=1, seconds=0.5))
SCALE = 60.0
SHARES = st.floats(0.0, 1.0)


def drawing(name: str = "elacestrant") -> StructureDrawing:
    return StructureDrawing(SCENE, name, Role.DRUG, (960.0, 500.0), SCALE)


@pytest.mark.parametrize("name", ["elacestrant", "estradiol"])
def test_bonds_are_as_long_as_the_file_says(name: str) -> None:
    places, molecule = drawing(name).places(), depiction(name)
    for bond in molecule.bonds:
        drawn = np.linalg.norm(places[bond.first] - places[bond.second])
        measured = np.linalg.norm(molecule.flat[bond.first] - molecule.flat[bond.second])
        assert drawn == pytest.approx(SCALE * measured)


@pytest.mark.parametrize("name", ["elacestrant", "estradiol"])
def test_the_model_s_atoms_stand_as_in_the_conformer(name: str) -> None:
    made, molecule = drawing(name), depiction(name)
    made.solid = 1.0
    atoms = made.positions()
    gaps, measured = (np.linalg.norm(at[:, None] - at[None], axis=2) for at in (atoms, molecule.solid))
    assert gaps == pytest.approx(measured)
    assert np.linalg.det(atoms.T @ molecule.solid) > 0, "a rotation, not a mirror image"
    assert made.places() == pytest.approx(np.array([960.0, 500.0]) + atoms[:, :2] * [SCALE, -SCALE])


def test_another_can_take_it_over_where_it_stands() -> None:
    ligand = receptor_tables().ligands["drug"]
    measured = in_order_of(depiction("elacestrant"), ligand)
    turned = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    made = StructureDrawing(SCENE, "elacestrant", Role.DRUG, (0, 0), SCALE, conformer=measured, facing=turned)
    made.solid = 1.0
    seen = (measured - measured.mean(axis=0)) @ turned.T
    assert made.places() == pytest.approx(seen[:, :2] * [SCALE, -SCALE])


@given(SHARES, SHARES)
def test_what_is_drawn_stays_drawn(one: float, other: float) -> None:
    made = drawing()
    for bond in made.molecule.bonds:
        grown = []
        for made.drawn in sorted((one, other)):
            grown.append(made.growth(bond))
        assert 0.0 <= grown[0] <= grown[1] <= 1.0
    for atom in range(len(made.molecule.elements)):
        arrived = []
        for made.drawn in sorted((one, other)):
            arrived.append(made.arrival(atom))
        assert 0.0 <= arrived[0] <= arrived[1] <= 1.0


@given(SHARES)
def test_a_bond_begins_where_the_pen_has_been(share: float) -> None:
    made = drawing()
    made.drawn = share
    begun = [bond for bond in made.molecule.bonds if made.growth(bond) > 0.0]
    reached = {0}
    for _ in begun:
        reached |= {
            atom for bond in begun if made.growth(bond) >= 1.0 and bond.pair & reached for atom in bond.pair
        }
    assert all(bond.pair & reached for bond in begun)


def test_nothing_is_drawn_at_first_and_all_of_it_in_the_end() -> None:
    made = drawing()
    for made.drawn, share in ((0.0, 0.0), (1.0, 1.0)):
        assert {made.growth(bond) for bond in made.molecule.bonds} == {share}


def test_beads_grow_to_their_van_der_waals_radii() -> None:
    made, last = drawing(), np.zeros(34)
    for made.solid in np.linspace(0.02, 1.0, 40):
        radii = made.beads().radii[:34]
        assert (radii >= last - 1e-12).all()
        last = radii
    assert last == pytest.approx([LIGAND_RADII_ANGSTROM[element] for element in made.molecule.elements])
    assert len(made.beads()) == 34


@given(SHARES)
def test_no_atom_jumps_as_it_goes_into_depth(share: float) -> None:
    made = drawing()
    ends = []
    for made.solid in (share, min(1.0, share + 0.01)):
        ends.append(made.positions())
    assert np.linalg.norm(ends[1] - ends[0], axis=1).max() < 0.4  # Å in a hundredth of the way


@pytest.mark.parametrize(("drawn", "solid"), [(0.3, 0.0), (1.0, 0.0), (1.0, 0.2), (1.0, 0.5), (1.0, 1.0)])
def test_it_keeps_off_the_caption_band_and_within_its_silhouette(drawn: float, solid: float) -> None:
    made = StructureDrawing(SCENE, "elacestrant", Role.DRUG, (960.0, 820.0), 40.0)
    made.drawn, made.solid = drawn, solid
    pixels = np.zeros((540, 960, 4), dtype=np.uint8)
    made.paint(Canvas(pixels))
    assert pixels.any()
    if solid >= 0.5:
        assert not pixels[round(BAND_TOP / 2) :].any()
    rows, columns = np.nonzero(pixels[..., 3])
    points = made.silhouettes()[0][0]
    assert 2 * columns.min() > points[:, 0].min() - 80
    assert 2 * columns.max() < points[:, 0].max() + 80
    assert 2 * rows.min() > points[:, 1].min() - 80


def test_the_same_state_is_the_same_picture() -> None:
    pictures = []
    for first in (0.2, 0.9):
        made = drawing()
        made.drawn, made.solid = 1.0, first
        for made.solid in (first, 0.6):
            pixels = np.zeros((270, 480, 4), dtype=np.uint8)
            made.paint(Canvas(pixels))
        pictures.append(pixels)
    assert (pictures[0] == pictures[1]).all()


@pytest.mark.parametrize("role", [Role.DRUG, Role.ESTRADIOL, Role.TAMOXIFEN, Role.UBIQUITIN, Role.HELIX12])
def test_letters_can_be_read_on_paper(role: Role) -> None:
    paper = palette()[Role.PAPER]
    colour = type(paper)(*(round(255 * part) for part in readable(role)))
    assert contrast_ratio(colour, paper) >= 4.5


def test_close_up_a_model_is_shaded_as_the_film_shades_it() -> None:
    assert style_at(8.0) == style_at(14.0)
    assert style_at(50.0).line_shallow < style_at(20.0).line_shallow < style_at(14.0).line_shallow
