"""The overlay of the picture: step marker and progress rail. The caption band is added when a frame is written."""

from __future__ import annotations

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.layout import (
    FRAME_WIDTH,
    MARGIN,
    MARKER_BASELINE,
    MARKER_PIXELS,
    RAIL_GAP,
    RAIL_HEIGHT,
    RAIL_TOP,
)
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.model.direction import Direction, direction_of
from moa_anim.model.palette import Role
from moa_anim.stage.clock import ShotClock
from moa_anim.stage.context import SceneContext
from moa_anim.stage.painted import Painted

INK_SHARE = 0.25
"""Share of ink mixed into the receptor's blue for the step's number and the elapsed part of the rail."""

REST_INK_SHARE = 0.12
"""Share of ink mixed into the crowd's grey for the rest of the rail."""

NUMBER_GAP_PIXELS = 26
"""From the step's number to its name (design pixels)."""

HALO_PIXELS = 5
"""Width of the letters' halo of paper (design pixels)."""


class StepMarker(Painted):
    """Number and name of the step, such as "3  Ubiquitination"."""

    def __init__(self, context: SceneContext) -> None:
        super().__init__()
        steps = [shot.shot.step for shot in context.timeline.shots if shot.shot.step]
        self._number = str(steps.index(context.shot.shot.step) + 1)
        self._name = context.shot.shot.step
        self._mirrored = direction_of(self._name) is Direction.RIGHT_TO_LEFT
        """Whether the name is left of the number, which comes first in the direction of reading."""

    def paint(self, canvas: Canvas) -> None:
        """Letter the marker in the upper left corner."""
        size = MARKER_PIXELS * canvas.scale
        halo = rgb(Role.PAPER)
        number = letter(
            self._number,
            size,
            tinted(Role.RECEPTOR, INK_SHARE),
            Weight.BOLD,
            halo,
            HALO_PIXELS * canvas.scale,
        )
        name = letter(self._name, size, rgb(Role.INK), Weight.BOLD, halo, HALO_PIXELS * canvas.scale)
        first, second = (name, number) if self._mirrored else (number, name)
        canvas.lettering(first, MARGIN, MARKER_BASELINE, self.opacity)
        beside = MARGIN + first.advance / canvas.scale + NUMBER_GAP_PIXELS
        canvas.lettering(second, beside, MARKER_BASELINE, self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return the step's name; its number needs no check."""
        left = MARGIN + width_of(self._number, MARKER_PIXELS, Weight.BOLD) + NUMBER_GAP_PIXELS
        return [
            shown_text(
                self._name,
                MARGIN if self._mirrored else left,
                MARKER_BASELINE,
                MARKER_PIXELS,
                Weight.BOLD,
            )
        ]


class ProgressRail(Painted):
    """A segment for each step; the present one is filled by the shot's clock, so that an edit of a shot redraws no other."""

    def __init__(self, context: SceneContext, clock: ShotClock) -> None:
        super().__init__()
        self._clock, self._frames = clock, context.shot.slot.frames
        steps = [shot for shot in context.timeline.shots if shot.shot.step]
        self._total = len(steps)
        self._number = [shot.shot.id for shot in steps].index(context.shot.shot.id)
        self._direction = context.storyboard.interface.captions.direction

    def paint(self, canvas: Canvas) -> None:
        """Fill the steps that are over, and the elapsed part of this one, in blue; the rest is pale.

        The rail runs in the direction of reading.
        """
        context = canvas.design()
        width = (FRAME_WIDTH - 2 * MARGIN - RAIL_GAP * (self._total - 1)) / self._total
        done = self._clock.now / max(1, self._frames - 1)
        mirrored = self._direction is Direction.RIGHT_TO_LEFT
        for segment in range(self._total):
            place = self._total - 1 - segment if mirrored else segment
            left = MARGIN + place * (width + RAIL_GAP)
            filled = 1.0 if segment < self._number else (done if segment == self._number else 0.0)
            canvas.set_colour(tinted(Role.CROWD, REST_INK_SHARE), self.opacity)
            context.rectangle(left, RAIL_TOP, width, RAIL_HEIGHT)
            context.fill()
            canvas.set_colour(tinted(Role.RECEPTOR, INK_SHARE), self.opacity)
            begin = left + width * (1.0 - filled) if mirrored else left
            context.rectangle(begin, RAIL_TOP, width * filled, RAIL_HEIGHT)
            context.fill()
        context.restore()
