"""A plate with bread and a glass of water on a table: with food, a tablet is taken. Schematic."""

from __future__ import annotations

import math
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.geometry import Box
from moa_anim.illustrations.body_form import grid_of
from moa_anim.illustrations.relief import Dome, Light, brightness, picture
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

PLATE_AT = (886.0, 812.0)
PLATE_RADII = (176.0, 60.0)
WELL_SHARE = 0.70
"""Middle of the plate, half its length and breadth as it is seen (design pixels), and how much of it is its flat middle."""

BREAD = (
    Dome(-34.0, -16.0, 66.0, 42.0, 26.0, 40.0, 0.0, -6.0),
    Dome(50.0, -4.0, 58.0, 36.0, 23.0, 34.0, 26.0, 8.0),
)
"""Two rolls on it, about its middle (design pixels)."""

BREAD_BOX = (-110.0, -66.0, 120.0, 32.0)
BREAD_LIGHT = Light(key=0.5, hollows=((6.0, 0.3),), shadow=(10.0, 0.2), gloss=(0.10, 10.0))
SCORE_HEIGHT = 2.4
SCORES_APART = 22.0
"""Extent of their picture (design pixels), how they are lit, and depth and distance of the cuts in their crust."""

GLASS_AT = (1134.0, 848.0)
GLASS_PIXELS = (38.0, 46.0, 106.0)
GLASS_RIM = 0.24
WATER_SHARE = 0.66
"""Foot of the glass, half its breadth below and above, its height (design pixels), its rim's flatness, and how full it is. It
is seen before the table's top only, not before the wall."""

LINE_PIXELS = 2.0
"""Width of the lines (design pixels)."""


class Meal(Painted):
    """The plate with bread, and the glass."""

    def obstacles(self) -> list[Box]:
        """Return the boxes of plate and glass."""
        if self.opacity <= 0.0:
            return []
        (x, y), (half, down) = PLATE_AT, PLATE_RADII
        (gx, gy), (_, above, tall) = GLASS_AT, GLASS_PIXELS
        return [
            (x - half, y - 76.0, x + half, y + down),
            (gx - above, gy - tall - 12.0, gx + above, gy + 12.0),
        ]

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        context.push_group()
        _plate(canvas, context)
        _bread(canvas, context)
        _glass(canvas, context)
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()


def _ellipse(context: Any, x: float, y: float, half: float, down: float) -> None:
    context.save()
    context.translate(x, y)
    context.scale(half, down)
    context.new_sub_path()
    context.arc(0, 0, 1, 0, 2.0 * math.pi)
    context.restore()


def _plate(canvas: Canvas, context: Any) -> None:
    (x, y), (half, down) = PLATE_AT, PLATE_RADII
    context.set_line_width(LINE_PIXELS)
    for shift, share, colour, alpha in (
        (12.0, 0.98, rgb(Role.INK), 0.14),
        (5.0, 1.0, tinted(Role.TABLET, 0.30, Role.INK), 1.0),
        (0.0, 1.0, rgb(Role.TABLET), 1.0),
        (1.0, WELL_SHARE, tinted(Role.TABLET, 0.10, Role.INK), 1.0),
        (3.0, WELL_SHARE - 0.015, tinted(Role.TABLET, 0.03, Role.INK), 1.0),
    ):
        _ellipse(context, x + 0.4 * shift, y + shift, share * half, share * down)
        canvas.set_colour(colour, alpha)
        context.fill()
    _ellipse(context, x, y, half, down)
    canvas.set_colour(tinted(Role.INK, 0.45, Role.TABLET))
    context.stroke()


def _bread(canvas: Canvas, context: Any) -> None:
    pixels = canvas.scale
    made = cached(lambda: bread_picture(pixels), "bread", pixels)
    source = cairo.ImageSurface.create_for_data(made.data, cairo.FORMAT_ARGB32, made.shape[1], made.shape[0])
    context.save()
    context.translate(PLATE_AT[0] + BREAD_BOX[0], PLATE_AT[1] + BREAD_BOX[1])
    context.scale(1.0 / pixels, 1.0 / pixels)
    context.set_source_surface(source, 0, 0)
    context.paint()
    context.restore()


def bread_picture(pixels: float) -> NDArray[np.uint8]:
    """Return the lit rolls within BREAD_BOX, `pixels` to a design pixel."""
    grid = grid_of(BREAD_BOX, pixels)
    heights = grid.nothing()
    for roll in BREAD:
        roll.raise_on(grid, heights)
    along = grid.x[None, :] + 0.5 * grid.y[:, None]
    cuts = SCORE_HEIGHT * np.exp(-((np.mod(along, SCORES_APART) - SCORES_APART / 2) ** 2) / 9.0)
    heights = np.where(np.isfinite(heights), heights - cuts, heights).astype(np.float32)
    crust = tinted(Role.DNA, 0.42, Role.RNA)
    return picture(heights, brightness(heights, grid.density, BREAD_LIGHT), crust)


def _glass(canvas: Canvas, context: Any) -> None:
    (x, foot), (below, above, tall) = GLASS_AT, GLASS_PIXELS
    surface = foot - WATER_SHARE * tall
    at_surface = below + (above - below) * WATER_SHARE
    water = tinted(Role.NUCLEUS, 0.30, Role.LIGASE)
    for shift, wide, alpha in ((12.0, 1.12, 0.10), (4.0, 1.04, 0.22)):
        _ellipse(context, x + shift, foot + 6.0, wide * below, GLASS_RIM * wide * below)
        canvas.set_colour(rgb(Role.INK), alpha)
        context.fill()
    for top, half, colour, alpha in (
        (foot - tall, above, rgb(Role.TABLET), 0.55),
        (surface, at_surface, water, 0.55),
    ):
        context.move_to(x - half, top)
        context.line_to(x - below, foot)
        context.curve_to(x - below, foot + 13.0, x + below, foot + 13.0, x + below, foot)
        context.line_to(x + half, top)
        context.curve_to(x + half, top + 13.0, x - half, top + 13.0, x - half, top)
        canvas.set_colour(colour, alpha)
        context.fill()
    _ellipse(context, x, surface, at_surface, GLASS_RIM * at_surface)
    canvas.set_colour(tinted(Role.NUCLEUS, 0.14, Role.LIGASE), 0.8)
    context.fill()
    canvas.set_colour(tinted(Role.INK, 0.45, Role.TABLET))
    context.set_line_width(LINE_PIXELS)
    _ellipse(context, x, foot - tall, above, GLASS_RIM * above)
    context.stroke()
    context.move_to(x - above, foot - tall)
    context.line_to(x - below, foot)
    context.curve_to(x - below, foot + 13.0, x + below, foot + 13.0, x + below, foot)
    context.line_to(x + above, foot - tall)
    context.stroke()
