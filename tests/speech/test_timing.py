from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from recording import FILM

from moa_anim.model.quality import LECTURE
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production
from moa_anim.speech.timing import all_captions, lines_of, pause_after, with_spoken_seconds


@cache
def board() -> Storyboard:
    return load_production(FILM).storyboard


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_speech_is_never_cut_and_never_overlaps(random: Random) -> None:
    lengths = {
        lines_of(each): Fraction(random.randint(6_000, 168_000), 24_000) for each in all_captions(board())
    }
    for shown in schedule(with_spoken_seconds(board(), lengths), LECTURE.rate).captions():
        assert LECTURE.rate.seconds(shown.slot.frames) >= shown.caption.spoken_seconds > 0


def test_a_sentence_is_not_interrupted_by_the_time_that_the_picture_needs() -> None:
    spoken = with_spoken_seconds(board(), {lines_of(each): Fraction(1) for each in all_captions(board())})
    several = [
        cue for shot in schedule(spoken, LECTURE.rate).shots for cue in shot.cues if len(cue.captions) > 1
    ]
    assert several
    for cue in several:
        for shown in cue.captions[:-1]:
            assert shown.slot.frames <= LECTURE.rate.frames(shown.caption.reading_seconds) + 1


def test_a_silent_film_keeps_its_timing() -> None:
    assert with_spoken_seconds(board(), {}) == board()


def test_the_pause_is_longer_after_a_sentence() -> None:
    assert pause_after("It binds.") > pause_after("It binds,")
    assert pause_after("“结束。”") == pause_after("It binds.")
