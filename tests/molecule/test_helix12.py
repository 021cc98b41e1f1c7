"""Helix 12's way held to the measured ends and to what a chain can be, at the computed traces and between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.molecule.helix12 import (
    CLOSED,
    FIRST_RESIDUE,
    FOLLOWERS,
    HELIX,
    LAST_RESIDUE,
    LOOSE_FROM,
    LOOSE_TO,
    STEPS,
    helix12_path,
)
from moa_anim.molecule.structure import receptor_tables

Places = NDArray[np.float64]

BOND, BOND_SPREAD = 3.8, 0.3
LEAST_PAIR = 3.5
RIGID_RMSD = 0.3
CORE_SHIFT = 1.3
LOOSE_FROM_CLOSED, LOOSE_FROM_SETTLED = 9.0, 15.0
"""Å between helix 12's middle where it is loose and its two measured places (found: 9.3 and more, 16.7 and more)."""

FROM_GROOVE = 9.0
"""Å from a loose helix 12 to the coactivator's Cα at least: the groove is free (found: 10.3 and more)."""

PLACES = st.floats(0.0, 1.0)


def rows(first: int, last: int) -> slice:
    return slice(first - FIRST_RESIDUE, last - FIRST_RESIDUE + 1)


def helix(trace: Places) -> Places:
    return np.asarray(trace[rows(*HELIX)])


def bonds(trace: Places) -> Places:
    return np.asarray(np.linalg.norm(np.diff(trace, axis=0), axis=1))


def least_pair(trace: Places) -> float:
    """The least distance of two Cα that are not neighbours in sequence."""
    pairs = cKDTree(trace).query_pairs(5.0, output_type="ndarray")
    far = pairs[np.abs(pairs[:, 0] - pairs[:, 1]) > 1]
    return float(np.linalg.norm(trace[far[:, 0]] - trace[far[:, 1]], axis=1).min())


def rigid_rmsd(one: Places, other: Places) -> float:
    _, deviation = Rotation.align_vectors(other - other.mean(axis=0), one - one.mean(axis=0))
    return float(deviation / np.sqrt(len(one)))


def assert_a_chain(trace: Places) -> None:
    assert np.abs(bonds(trace) - BOND).max() <= BOND_SPREAD
    assert least_pair(trace) >= LEAST_PAIR
    assert rigid_rmsd(helix(helix12_path().traces[0]), helix(trace)) < RIGID_RMSD


def test_the_helix_is_what_the_figures_say() -> None:
    assert HELIX == (538, 544)


def test_the_ends_are_the_tables() -> None:
    path, tables = helix12_path(), receptor_tables()
    for place, state in ((0.0, tables.agonist), (1.0, tables.antagonist)):
        expected = state.part(FIRST_RESIDUE, LAST_RESIDUE)
        assert np.abs(path.at(place).positions - expected.positions).max() < 1e-9
        assert path.at(place).letters == expected.letters
        assert path.at(place).numbers.tolist() == list(range(FIRST_RESIDUE, LAST_RESIDUE + 1))


def test_the_whole_move_is_the_measured_one() -> None:
    move = helix12_path().helix_move(1.0)
    assert move.degrees == pytest.approx(120.2, abs=0.1)  # between 1G50 and 1SJ0
    assert np.linalg.det(move.rotation) == pytest.approx(1.0)
    assert helix12_path().helix_move(0.0).degrees == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize("step", range(STEPS + 1))
def test_every_computed_trace_is_a_chain(step: int) -> None:
    assert_a_chain(helix12_path().traces[step])


@settings(deadline=None, max_examples=200)
@given(place=PLACES)
def test_every_trace_between_is_a_chain(place: float) -> None:
    assert_a_chain(helix12_path().at(place).positions)


def test_the_core_stays_but_for_the_loops_that_differ_between_the_states() -> None:
    path = helix12_path()
    core = np.ones(len(path.numbers), dtype=bool)
    for first, last in (*FOLLOWERS, HELIX):
        core[rows(first, last)] = False
    assert core.sum() > 190, "few residues are allowed to follow"
    shifts = np.linalg.norm(path.traces[:, core] - path.traces[0, core], axis=2)
    assert shifts.max() < CORE_SHIFT
    loose = shifts[: round(LOOSE_TO * STEPS) + 1]
    assert loose.max() < 1e-9, "as long as helix 12 is loose the core is the agonist's"


@settings(deadline=None, max_examples=100)
@given(place=st.floats(LOOSE_FROM, LOOSE_TO))
def test_a_loose_helix_is_in_no_settled_place_and_leaves_the_groove_free(place: float) -> None:
    path = helix12_path()
    middle = helix(path.at(place).positions).mean(axis=0)
    assert np.linalg.norm(middle - helix(path.traces[0]).mean(axis=0)) > LOOSE_FROM_CLOSED
    assert np.linalg.norm(middle - helix(path.traces[-1]).mean(axis=0)) > LOOSE_FROM_SETTLED
    peptide = receptor_tables().coactivator.positions
    assert cKDTree(peptide).query(helix(path.at(place).positions))[0].min() > FROM_GROOVE


@pytest.mark.parametrize(
    ("name", "closed", "open_"), [("elacestrant", 1.2, 3.3), ("estradiol", 3.6, 3.5)]
)
def test_the_closed_helix_leaves_room_for_estradiol_alone(name: str, closed: float, open_: float) -> None:
    """Elacestrant's pose comes within 1.1 Å of the agonist state; loose or settled, helix 12 leaves it room."""
    path, ligand = helix12_path(), cKDTree(receptor_tables().ligands[name].positions)
    assert ligand.query(path.traces[0])[0].min() < closed
    for place in (*np.linspace(LOOSE_FROM, 1.0, 41),):
        assert ligand.query(path.at(float(place)).positions)[0].min() > open_


@settings(deadline=None, max_examples=100)
@given(place=st.floats(0.0, 0.999))
def test_the_way_is_smooth(place: float) -> None:
    path = helix12_path()
    step = np.linalg.norm(path.at(place + 0.001).positions - path.at(place).positions, axis=1)
    assert step.max() < 0.2


@pytest.mark.parametrize("place", [-0.001, 1.001, float("nan")])
def test_there_is_nothing_beyond_the_ends(place: float) -> None:
    with pytest.raises(ValueError, match="0…1"):
        helix12_path().at(place)


def test_the_way_is_the_same_each_time() -> None:
    assert np.array_equal(helix12_path.__wrapped__().traces, helix12_path().traces)


def test_it_begins_closed() -> None:
    assert CLOSED == 0.0 < LOOSE_FROM < LOOSE_TO < 1.0
