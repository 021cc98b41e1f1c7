"""The band's levels follow from the schedule of the captions alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from recording import film_storyboard

from moa_anim.model.band_levels import FADE_SECONDS, FULL_LEVEL, LONGEST_EMPTY_SECONDS, band_levels
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.model.timeline import Timeline, schedule

SILENCE = 2 * LONGEST_EMPTY_SECONDS


@pytest.fixture(params=[DRAFT, LECTURE], ids=lambda quality: quality.name)
def timeline(request: pytest.FixtureRequest) -> Timeline:
    """The film's timeline, but one cue without words lasts longer than the band stays."""
    quality: Quality = request.param
    board = film_storyboard()
    shots = [
        replace(
            shot, cues=tuple(cue if cue.words else replace(cue, least_seconds=SILENCE) for cue in shot.cues)
        )
        for shot in board.shots
    ]
    return schedule(replace(board, shots=tuple(shots)), quality.rate)


def test_every_word_stands_on_a_whole_band(timeline: Timeline) -> None:
    levels = band_levels(timeline)
    for shot in timeline.shots:
        for cue in shot.cues:
            for caption in cue.captions:
                slot = shot.relative(caption.slot)
                assert set(levels[shot.shot.id][slot.start : slot.stop]) == {FULL_LEVEL}


def test_the_band_is_gone_in_long_gaps_and_stays_in_short_ones(timeline: Timeline) -> None:
    levels, fade = band_levels(timeline), timeline.rate.frames(FADE_SECONDS)
    film = [level for shot in timeline.shots for level in levels.get(shot.shot.id, (0,) * shot.slot.frames)]
    slots = [caption.slot for caption in timeline.captions()]
    uncaptioned = {
        frame for shot in timeline.shots if not shot.cues for frame in range(shot.slot.start, shot.slot.stop)
    }
    long = 0
    for one, other in pairwise(slots):
        gap = film[one.stop : other.start]
        if uncaptioned & set(range(one.stop, other.start)):
            continue
        if len(gap) <= timeline.rate.frames(LONGEST_EMPTY_SECONDS):
            assert set(gap) <= {FULL_LEVEL}
        else:
            long += 1
            assert set(gap[fade : len(gap) - fade]) == {0}
            assert all(after < before for before, after in pairwise([FULL_LEVEL, *gap[:fade]]))
    assert long > 0
    assert sum(1 for one, other in pairwise(film) if abs(one - other) > FULL_LEVEL / 3) <= 2, (
        "only at cuts to cards"
    )


def test_a_shot_without_cues_has_no_band(timeline: Timeline) -> None:
    assert {shot.shot.id for shot in timeline.shots if not shot.cues}.isdisjoint(band_levels(timeline))
