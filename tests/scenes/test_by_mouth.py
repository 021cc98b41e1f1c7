"""The drug's way to a cell, without the pocket, as `moa-anim new` proposes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from recording import film_storyboard, play_dry, scene_of

from moa_anim.illustrations.vessel.capillaries import TISSUE_METRES_PER_PIXEL
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Cue, SceneName, Storyboard
from moa_anim.model.timeline import Timeline, schedule
from moa_anim.render.draw import draw_frames, playing_at
from moa_anim.script.scene_needs import packaged_needs
from moa_anim.stage.context import unplaced
from moa_anim.stage.rehearsal import Rehearsal, play

NAME = SceneName("binding", "ByMouth")
NEEDS = packaged_needs()[NAME]


LEAST_SECONDS = 1.5
"""How long a label stands at least, with its fades."""


@pytest.fixture(scope="module")
def film() -> tuple[Storyboard, Timeline]:
    board = film_storyboard()
    cues = tuple(Cue(each, None, (), cue.least_seconds) for each, cue in NEEDS.cues.items())
    shot = replace(board.shots[1], id="by-mouth", scene=NAME, cues=cues, labels=dict(NEEDS.labels))
    shot = replace(shot, seed=NEEDS.seed, lead_seconds=NEEDS.lead_seconds, tail_seconds=NEEDS.tail_seconds)
    board = replace(board, shots=(shot, *board.shots[1:]))
    return board, schedule(board, DRAFT.rate)


@pytest.fixture(scope="module")
def played(film: tuple[Storyboard, Timeline]) -> tuple[Any, Rehearsal]:
    board, timeline = film
    rehearsal = Rehearsal(board.shots[0])
    with playing_at(DRAFT):
        return play(scene_of(board.shots[0]), board, timeline, timeline.shots[0], rehearsal), rehearsal


def test_it_asks_for_the_labels_and_cues_that_it_declares(played: tuple[Any, Rehearsal]) -> None:
    scene, rehearsal = played
    assert rehearsal.faults == ()
    assert scene.labels_asked == set(NEEDS.labels)


def test_it_ends_with_the_cell_and_not_with_a_receptor(played: tuple[Any, Rehearsal]) -> None:
    scene, _ = played
    assert scene.metres_per_pixel() == pytest.approx(TISSUE_METRES_PER_PIXEL)
    assert not hasattr(scene, "molecule_view")


def test_every_label_stands_long_enough_to_be_read(film: tuple[Storyboard, Timeline]) -> None:
    board, timeline = film
    frames: Counter[str] = Counter()

    def note(scene: Any, number: int) -> None:
        frames.update(name for name, label in scene.labels.items() if label.opacity > 0.0)

    play_dry(scene_of(board.shots[0]), board, timeline, timeline.shots[0], DRAFT, note, unplaced)
    seconds = {name: frames[name] / float(DRAFT.rate.fps) for name in NEEDS.labels}
    assert {name: each for name, each in seconds.items() if each < LEAST_SECONDS} == {}


def test_a_frame_drawn_alone_is_the_frame_of_the_film(film: tuple[Storyboard, Timeline]) -> None:
    board, timeline = film
    last = timeline.shots[0].slot.frames - 1
    found: list[bytes] = []

    def take(frame: int, pixels: Any) -> None:
        if frame == last:
            found.append(pixels.tobytes())

    # The tissue was not there in a frame that no earlier one was drawn before.
    for frames in ([last], range(last - 60, last + 1, 4)):
        draw_frames(board, board.shots[0].id, DRAFT, frames, take)
    assert found[0] == found[1]
