"""A scene that gives `stage`, `during_lead` and `cues` plays its whole shot, and its labels stand on stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Animation
from recording import film_storyboard, play_dry

from moa_anim.errors import ProductionError
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.clock import FrameRate
from moa_anim.model.palette import Role
from moa_anim.model.quality import Quality
from moa_anim.model.timeline import schedule
from moa_anim.stage.motion import change, show
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SHOT = film_storyboard().shot("conformational-change")
SMALL = Quality("small", 32, 18, FrameRate(15))


def played(scene_class: type[MoaScene]) -> MoaScene:
    """Play a scene as the shot about helix 12, which has the cues “changes” and “receptor”."""
    timeline = schedule(replace(film_storyboard(), shots=(SHOT,)), SMALL.rate)
    board = replace(film_storyboard(), shots=(SHOT,))
    return play_dry(scene_class, board, timeline, timeline.shots[0], SMALL, lambda *_: None)


class Dot(Painted):
    """Something that paints nothing."""

    def paint(self, canvas: Canvas) -> None:
        """Nothing."""


def test_a_scene_of_stage_lead_and_cues_plays_its_whole_shot() -> None:
    calls: list[tuple[str, int]] = []
    number = SimpleNamespace(value=0.0)

    class Whole(MoaScene):
        def stage(self) -> None:
            calls.append(("stage", self.frame))

        def during_lead(self) -> Sequence[Animation]:
            return [change(number, "value", 1.0, 0.0, 1.0)]

        def cues(self) -> Cues:
            return {"changes": self.by_clock, "receptor": [change(number, "value", 2.0, 0.0, 1.0)]}

        def by_clock(self, cue: CueClock) -> None:
            calls.append(("changes", self.frame))
            assert number.value == 1.0
            self.hold(cue.part(0.3))
            self.hold(cue.rest)

    scene = played(Whole)
    assert calls == [("stage", 0), ("changes", scene.lead())]
    assert scene.frame == scene.context.shot.slot.frames
    assert number.value == 2.0


def test_a_scene_without_its_cues_names_those_that_are_missing() -> None:
    class Empty(MoaScene):
        pass

    with pytest.raises(ProductionError, match="changes, receptor left unspoken"):
        played(Empty)


def test_a_cue_whose_function_leaves_frames_is_named() -> None:
    class Short(MoaScene):
        def cues(self) -> Cues:
            return {
                "changes": lambda cue: self.hold(cue.part(0.5)),
                "receptor": [change(self, "now", 0, 0, 1)],
            }

    with pytest.raises(ProductionError, match="cue 'changes' left at frame"):
        played(Short)


@given(frames=st.integers(1, 2000), share=st.floats(0.0, 1.0))
def test_a_part_of_a_cue_and_the_rest_are_the_cue(frames: int, share: float) -> None:
    scene = SimpleNamespace(frame=7)
    cue = CueClock("cue", frames, scene, 7)  # type: ignore[arg-type]  # it reads the frame only
    scene.frame += cue.part(share)
    assert 0 <= cue.part(share) <= frames
    assert cue.part(share) + cue.rest == frames


class Labelled(MoaScene):
    """Labels with a fixed target, a moving one, and none."""

    def stage(self) -> None:
        """Add them."""
        self.at = (300.0, 400.0)
        self.add_label("helix12", Role.HELIX12, on=(700.0, 500.0))
        self.add_label("closed", Role.HELIX12, on=lambda: self.at)
        self.add_label("turn", Role.INK)
        self.add_label("helix12", Role.RECEPTOR, on=(900.0, 500.0), key="again")

    def cues(self) -> Cues:
        """Show the labels."""
        return {
            "changes": [show(list(self.labels.values()), 0.0, 0.2)],
            "receptor": [change(self, "x", 0, 0, 1)],
        }

    x = 1.0


def test_labels_are_on_stage_under_their_names() -> None:
    scene = played(Labelled)
    assert list(scene.labels) == ["helix12", "closed", "turn", "again"]
    assert [label.words for label in scene.labels.values()] == [
        SHOT.labels[name] for name in ("helix12", "closed", "turn", "helix12")
    ]
    assert all(label in scene.mobjects and label.opacity == 1.0 for label in scene.labels.values())
    targets = [label.target and label.target() for label in scene.labels.values()]
    assert targets == [(700.0, 500.0), (300.0, 400.0), None, (900.0, 500.0)]


def test_a_second_label_of_one_key_is_refused() -> None:
    class Twice(MoaScene):
        def stage(self) -> None:
            self.add_label("helix12", Role.HELIX12)
            self.add_label("helix12", Role.HELIX12)

    with pytest.raises(ValueError, match="second label 'helix12' in Twice"):
        played(Twice)


def test_what_fades_in_comes_on_stage_and_what_fades_out_leaves_it() -> None:
    dots = Dot(), Dot()
    seen: list[tuple[bool, ...]] = []

    class Fading(MoaScene):
        def cues(self) -> Cues:
            return {"changes": self.fades, "receptor": [change(self, "x", 0, 0, 1)]}

        x = 1.0

        def fades(self, cue: CueClock) -> None:
            for dot in dots:
                dot.opacity = 0.0
            self.fade_in(4, *dots)
            seen.append(tuple(dot in self.mobjects and dot.opacity == 1.0 for dot in dots))
            self.fade_out(5, dots[0])
            seen.append(tuple(dot in self.mobjects for dot in dots))
            assert dots[0].opacity == 0.0
            assert cue.rest == cue.frames - 9
            self.hold(cue.rest)

    played(Fading)
    assert seen == [(True, True), (False, True)]
