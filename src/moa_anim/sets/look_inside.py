"""From a place in a body into a nucleus: a lens opens there until the summary's first picture fills the frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from moa_anim.actors.crowd_layers import CrowdLayers
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.sets.clinic_lens import LINE_PIXELS, RIM_PIXELS, SHUT_RADIUS
from moa_anim.sets.mechanism_panels import first_panel
from moa_anim.sets.quiet_nucleus import GROUND_OPACITY, JoinShotClock, quiet_home
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

OPENS_SECONDS = 1.6
"""Time in which the lens opens; it ends with the shot."""

FULL_MIDDLE = (FRAME_WIDTH / 2.0, BAND_TOP / 2.0)
FULL_RADIUS = math.hypot(*FULL_MIDDLE) + 24.0
"""Middle and radius of the lens when it is open: its rim is out of the picture (design pixels)."""


class LookInside(Painted):
    """The lens: it opens out of the place that `beam_from` returns, up to second `joins_at` of a shot, when the next begins.

    What it shows is at last the next shot's first picture: a panel, as large as the lens is, and far behind it a crowd.
    """

    def __init__(self, shot: ShotClock, joins_at: float, beam_from: Callable[[], Point]) -> None:
        super().__init__()
        self._clock, self._beam_from = JoinShotClock(shot, joins_at), beam_from
        self._crowd = CrowdLayers(shot, [quiet_home()])
        self._crowd.opacity = GROUND_OPACITY
        self._panel = first_panel(self._clock).panel
        self._panel.told = 0.0

    @property
    def opened(self) -> float:
        """How far it is open at this frame (0…1)."""
        return float(smoothstep(1.0 + self._clock.seconds / OPENS_SECONDS))

    @property
    def radius(self) -> float:
        """Its radius (design pixels)."""
        return SHUT_RADIUS + (FULL_RADIUS - SHUT_RADIUS) * self.opened

    @property
    def middle(self) -> Point:
        """Its middle (design pixels)."""
        (x, y), (to_x, to_y) = self._beam_from(), FULL_MIDDLE
        return x + (to_x - x) * self.opened, y + (to_y - y) * self.opened

    def paint(self, canvas: Canvas) -> None:
        """Paint what it shows within its edge, and the rim."""
        if self.opacity <= 0.0 or self.opened <= 0.0:
            return
        (x, y), radius, factor = self.middle, self.radius, canvas.scale
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * factor))
        context.clip()
        context.arc(x * factor, y * factor, radius * factor, 0.0, 2.0 * math.pi)
        context.clip()
        canvas.set_colour(rgb(Role.PAPER))
        context.paint()
        self._crowd.paint(canvas)
        if self.opened < 1.0:
            size = radius / FULL_RADIUS
            context.translate(x * factor, y * factor)
            context.scale(size, size)
            context.translate(-FULL_MIDDLE[0] * factor, -FULL_MIDDLE[1] * factor)
        self._panel.paint(canvas)
        context.restore()
        self._rim(canvas)

    def _rim(self, canvas: Canvas) -> None:
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        for width, colour in (
            (RIM_PIXELS + 2 * LINE_PIXELS, tinted(Role.INK, 0.35, Role.PAPER)),
            (RIM_PIXELS, rgb(Role.PAPER)),
        ):
            context.set_line_width(width * min(1.0, self.radius / (4.0 * SHUT_RADIUS)))
            canvas.set_colour(colour)
            context.arc(*self.middle, self.radius, 0.0, 2.0 * math.pi)
            context.stroke()
        context.restore()
