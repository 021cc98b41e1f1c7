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


class JoinClock:
    """Another clock, set to 0 at its second `joins_at`, where the picture goes on in the next shot.

    What is drawn by it moves on over the join without a jump: the shot before sets it to 0 at its end, the next one at its
    beginning.
    """

    def __init__(self, clock: Clock, joins_at: float) -> None:
        self._clock, self._joins_at = clock, joins_at

    @property
    def seconds(self) -> float:
        """Seconds since the join; negative before it."""
        return self._clock.seconds - self._joins_at
