"""What can be told of the picture without drawing it: things keep their names, and are where they are drawn."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.ligands import estradiol
from moa_anim.actors.population import Member, Population
from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.actors.receptor import Receptor
from moa_anim.actors.threaded_receptor import ThreadedReceptor
from moa_anim.graphics.colours import rgb, role_named, tinted
from moa_anim.illustrations.tablet import Tablet
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.dive import Nearing
from moa_anim.stage.molecule_view import MoleculeView

SCENE: Any = SimpleNamespace(seed=3, seconds=1.0)
LIGAND = receptor_tables().ligands["estradiol"]


def population(count: int = 4) -> Population:
    members = [Member(200.0 * n + 100, 500.0, n, 7 + n) for n in range(count)]
    return Population(
        SCENE, [(beads_of_ligand(LIGAND), Role.ESTRADIOL)], members, scale=4.0, wander=2.0, seed=1
    )


def molecule_view() -> MoleculeView:
    picture = MoleculeView(SCENE, rotation=np.eye(3), centre=(0, 0, 0), place=(900.0, 400.0), scale=5.0)
    picture.cast(Receptor("aside"), estradiol("bound"))
    return picture


def test_each_member_that_is_drawn_is_told_by_its_own_number() -> None:
    many = population()
    many.visible = lambda number: float(number != 1)
    told = many.sightings()
    assert [each.number[1] for each in told] == [0, 2, 3]  # type: ignore[index]  # a pair, as a population numbers them
    assert len(told) == many.count
    for each, number in zip(told, (0, 2, 3), strict=True):
        assert each.spots[0] == pytest.approx(many.place(number))
    many.left = 0.0
    assert many.sightings() == []


def test_what_is_not_painted_is_not_told() -> None:
    pieces = (
        population(),
        molecule_view(),
        Tablet(500, 500, 200),
        LyingProteasome((900, 400), 2.0, dim=0.5),
    )
    for piece in pieces:
        assert piece.sightings()
        piece.opacity = 0.0
        assert piece.sightings() == []


def test_actors_are_told_part_by_part_where_they_are_seen() -> None:
    picture = molecule_view()
    told = picture.sightings()
    assert {each.name for each in told} == {
        "Receptor receptor",
        "Receptor helix12",
        "BindingPartner estradiol",
    }
    assert len({each.number for each in told}) == len(told)
    partner = next(each for each in told if each.name == "BindingPartner estradiol")
    middle = picture.actors[1].parts(SCENE.seconds)[0].body.beads.positions.mean(axis=0)
    assert partner.spots[0] == pytest.approx(picture.point(middle))
    picture.actors[1].shown = False
    assert "BindingPartner estradiol" not in {each.name for each in picture.sightings()}


def test_an_actor_that_is_as_good_as_paper_is_not_told() -> None:
    picture = molecule_view()
    picture.actors[1].dim = 1.0
    assert "BindingPartner estradiol" not in {each.name for each in picture.sightings()}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_threaded_receptor_is_followed_by_its_residues_whatever_pieces_it_is_in(share: float) -> None:
    receptor = ThreadedReceptor(Pose(np.eye(3), np.zeros(3)), 6, np.zeros(3), 60.0, 150.0)
    receptor.share = share
    assert len(receptor.glimpses(0.0)[0].spots) == len(receptor.threading().folded)


def test_ligands_are_told_one_by_one() -> None:
    few = LigandPopulation(
        SCENE, LIGAND, Role.ESTRADIOL, [FreeLigand(100, 200, 0, 1), FreeLigand(400, 300, 0, 2)], scale=3.0
    )
    few.seen = lambda number: float(number == 1)
    (told,) = few.sightings()
    assert told.spots.tolist() == [[400.0, 300.0]]
    assert told.box == pytest.approx((400 - 0.75 * 3 * few.reach, 300 - 0.75 * 3 * few.reach, *told.box[2:]))


def test_what_is_seen_from_farther_off_is_told_as_small_as_it_is_shown() -> None:
    near = Nearing(molecule_view(), (900.0, 400.0))
    whole = near.sightings()[0]
    near.nearness = math.log(0.5)
    half = near.sightings()[0]
    assert half.points == pytest.approx((whole.points - [900, 400]) / 2 + [900, 400])
    assert half.spots == pytest.approx((whole.spots - [900, 400]) / 2 + [900, 400])
    assert half.number == whole.number


def test_a_role_is_named_by_its_colour_alone() -> None:
    assert role_named(rgb(Role.UBIQUITIN)) == "ubiquitin"
    assert role_named(tinted(Role.UBIQUITIN, 0.5)) == "mixed"
