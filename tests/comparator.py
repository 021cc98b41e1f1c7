"""Comparing pictures by their bytes. Never skips, whatever the machine's Cairo (Manim's own helper does)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def assert_same_pixels(actual: Pixels, expected: Pixels, what: str = "pictures") -> None:
    """Fail unless both pictures are the same to the byte; say how many pixels differ, where, and how far."""
    assert actual.shape == expected.shape, f"{what}: {actual.shape} instead of {expected.shape}"
    if np.array_equal(actual, expected):
        return
    apart = np.abs(actual.astype(int) - expected.astype(int)).max(axis=-1)
    rows, columns = np.nonzero(apart)
    raise AssertionError(
        f"{what}: {len(rows)} pixels differ, by {apart.max()} at most, in rows {rows.min()}–{rows.max()}, "
        f"columns {columns.min()}–{columns.max()}"
    )


def box_of(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Top, bottom, left, right of what is true in `mask`, ends not included; fails if nothing is."""
    rows, columns = np.nonzero(mask)
    assert len(rows), "nothing is drawn"
    return int(rows.min()), int(rows.max()) + 1, int(columns.min()), int(columns.max()) + 1
