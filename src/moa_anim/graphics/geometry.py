"""Points and boxes in the picture, in design pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Point = tuple[float, float]
"""X and y."""


def within(places: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Return which of the points (n, 2) lie inside a box, as booleans (n,)."""
    left, top, right, bottom = box
    return (places[:, 0] > left) & (places[:, 0] < right) & (places[:, 1] > top) & (places[:, 1] < bottom)
