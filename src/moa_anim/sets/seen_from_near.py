"""Painted things seen otherwise: out of focus, and from nearer."""

from __future__ import annotations

import math
from collections.abc import Callable

import cairo
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.tissue import Tissue
from moa_anim.stage.dive import halved
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

SOFT_HALVINGS = 2
SHARPEST_HALVED_PIXELS = 2.4
"""How often at most a picture is halved before it is blurred, which takes less time then, and the least blur (standard
deviation, output pixels) for which it is halved once; for twice that blur it is halved twice. Less would show its pixels."""


class Softened(Painted):
    """Another painted thing, out of focus by `soft` design pixels (standard deviation of the blur).

    `sides()` returns its left and right end and the width over which it fades at both (design pixels); without, it does not.
    """

    def __init__(
        self, painted: Painted, sides: Callable[[], tuple[float, float, float]] | None = None
    ) -> None:
        super().__init__()
        self.painted, self.soft, self._sides = painted, 0.0, sides
        self._canvas: Canvas | None = None

    def obstacles(self) -> list[Box]:
        """Return the obstacles of what it shows."""
        return self.painted.obstacles()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of what it shows."""
        return self.painted.silhouettes()

    def sightings(self) -> list[Sighting]:
        """Return the sightings of what it shows."""
        return self.painted.sightings() if self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Paint it; out of focus, on a canvas of its own first, which is blurred at a fraction of its size."""
        if self.opacity <= 0.0:
            return
        if self.opacity >= 1.0 and self.soft <= 0.0:
            self.painted.paint(canvas)
            return
        if self._canvas is None or self._canvas.pixels.shape != canvas.pixels.shape:
            self._canvas = Canvas(np.zeros_like(canvas.pixels))
        self._canvas.pixels[:] = 0
        self.painted.paint(self._canvas)
        picture, size = self._canvas.pixels, 1
        if self.soft > 0.0:
            sigma = self.soft * canvas.scale
            for _ in range(
                min(SOFT_HALVINGS, math.floor(math.log2(max(1.0, sigma / SHARPEST_HALVED_PIXELS) * 2)))
            ):
                picture, size = halved(picture), 2 * size
            sigma /= size
            picture = ndimage.gaussian_filter(picture, (sigma, sigma, 0.0), truncate=3.0)
        height, width = picture.shape[:2]
        source = cairo.ImageSurface.create_for_data(
            np.ascontiguousarray(picture).data, cairo.FORMAT_ARGB32, width, height
        )
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.scale(size, size)
        context.set_source_surface(source, 0, 0)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        if self._sides is None:
            context.paint_with_alpha(self.opacity)
        else:
            context.mask(self._faded(canvas.scale / size))
        context.restore()

    def _faded(self, scale: float) -> cairo.LinearGradient:
        """Return the opacity from left to right, at `scale` pixels a design pixel: none at both sides."""
        assert self._sides is not None
        left, right, edge = self._sides()
        shade = cairo.LinearGradient(left * scale, 0.0, right * scale, 0.0)
        share = edge / (right - left)
        for stop, opacity in ((0.0, 0.0), (share, self.opacity), (1.0 - share, self.opacity), (1.0, 0.0)):
            shade.add_color_stop_rgba(stop, 0.0, 0.0, 0.0, opacity)
        return shade


class FromNear(Painted):
    """A tissue seen from nearer: its cells and its receptors, drawn at their size.

    What is seen is larger by e to the power `nearness` (0 or more) about the point `about` (design pixels).
    """

    def __init__(self, tissue: Tissue, about: Point) -> None:
        super().__init__()
        self.tissue, self.about, self.nearness = tissue, about, 0.0

    def sightings(self) -> list[Sighting]:
        """Return those of the tissue once it is seen as it is."""
        return self.tissue.sightings() if self.nearness == 0.0 and self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture, then the receptors."""
        if self.opacity <= 0.0:
            return
        size, (ax, ay) = math.exp(self.nearness), self.about
        for cell in self.tissue.cells:
            at = cell.x, cell.y, cell.radius
            cell.x, cell.y, cell.radius = ax + (at[0] - ax) * size, ay + (at[1] - ay) * size, at[2] * size
            reach = 1.2 * cell.radius
            if -reach < cell.x < FRAME_WIDTH + reach and -reach < cell.y < BAND_TOP + reach:
                cell.opacity = self.opacity
                cell.paint(canvas)
            cell.x, cell.y, cell.radius = at
        here = self.tissue.receptors_view
        self.tissue.receptors_view = FlatView(self.about, self.about, size)
        self.tissue.receptors.opacity = self.opacity * self.tissue.receptors_shown
        self.tissue.receptors.paint(canvas)
        self.tissue.receptors_view = here
