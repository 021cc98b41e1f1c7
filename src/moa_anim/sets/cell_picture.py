"""Cells in cross-section with the receptors in their nuclei: one world that the camera can enter."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.nuclear_receptors import FlatView, NuclearReceptors
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.scene import MoaScene

OTHERS_OPACITY = 0.5
"""Opacity of other cells than the hero's while the camera moves fast, before the pale tissue behind them."""

SOFTEST_OCTAVES = 1.2
"""How much coarser cells are drawn while the camera moves fast."""

COVERED_RADII = 0.95
"""A cell covers what lies within this share of its radius; its membrane is uneven."""


class CellPicture(Painted):
    """Cells and, painted after them, their receptors. `opacity` is that of the cells.

    A kind of picture makes its `receptors`, which see through `view_now`, and says with `cells_now` which cells there are and
    where, in the world's pixels. `nearer` is the view while the camera goes in; else it is `rest_view`. `ground` is what is
    behind the cells, if anything. `swiftness` in 0…1 is how fast the camera moves: then cells are drawn softer, and others
    than the hero's paler, since what moves fast is not looked at.
    """

    receptors: NuclearReceptors
    ground: Painted | None = None

    def __init__(self) -> None:
        super().__init__()
        self.nearer: FlatView | None = None
        self.swiftness = 0.0

    def rest_view(self) -> FlatView:
        """Return the view while the camera does not go in: by default the world as it is."""
        return FlatView((0.0, 0.0), (0.0, 0.0), 1.0)

    def view_now(self) -> FlatView:
        """Return the view at this frame."""
        return self.nearer or self.rest_view()

    @abstractmethod
    def cells_now(self) -> list[Cell]:
        """Return the cells at this frame, with place, radius and division set as they are in the world."""

    @property
    def hero_cell(self) -> Cell:
        """The cell in whose nucleus the receptor `hero` is, as it is in the world."""
        x, y = self.receptors.seat(self.receptors.hero)
        return min(self.cells_now(), key=lambda cell: float(np.hypot(cell.x - x, cell.y - y)))

    def add_to(self, scene: MoaScene) -> None:
        """Put cells and receptors on stage, and the ground behind them."""
        if self.ground is not None:
            scene.add(self.ground)
        scene.add(self, self.receptors)

    def remove_from(self, scene: MoaScene) -> None:
        """Take cells, receptors and ground off stage."""
        if self.ground is not None:
            scene.remove(self.ground)
        scene.remove(self, self.receptors)

    def point_in(self, cell: Cell, x: float, y: float) -> Point:
        """Return where a point of a cell is seen (design pixels); x and y are from its middle, in its radii."""
        return self.view_now().seen((cell.x + x * cell.radius, cell.y + y * cell.radius))

    def covers_frame(self) -> bool:
        """Return whether the hero's cell covers the picture above the caption band."""
        cell, view = self.hero_cell, self.view_now()
        x, y = view.seen((cell.x, cell.y))
        corners = [(cx - x, cy - y) for cx in (0.0, FRAME_WIDTH) for cy in (0.0, BAND_TOP)]
        farthest = max(float(np.hypot(*corner)) for corner in corners)
        return farthest <= COVERED_RADII * cell.radius * view.magnification

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture."""
        if self.opacity <= 0.0:
            return
        view = self.view_now()
        hero = self.hero_cell if self.swiftness > 0.0 else None
        for cell in self.cells_now():
            at = cell.x, cell.y, cell.radius
            paler = 1.0 - (1.0 - OTHERS_OPACITY) * self.swiftness if cell is not hero else 1.0
            cell.softness = SOFTEST_OCTAVES * self.swiftness
            cell.x, cell.y = view.seen((cell.x, cell.y))
            cell.radius *= view.magnification
            reach = 2.0 * cell.radius
            if -reach < cell.x < FRAME_WIDTH + reach and -reach < cell.y < BAND_TOP + reach:
                cell.opacity = self.opacity * paler
                cell.paint(canvas)
            cell.x, cell.y, cell.radius = at

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the cells, as they are seen."""
        if self.opacity <= 0.0:
            return []
        view = self.view_now()
        focus, at = np.array(view.focus), np.array(view.at)
        return [
            (at + (points - focus) * view.magnification, weight)
            for cell in self.cells_now()
            for points, weight in cell.silhouettes()
        ]
