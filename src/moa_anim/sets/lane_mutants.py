"""ESR1 mutants of a lane, behind its wild type and as far away as the 26S; in one lane that takes them in.

They are marked from the first. Their world is that of the overview of the mechanism, with its 26S, so that one camera moves
over both: as it comes nearer, it passes the wild types, and stops with mutants and 26S at one scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.cleared_receptors import BOUND, ClearedReceptors, release_share
from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import MIDDLE_ANGSTROM
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import CAP_END_ANGSTROM
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import Trip, share_of, smooth_path
from moa_anim.sets.lane_world import LaneWorld, Treatment
from moa_anim.sets.mechanism_overview import PARTICLE_PLACE, WORLD_SCALE
from moa_anim.sets.receptor_field import FieldSight
from moa_anim.stage.motion import gentle

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

MAGNIFICATION = 1.2
"""How much nearer the camera is once it is there than where overview and mutants have WORLD_SCALE."""

MOUTH_AT: Point = (396.0, 575.0)
"""Where the 26S's channel begins then (x from the lane's left edge, y; design pixels)."""

PARTICLE_AT: Point = (MOUTH_AT[0] + CAP_END_ANGSTROM * WORLD_SCALE * MAGNIFICATION, MOUTH_AT[1])
"""Where the middle of its 20S is then: it extends beyond the lane."""

BESIDE_26S = ((280.0, 407.0, 3), (142.0, 533.0, 0))
ALONE = ((186.0, 486.0, 3), (450.0, 660.0, 0))
"""x from the lane's left edge, y (design pixels) and posture of the mutants then: left of the 26S, and in the other lanes."""

TRIPS = ((1.05, 1.75, 2.65), (3.5, 4.2, 5.0))
"""When each leaves, arrives and is inside (seconds of clearing), in the lane of elacestrant: the second is tagged when the
first is inside and its elacestrant has gone, so that each chain is seen whole."""

FREED_SECONDS = 1.0
"""Seconds of clearing in which a released elacestrant drifts to its place."""

FREED_TO: tuple[Point, ...] = ((196.0, 790.0), (92.0, 742.0))
"""Where released elacestrants go (x from the lane's left edge, y; design pixels)."""

MUTANTS_CLEARED = TRIPS[-1][2] + 0.8
"""Seconds of clearing at which both are inside, and their elacestrants at rest."""

APPROACH_PIXELS = 12.0
"""A path ends on a straight line of this length (design pixels)."""

ESTRADIOL_BEFORE: tuple[Point, ...] = ((420.0, 340.0), (92.0, 356.0), (300.0, 826.0), (96.0, 706.0))
ESTRADIOL_SPREADS = (3.6, 5.4)
"""Where the first four estradiols beside the 26S drift at first, clear of receptors and ubiquitins, and between which seconds
of clearing they come to their places."""

ESTRADIOL_BESIDE_26S: tuple[Point, ...] = ((330.0, 372.0), (78.0, 560.0), (470.0, 806.0), (268.0, 700.0))
ESTRADIOL_ALONE: tuple[Point, ...] = ((400.0, 420.0), (96.0, 660.0), (284.0, 790.0), (566.0, 520.0))
"""Where estradiol drifts then (x from the lane's left edge, y; design pixels)."""

LEFT = 1
"""Number of estradiols where an aromatase inhibitor has lowered it: suppressed, not abolished."""

SMALL_SWELL = 1.3
"""Factor on the size of free small molecules, as in the field of receptors: visible from the back row; the credits say so."""


class MutantReceptors(ClearedReceptors):
    """Mutants, whose outlines hardly grow with their scale."""

    even_lines = peptides_fade = tags_come = chains_recede = True


class LaneMutants:
    """The mutants of a lane with small molecules around them, in `world`; `clearing` are the seconds of clearing."""

    def __init__(
        self, scene: MoaScene, left: float, treatment: Treatment, sight: FieldSight, seed: int
    ) -> None:
        self.treatment, self.clearing = treatment, 0.0
        places = BESIDE_26S if treatment.removes else ALONE
        members = [
            Member(*in_world((x, y)), variant, seed + 202 * n) for n, (x, y, variant) in enumerate(places)
        ]
        self.trips = _trips(members) if treatment.removes else {}
        self.receptors = MutantReceptors(
            scene,
            members,
            self.trips,
            lambda: self.clearing,
            particle_at=PARTICLE_PLACE,
            scale=WORLD_SCALE,
            wander=3.0,
            seed=seed,
            ligand=treatment.ligand,
        )
        self.receptors.fineness = MAGNIFICATION
        self.receptors.marked = 1.0
        self.receptors.stray = lambda number: 0.0
        self.receptors.helix = lambda number: HELIX12_PLACES[
            "agonist" if self.closed(number) else "antagonist"
        ]
        self.receptors.filled = self.filled
        random = np.random.default_rng(seed + 5)
        around = ESTRADIOL_BESIDE_26S if treatment.removes else ESTRADIOL_ALONE
        self.estradiol = _small(
            scene,
            Role.ESTRADIOL,
            [
                FreeLigand(*in_world(place), 7.0, seed + 401 + 7 * n, tuple(random.normal(0, 1.6, 3)))
                for n, place in enumerate(around[:LEFT] if treatment.lowers else around)
            ],
        )
        if treatment.removes:
            self.estradiol.moved = self.estradiol_place
        self.freed = _small(
            scene,
            Role.DRUG,
            [FreeLigand(0.0, 0.0, 7.0, seed + 601 + n, (0.0, 0.0, 1.0 + n)) for n in self.trips],
        )
        self.freed.tumbling = False
        self.freed.bound = lambda number: BOUND.rotation
        self.freed.moved = self.freed_place
        self.freed.freedom = self.freed_share
        self.freed.swell = lambda number: SMALL_SWELL ** self.freed_share(number)
        self.freed.seen = lambda number: 1.0 if self.freed_share(number) > 0.0 else 0.0
        self.world = LaneWorld((self.estradiol, self.receptors, self.freed), sight, left)
        self.come = 0.0

    @property
    def come(self) -> float:
        """Opacity of mutants and small molecules: as the camera comes nearer, they come out of the haze."""
        return self.receptors.opacity

    @come.setter
    def come(self, share: float) -> None:
        self.receptors.opacity = self.estradiol.opacity = share

    def closed(self, number: int) -> bool:
        """Whether helix 12 of a mutant is closed over its empty pocket: it is active."""
        return number + 1 in self.treatment.closed

    def filled(self, number: int) -> float:
        """Return the opacity of the ligand in a mutant's pocket."""
        return 0.0 if self.closed(number) or self.freed_share(number) > 0.0 else 1.0

    def estradiol_place(self, number: int) -> Point:
        """Return where an estradiol beside the 26S is (design pixels of the world), without wander."""
        (x, y), member = in_world(ESTRADIOL_BEFORE[number]), self.estradiol.members[number]
        share = gentle(share_of(self.clearing, *ESTRADIOL_SPREADS))
        return x + (member.x - x) * share, y + (member.y - y) * share

    def freed_share(self, number: int) -> float:
        """Return how far a released elacestrant has drifted from the mouth, 0…1."""
        if number not in self.trips:
            return 0.0
        return self.trips[number].freed(self.clearing, release_share(), FREED_SECONDS)

    def freed_place(self, number: int) -> Point:
        """Return where a released elacestrant is (design pixels of the world)."""
        (x, y), (to_x, to_y) = self.receptors.release_place(), in_world(FREED_TO[number])
        share = self.freed_share(number)
        return x + (to_x - x) * share, y + (to_y - y) * share

    def mutation_spot(self) -> Point:
        """Return where a label points to the mutated residues of the first mutant (design pixels)."""
        return self.world.seen(self.receptors.helix_spot(0, 537, 538))


def in_world(place: Point) -> Point:
    """Return the point of the overview's world that is seen at a place of the lane once the camera is there."""
    x, y = ((at - to) / MAGNIFICATION for at, to in zip(place, PARTICLE_AT, strict=True))
    return PARTICLE_PLACE[0] + x, PARTICLE_PLACE[1] + y


def _small(scene: MoaScene, role: Role, members: list[FreeLigand]) -> SpriteLigands:
    name = "drug" if role is Role.DRUG else "estradiol"
    found = SpriteLigands(scene, receptor_tables().ligands[name], role, members, scale=WORLD_SCALE)
    found.swell = lambda number: SMALL_SWELL
    return found


def _trips(members: list[Member]) -> dict[int, Trip]:
    seen = WORLD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
    goal = np.array(PARTICLE_PLACE) + seen
    near = goal - [APPROACH_PIXELS, 0.0]
    return {
        number: Trip(smooth_path([(each.x, each.y), near, goal]), *times)
        for number, (each, times) in enumerate(zip(members, TRIPS, strict=True))
    }
