"""Fewer receptors: one by one they are gone, estradiol still drifts, the gene is quiet; mutant receptors go the same way.

The field goes on from the end of the shot before. Then a second one, whose receptors carry the mutations: helix 12 is closed
over an empty pocket, it loosens, elacestrant comes into the open pocket, helix 12 settles, and they too are cleared.
"""

from __future__ import annotations

from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.sets.mutant_field import MutantField
from moa_anim.sets.receptor_field import (
    LEFT_AT_THE_CUT,
    RESTING,
    ReceptorField,
    field_backdrop,
    in_steps,
)
from moa_anim.stage.motion import Appear, Motion, Vanish, change, hide, show, steady
from moa_anim.stage.scene import MoaScene

AFTER_SECRETED, AFTER_NO_SIGNAL, AFTER_LACK, SURVIVORS = 8.0, 6.0, 5.0, 3.0
"""Receptors left at the end of each cue; SURVIVORS of the mutants: the same share, about a fifth, as in the first field from
24 on, since mutants are not known to go more completely. Numbers are an example (credited)."""


CLEAR_OF_FIRST, CLEAR_OF_MUTANTS = (155.0, 195.0), (900.0, 500.0)
"""Near these (design pixels) stands the estradiol that is named over each field: at the upper left, and in the middle."""

PALED = 0.38
"""How far receptors are mixed with paper while estradiol or the gene is meant: they are still seen to go."""


class SignalLost(MoaScene):
    """A population that falls from 14 to 5, another from 14 to 3; their hormone is still there."""

    def construct(self) -> None:
        """Play the shot's five cues."""
        self.stage()
        self.hold(self.lead())
        field, labels = self.field, self.labels
        with self.cue("secreted") as cue:
            self.play_for(
                cue.rest,
                *(show(each, 0.0, 0.12) for each in field.hormones),
                change(field.receptors, "dim", PALED, 0.0, 0.12),
                show(labels["estradiol"], 0.08, 0.2),
                change(field.receptors, "left", AFTER_SECRETED, 0.2, 0.95, ease=steady),
            )
        with self.cue("no-signal") as cue:
            self.play_for(
                cue.rest,
                *(show(each, 0.0, 0.15, RESTING) for each in field.hormones),
                hide(labels["estradiol"], 0.0, 0.1),
                change(field.gene, "dim", 0.0, 0.0, 0.15, ease=in_steps),
                show(labels["gene"], 0.12, 0.25),
                change(field.receptors, "left", AFTER_NO_SIGNAL, 0.25, 0.75, ease=steady),
            )
        with self.cue("lack") as cue:
            self.play_for(
                cue.rest,
                change(field.receptors, "dim", 0.0, 0.0, 0.2),
                hide(labels["gene"], 0.0, 0.15),
                change(field.gene, "dim", RESTING, 0.1, 0.3, ease=in_steps),
                change(field.receptors, "left", AFTER_LACK, 0.3, 0.6, ease=steady),
            )
        with self.cue("after-failure") as cue:
            self.another_tumor(cue.rest)
        with self.cue("mutants") as cue:
            self.mutants_go_too(cue.rest)
        self.hold(self.tail())

    def stage(self) -> None:
        """The field as the shot before has left it, and the mutants' field, not yet seen."""
        self.set_backdrop(field_backdrop)
        self.field = ReceptorField(self, self.label("count"), cut_at_frame=0)
        self.field.rest()
        self.field.receptors.left = float(LEFT_AT_THE_CUT)
        self.mutants = MutantField(self, self.label("count-mutant"), self.seed, self.field.hormone_places)
        self.labels = {
            "estradiol": self.make_label("estradiol", Role.ESTRADIOL, self.hormone_spot),
            "gene": self.make_label("gene", Role.DNA, self.field.gene.spot),
            "mutant": self.make_label("mutant", Role.RECEPTOR, self.mutants.receptor_spot),
            "elacestrant": self.make_label("elacestrant", Role.ELACESTRANT, self.mutants.drug_spot),
        }
        self.add(*self.field.painted, *self.labels.values())

    def hormone_spot(self) -> Point:
        """Where the estradiol is pointed to: one that is off all receptors of the field that is seen."""
        x, y = self.field.hormone_spot(
            CLEAR_OF_MUTANTS if self.mutants.count.opacity > 0.0 else CLEAR_OF_FIRST
        )
        return x, y

    def another_tumor(self, frames: int) -> None:
        """One field gives way to the other; helix 12 of the mutants loosens, elacestrant arrives."""
        changing = round(0.09 * frames)
        seen = [self.field.receptors, self.field.freed, self.field.count]
        self.play_for(changing, *(Vanish(each) for each in seen))
        self.remove(*seen)
        self.add(*self.mutants.painted)
        appearing: list[Motion] = [Appear(each) for each in self.mutants.painted]
        self.play_for(changing, *appearing)
        labels, rest = self.labels, frames - 2 * changing
        self.play_for(
            rest,
            show(labels["mutant"], 0.0, 0.1),
            change(self.mutants, "story", 1.0, 0.0, 1.0, ease=steady),
            show(labels["elacestrant"], 0.3, 0.4),
            hide(labels["elacestrant"], 0.85, 0.95),
        )

    def mutants_go_too(self, frames: int) -> None:
        """They are cleared; three are left, estradiol has nowhere to go, the gene is quiet."""
        labels, field = self.labels, self.field
        self.play_for(
            frames,
            change(self.mutants.receptors, "left", SURVIVORS, 0.0, 0.9, ease=steady),
            hide(labels["mutant"], 0.45, 0.55),
            *(show(each, 0.55, 0.7) for each in field.hormones),
            show(labels["estradiol"], 0.6, 0.7),
            change(field.gene, "dim", 0.0, 0.55, 0.7, ease=in_steps),
            show(labels["gene"], 0.7, 0.8),
        )
