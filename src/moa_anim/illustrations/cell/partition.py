"""How organelles are partitioned when a cell divides: where each of them is at any moment of the division.

Lengths are in radii of the mother cell, from its centre, in the picture's axes.
"""

from __future__ import annotations

import math

import numpy as np

from moa_anim.illustrations.cell.contents import CellContents, halves, inherited
from moa_anim.illustrations.cell.outline import SHRINK, Lobes, Outline, outline
from moa_anim.illustrations.curves import Points, rotated, wrapped
from moa_anim.molecule.easing import smoothstep

# Between these shares of a division the cell is painted in every frame; before and after, the picture of the mother or of the
# daughters at rest fades out or in over it.
REDRAWN_FROM = 0.06
REDRAWN_UNTIL = 0.92

# Shares of a division between which the lobes move apart.
PARTING_FROM = 0.41
PARTING_UNTIL = REDRAWN_UNTIL

HOME_FROM = 0.55
"""Share of the division from which the centrosomes go to the new nuclei: up to half around them, without haste."""

SPREADING_FROM = 0.52
"""Share of a division from which organelles spread over their daughter."""

Organelle = tuple[int, Points, float, float]
"""Row in the mother's table, position, and two more numbers: angle and length, or radius and kind."""


def lobes_at(division: float) -> Lobes:
    """Return the lobes at a share of the division."""
    return Lobes.at(smoothstep(division, PARTING_FROM, PARTING_UNTIL))


class Partition:
    """Divides the contents of `mother` along `angle` (radians) between `daughters`, the one behind first."""

    def __init__(self, mother: CellContents, angle: float) -> None:
        self.mother, self.angle = mother, angle
        self.daughters = inherited(mother, angle, -1), inherited(mother, angle, 1)
        self._halves = halves(mother, angle)
        self._axis = np.array([math.cos(angle), math.sin(angle)])

    def outline(self, division: float) -> Outline:
        """Return the outline of the cell, or of its daughters, at a share of the division."""
        seeds = self.mother.seed, self.daughters[0].seed, self.daughters[1].seed
        return outline(lobes_at(division), seeds, self.angle)

    def centre(self, lobes: Lobes, side: int) -> Points:
        """Return the centre (2,) of the lobe on one side (−1 or 1)."""
        return side * lobes.apart * self._axis

    def _pole_angle(self, side: int) -> float:
        """The direction from a lobe's centre to its pole, away from the furrow."""
        return self.angle if side > 0 else self.angle + math.pi

    def place(self, before: Points, after: Points, side: int, division: float) -> Points:
        """Return the position of an organelle that moves from `before` (mother's radii) to `after` (in its daughter's radii).

        Within its lobe it moves around the centre, not through it, and it stays on its side of the furrow.
        """
        lobes, share = lobes_at(division), smoothstep(division, SPREADING_FROM, REDRAWN_UNTIL)
        pole = self._pole_angle(side)
        # Both angles are counted from the lobe's pole, so that the path between them does not cross the furrow.
        start, end = (wrapped(math.atan2(place[1], place[0]) - pole) for place in (before, after))
        # Angles around the pole are doubled; `after` may then have been pushed beyond half a turn.
        end += 2 * math.pi * round((2 * start - end) / (2 * math.pi))
        turn = start + (end - start) * share
        reach = lobes.radius * (math.hypot(*before) * (1 - share) + math.hypot(*after) * share)
        nearest = -1.0 + 1.04 * smoothstep(division, 0.15, 0.60)
        x = max(lobes.apart + reach * math.cos(turn), nearest)
        return np.asarray(rotated(np.array([[x, reach * math.sin(turn)]]), pole)[0])

    def organelles(self, division: float) -> tuple[list[Organelle], list[Organelle]]:
        """Return mitochondria (row, position, angle, length) and vesicles (row, position, radius, kind) at this moment."""
        share = smoothstep(division, SPREADING_FROM, REDRAWN_UNTIL)
        shrunk = 1.0 - SHRINK * share
        mitochondria, vesicles = [], []
        for side, daughter, rows in zip(
            (-1, 1), self.daughters, zip(*self._halves[:2], strict=True), strict=True
        ):
            for row, after in zip(rows[0].tolist(), daughter.mitochondria, strict=True):
                before = self.mother.mitochondria[row]
                turn = (after[2] - before[2] + math.pi / 2) % math.pi - math.pi / 2
                length = before[3] + (after[3] * shrunk - before[3]) * share
                place = self.place(before[:2], after[:2], side, division)
                mitochondria.append((row, place, float(before[2] + turn * share), float(length)))
            for row, after in zip(rows[1].tolist(), daughter.vesicles, strict=True):
                before = self.mother.vesicles[row]
                radius = before[2] + (after[2] * shrunk - before[2]) * share
                place = self.place(before[:2], after[:2], side, division)
                vesicles.append((row, place, float(radius), float(before[3])))
        return mitochondria, vesicles

    def poles(self, division: float) -> tuple[Points, Points]:
        """Return the places of the two centrosomes, moving from the nucleus to the spindle's ends, then to the new nuclei."""
        lobes = lobes_at(division)
        out, home = smoothstep(division, 0.0, 0.44), smoothstep(division, HOME_FROM, REDRAWN_UNTIL)
        poles = []
        for side, daughter in zip((-1, 1), self.daughters, strict=True):
            ahead = self._pole_angle(side)
            start, end = (
                wrapped(math.atan2(place[1], place[0]) - ahead)
                for place in (self.mother.centrosome, daughter.centrosome)
            )
            turn = start * (1.0 - out) + end * home
            # The farther it moves around the centre, the closer to it; the nuclear envelope has broken down by then.
            nearer = 1.0 - 0.45 * abs(start) / math.pi * math.sin(math.pi * out)
            reach = lobes.radius * nearer * math.hypot(*self.mother.centrosome[:2])
            place = [lobes.apart + reach * math.cos(turn), reach * math.sin(turn)]
            poles.append(rotated(np.array([place]), ahead)[0])
        return poles[0], poles[1]
