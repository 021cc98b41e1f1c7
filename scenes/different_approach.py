"""Elacestrant takes receptors away; beside it, an aromatase inhibitor lowers estrogen and tamoxifen only blocks the pocket.

First elacestrant alone, from afar; then the three treatments in three lanes, with the same receptors in each; last the same
with receptors that carry ESR1 mutations.
"""

from __future__ import annotations

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.proteasome import Proteasome
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.mechanism_overview import (
    LEFT_AT_THE_END,
    SCALE,
    MechanismOverview,
)
from moa_anim.sets.treatment_lanes import LANE_SCALE, Lane, LaneDividers, Treatment
from moa_anim.stage.motion import change, hide, show, steady
from moa_anim.stage.scene import MoaScene

SCRIM_OPACITY = 0.58
"""How far a lane that is not meant is laid under paper."""

PARTICLE_AT, PARTICLE_TURN, PARTICLE_LEAN, PARTICLE_DIM = (905.0, 520.0), 58.0, 0.0, 0.3
"""Where the 26S lies behind the receptors, turned so far (degrees) that it fits the picture, and how far mixed with paper."""

PARTICLE_NAMED: Point = (984.0, 432.0)
"""Where its label points to: its 20S core, between the receptors."""

PARTICLE_MOUTH = 250.0
"""Place on its axis (Å) where receptors are taken: the mouth of the cap that is nearer to the viewer."""

HOLDERS = (0, 2, 4)
"""Which receptors hold estradiol before there is less of it."""

ESTRADIOL_PLACES: tuple[Point, ...] = (
    (296, 370),
    (104, 584),
    (580, 322),
    (560, 536),
    (326, 750),
    (62, 656),
    (312, 836),
)
"""Where estradiol drifts in each lane (x from its left edge, y; design pixels): between the receptors."""


class DifferentApproach(MoaScene):
    """Twelve receptors become five; then three lanes of five, in one of which receptors go."""

    def construct(self) -> None:
        """Play the shot's eight cues."""
        self.stage_brief()
        self.hold(self.lead())
        self.brief_cues()
        self.stage_lanes()
        self.lane_cues()
        self.hold(self.tail())

    def stage_brief(self) -> None:
        """Receptors, empty, and elacestrants about them."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=180)
        )
        self.particle = Proteasome(
            PARTICLE_AT, SCALE, turn=PARTICLE_TURN, lean=PARTICLE_LEAN, dim=PARTICLE_DIM
        )
        self.particle.opacity = 0.0
        brief = self.brief = MechanismOverview(self, self.particle.spot(PARTICLE_MOUTH))
        receptors, drugs = brief.receptors, brief.drugs
        pointed, coming, settling = brief.nearest(660, 700), brief.nearest(1236, 266), brief.nearest(660, 700)
        self.labels = {
            "receptor": self.make_label("receptor", Role.RECEPTOR, lambda: receptors.place(pointed)),
            "elacestrant": self.make_label("elacestrant", Role.ELACESTRANT, lambda: drugs.place(coming)),
            "helix12": self.make_label("helix12", Role.HELIX12, lambda: receptors.helix_spot(settling)),
        }
        self.labels["proteasome"] = self.make_label("proteasome", Role.INK, lambda: PARTICLE_NAMED)
        self.add(self.particle, *brief.painted, *self.labels.values())

    def brief_cues(self) -> None:
        """It binds, helix 12 settles, the receptors go."""
        brief, labels = self.brief, self.labels
        with self.cue("advantage") as cue:
            self.play_for(
                cue.rest,
                change(brief, "arrival", 1.0, 0.0, 0.97, ease=steady),
                show(labels["receptor"], 0.04, 0.14),
                show(labels["elacestrant"], 0.48, 0.56),
                hide(labels["receptor"], 0.5, 0.6),
                hide(labels["elacestrant"], 0.9, 1.0),
            )
        with self.cue("induces") as cue:
            self.play_for(
                cue.rest,
                change(brief, "settling", 1.0, 0.05, 0.85, ease=steady),
                show(labels["helix12"], 0.42, 0.55),
            )
        with self.cue("guides") as cue:
            self.play_for(
                cue.rest,
                hide(labels["helix12"], 0.0, 0.1),
                show(brief.count, 0.0, 0.1),
                show(self.particle, 0.12, 0.3),
                show(labels["proteasome"], 0.3, 0.4),
                change(brief.receptors, "left", 7.0, 0.1, 1.0, ease=steady),
            )
        with self.cue("fewer") as cue:
            self.play_for(
                cue.rest,
                hide(labels["proteasome"], 0.0, 0.1),
                change(brief.receptors, "left", float(LEFT_AT_THE_END), 0.0, 0.75, ease=steady),
            )

    def stage_lanes(self) -> None:
        """A cut: three lanes, the same receptors in each."""
        brief = self.brief
        self.remove(self.particle, *brief.painted, *self.labels.values())
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(
                camera.pixel_width, camera.pixel_height, scale=LANE_SCALE, seed=self.seed + 1, spacing=170
            )
        )
        loose, settled = HELIX12_PLACES["loose"], HELIX12_PLACES["antagonist"]
        ligands = receptor_tables().ligands
        estradiol, elacestrant = ligands["estradiol"], ligands["elacestrant"]
        treatments = (
            Treatment(
                self.label("lane-inhibitor"), self.label("less"), (estradiol, Role.ESTRADIOL), loose, HOLDERS
            ),
            Treatment(
                self.label("lane-tamoxifen"),
                self.label("blocked"),
                (ligands["tamoxifen"], Role.TAMOXIFEN),
                settled,
            ),
            Treatment(
                self.label("lane-elacestrant"),
                self.label("removed"),
                (elacestrant, Role.ELACESTRANT),
                settled,
            ),
        )
        self.lanes = [Lane(self, n, each, ESTRADIOL_PLACES) for n, each in enumerate(treatments)]
        inhibitor = self.lanes[0]
        self.mutant = self.make_label(
            "mutant", Role.MUTATION, lambda: inhibitor.receptors.helix_spot(1, 537, 538)
        )
        self.add(*(piece for lane in self.lanes for piece in lane.painted), LaneDividers(), self.mutant)

    def lane_cues(self) -> None:
        """Each treatment named as its lane is lit; then the mutants."""
        inhibitor, tamoxifen, elacestrant = self.lanes
        inhibitor.scrim.opacity = tamoxifen.scrim.opacity = SCRIM_OPACITY
        with self.cue("beyond") as cue:
            self.play_for(
                cue.rest,
                show(elacestrant.effect, 0.3, 0.4),
                change(elacestrant.receptors, "left", 4.0, 0.25, 0.75, ease=steady),
            )
        with self.cue("traditional") as cue:
            self.play_for(
                cue.share(1, 2),
                show(elacestrant.scrim, 0.0, 0.15, SCRIM_OPACITY),
                hide(tamoxifen.scrim, 0.0, 0.15),
                show(tamoxifen.effect, 0.3, 0.45),
                change(tamoxifen, "visit", 1.0, 0.15, 1.0),
            )
            self.play_for(
                cue.rest,
                show(tamoxifen.scrim, 0.0, 0.15, SCRIM_OPACITY),
                hide(inhibitor.scrim, 0.0, 0.15),
                show(inhibitor.effect, 0.3, 0.45),
                change(inhibitor, "estrogen", 2.0, 0.15, 1.0, ease=steady),
                change(inhibitor, "emptied", 1.0, 0.2, 1.0, ease=steady),
            )
        with self.cue("effective") as cue:
            self.play_for(
                cue.rest,
                show(inhibitor.scrim, 0.0, 0.15, SCRIM_OPACITY),
                hide(elacestrant.scrim, 0.0, 0.15),
                change(elacestrant.receptors, "left", 3.0, 0.15, 0.8, ease=steady),
            )
        with self.cue("mutants") as cue:
            self.play_for(
                cue.rest,
                hide(inhibitor.scrim, 0.0, 0.1),
                hide(tamoxifen.scrim, 0.0, 0.1),
                *(change(lane.receptors, "marked", 1.0, 0.05, 0.2) for lane in self.lanes),
                show(self.mutant, 0.12, 0.22),
                change(inhibitor, "closed", 1.0, 0.3, 0.8, ease=steady),
                change(elacestrant.receptors, "left", 2.0, 0.3, 0.8, ease=steady),
            )
