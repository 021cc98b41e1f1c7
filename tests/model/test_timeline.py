"""Time is arithmetic: slots are whole and contiguous, nothing is read too fast, no rounding is carried on."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.captions.line_breaking import break_captions
from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LEAST_GAP_FRAMES, LEAST_SECONDS, MOST_SECONDS, reading_seconds
from moa_anim.model.clock import FrameRate
from moa_anim.model.source import EmendedQuote, SourceDocument
from moa_anim.model.story import Cue, SceneName, Shot, Storyboard
from moa_anim.model.timeline import CueSlot, ShotSlot, Slot, Timeline, schedule

SCENE = SceneName("a", "A")
RATES = [FrameRate(10), *map(FrameRate, (15, 24, 30, 50, 60)), FrameRate(Fraction(30000, 1001))]
WORDS = [
    "the",
    "receptor",
    "is",
    "marked,",
    "cut",
    "and",
    "by",
    "ubiquitin‑proteasome",
    "(26S)",
    "in",
    "a",
    "cell.",
]


def cue(identity: str, words: str, least_seconds: Fraction = Fraction(0)) -> Cue:
    quote = EmendedQuote(SourceDocument(words, "").quote(words)) if words else None
    return Cue(identity, quote, break_captions(words) if words else (), least_seconds)


def board(*shots: Shot) -> Storyboard:
    words = " ".join(each.words.text for shot in shots for each in shot.cues if each.words) or "title"
    document = SourceDocument(words, "")  # every cue's words stand in it, at other places
    moved = tuple(
        Shot(
            shot.id,
            shot.scene,
            tuple(_requoted(each, document) for each in shot.cues),
            lead_seconds=shot.lead_seconds,
            tail_seconds=shot.tail_seconds,
        )
        for shot in shots
    )
    return Storyboard(EmendedQuote(document.quote(words)), "en", document, (), moved)


def _requoted(each: Cue, document: SourceDocument) -> Cue:
    words = EmendedQuote(document.quote(each.words.text, 1)) if each.words else None
    return Cue(each.id, words, each.captions, each.least_seconds)


def pauses() -> st.SearchStrategy[Fraction]:
    return st.one_of(st.just(Fraction(0)), st.fractions(Fraction(1, 5), 40, max_denominator=1000))


@st.composite
def storyboards(draw: st.DrawFn) -> Storyboard:
    shots = []
    for number in range(draw(st.integers(1, 4))):
        cues = []
        for place in range(draw(st.integers(0, 4))):
            words = " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=40)))
            least = draw(pauses())
            cues.append(cue(f"c{place}", words, least if words or least else Fraction(1)))
        lead, tail = draw(pauses()), draw(pauses())
        lead = lead if cues or lead or tail else Fraction(1)
        shots.append(Shot(f"s{number}", SCENE, tuple(cues), lead_seconds=lead, tail_seconds=tail))
    return board(*shots)


films = given(storyboards(), st.sampled_from(RATES))


@films
def test_captions_stand_long_enough_and_not_too_long(storyboard: Storyboard, rate: FrameRate) -> None:
    for each in schedule(storyboard, rate).captions():
        seconds = rate.seconds(each.slot.frames)
        assert reading_seconds(each.caption) <= seconds
        assert LEAST_SECONDS <= seconds <= MOST_SECONDS


@films
def test_between_captions_there_is_no_frame_or_no_flash(storyboard: Storyboard, rate: FrameRate) -> None:
    timeline = schedule(storyboard, rate)
    stops = [0] + [each.slot.stop for each in timeline.captions()]
    starts = [each.slot.start for each in timeline.captions()] + [timeline.frames]
    for stop, start in zip(stops, starts, strict=True):
        assert start == stop or start - stop >= LEAST_GAP_FRAMES


@films
def test_slots_are_contiguous(storyboard: Storyboard, rate: FrameRate) -> None:
    timeline = schedule(storyboard, rate)
    parts = [
        part for shot in timeline.shots for part in (shot.lead, *(each.slot for each in shot.cues), shot.tail)
    ]
    assert parts[0].start == 0
    assert parts[-1].stop == timeline.frames == sum(part.frames for part in parts)
    assert all(first.stop == second.start for first, second in pairwise(parts))


@films
def test_no_boundary_is_a_frame_from_its_exact_place(storyboard: Storyboard, rate: FrameRate) -> None:
    for shot in schedule(storyboard, rate).shots:
        exact = shot.shot.lead_seconds * rate.fps
        for each in shot.cues:
            start = shot.relative(each.slot).start
            assert 0 <= start - exact < 1
            needs = sum(rate.frames(reading_seconds(caption)) for caption in each.cue.captions)
            exact += max(each.cue.least_seconds * rate.fps, Fraction(needs))
        assert 0 <= shot.relative(shot.tail).start - exact < 1
        assert 0 <= shot.slot.frames - (exact + shot.shot.tail_seconds * rate.fps) < 1


@films
def test_a_shot_is_laid_out_alike_wherever_it_stands(storyboard: Storyboard, rate: FrameRate) -> None:
    def layout(shot: ShotSlot) -> list[Slot]:
        slots = [each.slot for cue_slot in shot.cues for each in cue_slot.captions]
        return [shot.relative(slot) for slot in (shot.lead, *slots, shot.tail)]

    inside = {shot.shot.id: layout(shot) for shot in schedule(storyboard, rate).shots}
    for shot in storyboard.shots:
        assert layout(schedule(board(shot), rate).shots[0]) == inside[shot.id]


@settings(max_examples=20)
@films
def test_every_frame_knows_its_caption(storyboard: Storyboard, rate: FrameRate) -> None:
    timeline = schedule(storyboard, rate)
    shown = {
        frame: each.caption for each in timeline.captions() for frame in (each.slot.start, each.slot.stop - 1)
    }
    assert {frame: timeline.caption_at(frame) for frame in shown} == shown
    stops = {each.slot.stop for each in timeline.captions()} - set(shown) - {timeline.frames}
    assert all(timeline.caption_at(frame) is None for frame in stops)


def test_a_beat_of_the_film_to_the_frame() -> None:
    words = "inducing changes in the tertiary structure of the receptor,"  # 59 characters: 3.93 s
    shot = Shot(
        "s", SCENE, (cue("c", words, Fraction(9)),), lead_seconds=Fraction(3, 2), tail_seconds=Fraction(1)
    )
    slot = schedule(board(shot), FrameRate(30)).shots[0]
    assert (slot.lead, slot.cue("c").slot, slot.tail) == (Slot(0, 45), Slot(45, 315), Slot(315, 345))
    assert [each.slot for each in slot.cue("c").captions] == [Slot(45, 255)]  # 7 s, then blank


def test_time_to_spare_is_shared_in_proportion_to_reading_time() -> None:
    words = (
        "a" * 42 + " " + "b" * 42 + " " + "c" * 32
    )  # two captions: 85 characters read in 5.67 s, 32 in 2.13 s
    shot = Shot("s", SCENE, (cue("c", words, Fraction(78, 10)),))
    slow = Shot("s", SCENE, (cue("c", words, Fraction(9)),))
    assert [each.slot.frames for each in schedule(board(shot), FrameRate(30)).captions()] == [170, 64]
    assert [each.slot.frames for each in schedule(board(slow), FrameRate(30)).captions()] == [197, 73]


def test_a_gap_of_one_frame_is_made_two() -> None:
    words = "a" * 40
    shot = Shot("s", SCENE, (cue("c", words, 7 + Fraction(1, 30)), cue("d", words)))
    timeline = schedule(board(shot), FrameRate(30))
    assert [each.slot for each in timeline.captions()] == [Slot(0, 209), Slot(211, 291)]


def test_frames_outside_the_film_have_no_caption_and_say_so() -> None:
    timeline = schedule(board(Shot("s", SCENE, lead_seconds=Fraction(1))), FrameRate(30))
    assert timeline.caption_at(29) is None
    for frame in (-1, 30):
        with pytest.raises(IndexError):
            timeline.caption_at(frame)


def test_slots_that_do_not_fit_cannot_be_made() -> None:
    timeline = schedule(board(Shot("s", SCENE, (cue("c", "ubiquitin"),))), FrameRate(30))
    shot = timeline.shots[0]
    with pytest.raises(ModelError):
        Slot(3, 2)
    with pytest.raises(ModelError):
        Timeline(timeline.rate, (shot, shot))
    with pytest.raises(ModelError):
        ShotSlot(shot.shot, shot.slot, (), shot.lead, shot.tail)
    with pytest.raises(ModelError):
        CueSlot(shot.cues[0].cue, shot.cues[0].slot, ())
    with pytest.raises(ModelError):
        CueSlot(shot.cues[0].cue, Slot(0, 10), shot.cues[0].captions)
