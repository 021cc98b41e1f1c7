"""Calm faces, as a few lines on the lit form of the head: of nobody in particular.

Lengths are in figure units (`body_outline`), before the head is inclined.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations import body_outline as body
from moa_anim.illustrations.curves import rotated, smooth_curve
from moa_anim.illustrations.shapes import trace
from moa_anim.model.palette import Role

Stroke = tuple[tuple[tuple[float, float], ...], float]

LID: Stroke = (((6.6, 51.2), (9.6, 53.6), (13.6, 54.5), (17.6, 53.4), (20.8, 50.6)), 1.5)
LASH: Stroke = (((17.6, 53.4), (20.6, 51.4), (22.4, 50.4)), 1.2)
FOLD: Stroke = (((7.4, 47.2), (11.0, 45.4), (15.4, 45.3), (19.8, 47.4)), 0.7)
BROW: Stroke = (((5.2, 39.6), (9.0, 37.2), (14.4, 36.0), (19.0, 37.0), (22.8, 40.0)), 2.3)
"""Lower edge of a closed lid with its lashes, the fold above it, and the brow: course on the viewer's right, and breadth."""

UPPER_LID: Stroke = (((5.8, 50.8), (9.4, 47.8), (13.8, 46.9), (18.4, 47.9), (22.2, 50.6)), 1.8)
LOWER_LID: Stroke = (((8.4, 52.6), (13.8, 54.2), (19.6, 52.2)), 0.8)
IRIS = ((14.0, 49.6), 2.7)
"""Edges of the lids of an open eye on the viewer's right, and the middle and radius of its iris."""

NOSE: Stroke = (((-4.2, 71.0), (-2.2, 72.3), (0.2, 72.8), (2.6, 72.3), (4.6, 71.0)), 0.8)
BRIDGE: Stroke = (((3.4, 47.0), (2.9, 54.0), (3.6, 62.0), (5.0, 68.0)), 0.6)
SMILE: Stroke = (((-10.4, 79.8), (-5.4, 81.5), (0.0, 82.2), (5.4, 81.5), (10.4, 79.8)), 1.0)
MOUTH: Stroke = (((-9.2, 81.4), (-5.0, 80.9), (0.0, 81.6), (5.0, 80.9), (9.2, 81.4)), 0.9)
"""Lower edge of the nose, the shaded side of its bridge, and the line between the lips, awake and at rest."""

LIPS = (
    (-9.2, 81.4), (-5.2, 78.9), (-1.9, 77.6), (0.0, 78.4), (1.9, 77.6), (5.2, 78.9), (9.2, 81.4), (5.4, 84.7), (0.0, 85.8),
    (-5.4, 84.7),
)  # fmt: skip
"""Outline of the lips."""

LIPS_OPACITY = 0.34
LINE_OPACITY = 0.72
FAINT_OPACITY = 0.34
"""Opacity of the lips, of the lines that say what the face does, and of those that only suggest its form."""

TAPER = 0.3
"""Breadth of a stroke at its ends, as a share of its breadth in the middle."""


def inclined(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points (n, 2) of the head as it is inclined."""
    pivot = np.array(body.HEAD_PIVOT)
    return np.asarray(rotated(points - pivot, math.radians(body.HEAD_INCLINED_DEGREES)) + pivot)


def draw_resting_face(canvas: Canvas, context: Any) -> None:
    """Draw the face of a woman at rest, her eyes closed and her head inclined; the context's unit is the figure's."""
    line = _line_colour()
    for side in (-1.0, 1.0):
        _fill(canvas, context, inclined(_stroke(FOLD, side)), line, FAINT_OPACITY)
        _fill(canvas, context, inclined(_stroke(LASH, side)), line, LINE_OPACITY)
        _fill(canvas, context, inclined(_stroke(LID, side)), line, LINE_OPACITY)
    _draw_rest(canvas, context, MOUTH, inclined)


def draw_waking_face(canvas: Canvas, context: Any) -> None:
    """Draw the face of someone who is awake, but for the eyes; the context's unit is the figure's."""
    _draw_rest(canvas, context, SMILE, lambda points: points)


def draw_closed_eyes(canvas: Canvas, context: Any) -> None:
    """Draw the eyes of someone who blinks."""
    line = _line_colour()
    for side in (-1.0, 1.0):
        _fill(canvas, context, _stroke(LASH, side), line, LINE_OPACITY)
        _fill(canvas, context, _stroke(LID, side), line, LINE_OPACITY)


def draw_open_eyes(canvas: Canvas, context: Any) -> None:
    """Draw the eyes of someone who looks at the viewer."""
    line, (x, y), radius = _line_colour(), *IRIS
    for side in (-1.0, 1.0):
        canvas.set_colour(line, LINE_OPACITY)
        context.arc(side * x, y, radius, 0.0, 2.0 * math.pi)
        context.fill()
        _fill(canvas, context, _stroke(LOWER_LID, side), line, FAINT_OPACITY)
        _fill(canvas, context, _stroke(UPPER_LID, side), line, LINE_OPACITY)


def _draw_rest(
    canvas: Canvas,
    context: Any,
    mouth: Stroke,
    turned: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> None:
    """Draw brows, nose and mouth, turned as the head is."""
    line, brow, lips = _line_colour(), tinted(Role.MEMBRANE, 0.5), tinted(Role.BLOOD, 0.18)
    _fill(canvas, context, turned(_lips()), lips, LIPS_OPACITY)
    for side in (-1.0, 1.0):
        _fill(canvas, context, turned(_stroke(BROW, side)), brow, LINE_OPACITY)
    for stroke, opacity in (
        (NOSE, 0.5 * (LINE_OPACITY + FAINT_OPACITY)),
        (BRIDGE, FAINT_OPACITY),
        (mouth, LINE_OPACITY),
    ):
        _fill(canvas, context, turned(_stroke(stroke, 1.0)), line, opacity)


def _line_colour() -> Rgb:
    return tinted(Role.VESSEL, 0.62)


def _fill(canvas: Canvas, context: Any, outline: NDArray[np.float64], colour: Rgb, opacity: float) -> None:
    canvas.set_colour(colour, opacity)
    trace(context, outline, closed=True)
    context.fill()


@cache
def _lips() -> NDArray[np.float64]:
    return smooth_curve(np.array(LIPS), 6, closed=True)


@cache
def _stroke(stroke: Stroke, side: float) -> NDArray[np.float64]:
    """The outline of a stroke that tapers to both ends, on the viewer's right (1) or left (−1)."""
    course, breadth = stroke
    points = smooth_curve(np.array(course) * [side, 1.0], 8)
    along = np.gradient(points, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    share = np.linspace(0.0, 1.0, len(points))
    half = 0.5 * breadth * (TAPER + (1.0 - TAPER) * np.sin(math.pi * share))[:, None]
    return np.vstack([points + half * across, (points - half * across)[::-1]])
