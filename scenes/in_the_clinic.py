"""Whom the medicine is for and when, how it is taken, and the whole story in four pictures.

No number, no dose and no advice is drawn; the footnote says what the indication is where it is approved.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import FRAME_HEIGHT, FRAME_WIDTH, MARGIN
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.body_outline import MOUTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.tablet import Tablet
from moa_anim.illustrations.tissue import Tissue
from moa_anim.model.palette import Role
from moa_anim.sets.mechanism_panels import mechanism_panels
from moa_anim.sets.panels import DIVIDER_PIXELS
from moa_anim.stage.motion import Appear, Change, Vanish, Within, change, hide, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import TextBlock, paragraph

FOOTNOTE_PIXELS, FOOTNOTE_WIDTH, FOOTNOTE_BASELINE, FOOTNOTE_RULE = 36.0, 1180.0, 834.0, 792.0
"""Two lines above the caption band, which begins at 900."""

CELL_RADIUS = 172.0
CELLS = ((449.0, 432.0), (790.0, 592.0), (1130.0, 430.0), (1471.0, 588.0))
"""Four in a row, every other one lower: what their membranes carry just does not touch."""

OUTER, PUSHED, GROWN, TURNED = (0, 3), 90.0, 205.0, -0.16
"""Those that divide, how far they make way outwards as they do, how large they grow, and along which line (radians)."""


class InTheClinic(MoaScene):
    """Tissue with a time line and the footnote; the tablet, day by day; four panels."""

    def construct(self) -> None:
        """Play the shot's eight cues."""
        self.stage_tissue()
        self.hold(self.lead(), Appear(self.tissue), Appear(self.footnote))
        with self.cue("patients") as cue:
            self.patients(cue.frames)
        with self.cue("after") as cue:
            self.earlier_treatment(cue.share(1, 2))
            self.grows_again(cue.rest)
        with self.cue("strategy") as cue:
            self.elacestrant_now(cue.frames)
        with self.cue("oral") as cue:
            self.by_mouth(cue.frames)
        with self.cue("long-term") as cue:
            self.day_by_day(cue.frames)
        with self.cue("overall") as cue:
            self.clear_the_table(CUT)
            self.panel_lit(0, cue.share(1, 2) - CUT)
            self.panel_lit(1, cue.rest)
        with self.cue("blocking") as cue:
            self.panel_lit(2, cue.share(1, 2))
            self.panel_lit(3, cue.rest)
        with self.cue("direction") as cue:
            self.all_lit(cue.frames)
        self.hold(self.tail())

    def stage_tissue(self) -> None:
        """Four cells with receptors in their nuclei, the footnote beneath."""
        cells = [Cell(x, y, CELL_RADIUS, seed=self.seed + 7 * (n % 2)) for n, (x, y) in enumerate(CELLS)]
        for number in OUTER:
            cells[number].angle = TURNED
        self.tissue = Tissue(self, cells, OUTER, seed=self.seed)
        self.footnote = Footnote(self.label("footnote"))
        self.timeline = TimeLine(self.label("earlier"), self.label("progress"), self.label("now"))
        self.tissue.opacity = self.footnote.opacity = 0.0
        receptors, shown, bare = self.tissue.receptors, self.tissue.lasting_in(2), bare_angle(cells[3])
        self.patient_labels = [
            self.make_label("cell", Role.MEMBRANE, lambda: rim(cells[1], 2.2, 0.84)),
            self.make_label("positive", Role.RECEPTOR, lambda: receptors.place(shown)),
            self.make_label("negative", Role.INK, lambda: rim(cells[3], bare)),
        ]
        self.add(self.tissue, self.footnote, self.timeline, *self.patient_labels)

    def patients(self, frames: int) -> None:
        """The cells, the receptors in them, the bare membrane: named one after the other."""
        self.play_for(
            frames,
            *(show(label, 0.04 + 0.2 * n, 0.16 + 0.2 * n) for n, label in enumerate(self.patient_labels)),
        )

    def earlier_treatment(self, frames: int) -> None:
        """What came before, as a bar on a line of time."""
        self.play_for(
            frames,
            *(hide(label, 0.0, 0.2) for label in self.patient_labels),
            change(self.timeline, "axis", 1.0, 0.05, 0.4),
            change(self.timeline, "earlier", 1.0, 0.15, 0.8),
        )

    def grows_again(self, frames: int) -> None:
        """Two of the cells divide and push outwards."""
        cells = self.tissue.cells
        outwards = zip(OUTER, (-PUSHED, PUSHED), strict=True)
        self.play_for(
            frames,
            change(self.timeline, "progress", 1.0, 0.0, 0.3),
            *(change(cells[number], "division", 1.0, 0.0, 0.95) for number in OUTER),
            *(change(cells[number], "radius", GROWN, 0.0, 0.95) for number in OUTER),
            *(change(cells[number], "x", cells[number].x + by, 0.0, 0.95) for number, by in outwards),
        )

    def elacestrant_now(self, frames: int) -> None:
        """The next bar; elacestrant comes into the cells and to receptors, and receptors become fewer."""
        tissue, self.drug = self.tissue, self.tissue.elacestrants()
        named = tissue.first_in(2)
        label = self.now_label = self.make_label("now", Role.ELACESTRANT, lambda: self.drug.place(named))
        self.add(self.drug, label)
        self.play_for(
            frames,
            change(self.timeline, "now", 1.0, 0.0, 0.3),
            change(tissue, "arrived", 1.0, 0.0, 0.66),
            change(tissue, "cleared", 1.0, 0.66, 0.98, ease=steady),
            show(label, 0.58, 0.68),
        )

    def by_mouth(self, frames: int) -> None:
        """The picture makes way for a tablet."""
        gone = [self.tissue, self.drug, self.footnote, self.timeline, self.now_label]
        self.play_for(CUT, *(Vanish(each) for each in gone))
        self.remove(*gone)
        self.body = BodyFigure(*BODY_CROWN, BODY_TALL)
        self.tablet = Tablet(*TABLET_PLACE, TABLET_PIXELS, angle=TABLET_TURN)
        self.days = Days(DAYS_BOX)
        mouth = self.body.place(MOUTH)
        self.tablet_label = self.make_label("tablet", Role.INK, lambda: mouth)
        for each in (self.body, self.tablet, self.days):
            each.opacity = 0.0
        self.add(self.body, self.tablet, self.days, self.tablet_label)
        taking = 0.28, 0.62
        self.play_for(
            frames - CUT,
            show(self.tablet, 0.0, 0.08),
            show(self.body, 0.0, 0.1),
            change(self.body, "inside", 1.0, 0.2, 0.35),
            show(self.tablet_label, 0.2, 0.32),
            Within(*taking, Change(self.tablet, "x", mouth[0])),
            Within(*taking, Change(self.tablet, "y", mouth[1])),
            Within(*taking, Change(self.tablet, "size", SWALLOWED_PIXELS)),
            hide(self.tablet, 0.58, 0.68),
            show(self.days, 0.46, 0.58),
            change(self.days, "taken", 6.0, 0.62, 1.0, ease=steady),
        )

    def day_by_day(self, frames: int) -> None:
        """Days go by."""
        self.play_for(frames, change(self.days, "taken", float(COLUMNS * ROWS), 0.0, 0.9, ease=steady))

    def clear_the_table(self, frames: int) -> None:
        """The tablet goes; the panels stand ready, not yet seen."""
        gone = [self.body, self.tablet, self.days, self.tablet_label]
        self.play_for(frames, *(Vanish(each) for each in gone))
        self.remove(*gone)
        self.panels, self.rules = mechanism_panels(self)
        for each in (*self.panels, *self.rules):
            each.opacity = 0.0
        for panel in self.panels:
            panel.dim = STOOD_BACK
        self.add(*self.rules, *self.panels)

    def panel_lit(self, number: int, frames: int) -> None:
        """All four panels are there from the first; the one that is meant is lit, the others stand back."""
        coming = [] if number else [show(each, 0.0, 0.25) for each in (*self.panels, *self.rules)]
        others = [each for each in self.panels if each is not self.panels[number]]
        self.play_for(
            frames,
            *coming,
            *(change(each, "dim", STOOD_BACK, 0.0, 0.35) for each in others),
            change(self.panels[number], "dim", 0.0, 0.0, 0.35),
        )

    def all_lit(self, frames: int) -> None:
        """All four, to be left standing."""
        lit = [Change(each, "dim", 0.0) for each in self.panels]
        self.play_for(LIT, *lit)
        self.hold(frames - LIT)


CUT, LIT, STOOD_BACK = 12, 20, 0.6
"""Frames in which one picture makes way for the next, in which all panels are lit at the end; how pale one is that waits."""

BODY_CROWN, BODY_TALL = (300.0, 178.0), 690.0
TABLET_PLACE, TABLET_PIXELS, TABLET_TURN, SWALLOWED_PIXELS = (620.0, 420.0), 240.0, -18.0, 14.0
"""Where the tablet is first seen (design pixels), its length, its turn (degrees), its length at the mouth; enlarged."""

DAYS_BOX = (840.0, 236.0, 1800.0, 800.0)
COLUMNS, ROWS = 7, 4
"""Days in rows of a week. Four rows stand for long; they are no dose and no length of treatment."""

SMALL_PIXELS, TO_COME, DAYS_TO_FADE = 104.0, 0.26, 3.0
"""A day's tablet, how pale it is before its day, and over how many days it comes in."""


def rim(cell: Cell, angle: float, share: float = 1.0) -> Point:
    """Design pixels of a place `angle` radians from the right on a cell's membrane, or `share` of the way to it."""
    reach = share * cell.radius
    return cell.x + reach * float(np.cos(angle)), cell.y + reach * float(np.sin(angle))


def bare_angle(cell: Cell) -> float:
    """Where on the right upper side of a cell the longest stretch of membrane without any protein is (radians)."""
    angles = np.sort((cell.contents.proteins[:, 0] + np.pi) % (2 * np.pi) - np.pi)
    gaps = [(b - a, (a + b) / 2) for a, b in pairwise(angles) if -1.5 < (a + b) / 2 < 0.2]
    return float(max(gaps)[1]) if gaps else -0.6


class Footnote(TextBlock):
    """The footnote: a hair line, and under it the words in two lines."""

    def __init__(self, words: str) -> None:
        super().__init__(
            paragraph(words, MARGIN, FOOTNOTE_BASELINE, FOOTNOTE_WIDTH, FOOTNOTE_PIXELS, leading=1.24)
        )

    def obstacles(self) -> list[Box]:
        """The words and the line above them."""
        return [(0.0, FOOTNOTE_RULE - 4.0, float(FRAME_WIDTH), self.lines[-1].baseline + 10.0)]

    def paint(self, canvas: Canvas) -> None:
        """Letter the words, draw the line."""
        super().paint(canvas)
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        context.rectangle(MARGIN, FOOTNOTE_RULE, 320.0, DIVIDER_PIXELS)
        context.fill()
        context.restore()


Span = tuple[float, float]
"""From one x to another (design pixels)."""

BARS: tuple[Span, Span] = ((110.0, 842.0), (1262.0, 1790.0))
BAR_TOP, BAR_BOTTOM, AXIS, AXIS_END = 160.0, 222.0, 232.0, 1850.0
TIME_PIXELS, TIME_BASELINE = 38.0, 205.0


class TimeLine(Painted):
    """First one treatment, then growth again, then the next treatment: bars along an arrow, without numbers.

    `axis`, `earlier`, `progress` and `now` in 0…1: how much of the arrow and of each bar is there, how strong the words are.
    """

    def __init__(self, earlier: str, progress: str, now: str) -> None:
        super().__init__()
        self.words = (earlier, progress, now)
        self.axis = self.earlier = self.progress = self.now = 0.0
        self.set_z_index(55)

    def obstacles(self) -> list[Box]:
        """All of it, from when there is any."""
        return [(BARS[0][0], BAR_TOP, AXIS_END, AXIS + 14.0)] if self.axis > 0.0 else []

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
        """The words of the bars that are there, and between them."""
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
                left = (sum(span) - width_of(words, TIME_PIXELS, Weight.BOLD)) / 2
                text = shown_text(words, left, TIME_BASELINE, TIME_PIXELS, Weight.BOLD)
                texts.append(replace(text, room=span))
        return texts

    def _arrow(self, canvas: Canvas) -> None:
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        end = BARS[0][0] + (AXIS_END - BARS[0][0]) * self.axis
        context.set_line_width(3.0)
        context.move_to(BARS[0][0], AXIS)
        context.line_to(end, AXIS)
        context.move_to(end - 16.0, AXIS - 9.0)
        context.line_to(end, AXIS)
        context.line_to(end - 16.0, AXIS + 9.0)
        context.stroke()
        context.restore()

    def _bar(self, canvas: Canvas, span: Span, share: float, fill: Role, words: str, lettered: Role) -> None:
        """A bar that has come `share` of its way; its words come in whole, once there is room for them."""
        if share <= 0.0:
            return
        context = canvas.design()
        context.rectangle(span[0], BAR_TOP, (span[1] - span[0]) * share, BAR_BOTTOM - BAR_TOP)
        canvas.set_colour(rgb(fill), self.opacity)
        context.fill_preserve()
        canvas.set_colour(tinted(Role.INK, 0.3, Role.PAPER), self.opacity)
        context.set_line_width(2.0)
        context.stroke()
        context.restore()
        room = (span[1] - span[0] + width_of(words, TIME_PIXELS, Weight.BOLD)) / 2 / (span[1] - span[0])
        self._words(canvas, words, span, max(0.0, share - room) / (1.0 - room), lettered)

    def _words(self, canvas: Canvas, words: str, span: Span, opacity: float, role: Role) -> None:
        """Words in the middle of a span."""
        line = letter(words, TIME_PIXELS * canvas.scale, rgb(role), Weight.BOLD)
        left = (sum(span) - width_of(words, TIME_PIXELS, Weight.BOLD)) / 2
        canvas.lettering(line, left, TIME_BASELINE, opacity * self.opacity)


class Days(Painted):
    """A tablet for each of the days in rows within `box`; `taken` of them have come, in order, the rest are pale."""

    def __init__(self, box: Box) -> None:
        super().__init__()
        self.box, self.taken = box, 0.0
        self._sprite: NDArray[np.uint8] | None = None

    def obstacles(self) -> list[Box]:
        """All of the rows."""
        return [self.box]

    def paint(self, canvas: Canvas) -> None:
        """Lay the tablets."""
        if self.opacity <= 0.0:
            return
        sprite = self._sprite = self._drawn(canvas) if self._sprite is None else self._sprite
        half = len(sprite) / 2
        left, top, right, bottom = self.box
        for day in range(COLUMNS * ROWS):
            x = left + (day % COLUMNS + 0.5) * (right - left) / COLUMNS
            y = top + (day // COLUMNS + 0.5) * (bottom - top) / ROWS
            share = min(1.0, max(0.0, (self.taken - day * self._pace()) / DAYS_TO_FADE))
            opacity = (TO_COME + (1.0 - TO_COME) * share) * self.opacity
            canvas.picture(sprite, round(x * canvas.scale - half), round(y * canvas.scale - half), opacity)

    @staticmethod
    def _pace() -> float:
        """So that the last tablet is there when all are taken."""
        return (COLUMNS * ROWS - DAYS_TO_FADE) / (COLUMNS * ROWS - 1)

    @staticmethod
    def _drawn(canvas: Canvas) -> NDArray[np.uint8]:
        """A small tablet, drawn once (n, n, 4)."""
        sheet = Canvas(np.zeros((canvas.height, canvas.width, 4), dtype=np.uint8))
        Tablet(FRAME_WIDTH / 2, FRAME_HEIGHT / 2, SMALL_PIXELS, angle=TABLET_TURN).paint(sheet)
        reach = round(0.7 * SMALL_PIXELS * canvas.scale)
        x, y = canvas.width // 2, canvas.height // 2
        return np.ascontiguousarray(sheet.pixels[y - reach : y + reach, x - reach : x + reach])
