"""The shot begins with the last picture of the hormone's signal only in a film that has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from recording import film_storyboard, play_dry, scene_of

from moa_anim.cache.inputs import picture_key
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Cue, SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.render.draw import playing_at
from moa_anim.script.scene_needs import packaged_needs
from moa_anim.sets.dividing_cells import FIRST_HERO, HERO, SIGNALLING
from moa_anim.stage.context import unplaced
from moa_anim.stage.rehearsal import Rehearsal, play

NAME = SceneName("pocket_exchange", "PocketExchange")

LEAST_SECONDS = 1.5
"""How long a label stands at least, with its fades."""


def board_with(before: int) -> tuple[Storyboard, Shot]:
    """A film of one shot of the shipped film, by its number, and then this one."""
    needs, shipped = packaged_needs()[NAME], film_storyboard()
    cues = tuple(Cue(each, None, (), cue.least_seconds) for each, cue in needs.cues.items())
    shot = replace(
        shipped.shots[1],
        id="exchange",
        scene=NAME,
        cues=cues,
        labels=dict(needs.labels),
        seed=needs.seed,
        lead_seconds=needs.lead_seconds,
        tail_seconds=needs.tail_seconds,
    )
    return replace(shipped, shots=(shipped.shots[before], shot)), shot


@pytest.mark.parametrize(("before", "progress", "hero"), [(1, SIGNALLING, HERO), (0, 0.0, FIRST_HERO)])
def test_it_begins_with_four_cells_only_after_the_signal(before: int, progress: float, hero: int) -> None:
    board, shot = board_with(before)
    timeline = schedule(board, DRAFT.rate)
    rehearsal = Rehearsal(shot)
    with playing_at(DRAFT):
        scene: Any = play(scene_of(shot), board, timeline, timeline.shots[1], rehearsal)
    assert rehearsal.faults == ()
    assert (scene.cells.progress, scene.cells.receptors.hero) == (progress, hero)


def test_its_pictures_are_drawn_anew_when_the_signal_comes_into_the_film() -> None:
    keys = []
    for before in (1, 0):
        board, _ = board_with(before)
        board = replace(board, shots=(replace(board.shots[0], step="x"), board.shots[1]))
        keys.append(picture_key(schedule(board, DRAFT.rate).shots[1], 1, board, DRAFT, {}))
    assert keys[0] != keys[1]


def test_every_label_stands_long_enough_to_be_read() -> None:
    board, shot = board_with(0)
    timeline = schedule(board, DRAFT.rate)
    frames: Counter[str] = Counter()

    def note(scene: Any, number: int) -> None:
        frames.update(name for name, label in scene.labels.items() if label.opacity > 0.0)

    play_dry(scene_of(shot), board, timeline, timeline.shots[1], DRAFT, note, unplaced)
    seconds = {name: frames[name] / float(DRAFT.rate.fps) for name in shot.labels}
    assert {name: each for name, each in seconds.items() if each < LEAST_SECONDS} == {}
