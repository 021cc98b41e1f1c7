"""A quiet nucleus: the crowd, estradiol that drifts by, a receptor's place as an empty outline, farther away a few receptors.

They become fewer, not none: cells make new ones. A drug that does not degrade the receptor leaves it there: then it stands in
the picture with the drug in it. The film's story ends on this picture and its credits begin with it: all motion in it is a
function of the seconds from the join, and the crowd is at rest there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd_layers import crowd_behind, stage_crowd
from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.ligands import BindingPartner, drug_ligand
from moa_anim.actors.nuclear_receptors import FlatView, Look, NuclearReceptors
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.helix12 import ANTAGONIST
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted
from moa_anim.stage.reframing import between, reframed

if TYPE_CHECKING:
    from moa_anim.model.clock import FrameRate
    from moa_anim.stage.clock import Clock, ShotClock
    from moa_anim.stage.scene import MoaScene

QUIET_SEED = 12
"""Seed of the picture, the same in both shots that show it."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
RECEPTOR_AT = (1150.0, 484.0)
RECEPTOR_SCALE = 11.6
"""Point of the stage frame, where it is seen (design pixels), and design pixels for one ångström."""

OUTLINE_PIXELS = 7.0
OUTLINE_FILLED = 0.55
"""Width of the empty outline's line (design pixels), and how much paper covers the crowd within it."""

CROWD_SCALE = 7.6
CROWD_SPACING_PIXELS = 330.0
"""Of the crowd, as on the title."""

REMAINING_AT = ((330.0, 322.0), (604.0, 700.0), (1640.0, 640.0))
"""Where the receptors that remain are seen (design pixels)."""

REMAINING_SCALE = 1.15
REMAINING_NEARNESS = 2.0
REMAINING_PALENESS = 0.5
REMAINING_WANDER_PIXELS = 5.0
"""Design pixels for one ångström before the magnification with which they are seen, that magnification, the share of paper
mixed into them, since they are farther away, and how far each wanders (design pixels)."""

TURN_DEGREES = 6.0
NEARER_FACTOR = 1.04
AFTER_SECONDS = 12.0
"""How far the camera rolls after the join, and how much nearer it comes, in which time.

It rolls about its own axis, so that the face of the cut, which is even and faces the viewer, turns with the receptor.
"""

FLOOR_PIXELS = (790.0, 896.0)
"""Heights between which the picture turns into paper at its lower end: no caption band ends it."""

FLOOR_STOPS = 9
"""Colour stops of that gradient."""

ESTRADIOLS = (
    (836.0, 204.0, 10.0, (-0.3, 0.5), 0.0),
    (826.0, 560.0, -20.0, (0.1, -0.5), 0.4),
    (1030.0, 820.0, 30.0, (-0.9, 0.6), 0.0),
    (1478.0, 812.0, 20.0, (-0.3, 0.5), 0.0),
    (1500.0, 222.0, -20.0, (-0.5, -0.7), 0.4),
)
"""Estradiols at the join, about the receptor's place: x, y (design pixels), depth (Å), speed to the right and up (Å/s), share
of paper mixed in."""


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

    `view` has the `estradiols`, and receptor and drug if the drug does not degrade it; if it does, `outlines` has the empty
    outline and `remaining` the receptors that are left farther away, else both have nothing. `crowd` is behind everything,
    `floor` before it. The caller adds floor, remaining, outlines and view.
    """

    def __init__(self, scene: MoaScene, *, joins_at: float) -> None:
        clock = _JoinShotClock(scene, joins_at)
        self.view = MoleculeView(
            clock,
            rotation=CLOSE_VIEW,
            centre=RECEPTOR_CENTRE_ANGSTROM,
            place=RECEPTOR_AT,
            scale=RECEPTOR_SCALE,
        )
        stage_crowd(scene, scale=CROWD_SCALE, spacing=CROWD_SPACING_PIXELS, seed=QUIET_SEED, view=self.view)
        self.crowd = crowd_behind(scene)
        receptor = Receptor("antagonist", seed=QUIET_SEED)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        drug = drug_ligand("bound", seed=QUIET_SEED)
        receptor.make_way_for("drug", lambda: drug.pose)
        degraded = scene.context.storyboard.cast.degrades
        self.outlines = [self._outline_of(receptor)] if degraded else []
        self.remaining = [_remaining_receptors(clock)] if degraded else []
        random = np.random.default_rng(QUIET_SEED)
        self.estradiols = []
        across, up, _ = CLOSE_VIEW
        for number, (x, y, depth, (right, upwards), dimmed) in enumerate(ESTRADIOLS):
            drifting = DriftingEstradiol(right * across + upwards * up, QUIET_SEED + 17 * number)
            drifting.pose = np.concatenate([self.view.spot(x, y, depth), random.normal(0.0, 1.4, 3)])
            drifting.dim = dimmed
            self.estradiols.append(drifting)
        self.view.cast(*(() if degraded else (receptor, drug)), *self.estradiols)
        self.at_the_join: View = self.view.view
        self.floor = Floor()
        self.floor.opacity = 0.0

    def _outline_of(self, receptor: Receptor) -> DashedOutline:
        """Return the empty outline of the receptor, which goes with the view."""
        return DashedOutline(
            lambda: self.view.view,
            [part.body.beads for part in receptor.parts(0.0)],
            rotation=CLOSE_VIEW,
            role=Role.RECEPTOR,
            width=OUTLINE_PIXELS,
            filled=OUTLINE_FILLED,
        )

    @property
    def nearer(self) -> View:
        """The view to which the camera goes on after the join."""
        turned = rotation_about((0, 0, 1), TURN_DEGREES) @ CLOSE_VIEW
        return reframed(self.at_the_join, rotation=turned, scale=RECEPTOR_SCALE * NEARER_FACTOR)

    def look_after(self, seconds: float) -> None:
        """Set the view as it is so many seconds after the join."""
        share = min(1.0, max(0.0, seconds / AFTER_SECONDS))
        self.view.view = between(self.at_the_join, self.nearer, share)


def _remaining_receptors(clock: Clock) -> NuclearReceptors:
    """Return the receptors that remain, with the drug in the pocket and helix 12 on the groove."""
    left = NuclearReceptors(
        clock,
        len(REMAINING_AT),
        scale=REMAINING_SCALE,
        wander=REMAINING_WANDER_PIXELS,
        seed=QUIET_SEED,
        seat=lambda number: (
            REMAINING_AT[number][0] / REMAINING_NEARNESS,
            REMAINING_AT[number][1] / REMAINING_NEARNESS,
        ),
        made=lambda number: 1.0,
        view=lambda: FlatView((0.0, 0.0), (0.0, 0.0), REMAINING_NEARNESS),
        looks=(Look(ANTAGONIST, "drug"), Look(ANTAGONIST, "drug")),
    )
    left.hero, left.others_paleness = -1, REMAINING_PALENESS
    return left


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
