"""A standing adult, with oesophagus, stomach and some vessels faintly visible, to show where in the body a shot takes place.

A schematic without a face. It is drawn as curves in every frame, so that it stays sharp when the view zooms in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations import body_outline as outline
from moa_anim.illustrations.shapes import fill_and_stroke, round_pen
from moa_anim.model.palette import Role
from moa_anim.stage.dive import Point, Sight
from moa_anim.stage.painted import Painted

# Line widths, figure units.
OUTLINE_WIDTH = 5.0
ORGAN_LINE_WIDTH = 2.2

OUTLINE_GROWTH_POWER = 0.34
"""The width of outlines grows with this power of the magnification, and so less than the figure."""

SPECK_RADIUS = 2.1
"""Radius, in figure units, of the specks that stand for elacestrant in the blood: far larger than life."""

SPECK_SHRINKING_POWER = -0.4
"""Exponent of the magnification by which a speck's radius in figure units shrinks: it grows less than the figure."""


class BodyFigure(Painted):
    """A figure whose crown is at (x, y) and which is `tall` design pixels tall, seen by `sight`.

    `inside` in 0…1 is the opacity of oesophagus, stomach and vessels; `spread` in 0…1 is how far the drug has spread from
    the stomach along the vessels.
    """

    def __init__(self, x: float, y: float, tall: float) -> None:
        super().__init__()
        self.x, self.y, self.tall = x, y, tall
        self.inside, self.spread = 0.0, 0.0
        self.sight = Sight(self.place(outline.DIVE_AT))

    def place(self, point: Point) -> Point:
        """Return a point of the outline in design pixels, before the view zooms in."""
        unit = self.tall / outline.HEIGHT
        return self.x + point[0] * unit, self.y + point[1] * unit

    @property
    def metres_per_pixel(self) -> float:
        """Metres per design pixel."""
        return outline.HEIGHT_METRES / self.tall / self.sight.magnification

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the figure, from arm to arm."""
        left, top = self.sight.seen(self.place((-130.0, 0.0)))
        right, bottom = self.sight.seen(self.place((130.0, outline.HEIGHT)))
        return [(left, top, right, bottom)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the figure: outlines, body, organs and vessels."""
        if self.opacity <= 0.0:
            return
        context = self.sight.enter(canvas)
        context.push_group()
        unit = self.tall / outline.HEIGHT
        context.translate(self.x, self.y)
        context.scale(unit, unit)
        round_pen(context)
        weight = OUTLINE_WIDTH * self.sight.magnification ** (OUTLINE_GROWTH_POWER - 1.0)
        skin, hair = tinted(Role.VESSEL, 0.50, Role.PAPER), tinted(Role.MEMBRANE, 0.25, Role.VESSEL)
        self._joined_shapes(canvas, context, [outline.both_sides(outline.HAIR)], hair, weight)
        self._joined_shapes(canvas, context, _body(), skin, weight)
        self._joined_shapes(canvas, context, [outline.both_sides(outline.FRINGE)], hair, weight * 0.8)
        self._organs(canvas, context, weight)
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()

    @staticmethod
    def _joined_shapes(
        canvas: Canvas, context: Any, loops: Sequence[outline.Points], fill: Any, weight: float
    ) -> None:
        """Draw several loops as one shape: first all outlines, then all fills on top of them."""
        for loop in loops:
            outline.curve(context, loop, closed=True)
            canvas.set_colour(tinted(Role.INK, 0.22, Role.VESSEL))
            context.set_line_width(weight)
            context.stroke()
        for loop in loops:
            outline.curve(context, loop, closed=True)
            canvas.set_colour(fill)
            context.fill()

    def _organs(self, canvas: Canvas, context: Any, weight: float) -> None:
        if self.inside <= 0.0:
            return
        context.push_group()
        thin = ORGAN_LINE_WIDTH * weight / OUTLINE_WIDTH
        for width, course in outline.VESSELS:
            outline.curve(context, course)
            canvas.set_colour(tinted(Role.BLOOD, 0.35, Role.VESSEL))
            context.set_line_width(width)
            context.stroke()
        for loop, fill in ((outline.HEART, 0.15), (outline.STOMACH, 0.62)):
            outline.curve(context, loop, closed=True)
            fill_and_stroke(canvas, tinted(Role.BLOOD, fill, Role.PAPER), tinted(Role.BLOOD, 0.42), thin)
        for width, colour in (
            (7.0, tinted(Role.BLOOD, 0.42)),
            (7.0 - 2 * thin, tinted(Role.BLOOD, 0.62, Role.PAPER)),
        ):
            outline.curve(context, outline.GULLET)
            canvas.set_colour(colour)
            context.set_line_width(width)
            context.stroke()
        self._specks(canvas, context)
        context.pop_group_to_source()
        context.paint_with_alpha(self.inside)

    def _specks(self, canvas: Canvas, context: Any) -> None:
        """Draw elacestrant on its path from the stomach along the vessels."""
        if self.spread <= 0.0:
            return
        canvas.set_colour(rgb(Role.ELACESTRANT), min(1.0, 3.0 * self.spread))
        radius = SPECK_RADIUS * self.sight.magnification**SPECK_SHRINKING_POWER
        for number, (_, course) in enumerate(outline.VESSELS):
            for each in range(3):
                share = self.spread * (0.25 + 0.32 * each + 0.05 * (number % 4))
                x, y = _along(course, min(0.97, share))
                context.arc(x, y, radius, 0, 6.2832)
                context.fill()


def _body() -> list[outline.Points]:
    """The outlines of trunk with legs, head, and both arms."""
    arm = outline.ARM
    return [
        outline.both_sides(outline.TRUNK, outline.CROTCH),
        outline.both_sides(outline.HEAD),
        arm,
        tuple((-x, y) for x, y in arm),
    ]


def _along(course: outline.Points, share: float) -> Point:
    """The point of a course at a share (0…1) of its corners, interpolated between two of them."""
    at = share * (len(course) - 1)
    left = min(int(at), len(course) - 2)
    (x0, y0), (x1, y1) = course[left], course[left + 1]
    return x0 + (x1 - x0) * (at - left), y0 + (y1 - y0) * (at - left)
