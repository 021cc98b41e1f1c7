"""A tissue seen from nearer than it is."""

from __future__ import annotations

import math
from collections.abc import Callable

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.tissue import Tissue
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting


class FromNear(Painted):
    """A tissue seen from nearer: its cells and its receptors.

    The cells are larger by e to the power `nearness` (0 or more) about the point `about` (design pixels). Receptors, drawn
    larger than life, keep their size. `come_from` returns where some of them, by number, would be seen if they were elsewhere
    (design pixels); `settled` in 0…1 is how far these have come from there to their own places.
    """

    def __init__(self, tissue: Tissue, about: Point) -> None:
        super().__init__()
        self.tissue, self.about, self.nearness = tissue, about, 0.0
        self.come_from: dict[int, Callable[[], Point]] = {}
        self.settled = 1.0

    def receptor_at(self, number: int) -> Point:
        """Return where a receptor is seen (design pixels), without its own wander."""
        size, (x, y) = math.exp(self.nearness), self.about
        seat_x, seat_y = self.tissue.seat(number)
        at = x + (seat_x - x) * size, y + (seat_y - y) * size
        if number not in self.come_from or self.settled >= 1.0:
            return at
        first = self.come_from[number]()
        return first[0] + (at[0] - first[0]) * self.settled, first[1] + (at[1] - first[1]) * self.settled

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
        receptors = self.tissue.receptors
        seat, receptors.seat = receptors.seat, self.receptor_at
        receptors.opacity = self.opacity * self.tissue.receptors_shown
        receptors.paint(canvas)
        receptors.seat = seat
