"""The time and the seed that thermal motion depends on. A scene is such a clock."""

from __future__ import annotations

from typing import Protocol

from moa_anim.model.clock import FrameRate


class Clock(Protocol):
    """The time of the frame being drawn."""

    @property
    def seconds(self) -> float:
        """Seconds since the shot's first frame; negative before it."""
        ...


class ShotClock(Clock, Protocol):
    """The time of the frame being drawn, counted in frames as well, and the seed of the shot."""

    @property
    def now(self) -> int:
        """Number of the frame being drawn; the shot's first is 0."""
        ...

    @property
    def rate(self) -> FrameRate:
        """Frames per second."""
        ...

    @property
    def shot_frames(self) -> int:
        """Number of the shot's frames."""
        ...

    @property
    def seed(self) -> int:
        """Seed of all random numbers of the shot."""
        ...
