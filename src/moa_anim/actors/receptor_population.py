"""Many receptors, each with its pocket cut open and its own position of helix 12.

A picture is drawn once for each orientation and each position of helix 12 that is shown, and cached in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import (
    DEPTH_PALENESS,
    DISC,
    SMALL_STYLE,
    Member,
    Population,
    mixed_with_paper,
)
from moa_anim.actors.receptor import (
    ANCHOR_HELIX12_RESIDUES,
    CLOSE_VIEW,
    CUT_DEPTH_ANGSTROM,
    FIRST_HINGE_RESIDUE,
    HELIX12_PLACES,
    STRAY_RAMP_SHARE,
    receptor_shape,
    shape_around,
)
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.graphics.sprite import molecule_paint, molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.cut_face import PROBE_ANGSTROM
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO, helix12_path
from moa_anim.molecule.ligand_paths import at_pose
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.structure import Ligand
from moa_anim.stage.motion import gentle
from moa_anim.stage.noise import drift

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

STEPS = 90
"""Intervals between the drawn positions of helix 12 on its path, about two pixels each; pictures are blended in between."""

STRAY_SHARE = 0.07
"""Amplitude of helix 12's random motion while it is loose (share of its path, root mean square). It decreases towards
the ends of the loose range and is 0 outside, so that the motion starts and stops smoothly."""

STRAY_HERTZ = (0.10, 0.40)
"""Lowest and highest frequency of that motion."""

MAX_CACHED_PICTURES = 160
"""Largest number of pictures cached in memory, about 300 kB each; the least recently used one is dropped."""

REACH_ANGSTROM = 33.4
"""Half of a picture's side: the largest radius about the centre, over all positions of helix 12, and its outline (tested)."""

MIDDLE_ANGSTROM = np.array([4.6, 1.2, 0.0]) @ CLOSE_VIEW
"""Centre (stage frame) of the receptor's outline in the close-up's view, over all positions of helix 12."""

BODY_ANGSTROM = 25.0
"""Half of the visible width of the core, which labels should not cover."""

NEARER_LINES_POWER = 0.15
"""With `even_lines`, outlines grow with this power of `fineness`: those of near receptors are as thick as in close-ups."""

BODY_WEIGHT = 0.9
"""Weight, in the placement of labels, of not covering a fully visible receptor."""

INCOMING_REACH_ANGSTROM = 46.0
"""Half of the side of a picture with a ligand on its path, which may be outside the receptor."""

INCOMING_WITHIN_ANGSTROM = 36.0
"""A ligand whose middle is nearer than this in the picture to the receptor's is drawn with it: its largest radius is 10 Å."""

CUT_PROBE_ANGSTROM = 2.0
"""Radius of the probe that closes the face of the cut: it closes gaps between side chains, but not an empty pocket."""

LIGAND_NAMES = {Role.ESTRADIOL: "estradiol", Role.DRUG: "drug", Role.TAMOXIFEN: "tamoxifen"}
"""Names of the ligands in the tables, by colour."""


@dataclass(frozen=True)
class Posture:
    """Orientation of one receptor relative to the close-up's view (degrees): turned in the picture, tilted, leant."""

    turn: float
    tilt: float
    lean: float

    @cached_property
    def rotation(self) -> NDArray[np.float64]:
        """Rotation (3, 3) of the stage frame."""
        lean = rotation_about((1, 0, 0), self.lean) @ rotation_about((0, 1, 0), self.tilt)
        return np.asarray(rotation_about((0, 0, 1), self.turn) @ lean @ CLOSE_VIEW)


POSTURES = (
    Posture(-6, 5, -4),
    Posture(22, -7, 5),
    Posture(-34, 6, 7),
    Posture(12, 8, 3),
    Posture(-18, -6, -7),
    Posture(38, 4, -5),
    Posture(0, 0, 0),
    Posture(12, 26, 0),
    Posture(-14, 24, -5),
    Posture(30, 27, 4),
    Posture(-2, 30, 6),
    Posture(22, 22, -6),
    Posture(-26, 28, 3),
)
"""Six visibly different orientations that all show pocket and helix 12, indexed by a member's `variant`, set by eye; that of
the close-ups; and six along the wall of the pocket, in which a ligand comes through the gap of helix 12 from the side."""

CLOSE_POSTURE = 6
"""Number of the close-ups' orientation."""

ENTRY_POSTURES = (7, 8, 9, 10, 11, 12)
"""Numbers of the orientations along the wall of the pocket. The first is that of the close-up in which elacestrant enters."""


@dataclass(frozen=True)
class PictureKey:
    """Key of a receptor's picture: posture, paleness for its depth, step of helix 12, ligand, marked mutations."""

    variant: int
    haze: float
    step: int
    filled: bool
    marked: bool


class ReceptorPopulation(Population):
    """Receptors at `members`, with `ligand` in their pockets; `marked` in 0…1 shows the mutations Y537S and D538G.

    A scene may replace these functions of a member's number: `helix`, the position of helix 12 (0 closed, 1 antagonist);
    `stray`, a factor on the amplitude of its random motion; `filled`, the opacity (0…1) of the ligand in the pocket;
    `own_dim`, a share of paper that is mixed into it alone;
    `incoming`, the pose (6,) of a ligand near it on its path, which is drawn with it, so that each hides what is behind it.
    `fineness` is how much finer than the frame its pictures are drawn, for a view that comes nearer; of the positions of
    helix 12 every `step_size`-th is drawn. All but the member number `hero` are mixed with paper by `others_dim`. Those that
    are `seen_into` are cut as in the close-up: the hinge of helix 12 is whole, and the pocket is seen as a hollow. With
    `even_lines` their outlines hardly grow with `fineness`.
    """

    seen_into = False
    even_lines = False

    def __init__(
        self,
        clock: Clock,
        members: Sequence[Member],
        *,
        scale: float,
        wander: float,
        seed: int,
        ligand: tuple[Ligand, Role] | None = None,
    ) -> None:
        super().__init__(clock, (), members, scale=scale, wander=wander, seed=seed)
        self.scale = scale
        self.fineness = 1.0
        self.step_size = 1
        self._ligand = (beads_of_ligand(ligand[0]), ligand[1]) if ligand else None
        self.helix: Callable[[int], float] = lambda number: HELIX12_PLACES["loose"]
        self.stray: Callable[[int], float] = lambda number: 1.0
        self.filled: Callable[[int], float] = lambda number: 1.0
        self.marked = 0.0
        self.hero, self.others_dim = -1, 0.0
        self.own_dim: Callable[[int], float] = lambda number: 0.0
        self.incoming: Callable[[int], NDArray[np.float64] | None] = lambda number: None
        self._raster: Raster | None = None
        self._pictures: dict[tuple[PictureKey, float], NDArray[np.uint8]] = {}

    def helix_place(self, number: int) -> float:
        """Position of a member's helix 12 on its path at the current time, random motion included."""
        place = self.helix(number)
        ramp = min(place - LOOSE_FROM, LOOSE_TO - place) / STRAY_RAMP_SHARE
        stray = STRAY_SHARE * self.stray(number)
        if stray > 0.0 and ramp > 0.0:
            stray *= gentle(min(1.0, ramp))
            place += stray * float(
                drift(self.members[number].seed + 17, self._clock.seconds, 1, *STRAY_HERTZ)[0]
            )
            place = min(max(place, LOOSE_FROM), LOOSE_TO)
        return place

    def spot(self, number: int, position: NDArray[np.float64]) -> tuple[float, float]:
        """Design pixels of `position` (3,; Å, stage frame) in a member's receptor at the current time."""
        x, y = self.place(number)
        right, up = self.from_middle(number, position) * self.seen_scale(number)
        return x + float(right), y - float(up)

    def from_middle(self, number: int, position: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far to the right and up (2,; Å) `position` (3,; Å, stage frame) is seen from a member's middle."""
        return np.asarray(((position - MIDDLE_ANGSTROM) @ self.rotation(number).T)[:2])

    def seen_scale(self, number: int) -> float:
        """Return the design pixels for one ångström at which a member is seen now."""
        return self.scale

    def line_factor(self, factor: float) -> float:
        """Return the factor on the width of outlines in a picture of `factor` output pixels a design pixel."""
        return factor * self.fineness ** (NEARER_LINES_POWER - 1.0) if self.even_lines else factor

    def rotation(self, number: int) -> NDArray[np.float64]:
        """Return the rotation (3, 3) in which a member is seen now."""
        return POSTURES[self.members[number].variant].rotation

    def paleness(self, number: int) -> float:
        """Return the share of paper that is mixed into a member: `dim`, `own_dim`, `others_dim` unless it is the `hero`."""
        others_dim = 0.0 if number == self.hero else self.others_dim
        return 1.0 - (1.0 - self.dim) * (1.0 - others_dim) * (1.0 - self.own_dim(number))

    def is_near(self, number: int, pose: NDArray[np.float64]) -> bool:
        """Return whether a ligand in a pose (6,) is so near to a member that both are drawn in one picture."""
        across = (pose[:3] - MIDDLE_ANGSTROM) @ self.rotation(number).T
        return float(np.hypot(across[0], across[1])) < INCOMING_WITHIN_ANGSTROM

    def helix_spot(
        self, number: int, first: int = ANCHOR_HELIX12_RESIDUES[0], last: int = ANCHOR_HELIX12_RESIDUES[1]
    ) -> tuple[float, float]:
        """Design pixels of the mean Cα of residues `first`…`last`, by default helix 12, of a member at the current time."""
        trace = helix12_path().at(min(1.0, max(0.0, self.helix_place(number))))
        return self.spot(number, trace.part(first, last).positions.mean(axis=0))

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one member at its current opacity."""
        opacity = self._opacity(number) * self.opacity
        if opacity <= 0.0:
            return
        if (pose := self.incoming(number)) is not None:
            self.paint_anew(canvas, number, opacity, pose)
            return
        x, y = self.place(number)
        factor = canvas.scale * self.fineness
        for key, share in self._layers(number):
            picture = self.paled((key, factor), self._picture(key, factor), self.paleness(number))
            half = picture.shape[0] / 2 / factor
            self.lay(canvas, picture, (x - half, y - half), opacity * share)

    def paint_anew(
        self, canvas: Canvas, number: int, opacity: float, pose: NDArray[np.float64] | None
    ) -> None:
        """Draw one member in a picture of this frame, with its ligand in a pose (6,) if it is near."""
        factor = canvas.scale * self.fineness
        size = 2 * int(np.ceil(INCOMING_REACH_ANGSTROM * self.scale * factor))
        view = View(self.rotation(number), MIDDLE_ANGSTROM, self.scale * factor, (size / 2, size / 2))
        haze = DEPTH_PALENESS * self.members[number].depth
        bodies = self._bodies(self._shape_with(self.helix_place(number), pose), CUT_DEPTH_ANGSTROM, haze)
        if self._raster is None or self._raster.picture.shape[0] != size:
            lines = self.line_factor(factor)
            self._raster = Raster(size, size, view, molecule_paint(), SMALL_STYLE, line_factor=lines)
        self._raster.view = view
        self._raster.set_still(bodies)
        picture = self._raster.picture
        if (pale := self.paleness(number)) > 0.0:
            picture = mixed_with_paper(picture, pale)
        x, y = self.place(number)
        half = size / 2 / factor
        self.lay(canvas, picture, (x - half, y - half), opacity)

    def _shape_with(self, place: float, pose: NDArray[np.float64] | None) -> list[tuple[Beads, Role]]:
        """The receptor by colour, with the population's ligand in a pose (6,), which side chains give way to."""
        mutant = self.marked >= 1.0
        if pose is None or self._ligand is None:
            return receptor_shape(place, mutant=mutant)
        ligand, role = self._ligand
        name = LIGAND_NAMES[role]
        return [
            *shape_around(place, name, pose, mutant=mutant),
            (ligand.moved(at_pose(name, pose)), role),
        ]

    def lay(
        self, canvas: Canvas, picture: NDArray[np.uint8], corner: tuple[float, float], alpha: float
    ) -> None:
        """Lay a picture drawn at `fineness` with its upper left corner at `corner` (design pixels)."""
        x, y = corner[0] * canvas.scale, corner[1] * canvas.scale
        if self.fineness == 1.0:
            canvas.picture(picture, x, y, alpha)
            return
        canvas.context.save()
        canvas.context.scale(1.0 / self.fineness, 1.0 / self.fineness)
        canvas.picture(picture, x * self.fineness, y * self.fineness, alpha)
        canvas.context.restore()

    def _layers(self, number: int) -> list[tuple[PictureKey, float]]:
        """Pictures to composite one over the other, with their opacities; all have the outline of the first."""
        size = self.step_size
        member, at = self.members[number], self.helix_place(number) * STEPS / size
        step, share = int(at) * size, round(at - int(at), 2)
        filled = self.filled(number) if self._ligand else 0.0
        base = PictureKey(
            member.variant, DEPTH_PALENESS * member.depth, step, filled >= 1.0, self.marked >= 1.0
        )
        layers = [(base, 1.0)]
        if share > 0.0:
            layers.append((replace(base, step=step + size), share))
        if 0.0 < filled < 1.0:
            layers.append((replace(base, step=round(at) * size, filled=True), filled))
        if 0.0 < self.marked < 1.0:
            layers.append((replace(base, step=round(at) * size, marked=True), self.marked))
        return layers

    def _picture(self, key: PictureKey, factor: float) -> NDArray[np.uint8]:
        """A picture, from the cache or drawn."""
        picture = self._pictures.pop((key, factor), None)
        if picture is None:
            picture = self._drawn(key, factor)
            if len(self._pictures) >= MAX_CACHED_PICTURES:
                del self._pictures[next(iter(self._pictures))]
        self._pictures[key, factor] = picture
        return picture

    def _drawn(self, key: PictureKey, factor: float) -> NDArray[np.uint8]:
        """A picture of one receptor; `factor` output pixels a design pixel."""
        return self._drawn_from(key, POSTURES[key.variant].rotation, CUT_DEPTH_ANGSTROM, factor)

    def _drawn_from(
        self, key: PictureKey, rotation: NDArray[np.float64], cut_depth: float, factor: float
    ) -> NDArray[np.uint8]:
        """A picture of one receptor in an orientation of its own, cut open at `cut_depth` (Å)."""
        size = 2 * int(np.ceil(REACH_ANGSTROM * self.scale * factor))
        view = View(rotation, MIDDLE_ANGSTROM, self.scale * factor, (size / 2, size / 2))
        partner = [self._ligand] if key.filled and self._ligand else []
        bodies = self._bodies([*self._shape_of(key), *partner], cut_depth, key.haze)
        return molecule_sprite(bodies, view, (size, size), self.line_factor(factor), SMALL_STYLE)

    def _bodies(self, shape: Sequence[tuple[Beads, Role]], cut_depth: float, haze: float) -> list[Body]:
        """Return the bodies of a shape by colour; only the receptor is cut open. See `seen_into`."""
        bodies = []
        probe = PROBE_ANGSTROM if self.seen_into else CUT_PROBE_ANGSTROM
        for beads, role in shape:
            parts: list[tuple[Beads, float | None]] = [(beads, cut_depth if role is Role.RECEPTOR else None)]
            if role is Role.RECEPTOR and self.seen_into:
                hinge = helix12_path().numbers[beads.residues] >= FIRST_HINGE_RESIDUE
                parts = [(beads.chosen(~hinge), cut_depth), (beads.chosen(hinge), None)]
            bodies += [Body(part, rgb(role), cut, haze, probe, shade_of(role)) for part, cut in parts]
        return bodies

    def _shape_of(self, key: PictureKey) -> list[tuple[Beads, Role]]:
        """The receptor by colour; with a ligand in the pocket, its side chains are as `receptor_positions` has them."""
        holding = LIGAND_NAMES.get(self._ligand[1], "") if key.filled and self._ligand else ""
        return receptor_shape(key.step / STEPS, mutant=key.marked, holding=holding)

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """The disc that each receptor covers; a faint one has less weight."""
        found = []
        for number in range(len(self.members)):
            if self._opacity(number) > 0.0:
                radius = BODY_ANGSTROM * self.seen_scale(number)
                found.append(
                    (np.array(self.place(number)) + radius * DISC, BODY_WEIGHT * self._opacity(number))
                )
        return found
