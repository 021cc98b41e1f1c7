"""Helix 12 settles where the coactivator would dock; dashed outlines show that seat and its own place with hormone.

The shot begins as the previous one ends: elacestrant in the open pocket, helix 12 loose next to it. Nothing pushes helix 12:
it swings on its hinge and settles in the groove, which is outlined before. The coactivator arrives, tries its seat twice and
leaves. The shot ends on the close-up of the settled receptor, with which the next one begins.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from moa_anim.actors.coactivator_body import body_of
from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.ligands import Follow, Waypoints, coactivator, drug_ligand
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, Swing, receptor_shape
from moa_anim.actors.turn_arc import TurnArc
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.sets.close_up import SETTLED_SEED, close_view, entry_view, stage_pocket
from moa_anim.sets.scale_bar import ScaleBar
from moa_anim.stage.motion import Within, change, hide, key, show, steady
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SWING_SCALE = 16.5
SWING_PLACE = (960.0, 545.0)
"""Scale (design pixels for one ångström) and place of the close-up's centre while helix 12 swings: both places of helix 12
and the groove are whole above the caption band."""

TRYING_SCALE = 10.6
TRYING_PLACE = (760.0, 470.0)
"""The same while the coactivator tries its seat: its whole body is in the picture, too."""

HELIX12_LABEL_AT = (1400.0, 330.0)
SEAT_LABEL_AT = (1400.0, 720.0)
"""Where the names of helix 12 and of the coactivator's seat stand (design pixels): in the order of what they name, so that no
leaders cross."""

CLOSED_LABEL_AT = (1388.0, 398.0)
"""The same for helix 12's place with hormone: below the name of helix 12, above the words that measure the turn."""

BLOCKED_LABEL_AT = (1010.0, 235.0)
BLOCKED_AT = (950.0, 460.0)
"""Where it is said that the coactivator cannot dock, above it, clear of its body; and what that points to: where
it is turned away, beside helix 12 (design pixels). The leader stands still, over no actor."""

TURN_RIGHT_PIXELS = 150.0
"""Distance of the words that measure the turn from the arc, to its right (design pixels): they have no leader, and are clear
of the receptor."""

OUTLINE_PIXELS = 5.0
"""Width of the dashed outlines (design pixels)."""

BODY_ANGSTROM = (15.0, 2.0, -6.0)
"""Middle of the coactivator's body from its contact helix while it comes: right, up, towards the viewer (Å). It is nearer
than where it has docked, so that both are in the picture."""

CROWD_OPACITY = 0.45
"""Opacity of the crowd while helix 12 swings: nothing else is to be looked at."""

FROM_PIXELS, TO_PIXELS = (1860.0, 560.0), (1790.0, 430.0)
"""Where the coactivator comes from and goes to, in the view of its tries (design pixels): outside the picture, in which
the camera is nearer at those times."""

TRIES = (
    (0.29, (31.0, 3.5, 9.0), -26.0),
    (0.40, (15.2, 0.5, 6.5), -4.0),
    (0.45, (14.4, -0.3, 6.5), 3.0),
    (0.53, (22.0, 3.5, 9.0), 27.0),
    (0.61, (12.9, -4.8, 7.0), -9.0),
    (0.67, (12.1, -4.0, 7.0), -14.0),
    (0.765, (27.0, 2.0, 9.0), -52.0),
)
"""Its way: shares of its time; places from its seat, right, up, towards the viewer (Å); turns from how it
would dock (degrees, in the picture). Twice its contact helix meets helix 12, which lies in the seat, and is turned away."""

LEAVES_DEGREES = -95.0
"""Its turn when it has left."""

GONE_SHARE = 0.99
"""Share of its time after which it has left."""

WAY_STEPS = 160
"""Waypoints of that way, equally spaced in time."""

SWING_SPAN = (0.3, 0.73)
"""Shares of its cue between which helix 12 swings, once both places are marked: more than three seconds, so that it can be
followed."""


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
                "coactivator dock docks block blocks signal stops prevent quiet silent",
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
        self.swing_view = reframed(close_view(), scale=SWING_SCALE, place=SWING_PLACE)
        view.view = self.trying_view = reframed(close_view(), scale=TRYING_SCALE, place=TRYING_PLACE)
        self.path = self.visit()
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
        self.add_label("blocked", Role.COACTIVATOR, on=BLOCKED_AT).stand(lambda: BLOCKED_LABEL_AT)
        self.add_label("blocks", Role.HELIX12, on=view.seen(receptor, "helix12"))

    def cues(self) -> Cues:
        """Helix 12 settles; the coactivator cannot dock."""
        return {"changes": self.helix12_settles, "receptor": self.coactivator_cannot_dock}

    def helix12_settles(self, cue: CueClock) -> None:
        """The seat and helix 12's place with hormone are marked; helix 12 swings to the seat; then an arc measures the turn.

        The outline of where it would be stays; that of where it goes ends as helix 12 covers it.
        """
        self.play_for(
            cue.frames,
            Within(0.0, 0.17, Reframe(self.molecule_view, self.swing_view)),
            change(self.crowd, "opacity", CROWD_OPACITY, 0.04, 0.2),
            show(self.seat, 0.05, 0.12, until=(0.62, 0.7)),
            show(self.labels["seat"], 0.06, 0.11, until=(0.27, 0.31)),
            show(self.labels["helix12"], 0.15, 0.2, until=(0.37, 0.41)),
            key(Within(*SWING_SPAN, Swing(self.receptor, "antagonist", wander=0.0))),
            show(self.with_hormone, 0.24, 0.29),
            show(self.labels["closed"], 0.42, 0.47, until=(0.68, 0.72)),
            show(self.arc, 0.73, 0.8),
            show(self.labels["turn"], 0.76, 0.82),
        )

    def coactivator_cannot_dock(self, cue: CueClock) -> None:
        """The coactivator tries its seat, where helix 12 now lies, and drifts away again; then the camera draws back."""
        self.coactivator.shown = True
        here = self.beside_arc()
        self.labels["turn"].stand(lambda: here)  # while it fades, the camera already draws back
        self.play_for(
            cue.frames,
            hide(self.labels["turn"], 0.0, 0.08),
            Within(0.0, 0.3, Reframe(self.molecule_view, self.trying_view)),
            hide([self.with_hormone, self.arc], 0.02, 0.12),
            key(Within(0.0, 0.9, Follow(self.coactivator, self.path, freedom=1.0, ease=steady))),
            show(self.labels["blocked"], 0.26, 0.32, until=(0.62, 0.66)),
            show(self.labels["blocks"], 0.73, 0.78, until=(0.95, 0.99)),
            Within(0.66, 0.97, Reframe(self.molecule_view, close_view())),
            change(self.crowd, "opacity", 1.0, 0.62, 0.92),
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

    def visit(self) -> Waypoints:
        """Return the coactivator's path.

        It comes in from the right with its contact helix ahead, as it would dock, meets helix 12, is turned away, tries once
        more, and leaves.
        """
        spot, view, groove = self.molecule_view.spot, self.molecule_view.view, self.coactivator.bound_pose
        nearer = view.rotation[2]
        rows = [
            np.concatenate(
                [groove[:3] + np.array(shift) @ view.rotation, groove[3:] + np.radians(turn) * nearer]
            )
            for _, shift, turn in TRIES
        ]
        first = np.concatenate([spot(*FROM_PIXELS, 24), rows[0][3:]])
        last = np.concatenate([spot(*TO_PIXELS, 26), np.radians(LEAVES_DEGREES) * nearer])
        times = [0.0, *(share for share, _, _ in TRIES), GONE_SHARE, 1.0]
        way = PchipInterpolator(times, [first, *rows, last, last])
        return np.asarray(way(np.linspace(0.0, 1.0, WAY_STEPS)))
