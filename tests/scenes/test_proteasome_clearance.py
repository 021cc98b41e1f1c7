"""The tagged receptor at the 26S: tail first, chain off whole, peptides in all directions, then the field of 24."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import play_shot

from moa_anim.actors.threaded_receptor import TAIL_RESIDUES
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.assemblies import passed_ubiquitin, ubiquitin_atoms
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.ubiquitin_growth import joint_on
from moa_anim.sets.close_up import close_view
from moa_anim.sets.receptor_field import FIELD_VIEW
from moa_anim.sets.tagged_receptor import tagged_view
from moa_anim.stage.molecule_view import same_view

HELIX12_ROWS = 11
"""Rows of helix 12 and its turn among those of the fold, counted from its end."""

SAME_PIXELS = 0.01
FASTEST_PIXELS = 1300.0 / 30
"""Design pixels that count as the same place, and that anything moves in a frame at most."""


@dataclass(repr=False)
class Moment:
    """Where everything stood at one frame of the shot."""

    view: View
    share: float
    cut_depth: float | None
    found: float
    receptor: Pose
    places: NDArray[np.float64]
    pieces: NDArray[np.int64]
    ubiquitins: list[Pose]
    ligand: NDArray[np.float64]
    left: int | None
    cut_off: bool


@cache
def played() -> tuple[list[Moment], Any]:
    moments: list[Moment] = []

    def note(scene: Any, number: int) -> None:
        receptor = scene.receptor
        places, pieces = receptor.threading().positions(receptor.share)
        count = next((each for each in scene.mobjects if type(each).__name__ == "Count"), None)
        moments.append(
            Moment(
                scene.present_view(),
                receptor.share,
                receptor.cut_depth,
                receptor.found,
                receptor.pose,
                places,
                pieces,
                [each.pose for each in scene.ubiquitins],
                scene.ligand.pose.translation,
                None if count is None else count.population.count,
                not scene.lysine.shown,
            )
        )

    scene: Any = play_shot("proteasome-clearance", LECTURE, note)
    return moments, scene


@cache
def before() -> list[Any]:
    """The view, the ubiquitins' poses and the depth of the receptor's cut, at the first and last frame of the shot before."""
    seen: list[Any] = []

    def note(scene: Any, number: int) -> None:
        chain = [each.pose for each in scene.relay.ubiquitins]
        seen.append((scene.molecule_view.view, chain, scene.receptor.cut_depth))

    play_shot("ubiquitination", LECTURE, note)
    return [seen[0], seen[-1]]


def test_the_shot_before_begins_with_the_close_up_and_ends_with_the_tagged_receptor() -> None:
    first, last = before()
    assert same_view(first[0], close_view())
    assert same_view(last[0], tagged_view())


def test_the_first_picture_is_the_last_of_the_shot_before() -> None:
    (view, chain, _), now = before()[1], played()[0][0]
    shape = passed_ubiquitin().positions
    for one, other in zip(chain, now.ubiquitins, strict=True):
        was, here = view.pixels(one.apply(shape)), now.view.pixels(other.apply(shape))
        assert np.abs(was - here).max() < SAME_PIXELS
    assert now.cut_depth == before()[1][2]
    own = np.eye(3)
    assert np.abs(view.pixels(own) - now.view.pixels(now.receptor.apply(own))).max() < SAME_PIXELS


def test_the_proteasome_is_not_in_the_first_picture() -> None:
    moments, scene = played()
    beads = np.vstack([beads.positions for part in scene.particle for beads, _ in part._shape])
    assert moments[0].view.pixels(beads)[:, 0].min() > 1920.0


ENGAGED_ANGSTROM = 5.0
"""How deep in the channel a residue is engaged."""


def test_the_tail_is_engaged_first_and_helix_12_after_all_of_it() -> None:
    moments, scene = played()
    mouth = scene.receptor.anchor("mouth")[0]
    for moment in moments:
        # The folded domain leans against the mouth, a few ångström over its plane.
        inside = moment.places[:, 0] > mouth + ENGAGED_ANGSTROM
        if inside[TAIL_RESIDUES:].any():
            assert inside[:TAIL_RESIDUES].all()
    engaged = [moment.places[:, 0].max() > mouth + ENGAGED_ANGSTROM for moment in moments]
    assert moments[engaged.index(True)].found == pytest.approx(1.0)


def test_the_waiting_tail_is_one_chain_of_its_own_length() -> None:
    for moment in played()[0][::5]:
        waiting = moment.places[: TAIL_RESIDUES + 1]
        if (moment.pieces[: TAIL_RESIDUES + 1] == -1).all():
            bonds = np.linalg.norm(np.diff(waiting, axis=0), axis=1)
            assert bonds.max() < 6.0


def joined(one: Pose, other: Pose, number: int) -> float:
    """How far (Å) a ubiquitin's G76 is from where it is when it is joined to the one before."""
    carbon = other.apply(ubiquitin_atoms()["G76_C"][None])[0]
    return float(np.linalg.norm(carbon - joint_on(one, number)))


def test_the_chain_stays_joined_on_its_way_to_the_cap() -> None:
    for moment in played()[0]:
        if moment.share == 0.0:
            for number, (one, other) in enumerate(pairwise(moment.ubiquitins), 1):
                assert joined(one, other, number) < 1e-6


def cut_off() -> int:
    """The first frame at which the chain is no longer on the receptor."""
    return [moment.cut_off for moment in played()[0]].index(True)


def test_the_chain_is_cut_off_at_its_lysine_in_front_of_the_channel() -> None:
    moments, scene = played()
    lysine = moments[cut_off()].places[TAIL_RESIDUES + 546 - 467]
    assert -20.0 < lysine[0] - scene.receptor.anchor("mouth")[0] < 0.0


def test_the_chain_comes_off_whole_and_parts_later() -> None:
    moments, _ = played()
    first = cut_off()
    base = [moments[first].ubiquitins[0].inverse().after(each) for each in moments[first].ubiquitins]
    whole = [
        all(
            np.abs(moment.ubiquitins[0].inverse().after(each).translation - was.translation).max() < 0.01
            for each, was in zip(moment.ubiquitins, base, strict=True)
        )
        for moment in moments[first:]
    ]
    together = whole.index(False)
    assert together > 30, "a second at least as one body"
    moved = moments[first + together].ubiquitins[0].translation - moments[first].ubiquitins[0].translation
    assert np.linalg.norm(moved) > 40.0, "clear of the cap before it parts"
    assert not any(whole[together + 5 :])
    last = [each.translation for each in moments[-1].ubiquitins]
    assert min(np.linalg.norm(a - b) for n, a in enumerate(last) for b in last[:n]) > 40.0


def test_elacestrant_is_let_go_when_the_fold_opens_and_before_the_chain_is_cut_off() -> None:
    moments, _ = played()
    away = [float(np.linalg.norm(moment.ligand - moment.receptor.translation)) for moment in moments]
    gone = next(number for number, distance in enumerate(away) if distance > 60.0)
    assert moments[gone].share > 0.0
    assert gone < cut_off() + 15


def test_peptides_leave_in_all_directions() -> None:
    moments, scene = played()
    end = scene.receptor.anchor("mouth") + np.array([scene.receptor._away, 0.0, 0.0])
    last = moments[-1]
    middles = np.array([last.places[last.pieces == piece].mean(axis=0) for piece in range(30)])
    angles = np.degrees(np.arctan2(middles[:, 1] - end[1], middles[:, 0] - end[0]))
    assert angles.max() > 55.0
    assert angles.min() < -55.0
    assert (np.histogram(angles, 6, (-75.0, 75.0))[0] >= 2).all()


def test_the_camera_pulls_back_to_the_fields_own_26s_without_a_jump() -> None:
    moments, _ = played()
    assert same_view(moments[-1].view, FIELD_VIEW)
    corners = np.array([[-250.0, 0.0, 0.0], [84.0, 0.0, 0.0], [0.0, 100.0, 0.0]])
    for one, other in pairwise(moments):
        now, then = one.view.pixels(corners), other.view.pixels(corners)
        seen = (now[:, 0] < FRAME_WIDTH) | (then[:, 0] < FRAME_WIDTH)
        assert np.abs(now - then)[seen].max(initial=0.0) < FASTEST_PIXELS


def test_the_count_begins_at_23_since_one_of_24_is_gone_and_only_falls() -> None:
    counts = [moment.left for moment in played()[0] if moment.left is not None]
    assert counts[0] == 23
    assert counts[-1] == 18
    assert all(later <= sooner for sooner, later in pairwise(counts))
