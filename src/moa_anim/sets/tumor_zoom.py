"""From the body to a cell of its tumor: the body is seen, then the view goes into the tumor, which is made of cancer cells.

It ends with exactly the picture of `CancerCell`, with which the next shot begins.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.cell.contents import HER2
from moa_anim.sets.cancer_cell import CELL_PLACE, CancerCell
from moa_anim.sets.tumor_cells import TumorCells
from moa_anim.stage.dive import Scrim, passing
from moa_anim.stage.motion import Motion, steady

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.scene import MoaScene

NATS = 5.7
"""How much nearer the view comes (natural logarithm of the magnification); the body and its cells grow alike."""

RAMP_SHARE = 0.28
"""Share of the way in over which its speed (nats a second) rises from rest, and falls to rest; between, it is constant."""

BODY_FADES = (0.68, 0.82)
CELLS_APPEAR = (0.3, 0.44)
"""Shares of the way in within which the body fades, and the cells appear on its tumor, when they are a few pixels large."""

CELL_IN_FOCUS = (0.2, 0.36)
"""Magnifications between which the cell that the camera goes to comes into focus, over its small picture."""

TO_CELL_SHARE = (0.0, 0.62)
"""Shares of the way in within which the tumor moves to the cell's place."""

LABEL_BESIDE = 1.25
"""Where a label points to the tumor, from its middle to the right, in its radii."""

BODY_ENDS = (216.0, 276.0)
"""Heights (figure units) between which the body fades away downwards: it is a portrait, and not cut off by the captions."""

SCRIM_LEVEL = 5
"""Manim's z-index of the paper under step marker and rail."""


@dataclass
class TumorZoom:
    """The body at (x, y), `tall` design pixels tall, and the way from it to a cell of its tumor.

    self.tumor = TumorZoom(self, 1250.0, 150.0, 1500.0)  # puts body and cells on stage; the body is invisible at first
    self.play_for(cue.part(0.2), show(self.tumor.body, 0.0, 0.5))
    self.play_for(cue.rest, self.tumor.inwards())
    """

    scene: MoaScene
    x: float
    y: float
    tall: float

    def __post_init__(self) -> None:
        """Put everything on stage, seen from afar."""
        self.body = BodyFigure(self.x, self.y, self.tall)
        self.body.opacity, self.body.fades = 0.0, BODY_ENDS
        self.body.sight.target = CELL_PLACE
        self.cells = CancerCell(self.scene, joins_at=self.scene.length_seconds)
        self.neighbours = TumorCells(self.body, self.cells)
        self.scrim = Scrim()
        self.scrim.set_z_index(SCRIM_LEVEL)
        self.cells.opacity = self.scrim.opacity = self.cells.receptors.opacity = 0.0
        self.cells.add_to(self.scene)
        self.scene.remove(self.cells, self.cells.receptors)
        # From back to front: the tissue that the cell is in, the body that fades, the cells.
        self.scene.add(self.body, self.neighbours, self.cells, self.cells.receptors)
        self.scene.add(self.scrim)

    def label_point(self) -> Point:
        """Return where a label points to the tumor: beside it, so that it stays visible (design pixels)."""
        x, y = self.body.tumor_point()
        return x + LABEL_BESIDE * self.body.tumor_radius(), y

    def her2_point(self) -> Point:
        """Return where one of the cell's few HER2 is seen: a receptor in its membrane, at the upper left."""
        cell = self.cells.hero_cell
        angles = [angle for angle, kind in cell.contents.proteins if kind == HER2]
        angle = min(angles, key=lambda each: abs(math.remainder(each - HER2_ANGLE, 2 * math.pi)))
        return self.cells.point_in(cell, HER2_REACH * math.cos(angle), HER2_REACH * math.sin(angle))

    def inwards(self) -> Motion:
        """Return the motion into the tumor, to the cancer cell."""
        return _Inwards(self)

    def set_at(self, share: float) -> None:
        """Set body and cells as they are at a share of the way in: 0 the body, 1 the cell."""
        sight = self.body.sight
        nearer = NATS * eased(share)
        sight.nearness = nearer
        sight.shift = passing(share, *TO_CELL_SHARE)
        self.body.opacity = 1.0 - passing(share, *BODY_FADES)
        shown = passing(share, *CELLS_APPEAR)
        self.cells.nearer = None
        if share < 1.0:
            self.cells.nearer = FlatView(CELL_PLACE, self.body.tumor_point(), math.exp(nearer - NATS))
        self.neighbours.opacity = shown
        self.cells.opacity = self.cells.receptors.opacity = passing(math.exp(nearer - NATS), *CELL_IN_FOCUS)
        self.scrim.opacity = passing(share, 0.02, 0.2) * (1.0 - passing(share, 0.82, 1.0))


HER2_ANGLE = -2.55
HER2_REACH = 1.1
"""The angle near which one HER2 is named, and its distance from the cell's middle, in radii."""


def eased(share: float) -> float:
    """Return how much of the way in has been gone: the speed rises over `RAMP_SHARE`, is constant, and falls again."""
    share = min(1.0, max(0.0, share))
    if share > 0.5:
        return 1.0 - eased(1.0 - share)
    ramp = min(share, RAMP_SHARE)
    # The speed rises as a smooth step (3 u² - 2 u³), whose integral is u³ - u⁴ / 2.
    u = ramp / RAMP_SHARE
    gone = RAMP_SHARE * (u**3 - u**4 / 2) + (share - ramp)
    return gone / (1.0 - RAMP_SHARE)


class _Inwards(Motion):
    """The view goes into the tumor."""

    def __init__(self, zoom: TumorZoom) -> None:
        super().__init__(ease=steady)
        self._zoom = zoom

    def move(self, share: float) -> None:
        """Set body and cells."""
        self._zoom.set_at(share)
