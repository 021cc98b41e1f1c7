"""Helix 12 settles where the coactivator would dock, shown against its place with hormone.

It goes on from where elacestrant has taken the open pocket and helix 12 stands aside, loose: nothing is pushed, helix 12
swings with its hinge and lies down on the groove. The coactivator comes, finds its groove taken and goes.
"""

from __future__ import annotations

from moa_anim.actors.helix12_ghost import Helix12Ghost, TurnArc
from moa_anim.actors.ligands import Follow, Waypoints, coactivator, elacestrant, ramble
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.model.palette import Role
from moa_anim.sets.close_up import pocket_backdrop, pocket_view
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Within, change, hide, show
from moa_anim.stage.scene import MoaScene

DIMMED = 0.55
"""Share of paper mixed into the receptor's body while helix 12 is shown: the rest dims to about 40 %."""


class ConformationalChange(MoaScene):
    """Helix 12 swings over and settles on the groove; the coactivator comes and cannot dock."""

    def construct(self) -> None:
        """Play the shot's two cues."""
        self.stage()
        self.hold(self.lead())
        with self.cue("changes") as cue:
            self.helix12_settles(cue.share(1, 2) + cue.share(2, 2))
        with self.cue("receptor") as cue:
            self.coactivator_cannot_dock(cue.frames)
        self.hold(self.tail())

    def stage(self) -> None:
        """The receptor as the shot before leaves it: elacestrant in the pocket, helix 12 aside."""
        self.set_backdrop(pocket_backdrop, self.seed)
        self.molecule_view = pocket_view(self)
        self.receptor = Receptor("aside", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.elacestrant = elacestrant("bound", seed=self.seed + 3)
        self.receptor.gives_way_to("elacestrant", lambda: self.elacestrant.pose)
        self.coactivator = coactivator("free", seed=self.seed + 2)
        self.coactivator.shown = False
        self.molecule_view.cast(self.receptor, self.elacestrant, self.coactivator)
        self.ghost = Helix12Ghost(self.molecule_view)
        self.arc = TurnArc(self.molecule_view, self.receptor)
        self.add(self.molecule_view, self.ghost, self.arc)
        self.labels = {
            "helix12": self.make_label(
                "helix12", Role.HELIX12, self.molecule_view.seen(self.receptor, "helix12")
            ),
            "closed": self.make_label("closed", Role.HELIX12, self.ghost.edge),
            "turn": self.make_label("turn", Role.INK, self.arc.middle),
            "blocked": self.make_label(
                "blocked", Role.COACTIVATOR, self.molecule_view.seen(self.coactivator, "centre")
            ),
        }
        self.add(*self.labels.values())

    def helix12_settles(self, frames: int) -> None:
        """Helix 12 goes to the groove; its place with hormone stays as a ghost, and the turn is measured."""
        labels: dict[str, Label] = self.labels
        swing = round(frames * 0.5)
        self.play_for(
            swing,
            change(self.receptor, "dim", DIMMED, 0.0, 0.2),
            Within(0.0, 0.92, Swing(self.receptor, "antagonist", wander=0.0)),
            show(labels["helix12"], 0.05, 0.25),
            show(self.ghost, 0.62, 0.9),
            show(labels["closed"], 0.75, 0.95),
        )
        self.play_for(
            frames - swing,
            show(self.arc, 0.0, 0.25),
            hide(labels["helix12"], 0.0, 0.12),  # its leader would run through the arrow
            show(labels["turn"], 0.15, 0.35),
        )

    def coactivator_cannot_dock(self, frames: int) -> None:
        """The coactivator wanders to its groove, where helix 12 lies now, and off again."""
        self.coactivator.shown = True
        way = self.visit()
        self.coactivator.pose = way[0]
        self.play_for(
            frames,
            change(self.receptor, "dim", 0.0, 0.0, 0.12),
            *(hide(self.labels[name], 0.0, 0.15) for name in ("closed", "turn")),
            hide(self.ghost, 0.05, 0.2),
            hide(self.arc, 0.05, 0.2),
            show(self.labels["blocked"], 0.45, 0.62),
            Within(0.0, 0.95, Follow(self.coactivator, way, freedom=1.0)),
        )

    def visit(self) -> Waypoints:
        """From the right to as near as helix 12 lets it, and back a little; twice, for it wanders."""
        spot, rotation, groove = (
            self.molecule_view.spot,
            self.molecule_view.view.rotation,
            self.coactivator.bound_pose,
        )
        near = groove[:3] + 13.0 * rotation[2] + 15.0 * rotation[0]
        return ramble(
            [
                spot(2150, 690, 24),
                spot(1640, 650, 26),
                near,
                spot(1470, 640, 32),
                near + 1.5,
                spot(1580, 690, 30),
            ],
            seed=self.seed + 7,
            start=groove[3:],
            tumble_degrees=22,
        )
