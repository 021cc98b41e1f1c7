"""The larger structures by numbers: joins, symmetry, handedness, the open channel."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from moa_anim.molecule.assemblies import (
    CHANNEL_RADIUS_ANGSTROM,
    ISOPEPTIDE_ANGSTROM,
    cullin_ring,
    first_ubiquitin,
    proteasome,
    receptor_dimer,
    ubiquitin,
    ubiquitin_atoms,
    ubiquitin_chain,
)
from moa_anim.molecule.pose import Pose, best_fit, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, read_table, receptor_tables

FOLD = slice(0, 72)
"""Ubiquitin without its tail, which lies at the neighbour's lysine."""


def chain(length: int = 4) -> list[Pose]:
    return ubiquitin_chain(lysine_nitrogen("K467", "antagonist"), np.array([0.7, 0.1, 0.7]), 20.0, length)


def atom(pose: Pose, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(pose.apply(ubiquitin_atoms()[name][None])[0])


def test_the_first_ubiquitin_is_joined_to_the_lysine() -> None:
    gap = np.linalg.norm(atom(chain()[0], "G76_C") - lysine_nitrogen("K467", "antagonist"))
    assert gap == pytest.approx(ISOPEPTIDE_ANGSTROM, abs=0.2)


def test_each_next_ubiquitin_is_joined_by_g76_to_k48_as_in_the_table() -> None:
    table = read_table("ubiquitin.json")["K48_chain_step_MODEL"]
    assert "1.33" in table["note"]
    for one, other in zip(chain(), chain()[1:], strict=False):
        gap = np.linalg.norm(atom(other, "G76_C") - atom(one, "K48_NZ"))
        assert gap == pytest.approx(1.33, abs=0.2)


def test_four_ubiquitins_stand_apart_and_in_a_row() -> None:
    places = [pose.apply(ubiquitin().positions) for pose in chain()]
    for n, one in enumerate(places):
        for other in places[n + 1 :]:
            assert np.linalg.norm(one[FOLD][:, None] - other[FOLD][None], axis=2).min() > 6.0
    middles = np.array([place[FOLD].mean(axis=0) for place in places])
    assert (
        np.linalg.norm(middles[3] - middles[0]) > 3 * 30
    )  # straight: the table's own step brings them to 26


def test_the_chain_keeps_clear_of_the_receptor() -> None:
    receptor = receptor_tables().antagonist.part(307, 546).positions
    direction = receptor_outwards()
    pose = first_ubiquitin(lysine_nitrogen("K467", "antagonist"), direction, 20.0)
    fold = pose.apply(ubiquitin().positions)[FOLD]
    assert np.linalg.norm(fold[:, None] - receptor[None], axis=2).min() > 3.5


def receptor_outwards() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(
        lysine_nitrogen("K467", "antagonist")
        - receptor_tables().antagonist.part(311, 525).positions.mean(axis=0)
    )


@pytest.mark.parametrize("ring", ["alpha", "beta"])
def test_the_20s_has_seven_fold_symmetry_about_its_axis(ring: str) -> None:
    beads = getattr(proteasome(), ring).positions
    assert matches(beads, beads @ rotation_about((0, 0, 1), 360 / 7).T) < 0.5
    assert matches(beads, beads @ rotation_about((0, 0, 1), 360 / 5).T) > 1.0  # and no other


@pytest.mark.parametrize("ring", ["alpha", "beta"])
def test_the_20s_has_seven_two_fold_axes_across(ring: str) -> None:
    beads = getattr(proteasome(), ring).positions
    fits = [
        matches(beads, beads @ rotation_about((np.cos(a), np.sin(a), 0), 180.0).T)
        for a in np.radians(np.arange(0.0, 180.0, 0.5))
    ]
    assert min(fits) < 1.0
    assert sum(fit < 1.5 for fit in fits) >= 7


def matches(
    one: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    other: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> float:
    """Mean distance (Å) from a sample of `other`'s points to the nearest of `one`'s."""
    sample = other[:: max(1, len(other) // 250)]
    return float(cKDTree(one).query(sample)[0].mean())


def test_alpha_rings_lie_outside_beta_rings() -> None:
    particle = proteasome()
    assert np.abs(particle.alpha.positions[:, 2]).mean() == pytest.approx(57, abs=6)
    assert np.abs(particle.beta.positions[:, 2]).mean() == pytest.approx(17, abs=6)
    assert np.abs(particle.caps.positions[:, 2]).min() > 50


def test_the_caps_leave_the_channel_open() -> None:
    caps = proteasome().caps
    gap = np.hypot(caps.positions[:, 0], caps.positions[:, 1]) - caps.radii
    assert gap.min() > CHANNEL_RADIUS_ANGSTROM - 1.0


def test_alpha_helices_are_right_handed() -> None:
    for trace in (receptor_tables().agonist.part(538, 544), receptor_tables().antagonist.part(538, 544)):
        for row in range(len(trace.positions) - 3):
            a, b, c = np.diff(trace.positions[row : row + 4], axis=0)
            assert np.cross(a, b) @ c > 0  # a left-handed trace would turn the other way


def test_the_dimer_is_two_fold_and_its_halves_do_not_meet() -> None:
    one, other = receptor_dimer()
    turn = best_fit(one.positions, other.positions)
    assert turn.degrees == pytest.approx(180, abs=5)
    assert np.linalg.norm(one.positions[:, None] - other.positions[None], axis=2).min() > 3.5


def test_the_scaffold_has_cul1_and_rbx1_at_its_ends() -> None:
    cullin, ring = cullin_ring()
    assert (len(cullin.letters), len(ring.letters)) == (725, 88)
    assert ring.positions[:, 0].mean() > cullin.positions[:, 0].mean()
