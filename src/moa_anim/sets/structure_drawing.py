"""A small molecule's skeletal formula, which is drawn bond by bond and becomes the space-filling model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.illustrations.skeletal_formula import Pen
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.depiction import Bond, depiction
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.structure import Ligand
from moa_anim.molecule.style import Style
from moa_anim.stage.motion import gentle
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

Places = NDArray[np.float64]

APPEARS_UNTIL_SHARE = 0.45
"""Value of `drawn` at which the strokes have come up from faint: the first one alone would be a stray tick."""

GLIDE_UNTIL_SHARE = 0.88
"""Value of `solid` at which the atoms have reached their places in the conformer."""

STROKES_UNTIL_SHARE = 0.26
"""Value of `solid` at which the strokes have faded."""

GROW_FROM_SHARE = 0.40
"""Value of `solid` at which the beads begin to grow."""

THIN_ANGSTROM = 0.045
STICK_ANGSTROM = 0.26
"""Radius of the rods that replace the strokes, at first and from when the atoms grow."""

ROCKING_DEGREES = 2.2
ROCKING_HERTZ = (0.08, 0.3)
"""Tremble of the model: root mean square of a small rotation, and its lowest and highest frequency."""

COVERED_ANGSTROM = 0.85
"""Radius of beads that hide a bond of 1.5 Å between them, so that rods are not drawn."""

EDGE_PIXELS = 8
"""Margin for the outline at the edge of the model's picture (output pixels)."""

FILM_SCALE = 14.0
"""Largest scale (design pixels for one ångström) at which a molecule is shaded as in the close-ups."""

FINEST_SHARE = 0.3
"""Above FILM_SCALE, lines and shadows respond to smaller steps of depth, down to this share, so that atoms are distinct."""


class StructureDrawing(Painted):
    """A molecule by the name of its files, its middle at (x, y; design pixels), `scale` design pixels for one ångström.

    `drawn` in 0…1 is the drawn share of the formula, which begins at atom `start`. `solid` in 0…1 is the progress from the
    formula to the space-filling model in its conformer; `turn` (degrees) rotates the model about the vertical axis. Where an
    actor is to replace the model without a jump, give the actor's atoms (n, 3; Å) as `conformer`, its rotation (3, 3) as
    `facing`.
    """

    def __init__(
        self,
        clock: ShotClock,
        name: str,
        role: Role,
        place: tuple[float, float],
        scale: float,
        *,
        start: int = 0,
        conformer: Places | None = None,
        facing: Places | None = None,
    ) -> None:
        super().__init__()
        self._clock, self.role, self.molecule = clock, role, depiction(name)
        self.x, self.y = place
        self.scale = scale
        self.drawn, self.solid, self.turn = 0.0, 0.0, 0.0
        count = len(self.molecule.elements)
        self._flat = np.hstack([self.molecule.flat, np.zeros((count, 1))])
        solid = self.molecule.solid if conformer is None else conformer - conformer.mean(axis=0)
        self.model = np.asarray(
            solid @ (facing_rotation(solid, self.molecule.flat) if facing is None else facing).T
        )
        ligand = Ligand(self.molecule.elements, self.model, ())
        self._beads = beads_of_ligand(ligand)
        self._pen = Pen(self.molecule, role, scale, start)

    def positions(self) -> Places:
        """Return the atoms (n, 3; Å from the middle; x right, y up, z towards the viewer), without tremble."""
        share = gentle(min(1.0, self.solid / GLIDE_UNTIL_SHARE))
        mixed = self._flat * (1.0 - share) + self.model * share
        return np.asarray(mixed @ rotation_about((0, 1, 0), self.turn).T)

    def places(self) -> Places:
        """Return the atoms (n, 2; design pixels)."""
        return self._pixels(self.positions())

    def _pixels(self, positions: Places) -> Places:
        return np.stack(
            [self.x + positions[:, 0] * self.scale, self.y - positions[:, 1] * self.scale], axis=1
        )

    def growth(self, bond: Bond) -> float:
        """Return the drawn share of a bond's line, 0…1."""
        return self._pen.growth(bond, self.drawn)

    def arrival(self, atom: int) -> float:
        """Return how far an atom has appeared, 0…1."""
        return self._pen.arrival(atom, self.drawn)

    def silhouettes(self) -> list[tuple[Places, float]]:
        """Return points on and around atoms and bonds (n, 2; design pixels), with a weight; none while it is invisible."""
        if self.opacity <= 0.0 or self.drawn <= 0.0:
            return []
        places = self.places()
        rows = np.array([(bond.first, bond.second) for bond in self.molecule.bonds])
        along = [places[rows[:, 0]] * (1 - k) + places[rows[:, 1]] * k for k in (0.0, 0.25, 0.5, 0.75, 1.0)]
        reach = self.scale * (0.35 + 1.2 * self.solid)
        around = [
            np.vstack(along) + reach * np.array(side) for side in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
        ]
        return [(np.vstack(around), 1.0)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the strokes, the model, or both while they cross-fade."""
        if self.opacity <= 0.0 or self.drawn <= 0.0:
            return
        if self.solid > 0.0:
            self._paint_model(canvas, self.opacity * gentle(min(1.0, 2.0 * self.solid / STROKES_UNTIL_SHARE)))
        strokes = 1.0 - gentle(min(1.0, self.solid / STROKES_UNTIL_SHARE))
        if strokes > 0.0:
            self._pen.scale = self.scale
            shown = self.opacity * gentle(min(1.0, self.drawn / APPEARS_UNTIL_SHARE))
            self._pen.draw(canvas, self.places(), self.drawn, shown * strokes, strokes)

    def _paint_model(self, canvas: Canvas, opacity: float) -> None:
        """Draw rods and beads, shaded as in the film, in a raster just large enough for them."""
        seed = self._clock.seed + len(self._flat)
        stray = ROCKING_DEGREES * self.solid * drift(seed, self._clock.seconds, 2, *ROCKING_HERTZ)
        rocked = rotation_about((0, 1, 0), float(stray[0])) @ rotation_about((1, 0, 0), float(stray[1]))
        beads = self.beads()
        beads = beads.moved(beads.positions @ rocked.T)
        factor = self.scale * canvas.scale
        reach = np.abs(beads.positions[:, :2]) + beads.radii[:, None]
        half_width, half_height = (int(np.ceil(part * factor)) + EDGE_PIXELS for part in reach.max(axis=0))
        x, y = self.x * canvas.scale, self.y * canvas.scale
        left, top = int(np.floor(x)) - half_width, int(np.floor(y)) - half_height
        view = View(np.eye(3), np.zeros(3), factor, (x - left, y - top))
        style = style_at(self.scale)
        raster = Raster(
            2 * half_height + 1, 2 * half_width + 1, view, molecule_paint(), style, line_factor=canvas.scale
        )
        picture = raster.draw([Body(beads, rgb(self.role))])
        canvas.context.save()
        canvas.context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        canvas.context.clip()
        canvas.picture(picture, left, top, opacity)
        canvas.context.restore()

    def beads(self) -> Beads:
        """Return atoms as beads and bonds as rods of beads at their present size; no rods once beads hide them."""
        positions = self.positions()
        rod = THIN_ANGSTROM + (STICK_ANGSTROM - THIN_ANGSTROM) * gentle(
            min(1.0, self.solid / (GROW_FROM_SHARE + 0.1))
        )
        grown = gentle(min(1.0, max(0.0, (self.solid - GROW_FROM_SHARE) / (1.0 - GROW_FROM_SHARE))))
        radii = rod + (self._beads.radii - rod) * grown
        atoms = Beads(positions, radii, self._beads.residues, self._beads.tones * grown)
        if float(radii.min()) > COVERED_ANGSTROM:
            return atoms
        count = int(np.ceil(1.5 / (0.55 * rod)))
        shares = ((np.arange(count) + 0.5) / count)[None, :, None]
        rows = np.array([(bond.first, bond.second) for bond in self.molecule.bonds])
        rods = (positions[rows[:, 0], None] * (1 - shares) + positions[rows[:, 1], None] * shares).reshape(
            -1, 3
        )
        return Beads(
            np.vstack([positions, rods]),
            np.concatenate([radii, np.full(len(rods), rod)]),
            np.zeros(len(positions) + len(rods), dtype=np.int64),
            np.concatenate([atoms.tones, np.zeros(len(rods))]),
        )


def style_at(scale: float) -> Style:
    """Return the style of a model at a scale (design pixels for one ångström)."""
    return Style().scaled(min(1.0, max(FINEST_SHARE, FILM_SCALE / scale)))


def facing_rotation(solid: Places, flat: Places) -> Places:
    """Return the rotation (3, 3) that turns a conformer's broad side to the viewer, as close as possible to the formula.

    `solid` (n, 3; Å) are the conformer's atoms, `flat` (n, 2; Å) those of the formula. The longest axis is horizontal.
    """
    axes = np.linalg.svd(solid, full_matrices=False)[2]
    axes[2] *= np.sign(np.linalg.det(axes))
    rotations = [np.diag(signs) @ axes for signs in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))]
    return np.asarray(min(rotations, key=lambda each: float(np.square((solid @ each.T)[:, :2] - flat).sum())))
