"""Comparing pictures, by their bytes or by how far they are apart. Never skips, whatever the Cairo (Manim's does)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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


def how_far(actual: Pixels, expected: Pixels, block: int) -> tuple[float, float]:
    """How far two pictures (height, width, 3) are apart: grey levels, the mean, and that of the worst block × block pixels.

    The blocks overlap by half, so that what falls on an edge of one lies in the middle of another.
    """
    apart = np.abs(actual.astype(float) - expected).max(axis=-1)
    sums = np.pad(apart.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    rows, columns = (np.arange(0, max(1, size - block + 1), block // 2) for size in apart.shape)
    low, right = np.minimum(rows + block, apart.shape[0]), np.minimum(columns + block, apart.shape[1])
    boxes = (
        sums[np.ix_(low, right)]
        - sums[np.ix_(rows, right)]
        - sums[np.ix_(low, columns)]
        + sums[np.ix_(rows, columns)]
    )
    return float(apart.mean()), float(boxes.max() / block**2)


def side_by_side(actual: Pixels, expected: Pixels, path: Path) -> Path:
    """Save the expected picture, the actual one, and their difference four times over, in one; a picture missing is grey."""
    height, width = (max(one, other) for one, other in zip(actual.shape[:2], expected.shape[:2], strict=True))
    sheet = np.full((height, 3 * width + 2 * GAP, 3), 128, dtype=np.uint8)
    for number, picture in enumerate((expected, actual)):
        left = number * (width + GAP)
        sheet[: picture.shape[0], left : left + picture.shape[1]] = picture
    if actual.shape == expected.shape:
        apart = np.abs(actual.astype(int) - expected)
        sheet[:, 2 * (width + GAP) :] = 255 - np.clip(4 * apart, 0, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path)
    return path


GAP = 8
"""Pixels between the pictures of a comparison."""
