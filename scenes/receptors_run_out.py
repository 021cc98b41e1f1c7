"""Fewer receptors: one by one they are gone, estradiol still drifts, and the gene is quiet."""

from __future__ import annotations

import numpy as np

from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import b_dna
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.cast.bodies import RigidBody
from moa_anim.stage.cast.receptor import PLACES, receptor_shape
from moa_anim.stage.closeup import CLOSE_VIEW, CUT_DEPTH
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Appear, Change, Vanish, Within, steady
from moa_anim.stage.population import Count, Population, arranged, scattered
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.tableau import Tableau

SCALE = 2.4
SURVIVORS, ESTRADIOLS = 2, 18
DNA_BASE_PAIRS = 250


class ReceptorsRunOut(MoaScene):
    """A population of 24 that falls to 2; their hormone is still there."""

    def construct(self) -> None:
        """Play the shot's four cues."""
        self.stage()
        self.hold(self.lead())
        with self.cue("fewer") as cue:
            self.play_for(
                cue.rest,
                Change(self.receptors, "left", 13.0, ease=steady),
                Within(0.0, 0.15, Appear(self.labels["receptor"])),
                Within(0.8, 0.95, Vanish(self.labels["receptor"])),
            )
        with self.cue("secreted") as cue:
            self.play_for(
                cue.rest,
                Change(self.receptors, "left", 7.0, ease=steady),
                Within(0.05, 0.3, Appear(self.labels["estradiol"])),
            )
        with self.cue("no-signal") as cue:
            self.play_for(
                cue.rest,
                Change(self.receptors, "left", 3.0, ease=steady),
                Within(0.05, 0.3, Appear(self.labels["gene"])),
            )
        with self.cue("lack") as cue:
            self.play_for(cue.rest, Change(self.receptors, "left", float(SURVIVORS), ease=steady))
        self.hold(self.tail())

    def stage(self) -> None:
        """Receptors with elacestrant over a stretch of DNA, estradiol between them."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=120)
        )
        self.tableau = Tableau(self, rotation=np.eye(3), centre=(0, 0, 0), place=(960.0, 800.0), scale=SCALE)
        backbone, bases = b_dna(DNA_BASE_PAIRS)
        dna = RigidBody(
            [(backbone, Role.DNA), (bases, Role.DNA_BASE)],
            Pose(rotation_about((1, 0, 0), 15), np.zeros(3)),
            still=True,
        )
        dna.dim = 0.25
        self.tableau.cast(dna)
        ligand = receptor_tables().ligands
        shape = [
            *receptor_shape(PLACES["antagonist"]),
            (beads_of_ligand(ligand["elacestrant_MODEL"]), Role.ELACESTRANT),
        ]
        places = arranged(8, 3, (160, 290, 1540, 650), 14, self.seed)
        self.receptors = Population(
            self,
            shape,
            places,
            scale=SCALE,
            wander=7.0,
            seed=self.seed,
            facing=CLOSE_VIEW,
            cut_depth=CUT_DEPTH,
        )
        hormone = [(beads_of_ligand(ligand["estradiol_1G50"]), Role.ESTRADIOL)]
        drops = scattered(ESTRADIOLS - 4, (110, 200, 1500, 690), 84, self.seed + 5, clear_of=places, room=74)
        drops += scattered(4, (1640, 530, 1810, 690), 80, self.seed + 6)  # clear of the count and the label
        self.estradiol = Population(
            self,
            hormone,
            drops,
            scale=SCALE * ESTRADIOL_ENLARGED,
            wander=16.0,
            seed=self.seed + 1,
            hertz=(0.05, 0.25),
        )
        self.count = Count(self.receptors, self.label("count"), Role.RECEPTOR, (1850, 250))
        first = min(self.receptors.members[:12], key=lambda member: np.hypot(member.x - 300, member.y - 190))
        self.labels = {
            "receptor": Label(self.label("receptor"), Role.RECEPTOR, (90, 190), lambda: (first.x, first.y)),
            "estradiol": Label(
                self.label("estradiol"),
                Role.ESTRADIOL,
                (1450, 440),
                lambda: self.estradiol.place(self.nearest(1700, 620)),
            ),
            "gene": Label(self.label("gene"), Role.DNA, (110, 730), lambda: (420.0, 795.0)),
        }
        self.add(self.tableau, self.receptors, self.estradiol, self.count, *self.labels.values())

    def nearest(self, x: float, y: float) -> int:
        """The estradiol whose place is nearest to (x, y)."""
        gaps = [(member.x - x) ** 2 + (member.y - y) ** 2 for member in self.estradiol.members]
        return int(np.argmin(gaps))


ESTRADIOL_ENLARGED = 1.6
"""Estradiol beside receptors would be a speck; drawn larger here by this much, and credited."""
