"""How molecules are drawn: lines, shade and haze."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Style:
    """How molecules are drawn. Lengths in Å, but for line widths: picture pixels at 1080 lines."""

    line_pixels: float = 2.1
    line_shallow: float = 2.3
    line_deep: float = 7.5
    line_tint: float = 0.30
    occlusion_bias: float = 0.5
    occlusion_range: float = 4.5
    occlusion_strength: float = 0.62
    fog_near: float = 14.0
    fog_far: float = -34.0
    fog_strength: float = 0.34
    face_lightness: float = 0.50
    face_shadow: float = 0.55
    rings: tuple[tuple[float, int, float], ...] = ((1.6, 6, 1.0), (3.6, 8, 1.0), (6.5, 10, 0.8))

    def occlusion_samples(self, scale: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Where about a pixel depth is looked at for shade (n, 2; rows, columns of the raster), and how much each counts (n).

        `scale` is picture pixels for one ångström.
        """
        offsets, weights = [], []
        for ring, (radius, count, weight) in enumerate(self.rings):
            for k in range(count):
                angle = 2 * np.pi * (k + 0.5 * (ring % 2)) / count
                offsets.append((round(radius * scale * np.sin(angle)), round(radius * scale * np.cos(angle))))
                weights.append(weight)
        total = sum(weights) * 0.55
        return np.array(offsets, dtype=np.int64), np.array([w / total for w in weights], dtype=np.float32)
