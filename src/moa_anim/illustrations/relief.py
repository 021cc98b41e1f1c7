"""Soft solid forms, lit as the molecules are: heights over a grid of pixels, and the picture that one light makes of them.

Lengths are in the caller's unit; x points to the right, y down, heights towards the viewer. A height is −∞ where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from moa_anim.graphics.canvas import Rgb
from moa_anim.illustrations import relief_kernels
from moa_anim.illustrations.curves import smooth_curve
from moa_anim.illustrations.relief_kernels import NOWHERE, SUPERSAMPLES
from moa_anim.molecule.style import NEUTRAL_FACING, Style

Heights = NDArray[np.float32]

WHITE_SHARE = 0.55
"""Share of white mixed in where a surface is lit more than its own colour."""

BOX_PASSES = 2
"""Box filters in place of a Gaussian one."""

CURVE_STEPS = 10
"""Segments of a tube between two of its points."""


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

    def raise_on(self, grid: Grid, heights: Heights) -> None:
        """Raise heights on a grid to it, in place."""
        window = self.window(grid)
        np.maximum(heights[window], self.heights(grid.part(window)), out=heights[window])

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

    def raise_on(self, grid: Grid, heights: Heights) -> None:
        """Raise heights on a grid to it, in place."""
        left, top, density = (np.float32(each) for each in (grid.left, grid.top, grid.density))
        relief_kernels.raise_tube(self.spine().astype(np.float32), left, top, density, heights)


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

    def window(self, grid: Grid, beyond: float = 0.0) -> tuple[slice, slice]:
        """Return rows and columns of a grid that contain it and what is `beyond` its outline."""
        reach = max(self.breadth, self.above, self.below) + beyond
        return grid.window(self.x - reach, self.y - reach, self.x + reach, self.y + reach)

    def raise_on(self, grid: Grid, heights: Heights) -> None:
        """Raise heights on a grid to it, in place."""
        window = self.window(grid)
        np.maximum(heights[window], self.heights(grid.part(window)), out=heights[window])

    def heights(self, grid: Grid, beyond: float = 0.0) -> Heights:
        """Return its heights on a grid, continued `beyond` its outline, where they fall away, for unions."""
        out = grid.nothing()
        window = self.window(grid, beyond)
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
    filled = np.where(np.isfinite(heights), heights, NOWHERE).astype(np.float32)
    bright = np.empty_like(filled)
    toward = Style().toward_light()
    key = np.array([light.key, NEUTRAL_FACING, *light.gloss], dtype=np.float32)
    relief_kernels.faced(filled, np.float32(density), toward.astype(np.float32), key, bright)
    pixels = tuple(max(1, size // SUPERSAMPLES) for size in filled.shape)
    if light.hollows:
        weight, total = np.empty(pixels, dtype=np.float32), np.empty(pixels, dtype=np.float32)
        relief_kernels.means(filled, weight, total)
        for radius, strength in light.hollows:
            about = [_blurred(each, radius * density / SUPERSAMPLES) for each in (weight, total)]
            relief_kernels.darken_hollows(
                filled, about[0], about[1], np.float32(radius), np.float32(strength), bright
            )
    reach, strength = light.shadow
    if reach > 0.0:
        shift = np.array([round(toward[1] * reach * density), -round(toward[0] * reach * density)])
        # Rows go down, so that what may hide a point has a lower row, and a lower column if the light comes from the left.
        over = np.empty(pixels, dtype=np.float32)
        relief_kernels.overhang(filled, shift, np.float32(toward[2] * reach), np.float32(reach), over)
        shade = _blurred(over, 0.35 * reach * density / SUPERSAMPLES)
        relief_kernels.darken(bright, shade, np.float32(strength))
    return bright


def picture(heights: Heights, bright: Heights, colour: Rgb | NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the premultiplied picture of a relief, halved in size; `colour` is one, or (height, width, 3)."""
    colours = np.ascontiguousarray(colour, dtype=np.float32)
    if colours.ndim == 1:
        colours = colours[None, None]
    shape = tuple(size // SUPERSAMPLES for size in heights.shape)
    made = np.empty((*shape, 4), dtype=np.uint8)
    relief_kernels.coloured(
        np.ascontiguousarray(heights), np.ascontiguousarray(bright), colours, np.float32(WHITE_SHARE), made
    )
    return made


def _blurred(field: Heights, sigma: float) -> Heights:
    """Blur by two boxes for each axis, which take the same time whatever `sigma` (points of the field) is."""
    size = max(1, round(sigma * np.sqrt(12.0 / BOX_PASSES)))
    for _ in range(BOX_PASSES):
        field = ndimage.uniform_filter(field, size, mode="nearest")
    return field
