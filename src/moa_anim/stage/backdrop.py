"""What is painted before everything else, and fills the picture."""

from __future__ import annotations

from moa_anim.graphics.canvas import Canvas
from moa_anim.stage.painted import Painted

BACKDROP_LEVEL = -90
"""Manim's z-index of a backdrop: below everything else."""


class Backdrop(Painted):
    """A backdrop that moves. A scene has one at most: `MoaScene.put_behind` replaces it, and so does `set_backdrop`."""

    def __init__(self) -> None:
        super().__init__()
        self.set_z_index(BACKDROP_LEVEL)

    def covered_rows(self, canvas: Canvas) -> int:
        """Return how many of the canvas's rows, from the top, it covers so that nothing below is visible."""
        return 0
