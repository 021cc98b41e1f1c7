"""Many things in the distance that come into focus together, as the camera draws back from what is near."""

from __future__ import annotations

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

DISTANCE_POWER = 0.5
"""The power of the camera's movement that the field follows while the camera draws back: it is farther away than the 26S."""

SHARPEST = 1.3
"""Below this softness (design pixels) the picture is sharp."""


class DistantSight(FieldSight):
    """What is behind the field's 26S, as it is seen by a camera `near` that moves over the 26S."""

    def __init__(self, near: FieldSight) -> None:
        self._near, self.focus = near, near.focus

    @property
    def nearness(self) -> float:  # type: ignore[override]  # that of the camera, which it follows
        """The logarithm of the magnification."""
        return DISTANCE_POWER * self._near.nearness

    @property
    def magnification(self) -> float:
        """Design pixels for one pixel of the field."""
        return float(self._near.magnification**DISTANCE_POWER)

    def seen(self, point: Point) -> Point:
        """Return where a point of the field is seen (design pixels)."""
        ratio, size = self._near.magnification, self.magnification
        share = DISTANCE_POWER if abs(ratio - 1.0) < 1e-9 else (1.0 - size) / (1.0 - ratio)
        (x0, y0), (x1, y1) = self.focus, self._near.seen(self.focus)
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        return x + (point[0] - x0) * size, y + (point[1] - y0) * size


class RackFocus(Painted):
    """A field's `world`, out of focus by `softness` (design pixels), and as pale as its opacity says."""

    def __init__(self, world: FieldWorld) -> None:
        super().__init__()
        self.world, self.softness = world, 0.0

    def paint(self, canvas: Canvas) -> None:
        """Paint the world on a picture of its own, and lay that on the canvas, made small and large again."""
        if self.opacity <= 0.0:
            return
        if self.softness <= SHARPEST and self.opacity >= 1.0:
            self.world.paint(canvas)
            return
        apart = Canvas(np.zeros_like(canvas.pixels))
        self.world.paint(apart)
        rows = round(BAND_TOP * canvas.scale)
        picture = apart.pixels[:rows]
        small = max(1.0, self.softness * canvas.scale)
        source = _scaled(picture, 1.0 / small) if small > 1.0 else picture
        height, width = source.shape[:2]
        surface = cairo.ImageSurface.create_for_data(source.data, cairo.FORMAT_ARGB32, width, height)
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, rows)
        context.clip()
        context.scale(small, small)
        context.set_source_surface(surface, 0, 0)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(self.opacity)
        context.restore()

    def sightings(self) -> list[Sighting]:
        """Return the sightings of the world while it is shown."""
        return self.world.sightings() if self.opacity > 0.0 else []

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the world."""
        return self.world.silhouettes()

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the obstacles of the world."""
        return self.world.obstacles()


def _scaled(picture: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Return a premultiplied picture, made smaller by `factor`: each pixel the mean of those that it covers."""
    height, width = picture.shape[:2]
    result = np.zeros(
        (int(np.ceil(height * factor)) + 1, int(np.ceil(width * factor)) + 1, 4), dtype=np.uint8
    )
    target = cairo.ImageSurface.create_for_data(
        result.data, cairo.FORMAT_ARGB32, result.shape[1], result.shape[0]
    )
    source = cairo.ImageSurface.create_for_data(
        np.ascontiguousarray(picture).data, cairo.FORMAT_ARGB32, width, height
    )
    context = cairo.Context(target)
    context.scale(factor, factor)
    context.set_source_surface(source, 0, 0)
    context.get_source().set_filter(cairo.FILTER_GOOD)
    context.paint()
    return result
