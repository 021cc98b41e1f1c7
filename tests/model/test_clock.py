"""Frames are whole, seconds exact, and Manim's two ways of counting both arrive at the frames asked for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.errors import ModelError
from moa_anim.model.clock import FrameRate

RATES = [15, 24, 30, 50, 60]
MANIM_FRAMES = range(1, 1801)
NTSC = FrameRate(Fraction(30000, 1001))


@pytest.mark.parametrize("fps", RATES)
def test_manims_count_of_steps_is_the_frames_asked_for(fps: int) -> None:
    rate = FrameRate(fps)  # Scene.get_time_progression counts np.arange(0, run_time, 1 / fps)
    counted = [len(np.arange(0, rate.play_seconds(frames), 1 / fps)) for frames in MANIM_FRAMES]
    assert counted == list(MANIM_FRAMES)


@pytest.mark.parametrize("fps", RATES)
def test_manims_count_of_a_frozen_wait_is_the_frames_asked_for(fps: int) -> None:
    rate = FrameRate(fps)  # CairoRenderer.freeze_current_frame truncates duration / (1 / fps)
    counted = [int(rate.frozen_seconds(frames) / (1 / fps)) for frames in MANIM_FRAMES]
    assert counted == list(MANIM_FRAMES)


def test_one_frame_is_not_shorter_than_manims_least() -> None:
    assert FrameRate(30).play_seconds(1) == FrameRate(30).frozen_seconds(1) == 1 / 30


@pytest.mark.parametrize("frames", [0, -1])
def test_there_is_no_play_of_no_frames(frames: int) -> None:
    with pytest.raises(ModelError):
        FrameRate(30).play_seconds(frames)


@pytest.mark.parametrize("fps", [0, -30, 9, 241, Fraction(1, 30)])
def test_a_rate_is_one_that_screens_have(fps: Fraction) -> None:
    with pytest.raises(ModelError):
        FrameRate(fps)


@given(st.fractions(0, 1000), st.sampled_from([*map(FrameRate, RATES), NTSC]))
def test_frames_are_the_least_that_last_long_enough(seconds: Fraction, rate: FrameRate) -> None:
    frames = rate.frames(seconds)
    assert rate.seconds(frames) >= seconds
    assert rate.seconds(frames - 1) < seconds


@given(st.integers(0, 10**6), st.sampled_from([*map(FrameRate, RATES), NTSC]))
def test_milliseconds_are_the_nearest_and_rise(frame: int, rate: FrameRate) -> None:
    exact = 1000 * rate.seconds(frame)
    assert abs(rate.milliseconds(frame) - exact) <= Fraction(1, 2)
    assert rate.milliseconds(frame) < rate.milliseconds(frame + 1)
