"""Receptors disappear one by one while estradiol is still present and the gene is silent; so do mutant receptors.

The field continues from the end of the previous shot. A second field follows, whose receptors carry the mutations: helix 12
is closed over an empty pocket and loosens, elacestrant enters the open pocket, helix 12 settles, and the receptors are
cleared as well.
"""

from __future__ import annotations

from moa_anim.model.palette import Role
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.receptor_field import LEFT_AT_THE_CUT, RESTING, ReceptorField, field_backdrop, in_steps
from moa_anim.stage.motion import change, hide, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene

FIRST_LABEL_PIXELS = (155.0, 195.0)
MUTANT_LABEL_PIXELS = (900.0, 500.0)
"""For each field, the place (design pixels) whose nearest estradiol is labelled: no receptor is there."""

DIMMED_SHARE = 0.38
"""Share of paper mixed into receptors while estradiol or the gene is in focus; their disappearance stays visible."""

SWAP_SHARE = 0.09
"""Share of the cue in which the first field fades out, and again in which the second fades in."""


class SignalLost(MoaScene):
    """One population falls from 14 to 5, another from 14 to 3, while hormone is still present.

    How many are left after each cue is an example, as the credits say. Of the mutants the same share is left as of the first
    field (3 of 14, 5 of 24), since no source says that they are degraded more completely.
    """

    def stage(self) -> None:
        """The first field as at the end of the previous shot; the mutants' field is not yet on stage."""
        self.set_backdrop(field_backdrop)
        field = self.field = ReceptorField(self, self.label("count"), cut_at_frame=0)
        field.rest(LEFT_AT_THE_CUT)
        self.mutants = MutantField(self, self.label("count-mutant"), self.seed, field.hormone_places)
        self.labelled_near = FIRST_LABEL_PIXELS
        self.add(*field.painted)
        self.add_label("estradiol", Role.ESTRADIOL, on=lambda: field.hormone_spot(self.labelled_near))
        self.add_label("gene", Role.DNA, on=field.gene.spot)
        self.add_label("mutant", Role.RECEPTOR, on=self.mutants.receptor_spot)
        self.add_label("elacestrant", Role.ELACESTRANT, on=self.mutants.drug_spot)

    def cues(self) -> Cues:
        """Return three cues with the first field and two with the mutants' field."""
        field, labels = self.field, self.labels
        return {
            "secreted": [
                show(field.hormones, 0.0, 0.12),
                change(field.receptors, "dim", DIMMED_SHARE, 0.0, 0.12),
                show(labels["estradiol"], 0.08, 0.2),
                change(field.receptors, "left", 8.0, 0.2, 0.95, ease=steady),
            ],
            "no-signal": [
                show(field.hormones, 0.0, 0.15, RESTING),
                hide(labels["estradiol"], 0.0, 0.1),
                change(field.gene, "dim", 0.0, 0.0, 0.15, ease=in_steps),
                show(labels["gene"], 0.12, 0.25),
                change(field.receptors, "left", 6.0, 0.25, 0.75, ease=steady),
            ],
            "lack": [
                change(field.receptors, "dim", 0.0, 0.0, 0.2),
                hide(labels["gene"], 0.0, 0.15),
                change(field.gene, "dim", RESTING, 0.1, 0.3, ease=in_steps),
                change(field.receptors, "left", 5.0, 0.3, 0.6, ease=steady),
            ],
            "after-failure": self.mutants_bind_elacestrant,
            "mutants": [
                change(self.mutants.receptors, "left", 3.0, 0.0, 0.9, ease=steady),
                hide(labels["mutant"], 0.45, 0.55),
                show(field.hormones, 0.55, 0.7),
                show(labels["estradiol"], 0.6, 0.7),
                change(field.gene, "dim", 0.0, 0.55, 0.7, ease=in_steps),
                show(labels["gene"], 0.7, 0.8),
            ],
        }

    def mutants_bind_elacestrant(self, cue: CueClock) -> None:
        """The second field replaces the first; helix 12 of the mutants loosens, elacestrant arrives and binds."""
        self.fade_out(cue.part(SWAP_SHARE), self.field.receptors, self.field.freed, self.field.count)
        self.labelled_near = MUTANT_LABEL_PIXELS
        self.fade_in(cue.part(SWAP_SHARE), *self.mutants.painted)
        self.play_for(
            cue.rest,
            change(self.mutants, "story", 1.0, 0.0, 1.0, ease=steady),
            show(self.labels["mutant"], 0.0, 0.1),
            show(self.labels["elacestrant"], 0.3, 0.4, until=(0.85, 0.95)),
        )
