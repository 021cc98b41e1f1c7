"""A tissue seen from nearer than it is."""

from __future__ import annotations

import math

from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.tissue import Tissue
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting


class FromNear(Painted):
    """A tissue seen from nearer: its cells and its receptors, drawn at their size.

    What is seen is larger by e to the power `nearness` (0 or more) about the point `about` (design pixels).
    """

    def __init__(self, tissue: Tissue, about: Point) -> None:
        super().__init__()
        self.tissue, self.about, self.nearness = tissue, about, 0.0

    def sightings(self) -> list[Sighting]:
        """Return those of the tissue once it is seen as it is."""
        return self.tissue.sightings() if self.nearness == 0.0 and self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture, then the receptors."""
        if self.opacity <= 0.0:
            return
        size, (ax, ay) = math.exp(self.nearness), self.about
        for cell in self.tissue.cells:
            at = cell.x, cell.y, cell.radius
            cell.x, cell.y, cell.radius = ax + (at[0] - ax) * size, ay + (at[1] - ay) * size, at[2] * size
            reach = 1.2 * cell.radius
            if -reach < cell.x < FRAME_WIDTH + reach and -reach < cell.y < BAND_TOP + reach:
                cell.opacity = self.opacity
                cell.paint(canvas)
            cell.x, cell.y, cell.radius = at
        here = self.tissue.receptors_view
        self.tissue.receptors_view = FlatView(self.about, self.about, size)
        self.tissue.receptors.opacity = self.opacity * self.tissue.receptors_shown
        self.tissue.receptors.paint(canvas)
        self.tissue.receptors_view = here
