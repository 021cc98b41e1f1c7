"""The film's drug and one that it is compared with, each in its own receptor as measured: what each does to helix 12.

The shot begins on the close-up with which the change of shape ends, and ends on it: the camera draws back to the side, the
other receptor comes beside it, and goes again. A dashed outline marks in both where helix 12 is with hormone; words below
measure the turn and the way from there to where the drug's own entry has it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from moa_anim.actors.compared_complex import ComparedComplex
from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, receptor_shape
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH, MARGIN
from moa_anim.model.palette import Role
from moa_anim.molecule.casting import COMPARED_ROLE, compared_drugs
from moa_anim.sets.close_up import SETTLED_SEED, close_view, stage_settled_receptor
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Motion, Within, change, hide, key, show
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

BESIDE_SCALE = 11.8
BESIDE_PLACE: Point = (478.0, 500.0)
"""Scale (design pixels for one ångström) and place of the drug's receptor while both are seen."""

APART_ANGSTROM = 80.0
"""Distance of the compared receptor to the right of the drug's: each is in the middle of its half of the picture."""

FAR_ANGSTROM = 125.0
"""Distance at which it is outside of the picture, also in the close-up."""

MEASURED_BASELINE = 846.0
"""Baseline (design pixels) of the words that measure what helix 12 does, in the middle below each receptor."""

OUTLINE_PIXELS = 4.5
"""Width of the dashed outlines (design pixels)."""

CROWD_OPACITY = 0.4
"""Opacity of the crowd while two receptors are compared: nothing else is to be looked at."""


class ComparedPockets(MoaScene):
    """The drug and one that it is compared with, each in its receptor; how far each moves helix 12."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug", "first compared"],
        "cues": {
            "beside": (
                4.4,
                "{compared} compared comparison unlike whereas beside",
                "The camera draws back; beside it comes the receptor with the other drug",
            ),
            "helices": (
                6.4,
                "{compared} helix 12 both same too also differs",
                "In both, the place of helix 12 with hormone is outlined, and its turn measured",
            ),
        },
        "labels": {
            "drug": "{drug}",
            "compared": "{compared}",
            "helix12": "helix 12",
            "closed": "place with hormone",
            "turn": "helix 12: {turned}°, {moved} Å ({entry})",
            "compared-turn": "helix 12: {compared turned}°, {compared moved} Å ({compared entry})",
        },
        "lead_seconds": 0.3,
        "tail_seconds": 1.6,
        "facts": ["compared"],
    }

    def stage(self) -> None:
        """The close-up of the settled receptor; the compared one is outside of the picture."""
        settled = stage_settled_receptor(self)
        view = self.molecule_view = settled.view
        self.crowd = crowd_behind(self)
        compared = compared_drugs(self.context.storyboard.cast)[0]
        right = CLOSE_VIEW[0]
        other = self.other = ComparedComplex(
            compared,
            along=right,
            aside=FAR_ANGSTROM,
            cut_depth=CUT_DEPTH_ANGSTROM,
            seed=SETTLED_SEED + 4,
        )
        other.shown = False
        view.cast(other)
        self.outlines = [self.with_hormone(0.0), self.with_hormone(APART_ANGSTROM)]
        self.add(*self.outlines)
        drugs, receptor = settled.elacestrant, settled.receptor
        self.add_label("drug", Role.DRUG, on=view.seen(drugs, "centre"))
        self.add_label("compared", COMPARED_ROLE, on=view.seen(other, "ligand"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(receptor, "helix12"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(other, "helix12"), key="other helix12")
        self.add_label("closed", Role.HELIX12, on=self.outlines[0].rim("right"))
        for name, aside in (("turn", 0.0), ("compared-turn", APART_ANGSTROM)):
            label = self.add_label(name, Role.INK)
            label.stand(partial(self.below, label, aside))

    def construct(self) -> None:
        """Play the shot; over its tail the camera goes back to the close-up, and the other receptor out of the picture."""
        self.stage()
        self.hold(self.lead())
        self.play_cues(self.cues())
        if self.tail():
            self.play_for(self.tail(), *self.back())

    def below(self, label: Label, aside: float) -> Point:
        """Return where words begin that stand in the middle below the receptor that is so far (Å) aside, in the picture."""
        x = BESIDE_PLACE[0] + aside * BESIDE_SCALE - label.size[0] / 2
        return min(max(x, MARGIN), FRAME_WIDTH - MARGIN - label.size[0]), MEASURED_BASELINE

    def with_hormone(self, aside: float) -> DashedOutline:
        """Return the outline, not shown yet, of helix 12's place with hormone in the receptor that is so far (Å) aside."""
        view = self.molecule_view
        beads = receptor_shape(0.0)[1][0]
        made = DashedOutline(
            lambda: view.view,
            [replace(beads, positions=beads.positions + aside * CLOSE_VIEW[0])],
            rotation=np.asarray(CLOSE_VIEW),
            role=Role.HELIX12,
            width=OUTLINE_PIXELS,
        )
        made.opacity = 0.0
        return made

    def cues(self) -> Cues:
        """Return the cues: the compared receptor comes, and what each drug does to helix 12 is measured."""
        return {"beside": self.other_comes, "helices": self.helices_are_measured}

    def other_comes(self, cue: CueClock) -> None:
        """The camera draws back to the left; the receptor with the compared drug comes beside the drug's; both are named."""
        self.other.shown = True
        both = reframed(close_view(), scale=BESIDE_SCALE, place=BESIDE_PLACE)
        self.play_for(
            cue.frames,
            key(Within(0.02, 0.6, Reframe(self.molecule_view, both))),
            change(self.other, "aside", APART_ANGSTROM, 0.05, 0.66),
            change(self.crowd, "opacity", CROWD_OPACITY, 0.1, 0.5),
            show(self.labels["drug"], 0.62, 0.7),
            show(self.labels["compared"], 0.68, 0.76),
        )

    def helices_are_measured(self, cue: CueClock) -> None:
        """Helix 12 is named in both, then outlined where it is with hormone; each turn is measured."""
        labels = self.labels
        names = [labels["drug"], labels["compared"]]
        self.play_for(
            cue.frames,
            hide(names, 0.0, 0.05),
            show([labels["helix12"], labels["other helix12"]], 0.03, 0.09, until=(0.44, 0.49)),
            key(show(self.outlines, 0.1, 0.22)),
            show(labels["closed"], 0.2, 0.26, until=(0.44, 0.49)),
            show([labels["turn"], labels["compared-turn"]], 0.5, 0.56),
            show(names, 0.56, 0.62),
        )

    def back(self) -> list[Motion]:
        """Return the motions of the way back to the close-up."""
        return [
            hide(list(self.labels.values()), 0.0, 0.2),
            hide(self.outlines, 0.0, 0.25),
            Within(0.1, 0.98, Reframe(self.molecule_view, close_view())),
            change(self.other, "aside", FAR_ANGSTROM, 0.1, 0.9),
            change(self.crowd, "opacity", 1.0, 0.5, 0.95),
        ]
