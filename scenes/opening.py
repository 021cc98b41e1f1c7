"""Title; a tablet; elacestrant's formula, which becomes a model; a breast tumor in the body, and one of its cells."""

from __future__ import annotations

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.illustrations.room import Room
from moa_anim.illustrations.tablet import Tablet
from moa_anim.model.palette import Role
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.sets.title_card import TitleCard
from moa_anim.sets.tumor_zoom import TumorZoom
from moa_anim.stage.motion import Within, change, hide, key, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import CueClock, Cues, MoaScene

WORDS_COME_SHARE = 0.08
"""Share of the lead in which the title's words fade in."""

TABLET_AT = (960.0, 500.0, 560.0)
"""x, y and length of the tablet (design pixels)."""

TABLET_COMES_LENGTH = 470.0
"""Length of the tablet as it comes (design pixels)."""

TABLET_LEAVES_X = 1540.0
"""To where the tablet moves while it fades and the formula begins at the left (design pixels)."""

TABLET_DEGREES = -12.0
TABLET_TURNED_DEGREES = -9.0
TABLET_LEAVES_DEGREES = 6.0
"""Rotation of the tablet at first, when it has been seen, and when it has left."""

STRUCTURE_PLACE = (960.0, 468.0)
"""Middle of elacestrant's structure (design pixels)."""

STRUCTURE_SCALE = 62.0
MODEL_SCALE = 50.0
"""Design pixels for one ångström of the formula and of the model that it becomes."""

HALFWAY_SHARE = 0.80
"""How far the formula has become a model when the second cue begins; the change continues at the same speed."""

TURNS_DEGREES = (24.0, -32.0)
"""To where the model is turned in the middle, and then beside the body: its depth shows, and it stays a bent V."""

MODEL_ASIDE = (470.0, 440.0, 33.0)
"""Middle (design pixels) and scale (design pixels for one ångström) of the model beside the body."""

NAME_BELOW_ANGSTROM = 5.9
"""From the middle of the structure to the baseline of its name, in ångström at the model's scale."""

NAME_PIXELS = 84.0
NAME_ASIDE_PIXELS = 60.0
"""Letter size of the name in the middle, and beside the body (design pixels)."""

BODY_AT = (1230.0, 172.0, 1940.0)
"""x and y of the body's crown and its height (design pixels): the upper half of it is in the picture."""

DIVE_SHARE = 0.47
"""Share of the last cue in which the view goes from the body to the cell: a way of 5.7 nats that the eye can follow."""

ROOM_OPACITY = 0.6
ROOM_LEVEL = -80
"""Opacity and Manim's z-index of the soft backdrop behind tablet, formula and body: no molecules, which are far smaller."""

ABOVE_BODY = 2
"""Manim's z-index of the model, so that the body that comes nearer does not cover it."""


class Name(Painted):
    """A name in large letters, centred on `x`, under a structure."""

    def __init__(self, words: str, role: Role, structure: StructureDrawing, first_scale: float) -> None:
        super().__init__()
        self._words, self._role, self._structure = words, role, structure
        self._first_scale = first_scale
        self.pixels = NAME_PIXELS
        self.opacity = 0.0

    def _place(self) -> tuple[float, float]:
        """Left end and baseline (design pixels)."""
        drawn = min(self._structure.scale, self._first_scale)
        left = self._structure.x - width_of(self._words, self.pixels, Weight.BOLD) / 2
        return left, self._structure.y + NAME_BELOW_ANGSTROM * drawn + 0.7 * self.pixels

    def paint(self, canvas: Canvas) -> None:
        """Letter it."""
        line = letter(
            self._words,
            round(self.pixels) * canvas.scale,
            readable(self._role),
            Weight.BOLD,
            rgb(Role.PAPER),
            5,
        )
        canvas.lettering(line, *self._place(), self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return the name as shown text."""
        return [shown_text(self._words, *self._place(), self.pixels, Weight.BOLD)]

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the letters."""
        if self.opacity <= 0.0:
            return []
        left, baseline = self._place()
        right = left + width_of(self._words, self.pixels, Weight.BOLD)
        return [(left, baseline - self.pixels, right, baseline + 0.3 * self.pixels)]


class Opening(MoaScene):
    """Title card, tablet, structure, model, body, cancer cell."""

    needs = {
        "cues": {
            "oral": (6.2,),
            "breakthrough": (8.8,),
        },
        "labels": {
            "tablet": "oral tablet",
            "structure": "{drug}",
            "tumor": "breast tumor",
            "receptor": "estrogen receptor",
            "her2": "few HER2",
            "note": "Measured structures and models; the captions are quoted",
        },
        "lead_seconds": 4.0,
        "tail_seconds": 0.2,
        "seed": 1,
        "facts": ["oral", "elacestrant"],
    }

    def stage(self) -> None:
        """The title card; step marker and rail come with the first words."""
        self.title = TitleCard(self, self.label("note"))
        for each in self.overlay:
            each.opacity = 0.0

    def during_lead(self) -> list[Within]:
        """The words fade in; the receptor turns slowly."""
        return [Within(0.0, 1.0, self.title.turning()), show(self.title.words, 0.0, WORDS_COME_SHARE)]

    def cues(self) -> Cues:
        """Return the cues: what the drug is, and where it acts."""
        return {"oral": self.tablet_then_formula, "breakthrough": self.body_then_cell}

    def tablet_then_formula(self, cue: CueClock) -> None:
        """A tablet; it makes way for elacestrant's formula, which is drawn and becomes a model."""
        self.tablet_appears(cue.part(0.25))
        self.formula_is_drawn(cue.part(0.42))
        self.play_for(
            cue.rest,
            change(self.drug, "solid", HALFWAY_SHARE, 0.05, 1.0, ease=steady),
            change(self.drug, "scale", MODEL_SCALE, 0.05, 1.0),
        )

    def tablet_appears(self, frames: int) -> None:
        """The receptor goes, and the crowd with it; in its place comes a tablet, alone, which is named."""
        x, y, length = TABLET_AT
        self.tablet = Tablet(x, y, TABLET_COMES_LENGTH, TABLET_DEGREES)
        self.tablet.opacity = 0.0
        self.room = Room()
        self.room.set_z_index(ROOM_LEVEL)
        self.room.opacity = 0.0
        self.add(self.room, self.tablet)
        self.tablet_label = self.add_label("tablet", Role.INK, on=self.tablet.rim)
        self.play_for(
            frames,
            hide([self.title.words, self.title.view], 0.0, 0.3),
            hide(self.title.crowd, 0.0, 0.26),
            show(self.room, 0.08, 0.36, ROOM_OPACITY),
            show(self.tablet, 0.22, 0.4),
            change(self.tablet, "size", length, 0.1, 0.6),
            change(self.tablet, "angle", TABLET_TURNED_DEGREES, 0.0, 1.0),
            show(self.tablet_label, 0.38, 0.5),
            show(list(self.overlay), 0.0, 0.26),
        )
        self.title.remove_receptor()
        self.remove(self.title.crowd)

    def formula_is_drawn(self, frames: int) -> None:
        """The tablet leaves to the right; elacestrant's formula is drawn bond by bond from its ethyl end, and named."""
        self.drug = StructureDrawing(self, "elacestrant", Role.DRUG, STRUCTURE_PLACE, STRUCTURE_SCALE)
        # Without a leader line, which would look like one more bond.
        self.name = Name(self.label("structure"), Role.DRUG, self.drug, MODEL_SCALE)
        for each in (self.drug, self.name):
            each.set_z_index(ABOVE_BODY)
        self.add(self.drug, self.name)
        self.play_for(
            frames,
            hide(self.tablet_label, 0.0, 0.1),
            change(self.tablet, "x", TABLET_LEAVES_X, 0.04, 0.4),
            change(self.tablet, "angle", TABLET_LEAVES_DEGREES, 0.04, 0.4),
            hide(self.tablet, 0.2, 0.36),
            key(change(self.drug, "drawn", 1.0, 0.12, 0.9, ease=steady)),
            show(self.name, 0.3, 0.44),
        )
        self.remove(self.tablet)

    def body_then_cell(self, cue: CueClock) -> None:
        """The model turns and moves aside; beside it a woman, her tumor marked; the view goes to one of its cells."""
        self.play_for(
            cue.part(0.1),
            change(self.drug, "solid", 1.0, 0.0, 0.8, ease=steady),
            change(self.drug, "turn", TURNS_DEGREES[0], 0.0, 1.0),
        )
        self.zoom = TumorZoom(self, *BODY_AT)
        self.tumor_label = self.add_label("tumor", Role.INK, on=self.zoom.label_point)
        x, y, scale = MODEL_ASIDE
        self.play_for(
            cue.part(0.25),
            change(self.drug, "x", x, 0.0, 0.45),
            change(self.drug, "y", y, 0.0, 0.45),
            change(self.drug, "scale", scale, 0.0, 0.45),
            change(self.drug, "turn", TURNS_DEGREES[1], 0.0, 1.0),
            change(self.name, "pixels", NAME_ASIDE_PIXELS, 0.0, 0.45),
            show(self.zoom.body, 0.1, 0.36),
            show(self.tumor_label, 0.36, 0.46),
            # It is gone before the camera moves: nothing of its size is in a breast.
            hide([self.drug, self.name], 0.84, 1.0),
        )
        self.play_for(
            cue.part(DIVE_SHARE),
            key(self.zoom.inwards()),
            hide(self.tumor_label, 0.08, 0.15),
            hide(self.room, 0.3, 0.6),
        )
        self.remove(self.drug, self.name, self.zoom.body, self.zoom.neighbours, self.room)
        names = [
            self.add_label("her2", Role.INK, on=self.zoom.her2_point),
            self.add_label("receptor", Role.RECEPTOR, on=self.zoom.cells.receptor_point),
        ]
        self.hold(cue.rest, show(names, 0.0, 0.12, every=0.03), hide(names, 0.92, 1.0))
