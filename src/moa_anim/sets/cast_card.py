"""The cast: the film's molecules to scale, each in its colour and named; a still for a lecturer's material."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import CLOSE_VIEW, receptor_shape
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import PROTEASOME_SIDE_VIEW, cullin_ring, proteasome, ubiquitin
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand, gathered
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.scale_bar import GAP_PIXELS, LETTER_PIXELS, LINE_PIXELS, TICK_PIXELS
from moa_anim.sets.still_molecule import StillMolecule
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

PARTNERS_SCALE = 8.4
"""Design pixels for one ångström of the receptor and of the molecules that bind to it."""

MACHINES_SCALE = 1.62
"""Design pixels for one ångström of the E3 ligase and of the proteasome."""

TURN_DEGREES = 28.0
"""Rotation of elacestrant's model on the card, which makes its depth visible."""

NAME_PIXELS = 40.0
"""Letter size of names (design pixels)."""

DRUG_ROOM_PIXELS = 250.0
"""Widest name of the drug (design pixels): the coactivator's begins 144 to the right of the drug's middle."""

NANOMETRE_ANGSTROM = 10.0
"""Ångström in one nanometre."""


@dataclass(frozen=True)
class Entry:
    """One molecule of the card: its colour, its middle, and its name's middle and baseline (design pixels)."""

    role: Role
    place: tuple[float, float]
    name: tuple[float, float]


DRUG = "drug"
"""The entry of the film's drug; its name is the storyboard's."""

SHIPPED = "elacestrant"
"""The drug whose structural formula the package ships."""

HELIX_PIXELS = (415.0, 408.0)
"""Helix 12 of the card's receptor (design pixels): the only name that has a leader line."""

ENTRIES = {
    DRUG: Entry(Role.DRUG, (655, 240), (655, 350)),
    "receptor": Entry(Role.RECEPTOR, (292, 428), (292, 742)),
    "helix12": Entry(Role.HELIX12, HELIX_PIXELS, (632, 500)),
    "estradiol": Entry(Role.ESTRADIOL, (655, 642), (655, 742)),
    "coactivator": Entry(Role.COACTIVATOR, (915, 222), (915, 350)),
    "ubiquitin": Entry(Role.UBIQUITIN, (915, 548), (915, 742)),
    "ligase": Entry(Role.LIGASE, (1268, 705), (1268, 830)),
    "proteasome": Entry(Role.PROTEASOME_CAP, (1468, 360), (1468, 610)),
}
"""The molecules of the card."""

REPEATED_PIXELS = {"receptor": (1500.0, 705.0), "ubiquitin": (1610.0, 720.0)}
"""Middles of the molecules that are also shown next to the E3 ligase, at its scale (design pixels)."""

BARS = ((5, PARTNERS_SCALE, 82.0, 872.0), (10, MACHINES_SCALE, 1686.0, 872.0))
"""Length (nm), scale (design pixels for one ångström), left end and height (design pixels) of the card's two scale bars."""

RULE_PIXELS = (1082.0, 150.0, 872.0)
"""x, top and bottom of the line between the card's halves (design pixels)."""


class Name(Painted):
    """The name of an entry under its picture, in smaller letters if it is wider than `room` (design pixels)."""

    def __init__(self, words: str, entry: Entry, room: float = math.inf) -> None:
        super().__init__()
        self._words, self._entry = words, entry
        self._pixels = fitting_size(words, NAME_PIXELS, room, Weight.BOLD)
        self.opacity = 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw the name, centred; for helix 12 also its leader line."""
        line = letter(self._words, self._pixels * canvas.scale, readable(self._entry.role), Weight.BOLD)
        middle, baseline = self._entry.name
        if self._entry.place == HELIX_PIXELS:
            self._draw_leader(
                canvas, (middle - line.advance / canvas.scale / 2 - 12, baseline - 0.36 * self._pixels)
            )
        canvas.lettering(line, middle - line.advance / canvas.scale / 2, baseline, self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return the name as shown text."""
        middle, baseline = self._entry.name
        left = middle - width_of(self._words, self._pixels, Weight.BOLD) / 2
        return [shown_text(self._words, left, baseline, self._pixels, Weight.BOLD)]

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


def stage_cast(scene: MoaScene) -> None:
    """Put the card on stage, with the names of the interface's language."""
    shapes = _shapes()
    if scene.context.storyboard.cast.drug.data:  # there is no structural formula of it
        ligand = beads_of_ligand(receptor_tables().ligands["drug"])
        shapes[DRUG] = ([(ligand, Role.DRUG)], CLOSE_VIEW)
    parts: list[Painted] = [Divider(), *(Bar(*bar) for bar in BARS)]
    for key, (shape, rotation) in shapes.items():
        scale = MACHINES_SCALE if key in ("ligase", "proteasome") else PARTNERS_SCALE
        parts.append(StillMolecule(scene, shape, rotation, ENTRIES[key].place, scale))
        if key in REPEATED_PIXELS:
            parts.append(StillMolecule(scene, shape, rotation, REPEATED_PIXELS[key], MACHINES_SCALE))
    board = scene.context.storyboard
    drawings = (
        {"estradiol": "estradiol"} if board.cast.drug.data else {"estradiol": "estradiol", DRUG: SHIPPED}
    )
    for key, file in drawings.items():
        entry = ENTRIES[key]
        model = StructureDrawing(scene, file, entry.role, entry.place, PARTNERS_SCALE)
        model.drawn, model.solid, model.turn = 1.0, 1.0, TURN_DEGREES if key == DRUG else 0.0
        parts.append(model)
    word = partial(board.interface.word, "cast")
    parts += [Name(word(key), entry) for key, entry in ENTRIES.items() if key != DRUG]
    drug = board.shown_drug[:1].upper() + board.shown_drug[1:]
    parts.append(Name(drug, ENTRIES[DRUG], DRUG_ROOM_PIXELS))
    for part in parts:
        part.opacity = 1.0
    scene.add(*parts)


def _shapes() -> dict[str, tuple[list[tuple[Beads, Role]], NDArray[np.float64]]]:
    """Beads with their colours, and the orientation, of each molecule that is shown as a still."""
    particle = proteasome()
    coactivator = beads_of_atoms(atom_table("coactivator_helix").atoms)
    ligase = gathered([beads_of_atoms(each) for each in cullin_ring()])
    return {
        "receptor": (receptor_shape(0.0), CLOSE_VIEW),
        "coactivator": ([(coactivator, Role.COACTIVATOR)], CLOSE_VIEW),
        "ubiquitin": ([(beads_of_atoms(ubiquitin()), Role.UBIQUITIN)], np.eye(3)),
        "ligase": ([(ligase, Role.LIGASE)], np.eye(3)),
        "proteasome": (
            [
                (particle.alpha, Role.PROTEASOME),
                (particle.beta, Role.PROTEASOME_CORE),
                (particle.cap, Role.PROTEASOME_CAP),
            ],
            PROTEASOME_SIDE_VIEW,
        ),
    }
