"""Views that are put on stage together with their crowd and their actors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recording import film_storyboard, play_dry

from moa_anim.actors.crowd_layers import CrowdLayers
from moa_anim.actors.ligands import coactivator
from moa_anim.actors.receptor import CLOSE_VIEW, Receptor
from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import Quality
from moa_anim.model.timeline import schedule
from moa_anim.sets.close_up import docking_path, stage_in_crowd, stage_pocket
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.scene import Cues, MoaScene

SHIFTS = st.floats(-50.0, 50.0)
SMALL = Quality("small", 64, 36, FrameRate(15))


class Pocket(MoaScene):
    """The close-up with a receptor."""

    def stage(self) -> None:
        """Stage it."""
        self.receptor = Receptor("open", seed=self.seed)
        self.view = stage_pocket(self, self.receptor)

    def cues(self) -> Cues:
        """Hold both cues."""
        return {name: lambda cue: self.hold(cue.rest) for name in ("changes", "receptor")}


class Crowded(Pocket):
    """A view of its own."""

    def stage(self) -> None:
        """Stage it."""
        self.receptor = Receptor("open", seed=self.seed)
        self.view = stage_in_crowd(
            self, self.receptor, rotation=CLOSE_VIEW, place=(490, 390), scale=6.0, spacing=210
        )


@pytest.fixture(scope="module", params=[Pocket, Crowded])
def scene(request: pytest.FixtureRequest) -> MoaScene:
    shot = film_storyboard().shot("conformational-change")
    board = replace(film_storyboard(), shots=(shot,))
    timeline = schedule(board, SMALL.rate)
    return play_dry(request.param, board, timeline, timeline.shots[0], SMALL, lambda *_: None)


def test_a_staged_view_is_on_stage_with_its_actors_before_a_crowd(scene: Pocket) -> None:
    assert scene.view in scene.mobjects
    assert scene.view.actors == [scene.receptor]
    crowd = next(each for each in scene.mobjects if isinstance(each, CrowdLayers))
    assert scene.mobjects.index(crowd) == 0 or crowd.z_index < scene.view.z_index
    assert crowd.homes[0].view is scene.view.view


@settings(deadline=None, max_examples=30)
@given(right=SHIFTS, up=SHIFTS, towards=SHIFTS)
def test_beside_is_so_far_right_and_up_as_seen(
    scene: Pocket, right: float, up: float, towards: float
) -> None:
    view: MoleculeView = scene.view
    place = scene.receptor.anchor("pocket")
    x, y = view.point(place)
    beside = view.beside(place, right=right, up=up, towards=towards)
    assert view.point(beside) == pytest.approx((x + right * view.view.scale, y - up * view.view.scale))
    assert np.linalg.norm(beside - place) == pytest.approx(np.linalg.norm([right, up, towards]))


def test_a_partner_docks_from_in_front_of_its_place(scene: Pocket) -> None:
    partner = coactivator("free")
    begin, end = docking_path(scene.view, partner)
    assert np.array_equal(end, partner.bound_pose)
    assert (begin[:3] - end[:3]) @ scene.view.view.rotation[2] == pytest.approx(16.0)
