"""Soft solid forms, lit as the molecules are: heights over a grid of pixels, and the picture that one light makes of them.

Lengths are in the caller's unit; x points to the right, y down, heights towards the viewer. A height is −∞ where nothing is.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from moa_anim.graphics.canvas import Rgb
from moa_anim.illustrations.curves import smooth_curve
from moa_anim.molecule.style import NEUTRAL_FACING, Style

Heights = NDArray[np.float32]

SUPERSAMPLES = 2
"""Heights for one pixel of the picture along each axis."""

WHITE_SHARE = 0.55
"""Share of white mixed in where a surface is lit more than its own colour."""

BOX_PASSES = 2
"""Box filters in place of a Gaussian one."""

CURVE_STEPS = 10
"""Segments of a tube between two of its points."""

NOWHERE = np.float32(-1.0e6)
"""The height of what lies behind everything, in place of −∞ where heights are smoothed."""


@dataclass(frozen=True)
class Grid:
    """A picture's raster: its upper left corner, raster points for one unit, and its width and height in raster points."""

    left: float
    top: float
    density: float
    width: int
    height: int

    @property
    def x(self) -> Heights:
        """Return x (width,) of the raster points."""
        return (self.left + (np.arange(self.width) + 0.5) / self.density).astype(np.float32)

    @property
    def y(self) -> Heights:
        """Return y (height,) of the raster points."""
        return (self.top + (np.arange(self.height) + 0.5) / self.density).astype(np.float32)

    def window(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        """Rows and columns that contain a box."""
        columns = [int((x - self.left) * self.density) for x in (left, right)]
        rows = [int((y - self.top) * self.density) for y in (top, bottom)]
        return (
            slice(min(self.height, max(0, rows[0] - 1)), min(self.height, max(0, rows[1] + 2))),
            slice(min(self.width, max(0, columns[0] - 1)), min(self.width, max(0, columns[1] + 2))),
        )

    def part(self, window: tuple[slice, slice]) -> Grid:
        """Return the grid of some rows and columns."""
        rows, columns = window
        left, top = self.left + columns.start / self.density, self.top + rows.start / self.density
        return Grid(left, top, self.density, columns.stop - columns.start, rows.stop - rows.start)

    def nothing(self) -> Heights:
        """Heights (height, width) of nothing."""
        return np.full((self.height, self.width), -np.inf, dtype=np.float32)


@dataclass(frozen=True)
class Loft:
    """A form given by its cross-sections: rows (y, left, right, depth), and heights `behind` (y, height of its axis).

    The front of each section is half a superellipse with the exponent `fullness`. At its ends the form is rounded off over
    the lengths `caps`.
    """

    rows: tuple[tuple[float, float, float, float], ...]
    axis: tuple[tuple[float, float], ...] = ()
    fullness: float = 2.0
    caps: tuple[float, float] = (0.0, 0.0)

    def sections(self, y: Heights) -> tuple[Heights, ...]:
        """Return left, right, depth and height of the axis at `y` (n,)."""
        rows = np.array(self.rows)
        left, right, depth = PchipInterpolator(rows[:, 0], rows[:, 1:])(y).T
        ends = np.ones_like(y)
        for length, distance in zip(self.caps, (y - rows[0, 0], rows[-1, 0] - y), strict=True):
            if length > 0.0:
                ends *= np.sqrt(1.0 - (1.0 - np.clip(distance / length, 0.0, 1.0)) ** 2)
        middle, half = (left + right) / 2, (right - left) / 2 * ends
        axis = np.array(self.axis or ((0.0, 0.0), (1.0, 0.0)))
        behind = PchipInterpolator(axis[:, 0], axis[:, 1])(np.clip(y, axis[0, 0], axis[-1, 0]))
        return tuple(each.astype(np.float32) for each in (middle - half, middle + half, depth * ends, behind))

    def window(self, grid: Grid, beyond: float = 0.0) -> tuple[slice, slice]:
        """Return rows and columns of a grid that contain it and what is `beyond` its sides."""
        rows = np.array(self.rows)
        return grid.window(rows[:, 1].min() - beyond, rows[0, 0], rows[:, 2].max() + beyond, rows[-1, 0])

    def heights(self, grid: Grid, beyond: float = 0.0) -> Heights:
        """Return its heights on a grid, continued `beyond` its sides, where they fall away, for unions."""
        out = grid.nothing()
        rows = np.array(self.rows)
        window = self.window(grid, beyond)
        x, y = grid.x[window[1]], grid.y[window[0]]
        inside = (y >= rows[0, 0]) & (y <= rows[-1, 0])
        if not inside.any() or not len(x):
            return out
        left, right, depth, behind = (
            each[:, None] for each in self.sections(np.clip(y, rows[0, 0], rows[-1, 0]))
        )
        half = np.maximum((right - left) / 2, 1e-3)
        across = np.abs((x[None, :] - (left + right) / 2) / half) ** self.fullness
        front = np.abs(1.0 - across) ** (1.0 / self.fullness)
        shown = ((across < 1.0) | (beyond > 0.0)) & inside[:, None]
        out[window] = np.where(shown, behind + depth * np.where(across < 1.0, front, -front), -np.inf)
        return out

    def covers(self, grid: Grid) -> NDArray[np.bool_]:
        """Return which points (height, width) of a grid are within its outline."""
        y = grid.y
        left, right, _, _ = self.sections(np.clip(y, self.rows[0][0], self.rows[-1][0]))
        inside = (y >= self.rows[0][0]) & (y <= self.rows[-1][0])
        x = grid.x[None, :]
        return (x > left[:, None]) & (x < right[:, None]) & inside[:, None]

    def outline(self, count: int) -> NDArray[np.float64]:
        """Return its closed outline (2 · count, 2), down the left side and up the right one."""
        y = np.linspace(self.rows[0][0], self.rows[-1][0], count).astype(np.float32)
        left, right, _, _ = self.sections(y)
        return np.vstack([np.stack([left, y], 1), np.stack([right, y], 1)[::-1]]).astype(float)


@dataclass(frozen=True)
class Tube:
    """A round tube along a smooth curve through points (x, y, height, radius)."""

    points: tuple[tuple[float, float, float, float], ...]

    def spine(self) -> NDArray[np.float64]:
        """Return the points (n, 4) of the smooth curve."""
        return smooth_curve(np.array(self.points), CURVE_STEPS)

    def heights(self, grid: Grid) -> Heights:
        """Return its heights on a grid."""
        out = grid.nothing()
        spine = self.spine()
        for (x0, y0, z0, r0), (x1, y1, z1, r1) in itertools.pairwise(spine):
            reach = max(r0, r1)
            window = grid.window(
                min(x0, x1) - reach, min(y0, y1) - reach, max(x0, x1) + reach, max(y0, y1) + reach
            )
            x, y = grid.x[window[1]][None, :], grid.y[window[0]][:, None]
            if not x.size or not y.size:
                continue
            length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
            share = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0.0, 1.0)
            radius = r0 + (r1 - r0) * share
            beside = (x - x0 - (x1 - x0) * share) ** 2 + (y - y0 - (y1 - y0) * share) ** 2
            front = radius**2 - beside
            here = np.where(front > 0.0, z0 + (z1 - z0) * share + np.sqrt(np.maximum(front, 0.0)), -np.inf)
            np.maximum(out[window], here.astype(np.float32), out=out[window])
        return out


@dataclass(frozen=True)
class Dome:
    """Half an egg: its middle, half breadth, half heights above and below the middle, and its height over `behind`.

    `turn` rotates it clockwise (degrees).
    """

    x: float
    y: float
    breadth: float
    above: float
    below: float
    rise: float
    behind: float = 0.0
    turn: float = 0.0

    def heights(self, grid: Grid, beyond: float = 0.0) -> Heights:
        """Return its heights on a grid, continued `beyond` its outline, where they fall away, for unions."""
        out = grid.nothing()
        reach = max(self.breadth, self.above, self.below) + beyond
        window = grid.window(self.x - reach, self.y - reach, self.x + reach, self.y + reach)
        x, y = grid.x[window[1]][None, :] - self.x, grid.y[window[0]][:, None] - self.y
        if not x.size or not y.size:
            return out
        cos, sin = np.cos(np.radians(self.turn)), np.sin(np.radians(self.turn))
        x, y = x * cos + y * sin, y * cos - x * sin
        off = (x / self.breadth) ** 2 + (y / np.where(y < 0.0, self.above, self.below)) ** 2
        front = np.sqrt(np.abs(1.0 - off))
        shown = off < 1.0 if not beyond else np.isfinite(off)
        out[window] = np.where(shown, self.behind + self.rise * np.where(off < 1.0, front, -front), -np.inf)
        return out


def smooth_union(one: Heights, other: Heights, radius: float | Heights) -> Heights:
    """Return the front of two forms, whose crease is rounded where they differ by less than `radius`."""
    with np.errstate(invalid="ignore"):
        near = np.fmax(radius - np.abs(one - other), np.float32(0.0))  # 0 where there is neither of them
    return np.asarray(np.maximum(one, other) + near * near / np.maximum(4.0 * radius, 1e-6), dtype=np.float32)


@dataclass(frozen=True)
class Light:
    """How a relief is lit. Lengths are in the caller's unit.

    `key` is how much darker than its own colour a surface is that is turned away; `hollows` are the radii within which
    higher surfaces darken lower ones, and by how much; `shadow` is the reach of the soft shadow along the light, and its
    strength; `gloss` is the strength of a highlight and its exponent.
    """

    key: float = 0.5
    hollows: tuple[tuple[float, float], ...] = ()
    shadow: tuple[float, float] = (0.0, 0.0)
    gloss: tuple[float, float] = (0.0, 1.0)


def brightness(heights: Heights, density: float, light: Light) -> Heights:
    """Return how bright each raster point is: 1 where a surface has its own colour."""
    filled = np.where(np.isfinite(heights), heights, NOWHERE)
    solid = filled > NOWHERE / 2
    # Gradients are taken on each form's own side of a jump: the smaller of the two one-sided differences.
    down = _slope(filled, 0) * density
    right = _slope(filled, 1) * density
    toward = Style().toward_light()
    facing = (-right * toward[0] + down * toward[1] + toward[2]) / np.sqrt(1.0 + right**2 + down**2)
    bright = 1.0 + light.key * 2.0 * (0.5 + 0.5 * facing - NEUTRAL_FACING)
    if light.gloss[0] > 0.0:
        bright += light.gloss[0] * np.clip(facing, 0.0, 1.0) ** light.gloss[1]
    for radius, strength in light.hollows:
        around = _mean_around(filled, solid, radius * density)
        bright *= 1.0 - strength * np.clip((around - filled) / radius, 0.0, 1.0)
    reach, strength = light.shadow
    if reach > 0.0:
        rows, columns = round(toward[1] * reach * density), round(toward[0] * reach * density)
        above = np.roll(filled, (rows, columns), axis=(0, 1))
        over = np.clip((above - filled - toward[2] * reach) / reach, 0.0, 1.0)
        shade = _blurred(_pixels(over), 0.35 * reach * density / SUPERSAMPLES)
        bright *= 1.0 - strength * _points(shade, over.shape)
    return np.where(solid, bright, 0.0).astype(np.float32)


def picture(heights: Heights, bright: Heights, colour: Rgb | NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the premultiplied picture of a relief, halved in size; `colour` is one, or (height, width, 3)."""
    own = np.broadcast_to(np.asarray(colour, dtype=np.float32), (*heights.shape, 3))
    lit = own * np.minimum(bright, 1.0)[..., None]
    lit = lit + (1.0 - lit) * (WHITE_SHARE * np.clip(bright - 1.0, 0.0, 1.0))[..., None]
    cover = np.isfinite(heights).astype(np.float32)
    layers = np.concatenate([np.clip(lit, 0.0, 1.0) * cover[..., None], cover[..., None]], axis=2)
    n = SUPERSAMPLES
    rows, columns = layers.shape[0] // n, layers.shape[1] // n
    small = layers[: rows * n, : columns * n].reshape(rows, n, columns, n, 4).mean(axis=(1, 3))
    return np.asarray(np.round(255.0 * small), dtype=np.uint8)


def _slope(heights: Heights, axis: int) -> Heights:
    ahead = np.diff(heights, axis=axis, append=np.take(heights, [-1], axis=axis))
    behind = np.diff(heights, axis=axis, prepend=np.take(heights, [0], axis=axis))
    steep = np.where(np.abs(ahead) < np.abs(behind), ahead, behind)
    both = 0.5 * (ahead + behind)
    return np.asarray(np.where(np.abs(ahead - behind) > 3.0 * np.abs(steep) + 1e-3, steep, both))


def _mean_around(heights: Heights, solid: NDArray[np.bool_], sigma: float) -> Heights:
    """Mean height about each raster point, the same for all points of a pixel."""
    weight = _blurred(_pixels(solid.astype(np.float32)), sigma / SUPERSAMPLES)
    total = _blurred(_pixels(np.where(solid, heights, np.float32(0.0))), sigma / SUPERSAMPLES)
    mean = np.asarray(total / np.maximum(weight, np.float32(1e-3)), dtype=np.float32)
    return _points(mean, heights.shape)


def _pixels(field: Heights) -> Heights:
    """Means of a field over the raster points of each pixel; points beyond the last whole pixel are left out."""
    n = SUPERSAMPLES
    rows, columns = max(1, field.shape[0] // n), max(1, field.shape[1] // n)
    parts = [field[row : n * rows : n, column : n * columns : n] for row in range(n) for column in range(n)]
    return np.asarray(sum(parts[1:], parts[0]) / np.float32(len(parts)), dtype=np.float32)


def _points(pixels: Heights, shape: tuple[int, ...]) -> Heights:
    """The field of a shape that has the value of its pixel at each raster point."""
    points = pixels.repeat(SUPERSAMPLES, axis=0).repeat(SUPERSAMPLES, axis=1)[: shape[0], : shape[1]]
    short = [(0, shape[axis] - points.shape[axis]) for axis in (0, 1)]
    return np.pad(points, short, mode="edge") if any(extra for _, extra in short) else points


def _blurred(field: Heights, sigma: float) -> Heights:
    """Blur by two boxes for each axis, which take the same time whatever `sigma` (points of the field) is."""
    size = max(1, round(sigma * np.sqrt(12.0 / BOX_PASSES)))
    for _ in range(BOX_PASSES):
        field = ndimage.uniform_filter(field, size, mode="nearest")
    return field
