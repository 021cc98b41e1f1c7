"""A quiet nucleus: one receptor with elacestrant, the crowd behind it, and estradiol that drifts by.

The film's story ends on this picture and its credits begin with it: all motion in it is a function of the seconds from the
join, and the crowd is at rest there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd_layers import crowd_behind, stage_crowd
from moa_anim.actors.ligands import BindingPartner, drug_ligand
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted
from moa_anim.stage.reframing import between, reframed

if TYPE_CHECKING:
    from moa_anim.model.clock import FrameRate
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.scene import MoaScene

QUIET_SEED = 12
"""Seed of the picture, the same in both shots that show it."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
RECEPTOR_AT = (1405.0, 500.0)
RECEPTOR_SCALE = 13.2
"""Point of the stage frame, where it is seen (design pixels), and design pixels for one ångström: about as on the title."""

CROWD_SCALE = 7.6
CROWD_SPACING_PIXELS = 330.0
"""Of the crowd, as on the title."""

TURN_DEGREES = 6.0
NEARER_FACTOR = 1.05
ASIDE_AT = (1575.0, 500.0)
AFTER_SECONDS = 11.0
"""How far the camera rolls after the join, how much nearer it comes, where to (design pixels), and in which time.

It rolls about its own axis, so that the face of the cut, which is even and faces the viewer, turns with the receptor.
"""

FLOOR_PIXELS = (790.0, 896.0)
"""Heights between which the picture turns into paper at its lower end: no caption band ends it."""

FLOOR_STOPS = 9
"""Colour stops of that gradient."""

WORDS_RIGHT_PIXELS = 1160.0
"""Right end of the words that come after the join (design pixels)."""

ESTRADIOLS = (
    (250.0, 330.0, 10.0, (2.4, 0.5), 0.0),
    (520.0, 690.0, -20.0, (-1.6, 1.2), 0.45),
    (770.0, 300.0, -30.0, (1.8, -1.0), 0.55),
    (930.0, 745.0, 30.0, (-2.4, -0.4), 0.0),
    (1815.0, 250.0, -20.0, (1.2, -1.0), 0.45),
)
"""Estradiols at the join: x, y (design pixels), depth (Å), speed to the right and up (Å/s), share of paper mixed in."""


@dataclass(frozen=True)
class _JoinShotClock:
    """A shot's clock whose seconds are counted from the join."""

    shot: ShotClock
    joins_at: float

    @property
    def seconds(self) -> float:
        return self.shot.seconds - self.joins_at

    @property
    def now(self) -> int:
        return self.shot.now

    @property
    def rate(self) -> FrameRate:
        return self.shot.rate

    @property
    def shot_frames(self) -> int:
        return self.shot.shot_frames

    @property
    def seed(self) -> int:
        return QUIET_SEED


class DriftingEstradiol(BindingPartner):
    """An estradiol that drifts at constant `speed` (3,; Å/s), and trembles as a free partner does."""

    def __init__(self, speed: NDArray[np.float64], seed: int) -> None:
        super().__init__(
            beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL, "free", seed=seed
        )
        self.speed = speed

    def positions(self, seconds: float) -> NDArray[np.float64]:
        """Its beads (n, 3; Å) at `seconds`."""
        return np.asarray(super().positions(seconds) + seconds * self.speed)


class QuietNucleus:
    """The picture; `joins_at` is the second of the shot at which it is the same in both shots.

    `view` has the receptor, elacestrant and the `estradiols`; `crowd` is behind everything, `floor` before it. The caller
    adds view and floor.
    """

    def __init__(self, scene: MoaScene, *, joins_at: float) -> None:
        self.view = MoleculeView(
            _JoinShotClock(scene, joins_at),
            rotation=CLOSE_VIEW,
            centre=RECEPTOR_CENTRE_ANGSTROM,
            place=RECEPTOR_AT,
            scale=RECEPTOR_SCALE,
        )
        stage_crowd(scene, scale=CROWD_SCALE, spacing=CROWD_SPACING_PIXELS, seed=QUIET_SEED, view=self.view)
        self.crowd = crowd_behind(scene)
        self.receptor = Receptor("antagonist", seed=QUIET_SEED)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.elacestrant = drug_ligand("bound", seed=QUIET_SEED)
        self.receptor.make_way_for("drug", lambda: self.elacestrant.pose)
        random = np.random.default_rng(QUIET_SEED)
        self.estradiols = []
        across, up, _ = CLOSE_VIEW
        for number, (x, y, depth, (right, upwards), dimmed) in enumerate(ESTRADIOLS):
            drifting = DriftingEstradiol(right * across + upwards * up, QUIET_SEED + 17 * number)
            drifting.pose = np.concatenate([self.view.spot(x, y, depth), random.normal(0.0, 1.4, 3)])
            drifting.dim = dimmed
            self.estradiols.append(drifting)
        self.view.cast(self.receptor, self.elacestrant, *self.estradiols)
        self.at_the_join: View = self.view.view
        self.floor = Floor()
        self.floor.opacity = 0.0

    @property
    def behind_words(self) -> list[DriftingEstradiol]:
        """The estradiols that would be behind words at the left."""
        return [
            each for each, (x, *_) in zip(self.estradiols, ESTRADIOLS, strict=True) if x < WORDS_RIGHT_PIXELS
        ]

    def without_what_is_gone(self) -> None:
        """Take off the estradiols that have faded into paper."""
        for each in self.estradiols:
            each.shown = each.shown and each.dim < 1.0

    @property
    def nearer(self) -> View:
        """The view to which the camera goes on after the join."""
        turned = rotation_about((0, 0, 1), TURN_DEGREES) @ CLOSE_VIEW
        return reframed(
            self.at_the_join, rotation=turned, scale=RECEPTOR_SCALE * NEARER_FACTOR, place=ASIDE_AT
        )

    def look_after(self, seconds: float) -> None:
        """Set the view as it is so many seconds after the join: at first the camera moves more quickly, as it makes room."""
        share = 1.0 - (1.0 - min(1.0, max(0.0, seconds / AFTER_SECONDS))) ** 3
        self.view.view = between(self.at_the_join, self.nearer, share)


class Floor(Painted):
    """Paper over the lower end of the picture, so that nothing ends at the edge of a caption band that is not shown."""

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        top, bottom = FLOOR_PIXELS
        red, green, blue = rgb(Role.PAPER)
        shade = cairo.LinearGradient(0, top, 0, bottom)
        for step in range(FLOOR_STOPS):
            share = step / (FLOOR_STOPS - 1)
            # Bytes are R, G, B, A; Cairo has B, G, R, A.
            shade.add_color_stop_rgba(share, blue, green, red, self.opacity * smoothstep(share))
        context.rectangle(0, top, FRAME_WIDTH, BAND_TOP - top)
        context.set_source(shade)
        context.fill()
        context.restore()
