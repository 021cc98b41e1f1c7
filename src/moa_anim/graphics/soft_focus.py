"""A picture out of focus and mixed with paper: the compiled loops.

A Gaussian blur along columns, then along rows; the loops over a row have no branches, so that the compiler vectorises them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

REACH = 4.0
"""Where a blur's weights end, in standard deviations."""

CHANNELS = 4
"""Red, green, blue, opacity."""


def softened(picture: Bytes, sigma: float, paleness: float, paper: tuple[float, float, float]) -> Bytes:
    """Return a premultiplied picture (height, width, 4), blurred by `sigma` pixels and mixed with `paleness` (0…1) of paper.

    Beyond the picture's edges its outermost pixels go on. `paper` is a colour of values 0…1.
    """
    reach = int(REACH * sigma + 0.5)
    steps = np.arange(reach + 1)
    weights = np.exp(-0.5 / max(sigma, 1e-6) ** 2 * steps**2)
    weights /= weights[0] + 2.0 * weights[1:].sum()
    result = np.empty(picture.shape, dtype=np.uint8)
    _soften(
        np.ascontiguousarray(picture).reshape(len(picture), -1),
        weights.astype(np.float32),
        np.float32(paleness),
        np.array(paper, dtype=np.float32),
        result.reshape(len(picture), -1),
    )
    return result


@compiled
def _add_two(above: Bytes, below: Bytes, weight: np.float32, line: Floats) -> None:
    """Add the weighted sum of two rows to `line`, in place."""
    for k in range(line.shape[0]):
        line[k] += weight * (np.float32(above[k]) + np.float32(below[k]))


@compiled
def _add_sides(left: Floats, right: Floats, weight: np.float32, line: Floats) -> None:
    """Add the weighted sum of a row, shifted in both directions, to `line`, in place."""
    for k in range(line.shape[0]):
        line[k] += weight * (left[k] + right[k])


@compiled
def _soften(picture: Bytes, weights: Floats, paleness: np.float32, paper: Floats, result: Bytes) -> None:
    """Fill `result` (height, 4 · width) with the softened `picture`; `weights` begin with that of the pixel itself."""
    height, values = picture.shape
    reach = weights.shape[0] - 1
    margin, half = CHANNELS * reach, np.float32(0.5)
    padded = np.empty(values + 2 * margin, dtype=np.float32)
    soft = np.empty(values, dtype=np.float32)
    for row in range(height):
        line, own = padded[margin : margin + values], picture[row]
        for k in range(values):
            line[k] = weights[0] * np.float32(own[k])
        for step in range(1, reach + 1):
            _add_two(picture[max(0, row - step)], picture[min(height - 1, row + step)], weights[step], line)
        for k in range(margin):
            padded[k] = padded[margin + k % CHANNELS]
            padded[margin + values + k] = padded[margin + values - CHANNELS + k % CHANNELS]
        for k in range(values):
            soft[k] = weights[0] * line[k]
        for step in range(1, reach + 1):
            _add_sides(
                padded[margin - CHANNELS * step :], padded[margin + CHANNELS * step :], weights[step], soft
            )
        target = result[row]
        for pixel in range(values // CHANNELS):
            at = CHANNELS * pixel
            alpha = soft[at + 3]
            opacity = math.floor(alpha + half)
            target[at + 3] = np.uint8(opacity)
            for part in range(3):
                value = soft[at + part]
                value += paleness * (alpha * paper[part] - value)
                target[at + part] = np.uint8(min(opacity, math.floor(value + half)))


def compile_soft_focus() -> None:
    """Run the kernel on minimal input."""
    softened(np.zeros((1, 1, CHANNELS), dtype=np.uint8), 1.0, 0.0, (1.0, 1.0, 1.0))
