"""Moves of the camera: their path, and that a raster that follows a view draws what one made for that view draws."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.actors.ligands import estradiol
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, UNCUT_DEPTH_ANGSTROM, Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.clock import FrameRate
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Change, Stagger, Within, steady
from moa_anim.stage.reframing import Reframe, between, reframed

NEAR = View(CLOSE_VIEW, np.array([3.0, -1.0, 0.0]), 14.0, (930.0, 520.0))
FAR = View(rotation_about((0, 1, 0), 20), np.array([0.0, 2.0, 1.0]), 2.85, (420.0, 610.0))
SHARES = st.floats(0.0, 1.0)
WIDTH, HEIGHT = 240, 135
THIRTY = FrameRate(Fraction(30))


@dataclass
class Still:
    """A clock that stands still."""

    now: int = 0
    seconds: float = 0.0
    seed: int = 7
    shot_frames: int = 100
    rate: FrameRate = THIRTY


def shown(view: View, receptor: Receptor) -> MoleculeView:
    """A view of a receptor with estradiol in it."""
    made = MoleculeView(
        Still(), rotation=view.rotation, centre=view.centre, place=view.place, scale=view.scale
    )
    made.cast(receptor, estradiol("bound", seed=2))
    return made


def painted(view: MoleculeView) -> np.ndarray:
    """Its picture on white."""
    canvas = Canvas(np.full((HEIGHT, WIDTH, 4), 255, dtype=np.uint8))
    view.paint(canvas)
    return canvas.pixels.copy()


@settings(max_examples=50, deadline=None)
@given(share=SHARES)
def test_the_hero_moves_on_a_straight_line_while_scale_changes_by_equal_factors(share: float) -> None:
    view = between(NEAR, FAR, share)
    begin, end = NEAR.pixels(NEAR.centre)[0], FAR.pixels(NEAR.centre)[0]
    assert view.pixels(NEAR.centre)[0] == pytest.approx(begin + share * (end - begin))
    assert np.log(view.scale / NEAR.scale) == pytest.approx(share * np.log(FAR.scale / NEAR.scale))


@settings(max_examples=50, deadline=None)
@given(share=SHARES)
def test_rotation_stays_a_rotation_about_one_axis(share: float) -> None:
    rotation = between(NEAR, FAR, share).rotation
    assert rotation @ rotation.T == pytest.approx(np.eye(3))
    # Both views are turned about y, so that all between them are.
    assert rotation[1] == pytest.approx([0.0, 1.0, 0.0])


def test_a_move_begins_and_ends_with_exactly_its_views() -> None:
    view = shown(NEAR, Receptor("open"))
    move = Within(0.2, 0.6, Reframe(view, FAR))
    move.interpolate(0.1)
    assert view.view.scale == NEAR.scale
    move.interpolate(0.6)
    assert view.view is FAR
    Stagger(0.0, 1.0, [Reframe(view, NEAR, ease=steady)]).interpolate(0.5)
    assert view.view.scale == pytest.approx((NEAR.scale * FAR.scale) ** 0.5)


@pytest.mark.parametrize("cut", [CUT_DEPTH_ANGSTROM, UNCUT_DEPTH_ANGSTROM])
@pytest.mark.parametrize(("first", "last"), [(NEAR, FAR), (FAR, NEAR)])
def test_after_a_move_the_picture_is_that_of_a_view_made_there(first: View, last: View, cut: float) -> None:
    receptor = Receptor("open")
    receptor.cut_depth = cut
    view = shown(first, receptor)
    move = Reframe(view, last)
    for share in (0.0, 0.3, 0.7):
        move.interpolate(share)
        assert np.array_equal(painted(view), painted(shown(view.view, receptor)))
    move.interpolate(1.0)
    at_end, once_more = painted(view), painted(view)
    assert np.array_equal(at_end, painted(shown(last, receptor)))
    assert np.array_equal(at_end, once_more)


def test_a_cut_may_close_while_the_camera_pulls_back() -> None:
    receptor = Receptor("open")
    receptor.cut_depth = CUT_DEPTH_ANGSTROM
    view = shown(NEAR, receptor)
    painted(view)
    move = Stagger(
        0.0, 1.0, [Reframe(view, FAR), Change(receptor, "cut_depth", UNCUT_DEPTH_ANGSTROM, ease=steady)]
    )
    for share in (0.0, 0.4, 1.0):
        move.interpolate(share)
        painted(view)
    whole = Receptor("open")
    assert np.array_equal(painted(view), painted(shown(FAR, whole)))


def test_what_points_into_the_view_follows() -> None:
    view = shown(NEAR, Receptor("open"))
    target = view.seen(view.actors[0], "pocket")
    before = target()
    view.view = reframed(NEAR, place=(1030.0, 520.0))
    assert target() == pytest.approx((before[0] + 100.0, before[1]))
    box = view.sightings()[0].box
    view.view = NEAR
    assert box[0] == pytest.approx(view.sightings()[0].box[0] + 100.0)
