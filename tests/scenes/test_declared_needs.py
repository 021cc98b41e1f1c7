"""What a scene declares is what it asks for when it is played: its labels and its cues."""

from __future__ import annotations

import pytest
from recording import film_storyboard, scene_of

from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Shot
from moa_anim.model.timeline import schedule
from moa_anim.render.draw import playing_at
from moa_anim.script.scene_needs import packaged_needs
from moa_anim.stage.rehearsal import Rehearsal, play

SHOTS = film_storyboard().shots


@pytest.mark.parametrize("shot", SHOTS, ids=lambda each: each.id)
def test_a_played_scene_asks_for_the_labels_and_cues_that_it_declares(shot: Shot) -> None:
    needs = packaged_needs()[shot.scene]
    asked: set[str] = set()
    for edition in ("lecture", "clinic"):
        board = film_storyboard(edition)
        timeline = schedule(board, DRAFT.rate)
        slot = next((each for each in timeline.shots if each.shot.id == shot.id), None)
        if slot is None:
            continue
        assert [cue.id for cue in slot.shot.cues] == list(needs.cues)
        with playing_at(DRAFT):
            rehearsal = Rehearsal(slot.shot)
            scene = play(scene_of(slot.shot), board, timeline, slot, rehearsal)
        assert rehearsal.faults == ()  # it spoke every cue, in order, and no other
        asked |= scene.labels_asked
    if shot.scene.module != "credits":  # its labels are numbered texts, as many as there are
        assert asked == set(needs.labels)
