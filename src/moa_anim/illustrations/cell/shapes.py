"""Lines that a cell is drawn with: uneven rings, smooth curves, double lines, rows of beads. Lengths in the caller's unit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.molecule.easing import smoothstep

Points = NDArray[np.float64]


def eased(share: float, begin: float = 0.0, end: float = 1.0) -> float:
    """0 until `begin`, 1 from `end`, from rest to rest between."""
    return smoothstep(share, begin, end)


def unevenness(seed: int, angles: Points, depth: float, counts: tuple[int, ...] = (2, 3, 4, 7)) -> Points:
    """No cell is a disc: a factor about 1 for each angle (radians), one with a few slow waves of about `depth`."""
    heights, phases = _waves(seed, counts)
    return np.asarray(1.0 + depth * (np.cos(angles[..., None] * counts + phases) @ heights))


@cache
def _waves(seed: int, counts: tuple[int, ...]) -> tuple[Points, Points]:
    random = np.random.default_rng((seed, 11))
    return (
        random.uniform(0.5, 1.0, len(counts)) / np.array(counts) ** 0.7,
        random.uniform(0, 2 * np.pi, len(counts)),
    )


def ring(radius: float, corners: int, seed: int, depth: float) -> Points:
    """A closed uneven loop (corners, 2) about the origin."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = radius * unevenness(seed, angles, depth)
    return np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1)


def arc(radius: Points | float, begin: float, end: float, corners: int) -> Points:
    """Points (corners, 2) about the origin from one angle to another; `radius` may be one for each."""
    angles = np.linspace(begin, end, corners)
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def smooth(points: Points, steps: int, *, closed: bool = False) -> Points:
    """A Catmull–Rom curve through the points, `steps` to each stretch."""
    count = len(points)
    if closed:
        at = np.arange(count)
        p0, p1, p2, p3 = (points[(at + k) % count] for k in (-1, 0, 1, 2))
    else:
        at = np.arange(count - 1)
        p0, p1, p2, p3 = (points[np.clip(at + k, 0, count - 1)] for k in (-1, 0, 1, 2))
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (p[:, None, :] for p in (p0, p1, p2, p3))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    flat = curve.reshape(-1, 2)
    return flat if closed else np.vstack([flat, points[-1:]])


def normals(points: Points, *, closed: bool = False) -> Points:
    """Unit vectors (n, 2) across a line: to the outside of a loop that runs from x to y."""
    ahead, behind = np.roll(points, -1, axis=0), np.roll(points, 1, axis=0)
    along = ahead - behind if closed else np.gradient(points, axis=0)
    length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return np.asarray(np.stack([along[:, 1], -along[:, 0]], axis=1) / length)


def beside(points: Points, by: float, *, closed: bool = False) -> Points:
    """The line moved by `by` across its own direction."""
    return points + by * normals(points, closed=closed)


def turned(points: Points, angle: float) -> Points:
    """The points turned about the origin by `angle` (radians)."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cosine, sine], [-sine, cosine]]))


def trace(context: Any, points: Iterable[Any], *, closed: bool = False) -> None:
    """Add a line through the points to the context's path."""
    first = True
    for x, y in np.asarray(points).tolist():
        if first:
            context.move_to(x, y)
            first = False
        else:
            context.line_to(x, y)
    if closed:
        context.close_path()


def lined(canvas: Canvas, width: float, colour: Rgb, alpha: float = 1.0) -> None:
    """Stroke the path, round at ends and corners, and keep it."""
    context = canvas.context
    canvas.set_colour(colour, alpha)
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_ROUND)
    context.set_line_width(width)
    context.stroke_preserve()


def beaded(canvas: Canvas, diameter: float, period: float, colour: Rgb, alpha: float = 1.0) -> None:
    """Stroke the path as a row of round beads and keep it."""
    canvas.context.set_dash([0.0, period], 0.0)
    lined(canvas, diameter, colour, alpha)
    canvas.context.set_dash([])


def hatched(
    canvas: Canvas, width: float, dash: float, period: float, colour: Rgb, alpha: float = 1.0
) -> None:
    """Stroke the path as short bars across it and keep it."""
    context = canvas.context
    canvas.set_colour(colour, alpha)
    context.set_line_cap(cairo.LINE_CAP_BUTT)
    context.set_dash([dash, period - dash], 0.0)
    context.set_line_width(width)
    context.stroke_preserve()
    context.set_dash([])


def sheet(
    canvas: Canvas, points: Points, width: float, line: float, fill: Rgb, edge: Rgb, alpha: float = 1.0
) -> None:
    """A flattened sac seen on edge: two membranes with a lumen between, joined at the ends."""
    trace(canvas.context, points)
    lined(canvas, width, edge, alpha)
    lined(canvas, width - 2 * line, fill, alpha)
    canvas.context.new_path()


def shape(canvas: Canvas, points: Points, fill: Rgb, edge: Rgb, line: float, alpha: float = 1.0) -> None:
    """A closed shape of flat colour with a line about it."""
    trace(canvas.context, points, closed=True)
    canvas.set_colour(fill, alpha)
    canvas.context.fill_preserve()
    lined(canvas, line, edge, alpha)
    canvas.context.new_path()
