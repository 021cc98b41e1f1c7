"""Mobjects that paint themselves on the frame."""

from __future__ import annotations

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.lettering import ShownText
from moa_anim.stage.sighting import Sighting, about


class Painted(Mobject):  # type: ignore[misc]  # Manim's Mobject is untyped to mypy strict
    """A mobject that paints itself on the frame's pixels instead of being made of curves."""

    def __init__(self) -> None:
        super().__init__()
        # One point, so that Manim counts it among what is displayed.
        self.points = np.zeros((1, 3))
        self.opacity = 1.0

    def paint(self, canvas: Canvas) -> None:
        """Paint on `canvas`."""
        raise NotImplementedError

    def lettered(self) -> list[ShownText]:
        """The words that it letters at this moment, apart from those that are the code's own, such as units.

        What letters words of a production says so here: `moa-anim check` finds out from it what the font lacks and what
        runs out of the picture.
        """
        return []

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Boxes (left, top, right, bottom; design pixels) that labels keep off at this moment."""
        return []

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Points (n, 2; design pixels) of what labels keep off at this moment, and how much it matters (0 to 1)."""
        return []

    def sightings(self) -> list[Sighting]:
        """The things that it shows at this moment: none if it shows none, or nothing that could stand in another's way."""
        if self.opacity <= 0.0:
            return []
        name = type(self).__name__
        return [
            Sighting(name, (id(self), number), points, about(points), weight)
            for number, (points, weight) in enumerate(self.silhouettes())
        ]
