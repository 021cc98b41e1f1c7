"""Receptors go on being carried to the proteasome while estradiol is still present and the gene falls quiet; so do mutants.

The field continues from the end of the previous shot; the camera goes to its gene, which is read. There the coactivators let
go of the pair, elacestrant is in it, the RNA stops, and the polymerase lets go, while far behind the other receptors become
fewer. The camera draws back to the few that are left. Then it draws back farther, to two cells side by side, and goes into
the nucleus of the other, of another tumor, near to one mutant: helix 12 is closed over an empty pocket and loosens,
elacestrant enters, helix 12 settles; then those around it, one by one. The camera goes on to the 26S, which takes in several.
"""

from __future__ import annotations

from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.two_cells import NEIGHBOUR_PIXELS
from moa_anim.model.palette import Role
from moa_anim.sets.cell_border import CellBorder
from moa_anim.sets.mutant_field import MUTANTS_CLEARED, MutantField
from moa_anim.sets.nucleus_passage import End, NucleusPassage
from moa_anim.sets.receptor_field import (
    CLEARING_AT_THE_CUT,
    CLEARING_DONE,
    RESTING,
    FieldSight,
    FieldWorld,
    ReceptorField,
    in_steps,
    stage_field_crowd,
)
from moa_anim.sets.receptor_field_gene import FINENESS, RightNucleosome
from moa_anim.stage.dive import Scrim
from moa_anim.stage.motion import Motion, Stagger, change, hide, key, show, steady
from moa_anim.stage.out_of_focus import OutOfFocus
from moa_anim.stage.scene import CueClock, Cues, MoaScene

FIRST_LABEL_PIXELS = (1100.0, 250.0)
"""The place (design pixels) whose nearest estradiol is labelled: no receptor is there."""

DIMMED_SHARE = 0.5
"""Share of paper mixed into receptors while estradiol is in focus; that they are carried off stays visible."""

TOLD_OPACITY = 0.5
"""Opacity of small molecules and of the 26S when they are not what is told."""

FAR_PALE = 0.66
FAR_SOFT_PIXELS = 5.0
"""Share of paper in all that is far behind the gene while that is looked at from near, and its blur (standard deviation,
design pixels)."""

PASSED_SOFT_PIXELS = 6.0
"""How much both nuclei are out of focus while the camera passes from the one to the other."""

OTHERS_SHARE = 0.4
"""Share of paper mixed into mutants beside the one that is looked at from near."""

STAYING_SHARE = 0.5
"""Share of paper mixed into mutants that stay while others are taken in."""

GENE_FOCUS: Point = (653.0, 842.0)
GENE_SEEN_AT: Point = (960.0, 792.0)
"""The point of the DNA between pair and polymerase that the camera goes to, and where it is then seen (design pixels)."""

FIELD_FOCUS: Point = (0.0, 460.0)
FIELD_SEEN_AT: Point = (0.0, 436.0)
FIELD_MAGNIFICATION = 1.26
"""The same for the field of receptors, which is farther away and so comes less near; its left edge stays where it is, so that
what is carried out of the field is out of the picture."""

NEAR_MAGNIFICATION = 2.7
"""How much nearer the camera is when the mutated residues are named."""

NEAR_FOCUS: Point = (480.0, 380.0)
NEAR_PLACE: Point = (960.0, 500.0)
"""The point of the mutants' field that the camera goes to, and where it is then seen (design pixels)."""

REMOVAL_MAGNIFICATION = 1.22
REMOVAL_FOCUS: Point = (1920.0, 900.0)
REMOVAL_PLACE: Point = (1920.0, 900.0)
"""The view of the mutants that are taken in: how near, and which point of their field is seen where (design pixels). The gene
below them is whole."""

BLOCKED_LABEL_AT: Point = (230.0, 262.0)
POLYMERASE_LABEL_AT: Point = (1380.0, 205.0)
GENE_LABEL_AT: Point = (1330.0, 640.0)
TUMOR_LABEL_ENDS_AT: Point = (1846.0, 250.0)
MUTANT_LABEL_AT: Point = (965.0, 244.0)
ACTIVE_LABEL_AT: Point = (974.0, 304.0)
REMOVED_LABEL_AT: Point = (1270.0, 186.0)
NOTE_LABEL_AT: Point = (1270.0, 230.0)
"""Where these labels begin, or end (baseline; design pixels): above the pair, above the polymerase, above the DNA where it
was, above the mutants of the other cell, two beside the hero, two above the 26S."""

PASSING_SHARE = 0.6
"""Share of the cue in which the camera passes from one nucleus to the other."""

TO_THE_26S_SHARE = 0.38
"""Share of the last cue in which the camera goes on to the 26S: no faster than can be followed."""

HERO_BOUND = 0.41
OTHERS_BOUND = 0.68
"""How far mutants have bound elacestrant (share of their story) when the camera leaves the first one, which has, and when
it has come to the 26S."""

GROWN_WHILE_SIGNALLING = 0.85
"""How far the RNA has grown when the pair is blocked; the rest is slower, then it stops."""

AT_GENE_SHARE = 0.88
"""Share of the first cue after which the camera is at the gene: the pair with estradiol and the gene that is read stand
there, at rest, before they lose the signal."""

CLEARED_BY = {"secreted": 0.2, "no-signal": 0.56, "lack": 0.9}
"""At the end of each cue, the share of the first field's clearing that has passed since the cut: most of it when the signal
is off, which is the order of the words."""


def slowing(share: float) -> float:
    """Ease out: RNA that grows ever more slowly, and stops."""
    return 1.0 - (1.0 - share) ** 2


class SignalLost(MoaScene):
    """One population falls to 5 of 24 while hormone is still present; mutants are taken in as well.

    How many are left is an example, as the picture says. Of the mutants no count is shown: several are seen to go.
    """

    needs = {
        "tables": [
            "era_lbd_estradiol",
            "drug",
            "mutants",
            "coactivator_helix",
            "era_dbd_on_dna",
            "nucleosome",
            "rna_polymerase_2",
            "ubiquitin",
            "proteasome_20s",
            "proteasome_20s_open_gate",
            "proteasome_cap",
        ],
        "schematic": "hinges; RNA outside the polymerase; tags of many: without E3; receptors of many: single; "
        "mutants with the drug: wild-type shapes, sites marked; numbers",
        "cues": {
            "secreted": (3.0, "", "Estradiol is still there; a pair of receptors holds it on the gene"),
            "no-signal": (3.0, "", "The drug takes the place of estradiol; the gene is read less"),
            "lack": (2.5, "", "Few receptors are left"),
            "after-failure": (3.0, "", "The view passes into another tumor, whose receptors are mutants"),
            "mutants": (6.0, "", "Most of the mutants are tagged and removed, too"),
        },
        "labels": {
            "count": "receptors left",
            "note": "illustrative numbers",
            "estradiol": "estradiol, still there",
            "polymerase": "RNA polymerase",
            "gene": "gene, quieter",
            "blocked": "blocked, no coactivator",
            "tumor": "Another tumor: ESR1-mutant",
            "removed": "fewer ESR1 mutants",
            "mutant": "{mutants}",
            "active": "active without estradiol",
            "elacestrant": "{drug}",
        },
        "lead_seconds": 0.5,
        "tail_seconds": 0.5,
        "seed": 8,
        "facts": ["degrades"],
    }

    def stage(self) -> None:
        """The first field as at the end of the previous shot; the mutants' field is far to the right of it."""
        words, note = self.label("count"), self.label("note")
        self.gene_sight = FieldSight(GENE_FOCUS)
        field = self.field = ReceptorField(self, words, cut_at_frame=0, note=note, gene_sight=self.gene_sight)
        field.rest(CLEARING_AT_THE_CUT)
        sight = self.sight = field.sight
        stage_field_crowd(self, sight)
        self.paper = Scrim()
        self.paper.opacity = 0.0
        end = self.context.shot.slot.frames
        self.mutants = MutantField(self, "", cut_at_frame=end, sight=sight)
        self.mutants.count.opacity = 0.0
        self.mutants.come_back = 0.0
        self.mutants.gene.dim = RESTING
        self.mutants.particle.opacity = TOLD_OPACITY
        self.first, self.second = OutOfFocus(field.world), OutOfFocus(self.mutants.world)
        border = CellBorder(sight)
        behind = FieldWorld([RightNucleosome(field.gene)], self.gene_sight)
        self.add(behind, self.first, field.gene_world, self.second, border, self.paper, field.count)
        self.add_label("estradiol", Role.ESTRADIOL, on=lambda: field.hormone_spot(FIRST_LABEL_PIXELS))
        self.add_label("polymerase", Role.INK, on=field.polymerase_spot).stand(lambda: POLYMERASE_LABEL_AT)
        self.add_label("gene", Role.INK, on=field.gene_spot).stand(lambda: GENE_LABEL_AT)
        self.add_label("blocked", Role.RECEPTOR, on=field.pair_spot).stand(lambda: BLOCKED_LABEL_AT)
        tumor = self.add_label("tumor", Role.INK)
        tumor.stand(lambda: (TUMOR_LABEL_ENDS_AT[0] - tumor.size[0], TUMOR_LABEL_ENDS_AT[1]))
        hero = self.mutants.hero
        mutant = self.add_label("mutant", Role.MUTATION, on=lambda: self.mutants.mutation_spot(hero))
        mutant.stand(lambda: MUTANT_LABEL_AT)
        active = self.add_label("active", Role.HELIX12, on=lambda: self.mutants.helix_spot(hero))
        active.stand(lambda: ACTIVE_LABEL_AT)
        self.add_label("elacestrant", Role.DRUG, on=lambda: self.mutants.drug_spot(hero))
        self.add_label("removed", Role.MUTATION).stand(lambda: REMOVED_LABEL_AT)
        self.add_label("note", Role.INK, aside=True).stand(lambda: NOTE_LABEL_AT)

    def clears(self, cue: str, begin: float, end: float) -> Motion:
        """Return the motion of the first field's clearing over a part of a cue."""
        to = CLEARING_AT_THE_CUT + CLEARED_BY[cue] * (CLEARING_DONE - CLEARING_AT_THE_CUT)
        return change(self.field, "clearing", to, begin, end, ease=steady)

    def cues(self) -> Cues:
        """Return three cues with the first field and two with the mutants' field."""
        return {
            "secreted": self.estradiol_is_still_there,
            "no-signal": self.signal_is_lost,
            "lack": self.few_are_left,
            "after-failure": self.another_tumor,
            "mutants": self.mutants_are_cleared,
        }

    def first_field_pales(self, begin: float, end: float) -> list[Stagger]:
        """Return the motions by which receptors, 26S and freed elacestrant, which were told, give way to estradiol."""
        return [
            change(self.field.receptors, "dim", DIMMED_SHARE, begin, end),
            change(self.field.particle, "opacity", TOLD_OPACITY, begin, end),
            change(self.field.freed, "opacity", TOLD_OPACITY, begin, end),
        ]

    def near_the_gene(self, begin: float, end: float) -> list[Stagger]:
        """Return the motions of the camera to the gene, with all that is far behind it."""
        self.sight.look(FIELD_FOCUS)
        return [
            *self.gene_sight.reframed(GENE_SEEN_AT, FINENESS, begin, end),
            *self.sight.reframed(FIELD_SEEN_AT, FIELD_MAGNIFICATION, begin, end),
        ]

    def estradiol_is_still_there(self, cue: CueClock) -> None:
        """Estradiol is named; the camera goes to the gene, the RNA of which grows."""
        field, labels = self.field, self.labels
        estradiol = labels["estradiol"]
        field.near_hormones.fineness = FINENESS
        self.play_for(
            cue.rest,
            show(field.hormones, 0.0, 0.12),
            hide(field.count, 0.0, 0.1),
            *self.first_field_pales(0.0, 0.15),
            show(estradiol, 0.04, 0.1, until=(0.5, 0.56)),
            change(field.gene, "dim", 0.0, 0.48, 0.72, ease=in_steps),  # still read, until it is spoken of
            show(labels["polymerase"], 0.7, 0.78),
            change(field.gene, "grown", GROWN_WHILE_SIGNALLING, 0.0, 1.0, ease=steady),
            *self.near_the_gene(0.38, AT_GENE_SHARE),
            change(self.first, "soft", FAR_SOFT_PIXELS, 0.42, 0.8),
            change(self.first, "pale", FAR_PALE, 0.42, 0.8),
            key(self.clears("secreted", 0.0, 1.0)),
        )

    def signal_is_lost(self, cue: CueClock) -> None:
        """The coactivators let go, elacestrant takes the place of estradiol; the polymerase runs on, and none follows."""
        field, labels = self.field, self.labels
        self.play_for(
            cue.rest,
            change(field.gene, "uncoupled", 1.0, 0.0, 0.55),
            change(field.gene, "bound", 1.0, 0.08, 0.86, ease=steady),
            change(field.gene, "grown", 1.0, 0.0, 0.4, ease=slowing),
            hide(labels["polymerase"], 0.06, 0.16),
            show(labels["blocked"], 0.7, 0.76),
            key(change(field.gene, "leaving", 1.0, 0.42, 0.92)),
            show(labels["gene"], 0.78, 0.86),
            self.clears("no-signal", 0.0, 1.0),
        )

    def few_are_left(self, cue: CueClock) -> None:
        """The camera draws back to the receptors that are left."""
        field, labels = self.field, self.labels
        # It is out of the picture now, and would come into it in front of the 26S, which takes one in.
        field.gene.nucleosome_apart = True
        self.play_for(
            cue.rest,
            hide([labels["blocked"], labels["gene"]], 0.18, 0.28),
            *self.gene_sight.reframed(GENE_FOCUS, 1.0, 0.06, 0.6),
            *self.sight.reframed(FIELD_FOCUS, 1.0, 0.06, 0.6),
            change(field.receptors, "dim", 0.0, 0.06, 0.5),
            change(field.gene, "dim", RESTING, 0.06, 0.4, ease=in_steps),
            *(change(each, "opacity", TOLD_OPACITY, 0.06, 0.4) for each in field.hormones),
            show(field.count, 0.3, 0.44),
            change(self.first, "soft", 0.0, 0.06, 0.5),
            change(self.first, "pale", 0.0, 0.06, 0.5),
            key(self.clears("lack", 0.0, 1.0)),
        )

    def another_tumor(self, cue: CueClock) -> None:
        """The camera passes into another tumor's nucleus, near to one mutant: helix 12 loosens, elacestrant enters it."""
        labels, field, mutants = self.labels, self.field, self.mutants
        end = End((NEAR_FOCUS[0] + NEIGHBOUR_PIXELS, NEAR_FOCUS[1]), NEAR_PLACE, NEAR_MAGNIFICATION)
        passage = NucleusPassage((self.sight, self.gene_sight), end)
        mutants.fineness(NEAR_MAGNIFICATION)
        self.second.soft = PASSED_SOFT_PIXELS
        # The gene is passed as what it is beside: as far away as the rest.
        field.gene.magnification = lambda: 1.0
        self.play_for(
            cue.part(PASSING_SHARE),
            hide(field.count, 0.0, 0.1),
            change(field, "clearing", CLEARING_DONE, 0.0, 0.3, ease=steady),
            change(passage, "share", 1.0, 0.0, 1.0, ease=steady),
            change(self.first, "soft", PASSED_SOFT_PIXELS, 0.05, 0.4),
            change(self.first, "pale", FAR_PALE, 0.05, 0.4),
            change(self.second, "soft", 0.0, 0.4, 0.66),
            show(self.paper, 0.0, 0.1),
            show(labels["tumor"], 0.28, 0.35, until=(0.72, 0.79)),
            change(mutants.receptors, "others_dim", OTHERS_SHARE, 0.7, 0.9),
            show([labels["mutant"], labels["active"]], 0.88, 0.95),
        )
        self.play_for(
            cue.rest,
            key(change(mutants, "story", HERO_BOUND, 0.1, 1.0, ease=steady)),
            hide([labels["mutant"], labels["active"]], 0.26, 0.34),
            show(labels["elacestrant"], 0.36, 0.44),
        )

    def mutants_are_cleared(self, cue: CueClock) -> None:
        """Others bind elacestrant, one after another; the 26S, to which the camera goes on, takes in several."""
        labels, mutants = self.labels, self.mutants
        self.play_for(
            cue.part(TO_THE_26S_SHARE),
            key(change(mutants, "story", OTHERS_BOUND, 0.0, 1.0, ease=steady)),
            change(mutants, "clearing", 2.0, 0.42, 1.0, ease=steady),
            *self.to_the_26s(),
            *self.staying_pale(STAYING_SHARE, TOLD_OPACITY, 0.72, 1.0),
            change(mutants.receptors, "others_dim", 0.0, 0.0, 0.3),
            show(mutants.particle, 0.2, 0.6),
            hide(self.paper, 0.6, 1.0),
            hide(labels["elacestrant"], 0.0, 0.14),
        )
        mutants.fineness(REMOVAL_MAGNIFICATION)
        self.play_for(
            cue.rest,
            key(change(mutants, "clearing", MUTANTS_CLEARED, 0.0, 0.98, ease=steady)),
            change(mutants, "story", 1.0, 0.0, 0.55, ease=steady),
            change(mutants, "come_back", 1.0, 0.6, 1.0),
            *self.staying_pale(0.0, 1.0, 0.66, 0.92),
            change(mutants.gene, "dim", 0.0, 0.7, 0.95, ease=in_steps),
            show([labels["removed"], labels["note"]], 0.2, 0.3, until=(0.9, 1.0)),
            *self.sight.reframed(REMOVAL_FOCUS, 1.0, 0.7, 1.0),
        )
        mutants.fineness(1.0)

    def staying_pale(self, dim: float, opacity: float, begin: float, end: float) -> list[Stagger]:
        """Return the motions of mutants that stay, and of small molecules, to a share of paper and an opacity."""
        mutants = self.mutants
        small = (*mutants.hormones, mutants.freed)
        return [
            change(mutants, "staying_dim", dim, begin, end),
            *(change(each, "opacity", opacity, begin, end) for each in small),
        ]

    def to_the_26s(self) -> list[Stagger]:
        """Return the motions of the camera from the mutants that are seen from near to the 26S in their nucleus."""
        self.sight.look((REMOVAL_FOCUS[0] + NEIGHBOUR_PIXELS, REMOVAL_FOCUS[1]))
        return self.sight.reframed(REMOVAL_PLACE, REMOVAL_MAGNIFICATION)
