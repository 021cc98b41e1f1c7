"""How molecules are drawn: light, lines and haze, and the offsets around a pixel at which depth is sampled for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Ring:
    """Samples for occlusion: `count` of them at `radius` Å from a pixel.

    A surface at a sample hides sky if it is more than `bias` Å above the pixel, and the sample's full share at `range` Å
    more; `strength` is the largest share of the sky that the ring may hide.
    """

    radius: float
    count: int
    bias: float
    range: float
    strength: float

    def scaled(self, factor: float) -> Ring:
        """The ring for bodies `factor` times as large."""
        return Ring(self.radius * factor, self.count, self.bias * factor, self.range * factor, self.strength)


NEAR_RINGS = (Ring(1.2, 8, 0.30, 2.2, 0.80),)
"""Rings for creases between atoms."""

FAR_RINGS = (Ring(2.4, 10, 0.6, 2.6, 0.80), Ring(4.4, 10, 1.1, 8.0, 0.60), Ring(7.0, 14, 1.8, 9.0, 0.65))
"""Rings for hollows between side chains and for the pocket, sampled on every second pixel."""

RASTER = 2.0
"""Raster pixels for one picture pixel along each axis."""

NEUTRAL_FACING = 0.65
"""Half-Lambert value at which a surface has its body's own colour."""

SHADOW_ANGSTROM = (1.5, 2.4, 3.4, 4.5, 5.8, 7.2, 8.8, 10.6, 12.6, 15.0)
"""Distances along the direction to the key light at which depth is sampled for shadows."""


@dataclass(frozen=True)
class Style:
    """How molecules are drawn. Lengths are in Å, line widths in picture pixels at 1080 lines, strengths in 0…1.

    A surface at the neutral angle to the key light has its body's colour; `key` is how much darker one turned away is. A
    firm line is drawn on the surface behind a jump of depth of `line_shallow` Å; from `line_deep` Å on it has its full
    width. A faint line of strength `residue_line` separates residues.
    """

    light: tuple[float, float, float] = (-0.45, 0.65, 0.62)
    key: float = 0.50
    occlusion_strength: float = 0.37
    shadow: float = 0.24
    shadow_bias: float = 0.5
    shadow_range: float = 1.6
    shadow_fade: float = 0.45
    line_pixels: float = 2.0
    line_shallow: float = 2.6
    line_deep: float = 6.5
    line_tint: float = 0.28
    residue_line: float = 0.22
    fog_near: float = 6.0
    fog_far: float = -50.0
    fog_strength: float = 0.28
    face_lightness: float = 0.58
    face_shade: float = 0.3
    contour_pixels: float = 1.1
    contour_ink: float = 0.55
    near_rings: tuple[Ring, ...] = NEAR_RINGS
    far_rings: tuple[Ring, ...] = FAR_RINGS

    def scaled(self, factor: float) -> Style:
        """The style for bodies `factor` times as large: lengths grow, except line widths, shadow and haze."""
        near, far = (
            tuple(ring.scaled(factor) for ring in rings) for rings in (self.near_rings, self.far_rings)
        )
        return replace(
            self,
            line_shallow=self.line_shallow * factor,
            line_deep=self.line_deep * factor,
            near_rings=near,
            far_rings=far,
        )

    def toward_light(self) -> NDArray[np.float64]:
        """Unit vector to the light: right, up, towards the viewer."""
        direction = np.array(self.light, dtype=float)
        return np.asarray(direction / np.linalg.norm(direction))

    def sun_samples(self, scale: float, grid: float) -> tuple[Offsets, Samples]:
        """Offsets (n, 2; rows, columns) of the samples for shadows, and (n, 3) rise of the light's ray, 1 / range, weight.

        `scale` is picture pixels for one ångström, `grid` those for one step of the offsets; depths are in raster pixels.
        """
        toward = self.toward_light()
        offsets, samples = [], []
        for distance in SHADOW_ANGSTROM:
            along = distance * scale / grid
            offsets.append((round(-along * toward[1]), round(along * toward[0])))
            rise = RASTER * scale * (distance * toward[2] + self.shadow_bias)
            weight = 1 - self.shadow_fade * distance / SHADOW_ANGSTROM[-1]
            samples.append((rise, 1 / (RASTER * scale * self.shadow_range), weight))
        return np.array(offsets, dtype=np.int64), np.array(samples, dtype=np.float32)

    def line_rings(self, scale: float, line_factor: float) -> tuple[Offsets, Offsets, Samples]:
        """Offsets (n, 2; raster pixels) of the samples for lines, the number of samples of each ring, and the rings' jumps.

        A ring's jumps: that at which its line begins, and 1 / the range to full coverage (raster pixels of depth).
        """
        if self.line_pixels <= 0.0:
            return (
                np.zeros((0, 2), dtype=np.int64),
                np.zeros(0, dtype=np.int64),
                np.zeros((0, 2), dtype=np.float32),
            )
        width = max(1, round(RASTER * self.line_pixels * line_factor))
        raster = RASTER * scale
        offsets: list[tuple[int, int]] = []
        counts, steps = [], []
        for radius, jump in ((max(1, width // 2), self.line_shallow), (width, self.line_deep)):
            count = 8 if radius <= 3 else 12
            angles = 2 * np.pi * np.arange(count) / count
            offsets += [(round(radius * np.sin(angle)), round(radius * np.cos(angle))) for angle in angles]
            counts.append(count)
            steps.append((jump * raster, 1 / (0.5 * self.line_shallow * raster)))
        return np.array(offsets, dtype=np.int64), np.array(counts), np.array(steps, dtype=np.float32)


def sky_samples(rings: Sequence[Ring], scale: float, grid: float) -> tuple[Offsets, Samples]:
    """Offsets (n, 2; rows, columns) of the samples for occlusion, and (n, 3) bias, 1 / range, weight.

    `scale` is picture pixels for one ångström, `grid` those for one step of the offsets; depths are in raster pixels.
    """
    offsets, samples = [], []
    for number, ring in enumerate(rings):
        radius, raster = ring.radius * scale / grid, RASTER * scale
        for k in range(ring.count):
            angle = 2 * np.pi * (k + 0.5 * (number % 2)) / ring.count
            offsets.append((round(radius * np.sin(angle)), round(radius * np.cos(angle))))
            samples.append((ring.bias * raster, 1 / (ring.range * raster), ring.strength / ring.count))
    return (
        np.array(offsets, dtype=np.int64).reshape(-1, 2),
        np.array(samples, dtype=np.float32).reshape(-1, 3),
    )
