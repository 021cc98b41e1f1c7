"""What frames the picture: the step marker and the progress rail. The caption band is laid on when a frame is written."""

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
from moa_anim.model.palette import Role
from moa_anim.stage.clock import ShotClock
from moa_anim.stage.context import SceneContext
from moa_anim.stage.painted import Painted


class StepMarker(Painted):
    """Number and name of the step: "3  Ubiquitination"."""

    def __init__(self, context: SceneContext) -> None:
        super().__init__()
        steps = [shot.shot.step for shot in context.timeline.shots if shot.shot.step]
        self._number = str(steps.index(context.shot.shot.step) + 1)
        self._name = context.shot.shot.step

    def paint(self, canvas: Canvas) -> None:
        """Letter the marker in the upper left."""
        size = MARKER_PIXELS * canvas.scale
        halo = rgb(Role.PAPER)
        number = letter(self._number, size, tinted(Role.RECEPTOR, 0.25), Weight.BOLD, halo, 5 * canvas.scale)
        name = letter(self._name, size, rgb(Role.INK), Weight.BOLD, halo, 5 * canvas.scale)
        canvas.lettering(number, MARGIN, MARKER_BASELINE)
        canvas.lettering(name, MARGIN + number.advance / canvas.scale + 26, MARKER_BASELINE)

    def lettered(self) -> list[ShownText]:
        """The step's name; its number is always there."""
        left = MARGIN + width_of(self._number, MARKER_PIXELS, Weight.BOLD) + 26
        return [shown_text(self._name, left, MARKER_BASELINE, MARKER_PIXELS, Weight.BOLD)]


class ProgressRail(Painted):
    """One segment for each step, the present one filled by the shot's own clock: an edit in one shot redraws no other."""

    def __init__(self, context: SceneContext, clock: ShotClock) -> None:
        super().__init__()
        self._clock, self._frames = clock, context.shot.slot.frames
        steps = [shot for shot in context.timeline.shots if shot.shot.step]
        self._total = len(steps)
        self._number = [shot.shot.id for shot in steps].index(context.shot.shot.id)

    def paint(self, canvas: Canvas) -> None:
        """Fill what has been told of the film in ink, the rest pale."""
        context = canvas.design()
        width = (FRAME_WIDTH - 2 * MARGIN - RAIL_GAP * (self._total - 1)) / self._total
        done = self._clock.now / max(1, self._frames - 1)
        for segment in range(self._total):
            left = MARGIN + segment * (width + RAIL_GAP)
            filled = 1.0 if segment < self._number else (done if segment == self._number else 0.0)
            canvas.set_colour(tinted(Role.CROWD, 0.12))
            context.rectangle(left, RAIL_TOP, width, RAIL_HEIGHT)
            context.fill()
            canvas.set_colour(tinted(Role.RECEPTOR, 0.25))
            context.rectangle(left, RAIL_TOP, width * filled, RAIL_HEIGHT)
            context.fill()
        context.restore()
