"""What is behind the field's 26S, seen by a camera that moves over the 26S: it follows less, since it is farther away."""

from __future__ import annotations

from moa_anim.actors.crowd_layers import followed
from moa_anim.graphics.geometry import Point
from moa_anim.sets.receptor_field import FIELD_VIEW, FieldSight

DISTANCE_POWER = 0.5
"""The power of the camera's movement that the field follows while the camera draws back: it is farther away than the 26S."""


class DistantSight(FieldSight):
    """What is behind the field's 26S, as it is seen by a camera `near` that moves over the 26S."""

    def __init__(self, near: FieldSight) -> None:
        self._near = near

    @property
    def nearness(self) -> float:  # type: ignore[override]  # that of the camera, which it follows
        """The logarithm of the magnification."""
        return DISTANCE_POWER * self._near.nearness

    def seen(self, point: Point) -> Point:
        """Return where a point of the field is seen (design pixels)."""
        size, (x, y) = followed(FIELD_VIEW, self._near.view(), DISTANCE_POWER)
        return x + point[0] * size, y + point[1] * size
