"""A quiet nucleus: the crowd behind the summary, which remains when its panels have vanished, and behind the credits.

The credits begin with the picture that the summary leaves: all motion in it is a function of the seconds from the join, and
the crowd is at rest there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cairo
import numpy as np

from moa_anim.actors.crowd_layers import Home, crowd_behind, stage_crowd
from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted
from moa_anim.stage.reframing import between, reframed

if TYPE_CHECKING:
    from moa_anim.model.clock import FrameRate
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.scene import MoaScene

QUIET_SEED = 12
"""Seed of the picture, the same in both shots that show it."""

CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
CENTRE_AT = (1150.0, 484.0)
CLOSE_SCALE = 11.6
"""Point of the stage frame, where it is seen (design pixels), and design pixels for one ångström."""

CROWD_SCALE = 7.6
CROWD_SPACING_PIXELS = 330.0
"""Of the crowd, as on the title."""

GROUND_OPACITY = 0.45
"""Opacity of the crowd behind panels."""

TURN_DEGREES = 6.0
NEARER_FACTOR = 1.04
AFTER_SECONDS = 14.0
"""How far the camera rolls after the join, and how much nearer it comes, in which time."""

FLOOR_PIXELS = (790.0, 896.0)
"""Heights between which the picture turns into paper at its lower end: no caption band ends it."""

FLOOR_STOPS = 9
"""Colour stops of that gradient."""


@dataclass(frozen=True)
class JoinShotClock:
    """A shot's clock whose seconds are counted from the join."""

    shot: ShotClock
    joins_at: float

    @property
    def seconds(self) -> float:
        """Seconds since the join; negative before it."""
        return self.shot.seconds - self.joins_at

    @property
    def now(self) -> int:
        """Number of the frame being drawn in its shot."""
        return self.shot.now

    @property
    def rate(self) -> FrameRate:
        """Frames per second."""
        return self.shot.rate

    @property
    def shot_frames(self) -> int:
        """Number of the frames of its shot."""
        return self.shot.shot_frames

    @property
    def seed(self) -> int:
        """Seed of the picture."""
        return QUIET_SEED


def quiet_home() -> Home:
    """Return the view at the join, and the crowd that is seen behind it."""
    view = View(CLOSE_VIEW, np.array(CENTRE_ANGSTROM), CLOSE_SCALE, CENTRE_AT)
    return Home(view, CROWD_SCALE, CROWD_SPACING_PIXELS, QUIET_SEED)


class QuietNucleus:
    """The picture; `joins_at` is the second of the shot at which it is the same in both shots.

    `crowd` is behind everything, `floor` over its lower end; the caller adds the floor.
    """

    def __init__(self, scene: MoaScene, *, joins_at: float) -> None:
        view = quiet_home().view
        self._view = MoleculeView(
            JoinShotClock(scene, joins_at),
            rotation=view.rotation,
            centre=view.centre,
            place=view.place,
            scale=view.scale,
        )
        stage_crowd(scene, scale=CROWD_SCALE, spacing=CROWD_SPACING_PIXELS, seed=QUIET_SEED, view=self._view)
        self.crowd = crowd_behind(scene)
        self.crowd.opacity = GROUND_OPACITY
        self.at_the_join: View = self._view.view
        self.floor = Floor()
        self.floor.opacity = 0.0

    @property
    def nearer(self) -> View:
        """The view to which the camera goes on after the join."""
        turned = rotation_about((0, 0, 1), TURN_DEGREES) @ CLOSE_VIEW
        return reframed(self.at_the_join, rotation=turned, scale=CLOSE_SCALE * NEARER_FACTOR)

    def look_after(self, seconds: float) -> None:
        """Set the view as it is so many seconds after the join."""
        share = min(1.0, max(0.0, seconds / AFTER_SECONDS))
        self._view.view = between(self.at_the_join, self.nearer, share)


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
