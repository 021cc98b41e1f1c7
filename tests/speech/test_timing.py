from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recording import FILM

from moa_anim.captions.descriptions import description_of, descriptions
from moa_anim.check.rehearsal import rehearse
from moa_anim.errors import ProductionError
from moa_anim.model.edition import EDITIONS
from moa_anim.model.quality import LECTURE, QUALITIES
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production
from moa_anim.speech.timing import all_captions, lines_of, pause_after, with_spoken_seconds

FaultLog = Callable[[str, str, str], None]


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


@settings(max_examples=10)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(QUALITIES)))
def test_a_description_has_its_time_after_the_words(random: Random, quality: str) -> None:
    rate = QUALITIES[quality].rate
    lengths = {
        lines_of(each): Fraction(random.randint(6_000, 168_000), 24_000) for each in all_captions(board())
    }
    seen = {description_of(cue) for shot in board().shots for cue in shot.cues}
    described = {text: Fraction(random.randint(20_000, 700_000), 24_000) for text in seen if text}
    timeline = schedule(with_spoken_seconds(board(), lengths, described), rate)
    for shot in timeline.shots:
        for cue in shot.cues:
            assert cue.description
            assert rate.seconds(cue.description.frames) >= cue.cue.described_seconds > 0
            assert cue.description.stop == cue.slot.stop
            ends = [shown.slot.stop for shown in cue.captions] or [cue.slot.start]  # a cue may have no words
            assert ends[-1] == cue.description.start
            for shown in cue.captions:
                assert rate.seconds(shown.slot.frames) >= shown.caption.seconds
    assert [(each.start, each.stop) for each in descriptions(timeline)] == [
        (rate.milliseconds(cue.description.start), rate.milliseconds(cue.description.stop))
        for shot in timeline.shots
        for cue in shot.cues
        if cue.description
    ]


def test_what_takes_too_long_to_say_is_reported_with_its_place(fault_log: FaultLog) -> None:
    first, second, *_ = (cue for shot in board().shots for cue in shot.cues)
    caption = {lines_of(first.captions[0]): Fraction(8)}
    with pytest.raises(ProductionError) as caught:
        with_spoken_seconds(board(), caption, {description_of(second): Fraction(121)})
    assert [fault.where for fault in caught.value.faults] == [
        f"shot '{board().shots[0].id}' cue '{cue.id}'" for cue in (first, second)
    ]
    assert "a description that takes 121 s to say" in caught.value.faults[1].found
    everything = {description_of(cue): Fraction(100) for shot in board().shots for cue in shot.cues}
    with pytest.raises(
        ProductionError, match=r"the spoken film: found a film of .* s; expected at most 3600 s"
    ):
        with_spoken_seconds(board(), {}, everything)
    fault_log("words and descriptions that take too long", "each with its place and time", "nothing is drawn")


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_scenes_play_when_their_cues_leave_room_for_descriptions(edition: str) -> None:
    """At a voice's usual pace, each scene plays to the end of its longer cues."""
    told = load_production(FILM, edition=edition).storyboard
    characters_per_second = 15 / told.edition.slower
    seen = {description_of(cue) for shot in told.shots for cue in shot.cues}
    described = {text: len(text) / characters_per_second for text in seen}
    spoken = {lines_of(each): len(each.text) / characters_per_second for each in all_captions(told)}
    assert rehearse([with_spoken_seconds(told, spoken, described)]) == ((),)
