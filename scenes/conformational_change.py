"""Helix 12 settles where the coactivator would dock; a ghost shows where it is when hormone is bound.

The shot begins as the previous one ends: elacestrant in the open pocket, helix 12 loose next to it. Nothing pushes helix 12:
it swings on its hinge and settles in the groove. The coactivator arrives, cannot dock, and leaves. The shot ends on the
close-up of the settled receptor, with which the next one begins.
"""

from __future__ import annotations

from moa_anim.actors.helix12_ghost import Helix12Ghost, TurnArc
from moa_anim.actors.ligands import Follow, Waypoints, coactivator, elacestrant, ramble
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.model.palette import Role
from moa_anim.sets.close_up import SETTLED_SEED, close_view, entry_view, stage_pocket
from moa_anim.sets.scale_bar import ScaleBar
from moa_anim.stage.motion import Within, hide, key, show
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SWING_SCALE = 15.4
SWING_PLACE = (890.0, 548.0)
"""Scale (design pixels for one ångström) and place of the close-up's centre while helix 12 swings: nearer than at the end."""


class ConformationalChange(MoaScene):
    """Helix 12 swings over and settles on the groove; the coactivator arrives and cannot dock."""

    def stage(self) -> None:
        """The receptor as at the end of the previous shot: elacestrant in the pocket, helix 12 aside."""
        receptor = self.receptor = Receptor("aside", seed=SETTLED_SEED)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.coactivator = coactivator("free", seed=self.seed + 2)
        self.coactivator.shown = False
        ligand = elacestrant("bound", seed=SETTLED_SEED + 3)
        receptor.make_way_for("elacestrant", lambda: ligand.pose)
        view = self.molecule_view = stage_pocket(
            self, receptor, ligand, self.coactivator, crowd_seed=SETTLED_SEED
        )
        self.path = self.visit()  # before the camera goes near, since it depends on the close-up's view
        view.view = entry_view()
        self.ghost, self.arc = Helix12Ghost(view), TurnArc(view, receptor)
        self.bar = ScaleBar.for_molecule_view(view)
        self.add(self.ghost, self.arc, self.bar)
        self.add_label("helix12", Role.HELIX12, on=view.seen(receptor, "helix12"))
        self.add_label("closed", Role.HELIX12, on=self.ghost.edge)
        self.add_label("turn", Role.INK, on=self.arc.middle)
        self.add_label("blocked", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))
        self.add_label("blocks", Role.HELIX12, on=view.seen(receptor, "helix12"))

    def cues(self) -> Cues:
        """Helix 12 settles; the coactivator cannot dock."""
        return {"changes": self.helix12_settles, "receptor": self.coactivator_cannot_dock}

    def helix12_settles(self, cue: CueClock) -> None:
        """The place with hormone is marked; helix 12 swings past it to the groove; an arc measures the turn."""
        swing_view = reframed(close_view(), scale=SWING_SCALE, place=SWING_PLACE)
        self.play_for(
            cue.frames,
            Within(0.0, 0.22, Reframe(self.molecule_view, swing_view)),
            show(self.ghost, 0.10, 0.20),
            show(self.labels["closed"], 0.17, 0.22),
            show(self.labels["helix12"], 0.21, 0.26, until=(0.66, 0.70)),
            key(Within(0.29, 0.71, Swing(self.receptor, "antagonist", wander=0.0))),
            show(self.arc, 0.66, 0.74),
            show(self.labels["turn"], 0.70, 0.76),
        )

    def coactivator_cannot_dock(self, cue: CueClock) -> None:
        """The coactivator diffuses to its groove, where helix 12 now lies, and away again."""
        self.coactivator.shown = True
        self.play_for(
            cue.frames,
            hide([self.labels["closed"], self.labels["turn"]], 0.0, 0.08),
            hide([self.ghost, self.arc], 0.02, 0.12),
            Within(0.02, 0.36, Reframe(self.molecule_view, close_view())),
            key(Within(0.0, 0.97, Follow(self.coactivator, self.path, freedom=1.0))),
            show(self.labels["blocked"], 0.40, 0.46, until=(0.66, 0.70)),
            show(self.labels["blocks"], 0.72, 0.77, until=(0.96, 1.0)),
            hide(self.bar, 0.90, 1.0),
        )
        self.coactivator.shown = False

    def visit(self) -> Waypoints:
        """Return the coactivator's path: in from the right, up to helix 12, back a little, up to it again, and away."""
        spot, groove = self.molecule_view.spot, self.coactivator.bound_pose
        near = self.molecule_view.beside(groove[:3], right=17.0, towards=7.0)
        near_again = near + 1.0  # Å along each axis, so that the two visits differ
        path = [
            spot(2200, 690, 24),
            spot(1640, 650, 26),
            near,
            spot(1440, 650, 32),
            near_again,
            spot(1580, 700, 30),
            spot(2250, 760, 26),
        ]
        return ramble(path, seed=self.seed + 7, start=groove[3:], tumble_degrees=22)
