"""A zoom across orders of magnitude: views that grow about one point and cross-fade."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layers import shrink
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

MIDDLE = (960.0, 500.0)
"""Point of the picture about which the view grows, by default (design pixels)."""

SCRIM_PIXELS = (70.0, 190.0)
"""From the top, between which the paper fades out."""

SCRIM_STOPS = 9
"""Colour stops of its gradient."""

Point = tuple[float, float]


class Track:
    """A number over time that interpolates (seconds, value) rows by a monotone cubic, which does not overshoot."""

    def __init__(self, *rows: Point) -> None:
        self._times = [time for time, _ in rows]
        self._values = [value for _, value in rows]
        rises = [(v1 - v0) / (t1 - t0) for (t0, v0), (t1, v1) in itertools.pairwise(rows)]
        slopes = [0.0]
        for before, after in itertools.pairwise(rises):
            # Harmonic mean of the slopes on both sides (Fritsch & Butland); 0 where the direction changes.
            slopes.append(2 * before * after / (before + after) if before * after > 0 else 0.0)
        self._slopes = [*slopes, 0.0]

    def at(self, seconds: float) -> float:
        """Return the value at `seconds`; before the first and after the last row it is constant."""
        times, values = self._times, self._values
        if seconds <= times[0]:
            return values[0]
        if seconds >= times[-1]:
            return values[-1]
        left = bisect_right(times, seconds) - 1
        span = times[left + 1] - times[left]
        x = (seconds - times[left]) / span
        return (
            (1 + 2 * x) * (1 - x) ** 2 * values[left]
            + x * (1 - x) ** 2 * span * self._slopes[left]
            + x * x * (3 - 2 * x) * values[left + 1]
            + x * x * (x - 1) * span * self._slopes[left + 1]
        )


def passing(seconds: float, begin: float, end: float) -> float:
    """Return 0 before `begin`, 1 after `end`, and a smooth step between."""
    return smoothstep(seconds, begin, end)


class Sight:
    """A view of a flat world, whose point `focus` is seen at `at`, magnified by e to the power `nearness`.

    `shift` in 0…1 is how far `at` has moved from the focus's own place to `target` (design pixels).
    """

    def __init__(self, focus: Point, target: Point = MIDDLE, nearness: float = 0.0) -> None:
        self.focus, self.target, self.nearness, self.shift = focus, target, nearness, 0.0

    @property
    def magnification(self) -> float:
        """Design pixels for one pixel of the world."""
        return math.exp(self.nearness)

    @property
    def at(self) -> Point:
        """Where the focus is seen (design pixels)."""
        (fx, fy), (tx, ty) = self.focus, self.target
        return fx + (tx - fx) * self.shift, fy + (ty - fy) * self.shift

    def seen(self, point: Point) -> Point:
        """Return where a point of the world is seen (design pixels)."""
        x, y = self.at
        return (
            x + (point[0] - self.focus[0]) * self.magnification,
            y + (point[1] - self.focus[1]) * self.magnification,
        )

    def enter(self, canvas: Canvas, *, within: bool = True) -> Any:
        """Return the canvas's context in pixels of the world, clipped above the caption band; the caller restores it.

        If it is drawn into a group already (`within` false), the context is taken as it is, in design pixels.
        """
        if within:
            context = canvas.design()
            context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
            context.clip()
        else:
            context = canvas.context
            context.save()
        context.translate(*self.at)
        context.scale(self.magnification, self.magnification)
        context.translate(-self.focus[0], -self.focus[1])
        return context


class Nearing(Painted):
    """Another painted thing, seen from farther away: scaled by e to the power `nearness` (0 or less) about `about`."""

    def __init__(self, painted: Painted, about: Point) -> None:
        super().__init__()
        self.painted, self.about, self.nearness = painted, about, 0.0
        self._canvas: Canvas | None = None

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of what it shows, scaled."""
        x, y = self.about
        size = math.exp(self.nearness)
        return [((points - [x, y]) * size + [x, y], weight) for points, weight in self.painted.silhouettes()]

    def sightings(self) -> list[Sighting]:
        """Return the sightings of what it shows, scaled."""
        middle, size = np.array(self.about), math.exp(self.nearness)
        shown = self.painted.sightings() if self.opacity > 0.0 else []
        return [
            replace(
                each,
                points=(each.points - middle) * size + middle,
                spots=(each.spots - middle) * size + middle,
            )
            for each in shown
        ]

    def paint(self, canvas: Canvas) -> None:
        """Paint it on a canvas of its own and lay that, scaled, on `canvas`; at full size paint it directly."""
        if self.opacity <= 0.0:
            return
        if self.nearness == 0.0 and self.opacity >= 1.0:
            self.painted.paint(canvas)
            return
        if self._canvas is None or self._canvas.pixels.shape != canvas.pixels.shape:
            self._canvas = Canvas(np.zeros_like(canvas.pixels))
        apart = self._canvas
        apart.pixels[:] = 0
        self.painted.paint(apart)
        pictures = [apart.pixels]
        while self.nearness < -math.log(2.0) * len(pictures):
            pictures.append(halved(pictures[-1]))
        lay(canvas, pictures, self.about, self.nearness, self.opacity)


class Scrim(Painted):
    """Paper over the top of a full picture, so that step marker and progress rail can be read."""

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity > 0.0:
            scrim(canvas, SCRIM_PIXELS, self.opacity)


def scrim(canvas: Canvas, between: tuple[float, float], opacity: float) -> None:
    """Lay paper over the top of the picture: opaque down to the first of two heights, transparent at the second."""
    context = canvas.design()
    paper = rgb(Role.PAPER)
    shade = cairo.LinearGradient(0, between[0], 0, between[1])
    for step in range(SCRIM_STOPS):
        shade.add_color_stop_rgba(
            step / (SCRIM_STOPS - 1),
            paper[2],
            paper[1],
            paper[0],
            (1 - gentle(step / (SCRIM_STOPS - 1))) * opacity,
        )
    context.rectangle(0, 0, FRAME_WIDTH, between[1])
    context.set_source(shade)
    context.fill()
    context.restore()


def halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture (height, width, 4) at half its size; each pixel is the mean of four."""
    made = np.empty((picture.shape[0] // 2, picture.shape[1] // 2, 4), dtype=np.uint8)
    shrink(np.ascontiguousarray(picture).view(np.uint32)[..., 0], made.view(np.uint32)[..., 0])
    return made


def lay(
    canvas: Canvas,
    pictures: Sequence[NDArray[np.uint8]],
    about: Point,
    nearness: float,
    opacity: float,
) -> None:
    """Lay a picture of the frame, scaled by e to the power `nearness` about a point (design pixels), above the caption band.

    `pictures` are the same picture, each half as large as the one before; the one that is shrunk by less than half is used.
    """
    size = math.exp(nearness)
    level = min(len(pictures) - 1, max(0, math.floor(-math.log2(size) + 1e-9)))
    picture = pictures[level]
    height, width = picture.shape[:2]
    source = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)
    x, y = about[0] * canvas.scale, about[1] * canvas.scale
    context = canvas.context
    context.save()
    context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
    context.clip()
    context.translate(x, y)
    context.scale(size, size)
    context.translate(-x, -y)
    context.scale(2.0**level, 2.0**level)
    context.set_source_surface(source, 0, 0)
    pattern = context.get_source()
    pattern.set_filter(cairo.FILTER_BILINEAR if nearness else cairo.FILTER_NEAREST)
    context.paint_with_alpha(opacity)
    context.restore()
