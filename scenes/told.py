"""The receptor, close up and slowly turning, while words are told that have no scene of their own."""

from __future__ import annotations

from moa_anim.actors.ligands import drug_ligand, estradiol
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import rotation_about
from moa_anim.sets.close_up import SETTLED_SEED, close_view, stage_pocket
from moa_anim.stage.motion import key, show, steady
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import MoaScene

TURN_DEGREES = 5.0
"""How far the camera rolls to each side, in turn; it rolls about its own axis, so that the face of the cut stays even."""

NEARER_FACTORS = (1.04, 1.0)
"""How near the camera is at the end of every second cue, and of the others."""


class _ToldScene(MoaScene):
    """A receptor that is looked at from cue to cue."""

    holding = ""

    def construct(self) -> None:
        """Play whatever cues the shot has."""
        drug = self.holding == "drug"
        self.receptor = Receptor("antagonist" if drug else "agonist", seed=SETTLED_SEED)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        seed = SETTLED_SEED + 3
        ligand = drug_ligand("bound", seed=seed) if drug else estradiol("bound", seed=seed)
        self.receptor.make_way_for(self.holding, lambda: ligand.pose)
        view = self.molecule_view = stage_pocket(self, self.receptor, ligand, crowd_seed=SETTLED_SEED)
        self.add_label("ligand", Role.DRUG if drug else Role.ESTRADIOL, on=view.seen(ligand, "centre"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        self.hold(self.lead())
        for number, slot in enumerate(self.context.shot.cues):
            side = 1.0 if number % 2 else -1.0
            turned = rotation_about((0, 0, 1), side * TURN_DEGREES) @ CLOSE_VIEW
            nearer = reframed(
                close_view(), rotation=turned, scale=close_view().scale * NEARER_FACTORS[number % 2]
            )
            names = [show(self.labels[name], 0.15, 0.3) for name in ("ligand", "helix12")]
            self.play_cue(slot.cue.id, key(Reframe(view, nearer, ease=steady)), *(() if number else names))
        self.hold(self.tail())


class ToldWithHormone(_ToldScene):
    """The receptor with estradiol, slowly turning, while any words are told."""

    needs = {
        "tables": ["era_lbd_estradiol"],
        "cues": "any",
        "labels": {"ligand": "estradiol", "helix12": "helix 12"},
        "tail_seconds": 0.3,
    }
    holding = "estradiol"


class ToldWithDrug(_ToldScene):
    """The receptor with the drug, slowly turning, while any words are told."""

    needs = {
        "tables": ["drug"],
        "cues": "any",
        "labels": {"ligand": "{drug}", "helix12": "helix 12"},
        "tail_seconds": 0.3,
    }
    holding = "drug"
