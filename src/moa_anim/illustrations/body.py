"""A standing woman, with organs and vessels visible through the skin and a tumor in the breast: where in the body a shot is.

A schematic of nobody in particular. Skin and organs are lit once for each doubling of the magnification and kept as sprites;
the outline is drawn as curves in every frame, so that it stays sharp and equally thin when the view zooms in.
"""

from __future__ import annotations

import math
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations import body_form
from moa_anim.illustrations import body_outline as outline
from moa_anim.illustrations.body_form import Box
from moa_anim.illustrations.curves import lengths_along
from moa_anim.illustrations.face import draw_resting_face
from moa_anim.illustrations.shapes import round_pen, trace
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.dive import Point, Sight
from moa_anim.stage.painted import Painted

OUTLINE_PIXELS = 1.8
"""Width of the outline around the figure (design pixels), at every magnification."""

OUTLINE_INK = 0.42
"""Share of ink in the outline's colour."""

SPRITE_PIXELS = 800_000
"""Most pixels of a sprite, unless a scene sets another `sprite_pixels`: near, skin is smooth enough for a coarser picture."""

LARGEST_LEVEL = 4
"""Doublings up to which sprites of the figure are made: nearer, the tumor takes the picture, with a sprite of its own."""

FIGURE_BOX = (-134.0, -12.0, 134.0, outline.HEIGHT + 3.0)
"""What a sprite may show: the figure with a margin (figure units)."""

TUMOR_BOX_REACH = 1.7
"""Half the side of the tumor's sprite, in radii of the tumor."""

TUMOR_PIXELS = 900
"""Side of the tumor's sprite (pixels), which stays sharp until the tumor fills the frame."""

FADE_STOPS = 9
"""Colour stops of the gradient with which the figure fades away."""


class BodyFigure(Painted):
    """A figure whose crown is at (x, y) and which is `tall` design pixels tall, seen by `sight`.

    `inside` in 0…1 is the opacity of organs and vessels, `tumor` that of the tumor. Between the heights `fades` (figure
    units), if given, it fades away downwards, as a portrait does.
    """

    def __init__(self, x: float, y: float, tall: float) -> None:
        super().__init__()
        self.x, self.y, self.tall = x, y, tall
        self.inside, self.tumor = 0.0, 1.0
        self.sprite_pixels = SPRITE_PIXELS
        self.fades: tuple[float, float] | None = None
        self.sight = Sight(self.place(outline.TUMOR))
        self._sprites: dict[tuple[object, ...], tuple[cairo.ImageSurface, Box, float]] = {}

    @property
    def unit(self) -> float:
        """Design pixels for one figure unit, before the view zooms in."""
        return self.tall / outline.HEIGHT

    def place(self, point: Point) -> Point:
        """Return a point of the outline in design pixels, before the view zooms in."""
        return self.x + point[0] * self.unit, self.y + point[1] * self.unit

    def seen(self, point: Point) -> Point:
        """Return where a point of the outline is seen at this frame (design pixels)."""
        return self.sight.seen(self.place(point))

    def tumor_point(self) -> Point:
        """Return where the tumor is seen (design pixels)."""
        return self.seen(outline.TUMOR)

    def tumor_radius(self) -> float:
        """Return the radius at which the tumor is seen (design pixels)."""
        return outline.TUMOR_RADIUS * self.unit * self.sight.magnification

    @property
    def metres_per_pixel(self) -> float:
        """Metres per design pixel."""
        return outline.HEIGHT_METRES / self.tall / self.sight.magnification

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the boxes of the head, and of the figure from arm to arm."""
        return [
            (*self.seen((-42.0, -4.0)), *self.seen((42.0, 126.0))),
            (*self.seen((-92.0, 126.0)), *self.seen((92.0, 260.0))),
            (*self.seen((-128.0, 260.0)), *self.seen((128.0, outline.HEIGHT))),
        ]

    def paint(self, canvas: Canvas) -> None:
        """Draw the figure: outline, skin, what is inside, tumor."""
        if self.opacity <= 0.0:
            return
        context = self.sight.enter(canvas)
        fades = self.fades if self.fades and self.seen((0.0, self.fades[0]))[1] < BAND_TOP else None
        if self.opacity < 1.0 or fades:
            context.push_group()
        context.translate(self.x, self.y)
        context.scale(self.unit, self.unit)
        self._draw_outlines(canvas, context)
        if self.inside < 1.0:
            self._lay(canvas, "skin", 1.0)
        self._lay(canvas, "inside", self.inside)
        draw_resting_face(canvas, context)
        self._lay_tumor(canvas)
        if fades:
            context.pop_group_to_source()
            begin, end = (self.place((0.0, height))[1] for height in fades)
            context.mask(_fading(begin, end, self.opacity))
        elif self.opacity < 1.0:
            context.pop_group_to_source()
            context.paint_with_alpha(self.opacity)
        context.restore()

    def _draw_outlines(self, canvas: Canvas, context: Any) -> None:
        """Stroke the outlines of all parts; skin covers the inner half of each line."""
        round_pen(context)
        context.set_line_width(2.0 * OUTLINE_PIXELS / self.unit / self.sight.magnification)
        for loops, role in ((body_form.hair_outlines(), Role.MEMBRANE), (body_form.outlines(), Role.VESSEL)):
            canvas.set_colour(tinted(role, OUTLINE_INK))
            for loop in loops:
                trace(context, loop, closed=True)
            context.stroke()

    def _lay(self, canvas: Canvas, kind: str, alpha: float) -> None:
        """Lay the sprite of skin, or of skin with organs, for the present magnification."""
        if alpha <= 0.0:
            return
        level = min(LARGEST_LEVEL, math.ceil(self.sight.nearness / math.log(2.0) - 1e-6))
        key = (kind, level, canvas.scale, self.sight.focus, self.sight.target)
        if key not in self._sprites:
            box = self._visible_box(level)
            area = (box[2] - box[0]) * (box[3] - box[1])
            pixels = min(self.unit * canvas.scale * 2.0**level, math.sqrt(self.sprite_pixels / area))
            self._sprites[key] = _surface(_picture(kind, box, pixels)), box, pixels
        surface, box, pixels = self._sprites[key]
        _lay_surface(canvas.context, surface, box, pixels, alpha)

    def _visible_box(self, level: int) -> Box:
        """What of the figure is in the picture at some time while the sprites of this level are used (figure units)."""
        size = 2.0 ** (level - 1) if level > 0 else 2.0**level
        boxes = []
        for shift in (0.0, 1.0):
            sight = Sight(self.sight.focus, self.sight.target, math.log(size))
            sight.shift = shift
            (x, y), (fx, fy) = sight.at, sight.focus
            corners = [
                ((u - x) / size + fx, (v - y) / size + fy) for u, v in ((0, 0), (FRAME_WIDTH, BAND_TOP))
            ]
            boxes.append([((u - self.x) / self.unit, (v - self.y) / self.unit) for u, v in corners])
        low = np.minimum(np.min([box[0] for box in boxes], axis=0) - 2.0, np.array(FIGURE_BOX[2:]) - 4.0)
        high = np.maximum(np.max([box[1] for box in boxes], axis=0) + 2.0, np.array(FIGURE_BOX[:2]) + 4.0)
        low, high = np.maximum(np.floor(low), FIGURE_BOX[:2]), np.minimum(np.ceil(high), FIGURE_BOX[2:])
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def lay_tumor_shade(self, canvas: Canvas, alpha: float) -> None:
        """Multiply what is drawn by the light on the tumor, white where it is lit most."""
        if alpha <= 0.0:
            return
        surface, box, pixels = self._tumor_sprite(canvas, "tumor shade")
        context = self.sight.enter(canvas, within=False)
        context.translate(self.x, self.y)
        context.scale(self.unit, self.unit)
        _lay_surface(context, surface, box, pixels, alpha)
        context.restore()

    def mask_by_tumor(self, canvas: Canvas) -> None:
        """Paint the context's source within the tumor's outline."""
        surface, box, pixels = self._tumor_sprite(canvas, "tumor")
        context = self.sight.enter(canvas, within=False)
        context.translate(self.x + box[0] * self.unit, self.y + box[1] * self.unit)
        context.scale(self.unit / pixels, self.unit / pixels)
        context.mask_surface(surface, 0, 0)
        context.restore()

    def _lay_tumor(self, canvas: Canvas) -> None:
        if self.tumor > 0.0:
            _lay_surface(canvas.context, *self._tumor_sprite(canvas, "tumor"), self.tumor)

    def _tumor_sprite(self, canvas: Canvas, kind: str) -> tuple[cairo.ImageSurface, Box, float]:
        """Return the tumor's picture, or that of the light on it, with its box and its pixels to a figure unit."""
        (x, y), reach = outline.TUMOR, TUMOR_BOX_REACH * outline.TUMOR_RADIUS
        box = (x - reach, y - reach, x + reach, y + reach)
        size = self.unit * canvas.scale * 2.0 ** math.ceil(self.sight.nearness / math.log(2.0) - 1e-6)
        pixels = min(size, TUMOR_PIXELS / (2 * reach))
        key = (kind, pixels)
        if key not in self._sprites:
            draw = body_form.tumor_picture if kind == "tumor" else body_form.tumor_shade
            picture = cached(lambda: draw(box, pixels), "body", kind, box, pixels)
            self._sprites[key] = _surface(picture), box, pixels
        return self._sprites[key]


def _fading(begin: float, end: float, opacity: float) -> cairo.LinearGradient:
    """Return a mask that is `opacity` down to the height `begin`, and nothing below `end`."""
    shade = cairo.LinearGradient(0.0, begin, 0.0, end)
    for step in range(FADE_STOPS):
        share = step / (FADE_STOPS - 1)
        shade.add_color_stop_rgba(share, 0.0, 0.0, 0.0, opacity * (1.0 - smoothstep(share)))
    return shade


def drug_place(share: float) -> Point:
    """Return the point of the drug's way at a share (0…1) of its length (figure units)."""
    points, lengths = _way()
    at = share * lengths[-1]
    return float(np.interp(at, lengths, points[:, 0])), float(np.interp(at, lengths, points[:, 1]))


def drug_share(part: str) -> float:
    """Return the share (0…1) of the drug's way at which a part of `DRUG_COURSE` begins."""
    before = 0.0
    names = [name for name, _ in outline.DRUG_COURSE]
    for _, course in outline.DRUG_COURSE[: names.index(part)]:
        before += float(lengths_along(np.array(course, dtype=float))[-1])
    return before / float(_way()[1][-1])


def _way() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = np.array([point for _, course in outline.DRUG_COURSE for point in course], dtype=float)
    return points, lengths_along(points)


def _picture(kind: str, box: Box, pixels: float) -> NDArray[np.uint8]:
    """The picture of skin, or of skin with organs, within a box; the second is made from the first."""

    def drawn() -> NDArray[np.uint8]:
        if kind == "skin":
            return body_form.skin_picture(box, pixels)
        return body_form.inside_picture(_picture("skin", box, pixels), box, pixels)

    return cached(drawn, "body", kind, box, pixels)


def _surface(picture: NDArray[np.uint8]) -> cairo.ImageSurface:
    height, width = picture.shape[:2]
    return cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)


def _lay_surface(context: Any, surface: cairo.ImageSurface, box: Box, pixels: float, alpha: float) -> None:
    """Lay a sprite that shows `box` with `pixels` to the context's unit."""
    context.save()
    context.translate(box[0], box[1])
    context.scale(1.0 / pixels, 1.0 / pixels)
    context.set_source_surface(surface, 0, 0)
    context.get_source().set_filter(cairo.FILTER_BILINEAR)
    context.paint_with_alpha(alpha)
    context.restore()
