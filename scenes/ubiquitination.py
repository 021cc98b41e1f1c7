"""Ubiquitin is joined to a surface lysine of the receptor, then to itself: four, each countable.

The E3 is a generic one, since no source names it; its E2 and the adaptors that hold the receptor are schematic and pale.
Which lysine carries the chain is not settled: K467 is used, and not named on screen.
"""

from __future__ import annotations

import numpy as np

from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import blob, cullin_ring, ubiquitin_chain
from moa_anim.molecule.beads import beads_of_trace, gathered
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.sets.close_up import stage_in_crowd
from moa_anim.sets.ubiquitin_transfer import JOINED, TransferUbiquitins, UbiquitinTransfer
from moa_anim.stage.motion import Motion, Riding, hide, passage, show
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SCALE = 6.0
"""Design pixels for one ångström."""

VIEW = rotation_about((0, 0, 1), 42) @ rotation_about((0, 1, 0), -48)
"""The view of the close-up, turned in its plane so that K467 looks to the right, where there is room for the chain."""

CHAIN_LENGTH = 4
"""Ubiquitins: the shortest chain that is the proteasome's principal signal."""

CHAIN_RIGHT_UP_TOWARDS = (1.0, 0.16, 0.25)
"""Direction of the chain: to the right, a little up, and towards the viewer, so that its depth pales none of the four."""

E2_FROM_RING_ANGSTROM = 34.0
"""From the middle of RBX1, the RING of the E3, to the middle of an E2 that it holds."""

ADAPTORS_ANGSTROM = (46, 34, 30)
"""Extents of the adaptors that hold the receptor."""

ADAPTORS_DIM = 0.66
"""Share of paper mixed into them, since their shape is schematic."""

E3_PATH = ((-12, 1450, 610), (5, 1080, 690), (0, 880, 655))
"""The E3's path: turn in the picture's plane (degrees), and where it is seen (design pixels); at the last it holds on."""

COMING_SHARE = 0.9
"""Of the first cue, until the E3 has taken hold."""


class Ubiquitination(MoaScene):
    """The E3 takes hold, with an E2 and its ubiquitin; four E2s hand over theirs, one after another."""

    def stage(self) -> None:
        """The receptor with elacestrant at the left, room for the chain at the right, the E3 outside at the right."""
        view = stage_in_crowd(self, rotation=VIEW, place=(490, 390), scale=SCALE, spacing=210)
        self.molecule_view = view
        receptor = Receptor("antagonist", seed=self.seed)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        shapes = [beads_of_trace(trace) for trace in cullin_ring()]
        self.ligase = RigidBody([(gathered(shapes), Role.LIGASE)])
        shape = blob(ADAPTORS_ANGSTROM, 5, bead_radius=7.0)
        self.adaptors = RigidBody([(shape, Role.LIGASE)])
        self.adaptors.dim = ADAPTORS_DIM
        self.path, self.adaptors_path = self.paths()
        bound = self.path[-1]
        obstacles = [bound.apply(each.positions) for each in shapes]
        obstacles += [beads_of_trace(receptor_tables().antagonist).positions]
        obstacles += [self.adaptors_path[-1].apply(shape.positions)]
        ring = bound.apply(cullin_ring()[1].positions.mean(axis=0)[None])[0]
        site = view.beside(ring, right=E2_FROM_RING_ANGSTROM)
        direction = np.array(CHAIN_RIGHT_UP_TOWARDS) @ view.view.rotation
        chain = ubiquitin_chain(lysine_nitrogen("K467", "antagonist"), direction, 20.0, CHAIN_LENGTH)
        relay = self.relay = UbiquitinTransfer(view, self.ligase, bound, site, chain, np.vstack(obstacles))
        view.cast(receptor, elacestrant("bound", seed=self.seed + 1), self.ligase, self.adaptors)
        view.cast(*relay.carriers, *relay.ubiquitins)
        self.add_label("receptor", Role.RECEPTOR, on=view.point(receptor.anchor("400")))
        self.add_label("ligase", Role.LIGASE, on=view.seen(self.ligase, "centre"))
        self.add_label("ligase", Role.LIGASE, on=view.point(view.spot(740, 735)), key="held")
        self.add_label("carrier", Role.LIGASE, on=view.seen(relay.carriers[0], "centre"))
        self.add_label("chain", Role.UBIQUITIN, on=view.point(chain[2].translation))

    def during_lead(self) -> list[Motion]:
        """The E3 comes into the picture."""
        return [*self.ligase_comes(0.0, self.lead_share()), show(self.labels["ligase"], 0.0, 1.0)]

    def cues(self) -> Cues:
        """The E3 takes hold; the chain grows."""
        transfer = [
            TransferUbiquitins(self.relay),
            hide(self.labels["carrier"], 0.06, 0.1),
            show(self.labels["chain"], JOINED[-1] + 0.02, JOINED[-1] + 0.09),
        ]
        return {"marked": self.ligase_takes_hold, "target": transfer}

    def lead_share(self) -> float:
        """Share of the E3's path on which it is during the lead: its motion goes on into the first cue."""
        coming = round(COMING_SHARE * self.frames_of("marked"))
        return self.lead() / (self.lead() + coming)

    def ligase_takes_hold(self, cue: CueClock) -> None:
        """The E3 arrives with its E2; each is named as it can be seen."""
        labels = self.labels
        self.play_for(
            cue.part(COMING_SHARE),
            *self.ligase_comes(self.lead_share(), 1.0),
            show(labels["receptor"], 0.1, 0.3),
            hide(labels["ligase"], 0.5, 0.65),
            show(labels["held"], 0.78, 0.9),
            show(labels["carrier"], 0.66, 0.78),
        )
        self.hold(cue.rest)

    def paths(self) -> tuple[list[Pose], list[Pose]]:
        """Return the poses of the E3's scaffold on its way, and those of the adaptors, which stay at the scaffold's end."""
        spot = self.molecule_view.spot
        steps = [(rotation_about(VIEW[2], degrees), spot(x, y)) for degrees, x, y in E3_PATH]
        end = VIEW @ (spot(480, 565, -2) - steps[-1][1])
        scaffold = [Pose(turn @ VIEW.T, place) for turn, place in steps]
        return scaffold, [Pose(turn, turn @ VIEW.T @ end + place) for turn, place in steps]

    def ligase_comes(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the E3, its adaptors and its E2 along a part of their path, given as shares."""
        pace = passage(begin, end)
        return [
            Carry(self.ligase, self.path, ease=pace),
            Carry(self.adaptors, self.adaptors_path, ease=pace),
            Riding(self.relay.ride),
        ]
