"""What a picture shows, without drawing it: each thing with a permanent name and its place.

For tests that inspect a film frame by frame; drawing does not use it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class Sighting:
    """One thing in the picture.

    `name` says what it is, and `number` which one of its kind: both are the same in all frames. `points` (n, 2; design
    pixels) are spread over all that it covers; `spots` (m, 2) are places on it, the same of its places in all frames.
    `weight` in 0…1 is how important it is that words do not cover it; `opacity` is 0 to 1.
    """

    name: str
    number: Hashable
    points: Points
    spots: Points
    weight: float = 1.0
    opacity: float = 1.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom (design pixels)."""
        (left, top), (right, bottom) = self.points.min(axis=0), self.points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def about(points: Points) -> Points:
    """Return the mean (1, 2) of points: the only spot of a thing that turns or changes its shape."""
    return np.asarray(points.mean(axis=0, keepdims=True))
