"""The cells of a tumor on the way to one of them: they are its surface, lit and shaded with it, and end in flat tissue.

From afar they follow the tumor's rounded form and have its colour, shade and outline; nearer, the form flattens and the shade
goes, until they are cells in cross-section like those of every shot. Schematic: far larger in the tumor than in life.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body_form import tumor_colour
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.model.palette import Role
from moa_anim.sets.cancer_cell import CELL_PLACE, CELL_RADIUS, SEED
from moa_anim.stage.dive import halved, passing
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.illustrations.body import BodyFigure
    from moa_anim.sets.cancer_cell import CancerCell

SPACING = 2.04
"""Distance between the middles of the tumor's cells, in their radii: they are packed and touch."""

RINGS = 13
"""Number of rings of cells around the one that the camera goes to: as far as the rim of the rounded form."""

UNEVEN = 0.012
"""How far (root mean square, in spacings) cells are from the nodes of a regular pattern."""

ROWS_RADIANS = 0.27
"""Rotation of the pattern's rows: horizontal rows look like wallpaper."""

SIZES = (0.97, 1.03)
"""Least and largest radius of a cell, in the radii of the cell that the camera goes to."""

KINDS = 4
"""Number of different cells among them, besides the one that the camera goes to."""

RECEPTOR_DOTS = 5
DOT_RING = 0.24
DOT_RADIUS = 0.034
"""Receptors of a cell, dots on a ring in its nucleus: ring and dots in the cell's radii."""

HERO_DOT_RADIUS = 0.05
"""Size of the dots for the receptors of the cell that the camera goes to, which has those of `CancerCell`."""

PICTURE_RADIUS = 150.0
"""Radius (design pixels) at which the cells' pictures are drawn: nearer than this they go out of focus."""

FLATTENS = (450.0, 1500.0)
TONE_GOES = (140.0, 1000.0)
SHADE_GOES = (700.0, 3000.0)
"""Radii of the tumor (design pixels) between which its form flattens, and its own colour and its shade leave the cells."""

OUTLINE_UNTIL = 1900.0
"""Radius of the tumor from which its outline is out of the picture (design pixels)."""

CELL_COLOUR = (0.87, 0.82, 0.73)
"""Mean colour of a cell, relative to which the tumor's colour tints it."""

SOFTENS = (0.42, 0.85)
"""Magnifications between which cells fade into the soft tissue that is behind the one cell in the end."""


class TumorCells(Painted):
    """The cells of the tumor in `body`, as small pictures; over them `near` comes, where it is equal."""

    def __init__(self, body: BodyFigure, near: CancerCell) -> None:
        super().__init__()
        self._body, self._near = body, near
        self.opacity = 0.0
        self._cells = [Cell(0.0, 0.0, CELL_RADIUS, seed=SEED + number) for number in range(KINDS + 1)]
        self._small: list[list[cairo.ImageSurface]] = []
        self._factor = 0.0
        random = np.random.default_rng(SEED)
        nodes = [(0.0, 0.0)] + [
            (column + 0.5 * (row % 2), row * math.sqrt(0.75))
            for row, column in itertools.product(range(-RINGS, RINGS + 1), repeat=2)
            if (row, column) != (0, 0)
        ]
        places = np.array(nodes) + random.normal(0.0, UNEVEN, (len(nodes), 2))
        places[0] = 0.0
        cosine, sine = math.cos(ROWS_RADIANS), math.sin(ROWS_RADIANS)
        self.places = SPACING * CELL_RADIUS * places @ np.array([(cosine, sine), (-sine, cosine)])
        self._sizes = random.uniform(*SIZES, len(nodes))
        self._sizes[0] = 1.0
        self._kinds = np.concatenate([[0], 1 + np.arange(len(nodes) - 1) % KINDS])

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture, in the tumor's outline."""
        view = self._near.nearer
        if self.opacity <= 0.0 or view is None or view.magnification >= SOFTENS[1]:
            return
        (x, y), mass = self._body.tumor_point(), self._body.tumor_radius()
        context = canvas.design()
        reach = 1.2 * mass
        context.rectangle(x - reach, y - reach, 2 * reach, 2 * reach)
        context.clip()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        context.push_group()
        canvas.set_colour(tinted(Role.PAPER, 0.5, Role.MEMBRANE))
        context.paint()
        self._lay_cells(canvas, context, view.magnification * CELL_RADIUS, (x, y), mass)
        context.set_operator(cairo.OPERATOR_MULTIPLY)
        tone = [min(1.0, own / mean) for own, mean in zip(tumor_colour(), CELL_COLOUR, strict=True)]
        canvas.set_colour((tone[0], tone[1], tone[2]), 1.0 - passing(mass, *TONE_GOES))
        context.paint()
        self._body.lay_tumor_shade(canvas, 1.0 - passing(mass, *SHADE_GOES))
        context.set_operator(cairo.OPERATOR_OVER)
        opacity = self.opacity * (1.0 - passing(view.magnification, *SOFTENS))
        if mass < OUTLINE_UNTIL:
            pattern = context.pop_group()
            context.push_group()
            context.set_source(pattern)
            self._body.mask_by_tumor(canvas)
        context.pop_group_to_source()
        context.paint_with_alpha(opacity)
        context.restore()

    def _lay_cells(self, canvas: Canvas, context: Any, radius: float, middle: Point, mass: float) -> None:
        """Lay each cell where the form has it, as much foreshortened as the form is turned away there."""
        scale = radius / CELL_RADIUS
        flat = self.places * scale
        off = np.hypot(*flat.T)
        bent = 1.0 - passing(mass, *FLATTENS)
        turned = off / mass
        rounded = np.where(
            off > 0.0, mass * np.sin(np.minimum(turned, 0.5 * np.pi)) / np.maximum(off, 1e-6), 1.0
        )
        places = np.array(middle) + flat * (1.0 + (rounded - 1.0) * bent)[:, None]
        squash = 1.0 + (np.cos(np.minimum(turned, 0.5 * np.pi)) - 1.0) * bent
        for number in np.argsort(-off).tolist():
            x, y = places[number].tolist()
            size = radius * float(self._sizes[number])
            inside = -size < x < FRAME_WIDTH + size and -size < y < BAND_TOP + size
            if not inside or squash[number] < 0.04 or off[number] > 0.5 * math.pi * mass:
                continue
            angle = math.atan2(flat[number, 1], flat[number, 0])
            kind = int(self._kinds[number])
            self._lay_small(canvas, kind, (x, y), size, float(squash[number]), angle)

    def _lay_small(
        self, canvas: Canvas, kind: int, at: Point, radius: float, squash: float, angle: float
    ) -> None:
        """Lay the small picture of a kind of cell, `squash` times as long along `angle`."""
        if self._factor != canvas.scale:
            self._factor = canvas.scale
            self._small = [self._pictures(each, canvas) for each in range(KINDS + 1)]
        levels = self._small[kind]
        level = min(len(levels) - 1, max(0, math.floor(math.log2(PICTURE_RADIUS / radius))))
        surface = levels[level]
        side = surface.get_width()
        context = canvas.context
        context.save()
        context.translate(*at)
        context.rotate(angle)
        context.scale(squash, 1.0)
        context.rotate(-angle)
        # The picture shows 1.1 radii on each side.
        unit = 2.2 * radius / side
        context.scale(unit, unit)
        context.set_source_surface(surface, -side / 2, -side / 2)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint()
        context.restore()

    def _pictures(self, kind: int, like: Canvas) -> list[cairo.ImageSurface]:
        """Return the picture of a kind of cell with its receptors, at PICTURE_RADIUS and at halves of it."""
        canvas = Canvas(np.zeros_like(like.pixels))
        half = math.ceil(1.1 * PICTURE_RADIUS * like.scale / 16) * 16
        cell = self._cells[kind]
        cell.x = cell.y = half / like.scale
        cell.radius = half / 1.1 / like.scale
        cell.paint(canvas)
        context = canvas.design()
        self._dots(canvas, context, (cell.x, cell.y), cell.radius, kind)
        context.restore()
        pictures = [np.ascontiguousarray(canvas.pixels[: 2 * half, : 2 * half])]
        while pictures[-1].shape[0] > 8 and pictures[-1].shape[0] % 2 == 0:
            pictures.append(halved(pictures[-1]))
        return [
            cairo.ImageSurface.create_for_data(each.data, cairo.FORMAT_ARGB32, each.shape[1], each.shape[0])
            for each in pictures
        ]

    def _dots(self, canvas: Canvas, context: Any, at: Point, radius: float, number: int) -> None:
        """Draw the receptors in the nucleus of cell `number`."""
        canvas.set_colour(rgb(Role.RECEPTOR))
        dots = [
            (
                DOT_RING * (0.8 + 0.2 * math.sin(2.7 * (number + each))),
                2 * math.pi * each / RECEPTOR_DOTS + number,
            )
            for each in range(RECEPTOR_DOTS)
        ]
        size = DOT_RADIUS
        if number == 0:
            receptors = self._near.receptors
            seats = (receptors.seat(each) for each in range(len(receptors.members)))
            off = [((u - CELL_PLACE[0]) / CELL_RADIUS, (v - CELL_PLACE[1]) / CELL_RADIUS) for u, v in seats]
            dots = [(math.hypot(u, v), math.atan2(v, u)) for u, v in off]
            size = HERO_DOT_RADIUS
        for reach, angle in dots:
            x, y = at[0] + reach * radius * math.cos(angle), at[1] + reach * radius * math.sin(angle)
            context.arc(x, y, size * radius, 0, 2 * math.pi)
            context.fill()
