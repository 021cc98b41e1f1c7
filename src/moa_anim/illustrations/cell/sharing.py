"""Where everything in a cell is while it divides: what it holds is shared out between two.

In radii of the mother, about her middle, as the picture is turned.
"""

from __future__ import annotations

import math

import numpy as np

from moa_anim.illustrations.cell.contents import Inside, inherited, shared
from moa_anim.illustrations.cell.outline import SHRINK, Lobes, Outline, outline
from moa_anim.illustrations.cell.shapes import Points, eased, turned

LIVE_FROM, LIVE_TO = 0.06, 0.92
"""Between these the cell is painted afresh; outside of them its picture at rest, or its daughters', comes through."""

PARTING, PARTED = 0.41, LIVE_TO
"""Shares of a division between which the lobes go apart."""

SHARING = 0.52
"""From when organelles spread over their daughter."""


Shared = tuple[int, Points, float, float]
"""A body's row in the mother's table, its place, and two numbers."""


def lobes_at(division: float) -> Lobes:
    """The lobes at a share of the division."""
    return Lobes.at(eased(division, PARTING, PARTED))


class Sharing:
    """How what is in `mother` is shared out as she divides along `angle`; `daughters` behind and ahead of it."""

    def __init__(self, mother: Inside, angle: float) -> None:
        self.mother, self.angle = mother, angle
        self.daughters = inherited(mother, angle, -1), inherited(mother, angle, 1)
        self._shared = shared(mother, angle)
        self._axis = np.array([math.cos(angle), math.sin(angle)])

    def outline(self, division: float) -> Outline:
        """The cell's outline, or its daughters'."""
        seeds = self.mother.seed, self.daughters[0].seed, self.daughters[1].seed
        return outline(lobes_at(division), seeds, self.angle)

    def middle(self, lobes: Lobes, side: int) -> Points:
        """The middle of one lobe."""
        return side * lobes.apart * self._axis

    def place(self, before: Points, after: Points, side: int, division: float) -> Points:
        """Where a body is that was at `before` (the mother's radii) and will be at `after` (its daughter's, hers).

        Within its own lobe it goes round the middle, not through; and stays on its own side of the furrow.
        """
        lobes, share = lobes_at(division), eased(division, SHARING, LIVE_TO)
        ahead = self.angle if side > 0 else self.angle + math.pi
        # Both counted from the lobe's pole, so that the way between them does not pass the furrow.
        start, end = (
            (math.atan2(place[1], place[0]) - ahead + math.pi) % (2 * math.pi) - math.pi
            for place in (before, after)
        )
        # Angles about the pole are doubled: the place after may have been pushed past the half turn.
        end += 2 * math.pi * round((2 * start - end) / (2 * math.pi))
        turn = start + (end - start) * share
        reach = lobes.radius * (math.hypot(*before) * (1 - share) + math.hypot(*after) * share)
        nearest = -1.0 + 1.04 * eased(division, 0.15, 0.60)
        x = max(lobes.apart + reach * math.cos(turn), nearest)
        return np.asarray(turned(np.array([[x, reach * math.sin(turn)]]), ahead)[0])

    def bodies(self, division: float) -> tuple[list[Shared], list[Shared]]:
        """Mitochondria (number, place, angle, length) and vesicles (number, place, radius, kind) at this moment."""
        share = eased(division, SHARING, LIVE_TO)
        shrunk = 1.0 - SHRINK * share
        long, small = [], []
        for side, one, mine in zip((-1, 1), self.daughters, zip(*self._shared[:2], strict=True), strict=True):
            for number, after in zip(mine[0].tolist(), one.mitochondria, strict=True):
                before = self.mother.mitochondria[number]
                turn = (after[2] - before[2] + math.pi / 2) % math.pi - math.pi / 2
                length = before[3] + (after[3] * shrunk - before[3]) * share
                place = self.place(before[:2], after[:2], side, division)
                long.append((number, place, float(before[2] + turn * share), float(length)))
            for number, after in zip(mine[1].tolist(), one.vesicles, strict=True):
                before = self.mother.vesicles[number]
                radius = before[2] + (after[2] * shrunk - before[2]) * share
                place = self.place(before[:2], after[:2], side, division)
                small.append((number, place, float(radius), float(before[3])))
        return long, small

    def poles(self, division: float) -> tuple[Points, Points]:
        """The two centrosomes: from beside the nucleus to the ends of the spindle, then beside their nuclei."""
        lobes = lobes_at(division)
        out, home = eased(division, 0.0, 0.44), eased(division, 0.60, LIVE_TO)
        found = []
        for side, one in zip((-1, 1), self.daughters, strict=True):
            ahead = self.angle if side > 0 else self.angle + math.pi
            start, end = (
                (math.atan2(place[1], place[0]) - ahead + math.pi) % (2 * math.pi) - math.pi
                for place in (self.mother.centrosome, one.centrosome)
            )
            turn = start * (1.0 - out) + end * home
            # The longer the way round, the nearer to the middle: the envelope is gone by then.
            nearer = 1.0 - 0.45 * abs(start) / math.pi * math.sin(math.pi * out)
            reach = lobes.radius * nearer * math.hypot(*self.mother.centrosome[:2])
            place = [lobes.apart + reach * math.cos(turn), reach * math.sin(turn)]
            found.append(turned(np.array([place]), ahead)[0])
        return found[0], found[1]
