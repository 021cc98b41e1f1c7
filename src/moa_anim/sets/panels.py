"""Panels side by side, each with a number, a heading and a small molecule view, and thin dividers between them.

A view is drawn anew only in its own spans of time; it trembles as a whole, so that a waiting panel is no frozen frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, MARGIN
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.shading import Raster
from moa_anim.stage.molecule_view import JITTER_HERTZ, MoleculeView
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

HEADING_PIXELS = 48.0
"""Letter size of headings (design pixels), larger than that of labels so that they are legible from the back row."""

HEADING_BASELINE_PIXELS = 222.0
"""Baseline of headings, from the top of the frame (design pixels)."""

HEADING_HALO_PIXELS = 5
"""Width of the paper halo around the letters of a heading (design pixels)."""

NUMBER_ROOM_PIXELS = 44.0
"""From the left of a panel's number to its heading (design pixels)."""

TREMBLE_PIXELS = 0.5
"""Tremble of a picture as a whole (root mean square, design pixels), only just perceptible."""

MARGIN_PIXELS = 6.0
"""Drawn around a picture's box, so that the tremble uncovers no edge (design pixels)."""

LOOKED_AT = (960.0, 560.0)
"""Where the point that the camera looks at is seen (design pixels)."""

DIVIDER_PIXELS = 2.0
"""Width of a divider: two pixels are visible at 1080 lines."""

BRACKET_PIXELS = 146.0
"""y of the line of a bracket, between the step marker and the headings (design pixels)."""

BRACKET_WORD_PIXELS = 44.0
BRACKET_GAP_PIXELS = 22.0
BRACKET_LINE_PIXELS = 4.0
BRACKET_TICK_PIXELS = 20.0
"""Letter size of its word, gap in the line about the word, width of the line, length of its ends (design pixels)."""

BRACKET_RIGHT_PIXELS = 1880.0
"""A bracket that goes on beyond the picture ends here (design pixels)."""

ARROW_HALO_PIXELS = 10.0
ARROW_LINE_PIXELS = 4.5
"""Widths of an arrow's paper halo and ink line (design pixels)."""

ARROW_HEAD_SHARE = 0.24
"""Size of an arrow's head, as a share of its bulge."""


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


class StripCamera:
    """The camera over panels side by side: the point (`x`, `y`) of their strip is seen at LOOKED_AT, e to `nearness` larger.

    At first the strip is seen as it is. `change(camera, "x", …)` and so on move it.
    """

    def __init__(self) -> None:
        (self.x, self.y), self.nearness = LOOKED_AT, 0.0

    @property
    def magnification(self) -> float:
        """Design pixels for one pixel of the strip."""
        return math.exp(self.nearness)

    def look(self, x: float, y: float, magnification: float) -> None:
        """Look at a point of the strip (its pixels), magnified."""
        self.x, self.y, self.nearness = x, y, math.log(magnification)

    def seen(self, point: Point) -> Point:
        """Return where a point of the strip is seen (design pixels)."""
        size = self.magnification
        return LOOKED_AT[0] + (point[0] - self.x) * size, LOOKED_AT[1] + (point[1] - self.y) * size


class DrawBack(Motion):
    """The camera draws back from `near` (x, y of the strip, magnification) until the strip is seen as it is."""

    def __init__(
        self, camera: StripCamera, near: tuple[float, float, float], *, ease: Callable[[float], float]
    ) -> None:
        super().__init__(ease=ease)
        self._camera, self._near = camera, near

    def move(self, share: float) -> None:
        """Set the camera."""
        x, y, magnification = self._near
        (to_x, to_y), near = LOOKED_AT, 1.0 - share
        self._camera.look(to_x + (x - to_x) * near, to_y + (y - to_y) * near, magnification**near)


class PanelView(MoleculeView):
    """Actors in a view of their own that fills `box` (design pixels) and moves only in some spans of the shot.

    `moving` are the spans (seconds from the shot's first frame), in order, in which its actors move; outside of them thermal
    motion stands still, too, so that a panel that waits costs no drawing. It is clipped to the box.
    """

    def __init__(
        self,
        clock: ShotClock,
        box: Box,
        *,
        rotation: NDArray[np.float64],
        centre: ArrayLike,
        place: Point,
        scale: float,
    ) -> None:
        super().__init__(clock, rotation=rotation, centre=centre, place=place, scale=scale)
        self.box = box
        self.moving: Sequence[tuple[float, float]] = ()
        self._fineness = 1.0
        self._boxed: Raster | None = None
        self._drawn_at: float | None = None

    @property
    def fineness(self) -> float:
        """How much finer than the frame it is drawn, for a camera that is nearer."""
        return self._fineness

    @fineness.setter
    def fineness(self, fineness: float) -> None:
        if fineness != self._fineness:
            self._fineness, self._boxed, self._drawn_at = fineness, None, None
            self._still = None

    @property
    def seconds(self) -> float:
        """Time of the actors: the part of the spans `moving` that is over."""
        now = self._clock.seconds
        return sum(min(max(now, begin), end) - begin for begin, end in self.moving)

    def paint(self, canvas: Canvas) -> None:
        """Draw the actors if any has moved, and lay the picture on the canvas within the box."""
        factor = canvas.scale
        fine = self._fineness
        raster = self._boxed = self._boxed or self._raster_of_box(factor * fine)
        # Outside `moving` nothing changes.
        if self._drawn_at is None or self.seconds != self._drawn_at:
            self._draw(raster)
            self._drawn_at = self.seconds
        stray = TREMBLE_PIXELS * drift(
            self._clock.seed + round(self.box[0]), self._clock.seconds, 2, *JITTER_HERTZ
        )
        left, top, right, bottom = (round(part * factor) for part in self.box)
        canvas.context.save()
        canvas.context.rectangle(left, top, right - left, bottom - top)
        canvas.context.clip()
        x, y = ((self.box[axis] - MARGIN_PIXELS + float(stray[axis])) * factor * fine for axis in (0, 1))
        canvas.context.scale(1.0 / fine, 1.0 / fine)
        canvas.picture(raster.picture, x, y, self.opacity, raster.extent())
        canvas.context.restore()

    def _draw(self, raster: Raster) -> None:
        parts = [part for actor in self.actors if actor.shown for part in actor.parts(self.seconds)]
        still = tuple(part.key for part in parts if part.still)
        moving = [part.body for part in parts if not part.still]
        if still != self._still or raster.restless:
            raster.show([part.body for part in parts if part.still], moving)
            self._still = still
        else:
            raster.draw(moving)

    def _raster_of_box(self, factor: float) -> Raster:
        """Return a raster of the box's size and a margin around it."""
        left, top, right, bottom = self.box
        height, width = (round((span + 2 * MARGIN_PIXELS) * factor) for span in (bottom - top, right - left))
        x, y = self.view.place
        place = ((x - left + MARGIN_PIXELS) * factor, (y - top + MARGIN_PIXELS) * factor)
        view = View(self.view.rotation, self.view.centre, self.view.scale * factor, place)
        return Raster(height, width, view, molecule_paint(), line_factor=factor)


class Panel(Painted):
    """A panel: `number` and `heading` above a view of its own, within its box.

    `opacity` applies to all of it; `dim` in 0…1 makes only the picture paler, so that the heading stays readable. `outlines`
    are over the view and `arrows` over these; `marked` and `pointed` in 0…1 are their opacities; `told` is that of number and
    heading. The panel is as wide as its `column`, beyond which the view may reach; without one, as the view. A `camera` moves
    the picture; the heading keeps height and size.
    """

    camera: StripCamera | None = None

    def __init__(
        self,
        number: int,
        heading: str,
        view: PanelView,
        *,
        outlines: Sequence[Painted] = (),
        arrows: Sequence[Arrow] = (),
        column: Box | None = None,
    ) -> None:
        super().__init__()
        self.number, self.heading, self.view = number, heading, view
        self.column = column or view.box
        self.outlines, self.arrows = tuple(outlines), tuple(arrows)
        self.dim, self.marked, self.pointed, self.told = 0.0, 0.0, 0.0, 1.0
        room = self.column[2] - self.column[0] - NUMBER_ROOM_PIXELS
        self._heading_pixels = fitting_size(heading, HEADING_PIXELS, room, Weight.BOLD)

    @property
    def heading_left(self) -> float:
        """Where its number begins (design pixels): over its left edge, as the camera sees that, but in the picture."""
        x, y = self.column[:2]
        return max(float(MARGIN), self.camera.seen((x, y))[0]) if self.camera else x

    def lettered(self) -> list[ShownText]:
        """Return the heading as shown text."""
        left = self.heading_left + NUMBER_ROOM_PIXELS
        return (
            [shown_text(self.heading, left, HEADING_BASELINE_PIXELS, self._heading_pixels, Weight.BOLD)]
            if self.heading and self.told > 0.0
            else []
        )

    def obstacles(self) -> list[Box]:
        """Return the box of the whole panel (design pixels)."""
        left, top, right, bottom = self.column
        if self.camera:
            (left, _), (right, bottom) = self.camera.seen((left, top)), self.camera.seen((right, bottom))
        return [(left, HEADING_BASELINE_PIXELS - HEADING_PIXELS, right, min(bottom, float(BAND_TOP)))]

    def paint(self, canvas: Canvas) -> None:
        """Draw the picture, the number and the heading."""
        if self.opacity <= 0.0:
            return
        shown = self.opacity * (1.0 - self.dim)
        self.view.opacity = shown
        context, scale = canvas.context, canvas.scale
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * scale))
        context.clip()
        if self.camera:
            x, y = self.camera.seen((0.0, 0.0))
            context.translate(x * scale, y * scale)
            context.scale(self.camera.magnification, self.camera.magnification)
        self.view.paint(canvas)
        for outline in self.outlines:
            outline.opacity = shown * self.marked
            outline.paint(canvas)
        for arrow in self.arrows if self.pointed > 0.0 else ():
            arrow.draw(canvas, shown * self.pointed)
        context.restore()
        if self.told > 0.0:
            self._write(canvas)

    def _write(self, canvas: Canvas) -> None:
        """Draw the number and the heading."""
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
        words = letter(
            self.heading,
            self._heading_pixels * scale,
            rgb(Role.INK),
            Weight.BOLD,
            halo,
            HEADING_HALO_PIXELS * scale,
        )
        left = self.heading_left
        canvas.lettering(number, left, HEADING_BASELINE_PIXELS, self.opacity * self.told)
        canvas.lettering(words, left + NUMBER_ROOM_PIXELS, HEADING_BASELINE_PIXELS, self.opacity * self.told)


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


class Bracket(Painted):
    """A bracket over panels side by side, from `left` to `right` of their strip (its pixels), with a word in its line.

    `opacity` is that of all of it. A `camera` moves it along; line and word keep height and size, and stay in the picture.
    `result`, in the receptor's colour, takes the place of a stretch of the line right of the word, as far as it is `told`.
    """

    result = ""
    told = 0.0

    def __init__(self, word: str, left: float, right: float, camera: StripCamera) -> None:
        super().__init__()
        self.word, self.left, self.right, self.camera = word, left, right, camera

    def ends(self) -> tuple[float, float]:
        """Return where it begins and ends in the picture (design pixels)."""
        left, right = (self.camera.seen((x, 0.0))[0] for x in (self.left, self.right))
        return max(float(MARGIN), left), min(BRACKET_RIGHT_PIXELS, right)

    def _word_left(self) -> float:
        left, right = self.ends()
        return (left + right - width_of(self.word, BRACKET_WORD_PIXELS, Weight.BOLD)) / 2

    def lettered(self) -> list[ShownText]:
        """Return its word as shown text."""
        if self.opacity <= 0.0:
            return []
        baseline = BRACKET_PIXELS + 0.34 * BRACKET_WORD_PIXELS
        shown = [shown_text(self.word, self._word_left(), baseline, BRACKET_WORD_PIXELS, Weight.BOLD)]
        if self.told > 0.0:
            left, _, pixels = self._result_at()
            shown.append(shown_text(self.result, left, baseline, pixels, Weight.BOLD))
        return shown

    def _result_at(self) -> tuple[float, float, float]:
        """Left and right end of the result and its letter size (design pixels): in the middle of the line's right part."""
        left, right = self.ends()
        begin = left + right - self._word_left() + BRACKET_GAP_PIXELS
        right -= BRACKET_TICK_PIXELS
        room = right - begin - 2.0 * BRACKET_GAP_PIXELS
        pixels = fitting_size(self.result, BRACKET_WORD_PIXELS, room, Weight.BOLD)
        half = width_of(self.result, pixels, Weight.BOLD) / 2.0
        return (begin + right) / 2.0 - half, (begin + right) / 2.0 + half, pixels

    def paint(self, canvas: Canvas) -> None:
        """Draw line, ends and word."""
        if self.opacity <= 0.0:
            return
        left, right = self.ends()
        word_left = self._word_left()
        word_right = left + right - word_left
        bottom = BRACKET_PIXELS + BRACKET_TICK_PIXELS
        context = canvas.design()
        context.set_line_width(BRACKET_LINE_PIXELS)
        context.set_line_cap(cairo.LINE_CAP_ROUND)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        canvas.set_colour(rgb(Role.INK), self.opacity)
        for end, beside in ((left, word_left - BRACKET_GAP_PIXELS), (right, word_right + BRACKET_GAP_PIXELS)):
            context.move_to(end, bottom)
            context.line_to(end, BRACKET_PIXELS)
            context.line_to(beside, BRACKET_PIXELS)
        context.stroke()
        context.restore()
        if self.told > 0.0:
            self._write_result(canvas)
        word = letter(
            self.word,
            BRACKET_WORD_PIXELS * canvas.scale,
            rgb(Role.INK),
            Weight.BOLD,
            rgb(Role.PAPER),
            HEADING_HALO_PIXELS * canvas.scale,
        )
        canvas.lettering(word, word_left, BRACKET_PIXELS + 0.34 * BRACKET_WORD_PIXELS, self.opacity)

    def _write_result(self, canvas: Canvas) -> None:
        """Put paper over a stretch of the line, and the result on it."""
        left, right, pixels = self._result_at()
        shown = self.opacity * self.told
        context = canvas.design()
        canvas.set_colour(rgb(Role.PAPER), shown)
        half = BRACKET_LINE_PIXELS
        begin, end = left - BRACKET_GAP_PIXELS, right + BRACKET_GAP_PIXELS
        word_right = sum(self.ends()) - self._word_left()
        if begin < word_right + 2.0 * BRACKET_GAP_PIXELS:  # leave no dot of the line between two words
            begin = word_right
        context.rectangle(begin, BRACKET_PIXELS - half, end - begin, 2.0 * half)
        context.fill()
        context.restore()
        words = letter(
            self.result,
            pixels * canvas.scale,
            readable(Role.RECEPTOR),
            Weight.BOLD,
            rgb(Role.PAPER),
            HEADING_HALO_PIXELS * canvas.scale,
        )
        canvas.lettering(words, left, BRACKET_PIXELS + 0.34 * BRACKET_WORD_PIXELS, shown)
