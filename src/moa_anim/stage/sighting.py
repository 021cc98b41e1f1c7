"""What can be told of the picture at a moment without drawing it: each thing by a name that stays with it, and where it is.

Read only, for tests that walk a film frame by frame, and for nobody who draws.
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

    `name` says what it is, and with `number` which of its kind: both stay the same from frame to frame. `points` (n, 2;
    design pixels) are spread over all that it covers; `spots` (m, 2) are places on it, at every frame the same of it.
    `weight` in 0…1 is how much it matters that words keep off it, `opacity` how much of it is seen.
    """

    name: str
    number: Hashable
    points: Points
    spots: Points
    weight: float = 1.0
    opacity: float = 1.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        (left, top), (right, bottom) = self.points.min(axis=0), self.points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def about(points: Points) -> Points:
    """The middle (1, 2) of points, as the only spot of what turns and changes as it goes."""
    return np.asarray(points.mean(axis=0, keepdims=True))
