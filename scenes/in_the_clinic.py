"""Who takes the medicine and when, what it does to their cells, and how it is taken.

No dose or advice is shown; the footnote states the approved indication in full.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH, MARGIN
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.body_outline import MOUTH, TUMOR
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.room import Room
from moa_anim.illustrations.tablet import Tablet
from moa_anim.illustrations.tissue import Tissue
from moa_anim.model.palette import Role
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.panels import DIVIDER_PIXELS
from moa_anim.sets.receptor_field import stage_field_crowd
from moa_anim.sets.tumor_zoom import eased
from moa_anim.stage.dive import Nearing, halved, passing
from moa_anim.stage.motion import Motion, change, hide, key, passage, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.sighting import Sighting
from moa_anim.stage.text_block import Line, TextBlock, paragraph

# The footnote (design pixels): letter size, largest width, step in which it is narrowed until its lines are equally long,
# first baseline and leading of its lines, whose last ends above the caption band's soft edge, height of the rule above them.
FOOTNOTE_PIXELS = 36.0
FOOTNOTE_WIDTH_PIXELS = 1700.0
FOOTNOTE_STEP_PIXELS = 20.0
FOOTNOTE_BASELINE_PIXELS = 770.0
FOOTNOTE_LEADING = 1.26
FOOTNOTE_RULE_PIXELS = 722.0

FOOTNOTE_OPACITY = 0.8
"""Opacity of the footnote: quieter than the cells, and its contrast is still far above 4.5 : 1 (tested)."""

CELL_RADIUS_PIXELS = 158.0
CELLS = ((466.0, 423.0), (794.0, 538.0), (1126.0, 421.0), (1454.0, 534.0))
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

CELLS_COME = (0.12, 0.36)
FIELD_SOFTENS = (0.06, 0.5)
FIELD_GOES = (0.32, 0.68)
RECEPTORS_COME = (0.32, 0.62)
"""Shares of the way out between which the cells come into view, the field goes out of focus and fades, and the cells' own
receptors appear: the nucleus is never empty."""

FIELD_SOFT_PIXELS = 11.0
"""Standard deviation of the field's blur at last (design pixels)."""

SOFT_HALVINGS = 2
"""How often a picture is halved before it is blurred, which takes the less time for it."""

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

BODY_COMES = (0.05, 0.26)
CELLS_GO = (0.18, 0.38)
"""Shares of the way back between which the tumor appears behind the cells, and the cells fade into it."""

BODY_CROWN_PIXELS = (400.0, 172.0)
BODY_HEIGHT_PIXELS = 1380.0
"""Crown and height of the body (design pixels): its upper half is above the caption band."""

TABLET_PLACE = (760.0, 350.0)
TABLET_PIXELS = 280.0
TABLET_TURN_DEGREES = -18.0
"""Where the tablet first appears, its length (design pixels; enlarged) and its rotation."""

SWALLOWED_PIXELS = 14.0
"""Length of the tablet at the mouth (design pixels)."""

DAYS_BOX = (800.0, 258.0, 1808.0, 850.0)
"""Left, top, right, bottom of the calendar of tablets (design pixels)."""

COLUMNS = 7
ROWS = 4
"""One row for each week. Four rows mean a long time; they state neither a dose nor a duration of treatment."""

DAILY_PIXELS = 50.0
DAILY_BASELINE_PIXELS = 226.0
"""Letter size and baseline of the words over the calendar (design pixels)."""

DAY_TABLET_PIXELS = 125.0
"""Length of a day's tablet (design pixels)."""

FUTURE_OPACITY = 0.26
"""Opacity of a day's tablet before its day."""

DAYS_TO_FADE = 3.0
"""Number of days over which a day's tablet fades in."""

Span = tuple[float, float]
"""Left and right end (design pixels)."""

BARS: tuple[Span, Span] = ((110.0, 842.0), (1262.0, 1790.0))
"""Left and right end of the two bars of the time line (design pixels)."""

# The time line: top and bottom of its bars, height of its axis, right end of its axis (design pixels).
BAR_TOP_PIXELS = 160.0
BAR_BOTTOM_PIXELS = 222.0
AXIS_PIXELS = 232.0
AXIS_END_PIXELS = 1850.0

TIME_PIXELS = 38.0
TIME_BASELINE_PIXELS = 205.0
"""Letter size and baseline of the time line's words (design pixels)."""


class InTheClinic(MoaScene):
    """Tissue with a time line and the footnote; then a tablet every day."""

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
        receptors, shown, bare = self.tissue.receptors, self.tissue.lasting_in(2), bare_angle(cells[3])
        # As the shot before leaves it: the camera is over the second field, which its distant crowd shows.
        self.field = MutantField(self, self.label("count"), cut_at_frame=0, note=self.label("note"))
        self.field.end()
        self.coming_out = ComingOut(self.field, self.tissue, cells[NUCLEUS_OF])
        self.coming_out.crowd = stage_field_crowd(self, self.field.sight)
        self.room = self.coming_out.room
        self.room.set_z_index(ROOM_LEVEL)
        self.add(self.room, self.coming_out.cells, self.coming_out.field_seen, self.field.count)
        self.patient_labels = [
            self.add_label("positive", Role.RECEPTOR, on=lambda: receptors.place(shown)),
            self.add_label("negative", Role.INK, on=lambda: rim(cells[3], bare)),
        ]

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
        """The view arrives at four cells; the indication is shown, and what the sentence names is labelled."""
        self.add(self.footnote)
        self.play_for(
            cue.part(COMING_OUT_SHARE),
            self.coming_out.motion(passage(self.lead_share(), 1.0)),
            show(self.footnote, 0.7, 1.0, FOOTNOTE_OPACITY),
        )
        self.remove(
            self.coming_out.cells, self.coming_out.crowd, self.coming_out.field_seen, self.field.count
        )
        self.add(self.tissue, self.timeline)
        self.play_for(cue.rest, key(show(self.patient_labels, 0.1, 0.25, every=0.3)))

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
            hide(self.patient_labels, 0.0, 0.2),
            change(self.timeline, "axis", 1.0, 0.15, 0.5),
            change(self.timeline, "earlier", 1.0, 0.3, 0.85),
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
        now = self.add_label("now", Role.ELACESTRANT, on=lambda: self.drug.place(named))
        fewer = self.add_label("fewer", Role.RECEPTOR, on=lambda: tissue.receptors.place(lasting))
        resting = self.add_label("resting", Role.INK, on=lambda: rim(cells[2], -2.2, 0.84))
        self.tissue_labels = [now, fewer, resting]
        self.play_for(
            cue.frames,
            change(self.timeline, "now", 1.0, 0.0, 0.25),
            key(change(tissue, "arrived", 1.0, 0.0, 0.58)),
            key(change(tissue, "cleared", 1.0, 0.58, 0.95, ease=steady)),
            show(now, 0.3, 0.38, until=(0.52, 0.58)),
            show(fewer, 0.6, 0.68),
            show(resting, 0.8, 0.88),
        )

    def by_mouth(self, cue: CueClock) -> None:
        """The view draws back from the cells to the breast that they are in; a tablet is swallowed, day by day."""
        self.body = BodyFigure(*BODY_CROWN_PIXELS, BODY_HEIGHT_PIXELS)
        self.tablet = Tablet(*TABLET_PLACE, TABLET_PIXELS, angle=TABLET_TURN_DEGREES)
        self.tablet.opacity = 0.0
        self.draw_back(cue.part(DRAWING_BACK_SHARE))
        self.days = Days(DAYS_BOX)
        self.daily = TextBlock(
            [Line(self.label("daily"), DAYS_BOX[0], DAILY_BASELINE_PIXELS, DAILY_PIXELS, Weight.BOLD)]
        )
        mouth = self.body.place(MOUTH)
        for each in (self.days, self.daily):
            each.opacity = 0.0
        self.add(self.days, self.daily)
        self.tablet_label = self.add_label("tablet", Role.INK, on=mouth)
        self.play_for(
            cue.rest,
            hide(self.tablet, 0.5, 0.6),
            change(self.body, "inside", 1.0, 0.0, 0.15),
            show(self.tablet_label, 0.1, 0.22),
            change(self.tablet, "x", mouth[0], 0.2, 0.54),
            change(self.tablet, "y", mouth[1], 0.2, 0.54),
            key(change(self.tablet, "size", SWALLOWED_PIXELS, 0.2, 0.54)),
            show([self.days, self.daily], 0.42, 0.54),
            change(self.days, "taken", 6.0, 0.6, 1.0, ease=steady),
        )

    def draw_back(self, frames: int) -> None:
        """Shrink the cells into the tumor in the body's breast, over `frames` frames; words and time line fade first.

        The tablet appears beside the body before the view is at rest.
        """
        words = [self.footnote, self.timeline, *self.tissue_labels]
        shrinking = Nearing(Together(self.tissue, self.drug), (0.0, 0.0))
        self.remove(self.tissue, self.drug)
        self.body.opacity = 0.0
        self.add(self.body, shrinking, *words, self.tablet)
        self.play_for(
            frames,
            hide(words, 0.0, 0.16),
            DrawBack(self.body, shrinking),
            show(self.body, *BODY_COMES),
            hide(shrinking, *CELLS_GO),
            show(self.tablet, 0.78, 0.95),
        )
        self.remove(shrinking, *words)

    def day_by_day(self, cue: CueClock) -> None:
        """The other days of treatment pass."""
        taken = change(self.days, "taken", float(COLUMNS * ROWS), 0.0, 0.9, ease=steady)
        self.play_for(cue.frames, key(taken))


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
    """Another painted thing, out of focus by `soft` design pixels (standard deviation of the blur)."""

    def __init__(self, painted: Painted) -> None:
        super().__init__()
        self.painted, self.soft = painted, 0.0
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
            for _ in range(SOFT_HALVINGS):
                picture, size = halved(picture), 2 * size
            sigma = self.soft * canvas.scale / size
            picture = ndimage.gaussian_filter(picture, (sigma, sigma, 0.0), truncate=3.0)
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.scale(size, size)
        canvas.picture(np.ascontiguousarray(picture), 0.0, 0.0, self.opacity)
        context.restore()


class FromNear(Painted):
    """A tissue seen from nearer: its cells, drawn at their size, and its receptors, out of focus while they are near.

    What is seen is larger by e to the power `nearness` (0 or more) about the point `about` (design pixels).
    """

    def __init__(self, tissue: Tissue, about: Point) -> None:
        super().__init__()
        self.tissue, self.about, self.nearness = tissue, about, 0.0
        self._receptors: Nearing | None = None

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
        self._receptors = self._receptors or Nearing(self.tissue.receptors, self.about)
        self.tissue.receptors.opacity = 1.0
        self._receptors.nearness = self.nearness
        self._receptors.opacity = self.opacity * self.tissue.receptors_shown
        self._receptors.paint(canvas)


class ComingOut:
    """A field of receptors shrinks into the nucleus of a cell, and the cells come into view."""

    def __init__(self, field: MutantField, tissue: Tissue, cell: Cell) -> None:
        self.field, self.tissue = field, tissue
        self.field_seen, self.room = Softened(field.world), Room()
        self.crowd: Painted | None = None
        self._nucleus = np.array([cell.x, cell.y])
        middle = np.array(FIELD_MIDDLE)
        (x, y), (across, down) = FIELD_MIDDLE, field.world.origin
        field.sight.focus = x + across, y + down
        # The one point of the picture that stays where it is while the field's middle goes to the nucleus.
        still = middle + (self._nucleus - middle) / (1.0 - FIELD_SHRUNK)
        self.cells = FromNear(tissue, (float(still[0]), float(still[1])))
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
        self.room.opacity = ROOM_OPACITY * passing(share, *CELLS_COME)
        if self.crowd is not None:
            self.crowd.opacity = 1.0 - passing(share, *CELLS_COME)

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

    def __init__(self, body: BodyFigure, cells: Nearing) -> None:
        super().__init__(ease=eased)
        self._sight, self._cells = body.sight, cells
        breast, middle = np.array(body.place(TUMOR)), np.array(CELLS_MIDDLE)
        self._sight.focus, self._sight.target = tuple(breast), CELLS_MIDDLE
        # The one point of the picture that stays where it is while the cells shrink from their middle to the breast.
        still = middle + (breast - middle) / (1.0 - SMALLEST)
        cells.about = float(still[0]), float(still[1])

    def move(self, share: float) -> None:
        """Set both scales and where the breast is seen."""
        size = SMALLEST**share
        self._cells.nearness = math.log(size)
        self._sight.nearness = math.log(size / SMALLEST) if share < 1.0 else 0.0
        self._sight.shift = 1.0 - (1.0 - size) / (1.0 - SMALLEST)


def rim(cell: Cell, angle: float, share: float = 1.0) -> Point:
    """Return a point (design pixels) at `angle` (radians from the right) and at `share` of the cell's radius."""
    reach = share * cell.radius
    return cell.x + reach * float(np.cos(angle)), cell.y + reach * float(np.sin(angle))


def bare_angle(cell: Cell) -> float:
    """Return the angle (radians) of the middle of the longest protein-free stretch of membrane on a cell's upper right."""
    angles = np.sort((cell.contents.proteins[:, 0] + np.pi) % (2 * np.pi) - np.pi)
    gaps = [(b - a, (a + b) / 2) for a, b in pairwise(angles) if -1.5 < (a + b) / 2 < 0.2]
    return float(max(gaps)[1]) if gaps else -0.6


class Footnote(TextBlock):
    """The footnote: a thin rule and the words below it."""

    def __init__(self, words: str) -> None:
        super().__init__(balanced(words))

    def obstacles(self) -> list[Box]:
        """Return the box of the words and of the rule above them."""
        return [(0.0, FOOTNOTE_RULE_PIXELS - 4.0, float(FRAME_WIDTH), self.lines[-1].baseline + 10.0)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the words and the rule."""
        super().paint(canvas)
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        context.rectangle(MARGIN, FOOTNOTE_RULE_PIXELS, 320.0, DIVIDER_PIXELS)
        context.fill()
        context.restore()


def balanced(words: str) -> list[Line]:
    """Return the footnote's lines: as few as its width allows, and about equally long."""
    lines = footnote_lines(words, FOOTNOTE_WIDTH_PIXELS)
    width = FOOTNOTE_WIDTH_PIXELS - FOOTNOTE_STEP_PIXELS
    while len(narrower := footnote_lines(words, width)) == len(lines):
        lines, width = narrower, width - FOOTNOTE_STEP_PIXELS
    return lines


def footnote_lines(words: str, width: float) -> list[Line]:
    """Return the footnote broken into lines of at most `width` design pixels."""
    return paragraph(
        words,
        MARGIN,
        FOOTNOTE_BASELINE_PIXELS,
        width,
        FOOTNOTE_PIXELS,
        leading=FOOTNOTE_LEADING,
    )


class TimeLine(Painted):
    """One treatment, then renewed growth, then the next treatment: bars along an arrow, without numbers.

    `axis`, `earlier` and `now` in 0…1 are the drawn shares of the arrow and of the two bars; `progress` in 0…1 is the opacity
    of the words between the bars.
    """

    def __init__(self, earlier: str, progress: str, now: str) -> None:
        super().__init__()
        self.words = (earlier, progress, now)
        self.axis = self.earlier = self.progress = self.now = 0.0
        self.set_z_index(55)

    def obstacles(self) -> list[Box]:
        """Return the box of the time line once any of it is drawn."""
        return [(BARS[0][0], BAR_TOP_PIXELS, AXIS_END_PIXELS, AXIS_PIXELS + 14.0)] if self.axis > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw the arrow, the bars and their words."""
        if self.opacity <= 0.0 or self.axis <= 0.0:
            return
        self._arrow(canvas)
        earlier, progress, now = self.words
        self._bar(canvas, BARS[0], self.earlier, Role.CROWD, earlier, Role.INK)
        self._words(canvas, progress, (BARS[0][1], BARS[1][0]), self.progress, Role.INK)
        self._bar(canvas, BARS[1], self.now, Role.ELACESTRANT, now, Role.PAPER)

    def lettered(self) -> list[ShownText]:
        """Return the words of the bars and between them, as far as they are drawn."""
        earlier, progress, now = self.words
        between = (BARS[0][1], BARS[1][0])
        spans = (
            (earlier, BARS[0], self.earlier),
            (progress, between, self.progress),
            (now, BARS[1], self.now),
        )
        texts = []
        for words, span, share in spans:
            if words and share > 0.0:
                pixels = time_pixels(words, span)
                left = (sum(span) - width_of(words, pixels, Weight.BOLD)) / 2
                text = shown_text(words, left, TIME_BASELINE_PIXELS, pixels, Weight.BOLD)
                texts.append(replace(text, room=span))
        return texts

    def _arrow(self, canvas: Canvas) -> None:
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        end = BARS[0][0] + (AXIS_END_PIXELS - BARS[0][0]) * self.axis
        context.set_line_width(3.0)
        context.move_to(BARS[0][0], AXIS_PIXELS)
        context.line_to(end, AXIS_PIXELS)
        context.move_to(end - 16.0, AXIS_PIXELS - 9.0)
        context.line_to(end, AXIS_PIXELS)
        context.line_to(end - 16.0, AXIS_PIXELS + 9.0)
        context.stroke()
        context.restore()

    def _bar(self, canvas: Canvas, span: Span, share: float, fill: Role, words: str, lettered: Role) -> None:
        """Draw the left `share` of a bar; its words fade in once the bar is long enough for all of them."""
        if share <= 0.0:
            return
        context = canvas.design()
        context.rectangle(
            span[0], BAR_TOP_PIXELS, (span[1] - span[0]) * share, BAR_BOTTOM_PIXELS - BAR_TOP_PIXELS
        )
        canvas.set_colour(rgb(fill), self.opacity)
        context.fill_preserve()
        canvas.set_colour(tinted(Role.INK, 0.3, Role.PAPER), self.opacity)
        context.set_line_width(2.0)
        context.stroke()
        context.restore()
        width = width_of(words, time_pixels(words, span), Weight.BOLD)
        room = (span[1] - span[0] + width) / 2 / (span[1] - span[0])
        self._words(canvas, words, span, max(0.0, share - room) / (1.0 - room), lettered)

    def _words(self, canvas: Canvas, words: str, span: Span, opacity: float, role: Role) -> None:
        """Draw words in the middle of a span."""
        pixels = time_pixels(words, span)
        line = letter(words, pixels * canvas.scale, rgb(role), Weight.BOLD)
        left = (sum(span) - width_of(words, pixels, Weight.BOLD)) / 2
        canvas.lettering(line, left, TIME_BASELINE_PIXELS, opacity * self.opacity)


def time_pixels(words: str, span: Span) -> float:
    """Return the letter size (design pixels) at which words of the time line fit into their span."""
    return fitting_size(words, TIME_PIXELS, span[1] - span[0], Weight.BOLD)


class Days(Painted):
    """A tablet for each day, in rows within `box` (design pixels); the first `taken` are opaque, the others pale."""

    def __init__(self, box: Box) -> None:
        super().__init__()
        self.box, self.taken = box, 0.0
        self._sprite: NDArray[np.uint8] | None = None

    def obstacles(self) -> list[Box]:
        """Return the box of all rows."""
        return [self.box]

    def paint(self, canvas: Canvas) -> None:
        """Draw the tablets."""
        if self.opacity <= 0.0:
            return
        sprite = self._sprite = self._drawn(canvas) if self._sprite is None else self._sprite
        half = len(sprite) / 2
        left, top, right, bottom = self.box
        for day in range(COLUMNS * ROWS):
            x = left + (day % COLUMNS + 0.5) * (right - left) / COLUMNS
            y = top + (day // COLUMNS + 0.5) * (bottom - top) / ROWS
            share = min(1.0, max(0.0, (self.taken - day * self._pace()) / DAYS_TO_FADE))
            opacity = (FUTURE_OPACITY + (1.0 - FUTURE_OPACITY) * share) * self.opacity
            canvas.picture(sprite, round(x * canvas.scale - half), round(y * canvas.scale - half), opacity)

    @staticmethod
    def _pace() -> float:
        """Return the days between two tablets' fades, such that the last fade ends when all tablets are taken."""
        return (COLUMNS * ROWS - DAYS_TO_FADE) / (COLUMNS * ROWS - 1)

    @staticmethod
    def _drawn(canvas: Canvas) -> NDArray[np.uint8]:
        """Return a day's tablet, (n, n, 4) RGBA."""
        sheet = Canvas(np.zeros((canvas.height, canvas.width, 4), dtype=np.uint8))
        Tablet(FRAME_WIDTH / 2, FRAME_HEIGHT / 2, DAY_TABLET_PIXELS, angle=TABLET_TURN_DEGREES).paint(sheet)
        reach = round(0.7 * DAY_TABLET_PIXELS * canvas.scale)
        x, y = canvas.width // 2, canvas.height // 2
        return np.ascontiguousarray(sheet.pixels[y - reach : y + reach, x - reach : x + reach])
