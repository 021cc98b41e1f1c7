"""Ubiquitin is joined to a surface lysine of the receptor, then to itself: four, each countable.

The E3 is a generic one (no source names it), its E2 and the adaptors that hold the receptor are schematic and pale. Which
lysine carries the chain is not settled: K467 is used and not named on screen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    blob,
    cullin_ring,
    first_ubiquitin,
    gathered,
    next_ubiquitin,
    ubiquitin,
)
from moa_anim.molecule.beads import beads_of_trace
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen
from moa_anim.stage.cast.bodies import Carry, RigidBody
from moa_anim.stage.cast.guests import elacestrant
from moa_anim.stage.cast.receptor import Receptor
from moa_anim.stage.closeup import CUT_DEPTH
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Appear, Vanish, Within
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.tableau import Tableau

SCALE = 6.0
VIEW = rotation_about((0, 0, 1), 42) @ rotation_about((0, 1, 0), -48)
"""The view of the close-up, turned in its plane so that K467 looks to the right, where there is room for the chain."""

CHAIN = 4
E2_SIZE, E2_REACH = (35.0, 32.0, 30.0), 34.0
"""The E2 is about 35 Å across and sits at RBX1 (figures/README.md); its middle this far (Å) from RBX1's."""


class Ubiquitination(MoaScene):
    """The E3 takes hold, and an E2 brings ubiquitin four times."""

    def construct(self) -> None:
        """Play the shot's two cues."""
        self.stage()
        self.hold(self.lead(), Within(0.2, 1.0, Appear(self.labels["receptor"])))
        with self.cue("marked") as cue:
            self.ligase_comes(cue.frames)
        with self.cue("target") as cue:
            for number in range(CHAIN):
                self.ubiquitin_joins(number, sum(cue.share(2 * number + k, 9) for k in (1, 2)))
            self.hold(cue.rest, Within(0.0, 0.6, Appear(self.labels["chain"])))
        self.hold(self.tail())

    def stage(self) -> None:
        """The receptor with elacestrant at the left, room for the chain at the right, the E3 below."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=210)
        )
        self.tableau = Tableau(self, rotation=VIEW, centre=(0, 0, 0), place=(490.0, 390.0), scale=SCALE)
        self.receptor = Receptor("antagonist", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH
        self.guest = elacestrant("bound", seed=self.seed + 1)
        self.places = self.chain_places()
        upright = np.asarray(VIEW.T)
        scaffold = [beads_of_trace(trace) for trace in cullin_ring()]
        adaptors = blob((46, 34, 30), 5, bead_radius=7.0)
        self.ligase_place = Pose(upright, self.tableau.spot(880, 655, -8))
        self.ligase = RigidBody(
            [(gathered(scaffold), Role.LIGASE)]
        )
        self.adaptors = RigidBody([(adaptors, Role.LIGASE)])
        self.adaptors.dim = 0.45
        self.carrier = RigidBody(
            [(blob(E2_SIZE, 9, bead_radius=6.5), Role.LIGASE)]
        )
        self.carrier.dim = 0.45
        shape = beads_of_trace(ubiquitin())
        self.ubiquitins = [
            RigidBody([(shape, Role.UBIQUITIN)])
            for n in range(CHAIN)
        ]
        ring = cullin_ring()[1].positions.mean(axis=0)
        self.carrier_site = self.ligase_place.apply(ring[None])[0] + E2_REACH * self.tableau.view.rotation[0]
        for body in (self.ligase, self.adaptors, self.carrier, *self.ubiquitins):
            body.shown = False
        self.tableau.cast(
            self.receptor, self.guest, self.ligase, self.adaptors, self.carrier, *self.ubiquitins
        )
        self.add(self.tableau)
        self.labels = {
            "receptor": self.still_label("receptor", Role.RECEPTOR, self.receptor.anchor("400")),
            "ligase": self.still_label("ligase", Role.LIGASE, self.tableau.spot(740, 735)),
            "carrier": self.still_label("carrier", Role.LIGASE, self.carrier_site),
            "chain": self.still_label("chain", Role.UBIQUITIN, self.places[2].translation),
        }
        self.add(*self.labels.values())

    def still_label(self, name: str, role: Role, place: NDArray[np.float64]) -> Label:
        """A label of the shot, with a leader to a place that stays."""
        target = self.tableau.point(place)
        return self.make_label(name, role, lambda: target)

    def chain_places(self) -> list[Pose]:
        """Where each ubiquitin of the chain stands: a straight chain to the right, joined as in the tables."""
        direction = self.tableau.view.rotation[0] + 0.08 * self.tableau.view.rotation[1]
        places = [first_ubiquitin(lysine_nitrogen("K467", "antagonist"), direction, 20.0)]
        while len(places) < CHAIN:
            places.append(next_ubiquitin(places[-1]))
        return places

    def ligase_comes(self, frames: int) -> None:
        """The E3's scaffold drifts in from below with its adaptors and takes hold of the receptor."""
        self.ligase.shown = self.adaptors.shown = True
        below = Pose(
            rotation_about(VIEW[2], -14) @ self.ligase_place.rotation, self.tableau.spot(960, 1250, -8)
        )
        near = Pose(rotation_about(VIEW[2], 5) @ self.ligase_place.rotation, self.tableau.spot(865, 770, -8))
        hold = Pose(np.eye(3), self.tableau.spot(480, 565, -2))
        self.play_for(
            frames,
            Carry(self.ligase, [below, near, self.ligase_place]),
            Carry(
                self.adaptors,
                [
                    Pose(np.eye(3), self.tableau.spot(540, 1160, -2)),
                    Pose(np.eye(3), self.tableau.spot(450, 660, -2)),
                    hold,
                ],
            ),
            Within(0.75, 1.0, Appear(self.labels["ligase"])),
        )

    def ubiquitin_joins(self, number: int, frames: int) -> None:
        """An E2 brings ubiquitin to the E3; the ubiquitin is joined to the chain's end; the E2 leaves."""
        spot, place = self.tableau.spot, self.places[number]
        guest, carrier = self.ubiquitins[number], self.carrier
        guest.shown = carrier.shown = True
        turned = Pose(rotation_about((1, 1, 0), 40) @ place.rotation, place.translation)
        ride = 30.0 * self.tableau.view.rotation[1] + 4.0 * self.tableau.view.rotation[0]
        arrive = [
            spot(2060, 470 + 60 * (number % 2), 10),
            spot(1560, 640 - 40 * (number % 2), 12),
            self.carrier_site + (9.0 * self.tableau.view.rotation[0] if number == CHAIN - 1 else 0.0),
        ]
        arriving = [Pose(np.eye(3), where) for where in arrive]
        riding = [Pose(turned.rotation, where + ride) for where in arrive]
        above = Pose(turned.rotation, place.translation + 22.0 * self.tableau.view.rotation[2] + ride * 0.5)
        coming = frames // 2
        extra = [Within(0.5, 0.8, Appear(self.labels["carrier"]))] if number == 0 else []
        self.play_for(coming, Carry(carrier, arriving), Carry(guest, riding), *extra)
        leaving = [Pose(np.eye(3), where) for where in (arrive[-1], spot(1620, 760, 14), spot(2080, 800, 12))]
        gone = [Within(0.2, 0.5, Vanish(self.labels["carrier"]))] if number == 0 else []
        self.play_for(
            frames - coming,
            Carry(guest, [riding[-1], above, place]),
            Within(0.35, 1.0, Carry(carrier, leaving)),
            *gone,
        )
