"""The mechanism on one receptor: elacestrant binds, helix 12 settles, ubiquitin is added, the 26S takes the receptor in.

Each step is shown close up in a later shot. No estradiol is present, so nothing is displaced. The hero is in front and alone
is taken in; three more receptors are behind it, out of focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.actors.cleared_receptors import BOUND, ClearedReceptors
from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Member
from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.actors.receptor import CLOSE_CENTRE, CLOSE_VIEW, HELIX12_PLACES
from moa_anim.actors.receptor_population import (
    CLOSE_POSTURE,
    MIDDLE_ANGSTROM,
    POSTURES,
    PictureKey,
)
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.sprite import Focus, out_of_focus
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import Trip, share_of
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.stage.motion import gentle

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

WORLD_SCALE = 2.9
"""Design pixels for one ångström when hero and 26S are both in the picture."""

PARTICLE_PLACE: Point = (1622.0, 528.0)
"""Where the middle of the 20S is then (design pixels); the whole 26S is in the picture."""

RECEPTORS = ((430.0, 452.0, CLOSE_POSTURE), (158.0, 424.0, 3), (664.0, 322.0, 1), (262.0, 742.0, 4))
"""Places (design pixels) and postures of the hero, which comes first, and of the receptors behind it. Set by eye."""

NEAR_MAGNIFICATION = 3.3
"""How much nearer the camera is while elacestrant binds and helix 12 turns."""

NEAR_PLACE: Point = (930.0, 530.0)
"""Where the hero's middle is seen then (design pixels)."""

BEHIND = Focus(4.0, 0.7)
"""How soft and pale the receptors behind are."""

TRIP = (1.5, 3.0, 5.9)
"""When the hero leaves, arrives and is inside (seconds of clearing). It alone is taken in: a promise of what follows."""

CLEARING_END = 6.6
"""Seconds of clearing at the end: the hero is inside, its elacestrant has been let go."""

APPROACH_PIXELS = 330.0
"""A path ends on a straight line of this length (design pixels)."""

WAYPOINT = (560.0, 560.0)
"""A place on the hero's path (design pixels): it is not straight."""

DRUG_PATH = ((-205.0, -150.0), (-90.0, -122.0), (52.0, -96.0), (104.0, -52.0), (58.0, -8.0), (0.0, 0.0))
"""Elacestrant's path relative to the pocket (design pixels at the world's scale): it misses the pocket, then enters."""

DRUG_STILL_FROM = 0.7
"""Share of its path from which an elacestrant tumbles less, so that it enters in its bound pose."""

ENTERED_SHARE = 0.96
"""Share of its path from which it is in the pocket."""


FREED_AWAY_PIXELS = (-150.0, -215.0)
"""Where the elacestrant that is let go drifts to from the mouth (design pixels)."""


class OverviewReceptors(ClearedReceptors):
    """The hero and three receptors behind it, out of focus; `company` is their opacity."""

    company = 1.0

    def softness(self, number: int) -> float:
        """Return how much a receptor is out of focus, 0…1."""
        return 0.0 if number == 0 else 1.0

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw a receptor; out of focus, its soft picture behind the sharp one, which fades in."""
        if number > 0 and self.company < 1.0:
            whole, self.opacity = self.opacity, self.opacity * self.company
            self._paint_focused(canvas, number)
            self.opacity = whole
        else:
            self._paint_focused(canvas, number)

    def _paint_focused(self, canvas: Canvas, number: int) -> None:
        soft = round(self.softness(number), 2)
        if soft > 0.0 and self._in_picture(canvas, number):
            x, y = self.place(number)
            factor = canvas.scale * self.fineness
            key = self._layers(number)[0][0]
            picture = self._soft_picture(key, factor)
            half = picture.shape[0] / 2 / factor
            self.lay(canvas, picture, (x - half, y - half), self.opacity)
        if soft < 1.0:
            whole, self.opacity = self.opacity, self.opacity * (1.0 - soft)
            super().paint_member(canvas, number)
            self.opacity = whole

    def _soft_picture(self, key: PictureKey, factor: float) -> NDArray[np.uint8]:
        found = self._paled.get(("soft", key, factor))
        if found is None:
            margin = int(np.ceil(3.0 * BEHIND.softness * factor))
            padded = np.pad(self._picture(key, factor), ((margin, margin), (margin, margin), (0, 0)))
            found = self._paled["soft", key, factor] = out_of_focus(padded, BEHIND, factor)
        return found


class MechanismOverview(FieldWorld):
    """Hero, receptors behind it, an elacestrant, and a 26S, in one flat world that the camera moves over.

    In 0…1, `arrival` is the progress of elacestrant into the hero's pocket and `settling` that of helix 12 to the groove, in
    the receptors behind as well; `clearing` are the seconds for which receptors have been tagged and carried to the 26S.

    It has a `view`, a `point` and an `opacity` as a molecule view of the hero has, so that a zoom into a nucleus can end with
    it.
    """

    def __init__(self, scene: MoaScene) -> None:
        self.arrival = self.settling = self.clearing = 0.0
        seed = scene.seed
        table = receptor_tables().ligands["elacestrant"]
        self._pocket = table.positions.mean(axis=0)
        members = [Member(x, y, posture, seed + 101 * n) for n, (x, y, posture) in enumerate(RECEPTORS)]
        goal = np.array(PARTICLE_PLACE) + WORLD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
        self.trips = {0: Trip(_path(members[0], WAYPOINT, goal), *TRIP)}
        self.particle = LyingProteasome(PARTICLE_PLACE, WORLD_SCALE)
        self.receptors = OverviewReceptors(
            scene,
            members,
            self.trips,
            lambda: self.clearing,
            particle_at=PARTICLE_PLACE,
            scale=WORLD_SCALE,
            wander=2.5,
            seed=seed,
            ligand=(table, Role.ELACESTRANT),
        )
        self.receptors.helix = self.helix_place
        self.receptors.stray = lambda number: 1.0 - gentle(min(1.0, 4.0 * self.settling))
        self.receptors.filled = self.filled
        self.receptors.fineness = NEAR_MAGNIFICATION
        random = np.random.default_rng(seed + 3)
        free = [FreeLigand(0.0, 0.0, 5.0, seed + 501, tuple(random.normal(0, 1.4, 3)))]
        self.drug = LigandPopulation(scene, table, Role.ELACESTRANT, free, scale=WORLD_SCALE)
        self.drug.fineness = NEAR_MAGNIFICATION
        self._drug_path = _even(smooth_curve(np.array(DRUG_PATH), 60))
        self.drug.moved = lambda number: self.drug_place()
        self.drug.freedom = lambda number: 1.0 - gentle(share_of(self.arrival, DRUG_STILL_FROM, 0.95))
        self.drug.bound = lambda number: POSTURES[CLOSE_POSTURE].rotation
        self.drug.seen = lambda number: 1.0 if 0.0 < self.arrival < 1.0 else 0.0
        free = [
            FreeLigand(0.0, 0.0, 10.0, seed + 601 + n, tuple(random.normal(0, 1.4, 3)))
            for n in range(len(members))
        ]
        self.freed = LigandPopulation(scene, table, Role.ELACESTRANT, free, scale=WORLD_SCALE)
        self.freed.moved = self.freed_place
        self.freed.freedom = self.freed_share
        self.freed.bound = lambda number: POSTURES[members[number].variant].rotation
        self.freed.seen = lambda number: 1.0 if self.freed_share(number) > 0.0 else 0.0
        sight = FieldSight((RECEPTORS[0][0], RECEPTORS[0][1]))
        super().__init__((self.particle, self.receptors, self.drug, self.freed), sight)

    @property
    def company(self) -> float:
        """Opacity of all that is there besides the hero: while the camera goes into a nucleus, the hero is alone."""
        return self.receptors.company

    @company.setter
    def company(self, opacity: float) -> None:
        self.receptors.company = self.particle.opacity = opacity

    @property
    def view(self) -> View:
        """The hero as a molecule view of the close-up sees a receptor: its centre is CLOSE_CENTRE."""
        scale = WORLD_SCALE * self.sight.magnification
        return View(CLOSE_VIEW, np.array(CLOSE_CENTRE), scale, self.seen(self._close_centre()))

    @view.setter
    def view(self, view: View) -> None:
        self.sight.look(self._close_centre())
        self.sight.set(view.place, view.scale / WORLD_SCALE)

    def point(self, place: ArrayLike) -> Point:
        """Return where a place of the hero (3,; Å) is seen (design pixels)."""
        x, y = self.receptors.spot(0, np.asarray(place, dtype=float))
        return self.seen((x, y))

    def _close_centre(self) -> Point:
        """Return where the middle of the close-up is in the hero, without its wander (design pixels of the world)."""
        x, y = self.receptors.spot(0, np.array(CLOSE_CENTRE))
        at, member = self.receptors.place(0), self.receptors.members[0]
        return x - at[0] + member.x, y - at[1] + member.y

    def near(self) -> None:
        """See the hero from near."""
        self.sight.look((RECEPTORS[0][0], RECEPTORS[0][1]))
        self.sight.set(NEAR_PLACE, NEAR_MAGNIFICATION)

    def helix_place(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path: loose, then moving to the groove."""
        loose = HELIX12_PLACES["loose"]
        return loose + (HELIX12_PLACES["antagonist"] - loose) * gentle(self.settling)

    def filled(self, number: int) -> float:
        """Return the opacity of elacestrant in a receptor's pocket; it is let go where the receptor is taken in."""
        if self.freed_share(number) > 0.0:
            return 0.0
        return 1.0 if self.arrival >= 1.0 else (0.0 if number == 0 else share_of(self.arrival, 0.5, 0.9))

    def drug_place(self) -> Point:
        """Return where elacestrant is on its path (design pixels of the world)."""
        x, y = self.receptors.spot(0, self._pocket)
        at = gentle(min(1.0, self.arrival / ENTERED_SHARE)) * (len(self._drug_path) - 1)
        left = min(int(at), len(self._drug_path) - 2)
        step = self._drug_path[left + 1] - self._drug_path[left]
        offset = self._drug_path[left] + step * (at - left)
        return x + float(offset[0]), y + float(offset[1])

    def freed_share(self, number: int) -> float:
        """Return how far a released elacestrant has drifted from the mouth, 0…1."""
        if number not in self.trips:
            return 0.0
        arrives = self.trips[number].arrives
        return round(gentle(share_of(self.clearing, arrives + 0.1, arrives + 2.3)), 6)

    def freed_place(self, number: int) -> Point:
        """Return where a released elacestrant is (design pixels of the world)."""
        x, y = self.receptors.mouth_place()
        share = self.freed_share(number)
        away = FREED_AWAY_PIXELS
        return x + away[0] * share - 40.0 * share * (1.0 - share), y + away[1] * share

    def hero_spot(self) -> Point:
        """Return where a label points to the hero (design pixels): to its left side."""
        x, y = self.receptors.place(0)
        return self.seen((x - 21.0 * WORLD_SCALE, y))

    def helix_spot(self) -> Point:
        """Return where a label points to the hero's helix 12 (design pixels)."""
        return self.seen(self.receptors.helix_spot(0))

    def drug_spot(self) -> Point:
        """Return where a label points to elacestrant (design pixels): on its path, or in the pocket."""
        return self.seen(self.drug.place(0))

    def chain_spot(self) -> Point:
        """Return where a label points to the hero's ubiquitins (design pixels)."""
        x, y = self.receptors.place(0)
        return self.seen((x + 52.0 * WORLD_SCALE, y + 62.0 * WORLD_SCALE))

    def particle_spot(self) -> Point:
        """Return where a label points to the 26S (design pixels)."""
        return self.seen(self.particle.spot(10.0, 62.0))


def _even(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points (161, 2) evenly spaced along a curve."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    even = np.linspace(0.0, lengths[-1], 161)
    return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)


def _path(member: Member, by: Point, goal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a receptor's path to the mouth (n, 2; design pixels)."""
    near = goal - [APPROACH_PIXELS, 0.0]
    return _even(smooth_curve(np.array([(member.x, member.y), by, near * 0.5 + goal * 0.5, goal]), 40))
