"""What a cut leaves floating is decided by the places of rest, if they are given: a broken contact takes nothing away."""

from __future__ import annotations

import numpy as np

from moa_anim.molecule.cut_face import TOUCHING_ANGSTROM, sliced


def test_a_side_chain_that_turns_does_not_come_and_go_with_its_contacts() -> None:
    step = 3.0
    wall = [(step * x, step * y, -1.0, 1.8) for x in range(8) for y in range(8)]
    resting = np.array([*wall, (9.0, 21.0, 1.9, 1.8)])  # in front of the cut, held by the wall
    turned = resting.copy()
    turned[-1, 1] += TOUCHING_ANGSTROM  # no longer in contact
    by_contact, by_rest = sliced(turned, 0.0, 1.0)[0], sliced(turned, 0.0, 1.0, resting=resting[:, :3])[0]
    assert not sliced(resting, 0.0, 1.0)[0].any()
    assert by_contact[-1]
    assert not by_rest.any()


def test_places_of_rest_that_are_the_places_change_nothing() -> None:
    random = np.random.default_rng(4)
    spheres = np.column_stack([random.uniform(-14.0, 14.0, (160, 3)), np.full(160, 1.8)])
    plain, _ = sliced(spheres, 2.0, 1.0)
    rested, _ = sliced(spheres, 2.0, 1.0, resting=spheres[:, :3])
    assert np.array_equal(plain, rested)
