"""Ubiquitin changes hands: it is on its E2 until it is joined, and joined from then on."""

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
from moa_anim.molecule.assemblies import ubiquitin, ubiquitin_atoms
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.pose import Pose
from moa_anim.sets.ubiquitin_transfer import (
    DIRECTIONS_TRIED,
    E2_CLEAR,
    E2_TOUCH,
    facing_place,
)

E2_PIXELS = 110.0
"""From an E2's middle to its edge as seen, with its outline."""

E2_INSIDE = 12.0
"""Å: an E2's surface is nowhere nearer to its middle than 15, a bead of another body reaches about 3 Å."""


@dataclass(repr=False)
class Moment:
    """Where everything stood at one frame."""

    carriers: list[Pose]
    ubiquitins: list[Pose]
    receptor: Any


@cache
def played() -> tuple[list[Moment], Any]:
    moments: list[Moment] = []

    def note(scene: Any, number: int) -> None:
        relay = scene.relay
        moments.append(
            Moment(
                [each.pose for each in relay.carriers],
                [each.pose for each in relay.ubiquitins],
                scene.receptor.trace(scene.seconds).positions,
            )
        )

    scene = play_shot("ubiquitination", LECTURE, note)
    return moments, scene.relay


def same(one: Pose, other: Pose) -> bool:
    return bool(np.allclose(one.rotation, other.rotation) and np.allclose(one.translation, other.translation))


def held(moment: Moment, number: int) -> bool:
    """Whether a ubiquitin's G76 is where its E2 has it."""
    carbon = moment.ubiquitins[number].apply(ubiquitin_atoms()["G76_C"][None])[0]
    return bool(abs(np.linalg.norm(carbon - moment.carriers[number].translation) - E2_TOUCH) < 1e-6)


@pytest.mark.parametrize("number", range(4))
def test_ubiquitin_is_on_its_e2_until_it_is_joined(number: int) -> None:
    moments, relay = played()
    joined = [same(moment.ubiquitins[number], relay.places[number]) for moment in moments]
    first = joined.index(True)
    assert all(joined[first:])
    assert all(held(moment, number) for moment in moments[:first])
    assert held(moments[first], number), "the E2 is still there when ubiquitin is joined"


def test_they_are_joined_one_after_the_other() -> None:
    moments, relay = played()
    firsts = [
        next(n for n, moment in enumerate(moments) if same(moment.ubiquitins[number], place))
        for number, place in enumerate(relay.places)
    ]
    assert all(later - sooner > 30 for sooner, later in pairwise(firsts))


def test_the_last_e2_is_back_on_the_ring() -> None:
    moments, relay = played()
    assert moments[-1].carriers[-1].translation == pytest.approx(relay.site)


def test_no_e2_passes_through_the_receptor_the_chain_or_another() -> None:
    moments, relay = played()
    molecule_view = relay._molecule_view
    shape = beads_of_atoms(ubiquitin()).positions
    for moment in moments[::2]:
        joined = [
            pose.apply(shape)
            for pose, place in zip(moment.ubiquitins, relay.places, strict=True)
            if same(pose, place)
        ]
        standing = cKDTree(np.vstack([moment.receptor, *joined]))
        everywhere = np.array([each.translation for each in moment.carriers])
        x, y = np.array([molecule_view.point(each) for each in everywhere]).T
        seen = (x < FRAME_WIDTH + E2_PIXELS) & (y < BAND_TOP + E2_PIXELS)
        middles = everywhere[seen]  # the others are outside the picture
        assert standing.query(middles)[0].min() > E2_INSIDE
        if len(middles) > 1:
            assert cKDTree(middles).query(middles, k=2)[0][:, 1].min() > 2 * E2_INSIDE


def test_an_e2_stands_where_nothing_else_does() -> None:
    origin = np.zeros(3)
    wall = np.array([[0.0, y, z] for y in range(-40, 41, 4) for z in range(-40, 41, 4)])
    place = facing_place(origin, wall, np.array([1.0, 0.0, 0.0]))
    assert np.linalg.norm(place) == pytest.approx(E2_TOUCH)
    assert place[0] > 0.9 * E2_TOUCH
    around = np.random.default_rng(1).normal(size=(DIRECTIONS_TRIED * 4, 3))
    around *= E2_CLEAR / np.linalg.norm(around, axis=1, keepdims=True)
    with pytest.raises(ValueError, match="no room for an E2"):
        facing_place(origin, around, np.array([1.0, 0.0, 0.0]))
