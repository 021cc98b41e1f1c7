from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import resample_poly

from moa_anim.model.narration import LOUDNESS_LUFS, SOUND_RATE
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.render.plan import RenderPlan
from moa_anim.script.production import Production
from moa_anim.speech.engine import SAMPLE_RATE
from moa_anim.speech.sound import (
    MOST_TRUE_PEAK_DBTP,
    described_sound_track,
    levelled,
    limited,
    loudness_lufs,
    sound_track,
    true_peaks,
)
from moa_anim.speech.timing import lines_of, with_spoken_seconds


def speechlike(seconds: float, seed: int, level: float = 0.1) -> NDArray[np.float64]:
    """Noise in syllables of changing loudness, with a few sharp peaks."""
    random = np.random.default_rng(seed)
    count = round(seconds * SOUND_RATE)
    time = np.arange(count) / SOUND_RATE
    sound = random.normal(0, level, count) * np.abs(np.sin(2 * np.pi * 2.2 * time)) ** 2
    sound[random.integers(0, count, 20)] += random.choice([-1, 1], 20) * 8 * level
    return np.asarray(sound)


def true_peak_db(sound: NDArray[np.float64]) -> float:
    """The true peak by an interpolation twice as fine as the limiter's."""
    return float(20 * np.log10(np.abs(resample_poly(sound, 16, 1)).max()))


@pytest.mark.parametrize("use", LOUDNESS_LUFS)
@pytest.mark.parametrize("level", [0.003, 0.1, 0.5])
def test_loudness_and_true_peak_are_kept(use: str, level: float) -> None:
    made = levelled(speechlike(12, 3, level), LOUDNESS_LUFS[use])
    assert loudness_lufs(made) == pytest.approx(LOUDNESS_LUFS[use], abs=0.1)
    assert true_peak_db(made) <= MOST_TRUE_PEAK_DBTP + 0.15


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(0.05, 0.9))
def test_the_limiter_never_raises_the_level(seed: int, most: float) -> None:
    sound = speechlike(0.3, seed, 0.4)
    made = limited(sound, true_peaks(sound), most)
    assert (np.abs(made) <= np.abs(sound) + 1e-12).all()
    assert np.abs(made).max() <= most + 1e-9
    assert np.allclose(limited(sound * 1e-3, true_peaks(sound * 1e-3), most), sound * 1e-3)


def test_true_peaks_are_the_same_however_long_the_blocks_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = speechlike(1, 5)
    whole = true_peaks(sound)
    assert (whole >= np.abs(sound) - 1e-9).all()
    monkeypatch.setattr("moa_anim.speech.sound.BLOCK_SAMPLES", 1000)
    assert np.allclose(true_peaks(sound), whole, rtol=0, atol=1e-12)


def test_silence_stays_silence() -> None:
    assert not levelled(np.zeros(SOUND_RATE), -16.0).any()


def test_each_caption_is_heard_when_it_is_shown_without_clicks(plan: RenderPlan) -> None:
    captions = list(plan.timeline.captions())
    rng = np.random.default_rng(1)
    samples = {each.caption.text: rng.normal(0, 0.1, SAMPLE_RATE).astype(np.float32) for each in captions}
    track = sound_track(plan.timeline, samples)
    assert len(track) == round(plan.timeline.seconds * SOUND_RATE)
    loud = np.abs(track) > 1e-3
    for each in captions:
        start = round(plan.timeline.rate.seconds(each.slot.start) * SOUND_RATE)
        first = start + int(np.argmax(loud[start:]))
        assert (first - start) / SOUND_RATE < 0.01
        assert not loud[max(0, start - SOUND_RATE // 5) : start - 1].any()
        assert np.abs(np.diff(track[start - 1 : start + 12])).max() < 0.02  # it fades in


def test_breath_before_the_first_sound_does_not_delay_it(plan: RenderPlan) -> None:
    first, *_ = plan.timeline.captions()
    breath = np.full(SAMPLE_RATE // 8, 1e-3, dtype=np.float32)
    speech = np.random.default_rng(1).normal(0, 0.2, SAMPLE_RATE).astype(np.float32)
    track = sound_track(plan.timeline, {first.caption.text: np.concatenate([breath, speech])})
    start = round(plan.timeline.rate.seconds(first.slot.start) * SOUND_RATE)
    assert np.argmax(np.abs(track[start:]) > 0.05 * np.abs(track).max()) < SOUND_RATE // 40


def test_descriptions_are_a_little_softer_than_words_whatever_their_voice(production: Production) -> None:
    cue = production.storyboard.shots[1].cues[0]
    seen = replace(cue, seen="A molecule.")
    shots = (replace(production.storyboard.shots[1], cues=(seen,)),)
    lengths = {lines_of(each): Fraction(3) for each in cue.captions}
    board = with_spoken_seconds(
        replace(production.storyboard, shots=shots), lengths, {"A molecule.": Fraction(5)}
    )
    timeline = schedule(board, DRAFT.rate)
    words = {each.text: speechlike(2, 1)[::2].astype(np.float32) for each in cue.captions}
    loud = {"A molecule.": 3 * speechlike(4, 2)[::2].astype(np.float32)}
    made = described_sound_track(timeline, words, loud)
    description = timeline.shots[0].cues[0].description
    assert description
    start = round(timeline.rate.seconds(description.start) * SOUND_RATE)
    assert not made[start - SOUND_RATE // 2 : start].any()
    assert made[start : start + SOUND_RATE].any()
    difference = loudness_lufs(made[start:]) - loudness_lufs(made[:start])
    assert difference == pytest.approx(20 * np.log10(0.9), abs=0.45)
    assert loudness_lufs(made) == pytest.approx(LOUDNESS_LUFS["web"], abs=0.1)
    assert np.allclose(sound_track(timeline, words)[start:], 0)
