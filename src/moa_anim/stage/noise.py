"""Thermal motion: smooth, seeded, and a pure function of time, so that any frame can be drawn alone."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

WAVES = 5


@cache
def _waves(seed: int, channels: int, slowest: float, fastest: float) -> tuple[NDArray[np.float64], ...]:
    random = np.random.default_rng(seed)
    # Equal shares of the band, so that no channel is slow in all its waves.
    shares = (np.arange(WAVES) + random.random((channels, WAVES))) / WAVES
    hertz = slowest * (fastest / slowest) ** shares
    weights = hertz**-0.5
    weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True) / 2)
    return hertz, random.random((channels, WAVES)) * 2 * np.pi, weights


def drift(
    seed: int, seconds: float, channels: int, slowest: float = 0.15, fastest: float = 0.9
) -> NDArray[np.float64]:
    """`channels` independent wandering numbers of unit variance at a moment; no part faster than `fastest` hertz.

    Below 1 Hz by default: nothing on screen may pulse faster, for viewers sensitive to flicker.
    """
    hertz, phases, weights = _waves(seed, channels, slowest, fastest)
    return np.asarray((weights * np.sin(2 * np.pi * hertz * seconds + phases)).sum(axis=1))
