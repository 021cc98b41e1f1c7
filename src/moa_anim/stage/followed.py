"""A picture of something large and still that follows the camera: drawn once, then scaled and shifted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.molecule.bodies import View
from moa_anim.stage.molecule_view import MoleculeView, same_view
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting


class Followed(Painted):
    """A molecule view, as it is seen from another view `seen` (design pixels) that is not turned against it.

    Its picture is drawn once, at the first frame, and has to lie within the frame. Where both views are the same, it is the
    picture of the molecule view itself.
    """

    def __init__(self, picture: MoleculeView, seen: Callable[[], View]) -> None:
        super().__init__()
        self._view, self._seen = picture, seen
        self._drawn: NDArray[np.uint8] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay the picture on the canvas, scaled and shifted, down to the caption band."""
        if self.opacity <= 0.0:
            return
        if same_view(self._view.view, self._seen()) and self.opacity >= 1.0:
            self._view.paint(canvas)
            return
        if self._drawn is None or self._drawn.shape != canvas.pixels.shape:
            apart = Canvas(np.zeros_like(canvas.pixels))
            self._view.paint(apart)
            self._drawn = apart.pixels
        height, width = self._drawn.shape[:2]
        surface = cairo.ImageSurface.create_for_data(self._drawn.data, cairo.FORMAT_ARGB32, width, height)
        size, (x, y) = self._placed()
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.translate(x * canvas.scale, y * canvas.scale)
        context.scale(size, size)
        context.set_source_surface(surface, 0, 0)
        context.get_source().set_filter(cairo.FILTER_GOOD if size < 1.0 else cairo.FILTER_BILINEAR)
        context.paint_with_alpha(self.opacity)
        context.restore()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the molecule view, moved as its picture is."""
        size, corner = self._placed()
        return [(points * size + corner, weight) for points, weight in self._view.silhouettes()]

    def sightings(self) -> list[Sighting]:
        """Return the sightings of the molecule view, moved as its picture is."""
        if self.opacity <= 0.0:
            return []
        size, corner = self._placed()
        return [
            replace(each, points=each.points * size + corner, spots=each.spots * size + corner)
            for each in self._view.sightings()
        ]

    def _placed(self) -> tuple[float, tuple[float, float]]:
        """The picture's magnification, and where its corner is seen (design pixels)."""
        home, seen = self._view.view, self._seen()
        size = seen.scale / home.scale
        (x0, y0), (x1, y1) = home.place, seen.pixels(home.centre)[0]
        return size, (float(x1) - size * x0, float(y1) - size * y0)
