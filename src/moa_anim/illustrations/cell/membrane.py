"""The plasma membrane: two rows of lipid heads with their tails, and membrane proteins. Schematic, larger than life."""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.curves import Points, normals, offset_curve, perimeter, smooth_curve
from moa_anim.illustrations.shapes import (
    bead_row,
    outlined_shape,
    stroke_bars,
    stroke_line,
    trace,
)
from moa_anim.model.palette import Role

# In cell radii at grain 1: thickness of the bilayer, diameter of a lipid head, distance between the centres of two heads.
THICKNESS = 0.043
HEAD = 0.0155
PERIOD = 0.0168

PROTEIN_SHAPES = (
    (
        ((1.5, -0.75), (1.75, -0.2), (0.7, -0.1), (-0.7, -0.12), (-1.5, -0.3), (-1.4, -0.9), (0.0, -0.7)),
        ((1.5, 0.75), (1.75, 0.2), (0.7, 0.1), (-0.7, 0.12), (-1.5, 0.3), (-1.4, 0.9), (0.0, 0.7)),
    ),
    (
        (
            (2.9, -0.6),
            (3.1, 0.3),
            (2.1, 0.8),
            (1.3, 0.2),
            (-1.2, 0.25),
            (-2.1, 0.0),
            (-1.3, -0.25),
            (1.3, -0.2),
        ),
    ),
    (
        (
            (1.4, 0.1),
            (1.1, 0.8),
            (0.0, 0.6),
            (-1.3, 0.8),
            (-2.3, 0.4),
            (-2.4, -0.5),
            (-1.2, -0.7),
            (0.6, -0.7),
        ),
    ),
)
"""A channel of two halves, HER2 (a receptor with its head outside), a transporter with its body inside.

Each part is a loop of corners: across the membrane (1 is its outer face, −1 its inner), and along it.
"""


def bilayer(canvas: Canvas, line: Points, grain: float, *, closed: bool, backwards: bool = False) -> None:
    """Paint the membrane along `line`, which is its outer face and runs from x to y around the cell.

    A closed membrane has a whole number of lipids; an open one has its first lipid at its beginning, or with `backwards` at
    its end.
    """
    context = canvas.context
    thick, head, period = THICKNESS * grain, HEAD * grain, PERIOD * grain
    rows = [offset_curve(line, by, closed=closed) for by in (-head / 2, -thick / 2, head / 2 - thick)]
    if closed:
        around = perimeter(rows[1])
        period = around / round(around / period)
    elif backwards:
        rows = [row[::-1] for row in rows]
    trace(context, rows[1], closed=closed)
    stroke_line(canvas, thick - head, tinted(Role.MEMBRANE, 0.58, Role.PAPER))
    stroke_bars(canvas, thick - 1.6 * head, 0.20 * period, 0.5 * period, tinted(Role.MEMBRANE, 0.10))
    context.new_path()
    edge, core = tinted(Role.MEMBRANE, 0.42), tinted(Role.MEMBRANE, 0.30, Role.PAPER)
    for row in (rows[0], rows[2]):
        # Both rows have the same number of lipids, though the inner one is shorter.
        stretch = 1.0
        if closed:
            stretch = perimeter(row) / around
        trace(context, row, closed=closed)
        bead_row(canvas, head, head - 0.0052 * grain, period * stretch, edge, core)


@cache
def _protein(kind: int) -> tuple[Points, ...]:
    return tuple(smooth_curve(np.array(part), 5, closed=True) for part in PROTEIN_SHAPES[kind])


def proteins(canvas: Canvas, line: Points, at: Points, kinds: Points, grain: float, *, closed: bool) -> None:
    """Paint proteins in the membrane along `line`, at its corners `at` (n,)."""
    out = normals(line, closed=closed)
    half = THICKNESS * grain / 2
    fills = (
        tinted(Role.LIGASE, 0.52, Role.PAPER),
        tinted(Role.VESSEL, 0.55, Role.PAPER),  # HER2: pale, and in no other protein's colour
        tinted(Role.LIGASE, 0.40, Role.CROWD),
    )
    for corner, kind in zip(at.astype(int).tolist(), kinds.astype(int).tolist(), strict=True):
        normal = out[corner]
        along = np.array([-normal[1], normal[0]])
        middle = line[corner] - half * normal
        for part in _protein(kind):
            placed = middle + half * (part[:, :1] * normal + part[:, 1:] * along)
            outlined_shape(canvas, placed, fills[kind], tinted(Role.LIGASE, 0.35), 0.0042 * grain)
