"""Out of a nucleus to the cells around it, and from these to a round picture of them beside the one whose cells they are.

One move: a field of receptors shrinks into the nucleus of a cell, cells come into view, and the edge of the picture closes to
a lens, around which a room is seen. The lens can go back to the place in the body that it shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.seen_from_near import FromNear
from moa_anim.illustrations.tissue import Tissue
from moa_anim.model.palette import Role
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.tissue_ground import PARALLAX
from moa_anim.sets.tumor_mass import TumorMass
from moa_anim.stage.dive import passing
from moa_anim.stage.motion import Motion
from moa_anim.stage.out_of_focus import OutOfFocus
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

LENS_MIDDLE = (1306.0, 362.0)
LENS_RADIUS = 292.0
"""Middle and radius of the lens (design pixels): as large as it can be between the rail, the woman and the indication."""

WIDEST_RADIUS = 1500.0
"""Radius from which it closes: it is beyond the picture's corners (design pixels)."""

SHUT_RADIUS = 9.0
"""Its radius at the place in the body (design pixels): about that of the tumor."""

RIM_PIXELS = 9.0
LINE_PIXELS = 3.0
"""Widths of its rim and of the lines about that (design pixels)."""

BEAM_OPACITY = 0.34
"""Opacity of the beam from the place in the body to it."""

BEAM_COMES = (0.75, 1.0)
BEAM_GOES = (0.1, 0.5)
"""Shares of closing in which the beam appears, and of shutting in which it fades."""

STRIPS = 6
"""Number of boxes by which its round shape is approximated for labels."""

NUCLEUS_PART = 0.74
CLOSES = (0.5, 1.0)
"""Share of the way out at which all cells are in view; shares between which the edge of the picture closes to the lens."""

FIELD_MIDDLE = (960.0, 470.0)
"""Point of the field that becomes the middle of the nucleus (design pixels)."""

FIELD_SHRUNK = 0.04
"""Scale of the field when it is as small as the nucleus: far larger than life."""

TISSUE_NEARNESS = -0.45
"""Nearness (natural logarithm) of the tissue behind cells as small as those in the lens."""

GENE_GOES = (0.0, 0.1)
CELLS_COME = (0.1, 0.32)
FIELD_GOES = (0.3, 0.37)
RECEPTORS_COME = (0.3, 0.37)
SETTLES = (0.33, 0.96)
"""Shares of the way to the cells between which the field's gene and 26S fade, the cells come into view, the field fades, when
its receptors have become as small as the cells' are drawn, and these appear in the same places: the receptors stay. Then they
come to their own places in the nucleus. It is never empty, and no strip of DNA hangs in it."""

FIELD_EDGE_PIXELS = 260.0
FIELD_ENDS_SEEN = (0.7, 1.0)
"""Width over which the field fades at its sides, so that its DNA does not end in a cut (design pixels at full size),
and the scales of the field between which the fade is coming in from outside of it."""


class Lens(Painted):
    """A round picture of `contents`, the first at the back; `beam_from` returns the place in the body that it shows.

    `closed` in 0…1 is how far its edge has come in: at 0 it fills the picture. `shut` in 0…1 is how far it has gone, with all
    in it, to that place.
    """

    def __init__(self, contents: Sequence[Painted], beam_from: Callable[[], Point]) -> None:
        super().__init__()
        self.contents, self.beam_from = list(contents), beam_from
        self.closed = self.shut = 0.0

    @property
    def size(self) -> float:
        """Scale of what is in it."""
        return math.pow(SHUT_RADIUS / LENS_RADIUS, self.shut)

    @property
    def radius(self) -> float:
        """Its radius (design pixels)."""
        return WIDEST_RADIUS * math.pow(LENS_RADIUS / WIDEST_RADIUS, self.closed) * self.size

    @property
    def middle(self) -> Point:
        """Its middle (design pixels)."""
        least = SHUT_RADIUS / LENS_RADIUS
        share = (self.size - least) / (1.0 - least)
        (x, y), (to_x, to_y) = LENS_MIDDLE, self.beam_from()
        return to_x + (x - to_x) * share, to_y + (y - to_y) * share

    def obstacles(self) -> list[Box]:
        """Return those of what it shows while it fills the picture; else its own, which labels stand beside."""
        if self.closed == 0.0:
            return [box for each in self.contents for box in each.obstacles()]
        (x, y), reach = self.middle, self.radius
        halves = [
            (math.sqrt(1.0 - down * down) * reach, down * reach) for down in np.linspace(0.05, 0.95, STRIPS)
        ]
        return [(x - half, y - down, x + half, y + down) for half, down in halves] if self.shut == 0.0 else []

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of what it shows."""
        return [found for each in self.contents for found in each.silhouettes()] if self.shut == 0.0 else []

    def sightings(self) -> list[Sighting]:
        """Return the sightings of what it shows, until it goes."""
        if self.opacity <= 0.0 or self.shut > 0.0:
            return []
        return [found for each in self.contents for found in each.sightings()]

    def paint(self, canvas: Canvas) -> None:
        """Paint the beam, what it shows within its edge, and the rim."""
        if self.opacity <= 0.0:
            return
        if self.closed <= 0.0:
            for each in self.contents:
                each.paint(canvas)
            return
        self._beam(canvas)
        (x, y), (at_x, at_y), size = self.middle, LENS_MIDDLE, self.size
        context, factor = canvas.context, canvas.scale
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * factor))
        context.clip()
        context.arc(x * factor, y * factor, self.radius * factor, 0.0, 2.0 * math.pi)
        context.clip()
        context.translate(x * factor, y * factor)
        context.scale(size, size)
        context.translate(-at_x * factor, -at_y * factor)
        for each in self.contents:
            each.paint(canvas)
        context.restore()
        self._rim(canvas)

    def _beam(self, canvas: Canvas) -> None:
        shown = passing(self.closed, *BEAM_COMES) * (1.0 - passing(self.shut, *BEAM_GOES))
        if shown <= 0.0:
            return
        (x, y), (u, v) = self.middle, self.beam_from()
        far = math.hypot(x - u, y - v)
        away, reach = math.atan2(y - v, x - u), self.radius
        spread = math.asin(min(1.0, reach / far))
        length = math.sqrt(max(0.0, far * far - reach * reach))
        context = canvas.design()
        ends = [
            (u + length * math.cos(away + turn), v + length * math.sin(away + turn))
            for turn in (-spread, spread)
        ]
        context.move_to(u, v)
        for end in ends:
            context.line_to(*end)
        context.close_path()
        canvas.set_colour(rgb(Role.PAPER), BEAM_OPACITY * shown)
        context.fill()
        canvas.set_colour(tinted(Role.INK, 0.35, Role.PAPER), shown)
        context.set_line_width(LINE_PIXELS)
        for end in ends:
            context.move_to(u, v)
            context.line_to(*end)
        context.stroke()
        context.arc(u, v, SHUT_RADIUS, 0.0, 2.0 * math.pi)
        context.stroke()
        context.restore()

    def _rim(self, canvas: Canvas) -> None:
        (x, y), size = self.middle, max(0.3, self.size)
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        for width, colour in (
            ((RIM_PIXELS + 2 * LINE_PIXELS) * size, tinted(Role.INK, 0.35, Role.PAPER)),
            (RIM_PIXELS * size, rgb(Role.PAPER)),
        ):
            context.set_line_width(width)
            canvas.set_colour(colour)
            context.arc(x, y, self.radius, 0.0, 2.0 * math.pi)
            context.stroke()
        context.restore()


class TumorMark(Painted):
    """A small ring about the place of a tumor in someone else's body, as at the tip of the lens's beam."""

    def __init__(self, at: Callable[[], Point]) -> None:
        super().__init__()
        self._at, self.opacity = at, 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        canvas.set_colour(rgb(Role.PAPER), BEAM_OPACITY * self.opacity)
        context.arc(*self._at(), SHUT_RADIUS, 0.0, 2.0 * math.pi)
        context.fill_preserve()
        for width, colour in (
            (3.0 * LINE_PIXELS, rgb(Role.PAPER)),
            (LINE_PIXELS, tinted(Role.INK, 0.35, Role.PAPER)),
        ):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.stroke_preserve()
        context.new_path()
        context.restore()


class ComingOut:
    """A field of receptors shrinks into the nucleus of a cell, the cells come into view, and the picture closes to a lens.

    `around` is what is seen around the lens: it is there once the edge comes in. The field's receptors become those of the
    tissue's cell that are numbered in `staying`, if there are such.
    """

    def __init__(
        self,
        field: MutantField,
        tissue: Tissue,
        cell: Cell,
        mass: TumorMass,
        *,
        beam_from: Callable[[], Point],
        around: Sequence[Painted] = (),
        staying: Sequence[int] = (),
    ) -> None:
        self.field, self.tissue, self.mass = field, tissue, mass
        self.field_seen, self._around = OutOfFocus(field.world, self.field_sides), around
        self.crowd: Painted | None = None
        self._nucleus = np.array([cell.x, cell.y])
        middle = np.array(FIELD_MIDDLE)
        (x, y), (across, down) = FIELD_MIDDLE, field.world.origin
        field.sight.focus = x + across, y + down
        # The one point of the picture that stays where it is while the field's middle goes to the nucleus.
        still = middle + (self._nucleus - middle) / (1.0 - FIELD_SHRUNK)
        self.cells = FromNear(tissue, (float(still[0]), float(still[1])))
        mass.about = self.cells.about
        if staying:
            self.cells.come_from = field_places(field, tissue, staying)
        self.lens = Lens([mass, self.cells, self.field_seen], beam_from)
        self.set_at(0.0)

    def set_at(self, share: float) -> None:
        """Set field, crowd, cells and lens at a share of the way out: 0 the field, 1 the lens."""
        out = min(1.0, share / NUCLEUS_PART)
        size = FIELD_SHRUNK**out
        middle = np.array(FIELD_MIDDLE)
        x, y = middle + (self._nucleus - middle) * (1.0 - size) / (1.0 - FIELD_SHRUNK)
        self.field.sight.set((float(x), float(y)), size)
        self.cells.nearness = math.log(size / FIELD_SHRUNK) if out < 1.0 else 0.0
        self.cells.opacity = passing(out, *CELLS_COME)
        self.tissue.receptors_shown = passing(out, *RECEPTORS_COME)
        self.cells.settled = passing(out, *SETTLES)
        self.field_seen.opacity = 1.0 - passing(out, *FIELD_GOES)
        for each in (self.field.gene, self.field.particle):
            each.opacity = 1.0 - passing(out, *GENE_GOES)
        self.mass.nearness = TISSUE_NEARNESS + PARALLAX * self.cells.nearness
        self.mass.opacity = passing(out, *CELLS_COME)
        self.lens.closed = passing(share, *CLOSES)
        self.mass.scrim = 1.0 - self.lens.closed
        for each in self._around:
            each.opacity = 1.0 if self.lens.closed > 0.0 else 0.0
        if self.crowd is not None:
            self.crowd.opacity = 1.0 - passing(out, *CELLS_COME)

    def arrives(self) -> None:
        """Leave in the lens only what is seen at the end of the way: the tissue and its cells."""
        self.lens.contents = [self.mass, self.tissue]

    def field_sides(self) -> tuple[float, float, float]:
        """Return left and right end of the field as it is seen, and how wide it fades there (design pixels).

        The fade comes in from outside of the picture as the field becomes smaller.
        """
        left, right = (self.field.world.seen((x, FIELD_MIDDLE[1]))[0] for x in (0.0, float(FRAME_WIDTH)))
        size = (right - left) / FRAME_WIDTH
        edge = FIELD_EDGE_PIXELS * size
        outside = edge * passing(size, *FIELD_ENDS_SEEN)
        return left - outside, right + outside, edge

    def motion(self, ease: Callable[[float], float]) -> Motion:
        """Return a motion along the way out."""
        return _On(self, ease)


def field_places(
    field: MutantField, tissue: Tissue, staying: Sequence[int]
) -> dict[int, Callable[[], Point]]:
    """Return where those of a tissue's receptors would be seen that the field's receptors become, one for each of these.

    Their ways to their places are the shortest together.
    """
    shown = [n for n in range(len(field.receptors.members)) if field.receptors.is_shown(n)]

    def length(numbers: Sequence[int]) -> float:
        ways = zip(shown, numbers, strict=False)
        return sum(math.dist(field.receptors.place(one), tissue.seat(other)) for one, other in ways)

    best = min(permutations(staying, min(len(shown), len(staying))), key=length)

    def seen(number: int) -> Point:
        return field.world.seen(field.receptors.place(number))

    return {other: partial(seen, one) for one, other in zip(shown, best, strict=False)}


class _On(Motion):
    """Sets the view out of a nucleus at each share of its easing."""

    def __init__(self, coming_out: ComingOut, ease: Callable[[float], float]) -> None:
        super().__init__(ease=ease)
        self._coming_out = coming_out

    def move(self, share: float) -> None:
        """Set field, crowd and cells."""
        self._coming_out.set_at(share)
