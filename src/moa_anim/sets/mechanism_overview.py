"""The mechanism on one receptor: elacestrant binds, helix 12 settles, ubiquitin is added, the 26S takes the receptor in.

A hint, seen from some distance: each step is shown close up in a later shot. No estradiol is present, so nothing is
displaced. The hero is in front and alone is taken in; three more receptors are behind it, out of focus.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.actors.cleared_receptors import BOUND, release_share
from moa_anim.actors.distant_proteasome import DistantProteasome
from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.ligands import Waypoints, bind, drug_ligand, ramble, through_the_gap
from moa_anim.actors.overview_receptors import OverviewReceptors
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import CLOSE_CENTRE, CLOSE_VIEW, HELIX12_PLACES
from moa_anim.actors.receptor_population import ENTRY_POSTURES, MIDDLE_ANGSTROM, POSTURES
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import Trip, share_of, smooth_path
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.stage.motion import gentle
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

WORLD_SCALE = 2.9
"""Design pixels for one ångström when hero and 26S are both in the picture."""

PARTICLE_PLACE: Point = (1622.0, 528.0)
"""Where the middle of the 20S is then (design pixels); the whole 26S is in the picture."""

RECEPTORS = ((430.0, 452.0, ENTRY_POSTURES[0]), (104.0, 604.0, 3), (716.0, 272.0, 1), (196.0, 312.0, 4))
"""Places (design pixels) and postures of the hero, which comes first, and of the receptors behind it, set by eye."""

NEAR_MAGNIFICATION = 2.4
"""How much nearer the camera is while elacestrant binds and helix 12 turns: helix 12 is to be seen from the back row."""

FINENESS_STEPS = (1.0, 1.55, NEAR_MAGNIFICATION)
"""Magnifications for which the hero's pictures are drawn, as the camera draws back; in between, a larger one is reduced."""

NEAR_PLACE: Point = (800.0, 520.0)
"""Where the hero's middle is seen then (design pixels): the 26S is to the right of the picture."""

TRIP = (1.5, 3.0, 5.9)
"""When the hero leaves, arrives and is inside (seconds of clearing). It alone is taken in: a promise of what follows."""

CLEARING_END = 7.4
"""Seconds of clearing at the end: the hero is inside, its elacestrant has been let go and is at rest."""

APPROACH_PIXELS = 330.0
"""A path ends on a straight line of this length (design pixels)."""

WAYPOINT = (560.0, 560.0)
"""A place on the hero's path (design pixels): it is not straight."""

HAZE_COMES = (0.55, 0.95)
"""Shares of the camera's way back between which the 26S becomes soft and pale, as what is far away."""

TURNS_SHARE = 0.3
"""Share of elacestrant's arrival in which the hero turns until the gap that helix 12 leaves is at its right, as in the
close-up of binding, and helix 12 comes to where the gap is widest."""

DRUG_APPEARS_SHARE = 0.05
"""Share of elacestrant's arrival in which it comes into view."""

DRUG_STOPS_ANGSTROM = (
    (112.0, 6.0, 28.0),
    (78.0, 10.0, 36.0),
    (58.0, -16.0, 40.0),
    (40.0, -14.0, 30.0),
)
"""Elacestrant's way to the gap, from the hero's middle: right, up, towards the viewer (Å). It comes straight in."""


FREED_SECONDS = 1.1
"""Seconds of clearing in which the elacestrant that is let go drifts to its place."""

FREED_AWAY_PIXELS = (-120.0, 170.0)
"""Where the elacestrant that is let go drifts to from the mouth (design pixels): no receptor is there."""


class MechanismOverview(FieldWorld):
    """Hero, receptors behind it, an elacestrant, and a 26S, in one flat world that the camera moves over.

    In 0…1, `arrival` is the progress of elacestrant into the hero's pocket and `settling` that of helix 12 to the groove, in
    the receptors behind as well; `clearing` are the seconds for which receptors have been tagged and carried to the 26S.

    `receding` in 0…1 is the camera's way from hero and 26S, seen as `recedes_from` says, to where `recedes_to` says: a place
    (design pixels) for the middle of the 20S, and a magnification. On its last part the 26S becomes soft and pale. Nothing is
    shown beyond `right` (design pixels).

    It has a `view`, a `point` and an `opacity` as a molecule view of the hero has, so that a zoom into a nucleus can end with
    it.
    """

    recedes_from: tuple[Point, float] = (PARTICLE_PLACE, 1.0)
    recedes_to: tuple[Point, float] = (PARTICLE_PLACE, 1.0)
    right = float(FRAME_WIDTH)

    def __init__(self, scene: MoaScene) -> None:
        self._scene = scene
        self.settling = self.clearing = 0.0
        seed = scene.seed
        table = receptor_tables().ligands["drug"]
        members = [Member(x, y, posture, seed + 101 * n) for n, (x, y, posture) in enumerate(RECEPTORS)]
        goal = np.array(PARTICLE_PLACE) + WORLD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
        self.trips = {0: Trip(_path(members[0], WAYPOINT, goal), *TRIP)}
        self.particle = DistantProteasome(PARTICLE_PLACE, WORLD_SCALE)
        self.receptors = OverviewReceptors(
            scene,
            members,
            self.trips,
            lambda: self.clearing,
            particle_at=PARTICLE_PLACE,
            scale=WORLD_SCALE,
            wander=2.5,
            seed=seed,
            ligand=(table, Role.DRUG),
        )
        self.receptors.helix = self.helix_place
        self.receptors.stray = self.stray
        self.receptors.filled = self.filled
        self.receptors.incoming = lambda number: self.incoming() if number == 0 else None
        random = np.random.default_rng(seed + 3)
        # The drug moves in three dimensions about the hero, on the path of the close-up of binding.
        self.partner = drug_ligand("free", seed=seed + 503)
        self._comes = bind(self.partner, *_ways_in(seed + 6))
        self._comes.start()
        self.drug = LigandPopulation(
            scene, table, Role.DRUG, [FreeLigand(0.0, 0.0, 0.0, seed)], scale=WORLD_SCALE
        )
        self.drug.fineness = NEAR_MAGNIFICATION
        self.drug.moved = lambda number: self.drug_place()
        self.drug.freedom = lambda number: 0.0
        self.drug.bound = lambda number: (
            self.receptors.rotation(0) @ rotation_from_vector(self.drug_pose()[3:])
        )
        self.drug.seen = lambda number: (
            share_of(self.arrival, 0.0, DRUG_APPEARS_SHARE) if self.arrival < 1.0 else 0.0
        )
        self.drug.apart = lambda number: self.incoming() is None
        self.arrival = self._receding = 0.0
        free = [
            FreeLigand(0.0, 0.0, 10.0, seed + 601 + n, tuple(random.normal(0, 1.4, 3)))
            for n in range(len(members))
        ]
        self.freed = LigandPopulation(scene, table, Role.DRUG, free, scale=WORLD_SCALE)
        self.freed.moved = self.freed_place
        self.freed.freedom = self.freed_share
        self.freed.bound = lambda number: BOUND.rotation
        self.freed.seen = lambda number: 1.0 if self.freed_share(number) > 0.0 else 0.0
        sight = FieldSight((RECEPTORS[0][0], RECEPTORS[0][1]))
        super().__init__((self.particle, self.receptors, self.drug, self.freed), sight)

    @property
    def arrival(self) -> float:
        """Progress of elacestrant into the hero's pocket, 0…1."""
        return self._arrival

    @arrival.setter
    def arrival(self, share: float) -> None:
        self._arrival = share
        self._comes.move(share)
        self.receptors.turned = gentle(share_of(share, 0.0, TURNS_SHARE))

    def drug_pose(self) -> NDArray[np.float64]:
        """Return elacestrant's pose (6,) in the hero's frame, trembling included."""
        return self.partner.stirred(self._scene.seconds)

    def incoming(self) -> NDArray[np.float64] | None:
        """Return that pose while elacestrant is drawn with the hero: it is near, and not yet in the pocket."""
        if not 0.0 < self.arrival < 1.0:
            return None
        pose = self.drug_pose()
        return pose if self.receptors.is_near(0, pose) else None

    def framing(self, hero: Point, magnification: float) -> tuple[Point, float]:
        """Return where the middle of the 20S is seen (design pixels), and the magnification, with the hero seen at `hero`."""
        x, y = (
            seen + (of_20s - of_hero) * magnification
            for seen, of_20s, of_hero in zip(hero, PARTICLE_PLACE, RECEPTORS[0][:2], strict=True)
        )
        return (x, y), magnification

    @property
    def receding(self) -> float:
        """How far the camera has drawn back from the 26S and the hero, until the whole 26S is small at `recedes_to`, 0…1."""
        return self._receding

    @receding.setter
    def receding(self, share: float) -> None:
        self._receding = share
        ((from_x, from_y), before), ((x, y), after) = self.recedes_from, self.recedes_to
        eased = gentle(share)
        self.sight.look(PARTICLE_PLACE)
        self.sight.set(
            (from_x + (x - from_x) * eased, from_y + (y - from_y) * eased), before * (after / before) ** eased
        )
        self.haze = share_of(eased, *HAZE_COMES)

    @property
    def haze(self) -> float:
        """How soft and pale the 26S is, 0…1; elacestrant beside it, which would be a speck, is then not seen."""
        return self.particle.haze

    @haze.setter
    def haze(self, share: float) -> None:
        self.particle.haze, self.freed.opacity = share, 1.0 - share

    def paint(self, canvas: Canvas) -> None:
        """Paint all that is there, the hero from a picture that is at least as fine as it is seen."""
        seen = self.sight.magnification * (1.0 - 1e-6)
        self.receptors.fineness = min(
            step for step in (*FINENESS_STEPS, np.inf) if step >= min(seen, NEAR_MAGNIFICATION)
        )
        context = canvas.context
        context.save()
        context.rectangle(0.0, 0.0, self.right * canvas.scale, canvas.pixels.shape[0])
        context.clip()
        super().paint(canvas)
        context.restore()

    def sightings(self) -> list[Sighting]:
        """Those of what is shown: nothing beyond `right`."""
        within = (
            replace(each, points=each.points[each.points[:, 0] <= self.right]) for each in super().sightings()
        )
        return [each for each in within if len(each.points)]

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
        """Return where helix 12 of a receptor is on its path: loose, the hero's then aside; then it moves to the groove."""
        loose = HELIX12_PLACES["loose"]
        if number == 0:
            loose += (HELIX12_PLACES["aside"] - loose) * self.receptors.turned
        return loose + (HELIX12_PLACES["antagonist"] - loose) * gentle(self.settling)

    def stray(self, number: int) -> float:
        """Return the factor on the random motion of a receptor's helix 12: the hero's is still while elacestrant enters."""
        calm = 1.0 - gentle(min(1.0, 4.0 * self.settling))
        return calm * (1.0 - self.receptors.turned) if number == 0 else calm

    def filled(self, number: int) -> float:
        """Return the opacity of elacestrant in a receptor's pocket; it is let go where the receptor is taken in."""
        if self.freed_share(number) > 0.0:
            return 0.0
        return 1.0 if self.arrival >= 1.0 else (0.0 if number == 0 else share_of(self.arrival, 0.5, 0.9))

    def drug_place(self) -> Point:
        """Return where elacestrant is on its path (design pixels of the world)."""
        return self.receptors.spot(0, self.drug_pose()[:3])

    def freed_share(self, number: int) -> float:
        """Return how far a released elacestrant has drifted from the mouth, 0…1."""
        if number not in self.trips:
            return 0.0
        return self.trips[number].freed(self.clearing, release_share(), FREED_SECONDS)

    def freed_place(self, number: int) -> Point:
        """Return where a released elacestrant is (design pixels of the world)."""
        x, y = self.receptors.release_place()
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

    def far_spot(self) -> Point:
        """Return where a label points to the 26S when it is far away (design pixels): to its right end."""
        return self.seen(self.particle.spot(66.0, 14.0))

    def particle_spot(self) -> Point:
        """Return where a label points to the 26S (design pixels)."""
        return self.seen(self.particle.spot(10.0, 62.0))


def _ways_in(seed: int) -> tuple[Waypoints, Waypoints]:
    """Return elacestrant's whole way to the hero's pocket, and the passage that it ends with, in the hero's frame."""
    through = through_the_gap()
    turned = POSTURES[ENTRY_POSTURES[0]].rotation
    stops = MIDDLE_ANGSTROM + np.array(DRUG_STOPS_ANGSTROM) @ turned
    return ramble(list(stops), seed=seed, start=through[0, 3:], joins=through), through


def _path(member: Member, by: Point, goal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a receptor's path to the mouth (n, 2; design pixels)."""
    near = goal - [APPROACH_PIXELS, 0.0]
    return smooth_path([(member.x, member.y), by, near * 0.5 + goal * 0.5, goal])
