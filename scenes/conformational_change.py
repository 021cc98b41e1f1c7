"""Helix 12 settles where the coactivator would dock; dashed outlines show that seat, and its own place with hormone.

The shot begins as the previous one ends: elacestrant in the open pocket, helix 12 loose next to it. Nothing pushes helix 12:
it swings on its hinge and settles in the groove, which is outlined before. The coactivator arrives, cannot dock, and leaves.
The shot ends on the close-up of the settled receptor, with which the next one begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.coactivator_body import body_of
from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.ligands import Follow, Waypoints, coactivator, drug_ligand, ramble
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, Swing, receptor_shape
from moa_anim.actors.turn_arc import TurnArc
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.sets.close_up import SETTLED_SEED, close_view, entry_view, stage_pocket
from moa_anim.sets.scale_bar import ScaleBar
from moa_anim.stage.motion import Within, change, evenly, hide, key, show
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SWING_SCALE = 16.5
SWING_PLACE = (960.0, 545.0)
"""Scale (design pixels for one ångström) and place of the close-up's centre while helix 12 swings and the coactivator
comes: both places of helix 12 and the groove are whole above the caption band."""

HELIX12_LABEL_AT = (1400.0, 330.0)
CLOSED_LABEL_AT = (1400.0, 520.0)
SEAT_LABEL_AT = (1400.0, 720.0)
"""Where the names of helix 12, of its place with hormone and of the coactivator's seat stand (design pixels): in the
order of what they name, so that no leaders cross."""

BLOCKED_LABEL_AT = (1290.0, 245.0)
"""Where it is said that the coactivator cannot dock (design pixels): above it, clear of its body."""

TURN_RIGHT_PIXELS = 78.0
"""Distance of the words that measure the turn from the arc, to its right (design pixels): they have no leader."""

OUTLINE_PIXELS = 5.0
"""Width of the dashed outlines (design pixels)."""

BODY_ANGSTROM = (15.0, 2.0, -6.0)
"""Middle of the coactivator's body from its contact helix while it comes: right, up, towards the viewer (Å). It is nearer
than where it has docked, so that both are in the picture."""

CROWD_OPACITY = 0.45
"""Opacity of the crowd while helix 12 swings: nothing else is to be looked at."""

LINGERS_ANGSTROM = 16.0
"""Within about this distance of its place beside helix 12 the coactivator moves more slowly, as if between neighbours."""

LINGERS_FACTOR = 4.5
"""Factor by which it does at most."""


SWING_SPAN = (0.23, 0.69)
"""Shares of its cue between which helix 12 swings: more than three seconds, so that it can be followed."""


class ConformationalChange(MoaScene):
    """Helix 12 swings over and settles on the groove; the coactivator arrives and cannot dock."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug", "coactivator_helix"],
        "cues": {
            "changes": (
                7.8,
                "helix 12 conformation conformational shape change groove side arm turns lies",
                "Helix 12 swings to the groove; its turn is measured",
            ),
            "receptor": (
                5.4,
                "coactivator dock docks block blocks signal stops prevent",
                "A coactivator comes, cannot dock, and leaves",
            ),
        },
        "labels": {
            "helix12": "helix 12",
            "closed": "place with hormone",
            "seat": "coactivator’s seat",
            "turn": "{turned}°, {moved} Å (1G50 → {entry})",
            "blocked": "coactivator cannot dock",
            "blocks": "groove is covered",
        },
        "lead_seconds": 0.3,
        "tail_seconds": 0.5,
        "seed": 538,
    }

    def stage(self) -> None:
        """The receptor as at the end of the previous shot: elacestrant in the pocket, helix 12 aside."""
        receptor = self.receptor = Receptor("aside", seed=SETTLED_SEED)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.coactivator = coactivator("free", seed=self.seed + 2)
        self.coactivator.shown = False
        ligand = self.elacestrant = drug_ligand("bound", seed=SETTLED_SEED + 3)
        receptor.make_way_for("drug", lambda: ligand.pose)
        view = self.molecule_view = stage_pocket(
            self, receptor, ligand, self.coactivator, crowd_seed=SETTLED_SEED
        )
        self.crowd = crowd_behind(self)
        view.view = self.swing_view = reframed(close_view(), scale=SWING_SCALE, place=SWING_PLACE)
        self.path, self.times = self.visit()
        view.view = entry_view()
        self.with_hormone = self.outline(receptor_shape(0.0)[1][0], Role.HELIX12)
        self.seat = self.outline(self.coactivator.docked(), Role.COACTIVATOR)
        self.arc = TurnArc(view, receptor)
        self.bar = ScaleBar.for_molecule_view(view)
        body = body_of(self.coactivator, view, np.array(BODY_ANGSTROM) @ CLOSE_VIEW)
        self.add(body, self.with_hormone, self.seat, self.arc, self.bar)
        self.add_label("helix12", Role.HELIX12, on=view.seen(receptor, "helix12")).stand(
            lambda: HELIX12_LABEL_AT
        )
        self.add_label("closed", Role.HELIX12, on=self.with_hormone.rim("right")).stand(
            lambda: CLOSED_LABEL_AT
        )
        self.add_label("seat", Role.COACTIVATOR, on=self.seat.rim("right")).stand(lambda: SEAT_LABEL_AT)
        self.add_label("turn", Role.INK).stand(self.beside_arc)
        blocked = self.add_label("blocked", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))
        blocked.stand(lambda: BLOCKED_LABEL_AT)
        self.add_label("blocks", Role.HELIX12, on=view.seen(receptor, "helix12"))

    def cues(self) -> Cues:
        """Helix 12 settles; the coactivator cannot dock."""
        return {"changes": self.helix12_settles, "receptor": self.coactivator_cannot_dock}

    def helix12_settles(self, cue: CueClock) -> None:
        """Place with hormone and seat are marked; helix 12 swings past the one to the other; an arc measures the turn."""
        self.play_for(
            cue.frames,
            Within(0.0, 0.17, Reframe(self.molecule_view, self.swing_view)),
            change(self.crowd, "opacity", CROWD_OPACITY, 0.04, 0.2),
            show(self.seat, 0.04, 0.12, until=(0.62, 0.7)),
            show(self.labels["seat"], 0.08, 0.13, until=(0.44, 0.48)),
            show(self.with_hormone, 0.12, 0.2),
            show(self.labels["closed"], 0.15, 0.2, until=(0.66, 0.7)),
            show(self.labels["helix12"], 0.2, 0.25, until=(0.44, 0.48)),
            key(Within(*SWING_SPAN, Swing(self.receptor, "antagonist", wander=0.0, ease=evenly))),
            show(self.arc, 0.70, 0.78),
            show(self.labels["turn"], 0.75, 0.81),
        )

    def coactivator_cannot_dock(self, cue: CueClock) -> None:
        """The coactivator diffuses to its groove, where helix 12 now lies, and away again, as the camera draws back."""
        self.coactivator.shown = True
        self.play_for(
            cue.frames,
            hide(self.labels["turn"], 0.0, 0.08),
            hide([self.with_hormone, self.arc], 0.02, 0.12),
            key(Within(0.0, 0.97, Follow(self.coactivator, self.path, freedom=1.0, lengths=self.times))),
            show(self.labels["blocked"], 0.24, 0.30, until=(0.60, 0.64)),
            show(self.labels["blocks"], 0.65, 0.70, until=(0.94, 0.98)),
            Within(0.58, 0.96, Reframe(self.molecule_view, close_view())),
            change(self.crowd, "opacity", 1.0, 0.6, 0.9),
            hide(self.bar, 0.0, 0.1),
        )
        self.coactivator.shown = False

    def outline(self, beads: Beads, role: Role) -> DashedOutline:
        """Return the dashed outline, not shown yet, of where `beads` are not."""
        view = self.molecule_view
        made = DashedOutline(
            lambda: view.view, [beads], rotation=view.view.rotation, role=role, width=OUTLINE_PIXELS
        )
        made.opacity = 0.0
        return made

    def beside_arc(self) -> Point:
        """Return where the words that measure the turn begin (baseline; design pixels)."""
        x, y = self.arc.middle()
        return x + TURN_RIGHT_PIXELS, y

    def visit(self) -> tuple[Waypoints, NDArray[np.float64]]:
        """Return the coactivator's path and the relative times of its waypoints.

        It comes in from the right, up to helix 12, back a little, up to it again, lingers there, and goes away.
        """
        spot, beside, groove = self.molecule_view.spot, self.molecule_view.beside, self.coactivator.bound_pose
        near = beside(groove[:3], right=18.5, up=3.0, towards=6.0)
        path = [
            spot(2600, 720, 24),
            beside(near, right=13.0, up=1.0),
            near,
            beside(near, right=5.5, up=-2.5, towards=2.0),
            near + 1.0,  # Å along each axis, so that the two visits differ
            beside(near, right=11.0, up=3.0),
            spot(2960, 470, 26),
        ]
        waypoints = ramble(path, seed=self.seed + 7, start=groove[3:], tumble_degrees=22)
        apart = np.linalg.norm(waypoints[:, :3] - near, axis=1)
        steps = 1.0 + (LINGERS_FACTOR - 1.0) * np.exp(-((apart / LINGERS_ANGSTROM) ** 2))
        return waypoints, np.concatenate([[0.0], np.cumsum(steps[1:])])
