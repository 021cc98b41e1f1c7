"""No label covers what it names."""

from __future__ import annotations

import numpy as np
from every_frame.moment import Finding, Moment
from every_frame.seen import LabelSeen

from moa_anim.stage.label_placement import CELL
from moa_anim.stage.sighting import Sighting

NAMED_WITHIN = 24.0
"""What a leader ends on is no farther from its end (design pixels) than this: points are spread about a cell apart."""

MOST_COVERED = 0.08
"""Of the words' box: a corner's worth, since points stand for cells of 12 pixels and words for their box."""

MATTERS = 0.65
"""Less than this, words may stand on it: what is in a cell is named within it."""


class LabelOffItsActor:
    """What the leader ends on, and how much of the words' box lies on it."""

    name = "no label covers what it names"

    def look(self, moment: Moment) -> list[Finding]:
        found = []
        for label in moment.seen.labels:
            for thing in moment.seen.things:
                if thing.weight >= MATTERS and _names(label, thing):
                    share = covered(label, thing)
                    if share > MOST_COVERED:
                        detail = f"{share:.0%} of its box"
                        found.append(
                            Finding(f"“{label.words}” lies on the {thing.name} that it names", detail)
                        )
        return found


def _names(label: LabelSeen, thing: Sighting) -> bool:
    if label.target is None:
        return False
    return bool(np.hypot(*(thing.points - label.target).T).min() < NAMED_WITHIN)


def covered(label: LabelSeen, thing: Sighting) -> float:
    """How much of the label's box has a point of the thing in its cell."""
    left, top, right, bottom = label.box
    x, y = thing.points.T
    inside = (left < x) & (x < right) & (top < y) & (y < bottom)
    if not inside.any():
        return 0.0
    across, down = np.ceil((right - left) / CELL), np.ceil((bottom - top) / CELL)
    hit = np.unique(((x[inside] - left) // CELL) + 1000 * ((y[inside] - top) // CELL))
    return float(len(hit) / (across * down))
