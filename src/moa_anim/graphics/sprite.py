"""Pictures that are drawn once, cached on disk, and laid on many frames.

Two recipes:

- `molecule_sprite(bodies, view, size, line_factor, style, focus)` draws molecules and returns the picture as an array, which
  `Canvas.picture` lays. Its cache key is made from all that is drawn, so a caller passes no key.
- `Sprite(paint, box, pixels, key)` holds what a function paints with Cairo; its `lay` turns and sizes it with the context.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.soft_focus import softened
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.style import Style

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in the unit that is painted in (for a cell: its radius)."""

HAZE_INK_SHARE = 0.10
"""Share of ink in the paper colour that distant beads fade into."""

ALIGNED_WITHIN = 1e-6
"""Largest difference from a whole-pixel translation at which a sprite is copied without resampling."""


@dataclass(frozen=True)
class Focus:
    """How a layer behind the action looks: out of focus by `softness`, and mixed with paper by `paleness` in 0…1.

    `softness` is the standard deviation of the blur in design pixels.
    """

    softness: float
    paleness: float = 0.0


def out_of_focus(picture: NDArray[np.uint8], focus: Focus, factor: float) -> NDArray[np.uint8]:
    """A premultiplied picture (height, width, 4) softened and mixed with paper; `factor` output pixels a design pixel.

    Beyond the picture's edges its outermost pixels go on: a layer that fills the frame does not fade at its edges.
    """
    return softened(picture, focus.softness * factor, focus.paleness, rgb(Role.PAPER))


def molecule_paint() -> Paint:
    """The film's colours for outlines, haze and cut faces."""
    return Paint(ink=rgb(Role.INK), haze=tinted(Role.PAPER, HAZE_INK_SHARE), paper=rgb(Role.PAPER))


def molecule_sprite(
    bodies: Sequence[Body],
    view: View,
    size: tuple[int, int],
    line_factor: float,
    style: Style | None = None,
    focus: Focus | None = None,
) -> NDArray[np.uint8]:
    """Return `bodies` as seen from `view`, drawn once and cached on disk under all of these arguments.

    Args:
        bodies: What is drawn.
        view: From where; its `scale` and `place` are in output pixels.
        size: Width and height of the picture in output pixels.
        line_factor: Output pixels for one design pixel (`Canvas.scale`): outlines grow with it.
        style: Lines, shadows and haze; the default style without it.
        focus: How soft and pale a layer out of focus is; sharp without it.

    Returns:
        Premultiplied RGBA (height, width, 4). The array is the caller's own and may be written to.
    """
    width, height = size
    style, paint = style or Style(), molecule_paint()

    def draw() -> NDArray[np.uint8]:
        raster = Raster(height, width, view, paint, style, line_factor=line_factor)
        raster.set_still(bodies)
        return raster.picture if focus is None else out_of_focus(raster.picture, focus, line_factor)

    seen = (view.rotation, view.centre, view.scale, view.place)
    colours = (paint.ink, paint.haze, paint.paper)
    return cached(
        draw,
        "molecules",
        [_parts(body) for body in bodies],
        seen,
        size,
        line_factor,
        repr(style),
        repr(focus),
        colours,
    )


def _parts(body: Body) -> tuple[object, ...]:
    """All of a body that decides what is drawn of it."""
    beads = body.beads
    shape = beads.positions, beads.radii, beads.residues, beads.tones
    return *shape, body.colour, body.cut_depth, body.dim, body.probe, body.shade, body.resting


def painted(paint: Callable[[Canvas], None], box: Box, pixels: float) -> NDArray[np.uint8]:
    """Return what `paint` paints within `box`, `pixels` to its unit; the unit's origin is on a pixel's corner."""
    left, top = math.floor(box[0] * pixels), math.floor(box[1] * pixels)
    width, height = math.ceil(box[2] * pixels) - left, math.ceil(box[3] * pixels) - top
    picture = np.zeros((max(1, height), max(1, width), 4), dtype=np.uint8)
    canvas = Canvas(picture)
    canvas.context.translate(-left, -top)
    canvas.context.scale(pixels, pixels)
    paint(canvas)
    return picture


class Sprite:
    """What `paint` paints within `box`, `pixels` to its unit. With a `key` it is cached on disk.

    `key` has to hold all that `paint` depends on besides the package's code and data.
    """

    def __init__(
        self, paint: Callable[[Canvas], None], box: Box, pixels: float, key: tuple[object, ...] = ()
    ) -> None:
        self.box, self.pixels = box, pixels
        picture = cached(lambda: painted(paint, box, pixels), *key) if key else painted(paint, box, pixels)
        height, width = picture.shape[:2]
        self._surface = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)

    def lay(self, canvas: Canvas, alpha: float = 1.0) -> None:
        """Lay the sprite so that its unit is the context's; at its own size on whole pixels it is copied unchanged."""
        if alpha <= 0.0:
            return
        context = canvas.context
        context.save()
        context.scale(1.0 / self.pixels, 1.0 / self.pixels)
        left, top = math.floor(self.box[0] * self.pixels), math.floor(self.box[1] * self.pixels)
        matrix = context.get_matrix()
        x, y = round(matrix.x0), round(matrix.y0)
        parts = (matrix.xx, matrix.xy, matrix.yx, matrix.yy, matrix.x0, matrix.y0)
        aligned = np.allclose(parts, (1.0, 0.0, 0.0, 1.0, x, y), rtol=0.0, atol=ALIGNED_WITHIN)
        if aligned:
            context.set_matrix(cairo.Matrix(x0=x, y0=y))
        context.set_source_surface(self._surface, left, top)
        context.get_source().set_filter(cairo.FILTER_NEAREST if aligned else cairo.FILTER_BILINEAR)
        context.paint_with_alpha(alpha)
        context.restore()
