"""Two patients, a woman and a man, and a clinician behind a table: whom the medicine is for. Schematic, lit as all else.

Each is painted once for a size of the picture and kept as sprites; their outlines are drawn as curves. They come slowly
nearer, and move a little (`people_moves`): the head is a sprite of its own, and so are the face and the eyes on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body_outline import HEAD_PIVOT, MOUTH, TUMOR
from moa_anim.illustrations.curves import rotated
from moa_anim.illustrations.face import draw_closed_eyes, draw_open_eyes, draw_waking_face
from moa_anim.illustrations.people_form import BOX, outlines_of, person_picture
from moa_anim.illustrations.people_look import patients_and_clinician
from moa_anim.illustrations.people_moves import EYES_UNITS, FACE_UNITS, TILT_DEGREES, closed, tall, turned
from moa_anim.illustrations.people_sprites import Kept, cropped, lay
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

SEAM = 108.0
SEAM_UNITS = 6.0
"""Height at which the head's sprite ends on the neck, and over how much of it the sprite fades there (figure units)."""


class People(Painted):
    """The three and the table; nothing of it is below the caption band's upper edge."""

    def __init__(self, clock: ShotClock) -> None:
        super().__init__()
        self._clock = clock
        self._people = patients_and_clinician()
        self._sprites: Mapping[str, Mapping[str, Kept]] = {}
        self._drawn_for = 0

    @property
    def nearer(self) -> float:
        """How much larger they are seen at this frame."""
        return 1.0 + (NEARER_FACTOR - 1.0) * float(smoothstep(self._share))

    @property
    def _share(self) -> float:
        """Share of the shot that is over."""
        return self._clock.seconds * float(self._clock.rate.fps) / max(1, self._clock.shot_frames)

    def _tall(self, name: str) -> float:
        return tall(name, self._clock.seconds)

    def turned(self, name: str) -> float:
        """How far someone's head is turned to the viewer's right at this frame (−1…1)."""
        return turned(name, self._share)

    def seen(self, point: Point, tall: float = 1.0) -> Point:
        """Return where a point of the picture that they were painted in is seen at this frame (design pixels)."""
        (x, y), size = NEARER_ABOUT, self.nearer
        return x + (point[0] - x) * size, y + (point[1] - y) * size * tall

    def place(self, name: str, point: Point) -> Point:
        """Return where a point of someone's figure is seen at this frame (design pixels): above SEAM, with the head."""
        x, y = CROWNS[name]
        if point[1] < SEAM:
            angle = math.radians(TILT_DEGREES * self.turned(name))
            pivot = np.array(HEAD_PIVOT)
            point = tuple(rotated(np.array([point]) - pivot, angle)[0] + pivot)
        return self.seen((x + point[0] * UNIT_PIXELS, y + point[1] * UNIT_PIXELS), self._tall(name))

    @property
    def mouth(self) -> Point:
        """The woman's mouth (design pixels)."""
        return self.place("woman", (MOUTH[0] + FACE_UNITS * self.turned("woman"), MOUTH[1]))

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
            self._sprites = {name: self._sprites_of(name, canvas) for name in CROWNS}
            self._drawn_for = canvas.width
        context = canvas.context
        if self.opacity < 1.0:
            context.push_group()
        for name, sprites in self._sprites.items():
            self._lay(canvas, name, sprites)
        _table(canvas)
        if self.opacity < 1.0:
            context.pop_group_to_source()
            context.paint_with_alpha(self.opacity)

    def _lay(self, canvas: Canvas, name: str, sprites: Mapping[str, Kept]) -> None:
        """Lay someone's sprites on the canvas: body, head, face and eyes, as they are at this frame."""

        def laid(part: str, across: float = 0.0, opacity: float = 1.0) -> None:
            lay(canvas, sprites[part], finer=NEARER_FACTOR, across=across, opacity=opacity)

        context = canvas.design()
        x, y = NEARER_ABOUT
        context.translate(x, y)
        context.scale(self.nearer, self.nearer * self._tall(name))
        context.translate(-x, -y)
        laid("body")
        turn, (crown_x, crown_y) = self.turned(name), CROWNS[name]
        pivot = crown_x + HEAD_PIVOT[0] * UNIT_PIXELS, crown_y + HEAD_PIVOT[1] * UNIT_PIXELS
        context.translate(*pivot)
        context.rotate(math.radians(TILT_DEGREES * turn))
        context.translate(-pivot[0], -pivot[1])
        laid("head")
        blinks = closed(name, self._clock.seconds)
        laid("face", across=FACE_UNITS * turn * UNIT_PIXELS)
        laid("open", across=EYES_UNITS * turn * UNIT_PIXELS, opacity=1.0 - blinks)
        laid("closed", across=FACE_UNITS * turn * UNIT_PIXELS, opacity=blinks)
        context.restore()

    def _sprites_of(self, name: str, canvas: Canvas) -> dict[str, Kept]:
        """Return someone's sprites, as fine as they are seen from the nearest."""

        def painted(draw: Callable[[Canvas, Any], None]) -> NDArray[np.uint8]:
            height, width = (round(NEARER_FACTOR * pixels) for pixels in (canvas.height, canvas.width))
            apart = Canvas(np.zeros((height, width, 4), dtype=np.uint8))
            context = apart.design()
            context.rectangle(0, 0, FRAME_WIDTH, TABLE_PIXELS)
            context.clip()
            context.translate(*CROWNS[name])
            context.scale(UNIT_PIXELS, UNIT_PIXELS)
            draw(apart, context)
            context.restore()
            return apart.pixels

        whole = painted(partial(self._draw, name=name))
        scale = NEARER_FACTOR * canvas.scale
        rows = np.arange(whole.shape[0]) / scale
        units = (rows - CROWNS[name][1]) / UNIT_PIXELS
        ends = 1.0 - smoothstep((units - SEAM) / SEAM_UNITS + 0.5)
        head = (whole * np.asarray(ends, np.float32)[:, None, None]).astype(np.uint8)
        body = whole * (units > SEAM - SEAM_UNITS)[:, None, None].astype(np.uint8)
        return {
            "body": cropped(body),
            "head": cropped(head),
            "face": cropped(painted(draw_waking_face)),
            "open": cropped(painted(draw_open_eyes)),
            "closed": cropped(painted(draw_closed_eyes)),
        }

    def _draw(self, canvas: Canvas, context: Any, *, name: str) -> None:
        """Draw someone without a face; the context's unit is the figure's."""
        size = UNIT_PIXELS * canvas.scale
        person = self._people[name]
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
