"""Vessels in a millimetre of tissue, branching down to capillaries: the view between the body and one small vessel.

A schematic, generated from a seed, with a small vessel at the place where the view zooms in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.curves import lengths_along
from moa_anim.illustrations.shapes import trace
from moa_anim.model.palette import Role
from moa_anim.stage.dive import Point, Sight
from moa_anim.stage.painted import Painted

TREE_METRES_PER_PIXEL = 1.0e-6
"""Metres per design pixel at magnification 1: the small vessel is 17 pixels, and so 17 µm wide, as `BloodVessel` is."""

SMALL_VESSEL_WIDTH = 17.0
"""Width of the vessel into which the view zooms, in pixels of the tree."""

CAPILLARY_WIDTH = 5.0
"""Width of a capillary, in pixels of the tree: 5 µm."""

STEP_PIXELS = 14.0
"""Distance between the corners of a small vessel."""

TURN_RADIANS = 0.085
"""Standard deviation of the change of direction at each corner."""

END_WIDTH_SHARE = 0.30
"""Width of a vessel at its end, as a share of its width at its beginning."""

HALF_BREADTH_PIXELS = 5600.0
"""Half the width of the tissue."""

FOCUS = np.array([960.0, 350.0])
"""The point at which the small vessel runs horizontally through the picture, in pixels of the tree."""


@dataclass(frozen=True)
class Branch:
    """A vessel's course (n, 2) and width, in pixels of the tree; `taper` is its final width as a share of `width`."""

    course: NDArray[np.float64]
    width: float
    taper: float = END_WIDTH_SHARE

    def edges(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return half the width at each corner (n, 1), which decreases towards the end, and the unit normals (n, 2)."""
        along = np.gradient(self.course, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        share = np.linspace(0.0, 1.0, len(self.course))[:, None]
        half = self.width / 2 * (1.0 - (1.0 - self.taper) * share**1.5)
        return half, np.stack([-along[:, 1], along[:, 0]], axis=1)


def _course(
    random: np.random.Generator, start: NDArray[np.float64], heading: float, length: float, width: float
) -> NDArray[np.float64]:
    """A random course (n, 2) of a vessel from `start` in the direction `heading` (radians)."""
    step = max(1.1 * width, STEP_PIXELS)
    points = [start]
    turn = 0.0
    for _ in range(max(3, round(length / step))):
        turn = 0.75 * turn + random.normal(0.0, TURN_RADIANS)
        heading += turn
        points.append(points[-1] + step * np.array([np.cos(heading), np.sin(heading)]))
    return np.array(points)


def _sprout(random: np.random.Generator, parent: Branch, found: list[Branch]) -> None:
    """Add the branches of a vessel, and recursively their thinner branches, to `found`; the finest only near the focus."""
    width = parent.width * random.uniform(0.46, 0.62)
    if width < CAPILLARY_WIDTH * 0.8:
        return
    apart = 11.0 * parent.width
    lengths = lengths_along(parent.course)
    place, side = random.uniform(0.2, 0.8) * apart, random.choice([-1.0, 1.0])
    while place < lengths[-1]:
        row = int(np.searchsorted(lengths, place))
        row = min(max(row, 1), len(parent.course) - 1)
        here, before = parent.course[row], parent.course[row - 1]
        fine = width < 9.0 and np.abs(here - FOCUS).max() > 1500.0
        if not fine and np.abs(here - FOCUS).max() < HALF_BREADTH_PIXELS:
            heading = float(np.arctan2(*(here - before)[::-1])) + side * random.uniform(0.55, 1.15)
            child = Branch(_course(random, here, heading, width * random.uniform(24, 46), width), width)
            found.append(child)
            _sprout(random, child, found)
        side = -side
        place += apart * random.uniform(0.7, 1.4)


@cache
def grown(seed: int) -> tuple[Branch, ...]:
    """Return the vessels of the tissue, widest first."""
    random = np.random.default_rng(seed)
    x = np.linspace(-2 * HALF_BREADTH_PIXELS, 2 * HALF_BREADTH_PIXELS, 160)
    trunks = []
    for base, sway, phase, width in ((1450.0, 330.0, 0.4, 150.0), (-1650.0, 260.0, 2.0, 120.0)):
        trunks.append(Branch(np.stack([x, base + sway * np.sin(x / 1500 + phase)], axis=1), width, 1.0))
    along = np.linspace(-1250.0, 1250.0, 90)
    level = (
        FOCUS[1]
        + 0.00009 * along**2 * np.sign(along)
        + 10 * np.sin(along / 260) * (1 - np.exp(-((along / 400) ** 2)))
    )
    small = Branch(np.stack([FOCUS[0] + along, level], axis=1), SMALL_VESSEL_WIDTH, 0.6)
    found = [*trunks, small]
    for each in (*trunks, small):
        _sprout(random, each, found)
    return tuple(sorted(found, key=lambda branch: -branch.width))


class VesselTree(Painted):
    """The tissue's vessels, seen by `sight`, centred on the small one."""

    def __init__(self, *, seed: int, at: Point) -> None:
        super().__init__()
        self.sight = Sight((float(FOCUS[0]), float(FOCUS[1])), at)
        self.sight.shift = 1.0
        self._branches = grown(seed)
        self._edges = [branch.edges() for branch in self._branches]
        self._boxes = np.array(
            [[*(b.course.min(axis=0) - b.width), *(b.course.max(axis=0) + b.width)] for b in self._branches]
        )

    @property
    def metres_per_pixel(self) -> float:
        """Metres per design pixel."""
        return TREE_METRES_PER_PIXEL / self.sight.magnification

    def _in_view(self) -> list[int]:
        size, (ax, ay) = self.sight.magnification, self.sight.at
        left, right = FOCUS[0] - ax / size, FOCUS[0] + (FRAME_WIDTH - ax) / size
        top, bottom = FOCUS[1] - ay / size, FOCUS[1] + (BAND_TOP - ay) / size
        x0, y0, x1, y1 = self._boxes.T
        return [int(k) for k in np.flatnonzero((x0 < right) & (left < x1) & (y0 < bottom) & (top < y1))]

    def _trace(self, context: Any, number: int, beyond: float) -> None:
        """Add a vessel's outline to the path, `beyond` outside its edge; with fewer corners at low magnification."""
        course, (half, across) = self._branches[number].course, self._edges[number]
        stride = max(1, min(4, int(0.45 / self.sight.magnification)))
        rows = np.unique(np.append(np.arange(0, len(course), stride), len(course) - 1))
        off = (half[rows] + beyond) * across[rows]
        trace(context, np.vstack([course[rows] + off, (course[rows] - off)[::-1]]), closed=True)

    def paint(self, canvas: Canvas) -> None:
        """Draw the tissue and its vessels: first all outlines, then all fills, so that branches open into each other."""
        if self.opacity <= 0.0:
            return
        context = self.sight.enter(canvas)
        context.push_group()
        canvas.set_colour(tinted(Role.VESSEL, 0.50, Role.PAPER))
        context.paint()
        context.set_antialias(cairo.ANTIALIAS_FAST)
        context.set_fill_rule(cairo.FILL_RULE_WINDING)
        seen, line = self._in_view(), 2.2 / self.sight.magnification**0.75
        for beyond, colour in (
            (line, tinted(Role.BLOOD, 0.55)),
            (0.0, tinted(Role.BLOOD, 0.30, Role.VESSEL)),
        ):
            canvas.set_colour(colour)
            for number in seen:
                self._trace(context, number, beyond)
                context.fill()
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()
