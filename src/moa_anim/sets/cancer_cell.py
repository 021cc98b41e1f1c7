"""The cancer cell in cross-section, with its small blue receptors in the nucleus: the picture with which the signal begins.

The opening ends on it and the next shot begins with it, so seed and places are its own and not those of a shot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.nuclear_receptors import NuclearReceptors
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.sets.cell_picture import CellPicture
from moa_anim.sets.tissue_ground import TissueGround
from moa_anim.stage.clock import JoinClock

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.clock import Clock

CELL_PLACE = (960.0, 515.0)
CELL_RADIUS = 350.0
"""Middle and radius of the cell (design pixels)."""

SEED = 17
"""Seed of the cell's contents and of the receptors' places."""

RECEPTORS = 7
RING_PIXELS = (105.0, 100.0)
"""Number of receptors, and half axes of the ring on which they are (design pixels)."""

RECEPTOR_SCALE = 0.85
"""Design pixels for one ångström of a receptor: enlarged against the cell, so that it can be seen."""

WANDER_PIXELS = 5.0
"""How far (root mean square) a receptor moves from its place."""

HERO = 6
"""Number of the receptor that the camera goes to."""


class CancerCell(CellPicture):
    """The cell; `joins_at` is the second of the shot at which the next shot goes on with this picture.

        self.cancer_cell = CancerCell(self, joins_at=0.0)  # the shot begins with it
        self.cancer_cell.add_to(self)
        self.add_label("receptor", Role.RECEPTOR, on=self.cancer_cell.receptor_point)

    In the shot that ends with it, `joins_at` is that shot's length in seconds (`MoaScene.length_seconds`).
    """

    ground: TissueGround

    def __init__(self, clock: Clock, *, joins_at: float) -> None:
        random = np.random.default_rng(SEED)
        angles = np.linspace(0, 2 * np.pi, RECEPTORS, endpoint=False)
        angles += random.uniform(-0.2, 0.2, RECEPTORS)
        self._seats = [
            (CELL_PLACE[0] + RING_PIXELS[0] * np.cos(angle), CELL_PLACE[1] + RING_PIXELS[1] * np.sin(angle))
            for angle in angles.tolist()
        ]
        super().__init__()
        self.ground = TissueGround(self, JoinClock(clock, joins_at))
        self.receptors = NuclearReceptors(
            JoinClock(clock, joins_at),
            RECEPTORS,
            scale=RECEPTOR_SCALE,
            wander=WANDER_PIXELS,
            seed=SEED,
            seat=lambda number: self._seats[number],
            made=lambda number: 1.0,
            view=self.view_now,
            upright=(HERO,),
        )
        self.receptors.hero = HERO
        self._cell = Cell(*CELL_PLACE, CELL_RADIUS, seed=SEED)

    def cells_now(self) -> list[Cell]:
        """Return the cell."""
        return [self._cell]

    def membrane_point(self) -> Point:
        """Return where a label points to the cell (design pixels): away from what labels name in its nucleus."""
        return self.point_in(self._cell, 0.84, 0.47)

    def nucleus_point(self) -> Point:
        """Return where a label points to the nucleus (design pixels)."""
        return self.point_in(self._cell, 0.43, -0.09)

    def receptor_point(self) -> Point:
        """Return where a label points to the receptor that the camera goes to (design pixels)."""
        return self.receptors.place(self.receptors.hero)
