"""The overlay of the picture: step marker and progress rail. The caption band is added when a frame is written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

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


@dataclass(frozen=True)
class StepPlace:
    """Where a shot is among the film's steps: in step number `step` (from 0) of `steps`, part `part` (from 0) of `parts`.

    Shots that follow each other and have the same step are its parts: one number, and one segment of the rail.
    """

    step: int
    steps: int
    part: int
    parts: int


def step_place(context: SceneContext) -> StepPlace:
    """Return the place of the context's shot, which is a step, among the steps."""
    shots = [each.shot for each in context.timeline.shots if each.shot.step]
    steps = [[shot.id for shot in group] for _, group in groupby(shots, key=lambda shot: shot.step)]
    present = context.shot.shot.id
    number = next(k for k, shots in enumerate(steps) if present in shots)
    return StepPlace(number, len(steps), steps[number].index(present), len(steps[number]))


class StepMarker(Painted):
    """Number and name of the step, such as "3  Ubiquitination"."""

    def __init__(self, context: SceneContext) -> None:
        super().__init__()
        self._number = str(step_place(context).step + 1)
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
    """A segment for each step; the present one is filled by the shot's clock, so that an edit of a shot redraws no other.

    Shots of one step fill equal parts of its segment, however long they are, for the same reason.
    """

    def __init__(self, context: SceneContext, clock: ShotClock) -> None:
        super().__init__()
        self._clock, self._frames = clock, context.shot.slot.frames
        self._place = step_place(context)
        self._direction = context.storyboard.interface.captions.direction

    def filled(self, segment: int) -> float:
        """Return how much of a segment (from 0) is filled at this moment, as a share."""
        place = self._place
        if segment != place.step:
            return 1.0 if segment < place.step else 0.0
        return (place.part + self._clock.now / max(1, self._frames - 1)) / place.parts

    def paint(self, canvas: Canvas) -> None:
        """Fill the steps that are over, and the elapsed part of this one, in blue; the rest is pale.

        The rail runs in the direction of reading.
        """
        context = canvas.design()
        steps = self._place.steps
        width = (FRAME_WIDTH - 2 * MARGIN - RAIL_GAP * (steps - 1)) / steps
        mirrored = self._direction is Direction.RIGHT_TO_LEFT
        for segment in range(steps):
            place = steps - 1 - segment if mirrored else segment
            left = MARGIN + place * (width + RAIL_GAP)
            filled = self.filled(segment)
            canvas.set_colour(tinted(Role.CROWD, REST_INK_SHARE), self.opacity)
            context.rectangle(left, RAIL_TOP, width, RAIL_HEIGHT)
            context.fill()
            canvas.set_colour(tinted(Role.RECEPTOR, INK_SHARE), self.opacity)
            begin = left + width * (1.0 - filled) if mirrored else left
            context.rectangle(begin, RAIL_TOP, width * filled, RAIL_HEIGHT)
            context.fill()
        context.restore()
