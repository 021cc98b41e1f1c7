"""Receptors in nuclei, drawn small, which grow as the camera comes nearer; one of them can become the close-up's receptor."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import FACE_MARGIN_ANGSTROM, SMALL_STYLE, VARIANTS, Member, Population
from moa_anim.actors.receptor import CLOSE_CENTRE, CLOSE_VIEW, CUT_DEPTH_ANGSTROM, receptor_shape
from moa_anim.actors.receptor_population import CLOSE_POSTURE, POSTURES
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.helix12 import CLOSED, LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.noise import drift

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

HELIX_PLACE = (LOOSE_FROM + LOOSE_TO) / 2
"""Where helix 12 is on its path in all of them: loose, as in the close-up that the camera enters."""

SHARPEST_TIMES = 8.0
"""Largest picture of a receptor, relative to its first size: nearer ones are out of the frame, or are the close-up."""

MOST_PALED_MAGNIFICATION = 2.0
"""Others than the hero are paler at magnifications of more than 1, most from this one on."""

ROLLS_DEGREES = (0.0, 74.0, -118.0, 163.0, -52.0, 121.0)
"""How far each orientation is rolled about the line of sight where only some receptors are `upright`."""

REACH_ANGSTROM = 34.0
"""Radius about a receptor's middle within which all of it is drawn."""


@dataclass(frozen=True)
class Look:
    """How all receptors of a picture look: where helix 12 is on its path, what is in the pocket, whether they are mutants.

    Of mutants the mutated residues are marked.
    """

    helix12_place: float = HELIX_PLACE
    ligand: str = ""
    mutant: bool = False

    def shape(self) -> list[tuple[Beads, Role]]:
        """Return the beads by colour."""
        shape = receptor_shape(self.helix12_place, mutant=self.mutant, holding=self.ligand)
        if self.ligand:
            shape.append((beads_of_ligand(receptor_tables().ligands[self.ligand]), Role(self.ligand)))
        return shape


LOOSE = Look()
SIGNALLING_LOOK = Look(CLOSED, "estradiol")
MUTANT_LOOK = Look(CLOSED, mutant=True)
LOOSE_MUTANT_LOOK = Look(HELIX_PLACE, mutant=True)
"""Without hormone; with estradiol in the pocket; closed over an empty pocket, Y537S and D538G marked; so marked, and not
yet closed."""


@dataclass(frozen=True)
class FlatView:
    """A view of a flat world: its point `focus` is seen at `at` (design pixels), magnified."""

    focus: Point
    at: Point
    magnification: float

    def seen(self, point: Point) -> Point:
        """Return where a point of the world is seen (design pixels)."""
        return (
            self.at[0] + (point[0] - self.focus[0]) * self.magnification,
            self.at[1] + (point[1] - self.focus[1]) * self.magnification,
        )


class NuclearReceptors(Population):
    """`count` receptors seen through `view()`; `seat` gives the place of one in the world, `made` its opacity, by number.

    `scale` is design pixels for one ångström at magnification 1. Every VARIANTS-th receptor is turned as in the close-up. The
    receptor `hero`, one of these, is drawn at the opacity `hero_opacity`: 0 where a molecule view shows it instead. They look
    as `looks` says: the first, or from a `look_share` of 0 to 1 more and more the second; the hero as `hero_looks`, if these
    are given. `others_paleness` is the share of paper mixed into the others while the camera is near, so that the hero is
    found among them; `others_opacity` is theirs, 0 where the close-up shows the hero alone. If `upright` is given, only
    the receptors of these numbers are turned as in the close-up: all others stand every way up.
    """

    def __init__(
        self,
        clock: Clock,
        count: int,
        *,
        scale: float,
        wander: float,
        seed: int,
        seat: Callable[[int], Point],
        made: Callable[[int], float],
        view: Callable[[], FlatView],
        looks: tuple[Look, Look] = (LOOSE, LOOSE),
        hero_looks: tuple[Look, Look] | None = None,
        upright: Sequence[int] | None = None,
    ) -> None:
        self._rolled = upright is not None
        members = [Member(0.0, 0.0, _variant(number, upright), seed + 31 * number) for number in range(count)]
        self._shapes = {look: look.shape() for look in (*looks, *(hero_looks or ()))}
        self.looks, self.look_share, self.others_paleness = looks, 0.0, 0.0
        self.hero_looks = hero_looks or looks
        super().__init__(clock, self._shapes[looks[0]], members, scale=scale, wander=wander, seed=seed)
        self.seat, self.visible, self.view = seat, made, view
        self.hero, self.hero_opacity, self.others_opacity = 0, 1.0, 1.0
        self._levels: dict[tuple[Look, int, int], NDArray[np.uint8]] = {}

    @property
    def first_scale(self) -> float:
        """Design pixels for one ångström at magnification 1."""
        return self._scale

    def world(self, number: int) -> Point:
        """Return where a receptor is in the world at this frame: its seat, and its drift about it."""
        x, y = self.seat(number)
        stray = self._wander * drift(self.members[number].seed, self._clock.seconds, 2, *self._hertz)
        return x + float(stray[0]), y + float(stray[1])

    def place(self, number: int) -> Point:
        """Return where a receptor is seen (design pixels)."""
        return self.view().seen(self.world(number))

    def _opacity(self, number: int) -> float:
        return super()._opacity(number) * (self.others_opacity if number != self.hero else 1.0)

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one receptor, at the size at which it is seen."""
        opacity = self._opacity(number) * self.opacity * (self.hero_opacity if number == self.hero else 1.0)
        x, y = self.place(number)
        magnification = self.view().magnification
        size = self._scale * magnification
        reach = REACH_ANGSTROM * size
        outside = not (-reach < x < FRAME_WIDTH + reach and -reach < y < BAND_TOP + reach)
        if opacity <= 0.0 or outside:
            return
        level = math.ceil(math.log2(min(magnification, SHARPEST_TIMES)) - 1e-6)
        paleness = 0.0
        if number != self.hero and self.others_paleness > 0.0:
            near = math.log(max(1.0, magnification)) / math.log(MOST_PALED_MAGNIFICATION)
            paleness = self.others_paleness * min(1.0, near)
        first, second = self.hero_looks if number == self.hero else self.looks
        if self.look_share < 1.0:
            self._lay(canvas, number, first, level, paleness, opacity)
        if self.look_share > 0.0:
            # Laid over the first, which fills the same outline but for helix 12.
            self._lay(canvas, number, second, level, paleness, opacity * self.look_share)

    def _lay(
        self, canvas: Canvas, number: int, look: Look, level: int, paleness: float, opacity: float
    ) -> None:
        """Draw one receptor in one look, its picture scaled to the present magnification."""
        key = look, self.members[number].variant, level
        picture = self._levels.get(key)
        if picture is None:
            picture = self._levels[key] = self._drawn(*key, canvas.scale)
        picture = self.paled(key, picture, paleness)
        x, y = self.place(number)
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.translate(x * canvas.scale, y * canvas.scale)
        factor = self.view().magnification / 2.0**level
        context.scale(factor, factor)
        # Half a pixel off the grid, so that the picture is interpolated at every place.
        middle = 0.5 - picture.shape[0] / 2
        canvas.picture(picture, middle, middle, opacity)
        context.restore()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return a disc of points for each receptor that is drawn, as large as it is seen."""
        first, self._scale = self._scale, self._scale * self.view().magnification
        try:
            return super().silhouettes()
        finally:
            self._scale = first

    def _drawn(self, look: Look, variant: int, level: int, factor: float) -> NDArray[np.uint8]:
        """Return the picture of one orientation, 2 to the power `level` times the first size."""
        scale = self._scale * 2.0**level * factor
        size = 2 * math.ceil((REACH_ANGSTROM + FACE_MARGIN_ANGSTROM) * scale)
        rotation = POSTURES[variant % (CLOSE_POSTURE + 1)].rotation if variant else CLOSE_VIEW
        if self._rolled:
            rotation = rotation_about((0, 0, 1), ROLLS_DEGREES[variant]) @ rotation
        view = View(rotation, np.array(CLOSE_CENTRE), scale, (size / 2, size / 2))
        bodies = [
            Body(
                beads, rgb(role), CUT_DEPTH_ANGSTROM if role is Role.RECEPTOR else None, shade=shade_of(role)
            )
            for beads, role in self._shapes[look]
        ]
        return molecule_sprite(bodies, view, (size, size), factor, SMALL_STYLE)


def _variant(number: int, upright: Sequence[int] | None) -> int:
    """Return the orientation of a receptor: 0, the close-up's, for those that are `upright`, and for no other if any are."""
    if upright is None:
        return number % VARIANTS
    return 0 if number in upright else 1 + number % (VARIANTS - 1)
