"""Base class of mobjects that paint themselves on the frame."""

from __future__ import annotations

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.lettering import ShownText
from moa_anim.stage.sighting import Sighting, about


class Painted(Mobject):  # type: ignore[misc]  # Manim's Mobject is untyped to mypy strict
    """A mobject that paints itself on the frame's pixels; Manim's own are made of curves. `opacity` is 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        # Manim displays only mobjects that have points.
        self.points = np.zeros((1, 3))
        self.opacity = 1.0

    def paint(self, canvas: Canvas) -> None:
        """Paint on `canvas`."""
        raise NotImplementedError

    def lettered(self) -> list[ShownText]:
        """Return the words of the production that it letters at this frame; not those of the code itself, such as units.

        `moa-anim check` uses it to find characters that the font lacks and words that do not fit in the picture.
        """
        return []

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return boxes (left, top, right, bottom; design pixels) that labels must not cover at this frame."""
        return []

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return groups of points (n, 2; design pixels) that labels should not cover at this frame, with weights (0 to 1)."""
        return []

    def sightings(self) -> list[Sighting]:
        """Return what it shows at this frame, for tests: by default one sighting for each of its `silhouettes`."""
        if self.opacity <= 0.0:
            return []
        name = type(self).__name__
        return [
            Sighting(name, (id(self), number), points, about(points), weight)
            for number, (points, weight) in enumerate(self.silhouettes())
        ]
