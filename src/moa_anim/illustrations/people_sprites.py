"""Kept pictures of parts of a figure, which are laid on each frame where they are then."""

from __future__ import annotations

from dataclasses import dataclass

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas


@dataclass(frozen=True)
class Kept:
    """A sprite: its picture, and left and upper end in the picture that it was painted in (output pixels)."""

    left: int
    top: int
    picture: NDArray[np.uint8]


def cropped(picture: NDArray[np.uint8]) -> Kept:
    """Return what is not empty of a picture."""
    filled = picture[..., 3] > 0
    columns, rows = np.flatnonzero(filled.any(axis=0)), np.flatnonzero(filled.any(axis=1))
    left, right, top, below = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    return Kept(left, top, np.ascontiguousarray(picture[top:below, left:right]))


def lay(canvas: Canvas, kept: Kept, *, finer: float, across: float = 0.0, opacity: float = 1.0) -> None:
    """Lay a sprite, so much `finer` than the frame, on a canvas with design pixels, `across` of these to the right."""
    if opacity <= 0.0:
        return
    context = canvas.context
    context.save()
    context.translate(across, 0.0)
    context.scale(1.0 / (canvas.scale * finer), 1.0 / (canvas.scale * finer))
    height, width = kept.picture.shape[:2]
    source = cairo.ImageSurface.create_for_data(kept.picture.data, cairo.FORMAT_ARGB32, width, height)
    context.set_source_surface(source, kept.left, kept.top)
    context.paint_with_alpha(opacity)
    context.restore()
