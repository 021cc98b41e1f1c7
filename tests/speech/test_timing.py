from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import schedule
from moa_anim.script.production import Production
from moa_anim.speech.timing import all_captions, lines_of, pause_after, with_spoken_seconds


@given(st.lists(st.fractions(Fraction(1, 2), 6, max_denominator=24_000), min_size=3, max_size=3))
def test_speech_is_never_cut_and_never_overlaps(lengths: list[Fraction]) -> None:
    board = _production().storyboard
    spoken = with_spoken_seconds(board, dict(zip(map(lines_of, all_captions(board)), lengths, strict=True)))
    for shown in schedule(spoken, LECTURE.rate).captions():
        assert LECTURE.rate.seconds(shown.slot.frames) >= shown.caption.spoken_seconds > 0


def test_a_sentence_is_not_interrupted_by_the_time_that_the_picture_needs() -> None:
    board = _production().storyboard
    shot = board.shot("binding")
    long = replace(shot, cues=tuple(replace(cue, least_seconds=Fraction(12)) for cue in shot.cues))
    board = replace(board, shots=(board.shots[0], long))
    spoken = with_spoken_seconds(board, {lines_of(each): Fraction(3) for each in all_captions(board)})
    cue = schedule(spoken, LECTURE.rate).shots[1].cues[0]
    first, *_ = cue.captions
    assert len(cue.captions) > 1
    assert first.slot.frames == max(
        LECTURE.rate.frames(Fraction(3)), LECTURE.rate.frames(first.caption.reading_seconds)
    )


def test_a_silent_film_keeps_its_timing() -> None:
    board = _production().storyboard
    assert with_spoken_seconds(board, {}) == board


def test_the_pause_is_longer_after_a_sentence() -> None:
    assert pause_after("It binds.") > pause_after("It binds,")
    assert pause_after("“结束。”") == pause_after("It binds.")


def _production() -> Production:
    import tempfile
    from pathlib import Path

    from flat_film import write_production

    from moa_anim.script.production import load_production

    with tempfile.TemporaryDirectory() as folder:
        return load_production(write_production(Path(folder) / "production"))
