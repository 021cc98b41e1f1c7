"""Whom the medicine is for, what it does to their cells, and how it is taken: two patients, a clinician, a lens on a tumor.

No dose or advice is shown; the lines on a panel state the approved indication in full.
"""

from __future__ import annotations

import math

from moa_anim.graphics.colours import readable
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH, MARGIN
from moa_anim.illustrations.body_outline import TUMOR
from moa_anim.illustrations.calendar_page import PAGE, CalendarPage
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.indication_panel import IndicationPanel, indication_lines
from moa_anim.illustrations.meal import Meal
from moa_anim.illustrations.people import People
from moa_anim.illustrations.room import Room
from moa_anim.illustrations.tablet_taken import TabletTaken
from moa_anim.illustrations.tissue import Tissue
from moa_anim.model.palette import Role
from moa_anim.sets.clinic_lens import LENS_MIDDLE, ComingOut, TumorMark
from moa_anim.sets.look_inside import LookInside
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.receptor_field import stage_field_crowd
from moa_anim.sets.tumor_mass import TumorMass
from moa_anim.stage.motion import Motion, change, hide, key, passage, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

CELL_RADIUS_PIXELS = 97.0
CELLS_FROM_MIDDLE = ((-135.0, -5.0), (2.0, -118.0), (0.0, 122.0), (137.0, 6.0))
"""Radius of four cells and their middles, from the lens's (design pixels)."""

DIVIDING_CELLS = (0, 3)
STILL_DIVIDING_CELL = 2
"""Numbers of the cells that divide: the outer two, and later, when most have stopped, one."""

PUSHED_PIXELS = 31.0
GROWN_RADIUS_PIXELS = 110.0
"""How far each of the outer cells moves outwards, and the radius to which it grows (design pixels)."""

DIVISION_RADIANS = 1.45
"""Angle from the horizontal of the axis along which cells divide: there is room above and below."""

NUCLEUS_OF = 1
"""Number of the cell in whose nucleus the field of the shot before is."""

COMING_OUT_SHARE = 0.58
"""Share of the first cue in which the view comes out of the nucleus and the lens closes; it begins in the lead."""

GROWING_ENDS_AT = (1064.0, 172.0)
"""Where the words about growth end (baseline; design pixels): left of the lens."""

FEWER_ENDS_AT = (FRAME_WIDTH - float(MARGIN), 660.0)
"""Where the words about fewer receptors end (baseline; design pixels): right below the lens, off its rim."""

BESIDE_PIXELS = 17.0
"""How far from the middle of the named elacestrant its leader ends (design pixels): about half its length."""

NOTE_AT = (FRAME_WIDTH - float(MARGIN), 106.0)
NOTE_PIXELS = 32.0
"""Right end, baseline and letter size of the note on numbers, beside the lens (design pixels)."""

ROOM_OPACITY = 0.6
"""Opacity of the soft backdrop behind people and lens."""

ROOM_LEVEL = -80
PEOPLE_LEVEL = -70
PANEL_LEVEL = -65
LENS_LEVEL = -60
"""Manim's z-indices of backdrop, people, the indication's panel and lens: over the crowd, below all else."""

SHUTTING_SHARE = 0.26
"""Share of its cue in which the lens goes back to the tumor."""

DAILY_PIXELS = 56.0
DAILY_BASELINE_PIXELS = 226.0
"""Letter size and baseline of the words over the calendar, which are in its middle (design pixels)."""

LOOK_LEVEL = 40
"""Manim's z-index of the lens that opens at the end: over all that is in the room."""

MARKED_SHARE = 0.72
WORDS_GO = (0.74, 0.86)
"""Shares of the last cue in which the days are marked, and between which the words over the calendar vanish."""

DAYS_TAKEN = (1.0, 17.0)
"""Days that are marked at the end of the fourth and of the fifth cue: some of a page that is not full, which states neither a
dose nor a duration of treatment."""


class InTheClinic(MoaScene):
    """People and a lens on their cells, with the indication; then a tablet with food, day by day."""

    needs = {
        "cues": {
            "patients": (4.4,),
            "after": (4.0,),
            "strategy": (4.1,),
            "oral": (3.0,),
            "long-term": (3.0, "", "", 1.4),
        },
        "labels": {
            "who": "who: of the indication",
            "disease": "which disease: of the indication",
            "progression": "after what: of the indication",
            "count": "mutants left",
            "note": "illustrative numbers",
            "progress": "tumor grows again",
            "now": "{drug}",
            "resting": "fewer divisions",
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
        """The field of the shot before, in a nucleus of the cells; people and table around what becomes a lens on them."""
        (x, y), number = LENS_MIDDLE, len(CELLS_FROM_MIDDLE)
        cells = [
            Cell(
                x + CELLS_FROM_MIDDLE[n][0],
                y + CELLS_FROM_MIDDLE[n][1],
                CELL_RADIUS_PIXELS,
                seed=self.seed + 7 * (n % 2),
            )
            for n in range(number)
        ]
        for dividing in (*DIVIDING_CELLS, STILL_DIVIDING_CELL):
            cells[dividing].angle = DIVISION_RADIANS
        self.tissue = Tissue(
            self,
            cells,
            (*DIVIDING_CELLS, STILL_DIVIDING_CELL),
            seed=self.seed,
            later=(STILL_DIVIDING_CELL,),
        )
        self.panel = IndicationPanel()
        self.panel.set_z_index(PANEL_LEVEL)
        self.panel.opacity = 0.0
        self.indication = indication_lines([self.label(name) for name in ("who", "disease", "progression")])
        # As the shot before leaves it: the camera is over the second field, which its distant crowd shows.
        self.field = MutantField(self, self.label("count"), cut_at_frame=0, note=self.label("note"))
        self.field.end()
        self.room, self.people = Room(), People(self)
        self.room.set_z_index(ROOM_LEVEL)
        self.people.set_z_index(PEOPLE_LEVEL)
        self.his_tumor = TumorMark(lambda: self.people.place("man", TUMOR))
        self.his_tumor.set_z_index(PANEL_LEVEL)
        self.coming_out = ComingOut(
            self.field,
            self.tissue,
            cells[NUCLEUS_OF],
            TumorMass(self),
            beam_from=lambda: self.people.tumor,
            around=(self.people,),
            staying=self.tissue.receptors_in(NUCLEUS_OF),
        )
        self.coming_out.crowd = stage_field_crowd(self, self.field.sight)
        self.lens = self.coming_out.lens
        self.lens.set_z_index(LENS_LEVEL)
        self.room.opacity = 0.0
        self.add(
            self.room, self.people, self.his_tumor, self.panel, self.lens, *self.indication, self.field.count
        )

    def lead_share(self) -> float:
        """Return the share of the way out of the nucleus that falls into the lead; it ends in the first cue."""
        return self.lead() / (self.lead() + round(COMING_OUT_SHARE * self.frames_of("patients")))

    def during_lead(self) -> list[Motion]:
        """The view begins to come out of the nucleus that the field is in; its count fades."""
        return [
            self.coming_out.motion(passage(0.0, self.lead_share())),
            hide(self.field.count, 0.0, 0.4),
        ]

    def cues(self) -> Cues:
        """Return the cues: patients, earlier treatment, elacestrant; tablets."""
        return {
            "patients": self.for_patients,
            "after": self.earlier_treatment_fails,
            "strategy": self.elacestrant_now,
            "oral": self.by_mouth,
            "long-term": self.day_by_day,
        }

    def for_patients(self, cue: CueClock) -> None:
        """The view arrives at two patients and a clinician, a lens on the woman's tumor; who, and which disease."""
        self.play_for(
            cue.part(COMING_OUT_SHARE),
            self.coming_out.motion(passage(self.lead_share(), 1.0)),
            show(self.room, 0.1, 0.4, ROOM_OPACITY),
            show(self.panel, 0.6, 0.78),
            key(show(self.indication[0], 0.72, 0.92)),
            show(self.his_tumor, 0.8, 0.95),
        )
        self.coming_out.arrives()
        self.remove(self.coming_out.crowd, self.field.count)
        self.play_for(cue.rest, key(show(self.indication[1], 0.1, 0.35)))

    def earlier_treatment_fails(self, cue: CueClock) -> None:
        """The indication's last line comes; the two outer cells divide and move outwards."""
        outer = [self.tissue.cells[number] for number in DIVIDING_CELLS]
        growing = self.add_label("progress", Role.INK, on=lambda: rim(outer[0], -2.4, 0.9))
        growing.stand(lambda: (GROWING_ENDS_AT[0] - growing.size[0], GROWING_ENDS_AT[1]))
        self.growing = growing
        self.play_for(
            cue.frames,
            key(show(self.indication[2], 0.02, 0.14)),
            key(change(outer, "division", 1.0, 0.3, 0.96)),
            change(outer, "radius", GROWN_RADIUS_PIXELS, 0.3, 0.96),
            change(outer[0], "x", outer[0].x - PUSHED_PIXELS, 0.3, 0.96),
            change(outer[1], "x", outer[1].x + PUSHED_PIXELS, 0.3, 0.96),
            show(growing, 0.34, 0.44),
        )

    def elacestrant_now(self, cue: CueClock) -> None:
        """Elacestrant enters all cells; receptors become fewer; of the six cells one divides nonetheless."""
        tissue, self.drug = self.tissue, self.tissue.elacestrants()
        named, cells = tissue.first_in(3), tissue.cells
        lasting = tissue.lasting_in(3)
        self.lens.contents.append(self.drug)
        # Beside the molecule, which is as small as the leader's dot and would be hidden by it.
        now = self.add_label("now", Role.DRUG, on=lambda: right_of(self.drug.place(named)))
        fewer = self.add_label("fewer", Role.RECEPTOR, on=lambda: tissue.receptors.place(lasting))
        resting = self.add_label("resting", Role.INK, on=lambda: rim(cells[1], -0.6, 0.8))
        fewer.stand(lambda: (FEWER_ENDS_AT[0] - fewer.size[0], FEWER_ENDS_AT[1]))
        resting.stand(lambda: (GROWING_ENDS_AT[0] - resting.size[0], GROWING_ENDS_AT[1]))
        note, (right, baseline) = self.label("note"), NOTE_AT
        left = right - width_of(note, NOTE_PIXELS, Weight.MEDIUM)
        numbers = TextBlock(
            [Line(note, left, baseline, NOTE_PIXELS, Weight.MEDIUM, colour=readable(Role.LIGASE))]
        )
        numbers.opacity = 0.0
        self.add(numbers)
        self.tissue_labels = [now, fewer, resting, numbers]
        still = cells[STILL_DIVIDING_CELL]
        self.play_for(
            cue.frames,
            hide(self.growing, 0.0, 0.06),
            key(change(tissue, "arrived", 1.0, 0.0, 0.5)),
            key(change(tissue, "cleared", 1.0, 0.5, 0.9, ease=steady)),
            change(still, "division", 1.0, 0.5, 1.0),
            show(now, 0.2, 0.28, until=(0.44, 0.5)),
            show(fewer, 0.52, 0.6),
            show(numbers, 0.58, 0.66),
            show(resting, 0.7, 0.78),
        )

    def by_mouth(self, cue: CueClock) -> None:
        """The lens goes back to the tumor; on the table are food and a tablet, which the woman takes; the day is marked."""
        self.calendar, self.meal = CalendarPage(), Meal()
        self.tablet = TabletTaken(lambda: self.people.mouth)
        self.next_tablet = TabletTaken(lambda: self.people.mouth)
        words = self.label("daily")
        left, _, right, _ = PAGE
        pixels = fitting_size(words, DAILY_PIXELS, FRAME_WIDTH - MARGIN - left, Weight.BOLD)
        begin = min((left + right - width_of(words, pixels, Weight.BOLD)) / 2, left)
        self.daily = TextBlock([Line(words, begin, DAILY_BASELINE_PIXELS, pixels, Weight.BOLD)])
        come = [self.calendar, self.meal, self.tablet]
        for each in (*come, self.daily, self.next_tablet):
            each.opacity = 0.0
        written = [self.his_tumor, self.panel, *self.indication, *self.tissue_labels]
        self.add(*come)
        self.play_for(
            cue.part(SHUTTING_SHARE),
            hide(written, 0.0, 0.3),
            change(self.lens, "shut", 1.0, 0.1, 1.0),
            show(come, 0.55, 1.0),
        )
        self.remove(*written, self.lens)
        self.add(self.next_tablet, self.daily)
        self.tablet_label = self.add_label("tablet", Role.INK, on=lambda: self.people.mouth)
        self.play_for(
            cue.rest,
            show(self.daily, 0.0, 0.14),
            show(self.tablet_label, 0.72, 0.82),
            key(change(self.tablet, "taken", 1.0, 0.08, 0.72)),
            key(change(self.calendar, "taken", DAYS_TAKEN[0], 0.72, 0.86)),
            show(self.next_tablet, 0.8, 0.95),
        )
        self.remove(self.tablet)

    def day_by_day(self, cue: CueClock) -> None:
        """Day after day is marked; then a lens opens at the tumor, up to the end, on what the next shot begins with."""
        look = LookInside(self, self.length_seconds, lambda: self.people.tumor)
        look.set_z_index(LOOK_LEVEL)
        self.add(look)
        self.play_for(
            cue.frames,
            key(change(self.calendar, "taken", DAYS_TAKEN[1], 0.0, MARKED_SHARE, ease=steady)),
            hide(self.tablet_label, 0.4, 0.5),
            hide(self.daily, *WORDS_GO),
        )


def rim(cell: Cell, angle: float, share: float = 1.0) -> Point:
    """Return a point (design pixels) at `angle` (radians from the right) and at `share` of the cell's radius."""
    reach = share * cell.radius
    return cell.x + reach * math.cos(angle), cell.y + reach * math.sin(angle)


def right_of(place: Point) -> Point:
    """Return where a leader from the right ends beside an elacestrant in the lens (design pixels)."""
    return place[0] + BESIDE_PIXELS, place[1]
