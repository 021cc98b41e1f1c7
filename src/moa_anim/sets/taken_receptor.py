"""The wild type of elacestrant's lane: it stands as large as its neighbours, is tagged, and goes away to the 26S behind.

The 26S of the lane is farther away than the wild types. So the receptor is seen smaller as it goes there, and at the mouth
it has the scale of the 26S, in whose world it is taken in. On the way it stops to be tagged, so that the ubiquitins are
seen. They, and elacestrant, then go farther into the nucleus.
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
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.structure import Ligand
from moa_anim.sets.clearing_schedule import Trip, share_of, smooth_path
from moa_anim.sets.lane_world import LaneWorld
from moa_anim.sets.mechanism_overview import PARTICLE_PLACE, WORLD_SCALE
from moa_anim.sets.receptor_field import FieldSight
from moa_anim.stage.motion import gentle

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

TRIP = (2.1, 3.7, 4.9)
"""When it leaves, arrives and is inside (seconds of clearing)."""

RECEDES = ((0.3, 1.15), (2.05, 3.1))
RECEDES_FIRST_SHARE = 0.4
"""Between which seconds of clearing it goes away from the viewer, in two parts, and the share of the first: between them it
is tagged; after them it turns into the pose at the mouth."""

WAY_POWER = 1.8
"""The power of how far away it is that is the share of its way in the picture: it is tagged below the 26S, not on it."""

STARTS_PIXELS = (-30.0, 40.0)
APPROACH_PIXELS = 70.0
"""Where it starts from the mouth, in the world of the 26S, and the length of the straight end of its way (design pixels)."""

FREED_SECONDS = 2.4
FREED_AWAY_PIXELS = (-40.0, 330.0)
"""Time and way (design pixels of that world) in which its elacestrant, once let go, goes off, farther into the nucleus."""

FREED_FARTHEST_SIZE = 0.5
FREED_FADES_FROM = 0.55
"""Its size at the end of that way, as a share of that at first, and the share of the way from which haze hides it."""

FINENESS_STEPS = (0.5, 1.0, 1.6)
"""Magnifications for which its pictures are drawn, besides the largest; in between, a larger one is reduced."""


class DepartingReceptor(ClearedReceptors):
    """One receptor whose ubiquitins go farther away."""

    even_lines = peptides_fade = tags_come = chains_recede = True


class TakenReceptor(LaneWorld):
    """The receptor at `place` with `scale` (design pixels for one ångström) until `clearing` goes on (seconds).

    `far` sees the 26S.
    """

    def __init__(
        self,
        scene: MoaScene,
        *,
        place: Point,
        posture: int,
        scale: float,
        ligand: tuple[Ligand, Role],
        far: FieldSight,
        seed: int,
    ) -> None:
        bound = WORLD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
        self._goal = np.array(PARTICLE_PLACE) + bound
        start = self._goal + STARTS_PIXELS
        near = self._goal - [APPROACH_PIXELS, 0.0]
        self.trip = Trip(smooth_path([start, near, self._goal]), *TRIP)
        self._largest = scale / WORLD_SCALE
        self._first = place[0] - STARTS_PIXELS[0] * self._largest, place[1] - STARTS_PIXELS[1] * self._largest
        self._far, self._approaching = far, FieldSight((float(self._goal[0]), float(self._goal[1])))
        self.receptor = DepartingReceptor(
            scene,
            [Member(float(start[0]), float(start[1]), posture, seed)],
            {0: self.trip},
            lambda: self.clearing,
            particle_at=PARTICLE_PLACE,
            scale=WORLD_SCALE,
            wander=1.2,
            seed=seed,
            ligand=ligand,
        )
        self.receptor.helix = lambda number: HELIX12_PLACES["antagonist"]
        self.receptor.stray = lambda number: 0.0
        self.receptor.filled = lambda number: 0.0 if self.freed_share() > 0.0 else 1.0
        self.freed = SpriteLigands(
            scene, *ligand, [FreeLigand(0.0, 0.0, 7.0, seed + 601, (0.0, 0.0, 1.0))], scale=WORLD_SCALE
        )
        self.freed.tumbling = False
        self.freed.bound = lambda number: BOUND.rotation
        self.freed.moved = lambda number: self.freed_place()
        self.freed.freedom = lambda number: self.freed_share()
        self.freed.swell = lambda number: FREED_FARTHEST_SIZE ** self.freed_share()
        self.freed.seen = lambda number: self.freed_seen()
        self._below = 0.0
        super().__init__((self.receptor, self.freed), self._approaching, 0.0)
        self.clearing = 0.0

    def come(self, share: float, from_pixels: float) -> None:
        """Show it as far as its lane has come in, 0…1, from so far below its place (design pixels)."""
        self.receptor.opacity = share
        self._below = from_pixels * (1.0 - gentle(share))
        self.clearing = self._clearing

    @property
    def clearing(self) -> float:
        """Seconds for which it has been tagged and carried away."""
        return self._clearing

    @clearing.setter
    def clearing(self, seconds: float) -> None:
        self._clearing = seconds
        away = self.away
        if away >= 1.0:
            self.sight = self._far
            return
        x, y = self._far.seen(self._approaching.focus)
        magnification = self._largest * (self._far.magnification / self._largest) ** away
        covered = away**WAY_POWER
        place = (
            self._first[0] + (x - self._first[0]) * covered,
            self._first[1] + self._below + (y - self._first[1] - self._below) * covered,
        )
        self.sight = self._approaching
        self.sight.set(place, magnification)

    @property
    def away(self) -> float:
        """How far it has gone away from the viewer, to the 26S, 0…1."""
        first, then = (gentle(share_of(self._clearing, *part)) for part in RECEDES)
        return RECEDES_FIRST_SHARE * first + (1.0 - RECEDES_FIRST_SHARE) * then

    def paint(self, canvas: Canvas) -> None:
        """Paint it from a picture that is at least as fine as it is seen."""
        seen = self.sight.magnification * (1.0 - 1e-6)
        self.receptor.fineness = min(
            step for step in (*FINENESS_STEPS, self._largest) if step >= min(seen, self._largest)
        )
        super().paint(canvas)

    def freed_share(self) -> float:
        """Return how far its elacestrant, once let go, has drifted, 0…1."""
        return self.trip.freed(self.clearing, release_share(), FREED_SECONDS)

    def freed_seen(self) -> float:
        """Return its opacity: as it goes away from the viewer, haze hides it."""
        share = self.freed_share()
        return 0.0 if share <= 0.0 else 1.0 - smoothstep(share, FREED_FADES_FROM, 1.0)

    def freed_place(self) -> Point:
        """Return where that is (design pixels of the world of the 26S)."""
        (x, y), share = self.receptor.release_place(), self.freed_share()
        return x + FREED_AWAY_PIXELS[0] * share, y + FREED_AWAY_PIXELS[1] * share
