"""The 26S proteasome clears the receptor: it binds the chain, unfolds and threads, and lets ubiquitin go whole.

In order (SCIENCE.md): a ubiquitin receptor of the 19S cap binds the chain; a loose end is engaged; the receptor is unfolded
and threaded; ubiquitin is taken off and recycled; the chain enters the 20S; peptides leave.
"""

from __future__ import annotations

import numpy as np

from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import first_ubiquitin, next_ubiquitin, proteasome, ubiquitin
from moa_anim.molecule.beads import beads_of_ligand, beads_of_trace
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.stage.cast.bodies import Carry, RigidBody
from moa_anim.stage.cast.threaded import ThreadedReceptor
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.label import Point
from moa_anim.stage.motion import Appear, Change, Riding, Vanish, Within, steady
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.tableau import Tableau

SCALE = 2.85
LYING = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
"""Turns the tables' long axis (+z) to the right and their two-fold axis to the viewer: the classical side view."""

MOUTH = np.array([-205.0, 0.0, 0.0])
"""Where the channel opens in the left cap (Å, long axis to the right, origin in the middle of the 20S)."""

CHAMBER = 205.0
"""Down the channel from the mouth, in the middle chamber among the active sites: there chains are cut (Å)."""

EXIT = 412.0
"""Down the channel, where the right cap ends (Å)."""

LAST_SHARE = 0.93
"""By then the last peptide is out of the right cap; what is left of the work happens out of the picture."""

CHAIN = 4
LYSINE_ROW = 546 - 467
"""K467 among the residues, counted from the end that is engaged first."""


class ProteasomeClearance(MoaScene):
    """From the tagged receptor to peptides, and what is left of it: ubiquitin, whole."""

    def construct(self) -> None:
        """Play the shot's two cues."""
        self.stage()
        self.hold(self.lead(), Within(0.2, 1.0, Appear(self.labels["proteasome"])))
        with self.cue("cleared") as cue:
            self.chain_is_bound(cue.rest)
        with self.cue("system") as cue:
            self.receptor_is_threaded(cue.rest)
        # The ring works on to the shot's end: nothing stops in mid-air.
        self.play_for(self.tail(), Change(self.receptor, "share", LAST_SHARE, ease=steady))

    def stage(self) -> None:
        """The proteasome across the picture, cut open along its channel; the tagged receptor outside at the left."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=130)
        )
        self.tableau = Tableau(self, rotation=np.eye(3), centre=(0, 0, 0), place=(1060.0, 492.0), scale=SCALE)
        particle = proteasome()
        self.particle = RigidBody(
            [
                (particle.alpha, Role.PROTEASOME),
                (particle.beta, Role.PROTEASOME_CORE),
                (particle.caps, Role.PROTEASOME_CAP),
            ],
            Pose(LYING, np.zeros(3)),
            still=True,
            cut_depth=0.0,
        )
        turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
        self.bound = Pose(turned, MOUTH + np.array([-48.0, 14.0, 8.0]))
        self.start = Pose(rotation_about((0, 0, 1), -48) @ turned, MOUTH + np.array([-84.0, 62.0, 16.0]))
        self.receptor = ThreadedReceptor(self.start, self.seed, MOUTH, CHAMBER, EXIT)
        ligand = beads_of_ligand(receptor_tables().ligands["elacestrant_MODEL"])
        self.ligand = RigidBody(
            [(ligand, Role.ELACESTRANT)], self.start, tremble_angstrom=0.2, seed=self.seed + 1
        )
        shape = beads_of_trace(ubiquitin())
        self.ubiquitins = [
            RigidBody([(shape, Role.UBIQUITIN)], tremble_angstrom=0.3, seed=self.seed + 10 + n)
            for n in range(CHAIN)
        ]
        self.tag()
        self.tableau.cast(self.particle, self.receptor, self.ligand, *self.ubiquitins)
        self.add(self.tableau)
        self.labels = {
            "proteasome": self.make_label("proteasome", Role.PROTEASOME, (720, 230), lambda: (930.0, 390.0)),
            "receptor": self.make_label("receptor", Role.RECEPTOR, (90, 190), self.receptor_spot),
            "chain": self.make_label("chain", Role.UBIQUITIN, (90, 800), self.chain_spot),
            "recycled": self.make_label("recycled", Role.UBIQUITIN, (90, 230)),
            "peptides": self.make_label("peptides", Role.RECEPTOR, (1330, 800), lambda: (1688.0, 516.0)),
        }
        self.add(*self.labels.values())

    def receptor_spot(self) -> Point:
        """Where the fold is seen."""
        return self.tableau.point(self.receptor.anchor("centre"))

    def chain_spot(self) -> Point:
        """Where the chain's second ubiquitin is seen."""
        return self.tableau.point(self.ubiquitins[1].anchor("centre"))

    def tag(self) -> None:
        """Bring the ubiquitins to where K467 is: the chain rides on the receptor."""
        pose = self.receptor.pose
        nitrogen = pose.apply(lysine_nitrogen("K467", "antagonist")[None])[0]
        if self.receptor.share > 0:
            nitrogen = nitrogen + self.receptor.shift_of(LYSINE_ROW)
        direction = pose.rotation @ self.bound.rotation.T @ np.array([0.70, -0.64, 0.30])
        place = first_ubiquitin(nitrogen, direction, 20.0)
        for body in self.ubiquitins:
            body.pose = place
            place = next_ubiquitin(place)

    def chain_is_bound(self, frames: int) -> None:
        """The tagged receptor drifts in; the cap binds the chain."""
        between = Pose(
            rotation_about((0, 0, 1), -22) @ self.bound.rotation,
            self.bound.translation + np.array([-34.0, 26.0, 14.0]),
        )
        self.play_for(
            frames,
            Carry(self.receptor, [self.start, between, self.bound]),
            Carry(self.ligand, [self.start, between, self.bound]),
            Riding(self.tag),
            Within(0.0, 0.2, Appear(self.labels["receptor"])),
            Within(0.55, 0.7, Vanish(self.labels["receptor"])),
            Within(0.7, 0.9, Appear(self.labels["chain"])),
        )

    def receptor_is_threaded(self, frames: int) -> None:
        """The work of the ATPase ring: unfold, thread, take ubiquitin off, cut, let go."""
        let_go = (LYSINE_ROW - 3) / self.receptor.threading().total
        # One pace from here to the end of the shot, this cue's tail included.
        pace = LAST_SHARE / (frames + self.direction.shot.tail.frames)
        release = round(let_go / pace)
        self.play_for(
            release,
            Change(self.receptor, "share", release * pace, ease=steady),
            Riding(self.tag),
            Within(0.1, 1.0, Carry(self.ligand, self.ligand_leaves())),
        )
        labels = self.labels
        self.play_for(
            frames - release,
            Change(self.receptor, "share", frames * pace, ease=steady),
            *(Within(0.0, 0.5, Carry(body, self.way_off(n))) for n, body in enumerate(self.ubiquitins)),
            Within(0.0, 0.05, Vanish(labels["chain"])),
            Within(0.06, 0.14, Appear(labels["recycled"])),
            Within(0.48, 0.54, Vanish(labels["recycled"])),
            Within(0.20, 0.28, Appear(labels["peptides"])),
            Within(0.95, 1.0, Vanish(labels["peptides"])),
        )

    def way_off(self, number: int) -> list[Pose]:
        """Rpn11 cuts at the chain's base: the ubiquitins come off together, then go each its way, whole."""
        pose = self.ubiquitins[number].pose
        off = np.array([-38.0, -12.0, 22.0])
        turned = rotation_about((1, number, 1), 60) @ pose.rotation
        return [
            pose,
            Pose(pose.rotation, pose.translation + off),
            Pose(pose.rotation, pose.translation + 2 * off),
            Pose(turned, self.tableau.spot(-190, 430 + 75 * number, 60)),
        ]

    def ligand_leaves(self) -> list[Pose]:
        """Elacestrant, no longer held, drifts off."""
        spot, pose = self.tableau.spot, self.ligand.pose
        drifting = rotation_about((1, 0, 1), 60) @ pose.rotation
        return [
            pose,
            Pose(drifting, spot(230, 330, 40)),
            Pose(rotation_about((0, 1, 1), 70) @ drifting, spot(-120, 260, 40)),
        ]
