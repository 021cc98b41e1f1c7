"""Nothing is moved in a shot's last half second: only what trembles goes on trembling."""

from __future__ import annotations

import numpy as np
from every_frame.allowances import Law
from every_frame.moment import Finding, Moment

from moa_anim.stage.sighting import Sighting

LAST_SECONDS = 0.5

MOST_MOVED = 1.0
"""Design pixels in all that time, with the clock of the tremble stopped."""

MOST_TREMBLED = 60.0
"""Design pixels in that time as it is seen: the widest tremble strays 26 pixels at up to 0.4 Hz, 33 in half a second."""


def begins_at(frames: int, seconds_a_frame: float) -> int:
    """The first frame of a shot's last half second."""
    return max(0, frames - round(LAST_SECONDS / seconds_a_frame))


class Settled:
    """Each thing beside itself at the first frame of that time: with the clock stopped there, and with it running."""

    name = "nothing is moved in a shot's last half second"

    def __init__(self) -> None:
        self._halted: dict[object, Sighting] = {}
        self._running: dict[object, Sighting] = {}

    def look(self, moment: Moment) -> list[Finding]:
        if moment.seen.halted is None:
            return []
        found: dict[str, Finding] = {}
        for things, first, most, how in (
            (moment.seen.halted, self._halted, MOST_MOVED, "is moved"),
            (moment.seen.things, self._running, MOST_TREMBLED, "trembles too far"),
        ):
            for thing in things:
                then = first.setdefault((thing.name, thing.number), thing)
                if then.spots.shape == thing.spots.shape:
                    moved = float(np.hypot(*(thing.spots - then.spots).T).max())
                    if moved > most and not moment.allowed(Law.SETTLED, thing.name):
                        found.setdefault(
                            thing.name, Finding(f"{thing.name} {how}", f"{moved:.1f} design pixels")
                        )
        return list(found.values())
