"""No actor moves further from one frame to the next than its motion allows, unless its scene says so."""

from __future__ import annotations

import numpy as np
from every_frame.allowances import Law
from every_frame.moment import Finding, Moment

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.stage.sighting import Sighting

PACE = 1300.0
"""Design pixels a second: two thirds of the picture's width, which an eye can still follow."""

TIMES, SLACK = 3.0, 500.0
"""All motions set off gently: from one frame to the next a pace grows to three times what it was and so many design pixels a
second more, at most. What is put elsewhere leaps, however near."""


class SteadyPace:
    """The spots of each thing beside those of the same thing a frame before. What has just come into view did not move."""

    name = "no actor moves further in a frame than its motion allows"

    def __init__(self) -> None:
        self._paces: dict[object, float] = {}

    def look(self, moment: Moment) -> list[Finding]:
        if moment.before is None:
            return []
        found: dict[str, Finding] = {}
        before = {(each.name, each.number): each for each in moment.before.things}
        paces: dict[object, float] = {}
        for thing in moment.seen.things:
            key = (thing.name, thing.number)
            then = before.get(key)
            if then is None or then.spots.shape != thing.spots.shape or not (_inside(thing) or _inside(then)):
                continue
            pace = float(np.hypot(*(thing.spots - then.spots).T).max()) / moment.seconds_a_frame
            paces[key] = pace
            leaps = key in self._paces and pace > TIMES * self._paces[key] + SLACK
            if (leaps or pace > PACE) and not moment.allowed(Law.PACE, thing.name, pace):
                how = "leaps" if leaps else "goes too fast"
                found.setdefault(
                    thing.name, Finding(f"{thing.name} {how}", f"{pace:.0f} design pixels a second")
                )
        self._paces = paces
        return list(found.values())


def _inside(thing: Sighting) -> bool:
    x, y = thing.points.T
    return bool(((x > 0) & (x < FRAME_WIDTH) & (y > 0) & (y < BAND_TOP)).any())
