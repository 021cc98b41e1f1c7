"""A camera that lets mobjects paint themselves on the frame, in the order of the scene."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np
from manim import Camera, Mobject
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.stage.backdrop import Backdrop
from moa_anim.stage.painted import Painted


class MoaCamera(Camera):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """Manim's camera, without its perspective warp of the whole frame for each image, which took most of the time."""

    _canvas: Canvas | None = None
    _stale = False

    def set_backdrop(self, pixels: NDArray[np.uint8]) -> None:
        """Start every frame from these pixels: (height, width, 4) RGBA."""
        self.background = pixels

    def reset(self) -> MoaCamera:
        """Begin a new frame: the pixels under what covers them anyway are not set."""
        if hasattr(self, "pixel_array"):
            self._stale = True
        else:
            super().reset()
        return self

    def canvas(self) -> Canvas:
        """Return the canvas that draws on this camera's pixels."""
        if self._canvas is None or self._canvas.pixels is not self.pixel_array:
            self._canvas = Canvas(self.pixel_array)
        return self._canvas

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Paint the mobjects that paint themselves, and leave the others to Manim, in the scene's order."""
        shown = list(self.get_mobjects_to_display(mobjects, **kwargs))
        if self._stale:
            first = shown[0] if shown else None
            covered = first.covered_rows(self.canvas()) if isinstance(first, Backdrop) else 0
            self.pixel_array[covered:] = self.background[covered:]
            self._stale = False
        for painted, run in groupby(shown, lambda mobject: isinstance(mobject, Painted)):
            if painted:
                canvas = self.canvas()
                for mobject in run:
                    mobject.paint(canvas)
            else:
                super().capture_mobjects(list(run), include_submobjects=False)
