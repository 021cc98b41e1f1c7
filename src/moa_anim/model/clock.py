"""Exact frame rates, and the run times that make Manim draw a given number of frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from moa_anim.errors import ModelError

LEAST_FPS = 10
"""At a lower rate a caption's limits of 2 and 7 s leave no room for rounding to whole frames."""

MOST_FPS = 240
"""Screens do not show higher rates."""


@dataclass(frozen=True)
class FrameRate:
    """An exact frame rate in frames a second, such as 30 or Fraction(30000, 1001)."""

    fps: Fraction

    def __init__(self, fps: Fraction | int) -> None:
        object.__setattr__(self, "fps", Fraction(fps))
        if not LEAST_FPS <= self.fps <= MOST_FPS:
            raise ModelError(f"{self.fps} frames a second", f"{LEAST_FPS} to {MOST_FPS}", "give another rate")

    def frames(self, seconds: Fraction) -> int:
        """Return the least number of frames that last at least `seconds`."""
        return ceil(seconds * self.fps)

    def seconds(self, frames: int) -> Fraction:
        """Return the exact duration of `frames` frames in seconds."""
        return frames / self.fps

    def milliseconds(self, frames: int) -> int:
        """Return the start of frame number `frames` (from 0) to the nearest millisecond; a half is rounded up."""
        return int(1000 * frames / self.fps + Fraction(1, 2))

    def play_seconds(self, frames: int) -> float:
        """Return the run time with which Manim 0.22 plays, or waits without freezing, exactly `frames` (> 0) frames.

        Manim counts the steps of a float range, which gives one too many or too few at some lengths (measured: 1 to
        1800 frames at 15, 24, 30, 50 and 60 a second). Half a frame less avoids the rounding; one frame must not be
        shortened.
        """
        return self._nudged(frames, Fraction(-1, 2))

    def frozen_seconds(self, frames: int) -> float:
        """Return the duration with which Manim 0.22 waits `frames` (> 0) frames with frozen_frame=True.

        There Manim truncates instead of counting, so half a frame more avoids the rounding.
        """
        return self._nudged(frames, Fraction(1, 2))

    def _nudged(self, frames: int, nudge: Fraction) -> float:
        if frames < 1:
            raise ModelError(f"{frames} frames", "at least one", "remove the play or wait")
        return float((frames + nudge if frames > 1 else frames) / self.fps)
