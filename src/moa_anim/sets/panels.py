"""Panels side by side, each with a number, a heading and a still picture, and thin dividers between them.

A picture is drawn once and cached; it trembles as a whole, so that it does not look like a frozen frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.style import Style
from moa_anim.stage.molecule_view import JITTER_HERTZ
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

HEADING_PIXELS = 48.0
"""Letter size of headings (design pixels), larger than that of labels so that they are legible from the back row."""

HEADING_BASELINE_PIXELS = 206.0
"""Baseline of headings, from the top of the frame (design pixels)."""

HEADING_HALO_PIXELS = 5
"""Width of the paper halo around the letters of a heading (design pixels)."""

NUMBER_ROOM_PIXELS = 44.0
"""From the left of a panel's number to its heading (design pixels)."""

TREMBLE_PIXELS = 0.5
"""Tremble of a picture as a whole (root mean square, design pixels), only just perceptible."""

MARGIN_PIXELS = 6.0
"""Drawn around a picture's box, so that the tremble uncovers no edge (design pixels)."""

DIVIDER_PIXELS = 2.0
"""Width of a divider: two pixels are visible at 1080 lines."""

ARROW_HALO_PIXELS = 10.0
ARROW_LINE_PIXELS = 4.5
"""Widths of an arrow's paper halo and ink line (design pixels)."""

ARROW_HEAD_SHARE = 0.24
"""Size of an arrow's head, as a share of its bulge."""


@dataclass(frozen=True)
class Layer:
    """Bodies that are shaded together; a later layer is composited over the earlier ones with `opacity` in 0…1."""

    bodies: tuple[Body, ...]
    style: Style | None = None
    opacity: float = 1.0


@dataclass(frozen=True)
class Arrow:
    """A curved arrow from `start` to `end` that bulges `bulge` to the right (design pixels)."""

    start: Point
    end: Point
    bulge: float

    def draw(self, canvas: Canvas, opacity: float) -> None:
        """Draw the arrow in ink with a halo of paper."""
        (ax, ay), (bx, by) = self.start, self.end
        context = canvas.design()
        head = ARROW_HEAD_SHARE * self.bulge
        for width, colour in ((ARROW_HALO_PIXELS, rgb(Role.PAPER)), (ARROW_LINE_PIXELS, rgb(Role.INK))):
            canvas.set_colour(colour, opacity)
            context.set_line_width(width)
            context.set_line_cap(cairo.LINE_CAP_ROUND)
            context.set_line_join(cairo.LINE_JOIN_ROUND)
            context.move_to(ax, ay)
            drop = 0.2 * (by - ay)
            context.curve_to(ax + self.bulge, ay + drop, bx + self.bulge, by - drop, bx + 4, by)
            context.stroke()
            context.move_to(bx + head, by - 0.8 * head)
            context.line_to(bx + 4, by)
            context.line_to(bx + 1.1 * head, by + 0.6 * head)
            context.stroke()
        context.restore()


class StillPicture:
    """Layers of bodies, clipped to `box` (design pixels).

    `rotation` (3, 3) turns the stage frame; `centre` (Å) is shown at `place` (design pixels), at `scale` design pixels for
    one ångström.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        box: Box,
        *,
        rotation: NDArray[np.float64],
        centre: ArrayLike,
        place: Point,
        scale: float,
    ) -> None:
        self.layers, self.box = tuple(layers), box
        self.view = View(rotation, np.asarray(centre, dtype=float), scale, place)

    def point(self, position: ArrayLike) -> Point:
        """Return where a position in the stage frame (3,; Å) is shown (design pixels)."""
        x, y = self.view.pixels(np.asarray(position, dtype=float))[0]
        return float(x), float(y)

    def drawn(self, factor: float) -> list[tuple[NDArray[np.uint8], float]]:
        """Return each layer's picture, (height, width, 4) RGBA with its corner at `corner()`, and its opacity.

        `factor` is output pixels for one design pixel.
        """
        return [(self._layer(layer, factor), layer.opacity) for layer in self.layers]

    def corner(self) -> Point:
        """Return left and top of the layers' pictures (design pixels)."""
        return self.box[0] - MARGIN_PIXELS, self.box[1] - MARGIN_PIXELS

    def _layer(self, layer: Layer, factor: float) -> NDArray[np.uint8]:
        """Return a layer's picture, larger than the box by MARGIN_PIXELS on each side."""
        left, top, right, bottom = self.box
        height, width = (round((span + 2 * MARGIN_PIXELS) * factor) for span in (bottom - top, right - left))
        corner = self.corner()
        place = ((self.view.place[0] - corner[0]) * factor, (self.view.place[1] - corner[1]) * factor)
        view = View(self.view.rotation, self.view.centre, self.view.scale * factor, place)
        return molecule_sprite(layer.bodies, view, (width, height), factor, layer.style)


class Panel(Painted):
    """A panel: `number` and `heading` above a picture, within its box.

    `opacity` applies to all of it; `dim` in 0…1 makes only the picture paler, so that the heading stays readable.
    """

    def __init__(
        self,
        clock: Clock,
        number: int,
        heading: str,
        picture: StillPicture,
        *,
        arrows: Sequence[Arrow] = (),
        seed: int,
    ) -> None:
        super().__init__()
        self._clock, self._seed = clock, seed
        self.number, self.heading, self.picture, self.arrows = number, heading, picture, tuple(arrows)
        self.dim = 0.0
        self._layers: list[tuple[NDArray[np.uint8], float]] = []

    @property
    def heading_box(self) -> Box:
        """The box of number and heading (design pixels)."""
        left = self.picture.box[0]
        right = left + NUMBER_ROOM_PIXELS + width_of(self.heading, HEADING_PIXELS, Weight.BOLD)
        return (
            left,
            HEADING_BASELINE_PIXELS - 0.8 * HEADING_PIXELS,
            right,
            HEADING_BASELINE_PIXELS + 0.25 * HEADING_PIXELS,
        )

    def lettered(self) -> list[ShownText]:
        """Return the heading as shown text."""
        left = self.picture.box[0] + NUMBER_ROOM_PIXELS
        return (
            [shown_text(self.heading, left, HEADING_BASELINE_PIXELS, HEADING_PIXELS, Weight.BOLD)]
            if self.heading
            else []
        )

    def obstacles(self) -> list[Box]:
        """Return the box of the whole panel (design pixels)."""
        left, _, right, bottom = self.picture.box
        return [(left, HEADING_BASELINE_PIXELS - HEADING_PIXELS, right, bottom)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the picture, the number and the heading."""
        if self.opacity <= 0.0:
            return
        self._lay(canvas, self.opacity * (1.0 - self.dim))
        for arrow in self.arrows:
            arrow.draw(canvas, self.opacity * (1.0 - self.dim))
        scale, halo = canvas.scale, rgb(Role.PAPER)
        size = HEADING_PIXELS * scale
        number = letter(
            str(self.number),
            size,
            tinted(Role.RECEPTOR, 0.25),
            Weight.BOLD,
            halo,
            HEADING_HALO_PIXELS * scale,
        )
        words = letter(self.heading, size, rgb(Role.INK), Weight.BOLD, halo, HEADING_HALO_PIXELS * scale)
        left = self.picture.box[0]
        canvas.lettering(number, left, HEADING_BASELINE_PIXELS, self.opacity)
        canvas.lettering(words, left + NUMBER_ROOM_PIXELS, HEADING_BASELINE_PIXELS, self.opacity)

    def _lay(self, canvas: Canvas, opacity: float) -> None:
        scale, picture = canvas.scale, self.picture
        self._layers = self._layers or picture.drawn(scale)
        stray = TREMBLE_PIXELS * drift(self._seed, self._clock.seconds, 2, *JITTER_HERTZ)
        x, y = (float(at + by) * scale for at, by in zip(picture.corner(), stray, strict=True))
        left, top, right, bottom = (round(part * scale) for part in picture.box)
        canvas.context.save()
        canvas.context.rectangle(left, top, right - left, bottom - top)
        canvas.context.clip()
        for drawn, share in self._layers:
            canvas.picture(drawn, x, y, share * opacity)
        canvas.context.restore()


class Divider(Painted):
    """A thin vertical line of ink between two panels, at `x` from `top` to `bottom` (design pixels)."""

    def __init__(self, x: float, top: float, bottom: float) -> None:
        super().__init__()
        self.x, self.top, self.bottom = x, top, bottom

    def paint(self, canvas: Canvas) -> None:
        """Draw the line."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        canvas.set_colour(tinted(Role.INK, 0.45, Role.PAPER), self.opacity)
        context.rectangle(self.x - DIVIDER_PIXELS / 2, self.top, DIVIDER_PIXELS, self.bottom - self.top)
        context.fill()
        context.restore()
