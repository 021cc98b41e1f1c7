"""Title; a tablet; elacestrant's formula, which becomes a model; a card of the molecules, each named in its colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import CLOSE_VIEW, receptor_shape
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.illustrations.tablet import Tablet
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import PROTEASOME_SIDE_VIEW, cullin_ring, proteasome, ubiquitin
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, gathered
from moa_anim.sets.scale_bar import GAP_PIXELS, LETTER_PIXELS, LINE_PIXELS, TICK_PIXELS
from moa_anim.sets.still_molecule import WAITING_OPACITY, StillMolecule
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.sets.title_card import stage_title_card
from moa_anim.stage.motion import Appear, Change, Stagger, change, hide, show, steady
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock

PARTNERS_SCALE = 8.4
"""Design pixels for one ångström of the receptor and of the molecules that bind to it."""

MACHINES_SCALE = 1.62
"""Design pixels for one ångström of the E3 ligase and of the proteasome."""

STRUCTURE_PLACE = (960.0, 510.0)
"""Middle of elacestrant's structure (design pixels)."""

STRUCTURE_SCALE = 74.0
MODEL_SCALE = 54.0
"""Design pixels for one ångström of the formula and of the model that it becomes."""

HALFWAY_SHARE = 0.74
"""How far the formula has become a model when the second cue begins; the change continues at the same speed."""

TURN_DEGREES = 28.0
"""Rotation of the model as it moves to its place on the card, which makes its depth visible."""

STRUCTURE_NAME_PIXELS = (830.0, 858.0)
"""Middle and baseline of the structure's name (design pixels): below the drawing."""

TABLET_AT = (960.0, 490.0, 620.0)
TABLET_ASIDE = (370.0, 330.0, 310.0)
"""x, y and length of the tablet (design pixels): at first, and while the structure is drawn."""

NAME_PIXELS = 40.0
"""Letter size of names (design pixels)."""

NANOMETRE_ANGSTROM = 10.0
"""Ångström in one nanometre."""


@dataclass(frozen=True)
class Entry:
    """One molecule of the card: its label, its colour, its middle, and its name's middle and baseline (design pixels)."""

    label: str
    role: Role
    place: tuple[float, float]
    name: tuple[float, float]


HELIX_PIXELS = (415.0, 408.0)
"""Helix 12 of the card's receptor (design pixels): the only name that has a leader line."""

ENTRIES = {
    "elacestrant": Entry("cast-elacestrant", Role.ELACESTRANT, (655, 240), (655, 350)),
    "receptor": Entry("cast-receptor", Role.RECEPTOR, (292, 428), (292, 742)),
    "helix12": Entry("cast-helix12", Role.HELIX12, HELIX_PIXELS, (632, 500)),
    "estradiol": Entry("cast-estradiol", Role.ESTRADIOL, (655, 642), (655, 742)),
    "coactivator": Entry("cast-coactivator", Role.COACTIVATOR, (915, 222), (915, 350)),
    "ubiquitin": Entry("cast-ubiquitin", Role.UBIQUITIN, (915, 548), (915, 742)),
    "ligase": Entry("cast-ligase", Role.LIGASE, (1268, 705), (1268, 830)),
    "proteasome": Entry("cast-proteasome", Role.PROTEASOME_CAP, (1468, 360), (1468, 610)),
}
"""The molecules of the card, in the order in which they appear."""

REPEATED_PIXELS = {"receptor": (1500.0, 705.0), "ubiquitin": (1610.0, 720.0)}
"""Middles of the molecules that are also shown next to the E3 ligase, at its scale (design pixels)."""

BARS = ((5, PARTNERS_SCALE, 82.0, 872.0), (10, MACHINES_SCALE, 1686.0, 872.0))
"""Length (nm), scale (design pixels for one ångström), left end and height (design pixels) of the card's two scale bars."""

RULE_PIXELS = (1082.0, 150.0, 872.0)
"""x, top and bottom of the line between the card's halves (design pixels)."""


class Name(Painted):
    """The name of an entry under its picture."""

    def __init__(self, words: str, entry: Entry) -> None:
        super().__init__()
        self._words, self._entry = words, entry
        self.opacity = 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw the name, centred; for helix 12 also its leader line."""
        line = letter(self._words, NAME_PIXELS * canvas.scale, readable(self._entry.role), Weight.BOLD)
        middle, baseline = self._entry.name
        if self._entry.place == HELIX_PIXELS:
            self._draw_leader(
                canvas, (middle - line.advance / canvas.scale / 2 - 12, baseline - 0.36 * NAME_PIXELS)
            )
        canvas.lettering(line, middle - line.advance / canvas.scale / 2, baseline, self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return the name as shown text."""
        middle, baseline = self._entry.name
        left = middle - width_of(self._words, NAME_PIXELS, Weight.BOLD) / 2
        return [shown_text(self._words, left, baseline, NAME_PIXELS, Weight.BOLD)]

    def _draw_leader(self, canvas: Canvas, start: tuple[float, float]) -> None:
        context = canvas.design()
        for width, colour in ((8.0, rgb(Role.PAPER)), (3.0, readable(self._entry.role))):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.move_to(*start)
            context.line_to(*self._entry.place)
            context.stroke()
            context.arc(*self._entry.place, 4.5 + width / 2, 0, 6.2832)
            context.fill()
        context.restore()


class Bar(Painted):
    """A fixed scale bar in the style of ScaleBar, its left end at (x, y; design pixels).

    It is `nanometres` long at `scale` design pixels for one ångström.
    """

    def __init__(self, nanometres: int, scale: float, x: float, y: float) -> None:
        super().__init__()
        self._words, self._length = f"{nanometres} nm", nanometres * NANOMETRE_ANGSTROM * scale
        self._x, self._y = x, y
        self.opacity = 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw the bar and its length, centred above it."""
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), self.opacity)
        context.set_line_width(LINE_PIXELS)
        context.set_line_join(0)
        left, right = self._x + LINE_PIXELS / 2, self._x + self._length - LINE_PIXELS / 2
        for number, (x, y) in enumerate(
            ((left, -TICK_PIXELS), (left, 0.0), (right, 0.0), (right, -TICK_PIXELS))
        ):
            (context.line_to if number else context.move_to)(x, self._y + y)
        context.stroke()
        context.restore()
        line = letter(self._words, LETTER_PIXELS * canvas.scale, rgb(Role.INK), Weight.BOLD)
        middle = self._x + self._length / 2
        canvas.lettering(line, middle - line.advance / canvas.scale / 2, self._y - GAP_PIXELS, self.opacity)


class Divider(Painted):
    """The line between the card's halves."""

    def __init__(self) -> None:
        super().__init__()
        self.opacity = 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw the line."""
        context, (x, top, bottom) = canvas.design(), RULE_PIXELS
        canvas.set_colour(tinted(Role.CROWD, 0.25), self.opacity)
        context.rectangle(x - 1.5, top, 3.0, bottom - top)
        context.fill()
        context.restore()


class Sheet(Painted):
    """A sheet of paper over the picture, above the caption band, behind which one picture is replaced by the next."""

    def paint(self, canvas: Canvas) -> None:
        """Fill the sheet's area with paper."""
        context = canvas.design()
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.fill()
        context.restore()


class Opening(MoaScene):
    """Title card, tablet, structure, model, card of the molecules."""

    def construct(self) -> None:
        """Play the title card and the shot's two cues."""
        self.title_card()
        with self.cue("oral") as cue:
            self.tablet_appears(cue.part(0.25))
            self.formula_is_drawn(cue.part(0.43))
            self.formula_becomes_model(cue.rest)
        with self.cue("breakthrough") as cue:
            self.model_moves_to_card(cue.part(0.25))
            self.molecules_appear(cue.part(0.48))
            self.hold(cue.rest)
        self.hold(self.tail())

    def title_card(self) -> None:
        """Title on the left, the receptor with elacestrant on the right; the words fade in, then everything holds."""
        self.molecule_view, self.card = stage_title_card(self, self.label("note"))
        self.play_for(round(self.lead() * 0.2), Appear(self.card))
        self.hold(self.lead() - self.frame)

    def tablet_appears(self, frames: int) -> None:
        """Paper covers the title card; a tablet appears on it."""
        self.sheet = Sheet()
        self.sheet.opacity = 0.0
        self.sheet.set_z_index(70)
        x, y, length = TABLET_AT
        self.tablet = Tablet(x, y, length, -12.0)
        self.tablet.opacity = 0.0
        self.tablet.set_z_index(71)
        self.add(self.sheet, self.tablet)
        self.tablet_label = self.add_label("tablet", Role.INK, on=self.tablet.rim)
        self.tablet_label.set_z_index(72)
        self.play_for(
            frames,
            show(self.sheet, 0.0, 0.26),
            show(self.tablet, 0.2, 0.5),
            show(self.tablet_label, 0.3, 0.52),
        )
        self.remove(self.molecule_view, self.card)

    def formula_is_drawn(self, frames: int) -> None:
        """The tablet moves aside; elacestrant's formula is drawn bond by bond from its ethyl end."""
        self.drug = StructureDrawing(self, "elacestrant", Role.ELACESTRANT, STRUCTURE_PLACE, STRUCTURE_SCALE)
        self.drug.set_z_index(71)
        words = self.label("structure")
        left = STRUCTURE_NAME_PIXELS[0] - width_of(words, NAME_PIXELS, Weight.BOLD) / 2
        ink = readable(Role.ELACESTRANT)
        # Below the drawing and without a leader line, which would look like one more bond.
        self.drug_label = TextBlock(
            [Line(words, left, STRUCTURE_NAME_PIXELS[1], NAME_PIXELS, Weight.BOLD, colour=ink)]
        )
        self.drug_label.opacity = 0.0
        self.drug_label.set_z_index(72)
        self.add(self.drug, self.drug_label)
        x, y, length = TABLET_ASIDE
        self.play_for(
            frames,
            hide(self.tablet_label, 0.0, 0.13),
            change(self.tablet, "x", x, 0.06, 0.8),
            change(self.tablet, "y", y, 0.06, 0.8),
            change(self.tablet, "size", length, 0.06, 0.8),
            change(self.drug, "drawn", 1.0, 0.26, 0.9, ease=steady),
            show(self.drug_label, 0.6, 0.75),
        )

    def formula_becomes_model(self, frames: int) -> None:
        """The formula becomes a model: strokes become rods, atoms grow to their radii."""
        self.play_for(
            frames,
            change(self.drug, "solid", HALFWAY_SHARE, 0.12, 1.0, ease=steady),
            change(self.drug, "scale", MODEL_SCALE, 0.12, 1.0),
            hide(self.tablet, 0.0, 0.3),
            hide(self.drug_label, 0.3, 0.55),
        )

    def model_moves_to_card(self, frames: int) -> None:
        """The model is completed, turns, and shrinks to its place on the card."""
        self.remove(self.tablet, self.tablet_label, self.drug_label)
        first = round(frames * 0.25)
        self.play_for(first, Change(self.drug, "solid", 1.0, ease=steady))
        self.add_card()
        others = [each for key, shown in self.shown.items() if key != "elacestrant" for each in shown]
        waiting = [each for each in others if isinstance(each, StillMolecule | StructureDrawing)]
        framing = [each for each in others if isinstance(each, Bar | Divider)]
        place = ENTRIES["elacestrant"].place
        self.play_for(
            frames - first,
            Change(self.drug, "x", place[0]),
            Change(self.drug, "y", place[1]),
            Change(self.drug, "scale", PARTNERS_SCALE),
            Change(self.drug, "turn", TURN_DEGREES),
            show(self.shown["elacestrant"], 0.75, 1.0),
            show(waiting, 0.45, 0.95, WAITING_OPACITY),
            show(framing, 0.45, 0.95),
        )

    def add_card(self) -> None:
        """Add all parts of the card, invisible; molecules without a label in this edition are left out."""
        particle = proteasome()
        shapes: dict[str, tuple[list[tuple[Beads, Role]], NDArray[np.float64]]] = {
            "receptor": (receptor_shape(0.0), CLOSE_VIEW),
            "coactivator": (
                [(beads_of_atoms(atom_table("coactivator_helix").atoms), Role.COACTIVATOR)],
                CLOSE_VIEW,
            ),
            "ubiquitin": ([(beads_of_atoms(ubiquitin()), Role.UBIQUITIN)], np.eye(3)),
            "ligase": (
                [(gathered([beads_of_atoms(each) for each in cullin_ring()]), Role.LIGASE)],
                np.eye(3),
            ),
            "proteasome": (
                [
                    (particle.alpha, Role.PROTEASOME),
                    (particle.beta, Role.PROTEASOME_CORE),
                    (particle.cap, Role.PROTEASOME_CAP),
                ],
                PROTEASOME_SIDE_VIEW,
            ),
        }
        self.shown: dict[str, list[Painted]] = {}
        for key, (shape, rotation) in shapes.items():
            scale = MACHINES_SCALE if key in ("ligase", "proteasome") else PARTNERS_SCALE
            self.shown[key] = [StillMolecule(self, shape, rotation, ENTRIES[key].place, scale)]
        hormone = ENTRIES["estradiol"]
        estradiol = StructureDrawing(self, "estradiol", Role.ESTRADIOL, hormone.place, PARTNERS_SCALE)
        estradiol.drawn, estradiol.solid, estradiol.opacity = 1.0, 1.0, 0.0
        self.shown |= {"estradiol": [estradiol], "helix12": [], "elacestrant": [Bar(*BARS[0])]}
        self.shown["ligase"] += [Divider(), Bar(*BARS[1])]
        self.shown["ligase"] += [
            StillMolecule(self, *shapes[key], REPEATED_PIXELS[key], MACHINES_SCALE) for key in REPEATED_PIXELS
        ]
        for key in [key for key, entry in ENTRIES.items() if not self.label(entry.label)]:
            left_out = self.shown.pop(key)
            self.shown["proteasome"] += left_out[1:]  # the rule, the bar and the repeated molecules remain
        for key, entry in ((key, entry) for key, entry in ENTRIES.items() if key in self.shown):
            self.shown[key].append(Name(self.label(entry.label), entry))
            for painted in self.shown[key]:
                painted.set_z_index(72)
            self.add(*self.shown[key])

    def molecules_appear(self, frames: int) -> None:
        """The molecules, pale at first, appear in full colour with their names, one after the other."""
        order = [key for key in ENTRIES if key in self.shown and key != "elacestrant"]
        every = 1.0 / len(order)
        entries = [[Appear(painted) for painted in self.shown[key]] for key in order]
        self.play_for(frames, Stagger(0.0, 0.6 * every, entries, every=every))
