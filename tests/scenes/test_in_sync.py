"""Words and picture say the same at the same moment: key events within their cues, nothing unsaid, no dead air."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import pytest
from recording import film_storyboard, play_shot

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.stage.label import Label
from moa_anim.stage.painted import Painted
from moa_anim.stage.played import Played
from moa_anim.stage.text_block import TextBlock

CARDS = frozenset({"cards", "credits", "glossary", "title"})
"""Modules of scenes that are read, not watched."""

WATCHED = [shot for shot in film_storyboard().shots if shot.scene.module not in CARDS]

LEAST_KEY_SECONDS = 0.4
"""A shorter motion is no event that a viewer could follow."""

MOST_UNSAID_SECONDS = 1.0
"""For longer nothing happens without words, of a caption or a label."""

MOST_DEAD_SECONDS = 1.0
"""For longer nothing is moved without words."""

NO_EVENTS = frozenset({"Appear", "Vanish", "Reframe", "_Zooming", "Zoom", "DrawBack"})
"""Motions by which nothing happens to an actor: fades, and moves of the camera."""

SHOWN = 0.5
"""Opacity from which a label can be read."""

QUIET = {"in-short": "the whole picture stands, and makes way for the credits"}
"""Shots whose tail has no words, and why."""

NOT_YET_UNSAID: frozenset[str] = frozenset()
"""Shots in which something happens unsaid, for now. None is to be left."""

NOT_YET_MARKED: frozenset[str] = frozenset()
"""Shots whose key events need not be marked yet. A shot that marks one marks all. None is to be left."""


@dataclass(repr=False)
class Heard:
    """A shot: what was played, and at which frames words can be read, of a caption or on the picture."""

    slot: ShotSlot
    played: list[Played] = field(default_factory=list)
    labelled: set[int] = field(default_factory=set)

    @property
    def captioned(self) -> set[int]:
        """The frames at which a caption stands."""
        slots = [self.slot.relative(each.slot) for cue in self.slot.cues for each in cue.captions]
        return {frame for each in slots for frame in range(each.start, each.stop)}

    @property
    def moved(self) -> set[int]:
        """The frames at which something is moved, the camera included."""
        return {frame for each in self.played for frame in range(each.begin, each.end)}

    @property
    def eventful(self) -> set[int]:
        """The frames at which something happens to an actor."""
        events = [each for each in self.played if each.name not in NO_EVENTS]
        return {frame for each in events for frame in range(each.begin, each.end)}


@cache
def heard(shot_id: str) -> Heard:
    """The shot played dry once."""
    slot = next(each for each in schedule(film_storyboard(), DRAFT.rate).shots if each.shot.id == shot_id)
    found = Heard(slot)

    def note(scene: object, number: int) -> None:
        painted = scene.mobjects  # type: ignore[attr-defined]  # a scene
        if any(
            each.opacity >= SHOWN and (each.words if isinstance(each, Label) else isinstance(each, TextBlock))
            for each in painted
            if isinstance(each, Painted)
        ):
            found.labelled.add(number)

    found.played = play_shot(shot_id, DRAFT, note).played
    return found


def longest(frames: list[int]) -> tuple[int, int]:
    """The first frame and the number of frames of the longest run of consecutive frames; (0, 0) if there are none."""
    runs = [
        [frame for _, frame in run]
        for _, run in groupby(enumerate(sorted(frames)), lambda pair: pair[1] - pair[0])
    ]
    best = max(runs, key=len, default=[0])
    return best[0], len(best) if frames else 0


@pytest.mark.parametrize("shot", [shot.id for shot in WATCHED])
def test_every_cue_has_a_key_event_that_begins_with_its_words_and_ends_with_the_cue(shot: str) -> None:
    seen = heard(shot)
    marked = [each for each in seen.played if each.is_key]
    if shot in NOT_YET_MARKED and not marked:
        return
    wrong = []
    for cue in seen.slot.cues:
        slot, name = seen.slot.relative(cue.slot), cue.cue.id
        # A cue without a caption has its words on the picture, as labels.
        words_end = max((seen.slot.relative(each.slot).stop for each in cue.captions), default=slot.stop)
        mine = [each for each in marked if each.cue == name]
        if not mine:
            wrong.append(f"“{name}” has no key event: mark one with key(…)")
            continue
        begin, end = min(each.begin for each in mine), max(each.end for each in mine)
        length = (end - begin) / float(DRAFT.rate.fps)
        if not (slot.start <= begin < words_end and end <= slot.stop and length >= LEAST_KEY_SECONDS):
            wrong.append(
                f"“{name}”, frames {slot.start} to {slot.stop}, words until {words_end}: "
                f"its key event is from {begin} to {end}"
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("shot", [shot.id for shot in WATCHED])
def test_a_key_event_belongs_to_a_cue(shot: str) -> None:
    cues = {cue.cue.id for cue in heard(shot).slot.cues}
    assert all(each.cue in cues for each in heard(shot).played if each.is_key)


@pytest.mark.parametrize("shot", [shot.id for shot in WATCHED])
def test_nothing_happens_unsaid_for_more_than_a_second(shot: str) -> None:
    seen = heard(shot)
    lead = seen.slot.relative(seen.slot.lead).stop
    last = max(seen.slot.relative(cue.slot).stop for cue in seen.slot.cues) if shot in QUIET else 10**9
    unsaid = [
        frame
        for frame in range(lead, min(seen.slot.slot.frames, last))
        if frame not in seen.captioned and frame not in seen.labelled and frame in seen.eventful
    ]
    at, frames = longest(unsaid)
    seconds = frames / float(DRAFT.rate.fps)
    assert shot in NOT_YET_UNSAID or seconds <= MOST_UNSAID_SECONDS, f"for {seconds:.1f} s from frame {at}"


@pytest.mark.parametrize("shot", [shot.id for shot in WATCHED])
def test_there_is_no_dead_air(shot: str) -> None:
    seen = heard(shot)
    last_play = max((each.end for each in seen.played), default=0)
    words = seen.captioned | seen.labelled
    dead = [frame for frame in range(last_play) if frame not in words and frame not in seen.moved]
    at, frames = longest(dead)
    assert frames / float(DRAFT.rate.fps) <= MOST_DEAD_SECONDS, f"{frames} frames from {at}"


def test_the_longest_run_is_found() -> None:
    assert longest([1, 2, 5, 6, 7, 9]) == (5, 3)
    assert longest([]) == (0, 0)
