"""Who takes the medicine and when, what it does to their cells, and how it is taken.

No dose or advice is shown; the footnote states the approved indication in full.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import cairo
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.body_outline import MOUTH, TUMOR, TUMOR_RADIUS
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.room import Room
from moa_anim.illustrations.tablet_row import TabletRow
from moa_anim.illustrations.tissue import Tissue
from moa_anim.model.palette import Role
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.panels import DIVIDER_PIXELS
from moa_anim.sets.receptor_field import stage_field_crowd
from moa_anim.sets.tissue_ground import PARALLAX
from moa_anim.sets.tumor_mass import TumorMass
from moa_anim.sets.tumor_zoom import eased
from moa_anim.stage.dive import Nearing, halved, passing
from moa_anim.stage.motion import Motion, change, hide, key, passage, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.sighting import Sighting
from moa_anim.stage.text_block import Line, TextBlock, paragraph

FOOTNOTE_PIXELS = 50.0
LEAST_FOOTNOTE_PIXELS = 34.0
"""Letter size of the footnote, and the least for a language in which it is longer (design pixels)."""

FOOTNOTE_LINES = 3
"""Most lines of the footnote: its letters are made smaller until it has no more."""

FOOTNOTE_WIDTH_PIXELS = 1760.0
FOOTNOTE_STEP_PIXELS = 20.0
"""Largest width of its lines, and the step in which it is narrowed until they are equally long (design pixels)."""

FOOTNOTE_BASELINE_PIXELS = 746.0
FOOTNOTE_LEADING = 1.2
"""First baseline (design pixels) and leading (letter sizes) of its lines: the last ends above the band's soft edge."""

FOOTNOTE_RULE_PIXELS = 694.0
FOOTNOTE_RULE_LENGTH_PIXELS = 320.0
"""Height and first length of the rule above it (design pixels)."""

FOOTNOTE_OPACITY = 0.9
"""Opacity of the footnote."""

ALONE_SHARE = 0.27
"""Share of the second cue in which the footnote, without a label since it came, is still the only text."""

CELL_RADIUS_PIXELS = 158.0
CELLS = ((466.0, 423.0), (794.0, 524.0), (1126.0, 419.0), (1454.0, 522.0))
"""Radius and middles of four cells in a row (design pixels); every other cell is lower, so that their membrane proteins do
not touch."""

DIVIDING_CELLS = (0, 3)
"""Numbers of the cells that divide: the outer ones."""

PUSHED_PIXELS = 104.0
"""How far each dividing cell moves outwards (design pixels)."""

GROWN_RADIUS_PIXELS = 178.0
"""Radius to which each dividing cell grows (design pixels)."""

DIVISION_RADIANS = -0.16
"""Angle from the horizontal of the axis along which cells divide."""

NUCLEUS_OF = 1
"""Number of the cell in whose nucleus the field of the shot before is."""

FIELD_MIDDLE = (960.0, 470.0)
"""Point of the field that becomes the middle of that nucleus (design pixels)."""

FIELD_SHRUNK = 0.06
"""Scale of the field when it is as small as the nucleus: far larger than life."""

CELLS_COME = (0.1, 0.32)
FIELD_SOFTENS = (0.06, 0.5)
FIELD_GOES = (0.28, 0.54)
RECEPTORS_COME = (0.28, 0.5)
"""Shares of the way out between which the cells come into view, the field goes out of focus and fades, and the cells' own
receptors appear: the nucleus is never empty."""

FIELD_SOFT_PIXELS = 9.0
"""Standard deviation of the field's blur at last (design pixels)."""

SOFT_HALVINGS = 2
SHARPEST_HALVED_PIXELS = 2.4
"""How often at most a picture is halved before it is blurred, which takes less time then, and the least blur (standard
deviation, output pixels) for which it is halved once; for twice that blur it is halved twice. Less would show its pixels."""

FIELD_EDGE_PIXELS = 260.0
FIELD_ENDS_SEEN = (0.7, 1.0)
"""Width over which the field fades at its sides, so that its DNA does not end in a cut (design pixels at full size),
and the scales of the field between which the fade is coming in from outside of it."""

COMING_OUT_SHARE = 0.42
"""Share of the first cue in which the view comes out of the nucleus; it begins in the lead."""

ROOM_OPACITY = 0.6
"""Opacity of the soft backdrop behind cells, body and words."""

ROOM_LEVEL = -80
"""Manim's z-index of that backdrop: over the crowd, below all else."""

CELLS_MIDDLE = (960.0, 470.0)
"""Middle of the cells (design pixels)."""

SMALLEST = 1.0 / 110.0
"""Scale of the cells when the body is in view: so small that they are within the tumor all the way; larger than life."""

DRAWING_BACK_SHARE = 0.5
"""Share of its cue in which the view draws back."""

BODY_COMES = (0.03, 0.14)
CELLS_GO = (0.1, 0.3)
MASS_GOES = (0.5, 0.78)
"""Shares of the way back between which the body appears around the tissue, the cells fade into the tissue, and the tissue, by
then as small as the tumor, fades into that."""

MASS_RADII = 0.98
"""Radius of the tissue around the cells, in radii of the tumor."""

BODY_CROWN_PIXELS = (400.0, 172.0)
BODY_HEIGHT_PIXELS = 1380.0
"""Crown and height of the body (design pixels): its upper half is above the caption band."""

DAILY_AT = (1000.0, 268.0)
DAILY_PIXELS = 54.0
"""Left end, baseline and letter size of the words over the row of tablets (design pixels)."""

TABLETS_TAKEN = (2.0, 6.0)
"""Tablets that have been swallowed at the end of the fourth and of the fifth cue: some of a row without an end in sight,
which states neither a dose nor a duration of treatment."""

SPREAD_AT_FIRST = 0.3
"""Share of elacestrant's way through the body at the end of the fourth cue; at the end of the shot it is at the tumor."""

BODY_NEARER = 0.09
"""How much nearer the camera comes to the body in the last cue (natural logarithm of the magnification)."""

Span = tuple[float, float]
"""Left and right end (design pixels)."""

BARS: tuple[Span, Span] = ((72.0, 842.0), (1262.0, 1790.0))
"""Left and right end of the two treatments on the time line (design pixels)."""

# The time line: height of its axis, right end of its axis, width of a treatment on it, half its height for labels, radius of
# the dot at its end (design pixels).
AXIS_PIXELS = 226.0
AXIS_END_PIXELS = 1848.0
BAR_PIXELS = 10.0
HALF_HEIGHT_PIXELS = 64.0
NOW_PIXELS = 9.0

HALO = 5.0
"""Width of the paper halo around its words (design pixels)."""

TIME_PIXELS = 38.0
TIME_BASELINE_PIXELS = 204.0
"""Letter size and baseline of the time line's words (design pixels)."""


class InTheClinic(MoaScene):
    """Tissue with a time line and the footnote; then a tablet every day."""

    needs = {
        "cues": {
            "patients": (4.6,),
            "after": (4.0,),
            "strategy": (4.4,),
            "oral": (3.0,),
            "long-term": (3.0,),
        },
        "labels": {
            "footnote": "indication",
            "count": "mutants left",
            "note": "illustrative numbers",
            "earlier": "CDK4/6 inhibitor + endocrine therapy",
            "progress": "tumor grows again",
            "now": "{drug}",
            "resting": "cells stop dividing",
            "fewer": "fewer receptors",
            "tablet": "by mouth",
            "daily": "once daily, with food",
        },
        "lead_seconds": 0.4,
        "tail_seconds": 0.4,
        "seed": 10,
        "facts": ["elacestrant"],
    }

    def stage(self) -> None:
        """Four cells with receptors in their nuclei, the time line above them and the footnote below."""
        cells = [
            Cell(x, y, CELL_RADIUS_PIXELS, seed=self.seed + 7 * (n % 2)) for n, (x, y) in enumerate(CELLS)
        ]
        for number in DIVIDING_CELLS:
            cells[number].angle = DIVISION_RADIANS
        self.tissue = Tissue(self, cells, DIVIDING_CELLS, seed=self.seed)
        self.footnote = Footnote(self.label("footnote"))
        self.timeline = TimeLine(self.label("earlier"), self.label("progress"), self.label("now"))
        self.footnote.opacity = 0.0
        # As the shot before leaves it: the camera is over the second field, which its distant crowd shows.
        self.field = MutantField(self, self.label("count"), cut_at_frame=0, note=self.label("note"))
        self.field.end()
        self.coming_out = ComingOut(self.field, self.tissue, cells[NUCLEUS_OF], TumorMass(self))
        self.coming_out.crowd = stage_field_crowd(self, self.field.sight)
        self.room = self.coming_out.room
        self.room.set_z_index(ROOM_LEVEL)
        self.mass = self.coming_out.mass
        self.mass.set_z_index(ROOM_LEVEL)
        self.add(self.room, self.mass, self.coming_out.cells, self.coming_out.field_seen, self.field.count)

    def lead_share(self) -> float:
        """Return the share of the way out of the nucleus that falls into the lead; it ends in the first cue."""
        return self.lead() / (self.lead() + round(COMING_OUT_SHARE * self.frames_of("patients")))

    def during_lead(self) -> list[Motion]:
        """The view begins to come out of the nucleus that the field is in; its count fades."""
        return [
            self.coming_out.motion(passage(0.0, self.lead_share())),
            hide(self.field.count, 0.0, 0.4),
        ]

    def four_cells(self, cue: CueClock) -> None:
        """The view arrives at four cells; the indication is shown, large and without other words beside it."""
        self.add(self.footnote)
        self.play_for(
            cue.part(COMING_OUT_SHARE),
            self.coming_out.motion(passage(self.lead_share(), 1.0)),
            key(show(self.footnote, 0.7, 1.0, FOOTNOTE_OPACITY)),
        )
        self.remove(
            self.coming_out.cells, self.coming_out.crowd, self.coming_out.field_seen, self.field.count
        )
        self.add(self.tissue, self.timeline)
        # The rule grows at the pace at which the words are read.
        self.play_for(cue.rest, change(self.footnote, "ruled", 1.0, 0.0, 1.0, ease=steady))

    def cues(self) -> Cues:
        """Return the cues: patients, earlier treatment, elacestrant; tablets."""
        return {
            "patients": self.four_cells,
            "after": self.earlier_treatment_fails,
            "strategy": self.elacestrant_now,
            "oral": self.by_mouth,
            "long-term": self.day_by_day,
        }

    def earlier_treatment_fails(self, cue: CueClock) -> None:
        """A bar of the time line shows an earlier treatment; then two of the cells divide and move outwards."""
        self.play_for(
            cue.share(1, 2),
            change(self.timeline, "axis", 1.0, 2 * ALONE_SHARE, 0.9),
            change(self.timeline, "earlier", 1.0, 2 * ALONE_SHARE + 0.1, 1.0),
        )
        outer = [self.tissue.cells[number] for number in DIVIDING_CELLS]
        self.play_for(
            cue.rest,
            change(self.timeline, "progress", 1.0, 0.0, 0.3),
            key(change(outer, "division", 1.0, 0.0, 0.95)),
            change(outer, "radius", GROWN_RADIUS_PIXELS, 0.0, 0.95),
            change(outer[0], "x", outer[0].x - PUSHED_PIXELS, 0.0, 0.95),
            change(outer[1], "x", outer[1].x + PUSHED_PIXELS, 0.0, 0.95),
        )

    def elacestrant_now(self, cue: CueClock) -> None:
        """The second bar appears; elacestrant enters the cells; receptors become fewer, and no cell divides any more."""
        tissue, self.drug = self.tissue, self.tissue.elacestrants()
        named, cells = tissue.first_in(2), tissue.cells
        lasting = tissue.lasting_in(1)
        self.add(self.drug)
        now = self.add_label("now", Role.DRUG, on=lambda: self.drug.place(named))
        fewer = self.add_label("fewer", Role.RECEPTOR, on=lambda: tissue.receptors.place(lasting))
        resting = self.add_label("resting", Role.INK, on=lambda: rim(cells[2], -2.2, 0.84))
        numbers = self.add_label("note", Role.LIGASE, aside=True)
        self.tissue_labels = [now, fewer, resting, numbers]
        self.play_for(
            cue.frames,
            change(self.timeline, "now", 1.0, 0.0, 0.25),
            key(change(tissue, "arrived", 1.0, 0.0, 0.58)),
            key(change(tissue, "cleared", 1.0, 0.58, 0.95, ease=steady)),
            show(now, 0.3, 0.38, until=(0.52, 0.58)),
            show(fewer, 0.6, 0.68),
            show(numbers, 0.66, 0.74),
            show(resting, 0.8, 0.88),
        )

    def by_mouth(self, cue: CueClock) -> None:
        """The view draws back from the cells to the breast that they are in; tablets are swallowed, one each day."""
        self.body = BodyFigure(*BODY_CROWN_PIXELS, BODY_HEIGHT_PIXELS)
        self.tablets = TabletRow(lambda: self.body.seen(MOUTH))
        self.daily = TextBlock([Line(self.label("daily"), *DAILY_AT, DAILY_PIXELS, Weight.BOLD)])
        for each in (self.tablets, self.daily):
            each.opacity = 0.0
        self.draw_back(cue.part(DRAWING_BACK_SHARE))
        self.add(self.daily)
        self.tablet_label = self.add_label("tablet", Role.INK, on=lambda: self.body.seen(MOUTH))
        self.play_for(
            cue.rest,
            change(self.body, "inside", 1.0, 0.0, 0.2),
            show(self.tablet_label, 0.1, 0.22),
            key(change(self.tablets, "taken", TABLETS_TAKEN[0], 0.0, 1.0, ease=setting_out)),
            change(self.body, "spread", SPREAD_AT_FIRST, 0.5, 1.0, ease=setting_out),
            show(self.daily, 0.3, 0.45),
        )

    def draw_back(self, frames: int) -> None:
        """Shrink the cells into the tumor in the body's breast, over `frames` frames; words and time line fade first.

        The tablets appear beside the body before the view is at rest.
        """
        words = [self.footnote, self.timeline, *self.tissue_labels]
        shrinking = Nearing(Together(self.tissue, self.drug), (0.0, 0.0))
        self.remove(self.tissue, self.drug, self.mass)
        self.mass.set_z_index(0)
        self.body.opacity = 0.0
        self.add(self.body, self.mass, shrinking, *words, self.tablets)
        self.play_for(
            frames,
            hide(words, 0.0, 0.16),
            DrawBack(self.body, shrinking, self.mass),
            show(self.body, *BODY_COMES),
            hide(shrinking, *CELLS_GO),
            hide(self.mass, *MASS_GOES),
            show(self.tablets, 0.74, 0.95),
        )
        self.remove(shrinking, self.mass, *words)

    def day_by_day(self, cue: CueClock) -> None:
        """Day after day a tablet is swallowed, and elacestrant comes to the tumor; the camera comes nearer."""
        self.play_for(
            cue.frames,
            key(change(self.tablets, "taken", TABLETS_TAKEN[1], 0.0, 1.0, ease=steady)),
            change(self.body, "spread", 1.0, 0.0, 0.9, ease=steady),
            change(self.body.sight, "nearness", BODY_NEARER, 0.0, 1.0),
            hide(self.tablet_label, 0.3, 0.4),
        )


def setting_out(share: float) -> float:
    """Ease that sets out slowly and goes on at full speed at the end."""
    return share * share * (2.0 - share)


class Together(Painted):
    """Several painted things as one, the first at the back."""

    def __init__(self, *painted: Painted) -> None:
        super().__init__()
        self._painted = painted

    def paint(self, canvas: Canvas) -> None:
        """Paint each."""
        for each in self._painted:
            each.paint(canvas)

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of each."""
        return [found for each in self._painted for found in each.silhouettes()]

    def sightings(self) -> list[Sighting]:
        """Return the sightings of each."""
        return [found for each in self._painted for found in each.sightings()]


class Softened(Painted):
    """Another painted thing, out of focus by `soft` design pixels (standard deviation of the blur).

    `sides()` returns its left and right end and the width over which it fades at both (design pixels); without, it does not.
    """

    def __init__(
        self, painted: Painted, sides: Callable[[], tuple[float, float, float]] | None = None
    ) -> None:
        super().__init__()
        self.painted, self.soft, self._sides = painted, 0.0, sides
        self._canvas: Canvas | None = None

    def obstacles(self) -> list[Box]:
        """Return the obstacles of what it shows."""
        return self.painted.obstacles()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of what it shows."""
        return self.painted.silhouettes()

    def sightings(self) -> list[Sighting]:
        """Return the sightings of what it shows."""
        return self.painted.sightings() if self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Paint it; out of focus, on a canvas of its own first, which is blurred at a fraction of its size."""
        if self.opacity <= 0.0:
            return
        if self.opacity >= 1.0 and self.soft <= 0.0:
            self.painted.paint(canvas)
            return
        if self._canvas is None or self._canvas.pixels.shape != canvas.pixels.shape:
            self._canvas = Canvas(np.zeros_like(canvas.pixels))
        self._canvas.pixels[:] = 0
        self.painted.paint(self._canvas)
        picture, size = self._canvas.pixels, 1
        if self.soft > 0.0:
            sigma = self.soft * canvas.scale
            for _ in range(
                min(SOFT_HALVINGS, math.floor(math.log2(max(1.0, sigma / SHARPEST_HALVED_PIXELS) * 2)))
            ):
                picture, size = halved(picture), 2 * size
            sigma /= size
            picture = ndimage.gaussian_filter(picture, (sigma, sigma, 0.0), truncate=3.0)
        height, width = picture.shape[:2]
        source = cairo.ImageSurface.create_for_data(
            np.ascontiguousarray(picture).data, cairo.FORMAT_ARGB32, width, height
        )
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.scale(size, size)
        context.set_source_surface(source, 0, 0)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        if self._sides is None:
            context.paint_with_alpha(self.opacity)
        else:
            context.mask(self._faded(canvas.scale / size))
        context.restore()

    def _faded(self, scale: float) -> cairo.LinearGradient:
        """Return the opacity from left to right, at `scale` pixels a design pixel: none at both sides."""
        assert self._sides is not None
        left, right, edge = self._sides()
        shade = cairo.LinearGradient(left * scale, 0.0, right * scale, 0.0)
        share = edge / (right - left)
        for stop, opacity in ((0.0, 0.0), (share, self.opacity), (1.0 - share, self.opacity), (1.0, 0.0)):
            shade.add_color_stop_rgba(stop, 0.0, 0.0, 0.0, opacity)
        return shade


class FromNear(Painted):
    """A tissue seen from nearer: its cells and its receptors, drawn at their size.

    What is seen is larger by e to the power `nearness` (0 or more) about the point `about` (design pixels).
    """

    def __init__(self, tissue: Tissue, about: Point) -> None:
        super().__init__()
        self.tissue, self.about, self.nearness = tissue, about, 0.0

    def sightings(self) -> list[Sighting]:
        """Return those of the tissue once it is seen as it is."""
        return self.tissue.sightings() if self.nearness == 0.0 and self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells that are in the picture, then the receptors."""
        if self.opacity <= 0.0:
            return
        size, (ax, ay) = math.exp(self.nearness), self.about
        for cell in self.tissue.cells:
            at = cell.x, cell.y, cell.radius
            cell.x, cell.y, cell.radius = ax + (at[0] - ax) * size, ay + (at[1] - ay) * size, at[2] * size
            reach = 1.2 * cell.radius
            if -reach < cell.x < FRAME_WIDTH + reach and -reach < cell.y < BAND_TOP + reach:
                cell.opacity = self.opacity
                cell.paint(canvas)
            cell.x, cell.y, cell.radius = at
        here = self.tissue.receptors_view
        self.tissue.receptors_view = FlatView(self.about, self.about, size)
        self.tissue.receptors.opacity = self.opacity * self.tissue.receptors_shown
        self.tissue.receptors.paint(canvas)
        self.tissue.receptors_view = here


class ComingOut:
    """A field of receptors shrinks into the nucleus of a cell, and the cells come into view."""

    def __init__(self, field: MutantField, tissue: Tissue, cell: Cell, mass: TumorMass) -> None:
        self.field, self.tissue, self.mass = field, tissue, mass
        self.field_seen, self.room = Softened(field.world, self.field_sides), Room()
        self.crowd: Painted | None = None
        self._nucleus = np.array([cell.x, cell.y])
        middle = np.array(FIELD_MIDDLE)
        (x, y), (across, down) = FIELD_MIDDLE, field.world.origin
        field.sight.focus = x + across, y + down
        # The one point of the picture that stays where it is while the field's middle goes to the nucleus.
        still = middle + (self._nucleus - middle) / (1.0 - FIELD_SHRUNK)
        self.cells = FromNear(tissue, (float(still[0]), float(still[1])))
        mass.about = self.cells.about
        self.set_at(0.0)

    def set_at(self, share: float) -> None:
        """Set field, crowd and cells at a share of the way out: 0 the field, 1 the cells."""
        size = FIELD_SHRUNK**share
        middle = np.array(FIELD_MIDDLE)
        x, y = middle + (self._nucleus - middle) * (1.0 - size) / (1.0 - FIELD_SHRUNK)
        self.field.sight.set((float(x), float(y)), size)
        self.cells.nearness = math.log(size / FIELD_SHRUNK) if share < 1.0 else 0.0
        self.cells.opacity = passing(share, *CELLS_COME)
        self.tissue.receptors_shown = passing(share, *RECEPTORS_COME)
        self.field_seen.soft = FIELD_SOFT_PIXELS * passing(share, *FIELD_SOFTENS)
        self.field_seen.opacity = 1.0 - passing(share, *FIELD_GOES)
        self.mass.nearness = PARALLAX * self.cells.nearness
        self.mass.opacity = passing(share, *CELLS_COME)
        self.room.opacity = ROOM_OPACITY * passing(share, *CELLS_COME)
        if self.crowd is not None:
            self.crowd.opacity = 1.0 - passing(share, *CELLS_COME)

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


class _On(Motion):
    """Sets the view out of a nucleus at each share of its easing."""

    def __init__(self, coming_out: ComingOut, ease: Callable[[float], float]) -> None:
        super().__init__(ease=ease)
        self._coming_out = coming_out

    def move(self, share: float) -> None:
        """Set field, crowd and cells."""
        self._coming_out.set_at(share)


class DrawBack(Motion):
    """The view draws back from the cells, at CELLS_MIDDLE, to the body in whose breast they shrink to a spot."""

    def __init__(self, body: BodyFigure, cells: Nearing, mass: TumorMass) -> None:
        super().__init__(ease=eased)
        self._body, self._sight, self._cells, self._mass = body, body.sight, cells, mass
        breast, middle = np.array(body.place(TUMOR)), np.array(CELLS_MIDDLE)
        self._sight.focus, self._sight.target = tuple(breast), CELLS_MIDDLE
        # The one point of the picture that stays where it is while the cells shrink from their middle to the breast.
        still = middle + (breast - middle) / (1.0 - SMALLEST)
        cells.about = mass.about = float(still[0]), float(still[1])

    def move(self, share: float) -> None:
        """Set both scales and where the breast is seen."""
        size = SMALLEST**share
        self._cells.nearness = math.log(size)
        self._sight.nearness = math.log(size / SMALLEST) if share < 1.0 else 0.0
        self._sight.shift = 1.0 - (1.0 - size) / (1.0 - SMALLEST)
        self._mass.nearness, self._mass.middle = self._cells.nearness, self._body.seen(TUMOR)
        self._mass.radius = MASS_RADII * TUMOR_RADIUS * self._body.unit * size / SMALLEST


def rim(cell: Cell, angle: float, share: float = 1.0) -> Point:
    """Return a point (design pixels) at `angle` (radians from the right) and at `share` of the cell's radius."""
    reach = share * cell.radius
    return cell.x + reach * float(np.cos(angle)), cell.y + reach * float(np.sin(angle))


class Footnote(TextBlock):
    """The footnote: a thin rule and the words below it; `ruled` in 0…1 is how far the rule has grown to their width."""

    def __init__(self, words: str) -> None:
        super().__init__(balanced(words))
        self.ruled = 0.0
        self._width = max(width_of(line.words, line.pixels, line.weight) for line in self.lines)

    def obstacles(self) -> list[Box]:
        """Return the box of the words and of the rule above them."""
        return [(0.0, FOOTNOTE_RULE_PIXELS - 4.0, float(FRAME_WIDTH), self.lines[-1].baseline + 10.0)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the words and the rule."""
        super().paint(canvas)
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        length = FOOTNOTE_RULE_LENGTH_PIXELS
        length += self.ruled * (self._width - length)
        context.rectangle(MARGIN, FOOTNOTE_RULE_PIXELS, length, DIVIDER_PIXELS)
        context.fill()
        context.restore()


def balanced(words: str) -> list[Line]:
    """Return the footnote's lines: in the largest letters in which they are few enough, and about equally long."""
    pixels = FOOTNOTE_PIXELS
    lines = footnote_lines(words, FOOTNOTE_WIDTH_PIXELS, pixels)
    while len(lines) > FOOTNOTE_LINES and pixels > LEAST_FOOTNOTE_PIXELS:
        pixels -= 1.0
        lines = footnote_lines(words, FOOTNOTE_WIDTH_PIXELS, pixels)
    width = FOOTNOTE_WIDTH_PIXELS - FOOTNOTE_STEP_PIXELS
    while len(narrower := footnote_lines(words, width, pixels)) == len(lines):
        lines, width = narrower, width - FOOTNOTE_STEP_PIXELS
    return lines


def footnote_lines(words: str, width: float, pixels: float) -> list[Line]:
    """Return the footnote in letters of `pixels`, broken into lines of at most `width` design pixels."""
    return paragraph(
        words,
        MARGIN,
        FOOTNOTE_BASELINE_PIXELS,
        width,
        pixels,
        leading=FOOTNOTE_LEADING,
    )


class TimeLine(Painted):
    """One treatment, then renewed growth, then the next treatment: along a thin line, without numbers.

    `axis`, `earlier` and `now` in 0…1 are the drawn shares of the line and of the two treatments; `progress` in 0…1 is the
    opacity of the words between them.
    """

    def __init__(self, earlier: str, progress: str, now: str) -> None:
        super().__init__()
        self.words = (earlier, progress, now)
        self.axis = self.earlier = self.progress = self.now = 0.0
        self.set_z_index(55)

    def obstacles(self) -> list[Box]:
        """Return the box of the time line once any of it is drawn."""
        box = (BARS[0][0], AXIS_PIXELS - HALF_HEIGHT_PIXELS, AXIS_END_PIXELS, AXIS_PIXELS + 14.0)
        return [box] if self.axis > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the line, the treatments and their words."""
        if self.opacity <= 0.0 or self.axis <= 0.0:
            return
        begin = BARS[0][0]
        end = begin + (AXIS_END_PIXELS - begin) * self.axis
        self._stroke(canvas, (begin, end), 3.0, tinted(Role.INK, 0.45, Role.PAPER))
        for span, share, colour in (
            (BARS[0], self.earlier, tinted(Role.INK, 0.35, Role.PAPER)),
            (BARS[1], self.now, rgb(Role.DRUG)),
        ):
            if share > 0.0:
                reached = span[0] + (span[1] - span[0]) * share
                self._stroke(canvas, (span[0], reached), BAR_PIXELS, colour)
                self._dot(canvas, reached, colour)
        for words, span, share, role in self._shown():
            pixels = self._pixels(words, span) * canvas.scale
            line = letter(words, pixels, role, Weight.BOLD, rgb(Role.PAPER), HALO * canvas.scale)
            canvas.lettering(line, self._left(words, span), TIME_BASELINE_PIXELS, share * self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return the words of the treatments and between them, as far as they are drawn."""
        texts = []
        for words, span, _, _ in self._shown():
            pixels = self._pixels(words, span)
            text = shown_text(words, self._left(words, span), TIME_BASELINE_PIXELS, pixels, Weight.BOLD)
            texts.append(replace(text, room=span))
        return texts

    def _shown(self) -> list[tuple[str, Span, float, tuple[float, float, float]]]:
        """The words that are shown, with their span, opacity and colour: a treatment's come while it is drawn."""
        earlier, progress, now = self.words
        ink = rgb(Role.INK)
        return [
            (words, span, share, colour)
            for words, span, share, colour in (
                (earlier, BARS[0], min(1.0, 2.0 * self.earlier), ink),
                (progress, (BARS[0][1], BARS[1][0]), self.progress, ink),
                (now, BARS[1], min(1.0, 2.0 * self.now), readable(Role.DRUG)),
            )
            if words and share > 0.0
        ]

    @staticmethod
    def _pixels(words: str, span: Span) -> float:
        """The letter size (design pixels) at which words fit into a span."""
        return fitting_size(words, TIME_PIXELS, span[1] - span[0], Weight.BOLD)

    def _left(self, words: str, span: Span) -> float:
        """Where words begin in the middle of a span (design pixels)."""
        return (sum(span) - width_of(words, self._pixels(words, span), Weight.BOLD)) / 2

    def _stroke(self, canvas: Canvas, span: Span, width: float, colour: tuple[float, float, float]) -> None:
        context = canvas.design()
        canvas.set_colour(colour, self.opacity)
        context.set_line_width(width)
        context.move_to(span[0], AXIS_PIXELS)
        context.line_to(span[1], AXIS_PIXELS)
        context.stroke()
        context.restore()

    def _dot(self, canvas: Canvas, x: float, colour: tuple[float, float, float]) -> None:
        context = canvas.design()
        canvas.set_colour(colour, self.opacity)
        context.arc(x, AXIS_PIXELS, NOW_PIXELS, 0.0, 2.0 * math.pi)
        context.fill()
        context.restore()
