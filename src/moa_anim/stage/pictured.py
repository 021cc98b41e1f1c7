"""A molecule view's picture, taken once and then moved and scaled: a camera move that costs little."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cairo
import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.stage.dive import halved
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

SOFT_SIDE_SHARE = 2.0
"""Width of a soft side, as a share of the picture's, for each unit by which it has shrunk (natural logarithm)."""


class Pictured(Painted):
    """What `molecule_view` shows when this is first painted, seen from `view`, which may differ in scale and place.

    Its actors must not move meanwhile. `view` is at first that of the molecule view. What is `behind` it and `before` it is
    part of the picture. With `soft_sides` the picture fades out towards its sides when it is smaller than the frame.
    """

    def __init__(
        self,
        molecule_view: MoleculeView,
        *,
        behind: Sequence[Painted] = (),
        before: Sequence[Painted] = (),
        soft_sides: bool = False,
    ) -> None:
        super().__init__()
        self._soft_sides = soft_sides
        self.molecule_view = molecule_view
        self._painted = (*behind, molecule_view, *before)
        self.view = self._taken = molecule_view.view
        self._pictures: list[NDArray[np.uint8]] = []

    def point(self, position: ArrayLike) -> tuple[float, float]:
        """Return where a place of the stage frame (3,; Å) is seen (design pixels)."""
        x, y = self.view.pixels(np.asarray(position, dtype=float))[0]
        return float(x), float(y)

    def paint(self, canvas: Canvas) -> None:
        """Lay the picture on the canvas, down to the caption band."""
        if self.opacity <= 0.0:
            return
        if not self._pictures or self._pictures[0].shape != canvas.pixels.shape:
            apart = Canvas(np.zeros_like(canvas.pixels))
            for painted in self._painted:
                painted.paint(apart)
            self._pictures = [apart.pixels]
        size = self.view.scale / self._taken.scale
        level = 0
        while size * 2.0**level < 0.5:
            level += 1
        while len(self._pictures) <= level:
            self._pictures.append(halved(self._pictures[-1]))
        picture = self._pictures[level]
        height, width = picture.shape[:2]
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.translate(*(each * canvas.scale for each in self.view.place))
        context.scale(size, size)
        context.translate(*(-each * canvas.scale for each in self._taken.place))
        context.scale(2.0**level, 2.0**level)
        context.set_source_surface(
            cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height), 0, 0
        )
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        if self._soft_sides and size < 1.0:
            context.mask(_sides(width, min(0.5, SOFT_SIDE_SHARE * -math.log(size)), self.opacity))
        else:
            context.paint_with_alpha(self.opacity)
        context.restore()

    def _moved(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        size = self.view.scale / self._taken.scale
        return np.asarray((points - np.array(self._taken.place)) * size + np.array(self.view.place))

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the molecule view, moved and scaled."""
        return [(self._moved(points), weight) for points, weight in self.molecule_view.silhouettes()]

    def sightings(self) -> list[Sighting]:
        """Return nothing: the parts of a picture do not move against each other."""
        return []


def _sides(width: float, share: float, opacity: float) -> cairo.LinearGradient:
    """Return a mask of a picture `width` wide that fades out within `share` of its width at both sides."""
    mask = cairo.LinearGradient(0.0, 0.0, width, 0.0)
    for at, level in (
        (0.0, 0.0),
        (share / 2, 0.5),
        (share, 1.0),
        (1.0 - share, 1.0),
        (1.0 - share / 2, 0.5),
        (1.0, 0.0),
    ):
        mask.add_color_stop_rgba(at, 0.0, 0.0, 0.0, level * opacity)
    return mask
