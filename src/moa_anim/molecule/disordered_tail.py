"""A disordered tail as a wandering curve of a given length between two points: schematic, since no structure shows one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

MODES = 5
"""Half waves of the curve between its ends: so many bends at most."""

MODE_SHARES = np.array([0.4, 0.75, 0.85, 0.6, 0.45])
"""Relative amplitude of each half wave."""

SAMPLES = 320
"""Points at which the curve is evaluated before residues are spaced evenly along it."""

HALVINGS = 22
"""Steps in which the amplitude is found that gives the curve its length."""

TAUT_SHARE = 0.995
"""A chord of more than this share of the length is drawn as a straight line."""


def tail_curve(begin: Points, end: Points, length: float, bends: Points) -> Points:
    """Return a curve (SAMPLES, 3; Å) of `length` Å from `begin` (3,) to `end` (3,).

    `bends` (MODES, 3) are the directions of its half waves. It is straight if the ends are too far apart.
    """
    along = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    chord = begin + along * (end - begin)
    waves = np.sin(np.pi * along * np.arange(1, MODES + 1)) * MODE_SHARES
    aside = waves @ bends
    if np.linalg.norm(end - begin) >= TAUT_SHARE * length:
        return np.asarray(chord)
    low, high = 0.0, length
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _length(chord + middle * aside) < length:
            low = middle
        else:
            high = middle
    return np.asarray(chord + low * aside)


def _length(curve: Points) -> float:
    return float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())
