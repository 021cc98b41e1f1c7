"""From the body to a cell of its tumor: the body is seen, then the view goes into the tumor, which is made of cancer cells.

It ends with exactly the picture of `CancerCell`, with which the next shot begins.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.body_outline import TUMOR, TUMOR_RADIUS
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.contents import HER2
from moa_anim.model.palette import Role
from moa_anim.sets.cancer_cell import CELL_PLACE, CELL_RADIUS, SEED, CancerCell
from moa_anim.stage.dive import Scrim, passing
from moa_anim.stage.motion import Motion, steady
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.scene import MoaScene

NATS = 5.2
"""How much nearer the view comes (natural logarithm of the magnification); the body and its cells grow alike."""

RAMP_SHARE = 0.28
"""Share of the way in over which its speed (nats a second) rises from rest, and falls to rest; between, it is constant."""

BODY_FADES = (0.62, 0.8)
CELLS_APPEAR = (0.44, 0.58)
"""Shares of the way in within which the body fades and the cells appear."""

TO_CELL_SHARE = (0.0, 0.62)
"""Shares of the way in within which the tumor moves to the cell's place."""

SPACING = 2.04
"""Distance between the middles of the tumor's cells, in their radii: they are packed and touch."""

NEIGHBOURS_SOFTEN = (0.42, 0.85)
"""Magnifications of the cell between which its neighbours fade into the soft tissue that is behind it in the end."""

RINGS = 6
"""Number of rings of cells around the one that the camera goes to."""

UNEVEN = 0.012
"""How far (root mean square, in spacings) cells are from the nodes of a regular pattern."""

KINDS = 4
"""Number of different cells among the neighbours."""

ROWS_RADIANS = 0.27
"""Rotation of the pattern's rows: horizontal rows look like wallpaper."""

SIZES = (0.97, 1.03)
"""Least and largest radius of a neighbour, in the radii of the cell that the camera goes to."""

RECEPTOR_DOTS = 5
DOT_RING = 0.24
DOT_RADIUS = 0.034
"""Receptors of a neighbour, dots on a ring in its nucleus: ring and dots in the cell's radii."""

MASS_EDGE = (0.74, 0.86)
"""Cells are opaque within the first of these shares of the tumor's radius, and invisible beyond the second: they are on the
tumor, and nowhere on the skin around it."""

LABEL_BESIDE = 1.25
"""Where a label points to the tumor, from its middle to the right, in its radii."""

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
        self.body.opacity = 0.0
        self.body.sight.target = CELL_PLACE
        self.cells = CancerCell(self.scene, joins_at=self.scene.length_seconds)
        self.neighbours = Neighbours(self)
        self.scrim = Scrim()
        self.scrim.set_z_index(SCRIM_LEVEL)
        self.cells.opacity = self.scrim.opacity = self.cells.receptors.opacity = 0.0
        self.cells.add_to(self.scene)
        self.scene.remove(self.cells, self.cells.receptors)
        # From back to front: the tissue that the cell is in, the body that fades, the cells.
        self.scene.add(self.body, self.neighbours, self.cells, self.cells.receptors)
        self.scene.add(self.scrim)

    def tumor_point(self) -> Point:
        """Return where the tumor is seen (design pixels)."""
        return self.body.seen(TUMOR)

    def label_point(self) -> Point:
        """Return where a label points to the tumor: beside it, so that it stays visible (design pixels)."""
        x, y = self.tumor_point()
        return x + LABEL_BESIDE * self.tumor_radius(), y

    def tumor_radius(self) -> float:
        """Return the radius at which the tumor is seen (design pixels)."""
        return TUMOR_RADIUS * self.body.unit * self.body.sight.magnification

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
            self.cells.nearer = FlatView(CELL_PLACE, self.tumor_point(), math.exp(nearer - NATS))
        self.cells.opacity = self.cells.receptors.opacity = self.neighbours.opacity = shown
        self.scrim.opacity = passing(share, 0.02, 0.2) * (1.0 - passing(share, 0.82, 1.0))


HER2_ANGLE = -2.55
HER2_REACH = 1.1
"""The angle near which one HER2 is named, and its distance from the cell's middle, in radii."""


class Neighbours(Painted):
    """Other cells of the tumor, around the cancer cell, within the tumor's mass."""

    def __init__(self, zoom: TumorZoom) -> None:
        super().__init__()
        self._zoom = zoom
        self.opacity = 0.0
        self._cells = [Cell(0.0, 0.0, CELL_RADIUS, seed=SEED + 1 + kind) for kind in range(KINDS)]
        random = np.random.default_rng(SEED)
        nodes = [
            ((column + 0.5 * (row % 2)), row * math.sqrt(0.75))
            for row, column in itertools.product(range(-RINGS, RINGS + 1), repeat=2)
            if (row, column) != (0, 0)
        ]
        places = np.array(nodes) + random.normal(0.0, UNEVEN, (len(nodes), 2))
        cosine, sine = math.cos(ROWS_RADIANS), math.sin(ROWS_RADIANS)
        self._places = CELL_RADIUS * places @ np.array([(cosine, sine), (-sine, cosine)])
        self._sizes = random.uniform(*SIZES, len(nodes))

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are within the tumor and in the picture."""
        if self.opacity <= 0.0 or self._zoom.cells.nearer is None:
            return
        view = self._zoom.cells.view_now()
        middle, mass = np.array(self._zoom.tumor_point()), self._zoom.tumor_radius()
        largest = CELL_RADIUS * view.magnification
        soft = passing(view.magnification, *NEIGHBOURS_SOFTEN)
        for number, place in enumerate(self._places):
            x, y = view.seen(
                (CELL_PLACE[0] + SPACING * float(place[0]), CELL_PLACE[1] + SPACING * float(place[1]))
            )
            radius = largest * float(self._sizes[number])
            far = float(np.hypot(x - middle[0], y - middle[1])) / mass
            opacity = self.opacity * (1.0 - soft) * (1.0 - passing(far, *MASS_EDGE))
            if opacity <= 0.0 or not _in_picture(x, y, 1.1 * radius):
                continue
            cell = self._cells[number % KINDS]
            cell.x, cell.y, cell.radius, cell.opacity = x, y, radius, opacity
            cell.paint(canvas)
            self._dots(canvas, (x, y), radius, opacity, number)

    @staticmethod
    def _dots(canvas: Canvas, at: Point, radius: float, opacity: float, number: int) -> None:
        """Draw the receptors in a nucleus."""
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        canvas.set_colour(rgb(Role.RECEPTOR), opacity)
        for each in range(RECEPTOR_DOTS):
            angle = 2 * math.pi * each / RECEPTOR_DOTS + number
            reach = DOT_RING * radius * (0.8 + 0.2 * math.sin(2.7 * (number + each)))
            context.arc(
                at[0] + reach * math.cos(angle),
                at[1] + reach * math.sin(angle),
                DOT_RADIUS * radius,
                0,
                2 * math.pi,
            )
            context.fill()
        context.restore()


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


def _in_picture(x: float, y: float, radius: float) -> bool:
    """Whether a disc is in the picture above the caption band."""
    return -radius < x < FRAME_WIDTH + radius and -radius < y < BAND_TOP + radius


class _Inwards(Motion):
    """The view goes into the tumor."""

    def __init__(self, zoom: TumorZoom) -> None:
        super().__init__(ease=steady)
        self._zoom = zoom

    def move(self, share: float) -> None:
        """Set body and cells."""
        self._zoom.set_at(share)
