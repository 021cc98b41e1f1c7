"""Receptors go on being carried to the proteasome while estradiol is still present and the gene is quieter; so do mutants.

The field continues from the end of the previous shot. Then the camera passes the borders of two cells into a nucleus of
another tumor, near enough to see the mutated residues: helix 12 is closed over an empty pocket and loosens, elacestrant
enters, helix 12 settles. The camera draws back over 24 mutants, which are cleared as well.
"""

from __future__ import annotations

from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.sets.cell_border import CellBorder
from moa_anim.sets.mutant_field import MUTANTS_CLEARED, NEIGHBOUR_PIXELS, MutantField
from moa_anim.sets.receptor_field import (
    CLEARING_AT_THE_CUT,
    CLEARING_DONE,
    RESTING,
    ReceptorField,
    in_steps,
    stage_field_crowd,
)
from moa_anim.stage.dive import Scrim
from moa_anim.stage.motion import Motion, change, hide, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene

FIRST_LABEL_PIXELS = (1100.0, 250.0)
MUTANT_LABEL_PIXELS = (1100.0, 300.0)
"""For each field, the place (design pixels) whose nearest estradiol is labelled: no receptor is there."""

DIMMED_SHARE = 0.38
"""Share of paper mixed into receptors while estradiol or the gene is in focus; that they are carried off stays visible."""

NEAR_MAGNIFICATION = 2.7
"""How much nearer the camera is when the mutated residues are named."""

NEAR_FOCUS: Point = (480.0, 380.0)
NEAR_PLACE: Point = (960.0, 500.0)
"""The point of the mutants' field that the camera goes to, and where it is then seen (design pixels)."""

NAMED_MUTANT: Point = (400.0, 330.0)
NAMED_DRUG: Point = (610.0, 400.0)
"""The mutants nearest to these points (design pixels of their field) are named, and the elacestrant of the second."""

PASSING_SHARE = 0.62
"""Share of the cue in which the camera passes from one nucleus to the other."""

CLEARED_BY = {"secreted": 0.4, "no-signal": 0.68, "lack": 0.86}
"""At the end of each cue, the share of the first field's clearing that has passed since the cut."""


class SignalLost(MoaScene):
    """One population falls to 5 of 24, another as well, while hormone is still present.

    How many are left is an example, as the picture says. Of the mutants the same share is left, since no source says that
    they are degraded more completely.
    """

    def stage(self) -> None:
        """The first field as at the end of the previous shot; the mutants' field is far to the right of it."""
        words, note = self.label("count"), self.label("note")
        field = self.field = ReceptorField(self, words, cut_at_frame=0, note=note)
        field.rest(CLEARING_AT_THE_CUT)
        sight = self.sight = field.sight
        stage_field_crowd(self, sight)
        self.paper = Scrim()
        self.paper.opacity = 0.0
        end = self.context.shot.slot.frames
        self.mutants = MutantField(self, self.label("count-mutant"), cut_at_frame=end, note=note, sight=sight)
        self.mutants.count.opacity = 0.0
        self.add(field.world, CellBorder(float(FRAME_WIDTH), sight), self.mutants.world, self.paper)
        self.add(field.count, self.mutants.count)
        self.add_label("estradiol", Role.ESTRADIOL, on=lambda: field.hormone_spot(FIRST_LABEL_PIXELS))
        self.add_label("gene", Role.DNA, on=field.gene_spot)
        self.add_label("blocked", Role.RECEPTOR, on=field.pair_spot)
        self.add_label("tumor", Role.INK)
        named, drug = self.mutants.nearest(NAMED_MUTANT), self.mutants.nearest(NAMED_DRUG)
        self.add_label("mutant", Role.MUTATION, on=lambda: self.mutants.mutation_spot(named))
        self.add_label("elacestrant", Role.ELACESTRANT, on=lambda: self.mutants.drug_spot(drug))
        self.add_label(
            "estradiol",
            Role.ESTRADIOL,
            on=lambda: self.mutants.hormone_spot(MUTANT_LABEL_PIXELS),
            key="estradiol again",
        )

    def clears(self, cue: str, begin: float, end: float) -> Motion:
        """Return the motion of the first field's clearing over a part of a cue."""
        to = CLEARING_AT_THE_CUT + CLEARED_BY[cue] * (CLEARING_DONE - CLEARING_AT_THE_CUT)
        return change(self.field, "clearing", to, begin, end, ease=steady)

    def cues(self) -> Cues:
        """Return three cues with the first field and two with the mutants' field."""
        field, labels = self.field, self.labels
        return {
            "secreted": [
                show(field.hormones, 0.0, 0.12),
                change(field.receptors, "dim", DIMMED_SHARE, 0.0, 0.12),
                show(labels["estradiol"], 0.05, 0.15),
                self.clears("secreted", 0.0, 1.0),
            ],
            "no-signal": [
                show(field.hormones, 0.0, 0.15, RESTING),
                hide(labels["estradiol"], 0.0, 0.1),
                change(field.gene, "dim", 0.0, 0.0, 0.15, ease=in_steps),
                show(labels["gene"], 0.1, 0.2),
                show(labels["blocked"], 0.3, 0.4),
                self.clears("no-signal", 0.0, 1.0),
            ],
            "lack": [
                change(field.receptors, "dim", 0.0, 0.0, 0.2),
                hide([labels["gene"], labels["blocked"]], 0.0, 0.15),
                change(field.gene, "dim", RESTING, 0.1, 0.3, ease=in_steps),
                self.clears("lack", 0.0, 1.0),
            ],
            "after-failure": self.another_tumor,
            "mutants": self.mutants_are_cleared,
        }

    def another_tumor(self, cue: CueClock) -> None:
        """The camera passes into another tumor's nucleus, near to a few mutants; elacestrant begins to bind."""
        labels, field = self.labels, self.field
        world = NEAR_FOCUS[0] + NEIGHBOUR_PIXELS, NEAR_FOCUS[1]
        self.sight.look(world)
        self.mutants.fineness(NEAR_MAGNIFICATION)
        self.play_for(
            cue.part(PASSING_SHARE),
            hide(field.count, 0.0, 0.12),
            change(field, "clearing", CLEARING_DONE, 0.0, 0.2, ease=steady),
            *self.sight.reframed(NEAR_PLACE, NEAR_MAGNIFICATION, 0.06, 1.0),
            show(self.paper, 0.1, 0.4),
            show(labels["tumor"], 0.2, 0.4),
        )
        self.play_for(
            cue.rest,
            show(labels["mutant"], 0.0, 0.15, until=(0.75, 0.9)),
            change(self.mutants, "story", 0.55, 0.2, 1.0, ease=steady),
            show(labels["elacestrant"], 0.4, 0.5, until=(0.9, 1.0)),
        )

    def mutants_are_cleared(self, cue: CueClock) -> None:
        """The last helices 12 settle; the camera draws back over 24 mutants, which are tagged and taken in."""
        labels, mutants = self.labels, self.mutants
        self.play_for(
            cue.part(0.3),
            change(mutants, "story", 1.0, 0.0, 0.7, ease=steady),
            change(mutants, "clearing", 1.3, 0.7, 1.0, ease=steady),
            *self.sight.reframed(NEAR_FOCUS, 1.0),
            hide(self.paper, 0.6, 1.0),
            hide(labels["tumor"], 0.7, 1.0),
            show(mutants.count, 0.7, 1.0),
        )
        mutants.fineness(1.0)
        self.play_for(
            cue.rest,
            change(mutants, "clearing", MUTANTS_CLEARED, 0.0, 0.98, ease=steady),
            show(labels["estradiol again"], 0.55, 0.65),
        )
