"""Ubiquitin is joined to a surface lysine of the receptor, then to itself: four, each countable.

The E3 is a generic one and its E2 a stand-in (no source names them); the adaptors that hold the receptor are schematic and
pale. Which lysine carries the chain is not settled: K467 is used and not named on screen.
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
from moa_anim.molecule.assemblies import adaptors_between, ligase, ligase_places
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.sets.ubiquitin_transfer import (
    JOINED,
    TransferUbiquitins,
    UbiquitinTransfer,
)
from moa_anim.stage.label import Label
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion, Riding, hide, passage, show
from moa_anim.stage.scene import MoaScene

SCALE = 4.15
RECEPTOR_PIXELS = (600.0, 628.0)
"""Design pixels for one ångström, and where the receptor's middle is seen."""

VIEW = rotation_about((0, 0, 1), 120) @ np.diag([-1.0, 1.0, -1.0]) @ ligase().receptor.rotation
"""Onto the plane of the E3's bow, turned so that the chain grows to the right. It looks into the pocket nearly as the
close-up does."""


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
            self, rotation=VIEW, centre=(0, 0, 0), place=RECEPTOR_PIXELS, scale=SCALE
        )
        self.receptor = Receptor("antagonist", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.partner = elacestrant("bound", seed=self.seed + 1)
        lysine = ligase().lysine
        self.lysine = RigidBody(
            [
                (
                    beads_of_atoms(lysine.moved(ligase().receptor.inverse().apply(lysine.positions))),
                    Role.RECEPTOR,
                )
            ],
            still=True,
        )
        shape, self.adaptors_place = adaptors_between()
        self.ligase = RigidBody([(beads_of_atoms(ligase().scaffold), Role.LIGASE)], ligase_places()[0])
        self.adaptors = RigidBody([(shape, Role.LIGASE)])
        self.adaptors.dim = 0.66
        self.relay = UbiquitinTransfer(self.molecule_view, self.ligase)
        self.ligase.pose, self.adaptors.pose = self.ligase_way()[0][0], self.ligase_way()[1][0]
        self.relay.ride()
        self.molecule_view.cast(
            self.receptor,
            self.partner,
            self.lysine,
            self.ligase,
            self.adaptors,
            *self.relay.carriers,
            *self.relay.ubiquitins,
        )
        self.add(self.molecule_view)
        self.labels = {
            "receptor": self.still_label("receptor", Role.RECEPTOR, self.receptor.anchor("400")),
            "ligase": self.make_label("ligase", Role.LIGASE, self.ligase_spot),
            "held": self.make_label("ligase", Role.LIGASE, self.hold_spot),
            "carrier": self.make_label("carrier", Role.LIGASE, self.carrier_spot),
            "chain": self.still_label("chain", Role.UBIQUITIN, self.relay.places[1].translation),
        }
        self.add(*self.labels.values())

    def still_label(self, name: str, role: Role, place: NDArray[np.float64]) -> Label:
        """A label of the shot, with a leader to a place that stays."""
        target = self.molecule_view.point(place)
        return self.make_label(name, role, lambda: target)

    def ligase_spot(self) -> Point:
        """Where the middle of the E3's scaffold is seen."""
        return self.molecule_view.point(self.ligase.pose.apply(LABELLED[None])[0])

    def hold_spot(self) -> Point:
        """Where the E3's arm is seen that holds the receptor."""
        return self.molecule_view.point(self.ligase.pose.apply(HOLDING[None])[0])

    def carrier_spot(self) -> Point:
        """Where the first E2 is seen."""
        axes = self.molecule_view.view.rotation
        return self.molecule_view.point(self.relay.carriers[0].anchor("centre") + BESIDE_UBIQUITIN @ axes)

    def ligase_way(self) -> tuple[list[Pose], list[Pose]]:
        """Where the E3's scaffold and its adaptors come from, over what, and where they take hold."""
        place, axes = ligase_places()[0], self.molecule_view.view.rotation
        scaffold = [
            Pose(rotation_about(axes[2], degrees) @ place.rotation, place.translation + np.array(shift) @ axes)
            for shift, degrees in WAY
        ]
        scaffold.append(place)
        # The adaptors ride on the scaffold's end all the way.
        inner = place.inverse().after(self.adaptors_place)
        return scaffold, [pose.after(inner) for pose in scaffold]

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

WAY = (((205.0, -8.0, 10.0), -14.0), ((92.0, -14.0, 16.0), 4.0))
"""Where the E3 comes from and over what, from where it takes hold: right, up, towards the viewer (Å), and turned (degrees)."""

BESIDE_UBIQUITIN = np.array([-13.0, -12.0, 0.0])
"""From an E2's middle to where it shows beside its ubiquitin: right, up, towards the viewer (Å)."""

LABELLED = np.array([0.0, 0.0, 0.0])
HOLDING = np.array([-34.0, -16.0, 0.0])
"""Places on the E3's scaffold, Å in the table's frame."""
