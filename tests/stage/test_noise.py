from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.stage.noise import drift

SEEDS = st.integers(0, 2**32 - 1)
SECONDS = st.floats(0, 300)
BAND = (0.15, 0.9)
RATE, LENGTH = 16.0, 600.0


def series(seed: int, slowest: float, fastest: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    times = np.arange(0, LENGTH, 1 / RATE)
    return np.array([drift(seed, float(t), 3, slowest, fastest) for t in times])


@settings(deadline=None)
@given(seed=SEEDS, seconds=SECONDS, others=st.lists(SECONDS, max_size=5))
def test_a_moment_is_the_same_whatever_was_asked_before(
    seed: int, seconds: float, others: list[float]
) -> None:
    first = drift(seed, seconds, 4)
    for other in others:
        drift(seed, other, 4)
    assert np.array_equal(drift(seed, seconds, 4), first)


@settings(deadline=None)
@given(seed=SEEDS, seconds=SECONDS)
def test_it_is_bounded_and_smooth(seed: int, seconds: float) -> None:
    step = 1 / 60
    here, there = drift(seed, seconds, 6), drift(seed, seconds + step, 6)
    # Five waves whose squared weights add up to 2: together at most √(5·2), and their slope at most 2πf as much.
    assert np.abs(here).max() <= np.sqrt(10) + 1e-9
    assert np.abs(there - here).max() <= np.sqrt(10) * 2 * np.pi * BAND[1] * step + 1e-9


@pytest.mark.parametrize("seed", [0, 1, 538, 8457])
@pytest.mark.parametrize("band", [BAND, (0.25, 0.9), (0.10, 0.45)])
def test_nothing_in_it_is_faster_than_said_or_slower(seed: int, band: tuple[float, float]) -> None:
    values = series(seed, *band) * np.hanning(int(LENGTH * RATE))[:, None]
    power = (np.abs(np.fft.rfft(values, axis=0)) ** 2).sum(axis=1)
    hertz = np.fft.rfftfreq(len(values), 1 / RATE)
    outside = (hertz > band[1] + 0.01) | (hertz < band[0] - 0.01)
    assert power[outside].sum() < 1e-4 * power.sum()
    assert band[1] < 1.0, "nothing pulses above 1 Hz"


@pytest.mark.parametrize("seed", [0, 1, 538])
def test_it_has_unit_variance_and_channels_of_its_own(seed: int) -> None:
    values = series(seed, *BAND)
    assert np.allclose(values.std(axis=0), 1.0, atol=0.1)
    assert np.abs(np.corrcoef(values.T) - np.eye(3)).max() < 0.2


def test_seeds_differ() -> None:
    assert not np.array_equal(drift(1, 3.0, 2), drift(2, 3.0, 2))
