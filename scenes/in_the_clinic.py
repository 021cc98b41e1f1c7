"""Who takes the medicine and when, how it is taken, and a summary of the mechanism in four panels.

No number, dose or advice is shown; the footnote states the approved indication.
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
from moa_anim.stage.motion import Appear, Motion, change, hide, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import TextBlock, paragraph

# The footnote (design pixels): letter size, width and first baseline of its two lines above the caption band, which begins at
# 900, and height of the rule above them.
FOOTNOTE_PIXELS = 36.0
FOOTNOTE_WIDTH_PIXELS = 1180.0
FOOTNOTE_BASELINE_PIXELS = 834.0
FOOTNOTE_RULE_PIXELS = 792.0

CELL_RADIUS_PIXELS = 172.0
CELLS = ((449.0, 432.0), (790.0, 592.0), (1130.0, 430.0), (1471.0, 588.0))
"""Radius and middles of four cells in a row (design pixels); every other cell is lower, so that their membrane proteins do
not touch."""

DIVIDING_CELLS = (0, 3)
"""Numbers of the cells that divide: the outer ones."""

PUSHED_PIXELS = 90.0
"""How far each dividing cell moves outwards (design pixels)."""

GROWN_RADIUS_PIXELS = 205.0
"""Radius to which each dividing cell grows (design pixels)."""

DIVISION_RADIANS = -0.16
"""Angle from the horizontal of the axis along which cells divide."""

FADE_OUT_FRAMES = 12
"""Frames in which one picture fades out before the next appears."""

LIT_FRAMES = 20
"""Frames in which all panels return to full colour at the end."""

WAITING_DIM = 0.6
"""Share of paper mixed into a panel that is not in focus."""

BODY_CROWN_PIXELS = (300.0, 178.0)
BODY_HEIGHT_PIXELS = 690.0
"""Crown and height of the body (design pixels)."""

TABLET_PLACE = (620.0, 420.0)
TABLET_PIXELS = 240.0
TABLET_TURN_DEGREES = -18.0
"""Where the tablet first appears, its length (design pixels; enlarged) and its rotation."""

SWALLOWED_PIXELS = 14.0
"""Length of the tablet at the mouth (design pixels)."""

DAYS_BOX = (840.0, 236.0, 1800.0, 800.0)
"""Left, top, right, bottom of the calendar of tablets (design pixels)."""

COLUMNS = 7
ROWS = 4
"""One row for each week. Four rows mean a long time; they state neither a dose nor a duration of treatment."""

DAY_TABLET_PIXELS = 104.0
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
    """Tissue with a time line and the footnote; a tablet every day; four panels."""

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
        self.tissue.opacity = self.footnote.opacity = 0.0
        receptors, shown, bare = self.tissue.receptors, self.tissue.lasting_in(2), bare_angle(cells[3])
        self.add(self.tissue, self.footnote, self.timeline)
        self.patient_labels = [
            self.add_label("cell", Role.MEMBRANE, on=lambda: rim(cells[1], 2.2, 0.84)),
            self.add_label("positive", Role.RECEPTOR, on=lambda: receptors.place(shown)),
            self.add_label("negative", Role.INK, on=lambda: rim(cells[3], bare)),
        ]

    def during_lead(self) -> list[Motion]:
        """Tissue and footnote fade in."""
        return [Appear(self.tissue), Appear(self.footnote)]

    def cues(self) -> Cues:
        """Return the cues: patients, earlier treatment, elacestrant; tablets; four panels."""
        return {
            "patients": [show(self.patient_labels, 0.04, 0.16, every=0.2)],
            "after": self.earlier_treatment_fails,
            "strategy": self.elacestrant_now,
            "oral": self.by_mouth,
            "long-term": self.day_by_day,
            "overall": self.first_two_panels,
            "blocking": self.last_two_panels,
            "direction": self.all_lit,
        }

    def earlier_treatment_fails(self, cue: CueClock) -> None:
        """A bar of the time line shows an earlier treatment; then two of the cells divide and move outwards."""
        self.play_for(
            cue.share(1, 2),
            hide(self.patient_labels, 0.0, 0.2),
            change(self.timeline, "axis", 1.0, 0.05, 0.4),
            change(self.timeline, "earlier", 1.0, 0.15, 0.8),
        )
        outer = [self.tissue.cells[number] for number in DIVIDING_CELLS]
        self.play_for(
            cue.rest,
            change(self.timeline, "progress", 1.0, 0.0, 0.3),
            change(outer, "division", 1.0, 0.0, 0.95),
            change(outer, "radius", GROWN_RADIUS_PIXELS, 0.0, 0.95),
            change(outer[0], "x", outer[0].x - PUSHED_PIXELS, 0.0, 0.95),
            change(outer[1], "x", outer[1].x + PUSHED_PIXELS, 0.0, 0.95),
        )

    def elacestrant_now(self, cue: CueClock) -> None:
        """The second bar appears; elacestrant enters the cells and binds receptors, which are then cleared."""
        tissue, self.drug = self.tissue, self.tissue.elacestrants()
        named = tissue.first_in(2)
        self.add(self.drug)
        self.now_label = self.add_label("now", Role.ELACESTRANT, on=lambda: self.drug.place(named))
        self.play_for(
            cue.frames,
            change(self.timeline, "now", 1.0, 0.0, 0.3),
            change(tissue, "arrived", 1.0, 0.0, 0.66),
            change(tissue, "cleared", 1.0, 0.66, 0.98, ease=steady),
            show(self.now_label, 0.58, 0.68),
        )

    def by_mouth(self, cue: CueClock) -> None:
        """A tablet replaces the picture and is swallowed; the first days of treatment pass."""
        self.fade_out(FADE_OUT_FRAMES, self.tissue, self.drug, self.footnote, self.timeline, self.now_label)
        self.body = BodyFigure(*BODY_CROWN_PIXELS, BODY_HEIGHT_PIXELS)
        self.tablet = Tablet(*TABLET_PLACE, TABLET_PIXELS, angle=TABLET_TURN_DEGREES)
        self.days = Days(DAYS_BOX)
        mouth = self.body.place(MOUTH)
        for each in (self.body, self.tablet, self.days):
            each.opacity = 0.0
        self.add(self.body, self.tablet, self.days)
        self.tablet_label = self.add_label("tablet", Role.INK, on=mouth)
        self.play_for(
            cue.rest,
            show(self.tablet, 0.0, 0.08, until=(0.58, 0.68)),
            show(self.body, 0.0, 0.1),
            change(self.body, "inside", 1.0, 0.2, 0.35),
            show(self.tablet_label, 0.2, 0.32),
            change(self.tablet, "x", mouth[0], 0.28, 0.62),
            change(self.tablet, "y", mouth[1], 0.28, 0.62),
            change(self.tablet, "size", SWALLOWED_PIXELS, 0.28, 0.62),
            show(self.days, 0.46, 0.58),
            change(self.days, "taken", 6.0, 0.62, 1.0, ease=steady),
        )

    def day_by_day(self, cue: CueClock) -> None:
        """The other days of treatment pass."""
        self.play_for(cue.frames, change(self.days, "taken", float(COLUMNS * ROWS), 0.0, 0.9, ease=steady))

    def first_two_panels(self, cue: CueClock) -> None:
        """The tablets fade out; all four panels fade in, and the first two are brought into focus in turn."""
        half = cue.share(1, 2)
        self.fade_out(FADE_OUT_FRAMES, self.body, self.tablet, self.days, self.tablet_label)
        self.panels, rules = mechanism_panels(self)
        for panel in self.panels:
            panel.dim = WAITING_DIM
        for each in (*self.panels, *rules):
            each.opacity = 0.0
        self.add(*rules, *self.panels)
        self.focus_panel(0, half - FADE_OUT_FRAMES, show([*self.panels, *rules], 0.0, 0.25))
        self.focus_panel(1, cue.rest)

    def last_two_panels(self, cue: CueClock) -> None:
        """The other two panels are brought into focus in turn."""
        self.focus_panel(2, cue.share(1, 2))
        self.focus_panel(3, cue.rest)

    def focus_panel(self, number: int, frames: int, *motions: Motion) -> None:
        """Bring panel `number` into focus and dim the others, over `frames` frames, together with `motions`."""
        panel = self.panels[number]
        others = [each for each in self.panels if each is not panel]
        paled = change(others, "dim", WAITING_DIM, 0.0, 0.35)
        self.play_for(frames, *motions, paled, change(panel, "dim", 0.0, 0.0, 0.35))

    def all_lit(self, cue: CueClock) -> None:
        """All four panels return to full colour and hold."""
        self.play_for(LIT_FRAMES, change(self.panels, "dim", 0.0, 0.0, 1.0))
        self.hold(cue.rest)


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
    """The footnote: a thin rule and two lines of words below it."""

    def __init__(self, words: str) -> None:
        super().__init__(
            paragraph(
                words, MARGIN, FOOTNOTE_BASELINE_PIXELS, FOOTNOTE_WIDTH_PIXELS, FOOTNOTE_PIXELS, leading=1.24
            )
        )

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
                left = (sum(span) - width_of(words, TIME_PIXELS, Weight.BOLD)) / 2
                text = shown_text(words, left, TIME_BASELINE_PIXELS, TIME_PIXELS, Weight.BOLD)
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
        room = (span[1] - span[0] + width_of(words, TIME_PIXELS, Weight.BOLD)) / 2 / (span[1] - span[0])
        self._words(canvas, words, span, max(0.0, share - room) / (1.0 - room), lettered)

    def _words(self, canvas: Canvas, words: str, span: Span, opacity: float, role: Role) -> None:
        """Draw words in the middle of a span."""
        line = letter(words, TIME_PIXELS * canvas.scale, rgb(role), Weight.BOLD)
        left = (sum(span) - width_of(words, TIME_PIXELS, Weight.BOLD)) / 2
        canvas.lettering(line, left, TIME_BASELINE_PIXELS, opacity * self.opacity)


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
