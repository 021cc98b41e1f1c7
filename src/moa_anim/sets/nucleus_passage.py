"""The way of a camera from the nucleus of one cell to a receptor in that of another.

It draws back, until the borders of both cells are seen, goes across them, and near again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.molecule.easing import smoothstep
from moa_anim.sets.receptor_field import FieldSight
from moa_anim.stage.motion import evenly

FARTHEST = 0.56
"""Magnification from which both cells are seen."""

BACK_BY = 0.42
NEAR_FROM = 0.47
"""Shares of the way at which the camera has drawn back, and from which it goes near."""

DOWN_FROM = 0.4
"""Share of the way until which the lower edge of the picture stays where it is."""


@dataclass(frozen=True)
class End:
    """Where a passage ends: the point `focus` of the world is seen at `place` (design pixels), magnified."""

    focus: Point
    place: Point
    magnification: float


class NucleusPassage:
    """The passage, for cameras that see the first field as it is; `share` in 0…1 is how far they have come."""

    def __init__(self, sights: Sequence[FieldSight], end: End) -> None:
        self._sights, self._end = tuple(sights), end
        self._share = 0.0

    @property
    def share(self) -> float:
        """How far the camera has come, 0…1."""
        return self._share

    @share.setter
    def share(self, share: float) -> None:
        self._share = share
        size = self.magnification(share)
        left, bottom = self._left(share), self._bottom(share)
        x, y = self._end.focus
        for sight in self._sights:
            sight.focus = self._end.focus
            sight.set(((x - left) * size, BAND_TOP + (y - bottom) * size), size)

    def magnification(self, share: float) -> float:
        """Return the magnification at a share of the way."""
        back, near = evenly(_part(share, 0.0, BACK_BY)), evenly(_part(share, NEAR_FROM, 1.0))
        far = math.log(FARTHEST)
        return math.exp(back * far + near * (math.log(self._end.magnification) - far))

    def _left(self, share: float) -> float:
        """Return the x of the world (design pixels) that is at the picture's left edge."""
        return evenly(share) * (self._end.focus[0] - self._end.place[0] / self._end.magnification)

    def _bottom(self, share: float) -> float:
        """Return the y of the world (design pixels) that is at the picture's lower edge."""
        last = self._end.focus[1] + (BAND_TOP - self._end.place[1]) / self._end.magnification
        return BAND_TOP + (last - BAND_TOP) * smoothstep(share, DOWN_FROM, 1.0)


def _part(share: float, begin: float, end: float) -> float:
    """Return how much of the part from `begin` to `end` has passed, 0…1."""
    return min(1.0, max(0.0, (share - begin) / (end - begin)))
