"""A cell at rest: painted once at each of a few sizes, cached, and scaled from these to any size."""

from __future__ import annotations

import math

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import Box, Sprite
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents
from moa_anim.illustrations.cell.cytoplasm import crowd, cytosol_colour
from moa_anim.illustrations.cell.cytoskeleton import centrosome
from moa_anim.illustrations.cell.membrane import THICKNESS, bilayer, proteins
from moa_anim.illustrations.cell.nucleus import nucleus
from moa_anim.illustrations.cell.organelles import dispersing_organelles, mitochondrion, vesicle
from moa_anim.illustrations.cell.outline import CELL_DEPTH
from moa_anim.illustrations.curves import Points, uneven_ring
from moa_anim.illustrations.shapes import grouped, placed, trace

MARGIN_RADII = 1.16
"""Distance from the cell's centre to the edge of its picture: proteins protrude from the membrane."""

LARGEST_MAGNIFICATION = 8.0
"""Size of the largest picture that is painted, relative to the initial size; a larger cell is about to leave the frame."""

BLEND_SHARE = 0.35
"""Share of the range (in octaves) from one size to the next, twice as large, over which the finer picture fades in."""

SPRITES_IN_MEMORY = 2
"""Number of pictures held in memory: the two sizes that are visible at once. One may have 40 MB."""

CROP_STEP_RADII = 0.25
"""A picture larger than the frame is cropped at multiples of this, so that a moving cell is rarely painted again."""


def resting_outline(contents: CellContents, corners: int = 720) -> Points:
    """Return the outer face of the membrane (corners, 2), in cell radii."""
    return uneven_ring(1.0, corners, contents.seed, CELL_DEPTH)


def paint_cell(canvas: Canvas, contents: CellContents, box: Box) -> None:
    """Paint the whole cell with its radius as unit; parts outside `box` may be left out."""
    context, grain = canvas.context, contents.grain
    outline = resting_outline(contents)
    # Of thousands of small shapes most are pale: four samples along each axis of a pixel look the same as Cairo's fifteen, in
    # three fifths of the time.
    context.set_antialias(cairo.ANTIALIAS_FAST)
    # Painted as a group, which is clipped once: Cairo would cut each of thousands of shapes with the cell's outline.
    context.push_group()
    canvas.set_colour(cytosol_colour())
    context.paint()
    crowd(canvas, contents.seed, grain, box, reach=1.06, clear=NUCLEUS_RADIUS - 0.03)
    dispersing_organelles(canvas, contents)
    context.pop_group_to_source()
    trace(context, outline * (1.0 - 0.5 * THICKNESS * grain), closed=True)
    context.fill()
    for x, y, radius, kind, number in contents.vesicles:
        vesicle(canvas, np.array([x, y]), radius, int(kind), int(number), grain)
    for x, y, angle, length, number in contents.mitochondria:
        mitochondrion(canvas, np.array([x, y]), angle, length, grain, int(number))
    nucleus(canvas, contents)
    centrosome(canvas, contents.centrosome[:2], float(contents.centrosome[2]), grain)
    bilayer(canvas, outline, grain, closed=True)
    corners = np.round(contents.proteins[:, 0] / (2 * np.pi) * len(outline)) % len(outline)
    proteins(canvas, outline, corners, contents.proteins[:, 1], grain, closed=True)


class RestingCell:
    """Pictures of one cell at rest; `pixels` is its initial radius in output pixels."""

    def __init__(self, contents: CellContents, pixels: float) -> None:
        self.contents, self.pixels = contents, pixels
        self._sprites: dict[tuple[float, Box], Sprite] = {}

    def lay(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        radius: float,
        bottom: float,
        alpha: float,
        softness: float = 0.0,
    ) -> None:
        """Draw the cell centred on (x, y), all in output pixels; what is below `bottom` may be left out.

        It is drawn from pictures `softness` octaves smaller than the ones for its size, but for none smaller than the first.
        """
        times = max(radius / self.pixels, 1e-6)
        times = max(times / 2.0**softness, min(times, 1.0))
        level = min(math.floor(math.log2(times) + 1e-9), round(math.log2(LARGEST_MAGNIFICATION)))
        share = math.log2(times) - level
        coarse, fine = 2.0**level, 2.0 ** (level + 1)
        through = min(1.0, max(0.0, share / BLEND_SHARE))
        if fine > LARGEST_MAGNIFICATION or share < 1e-6:
            self._lay(canvas, coarse, bottom, x, y, radius, alpha)
        elif through >= 1.0:
            self._lay(canvas, fine, bottom, x, y, radius, alpha)
        elif alpha >= 1.0:
            self._lay(canvas, coarse, bottom, x, y, radius, 1.0)
            self._lay(canvas, fine, bottom, x, y, radius, through)
        else:
            with grouped(canvas.context, alpha):
                self._lay(canvas, coarse, bottom, x, y, radius, 1.0)
                self._lay(canvas, fine, bottom, x, y, radius, through)

    def _lay(
        self, canvas: Canvas, level: float, bottom: float, x: float, y: float, radius: float, alpha: float
    ) -> None:
        """Draw the picture that is `level` times the initial size, scaled to `radius`."""
        frame = (-x / radius, -y / radius, (canvas.width - x) / radius, (bottom - y) / radius)
        # The frame shows most of the cell when the picture is scaled down most, to half its size.
        widest = max(1.0, radius / (self.pixels * level * 0.5)) if level > 1 else 1e9
        # A cell whose middle is outside of the frame has to reach into it, whichever side it is on.
        left, top, right, below = frame
        nearer = (min(left, 0.0), min(top, 0.0), max(right, 0.0), max(below, 0.0))
        sprite = self._covering(level, frame) or self._sprite(
            level, _cropped([side * widest for side in nearer])
        )
        with placed(canvas.context, (x, y), scale=radius):
            sprite.lay(canvas, alpha)

    def _covering(self, level: float, frame: Box) -> Sprite | None:
        """A picture at hand that covers all of the cell in the frame: while the view comes nearer, one lasts for a level."""
        left, top, right, bottom = frame
        margin = MARGIN_RADII
        seen = max(left, -margin), max(top, -margin), min(right, margin), min(bottom, margin)
        for (of, box), sprite in self._sprites.items():
            if (
                of == level
                and box[0] <= seen[0]
                and box[1] <= seen[1]
                and seen[2] <= box[2]
                and seen[3] <= box[3]
            ):
                return sprite
        return None

    def _sprite(self, level: float, box: Box) -> Sprite:
        sprite = self._sprites.get((level, box))
        if sprite is None:
            contents, pixels = self.contents, self.pixels * level
            tables = (
                contents.mitochondria, contents.vesicles, contents.proteins, contents.golgi, contents.centrosome,
            )  # fmt: skip
            key = (
                "cell",
                contents.seed,
                contents.grain,
                tables,
                np.vstack(contents.chromosomes),
                pixels,
                box,
            )
            sprite = Sprite(lambda canvas: paint_cell(canvas, contents, box), box, pixels, key)
            # One of the same size, which no longer covers the frame, goes first.
            leaving = sorted(self._sprites, key=lambda each: each[0] != level)
            for each in leaving[: len(self._sprites) + 1 - SPRITES_IN_MEMORY]:
                del self._sprites[each]
            self._sprites[level, box] = sprite
        return sprite


def _cropped(visible: list[float]) -> Box:
    """The box to paint of a cell if `visible` (left, top, right, bottom, in radii) is in the frame."""
    step, margin = CROP_STEP_RADII, MARGIN_RADII
    left, top = (max(-margin, math.floor(side / step) * step) for side in visible[:2])
    right, bottom = (min(margin, math.ceil(side / step) * step) for side in visible[2:])
    return (
        min(left, margin - step),
        min(top, margin - step),
        max(right, step - margin),
        max(bottom, step - margin),
    )
