"""In short, from some distance: elacestrant binds a receptor, helix 12 turns, the receptor is tagged and taken in by a 26S.

Then three treatments in three lanes: elacestrant's receptor is blocked, tagged and taken away to the 26S; tamoxifen blocks
the receptor; an aromatase inhibitor lowers estradiol. The camera goes on, past these wild types, to ESR1 mutants behind them.
That tamoxifen leaves some of the mutants active is drawn as one of two: mutants need more of it to be inhibited (Toy et al.
2013; Fanning et al. 2016).
"""

from __future__ import annotations

from moa_anim.actors.crowd_layers import CrowdLayers, Home
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import FRAME_WIDTH, MARGIN
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.dividing_cells import RESISTANT, DividingCells
from moa_anim.sets.lane_mutants import MAGNIFICATION, MUTANTS_CLEARED, PARTICLE_AT
from moa_anim.sets.lane_texts import AcrossLanes, LaneDividers, LaneMask
from moa_anim.sets.lane_world import LANE_WIDTH, Treatment
from moa_anim.sets.mechanism_overview import CLEARING_END, WORLD_SCALE, MechanismOverview
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.sets.receptor_field import FieldSight
from moa_anim.sets.treatment_lanes import FAR_SCALE, PARTICLE_PLACE, PASSED, PASSES_ABOUT, Lane
from moa_anim.stage.dive import Scrim
from moa_anim.stage.motion import Within, change, hide, key, passage, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

SCRIM_OPACITY = 0.45
"""Opacity of the paper over a lane that is not in focus."""

SCRIM_COMES_SHARES = (0.45, 0.7)
"""Shares of the time for tamoxifen between which elacestrant's lane goes out of focus: its receptor is at the 26S then."""

CROWD_SCALE = 3.4
CROWD_SPACING_PIXELS = 230.0
"""Scale of the distant crowd behind the hero, and distance between its molecules (design pixels)."""

TAKEN_IN_SECONDS = 5.4
"""Seconds of clearing at which the camera is drawing back: little more than a thread of the receptor is left."""

RECEDES_FROM_SHARE = 0.5
"""Share of a cue from which the camera draws back, since the receptor is inside the 26S then."""

TAKEN_FROM_SHARE = 0.62
"""Share of the cue of elacestrant's lane from which its receptor is tagged and taken away; that goes on in the next cue."""

RECEDED_SHARE = 0.3
"""Share of the next cue at which the camera has drawn back: the 26S is far away, at the top of the first lane."""

HEADING_PIXELS = 34.0
HEADING_AT = (128.0, 158.0)
"""Letter size, left end and baseline (design pixels) of the heading that says that this is an overview."""

RECEPTOR_LABEL_AT = (240.0, 816.0)
"""Where the label of the receptor begins (baseline; design pixels), below the hero."""

ARRIVING_LABEL_AT = (1150.0, 770.0)
"""Where the label of the arriving elacestrant begins (baseline; design pixels), right of the hero."""

UBIQUITIN_LABEL_AT = (336.0, 742.0)
"""Where the label of the ubiquitins begins (baseline; design pixels): below the hero and left of the chain, not on it."""

FARTHER_LABEL_AT = (346.0, 364.0)
DRUG_LABEL_AT = (706.0, 372.0)
MUTANT_LABEL_AT = (1560.0, 372.0)
"""Where the lanes' labels begin (baseline; design pixels), so that each stands in its lane and crosses no small molecule."""

PARTICLE_ASIDE = (PARTICLE_AT[0] - 26.0, PARTICLE_AT[1] - 8.0)
"""Where the middle of the 20S is seen while it takes in mutants: their ubiquitins are whole in the lane, at its mouth too."""

GOES_ON = 1.04
GOES_ON_SHARES = (0.74, 1.0)
"""How much nearer the camera still comes to the mutants that stay, about the middle of their lane, and when."""

LANE_MIDDLE = (320.0, 560.0)
PARTICLE_THEN = (
    LANE_MIDDLE[0] + (PARTICLE_AT[0] - LANE_MIDDLE[0]) * GOES_ON,
    LANE_MIDDLE[1] + (PARTICLE_AT[1] - LANE_MIDDLE[1]) * GOES_ON,
)
"""That middle, and where the middle of the 20S is then (design pixels)."""

ZOOMING_SHARE = 0.3
"""Share of the first cue in which the camera arrives at the receptor."""

DRAWING_BACK_SHARE = 0.42
"""Share of a cue in which the camera draws back from the receptor to the 26S."""

WHOLE_26S = ((388.0, 452.0), 0.93)
"""Where the hero is seen then (design pixels), and how magnified: 26S, and peptides that leave it, are in the picture."""


class DifferentApproach(MoaScene):
    """One receptor is taken in; then three treatments in three lanes, and two mutants under each."""

    needs = {
        "cues": {
            "advantage": (3.0,),
            "induces": (3.0,),
            "guides": (3.0,),
            "fewer": (3.0,),
            "beyond": (3.0,),
            "traditional": (3.0,),
            "effective": (3.0,),
            "mutants": (4.0,),
        },
        "labels": {
            "overview": "In brief; each step follows",
            "receptor": "ERα, not mutated",
            "elacestrant": "{drug}",
            "ubiquitin": "ubiquitin",
            "proteasome": "26S proteasome",
            "farther": "farther away",
            "4oht": "4-hydroxytamoxifen",
            "lane-inhibitor": "Aromatase inhibitor",
            "lane-tamoxifen": "Tamoxifen",
            "lane-elacestrant": "Elacestrant",
            "less": "lowers estradiol",
            "blocked": "blocks the receptor",
            "removed": "blocked, then removed",
            "mutant": "ESR1 mutants",
            "mutant-inhibitor": "mutants stay active",
            "mutant-tamoxifen": "some stay active",
            "mutant-elacestrant": "many are removed",
            "numbers": "illustrative numbers",
        },
        "lead_seconds": 1.8,
        "tail_seconds": 0.5,
        "seed": 5,
        "facts": ["elacestrant"],
    }

    def stage(self) -> None:
        """The dividing cells that end the shot before; the overview is not yet visible."""
        brief = self.brief = MechanismOverview(self)
        brief.recedes_from = brief.framing(*WHOLE_26S)
        brief.recedes_to = PARTICLE_PLACE, FAR_SCALE / WORLD_SCALE
        brief.near()
        home = Home(brief.view, CROWD_SCALE, CROWD_SPACING_PIXELS, self.seed)
        self.put_behind(CrowdLayers(self, [home], lambda: brief.view))
        cells = self.cells = DividingCells(self, progress=RESISTANT, joins_at=0.0)
        brief.company = 0.0
        self.zoom = NucleusZoom(self, cells, brief)
        self.paper = Scrim()
        self.paper.opacity = 0.0
        x, y = HEADING_AT
        self.heading = TextBlock([Line(self.label("overview"), x, y, HEADING_PIXELS, Weight.MEDIUM)])
        self.heading.opacity = 0.0
        self.add(self.paper, self.heading)
        self.add_label("receptor", Role.RECEPTOR, on=brief.hero_spot).stand(lambda: RECEPTOR_LABEL_AT)
        self.add_label("elacestrant", Role.DRUG, on=brief.drug_spot).stand(lambda: ARRIVING_LABEL_AT)
        self.add_label("ubiquitin", Role.UBIQUITIN, on=brief.chain_spot).stand(lambda: UBIQUITIN_LABEL_AT)
        self.add_label("proteasome", Role.PROTEASOME, on=brief.particle_spot)

    def lead_share(self) -> float:
        """Return the share of the zoom that falls into the lead; it goes on in the first cue."""
        arriving = round(ZOOMING_SHARE * self.frames_of("advantage"))
        return self.lead() / (self.lead() + arriving)

    def during_lead(self) -> list[Within]:
        """The camera goes from the cells into a nucleus."""
        return [self.zooming(0.0, self.lead_share())]

    def zooming(self, begin: float, end: float) -> Within:
        """Return the motion of a part of the zoom, given as shares."""
        motion = self.zoom.inwards()
        motion.rate_func = passage(begin, end)
        return Within(0.0, 1.0, motion)

    def cues(self) -> Cues:
        """Return four cues with the hero and four with the three lanes."""
        return {
            "advantage": self.elacestrant_binds,
            "induces": [
                key(change(self.brief, "settling", 1.0, 0.08, 0.85)),
                hide(self.labels["elacestrant"], 0.0, 0.1),
            ],
            "guides": self.is_tagged,
            "fewer": [
                hide(self.labels["proteasome"], 0.0, 0.15),
                key(change(self.brief, "clearing", TAKEN_IN_SECONDS, 0.0, 1.0, ease=steady)),
                change(self.brief, "receding", self.receded(), RECEDES_FROM_SHARE, 1.0, ease=steady),
            ],
            "beyond": self.elacestrants_lane,
            "traditional": self.other_lanes,
            "effective": self.to_the_mutants,
            "mutants": self.mutants,
        }

    def elacestrant_binds(self, cue: CueClock) -> None:
        """The camera arrives at the receptor; elacestrant misses the pocket, then enters it."""
        labels, brief = self.labels, self.brief
        self.play_for(
            cue.part(ZOOMING_SHARE),
            self.zooming(self.lead_share(), 1.0),
            change(self.cells.receptors, "opacity", 0.0, 0.35, 0.95),
            change(brief, "company", 1.0, 0.75, 1.0),
            show([self.heading, self.paper], 0.4, 0.8),
        )
        self.zoom.arrived()
        brief.near()
        self.play_for(
            cue.rest,
            key(change(brief, "arrival", 1.0, 0.0, 0.95, ease=steady)),
            show(labels["receptor"], 0.0, 0.1, until=(0.6, 0.7)),
            show(labels["elacestrant"], 0.25, 0.35),
        )

    def is_tagged(self, cue: CueClock) -> None:
        """The camera draws back to the 26S; four ubiquitins are added, and the 26S takes the receptor in."""
        labels, brief = self.labels, self.brief
        self.play_for(
            cue.part(DRAWING_BACK_SHARE),
            *brief.sight.reframed(*WHOLE_26S),
            change(brief, "clearing", 1.5, 0.2, 1.0, ease=steady),
            show(labels["ubiquitin"], 0.75, 0.95),
        )
        self.play_for(
            cue.rest,
            key(change(brief, "clearing", 4.0, 0.0, 1.0, ease=steady)),
            hide(labels["ubiquitin"], 0.25, 0.35),
            show(labels["proteasome"], 0.35, 0.48),
        )

    def receded(self) -> float:
        """Return the share of the camera's way back that falls into the cue before the lanes."""
        before = (1.0 - RECEDES_FROM_SHARE) * self.frames_of("fewer")
        return before / (before + RECEDED_SHARE * self.frames_of("beyond"))

    def stage_lanes(self) -> None:
        """Three lanes, the first around the 26S that is there; nothing else has come yet."""
        self.remove(*self.labels.values())
        ligands = receptor_tables().ligands
        self.near = FieldSight(PASSES_ABOUT)
        words = self.label
        treatments = (
            Treatment(
                words("lane-elacestrant"),
                (words("removed"), words("mutant-elacestrant")),
                (ligands["drug"], Role.DRUG),
                removes=True,
            ),
            Treatment(
                words("lane-tamoxifen"),
                (words("blocked"), words("mutant-tamoxifen")),
                (ligands["tamoxifen"], Role.TAMOXIFEN),
                closed=(2,),
            ),
            Treatment(
                words("lane-inhibitor"),
                (words("less"), words("mutant-inhibitor")),
                (ligands["estradiol"], Role.ESTRADIOL),
                closed=(0, 1, 2),
                lowers=True,
            ),
        )
        self.lanes = [Lane(self, n, each, self.near, self.brief.sight) for n, each in enumerate(treatments)]
        self.elacestrant, self.tamoxifen, self.inhibitor = self.lanes
        for lane in self.lanes:
            lane.come = lane.heading.opacity = 0.0
        self.dividers = LaneDividers()
        self.dividers.grown = 0.0
        self.add(*(piece for lane in self.lanes for piece in lane.painted), LaneMask(), self.dividers)
        self.numbers = AcrossLanes(words("numbers"))
        self.add(self.numbers)
        mutant = self.add_label("mutant", Role.MUTATION, on=self.inhibitor.mutants.mutation_spot)
        mutant.stand(
            lambda: (min(MUTANT_LABEL_AT[0], FRAME_WIDTH - MARGIN - mutant.size[0]), MUTANT_LABEL_AT[1])
        )
        farther = self.add_label("farther", Role.PROTEASOME, on=self.brief.far_spot)
        farther.stand(
            lambda: (min(FARTHER_LABEL_AT[0], LANE_WIDTH - MARGIN / 3 - farther.size[0]), FARTHER_LABEL_AT[1])
        )
        self.add_label("4oht", Role.INK, on=self.tamoxifen.ligand_spot).stand(lambda: DRUG_LABEL_AT)

    def elacestrants_lane(self, cue: CueClock) -> None:
        """The camera draws back from the 26S that has taken in the receptor; beside its lane come two with a receptor."""
        self.stage_lanes()
        brief, lane = self.brief, self.elacestrant
        self.taken_seconds = float(self.rate.seconds(round((1.0 - TAKEN_FROM_SHARE) * cue.frames)))
        self.play_for(
            cue.frames,
            hide([self.heading, self.paper], 0.0, 0.08),
            change(brief, "receding", 1.0, 0.0, RECEDED_SHARE, ease=steady),
            change(brief.receptors, "company", 0.0, 0.0, 0.2),
            change(brief, "clearing", CLEARING_END, 0.0, RECEDED_SHARE, ease=steady),
            change(self.dividers, "grown", 1.0, 0.14, 0.4),
            show([each.heading for each in self.lanes], 0.14, 0.3, every=0.08),
            show(self.labels["farther"], 0.26, 0.32, until=(0.94, 1.0)),
            change(lane, "come", 1.0, 0.27, 0.44),
            show(lane.effects[0], 0.38, 0.46),
            key(change([self.tamoxifen, self.inhibitor], "come", 1.0, 0.34, 0.68, every=0.16)),
            show([each.scrim for each in self.lanes[1:]], 0.4, 0.9, SCRIM_OPACITY),
            key(change(lane.taken, "clearing", self.taken_seconds, TAKEN_FROM_SHARE, 1.0, ease=steady)),
        )
        self.remove(self.heading, self.paper)

    def other_lanes(self, cue: CueClock) -> None:
        """Tamoxifen only blocks the pocket; an aromatase inhibitor lowers estrogen."""
        labels, taken = self.labels, self.elacestrant.taken
        half, rest = cue.share(1, 2), cue.share(2, 2)
        by_half = self.taken_seconds + float(self.rate.seconds(half))
        self.play_for(
            half,
            key(change(taken, "clearing", by_half, 0.0, 1.0, ease=steady)),
            show(self.elacestrant.scrim, *SCRIM_COMES_SHARES, SCRIM_OPACITY),
            hide(self.tamoxifen.scrim, 0.0, 0.15),
            show(self.tamoxifen.effects[0], 0.2, 0.35),
            show(labels["4oht"], 0.2, 0.35, until=(0.85, 1.0)),
            key(change(self.tamoxifen, "visit", 1.0, 0.05, 1.0)),
        )
        self.play_for(
            cue.rest,
            show(self.tamoxifen.scrim, 0.0, 0.15, SCRIM_OPACITY),
            hide(self.inhibitor.scrim, 0.0, 0.15),
            show(self.inhibitor.effects[0], 0.2, 0.35),
            key(change(taken, "clearing", by_half + float(self.rate.seconds(rest)), 0.0, 1.0, ease=steady)),
            key(change(self.elacestrant, "visit", 1.0, 0.0, 1.0)),
            key(change(self.inhibitor, "suppressed", 1.0, 0.1, 1.0, ease=steady)),
            change(self.inhibitor, "emptied", 1.0, 0.05, 0.75, ease=steady),
        )

    def to_the_mutants(self, cue: CueClock) -> None:
        """The camera goes on in all three lanes: past the wild types, which leave below, to the mutants behind them."""
        self.brief.right = LANE_WIDTH
        mutants = [lane.mutants for lane in self.lanes]
        self.play_for(
            cue.frames,
            hide([self.tamoxifen.scrim, self.elacestrant.scrim], 0.0, 0.12),
            hide([lane.effects[0] for lane in self.lanes], 0.1, 0.22),
            *self.brief.sight.reframed(PARTICLE_ASIDE, MAGNIFICATION, 0.06, 0.94),
            change(self.brief, "haze", 0.0, 0.12, 0.6),
            *self.near.reframed(*PASSED, 0.08, 0.8),
            key(change(mutants, "come", 1.0, 0.2, 0.5)),
            show(self.labels["mutant"], 0.8, 0.96),
        )

    def mutants(self, cue: CueClock) -> None:
        """Two mutants in each lane: both removed, one of two blocked, both closed."""
        effects = [lane.effects[1] for lane in self.lanes]
        self.play_for(
            cue.frames,
            show(effects, 0.02, 0.1, every=0.12),
            show(self.numbers, 0.24, 0.32),
            *self.brief.sight.reframed(PARTICLE_THEN, MAGNIFICATION * GOES_ON, *GOES_ON_SHARES),
            key(change(self.elacestrant.mutants, "clearing", MUTANTS_CLEARED, 0.0, 0.98, ease=steady)),
        )
