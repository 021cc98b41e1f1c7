"""What everything that moves by itself asks for: the moment being drawn, and for its seed. A scene is such a clock."""

from __future__ import annotations

from typing import Protocol

from moa_anim.model.clock import FrameRate


class Clock(Protocol):
    """The time of the frame being drawn."""

    @property
    def seconds(self) -> float:
        """Seconds since the shot began; negative before that."""
        ...


class ShotClock(Clock, Protocol):
    """The time of the frame being drawn, counted in frames as well, and the seed of the shot."""

    @property
    def now(self) -> int:
        """The number of the frame being drawn, from the shot's first, 0."""
        ...

    @property
    def rate(self) -> FrameRate:
        """Frames a second."""
        ...

    @property
    def seed(self) -> int:
        """What every random number of the shot begins from."""
        ...
