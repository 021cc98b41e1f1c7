"""Red blood cells: biconcave discs in several tilts, each drawn once and cached."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.stage.dive import halved

Picture = NDArray[np.uint8]

RED_CELL_METRES = 7.8e-6
"""Diameter of a red cell (Evans & Fung 1972, Microvasc. Res. 4: 335)."""

THICKNESS_COEFFICIENTS = (0.207161, 2.002558, -1.122762)
"""C0, C1, C2 of Evans and Fung: thickness = √(1−r²)·(C0 + C1 r² + C2 r⁴), r and thickness in radii (of 3.91 µm)."""

TILTS_DEGREES = (12.0, 34.0, 52.0, 66.0, 78.0, 88.0)
"""Angles between the disc's axis and the line of sight: from face-on to edge-on."""

SPRITE_PIXELS = 220
"""Width and height of one picture."""

SAMPLES_PER_PIXEL = 2
"""Samples per pixel in each direction, for antialiasing."""

REACH = 1.06
"""Half the width of a picture in radii: it contains the disc and its outline."""

HALF_LINE_RADII = 0.026
"""Half the width of the outline, in radii."""

DIMPLE_RADIUS = 0.62
"""Radius of the dimple, in radii of the disc."""

DIMPLE_SHADE = 0.34
"""How much brightness decreases towards the middle of the dimple."""

LIGHT_DIRECTION = (-0.45, 0.62, 0.64)
"""Direction to the light: upper left, in front of the picture."""

TONES = ((0.26, 0.32), (0.50, 0.15), (0.88, 0.0), (9.0, -0.20))
"""Maximum brightness of each flat tone, and its share of ink (if negative, of paper)."""


GREY_SHARE = 0.5
"""Share of its colour that blood gives up for the grey of the same lightness, so that the drug in it stands out."""

LIGHTNESS_WEIGHTS = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in a colour's lightness (ITU-R BT.601)."""


def muted(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return one of blood's colours with less of its hue."""
    grey = sum(weight * part for weight, part in zip(LIGHTNESS_WEIGHTS, colour, strict=True))
    red, green, blue = (part + GREY_SHARE * (grey - part) for part in colour)
    return red, green, blue


def _thickness(r: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the disc's thickness at distance `r` from its axis (both in radii)."""
    inside = np.clip(1.0 - r * r, 0.0, None)
    return np.asarray(
        0.5
        * np.sqrt(inside)
        * (THICKNESS_COEFFICIENTS[0] + THICKNESS_COEFFICIENTS[1] * r**2 + THICKNESS_COEFFICIENTS[2] * r**4)
    )


def _surface(tilt: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Depth (−inf outside) and brightness of the disc's front on a grid of samples, found along each line of sight."""
    count = SPRITE_PIXELS * SAMPLES_PER_PIXEL
    axis = (np.arange(count) + 0.5) / count * 2 * REACH - REACH
    x, y = (part.ravel() for part in np.meshgrid(axis, -axis))
    angle = np.radians(tilt)

    def over(rows: NDArray[np.int64], z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Height above the disc's surface; negative inside."""
        height = y[rows] * np.sin(angle) + z * np.cos(angle)
        radius = np.sqrt(np.clip(x[rows] ** 2 + y[rows] ** 2 + z * z - height * height, 0.0, None))
        above = np.abs(height) - _thickness(np.minimum(radius, 1.0))
        return np.asarray(np.where(radius < 1.0, above, radius - 0.999))

    found = np.full(len(x), -np.inf)
    # A line of sight meets the disc only where it is between the two planes that touch it, and not beyond its rim.
    half = float(_thickness(np.linspace(0.0, 1.0, 1001)).max()) + 1e-3
    waiting = np.flatnonzero((x * x + y * y <= 1.0) & (np.abs(y) <= np.cos(angle) + half * np.sin(angle)))
    steps = np.linspace(1.0, -1.0, 121)
    for before, here in itertools.pairwise(steps):
        near = np.flatnonzero(np.abs(y[waiting] * np.sin(angle) + here * np.cos(angle)) <= half)
        near = near[over(waiting[near], np.full(len(near), here)) <= 0.0]
        rows, waiting = waiting[near], np.delete(waiting, near)
        front, far = np.full(len(rows), before), np.full(len(rows), here)
        for _ in range(14):
            middle = (front + far) / 2
            within = over(rows, middle) <= 0.0
            far, front = np.where(within, middle, far), np.where(within, front, middle)
        found[rows] = far
    depth = found.reshape(count, count)
    down, right = np.gradient(np.where(np.isinf(depth), 0.0, depth), axis[1] - axis[0])
    normal = np.stack([-right, down, np.ones_like(depth)])
    normal /= np.linalg.norm(normal, axis=0)
    light = np.array(LIGHT_DIRECTION) / np.linalg.norm(LIGHT_DIRECTION)
    level = np.where(np.isinf(depth), 0.0, depth).ravel()
    height = y * np.sin(angle) + level * np.cos(angle)
    radius = np.sqrt(np.clip(x * x + y * y + level * level - height * height, 0.0, None)).reshape(
        count, count
    )
    dimple = DIMPLE_SHADE * np.clip(1.0 - (radius / DIMPLE_RADIUS) ** 2, 0.0, None)
    return np.asarray(depth), np.einsum("i,ijk->jk", light, normal) - dimple


def _drawn(tilt: float) -> Picture:
    """The picture of a red cell at a tilt in degrees: flat tones and an outline."""
    depth, bright = _surface(tilt)
    inside = ~np.isinf(depth)
    tones = [
        muted(tinted(Role.BLOOD, share) if share >= 0 else tinted(Role.BLOOD, -share, Role.PAPER))
        for _, share in TONES
    ]
    colour = np.zeros((*depth.shape, 3))
    previous = -9.0
    for (limit, _), tone in zip(TONES, tones, strict=True):
        colour[inside & (bright > previous) & (bright <= limit)] = tone
        previous = limit
    reach = round(HALF_LINE_RADII * depth.shape[0] / (2 * REACH))
    edge = _grown(~inside, reach) & inside | _grown(inside, reach) & ~inside
    colour[edge] = muted(tinted(Role.BLOOD, 0.72))
    alpha = (inside | edge).astype(float)
    layers = np.dstack([colour * alpha[..., None], alpha])
    size = SPRITE_PIXELS
    mean = layers.reshape(size, SAMPLES_PER_PIXEL, size, SAMPLES_PER_PIXEL, 4).mean(axis=(1, 3))
    return np.asarray(np.round(mean * 255), dtype=np.uint8)


def _grown(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """A mask, extended by `reach` samples."""
    rows, columns = (np.minimum(np.arange(size), size - np.arange(size)) for size in mask.shape)
    disc = (rows[:, None] ** 2 + columns[None, :] ** 2 <= reach * reach).astype(float)
    return np.asarray(np.fft.irfft2(np.fft.rfft2(mask) * np.fft.rfft2(disc), mask.shape) > 0.5)


@cache
def red_cell(tilt: int, halvings: int = 0) -> Picture:
    """Return a red cell in one of the tilts as premultiplied RGBA, REACH radii to each side, halved `halvings` times."""
    if halvings:
        return halved(red_cell(tilt, halvings - 1))
    colours = (rgb(Role.BLOOD), rgb(Role.INK), rgb(Role.PAPER), GREY_SHARE)
    return cached(lambda: _drawn(TILTS_DEGREES[tilt]), "red cell", TILTS_DEGREES[tilt], colours)
