"""Guests are rigid, stand where the tables have them, and go in and out by ways that are free."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from comparator import box_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import pdist

from moa_anim.actors.ligands import BindingPartner, coactivator, drug_ligand, estradiol, passage, ramble
from moa_anim.actors.receptor import Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.quality import DRAFT
from moa_anim.molecule.giving_way import turn_side_chains
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.ligand_paths import OPEN_AT, at_pose, opening
from moa_anim.molecule.pose import catmull_rom, rotation_about
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.style import Style
from moa_anim.stage.actor import Actor
from moa_anim.stage.molecule_view import MoleculeView

ALL: list[Callable[..., BindingPartner]] = [estradiol, drug_ligand, coactivator]
LIGANDS = ["estradiol", "drug"]
LEAST_BACKBONE_ANGSTROM = 2.8
LEAST_SIDE_CHAIN_ANGSTROM = 2.45
"""Of any atom of a side chain, as drawn: E353 is bonded by hydrogen to both ligands."""


@pytest.mark.parametrize("make", ALL)
@settings(deadline=None, max_examples=40)
@given(seconds=st.floats(0, 100), freedom=st.floats(0, 1), turn=st.tuples(*[st.floats(-2, 2)] * 3))
def test_a_guest_is_rigid(
    make: Callable[..., BindingPartner], seconds: float, freedom: float, turn: tuple[float, ...]
) -> None:
    partner = make()
    still = partner.positions(0.0)
    partner.freedom, partner.pose = freedom, np.array([4.0, -20.0, 7.0, *turn])
    assert pdist(partner.positions(seconds)) == pytest.approx(pdist(still), abs=1e-9)
    moved = partner.positions(seconds)
    before, after = (np.linalg.det(places[[1, 4, 7]] - places[0]) for places in (still, moved))
    assert after == pytest.approx(before, rel=1e-6), "its own hand, not its mirror's"


@pytest.mark.parametrize(("make", "name"), [(estradiol, LIGANDS[0]), (drug_ligand, LIGANDS[1])])
@pytest.mark.parametrize("seconds", [0.0, 3.3, 40.0])
def test_a_bound_ligand_trembles_about_its_pose(
    make: Callable[..., BindingPartner], name: str, seconds: float
) -> None:
    table = receptor_tables().ligands[name].positions
    away = np.linalg.norm(make("bound").positions(seconds) - table, axis=1)
    assert 0.0 < away.max() < 0.5
    free = make("free")
    assert max(np.linalg.norm(free.positions(t) - table, axis=1).max() for t in np.arange(0, 20, 0.5)) > 1.0


@pytest.mark.parametrize("name", LIGANDS)
def test_a_passage_begins_in_the_pose_and_ends_at_the_surface(name: str) -> None:
    way, table = passage(name), receptor_tables().ligands[name].positions
    assert way[0, :3] == pytest.approx(table.mean(axis=0), abs=1e-3)
    assert way[0, 3:] == pytest.approx(np.zeros(3), abs=1e-6)
    assert np.linalg.norm(way[-1, :3] - way[0, :3]) > 20.0
    assert np.linalg.norm(way[-1, :3]) > 25.0, (
        "the domain's middle lies in the origin, its surface 25 Å from it or so"
    )
    assert (np.linalg.norm(np.diff(way[:, :3], axis=0), axis=1) < 2.0).all()


def backbone(atoms: NDArray[np.float64]) -> cKDTree:
    return cKDTree(atoms[receptor_atoms().backbone.ravel()])


@pytest.mark.parametrize("name", LIGANDS)
def test_a_passage_is_clear_of_the_backbone(name: str) -> None:
    """No heavy atom nearer than 2.8 Å to a backbone atom, with helix 12 where it is while the ligand passes."""
    obstacles, way = backbone(helix12_path().atoms_at(OPEN_AT[name])), passage(name)
    clear = [
        obstacles.query(at_pose(name, catmull_rom(way, float(at))))[0].min()
        for at in np.linspace(0.0, 1.0, 10 * len(way))
    ]
    assert min(clear) >= LEAST_BACKBONE_ANGSTROM


@pytest.mark.parametrize("name", LIGANDS)
def test_side_chains_give_way(name: str) -> None:
    """They are turned, not stretched; where they were in the way by far, they are so no more."""
    wild, made = receptor_atoms(), opening(name)
    resting = helix12_path().atoms_at(OPEN_AT[name])
    ties = np.stack([wild.side_chains.references[:, 0], wild.side_chains.rows], axis=1)
    lengths = np.linalg.norm(resting[ties[:, 1]] - resting[ties[:, 0]], axis=1)
    side = np.setdiff1d(np.arange(len(wild.atoms)), wild.backbone.ravel())
    before, after = [], []
    for at in np.linspace(0.0, 1.0, 80):
        ligand = cKDTree(at_pose(name, catmull_rom(made.path, float(at))))
        given = resting.copy()
        turn_side_chains(given, made.turns, float(at), 1.0)
        assert np.linalg.norm(given[ties[:, 1]] - given[ties[:, 0]], axis=1) == pytest.approx(lengths)
        assert np.array_equal(given[wild.backbone], resting[wild.backbone])
        before.append(ligand.query(resting[side])[0].min())
        after.append(ligand.query(given[side])[0].min())
    assert min(before) < 1.0
    assert min(after) > LEAST_SIDE_CHAIN_ANGSTROM
    assert np.mean(after) > 2.7


@pytest.mark.parametrize("name", LIGANDS)
def test_side_chains_come_back_once_the_ligand_is_out(name: str) -> None:
    receptor = Receptor("aside")
    resting = receptor.positions(0.0)
    pose = passage(name)[-1].copy()
    receptor.make_way_for(name, lambda: pose)
    assert receptor.positions(0.0) == pytest.approx(resting, abs=1e-9)
    pose[:3] += 30.0
    assert np.array_equal(receptor.positions(0.0), resting)


@pytest.mark.parametrize(("name", "state"), [("estradiol", "agonist"), ("drug", "antagonist")])
def test_in_its_measured_complex_a_ligand_moves_no_side_chain(name: str, state: str) -> None:
    receptor = Receptor(state)
    measured = receptor.positions(0.0)
    receptor.make_way_for(name, lambda: passage(name)[0])
    assert np.array_equal(receptor.positions(0.0), measured)


def test_a_closed_helix_bars_elacestrants_passage() -> None:
    atoms = receptor_tables().ligands["drug"].positions
    assert backbone(helix12_path().atoms_at(0.0)).query(atoms)[0].min() < 1.9


def test_a_ramble_begins_as_told_and_is_seeded() -> None:
    places = [(0, 0, 0), (10, 0, 0), (10, 8, 0)]
    one, again, other = (ramble(places, seed=seed, start=(0.1, 0.2, 0.3)) for seed in (1, 1, 2))
    assert one[0].tolist() == [0, 0, 0, 0.1, 0.2, 0.3]
    assert one[-1, :3].tolist() == pytest.approx([10, 8, 0])
    assert np.linalg.norm(one[:, :3] - np.array(places[1]), axis=1).min() < 4.0  # corners are rounded
    steps = np.linalg.norm(np.diff(one[:, :3], axis=0), axis=1)
    assert steps.max() < 1.8  # and knots are close, closer where it turns
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_an_unknown_anchor_is_refused() -> None:
    with pytest.raises(KeyError, match="tail"):
        estradiol().anchor("tail")


def painted(actor: Actor, scale: float) -> tuple[float, float]:
    """How wide and high an actor is drawn by a tableau of `scale` pixels for an ångström."""
    size = 1080
    scene: Any = SimpleNamespace(seed=5, seconds=0.0, now=0, shot_frames=9, rate=DRAFT.rate)
    places = np.vstack([part.body.beads.positions for part in actor.parts(0.0)])
    molecule_view = MoleculeView(
        scene, rotation=ROTATION, centre=places.mean(axis=0), place=(540.0, 450.0), scale=scale
    )
    molecule_view.cast(actor)
    pixels = np.zeros((size, size, 4), dtype=np.uint8)
    molecule_view.paint(Canvas(pixels))
    top, bottom, left, right = box_of(pixels[..., 3] > 127)
    return right - left, bottom - top


ROTATION = rotation_about((0, 1, 0), -48)


@pytest.mark.parametrize("make", [*ALL, Receptor])
@pytest.mark.parametrize("scale", [6.0, 12.0])
def test_everything_is_drawn_to_one_scale(make: Callable[..., Actor], scale: float) -> None:
    actor = make()
    bodies = [part.body.beads for part in actor.parts(0.0)]
    places = np.vstack([beads.positions for beads in bodies]) @ ROTATION.T
    radii = np.concatenate([beads.radii for beads in bodies])[:, None]
    extent = (places + radii).max(axis=0) - (places - radii).min(axis=0)
    line = 2 * Style().line_pixels
    for drawn, angstrom in zip(painted(actor, scale), extent[:2], strict=True):
        assert (drawn - line) / angstrom == pytest.approx(scale, rel=0.05)
