"""Ubiquitin changes hands: it is on its E2 on the RING until it is joined, and joined from then on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import play_shot
from scipy.spatial import cKDTree

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.assemblies import ligase, passed_ubiquitin, ubiquitin_atoms
from moa_anim.molecule.pose import Pose
from moa_anim.sets.ubiquitin_transfer import e2_middle, held_by, seated

E2_PIXELS = 110.0
"""From an E2's middle to its edge as seen, with its outline."""

E2_INSIDE = 11.0
"""Å: nothing comes nearer to an E2's middle than half its thickness."""


@dataclass(repr=False)
class Moment:
    """Where everything stood at one frame."""

    scaffold: Pose
    carriers: list[Pose]
    ubiquitins: list[Pose]
    receptor: Any
    """Its middle: it does not move."""


@cache
def played() -> tuple[list[Moment], Any]:
    moments: list[Moment] = []

    def note(scene: Any, number: int) -> None:
        relay = scene.relay
        moments.append(
            Moment(
                scene.ligase.pose,
                [each.pose for each in relay.carriers],
                [each.pose for each in relay.ubiquitins],
                np.zeros(3),
            )
        )

    scene = play_shot("ubiquitination", LECTURE, note)
    return moments, scene.relay


def same(one: Pose, other: Pose) -> bool:
    return bool(
        np.allclose(one.rotation, other.rotation, atol=1e-6)
        and np.allclose(one.translation, other.translation, atol=1e-6)
    )


def carbon(pose: Pose) -> Any:
    return pose.apply(ubiquitin_atoms()["G76_C"][None])[0]


def joined(moment: Moment, number: int, relay: Any) -> bool:
    """Whether a ubiquitin's G76 is where it stays in the chain: at the lysine."""
    return bool(np.linalg.norm(carbon(moment.ubiquitins[number]) - carbon(relay.places[number])) < 1e-6)


@pytest.mark.parametrize("number", range(4))
def test_ubiquitin_is_on_its_e2_until_it_is_joined(number: int) -> None:
    moments, relay = played()
    states = [joined(moment, number, relay) for moment in moments]
    first = states.index(True)
    assert all(states[first:])
    for moment in moments[:first]:
        assert same(moment.ubiquitins[number], held_by(moment.carriers[number]))
    assert same(moments[-1].ubiquitins[number], relay.places[number])


@pytest.mark.parametrize("number", range(4))
def test_the_ring_holds_the_e2_while_ubiquitin_passes_to_the_lysine(number: int) -> None:
    moments, relay = played()
    first = next(n for n, moment in enumerate(moments) if joined(moment, number, relay))
    for moment in moments[first : first + 4]:
        assert same(moment.carriers[number], seated(moment.scaffold))
    assert same(moments[first].scaffold, relay.stands[number])
    assert np.linalg.norm(moments[first].carriers[number].translation - carbon(relay.places[number])) < 20.0


def test_a_joined_ubiquitin_turns_about_its_joint_without_a_jump() -> None:
    moments, _ = played()
    shape = passed_ubiquitin().named("CA").positions
    for before, after in pairwise(moments):
        for one, other in zip(before.ubiquitins, after.ubiquitins, strict=True):
            assert np.linalg.norm(one.apply(shape) - other.apply(shape), axis=1).max() < 25.0


def test_they_are_joined_one_after_the_other() -> None:
    moments, relay = played()
    firsts = [next(n for n, m in enumerate(moments) if joined(m, number, relay)) for number in range(4)]
    assert all(later - sooner > 30 for sooner, later in pairwise(firsts))


def test_every_spent_e2_leaves_the_ring_and_the_picture() -> None:
    moments, relay = played()
    last = moments[-1]
    for number in range(4):
        _, y = relay._molecule_view.point(last.carriers[number].translation)
        assert y > BAND_TOP + E2_PIXELS
    sits = [[same(m.carriers[number], seated(m.scaffold)) for number in range(4)] for m in moments]
    assert max(sum(row) for row in sits) == 1, "one E2 on the RING at a time"


def test_no_e2_passes_through_the_receptor_the_e3_or_another() -> None:
    moments, relay = played()
    view, scaffold = relay._molecule_view, ligase().scaffold.positions[::3]
    for moment in moments[::4]:
        standing = cKDTree(np.vstack([moment.receptor[None], moment.scaffold.apply(scaffold)]))
        everywhere = np.array([each.translation for each in moment.carriers])
        x, y = np.array([view.point(each) for each in everywhere]).T
        middles = everywhere[(x < FRAME_WIDTH + E2_PIXELS) & (y < BAND_TOP + E2_PIXELS)]
        if len(middles):
            assert standing.query(middles)[0].min() > E2_INSIDE
        if len(middles) > 1:
            assert cKDTree(middles).query(middles, k=2)[0][:, 1].min() > 2 * E2_INSIDE


def test_no_e2s_middle_is_in_a_ubiquitin_of_the_chain() -> None:
    """While the chain grows its arrangement is schematic, and an E2 may cut into the ubiquitin before it, but no deeper."""
    moments, relay = played()
    shape = passed_ubiquitin().positions
    for moment in moments[::4]:
        for pose, place in zip(moment.ubiquitins, relay.places, strict=True):
            if same(pose, place):
                chain = cKDTree(pose.apply(shape))
                assert min(chain.query(each.translation)[0] for each in moment.carriers) > 3.0


def test_the_e2s_frame_is_about_its_middle() -> None:
    assert seated(Pose(np.eye(3), np.zeros(3))).translation == pytest.approx(e2_middle())
