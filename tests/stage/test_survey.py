"""A shot is surveyed once, and again if its scene plays otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flat_film import speak_every_cue
from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]
from recording import film_storyboard

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.render.scene_classes import scene_class
from moa_anim.script.production import Production
from moa_anim.stage import survey
from moa_anim.stage.context import SceneContext, unplaced
from moa_anim.stage.label_placement import Places
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


def test_the_places_of_a_shipped_scene_are_found_once_for_all_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    played: list[str] = []
    surveyed, board = survey._surveyed, film_storyboard()
    timeline = schedule(board, DRAFT.rate)
    slot = next(each for each in timeline.shots if each.shot.id == "conformational-change")
    scene = scene_class(slot.shot.scene)

    def counted(*arguments: Any) -> Places:
        played.append(slot.shot.id)
        return surveyed(*arguments)

    monkeypatch.setattr(survey, "_surveyed", counted)
    found = []
    for _ in range(2):
        survey._known.clear()  # as in another process
        found.append(survey.label_places(scene, SceneContext(board, timeline, slot, unplaced)))
    assert played == [slot.shot.id]
    assert found[0] == found[1]
    assert sum(map(len, found[0])) >= 5
    survey._known.clear()
    other = replace(board, shots=tuple(replace(each, seed=each.seed + 1) for each in board.shots))
    moved = next(each for each in schedule(other, DRAFT.rate).shots if each.shot.id == slot.shot.id)
    survey.label_places(scene, SceneContext(other, schedule(other, DRAFT.rate), moved, unplaced))
    assert len(played) == 2, "a shot with another seed moves otherwise"
