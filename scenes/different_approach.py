"""Elacestrant removes receptors; an aromatase inhibitor only lowers estrogen, and tamoxifen only blocks the pocket.

First elacestrant alone, at low magnification; then the three treatments in three lanes with the same receptors in each; at
the end the same lanes with receptors that carry ESR1 mutations.
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
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SCRIM_OPACITY = 0.58
"""Opacity of the paper over a lane that is not in focus."""

PARTICLE_AT = (905.0, 520.0)
"""Where the middle of the 26S lies behind the receptors (design pixels)."""

PARTICLE_TURN_DEGREES = 58.0
"""Rotation of its long axis, so that it fits the picture."""

PARTICLE_DIM = 0.3
"""Share of paper mixed into the 26S, which is in the background."""

PARTICLE_LABEL_AT: Point = (984.0, 432.0)
"""Where the label of the 26S points (design pixels): to its 20S core, between the receptors."""

PARTICLE_MOUTH_ANGSTROM = 250.0
"""Position on the axis of the 26S, from its middle, of the cap's mouth towards which receptors drift."""

HOLDERS = (0, 2, 4)
"""Numbers of the receptors that hold estradiol before its level falls."""

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
    """Twelve receptors become five; then three lanes of five, in one of which receptors are cleared."""

    def stage(self) -> None:
        """Empty receptors with elacestrants around them; the proteasome is not yet visible."""
        self.set_backdrop(crowd_backdrop, scale=SCALE, seed=self.seed, spacing=180)
        self.particle = Proteasome(PARTICLE_AT, SCALE, turn=PARTICLE_TURN_DEGREES, lean=0.0, dim=PARTICLE_DIM)
        self.particle.opacity = 0.0
        brief = self.brief = MechanismOverview(self, self.particle.spot(PARTICLE_MOUTH_ANGSTROM))
        self.add(self.particle, *brief.painted)
        receptor, drug = brief.nearest(660, 700), brief.nearest(1236, 266)
        self.add_label("receptor", Role.RECEPTOR, on=lambda: brief.receptors.place(receptor))
        self.add_label("elacestrant", Role.ELACESTRANT, on=lambda: brief.drugs.place(drug))
        self.add_label("helix12", Role.HELIX12, on=lambda: brief.receptors.helix_spot(receptor))
        self.add_label("proteasome", Role.INK, on=PARTICLE_LABEL_AT)

    def cues(self) -> Cues:
        """Return four cues with elacestrant alone and four with the three lanes."""
        brief, labels = self.brief, self.labels
        return {
            "advantage": [
                change(brief, "arrival", 1.0, 0.0, 0.97, ease=steady),
                show(labels["receptor"], 0.04, 0.14, until=(0.5, 0.6)),
                show(labels["elacestrant"], 0.48, 0.56, until=(0.9, 1.0)),
            ],
            "induces": [
                change(brief, "settling", 1.0, 0.05, 0.85, ease=steady),
                show(labels["helix12"], 0.42, 0.55),
            ],
            "guides": [
                hide(labels["helix12"], 0.0, 0.1),
                show(brief.count, 0.0, 0.1),
                show(self.particle, 0.12, 0.3),
                show(labels["proteasome"], 0.3, 0.4),
                change(brief.receptors, "left", 7.0, 0.1, 1.0, ease=steady),
            ],
            "fewer": [
                hide(labels["proteasome"], 0.0, 0.1),
                change(brief.receptors, "left", float(LEFT_AT_THE_END), 0.0, 0.75, ease=steady),
            ],
            "beyond": self.elacestrants_lane,
            "traditional": self.other_lanes,
            "effective": self.elacestrants_lane_again,
            "mutants": self.mutants,
        }

    def stage_lanes(self) -> None:
        """Cut to three lanes with the same receptors in each; a scrim covers all but elacestrant's."""
        self.remove(self.particle, *self.brief.painted, *self.labels.values())
        self.set_backdrop(crowd_backdrop, scale=LANE_SCALE, seed=self.seed + 1, spacing=170)
        loose, settled = HELIX12_PLACES["loose"], HELIX12_PLACES["antagonist"]
        ligands = receptor_tables().ligands
        estradiol = ligands["estradiol"], Role.ESTRADIOL
        tamoxifen = ligands["tamoxifen"], Role.TAMOXIFEN
        elacestrant = ligands["elacestrant"], Role.ELACESTRANT
        words = self.label
        treatments = (
            Treatment(words("lane-inhibitor"), words("less"), estradiol, loose, HOLDERS),
            Treatment(words("lane-tamoxifen"), words("blocked"), tamoxifen, settled),
            Treatment(words("lane-elacestrant"), words("removed"), elacestrant, settled),
        )
        self.lanes = [Lane(self, n, each, ESTRADIOL_PLACES) for n, each in enumerate(treatments)]
        self.inhibitor, self.tamoxifen, self.elacestrant = self.lanes
        self.inhibitor.scrim.opacity = self.tamoxifen.scrim.opacity = SCRIM_OPACITY
        self.add(*(piece for lane in self.lanes for piece in lane.painted), LaneDividers())
        marked = self.inhibitor.receptors
        self.add_label("mutant", Role.MUTATION, on=lambda: marked.helix_spot(1, 537, 538))

    def elacestrants_lane(self, cue: CueClock) -> None:
        """Three lanes; in elacestrant's lane receptors disappear."""
        self.stage_lanes()
        self.play_for(
            cue.frames,
            show(self.elacestrant.effect, 0.3, 0.4),
            change(self.elacestrant.receptors, "left", 4.0, 0.25, 0.75, ease=steady),
        )

    def other_lanes(self, cue: CueClock) -> None:
        """Tamoxifen only blocks the pocket; an aromatase inhibitor lowers estrogen."""
        self.play_for(
            cue.share(1, 2),
            show(self.elacestrant.scrim, 0.0, 0.15, SCRIM_OPACITY),
            hide(self.tamoxifen.scrim, 0.0, 0.15),
            show(self.tamoxifen.effect, 0.3, 0.45),
            change(self.tamoxifen, "visit", 1.0, 0.15, 1.0),
        )
        self.play_for(
            cue.rest,
            show(self.tamoxifen.scrim, 0.0, 0.15, SCRIM_OPACITY),
            hide(self.inhibitor.scrim, 0.0, 0.15),
            show(self.inhibitor.effect, 0.3, 0.45),
            change(self.inhibitor, "estrogen", 2.0, 0.15, 1.0, ease=steady),
            change(self.inhibitor, "emptied", 1.0, 0.2, 1.0, ease=steady),
        )

    def elacestrants_lane_again(self, cue: CueClock) -> None:
        """Back to elacestrant's lane: fewer receptors are left."""
        self.play_for(
            cue.frames,
            show(self.inhibitor.scrim, 0.0, 0.15, SCRIM_OPACITY),
            hide(self.elacestrant.scrim, 0.0, 0.15),
            change(self.elacestrant.receptors, "left", 3.0, 0.15, 0.8, ease=steady),
        )

    def mutants(self, cue: CueClock) -> None:
        """All three lanes with mutant receptors."""
        self.play_for(
            cue.frames,
            hide([self.inhibitor.scrim, self.tamoxifen.scrim], 0.0, 0.1),
            change([lane.receptors for lane in self.lanes], "marked", 1.0, 0.05, 0.2),
            show(self.labels["mutant"], 0.12, 0.22),
            change(self.inhibitor, "closed", 1.0, 0.3, 0.8, ease=steady),
            change(self.elacestrant.receptors, "left", 2.0, 0.3, 0.8, ease=steady),
        )
