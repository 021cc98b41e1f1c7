"""A cell at rest: painted once for each of a few sizes, kept, and laid from those at any size."""

from __future__ import annotations

import math

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import Box, Sprite
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, Inside
from moa_anim.illustrations.cell.fibres import centriole
from moa_anim.illustrations.cell.interior import crowd, ground
from moa_anim.illustrations.cell.membrane import THICKNESS, bilayer, proteins
from moa_anim.illustrations.cell.nucleus import nucleus
from moa_anim.illustrations.cell.organelles import mitochondrion, stacks, vesicle
from moa_anim.illustrations.cell.outline import CELL_DEPTH
from moa_anim.illustrations.cell.shapes import Points, ring, trace

MARGIN = 1.16
"""Cell radii from the middle to the edge of its picture: proteins stand out of the membrane."""

LARGEST = 8.0
"""Times its resting size at which a cell is still drawn afresh; beyond that it is a blur on its way out."""

BLEND = 0.35
"""Of the way from one size to the next (twice it), over which the finer picture comes through the coarser."""

KEPT = 3
"""Sizes held in memory at once: the two that are seen and one more."""

STEP = 0.25
"""Cell radii in whose multiples a picture larger than the frame is cut off."""


def resting_outline(inside: Inside, corners: int = 720) -> Points:
    """The outer face of the membrane (corners, 2)."""
    return ring(1.0, corners, inside.seed, CELL_DEPTH)


def paint_cell(canvas: Canvas, inside: Inside, box: Box) -> None:
    """Paint the whole cell in the context's unit, its radius; what lies outside of `box` may be left out."""
    context = canvas.context
    outline = resting_outline(inside)
    context.save()
    trace(context, outline * (1.0 - 0.5 * THICKNESS * inside.grain), closed=True)
    canvas.set_colour(ground())
    context.fill_preserve()
    context.clip()
    crowd(canvas, inside.seed, inside.grain, box, reach=1.06, clear=NUCLEUS_RADIUS - 0.03)
    stacks(canvas, inside)
    context.restore()
    small_bodies(canvas, inside)
    nucleus(canvas, inside)
    centriole(canvas, inside.centrosome[:2], float(inside.centrosome[2]), inside.grain)
    bilayer(canvas, outline, inside.grain, closed=True)
    at = np.round(inside.proteins[:, 0] / (2 * np.pi) * len(outline)) % len(outline)
    proteins(canvas, outline, at, inside.proteins[:, 1], inside.grain, closed=True)


def small_bodies(canvas: Canvas, inside: Inside) -> None:
    """Vesicles and mitochondria where they are at rest."""
    for x, y, radius, kind, make in inside.vesicles:
        vesicle(canvas, np.array([x, y]), radius, int(kind), int(make), inside.grain)
    for x, y, angle, length, make in inside.mitochondria:
        mitochondrion(canvas, np.array([x, y]), angle, length, inside.grain, int(make))


class CellPicture:
    """Pictures of one cell at rest, whose radius then is `home` output pixels."""

    def __init__(self, inside: Inside, home: float) -> None:
        self.inside, self.home = inside, home
        self._kept: dict[tuple[float, Box], Sprite] = {}

    def lay(self, canvas: Canvas, x: float, y: float, radius: float, bottom: float, alpha: float) -> None:
        """Lay the cell with its middle at (x, y), all in output pixels; nothing below `bottom` is needed."""
        times = max(radius / self.home, 1e-6)
        level = min(math.floor(math.log2(times) + 1e-9), round(math.log2(LARGEST)))
        share = math.log2(times) - level
        frame = (-x / radius, -y / radius, (canvas.width - x) / radius, (bottom - y) / radius)
        coarse, fine = 2.0**level, 2.0 ** (level + 1)
        through = min(1.0, max(0.0, share / BLEND))
        if fine > LARGEST or share < 1e-6:
            self._lay(canvas, coarse, frame, x, y, radius, alpha)
        elif through >= 1.0:
            self._lay(canvas, fine, frame, x, y, radius, alpha)
        elif alpha >= 1.0:
            self._lay(canvas, coarse, frame, x, y, radius, 1.0)
            self._lay(canvas, fine, frame, x, y, radius, through)
        else:
            canvas.context.push_group()
            self._lay(canvas, coarse, frame, x, y, radius, 1.0)
            self._lay(canvas, fine, frame, x, y, radius, through)
            canvas.context.pop_group_to_source()
            canvas.context.paint_with_alpha(alpha)

    def _lay(
        self, canvas: Canvas, level: float, frame: Box, x: float, y: float, radius: float, alpha: float
    ) -> None:
        """Lay the picture of one size, scaled; `frame` is what can be seen of it, in cell radii."""
        # The least that the picture of this size is used for shows the most of the cell.
        widest = max(1.0, radius / (self.home * level * 0.5)) if level > 1 else 1e9
        seen = [side * widest for side in frame]
        box = _cut(seen)
        context = canvas.context
        context.save()
        context.translate(x, y)
        context.scale(radius, radius)
        self._sprite(level, box).lay(canvas, alpha)
        context.restore()

    def _sprite(self, level: float, box: Box) -> Sprite:
        found = self._kept.get((level, box))
        if found is None:
            inside, pixels = self.inside, self.home * level
            tables = (inside.mitochondria, inside.vesicles, inside.proteins, inside.golgi, inside.centrosome)
            key = ("cell", inside.seed, inside.grain, tables, np.vstack(inside.chromosomes), pixels, box)
            found = Sprite(lambda canvas: paint_cell(canvas, inside, box), box, pixels, key)
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[level, box] = found
        return found


def _cut(seen: list[float]) -> Box:
    """What is painted of a cell of which this is seen (in radii): in steps, so that a moving cell is not always new."""
    left, top = (max(-MARGIN, math.floor(side / STEP) * STEP) for side in seen[:2])
    right, bottom = (min(MARGIN, math.ceil(side / STEP) * STEP) for side in seen[2:])
    return (
        min(left, MARGIN - STEP),
        min(top, MARGIN - STEP),
        max(right, STEP - MARGIN),
        max(bottom, STEP - MARGIN),
    )
