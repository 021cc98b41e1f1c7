"""A continuous zoom from the body to the receptor's pocket; estradiol leaves it, and later elacestrant binds there.

The order follows from the structures: the coactivator leaves, helix 12 loosens, estradiol leaves, helix 12 wanders. An
elacestrant arrives later, misses once, then enters the open pocket. No molecule displaces another.

The zoom is written in reference seconds, which are mapped piecewise linearly to the cue times of the edition.
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

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
"""Where loose helix 12 is on its path from closed (0) to the groove (1)."""

WANDER_SHARE = 0.11
"""How far loose helix 12 wanders along that path."""

CUE_STARTS_SECONDS = (0.0, 0.5, 2.9, 8.5, 13.3)
"""Reference seconds at which the shot and its four cues begin."""

TO_TISSUE_SECONDS = 3.55
TO_POCKET_SECONDS = 8.75
"""Reference seconds at which the scale bar changes from the body's scale to the tissue's, and from the cell's to the
pocket's."""

AT_VESSEL_SECONDS = 6.0
"""Reference second at which the view rests on the vessel: after it, the view moves to the cell."""

LABEL_FADE_SECONDS = 0.3
"""Reference seconds in which a label fades in or out."""

FIGURE_PIXELS = (960.0, 150.0, 736.0)
"""x and y of the body's crown, and its height (design pixels)."""

VESSEL_PIXELS = (960.0, 368.0)
"""Middle of the vessel (design pixels), the same in its own coordinates, so that the view does not jump as it leaves for
the cell."""

CELL_PIXELS = (1268.0, 795.0)
"""Middle of the cancer cell in the vessel's coordinates (design pixels)."""

CELL_RADIUS_PIXELS = 200.0
"""Radius of the cancer cell: 20 µm across at the vessel's 20 design pixels for one micrometre."""

CELL_SHOWN_PIXELS = (960.0, 512.0)
"""Where the view brings the middle of the cell (design pixels)."""

COVERING_RADIUS_PIXELS = 1500.0
"""A cell of at least this radius covers the frame, so that the vessel is not drawn."""

LABELLED_MOLECULE = 51
"""Number of the elacestrant in the blood to which the label points."""

ENTERED_OFFSETS_PIXELS: tuple[Point, ...] = ((-40.0, 20.0), (60.0, -60.0), (15.0, 45.0), (-120.0, -60.0))
"""Where elacestrants end in the cell, most of them in its nucleus: from the cell's middle, in the vessel's coordinates
(design pixels)."""

RECEPTOR_PIXELS = (930.0, 520.0)
"""Where the receptor's middle is shown, about which the view zooms in (design pixels)."""

# The tablet: its middle and its length (design pixels) over reference seconds.
TABLET_X = Track((0.50, 1290.0), (0.95, 1130.0), (1.35, FIGURE_PIXELS[0]))
TABLET_Y = Track((0.50, 400.0), (0.95, 275.0), (1.35, 226.0))
TABLET_LENGTH = Track((0.50, 150.0), (0.95, 74.0), (1.35, 20.0), (1.6, 15.0))

SWALLOWED_SHARE = Track((1.33, 0.0), (1.95, 1.0))
"""Share of the path from the mouth to the stomach that the tablet has completed, over reference seconds."""

SPREAD_SHARE = Track((1.75, 0.0), (3.4, 1.0))
"""How far the substance has spread through the body, over reference seconds."""

# Magnification in nats (1 is a factor of e) over reference seconds.
INTO_BODY = Track((1.9, 0.0), (2.5, 0.40), (3.1, 1.6), (3.5, 2.6), (3.9, 3.6))
INTO_TISSUE = Track((3.1, -2.0), (3.65, -0.8), (4.4, 1.2), (5.0, 2.4), (5.7, math.log(20.0)))
"""Of the body and of the tissue. The vessel is drawn at the tissue's scale."""

INTO_CELL = Track((6.4, 0.0), (7.3, 0.50), (7.8, 0.72), (8.4, 1.6), (8.9, 3.0), (9.3, 4.2))
INTO_POCKET = Track((8.4, -1.6), (8.9, -0.62), (9.3, -0.14), (9.6, 0.0))
"""Of the cell and of the receptor."""

TO_CELL_SHARE = Track((6.4, 0.0), (7.5, 1.0))
"""Share of the distance from the cell's own place to CELL_SHOWN_PIXELS, over reference seconds."""


class NamedCell(Cell):
    """A cell that labels must not cover."""

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the cell, smaller than the square around it, whose corners the disc leaves empty."""
        reach = 0.86 * self.radius
        return [(self.x - reach, self.y - reach, self.x + reach, self.y + reach)]


class Binding(MoaScene):
    """Body, vessel, cell, nucleus, pocket; estradiol leaves, elacestrant binds."""

    def construct(self) -> None:
        """Play the shot's four cues."""
        starts = [self.start_of(name) for name in ("specifically", "blood", "leaves", "binds")]
        self._starts = [0.0, *(float(self.rate.seconds(start)) for start in starts)]
        self.stage_pocket()
        self.stage_zoom()
        self.update_zoom()
        self.play_zoom(self.lead(), *self.label_fades("tablet", 0.0, 1.1))
        with self.cue("specifically") as cue:
            self.play_zoom(cue.frames, *self.label_fades("tablet", 0.0, 1.1))
        with self.cue("blood") as cue:
            self.play_zoom(
                cue.frames,
                *self.label_fades("vessel", 5.0, 6.5),
                *self.label_fades("elacestrant", 5.2, 6.6),
                *self.label_fades("cell", 5.4, 6.7),
                *self.label_fades("nucleus", 6.95, 8.05),
            )
        with self.cue("leaves") as cue:
            self.estradiol_leaves(cue.frames)
        with self.cue("binds") as cue:
            self.elacestrant_binds(cue.frames)
        self.hold(self.tail())

    def reference_seconds(self) -> float:
        """Return the reference second of the frame being drawn."""
        return float(np.interp(self.seconds, self._starts, CUE_STARTS_SECONDS))

    def play_zoom(self, frames: int, *motions: Motion) -> None:
        """Play `frames` frames of the zoom together with `motions`."""
        self.play_for(frames, Riding(self.update_zoom), *motions)

    def during(self, begin: float, end: float, motion: Motion) -> Within:
        """Return `motion` between the reference seconds `begin` and `end`, for the play that begins now."""
        first, last = self.cue_span()
        return Within((begin - first) / (last - first), (end - first) / (last - first), motion)

    def label_fades(self, name: str, begin: float, end: float) -> list[Within]:
        """Return a label's fades at the reference seconds `begin` and `end`, as far as the present cue contains them."""
        first, last = self.cue_span()
        fades = []
        if first <= begin < last:
            fades.append(self.during(begin, begin + LABEL_FADE_SECONDS, Appear(self.labels[name])))
        if first < end <= last:
            fades.append(self.during(end - LABEL_FADE_SECONDS, end, Vanish(self.labels[name])))
        return fades

    def cue_span(self) -> tuple[float, float]:
        """Return the reference seconds at which the present cue begins and ends."""
        here = int(np.searchsorted(CUE_STARTS_SECONDS, self.reference_seconds() + 1e-3)) - 1
        return CUE_STARTS_SECONDS[here], CUE_STARTS_SECONDS[here + 1]

    def stage_pocket(self) -> None:
        """Prepare the close-up: the receptor, cut open, with estradiol and coactivator, in front of a crowd."""
        camera = self.camera
        self.backdrop = pocket_backdrop(camera.pixel_width, camera.pixel_height, self.seed)
        self.crowd = zoomable_pocket_crowd(RECEPTOR_PIXELS, self.seed)
        self.molecule_view = pocket_view(self)
        self.receptor = Receptor("agonist", seed=self.seed)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.estradiol = estradiol(seed=self.seed + 1)
        self.receptor.make_way_for("estradiol", lambda: self.estradiol.pose)
        self.coactivator = coactivator(seed=self.seed + 2)
        self.elacestrant = elacestrant("free", seed=self.seed + 3)
        self.elacestrant.shown = False
        self.molecule_view.cast(self.receptor, self.estradiol, self.coactivator, self.elacestrant)
        self.nearing = Nearing(self.molecule_view, RECEPTOR_PIXELS)

    def stage_zoom(self) -> None:
        """Put body, tissue, vessel and cell on stage, with tablet, elacestrants, scale bar and labels."""
        self.body = BodyFigure(*FIGURE_PIXELS)
        self.body.sight.target = VESSEL_PIXELS
        self.body.inside = 1.0
        self.tablet = Tablet(TABLET_X.at(0), TABLET_Y.at(0), TABLET_LENGTH.at(0))
        self.tree = VesselTree(seed=self.seed, at=VESSEL_PIXELS)
        self.vessel = BloodVessel(
            self, seed=self.seed, clear=(*CELL_PIXELS, CELL_RADIUS_PIXELS), at=VESSEL_PIXELS
        )
        self.wide = self.vessel.sight
        self.cell = NamedCell(*CELL_PIXELS, CELL_RADIUS_PIXELS, seed=self.seed)
        inside = tuple((CELL_PIXELS[0] + x, CELL_PIXELS[1] + y) for x, y in ENTERED_OFFSETS_PIXELS)
        self.specks = elacestrant_in_blood(self, self.vessel, self.reference_seconds, (4.4, 6.4), inside)
        self.bar = ScaleBar(source=self.metres_per_pixel)
        self.scrim = Scrim()
        self.add(
            self.crowd, self.nearing, self.tree, self.vessel, self.cell, self.specks, self.body, self.tablet
        )
        self.add(self.scrim, self.bar)
        self.add_labels()

    def add_labels(self) -> None:
        """Add the labels of the zoom and of the pocket."""
        view = self.molecule_view
        self.add_label("tablet", Role.INK, on=lambda: (self.tablet.x, self.tablet.y))
        self.add_label("vessel", Role.BLOOD, on=lambda: self.vessel.sight.seen(self.vessel.wall(300.0)))
        self.add_label("elacestrant", Role.ELACESTRANT, on=lambda: self.specks.place(LABELLED_MOLECULE))
        self.add_label("cell", Role.MEMBRANE, on=lambda: self.in_cell(0.80, -0.28))
        self.add_label("nucleus", Role.INK, on=lambda: self.in_cell(-0.30, 0.12))
        self.add_label("estradiol", Role.ESTRADIOL, on=view.seen(self.estradiol, "centre"))
        self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        self.add_label("pocket", Role.INK, on=view.seen(self.receptor, "pocket"))
        self.add_label("elacestrant", Role.ELACESTRANT, on=view.seen(self.elacestrant, "centre"), key="bound")

    def in_cell(self, x: float, y: float) -> Point:
        """Return a point of the cell (design pixels), given from its middle in shares of its radius."""
        return self.cell.x + x * self.cell.radius, self.cell.y + y * self.cell.radius

    def metres_per_pixel(self) -> float:
        """Return metres for one design pixel of what is shown at this moment."""
        now = self.reference_seconds()
        if now < TO_TISSUE_SECONDS:
            return self.body.metres_per_pixel
        if now < TO_POCKET_SECONDS:
            return self.vessel.metres_per_pixel
        return ANGSTROM_METRES / self.molecule_view.view.scale / math.exp(self.nearing.nearness)

    def update_zoom(self) -> None:
        """Set the zoom, its opacities, the tablet and the scale bar for the frame being drawn."""
        now = self.reference_seconds()
        self.place_tablet(now)
        self.body.sight.nearness = INTO_BODY.at(now)
        self.body.sight.shift = passing(now, 1.9, 3.2)
        self.body.opacity = 1.0 - passing(now, 3.35, 3.75)
        tissue = INTO_TISSUE.at(now)
        self.tree.sight.nearness = tissue
        self.tree.opacity = passing(now, 3.3, 3.65) if now < 4.9 else 0.0
        self.scrim.opacity = passing(now, 2.8, 3.3) * (1.0 - passing(now, 8.9, 9.25))
        sight = Sight(
            self.wide.focus, VESSEL_PIXELS, tissue - math.log(TREE_METRES_PER_PIXEL / VESSEL_METRES_PER_PIXEL)
        )
        sight.shift = 1.0
        if now > AT_VESSEL_SECONDS:
            sight = Sight(CELL_PIXELS, CELL_SHOWN_PIXELS, INTO_CELL.at(now))
            sight.focus, sight.shift = CELL_PIXELS, TO_CELL_SHARE.at(now)
        self.vessel.sight = sight
        self.cell.x, self.cell.y = sight.seen(CELL_PIXELS)
        self.cell.radius = CELL_RADIUS_PIXELS * sight.magnification
        vessel_share = passing(now, 4.35, 4.85)
        cell_share = 1.0 - passing(now, 8.5, 9.0)
        self.vessel.opacity = vessel_share if self.cell.radius < COVERING_RADIUS_PIXELS else 0.0
        self.cell.opacity = vessel_share * cell_share
        self.specks.opacity = passing(now, 4.7, 5.1) * (1.0 - passing(now, 8.2, 8.7))
        self.nearing.nearness = INTO_POCKET.at(now)
        self.crowd.nearness = max(FARTHEST_NATS, self.nearing.nearness)
        self.nearing.opacity = 1.0 if cell_share < 1.0 else 0.0
        # Drawn from the moment that the cell becomes translucent until the static backdrop, its equal, replaces it.
        self.crowd.opacity = 1.0 - passing(now, 9.7, 10.1) if now >= 8.5 else 0.0
        # No scale bar while the tablet is shown, since the tablet is enlarged.
        self.bar.opacity = passing(now, 1.5, 1.8)
        for change in (TO_TISSUE_SECONDS, TO_POCKET_SECONDS):
            self.bar.opacity *= 1.0 - passing(now, change - 0.3, change) + passing(now, change, change + 0.3)
        self.bar.blend = DIP_NATS * (
            passing(now, 1.9, 2.3) * (1 - passing(now, 5.3, 5.7))
            + passing(now, 6.4, 6.8) * (1 - passing(now, 9.2, 9.6))
        )

    def place_tablet(self, now: float) -> None:
        """Set the tablet at reference second `now`: it moves to the mouth and on to the stomach, where it disintegrates."""
        tablet, share = self.tablet, SWALLOWED_SHARE.at(now)
        tablet.x, tablet.y = TABLET_X.at(now), TABLET_Y.at(now)
        if share > 0.0:
            path = np.array([MOUTH, *GULLET[1:], STOMACH_MIDDLE])
            at = share * (len(path) - 1)
            point = [float(np.interp(at, np.arange(len(path)), column)) for column in path.T]
            tablet.x, tablet.y = self.body.place((point[0], point[1]))
        tablet.size = TABLET_LENGTH.at(now)
        tablet.angle = 0.3 * (1.0 - passing(now, 0.5, 1.35)) + 1.5708 * passing(now, 1.2, 1.5)
        tablet.opacity = 1.0 - passing(now, 1.8, 2.15)
        self.body.spread = SPREAD_SHARE.at(now)

    def estradiol_leaves(self, frames: int) -> None:
        """The coactivator and then estradiol leave on their own; helix 12 loosens and wanders."""
        self.camera.set_backdrop(self.backdrop)  # not visible until the cell becomes translucent
        spot, groove = self.molecule_view.spot, self.coactivator.bound_pose
        leaving = ramble(
            [groove[:3], spot(1330, 640, 18), spot(1560, 740, 22), spot(1760, 700, 20), spot(2180, 780, 20)],
            seed=self.seed + 4,
            start=groove[3:],
        )
        exit_path = passage("estradiol")
        # An entering path, reversed, so that it joins the exit path as smoothly as an entering one does.
        going = ramble(
            [spot(2050, 420, 24), spot(1740, 350, 28), spot(1540, 345, 34)],
            seed=self.seed + 5,
            start=exit_path[-1, 3:],
            joins=exit_path[::-1],
        )[::-1]
        self.play_zoom(
            frames,
            self.during(9.3, 12.0, Follow(self.coactivator, leaving, freedom=1.0)),
            self.during(9.3, 10.2, Swing(self.receptor, "open")),
            self.during(9.65, 13.28, leave(self.estradiol, going, exit_path, ease=ease_out_of_picture)),
            self.during(12.0, 13.3, Swing(self.receptor, LOOSE_SHARE, wander=WANDER_SHARE)),
            *self.label_fades("coactivator", 9.4, 10.5),
            *self.label_fades("estradiol", 9.7, 10.5),
            *self.label_fades("helix12", 10.1, 12.0),
            *self.label_fades("pocket", 12.3, 99.0),
        )
        self.coactivator.shown = self.estradiol.shown = False
        self.remove(self.crowd, self.tree, self.vessel, self.cell, self.specks, self.body, self.tablet)
        self.remove(self.scrim, self.nearing)
        self.add(self.molecule_view)

    def elacestrant_binds(self, frames: int) -> None:
        """An elacestrant arrives, misses the pocket once, then enters it and binds."""
        spot = self.molecule_view.spot
        entry_path = passage("elacestrant")[::-1]
        arriving = ramble(
            [spot(2100, 380, 24), spot(1700, 560, 32), spot(1400, 250, 38), spot(1600, 420, 40)],
            seed=self.seed + 6,
            start=entry_path[0, 3:],
            joins=entry_path,
        )
        self.elacestrant.shown = True
        self.elacestrant.pose = arriving[0]
        self.receptor.make_way_for("elacestrant", lambda: self.elacestrant.pose)
        self.play_for(
            frames,
            Within(0.0, 0.93, bind(self.elacestrant, arriving, entry_path)),
            # Helix 12 wanders to where the mouth is widest before the ligand comes near.
            Within(0.05, 0.35, Swing(self.receptor, "aside", wander=0.0)),
            hide(self.labels["pocket"], 0.3, 0.4),
            show(self.labels["bound"], 0.62, 0.72, until=(0.94, 1.0)),
        )


def ease_out_of_picture(share: float) -> float:
    """Ease from rest to a speed that then falls a little but not to zero, for a path that ends outside the picture."""
    gone = (share * share / 0.2 if share < 0.1 else share - 0.05) / 0.95
    return gone * (1.3 - 0.3 * gone)
