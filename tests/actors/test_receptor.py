from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.receptor import Receptor, Swing, receptor_beads, receptor_positions
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.helix12 import CLOSED, LOOSE_FROM, LOOSE_TO, bonds_apart
from moa_anim.molecule.receptor_atoms import receptor_atoms, state_positions
from moa_anim.molecule.structure import receptor_tables

SECONDS = st.floats(0, 120)


@settings(deadline=None, max_examples=200)
@given(
    place=st.floats(LOOSE_FROM, LOOSE_TO),
    wander=st.floats(0, 1),
    seed=st.integers(0, 2**32 - 1),
    seconds=SECONDS,
)
def test_a_loose_helix_never_strays_to_a_settled_place(
    place: float, wander: float, seed: int, seconds: float
) -> None:
    receptor = Receptor("loose", seed=seed)
    receptor.place, receptor.wander = place, wander
    assert LOOSE_FROM <= receptor.place_at(seconds) <= LOOSE_TO


@settings(deadline=None, max_examples=50)
@given(state=st.sampled_from(["agonist", "antagonist"]), wander=st.floats(0, 1), seconds=SECONDS)
def test_a_settled_helix_does_not_wander(state: str, wander: float, seconds: float) -> None:
    receptor = Receptor(state)
    receptor.wander = wander
    expected = {"agonist": receptor_tables().agonist, "antagonist": receptor_tables().antagonist}[state]
    assert receptor.trace(seconds).positions == pytest.approx(expected.part(310, 546).positions, abs=1e-4)


def test_a_loose_helix_wanders() -> None:
    receptor = Receptor("loose", seed=3)
    receptor.wander = 0.1
    places = [receptor.place_at(each / 5) for each in range(100)]
    assert max(places) - min(places) > 0.15
    assert places == [receptor.place_at(each / 5) for each in range(100)]


def test_one_state_leads_to_another() -> None:
    receptor = Receptor("agonist")
    swing = Swing(receptor, "antagonist", ease=lambda share: share)
    swing.begin()
    assert receptor.place == 0.0
    swing.interpolate(0.5)
    assert 0.0 < receptor.place < 1.0
    swing.finish()
    assert receptor.place == 1.0


@pytest.mark.parametrize("state", ["agonist", "loose", "antagonist"])
def test_every_bead_is_drawn_once_and_the_helix_in_a_body_of_its_own(state: str) -> None:
    receptor = Receptor(state)
    parts = receptor.parts(0.0)
    colours = {part.body.colour for part in parts}
    assert len(colours) == 2, "blue and orange"
    orange = [part for part in parts if part.key[0] == "helix12"]  # type: ignore[index]  # keys are tuples here
    assert len(orange) == 1
    helix = receptor.trace(0.0).part(538, 544).positions
    beads = orange[0].body.beads.positions
    assert np.linalg.norm(helix[:, None] - beads[None], axis=2).min(axis=1).max() < 1e-9
    everything = np.vstack([part.body.beads.positions for part in parts])
    assert len(np.unique(everything.round(6), axis=0)) == len(everything)


@pytest.mark.parametrize("state", ["agonist", "loose", "antagonist"])
def test_a_still_part_with_one_key_is_one_body(state: str) -> None:
    """What is drawn must not depend on which frame was drawn before: one key, one picture."""
    receptor = Receptor(state)
    bodies: dict[object, bytes] = {}
    for place in (0.0, 0.1, 0.2, 0.45, 0.6, 0.7, 0.8, 1.0):
        receptor.place = place
        for part in receptor.parts(0.0):
            beads = part.body.beads
            drawn = (
                beads.positions.tobytes()
                + beads.radii.tobytes()
                + repr((part.body.colour, part.body.dim)).encode()
            )
            assert bodies.setdefault(part.key, drawn) == drawn, f"{part.key} is two bodies"


def test_anchors_are_where_they_say() -> None:
    receptor, tables = Receptor("agonist"), receptor_tables()
    assert receptor.anchor("467") == pytest.approx(tables.agonist.part(467, 467).positions[0], abs=1e-4)
    assert receptor.anchor("helix12") == pytest.approx(
        tables.agonist.part(538, 544).positions.mean(axis=0), abs=1e-4
    )
    assert np.linalg.norm(receptor.anchor("groove") - tables.coactivator.positions.mean(axis=0)) < 1e-9
    assert np.linalg.norm(receptor.anchor("pocket") - tables.ligands["estradiol"].positions.mean(axis=0)) < 3
    with pytest.raises(KeyError, match="elbow"):
        receptor.anchor("elbow")


@pytest.mark.parametrize("place", [0.0, 0.4, 1.0])
def test_a_mutants_side_chains_are_exchanged_and_nothing_else(place: float) -> None:
    """Y537S keeps Cβ and has an oxygen 1.42 Å from it, D538G has no side chain; all other atoms are at their places."""
    positions = receptor_positions(place, mutant=True)
    wild, mutant = receptor_beads(place).moved(positions), receptor_beads(place, mutant=True)
    atoms = receptor_atoms().atoms
    assert len(wild) - len(mutant) == 6 + 4
    kept = {tuple(position) for position in wild.positions.round(6).tolist()}
    new = [position for position in mutant.positions if tuple(position.round(6).tolist()) not in kept]
    assert len(new) == 1
    beta = wild.positions[(atoms.residue_numbers == 537) & (atoms.names == "CB")][0]
    assert np.linalg.norm(new[0] - beta) == pytest.approx(1.42, abs=1e-6)


def test_the_receptor_that_holds_tamoxifen_is_its_own_complex() -> None:
    beads = receptor_beads(1.0, holding="tamoxifen")
    atoms = atom_table("era_lbd_tamoxifen").chains("A")
    drawn = {tuple(position) for position in beads.positions.round(2).tolist()}
    measured = atoms.where(atoms.polymer).of_residues(310, 546).positions
    missing = [position for position in measured.round(2).tolist() if tuple(position) not in drawn]
    assert not missing, "3ERT lacks atoms of side chains, but none that it has is left out"


def test_an_unknown_state_is_refused_and_the_known_are_named() -> None:
    with pytest.raises(ValueError, match="agonist, open, loose, aside, antagonist"):
        Receptor("ajar")


def _drawn_mutant(place: float) -> dict[tuple[int, str], NDArray[np.float64]]:
    wild = receptor_atoms().atoms
    positions = receptor_positions(place, mutant=True)
    keys = zip(wild.residue_numbers.tolist(), wild.names.tolist(), strict=True)
    return dict(zip(keys, positions, strict=True))


def test_an_empty_mutant_that_is_closed_is_drawn_as_measured() -> None:
    """All atoms that 2B23's table and the wild type share, in the table's places; Y537S's oxygen is CG's successor."""
    table = atom_table("era_lbd_y537s").chains("A").of_residues(310, 546)
    drawn = _drawn_mutant(CLOSED)
    keys = zip(table.residue_numbers.tolist(), table.names.tolist(), strict=True)
    pairs = [(drawn[key], place) for key, place in zip(keys, table.positions, strict=True) if key in drawn]
    assert len(pairs) > 1800
    assert np.abs(np.array([a - b for a, b in pairs])).max() < 0.01
    assert table.polymer.all(), "nothing is in its pocket"
    trace = Receptor("agonist", mutant=True).trace(0.0)
    measured = table.named("CA").positions
    assert trace.positions == pytest.approx(measured, abs=0.01)


@settings(deadline=None, max_examples=100)
@given(place=st.floats(CLOSED, 1.0))
def test_a_mutant_is_a_chain_on_its_whole_path(place: float) -> None:
    wild = receptor_atoms()
    rows, count = wild.backbone.ravel(), len(wild.numbers)
    residues = np.arange(count)
    bonds = np.vstack(
        [np.stack([4 * residues + a, 4 * residues + b], axis=1) for a, b in ((0, 1), (1, 2), (2, 3))]
        + [np.stack([4 * residues[:-1] + 2, 4 * residues[:-1] + 4], axis=1)]
    )

    def lengths(backbone: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(np.linalg.norm(backbone[pairs[:, 1]] - backbone[pairs[:, 0]], axis=1))

    states = [state_positions(name)[rows] for name in ("estradiol", "y537s", "drug")]
    backbone = receptor_positions(place, mutant=True)[rows]
    known = np.array([lengths(state, bonds) for state in states])
    found = lengths(backbone, bonds)
    assert (found > known.min(axis=0) - 0.15).all()
    assert (found < known.max(axis=0) + 0.15).all()
    near = cKDTree(backbone).query_pairs(2.6, output_type="ndarray")
    near = near[bonds_apart(near[:, 0], near[:, 1]) > 2]
    least = np.minimum(2.6, np.min([lengths(state, near) for state in states], axis=0))
    assert (lengths(backbone, near) > least - 0.01).all()


@settings(deadline=None, max_examples=60)
@given(place=st.floats(0.0, 0.999))
def test_a_mutant_moves_smoothly(place: float) -> None:
    before, after = (receptor_positions(each, mutant=True) for each in (place, place + 0.001))
    assert np.linalg.norm(after - before, axis=1).max() < 0.7


def test_a_loose_mutant_and_one_that_holds_estradiol_are_the_wild_types_backbone() -> None:
    assert np.array_equal(receptor_positions(LOOSE_FROM, mutant=True), receptor_positions(LOOSE_FROM))
    held = receptor_positions(CLOSED, mutant=True, holding="estradiol")
    assert np.array_equal(held, receptor_positions(CLOSED, holding="estradiol"))


@pytest.mark.parametrize("place", [0.0, 0.07, 0.15, 0.4])
def test_a_mutants_still_core_with_one_key_is_one_body(place: float) -> None:
    receptor = Receptor("agonist", mutant=True)
    receptor.place = 0.4
    loose = receptor.parts(0.0)[0]
    receptor.place = place
    core = receptor.parts(0.0)[0]
    same = np.array_equal(core.body.beads.positions, loose.body.beads.positions)
    assert (core.key == loose.key) == same
