"""The moment of a cue's still: its end, or before the scene goes on to the next shot's picture."""

from __future__ import annotations

from fractions import Fraction

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.model.quality import DRAFT, LECTURE, CaptionMode, Quality
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.stills import _moments
from moa_anim.script.drug_scenes import needs_of_shots
from moa_anim.script.production import load_production
from moa_anim.sets.look_inside import OPENS_SECONDS


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_a_still_is_a_cues_last_frame_unless_the_scene_goes_on_before(quality: Quality) -> None:
    plan: RenderPlan = plan_render(
        load_production(package_folder("assets") / "elacestrant"), quality, CaptionMode.OPEN
    )
    needs = needs_of_shots(plan.production.storyboard)
    early = {
        (shot.shot.id, cue.cue.id): shot.relative(cue.slot).stop - 1 - frame
        for shot in plan.timeline.shots
        for frame, cue in _moments(plan, shot, needs)
        if frame != shot.relative(cue.slot).stop - 1
    }
    assert list(early) == [("in-the-clinic", "long-term")]
    clinic = next(shot for shot in plan.timeline.shots if shot.shot.id == "in-the-clinic")
    before_its_end = early["in-the-clinic", "long-term"] + clinic.tail.frames
    assert before_its_end >= quality.rate.frames(
        Fraction(str(OPENS_SECONDS))
    )  # the lens has not begun to open
