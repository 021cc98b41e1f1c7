"""Thermal motion: smooth, seeded, and a function of time, so that any frame can be drawn alone."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

WAVES = 5
"""Sine waves that are added up in each channel."""


@cache
def _waves(seed: int, channels: int, slowest: float, fastest: float) -> tuple[NDArray[np.float64], ...]:
    random = np.random.default_rng(seed)
    # One frequency from each of equal parts of the band, so that no channel has only slow waves.
    shares = (np.arange(WAVES) + random.random((channels, WAVES))) / WAVES
    hertz = slowest * (fastest / slowest) ** shares
    weights = hertz**-0.5
    weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True) / 2)
    return hertz, random.random((channels, WAVES)) * 2 * np.pi, weights


def drift(
    seed: int, seconds: float, channels: int, slowest: float = 0.15, fastest: float = 0.9
) -> NDArray[np.float64]:
    """Return `channels` independent numbers (channels,) that wander with unit variance, at a moment.

    Their frequencies are from `slowest` to `fastest` (hertz): below 1 by default, since nothing on screen may pulse faster,
    for viewers who are sensitive to flicker.
    """
    hertz, phases, weights = _waves(seed, channels, slowest, fastest)
    return np.asarray((weights * np.sin(2 * np.pi * hertz * seconds + phases)).sum(axis=1))
