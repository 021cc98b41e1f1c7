"""Outlines in and around a small vessel: its course, endothelial cells, a white cell, and tissue cells.

Lengths are in pixels of the vessel, 20 for a micrometre. x runs along the vessel, y down.
"""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Loop = NDArray[np.float64]

WALL_THICKNESS = 13.0
"""Thickness of the wall between nuclei: 0.65 µm, slightly more than in reality, so that it is visible."""

CELL_LENGTH = 620.0
"""Length of an endothelial cell along the vessel: 31 µm."""

CLEFT = 9.0
"""Width of the gap between two endothelial cells, wider than in reality, so that it is visible."""

# Half axes of an endothelial cell's nucleus, along and across the vessel: it is flat and bulges into the lumen.
NUCLEUS_HALF = 92.0
NUCLEUS_HEIGHT = 15.0

HALF_LUMEN = 165.0
"""Half the width of the lumen, which is 16.5 µm: that of a small venule, where molecules leave the blood most easily."""

MIDDLE_HEIGHT = 368.0
"""Mean y of the vessel's middle line."""

SWAY = 24.0
"""Amplitude of the middle line's waves."""


def middle_line(x: ArrayLike) -> NDArray[np.float64]:
    """Return the y of the vessel's middle line at `x`."""
    here = np.asarray(x, dtype=float)
    return np.asarray(MIDDLE_HEIGHT + SWAY * np.sin((here - 960.0) / 620.0))


def half_lumen(x: ArrayLike) -> NDArray[np.float64]:
    """Return half the width of the lumen at `x`."""
    return np.asarray(HALF_LUMEN + 8.0 * np.sin(np.asarray(x, dtype=float) / 410.0 + 1.0))


def _edge(x: NDArray[np.float64], upper: bool) -> tuple[NDArray[np.float64], float]:
    """Y of the wall's inner face, and the direction outwards (−1 or 1)."""
    outwards = -1.0 if upper else 1.0
    return middle_line(x) + outwards * half_lumen(x), outwards


@cache
def endothelium(seed: int, upper: bool) -> tuple[tuple[float, float, Loop], ...]:
    """Return the endothelial cells on one side: centre (x, y) and outline of each."""
    random = np.random.default_rng((seed, int(upper)))
    cells = []
    x = -2700.0 + (0.0 if upper else CELL_LENGTH / 2)
    while x < 4500.0:
        length = CELL_LENGTH * random.uniform(0.9, 1.08)
        along = np.linspace(x + CLEFT / 2, x + length - CLEFT / 2, 48)
        inner, outwards = _edge(along, upper)
        middle = x + length / 2
        bulge = 2.1 * NUCLEUS_HEIGHT * np.exp(-0.5 * ((along - middle) / (0.62 * NUCLEUS_HALF)) ** 2)
        ends = np.clip(np.minimum(along - along[0], along[-1] - along) / 26.0, 0.0, 1.0)
        thick = WALL_THICKNESS * (0.35 + 0.65 * np.sqrt(ends * (2 - ends)))
        face = np.stack([along, inner - outwards * bulge * ends], axis=1)
        back = np.stack([along, inner + outwards * thick], axis=1)
        cells.append((middle, float(_edge(np.array(middle), upper)[0]), np.vstack([face, back[::-1]])))
        x += length
    return tuple(cells)


def clefts(seed: int, upper: bool) -> list[float]:
    """Return the x of each cleft between endothelial cells on one side."""
    return [float(loop[:, 0].min()) - CLEFT / 2 for _, _, loop in endothelium(seed, upper)]


@cache
def nucleus_loop(x: float, upper: bool) -> Loop:
    """Return the outline of the nucleus of the endothelial cell centred on `x`."""
    angle = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
    along = x + NUCLEUS_HALF * np.cos(angle)
    inner, outwards = _edge(along, upper)
    return np.stack([along, inner - outwards * 8.0 + NUCLEUS_HEIGHT * np.sin(angle)], axis=1)


def _uneven(x: float, y: float, reach: float, random: np.random.Generator, corners: int = 48) -> Loop:
    angle = np.linspace(0.0, 2 * np.pi, corners, endpoint=False)
    waves = sum(
        random.uniform(0.3, 1.0) / k * np.cos(k * angle + random.uniform(0, 2 * np.pi)) for k in (2, 3, 4, 6)
    )
    radius = reach * (1.0 + 0.10 * waves)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


@cache
def neighbours(seed: int, clear: tuple[float, float, float]) -> tuple[tuple[float, float, float, Loop], ...]:
    """Return the tissue cells around the vessel: centre (x, y), radius and outline; none overlaps `clear` (x, y, radius)."""
    random = np.random.default_rng(seed)
    cells = []
    apart = 372.0
    for row in range(-9, 14):
        for column in range(-8, 14):
            x = apart * (column + 0.5 * (row % 2)) + random.uniform(-34, 34)
            y = MIDDLE_HEIGHT + apart * 0.87 * row + random.uniform(-34, 34)
            reach = random.uniform(150.0, 178.0)
            wall = float(half_lumen(x)) + 46.0
            off = y - float(middle_line(x))
            if abs(off) < wall:
                continue
            # A cell that would overlap the vessel is moved away from it, not cut.
            y = float(middle_line(x)) + np.sign(off) * max(abs(off), wall + reach * 1.12)
            if (x - clear[0]) ** 2 + (y - clear[1]) ** 2 < (clear[2] + reach * 0.95) ** 2:
                continue
            cells.append((x, y, reach, _uneven(x, y, reach, random)))
    return tuple(cells)


@cache
def tissue_nucleus(x: float, y: float, number: int) -> Loop:
    """Return the outline of the nucleus of the tissue cell centred on (x, y)."""
    random = np.random.default_rng(number)
    return _uneven(
        x + random.uniform(-18, 18), y + random.uniform(-18, 18), random.uniform(58, 74), random, 36
    )


@cache
def white_cell() -> tuple[Loop, list[Loop]]:
    """Return a neutrophil around its centre: its outline (9 µm across) and the lobes of its nucleus."""
    random = np.random.default_rng(11)
    outline = _uneven(0.0, 0.0, 92.0, random, 60)
    outline = outline * (1.0 + 0.012 * np.sin(np.arange(60) * 2 * np.pi / 60 * 17))[:, None]
    places = ((-34.0, -16.0, 30.0), (2.0, -36.0, 25.0), (33.0, -8.0, 29.0), (16.0, 30.0, 26.0))
    lobes = [_uneven(x, y, reach, random, 32) for x, y, reach in places]
    joints = [
        _uneven((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, 13.0, random, 20) for a, b in itertools.pairwise(places)
    ]
    return outline, [*lobes, *joints]
