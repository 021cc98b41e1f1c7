"""Elacestrant takes the open pocket, and helix 12 settles where the coactivator would dock.

The order is the one that the structures allow (SCIENCE.md): the coactivator and estradiol leave by themselves, helix 12
loosens and wanders, an elacestrant arrives later and finds the pocket open, helix 12 settles on the groove. Nothing
pushes anything out, and elacestrant never passes through a closed helix 12.
"""

from __future__ import annotations

from moa_anim.model.palette import Role
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.stage.cast.ghost import Helix12Ghost, TurnArc
from moa_anim.stage.cast.guests import (
    Follow,
    bind,
    coactivator,
    elacestrant,
    estradiol,
    leave,
    passage,
    ramble,
)
from moa_anim.stage.cast.receptor import Receptor, Swing
from moa_anim.stage.closeup import CLOSE_SCALE, CUT_DEPTH, pocket_tableau
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.motion import Appear, Change, Vanish, Within
from moa_anim.stage.scene import MoaScene

LOOSE = (LOOSE_FROM + LOOSE_TO) / 2
"""Helix 12 loose: half-way along the places where it wanders."""

WANDER = 0.11
"""How far it strays, as a share of its way: over most of the loose places."""


class ConformationalChange(MoaScene):
    """Closed with hormone, open and empty, taken by elacestrant, settled on the groove."""

    def construct(self) -> None:
        """Before the words the hormone leaves; then the shot's two cues."""
        self.stage()
        named = round(self.lead() * 0.26)
        self.with_hormone(named)
        self.opens(self.lead() - named)
        self.elacestrant_binds()
        self.helix12_settles()
        self.hold(self.tail())

    def stage(self) -> None:
        """The receptor with hormone and coactivator, close up, its pocket cut open; a crowd behind."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=CLOSE_SCALE * 0.62, seed=self.seed)
        )
        self.tableau = pocket_tableau(self)
        self.receptor = Receptor("agonist", seed=self.seed)
        self.estradiol = estradiol(seed=self.seed + 1)
        self.coactivator = coactivator(seed=self.seed + 2)
        self.elacestrant = elacestrant("free", seed=self.seed + 3)
        self.elacestrant.shown = False
        self.tableau.cast(self.receptor, self.estradiol, self.coactivator, self.elacestrant)
        self.ghost = Helix12Ghost(self.tableau)
        self.arc = TurnArc(self.tableau, self.receptor)
        self.add(self.tableau, self.ghost, self.arc)
        point, receptor = self.tableau.point, self.receptor
        self.labels = {
            "helix12": self.make_label(
                "helix12", Role.HELIX12, (1390, 330), lambda: point(receptor.anchor("helix12"))
            ),
            "estradiol": self.make_label(
                "estradiol", Role.ESTRADIOL, (250, 520), lambda: point(self.estradiol.anchor("centre"))
            ),
            "coactivator": self.make_label(
                "coactivator", Role.COACTIVATOR, (1390, 640), lambda: point(self.coactivator.anchor("centre"))
            ),
            "pocket": self.make_label(
                "pocket", Role.INK, (250, 520), lambda: point(receptor.anchor("pocket"))
            ),
            "elacestrant": self.make_label(
                "elacestrant", Role.ELACESTRANT, (250, 520), lambda: point(self.elacestrant.anchor("centre"))
            ),
            "closed": self.make_label("closed", Role.HELIX12, (1390, 300), self.ghost.edge),
            "turn": self.make_label("turn", Role.INK, (1390, 430), self.arc.middle),
            "blocked": self.make_label(
                "blocked", Role.COACTIVATOR, (1440, 520), lambda: point(self.coactivator.anchor("centre"))
            ),
        }
        self.add(*self.labels.values())

    def with_hormone(self, frames: int) -> None:
        """With estradiol inside, helix 12 lies on the pocket and the coactivator in the groove."""
        labels = self.labels
        self.play_for(
            frames,
            Within(0.0, 0.6, Change(self.receptor, "cut_depth", CUT_DEPTH)),
            Within(0.05, 0.3, Appear(labels["coactivator"])),
            Within(0.3, 0.5, Appear(labels["helix12"])),
            Within(0.5, 0.7, Appear(labels["estradiol"])),
        )

    def opens(self, frames: int) -> None:
        """The coactivator and estradiol leave by themselves; helix 12 loosens and wanders."""
        spot, labels = self.tableau.spot, self.labels
        groove = self.coactivator.bound_pose
        leaving = ramble(
            [groove[:3], spot(1330, 640, 18), spot(1560, 740, 22), spot(1760, 700, 20), spot(2180, 780, 20)],
            seed=self.seed + 4,
            start=groove[3:],
        )
        way_out = passage("estradiol_1G50")
        # A way in, played backwards: so it joins the passage as smoothly as one that comes.
        going = ramble(
            [spot(2120, 380, 24), spot(1720, 300, 28), spot(1560, 330, 36)],
            seed=self.seed + 5,
            start=way_out[-1, 3:],
            joins=way_out[::-1],
        )[::-1]
        first = round(frames * 0.38)
        self.play_for(
            first,
            Within(0.0, 0.2, Vanish(labels["coactivator"])),
            Follow(self.coactivator, leaving, freedom=1.0),
            Within(0.1, 1.0, Swing(self.receptor, "open")),
        )
        self.coactivator.shown = False
        self.play_for(
            frames - first,
            Within(0.0, 0.15, Vanish(labels["helix12"])),
            leave(self.estradiol, going, way_out),
            Within(0.3, 0.4, Vanish(labels["estradiol"])),
            Within(0.55, 1.0, Swing(self.receptor, LOOSE, wander=WANDER)),
            Within(0.6, 0.75, Appear(labels["pocket"])),
        )
        self.estradiol.shown = False

    def elacestrant_binds(self) -> None:
        """Later an elacestrant arrives; it misses once, then finds the pocket open."""
        spot, labels = self.tableau.spot, self.labels
        way_in = passage("elacestrant_MODEL")[::-1]
        arriving = ramble(
            [spot(2100, 380, 24), spot(1700, 560, 32), spot(1400, 250, 38), spot(1600, 420, 40)],
            seed=self.seed + 6,
            start=way_in[0, 3:],
            joins=way_in,
        )
        self.elacestrant.shown = True
        self.elacestrant.pose = arriving[0]
        labels["elacestrant"].at = (250, 520)
        with self.cue("binds") as cue:
            self.play_for(
                cue.rest,
                Within(0.0, 0.88, bind(self.elacestrant, arriving, way_in)),
                # It wanders to where the mouth is widest, before anything comes near.
                Within(0.05, 0.35, Swing(self.receptor, "aside", wander=0.0)),
                Within(0.3, 0.4, Vanish(labels["pocket"])),
                Within(0.74, 0.86, Appear(labels["elacestrant"])),
            )

    def helix12_settles(self) -> None:
        """Helix 12 settles on the groove, shown against its place with hormone; the coactivator comes and cannot dock."""
        spot, labels = self.tableau.spot, self.labels
        groove = self.coactivator.bound_pose
        near = groove.copy()
        near[:3] += 13.0 * self.tableau.view.rotation[2] + 15.0 * self.tableau.view.rotation[0]
        visiting = ramble(
            [spot(2170, 700, 24), spot(1760, 660, 26), near[:3], spot(1480, 640, 32)],
            seed=self.seed + 7,
            start=groove[3:],
            tumble_degrees=25,
        )
        again = ramble(
            [visiting[-1, :3], near[:3] + 1.5, spot(1580, 690, 30)],
            seed=self.seed + 8,
            start=visiting[-1, 3:],
            tumble_degrees=25,
        )
        with self.cue("changes") as cue:
            labels["helix12"].at = (250, 640)
            self.play_for(
                cue.share(1, 3),
                Within(0.0, 0.2, Vanish(labels["elacestrant"])),
                Within(0.0, 0.8, Swing(self.receptor, "antagonist", wander=0.0)),
                Within(0.3, 0.6, Appear(self.ghost)),
                Within(0.5, 0.8, Appear(labels["closed"])),
                Within(0.8, 1.0, Appear(labels["helix12"])),
            )
            self.coactivator.shown = True
            self.coactivator.pose = visiting[0]
            self.play_for(
                cue.share(2, 3),
                Within(0.0, 0.25, Appear(self.arc)),
                Within(0.1, 0.3, Appear(labels["turn"])),
                Follow(self.coactivator, visiting, freedom=1.0),
            )
            self.play_for(
                cue.rest,
                Within(0.0, 0.15, Vanish(labels["helix12"])),
                Within(0.62, 0.8, Appear(labels["blocked"])),
                Follow(self.coactivator, again, freedom=1.0),
            )
