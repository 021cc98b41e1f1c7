"""Four ubiquitins, each countable, are joined one after the other to a surface lysine of the receptor.

The E3 is a generic one and the E2 represents any E2, since no source names them; the adaptors that hold the receptor are
schematic and pale. Which lysine carries the chain is not known: K467 is used, and not named on screen.
"""

from __future__ import annotations

import numpy as np

from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import adaptors_between, ligase
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.ubiquitin_growth import scaffold_and_ring, transfers
from moa_anim.sets.close_up import stage_in_crowd
from moa_anim.sets.ubiquitin_transfer import JOINED, TransferUbiquitins, UbiquitinTransfer
from moa_anim.stage.motion import Motion, Riding, hide, passage, show
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SCALE = 4.15
"""Design pixels for one ångström."""

RECEPTOR_PIXELS = (600.0, 628.0)
"""Where the receptor's middle is shown (design pixels)."""

VIEW = rotation_about((0, 0, 1), 120) @ np.diag([-1.0, 1.0, -1.0]) @ ligase().receptor.rotation
"""Rotation that lays the plane of the arched E3 into the picture, with the chain growing to the right. The pocket is
viewed from nearly the same side as in the close-up."""

ADAPTORS_DIM = 0.66
"""Share of paper mixed into the adaptors, since their shape is schematic."""

E3_PATH = (((205.0, -8.0, 10.0), -14.0), ((92.0, -14.0, 16.0), 4.0), ((0.0, 0.0, 0.0), 0.0))
"""The E3's path relative to its bound place: right, up, towards the viewer (Å), and rotation in the picture's plane
(degrees)."""

HOLDING_ANGSTROM = np.array([-34.0, -16.0, 0.0])
"""Place on the arm of the E3's scaffold that holds the receptor (Å in the table's frame)."""

E2_LABEL_ANGSTROM = np.array([-13.0, -12.0, 0.0])
"""From an E2's middle to a part of it that its ubiquitin does not hide: right, up, towards the viewer (Å)."""

ARRIVING_SHARE = 0.9
"""Share of the first cue after which the E3 has bound the receptor."""


class Ubiquitination(MoaScene):
    """The E3 binds with an E2 and its ubiquitin; four E2s transfer their ubiquitins, one after another."""

    def stage(self) -> None:
        """The receptor with elacestrant at the left, room for the chain, the E3 outside the picture at the right."""
        view = stage_in_crowd(self, rotation=VIEW, place=RECEPTOR_PIXELS, scale=SCALE, spacing=210)
        self.molecule_view = view
        receptor = Receptor("antagonist", seed=self.seed)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        lysine = ligase().lysine
        side_chain = beads_of_atoms(lysine.moved(ligase().receptor.inverse().apply(lysine.positions)))
        self.ligase, self.ring = (
            RigidBody([(beads_of_atoms(atoms), Role.LIGASE)], transfers()[0].scaffold)
            for atoms in scaffold_and_ring()
        )
        shape, self.adaptors_place = adaptors_between()
        self.adaptors = RigidBody([(shape, Role.LIGASE)])
        self.adaptors.dim = ADAPTORS_DIM
        relay = self.relay = UbiquitinTransfer(view, self.ligase, self.ring)
        view.cast(receptor, elacestrant("bound", seed=self.seed + 1))
        view.cast(RigidBody([(side_chain, Role.RECEPTOR)], still=True), self.ligase, self.ring, self.adaptors)
        view.cast(*relay.carriers, *relay.ubiquitins)
        self.add_label("receptor", Role.RECEPTOR, on=view.point(receptor.anchor("400")))
        self.add_label("ligase", Role.LIGASE, on=view.seen(self.ligase, "centre"))
        self.add_label("ligase", Role.LIGASE, on=self.holding_spot, key="held")
        self.add_label("carrier", Role.LIGASE, on=self.carrier_spot)
        self.add_label("chain", Role.UBIQUITIN, on=view.seen(relay.ubiquitins[1], "centre"))

    def holding_spot(self) -> Point:
        """Return where the arm of the E3 that holds the receptor is shown (design pixels)."""
        return self.molecule_view.point(self.ligase.pose.apply(HOLDING_ANGSTROM[None])[0])

    def carrier_spot(self) -> Point:
        """Return where the first E2 is shown next to its ubiquitin (design pixels)."""
        place = self.relay.carriers[0].anchor("centre")
        return self.molecule_view.point(place + E2_LABEL_ANGSTROM @ self.molecule_view.view.rotation)

    def during_lead(self) -> list[Motion]:
        """The E3 moves into the picture."""
        return [*self.ligase_comes(0.0, self.lead_share()), show(self.labels["ligase"], 0.0, 1.0)]

    def cues(self) -> Cues:
        """Return the cues: the E3 binds, the chain grows."""
        transfer = [
            TransferUbiquitins(self.relay),
            hide(self.labels["carrier"], 0.06, 0.1),
            show(self.labels["chain"], JOINED[-1] + 0.06, JOINED[-1] + 0.12),
        ]
        return {"marked": self.ligase_binds, "target": transfer}

    def lead_share(self) -> float:
        """Return the share of the E3's path that falls into the lead; its motion continues in the first cue."""
        coming = round(ARRIVING_SHARE * self.frames_of("marked"))
        return self.lead() / (self.lead() + coming)

    def ligase_binds(self, cue: CueClock) -> None:
        """The E3 arrives with its E2; each is labelled once it is visible."""
        labels = self.labels
        self.play_for(
            cue.part(ARRIVING_SHARE),
            *self.ligase_comes(self.lead_share(), 1.0),
            show(labels["receptor"], 0.1, 0.3),
            hide(labels["ligase"], 0.5, 0.65),
            show(labels["held"], 0.78, 0.9),
            show(labels["carrier"], 0.66, 0.78),
        )
        self.hold(cue.rest)

    def paths(self) -> tuple[list[Pose], list[Pose]]:
        """Return the path of the E3's scaffold and that of the adaptors, which stay at the scaffold's end."""
        place, axes = transfers()[0].scaffold, self.molecule_view.view.rotation
        scaffold = [
            Pose(
                rotation_about(axes[2], degrees) @ place.rotation, place.translation + np.array(shift) @ axes
            )
            for shift, degrees in E3_PATH
        ]
        end = place.inverse().after(self.adaptors_place)
        return scaffold, [pose.after(end) for pose in scaffold]

    def ligase_comes(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the E3, its adaptors and its E2 along a part of their path, given as shares."""
        (path, adaptors_path), pace = self.paths(), passage(begin, end)
        return [
            Carry(self.ligase, path, ease=pace),
            Carry(self.adaptors, adaptors_path, ease=pace),
            Riding(self.relay.ride),
        ]
