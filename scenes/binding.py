"""From the body to the pocket in one dive; there estradiol leaves by itself, and later elacestrant takes the open pocket.

The order is the one that the structures allow: the coactivator leaves, helix 12 loosens, estradiol leaves, helix
12 wanders; an elacestrant comes later, misses once and finds the pocket open. Nothing pushes anything out.
"""

from __future__ import annotations

import math

import numpy as np

from moa_anim.actors.ligands import (
    Follow,
    bind,
    coactivator,
    elacestrant,
    estradiol,
    leave,
    passage,
    ramble,
)
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.actors.zoomable_crowd import FARTHEST_NATS
from moa_anim.illustrations.body import BodyFigure
from moa_anim.illustrations.body_outline import GULLET, MOUTH, STOMACH_MIDDLE
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.tablet import Tablet
from moa_anim.illustrations.vessel.blood_vessel import VESSEL_METRES_PER_PIXEL, BloodVessel
from moa_anim.illustrations.vessel.elacestrant_in_blood import elacestrant_in_blood
from moa_anim.illustrations.vessel.tree import TREE_METRES_PER_PIXEL, VesselTree
from moa_anim.model.palette import Role
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets.close_up import pocket_backdrop, pocket_view, zoomable_pocket_crowd
from moa_anim.sets.scale_bar import ANGSTROM_METRES, DIP_NATS, ScaleBar
from moa_anim.stage.dive import Nearing, Point, Scrim, Sight, Track, passing
from moa_anim.stage.motion import Appear, Motion, Riding, Vanish, Within, hide, show
from moa_anim.stage.scene import MoaScene

LOOSE, WANDER = (LOOSE_FROM + LOOSE_TO) / 2, 0.11
"""Helix 12 loose: where, and how far it strays (shares of its way)."""

SCORE = (0.0, 0.5, 2.9, 8.5, 13.3)
"""Seconds of the score below at which the shot and its first four cues begin: it is stretched to those of the edition."""

FIGURE = (960.0, 150.0, 736.0)
VESSEL_AT = (960.0, 368.0)
"""The vessel's middle, in its world and in the picture: so that the view can leave it for the cell without a jump."""

CELL, CELL_RADIUS, CELL_AT = (1268.0, 795.0), 200.0, (960.0, 512.0)
"""The cancer cell beside the vessel (20 µm across at the vessel's 20 pixels a micrometre), and where the view brings it."""

RECEPTOR_AT = (930.0, 520.0)

TABLET_X = Track((0.50, 1290.0), (0.95, 1130.0), (1.35, FIGURE[0]))
TABLET_Y = Track((0.50, 400.0), (0.95, 275.0), (1.35, 226.0))
TABLET_LENGTH = Track((0.50, 150.0), (0.95, 74.0), (1.35, 20.0), (1.6, 15.0))
SWALLOWED = Track((1.33, 0.0), (1.95, 1.0))
SPREAD = Track((1.75, 0.0), (3.4, 1.0))

INTO_BODY = Track((1.9, 0.0), (2.5, 0.40), (3.1, 1.6), (3.5, 2.6), (3.9, 3.6))
INTO_TISSUE = Track((3.1, -2.0), (3.65, -0.8), (4.4, 1.2), (5.0, 2.4), (5.7, math.log(20.0)))
"""Nats of magnification: of the figure, of the tissue. The vessel is to the same scale as the tissue."""

TO_CELL = Track((6.4, 0.0), (7.5, 1.0))
INTO_CELL = Track((6.4, 0.0), (7.3, 0.50), (7.8, 0.72), (8.4, 1.6), (8.9, 3.0), (9.3, 4.2))
INTO_POCKET = Track((8.4, -1.6), (8.9, -0.62), (9.3, -0.14), (9.6, 0.0))


class NamedCell(Cell):
    """A cell that labels keep off."""

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """The cell, but for its corners."""
        reach = 0.86 * self.radius
        return [(self.x - reach, self.y - reach, self.x + reach, self.y + reach)]


class Binding(MoaScene):
    """Body, vessel, cell, nucleus, pocket; estradiol leaves, elacestrant comes."""

    def construct(self) -> None:
        """Play the shot's four cues."""
        starts = [self.start_of(name) for name in ("specifically", "blood", "leaves", "binds")]
        self._starts = [0.0, *(float(self.rate.seconds(start)) for start in starts)]
        self.stage_pocket()
        self.stage_dive()
        self.bring()
        self.play_score(self.lead(), *self.named("tablet", 0.0, 1.1))
        with self.cue("specifically") as cue:
            self.play_score(cue.frames, *self.named("tablet", 0.0, 1.1))
        with self.cue("blood") as cue:
            self.play_score(
                cue.frames,
                *self.named("vessel", 5.0, 6.5),
                *self.named("elacestrant", 5.2, 6.6),
                *self.named("cell", 5.4, 6.7),
                *self.named("nucleus", 6.95, 8.05),
            )
        with self.cue("leaves") as cue:
            self.opens(cue.frames)
        with self.cue("binds") as cue:
            self.elacestrant_binds(cue.frames)
        self.hold(self.tail())

    def score(self) -> float:
        """Where the score stands at this moment, seconds."""
        return float(np.interp(self.seconds, self._starts, SCORE))

    def play_score(self, frames: int, *motions: Motion) -> None:
        """Let the dive go on for so many frames, and motions beside it."""
        self.play_for(frames, Riding(self.bring), *motions)

    def during(self, begin: float, end: float, motion: Motion) -> Within:
        """A motion between two seconds of the score, in the play that begins now."""
        here = int(np.searchsorted(SCORE, self.score() + 1e-3)) - 1
        first, last = SCORE[here], SCORE[here + 1]
        return Within((begin - first) / (last - first), (end - first) / (last - first), motion)

    def named(self, name: str, begin: float, end: float) -> list[Within]:
        """A label comes and goes at seconds of the score, as far as they fall into the play that begins now."""
        here = int(np.searchsorted(SCORE, self.score() + 1e-3)) - 1
        first, last = SCORE[here], SCORE[here + 1]
        found = []
        if first <= begin < last:
            found.append(self.during(begin, begin + FADE, Appear(self.labels[name])))
        if first < end <= last:
            found.append(self.during(end - FADE, end, Vanish(self.labels[name])))
        return found

    def stage_pocket(self) -> None:
        """The receptor with hormone and coactivator, close up, its pocket cut open; a crowd behind."""
        camera = self.camera
        self.backdrop = pocket_backdrop(camera.pixel_width, camera.pixel_height, self.seed)
        self.crowd = zoomable_pocket_crowd(RECEPTOR_AT, self.seed)
        self.molecule_view = pocket_view(self)
        self.receptor = Receptor("agonist", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.estradiol = estradiol(seed=self.seed + 1)
        self.receptor.make_way_for("estradiol", lambda: self.estradiol.pose)
        self.coactivator = coactivator(seed=self.seed + 2)
        self.elacestrant = elacestrant("free", seed=self.seed + 3)
        self.elacestrant.shown = False
        self.molecule_view.cast(self.receptor, self.estradiol, self.coactivator, self.elacestrant)
        self.nearing = Nearing(self.molecule_view, RECEPTOR_AT)

    def stage_dive(self) -> None:
        """Body, tissue, vessel and cell, each before the next; the tablet, the molecules, the scale bar, the labels."""
        self.body = BodyFigure(*FIGURE)
        self.body.sight.target = VESSEL_AT
        self.body.inside = 1.0
        self.tablet = Tablet(TABLET_X.at(0), TABLET_Y.at(0), TABLET_LENGTH.at(0))
        self.tree = VesselTree(seed=self.seed, at=VESSEL_AT)
        self.vessel = BloodVessel(self, seed=self.seed, clear=(*CELL, CELL_RADIUS), at=VESSEL_AT)
        self.wide = self.vessel.sight
        self.cell = NamedCell(*CELL, CELL_RADIUS, seed=self.seed)
        inside = tuple((CELL[0] + x, CELL[1] + y) for x, y in ENTERED)
        self.specks = elacestrant_in_blood(self, self.vessel, self.score, (4.4, 6.4), inside)
        self.bar = ScaleBar(tied=self.metres_per_pixel)
        self.scrim = Scrim()
        self.add(
            self.crowd, self.nearing, self.tree, self.vessel, self.cell, self.specks, self.body, self.tablet
        )
        self.add(self.scrim, self.bar)
        self.add_dive_labels()

    def add_dive_labels(self) -> None:
        """Labels of the dive, then those of the pocket."""
        view = self.molecule_view
        self.add_label("tablet", Role.INK, on=lambda: (self.tablet.x, self.tablet.y))
        self.add_label("vessel", Role.BLOOD, on=lambda: self.vessel.sight.seen(self.vessel.wall(300.0)))
        self.add_label("elacestrant", Role.ELACESTRANT, on=lambda: self.specks.place(NAMED))
        self.add_label("cell", Role.MEMBRANE, on=lambda: self.in_cell(0.80, -0.28))
        self.add_label("nucleus", Role.INK, on=lambda: self.in_cell(-0.30, 0.12))
        self.add_label("estradiol", Role.ESTRADIOL, on=view.seen(self.estradiol, "centre"))
        self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        self.add_label("pocket", Role.INK, on=view.seen(self.receptor, "pocket"))
        self.add_label("elacestrant", Role.ELACESTRANT, on=view.seen(self.elacestrant, "centre"), key="bound")

    def in_cell(self, x: float, y: float) -> Point:
        """A place in the cell, by shares of its radius."""
        return self.cell.x + x * self.cell.radius, self.cell.y + y * self.cell.radius

    def metres_per_pixel(self) -> float:
        """Metres for a design pixel of what is seen at this moment."""
        now = self.score()
        if now < FIRST_CHANGE:
            return self.body.metres_per_pixel
        if now < SECOND_CHANGE:
            return self.vessel.metres_per_pixel
        return ANGSTROM_METRES / self.molecule_view.view.scale / math.exp(self.nearing.nearness)

    def bring(self) -> None:
        """Bring the dive to where the score stands."""
        now = self.score()
        self.swallow(now)
        self.body.sight.nearness = INTO_BODY.at(now)
        self.body.sight.shift = passing(now, 1.9, 3.2)
        self.body.opacity = 1.0 - passing(now, 3.35, 3.75)
        tissue = INTO_TISSUE.at(now)
        self.tree.sight.nearness = tissue
        self.tree.opacity = passing(now, 3.3, 3.65) if now < 4.9 else 0.0
        self.scrim.opacity = passing(now, 2.8, 3.3) * (1.0 - passing(now, 8.9, 9.25))
        beside = Sight(
            self.wide.focus, VESSEL_AT, tissue - math.log(TREE_METRES_PER_PIXEL / VESSEL_METRES_PER_PIXEL)
        )
        beside.shift = 1.0
        if now > SCORE_ARRIVED:
            beside = Sight(CELL, CELL_AT, INTO_CELL.at(now))
            beside.focus, beside.shift = CELL, TO_CELL.at(now)
        self.vessel.sight = beside
        self.cell.x, self.cell.y = beside.seen(CELL)
        self.cell.radius = CELL_RADIUS * beside.magnification
        come = passing(now, 4.35, 4.85)
        left = 1.0 - passing(now, 8.5, 9.0)
        self.vessel.opacity = come if self.cell.radius < COVERING else 0.0
        self.cell.opacity = come * left
        self.specks.opacity = passing(now, 4.7, 5.1) * (1.0 - passing(now, 8.2, 8.7))
        self.nearing.nearness = INTO_POCKET.at(now)
        self.crowd.nearness = max(FARTHEST_NATS, self.nearing.nearness)
        self.nearing.opacity = 1.0 if left < 1.0 else 0.0
        # Behind the cell from the moment that it lets something show through, until it stands where the backdrop does.
        self.crowd.opacity = 1.0 - passing(now, 9.7, 10.1) if now >= 8.5 else 0.0
        self.bar.opacity = passing(
            now, 1.5, 1.8
        )  # the tablet, drawn larger than life, has no scale beside it
        for change in (FIRST_CHANGE, SECOND_CHANGE):
            self.bar.opacity *= 1.0 - passing(now, change - 0.3, change) + passing(now, change, change + 0.3)
        self.bar.blend = DIP_NATS * (
            passing(now, 1.9, 2.3) * (1 - passing(now, 5.3, 5.7))
            + passing(now, 6.4, 6.8) * (1 - passing(now, 9.2, 9.6))
        )

    def swallow(self, now: float) -> None:
        """The tablet goes to the mouth and down to the stomach, where it falls apart."""
        tablet, share = self.tablet, SWALLOWED.at(now)
        tablet.x, tablet.y = TABLET_X.at(now), TABLET_Y.at(now)
        if share > 0.0:
            way = np.array([MOUTH, *GULLET[1:], STOMACH_MIDDLE])
            at = share * (len(way) - 1)
            point = [float(np.interp(at, np.arange(len(way)), column)) for column in way.T]
            tablet.x, tablet.y = self.body.place((point[0], point[1]))
        tablet.size = TABLET_LENGTH.at(now)
        tablet.angle = 0.3 * (1.0 - passing(now, 0.5, 1.35)) + 1.5708 * passing(now, 1.2, 1.5)
        tablet.opacity = 1.0 - passing(now, 1.8, 2.15)
        self.body.spread = SPREAD.at(now)

    def opens(self, frames: int) -> None:
        """The coactivator and estradiol leave by themselves; helix 12 loosens and wanders."""
        self.camera.set_backdrop(self.backdrop)  # unseen before the cell lets it show through
        spot, groove = self.molecule_view.spot, self.coactivator.bound_pose
        leaving = ramble(
            [groove[:3], spot(1330, 640, 18), spot(1560, 740, 22), spot(1760, 700, 20), spot(2180, 780, 20)],
            seed=self.seed + 4,
            start=groove[3:],
        )
        way_out = passage("estradiol")
        # A way in, played backwards: so it joins the passage as smoothly as one that comes.
        going = ramble(
            [spot(2050, 420, 24), spot(1740, 350, 28), spot(1540, 345, 34)],
            seed=self.seed + 5,
            start=way_out[-1, 3:],
            joins=way_out[::-1],
        )[::-1]
        self.play_score(
            frames,
            self.during(9.3, 12.0, Follow(self.coactivator, leaving, freedom=1.0)),
            self.during(9.3, 10.2, Swing(self.receptor, "open")),
            self.during(9.65, 13.28, leave(self.estradiol, going, way_out, ease=setting_off)),
            self.during(12.0, 13.3, Swing(self.receptor, LOOSE, wander=WANDER)),
            *self.named("coactivator", 9.4, 10.5),
            *self.named("estradiol", 9.7, 10.5),
            *self.named("helix12", 10.1, 12.0),
            *self.named("pocket", 12.3, 99.0),
        )
        self.coactivator.shown = self.estradiol.shown = False
        self.remove(self.crowd, self.tree, self.vessel, self.cell, self.specks, self.body, self.tablet)
        self.remove(self.scrim, self.nearing)
        self.add(self.molecule_view)

    def elacestrant_binds(self, frames: int) -> None:
        """Later an elacestrant arrives; it misses once, then finds the pocket open."""
        spot = self.molecule_view.spot
        way_in = passage("elacestrant")[::-1]
        arriving = ramble(
            [spot(2100, 380, 24), spot(1700, 560, 32), spot(1400, 250, 38), spot(1600, 420, 40)],
            seed=self.seed + 6,
            start=way_in[0, 3:],
            joins=way_in,
        )
        self.elacestrant.shown = True
        self.elacestrant.pose = arriving[0]
        self.receptor.make_way_for("elacestrant", lambda: self.elacestrant.pose)
        self.play_for(
            frames,
            Within(0.0, 0.93, bind(self.elacestrant, arriving, way_in)),
            # It wanders to where the mouth is widest, before anything comes near.
            Within(0.05, 0.35, Swing(self.receptor, "aside", wander=0.0)),
            hide(self.labels["pocket"], 0.3, 0.4),
            show(self.labels["bound"], 0.62, 0.72, until=(0.94, 1.0)),
        )


def setting_off(share: float) -> float:
    """From rest to a pace that falls off a little: it goes out of the picture and does not stop there."""
    gone = (share * share / 0.2 if share < 0.1 else share - 0.05) / 0.95
    return gone * (1.3 - 0.3 * gone)


FADE = 0.3
"""Seconds in which a label comes or goes."""

FIRST_CHANGE, SECOND_CHANGE, SCORE_ARRIVED = 3.55, 8.75, 6.0
"""Seconds of the score: from figure to tissue, from nucleus to pocket; at rest beside the vessel."""

COVERING = 1500.0
"""A cell of this radius fills the picture."""

NAMED = 51
"""The molecule that the label names."""

ENTERED: tuple[Point, ...] = ((-40.0, 20.0), (60.0, -60.0), (15.0, 45.0), (-120.0, -60.0))
"""Where some come to be, from the cell's middle (pixels of the vessel's world): in the cell, in its nucleus."""
