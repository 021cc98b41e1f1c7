"""Step marker and progress rail: shots of one step that follow each other have one number and one segment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recording import film_storyboard

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.stage.context import SceneContext, unplaced
from moa_anim.stage.overlay import ProgressRail, StepPlace, step_place

STEPS = ("", "One", "Two", "Two", "Three", "Two", "")


class Clock:
    """The clock of a shot, as the rail reads it."""

    now = 0.0


@pytest.fixture(scope="module")
def contexts() -> list[SceneContext]:
    board = film_storyboard()
    shots = tuple(replace(shot, step=step) for shot, step in zip(board.shots, STEPS, strict=False))
    timeline = schedule(replace(board, shots=shots), DRAFT.rate)
    return [SceneContext(board, timeline, each, unplaced) for each in timeline.shots]


def test_neighbours_of_one_step_are_its_parts(contexts: list[SceneContext]) -> None:
    assert [step_place(each) for each in contexts if each.shot.shot.step] == [
        StepPlace(0, 4, 0, 1),
        StepPlace(1, 4, 0, 2),
        StepPlace(1, 4, 1, 2),
        StepPlace(2, 4, 0, 1),
        StepPlace(3, 4, 0, 1),
    ]


def test_the_rail_goes_on_where_the_part_before_ended(contexts: list[SceneContext]) -> None:
    clock = Clock()
    filled = []
    for context in contexts[2:4]:
        rail = ProgressRail(context, clock)  # type: ignore[arg-type]  # only `now` is read
        for clock.now in (0.0, context.shot.slot.frames - 1.0):
            filled.append([rail.filled(segment) for segment in range(4)])
    assert filled == [[1.0, 0.0, 0.0, 0.0], [1.0, 0.5, 0.0, 0.0], [1.0, 0.5, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0]]
