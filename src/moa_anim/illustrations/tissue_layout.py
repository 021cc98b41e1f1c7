"""Where receptors are in the cells of a tissue, and the paths on which elacestrant reaches them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.receptor_places import ring
from moa_anim.illustrations.curves import Points
from moa_anim.molecule.pose import smooth_curve

# Numbers of receptors: in a cell that does not divide; in both daughters together of one that does; in the mother before.
RESTING = 4
DIVIDING = 6
INHERITED = 4

# Distance of receptors from the centre of the nucleus, in radii of their cell; the radius of a nucleus is nearly twice this.
RING_SHARE = 0.25
DAUGHTER_RING_SHARE = 0.235

PATH_SAMPLES = 80
"""Number of points on the path of an elacestrant molecule."""

# Paths of elacestrant begin at these x, and stay between these y (design pixels): the round picture that the cells are in.
LEFT_PIXELS = 970.0
RIGHT_PIXELS = 1642.0
TOP_PIXELS = 91.0
BOTTOM_PIXELS = 630.0


@dataclass(frozen=True)
class Seat:
    """A receptor's place in the mother and in its daughter, in radii of each from its centre.

    `side` is the half of the mother that it goes with (−1 or 1), 0 in a cell that does not divide. A receptor is
    `inherited` if it exists before the division.
    """

    cell: int
    mother: Points
    daughter: Points
    side: float
    inherited: bool


def resting_seats(cell: int, random: np.random.Generator) -> list[Seat]:
    """Return the receptors of a cell that does not divide."""
    return [Seat(cell, place, place, 0.0, True) for place in ring(RESTING, RING_SHARE, random)]


def dividing_seats(cell: int, random: np.random.Generator) -> list[Seat]:
    """Return the receptors of a cell that divides: each half contains some of the mother's, and each daughter makes more."""
    mother = sorted(ring(INHERITED, RING_SHARE, random), key=lambda place: float(place[0]))
    left = INHERITED // 2
    seats = []
    for side, own in ((-1.0, mother[:left]), (1.0, mother[left:])):
        half = ring(DIVIDING // 2, DAUGHTER_RING_SHARE, random)
        for number, place in enumerate(half):
            inherited = number < len(own)
            seats.append(Seat(cell, own[number] if inherited else place, place, side, inherited))
    return seats


def approach(goal: Point, side: float, random: np.random.Generator) -> Points:
    """Return a meandering path (n, 2) from outside the picture of the cells to a receptor, which it first overshoots."""
    edge = LEFT_PIXELS if side < 0 else RIGHT_PIXELS
    x, y = goal
    down = random.choice([-1.0, 1.0])
    controls = np.array(
        [
            (edge, random.uniform(TOP_PIXELS + 60, BOTTOM_PIXELS - 60)),
            (edge + 0.55 * (x - edge), y + random.uniform(-150, 150)),
            (x - side * random.uniform(50, 80), y + down * random.uniform(55, 85)),
            (x + side * random.uniform(45, 70), y - down * random.uniform(30, 55)),
            (x + side * 9.0, y - down * 9.0),
        ]
    )
    controls[:, 1] = np.clip(controls[:, 1], TOP_PIXELS, BOTTOM_PIXELS)
    return np.asarray(smooth_curve(controls, PATH_SAMPLES))
