"""Ubiquitin is joined to a surface lysine of the receptor, then to itself: four, each countable.

The E3 is a generic one (no source names it), its E2 and the adaptors that hold the receptor are schematic and pale. Which
lysine carries the chain is not settled: K467 is used and not named on screen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import blob, cullin_ring, first_ubiquitin, next_ubiquitin
from moa_anim.molecule.beads import beads_of_trace, gathered
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.sets.ubiquitin_transfer import (
    JOINED,
    TransferUbiquitins,
    UbiquitinTransfer,
)
from moa_anim.stage.label import Label
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion, Riding, hide, passage, show
from moa_anim.stage.scene import MoaScene

SCALE = 6.0
VIEW = rotation_about((0, 0, 1), 42) @ rotation_about((0, 1, 0), -48)
"""The view of the close-up, turned in its plane so that K467 looks to the right, where there is room for the chain."""

CHAIN = 4
E2_REACH = 34.0
"""An E2 sits at RBX1, the RING of the E3: its middle this far (Å) from RBX1's."""


class Ubiquitination(MoaScene):
    """The E3 takes hold, an E2 with ubiquitin on it; four E2s give theirs, one after another."""

    def construct(self) -> None:
        """Play the shot's two cues."""
        self.stage()
        coming = round(COMING * self.frames_of("marked"))
        begun = self.lead() / (self.lead() + coming)
        self.hold(self.lead(), *self.ligase_comes(0.0, begun), show(self.labels["ligase"], 0.0, 1.0))
        with self.cue("marked") as cue:
            self.play_for(
                coming,
                *self.ligase_comes(begun, 1.0),
                show(self.labels["receptor"], 0.1, 0.3),
                hide(self.labels["ligase"], 0.5, 0.65),
                show(self.labels["held"], 0.78, 0.9),
                show(self.labels["carrier"], 0.66, 0.78),
            )
            self.hold(cue.rest)
        with self.cue("target") as cue:
            self.play_for(
                cue.rest,
                TransferUbiquitins(self.relay),
                hide(self.labels["carrier"], 0.06, 0.1),
                show(self.labels["chain"], JOINED[-1] + 0.02, JOINED[-1] + 0.09),
            )
        self.hold(self.tail())

    def stage(self) -> None:
        """The receptor with elacestrant at the left, room for the chain at the right, the E3 below."""
        self.set_backdrop(crowd_backdrop, scale=SCALE, seed=self.seed, spacing=210)
        self.molecule_view = MoleculeView(
            self, rotation=VIEW, centre=(0, 0, 0), place=(490.0, 390.0), scale=SCALE
        )
        self.receptor = Receptor("antagonist", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.partner = elacestrant("bound", seed=self.seed + 1)
        self.places = self.chain_places()
        upright = np.asarray(VIEW.T)
        scaffold = [beads_of_trace(trace) for trace in cullin_ring()]
        adaptors = blob((46, 34, 30), 5, bead_radius=7.0)
        self.ligase_place = Pose(upright, self.molecule_view.spot(880, 655, 0))
        self.ligase = RigidBody([(gathered(scaffold), Role.LIGASE)])
        self.adaptors = RigidBody([(adaptors, Role.LIGASE)])
        self.adaptors.dim = 0.66
        ring = cullin_ring()[1].positions.mean(axis=0)
        site = self.ligase_place.apply(ring[None])[0] + E2_REACH * self.molecule_view.view.rotation[0]
        held = [self.ligase_place.apply(each.positions) for each in scaffold]
        held += [
            beads_of_trace(receptor_tables().antagonist).positions,
            self.ligase_way()[1][-1].apply(adaptors.positions),
        ]
        self.relay = UbiquitinTransfer(
            self.molecule_view, self.ligase, self.ligase_place, site, self.places, np.vstack(held)
        )
        self.ligase.pose, self.adaptors.pose = self.ligase_way()[0][0], self.ligase_way()[1][0]
        self.relay.ride()
        self.molecule_view.cast(
            self.receptor,
            self.partner,
            self.ligase,
            self.adaptors,
            *self.relay.carriers,
            *self.relay.ubiquitins,
        )
        self.add(self.molecule_view)
        self.labels = {
            "receptor": self.still_label("receptor", Role.RECEPTOR, self.receptor.anchor("400")),
            "ligase": self.make_label("ligase", Role.LIGASE, self.ligase_spot),
            "held": self.still_label("ligase", Role.LIGASE, self.molecule_view.spot(740, 735)),
            "carrier": self.make_label("carrier", Role.LIGASE, self.carrier_spot),
            "chain": self.still_label("chain", Role.UBIQUITIN, self.places[2].translation),
        }
        self.add(*self.labels.values())

    def still_label(self, name: str, role: Role, place: NDArray[np.float64]) -> Label:
        """A label of the shot, with a leader to a place that stays."""
        target = self.molecule_view.point(place)
        return self.make_label(name, role, lambda: target)

    def chain_places(self) -> list[Pose]:
        """Where each ubiquitin of the chain stands: a straight chain to the right, joined as in the tables."""
        # To the right, a little up, and to the viewer: none of the four is paled by its depth.
        direction = np.array([1.0, 0.16, 0.25]) @ self.molecule_view.view.rotation
        places = [first_ubiquitin(lysine_nitrogen("K467", "antagonist"), direction, 20.0)]
        while len(places) < CHAIN:
            places.append(next_ubiquitin(places[-1]))
        return places

    def ligase_spot(self) -> Point:
        """Where the middle of the E3's scaffold is seen."""
        return self.molecule_view.point(self.ligase.pose.apply(LABELLED[None])[0])

    def carrier_spot(self) -> Point:
        """Where the first E2 is seen."""
        return self.molecule_view.point(self.relay.carriers[0].anchor("centre"))

    def ligase_way(self) -> tuple[list[Pose], list[Pose]]:
        """Where the E3's scaffold and its adaptors come from, over what, and where they take hold."""
        spot = self.molecule_view.spot
        away, over = (rotation_about(VIEW[2], turn) @ self.ligase_place.rotation for turn in (-12, 5))
        scaffold = [Pose(away, spot(1450, 610, 0)), Pose(over, spot(1080, 690, 0)), self.ligase_place]
        turns = rotation_about(VIEW[2], -12), rotation_about(VIEW[2], 5), np.eye(3)
        held = self.molecule_view.spot(480, 565, -2)
        # The adaptors ride on the scaffold's end all the way.
        inner = self.ligase_place.rotation.T @ (held - self.ligase_place.translation)
        adaptors = [
            Pose(turn, pose.rotation @ inner + pose.translation)
            for turn, pose in zip(turns, scaffold, strict=True)
        ]
        return scaffold, adaptors

    def ligase_comes(self, begin: float, end: float) -> list[Motion]:
        """The E3 drifts in from the right and takes hold with its adaptors: its way's part from `begin` to `end`."""
        scaffold, adaptors = self.ligase_way()
        pace = passage(begin, end)
        return [
            Carry(self.ligase, scaffold, ease=pace),
            Carry(self.adaptors, adaptors, ease=pace),
            Riding(self.relay.ride),
        ]


COMING = 0.9
"""Of the first cue, until the E3 has taken hold."""

LABELLED = np.array([0.0, 0.0, 0.0])
"""A place on the E3's scaffold, Å in the table's frame."""
