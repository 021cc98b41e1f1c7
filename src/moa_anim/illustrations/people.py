"""Two patients, a woman and a man, and a clinician behind a table: whom the medicine is for. Schematic, lit as all else.

Each is painted once for a size of the picture and kept as a sprite; their outlines are drawn as curves. They breathe, and
come slowly nearer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body_outline import MOUTH, TUMOR
from moa_anim.illustrations.face import draw_waking_face
from moa_anim.illustrations.people_form import BOX, outlines_of, person_picture
from moa_anim.illustrations.people_look import patients_and_clinician
from moa_anim.illustrations.shapes import round_pen, trace
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

UNIT_PIXELS = 1.62
"""Design pixels for one figure unit."""

CROWNS = {"clinician": (206.0, 262.0), "man": (500.0, 238.0), "woman": (790.0, 268.0)}
"""Where the crown of each is (design pixels), from the back to the front."""

OUTLINE_PIXELS = 1.8
OUTLINE_INK = 0.30
"""Width of the outlines (design pixels), and the share of the vessel's colour in their ink."""

TABLE_PIXELS = 706.0
"""y of the table's far edge, behind which they are (design pixels)."""

TABLE_EDGE_PIXELS = 3.0
"""Width of that edge (design pixels)."""

TABLE_TINTS = ((0.0, 0.16), (0.5, 0.07), (1.0, 0.05))
"""Share of the membrane's colour in its paper, from the far edge (0) to the near one: words stand on it."""

SHADE_PIXELS = 26.0
"""Height of the soft shadow on the table along its far edge (design pixels)."""


NEARER_FACTOR = 1.04
NEARER_ABOUT = (330.0, TABLE_PIXELS)
"""How much larger they are seen at the shot's end than at its beginning, and the point that stays where it is, on the table's
edge: the table stays, too."""

BREATH_SHARE = 0.0017
BREATH_SECONDS = {"clinician": 4.3, "man": 4.9, "woman": 3.9}
"""How much taller someone is who has breathed in, about a pixel at the crown, and the time of a breath of each."""


class People(Painted):
    """The three and the table; nothing of it is below the caption band's upper edge."""

    def __init__(self, clock: ShotClock) -> None:
        super().__init__()
        self._clock = clock
        self._people = patients_and_clinician()
        self._sprites: Mapping[str, tuple[int, NDArray[np.uint8]]] = {}
        self._drawn_for = 0

    @property
    def nearer(self) -> float:
        """How much larger they are seen at this frame."""
        share = self._clock.seconds * float(self._clock.rate.fps) / max(1, self._clock.shot_frames)
        return 1.0 + (NEARER_FACTOR - 1.0) * float(smoothstep(share))

    def _tall(self, name: str) -> float:
        """How much taller someone is at this frame, breathing."""
        return 1.0 + BREATH_SHARE * math.sin(2.0 * math.pi * self._clock.seconds / BREATH_SECONDS[name])

    def seen(self, point: Point, tall: float = 1.0) -> Point:
        """Return where a point of the picture that they were painted in is seen at this frame (design pixels)."""
        (x, y), size = NEARER_ABOUT, self.nearer
        return x + (point[0] - x) * size, y + (point[1] - y) * size * tall

    def place(self, name: str, point: Point) -> Point:
        """Return where a point of someone's figure is seen at this frame (design pixels)."""
        x, y = CROWNS[name]
        return self.seen((x + point[0] * UNIT_PIXELS, y + point[1] * UNIT_PIXELS), self._tall(name))

    @property
    def mouth(self) -> Point:
        """The woman's mouth (design pixels)."""
        return self.place("woman", MOUTH)

    @property
    def tumor(self) -> Point:
        """The place of the tumor in her breast (design pixels)."""
        return self.place("woman", TUMOR)

    def obstacles(self) -> list[Box]:
        """Return boxes of heads and of shoulders down to the table."""
        if self.opacity <= 0.0:
            return []
        return [
            box
            for name in CROWNS
            for box in (
                (*self.place(name, (-42.0, -28.0)), *self.place(name, (42.0, 118.0))),
                (*self.place(name, (-96.0, 118.0)), self.place(name, (96.0, 0.0))[0], TABLE_PIXELS),
            )
        ]

    def paint(self, canvas: Canvas) -> None:
        """Lay the sprites, each painted once, on the canvas, the farthest first; then draw the table."""
        if self.opacity <= 0.0:
            return
        if self._drawn_for != canvas.width:
            self._sprites = {name: self._sprite(name, canvas) for name in CROWNS}
            self._drawn_for = canvas.width
        context = canvas.context
        if self.opacity < 1.0:
            context.push_group()
        for name, (left, picture) in self._sprites.items():
            canvas.design()
            x, y = NEARER_ABOUT
            context.translate(x, y)
            context.scale(self.nearer, self.nearer * self._tall(name))
            context.translate(-x, -y)
            context.scale(1.0 / (canvas.scale * NEARER_FACTOR), 1.0 / (canvas.scale * NEARER_FACTOR))
            source = cairo.ImageSurface.create_for_data(
                picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
            )
            context.set_source_surface(source, left, 0)
            context.paint()
            context.restore()
        _table(canvas)
        if self.opacity < 1.0:
            context.pop_group_to_source()
            context.paint_with_alpha(self.opacity)

    def _sprite(self, name: str, canvas: Canvas) -> tuple[int, NDArray[np.uint8]]:
        """Return someone's picture, as fine as it is seen from the nearest, and its left column."""
        height, width = (round(NEARER_FACTOR * pixels) for pixels in (canvas.height, canvas.width))
        apart = Canvas(np.zeros((height, width, 4), dtype=np.uint8))
        self._draw(apart, name)
        columns = np.flatnonzero(apart.pixels[..., 3].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        below = math.ceil(TABLE_PIXELS * apart.scale) + 1
        return left, np.ascontiguousarray(apart.pixels[:below, left:right])

    def _draw(self, canvas: Canvas, name: str) -> None:
        size = UNIT_PIXELS * canvas.scale
        person, (x, y) = self._people[name], CROWNS[name]
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, TABLE_PIXELS)
        context.clip()
        context.translate(x, y)
        context.scale(UNIT_PIXELS, UNIT_PIXELS)
        round_pen(context)
        context.set_line_width(2.0 * OUTLINE_PIXELS / UNIT_PIXELS)
        canvas.set_colour(tinted(Role.INK, OUTLINE_INK, Role.VESSEL))
        for loop in outlines_of(person):
            trace(context, loop, closed=True)
        context.stroke()
        picture = cached(partial(person_picture, person, size), "person", name, size)
        context.translate(BOX[0], BOX[1])
        context.scale(1.0 / size, 1.0 / size)
        source = cairo.ImageSurface.create_for_data(
            picture.data, cairo.FORMAT_ARGB32, picture.shape[1], picture.shape[0]
        )
        context.set_source_surface(source, 0, 0)
        context.paint()
        context.scale(size, size)
        context.translate(-BOX[0], -BOX[1])
        draw_waking_face(canvas, context)
        context.restore()


def _table(canvas: Canvas) -> None:
    """Draw the table's top, and along its far edge the shadow of those behind it."""
    context = canvas.design()
    top, bottom = TABLE_PIXELS, float(BAND_TOP)
    wood = cairo.LinearGradient(0, top, 0, bottom)
    for stop, share in TABLE_TINTS:
        red, green, blue = tinted(Role.PAPER, share, Role.MEMBRANE)
        wood.add_color_stop_rgb(stop, blue, green, red)  # bytes are R, G, B, A; Cairo has B, G, R, A
    context.rectangle(0, top, FRAME_WIDTH, bottom - top)
    context.set_source(wood)
    context.fill()
    shade = cairo.LinearGradient(0, top, 0, top + SHADE_PIXELS)
    red, green, blue = tinted(Role.INK, 0.2, Role.MEMBRANE)
    shade.add_color_stop_rgba(0.0, blue, green, red, 0.22)
    shade.add_color_stop_rgba(1.0, blue, green, red, 0.0)
    context.rectangle(0, top, FRAME_WIDTH, SHADE_PIXELS)
    context.set_source(shade)
    context.fill()
    canvas.set_colour(tinted(Role.INK, 0.5, Role.MEMBRANE))
    context.rectangle(0, top, FRAME_WIDTH, TABLE_EDGE_PIXELS)
    context.fill()
    context.restore()
