"""An oval, film-coated tablet with two domed faces and a rounded band between them, seen obliquely from above.

It is lit once for each doubling of its size and kept as a sprite, with its soft shadow on what it lies before.
"""

from __future__ import annotations

import math
from functools import cache

import cairo
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations.relief import Heights, Light, brightness, picture
from moa_anim.illustrations.relief_kernels import SUPERSAMPLES
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

BREADTH = 0.54
"""Breadth of the tablet, in its lengths."""

OVAL_EXPONENT = 2.35
"""Exponent of the superellipse that is the outline of a face; 2 would be an ellipse."""

BAND = 0.105
DOME = 0.125
"""Height of the band around the tablet, and of each dome over it, in tablet lengths."""

EDGE = 0.016
"""Rounding of the edges between band and domes, in tablet lengths."""

TILT_DEGREES = 40.0
"""How far the view is from straight above."""

LIGHT = Light(key=0.62, gloss=(0.45, 24.0))
"""How the tablet is lit: its colour is nearly white, so that only its shade shows its form."""

SHADOW_OFFSET = (0.030, 0.070)
SHADOW_SOFTNESS = 0.035
SHADOW_OPACITY = 0.26
"""Shift and softness of the shadow on what is behind, in tablet lengths, and its opacity."""

RIM_POINTS = 4
RIM_INK = 0.5
"""Width of the line around the tablet (points of its heights), and the share of ink in its colour."""

OWN_INK = 0.08
"""Share of ink in the tablet's colour: its lit side is white by its light."""

BOX = (0.64, 0.50)
"""Half the width and the height of the sprite, in tablet lengths: tablet and shadow."""

LEAST_LENGTH = 32
MOST_LENGTH = 512
"""Length of the tablet in its smallest and in its largest sprite (pixels)."""

RAY_REACH = 0.5
"""From a ray's middle to its ends, in tablet lengths."""

SEARCHES = 13
"""Steps in which the nearest approach of a ray, and then the surface on it, is closed in on."""

LABEL_ANCHOR = (0.33, -0.09)
"""Where a label points, relative to the centre, in tablet lengths."""

CORNERS = 60
"""Number of points in an oval."""


class Tablet(Painted):
    """A tablet centred on (x, y), `size` design pixels long, rotated clockwise by `angle` degrees."""

    def __init__(self, x: float, y: float, length_pixels: float, angle: float = 0.0) -> None:
        super().__init__()
        self.x, self.y, self.size, self.angle = x, y, length_pixels, angle

    def rim(self) -> tuple[float, float]:
        """Return the point that a label names: on the face, near its right end (design pixels)."""
        x, y = self._turned(np.array([LABEL_ANCHOR]))[0]
        return float(x), float(y)

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return points all over the tablet."""
        if self.opacity <= 0.0:
            return []
        rings = [_oval(share) for share in np.linspace(0.06, 1.0, 14)]
        return [(self._turned(np.vstack(rings)), 1.0)]

    def _turned(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points given in tablet lengths, in design pixels."""
        angle = np.radians(self.angle)
        x, y = points[:, 0], points[:, 1]
        turned = [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)]
        return np.stack(turned, axis=1) * self.size + [self.x, self.y]

    def paint(self, canvas: Canvas) -> None:
        """Lay the sprite of a tablet of at least this size."""
        if self.opacity <= 0.0 or self.size <= 0.0:
            return
        wanted = 2 ** math.ceil(math.log2(max(1.0, self.size * canvas.scale)))
        length = min(MOST_LENGTH, max(LEAST_LENGTH, wanted))
        surface = _sprite(length)
        context = canvas.design()
        context.translate(self.x, self.y)
        context.rotate(math.radians(self.angle))
        context.scale(self.size / length, self.size / length)
        context.set_source_surface(surface, -surface.get_width() / 2, -surface.get_height() / 2)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(self.opacity)
        context.restore()


@cache
def _sprite(length: int) -> cairo.ImageSurface:
    """The tablet and its shadow, `length` pixels long."""
    pixels = cached(lambda: tablet_picture(length), "tablet", length)
    height, width = pixels.shape[:2]
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, width, height)


def tablet_picture(length: int) -> NDArray[np.uint8]:
    """Return the lit tablet, `length` pixels long, over its shadow: premultiplied RGBA."""
    heights = tablet_heights(length * SUPERSAMPLES)
    bright = brightness(heights, length * SUPERSAMPLES, LIGHT)
    # A line around it, as around molecules; without one its lit edge would be lost on paper.
    rim = np.clip(RIM_POINTS + 0.5 - ndimage.distance_transform_edt(np.isfinite(heights)), 0.0, 1.0)[
        ..., None
    ]
    colour = np.array(tinted(Role.TABLET, RIM_INK)) * rim + np.array(tinted(Role.TABLET, OWN_INK)) * (
        1.0 - rim
    )
    bright = np.where(rim[..., 0] > 0.5, np.minimum(bright, 1.0), bright)
    tablet = picture(heights, bright, colour.astype(np.float32))
    cover = tablet[..., 3].astype(np.float32)
    shift = [length * each for each in reversed(SHADOW_OFFSET)]
    shade = ndimage.gaussian_filter(ndimage.shift(cover, shift, order=1), SHADOW_SOFTNESS * length)
    ink = np.array([*rgb(Role.INK), 1.0], np.float32)
    shadow = SHADOW_OPACITY * shade[..., None] * ink * (1.0 - cover[..., None] / 255.0)
    return np.asarray(np.round(tablet + shadow), dtype=np.uint8)


def tablet_heights(density: float) -> Heights:
    """Return the heights (rows, columns) of the tablet's surface towards the viewer, `density` points to its length."""
    columns, rows = (2 * SUPERSAMPLES * round(half * density / SUPERSAMPLES) for half in BOX)
    x = ((np.arange(columns) + 0.5 - columns / 2) / density).astype(np.float32)[None, :]
    y = ((np.arange(rows) + 0.5 - rows / 2) / density).astype(np.float32)[:, None]
    # Along a ray the tablet's function is convex: its minimum is found first, then the surface before it.
    low, high = (
        np.full((rows, columns), -RAY_REACH, np.float32),
        np.full((rows, columns), RAY_REACH, np.float32),
    )
    for _ in range(SEARCHES):
        third = (high - low) / 3.0
        farther = _outside(x, y, low + third) < _outside(x, y, high - third)
        low, high = np.where(farther, low, low + third), np.where(farther, high - third, high)
    inside, front = 0.5 * (low + high), np.full((rows, columns), RAY_REACH, np.float32)
    found = _outside(x, y, inside) < 0.0
    for _ in range(SEARCHES):
        middle = 0.5 * (inside + front)
        hit = _outside(x, y, middle) < 0.0
        inside, front = np.where(hit, middle, inside), np.where(hit, front, middle)
    return np.where(found, inside, -np.inf).astype(np.float32)


def _outside(x: Heights, y: Heights, height: Heights) -> Heights:
    """Less than 0 inside the tablet, for points given in the view: x (1, columns), y (rows, 1), height (rows, columns)."""
    cos, sin = np.float32(np.cos(np.radians(TILT_DEGREES))), np.float32(np.sin(np.radians(TILT_DEGREES)))
    along, up = y * cos + height * sin, height * cos - y * sin
    power = np.float32(OVAL_EXPONENT)
    oval = (np.abs(x / 0.5) ** power + np.abs(along / (0.5 * BREADTH)) ** power) ** (1 / power)
    wall = 0.5 * BREADTH * (oval - 1.0)
    face = np.abs(up) - BAND / 2 - DOME * (1.0 - np.minimum(oval, 1.3) ** 2)
    near = np.maximum(EDGE - np.abs(wall - face), 0.0)
    return np.asarray(np.maximum(wall, face) + near * near / (4 * EDGE), dtype=np.float32)


def _oval(share: float) -> NDArray[np.float64]:
    """The tablet's outline (CORNERS, 2) in tablet lengths, about, scaled to `share`."""
    angle = np.linspace(0.0, 2.0 * np.pi, CORNERS, endpoint=False)
    tilt = np.radians(TILT_DEGREES)
    half = 0.5 * BREADTH * np.cos(tilt) + (BAND / 2 + 0.5 * DOME) * np.sin(tilt)
    return np.stack([0.5 * share * np.cos(angle), half * share * np.sin(angle)], axis=1)
