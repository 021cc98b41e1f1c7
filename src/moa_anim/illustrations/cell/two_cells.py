"""Two cells in section, side by side, with holes where their nuclei are: what a camera passes between two nuclei.

They are drawn like the film's other cells, schematic, and the distance between them is compressed. Lengths are in design
pixels.
"""

from __future__ import annotations

from dataclasses import replace

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents, cell_contents
from moa_anim.illustrations.cell.cytoplasm import crowd, cytosol_colour
from moa_anim.illustrations.cell.membrane import THICKNESS, bilayer
from moa_anim.illustrations.cell.nuclear_envelope import envelope, envelope_radius, pores
from moa_anim.illustrations.cell.outline import CELL_DEPTH
from moa_anim.illustrations.curves import Points, polar, uneven_ring
from moa_anim.illustrations.shapes import placed, trace
from moa_anim.model.palette import Role

BORDER_WIDTH = 900.0
"""Width of what is between the pictures of the two nuclei (design pixels)."""

NEIGHBOUR_PIXELS = FRAME_WIDTH + BORDER_WIDTH
"""How far to the right of the first field's nucleus that of the other cell lies (design pixels)."""

CELL_MIDDLE: Point = (960.0, 330.0)
CELL_RADIUS = 1350.0
NUCLEUS_PIXELS = 1170.0
"""Middle of the first cell and of its nucleus, radius of the cell, and of the nucleus, in which is the whole picture of its
field (design pixels). The other cell is beside it, and a gap is between them."""

CELL_SEEDS = (41, 57)
"""Seeds of the two cells' outlines and contents."""

GRAIN = 0.75
"""Size of fine detail, as in the film's other cells."""

NUCLEUS_SCALE = NUCLEUS_PIXELS / NUCLEUS_RADIUS
ENVELOPE_GRAIN = 0.6
"""Design pixels for the unit in which the envelope is drawn, and size of its detail."""


def middle_of(number: int) -> Point:
    """Return the middle of one of the two cells (design pixels)."""
    return CELL_MIDDLE[0] + number * NEIGHBOUR_PIXELS, CELL_MIDDLE[1]


def paint_cells(canvas: Canvas) -> None:
    """Paint what is around the cells, then the cells."""
    canvas.set_colour(rgb(Role.PAPER))
    canvas.context.paint()
    for number, seed in enumerate(CELL_SEEDS):
        _paint_cell(canvas, middle_of(number), cell_contents(seed, GRAIN))


def _paint_cell(canvas: Canvas, middle: Point, contents: CellContents) -> None:
    """Paint a cell's cytoplasm, leave its nucleus out, then paint envelope and plasma membrane."""
    context = canvas.context
    outline = uneven_ring(1.0, 720, contents.seed, CELL_DEPTH)
    with placed(context, middle, scale=CELL_RADIUS):
        context.push_group()
        canvas.set_colour(cytosol_colour())
        context.paint()
        whole: Box = (-1.1, -1.1, 1.1, 1.1)
        crowd(canvas, contents.seed, GRAIN, whole, reach=1.06, clear=NUCLEUS_PIXELS / CELL_RADIUS - 0.06)
        context.pop_group_to_source()
        trace(context, outline * (1.0 - 0.5 * THICKNESS * GRAIN), closed=True)
        context.fill()
        bilayer(canvas, outline, GRAIN, closed=True)
    with placed(context, middle, scale=NUCLEUS_SCALE):
        trace(context, _nucleus_outline(contents), closed=True)
        context.set_operator(cairo.OPERATOR_CLEAR)
        context.fill()
        context.set_operator(cairo.OPERATOR_OVER)
        fine = replace(contents, grain=ENVELOPE_GRAIN)
        envelope(canvas, fine)
        pores(canvas, fine)


def _nucleus_outline(contents: CellContents) -> Points:
    """Return the middle line of a cell's nuclear envelope (n, 2), in the unit in which it is drawn."""
    angles = np.linspace(0.0, 2.0 * np.pi, 720, endpoint=False)
    return polar(envelope_radius(contents.seed, angles), angles)
