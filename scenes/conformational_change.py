"""Helix 12 settles where the coactivator would dock; an outline shows where it is when hormone is bound.

The shot begins as the previous one ends: elacestrant in the open pocket, helix 12 loose next to it. Nothing pushes helix 12:
it swings on its hinge and settles in the groove. The coactivator arrives, cannot dock, and leaves.
"""

from __future__ import annotations

from moa_anim.actors.helix12_ghost import Helix12Ghost, TurnArc
from moa_anim.actors.ligands import Follow, Waypoints, coactivator, elacestrant, ramble
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.model.palette import Role
from moa_anim.sets.close_up import stage_pocket
from moa_anim.stage.motion import Within, change, hide, show
from moa_anim.stage.scene import CueClock, Cues, MoaScene

DIMMED_SHARE = 0.55
"""Share of paper mixed into the receptor's body while helix 12 is shown."""


class ConformationalChange(MoaScene):
    """Helix 12 swings over and settles on the groove; the coactivator arrives and cannot dock."""

    def stage(self) -> None:
        """The receptor as at the end of the previous shot: elacestrant in the pocket, helix 12 aside."""
        receptor = self.receptor = Receptor("aside", seed=self.seed)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.coactivator = coactivator("free", seed=self.seed + 2)
        self.coactivator.shown = False
        ligand = elacestrant("bound", seed=self.seed + 3)
        receptor.make_way_for("elacestrant", lambda: ligand.pose)
        view = self.molecule_view = stage_pocket(self, receptor, ligand, self.coactivator)
        self.ghost, self.arc = Helix12Ghost(view), TurnArc(view, receptor)
        self.add(self.ghost, self.arc)
        self.add_label("helix12", Role.HELIX12, on=view.seen(receptor, "helix12"))
        self.add_label("closed", Role.HELIX12, on=self.ghost.edge)
        self.add_label("turn", Role.INK, on=self.arc.middle)
        self.add_label("blocked", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))

    def cues(self) -> Cues:
        """Helix 12 settles; the coactivator cannot dock."""
        return {"changes": self.helix12_settles, "receptor": self.coactivator_cannot_dock}

    def helix12_settles(self, cue: CueClock) -> None:
        """Helix 12 moves to the groove; a ghost marks its place with hormone, and an arrow shows the turn."""
        self.play_for(
            cue.part(0.5),
            change(self.receptor, "dim", DIMMED_SHARE, 0.0, 0.2),
            Within(0.0, 0.92, Swing(self.receptor, "antagonist", wander=0.0)),
            show(self.labels["helix12"], 0.05, 0.25),
            show(self.ghost, 0.62, 0.9),
            show(self.labels["closed"], 0.75, 0.95),
        )
        self.play_for(
            cue.rest,
            show(self.arc, 0.0, 0.25),
            hide(self.labels["helix12"], 0.0, 0.12),  # its leader would run through the arrow
            show(self.labels["turn"], 0.15, 0.35),
        )

    def coactivator_cannot_dock(self, cue: CueClock) -> None:
        """The coactivator diffuses to its groove, where helix 12 now lies, and away again."""
        self.coactivator.shown = True
        self.play_for(
            cue.frames,
            change(self.receptor, "dim", 0.0, 0.0, 0.12),
            hide([self.labels["closed"], self.labels["turn"]], 0.0, 0.15),
            hide([self.ghost, self.arc], 0.05, 0.2),
            show(self.labels["blocked"], 0.45, 0.62),
            Within(0.0, 0.95, Follow(self.coactivator, self.visit(), freedom=1.0)),
        )

    def visit(self) -> Waypoints:
        """Return the coactivator's path: in from the right, up to helix 12, back a little, up to it again, and away."""
        spot, groove = self.molecule_view.spot, self.coactivator.bound_pose
        near = self.molecule_view.beside(groove[:3], right=15.0, towards=13.0)
        near_again = near + 1.5  # Å along each axis, so that the two visits differ
        path = [
            spot(2150, 690, 24),
            spot(1640, 650, 26),
            near,
            spot(1470, 640, 32),
            near_again,
            spot(1580, 690, 30),
        ]
        return ramble(path, seed=self.seed + 7, start=groove[3:], tumble_degrees=22)
