"""Ubiquitin changes hands: it is on its E2 on the RING until it is joined, and joined from then on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from recording import film_storyboard, play_shot
from scipy.spatial import cKDTree

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import schedule
from moa_anim.molecule.assemblies import ligase, passed_ubiquitin, ubiquitin_atoms
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.ubiquitin_growth import first_joint, joint_on, scaffold_and_ring
from moa_anim.sets.ubiquitin_transfer import e2_middle, held_by, seated

E2_PIXELS = 215.0
"""From an E2's middle to its edge as seen, with its outline."""

CLOSE_ANGSTROM = 2.5
MOST_CLOSE_ATOMS = 12
"""Of a body so many heavy atoms at most come within `CLOSE_ANGSTROM` of another body on the way: side chains that slide past
each other at the surface. A body that enters another by 5 Å has about a hundred."""


@dataclass(repr=False)
class Moment:
    """Where everything stood at one frame."""

    scaffold: Pose
    ring: Pose
    carriers: list[Pose]
    ubiquitins: list[Pose]


@cache
def played() -> tuple[list[Moment], Any]:
    moments: list[Moment] = []

    def note(scene: Any, number: int) -> None:
        relay = scene.relay
        moments.append(
            Moment(
                scene.ligase.pose,
                scene.ring.pose,
                [each.pose for each in relay.carriers],
                [each.pose for each in relay.ubiquitins],
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


def joined(moment: Moment, number: int) -> bool:
    """Whether a ubiquitin's G76 is at its lysine: the receptor's, or K48 of the one before."""
    lysine = joint_on(moment.ubiquitins[number - 1], number) if number else first_joint()
    return bool(np.linalg.norm(carbon(moment.ubiquitins[number]) - lysine) < 1e-6)


@pytest.mark.parametrize("number", range(4))
def test_ubiquitin_is_on_its_e2_until_it_is_joined(number: int) -> None:
    moments, relay = played()
    states = [joined(moment, number) for moment in moments]
    first = states.index(True)
    assert all(states[first:])
    for moment in moments[:first]:
        assert same(moment.ubiquitins[number], held_by(moment.carriers[number]))
    assert same(moments[-1].ubiquitins[number], relay.places[number])


@pytest.mark.parametrize("number", range(4))
def test_the_ring_holds_the_e2_while_ubiquitin_passes_to_the_lysine(number: int) -> None:
    moments, relay = played()
    first = next(n for n, moment in enumerate(moments) if joined(moment, number))
    for moment in moments[first : first + 4]:
        assert same(moment.carriers[number], seated(moment.ring))
    transfer = relay.transfers[number]
    assert same(moments[first].scaffold, transfer.scaffold)
    assert same(moments[first].ring, transfer.ring)
    for body, pose in zip(moments[first].ubiquitins, (*transfer.chain, transfer.brought), strict=False):
        assert same(body, pose)


def test_the_chain_bends_and_ubiquitins_move_without_a_jump() -> None:
    moments, _ = played()
    shape = passed_ubiquitin().named("CA").positions
    for before, after in pairwise(moments):
        for one, other in zip(before.ubiquitins, after.ubiquitins, strict=True):
            assert np.linalg.norm(one.apply(shape) - other.apply(shape), axis=1).max() < 25.0


def test_they_are_joined_one_after_the_other() -> None:
    moments, _ = played()
    firsts = [next(n for n, m in enumerate(moments) if joined(m, number)) for number in range(4)]
    assert all(later - sooner > 30 for sooner, later in pairwise(firsts))


def test_the_first_is_joined_while_its_words_are_said_and_the_last_before_theirs_end() -> None:
    moments, _ = played()
    storyboard = film_storyboard()
    shot = next(each for each in schedule(storyboard, LECTURE.rate).shots if each.shot.id == "ubiquitination")
    firsts = [next(n for n, m in enumerate(moments) if joined(m, number)) for number in range(4)]
    said = [[shot.relative(caption.slot) for caption in cue.captions] for cue in shot.cues]
    assert said[0][0].start < firsts[0] < said[0][-1].stop
    assert firsts[3] < said[1][-1].stop


def test_every_spent_e2_leaves_the_ring_and_the_picture() -> None:
    moments, relay = played()
    last = moments[-1]
    for number in range(4):
        _, y = relay._molecule_view.point(last.carriers[number].translation)
        assert y > BAND_TOP + E2_PIXELS or y < -E2_PIXELS
    sits = [[same(m.carriers[number], seated(m.ring)) for number in range(4)] for m in moments]
    assert max(sum(row) for row in sits) == 1, "one E2 on the RING at a time"


def bodies(moment: Moment, view: Any) -> dict[str, Any]:
    """The heavy atoms of every body in the picture, but for the residues that are joined or about to be.

    "E2 0" to "E2 3" and "ubiquitin 0" to "ubiquitin 3" are in the order of the transfers.
    """
    scaffold, ring = scaffold_and_ring()
    receptor = atom_table("era_lbd_elacestrant").atoms
    backbone = np.isin(receptor.names, ("N", "CA", "C", "O"))
    e2, shape = ligase().e2, passed_ubiquitin()
    backbone_48 = np.isin(shape.names, ("N", "CA", "C", "O", "CB"))
    free = (shape.residue_numbers != 76) & ((shape.residue_numbers != 48) | backbone_48)
    e2_free = (e2.residue_numbers != 93) | ~np.isin(e2.names, ("CB", "SG"))
    found = {
        "receptor": receptor.positions[(receptor.residue_numbers != 467) | backbone],
        "scaffold": moment.scaffold.apply(scaffold.positions),
        "RING": moment.ring.apply(ring.positions),
    }
    for number, (carrier, ubiquitin) in enumerate(zip(moment.carriers, moment.ubiquitins, strict=True)):
        x, y = view.point(carrier.translation)
        seen = x < FRAME_WIDTH + E2_PIXELS and -E2_PIXELS < y < BAND_TOP + E2_PIXELS
        if seen:
            found[f"E2 {number}"] = carrier.apply(e2.positions[e2_free] - e2_middle())
        if seen or joined(moment, number):
            found[f"ubiquitin {number}"] = ubiquitin.apply(shape.positions[free])
    return found


def within(one: str, other: str) -> bool:
    """Whether two bodies are of the E3 with one E2 and what it holds, whose arrangement is tested with the assemblies."""
    kinds = {one.split()[0], other.split()[0]}
    return kinds == {"scaffold", "RING"} or (kinds == {"E2", "ubiquitin"} and one[-1] == other[-1])


def test_nothing_passes_through_anything_else() -> None:
    moments, relay = played()
    for number, moment in list(enumerate(moments))[::4]:
        there = bodies(moment, relay._molecule_view)
        trees = {name: cKDTree(points) for name, points in there.items()}
        for one, other in combinations(there, 2):
            if within(one, other) or _apart(there[one], there[other]):
                continue
            gaps = trees[one].query(there[other], distance_upper_bound=CLOSE_ANGSTROM)[0]
            assert np.isfinite(gaps).sum() <= MOST_CLOSE_ATOMS, f"frame {number}: {one} and {other}"


def _apart(one: Any, other: Any) -> bool:
    """Whether the boxes around two sets of points are apart."""
    above = one.min(axis=0) > other.max(axis=0) + CLOSE_ANGSTROM
    return bool(above.any() or (other.min(axis=0) > one.max(axis=0) + CLOSE_ANGSTROM).any())


def seen_shares(there: dict[str, Any], rotation: Any) -> dict[str, float]:
    """Share of each body, as seen, that is in front of everything else."""
    cells: dict[tuple[int, int], tuple[float, str]] = {}
    own: dict[str, set[tuple[int, int]]] = {name: set() for name in there}
    for name, points in there.items():
        turned = points @ rotation.T
        for (x, y), depth in zip(
            np.floor(turned[:, :2] / 3.0).astype(int).tolist(), turned[:, 2], strict=True
        ):
            for cell in ((x + right, y + up) for right in (-1, 0, 1) for up in (-1, 0, 1)):
                own[name].add(cell)
                cells[cell] = max(cells.get(cell, (-np.inf, "")), (float(depth), name))
    return {name: sum(cells[cell][1] == name for cell in own[name]) / len(own[name]) for name in there}


def test_each_ubiquitin_of_the_finished_chain_can_be_seen() -> None:
    """At least four fifths of each as seen are in front of everything else, above the caption and inside the picture."""
    moments, relay = played()
    view, there = relay._molecule_view, bodies(moments[-1], relay._molecule_view)
    chain = [name for name in there if name.startswith("ubiquitin")]
    assert len(chain) == 4
    shares = seen_shares(there, view.view.rotation)
    for name in chain:
        assert shares[name] > 0.8, name
        x, y = np.array([view.point(point) for point in there[name]]).T
        assert x.min() > 0
        assert x.max() < FRAME_WIDTH
        assert y.min() > 0
        assert y.max() < BAND_TOP


def test_the_chain_is_seen_while_the_last_ubiquitin_is_handed_over() -> None:
    """More than a third of each ubiquitin, and of the E2, as seen, is in front of everything else."""
    moments, relay = played()
    first = next(n for n, moment in enumerate(moments) if joined(moment, 3))
    shares = seen_shares(bodies(moments[first], relay._molecule_view), relay._molecule_view.view.rotation)
    chain = [name for name in shares if name.startswith("ubiquitin")]
    assert len(chain) == 4
    for name in (*chain, "E2 3"):
        assert shares[name] > 0.35, f"{name}: {shares[name]:.2f}"


def test_the_e2s_frame_is_about_its_middle() -> None:
    assert seated(Pose(np.eye(3), np.zeros(3))).translation == pytest.approx(e2_middle())
