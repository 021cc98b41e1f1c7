"""Cells in cross-section with the receptors in their nuclei: one world, seen through one sight, that the camera can enter."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.nuclear_receptors import NuclearReceptors
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.stage.dive import Sight
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.scene import MoaScene

COVERED_RADII = 0.95
"""A cell covers what lies within this share of its radius; its membrane is uneven."""


class CellPicture(Painted):
    """Cells and, painted after them, `receptors`; both are seen through `sight`. `opacity` is that of the cells.

    A kind of picture says with `cells_now` which cells there are and where, in the world's pixels.
    """

    def __init__(self, receptors: NuclearReceptors) -> None:
        super().__init__()
        self.receptors = receptors
        self.sight = receptors.sight

    @abstractmethod
    def cells_now(self) -> list[Cell]:
        """Return the cells at this frame, with place, radius and division set as they are in the world."""

    @property
    def hero_cell(self) -> Cell:
        """The cell in whose nucleus the receptor `hero` is, as it is in the world."""
        x, y = self.receptors.seat(self.receptors.hero)
        return min(self.cells_now(), key=lambda cell: float(np.hypot(cell.x - x, cell.y - y)))

    def add_to(self, scene: MoaScene) -> None:
        """Put cells and receptors on stage."""
        scene.add(self, self.receptors)

    def remove_from(self, scene: MoaScene) -> None:
        """Take cells and receptors off stage."""
        scene.remove(self, self.receptors)

    def point_in(self, cell: Cell, x: float, y: float) -> Point:
        """Return where a point of a cell is seen (design pixels); x and y are from its middle, in its radii."""
        return self.sight.seen((cell.x + x * cell.radius, cell.y + y * cell.radius))

    def set_sight(self, sight: Sight) -> None:
        """See everything through `sight` from now on."""
        self.sight = self.receptors.sight = sight

    def covers_frame(self) -> bool:
        """Return whether the hero's cell covers the picture above the caption band."""
        cell = self.hero_cell
        x, y = self.sight.seen((cell.x, cell.y))
        corners = [(cx - x, cy - y) for cx in (0.0, FRAME_WIDTH) for cy in (0.0, BAND_TOP)]
        farthest = max(float(np.hypot(*corner)) for corner in corners)
        return farthest <= COVERED_RADII * cell.radius * self.sight.magnification

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture."""
        if self.opacity <= 0.0:
            return
        for cell in self.cells_now():
            at = cell.x, cell.y, cell.radius
            cell.x, cell.y = self.sight.seen((cell.x, cell.y))
            cell.radius *= self.sight.magnification
            reach = 2.0 * cell.radius
            if -reach < cell.x < FRAME_WIDTH + reach and -reach < cell.y < BAND_TOP + reach:
                cell.opacity = self.opacity
                cell.paint(canvas)
            cell.x, cell.y, cell.radius = at

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the cells, as they are seen."""
        if self.opacity <= 0.0:
            return []
        focus, at = np.array(self.sight.focus), np.array(self.sight.at)
        return [
            (at + (points - focus) * self.sight.magnification, weight)
            for cell in self.cells_now()
            for points, weight in cell.silhouettes()
        ]
