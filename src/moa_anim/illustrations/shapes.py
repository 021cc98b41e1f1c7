"""Drawing primitives of the illustrations: lines, rows of beads, filled outlines, groups. Lengths are in the caller's unit.

Functions named `stroke_…` draw the context's current path and preserve it; after all others the context has no path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import cairo
import numpy as np

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.illustrations.curves import Points


@contextmanager
def placed(
    context: Any, place: Iterable[float] = (0.0, 0.0), angle: float = 0.0, scale: float = 1.0
) -> Iterator[None]:
    """Within this context the origin is at `place`, and the axes are rotated by `angle` (radians) and scaled."""
    context.save()
    context.translate(*place)
    context.rotate(angle)
    context.scale(scale, scale)
    yield
    context.restore()


@contextmanager
def grouped(context: Any, alpha: float) -> Iterator[None]:
    """What is drawn within this context becomes one layer with opacity `alpha`: overlapping parts do not show through."""
    context.push_group()
    yield
    context.pop_group_to_source()
    context.paint_with_alpha(alpha)


def trace(context: Any, points: Iterable[Any], *, closed: bool = False) -> None:
    """Add a polyline through the points to the context's path."""
    corners = np.asarray(points).tolist()
    context.move_to(*corners[0])
    for x, y in corners[1:]:
        context.line_to(x, y)
    if closed:
        context.close_path()


def round_pen(context: Any) -> None:
    """Give the lines that follow round ends and corners."""
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_ROUND)


def stroke_line(canvas: Canvas, width: float, colour: Rgb, alpha: float = 1.0) -> None:
    """Stroke the path with round ends and corners."""
    context = canvas.context
    canvas.set_colour(colour, alpha)
    round_pen(context)
    context.set_line_width(width)
    context.stroke_preserve()


def stroke_beads(canvas: Canvas, diameter: float, period: float, colour: Rgb, alpha: float = 1.0) -> None:
    """Stroke the path as a row of round beads whose centres are `period` apart."""
    canvas.context.set_dash([0.0, period], 0.0)
    stroke_line(canvas, diameter, colour, alpha)
    canvas.context.set_dash([])


def stroke_bars(canvas: Canvas, width: float, dash: float, period: float, colour: Rgb) -> None:
    """Stroke the path as a row of bars across it, each `width` long and `dash` thick."""
    context = canvas.context
    canvas.set_colour(colour)
    context.set_line_cap(cairo.LINE_CAP_BUTT)
    context.set_dash([dash, period - dash], 0.0)
    context.set_line_width(width)
    context.stroke_preserve()
    context.set_dash([])


def double_line(
    canvas: Canvas,
    width: float,
    core_width: float,
    edge: Rgb,
    core: Rgb,
    alpha: float = 1.0,
    edge_alpha: float = 1.0,
) -> None:
    """Draw the path as a line of colour `edge` with a narrower one of colour `core` on it.

    `edge_alpha` is the opacity of the wider line relative to the narrower one's.
    """
    stroke_line(canvas, width, edge, edge_alpha * alpha)
    stroke_line(canvas, core_width, core, alpha)
    canvas.context.new_path()


def bead_row(
    canvas: Canvas, diameter: float, core_diameter: float, period: float, edge: Rgb, core: Rgb
) -> None:
    """Draw the path as a row of beads of colour `core` with a rim of colour `edge`."""
    stroke_beads(canvas, diameter, period, edge)
    stroke_beads(canvas, core_diameter, period, core)
    canvas.context.new_path()


def fill_and_stroke(canvas: Canvas, fill: Rgb, edge: Rgb, line: float, alpha: float = 1.0) -> None:
    """Fill the path and draw its outline `line` wide, with the line joins that are set in the context."""
    canvas.set_colour(fill, alpha)
    canvas.context.fill_preserve()
    canvas.set_colour(edge, alpha)
    canvas.context.set_line_width(line)
    canvas.context.stroke()


def outlined_shape(
    canvas: Canvas, points: Points, fill: Rgb, edge: Rgb, line: float, alpha: float = 1.0
) -> None:
    """Draw a closed shape of flat colour with an outline that has round corners."""
    trace(canvas.context, points, closed=True)
    round_pen(canvas.context)
    fill_and_stroke(canvas, fill, edge, line, alpha)


def sac(
    canvas: Canvas, points: Points, width: float, line: float, fill: Rgb, edge: Rgb, alpha: float = 1.0
) -> None:
    """Draw a flattened sac in section along `points`: two membranes, each `line` thick, with a lumen between them."""
    trace(canvas.context, points)
    double_line(canvas, width, width - 2 * line, edge, fill, alpha)
