"""No shot stands still for longer than two seconds, but for its last half second."""

from __future__ import annotations

from collections import deque

import numpy as np
from every_frame.moment import Finding, Moment
from every_frame.rules.settled import begins_at
from numpy.typing import NDArray

from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT

MOST_SECONDS = 2.0

OVER_SECONDS = 0.2
"""A picture is compared with the one so long before."""

TOP = 150
"""Step marker and rail are above this line (design pixels): the rail moves in every shot."""

CELLS = 12
"""So many cells of 4 × 4 pixels (at draft size) have to change."""

LEAST_HUE, LEAST_LIGHT = 4.0, 20.0
"""By so many of 255 in Cb or Cr, or in luma. The crowd's drift changes no hue and luma by less than 3."""

CARDS = frozenset({"cards", "credits", "glossary", "title"})
"""Modules of scenes that are read, not watched."""

NOT_YET: frozenset[str] = frozenset()
"""Shots in which nothing moves for longer. None is to be left."""


class NeverStill:
    """Each picture beside the one a fifth of a second before it."""

    name = "something moves in every two seconds"

    def __init__(self) -> None:
        self._before: deque[NDArray[np.float64]] = deque()
        self._since = 0

    def look(self, moment: Moment) -> list[Finding]:
        shot = moment.slot.shot
        if shot.scene.module in CARDS or shot.id in NOT_YET or moment.storyboard.edition.sparse:
            return []
        number = moment.seen.number
        cells = _cells(moment)
        apart = max(1, round(OVER_SECONDS / moment.seconds_a_frame))
        if len(self._before) == apart:
            change = np.abs(cells - self._before.popleft())
            hue, light = change[:2].max(axis=0), change[2]
            if (hue >= LEAST_HUE).sum() >= CELLS or (light >= LEAST_LIGHT).sum() >= CELLS:
                self._since = number
        self._before.append(cells)
        seconds = (number - self._since) * moment.seconds_a_frame
        if seconds <= MOST_SECONDS or number >= begins_at(moment.slot.slot.frames, moment.seconds_a_frame):
            return []
        return [Finding("nothing moves", f"for {seconds:.1f} s")]


def _cells(moment: Moment) -> NDArray[np.float64]:
    """Mean Cb, Cr and luma (3, rows, columns) of the picture's cells between the rail and the caption band."""
    picture = moment.picture
    means = []
    for plane, side in ((picture.blue, 2), (picture.red, 2), (picture.luma, 4)):
        height, width = plane.shape
        top, bottom = (round(line * height / FRAME_HEIGHT) for line in (TOP, BAND_TOP))
        rows, columns = (bottom - top) // side - 1, width // side
        part = plane[top : top + rows * side, : columns * side].astype(float)
        means.append(part.reshape(rows, side, columns, side).mean(axis=(1, 3)))
    rows, columns = (min(each.shape[axis] for each in means) for axis in (0, 1))
    return np.stack([each[:rows, :columns] for each in means])
