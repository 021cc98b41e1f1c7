"""A shot is surveyed once in a process, and again if its scene plays otherwise."""

from __future__ import annotations

import pytest
from flat_film import speak_every_cue
from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.script.production import Production
from moa_anim.stage import survey
from moa_anim.stage.context import SceneContext, unplaced
from moa_anim.stage.scene import MoaScene


def test_a_shot_is_surveyed_once_though_another_comes_between(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []

    def play(scene: MoaScene) -> None:
        played.append(scene.context.shot.shot.id)
        speak_every_cue(scene)

    def play_otherwise(scene: MoaScene) -> None:
        play(scene)

    timeline = schedule(production.storyboard, DRAFT.rate)
    one, other = (SceneContext(production.storyboard, timeline, slot, unplaced) for slot in timeline.shots)
    monkeypatch.setattr(Title, "construct", play)
    for context in (one, other, one, other):
        survey.label_places(Title, context)
    assert played == [one.shot.shot.id, other.shot.shot.id]
    monkeypatch.setattr(Title, "construct", play_otherwise)
    survey.label_places(Title, one)
    assert played[2:] == [one.shot.shot.id]


def test_no_more_surveys_are_remembered_than_a_film_has_shots(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Title, "construct", speak_every_cue)
    monkeypatch.setattr(survey, "MOST_KNOWN", 1)
    timeline = schedule(production.storyboard, DRAFT.rate)
    for slot in timeline.shots:
        survey.label_places(Title, SceneContext(production.storyboard, timeline, slot, unplaced))
        assert len(survey._known) == 1
